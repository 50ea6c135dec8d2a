"""Postcodes with house number and street, and streets with a house number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.masking.span import Span

# Two letters after four digits that are a word, a unit or an abbreviation, not half a postcode.
_WORDS = frozenset(
    "of na en is de in op te om al we ze je er ik u nu zo ja me tm or to it at as on by if am so"
    " un le la et du ou el es lo y kg km cm mm ml gr".split()
)
_ABBREVIATIONS = frozenset("po vo so ib mr ov to hb nt bv tl ot kt eu nl dd sd sa ss".split())
_NO_STREET_NAME = frozenset(
    "aan adres bij de dat en er het huisnummer ik in is mijn naar of om onze ons op over postcode"
    " te tot uit van vanaf voor wij we woon woont wonen met groep klas lid artikel nummer nr"
    " tel".split()
)
_PARTICLES = frozenset("van de der den het ten ter 't".split())
_UNIT = (
    r"(?!\s?(?:km|kilometer|meter|minuten|min|uur|jaar|jarige?|weken|week|dagen|dag|maanden|keer|x|%"
    r"|euro|kinderen|leerlingen|procent|ste|e)\b)"
)
_NUMBER = r"\d{1,4}(?:\s?[a-zA-Z](?![^\W\d_])|-\d{1,3}(?!\d)|\s?(?:bis|hs)\b)?(?!\d)"
_CODE = re.compile(r"(?<![\w.,€-])[1-9]\d{3} ?[A-Za-z]{2}(?![\w-])")
_AFTER = re.compile(
    rf",?\s{{0,2}}(?:en\s)?(?:(?:huisnummer|huisnr\.?|nummer|nr\.?)\s)?,?\s?{_NUMBER}{_UNIT}"
)
_BEFORE = re.compile(rf"(?<![\w-]){_NUMBER},?\s{{0,2}}$")
_CALLED_CODE = re.compile(r"postcode\D{0,12}$", re.IGNORECASE)
_WORD_AND_NUMBER = re.compile(rf"(?<![\w.'-])(?P<word>[^\W\d_][\w.'-]{{3,40}}) {_NUMBER}{_UNIT}")
_LAST_WORDS = re.compile(r"(?:(?<!\S)[^\W\d_'][\w.'-]{0,40} |(?<!\S)'t ){1,5}$")
_STREET = re.compile(
    r".+(?:straat|str|laan|singel|gracht|dreef|steeg|kade|dijk|plantsoen|boulevard)", re.IGNORECASE
)
_MAYBE_STREET = re.compile(
    r".+(?:weg|plein|hof|park|pad|markt|wal|baan|ring|dam|erf|veld|berg|burg|akker|donk|hoeve|kamp"
    r"|wijk|werf|oord|hoek|poort|brink|kant|steen|beek|laar)",
    re.IGNORECASE,
)
_NO_STREET = re.compile(r"(?:onder|halver|uit|om|snel|terug|trein)weg|(?:school|speel)plein", re.I)
_LIVES = re.compile(r"\b(?:woon|woont|wonen|adres)\b(?: \w{1,5}){0,2} $", re.IGNORECASE)
_LOOK_BACK = 90


def postcodes(text: str) -> Iterator[Span]:
    """Dutch postcodes, with the house number beside them and the street before that."""
    end = 0
    for found in _CODE.finditer(text):
        if found.start() < end:
            continue
        left = text[max(end, found.start() - _LOOK_BACK) : found.start()]
        after = _AFTER.match(text, found.end())
        before = _BEFORE.search(left)
        if not _is_code(found.group(), bool(after or before or _CALLED_CODE.search(left))):
            continue
        start = found.start()
        if before:
            start -= len(left) - _street_start(left[: before.start()], sure=True)
        end = after.end() if after else found.end()
        yield start, end


def streets(text: str) -> Iterator[Span]:
    """A street name with a house number: "Dorpsstraat 5"."""
    end = 0
    for found in _WORD_AND_NUMBER.finditer(text):
        left = text[max(end, found.start() - _LOOK_BACK) : found.start()]
        if _is_street(found["word"], left):
            upto = left + found["word"] + " "
            yield found.start() - len(left) + _street_start(upto, sure=False), found.end()
            end = found.end()


def _is_code(code: str, cued: bool) -> bool:
    digits, letters = code[:4], code[4:].strip()
    if letters.lower() in _WORDS and (not letters.isupper() or len(code) > 6):
        return False
    if digits[:2] in ("19", "20") and letters.lower() in _ABBREVIATIONS:
        return False
    return cued or len(code) == 6 or letters.isupper()


def _is_street(word: str, left: str) -> bool:
    if _NO_STREET.fullmatch(word):
        return False
    if _STREET.fullmatch(word):
        return True
    return bool(_MAYBE_STREET.fullmatch(word)) and (
        word[0].isupper() or _LIVES.search(left) is not None
    )


def _street_start(left: str, sure: bool) -> int:
    """Where the street name that `left` ends in begins; its length when it ends in none.

    With `sure` the last word is taken for a street in lower case too: a postcode follows.
    """
    run = _LAST_WORDS.search(left)
    start = position = len(left)
    for index, word in enumerate(reversed(run.group().split() if run else [])):
        position -= len(word) + 1
        low = word.lower()
        if index == 0:
            belongs = not sure or low not in _NO_STREET_NAME
        else:
            belongs = word[0].isupper() and low not in _NO_STREET_NAME
        if belongs:
            start = position
        elif index == 0 or low not in _PARTICLES:
            break
    return start

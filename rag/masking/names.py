"""Names of people, where a word beside them says that a name is to be expected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rag.masking.lexicon import lexicon
from rag.masking.span import Span
from rag.masking.words import WORD, Case, NameReader

_AGE = r"(?:\s+van\s+\d{1,2}(?:\s+jaar)?|\s*\(?\d{1,2}(?:\s+jaar)?\)?)?"
# What makes a listed first name part of something else: a hospital, an alert, a street, a saint.
_NO_PERSON_AFTER = re.compile(
    r"[ -]?(?:kinder)?"
    r"(?:ziekenhuis|alert|school|college|lyceum|stichting|methode|fonds|straat|laan)",
    re.IGNORECASE,
)
_NO_PERSON_BEFORE = re.compile(r"\b(?:sint|st\.?|zwarte|san|santa|wet|methode)[ -]$", re.IGNORECASE)
_MAX_SIGNATURE_WORDS = 4


def names(text: str) -> Iterator[Span]:
    """Names after a cue, signatures, and unmistakable first names with a capital."""
    reader = NameReader(text, lexicon(), Case.of(text))
    spans = [
        *_after(_cues().says_name, reader, any_case=True),
        *_after(_cues().kin, reader),
        *_after(_cues().kin_german, reader, listed_only=True),
        *_after(_cues().title, reader),
        *_before_kin(reader),
        *_introductions(reader),
        *_signatures(reader),
        *_first_names(reader),
    ]
    end = 0
    for start, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= end:
            yield start, stop
            end = stop


class _Cues:
    """The cue patterns; each match ends where the name begins."""

    def __init__(self) -> None:
        words = lexicon()
        kin, german, titles = map(_any_of, (words.kin, words.kin_german, words.titles))
        self.says_name = re.compile(
            rf"(?<!\w)(?:{'|'.join(words.says_name)})[ :]{{1,2}}", re.IGNORECASE
        )
        self.kin = re.compile(
            rf"(?<!\w)(?:{kin})(?!\w){_AGE}\s*[,(:-]?\s*(?:genaamd |die )?(?=[^\W\d_])",
            re.IGNORECASE,
        )
        self.kin_german = re.compile(
            rf"(?<!\w)meine?[mnr]? (?:{german})(?!\w)\s?[,(]?\s?(?=[^\W\d_])", re.IGNORECASE
        )
        self.title = re.compile(
            rf"(?<!\w)(?:(?:{titles})(?!\w),?|(?:dhr|mw|mevr|drs?|mr|mrs|ms)\.) (?=[^\W\d_])",
            re.IGNORECASE,
        )
        self.before_kin = re.compile(
            rf"(?<![\w'-])(?P<name>{WORD.pattern})(?: is|,) (?:mijn|onze|m'n|mn) (?:{kin})\b",
            re.IGNORECASE,
        )
        self.i_am = re.compile(rf"(?<!\w)(?:{'|'.join(words.i_am)}) ", re.IGNORECASE)
        self.closing = re.compile(
            rf"(?<!\w)(?:{words.closings})(?P<pause>[\s,.!:;-]*)(?:van )?(?P<name>[^\n,.;:!?\d]+)",
            re.IGNORECASE,
        )


@cache
def _cues() -> _Cues:
    return _Cues()


def _any_of(words: frozenset[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _after(
    cue: re.Pattern[str], reader: NameReader, any_case: bool = False, listed_only: bool = False
) -> Iterator[Span]:
    for found in cue.finditer(reader.text):
        yield from reader.read_all(found.end(), any_case, listed_only)


def _before_kin(reader: NameReader) -> Iterator[Span]:
    for found in _cues().before_kin.finditer(reader.text):
        span = reader.read(found.start("name"))
        if span is not None and span[1] == found.end("name"):
            yield span


def _introductions(reader: NameReader) -> Iterator[Span]:
    """A listed first name, or two words with capitals: "ik ben Moeder" looks like a name too."""
    for found in _cues().i_am.finditer(reader.text):
        span = reader.read(found.end(), listed_only=True) or reader.read(found.end())
        if span is None:
            continue
        name = reader.text[span[0] : span[1]]
        if " " in name or name.casefold() in reader.lexicon.given:
            yield span


def _signatures(reader: NameReader) -> Iterator[Span]:
    """What stands after "groetjes" at the end of a line, when it is short enough for a name."""
    for found in _cues().closing.finditer(reader.text):
        rest = reader.text[found.end("name") :]
        words = WORD.findall(found["name"])
        if len(words) > _MAX_SIGNATURE_WORDS or rest.strip(" .,!\r")[:1] not in ("", "\n"):
            continue
        paused = "\n" in found["pause"] or "," in found["pause"]
        span = reader.read(found.start("name"), any_case=paused)
        if span is not None:
            yield span


def _first_names(reader: NameReader) -> Iterator[Span]:
    for word in WORD.finditer(reader.text):
        stem = word.group().split("'")[0].casefold()
        # In a script without capitals a name can't be told from the word it was made of.
        if stem not in reader.lexicon.given or not word.group()[0].isupper():
            continue
        before = reader.text[max(0, word.start() - 12) : word.start()]
        if _NO_PERSON_AFTER.match(reader.text, word.end()) or _NO_PERSON_BEFORE.search(before):
            continue
        span = reader.read(word.start())
        if span is not None:
            yield span

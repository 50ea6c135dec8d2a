"""Names of schools, after a word that says what kind of school it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rag.masking.lexicon import Lexicon, lexicon
from rag.masking.span import Span
from rag.masking.words import WORD, Case
from rag.routing.places import is_place

_ARTICLES = frozenset({"de", "het", "den", "'t", "sint", "st", "sint-"})
_ARTICLE = re.compile(r"(?:de|het|den|'t|sint|st\.?) (?=[^\W\d_])", re.IGNORECASE)
_COLLEGE = re.compile(
    r"(?<![\w-])(?P<name>(?:[^\W\d_][\w'-]{1,40} ){1,3}(?:college|lyceum|gymnasium))\b",
    re.IGNORECASE,
)
_OWN_SCHOOL = re.compile(r"(?<![\w-])(?P<name>[^\W\d_][\w'-]{3,40}school)\b")
_KINDS_OF_SCHOOL = re.compile(
    r".*(?:basis|montessori|dalton|jenaplan|vrije|hoge|buurt|zaterdag|zondag|muziek|kleuter|middelbare|"
    r"vak|mytyl|tytyl|zwem|taal|wijk|dorps|avond|brede|peuter|lagere|privé|prive|stad|steiner|buiten|"
    r"brug|voor|net|opleidings|weekend|koran|zomer|thuis|plus|scholen|nieuwkomers|schakel)school",
    re.IGNORECASE,
)
# "Mgr. Hermus": a full stop only after a title.
_GAP = re.compile(r"(?:(?<=\b[A-Z][a-z])|(?<=\b[A-Z][a-z]{2})|(?<=\b[A-Z][a-z]{3}))\. | ")
_LONGEST_NAME = 5


def schools(text: str) -> Iterator[Span]:
    """School names such as "De Regenboog" after "basisschool"; never the kind of school itself."""
    words = lexicon()
    case = Case.of(text)
    spans = [found for found in _OWN_SCHOOL.finditer(text) if _is_own_school(found["name"], case)]
    taken = [span for found in spans for span in [_with_capitals(text, found.span("name"), case)]]
    for found in _cue().finditer(text):
        low = found["kind"].casefold()
        name = _read(text, found.end(), low in words.school_weak, bool(found["heet"]), words, case)
        if name is not None:
            taken.append(name)
    for found in _COLLEGE.finditer(text):
        start = _first_capital(text, found.start("name"), found.end("name"), words, case)
        if start is not None:
            taken.append((start, found.end("name")))
    end = 0
    for start, stop in sorted(taken, key=lambda span: (span[0], -span[1])):
        if start >= end:
            yield start, stop
            end = stop


@cache
def _cue() -> re.Pattern[str]:
    words = lexicon()
    kinds = words.school_sure | words.school_short | words.school_weak
    options = "|".join(sorted(map(re.escape, kinds), key=len, reverse=True)).replace("\\-", "[ -]?")
    return re.compile(
        rf"""(?<![\w-])(?P<kind>{options})[ ](?P<heet>heet[ ]|genaamd[ ])?["(]?(?=[^\W\d_]|'t\ )""",
        re.IGNORECASE | re.VERBOSE,
    )


def _read(
    text: str, start: int, weak: bool, named: bool, words: Lexicon, case: Case
) -> Span | None:
    article = _ARTICLE.match(text, start)
    position = article.end() if article else start
    first = WORD.match(text, position)
    if first is None:
        return None
    low = first.group().casefold()
    if low in words.not_schools or _is_place(text[start : first.end()], first.group()):
        return None
    capital = case.is_capitalised(first.group())
    # "De" with a capital belongs to a name; after "school" alone nothing less will do.
    proper = bool(article) and text[start] in "DHS'" and case.tells
    known = low in words.school_names
    if weak and not (named or known or (capital and proper)):
        return None
    if not (capital or known or named):
        return None
    end = first.end()
    for _ in range(_LONGEST_NAME - 1):
        gap = _GAP.match(text, end)
        following = WORD.match(text, gap.end()) if gap else None
        if following is None or not case.is_capitalised(following.group()):
            break
        if following.group().casefold() in words.not_schools or is_place(following.group()):
            break
        end = following.end()
    return start, end


def _is_place(*names: str) -> bool:
    return any(map(is_place, names))


def _is_own_school(name: str, case: Case) -> bool:
    return case.is_capitalised(name) and not _KINDS_OF_SCHOOL.fullmatch(name)


def _with_capitals(text: str, span: Span, case: Case) -> Span:
    """The span with the capitalised words straight before it: "Prinses Amaliaschool"."""
    start = span[0]
    before = list(WORD.finditer(text, max(0, start - 60), start))
    for word in reversed(before[-3:]):
        adjoins = text[word.end() : start] == " "
        if not adjoins or not case.is_capitalised(word.group()):
            break
        if word.group().casefold() in lexicon().not_schools | _ARTICLES - {"sint", "st"}:
            break
        start = word.start()
    return start, span[1]


def _first_capital(text: str, start: int, end: int, words: Lexicon, case: Case) -> int | None:
    for word in WORD.finditer(text, start, end):
        last = word.end() == end
        if case.is_capitalised(word.group()) and word.group().casefold() not in words.not_schools:
            return None if last else word.start()
    return None

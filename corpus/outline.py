"""The sections of a canonical text, with offsets in code points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from corpus.markdown import slug

_HEADING = re.compile(r"^(#{2,3}) (.+)$", re.MULTILINE)
INTRODUCTION = "inleiding"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it: `text[start:end]`, without the heading itself."""

    anchor: str
    heading: str
    start: int
    end: int


def outline(text: str, title: str) -> tuple[Section, ...]:
    """The sections that hold text, in order; equal headings get `-2`, `-3` behind their anchor."""
    marks = list(_HEADING.finditer(text))
    starts = [(INTRODUCTION, title, 0)] + [(slug(m[2]), m[2], m.end()) for m in marks]
    ends = [m.start() for m in marks] + [len(text)]
    taken: set[str] = set()
    sections = []
    for (anchor, heading, start), end in zip(starts, ends, strict=True):
        if not text[start:end].strip():
            continue
        unique = next(name for name in _names(anchor) if name not in taken)
        taken.add(unique)
        sections.append(Section(unique, heading, start, end))
    return tuple(sections)


def _names(anchor: str) -> Iterator[str]:
    yield anchor
    yield from (f"{anchor}-{number}" for number in count(2))

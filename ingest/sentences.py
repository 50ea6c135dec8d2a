"""Sentences of canonical text, with offsets and the part that each plays in its section."""

from __future__ import annotations

import re
from collections.abc import Iterator

import syntok.segmenter

from ingest.passage import Sentence, SentenceKind

_BLOCK = re.compile(r"^(?:(?P<item>- |1\. )|(?P<heading>#{2,3} ))?(?P<body>.+)$", re.MULTILINE)
# syntok ends a sentence behind these; what follows still belongs to it.
_OPEN_END = re.compile(
    r"(?:\b(?:mevr|dhr|mw|dr|drs|mr|ir|art|artt|lid|nr|blz|tel|jo|resp|ca|bijv|incl|excl|max|min|"
    r"e\.v|o\.a|m\.b\.t|d\.w\.z|a\.u\.b)\.|^\d{1,2}\.|\b(?-i:[A-Z])\.)$",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(r"\b(?:let op|tenzij|behalve|uitzondering(?:en)?|geldt niet)\b", re.I)
_CONDITION = re.compile(
    r"\b(?:alleen als|mits|op voorwaarde|voorwaarden?|hoogstens|uiterlijk|minstens)\b", re.I
)
_WARNING = re.compile(r"^(?:let op|uitzondering)\b", re.I)
_ACTION = re.compile(r"\b(?:kunt u|kun je|stappen?|doe(?:t)? (?:u|je)|wat nu|volgorde)\b", re.I)


def sentences(text: str, start: int, end: int) -> tuple[Sentence, ...]:
    """The sentences in `text[start:end]`, in order; offsets count code points of `text`."""
    found: list[Sentence] = []
    first_paragraph = True
    introduction = ""
    for block in _BLOCK.finditer(text, start, end):
        if block["heading"]:
            continue
        spans = list(_spans(text, block.start("body"), block.end("body")))
        warning = bool(_WARNING.match(block["body"]))
        for position, (begin, stop) in enumerate(spans):
            quote = text[begin:stop]
            if block["item"]:
                kind = _item_kind(introduction)
            elif warning or _EXCEPTION.search(quote):
                kind = SentenceKind.EXCEPTION
            elif quote.endswith(":"):
                kind = SentenceKind.INTRO
            elif first_paragraph and position < 2:
                kind = SentenceKind.LEAD
            else:
                kind = SentenceKind.CONDITION if _CONDITION.search(quote) else SentenceKind.DETAIL
            found.append(Sentence(begin, stop, quote, kind))
        if not block["item"] and spans:
            introduction = text[spans[-1][0] : spans[-1][1]]
            first_paragraph = False
    return tuple(found)


def _item_kind(introduction: str) -> SentenceKind:
    if introduction.endswith(":") and _EXCEPTION.search(introduction):
        return SentenceKind.EXCEPTION
    return SentenceKind.STEP if _ACTION.search(introduction) else SentenceKind.ITEM


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence in one line of text."""
    line = text[start:end]
    begins = [
        sentence[0].offset
        for paragraph in syntok.segmenter.analyze(line)
        for sentence in paragraph
        if sentence
    ]
    opening = 0
    for begin in [*begins[1:], len(line)]:
        quote = line[opening:begin].rstrip()
        if begin < len(line) and _OPEN_END.search(quote):
            continue
        stripped = quote.lstrip()
        if stripped:
            yield start + opening + len(quote) - len(stripped), start + opening + len(quote)
        opening = begin

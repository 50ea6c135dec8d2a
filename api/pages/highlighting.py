"""Canonical Markdown as blocks to show, with one quoted range marked.

The range is cut on the raw text, before anything is escaped, so a mark can't break what it is in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

_MARKER = re.compile(r"(#{2,3}|-|[0-9]+\.) ")
_OFFSET = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """A non-empty range of a text, in code points: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that is wholly inside or wholly outside the mark; `first` opens the mark."""

    text: str
    marked: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """An element (`h2`, `h3`, `p`, `ul` or `ol`) and its lines; only lists have more than one."""

    tag: str
    lines: tuple[tuple[Piece, ...], ...]


def read_span(start: str | None, end: str | None, length: int) -> Span | None:
    """The range that two query values name in a text of `length` code points.

    None where a value is missing or no number, or where the range is empty, reversed or too long:
    these values come from an address that anybody can edit.
    """
    if not (start and end and _OFFSET.fullmatch(start) and _OFFSET.fullmatch(end)):
        return None
    span = Span(int(start), int(end))
    return span if span.start < span.end <= length else None


def render(text: str, span: Span | None) -> tuple[Block, ...]:
    """The blocks of a canonical text, without heading and list markers, `span` marked."""
    lines: list[tuple[int, str, tuple[Piece, ...]]] = []
    offset, paragraph, opened = 0, 0, False
    for line in text.split("\n"):
        marker = _MARKER.match(line)
        start = offset + (marker.end() if marker else 0)
        end = offset + len(line)
        offset = end + 1
        if not text[start:end].strip():
            paragraph += 1
            continue
        tag = _tag(marker[1]) if marker else "p"
        if tag not in ("ul", "ol"):
            paragraph += 1
        pieces = _cut(text, start, end, span, opened)
        opened = opened or any(piece.marked for piece in pieces)
        lines.append((paragraph, tag, pieces))
    grouped = groupby(lines, key=lambda line: line[:2])
    return tuple(Block(tag, tuple(line[2] for line in group)) for (_, tag), group in grouped)


def render_quote(quote: str) -> tuple[Block, ...]:
    """The blocks of a part of a text that may begin inside a list item, past its marker."""
    first, _, second = quote.partition("\n")
    marker = _MARKER.match(second)
    # Lists stand apart from paragraphs, so what touches a list item is one itself.
    cut_off = marker is not None and _MARKER.match(first) is None
    return render(f"{marker[0]}{quote}" if marker and cut_off else quote, None)


def _tag(marker: str) -> str:
    return {"##": "h2", "###": "h3", "-": "ul"}.get(marker, "ol")


def _cut(text: str, start: int, end: int, span: Span | None, opened: bool) -> tuple[Piece, ...]:
    low, high = (span.start, span.end) if span else (end, end)
    low, high = min(max(low, start), end), min(max(high, start), end)
    pieces = (
        Piece(text[start:low]),
        Piece(text[low:high], marked=True, first=not opened),
        Piece(text[high:end]),
    )
    return tuple(piece for piece in pieces if piece.text)

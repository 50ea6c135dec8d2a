"""The quote on a document page: always the right text, never a broken page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.highlighting import Block, Span, read_span, render, render_quote

_LINE = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=30)
_WORDS = _LINE.map(lambda line: f"a{line}")
_MARKERS = st.sampled_from(["", "## ", "### "])


@st.composite
def canonical_texts(draw: st.DrawFn) -> tuple[str, str]:
    """A canonical text, and beside it a `1` for every character that people see."""
    blocks: list[list[tuple[str, str]]] = []
    for _ in range(draw(st.integers(1, 5))):
        if draw(st.booleans()):
            marker = draw(st.sampled_from(["- ", "1. "]))
            blocks.append(
                [(marker, line) for line in draw(st.lists(_WORDS, min_size=1, max_size=4))]
            )
        else:
            blocks.append([(draw(_MARKERS), draw(_WORDS))])
    text = "\n\n".join("\n".join(m + line for m, line in block) for block in blocks)
    seen = "00".join(
        "0".join("0" * len(m) + "1" * len(line) for m, line in block) for block in blocks
    )
    return f"{text}\n", f"{seen}0"


def _shown(blocks: tuple[Block, ...], marked_only: bool) -> str:
    pieces = (piece for block in blocks for line in block.lines for piece in line)
    return "".join(piece.text for piece in pieces if piece.marked or not marked_only)


@given(canonical_texts(), st.data())
def test_the_mark_holds_the_quoted_text_less_its_markers(
    made: tuple[str, str], data: st.DataObject
) -> None:
    text, seen = made
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    blocks = render(text, Span(start, end))

    visible = [char if bit == "1" else "" for char, bit in zip(text, seen, strict=True)]
    assert _shown(blocks, marked_only=True) == "".join(visible[start:end])
    assert _shown(blocks, marked_only=False) == "".join(visible)
    opened = [p for block in blocks for line in block.lines for p in line if p.marked and p.first]
    assert len(opened) == (1 if "".join(visible[start:end]) else 0)


@given(st.text(), st.text(max_size=12), st.text(max_size=12))
def test_any_text_and_any_offsets_can_be_shown(text: str, start: str, end: str) -> None:
    render(text, read_span(start, end, len(text)))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (None, None),
        ("3", None),
        ("", "5"),
        ("5", "5"),
        ("6", "5"),
        ("0", "11"),
        ("-1", "5"),
        ("1.5", "5"),
        ("nul", "vijf"),
        ("٠", "٥"),
        ("0", "9" * 40),
        (" 1", "5"),
    ],
)
def test_values_that_name_no_range_give_no_mark(start: str | None, end: str | None) -> None:
    assert read_span(start, end, 10) is None


def test_the_whole_text_can_be_named() -> None:
    assert read_span("0", "10", 10) == Span(0, 10)


def test_lists_and_headings_become_elements_of_their_own() -> None:
    text = "Vooraf.\n\n## Kop\n\n- een\n- twee\n\n1. eerst\n1. dan\n\n### Onder\n\nSlot.\n"

    blocks = render(text, None)

    assert [block.tag for block in blocks] == ["p", "h2", "ul", "ol", "h3", "p"]
    assert [len(block.lines) for block in blocks] == [1, 1, 2, 2, 1, 1]


def test_a_quote_that_begins_inside_a_list_item_stays_one_list() -> None:
    blocks = render_quote("Meld uw kind aan.\n- Bewaar een kopie.")

    assert [block.tag for block in blocks] == ["ul"]
    assert _shown(blocks, marked_only=False) == "Meld uw kind aan.Bewaar een kopie."


def test_a_quoted_paragraph_before_a_list_stays_a_paragraph() -> None:
    assert [block.tag for block in render_quote("Doe dit:\n\n- Bel.")] == ["p", "ul"]

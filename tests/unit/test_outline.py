"""Sections lie where the outline says, under anchors that nothing else has."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.markdown import canonical, slug
from corpus.outline import INTRODUCTION, outline
from tests.fakes.documents import BODY

TITLE = "Zorgplicht"


def anchors(body: str) -> list[str]:
    return [section.anchor for section in outline(canonical(body, TITLE)[0], TITLE)]


def test_a_section_is_a_heading_and_the_text_up_to_the_next() -> None:
    first, second = outline(BODY, TITLE)
    assert (first.anchor, first.heading) == (
        "wanneer-begint-de-zorgplicht",
        "Wanneer begint de zorgplicht?",
    )
    assert BODY[first.start : first.end].strip().startswith("De zorgplicht begint")
    assert BODY[first.start : first.end].strip().endswith("Bewaar een kopie.")
    assert second.anchor == "hoe-lang-mag-de-school-beslissen"
    assert BODY[second.start : second.end].strip().startswith("De school beslist")
    assert second.end == len(BODY)


def test_offsets_count_code_points() -> None:
    text = "👨‍👩‍👧 één مدرسة\n\n## Kop 🏫\n\nHier.\n"
    first, second = outline(text, TITLE)
    assert text[first.start : first.end] == "👨‍👩‍👧 één مدرسة\n\n"
    assert text[second.start : second.end] == "\n\nHier.\n"


def test_text_before_the_first_heading_is_the_introduction_under_the_title() -> None:
    (first, second) = outline("Vooraf.\n\n## Kop\n\nTekst.\n", TITLE)
    assert (first.anchor, first.heading, first.start) == (INTRODUCTION, TITLE, 0)
    assert second.anchor == "kop"
    assert anchors("Vooraf.\n\n## Inleiding\n\nTekst.\n") == ["inleiding", "inleiding-2"]


def test_a_deeper_heading_is_a_section_of_its_own() -> None:
    assert anchors("## A\n\na\n\n### B\n\nb\n") == ["a", "b"]


def test_sections_without_text_are_passed_over_and_use_up_no_anchor() -> None:
    assert anchors("## A\n\n## A\n\na\n\n## B\n") == ["a"]
    assert outline("", TITLE) == ()
    assert outline("## A\n", TITLE) == ()
    assert outline("\n\n", TITLE) == ()


def test_equal_headings_get_numbers() -> None:
    assert anchors("## A\n\na\n\n## A!\n\nb\n\n## a\n\nc\n") == ["a", "a-2", "a-3"]


def test_a_numbered_anchor_never_meets_a_heading_with_that_number() -> None:
    assert anchors("## A\n\na\n\n## A\n\nb\n\n## A 2\n\nc\n") == ["a", "a-2", "a-2-2"]
    assert anchors("## A 2\n\na\n\n## A\n\nb\n\n## A\n\nc\n") == ["a-2", "a", "a-3"]


def test_a_hash_in_a_line_is_no_heading() -> None:
    assert anchors("Dit is ## geen kop.\n\n#kop\n") == ["inleiding"]


HEADINGS = st.sampled_from(["A", "A 2", "a!", "A 2 2", "مدرسة", "?", "Inleiding", "Sectie 2"])
BODIES = st.sampled_from(["", "Tekst.", "- een\n- twee", "Een.\n\nTwee 🏫.", "Let op: #drie."])


@settings(deadline=None)
@given(BODIES, st.lists(st.tuples(st.sampled_from(["##", "###"]), HEADINGS, BODIES), max_size=8))
def test_every_text_lies_in_exactly_one_section_with_an_anchor_of_its_own(
    before: str, parts: list[tuple[str, str, str]]
) -> None:
    blocks = [before, *(f"{mark} {heading}\n\n{body}" for mark, heading, body in parts)]
    text, _notes = canonical("\n\n".join(blocks), TITLE)
    sections = outline(text, TITLE)
    wanted = [body for body in (before, *(part[2] for part in parts)) if body]
    assert [text[s.start : s.end].strip() for s in sections] == wanted
    assert all(one.end <= other.start for one, other in pairwise(sections))
    assert len({section.anchor for section in sections}) == len(sections)
    assert all(
        section.anchor.startswith(slug(section.heading)) for section in sections[bool(before) :]
    )

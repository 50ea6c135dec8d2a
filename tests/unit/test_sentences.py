"""Sentences quote the text to the letter, cover all of it, and know their part in a section."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.markdown import NotMarkdown, canonical
from corpus.outline import outline
from corpus.package import read_package
from ingest.passage import Sentence, SentenceKind
from ingest.sentences import sentences
from tests.fakes.documents import BODY

STARTER = Path(__file__).parents[2] / "corpus" / "documents"
MARK = re.compile(r"^(?:- |1\. |#{2,3} .*$)", re.MULTILINE)


def split(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text, 0, len(text))]


def check(text: str, start: int, end: int) -> tuple[Sentence, ...]:
    """The sentences, after holding them to all that citations count on."""
    found = sentences(text, start, end)
    for sentence in found:
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
        assert "\n" not in sentence.text
        # Never from or to the middle of a word.
        for edge in (sentence.start, sentence.end):
            assert not (text[edge - 1 : edge].isalnum() and text[edge : edge + 1].isalnum())
    assert all(one.end <= other.start for one, other in pairwise(found))
    left = list(text[start:end])
    for mark in MARK.finditer(text, start, end):
        left[mark.start() - start : mark.end() - start] = " " * len(mark[0])
    for sentence in found:
        left[sentence.start - start : sentence.end - start] = " " * len(sentence.text)
    assert not "".join(left).strip()
    return found


# --- any text -------------------------------------------------------------------------------------

PIECES = (
    "De school beslist. ¦Zie art. 40 lid 3 WPO. ¦Ja!¦ Nee?¦... ¦…¦ d.w.z. ¦ o.a. ¦dhr. De Wit ¦"
    "om 14.30 uur¦ 1.000. ¦: ¦; ¦\n\n¦\n\n- ¦\n- ¦\n\n1. ¦\n1. ¦\n\n## ¦\n\n### ¦Let op: ¦ “Kom.” ¦"
    " 'Ja.' ¦(nee.) ¦ - ¦–¦/¦www.a.nl. ¦a@b.nl¦هل يوجد؟ نعم. ¦Школа. ¦👩\u200d👧¦ 5%. ¦€ 5,-. ¦2. ¦"
    "A.B. ¦ groep 3. ¦ e.v. ¦.¦?!¦\u3002¦ u. ¦ "
).split("¦")
bodies = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=25).map("".join)


@settings(max_examples=300, deadline=None)
@given(bodies)
def test_sentences_cover_any_text_exactly(body: str) -> None:
    try:
        text, _notes = canonical(body, "Titel")
    except NotMarkdown:
        return
    check(text, 0, len(text))
    for section in outline(text, "Titel"):
        assert check(text, section.start, section.end)


def test_sentences_of_every_shipped_document_cover_it_exactly() -> None:
    for file in read_package(STARTER):
        text = file.content.text
        for section in outline(text, file.content.title):
            assert check(text, section.start, section.end)
            # A sentence that starts small was torn off the one before it.
            for sentence in sentences(text, section.start, section.end):
                begins = MARK.sub("", text[: sentence.start].rpartition("\n")[2]) == ""
                assert begins or not sentence.text[0].islower(), sentence.text


def test_only_the_part_asked_for_is_split() -> None:
    first, second = outline(BODY, "Titel")
    found = sentences(BODY, second.start, second.end)
    assert [s.text for s in found] == [
        "De school beslist binnen 6 weken.",
        "De school mag dit één keer met 4 weken verlengen.",
    ]
    assert all(second.start <= s.start < s.end <= second.end for s in found)
    assert sentences(BODY, first.start, first.start) == ()
    assert sentences("", 0, 0) == ()


def test_headings_give_no_sentence_and_list_marks_are_left_out() -> None:
    text = "## Kop één.\n\nZin.\n\n### Kop twee.\n\n- Een.\n- Twee. Drie.\n\n1. Vier\n"
    assert split(text) == ["Zin.", "Een.", "Twee.", "Drie.", "Vier"]


def test_offsets_count_code_points() -> None:
    text = "Het 👩\u200d👧 mag naar de 🏫 toe. Één keer.\n"
    (*_, last) = sentences(text, 0, len(text))
    assert (last.start, last.text) == (text.index("Één"), "Één keer.")


# --- where a sentence ends ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "whole",
    [
        "Dit staat in art. 40 lid 3 van de wet.",
        "Dit staat in Art. 8.14 WVO 2020 jo. art. 9.",
        "Het derde lid. van art. 40 geldt.",
        "Vraag de school, d.w.z. de directeur, om hulp.",
        "De school bespreekt o.a. De regels en het plan.",
        "Vraag dhr. Jansen of mevr. De Vries om hulp.",
        "Mw. drs. A.B. de Jong belt u.",
        "Bel dr. Pieters of mr. Smit.",
        "De les begint om 14.30 uur.",
        "De bijdrage is 1.000 euro of 12,50 euro.",
        "De bijdrage is max. 10 euro en min. 5 euro.",
        "Het duurt ca. 6 weken, incl. De vakantie.",
        "Zie blz. 4 e.v. van de gids.",
        "Bel nr. 5 of tel. 088 605 01 01.",
        "Neem iets mee, bijv. Een rapport.",
        "Dit geldt van 1 jan. 2026 tot 31 dec. 2026.",
        "Doe dit i.v.m. de toets a.u.b. Voor vrijdag.",
        "Kijk op www.a.nl of mail naar a@b.nl voor hulp.",
        "Dit geldt m.b.t. De toets.",
    ],
)
def test_an_abbreviation_or_a_number_ends_no_sentence(whole: str) -> None:
    assert split(f"{whole} Daarna belt u.\n") == [whole, "Daarna belt u."]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Mag dat? Ja! Dat mag.", ["Mag dat?", "Ja!", "Dat mag."]),
        ("De toets is in groep 8. Daarna kiest u.", ["De toets is in groep 8.", "Daarna kiest u."]),
        ("Dat is art. 40. Het geldt ook nu.", ["Dat is art. 40.", "Het geldt ook nu."]),
        ("Hij zei: “Kom.” Toen ging ik.", ["Hij zei: “Kom.”", "Toen ging ik."]),
        ("Dat mag (soms). Vraag het.", ["Dat mag (soms).", "Vraag het."]),
        ("Bel om 9.00 uur. Of later.", ["Bel om 9.00 uur.", "Of later."]),
        ("Zonder punt", ["Zonder punt"]),
        ("Wij helpen u. Bel ons.", ["Wij helpen u.", "Bel ons."]),
        ("Dat is 5 onder a. Dat telt.", ["Dat is 5 onder a.", "Dat telt."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, parts: list[str]) -> None:
    assert split(text + "\n") == parts


# --- what a sentence does in its section ----------------------------------------------------------

LEAD, DETAIL, CONDITION = SentenceKind.LEAD, SentenceKind.DETAIL, SentenceKind.CONDITION
EXCEPTION, INTRO = SentenceKind.EXCEPTION, SentenceKind.INTRO
ITEM, STEP = SentenceKind.ITEM, SentenceKind.STEP


def kinds(text: str) -> list[SentenceKind]:
    return [sentence.kind for sentence in sentences(text, 0, len(text))]


def test_the_parts_of_a_real_section() -> None:
    first, second = outline(BODY, "Titel")
    assert [s.kind for s in sentences(BODY, first.start, first.end)] == [
        *(LEAD, LEAD),
        EXCEPTION,
        INTRO,
        *(STEP, STEP),
    ]
    assert [s.kind for s in sentences(BODY, second.start, second.end)] == [LEAD, LEAD]


def test_the_first_two_sentences_lead() -> None:
    assert kinds("Een. Twee. Drie.\n\nVier.\n") == [LEAD, LEAD, DETAIL, DETAIL]


@pytest.mark.parametrize(
    "line",
    [
        "Let op: dit geldt niet als de school vol is.",
        "Uitzondering: de school is vol.",
        "U betaalt niets, tenzij u kiest voor een reis.",
        "Iedereen mag komen, behalve op zondag.",
        "Er zijn uitzonderingen.",
        "Dit geldt niet voor het mbo.",
    ],
)
def test_an_exception_is_one_wherever_it_stands(line: str) -> None:
    assert kinds(f"{line}\n")[0] is EXCEPTION
    assert kinds(f"Een.\n\nTwee. {line}\n")[2] is EXCEPTION


def test_all_of_a_warning_goes_along() -> None:
    assert kinds("Een.\n\nLet op: bel eerst. Doe dat op tijd.\n") == [LEAD, EXCEPTION, EXCEPTION]


@pytest.mark.parametrize(
    "line",
    [
        "Dat mag alleen als u het vraagt.",
        "Dat mag, mits u het vraagt.",
        "De school beslist uiterlijk op 1 juni.",
        "De voorwaarde is dat u het vraagt.",
    ],
)
def test_a_condition_stands_behind_the_lead(line: str) -> None:
    assert kinds(f"Een. Twee.\n\n{line}\n") == [LEAD, LEAD, CONDITION]
    assert kinds(f"{line}\n") == [LEAD]


@pytest.mark.parametrize(
    ("introduction", "kind"),
    [
        ("Dit kunt u doen:", STEP),
        ("Dit kun je doen:", STEP),
        ("Volg deze stappen:", STEP),
        ("Er zijn drie soorten:", ITEM),
        ("In het plan staan:", ITEM),
    ],
)
def test_items_take_their_kind_from_the_line_above(introduction: str, kind: SentenceKind) -> None:
    assert kinds(f"Een.\n\n{introduction}\n\n- Drie. Vier.\n- Vijf.\n") == [
        LEAD,
        INTRO,
        kind,
        kind,
        kind,
    ]
    assert kinds(f"Een.\n\n{introduction}\n\n1. A.\n1. B.\n\nUit.\n")[2:] == [kind, kind, DETAIL]


def test_a_list_without_a_line_above_is_plain() -> None:
    assert kinds("- A.\n- B.\n") == [ITEM, ITEM]


def test_a_sentence_that_ends_in_a_colon_introduces_even_at_the_start() -> None:
    assert kinds("U mag kiezen. Dit zijn de scholen:\n\n- A\n") == [LEAD, INTRO, ITEM]


def test_what_an_exception_introduces_goes_along_with_it() -> None:
    text = "Een.\n\nLet op: dit telt niet:\n\n- A\n- B\n\nDit telt niet, tenzij:\n\n- C\n"
    assert kinds(text) == [LEAD, EXCEPTION, EXCEPTION, EXCEPTION, EXCEPTION, EXCEPTION]


def test_a_warning_without_a_colon_at_its_end_does_not_reach_the_list_below() -> None:
    assert kinds("Een.\n\nLet op: dit telt niet.\n\n- A\n") == [LEAD, EXCEPTION, ITEM]

"""Passages keep their ids and digests while nothing changes, and lose no sentence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import (
    Audience,
    DocumentVersion,
    ExampleQuestion,
    Scope,
    State,
    Validation,
)
from corpus.markdown import canonical
from corpus.outline import outline
from ingest import sectioning
from ingest.passage import Passage, Sentence, SentenceKind
from ingest.sectioning import MAX_WORDS, passages
from ingest.sentences import sentences
from tests.fakes.documents import BODY, FIRST, LAST, content

ROOT = Path(__file__).parents[2]
ONE_DAY = timedelta(days=1)
ANCHOR = "wanneer-begint-de-zorgplicht"
ASKED = (
    ExampleQuestion(ANCHOR, "telt een rondleiding al?"),
    ExampleQuestion("hoe-lang-mag-de-school-beslissen", "hoe lang duurt het?"),
    ExampleQuestion(ANCHOR, "ik ben alleen gaan kijken"),
)


def version(number: int = 1, citable_until: date = LAST, **changes: Any) -> DocumentVersion:
    return DocumentVersion(
        content=content(**changes),
        version=number,
        state=State.VALIDATED,
        author="redacteur",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        validation=Validation("validator", FIRST),
        citable_until=citable_until,
    )


def cut(number: int = 1, asked: Sequence[ExampleQuestion] = ASKED, **changes: Any) -> list[Passage]:
    return list(passages(version(number, **changes), asked))


def words(count: int, name: str = "woord") -> str:
    return "Dit is " + " ".join([name] * (count - 3)) + " hier."


def test_a_section_gives_a_passage_with_all_that_is_known_of_it() -> None:
    first, second = cut(scope=Scope.REGIONAL, region="de-meierij", audience=Audience.YOUTH)
    assert (first.document_id, first.version, first.part) == ("zorgplicht", 1, 0)
    assert (first.anchor, first.section) == (ANCHOR, "Wanneer begint de zorgplicht?")
    assert first.title == "Zorgplicht van de school"
    assert first.content_hash == content().content_hash
    assert (first.scope, first.region, first.audience) == ("regionaal", "de-meierij", "jeugd")
    assert first.topics == ("zorgplicht",)
    assert (first.valid_from, first.citable_until) == (FIRST, LAST)
    assert first.questions == ("telt een rondleiding al?", "ik ben alleen gaan kijken")
    assert second.questions == ("hoe lang duurt het?",)
    assert first.text.startswith("De zorgplicht begint")
    assert first.text.endswith("Bewaar een kopie.")
    assert first.key == f"zorgplicht#{ANCHOR}/0"


def test_offsets_point_into_the_version_not_the_passage() -> None:
    for passage in cut():
        assert passage.text == BODY[passage.sentences[0].start : passage.sentences[-1].end]
        for sentence in passage.sentences:
            assert BODY[sentence.start : sentence.end] == sentence.text


def test_sections_without_a_sentence_give_none() -> None:
    text = "## Leeg\n\n## Vol\n\nTekst.\n\n## Ook leeg\n"
    assert [passage.anchor for passage in cut(text=text)] == ["vol"]
    assert cut(text="") == []
    assert cut(text="## Alleen een kop\n") == []


# --- ids and digests ------------------------------------------------------------------------------


def test_ids_are_the_same_in_every_process_and_never_change() -> None:
    # Written out: an id that changes orphans every vector that is stored.
    assert cut()[0].id == UUID("8b985f3b-4b0a-5e46-9dee-3b3b19f7e005")
    program = (
        "from tests.unit.test_sectioning import cut\nprint([(str(p.id), p.digest) for p in cut()])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == str([(str(p.id), p.digest) for p in cut()])


def test_ids_depend_on_the_place_alone_and_not_on_the_order() -> None:
    first, second = BODY.split("## ")[1:]
    turned = f"## {second.strip()}\n\n## {first.strip()}\n"
    assert {p.id for p in cut(text=turned)} == {p.id for p in cut()}
    assert [p.key for p in cut(text=turned)] == [p.key for p in cut()][::-1]
    assert cut(text=BODY.replace("6 weken", "8 weken"))[1].id == cut()[1].id


def test_ids_differ_by_version_document_and_place_and_keys_do_not_by_version() -> None:
    everything = [
        *(cut(1) + cut(2) + cut(11)),
        *cut(id="zorgplicht-1"),
        *cut(text="## A\n\na\n\n## A\n\nb\n\n## A 2\n\nc\n"),
    ]
    assert len({passage.id for passage in everything}) == len(everything)
    assert [p.key for p in cut(1)] == [p.key for p in cut(2)]


OTHER = ExampleQuestion(ANCHOR, "iets anders?")


@pytest.mark.parametrize(
    "change",
    [
        {"number": 2},
        {"citable_until": LAST - ONE_DAY},
        {"id": "anders"},
        {"title": "Anders"},
        {"scope": Scope.REGIONAL},
        {"region": "de-meierij"},
        {"audience": Audience.YOUTH},
        {"topics": ("zorgplicht", "opp")},
        {"valid_from": FIRST + ONE_DAY},
        {"text": BODY.replace("6 weken", "8 weken")},
        {"text": "Vooraf.\n\n" + BODY},
        {"text": BODY.replace("De zorgplicht begint", "De zorgplicht start")},
        {"text": BODY.replace("Wanneer begint de zorgplicht?", "Wanneer begint de zorgplicht!")},
        {"text": BODY.replace("Dit kunt u doen:", "Er zijn twee dingen:")},
        {"asked": ()},
        {"asked": (*ASKED, OTHER)},
        {"asked": ASKED[::-1]},
    ],
    ids=str,
)
def test_the_digest_changes_with_anything_that_is_stored(change: dict[str, Any]) -> None:
    before = {passage.digest for passage in cut() if passage.anchor == ANCHOR}
    after = {passage.digest for passage in cut(**change) if passage.anchor == ANCHOR}
    assert before
    assert not before & after


def test_the_digest_changes_with_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    before = [passage.digest for passage in cut()]
    monkeypatch.setattr(sectioning, "SCHEMA", sectioning.SCHEMA + 1)
    assert not set(before) & {passage.digest for passage in cut()}


def test_the_digest_changes_with_the_way_in_which_sentences_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def otherwise(text: str, start: int, end: int) -> tuple[Sentence, ...]:
        return tuple(replace(s, kind=SentenceKind.DETAIL) for s in sentences(text, start, end))

    before = [passage.digest for passage in cut()]
    monkeypatch.setattr(sectioning, "sentences", otherwise)
    assert not set(before) & {passage.digest for passage in cut()}


def test_the_digest_keeps_still_when_nothing_that_is_stored_changes() -> None:
    before = [passage.digest for passage in cut()]
    same = replace(version(), author="ander", created_at=datetime(2027, 1, 1, tzinfo=UTC))
    assert [passage.digest for passage in passages(same, ASKED)] == before
    assert [passage.digest for passage in cut(sources=())] == before
    asked = (*ASKED, ExampleQuestion("hoe-lang-mag-de-school-beslissen", "wanneer hoor ik het?"))
    assert cut(asked=asked)[0].digest == before[0]
    assert cut(asked=asked)[1].digest != before[1]


# --- long sections --------------------------------------------------------------------------------


def test_a_section_at_the_limit_stays_whole() -> None:
    sections = "\n\n".join(words(MAX_WORDS // 4) for _ in range(4))
    assert [p.part for p in cut(text=f"## Kop\n\n{sections}\n")] == [0]
    assert len(cut(text=f"## Kop\n\n{sections} Toch nog.\n")) == 2


def test_the_parts_of_a_long_section_share_its_questions() -> None:
    text = "## Wanneer begint de zorgplicht?\n\n" + "\n\n".join(words(60) for _ in range(9)) + "\n"
    parts = cut(text=text)
    assert [passage.part for passage in parts] == [0, 1, 2]
    assert {passage.questions for passage in parts} == {(ASKED[0].text, ASKED[2].text)}
    assert len({passage.id for passage in parts}) == 3
    assert [p.id for p in cut(text=text)] == [p.id for p in parts]


def test_a_sentence_is_never_cut_however_long() -> None:
    endless = words(3 * MAX_WORDS)
    for body in (endless, f"Kort. {endless} Slot.", f"{endless}\n\n{endless}\n\nSlot."):
        found = [s.text for p in cut(text=f"## Kop\n\n{body}\n") for s in p.sentences]
        assert found == [s.text for s in sentences(f"{body}\n", 0, len(body))]
        assert endless in found


BLOCKS = st.tuples(st.sampled_from(["", "- ", "1. "]), st.integers(4, 90)).map(
    lambda block: block[0] + words(block[1])
)


@settings(max_examples=40, deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=14), st.lists(BLOCKS, max_size=6))
def test_splitting_loses_nothing_and_keeps_to_the_limit(one: list[str], two: list[str]) -> None:
    body = "## Een\n\n" + "\n\n".join(one) + "\n\n## Twee\n\n" + "\n\n".join(two)
    text, _notes = canonical(body, "Titel")
    found = cut(text=text, asked=())
    wanted = [
        sentence
        for section in outline(text, "Titel")
        for sentence in sentences(text, section.start, section.end)
    ]
    assert [sentence for passage in found for sentence in passage.sentences] == wanted
    for passage in found:
        assert sum(len(s.text.split()) for s in passage.sentences) <= MAX_WORDS
        assert passage.text == text[passage.sentences[0].start : passage.sentences[-1].end]
    for anchor in ("een", "twee"):
        parts = [passage.part for passage in found if passage.anchor == anchor]
        assert parts == list(range(len(parts)))

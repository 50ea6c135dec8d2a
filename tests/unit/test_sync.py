"""A sync embeds what changed and nothing else, and leaves the old index when it fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from corpus.document import DocumentFile, ExampleQuestion
from corpus.errors import CorpusUnavailable
from ingest.index.port import IndexUnavailable, Manifest
from ingest.lexical.terms import passage_terms
from ingest.sectioning import SCHEMA
from ingest.sync import lexical_text, passage_text, sync
from tests.fakes.documents import BODY, FIRST, document
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.library import MemoryLibrary
from tests.fakes.syncing import DAY, House, Recording, counts

ONE_DAY = timedelta(days=1)
BEGINS = "wanneer-begint-de-zorgplicht"
LASTS = "hoe-lang-mag-de-school-beslissen"


@pytest.fixture
def house() -> House:
    """One document of two passages, indexed."""
    house = House(document())
    assert counts(house.sync()) == (2, 0, 0, 0)
    return house


# --- what is embedded -----------------------------------------------------------------------------


def test_a_first_sync_indexes_everything_that_may_be_cited(house: House) -> None:
    assert house.places() == [f"zorgplicht#{LASTS}/0", f"zorgplicht#{BEGINS}/0"]
    assert house.index.manifest() == Manifest(
        SCHEMA, "model-1", 8, house.library.corpus_id(), house.library.fingerprint()
    )
    assert len(house.model.passages) == 2
    assert house.model.questions == ["telt een rondleiding al?"]
    (stored,) = [p for p in house.index._current().points.values() if p.passage.anchor == BEGINS]
    assert (
        stored.vectors.passage == FakeEmbedder(8).embed_passages([passage_text(stored.passage)])[0]
    )
    assert stored.vectors.questions == (FakeEmbedder(8).embed_query("telt een rondleiding al?"),)
    assert stored.vectors.terms == passage_terms(lexical_text(stored.passage))


def test_what_is_embedded_says_what_the_text_leaves_unsaid(house: House) -> None:
    assert house.model.passages[0].startswith(
        "Zorgplicht van de school. Wanneer begint de zorgplicht?\nDe zorgplicht begint"
    )
    assert house.found("rondleiding")
    assert house.found("beslissen")


def test_a_second_sync_writes_nothing(house: House) -> None:
    before = house.index.manifest()
    report = house.sync()
    assert counts(report) == (0, 0, 0, 2)
    assert not report.changed
    assert house.index.rewrites == 1
    assert (house.model.passages, house.model.questions) == ([], [])
    assert house.index.manifest() == before


def test_storing_the_same_again_changes_nothing(house: House) -> None:
    house.store(document())
    assert counts(house.sync()) == (0, 0, 0, 2)
    assert house.index.rewrites == 1


def test_a_new_document_alone_is_embedded(house: House) -> None:
    house.store(document("ander", title="Ander"))
    assert counts(house.sync()) == (2, 0, 0, 2)
    assert [text.split(".")[0] for text in house.model.passages] == ["Ander", "Ander"]
    assert len(house.index.kept) == 2


def test_a_new_version_is_embedded_and_counts_by_place(house: House) -> None:
    house.store(document(text=BODY.replace("6 weken", "8 weken")))
    # All passages of a version carry its number and hash, so all of them are new points.
    assert counts(house.sync()) == (0, 2, 0, 0)
    assert len(house.model.passages) == 2
    assert len(house.index.digests()) == 2
    assert any("8 weken" in text for text in house.found("beslist"))
    assert not any("6 weken" in text for text in house.found("beslist"))


def test_a_section_that_leaves_is_deleted_and_a_new_one_created(house: House) -> None:
    text = BODY.replace("## Hoe lang mag de school beslissen?", "## Hoe lang duurt het?")
    house.store(document(text=text))
    assert counts(house.sync()) == (1, 1, 1, 0)
    assert house.places() == ["zorgplicht#hoe-lang-duurt-het/0", f"zorgplicht#{BEGINS}/0"]


def test_a_changed_question_embeds_its_passage_alone(house: House) -> None:
    asked = (ExampleQuestion(BEGINS, "telt een rondleiding al?"), ExampleQuestion(BEGINS, "en nu?"))
    house.store(document(questions=asked))
    assert counts(house.sync()) == (0, 1, 0, 1)
    (text,) = house.model.passages
    assert "Wanneer begint de zorgplicht?" in text
    assert house.model.questions == ["telt een rondleiding al?", "en nu?"]
    house.store(document(questions=()))
    assert counts(house.sync()) == (0, 1, 0, 1)
    assert house.model.questions == []


def test_each_question_keeps_its_own_vector_and_passage(house: House) -> None:
    asked = tuple(
        ExampleQuestion(anchor, f"{anchor} vraag {number}")
        for anchor in (LASTS, BEGINS)
        for number in range(40)
    )
    house.store(document(questions=asked), document("tweede", questions=asked[:3]))
    house.sync()
    for point in house.points():
        expected = tuple(FakeEmbedder(8).embed_query(text) for text in point.passage.questions)
        assert point.vectors.questions == expected


def test_another_model_embeds_everything_again(house: House) -> None:
    house.model = Recording("model-2")
    assert counts(house.sync()) == (0, 2, 0, 0)
    assert len(house.model.passages) == 2
    assert list(house.index.kept) == []
    assert house.index.manifest().model == "model-2"
    assert counts(house.sync()) == (0, 0, 0, 2)


@pytest.mark.parametrize("change", [{"dimensions": 9}, {"schema": SCHEMA + 1}])
def test_another_schema_or_size_embeds_everything_again(
    house: House, change: dict[str, int]
) -> None:
    generation = house.index._current()
    house.index._committed.append(
        replace(generation, manifest=replace(generation.manifest, **change))
    )
    assert counts(house.sync()) == (0, 2, 0, 0)
    assert len(house.model.passages) == 2


def test_the_same_documents_in_another_library_are_committed_under_its_name(house: House) -> None:
    house.library = MemoryLibrary()
    house.store(document())
    house.sync()
    assert house.index.manifest().corpus_id == house.library.corpus_id()
    assert house.model.passages == []


def test_a_draft_changes_the_fingerprint_alone(house: House) -> None:
    house.store(document("concept"), validated_by=None)
    assert counts(house.sync()) == (0, 0, 0, 2)
    assert house.model.passages == []
    assert house.index.manifest().corpus_digest == house.library.fingerprint()
    rewrites = house.index.rewrites
    house.sync()
    assert house.index.rewrites == rewrites


def test_an_empty_library_gives_an_empty_index_once() -> None:
    house = House()
    assert counts(house.sync()) == (0, 0, 0, 0)
    assert house.index.digests() == {}
    house.sync()
    assert house.index.rewrites == 1


# --- when it fails --------------------------------------------------------------------------------


def many(count: int) -> list[DocumentFile]:
    return [document(f"document-{number:03}", title=f"Titel {number}") for number in range(count)]


def test_a_model_that_fails_in_the_middle_leaves_the_old_index(house: House) -> None:
    before = (house.index.manifest(), dict(house.index.digests()))
    house.store(*many(40), document(text=BODY.replace("6 weken", "8 weken")))
    house.model.fails_at = 50
    with pytest.raises(MemoryError):
        house.sync()
    assert (house.index.manifest(), house.index.digests()) == before
    assert any("6 weken" in text for text in house.found("beslist"))
    house.model.fails_at = None
    assert counts(house.sync()) == (80, 2, 0, 0)


def test_an_index_that_fails_leaves_the_old_one_and_says_so(house: House) -> None:
    before = house.index.manifest()
    house.store(document("ander"))
    house.index.full = True
    with pytest.raises(IndexUnavailable, match="vol"):
        house.sync()
    assert house.index.manifest() == before
    house.index.full = False
    assert counts(house.sync()) == (2, 0, 0, 2)


@pytest.mark.parametrize("method", ["manifest", "digests"])
def test_a_damaged_index_is_written_anew(
    house: House, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def broken(*_: object) -> None:
        raise IndexUnavailable("De zoekindex is beschadigd.")

    with monkeypatch.context() as patch:
        patch.setattr(house.index, method, broken)
        assert counts(house.sync()) == (2, 0, 0, 0)
        assert list(house.index.kept) == []
        # Where it can't be written either, that is said.
        house.index.full = True
        with pytest.raises(IndexUnavailable, match="vol"):
            house.sync()
    house.index.full = False
    assert counts(house.sync()) == (0, 0, 0, 2)


@pytest.mark.parametrize("method", ["fingerprint", "indexable", "questions", "newest", "corpus_id"])
def test_a_library_out_of_reach_is_not_taken_for_an_empty_one(
    house: House, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def gone(*_: object) -> None:
        raise CorpusUnavailable("De database is niet bereikbaar.")

    monkeypatch.setattr(house.library, method, gone)
    with pytest.raises(CorpusUnavailable):
        house.sync()
    assert house.index.rewrites == 1


def test_progress_counts_up_to_what_is_embedded() -> None:
    house = House(*many(40))
    calls: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        calls.append((done, total))

    sync(house.library, house.index, house.model, DAY, progress)
    assert calls[-1] == (80, 80)
    assert [done for done, _total in calls] == sorted({done for done, _total in calls})
    assert {total for _done, total in calls} == {80}
    calls.clear()
    house.store(document("nieuw"))
    sync(house.library, house.index, house.model, DAY, progress)
    assert calls[-1] == (2, 2)


def test_passages_reach_the_index_while_others_wait_for_the_model() -> None:
    """Thousands of vectors are never held at once."""
    house = House(*many(100))
    ahead: list[int] = []
    sync(
        house.library,
        house.index,
        house.model,
        DAY,
        lambda done, _total: ahead.append(len(house.model.passages) - done),
    )
    assert max(ahead) < 64


def test_validity_counts_from_the_day_given_and_not_from_today() -> None:
    house = House(document())
    assert counts(house.sync(FIRST - timedelta(days=400))) == (2, 0, 0, 0)
    assert house.found("rondleiding", FIRST - ONE_DAY) == []
    assert house.found("rondleiding", FIRST) != []

"""Nothing leaves that does not stand, to the byte, in a version that may be cited today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Scope, State
from ingest.passage import Sentence, SentenceKind
from ingest.sectioning import passages
from rag.citations import Bound, bind
from rag.composing.draft import Excerpt
from tests.fakes.documents import FIRST, LAST, document
from tests.fakes.library import MemoryLibrary

DAY = date(2026, 6, 15)
ONE_DAY = timedelta(days=1)
WEIRD = """\
## Wat is er 😀 mogelijk?

Hulp 👨‍👩‍👧 is er altijd. مرحبا بكم في المدرسة. Één cafe\u0301 telt niet.

## En dan?

Het kan ook 𝒶nders.
"""
NOTHING = Bound((), ())


@pytest.fixture
def library() -> MemoryLibrary:
    stored = MemoryLibrary()
    stored.store([document(), document("vreemd", text=WEIRD)], "redacteur", "validator", DAY)
    return stored


def excerpts(library: MemoryLibrary, document_id: str = "zorgplicht") -> list[Excerpt]:
    """All sections of the newest version, whole, as they were when they were indexed."""
    (version,) = (v for v in library.newest() if v.content.id == document_id)
    return [Excerpt(p, p.sentences) for p in passages(version, ())]


def test_a_citation_says_where_the_words_stand_and_who_declared_them_fit(
    library: MemoryLibrary,
) -> None:
    first, second = excerpts(library)
    bound = bind([first, second], library, DAY)
    version = library.get("zorgplicht", 1)
    assert version is not None
    assert version.validation is not None
    assert [c.number for c in bound.citations] == [1, 2]
    for citation, excerpt in zip(bound.citations, (first, second), strict=True):
        assert citation.quote == version.content.text[citation.start : citation.end]
        assert citation.start == excerpt.sentences[0].start
        assert citation.end == excerpt.sentences[-1].end
        assert citation.content_hash == version.content.content_hash
        assert (citation.document_id, citation.version) == ("zorgplicht", 1)
        assert (citation.section, citation.anchor) == (
            excerpt.passage.section,
            excerpt.passage.anchor,
        )
        assert citation.title == "Zorgplicht van de school"
        assert (citation.validated_by, citation.validated_on) == ("validator", DAY)
        assert (citation.starter, citation.validation_note) == (True, version.validation.note)
        assert (citation.review_by, citation.sources) == (LAST, version.content.sources)
        assert (citation.scope, citation.region) == (Scope.NATIONAL, None)
        assert citation.topics == ("zorgplicht",)


def test_sentences_keep_words_order_and_the_number_of_their_citation(
    library: MemoryLibrary,
) -> None:
    given_excerpts = excerpts(library)
    (block,) = bind(given_excerpts, library, DAY).blocks
    assert block.scope is Scope.NATIONAL
    assert [(s.text, s.citations) for s in block.sentences] == [
        (sentence.text, (number,))
        for number, excerpt in enumerate(given_excerpts, 1)
        for sentence in excerpt.sentences
    ]
    listed = [s.text for s in block.sentences if s.step]
    assert listed == ["Meld uw kind schriftelijk aan.", "Bewaar een kopie."]


def test_quotes_count_code_points_also_with_emoji_and_arabic(library: MemoryLibrary) -> None:
    version = library.get("vreemd", 1)
    assert version is not None
    bound = bind(excerpts(library, "vreemd"), library, DAY)
    assert len(bound.citations) == 2
    for citation in bound.citations:
        assert citation.quote == version.content.text[citation.start : citation.end]
    assert bound.citations[0].quote.startswith("Hulp 👨‍👩‍👧 is er altijd. مرحبا")
    assert bound.citations[1].quote == "Het kan ook 𝒶nders."


# --- what can't be proved ----------------------------------------------------------------------


def expired(library: MemoryLibrary) -> date:
    return LAST + ONE_DAY


def not_yet_valid(library: MemoryLibrary) -> date:
    return FIRST - ONE_DAY


def withdrawn(library: MemoryLibrary) -> date:
    library.withdraw("zorgplicht", 1)
    return DAY


def superseded(library: MemoryLibrary) -> date:
    library.store([document(text="## Nieuw\n\nAnders.\n")], "a", "b", DAY)
    return DAY


def superseded_by_other_metadata(library: MemoryLibrary) -> date:
    library.store([document(topics=("tlv",))], "a", "b", DAY)
    return DAY


def superseded_and_withdrawn(library: MemoryLibrary) -> date:
    superseded(library)
    library.withdraw("zorgplicht", 2)
    return DAY


@pytest.mark.parametrize(
    "happen",
    [
        expired,
        not_yet_valid,
        withdrawn,
        superseded,
        superseded_by_other_metadata,
        superseded_and_withdrawn,
    ],
)
def test_a_version_that_may_no_longer_be_cited_is_dropped(
    library: MemoryLibrary, happen: Callable[[MemoryLibrary], date]
) -> None:
    indexed = excerpts(library)
    assert bind(indexed, library, DAY) != NOTHING
    assert bind(indexed, library, happen(library)) == NOTHING


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_the_first_and_last_day_count(library: MemoryLibrary, day: date) -> None:
    assert len(bind(excerpts(library), library, day).citations) == 2


def test_a_draft_is_dropped() -> None:
    library = MemoryLibrary()
    library.store([document()], "a", None, DAY)
    assert library.newest()[0].state is State.DRAFT
    assert bind(excerpts(library), library, DAY) == NOTHING


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},
        {"version": 0},
        {"document_id": "onbekend"},
        {"document_id": "vreemd"},
        {"content_hash": "sha256:" + "0" * 64},
        {"content_hash": ""},
    ],
)
def test_an_unknown_version_or_another_hash_is_dropped(
    library: MemoryLibrary, changes: dict[str, object]
) -> None:
    first, second = excerpts(library)
    forged = replace(first, passage=replace(first.passage, **changes))  # type: ignore[arg-type]
    bound = bind([forged, second], library, DAY)
    assert bound == bind([second], library, DAY)


def tampered(sentence: Sentence) -> dict[str, Sentence]:
    start, end, text = sentence.start, sentence.end, sentence.text
    return {
        "one letter": replace(sentence, text=text[:3] + "#" + text[4:]),
        "a capital": replace(sentence, text=text.swapcase()),
        "a space more": replace(sentence, text=text + " "),
        "a letter less": replace(sentence, text=text[:-1]),
        "start": replace(sentence, start=start + 1),
        "end": replace(sentence, end=end + 1),
        "shifted": replace(sentence, start=start - 1, end=end - 1),
        "past the end": replace(sentence, start=start + 10**6, end=end + 10**6),
        "backwards": Sentence(end, start, "", sentence.kind),
        "empty": Sentence(start, start, "", sentence.kind),
    }


@pytest.mark.parametrize("how", list(tampered(Sentence(5, 9, "Vier", SentenceKind.LEAD))))
@pytest.mark.parametrize("place", [0, 1, -1])
def test_an_excerpt_with_one_sentence_that_does_not_stand_there_is_dropped_whole(
    library: MemoryLibrary, how: str, place: int
) -> None:
    # Whole, because the sentence that is left out might have been the exception.
    first, second = excerpts(library)
    sentences = list(first.sentences)
    sentences[place] = tampered(sentences[place])[how]
    bound = bind([Excerpt(first.passage, tuple(sentences)), second], library, DAY)
    assert bound == bind([second], library, DAY)


def test_offsets_from_the_end_of_the_text_prove_nothing(library: MemoryLibrary) -> None:
    second = excerpts(library)[1]
    version = library.get("zorgplicht", 1)
    assert version is not None
    length = len(version.content.text)
    last = second.sentences[-1]
    negative = replace(last, start=last.start - length, end=last.end - length)
    assert version.content.text[negative.start : negative.end] == last.text
    assert bind([Excerpt(second.passage, (negative,))], library, DAY) == NOTHING


def test_an_excerpt_of_no_sentences_is_dropped(library: MemoryLibrary) -> None:
    first, second = excerpts(library)
    bound = bind([Excerpt(first.passage, ()), second], library, DAY)
    assert bound == bind([second], library, DAY)


def test_the_quote_holds_every_sentence_whatever_order_a_composer_chose(
    library: MemoryLibrary,
) -> None:
    first, _second = excerpts(library)
    turned = Excerpt(first.passage, first.sentences[::-1])
    bound = bind([turned], library, DAY)
    (citation,) = bound.citations
    assert all(s.text in citation.quote for block in bound.blocks for s in block.sentences)
    assert citation == bind([first], library, DAY).citations[0]


def test_nothing_gives_nothing(library: MemoryLibrary) -> None:
    assert bind([], library, DAY) == NOTHING


# --- blocks and numbers ------------------------------------------------------------------------


def mixed() -> tuple[MemoryLibrary, dict[str, list[Excerpt]]]:
    library = MemoryLibrary()
    region = {"scope": Scope.REGIONAL, "region": "de-meierij"}
    files = [document("wet"), document("hier", **region), document("ook-hier", **region)]
    library.store(files, "a", "b", DAY)
    return library, {file.content.id: excerpts(library, file.content.id) for file in files}


def test_blocks_are_one_a_scope_in_order_of_first_appearance() -> None:
    library, by_id = mixed()
    order = [by_id["hier"][0], by_id["wet"][0], by_id["ook-hier"][1], by_id["wet"][1]]
    bound = bind(order, library, DAY)
    assert [block.scope for block in bound.blocks] == [Scope.REGIONAL, Scope.NATIONAL]
    assert [{n for s in b.sentences for n in s.citations} for b in bound.blocks] == [
        {1, 3},
        {2, 4},
    ]
    assert [c.region for c in bound.citations] == ["de-meierij", None, "de-meierij", None]


def test_the_scope_of_a_block_is_that_of_the_stored_version_not_of_the_index() -> None:
    library, by_id = mixed()
    forged = [
        replace(e, passage=replace(e.passage, scope=Scope.NATIONAL, region=None))
        for e in by_id["hier"]
    ]
    bound = bind(forged, library, DAY)
    assert [block.scope for block in bound.blocks] == [Scope.REGIONAL]
    assert {c.scope for c in bound.citations} == {Scope.REGIONAL}


LIBRARY, BY_ID = mixed()
ALL = [excerpt for found in BY_ID.values() for excerpt in found]


def spoiled(excerpt: Excerpt) -> Excerpt:
    return replace(excerpt, passage=replace(excerpt.passage, content_hash="sha256:fout"))


@given(st.lists(st.tuples(st.sampled_from(ALL), st.booleans()), max_size=8))
def test_numbers_run_from_one_without_gaps_whatever_is_dropped(
    picked: list[tuple[Excerpt, bool]],
) -> None:
    given_excerpts = [spoiled(excerpt) if bad else excerpt for excerpt, bad in picked]
    bound = bind(given_excerpts, LIBRARY, DAY)
    good = [excerpt for excerpt, bad in picked if not bad]
    assert [c.number for c in bound.citations] == list(range(1, len(good) + 1))
    said = [sentence for block in bound.blocks for sentence in block.sentences]
    assert len(said) == sum(len(excerpt.sentences) for excerpt in good)
    quotes = {c.number: c.quote for c in bound.citations}
    assert all(s.text in quotes[n] for s in said for n in s.citations)
    assert {n for s in said for n in s.citations} == set(quotes)
    assert len({block.scope for block in bound.blocks}) == len(bound.blocks)

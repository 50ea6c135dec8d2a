"""The composer that only quotes, and what it may never leave out or tear apart."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Audience, Scope
from ingest.passage import Passage, Sentence, SentenceKind
from rag.composing.draft import Excerpt
from rag.composing.extractive import MAX_SENTENCES, ExtractiveComposer
from rag.ranking import Candidate, Scores
from tests.fakes.passages import passage

LEAD, DETAIL, CONDITION, EXCEPTION, INTRO, ITEM, STEP = (
    SentenceKind.LEAD,
    SentenceKind.DETAIL,
    SentenceKind.CONDITION,
    SentenceKind.EXCEPTION,
    SentenceKind.INTRO,
    SentenceKind.ITEM,
    SentenceKind.STEP,
)
LISTED = (ITEM, STEP)


def of_kinds(*kinds: SentenceKind, anchor: str = "kop", **changes: Any) -> Passage:
    """A passage of numbered sentences of these kinds."""
    sentences, text = [], ""
    for number, kind in enumerate(kinds):
        sentence = f"Zin {number} ({kind.value}) over {anchor} en {anchor}{number}."
        sentences.append(Sentence(len(text), len(text) + len(sentence), sentence, kind))
        text += sentence + "\n"
    return passage(anchor, text, sentences=tuple(sentences), **changes)


def scored(item: Passage, score: float = 10.0) -> Candidate:
    return Candidate(item, Scores(0.9, 0.9, 0.9, 1.0), score)


def compose(
    *candidates: Candidate,
    audience: Audience = Audience.PARENT,
    limit: int = MAX_SENTENCES,
    question: str = "",
) -> tuple[Excerpt, ...]:
    return ExtractiveComposer(limit).compose(candidates, audience, question)


def chosen(*kinds: SentenceKind, limit: int = MAX_SENTENCES) -> list[int]:
    """The places of the sentences that are taken from a passage of these kinds."""
    item = of_kinds(*kinds)
    excerpts = compose(scored(item), limit=limit)
    assert len(excerpts) <= 1
    taken = excerpts[0].sentences if excerpts else ()
    return [item.sentences.index(sentence) for sentence in taken]


def test_nothing_found_gives_nothing_to_say() -> None:
    assert compose() == ()


def test_a_short_passage_is_quoted_whole_in_reading_order() -> None:
    assert chosen(LEAD, DETAIL, EXCEPTION, INTRO, ITEM, ITEM) == [0, 1, 2, 3, 4, 5]


def test_exceptions_are_never_left_out_however_many() -> None:
    kinds = [LEAD, LEAD, *[EXCEPTION] * 10, DETAIL]
    assert chosen(*kinds) == list(range(12))
    assert chosen(DETAIL, LEAD, DETAIL, EXCEPTION, EXCEPTION, limit=1) == [1, 3, 4]


def test_an_exception_at_the_very_end_is_there() -> None:
    assert chosen(LEAD, *[DETAIL] * 20, EXCEPTION) == [0, 1, 2, 3, 4, 21]


def test_where_the_question_prefers_nothing_conditions_come_before_lists_and_details() -> None:
    assert chosen(LEAD, DETAIL, DETAIL, CONDITION, limit=2) == [0, 3]
    assert chosen(LEAD, DETAIL, INTRO, ITEM, ITEM, limit=4) == [0, 2, 3, 4]


def test_what_was_asked_about_is_said_first() -> None:
    texts = ("Ja, dat mag.", "De school betaalt de bus.", "De gemeente stuurt een brief.")
    sentences = tuple(
        Sentence(n * 100, n * 100 + len(text), text, LEAD if n == 0 else DETAIL)
        for n, text in enumerate(texts)
    )
    item = passage("kop", "x" * 400, sentences=sentences)
    for asked, wanted in (("krijg ik een brief van de gemeente", 2), ("wie betaalt de bus", 1)):
        (excerpt,) = compose(scored(item), limit=2, question=asked)
        assert [each.text for each in excerpt.sentences] == [texts[0], texts[wanted]]


def test_the_answer_itself_is_never_crowded_out() -> None:
    assert chosen(*[CONDITION] * 9, LEAD, EXCEPTION)[-2:] == [9, 10]


@pytest.mark.parametrize("kind", LISTED)
def test_a_list_is_whole_with_its_introduction_or_not_there(kind: SentenceKind) -> None:
    assert chosen(LEAD, INTRO, *[kind] * 4) == list(range(6))
    assert chosen(LEAD, INTRO, *[kind] * 5) == [0]
    assert chosen(LEAD, INTRO, *[kind] * 5, DETAIL) == [0, 7]


def test_an_introduction_without_its_list_is_not_said() -> None:
    assert chosen(LEAD, INTRO, DETAIL) == [0, 2]
    assert chosen(INTRO) == []


def test_two_lists_are_judged_each_by_itself() -> None:
    kinds = [LEAD, INTRO, *[ITEM] * 6, INTRO, ITEM, ITEM]
    assert chosen(*kinds) == [0, 8, 9, 10]


def test_a_list_that_is_all_there_is_to_say_is_said_whole_however_long() -> None:
    assert chosen(INTRO, *[ITEM] * 9) == list(range(10))


def test_a_passage_on_another_topic_does_not_push_the_best_one_aside() -> None:
    young = national(anchor="jong", audience=Audience.YOUTH, topics=("vervoer",))
    assert places(scored(national(), 10), scored(young, 10), audience=Audience.YOUTH)[0] == "wet"


def national(**changes: Any) -> Passage:
    return of_kinds(LEAD, anchor=changes.pop("anchor", "wet"), **changes)


def regional(**changes: Any) -> Passage:
    fields = {"scope": Scope.REGIONAL, "region": "de-meierij", **changes}
    return of_kinds(LEAD, anchor=fields.pop("anchor", "gebruik"), **fields)


def places(*candidates: Candidate, audience: Audience = Audience.PARENT) -> list[str]:
    return [excerpt.passage.anchor for excerpt in compose(*candidates, audience=audience)]


def test_national_law_comes_before_regional_custom_whichever_scored_best() -> None:
    assert places(scored(regional(), 10), scored(national(), 9.5)) == ["wet", "gebruik"]
    assert places(scored(national(), 10), scored(regional(), 9.5)) == ["wet", "gebruik"]


def test_the_other_scope_is_there_only_when_it_scores_near() -> None:
    assert places(scored(national(), 10), scored(regional(), 9)) == ["wet", "gebruik"]
    assert places(scored(national(), 10), scored(regional(), 8.99)) == ["wet"]


def test_the_other_scope_is_there_only_on_the_same_topic() -> None:
    elsewhere = regional(topics=("vervoer",))
    assert places(scored(national(), 10), scored(elsewhere, 10)) == ["wet"]
    both = regional(topics=("vervoer", "zorgplicht"))
    assert places(scored(national(), 10), scored(both, 10)) == ["wet", "gebruik"]
    # A better one on another topic does not hide the one that fits.
    found = (scored(national(), 10), scored(elsewhere, 9.9), scored(both, 9.8))
    assert places(*found) == ["wet", "gebruik"]


def test_a_second_passage_that_may_be_meant_just_as_well_gives_its_answer_too() -> None:
    more = of_kinds(LEAD, DETAIL, EXCEPTION, anchor="meer")
    found = compose(scored(of_kinds(LEAD, *[DETAIL] * 9, anchor="wet"), 10), scored(more, 8))
    assert [excerpt.passage.anchor for excerpt in found] == ["wet", "meer"]
    # Its answer and its exceptions, and the first one keeps what room there is.
    assert [sentence.kind for sentence in found[1].sentences] == [LEAD, EXCEPTION]
    assert len(found[0].sentences) == MAX_SENTENCES - 2


def test_a_second_passage_on_another_topic_must_be_all_but_tied() -> None:
    other = national(anchor="meer", topics=("vervoer",))
    assert places(scored(national(), 10), scored(other, 8)) == ["wet", "meer"]
    assert places(scored(national(), 10), scored(other, 7.9)) == ["wet"]
    assert places(scored(national(), 10), scored(national(anchor="meer"), 5)) == ["wet", "meer"]
    assert places(scored(national(), 10), scored(national(anchor="meer"), 4.9)) == ["wet"]


def test_a_third_passage_must_be_nearer_still_and_there_is_no_fourth() -> None:
    first, second = scored(national(), 10), scored(national(anchor="meer"), 6)
    third, fourth = national(anchor="weer"), scored(national(anchor="keer"), 9)
    assert places(first, second, scored(third, 7)) == ["wet", "meer", "weer"]
    assert places(first, second, scored(third, 6.9)) == ["wet", "meer"]
    assert places(first, second, scored(third, 9), fourth) == ["wet", "meer", "weer"]


def test_a_second_passage_that_says_the_same_makes_room_for_one_that_does_not() -> None:
    first = of_kinds(LEAD, DETAIL, anchor="eerste")
    again = of_kinds(LEAD, CONDITION, anchor="eerste", document_id="elders")
    other = of_kinds(LEAD, anchor="derde", document_id="anders")
    found = compose(scored(first), scored(again, 9.9), scored(other, 9.8))
    assert [excerpt.passage for excerpt in found] == [first, other]


def test_a_second_passage_with_too_many_exceptions_is_left_out_whole() -> None:
    many = of_kinds(LEAD, *[EXCEPTION] * 4, anchor="meer")
    assert places(scored(national(), 10), scored(many, 10)) == ["wet"]


def test_pupils_are_answered_from_what_was_written_for_them_when_it_is_near() -> None:
    young = national(anchor="jong", audience=Audience.YOUTH)
    found = (scored(national(), 10), scored(young, 9))
    assert places(*found, audience=Audience.YOUTH) == ["jong"]
    assert places(*found, audience=Audience.PARENT) == ["wet"]
    far = (scored(national(), 10), scored(young, 8.9))
    assert places(*far, audience=Audience.YOUTH) == ["wet", "jong"]


def test_pupils_get_the_other_scope_in_their_own_words_too() -> None:
    found = (
        scored(national(anchor="jong", audience=Audience.YOUTH), 10),
        scored(regional(), 9.9),
        scored(regional(anchor="jong-hier", audience=Audience.YOUTH), 9.5),
    )
    assert places(*found, audience=Audience.YOUTH) == ["jong", "jong-hier"]


def test_offsets_and_words_are_those_of_the_passage() -> None:
    item = of_kinds(LEAD, DETAIL)
    (excerpt,) = compose(scored(item))
    assert excerpt == Excerpt(item, item.sentences)


@given(
    kinds=st.lists(st.sampled_from(SentenceKind), max_size=25),
    limit=st.integers(1, 10),
)
def test_whatever_the_passage_the_rules_hold(kinds: list[SentenceKind], limit: int) -> None:
    taken = chosen(*kinds, limit=limit)
    assert taken == sorted(set(taken))
    exceptions = {i for i, kind in enumerate(kinds) if kind is EXCEPTION}
    assert exceptions <= set(taken)
    leads = [i for i, kind in enumerate(kinds) if kind is LEAD][:2]
    assert set(leads) <= set(taken)
    only_a_list = {kinds[i] for i in taken} <= {INTRO, *LISTED}
    assert len(taken) <= max(limit, len(exceptions) + len(leads)) or only_a_list
    for here in range(1, len(kinds)):
        before, kind = kinds[here - 1], kinds[here]
        if kind in LISTED and before in (INTRO, kind):
            assert (here in taken) == (here - 1 in taken)
        elif before is INTRO:
            assert here - 1 not in taken


@given(data=st.data())
def test_any_candidates_give_at_most_three_passages_national_first(data: st.DataObject) -> None:
    scores = sorted(data.draw(st.lists(st.floats(0, 4), max_size=8)), reverse=True)
    candidates = [
        scored(
            of_kinds(
                *data.draw(st.lists(st.sampled_from(SentenceKind), min_size=1, max_size=5)),
                anchor=f"p{number}",
                scope=data.draw(st.sampled_from(Scope)),
                audience=data.draw(st.sampled_from(Audience)),
                topics=tuple(data.draw(st.sets(st.sampled_from("abc"), max_size=2))),
            ),
            score,
        )
        for number, score in enumerate(scores)
    ]
    excerpts = compose(*candidates, audience=data.draw(st.sampled_from(Audience)))
    scopes = [excerpt.passage.scope for excerpt in excerpts]
    assert len(scopes) <= 3
    assert scopes == sorted(scopes)
    assert len({excerpt.passage.id for excerpt in excerpts}) == len(excerpts)
    for excerpt in excerpts:
        assert excerpt.passage in [candidate.passage for candidate in candidates]
        assert excerpt.sentences
        assert set(excerpt.sentences) <= set(excerpt.passage.sentences)

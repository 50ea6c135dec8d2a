"""The judgement: its features by hand, its probabilities, and the model that ships."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from importlib.resources import files
from statistics import fmean, pstdev
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.passage import Passage
from rag.answerability import FEATURES, AnswerabilityModel, features
from rag.clues import CLUES
from rag.grams import BUCKETS, gram_values
from rag.ranking import Candidate, Scores
from rag.refusal import Refusal, RefusalModel
from rag.retrieval import Retrieval
from rag.scope import ScopeModel
from tests.fakes.passages import passage

SHIPPED = files("rag").joinpath("weights/answerability.json")
NO_GRAMS, NO_CLUES = (0.0,) * BUCKETS, (0.0,) * len(CLUES)
NO_SCOPE = ScopeModel("ander", (), NO_GRAMS, NO_CLUES, 0.0, (), 0.0)


def candidate(
    item: Passage, dense: float = 0.8, question: float = 0.7, terms: float = 1.0, rank: float = 10.0
) -> Candidate:
    return Candidate(item, Scores(dense, question, question, terms), rank)


def retrieved(*candidates: Candidate, text: str = "Wanneer begint de zorgplicht?") -> Retrieval:
    return Retrieval(text, (1.0, 0.0), "nep", candidates)


def named(
    retrieval: Retrieval, language: str = "nl", kind: float = 0.0, *clues: str
) -> dict[str, float]:
    return dict(zip(FEATURES, features(retrieval, language, clues, kind), strict=True))


def model(intercept: float = 0.0, threshold: float = 0.5, **weights: float) -> AnswerabilityModel:
    """Weighs only the named features, as they are."""
    none, one = (0.0,) * len(FEATURES), (1.0,) * len(FEATURES)
    coefficients = tuple(weights.get(name, 0.0) for name in FEATURES)
    return AnswerabilityModel(
        NO_SCOPE, RefusalModel({}), none, one, coefficients, intercept, threshold
    )


def stored(**changes: Any) -> str:
    zeros = [0.0] * len(FEATURES)
    fields: dict[str, Any] = {
        "scope": {
            "model": "nep",
            "vector": [1.0, 0.0],
            "grams": list(NO_GRAMS),
            "clues": list(NO_CLUES),
            "intercept": 0.0,
            "other_vector": [0.0, 0.0],
            "other_intercept": 0.0,
        },
        "refusals": {
            "personal": {"vector": [1.0, 0.0], "clues": list(NO_CLUES), "intercept": 0.0},
            "outside": {"vector": [0.0, 1.0], "clues": list(NO_CLUES), "intercept": 0.0},
        },
        "features": list(FEATURES),
        "mean": zeros,
        "scale": [1.0] * len(FEATURES),
        "coefficients": zeros,
        "intercept": 0.0,
        "threshold": 0.5,
    }
    return json.dumps({**fields, **changes})


# --- features ----------------------------------------------------------------------------------

ITEM = passage("zorgplicht", "De zorgplicht begint bij aanmelding.", questions=("telt het?",))
OTHER = passage("klas", "Iets over de klas.", topics=("klas",))
SAME = passage("meer", "Iets over de klas.")


def test_the_best_of_each_list_and_how_far_it_stands_out() -> None:
    found = retrieved(
        candidate(ITEM, 0.90, 0.60, 1.5, rank=12),
        candidate(OTHER, 0.80, 0.90, 2.0, rank=11),
        candidate(SAME, 0.70, 0.30, 0.0, rank=9),
    )
    values = named(found)
    assert values["passage_top"] == 0.9
    assert values["question_top"] == 0.9
    assert (values["terms_top"], values["first_terms"]) == (2.0, 1.5)
    assert values["rank_top"] == 12
    assert values["rank_margin_next"] == pytest.approx(12 - 11)
    assert values["rank_margin_five"] == pytest.approx(12 - 10)
    dense = [0.9, 0.8, 0.7]
    assert values["passage_stands_out"] == pytest.approx(0.1 / pstdev(dense))
    asked = [0.6, 0.9, 0.3]
    assert values["question_stands_out"] == pytest.approx((0.9 - fmean(asked)) / pstdev(asked))
    assert values["retrievers_agree"] == pytest.approx(1 / 4)
    assert values["same_topic"] == 0.5


def test_a_single_passage_stands_out_from_nothing() -> None:
    values = named(retrieved(candidate(ITEM)))
    for name in ("passage_stands_out", "question_stands_out", "rank_margin_all", "same_topic"):
        assert values[name] == 0.0
    assert values["retrievers_agree"] == 1.0


def test_the_margin_looks_at_the_next_five_and_the_topic_at_the_next_four() -> None:
    ranks = [10, 9, 8, 7, 6, 5, 0]
    items = [ITEM, SAME, OTHER, OTHER, OTHER, SAME, SAME]
    values = named(retrieved(*(candidate(i, rank=r) for i, r in zip(items, ranks, strict=True))))
    assert values["rank_margin_five"] == pytest.approx(10 - 7)
    assert values["same_topic"] == 0.25


def test_only_the_first_twenty_count() -> None:
    field = [candidate(ITEM, 0.8)] + [candidate(passage(f"p{i}"), 0.7) for i in range(19)]
    far = candidate(passage("ver"), 0.99, 0.99, 9.0)
    assert named(retrieved(*field, far)) == named(retrieved(*field))


def test_coverage_is_the_share_of_content_words_that_are_there_as_stems() -> None:
    found = (
        candidate(OTHER),
        candidate(SAME),
        candidate(passage("drie", "bezwaren")),
        candidate(passage("vier", "Een fiets.")),
    )
    # "klassen" is held as "klas", "bezwaar" by the third passage only, "fiets" by the fourth.
    values = named(retrieved(*found, text="De klassen, een bezwaar of een fiets"))
    assert values["coverage_first"] == pytest.approx(1 / 3)
    assert values["coverage_three"] == pytest.approx(2 / 3)
    assert values["content_words"] == pytest.approx(math.log1p(3))


@pytest.mark.parametrize("place", ["title", "section", "text", "questions"])
def test_coverage_counts_title_heading_text_and_example_questions(place: str) -> None:
    value: Any = ("Een bezwaar?",) if place == "questions" else "Een bezwaar."
    fields = {"title": "T", "section": "S", "text": "X.", "questions": (), place: value}
    item = passage("leeg", **fields)
    assert named(retrieved(candidate(item), text="bezwaar"))["coverage_first"] == 1.0


def test_a_question_of_stop_words_covers_nothing() -> None:
    values = named(retrieved(candidate(ITEM), text="en de het?"))
    assert (values["coverage_first"], values["coverage_three"]) == (0.0, 0.0)
    assert values["content_words"] == 0.0


def test_language_and_kind_are_passed_on() -> None:
    assert named(retrieved(candidate(ITEM)), "nl")["dutch"] == 1.0
    assert named(retrieved(candidate(ITEM)), "tr")["dutch"] == 0.0
    assert named(retrieved(candidate(ITEM)), kind=-1.5)["in_scope"] == -1.5
    given = named(retrieved(candidate(ITEM)), "nl", 0.0, "country")
    assert (given["country"], given["outcome"]) == (1.0, 0.0)


# --- verdicts ----------------------------------------------------------------------------------


def test_nothing_found_is_never_answerable() -> None:
    verdict = model(intercept=1e6, threshold=0.0).judge(retrieved(), "nl", ())
    assert (verdict.probability, verdict.answerable) == (0.0, False)


def test_the_probability_is_the_logistic_of_the_standardised_sum() -> None:
    mean = (0.5,) * len(FEATURES)
    scale = (2.0,) * len(FEATURES)
    weights = tuple(0.1 * n for n in range(len(FEATURES)))
    found = retrieved(candidate(ITEM), candidate(OTHER))
    judge = AnswerabilityModel(NO_SCOPE, RefusalModel({}), mean, scale, weights, -0.3, 0.5)
    values = features(found, "nl", (), 0.0)
    total = -0.3 + sum(w * (v - 0.5) / 2 for w, v in zip(weights, values, strict=True))
    verdict = judge.judge(found, "nl", ())
    assert verdict.probability == pytest.approx(1 / (1 + math.exp(-total)))
    assert verdict.features == tuple(zip(FEATURES, values, strict=True))


def test_the_threshold_itself_is_enough() -> None:
    found = retrieved(candidate(ITEM))
    assert model(threshold=0.5).judge(found, "nl", ()).answerable
    assert not model(threshold=math.nextafter(0.5, 1)).judge(found, "nl", ()).answerable


def test_a_feature_can_decide() -> None:
    judge = model(intercept=-1.0, terms_top=1.0)
    assert judge.judge(retrieved(candidate(ITEM, terms=1.5)), "nl", ()).answerable
    assert not judge.judge(retrieved(candidate(ITEM, terms=0.5)), "nl", ()).answerable


@pytest.mark.parametrize(("intercept", "expected"), [(-1e6, 0.0), (1e6, 1.0), (0.0, 0.5)])
def test_extreme_sums_are_probabilities_too(intercept: float, expected: float) -> None:
    assert model(intercept).judge(retrieved(candidate(ITEM)), "nl", ()).probability == expected


def test_the_kind_of_question_is_judged_for_its_own_embedder_only() -> None:
    scope = ScopeModel("nep", (2.0, 5.0), NO_GRAMS, NO_CLUES, 0.25, (1.0, 0.0), 7.0)
    asked = replace(retrieved(), vector=(1.0, 0.5))
    assert scope.log_odds(asked, "nl", ()) == pytest.approx(4.75)
    assert scope.log_odds(asked, "tr", ()) == pytest.approx(8.0)
    assert scope.log_odds(replace(asked, model="ander"), "nl", ()) == 0.0
    meaning = ScopeModel("nep", (3.0, 0.0), NO_GRAMS, NO_CLUES, 0.0, (0.0, 0.0), 0.0)
    judge = replace(model(in_scope=1.0), scope=meaning)
    found = retrieved(candidate(ITEM))
    assert judge.judge(found, "nl", ()).probability == pytest.approx(1 / (1 + math.exp(-3)))
    assert judge.judge(replace(found, model="ander"), "nl", ()).probability == 0.5


def test_words_and_clues_count_beside_the_meaning() -> None:
    (bucket, value), *_rest = gram_values("kans").items()
    grams = tuple(2.0 if at == bucket else 0.0 for at in range(BUCKETS))
    clues = tuple(-3.0 if clue == "country" else 0.0 for clue in CLUES)
    scope = ScopeModel("nep", (0.0, 0.0), grams, clues, 0.0, (0.0, 0.0), 0.0)
    assert scope.log_odds(retrieved(text="kans"), "nl", ()) == pytest.approx(2 * value)
    assert scope.log_odds(retrieved(text="x"), "nl", ("country",)) == pytest.approx(-3.0)


def test_the_words_of_a_text_weigh_together_as_much_as_those_of_another() -> None:
    for text in ("kans", "hoe groot is de kans", "word wij " * 40):
        assert sum(value**2 for value in gram_values(text).values()) == pytest.approx(1, abs=0.1)


# --- the model that ships ----------------------------------------------------------------------


def test_the_shipped_model_fits_the_features_and_is_calibrated_to_decide() -> None:
    judge = AnswerabilityModel.load()
    assert tuple(json.loads(SHIPPED.read_text(encoding="utf-8"))["features"]) == FEATURES
    for numbers in (judge.mean, judge.scale, judge.coefficients):
        assert len(numbers) == len(FEATURES)
        assert all(map(math.isfinite, numbers))
    assert all(map(math.isfinite, (*judge.scope.vector, *judge.scope.grams, judge.scope.intercept)))
    assert 0 < judge.threshold < 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"features": list(FEATURES[:-1])},
        {"features": list(reversed(FEATURES))},
        {"features": [*FEATURES, "nieuw"]},
        {"mean": [0.0] * (len(FEATURES) - 1)},
        {"coefficients": [0.0] * (len(FEATURES) + 1)},
        {"scale": [0.0] * len(FEATURES)},
        {"scale": [1.0] * (len(FEATURES) - 1)},
    ],
)
def test_a_model_of_other_features_is_refused_at_the_start(wrong: dict[str, Any]) -> None:
    assert AnswerabilityModel.from_json(stored()).threshold == 0.5
    with pytest.raises(ValueError, match=r"answerability\.json"):
        AnswerabilityModel.from_json(stored(**wrong))


def test_a_scope_model_of_other_words_is_refused() -> None:
    short = {**json.loads(stored())["scope"], "grams": [0.0]}
    with pytest.raises(ValueError, match="other words"):
        AnswerabilityModel.from_json(stored(scope=short))


LOADED = AnswerabilityModel.load()
POOL = (ITEM, OTHER, SAME, passage("leeg", "", topics=(), title="", section=""))
SCORE = st.floats(-1, 1)


@given(
    text=st.text(max_size=80)
    | st.sampled_from(["’’'", "İ" * 30, "\u0301" * 40, "a" * 1000, "1 2"]),
    language=st.sampled_from(["nl", "ar", "xx", ""]),
    field=st.lists(
        st.builds(
            candidate,
            st.sampled_from(POOL),
            SCORE,
            SCORE,
            st.floats(0, 40),
            st.floats(-1e3, 1e3),
        ),
        max_size=25,
    ),
)
def test_any_question_gets_a_probability(text: str, language: str, field: list[Candidate]) -> None:
    verdict = LOADED.judge(retrieved(*field, text=text), language, ())
    assert 0.0 <= verdict.probability <= 1.0
    assert verdict.answerable == (bool(field) and verdict.probability >= LOADED.threshold)
    assert all(math.isfinite(value) for _name, value in verdict.features)


# --- why not -----------------------------------------------------------------------------------


def refused(vector: tuple[float, float], scope: float = -1.0) -> Refusal:
    fields = json.loads(stored(intercept=-9.0))
    fields["scope"].update(vector=[0.0, 0.0], intercept=scope)
    told = AnswerabilityModel.from_json(json.dumps(fields))
    return told.judge(replace(retrieved(candidate(ITEM)), vector=vector), "nl", ()).refusal


def test_the_likeliest_reason_is_given() -> None:
    assert refused((1.0, 0.0)) is Refusal.PERSONAL
    assert refused((0.0, 1.0)) is Refusal.OUTSIDE


def test_a_question_of_a_kind_that_documents_answer_only_lacks_its_document() -> None:
    assert refused((1.0, 0.0), scope=1.0) is Refusal.UNKNOWN


def test_vectors_of_another_embedder_give_no_reason() -> None:
    told = AnswerabilityModel.from_json(stored(intercept=-9.0))
    other = replace(retrieved(candidate(ITEM)), model="ander")
    assert told.judge(other, "nl", ()).refusal is Refusal.UNKNOWN


def test_on_subject_means_found_if_only_it_were_another_kind_of_question() -> None:
    told = model(intercept=-5.0, coverage_first=10.0, outcome=-20.0)
    near = retrieved(candidate(ITEM), text="Wanneer begint de zorgplicht bij aanmelding?")
    far = retrieved(candidate(ITEM), text="Komt er een pizza?")
    assert not told.judge(near, "nl", ("outcome",)).answerable
    assert told.judge(near, "nl", ("outcome",)).on_subject
    assert not told.judge(far, "nl", ("outcome",)).on_subject

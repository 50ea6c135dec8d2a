"""The figures of the scorecard, worked out by hand on a few small cases."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from corpus.document import Audience
from eval.baseline import below
from eval.learning.examples import SETS
from eval.metrics.abstention import abstention_figures, reliability, risk_coverage
from eval.metrics.answers import answer_figures, citation_figures
from eval.metrics.case import Case, cases
from eval.metrics.figure import Figure, difference, mean, share
from eval.metrics.latency import latency_table
from eval.metrics.retrieval import retrieval_figures
from eval.question_sets import JudgedQuestion, load
from eval.records import Found, Record, Said, save
from eval.records import load as load_records


def judged(id: str, answerable: bool = True, **changes: object) -> JudgedQuestion:
    fields = {
        "id": id,
        "text": "hoe lang?",
        "audience": Audience.PARENT,
        "region": "de-meierij",
        "answerable": answerable,
        "kind": "in_scope" if answerable else "near_miss_country",
        "topics": frozenset({"zorgplicht"}) if answerable else frozenset(),
        "language": "nl",
        "must": ((re.compile("6 weken"), re.compile("zes weken")),) if answerable else (),
        **changes,
    }
    return JudgedQuestion(**fields)  # type: ignore[arg-type]


def found(topic: str, text: str = "", key: str = "a#b/0") -> Found:
    return Found(key, "a", (topic,), text, 0.5, 0.5, 0.5, 0.1, 0.0)


def record(
    id: str,
    ranked: tuple[Found, ...] = (),
    said: str = "",
    said_: tuple[Said, ...] = (),
    **changes: object,
) -> Record:
    fields = {
        "id": id,
        "status": "answered" if said else "unanswerable_no_source",
        "reason": "",
        "probability": 0.9 if said else 0.1,
        "found": ranked,
        "said": (Said(said, ranked[0].topics, "a", True),) if said else said_,
        "citations": 1 if said else 0,
        "citations_held": 1 if said else 0,
        "left_out": (),
        "care": False,
        "timings": (("embed", 5.0), ("search", 3.0)),
        **changes,
    }
    return Record(**fields)  # type: ignore[arg-type]


RIGHT = Case(
    judged("r"), record("r", (found("zorgplicht", "binnen zes weken"),), "Binnen 6 weken.")
)
LATE = Case(
    judged("l"),
    record("l", (found("verlof"), found("zorgplicht", "6 weken")), "Iets over verlof."),
)
SILENT = Case(judged("s"), record("s", (found("zorgplicht"),)))
FALSE = Case(judged("f", False), record("f", (found("zorgplicht"),), "Binnen 6 weken."))
KEPT = Case(judged("k", False), record("k", (found("verlof"),)))


def value(figures: list[Figure], name: str) -> float:
    return next(figure.value for figure in figures if figure.name.strip() == name)


def test_retrieval_counts_by_topic_and_by_facts() -> None:
    figures = list(retrieval_figures([RIGHT, LATE, SILENT]))
    assert value(figures, "retrieval, topic: recall@1") == pytest.approx(2 / 3)
    assert value(figures, "retrieval, topic: recall@5") == 1.0
    assert value(figures, "retrieval, topic: MRR") == pytest.approx((1 + 0.5 + 1) / 3)
    assert value(figures, "retrieval, facts: recall@5") == pytest.approx(2 / 3)
    assert value(figures, "retrieval, topic: nDCG@10") == pytest.approx(
        (1 + 1 / math.log2(3) + 1) / 3
    )


def test_answers_count_topic_and_facts_over_what_was_answered() -> None:
    figures = list(answer_figures([RIGHT, LATE, SILENT]))
    assert value(figures, "in scope: answered") == pytest.approx(2 / 3)
    assert value(figures, "in scope: answered on the right topic") == pytest.approx(1 / 3)
    assert value(figures, "answered: on the right topic") == 0.5
    assert value(figures, "answered: must-fact recall") == 0.5


def test_a_forbidden_claim_is_seen() -> None:
    wrong = judged("w", forbidden=(re.compile("binnen 8"),))
    case = Case(wrong, record("w", (found("zorgplicht"),), "Binnen 8 weken."))
    assert value(list(answer_figures([case])), "answered: with a forbidden claim") == 1.0


def test_false_answers_and_auroc() -> None:
    figures = list(abstention_figures([RIGHT, LATE, SILENT, FALSE, KEPT]))
    assert value(figures, "near miss: falsely answered") == 0.5
    # Two of three answerable score 0.9, one 0.1; outside one of each.
    assert value(figures, "answerable or not: AUROC") == pytest.approx(3.5 / 6)


def test_citations_are_held_or_not() -> None:
    unheld = (Said("Iets", ("zorgplicht",), "a", False),)
    loose = record(
        "r",
        (found("zorgplicht"),),
        status="answered",
        said_=unheld,
        citations=1,
        left_out=("Let op: x.",),
    )
    figures = list(citation_figures([RIGHT, Case(judged("r"), loose)]))
    assert value(figures, "citation recall, by sentence") == 0.5
    assert value(figures, "citation precision, exact to the byte") == 0.5
    assert value(figures, "answers without a left-out exception") == 0.5


def test_curves_rank_by_probability() -> None:
    group = [RIGHT, FALSE, SILENT, KEPT] * 5
    assert risk_coverage(group)[-1] == (1.0, 0.5)
    assert [round(said, 1) for said, _right, _n in reliability(group)] == [0.1, 0.9]


@pytest.mark.parametrize(("part", "whole"), [(0, 10), (10, 10), (5, 10), (1, 1)])
def test_an_interval_holds_its_share_and_stays_between_nothing_and_all(
    part: int, whole: int
) -> None:
    figure = share("x", [True] * part + [False] * (whole - part))
    assert 0 <= figure.low <= figure.value <= figure.high <= 1
    assert figure.high - figure.low > 0.1


def test_more_cases_make_a_narrower_interval() -> None:
    few, many = share("x", [True, False] * 10), share("x", [True, False] * 1000)
    assert many.high - many.low < few.high - few.low
    assert mean("x", [1.0, 0.0] * 50).low < 0.5 < mean("x", [1.0, 0.0] * 50).high
    assert difference("d", [1, 1, 1], [0, 0, 0]).low == 1


def test_nothing_measured_is_no_figure() -> None:
    assert "-" in str(share("x", []))
    assert math.isnan(mean("x", []).value)


def test_records_come_back_from_their_file(tmp_path: Path) -> None:
    records = (RIGHT.record, KEPT.record)
    save(records, tmp_path / "x.jsonl")
    assert tuple(load_records(tmp_path / "x.jsonl")) == records
    assert [c.judged.id for c in cases([KEPT.judged, RIGHT.judged], records)] == ["k", "r"]


def test_the_baseline_names_what_was_not_measured() -> None:
    assert all("was not measured" in line for line in below({}))


def test_times_are_given_by_step() -> None:
    assert "embed 5.0/5.0" in latency_table([RIGHT.record])
    assert "whole 8.0/8.0" in latency_table([RIGHT.record])


@pytest.mark.parametrize("name", [*SETS, "acceptance", "hard", "test", "crisis"])
def test_every_set_can_be_read_and_asked(name: str) -> None:
    questions = load(name)
    assert len({question.id for question in questions}) == len(questions)
    for question in questions:
        assert question.question().text
        assert question.answerable == bool(question.topics) or name == "crisis"

"""Patterns and alarm together, on sentences that neither was made with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from ingest.embedding_st import load_embedder
from rag.answer import Status
from rag.language import detect
from rag.privacy import mask
from rag.routing.alarm import Alarm, Head, Heard, alarm
from rag.routing.route import CrisisKind, Route, route

EXAMPLES = Path(__file__).parent / "examples"


@pytest.fixture(scope="module")
def watch() -> Callable[[str], Route | None]:
    """What `route` and the alarm make of a question, with the bundled model."""
    embedder = load_embedder("bundled", threads=1)
    # Training takes some minutes: `make train`.
    assert alarm().model == embedder.name, "the alarm was trained with another model"

    def ask(text: str) -> Route | None:
        masked = mask(text).text
        found = route(masked, detect(masked))
        heard = alarm().listen(masked, embedder.embed_query(masked), embedder.name)
        return found or heard.route

    return ask


def test_most_unseen_cries_for_help_are_heard(watch: Callable[[str], Route | None]) -> None:
    examples = yaml.safe_load((EXAMPLES / "crisis_unseen.yaml").read_text(encoding="utf-8"))
    texts = [line for kinds in examples.values() for lines in kinds.values() for line in lines]
    found = [watch(text) for text in texts]
    heard = [each for each in found if each and each.status is Status.HANDOVER_CRISIS]
    assert len(heard) >= 0.85 * len(texts)


def test_frightening_words_alone_seldom_raise_it(watch: Callable[[str], Route | None]) -> None:
    texts = yaml.safe_load((EXAMPLES / "clean_unseen.yaml").read_text(encoding="utf-8"))
    assert sum(watch(text) is not None for text in texts) <= 0.125 * len(texts)


def test_the_loudest_kind_is_named() -> None:
    heads = {kind: Head((0.0, 0.0), 0.0) for kind in CrisisKind}
    heads[CrisisKind.DANGER] = Head((0.0, 1.0), 0.0)
    small = Alarm("m", 0.5, 0.3, -1.0, Head((1.0, 0.0), 0.0), heads)
    rung = Route(Status.HANDOVER_CRISIS, "danger", CrisisKind.DANGER)
    assert small.listen("", (1.0, 1.0), "m") == Heard(route=rung)
    assert small.listen("", (0.4, 1.0), "m") == Heard(concern=CrisisKind.DANGER)
    assert small.listen("", (0.2, 1.0), "m") == Heard()
    assert small.listen("", (-1.1, 1.0), "m") == Heard(objects=True)


def test_vectors_of_another_model_say_nothing() -> None:
    small = Alarm("m", 0.5, 0.3, -1.0, Head((1.0,), 0.0), {CrisisKind.DANGER: Head((1.0,), 0.0)})
    assert small.listen("", (1.0,), "other") == Heard()

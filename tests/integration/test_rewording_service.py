"""The whole service with a language model set: real index, real client, a server that replies."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.clock import today
from ingest.sync import sync
from rag.answer import Answer, Status
from rag.composition import Parts, open_parts, open_stores
from rag.question import Question
from tests.fakes.chat_server import Script, chat_server
from tests.fakes.documents import document
from tests.fakes.world import said
from tests.starter import settings

ASKED = "Wanneer begint de zorgplicht van de school bij een aanmelding?"
LEAD = "De zorgplicht begint bij de schriftelijke aanmelding."
BETTER = "Bij de schriftelijke aanmelding begint de zorgplicht."


def asked(folder: Path, url: str, per_minute: int = 60) -> Answer:
    """What a service over one document answers, with a model at `url`."""
    chosen = settings(folder).model_copy(
        update={"llm_url": url, "llm_seconds": 5.0, "llm_per_minute": per_minute}
    )
    stores = open_stores(chosen)
    stores.library.store([document()], "redacteur", "validator", today())
    stores.close()
    parts: Parts = open_parts(chosen)
    try:
        sync(parts.stores.library, parts.index, parts.embedder, today())
        return parts.service.answer(Question.ask(ASKED, region="de-meierij"))
    finally:
        parts.close()


@pytest.mark.parametrize(("per_minute", "shown"), [(60, BETTER), (0, LEAD)])
def test_an_answer_is_reworded_within_the_budget(
    tmp_path: Path, per_minute: int, shown: str
) -> None:
    script = Script(text=f"1| {BETTER}")
    with chat_server(script) as url:
        answer = asked(tmp_path, url, per_minute)
    assert answer.status is Status.ANSWERED
    assert said(answer)[0].text == shown
    assert LEAD in answer.citations[0].quote
    assert len(script.asked) == (1 if per_minute else 0)

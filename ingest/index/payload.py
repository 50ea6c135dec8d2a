"""How Qdrant keeps a passage: fields that filters read, and all that rebuilds it exactly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from corpus.document import Audience, Scope
from ingest.index.failures import damaged
from ingest.passage import Passage, Sentence, SentenceKind

DAYS = ("valid_from", "citable_until")
KEYWORDS = ("scope", "region", "audience")


def day_number(day: date) -> int:
    """A date as the integer YYYYMMDD, which orders as dates do."""
    return day.year * 10_000 + day.month * 100 + day.day


def to_payload(passage: Passage) -> dict[str, Any]:
    """A JSON object; dates as YYYYMMDD, a sentence as `[start, end, kind, text]`."""
    return {
        "document_id": passage.document_id,
        "version": passage.version,
        "content_hash": passage.content_hash,
        "anchor": passage.anchor,
        "part": passage.part,
        "title": passage.title,
        "section": passage.section,
        "text": passage.text,
        "sentences": [[s.start, s.end, s.kind.value, s.text] for s in passage.sentences],
        "questions": list(passage.questions),
        "scope": passage.scope.value,
        "region": passage.region,
        "audience": passage.audience.value,
        "topics": list(passage.topics),
        "valid_from": day_number(passage.valid_from),
        "citable_until": day_number(passage.citable_until),
        "digest": passage.digest,
    }


def from_payload(payload: Mapping[str, Any]) -> Passage:
    """The passage that `to_payload` was given. Raises IndexUnavailable for anything else."""
    try:
        return Passage(
            document_id=payload["document_id"],
            version=payload["version"],
            content_hash=payload["content_hash"],
            anchor=payload["anchor"],
            part=payload["part"],
            title=payload["title"],
            section=payload["section"],
            text=payload["text"],
            sentences=tuple(
                Sentence(start, end, text, SentenceKind(kind))
                for start, end, kind, text in payload["sentences"]
            ),
            questions=tuple(payload["questions"]),
            scope=Scope(payload["scope"]),
            region=payload["region"],
            audience=Audience(payload["audience"]),
            topics=tuple(payload["topics"]),
            valid_from=_day(payload["valid_from"]),
            citable_until=_day(payload["citable_until"]),
            digest=payload["digest"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise damaged("een fragment is onleesbaar") from error


def _day(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)

"""Small valid documents to test with."""

from __future__ import annotations

from datetime import date
from typing import Any

from corpus.document import (
    Audience,
    Certainty,
    Content,
    DocumentFile,
    ExampleQuestion,
    Scope,
    Source,
    Validation,
)

FIRST = date(2026, 1, 1)
LAST = date(2026, 12, 31)
BODY = """\
## Wanneer begint de zorgplicht?

De zorgplicht begint bij de schriftelijke aanmelding. Een rondleiding telt niet.

Let op: dit geldt niet als de school vol is.

Dit kunt u doen:

- Meld uw kind schriftelijk aan.
- Bewaar een kopie.

## Hoe lang mag de school beslissen?

De school beslist binnen 6 weken. De school mag dit één keer met 4 weken verlengen.
"""


def source(id: str = "zorgplicht", body: str = BODY, **changes: str) -> str:
    """The text of a document file; a change of a key replaces its line, an empty one drops it."""
    keys = {
        "id": id,
        "title": "Zorgplicht van de school",
        "scope": "landelijk",
        "audience": "ouder",
        "topics": "[zorgplicht]",
        "certainty": "bevestigd",
        "valid_from": FIRST.isoformat(),
        "review_by": LAST.isoformat(),
        "sources": "[{title: WPO artikel 40, url: 'https://wetten.overheid.nl/BWBR0003420'}]",
        "questions": "{wanneer-begint-de-zorgplicht: ['telt een rondleiding ook al?']}",
        **changes,
    }
    head = "".join(f"{key}: {value}\n" for key, value in keys.items() if value)
    return f"---\n{head}---\n{body}"


def content(id: str = "zorgplicht", **changes: Any) -> Content:
    """Content that is valid all of 2026."""
    fields: dict[str, Any] = {
        "id": id,
        "title": "Zorgplicht van de school",
        "scope": Scope.NATIONAL,
        "region": None,
        "audience": Audience.PARENT,
        "topics": ("zorgplicht",),
        "certainty": Certainty.CONFIRMED,
        "valid_from": FIRST,
        "review_by": LAST,
        "sources": (Source("WPO artikel 40", "https://wetten.overheid.nl/BWBR0003420", FIRST),),
        "text": BODY,
        **changes,
    }
    return Content(**fields)


def document(id: str = "zorgplicht", **changes: Any) -> DocumentFile:
    """A file with that content, one example question and the note of a starter set."""
    questions = changes.pop(
        "questions", (ExampleQuestion("wanneer-begint-de-zorgplicht", "telt een rondleiding al?"),)
    )
    claimed = Validation("project", FIRST, "Startset, nog te valideren.", starter=True)
    return DocumentFile(content(id, **changes), questions, claimed)

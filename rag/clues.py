"""What the wording and the masks give away about the kind of question that was asked."""

from __future__ import annotations

from rag.routing.places import named_elsewhere
from rag.signs import signs

# Wordings that seldom stand in a question with an answer: about one in forty.
TELLING = ("outcome", "own_case", "choice", "future", "opinion", "amount")
CLUES = (
    *TELLING,
    "country",
    "municipality",
    "province",
    "named_school",
    "named_person",
)
_PLACEHOLDERS = {"[SCHOOL]": "named_school", "[NAAM]": "named_person"}


def clues(masked: str, region: str | None) -> frozenset[str]:
    """Which of CLUES a masked question holds: signs in its wording, kinds of places outside
    `region`, and what was masked."""
    masks = {clue for placeholder, clue in _PLACEHOLDERS.items() if placeholder in masked}
    return signs(masked) | frozenset(named_elsewhere(masked, region)) | masks

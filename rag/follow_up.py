"""Makes a follow-up question stand on its own for retrieval, from what the client sent along."""

from __future__ import annotations

import re

from ingest.lexical.terms import content_stems
from rag.question import MAX_LENGTH, Question

_LEANS_BACK = re.compile(
    r"^(?:en|maar|of|dus|ok[eé]?|wat als|en als|geldt dat|and|but|what if|ve|peki|ama)\b", re.I
)
_REFERS = re.compile(r"\b(?:dat|dit|die|daarvan|daarmee|daarvoor|daar|ze|zij|it|that)\b", re.I)
_FEW_WORDS = 4
_ENOUGH_WORDS = 9


def standalone(question: Question, text: str) -> str:
    """`text` as it is, or with the previous question before it where it can't be read alone.

    `text` is the masked question; earlier turns must be masked already. Nothing is stored.
    """
    if not question.conversation:
        return text
    stems = content_stems(text)
    leans = bool(_LEANS_BACK.search(text) or _REFERS.search(text))
    if len(stems) <= _FEW_WORDS or (leans and len(stems) <= _ENOUGH_WORDS):
        # Clients send what they like; longer than a question can be, it is none.
        return f"{question.conversation[-1].question[:MAX_LENGTH]} {text}"
    return text

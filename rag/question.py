"""A question as it comes in, checked once so that no later step has to."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from corpus.document import Audience

MAX_LENGTH = 1000
MAX_TURNS = 6
_REGION = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# The most code points that composing makes one of.
_LONGEST_COMPOSED = 4


class InvalidQuestion(ValueError):
    """The question can't be used; the message is Dutch and for the person who asked."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the same conversation and the text that answered it."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, for whom and where. Build it with `ask`, which trims and checks."""

    text: str
    audience: Audience = Audience.PARENT
    region: str | None = None
    conversation: tuple[Turn, ...] = field(default=())

    @staticmethod
    def ask(
        text: str,
        audience: Audience = Audience.PARENT,
        region: str | None = None,
        conversation: tuple[Turn, ...] = (),
    ) -> Question:
        """A checked question: 1 to 1,000 code points after trimming. `region` is a slug.

        Raises InvalidQuestion.
        """
        # Half characters can't be encoded, and PostgreSQL stores no NUL.
        if any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text):
            raise InvalidQuestion("De vraag bevat tekens die wij niet kunnen lezen.")
        trimmed = text.strip()
        # Composing takes minutes for a hundred thousand loose accents.
        if len(trimmed) <= MAX_LENGTH * _LONGEST_COMPOSED:
            trimmed = unicodedata.normalize("NFC", trimmed).strip()
        # Zero-width and control characters alone are no question either.
        if not any(unicodedata.category(char)[0] not in "CZ" for char in trimmed):
            raise InvalidQuestion("Stel een vraag. Het vraagveld is leeg.")
        if len(trimmed) > MAX_LENGTH:
            raise InvalidQuestion(
                f"De vraag is te lang: {len(trimmed)} tekens. Gebruik er hoogstens {MAX_LENGTH}."
            )
        if region is not None and not _REGION.fullmatch(region):
            raise InvalidQuestion(
                "Een regio is een naam in kleine letters met streepjes, zoals de-meierij."
            )
        return Question(trimmed, audience, region, conversation[-MAX_TURNS:])

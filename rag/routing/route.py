"""Decides, before anything is searched, whether a question is one to search for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rag.answer import Status
from rag.routing.gibberish import is_gibberish
from rag.routing.normalise import normalise
from rag.routing.patterns import Patterns, patterns

_PLACEHOLDER = re.compile(r"\[[A-Z-]+\]")
_WORD = re.compile(r"[^\W\d_]+")
_LETTER = re.compile(r"[^\W\d_]")


class CrisisKind(StrEnum):
    """What help comes first."""

    SUICIDE = "suicide"
    DANGER = "danger"
    ABUSE = "abuse"
    CHILD_ABUSE = "child_abuse"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class Route:
    """Where a question goes instead of to retrieval, why, and which help a crisis needs first."""

    status: Status
    reason: str
    help: CrisisKind | None = None


def route(text: str, language: str) -> Route | None:
    """Where masked `text` goes at once, or None when it is a question to answer.

    `language` is the ISO 639-1 code that was detected; it matters only for telling gibberish,
    since a cry for help is short and its detected language therefore least sure.
    """
    known = patterns()
    plain = normalise(text)
    help_first = _crisis(plain, known)
    if help_first is not None:
        return Route(Status.HANDOVER_CRISIS, help_first.value, help_first)
    if known.attack_raw.search(text) or known.attack.search(plain):
        return Route(Status.REFUSED_ATTACK, "attack")
    said = normalise(_PLACEHOLDER.sub(" ", text))
    return next(_without_subject(said, language, known), None)


def _crisis(plain: str, known: Patterns) -> CrisisKind | None:
    # Blanked, not skipped: "ik schaam me dood en wil niet meer leven" is still a crisis.
    serious = known.harmless.sub(" . ", plain)
    if known.suicide.search(serious):
        return CrisisKind.SUICIDE
    if known.danger.search(serious):
        return CrisisKind.DANGER
    child = known.child_abuse.search(serious)
    if child and not known.adult_speaker.search(plain):
        return CrisisKind.CHILD_ABUSE
    return CrisisKind.ABUSE if child or known.abuse.search(serious) else None


def _without_subject(said: str, language: str, known: Patterns) -> Iterator[Route]:
    """The routes of text in which nothing is left when the words of that route are taken out."""
    if not _LETTER.search(said):
        yield Route(Status.CLARIFICATION_UNCLEAR, "no_words")
    cursed = known.insult.sub(" ", said)
    if cursed != said and not _LETTER.search(known.insult_filler.sub(" ", cursed)):
        yield Route(Status.REFUSED_ABUSE, "insult")
    asked = known.about_service.sub(" ", said)
    greeted = known.greeting.sub(" ", asked)
    if not _LETTER.search(greeted):
        reason = "greeting" if asked == said else "about_service"
        yield Route(Status.CLARIFICATION_GREETING, reason)
    words = _WORD.findall(known.unclear.sub(" ", said))
    if language == "nl" or said.isascii():
        words = [word for word in words if not is_gibberish(word)]
    if not words:
        yield Route(Status.CLARIFICATION_UNCLEAR, "gibberish")

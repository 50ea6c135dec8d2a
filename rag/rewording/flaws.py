"""Does a reworded sentence say what its source says, no more and no less? When in doubt: no.

A wrong no costs smoothness, since the source is shown instead. A wrong yes would be a claim that no
document makes. So every check compares both ways.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise

import yaml

from ingest.lexical.terms import content_stems, words
from ingest.quality.quantities import quantities

_LONGER, _MARGIN = 1.5, 20
# Of the source's content words, how many must come back; of the new ones, how many may be others.
_KEPT, _OWN = 0.6, 0.2
_MARKUP = re.compile(r"[*#<>\[\]{}|`_\\\n]|https?:|www\.")
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")
_DIGITS = re.compile(r"\d+(?:[.,:-]\d+)*")
_CAPITAL = re.compile(r"[A-Z][\w'’-]+")
_FORMAL = frozenset("u uw uzelf".split())
_FAMILIAR = frozenset("je jij jou jouw jullie".split())


class Flaw(StrEnum):
    """Why a reworded sentence is not shown."""

    FORM = "form"
    REPEATED = "repeated"
    LENGTH = "length"
    ADDRESS = "address"
    NUMBER = "number"
    NEGATION = "negation"
    MODALITY = "modality"
    ACTORS = "actors"
    NAME = "name"
    UNSUPPORTED = "unsupported"
    LEFT_OUT = "left_out"


def flaws(source: str, said: str) -> Iterator[Flaw]:
    """What is wrong with `said` as another wording of `source`; nothing when it may be shown."""
    for flaw, found in _CHECKS:
        if found(source, said):
            yield flaw


def _form(source: str, said: str) -> bool:
    """More or less than one sentence, or signs that are no plain text."""
    body = said.rstrip()
    if not body or _MARKUP.search(said):
        return True
    more = len(_SENTENCE_END.findall(body)) > max(1, len(_SENTENCE_END.findall(source)))
    ends = body[-1] in ".!?" or body[-1] == source.rstrip()[-1:]
    return more or not ends or (body[0].islower() and not source[:1].islower())


def _repeated(source: str, said: str) -> bool:
    return _most_often(said) > max(1, _most_often(source))


def _most_often(text: str) -> int:
    return max(Counter(pairwise(words(text))).values(), default=0)


def _length(source: str, said: str) -> bool:
    return len(said) > _LONGER * len(source) + _MARGIN


def _address(source: str, said: str) -> bool:
    """`u` became `je`, or the other way round: then two people are spoken to in one answer."""
    there, here = set(words(source)), set(words(said))
    formal = bool(here & _FORMAL) and bool(there & _FAMILIAR) and not there & _FORMAL
    familiar = bool(here & _FAMILIAR) and not there & _FAMILIAR
    return formal or familiar


def _number(source: str, said: str) -> bool:
    """Other digits, or another number of days, weeks, years, euros."""

    def amounts(text: str) -> Counter[str]:
        return Counter(quantity.value for quantity in quantities(text))

    digits = Counter(_DIGITS.findall(source)) != Counter(_DIGITS.findall(said))
    return digits or amounts(source) != amounts(said)


def _negation(source: str, said: str) -> bool:
    return _count(source, "negation") != _count(said, "negation")


def _modality(source: str, said: str) -> bool:
    """Another duty, permission, frequency, limit or condition than before."""
    return any(bool(_count(source, kind)) != bool(_count(said, kind)) for kind in _strengths())


def _actors(source: str, said: str) -> bool:
    """Other people or bodies, or the same in another order: then who does what to whom may turn."""
    return _in_order(source) != _in_order(said)


def _name(source: str, said: str) -> bool:
    """A capitalised word inside the sentence that the source does not have."""
    held = set(words(source))
    inside = _CAPITAL.findall(said.partition(" ")[2])
    return any(part not in held for word in inside for part in words(word))


def _unsupported(source: str, said: str) -> bool:
    held, own = set(content_stems(source)), content_stems(said)
    return bool(own) and sum(stem not in held for stem in own) > _OWN * len(own)


def _left_out(source: str, said: str) -> bool:
    held, own = set(content_stems(source)), set(content_stems(said))
    return bool(held) and len(held & own) < _KEPT * len(held)


def _count(text: str, kind: str) -> int:
    known = _vocabulary()[kind]
    return sum(word in known for word in words(text))


def _in_order(text: str) -> tuple[str, ...]:
    actors = _actor_of()
    return tuple(dict.fromkeys(actors[word] for word in words(text) if word in actors))


def _strengths() -> tuple[str, ...]:
    return tuple(kind for kind in _vocabulary() if kind not in ("negation", "actors"))


@cache
def _vocabulary() -> dict[str, frozenset[str]]:
    """The words of each kind, in the form that `words` gives."""
    path = files("rag.rewording").joinpath("vocabulary.yaml")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {kind: frozenset(line.split()) for kind, line in data["kinds"].items()}


@cache
def _actor_of() -> dict[str, str]:
    path = files("rag.rewording").joinpath("vocabulary.yaml")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {form: line.split()[0] for line in data["actors"] for form in line.split()}


_CHECKS: tuple[tuple[Flaw, Callable[[str, str], bool]], ...] = (
    (Flaw.FORM, _form),
    (Flaw.REPEATED, _repeated),
    (Flaw.LENGTH, _length),
    (Flaw.ADDRESS, _address),
    (Flaw.NUMBER, _number),
    (Flaw.NEGATION, _negation),
    (Flaw.MODALITY, _modality),
    (Flaw.ACTORS, _actors),
    (Flaw.NAME, _name),
    (Flaw.UNSUPPORTED, _unsupported),
    (Flaw.LEFT_OUT, _left_out),
)

"""Asks a judged set and scores the answers: `python -m eval.scorecard [SET]`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.library import Library
from eval.question_sets import JudgedQuestion, load
from eval.starter import starter_parts
from rag.answer import Answer
from rag.answering import AnswerService


@dataclass(frozen=True, slots=True)
class Asked:
    """A judged question and what came back."""

    judged: JudgedQuestion
    answer: Answer

    @property
    def answered(self) -> bool:
        return self.answer.status.family == "answered"

    @property
    def on_topic(self) -> bool:
        """The first citation is about a topic that a right answer may come from."""
        citations = self.answer.citations
        return bool(citations) and bool(self.judged.topics & set(citations[0].topics))


@dataclass(frozen=True, slots=True)
class Share:
    """A count out of a whole, printed with both so that small denominators show."""

    name: str
    part: int
    whole: int

    def __str__(self) -> str:
        rate = f"{self.part / self.whole:.3f}" if self.whole else "-"
        return f"{self.name:44s} {rate:>6s}  ({self.part} of {self.whole})"


def ask_all(service: AnswerService, questions: Sequence[JudgedQuestion]) -> Sequence[Asked]:
    """Every question of a set, one after the other."""
    return tuple(Asked(judged, service.answer(judged.question())) for judged in questions)


def score(asked: Sequence[Asked], library: Library) -> Sequence[Share]:
    """The shares that matter: answered, on topic, falsely answered, and cited to the byte."""
    inside = [each for each in asked if each.judged.answerable]
    answered = [each for each in inside if each.answered]
    shares = [
        Share("in scope: answered", len(answered), len(inside)),
        Share("in scope: answered on the right topic", _count(answered, _on_topic), len(inside)),
        Share("answered: on the right topic", _count(answered, _on_topic), len(answered)),
    ]
    for name, belongs in _OUTSIDE:
        group = [each for each in asked if not each.judged.answerable and belongs(each)]
        shares.append(Share(f"{name}: falsely answered", _count(group, _answered), len(group)))
    citations = [(each.answer, c) for each in asked for c in each.answer.citations]
    exact = sum(
        _exact(library, c.document_id, c.version, c.start, c.end, c.quote) for _a, c in citations
    )
    shares.append(Share("citations equal to the stored text", exact, len(citations)))
    sentences = [
        (each.answer, sentence)
        for each in asked
        for block in each.answer.blocks
        for sentence in block.sentences
    ]
    held = sum(
        any(c.number in s.citations and s.text in c.quote for c in answer.citations)
        for answer, s in sentences
    )
    shares.append(Share("sentences held by a citation", held, len(sentences)))
    return shares


def main() -> None:
    """Print the scorecard of a set, and with `--misses` the questions that went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", nargs="?", default="acceptance")
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    with starter_parts() as parts:
        asked = ask_all(parts.service, load(args.set))
        for share in score(asked, parts.stores.library):
            print(share)
    if args.misses:
        for each in asked:
            _print_miss(each)


def _print_miss(each: Asked) -> None:
    judged, answer = each.judged, each.answer
    if each.answered == judged.answerable and (each.on_topic or not judged.answerable):
        return
    first = answer.citations[0] if answer.citations else None
    found = f"{first.document_id}: {first.section}" if first else answer.status.value
    print(f"\n{judged.id} {judged.kind} p={answer.confidence:.2f}\n  {judged.text}\n  -> {found}")


def _answered(each: Asked) -> bool:
    return each.answered


def _on_topic(each: Asked) -> bool:
    return each.on_topic


def _count(group: Sequence[Asked], holds: Callable[[Asked], bool]) -> int:
    return sum(holds(each) for each in group)


def _exact(
    library: Library, document_id: str, version: int, start: int, end: int, quote: str
) -> bool:
    stored = library.get(document_id, version)
    return stored is not None and stored.content.text[start:end] == quote


_OUTSIDE: Sequence[tuple[str, Callable[[Asked], bool]]] = (
    ("off topic", lambda each: not each.judged.kind.startswith("near_miss")),
    ("near miss", lambda each: each.judged.kind.startswith("near_miss")),
)


if __name__ == "__main__":
    main()

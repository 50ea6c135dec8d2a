"""What each part of retrieval is worth: `python -m eval.ablation [SET]` prints a table.

Each retriever alone, all without one of them, and all together, over the same questions. Weights
are those that ship, so a part that is left out is not made up for by others that learned to.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from eval.learning.examples import Example, examples
from eval.metrics.figure import difference, share
from eval.starter import starter_search
from rag.ranking import Ranking, RankingWeights

_PARTS = ("passage", "question", "centre", "terms")
_SPOKEN = {
    "passage": "passage vector",
    "question": "nearest example question",
    "centre": "centre of the example questions",
    "terms": "BM25 terms",
    "support": "neighbours in the document",
}
_NONE = RankingWeights(0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Row:
    """For each question 1.0 or 0.0: right topic first, in five, and all facts in five."""

    first: Sequence[float]
    five: Sequence[float]
    facts: Sequence[float]


def main() -> None:
    """Print a table for Dutch and one for other languages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", nargs="?", default="test")
    name = parser.parse_args().set
    with starter_search() as search:
        found = [each for each in examples(search, (name,)) if each.judged.answerable]
    ranking = Ranking.load()
    for told, weights, group in (
        ("In Dutch", ranking.dutch, [e for e in found if e.language == "nl"]),
        ("In other languages", ranking.other, [e for e in found if e.language != "nl"]),
    ):
        print(f"\n{told} ({len(group)} questions)\n")
        print("\n".join(table(group, weights)))


def table(group: Sequence[Example], weights: RankingWeights) -> Iterator[str]:
    """Markdown rows; the last column is right topic first against all, with its interval."""
    yield "| found by | topic first | topic in five | facts in five | first, against all |"
    yield "|---|---|---|---|---|"
    whole = measure(group, weights)
    for name, chosen in variants(weights).items():
        row = measure(group, chosen)
        against = difference(name, row.first, whole.first)
        cells = [share("", map(bool, each)) for each in (row.first, row.five, row.facts)]
        figures = " | ".join(f"{cell.value:.3f}" for cell in cells)
        lost = f"{against.value:+.3f} [{against.low:+.3f}, {against.high:+.3f}]"
        yield f"| {name} | {figures} | {lost if chosen != weights else ''} |"


def variants(weights: RankingWeights) -> Mapping[str, RankingWeights]:
    """The weights of each part alone, of all without one, and of all."""
    alone = {f"{_SPOKEN[part]} alone": replace(_NONE, **{part: 1.0}) for part in _PARTS}
    without = {
        f"all without {_SPOKEN[part]}": replace(weights, **{part: 0.0})
        for part in (*_PARTS, "support")
    }
    return {**alone, **without, "all together": weights}


def measure(group: Sequence[Example], weights: RankingWeights) -> Row:
    """What a ranking with these weights finds."""
    ranked = [each.ranked(Ranking(weights, weights)) for each in group]
    fives = [(each, each.retrieval.candidates[:5]) for each in ranked]
    return Row(
        [float(any(map(each.right, five[:1]))) for each, five in fives],
        [float(any(map(each.right, five))) for each, five in fives],
        [float(any(map(each.holds_answer, five))) for each, five in fives],
    )


if __name__ == "__main__":
    main()

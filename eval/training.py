"""Learns the weights of alarm, ranking and answerability: `python -m eval.training`.

Run it after every change of the model; the weights hold for one model's vectors.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

import rag
from eval.learning.alarm import learn_alarm
from eval.learning.answerability import learn_answerability
from eval.learning.examples import examples
from eval.learning.ranking import learn_ranking
from eval.starter import starter_search
from rag.routing.alarm import WEIGHTS

_WEIGHTS = Path(rag.__file__).parent / "weights"
_ROUTING = Path(rag.__file__).parent / "routing"


def main() -> None:
    """Train on the development sets and write the three weight files, or with `alarm` that one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", choices=["alarm"])
    args = parser.parse_args()
    with starter_search() as search:
        print("alarm")
        _write(_ROUTING / WEIGHTS, learn_alarm(search.embedder))
        if args.only:
            return
        found = examples(search)
    ranking = learn_ranking(found)
    print(f"ranking: {ranking}")
    found = tuple(example.ranked(ranking) for example in found)
    inside = [example for example in found if example.judged.answerable]
    for language in ("nl", "other"):
        group = [e for e in inside if (e.language == "nl") == (language == "nl")]
        first = [e.right(e.retrieval.candidates[0]) for e in group]
        five = [any(map(e.right, e.retrieval.candidates[:5])) for e in group]
        print(f"{language}: right topic first {np.mean(first):.3f}, in five {np.mean(five):.3f}")
    _write(_WEIGHTS / "ranking.json", {"weights": asdict(ranking)})
    _write(_WEIGHTS / "answerability.json", learn_answerability(found, ranking))


def _write(path: Path, stored: dict[str, Any]) -> None:
    path.write_text(json.dumps(stored) + "\n", encoding="utf-8")
    print(f"written: {path.name}")


if __name__ == "__main__":
    main()

"""The floor below which no figure may fall: `baseline.json`, committed.

Each floor lies below what was measured when it was set by as much as chance may take from a set of
that size, so that `make eval` fails for a loss and not for noise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files

from eval.metrics.figure import Figure


def below(card: Mapping[str, Sequence[Figure]]) -> list[str]:
    """A line for each figure that is worse than its floor, or that was not measured."""
    told = []
    for name, floors in load().items():
        measured = {figure.name.strip(): figure for figure in card.get(name, ())}
        for figure_name, (direction, floor) in floors.items():
            figure = measured.get(figure_name)
            if figure is None or not figure.whole:
                told.append(f"{name}: '{figure_name}' was not measured")
            elif (figure.value < floor) if direction == "at least" else (figure.value > floor):
                told.append(
                    f"{name}: '{figure_name}' is {figure.value:.3f}, {direction} {floor:.3f}"
                )
    return told


def load() -> Mapping[str, Mapping[str, tuple[str, float]]]:
    """Set, figure, and `at least` or `at most` with its bound."""
    text = files("eval").joinpath("baseline.json").read_text(encoding="utf-8")
    return {
        name: {figure: (str(way), float(bound)) for figure, (way, bound) in floors.items()}
        for name, floors in json.loads(text).items()
    }

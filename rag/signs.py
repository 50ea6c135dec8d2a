"""Signs in the wording that a question asks what no document says: an outcome, an opinion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from rag.routing.normalise import normalise

PERSONAL = frozenset({"outcome", "own_case", "choice"})


def signs(text: str) -> frozenset[str]:
    """The names of the signs found. Dutch only: in other languages the vector has to tell."""
    plain = normalise(text)
    return frozenset(sign for sign, pattern in _patterns().items() if pattern.search(plain))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    text = files("rag").joinpath("signs.yaml").read_text(encoding="utf-8")
    return {
        sign: re.compile("|".join(f"(?:{line})" for line in lines))
        for sign, lines in yaml.safe_load(text).items()
    }

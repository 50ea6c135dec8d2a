"""The routing patterns, compiled once from the YAML files of `patterns/`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from rag.routing.normalise import fold

_PART = re.compile(r"<([a-z]+)>")
_GAP = re.compile(r"<(\d)>")
_REST_OF_WORD = re.compile(r"(?<=[^\W_])(?<!\\[a-z])\*")


@dataclass(frozen=True, slots=True)
class Patterns:
    """One pattern per purpose, over the text that `normalise` makes; `attack_raw` over raw text.

    All languages are in every pattern: a short cry for help is where the detected language is
    least sure.
    """

    harmless: re.Pattern[str]
    suicide: re.Pattern[str]
    danger: re.Pattern[str]
    child_abuse: re.Pattern[str]
    adult_speaker: re.Pattern[str]
    abuse: re.Pattern[str]
    attack: re.Pattern[str]
    attack_raw: re.Pattern[str]
    greeting: re.Pattern[str]
    about_service: re.Pattern[str]
    unclear: re.Pattern[str]
    insult: re.Pattern[str]
    insult_filler: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """The patterns of the package."""
    lines: dict[str, list[str]] = defaultdict(list)
    folder = files("rag.routing").joinpath("patterns")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml"):
            data = yaml.safe_load(file.read_text(encoding="utf-8"))
            parts = _parts(data.pop("parts", {}))
            for purpose, text in data.items():
                lines[purpose] += [_expand(line, parts) for line in text.splitlines() if line]
    raw = lines.pop("attack_raw")
    compiled = {purpose: _compile(alternatives) for purpose, alternatives in lines.items()}
    return Patterns(
        **compiled,
        attack_raw=re.compile(_either(raw), re.IGNORECASE | re.MULTILINE),
    )


def _parts(raw: Mapping[str, str]) -> dict[str, str]:
    """Named fragments; a later one may use an earlier one."""
    parts: dict[str, str] = {}
    for name, text in raw.items():
        parts[name] = _PART.sub(lambda found: parts[found[1]], text)
    return parts


def _expand(line: str, parts: Mapping[str, str]) -> str:
    line = _PART.sub(lambda found: parts.get(found[1], found[0]), line)
    return _REST_OF_WORD.sub(r"\\w*", _GAP.sub(r"(?: \\w+){0,\1}", line))


def _compile(alternatives: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either(map(fold, alternatives))})(?!\w)")


def _either(alternatives: Iterable[str]) -> str:
    return "|".join(f"(?:{line})" for line in alternatives)

"""The word lists behind masking, read once from `lexicon.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Case-folded words by what they tell; `closings` and the phrase lists are patterns."""

    given: frozenset[str]
    given_with_cue: frozenset[str]
    surnames: frozenset[str]
    particles: frozenset[str]
    not_names: frozenset[str]
    months: frozenset[str]
    kin: frozenset[str]
    kin_german: frozenset[str]
    titles: frozenset[str]
    says_name: tuple[str, ...]
    i_am: tuple[str, ...]
    closings: str
    school_sure: frozenset[str]
    school_short: frozenset[str]
    school_weak: frozenset[str]
    school_names: frozenset[str]
    not_schools: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The lists of the package."""
    path = files("rag.masking").joinpath("lexicon.yaml")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))

    def words(entry: object) -> frozenset[str]:
        return frozenset(str(entry).casefold().split())

    schools = data["school_kinds"]
    return Lexicon(
        given=words(data["given"]),
        given_with_cue=words(data["given_with_cue"]),
        surnames=words(data["surnames"]),
        particles=words(data["particles"]),
        not_names=words(data["not_names"]),
        months=words(data["months"]),
        kin=words(data["kin"]),
        kin_german=words(data["kin_german"]),
        titles=words(data["titles"]),
        says_name=tuple(data["says_name"]),
        i_am=tuple(data["i_am"]),
        closings="".join(str(data["closings"]).replace(" |", "|").splitlines()),
        school_sure=words(schools["sure"]),
        school_short=words(schools["short"]),
        school_weak=words(schools["weak"]),
        school_names=words(data["school_names"]),
        not_schools=words(data["not_schools"]),
    )

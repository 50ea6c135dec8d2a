"""Tells a place outside the asker's region: what a region does is no answer for another one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

PlaceKind = Literal["municipality", "province", "country"]

_WORD = re.compile(r"[^\W\d_]+")
# "In Amsterdam kreeg hij hulp en hier niet" is asked from here.
_HERE = re.compile(r"\bhier\b(?! in\b)", re.IGNORECASE)
_LONGEST_NAME = 5
_CONTEXT = 4
_UNMISTAKABLE = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A place by its usual name; towns count as municipalities, foreign towns as their country."""

    name: str
    kind: PlaceKind


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """Places by their folded name, and the words that decide what naming one means."""

    places: Mapping[str, Place]
    regions: Mapping[str, frozenset[str]]
    ambiguous: frozenset[str]
    lives_there: frozenset[str]
    lived_there: frozenset[str]
    institutions: frozenset[str]
    others: frozenset[str]
    prepositions: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Mention:
    key: str
    capital: bool
    before: tuple[str, ...]


def outside_place(text: str, region: str | None) -> Place | None:
    """The first place in `text` that lies outside `region`, or None.

    None too when the text names a place of the region itself, and for Dutch places when the region
    is unknown: without a region there is nothing to be outside of.
    """
    gazetteer = _gazetteer()
    own = gazetteer.regions.get(region or "", frozenset())
    mentions = list(_mentions(text, gazetteer, own))
    if any(mention.key in own for mention in mentions) or _HERE.search(text):
        return None
    words = frozenset(_fold(text).split())
    for mention in mentions:
        place = gazetteer.places[mention.key]
        if place.kind == "country":
            if _lives_abroad(mention, words, gazetteer):
                return place
        elif own and _lives_there(mention, gazetteer):
            return place
    return None


def named_elsewhere(text: str, region: str | None) -> frozenset[PlaceKind]:
    """The kinds of places outside `region` that the text names, in whatever connection.

    Weaker than `outside_place`: a hint for a judgement that weighs others beside it.
    """
    gazetteer = _gazetteer()
    own = gazetteer.regions.get(region or "", frozenset())
    return frozenset(
        gazetteer.places[mention.key].kind
        for mention in _mentions(text, gazetteer, own)
        if mention.key not in own
        and (mention.key not in gazetteer.ambiguous or mention.capital)
        and (mention.capital or len(mention.key) >= _UNMISTAKABLE)
    )


def is_place(name: str) -> bool:
    """True for the name of a known Dutch place, whatever its case."""
    gazetteer = _gazetteer()
    key = _fold(name)
    place = gazetteer.places.get(key)
    return any(key in own for own in gazetteer.regions.values()) or (
        place is not None and place.kind != "country"
    )


def _lives_there(mention: _Mention, gazetteer: _Gazetteer) -> bool:
    last = mention.before[-1] if mention.before else ""
    if mention.key in gazetteer.ambiguous and not (
        mention.capital and last in gazetteer.prepositions
    ):
        return False
    moved_away = last in {"van", "vanuit", "uit"} and any(
        word.startswith("verhui") for word in mention.before
    )
    somebody_else = len(mention.before) > 1 and mention.before[-2] in gazetteer.others
    return (
        not moved_away and not somebody_else and gazetteer.institutions.isdisjoint(mention.before)
    )


def _lives_abroad(mention: _Mention, words: frozenset[str], gazetteer: _Gazetteer) -> bool:
    return (
        bool(mention.before)
        # Short names of foreign towns are words too; a long one is no accident.
        and (mention.capital or len(mention.key) >= _UNMISTAKABLE)
        and mention.before[-1] in {"in", "naar", "te"}
        and not gazetteer.lives_there.isdisjoint(mention.before)
        and gazetteer.lived_there.isdisjoint(words)
    )


def _mentions(text: str, gazetteer: _Gazetteer, own: frozenset[str]) -> Iterator[_Mention]:
    """Known places in reading order, the longest name where several begin at one word."""
    found = list(_WORD.finditer(text))
    words = [_fold(word.group()) for word in found]
    index = 0
    while index < len(words):
        for size in range(min(_LONGEST_NAME, len(words) - index), 0, -1):
            key = " ".join(words[index : index + size])
            if key in gazetteer.places or key in own:
                before = tuple(words[max(0, index - _CONTEXT) : index])
                yield _Mention(key, found[index + (size > 1)].group()[0].isupper(), before)
                break
        else:
            size = 1
        index += size


def _fold(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(_WORD.findall("".join(c for c in bare if not unicodedata.combining(c))))


@cache
def _gazetteer() -> _Gazetteer:
    path = files("rag.routing").joinpath("places.yaml")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    places: dict[str, Place] = {}
    for name in data["municipalities"]:
        places[_fold(name)] = Place(name, "municipality")
    for name in data["provinces"]:
        places[_fold(name)] = Place(name, "province")
    for country, names in data["countries"].items():
        for name in names:
            places.setdefault(_fold(name), Place(country, "country"))

    def folded(key: str) -> frozenset[str]:
        return frozenset(map(_fold, data[key]))

    return _Gazetteer(
        places=places,
        regions={region: frozenset(map(_fold, names)) for region, names in data["regions"].items()},
        ambiguous=folded("ambiguous"),
        lives_there=folded("lives_there"),
        lived_there=folded("lived_there"),
        institutions=folded("institutions"),
        others=folded("others"),
        prepositions=folded("place_prepositions"),
    )

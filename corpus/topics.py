"""The controlled vocabulary: topic slugs and the labels shown to people."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml


@cache
def topics() -> Mapping[str, str]:
    """Slug to Dutch label, in the order of `topics.yaml`."""
    text = files("corpus").joinpath("topics.yaml").read_text(encoding="utf-8")
    return MappingProxyType({str(slug): str(label) for slug, label in yaml.safe_load(text).items()})

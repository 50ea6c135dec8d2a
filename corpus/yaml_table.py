"""Reads the tables that people keep in YAML beside the documents."""

from __future__ import annotations

from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from corpus.errors import CorpusError
from corpus.explaining import explain


class Entry(BaseModel):
    """A row: unknown keys are refused, and nothing changes it once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Row = TypeVar("Row", bound=Entry)


def read_table(text: str, row: type[Row], name: str) -> tuple[Row, ...]:
    """The rows of a YAML list. Raises CorpusError, in Dutch, that names the table and the place."""
    try:
        return TypeAdapter(tuple[row, ...]).validate_python(yaml.safe_load(text))  # type: ignore[valid-type]
    except yaml.YAMLError as error:
        raise CorpusError(f"{name}: dit is geen geldige YAML.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise CorpusError(f"{name}: '{place}' {explain(first)}.") from error

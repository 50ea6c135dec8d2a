"""The folder of a model that is shipped as data: what its manifest says, and whether that holds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

SHIPPED = Path(__file__).with_name("steunwijzer-e5-small-int8")
MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
_MANIFEST = "model.json"
_SHORT = 12


class ModelUnavailable(Exception):
    """The embedding model is missing, damaged or can't be loaded; the message is for people."""


class Prompts(BaseModel):
    """What the model wants to read before a question and before a passage."""

    model_config = ConfigDict(frozen=True)

    query: str
    document: str


class _File(BaseModel):
    model_config = ConfigDict(frozen=True)

    bytes: int
    sha256: str


class _Manifest(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    dimensions: int
    max_tokens: int
    prompts: Prompts
    files: dict[str, _File]
    made_of: dict[str, str]


@dataclass(frozen=True, slots=True)
class ShippedModel:
    """A folder whose files are as they were built. `digest` tells its vectors from others."""

    folder: Path
    name: str
    digest: str
    dimensions: int
    max_tokens: int
    prompts: Prompts


def check_shipped(folder: Path) -> ShippedModel:
    """Read the manifest and compare the files with it. Raises ModelUnavailable."""
    try:
        manifest = _Manifest.model_validate_json((folder / _MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise _unavailable(_MANIFEST) from error
    for name in (MODEL_FILE, TOKENIZER_FILE):
        try:
            intact = manifest.files[name] == _describe(folder / name)
        except (OSError, KeyError) as error:
            raise _unavailable(name) from error
        if not intact:
            raise _unavailable(name)
    # The same files made with other versions of the tools give the same vectors.
    decisive = manifest.model_dump_json(exclude={"made_of"})
    return ShippedModel(
        folder=folder,
        name=manifest.name,
        digest=hashlib.sha256(decisive.encode()).hexdigest()[:_SHORT],
        dimensions=manifest.dimensions,
        max_tokens=manifest.max_tokens,
        prompts=manifest.prompts,
    )


def write_manifest(
    folder: Path,
    name: str,
    dimensions: int,
    max_tokens: int,
    prompts: Prompts,
    made_of: Mapping[str, str],
) -> None:
    """Describe the files that lie in `folder`. `made_of`: packages and their versions."""
    manifest = _Manifest(
        name=name,
        dimensions=dimensions,
        max_tokens=max_tokens,
        prompts=prompts,
        files={file: _describe(folder / file) for file in (MODEL_FILE, TOKENIZER_FILE)},
        made_of=dict(made_of),
    )
    text = manifest.model_dump_json(indent=2) + "\n"
    (folder / _MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def _describe(path: Path) -> _File:
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return _File(bytes=path.stat().st_size, sha256=sha256)


def _unavailable(file: str) -> ModelUnavailable:
    return ModelUnavailable(
        f"Het meegeleverde taalmodel is niet compleet: {file} ontbreekt of is beschadigd. "
        "Installeer Steunwijzer opnieuw."
    )

"""The seal of a generation: its manifest and a checksum of every file.

The engine opens a shard of which files are missing or cut short as if it were a smaller one, and
a shard with garbled filter fields as if all were well. So a generation is checked before use.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ingest.index.failures import damaged, unreadable
from ingest.index.port import Manifest

_NAME = "manifest.json"
_BLOCK = 2**16
# The engine replaces these, with the same content in another order, whenever a shard is opened or
# closed. It refuses a shard in which they are garbled, but without its configuration it would make
# up another one.
_REWRITTEN = frozenset({"edge_config.json", "segment.json"})


@dataclass(frozen=True, slots=True)
class Seal:
    """What a committed generation says about itself; `files` maps relative paths to checksums.

    A file of which the bytes may change has the empty checksum.
    """

    manifest: Manifest
    passages: int
    files: dict[str, str]


def seal(directory: Path, manifest: Manifest, passages: int) -> None:
    """Write the seal of a finished generation and make all of it durable. Raises OSError."""
    files = {
        path.relative_to(directory).as_posix(): _checksum(path)
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }
    record = asdict(Seal(manifest, passages, files))
    (directory / _NAME).write_text(json.dumps(record), encoding="utf-8")
    for path in [*directory.rglob("*"), directory]:
        sync(path)


def verify(directory: Path) -> Seal:
    """The seal of a generation of which every file is whole. Raises IndexUnavailable."""
    try:
        found = _parse((directory / _NAME).read_bytes())
        # Only these: another process that opens it leaves temporary files for a moment.
        if any(_checksum(directory / name) != value for name, value in found.files.items()):
            raise damaged("bestanden zijn veranderd")
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise damaged("de inhoudsopgave is onleesbaar") from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise damaged("bestanden ontbreken") from error
    except OSError as error:
        raise unreadable() from error
    return found


def sync(path: Path) -> None:
    """Have the disk keep a file or directory. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _parse(data: bytes) -> Seal:
    record: dict[str, Any] = json.loads(data)
    return Seal(Manifest(**record["manifest"]), int(record["passages"]), dict(record["files"]))


def _checksum(path: Path) -> str:
    """Over the length and the blocks that hold anything: most of a shard's files is a hole."""
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        if path.name in _REWRITTEN:
            return ""
        digest.update(os.fstat(file.fileno()).st_size.to_bytes(8))
        position = _next_data(file.fileno(), 0)
        while position is not None:
            file.seek(position)
            block = file.read(_BLOCK)
            if block.count(0) != len(block):
                digest.update(position.to_bytes(8))
                digest.update(block)
            position = _next_data(file.fileno(), position + _BLOCK)
    return digest.hexdigest()


def _next_data(handle: int, position: int) -> int | None:
    """The start of the first block from `position` on that isn't wholly a hole."""
    try:
        found = os.lseek(handle, position, os.SEEK_DATA)
    except OSError as error:
        if error.errno == errno.ENXIO:
            return None
        raise
    return found // _BLOCK * _BLOCK

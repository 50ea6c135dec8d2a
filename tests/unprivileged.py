"""Acting as a user whom files can be closed to, also where the tests run as root."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_NOBODY = 65534


@contextmanager
def unprivileged() -> Iterator[None]:
    """Run the block without root's right to open everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def shared_folder() -> Iterator[Path]:
    """A temporary folder that every user may enter and write in, unlike pytest's."""
    with TemporaryDirectory(prefix="steunwijzer-") as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder

"""A throw-away PostgreSQL cluster on a socket in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from uuid import uuid4


class Cluster:
    """Starts PostgreSQL on entry, and stops and removes it on exit."""

    def __enter__(self) -> Cluster:
        self._folder = Path(tempfile.mkdtemp(prefix="steunwijzer-pg-"))
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            shutil.chown(self._folder, "postgres")
        self._run("initdb", "-D", self._data, "-A", "trust", "-U", "postgres", "--no-sync")
        # No fsync: only the tests' own data is at stake, and they crash no operating system.
        options = f"-c listen_addresses='' -c unix_socket_directories={self._folder} -c fsync=off"
        self._run(
            "pg_ctl", "-D", self._data, "-w", "-l", self._data + ".log", "-o", options, "start"
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_database(self) -> str:
        """The URL of a new, empty database."""
        name = f"test_{uuid4().hex}"
        self._run(
            "psql", "-h", str(self._folder), "-U", "postgres", "-c", f"CREATE DATABASE {name}"
        )
        return f"postgresql://postgres@/{name}?host={self._folder}"

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        command = [_binary(program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=self._folder, check=False, timeout=60
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr}")


def _binary(program: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    path = str(found[-1]) if found else shutil.which(program)
    if path is None:
        raise RuntimeError(f"{program} is missing; `make tools` installs PostgreSQL")
    return path

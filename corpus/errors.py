"""What can be wrong with documents, said in Dutch with the file and line it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one place. `line` counts from 1; None where no line can be named."""

    file: Path | None
    line: int | None
    message: str

    def __str__(self) -> str:
        place = str(self.file) if self.file else "document"
        if self.line is not None:
            place += f", regel {self.line}"
        return f"{place}: {self.message}"


class CorpusError(Exception):
    """A document, package or stored corpus can't be used; the message is for people."""


class InvalidDocuments(CorpusError):
    """One or more files were refused; nothing of the package was stored."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class CorpusUnavailable(CorpusError):
    """The database can't be reached, is locked, full or of another version."""

"""What a check has to say of one place in a document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A Dutch message about a section; `anchor` is empty where it is about the whole document."""

    document_id: str
    anchor: str
    message: str

    def __str__(self) -> str:
        place = f"{self.document_id}#{self.anchor}" if self.anchor else self.document_id
        return f"{place}: {self.message}"

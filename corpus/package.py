"""A package: a folder of Markdown documents that is read, checked and written as one whole."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from corpus.document import DocumentFile
from corpus.document_file import read_file, write
from corpus.errors import CorpusError, Fault, InvalidDocuments
from corpus.explaining import explain_os
from corpus.library import Library


def read_package(path: Path) -> tuple[DocumentFile, ...]:
    """The documents of a file, or of all `.md` files below a folder, ordered by path.

    Raises InvalidDocuments with the faults of every file, so that one round of mending is enough.
    """
    paths = _below(path) if os.path.isdir(path) else [path]
    if not paths:
        raise InvalidDocuments((Fault(path, None, "bevat geen Markdown-bestanden (.md)"),))
    found: dict[str, tuple[Path, DocumentFile]] = {}
    faults: list[Fault] = []
    for each in paths:
        try:
            document = read_file(each)
        except InvalidDocuments as error:
            faults += error.faults
            continue
        twin = found.setdefault(document.content.id, (each, document))
        if twin[0] != each:
            message = f"het id '{document.content.id}' staat ook in {twin[0]}"
            faults.append(Fault(each, None, message))
    if faults:
        raise InvalidDocuments(tuple(faults))
    return tuple(document for _path, document in found.values())


def _below(folder: Path) -> list[Path]:
    def refuse(error: OSError) -> None:
        reason = f"kan niet lezen: {explain_os(error)}"
        raise InvalidDocuments((Fault(Path(error.filename), None, reason),))

    # `rglob` would pass over a folder that is closed, and its documents with it.
    walk = os.walk(folder, onerror=refuse)
    found = (Path(place, name) for place, _folders, names in walk for name in names)
    return sorted(path for path in found if path.suffix.lower() == ".md")


def export_package(library: Library, target: Path, day: date) -> Sequence[Path]:
    """Write every version that is citable on `day` or later as `<scope or region>/<id>.md`.

    Refuses a folder that already holds something. Where a later version waits for its first day,
    that one is written: it is what the next import should start from.
    """
    newest = {version.content.id: version for version in library.indexable(day)}
    written: list[Path] = []
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise CorpusError(f"{target} bestaat al en is niet leeg; kies een nieuwe map.")
        for version in newest.values():
            content = version.content
            path = target / (content.region or content.scope.value) / f"{content.id}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            questions = library.questions(content.id)
            path.write_text(
                write(DocumentFile(content, questions, version.validation)), encoding="utf-8"
            )
            written.append(path)
    except OSError as error:
        raise CorpusError(f"Schrijven naar {target} mislukt: {explain_os(error)}.") from None
    return written

"""One Markdown file: read and checked as a whole, and written so that reading it gives the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from corpus.document import Content, DocumentFile, ExampleQuestion, Source, Validation
from corpus.errors import Fault, InvalidDocuments
from corpus.explaining import explain, explain_os
from corpus.front_matter import FENCE, BrokenFrontMatter, FrontMatter, split
from corpus.header import Header
from corpus.markdown import NotMarkdown, canonical
from corpus.outline import outline

MAX_BYTES = 1_000_000
_NOT_UTF8 = "is geen tekst in UTF-8; is dit wel een Markdown-bestand?"


class _Dumper(yaml.SafeDumper):
    """Writes the same date out each time: a reference to the first would be refused on reading."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def read_file(path: Path) -> DocumentFile:
    """The document in a file. Raises InvalidDocuments with every fault found, by line."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InvalidDocuments((Fault(path, None, _too_large(size)),))
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InvalidDocuments((Fault(path, line, _NOT_UTF8),)) from None
    except OSError as error:
        reason = f"kan niet lezen: {explain_os(error)}"
        raise InvalidDocuments((Fault(path, None, reason),)) from None
    return parse(text, path)


def parse(text: str, path: Path | None = None) -> DocumentFile:
    """The document in a text. Raises InvalidDocuments with every fault found, by line."""
    try:
        plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        front = split(plain)
    except BrokenFrontMatter as error:
        raise InvalidDocuments((Fault(path, error.line, str(error)),)) from None
    try:
        header = Header.model_validate(front.values)
    except ValidationError as error:
        raise InvalidDocuments(_faults(error, front, path)) from None
    try:
        body, notes = canonical(front.body, header.title)
    except NotMarkdown as error:
        line = front.body_line + error.line - 1
        raise InvalidDocuments((Fault(path, line, str(error)),)) from None
    sections = {section.anchor for section in outline(body, header.title)}
    faults = [
        Fault(path, front.line_of(("questions", anchor)), f"geen sectie met het anker '{anchor}'")
        for anchor in header.questions
        if anchor not in sections
    ]
    if not sections:
        faults.append(Fault(path, front.body_line, "het document heeft geen tekst"))
    if faults:
        raise InvalidDocuments(tuple(faults))
    place = path.name if path else header.id
    said = tuple(f"{place}, regel {front.body_line + n.line - 1}: {n.message}" for n in notes)
    return _document(header, body, said)


def write(document: DocumentFile) -> str:
    """The text of a file that reads back as `document`, less its notes."""
    content, validation = document.content, document.validation
    header: dict[str, Any] = {
        "id": content.id,
        "title": content.title,
        "scope": content.scope.value,
        "region": content.region,
        "audience": content.audience.value,
        "topics": list(content.topics),
        "certainty": content.certainty.value,
        "valid_from": content.valid_from,
        "review_by": content.review_by,
        "sources": [_present(title=s.title, url=s.url, seen=s.seen) for s in content.sources],
        "related": list(content.related) or None,
        "validation": validation
        and {
            "by": validation.by,
            "on": validation.on,
            "starter": validation.starter,
            "note": validation.note,
        },
        "questions": _by_anchor(document.questions),
    }
    head = yaml.dump(
        _present(**header), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000
    )
    return f"{FENCE}\n{head}{FENCE}\n{content.text}"


def _document(header: Header, body: str, notes: tuple[str, ...]) -> DocumentFile:
    content = Content(
        id=header.id,
        title=header.title,
        scope=header.scope,
        region=header.region,
        audience=header.audience,
        topics=header.topics,
        certainty=header.certainty,
        valid_from=header.valid_from,
        review_by=header.review_by,
        sources=tuple(Source(s.title, s.url, s.seen) for s in header.sources),
        text=body,
        related=header.related,
    )
    questions = tuple(
        ExampleQuestion(anchor, text)
        for anchor, group in header.questions.items()
        for text in group
    )
    said = header.validation
    validation = Validation(said.by, said.on, said.note, said.starter) if said else None
    return DocumentFile(content, questions, validation, notes)


def _faults(error: ValidationError, front: FrontMatter, path: Path | None) -> tuple[Fault, ...]:
    found = error.errors()
    above = {e["loc"][:depth] for e in found for depth in range(len(e["loc"]))}
    return tuple(
        Fault(path, front.line_of(e["loc"]), f"{_field(e['loc'])} {explain(e)}".strip())
        for e in found
        # A list with one wrong item is called too short as well.
        if not (e["type"] == "too_short" and e["loc"] in above)
    )


def _field(location: tuple[int | str, ...]) -> str:
    return "'" + ".".join(str(part) for part in location) + "'" if location else ""


def _present(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, {})}


def _by_anchor(questions: tuple[ExampleQuestion, ...]) -> Mapping[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for question in questions:
        grouped.setdefault(question.anchor, []).append(question.text)
    return grouped


def _too_large(size: int) -> str:
    return f"is te groot: {size / 1e6:.1f} MB, hoogstens {MAX_BYTES / 1e6:.0f} MB"

"""A file that is no text, too large or closed is refused with its name and a Dutch reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.document_file import parse, read_file
from corpus.errors import InvalidDocuments
from tests.fakes.documents import source
from tests.unprivileged import unprivileged

Write = Callable[..., Path]


def refused(path: Path) -> tuple[int | None, str]:
    with pytest.raises(InvalidDocuments) as caught:
        read_file(path)
    (fault,) = caught.value.faults
    assert fault.file == path
    return fault.line, fault.message


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (source(title="zorgplicht één").encode("latin-1"), 3),
        (source().encode("utf-16"), 1),
        (source(title="één").encode("cp1252"), 3),
        (bytes(range(256)) * 40, 2),
        (b"PK\x03\x04\xff\xd8\xff", 1),
        (source().encode() + b"\xc3", source().count("\n") + 1),
        (source(title="x").encode().replace(b"title: x", b"title: \xed\xa0\x80"), 3),
    ],
)
def test_bytes_that_are_no_utf8_are_refused(tmp_path: Path, data: bytes, line: int) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    assert refused(path) == (line, "is geen tekst in UTF-8; is dit wel een Markdown-bestand?")


def test_a_text_of_nothing_but_zeros_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\0" * 1000)
    assert refused(path) == (1, "begint niet met front matter (een regel met ---)")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(source().encode() + b"a" * 5_000_000)
    assert refused(path) == (None, "is te groot: 5.0 MB, hoogstens 1 MB")


def test_files_that_can_not_be_opened_are_named(write_document: Write, tmp_path: Path) -> None:
    closed = write_document()
    closed.chmod(0)
    with unprivileged():
        assert refused(closed) == (None, "kan niet lezen: geen toegang")
    (tmp_path / "map.md").mkdir()
    assert refused(tmp_path / "map.md") == (None, "kan niet lezen: het is een map")
    assert refused(tmp_path / "weg.md") == (None, "kan niet lezen: het bestaat niet")
    assert refused(closed / "x.md") == (None, "kan niet lezen: een deel van het pad is geen map")


def test_byte_order_mark_and_line_ends_make_no_difference(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    expected = parse(source())
    for ends in ("\n", "\r\n", "\r"):
        for mark in ("", "\ufeff"):
            text = mark + source().replace("\n", ends)
            path.write_bytes(text.encode())
            assert read_file(path) == expected
            assert parse(text) == expected

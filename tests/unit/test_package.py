"""A package is taken in as a whole or not at all, and what is exported can be imported again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from corpus.database.sql_library import SqlLibrary
from corpus.document import DocumentFile, ExampleQuestion, Scope
from corpus.document_file import parse
from corpus.errors import CorpusError, InvalidDocuments
from corpus.library import Library
from corpus.package import export_package, read_package
from tests.fakes.documents import FIRST, LAST, document, source
from tests.fakes.library import MemoryLibrary
from tests.unprivileged import shared_folder, unprivileged

Write = Callable[..., Path]
DAY = date(2026, 6, 15)
STARTER = Path(__file__).parents[2] / "corpus" / "documents"


def faults(path: Path) -> list[tuple[str, int | None, str]]:
    with pytest.raises(InvalidDocuments) as caught:
        read_package(path)
    found = caught.value.faults
    return [(fault.file.name if fault.file else "", fault.line, fault.message) for fault in found]


def filled(*files: DocumentFile) -> MemoryLibrary:
    library = MemoryLibrary()
    library.store(files, "redacteur", "validator", DAY)
    return library


def contents(library: Library, day: date = DAY) -> dict[str, object]:
    """All that an index would be made from, by document."""
    return {
        version.content.id: (version.content, library.questions(version.content.id))
        for version in library.indexable(day)
    }


# --- reading --------------------------------------------------------------------------------------


def test_documents_come_in_order_of_their_path_from_every_depth(write_document: Write) -> None:
    write_document("c")
    write_document("b", folder="documenten/dieper/nog-dieper")
    folder = write_document("a").parent
    (folder / "leesmij.txt").write_text("geen document", encoding="utf-8")
    assert [file.content.id for file in read_package(folder)] == ["a", "c", "b"]


def test_a_single_file_is_a_package_too(write_document: Write) -> None:
    (file,) = read_package(write_document("a"))
    assert file.content.id == "a"


def test_the_faults_of_all_files_are_named_at_once(write_document: Write) -> None:
    write_document("goed")
    write_document("datum", review_by="2025-01-01")
    write_document("onderwerp", topics="[onzin]", audience="oma")
    write_document("kapot", folder="documenten/map", title="'open")
    junk = write_document("bytes")
    junk.write_bytes(b"\xff\xfe\x00")
    assert [(name, line) for name, line, _message in faults(junk.parent)] == [
        ("bytes.md", 1),
        ("datum.md", 9),
        ("kapot.md", 3),
        ("onderwerp.md", 5),
        ("onderwerp.md", 6),
    ]


def test_every_second_use_of_an_id_is_refused_with_the_first(write_document: Write) -> None:
    first = write_document("a")
    for name in ("b", "c"):
        write_document(name).write_text(first.read_text(encoding="utf-8"), encoding="utf-8")
    message = f"het id 'a' staat ook in {first}"
    assert faults(first.parent) == [("b.md", None, message), ("c.md", None, message)]


def test_a_package_without_documents_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path) == [(tmp_path.name, None, "bevat geen Markdown-bestanden (.md)")]
    assert faults(tmp_path / "weg") == [("weg", None, "kan niet lezen: het bestaat niet")]


def test_a_closed_folder_is_not_passed_over() -> None:
    with shared_folder() as folder:
        (folder / "a.md").write_text(source("a"), encoding="utf-8")
        inner = folder / "map"
        inner.mkdir(mode=0)
        with unprivileged():
            for path in (folder, inner):
                assert faults(path) == [("map", None, "kan niet lezen: geen toegang")]


def test_the_ending_of_a_name_may_be_in_capitals(tmp_path: Path) -> None:
    (tmp_path / "A.MD").write_text(source("a"), encoding="utf-8")
    assert len(read_package(tmp_path)) == 1


def test_one_bad_file_keeps_the_whole_package_out(write_document: Write, engine: Engine) -> None:
    library = SqlLibrary(engine)
    library.store(read_package(write_document("eerder")), "a", "b", DAY)
    before = library.fingerprint()
    folder = write_document("goed", folder="nieuw").parent
    write_document("slecht", folder="nieuw", scope="")
    with pytest.raises(InvalidDocuments, match=r"slecht\.md, regel 1: 'scope' ontbreekt"):
        library.store(read_package(folder), "a", "b", DAY)
    assert library.fingerprint() == before
    assert [version.content.id for version in library.newest()] == ["eerder"]


# --- writing --------------------------------------------------------------------------------------


def test_what_is_exported_fills_an_empty_library_with_the_same(
    engine: Engine, tmp_path: Path
) -> None:
    original = filled(
        document(),
        document("streek", scope=Scope.REGIONAL, region="de-meierij", title="'s: # één 🏫"),
        document("stil", questions=()),
    )
    target = tmp_path / "diep" / "uitvoer"
    written = export_package(original, target, DAY)
    assert sorted(path.relative_to(target).as_posix() for path in written) == [
        "de-meierij/streek.md",
        "landelijk/stil.md",
        "landelijk/zorgplicht.md",
    ]
    library = SqlLibrary(engine)
    report = library.store(read_package(target), "a", "b", DAY)
    assert report.notes == ()
    assert contents(library) == contents(original)
    claimed = [version.validation for version in library.citable(DAY)]
    assert all(each and each.starter and each.note for each in claimed)
    again = library.store(read_package(target), "a", "b", DAY)
    assert len(again.unchanged) == 3


def test_what_a_database_holds_can_be_exported(engine: Engine, tmp_path: Path) -> None:
    library = SqlLibrary(engine)
    files = read_package(STARTER)
    library.store(files, "a", "b", max(file.content.valid_from for file in files))
    export_package(library, tmp_path / "uit", files[0].content.valid_from)
    again = {file.content.id: file for file in read_package(tmp_path / "uit")}
    assert again.keys() == {file.content.id for file in files}
    for file in files:
        assert again[file.content.id].content == file.content
        assert again[file.content.id].questions == file.questions


def test_a_version_that_waits_is_exported_in_place_of_the_present_one(tmp_path: Path) -> None:
    library = filled(document())
    later = document(text="## Nieuw\n\nAnders.\n", valid_from=DAY + timedelta(days=9), questions=())
    library.store([later], "a", "b", DAY)
    (path,) = export_package(library, tmp_path / "uit", DAY)
    assert "Anders." in path.read_text(encoding="utf-8")


def test_what_may_not_be_cited_is_not_exported(tmp_path: Path) -> None:
    library = filled(document("blijft"), document("verlopen", review_by=DAY - timedelta(days=1)))
    library.store([document("concept")], "a", None, DAY)
    library.store([document("weg")], "a", "b", DAY)
    library.withdraw("weg", 1)
    assert [path.stem for path in export_package(library, tmp_path / "uit", DAY)] == ["blijft"]
    assert export_package(library, tmp_path / "later", LAST + timedelta(days=1)) == []


def test_an_empty_folder_is_used_and_a_full_one_refused(tmp_path: Path) -> None:
    library = filled(document())
    target = tmp_path / "uit"
    target.mkdir()
    (path,) = export_package(library, target, DAY)
    before = path.read_bytes()
    with pytest.raises(CorpusError, match="is niet leeg; kies een nieuwe map"):
        export_package(filled(document("ander")), target, DAY)
    assert [p for p in target.rglob("*") if p.is_file()] == [path]
    assert path.read_bytes() == before
    with pytest.raises(CorpusError, match="is niet leeg"):
        export_package(library, path, DAY)


def test_a_target_that_can_not_be_written_is_said_in_dutch(tmp_path: Path) -> None:
    library = filled(document())
    (tmp_path / "bestand").write_text("x", encoding="utf-8")
    with pytest.raises(CorpusError, match="mislukt: een deel van het pad is geen map"):
        export_package(library, tmp_path / "bestand" / "uit", DAY)
    with shared_folder() as folder:
        for mode in (0o555, 0):
            folder.chmod(mode)
            with unprivileged(), pytest.raises(CorpusError, match="mislukt: geen toegang"):
                export_package(library, folder / "uit", DAY)


def test_the_order_of_questions_is_kept(tmp_path: Path) -> None:
    asked = tuple(
        ExampleQuestion(anchor, f"vraag {number}")
        for anchor in ("hoe-lang-mag-de-school-beslissen", "wanneer-begint-de-zorgplicht")
        for number in (3, 1, 2)
    )
    (path,) = export_package(filled(document(questions=asked)), tmp_path / "uit", FIRST)
    assert parse(path.read_text(encoding="utf-8")).questions == asked

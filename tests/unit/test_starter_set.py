"""The documents that ship with the program are fit to answer from, every one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.document import Audience, DocumentFile, Scope
from corpus.document_file import parse, write
from corpus.outline import outline
from corpus.package import read_package
from corpus.topics import topics
from ingest.passage import SentenceKind
from ingest.sentences import sentences

STARTER = Path(__file__).parents[2] / "corpus" / "documents"
FILES = read_package(STARTER)
each_document = pytest.mark.parametrize("file", FILES, ids=lambda file: file.content.id)


def test_there_is_enough_of_everything() -> None:
    contents = [file.content for file in FILES]
    assert len(contents) >= 24
    assert len({topic for content in contents for topic in content.topics}) >= 15
    assert {content.scope for content in contents} == set(Scope)
    assert {Audience.PARENT, Audience.YOUTH} <= {content.audience for content in contents}
    assert len({content.title.casefold() for content in contents}) == len(contents)


@each_document
def test_a_document_is_complete_and_reads_without_a_change(file: DocumentFile) -> None:
    content = file.content
    assert file.notes == ()
    assert content.sources
    assert set(content.topics) <= set(topics())
    assert content.review_by > content.valid_from
    assert parse(write(file)) == file


@each_document
def test_a_document_says_that_the_organisation_has_still_to_validate_it(file: DocumentFile) -> None:
    assert file.validation is not None
    assert file.validation.starter
    assert "zelf valideren" in file.validation.note


@each_document
def test_every_section_is_short_has_questions_and_leads_with_an_answer(file: DocumentFile) -> None:
    content = file.content
    asked = {question.anchor for question in file.questions}
    for section in outline(content.text, content.title):
        words = content.text[section.start : section.end].split()
        assert sum(any(map(str.isalnum, word)) for word in words) <= 120, section.anchor
        assert section.anchor in asked, section.anchor
        found = sentences(content.text, section.start, section.end)
        assert any(sentence.kind is SentenceKind.LEAD for sentence in found), section.anchor
    questions = [question.text.casefold() for question in file.questions]
    assert len(set(questions)) == len(questions)

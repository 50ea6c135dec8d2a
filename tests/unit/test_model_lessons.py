"""What the shipped model is tuned on, and what tuning may and may not change."""

from __future__ import annotations

import random
from pathlib import Path

from ingest.models.lessons import Lesson, batches, digest, read_lessons
from tests.fakes.documents import source


def lesson(document: str, number: int, topics: str = "", reader: str = "ouder ") -> Lesson:
    return Lesson(
        document=document,
        reader=reader,
        topics=frozenset((topics or document).split()),
        passage=f"{document} {number}",
        questions=(f"vraag {number} over {document}", f"wat zegt {document} over {number}"),
    )


def test_a_section_comes_with_its_questions_as_the_index_embeds_them(tmp_path: Path) -> None:
    asked = "{wanneer-begint-de-zorgplicht: ['telt een rondleiding', 'ik heb gemaild, telt dat']}"
    (tmp_path / "zorgplicht.md").write_text(source(questions=asked), encoding="utf-8")
    [only] = read_lessons(tmp_path)
    assert only.questions == ("telt een rondleiding", "ik heb gemaild, telt dat")
    assert only.passage.startswith(
        "Zorgplicht van de school. Wanneer begint de zorgplicht?\nDe zor"
    )
    assert "binnen 6 weken" not in only.passage


def test_a_section_with_one_question_teaches_nothing(tmp_path: Path) -> None:
    (tmp_path / "zorgplicht.md").write_text(source(), encoding="utf-8")
    assert read_lessons(tmp_path) == ()


def test_each_round_has_every_section_once_in_batches_of_like_size() -> None:
    lessons = [lesson(f"d{number // 6}", number) for number in range(100)]
    found = list(batches(lessons, random.Random(1)))
    assert [len(batch) for batch in found] == [25] * 4
    assert sorted(each.passage for batch in found for each in batch) == sorted(
        each.passage for each in lessons
    )


def test_most_sections_of_a_batch_meet_another_of_their_document() -> None:
    lessons = [lesson(f"d{number // 8}", number) for number in range(320)]
    for batch in batches(lessons, random.Random(2)):
        documents = [each.document for each in batch]
        assert sum(documents.count(name) > 1 for name in documents) >= len(batch) * 0.8


def test_sections_that_may_say_the_same_are_not_told_apart() -> None:
    parents, other = lesson("opp", 1), lesson("verlof", 1)
    youth = lesson("jeugd-opp", 1, "opp", "jeugd ")
    assert not parents.differs(youth)
    assert not parents.differs(parents)
    assert parents.differs(other)
    assert parents.differs(lesson("opp", 2))
    assert parents.differs(lesson("opp-handelingsdeel", 1, "opp"))


def test_near_batches_hold_documents_on_the_same_topic() -> None:
    lessons = [lesson(f"d{n // 6}", n, f"t{n // 6 % 8}") for n in range(480)]
    kinds = [
        {min(each.topics) for each in b} for b in batches(lessons, random.Random(3), near=True)
    ]
    assert max(len(topics) for topics in kinds) <= 3


def test_the_digest_tells_other_lessons() -> None:
    lessons = (lesson("opp", 1), lesson("verlof", 1))
    assert digest(lessons) == digest((lesson("opp", 1), lesson("verlof", 1)))
    assert digest(lessons) != digest((lesson("opp", 1), lesson("verlof", 2)))

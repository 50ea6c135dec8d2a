"""A package is held to its own rules: questions, reviews, sources, links, words, topics."""

from __future__ import annotations

from datetime import date

from corpus.contacts import contacts
from corpus.document import Audience, ExampleQuestion, Scope, Source
from corpus.facts import facts
from corpus.glossary import read_glossary
from ingest.quality.coverage import coverage, gaps, size
from ingest.quality.package_form import dangling, incomplete, repeated_questions, unexplained
from ingest.quality.readability import Limits
from ingest.quality.review import Rules, review_package
from tests.fakes.documents import content, document

QUESTIONS = tuple(ExampleQuestion("wanneer-begint-de-zorgplicht", f"vraag {n}?") for n in range(8))


def test_a_section_needs_eight_questions() -> None:
    told = [str(finding) for finding in incomplete(document(questions=QUESTIONS[:7]))]
    assert any("#wanneer-begint-de-zorgplicht: 7 voorbeeldvragen" in line for line in told)
    told = [str(finding) for finding in incomplete(document(questions=QUESTIONS))]
    assert not any("#wanneer-begint-de-zorgplicht" in line for line in told)


def test_a_review_comes_within_a_year_and_a_source_can_be_opened() -> None:
    late = document(valid_from=date(2026, 1, 1), review_by=date(2027, 1, 3))
    assert any("12 maanden" in finding.message for finding in incomplete(late))
    closed = document(sources=(Source("Wet"),))
    assert any("geen enkele bron" in finding.message for finding in incomplete(closed))


def test_a_question_leads_to_one_section() -> None:
    other = document("anders", questions=(ExampleQuestion("hoe-lang", "VRAAG 3"),))
    (finding,) = repeated_questions([document(questions=QUESTIONS), other])
    assert "zorgplicht#wanneer-begint-de-zorgplicht" in finding.message
    assert finding.document_id == "anders"


def test_a_link_leads_somewhere() -> None:
    files = [document(related=("anders", "weg")), document("anders")]
    (finding,) = dangling(files)
    assert "'weg'" in finding.message


def test_an_explanation_is_a_whole_sentence_of_its_document() -> None:
    words = read_glossary(
        """
- {term: zorgplicht, document: zorgplicht, quote: Een zin die er niet staat.}
- {term: plicht, document: nergens, quote: Iets.}
"""
    )
    assert len(list(unexplained([document()], words))) == 2
    sentence = "De zorgplicht begint bij de schriftelijke aanmelding."
    assert sentence in document().content.text
    whole = read_glossary(f"- {{term: zorgplicht, document: zorgplicht, quote: '{sentence}'}}")
    assert list(unexplained([document()], whole)) == []
    part = read_glossary("- {term: zorgplicht, document: zorgplicht, quote: De zorgplicht begint}")
    assert len(list(unexplained([document()], part))) == 1


def test_topics_without_enough_documents_are_named() -> None:
    topics = {"zorgplicht": "Zorgplicht", "verlof": "Verlof", "ondersteuningseenheden": "Eenheden"}
    local = content(
        "b", topics=("ondersteuningseenheden",), scope=Scope.REGIONAL, region="de-meierij"
    )
    young = content("c", topics=("verlof",), audience=Audience.YOUTH)
    contents = [content(), local, young]
    assert {finding.document_id for finding in gaps(contents, topics)} == {"zorgplicht", "verlof"}
    rows = {row.topic: row for row in coverage(contents, topics)}
    assert (rows["zorgplicht"].parent, rows["verlof"].youth) == (1, 1)
    assert rows["ondersteuningseenheden"].regional == 1
    assert size([document(questions=QUESTIONS)]).questions == 8


def test_the_review_brings_all_checks_together() -> None:
    wrong = document(
        text="## Wanneer begint de zorgplicht?\n\nDe school beslist binnen 9 weken.\n",
        related=("weg",),
        questions=QUESTIONS[:1] * 2,
    )
    rules = Rules(facts(), contacts(), (), Limits(reading_ease=200))
    told = "\n".join(map(str, review_package([wrong], rules)))
    for part in ("'9 week'", "'weg'", "2 voorbeeldvragen", "leesgemak"):
        assert part in told

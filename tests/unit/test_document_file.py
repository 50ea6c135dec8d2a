"""A file reads to the letter or is refused with its name and the line that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.document import Audience, Certainty, ExampleQuestion, Scope, Source, Validation
from corpus.document_file import parse, read_file, write
from corpus.errors import InvalidDocuments
from tests.fakes.documents import BODY, FIRST, LAST, document, source

Write = Callable[..., Path]
PLACE = Path("map/zorgplicht.md")
ALONE = {"questions": ""}


def faults(text: str) -> list[tuple[int | None, str]]:
    """Line and message of everything wrong with a text; its file must be named with each."""
    with pytest.raises(InvalidDocuments) as caught:
        parse(text, PLACE)
    assert {fault.file for fault in caught.value.faults} == {PLACE}
    assert str(caught.value).startswith("map/zorgplicht.md")
    return [(fault.line, fault.message) for fault in caught.value.faults]


def test_a_good_file_gives_every_value_and_no_notes(write_document: Write) -> None:
    path = write_document(
        scope="regionaal",
        region="de-meierij",
        audience="jeugd",
        topics="[zorgplicht, opp]",
        certainty="wettekst-nakijken",
        sources="[{title: WPO, url: 'https://a.nl', seen: 2026-11-23}, {title: Kijk}]",
        validation="{by: validator, on: 2026-02-03, starter: true, note: Nog nakijken.}",
    )
    file = read_file(path)
    content = file.content
    assert (content.id, content.title) == ("zorgplicht", "Zorgplicht van de school")
    assert (content.scope, content.region) == (Scope.REGIONAL, "de-meierij")
    assert (content.audience, content.topics) == (Audience.YOUTH, ("zorgplicht", "opp"))
    assert content.certainty is Certainty.CHECK_LAW
    assert (content.valid_from, content.review_by) == (FIRST, LAST)
    assert content.sources == (Source("WPO", "https://a.nl", date(2026, 11, 23)), Source("Kijk"))
    assert content.text == BODY
    asked = ExampleQuestion("wanneer-begint-de-zorgplicht", "telt een rondleiding ook al?")
    assert file.questions == (asked,)
    assert file.validation == Validation("validator", date(2026, 2, 3), "Nog nakijken.", True)
    assert file.notes == ()


# --- one thing wrong ------------------------------------------------------------------------------

NO_DATE = "is geen geldige datum (jjjj-mm-dd)"
SCOPE = "'region' hoort bij scope: regionaal, en alleen daarbij"


@pytest.mark.parametrize(
    ("changes", "line", "message"),
    [
        ({"id": "Zorg Plicht"}, 2, "'id' heeft niet de juiste vorm"),
        ({"id": "a" * 81}, 2, "'id' is te lang: hoogstens 80 tekens"),
        ({"id": "../../etc/passwd"}, 2, "'id' heeft niet de juiste vorm"),
        ({"title": "'  '"}, 3, "'title' is te kort"),
        ({"title": "a" * 121}, 3, "'title' is te lang: hoogstens 120 tekens"),
        ({"title": "[a, b]"}, 3, "'title' moet tekst zijn"),
        ({"title": "true"}, 3, "'title' moet tekst zijn"),
        ({"title": '"a\\0b"'}, 3, "'title' bevat tekens die niet in tekst horen"),
        ({"title": '"\\ud800"'}, 3, "'title' is niet geldig"),
        ({"scope": "provinciaal"}, 4, "'scope' kies uit 'landelijk' of 'regionaal'"),
        ({"scope": "regionaal"}, 1, SCOPE),
        ({"region": "de-meierij"}, 12, SCOPE),
        ({"scope": "regionaal", "region": "De Meierij"}, 12, "'region' heeft niet de juiste vorm"),
        ({"audience": "oma"}, 5, "'audience' kies uit 'ouder', 'jeugd' of 'professional'"),
        ({"topics": "[zorgplicht, onzin]"}, 6, "'topics.1' onbekend onderwerp"),
        ({"topics": "[onzin]"}, 6, "'topics.0' onbekend onderwerp"),
        ({"topics": "[]"}, 6, "'topics' heeft er minstens 1 nodig"),
        ({"topics": "[tlv, opp, gpo, verlof]"}, 6, "'topics' mag er hoogstens 3 hebben"),
        ({"topics": "[tlv, tlv]"}, 6, "'topics' noemt een onderwerp twee keer"),
        ({"topics": "zorgplicht"}, 6, "'topics' moet een lijst zijn"),
        ({"certainty": "misschien"}, 7, "'certainty' kies uit"),
        ({"valid_from": "1 januari 2026"}, 8, f"'valid_from' {NO_DATE}"),
        ({"valid_from": "2026-02-30"}, 8, f"'valid_from' {NO_DATE}"),
        ({"valid_from": "86400"}, 8, f"'valid_from' {NO_DATE}"),
        ({"valid_from": "'1767225600'"}, 8, f"'valid_from' {NO_DATE}"),
        ({"valid_from": "2026-01-01T00:00:00"}, 8, f"'valid_from' {NO_DATE}"),
        ({"valid_from": "01-02-2026"}, 8, f"'valid_from' {NO_DATE}"),
        ({"valid_from": "٢٠٢٦-٠١-٠١"}, 8, f"'valid_from' {NO_DATE}"),
        ({"valid_from": "null"}, 8, f"'valid_from' {NO_DATE}"),
        ({"review_by": "2025-12-31"}, 9, "'review_by' ligt vóór valid_from"),
        ({"sources": "[]"}, 10, "'sources' heeft er minstens 1 nodig"),
        ({"sources": "[{url: 'https://a.nl'}]"}, 10, "'sources.0.title' ontbreekt"),
        ({"sources": "[{title: a, url: 'javascript:x'}]"}, 10, "'sources.0.url' heeft niet"),
        ({"sources": "[{title: a, seen: gisteren}]"}, 10, f"'sources.0.seen' {NO_DATE}"),
        ({"sources": "[WPO]"}, 10, "'sources.0' moet een groep van sleutels en waarden zijn"),
        ({"questions": "{bestaat-niet: [hoe]}"}, 11, "anker 'bestaat-niet'"),
        ({"questions": "[hoe]"}, 11, "'questions' moet een groep van sleutels en waarden zijn"),
        ({"questions": f"{{a: ['{'a' * 301}']}}"}, 11, "'questions.a.0' is te lang"),
        ({"validation": "{by: x}"}, 12, "'validation.on' ontbreekt"),
        ({"validation": "{by: x, on: 2026-01-01, starter: nee}"}, 12, "moet true of false zijn"),
        ({"validation": "{by: x, on: 2026-01-01, starter: 'yes'}"}, 12, "moet true of false"),
        ({"auteur": "ik"}, 12, "'auteur' is hier onbekend"),
        ({"<<": "{title: b}"}, 12, "'<<' is hier onbekend"),
        # What YAML itself refuses.
        ({"title": "Zorgplicht: wat is dat"}, 3, "geen geldige YAML"),
        ({"title": '"nooit dicht'}, 3, "geen geldige YAML"),
        ({"title": "'nooit dicht"}, 3, "geen geldige YAML"),
        ({"title": "'s-Hertogenbosch"}, 3, "ontbreekt hier een aanhalingsteken?"),
        ({"topics": "[nooit dicht"}, 7, "geen geldige YAML"),
        ({"title": "@x"}, 3, "geen geldige YAML"),
        ({"title": "a\x01b"}, 3, "bevat tekens die niet in tekst horen"),
        ({"title": "a\ntitel"}, 4, "geen geldige YAML"),
        # What YAML can do and no document needs.
        ({"title": "&a x", "certainty": "*a"}, 7, "verwijzingen (*) mogen niet"),
        ({"title": "!!python/object/apply:os.system [x]"}, 3, "typeaanduidingen (!) mogen niet"),
        ({"title": "!!timestamp x"}, 3, "typeaanduidingen (!) mogen niet"),
        ({"title": "!!bool misschien"}, 3, "typeaanduidingen (!) mogen niet"),
        ({"title": "!!binary eA=="}, 3, "typeaanduidingen (!) mogen niet"),
        ({"title": "!eigen x"}, 3, "typeaanduidingen (!) mogen niet"),
        ({"extra": "[" * 50_000}, 12, "is te diep genest"),
        ({"extra": "{a: " * 50_000}, 12, "is te diep genest"),
    ],
)
def test_a_fault_names_its_line(changes: dict[str, str], line: int, message: str) -> None:
    ((found, said),) = faults(source(**changes))
    assert (found, message in said) == (line, True), said


def test_a_fault_deep_in_lists_names_its_own_line() -> None:
    sources = "\n  - title: WPO\n  - title: Site\n    url: ftp://a.nl\n  - url: https://a.nl"
    questions = "\n  wanneer-begint-de-zorgplicht:\n    - hoe\n    - []\n  weg:\n    - x"
    assert faults(source(sources=sources, questions=questions)) == [
        (13, "'sources.1.url' heeft niet de juiste vorm"),
        (14, "'sources.2.title' ontbreekt"),
        (18, "'questions.wanneer-begint-de-zorgplicht.1' moet tekst zijn"),
    ]
    assert faults(source(questions=questions.replace("[]", "wat"))) == [
        (15, "geen sectie met het anker 'weg'")
    ]


def test_every_fault_of_a_file_is_named_at_once() -> None:
    changes = {"id": "A", "scope": "x", "topics": "[x]", "review_by": "x", "extra": "x"}
    assert [line for line, _ in faults(source(**changes))] == [2, 4, 6, 9, 12]


KEYS = "id title scope audience topics certainty valid_from review_by sources".split()


@pytest.mark.parametrize("key", KEYS)
def test_every_key_that_is_missing_is_named(key: str) -> None:
    changes = {key: "", "body": "## Kop\n\nTekst.\n", **ALONE}
    assert faults(source(**changes)) == [(1, f"'{key}' ontbreekt")]


def test_a_key_that_comes_twice_is_named_where_it_comes_again() -> None:
    twice = source().replace("audience:", "title: Anders\naudience:")
    assert faults(twice) == [(5, "de sleutel 'title' staat er twee keer")]
    questions = "\n  a:\n    - x\n  a:\n    - y"
    assert faults(source(questions=questions)) == [
        (14, "de sleutel 'questions.a' staat er twee keer")
    ]


def test_billion_laughs_stop_at_the_first() -> None:
    lines = ["a: &a [lol, lol, lol]"]
    lines += [f"{new}: &{new} [*{old}, *{old}]" for old, new in pairwise("abcdefghi")]
    assert faults("---\n" + "\n".join(lines) + "\n---\nx\n") == [(3, "verwijzingen (*) mogen niet")]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "begint niet met front matter"),
        ("## Kop\n\nTekst.\n", 1, "begint niet met front matter"),
        ("\n---\nid: a\n---\n", 1, "begint niet met front matter"),
        ("---\nid: a\ntitle: b\n", 1, "niet afgesloten"),
        ("---\n---\ntekst\n", 1, "moet uit sleutels en waarden bestaan"),
        ("---\n- a\n---\ntekst\n", 1, "moet uit sleutels en waarden bestaan"),
        ("---\ntekst\n---\ntekst\n", 1, "moet uit sleutels en waarden bestaan"),
        ("---\n%YAML 9.9\n---\n", 2, "geen geldige YAML"),
        ("---\nid: a\n...\nid: b\n---\n", 4, "geen geldige YAML"),
        ("---\n\tid: a\n---\n", 2, "geen geldige YAML"),
        ("---\n? [a]\n: b\n---\n", 2, "geen geldige YAML"),
        (source(body="", **ALONE), 12, "het document heeft geen tekst"),
        (source(body="## Kop\n\n### Kop\n", **ALONE), 12, "het document heeft geen tekst"),
        (source(body="<!-- later -->\n", **ALONE), 12, "het document heeft geen tekst"),
        (source(body="Een.\n\nTwee\x00.\n", **ALONE), 14, "bevat tekens die niet in tekst horen"),
        (source(body="Een.\n\n" + "> " * 40 + "x", **ALONE), 14, "is te diep genest"),
    ],
)
def test_a_file_without_a_good_head_or_body_is_refused(text: str, line: int, message: str) -> None:
    ((found, said),) = faults(text)
    assert (found, message in said) == (line, True), said


def test_a_fault_in_a_text_without_a_file_still_names_the_line() -> None:
    with pytest.raises(InvalidDocuments, match=r"^document, regel 2: 'id' heeft"):
        parse(source(id="A B"))


# --- files that are written otherwise but right ---------------------------------------------------


@pytest.mark.parametrize(
    "word",
    ["on", "nee", "no", "yes", "2026", "2026-01-01", "1e3", "0x1f", "12:30", "1_000", "=", "~a"],
)
def test_plain_words_are_text_whatever_yaml_makes_of_them(word: str) -> None:
    questions = f"{{wanneer-begint-de-zorgplicht: [{word}]}}"
    file = parse(source(title=word, questions=questions))
    assert file.content.title == word
    assert [question.text for question in file.questions] == [word]


def test_spaces_around_values_go() -> None:
    file = parse(source(title='"  Zorg  plicht\\n"').replace("---\n", "---  \n"))
    assert file.content.title == "Zorg  plicht"


def test_a_line_of_dashes_in_the_body_is_not_the_head() -> None:
    file = parse(source(body="Een.\n\n---\n\nTwee.\n", **ALONE))
    assert file.content.text == "Een.\n\nTwee.\n"


def test_what_reading_changed_is_said_with_file_and_line() -> None:
    body = "Een **woord**.\n\n| a |\n|---|\n| b |\n"
    file = parse(source(body=body, **ALONE), PLACE)
    assert file.notes == (
        "zorgplicht.md, regel 12: vet of cursief verwijderd",
        "zorgplicht.md, regel 14: tabel omgezet in een lijst",
    )
    assert parse(source(body=body, **ALONE)).notes[0].startswith("zorgplicht, regel 12: ")


def test_no_message_repeats_what_was_typed() -> None:
    secret = "mijn zoon Jan is geschorst"
    questions = f"{{wanneer-begint-de-zorgplicht: ['{secret * 20}', [{secret}]]}}"
    found = faults(source(questions=questions, validation=secret, scope=secret, id=secret))
    assert len(found) == 5
    assert secret not in str(found)


def test_a_file_is_written_as_people_would() -> None:
    text = write(document(title="Één: zorg & 'plicht' 🏫"))
    assert "title: 'Één: zorg & ''plicht'' 🏫'\n" in text
    assert "valid_from: 2026-01-01\n" in text
    assert "region" not in text
    assert text.endswith(f"---\n{BODY}")
    assert parse(text) == document(title="Één: zorg & 'plicht' 🏫")

"""A question's language is told, and Dutch is never taken for another."""

from __future__ import annotations

import statistics
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.language import detect


@pytest.mark.parametrize(
    "question",
    [
        "Mag een school mijn kind weigeren?",
        "dyslexie",
        "tlv aanvragen",
        "tlv sbo so opp",
        "mijn kint wort gepest op sgool wat nu",
        "de leraar luisterd niet naar ons",
        "me dogter wort nie toegelate",
        "ik ben boos op de directeur",
        "intelligentie test weigeren",
        "weigering traplift school",
        "montessorischool of jenaplanschool?",
        "mijn zoon heeft adhd en autisme, TLV of niet",
        "MAG SCHOOL DIT ZOMAAR DOEN",
        "help my",
        "",
        "???",
        "06 12345678",
        "[NAAM] [TELEFOON]",
    ],
)
def test_dutch_short_and_unclear_is_dutch(question: str) -> None:
    assert detect(question) == "nl"


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "My son is bullied at school"),
        ("en", "What is a TLV?"),
        ("en", "How do I apply for a toelaatbaarheidsverklaring?"),
        ("de", "Darf die Schule mein Kind ablehnen?"),
        ("fr", "L'école peut-elle refuser mon enfant ?"),
        ("es", "¿Puede la escuela rechazar a mi hijo?"),
        ("it", "mio figlio non va a scuola"),
        ("pt", "meu filho não vai à escola"),
        ("ro", "Copilul meu nu merge la școală"),
        ("pl", "Czy szkoła może odmówić przyjęcia mojego dziecka?"),
        ("pl", "chcę umrzeć"),
        ("tr", "Oğlum okula gitmiyor ne yapmalıyım"),
        ("tr", "çocuğum kayıp"),
        ("uk", "Як записати дитину до школи?"),
        ("ru", "как записать ребенка в школу"),
        ("ar", "ما هو التعليم المناسب؟"),
        ("ar", "مساعدة"),
        ("so", "Waan ku weydiinayaa iskuulka wiilkayga"),
        ("zh", "我的孩子不能上学怎么办"),
        ("ti", "ወደይ ናብ ቤት ትምህርቲ ኣይከይድን"),
        ("ti", "ትምህርቲ"),
    ],
)
def test_other_languages_are_told(language: str, question: str) -> None:
    assert detect(question) == language


def test_placeholders_and_addresses_say_nothing_about_the_language() -> None:
    assert detect("my son [NAAM] is afraid, [GEBOORTEDATUM] [POSTCODE] [TELEFOON]") == "en"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=1000))
def test_any_text_gets_a_two_letter_code(text: str) -> None:
    code = detect(text)
    assert len(code) == 2
    assert code.islower()


def test_detection_takes_less_than_half_a_millisecond() -> None:
    question = "Mijn dochter zit al drie weken thuis en de school belt niet terug, mag dat?"
    detect(question)
    seconds = []
    for _ in range(50):
        started = time.perf_counter()
        detect(question)
        seconds.append(time.perf_counter() - started)
    assert statistics.median(seconds) < 0.0005

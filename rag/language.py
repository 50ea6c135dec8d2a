"""Tells the language of a question, and says Dutch where that can't be told."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

DUTCH = "nl"
_MIN_WORDS = 3
_MIN_CONFIDENCE = 0.5
# Enough to tell a language; more costs time only.
_MAX_LENGTH = 300
# A model of more languages is wrong more often on short Dutch questions. These are the languages
# of most families; one that is missing here gets the label of a relative.
_LANGUAGES = (
    "ARABIC",
    "CHINESE",
    "DUTCH",
    "ENGLISH",
    "FRENCH",
    "GERMAN",
    "ITALIAN",
    "PERSIAN",
    "POLISH",
    "PORTUGUESE",
    "ROMANIAN",
    "RUSSIAN",
    "SOMALI",
    "SPANISH",
    "TURKISH",
    "UKRAINIAN",
)
# The letter model errs on questions of a few words; the smallest words give the language away.
# The last line of Dutch holds what parents write in every language or without a sentence.
_SMALL_WORDS = {
    "nl": "de het een ik je hij zij ze wij we mijn ons onze is ben zijn heeft van op naar in uit"
    " aan bij met voor dat die niet geen en of als wat wie hoe waar wanneer mag moet kan wil"
    " er ook nog dyslexie montessori dalton jenaplan leerplicht sbo tlv opp swv ib",
    "en": "the a an i i'm my his her our is are was to on at with for that not no and or if what"
    " from who how where when can must may does do don't he she they it me we has have son"
    " daughter want",
    "de": "der die das ein eine ich er sie wir mein meine ist bin hat von zu nach mit für nicht"
    " kein und oder wenn wer wie wo wann darf muss kann",
    "fr": "le la les un une je il elle nous mon ma est suis a de du des à pour que pas et ou si"
    " qui quoi comment où quand peut doit",
    "es": "el la los un una yo él ella mi es soy está de a para que no y o si quién cómo dónde"
    " cuándo puede debe me",
    "it": "il lo la i gli un una io lui lei mio mia è sono di a per che non e o se chi come dove"
    " quando può deve mi",
    "pt": "o a os as um uma eu ele ela meu minha é sou de do da para que não e ou se quem como"
    " onde quando pode deve me",
    "ro": "un o eu el ea meu mea este sunt de la pentru că nu și sau dacă cine cum unde când"
    " poate trebuie mă",
    "pl": "i w na z do nie się jest mój moja co jak czy gdzie kiedy chcę ma mnie dla",
    "tr": "bir ve bu için ne nasıl mı mi benim oğlum kızım çocuğum istiyorum var yok değil beni",
}
_SMALL_WORD_WEIGHT = 2.5
# Without one of their small words these are Dutch in telegram style: "intelligentietest weigeren".
_NEAR_DUTCH = ("en", "de")
_NO_WORDS = re.compile(r"\[[A-Z-]+\]|https?://\S+|\S+@\S+|[\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# lingua has no model for Tigrinya, the language of most questions in this script here.
_ETHIOPIC = re.compile("[\u1200-\u139f\u2d80-\u2ddf]")
# Letters that Dutch never uses tell enough to judge even two words.
_NOT_DUTCH = re.compile(
    "[ğĞşŞıİąĄćĆęĘłŁńŃśŚźŹżŻșȘțȚăĂñÑß\u0370-\u1dff\u2c00-\u2dff\u3000-\u9fff\uac00-\ud7ff]"
)


def detect(text: str) -> str:
    """ISO 639-1 code of the language of `text`; `nl` for what is short, mixed or unclear."""
    words = _WORD.findall(_NO_WORDS.sub(" ", text[:_MAX_LENGTH]))
    plain = " ".join(words)
    if _ETHIOPIC.search(plain):
        return "ti"
    if len(words) < _MIN_WORDS and not _NOT_DUTCH.search(plain):
        return DUTCH
    scores = {
        value.language.iso_code_639_1.name.lower(): value.value
        for value in _detector().compute_language_confidence_values(plain)
    }
    low = [word.lower().replace("’", "'") for word in words]
    for language, small in _small_words().items():
        share = sum(word in small for word in low) / len(low)
        scores[language] += _SMALL_WORD_WEIGHT * share
        if share == 0 and language in _NEAR_DUTCH:
            scores[language] = 0.0
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] >= _MIN_CONFIDENCE else DUTCH


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}


@cache
def _detector() -> LanguageDetector:
    # Loading takes a tenth of a second and tens of megabytes, for the first question only.
    from lingua import Language, LanguageDetectorBuilder

    languages = [getattr(Language, name) for name in _LANGUAGES]
    builder = LanguageDetectorBuilder.from_languages(*languages)
    return builder.with_low_accuracy_mode().build()

"""How hard a section is to read, measured; "B1" describes people, so no such claim is made.

Flesch-Douma is the Dutch form of reading ease: 206.84 - 0.93 words a sentence - 77 syllables a
word (Douma, 1960); higher is easier. Syllables are pyphen's hyphenation points plus one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import pyphen

from corpus.document import Content
from corpus.glossary import Word
from corpus.outline import Section, outline
from ingest.quality.familiarity import FAMILIAR, KNOWN, familiar
from ingest.quality.findings import Finding
from ingest.sentences import sentences

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ADDRESS = re.compile(r"\S+@\S+|\b[\w.-]+\.(?:nl|org|com|eu)\b")
_PASSIVE = re.compile(
    r"\b(?:wordt|worden|werd|werden)\b.*\b(?:\w*ge\w{2,}(?:d|t|en)|(?:be|ver|ont|her|er)\w{2,}(?:d|t|en))\b"
    r"|\b(?:\w*ge\w{2,}(?:d|t|en)|(?:be|ver|ont|her)\w{2,}(?:d|t)) (?:wordt|worden|werd|werden)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Readability:
    """The measures of one section; shares are between 0 and 1, lengths count words."""

    anchor: str
    words: int
    mean_sentence: float
    longest_sentence: int
    reading_ease: float
    unfamiliar: float
    passive: float
    unexplained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a section may measure at most; the README says why these."""

    words: int = 120
    mean_sentence: float = 14.0
    longest_sentence: int = 20
    reading_ease: float = 35.0
    unfamiliar: float = 0.20
    passive: float = 0.34


def measure(content: Content, glossary: Sequence[Word]) -> tuple[Readability, ...]:
    """The measures of each section of a document, in order."""
    return tuple(
        _section(content.text, section, glossary)
        for section in outline(content.text, content.title)
    )


def hard_to_read(content: Content, glossary: Sequence[Word], limits: Limits) -> tuple[Finding, ...]:
    """A finding for each measure of a section that is beyond its limit."""
    return tuple(
        Finding(content.id, found.anchor, message)
        for found in measure(content, glossary)
        for message in _beyond(found, limits)
    )


def _section(text: str, section: Section, glossary: Sequence[Word]) -> Readability:
    quotes = [s.text for s in sentences(text, section.start, section.end)]
    body = text[section.start : section.end]
    words = [word for quote in quotes for word in _WORD.findall(quote)]
    lengths = [len(quote.split()) for quote in quotes]
    # A word that the glossary explains stands explained on the page.
    rest = _ADDRESS.sub(" ", body)
    for word in glossary:
        rest = word.pattern.sub(" ", rest)
    plain = [word for word in _WORD.findall(rest) if not _is_name(word, rest)]
    unfamiliar = [word for word in plain if not familiar(word.lower(), FAMILIAR)]
    syllables = sum(_syllables(word.lower()) for word in words)
    mean = sum(lengths) / len(lengths)
    return Readability(
        anchor=section.anchor,
        words=sum(any(map(str.isalnum, piece)) for piece in body.split()),
        mean_sentence=mean,
        longest_sentence=max(lengths),
        reading_ease=206.84 - 0.93 * mean - 77 * syllables / max(len(words), 1),
        unfamiliar=len(unfamiliar) / max(len(words), 1),
        passive=sum(bool(_PASSIVE.search(quote)) for quote in quotes) / len(quotes),
        unexplained=tuple(
            dict.fromkeys(w.lower() for w in unfamiliar if not familiar(w.lower(), KNOWN))
        ),
    )


def _beyond(found: Readability, limits: Limits) -> list[str]:
    messages = []
    if found.words > limits.words:
        messages.append(f"{found.words} woorden, hoogstens {limits.words}")
    if found.longest_sentence > limits.longest_sentence:
        messages.append(
            f"een zin van {found.longest_sentence} woorden, hoogstens {limits.longest_sentence}"
        )
    if found.mean_sentence > limits.mean_sentence:
        messages.append(
            f"gemiddeld {found.mean_sentence:.1f} woorden per zin, "
            f"hoogstens {limits.mean_sentence:g}"
        )
    if found.reading_ease < limits.reading_ease:
        messages.append(
            f"leesgemak (Flesch-Douma) {found.reading_ease:.0f}, minstens {limits.reading_ease:.0f}"
        )
    if found.unfamiliar > limits.unfamiliar:
        messages.append(
            f"{found.unfamiliar:.0%} weinig gebruikte woorden, hoogstens {limits.unfamiliar:.0%}"
        )
    if found.passive > limits.passive:
        messages.append(f"{found.passive:.0%} lijdende zinnen, hoogstens {limits.passive:.0%}")
    if found.unexplained:
        messages.append("moeilijk woord zonder uitleg: " + ", ".join(found.unexplained))
    return messages


def _is_name(word: str, text: str) -> bool:
    """Whether a word is written with a capital where no sentence starts."""
    return word[0].isupper() and re.search(rf"[^\s.:!?-] {re.escape(word)}\b", text) is not None


@lru_cache(maxsize=50_000)
def _syllables(word: str) -> int:
    return len(_hyphenation().positions(word)) + 1


@cache
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="nl_NL")

"""The questions within a question: "moeten we daarheen, en krijgen we dan een boete?" are two."""

from __future__ import annotations

import re

from ingest.lexical.terms import content_stems

_MOST = 3
_FEWEST_STEMS = 2
_PRONOUN = r"(?:ik|je|jij|u|we|wij|hij|zij|ze|het|er|dat|die|mijn|ons|onze|hem|haar)"
_VERB = (
    r"(?:kan|kun|kunnen|mag|mogen|moet|moeten|hoeft|hoef|hoeven|krijg|krijgt|krijgen|is|zijn|"
    r"heeft|hebben|wordt|worden|gaat|gaan|bestaat|geldt|betaalt|helpt|telt)"
)
# "wat hij doet" and "en moet naar school" ask nothing: the order of the words tells.
_ASKS = (
    rf"(?:(?:hoe|hoeveel|wat|wie|waar|waarom|wanneer|welke?)\s+(?!{_PRONOUN}\b)\w"
    rf"|{_VERB}\s+(?:{_PRONOUN}|de|een|school)\b)"
)
_CUT = re.compile(
    rf"(?<=[.?!])\s+|(?:[,;]\s+|\s+)(?:en|of|maar)\s+(?={_ASKS})|[,;]\s+(?={_ASKS})",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    rf"\?\s*$|^(?:en|of|maar|dus)?\s*{_ASKS}.*[^.!]\s*$", re.IGNORECASE | re.DOTALL
)


def parts(text: str) -> tuple[str, ...]:
    """The questions of a Dutch text, in order, when there are two or three; else nothing.

    What only tells the story is left out. Each has two content words or more.
    """
    pieces = [piece.strip() for piece in _CUT.split(text) if piece.strip()]
    asked = tuple(
        piece
        for piece in pieces
        if _QUESTION.search(piece) and len(set(content_stems(piece))) >= _FEWEST_STEMS
    )
    return asked if 2 <= len(asked) <= _MOST else ()

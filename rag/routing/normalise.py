"""One spelling for text and patterns, so that capitals, accents and typing tricks hide nothing."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ة": "ه", "ى": "ي", "ـ": "", "'": "", "’": "", "ʼ": ""}
    | {"‘": "", "`": "", "´": ""}
)
_LEET = str.maketrans("013457@$", "oieastas")
_LEET_RUN = re.compile(r"(?<=[a-z])[013457@$]{1,2}(?=[a-z])")
_REPEATS = re.compile(r"([^\W\d_])\1{2,}")
_MARKS = re.compile(r"[.!?;:\n\r…。؟،]+")
_REST = re.compile(r"[^\w.]+|_+")
_MARK_RUN = re.compile(r"[ .]*\.[ .]*")


def fold(text: str) -> str:
    """Compatibility forms, accents, vowel signs and apostrophes taken away; case left as it is."""
    bare = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(char for char in bare if not unicodedata.combining(char)).translate(_LETTERS)


def normalise(text: str) -> str:
    """Words in lower case with one space between, sentence marks as " . ", "doooood" as "dood"."""
    low = fold(text.casefold()).casefold()
    low = _LEET_RUN.sub(lambda found: found.group().translate(_LEET), low)
    low = _REPEATS.sub(r"\1\1", low)
    low = _REST.sub(" ", _MARKS.sub(" . ", low))
    return _MARK_RUN.sub(" . ", low).strip(" .")

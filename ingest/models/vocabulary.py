"""Chooses the pieces of the tokenizer that our languages use, and cuts the tokenizer to them.

A quarter of a million pieces for a hundred languages make up most of the model. A text that needs
a dropped piece still gets read, in smaller pieces than the model was trained with.
"""

from __future__ import annotations

import copy
import unicodedata
from collections.abc import Iterator
from typing import Any

from tokenizers import Tokenizer
from wordfreq import top_n_list

LANGUAGES = ("nl", "en", "de", "fr", "es", "pl", "tr", "uk", "ar", "ru")
SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")
_SPACE = "▁"
_SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC")
_LONGEST_ABBREVIATION = 4
_EMOJI = range(0x1F000, 0x20000)
_BEFORE_EAST_ASIA = 0x3000

TokenizerData = dict[str, Any]


def open_tokenizer(data: str) -> Tokenizer:
    """A tokenizer that never shortens or lengthens a text."""
    tokenizer = Tokenizer.from_str(data)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def choose(tokenizer: Tokenizer, words_per_language: int) -> list[int]:
    """The ids worth keeping, ascending; the special ones come first and keep their numbers."""
    pieces = [tokenizer.id_to_token(number) for number in range(tokenizer.get_vocab_size())]
    kept = {number for number, piece in enumerate(pieces) if _always(piece)}
    for language in LANGUAGES:
        for form in _forms(language, top_n_list(language, words_per_language)):
            kept.update(tokenizer.encode(form, add_special_tokens=False).ids)
    return sorted(kept)


def trim(data: TokenizerData, keep: list[int]) -> TokenizerData:
    """The same tokenizer with the kept pieces only, numbered anew in the same order."""
    trimmed = copy.deepcopy(data)
    trimmed["model"]["vocab"] = [data["model"]["vocab"][number] for number in keep]
    trimmed["added_tokens"] = [
        token for token in data["added_tokens"] if token["content"] in SPECIALS
    ]
    return trimmed


def _forms(language: str, words: list[str]) -> Iterator[str]:
    # A word after a hyphen, bracket or quotation mark has pieces without a leading space.
    for word in words:
        capital = "İ" + word[1:] if language == "tr" and word[0] == "i" else word.capitalize()
        yield from (word, capital, f"-{word}", f"-{capital}")


def _always(piece: str) -> bool:
    text = piece.replace(_SPACE, "")
    if piece in SPECIALS or all(_is_neutral(char) for char in text):
        return True
    if len(text) == 1:
        return unicodedata.name(text, "").startswith(_SCRIPTS)
    # Dutch abbreviations (SWV, TLV) are in no list of words, and come in capitals.
    is_capitals = text.isascii() and text.isalpha() and text.isupper()
    return is_capitals and len(text) <= _LONGEST_ABBREVIATION


def _is_neutral(char: str) -> bool:
    """Digits, punctuation and signs that belong to all or to one of our scripts; emoji too."""
    kind = unicodedata.category(char)[0]
    if kind in "NM":
        return char.isascii() or unicodedata.name(char, "").startswith(_SCRIPTS)
    return kind in "PSZC" and (ord(char) < _BEFORE_EAST_ASIA or ord(char) in _EMOJI)

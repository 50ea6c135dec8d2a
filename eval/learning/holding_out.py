"""Which texts the embedding model is not tuned on, so that what it makes of them can be trusted."""

from __future__ import annotations

import hashlib

_ONE_IN = 5


def held_out(family: str) -> bool:
    """True for one family of texts in five, always the same. Look-alikes share a family."""
    return drawn(family, _ONE_IN)


def drawn(text: str, one_in: int) -> bool:
    """True for one text in so many, always the same ones."""
    digest = hashlib.blake2b(text.encode(), digest_size=4).digest()
    return int.from_bytes(digest) % one_in == 0

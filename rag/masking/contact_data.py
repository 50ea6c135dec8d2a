"""E-mail addresses, private URLs, telephone numbers and licence plates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import PhoneNumberMatcher

from rag.masking.span import Span

_EMAIL = re.compile(
    r"""[\w.+%'-]{1,64}
        \ {0,2}(?:@|\(at\)|\[at\]|\bapenstaartje\b)\ {0,2}
        [\w-]{1,63}(?:\ ?(?:\.|\bpunt\b)\ ?[\w-]{2,63}){1,5}+""",
    re.VERBOSE | re.IGNORECASE,
)
_EMAIL_SIGN = re.compile(r"@|\(at\)|\[at\]|apenstaartje", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"\[\]]{1,500}", re.IGNORECASE)
_PRIVATE_URL = re.compile(
    r"[?@#=]|\d{5}|(?:facebook|instagram|linkedin|tiktok|snapchat|twitter|x)\.com/.", re.IGNORECASE
)
_LOOSE_PHONE = re.compile(
    r"""(?<![\w+])(?:\+|00)\ ?[1-9](?:[ ().-]{0,3}\d){7,13}(?!\d)
      | (?<![\w.,-])
        (?!\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d\d(?!\d))
        \(?0\d(?:[ ()./-]{0,3}\d){7,9}(?!\d)""",
    re.VERBOSE,
)
_CUED_PHONE = re.compile(
    r"""\b(?:tel|telefoon|telefoonnummer|telnr|mobiel|gsm|whatsapp|bel|nummer)\b
        [\s:.]{0,3}(?:is|naar|op|me|mij)?[\s:]{0,3}
        (?P<number>\d(?:[ .-]?\d){5,11})(?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)
# Free, service and company numbers belong to no person: parents ask about them.
_SERVICE = re.compile(r"(?:0031|31|0)?(?:800|900|906|909|88)\d{4,8}|116\d{3}|14\d{2,4}")
_PLATE = re.compile(
    r"""(?<![\w-])(?=[\dA-Z-]{8}(?![\w-]))(?=[\d-]*[A-Z])(?=[A-Z-]*\d)
        (?:[A-Z]{1,3}|\d{1,3})-(?:[A-Z]{2,3}|\d{2,3})-(?:[A-Z]{1,3}|\d{1,3})""",
    re.VERBOSE | re.IGNORECASE,
)


def emails(text: str) -> Iterator[Span]:
    """E-mail addresses, also written "piet(at)kpnmail.nl"."""
    # Without the sign the pattern would try every start for nothing.
    if _EMAIL_SIGN.search(text):
        yield from (found.span() for found in _EMAIL.finditer(text))


def urls(text: str) -> Iterator[Span]:
    """URLs that can point at a person: with a query, a fragment, a login, a number or a profile."""
    for found in _URL.finditer(text):
        url = found.group().rstrip(".,;:!?)'")
        if _PRIVATE_URL.search(url):
            yield found.start(), found.start() + len(url)


def phones(text: str) -> Iterator[Span]:
    """Telephone numbers, Dutch and international; not those of services such as 0800-0113."""
    if sum(map(str.isdigit, text)) < 6:
        return
    spans = [(match.start, match.end) for match in PhoneNumberMatcher(text, "NL")]
    spans += [found.span() for found in _LOOSE_PHONE.finditer(text)]
    spans += [found.span("number") for found in _CUED_PHONE.finditer(text)]
    end = 0
    for start, stop in sorted(spans):
        digits = "".join(filter(str.isdigit, text[start:stop]))
        if start >= end and not _SERVICE.fullmatch(digits):
            yield start, stop
            end = stop


def plates(text: str) -> Iterator[Span]:
    """Dutch licence plates with their dashes; "PO-30-05" is a samenwerkingsverband."""
    for found in _PLATE.finditer(text):
        if not found.group().upper().startswith(("PO-", "VO-")):
            yield found.span()

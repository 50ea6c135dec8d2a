"""Turns a schema checker's findings into Dutch that says what is wrong and what is expected."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Any

_MESSAGES: Mapping[str, str] = {
    "missing": "ontbreekt",
    "extra_forbidden": "is hier onbekend",
    "string_type": "moet tekst zijn",
    "string_too_short": "is te kort",
    "string_pattern_mismatch": "heeft niet de juiste vorm",
    "bool_type": "moet true of false zijn",
    "bool_parsing": "moet true of false zijn",
    "int_type": "moet een geheel getal zijn",
    "int_parsing": "moet een geheel getal zijn",
    "list_type": "moet een lijst zijn",
    "tuple_type": "moet een lijst zijn",
    "dict_type": "moet een groep van sleutels en waarden zijn",
    "model_type": "moet een groep van sleutels en waarden zijn",
    "model_attributes_type": "moet een object met velden zijn",
    "json_invalid": "is geen geldige JSON",
}

_OS_MESSAGES: Mapping[int | None, str] = {
    errno.EACCES: "geen toegang",
    errno.EPERM: "geen toegang",
    errno.EROFS: "de schijf is alleen-lezen",
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "de schijf is vol",
    errno.ENOENT: "het bestaat niet",
    errno.ENOTDIR: "een deel van het pad is geen map",
    errno.EEXIST: "er staat al een bestand met die naam",
    errno.EISDIR: "het is een map",
    errno.ENAMETOOLONG: "de naam is te lang",
}


def explain_os(error: OSError) -> str:
    """A Dutch clause on why the operating system refused."""
    return _OS_MESSAGES.get(error.errno, f"systeemfout {error.errno}")


def explain(error: Mapping[str, Any]) -> str:
    """A Dutch clause on one pydantic error, to follow the name of the field.

    Never repeats the value given: it may be a question with personal data.
    """
    kind = str(error["type"])
    context = error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind in ("enum", "literal_error"):
        return f"kies uit {str(context['expected']).replace(' or ', ' of ')}"
    if kind == "string_too_long":
        return f"is te lang: hoogstens {context['max_length']} tekens"
    if kind == "too_short":
        return f"heeft er minstens {context['min_length']} nodig"
    if kind == "too_long":
        return f"mag er hoogstens {context['max_length']} hebben"
    if kind in ("greater_than_equal", "less_than_equal"):
        return f"valt buiten de grens {context.get('ge', context.get('le'))}"
    if kind.startswith("date"):
        return "is geen geldige datum (jjjj-mm-dd)"
    return _MESSAGES.get(kind, "is niet geldig")

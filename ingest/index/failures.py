"""What can go wrong with an index, said in Dutch; no address, key or question is ever in it."""

from __future__ import annotations

from ingest.index.port import IndexMissing, IndexUnavailable


def missing() -> IndexMissing:
    return IndexMissing("Er is nog geen zoekindex. Verwerk eerst de documenten.")


def damaged(what: str) -> IndexUnavailable:
    return IndexUnavailable(
        f"De zoekindex is beschadigd: {what}. Bouw de index opnieuw op uit de documenten."
    )


def busy() -> IndexUnavailable:
    return IndexUnavailable(
        "Er worden op dit moment al documenten verwerkt. Probeer het straks opnieuw."
    )


def overtaken() -> IndexUnavailable:
    return IndexUnavailable(
        "De zoekindex is ondertussen door een andere verwerking vernieuwd. Begin opnieuw."
    )


def other_model(stored: int, wanted: int) -> IndexUnavailable:
    return IndexUnavailable(
        f"De zoekindex hoort bij een ander taalmodel ({stored} getallen per tekst in plaats van "
        f"{wanted}). Bouw de index opnieuw op uit de documenten."
    )


def full(free: int, needed: int) -> IndexUnavailable:
    return IndexUnavailable(
        f"Er is te weinig schijfruimte om de zoekindex te schrijven: {free // 2**20} MiB vrij, "
        f"{needed // 2**20} MiB nodig. Maak ruimte vrij en probeer het opnieuw. "
        "De vorige index blijft in gebruik."
    )


def unwritable() -> IndexUnavailable:
    return IndexUnavailable(
        "De zoekindex kan niet worden geschreven. Controleer de schijf en de rechten op de map. "
        "De vorige index blijft in gebruik."
    )


def unreadable() -> IndexUnavailable:
    return IndexUnavailable(
        "De zoekindex kan niet worden gelezen. Controleer de schijf en de rechten op de map."
    )


def unopened() -> IndexUnavailable:
    return IndexUnavailable(
        "De zoekindex kan niet worden geopend: de schijf is vol of de index is beschadigd. "
        "Maak ruimte vrij. Helpt dat niet, bouw dan de index opnieuw op uit de documenten."
    )


def unreachable() -> IndexUnavailable:
    return IndexUnavailable(
        "De zoekserver is niet bereikbaar of antwoordt te langzaam. Probeer het straks opnieuw."
    )


def denied() -> IndexUnavailable:
    return IndexUnavailable("De zoekserver weigert de toegang. Controleer de ingestelde sleutel.")


def refused(status: int | None) -> IndexUnavailable:
    return IndexUnavailable(f"De zoekserver gaf een fout (status {status or 'onbekend'}).")


def garbled() -> IndexUnavailable:
    return IndexUnavailable(
        "De zoekserver gaf een onbegrijpelijk antwoord. Controleer het ingestelde adres."
    )

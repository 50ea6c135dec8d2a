"""What becomes of each kind of markup, and what reading it reports."""

from __future__ import annotations

import pytest

from corpus.markdown import canonical, slug

TITLE = "Zorgplicht van de school"


def text(body: str) -> str:
    return canonical(body, TITLE)[0]


def notes(body: str) -> list[tuple[int, str]]:
    return [(note.line, note.message) for note in canonical(body, TITLE)[1]]


REMOVED = "vet of cursief verwijderd"
LINK = "link verwijderd, de tekst ervan is bewaard"
HTML = "HTML verwijderd"
CODE = "codeblok omgezet in gewone tekst"
TABLE = "tabel omgezet in een lijst"
NESTED = "geneste lijst plat gemaakt"
QUOTE = "citaatopmaak verwijderd"


@pytest.mark.parametrize(
    ("body", "expected", "said"),
    [
        ("Een **vet** en _schuin_ woord.", "Een vet en schuin woord.\n", [REMOVED, REMOVED]),
        ("Zie [de wet](https://a.nl).", "Zie de wet.\n", [LINK]),
        ("Zie <https://a.nl>.", "Zie https://a.nl.\n", [LINK]),
        (
            "Zie [de wet][1].\n\n[1]: https://a.nl\n",
            "Zie de wet.\n",
            [LINK, "linkverwijzing verwijderd"],
        ),
        ("![Logo](a.png)\n\nTekst.", "Logo\n\nTekst.\n", ["afbeelding verwijderd"]),
        ("Een <b>vet</b> woord.", "Een vet woord.\n", [HTML, HTML]),
        ("Een <!-- intern --> woord.", "Een woord.\n", [HTML]),
        ("<p>Let op: dit geldt.</p>\n", "Let op: dit geldt.\n", [HTML]),
        ("<script>\nalert('x')\n</script>\n\nTekst.", "Tekst.\n", [HTML]),
        ("<style>p {}</style>\n\nTekst.", "Tekst.\n", [HTML]),
        ("Tekst.\n\n<!-- nooit dicht\n\nweg", "Tekst.\n", [HTML]),
        ("> Een citaat.", "Een citaat.\n", [QUOTE]),
        ("```\nEen\n  regel.\n```", "Een regel.\n", [CODE]),
        ("    Ingesprongen tekst.", "Ingesprongen tekst.\n", [CODE]),
        ("-      Een item met veel spaties", "- Een item met veel spaties\n", [CODE]),
        ("Zet `kind` hier.", "Zet kind hier.\n", []),
        ("Een regel\nen nog een.", "Een regel en nog een.\n", []),
        ("Een regel  \nen nog een\\\nen een.", "Een regel en nog een en een.\n", []),
        ("a\n\n---\n\nb", "a\n\nb\n", []),
        ("R&amp;D kost &euro;&nbsp;5 &copy;", "R&D kost € 5 ©\n", []),
        ("Ja \\# nee", "Ja # nee\n", []),
        ("~~Weg~~ [ ] [^1] $x$", "~~Weg~~ [ ] [^1] $x$\n", []),
    ],
)
def test_markup_goes_and_its_text_stays(body: str, expected: str, said: list[str]) -> None:
    found, reported = canonical(body, TITLE)
    assert found == expected
    assert [note.message for note in reported] == said


def test_notes_name_the_line() -> None:
    body = "Tekst.\n\nEen **woord**.\n\n| a |\n|---|\n| b |\n\nx\u200by\n"
    assert notes(body) == [(9, "onzichtbare tekens verwijderd"), (3, REMOVED), (5, TABLE)]


def test_text_laid_bare_that_reads_as_markup_is_treated_so_and_reported() -> None:
    found, reported = canonical("\\*\\*niet\\*\\* vet", TITLE)
    assert found == "niet vet\n"
    assert [note.message for note in reported] == [
        "tekst die op opmaak lijkt, als opmaak behandeld"
    ]


# --- headings -------------------------------------------------------------------------------------


def test_headings_have_two_levels() -> None:
    body = "# Een\n\n## Twee ##\n\n### Drie\n\n###### Zes\n\nVijf\n====\n\nVier\n----\n"
    assert text(body) == "## Een\n\n## Twee\n\n### Drie\n\n### Zes\n\n## Vijf\n\n## Vier\n"


def test_a_first_heading_that_repeats_the_title_goes_and_no_other() -> None:
    assert text(f"# {TITLE}\n\nTekst.\n") == "Tekst.\n"
    assert text(f"# *{TITLE}*\n\nTekst.\n") == "Tekst.\n"
    assert text(f"Tekst.\n\n# {TITLE}\n") == f"Tekst.\n\n## {TITLE}\n"
    assert text(f"## {TITLE}\n\nTekst.\n") == f"## {TITLE}\n\nTekst.\n"


def test_headings_lose_markup_and_empty_ones_go() -> None:
    assert text("## Wat is *dit*?\n\n##\n\n## <br>\n\nTekst.") == "## Wat is dit?\n\nTekst.\n"


def test_a_hash_without_a_space_is_text() -> None:
    assert text("#zorgplicht is een woord") == "#zorgplicht is een woord\n"


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Wanneer begint de zorgplicht?", "wanneer-begint-de-zorgplicht"),
        ("  Één  klas: groep 1/2 (of 3)…", "een-klas-groep-1-2-of-3"),
        ("’s-Hertogenbosch – ĳs & Œuvre", "s-hertogenbosch-ijs-uvre"),
        ("مدرسة", "sectie"),
        ("?!", "sectie"),
    ],
)
def test_anchors(heading: str, anchor: str) -> None:
    assert slug(heading) == anchor


# --- lists and tables -----------------------------------------------------------------------------


def test_lists_become_flat_and_tight_with_their_own_kind_of_bullet() -> None:
    assert text("* a\n* b\n\n1) c\n2) d\n") == "- a\n- b\n\n1. c\n1. d\n"
    assert text("- a\n\n- b\n\n\n- c\n") == "- a\n- b\n- c\n"
    body = "- a\n  - b\n    1. c\n\n       d\n- e\n"
    assert text(body) == "- a\n- b\n- c d\n- e\n"
    assert [message for _line, message in notes(body)] == [NESTED, NESTED]


def test_everything_in_an_item_stays_in_it() -> None:
    assert text("- a\n\n  b\n\n  ```\n  c\n  ```\n\n  > d\n  >\n  > e\n- f") == "- a b c d e\n- f\n"
    assert text("- a\n  > - b\n  > - c\n") == "- a\n- b\n- c\n"
    assert text("- a\n\n  | k |\n  |---|\n  | v |\n") == "- a\n- k: v\n"
    assert text("-\n- a\n-\n") == "- a\n"


def test_numbers_that_are_left_out_are_reported() -> None:
    assert notes("1. a\n2. b\n") == []
    assert notes("Tekst.\n\n2026. Een goed jaar.") == [
        (3, "lijst begint niet bij 1, nummers weggelaten")
    ]


def test_table_rows_become_items_that_name_their_columns() -> None:
    body = "| Soort | Duur |\n|:--|--:|\n| **kort** | 6 weken |\n| lang | |\n| | |\n"
    assert text(body) == "- Soort: kort; Duur: 6 weken\n- Soort: lang\n"
    assert text("| | Duur |\n|---|---|\n| kort | 6 |\n") == "- kort; Duur: 6\n"
    assert text("| Soort | Duur |\n|---|---|\n") == "- Soort; Duur\n"

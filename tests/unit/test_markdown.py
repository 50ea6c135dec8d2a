"""Reading Markdown takes markup out, says so, and never loses or changes what people read."""

from __future__ import annotations

import re
import unicodedata
from itertools import count

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.markdown import NotMarkdown, canonical

TITLE = "Zorgplicht van de school"


def text(body: str) -> str:
    return canonical(body, TITLE)[0]


def notes(body: str) -> list[tuple[int, str]]:
    return [(note.line, note.message) for note in canonical(body, TITLE)[1]]


# --- whatever comes in ---------------------------------------------------------------------------

FRAGMENTS = (
    "# ¦## ¦### ¦###### ¦===\n¦---\n¦***\n¦\n\n¦\n¦\r\n¦\r¦- ¦* ¦+ ¦1. ¦2) ¦2026. ¦  ¦    ¦\t¦> ¦"
    "- [ ] ¦-      ¦*¦**¦_¦__¦`¦```\n¦~~~\n¦~~¦\\¦\\*¦\\#¦|¦||¦ | ¦| a | b |\n|---|---|\n¦|-|\n¦"
    "[¦](¦)¦[x](y)¦![x](y)¦[a]: b\n¦<¦>¦<b>¦</b>¦<div>¦</div>\n¦<!--¦-->¦<script>¦<?php ¦<![CDATA[¦"
    "&amp;¦&lt;¦&gt;¦&#42;¦&#35; ¦&nbsp;¦&zwj;¦&#8238;¦&¦<br/>¦<a@b.nl>¦\ufeff¦\u200b¦\u200d¦"
    "\u202e¦\u2066¦\u061c¦\u2028¦\x85¦\xa0¦\u3000¦\u0301¦e\u0301¦é¦ĳ¦👨\u200d👩\u200d👧¦مدرسة¦Школа¦"
    "Let op: ¦a¦b"
).split("¦")
hostile = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=6), max_size=30).map("".join)


BIDI_CONTROLS = set("LRE RLE LRO RLO PDF LRI RLI FSI PDI".split())


@settings(max_examples=400, deadline=None)
@given(hostile)
@example("\\*a\\*")
@example("- a\n\n* b")
@example("<div\n")
@example("&amp;lt;b&amp;gt;")
@example("a\u200d\u0301")
@example("1. a\n\n   > - b")
def test_canonical_text_is_tidy_and_stays_as_it_is(body: str) -> None:
    try:
        once = text(body)
    except NotMarkdown:
        return
    assert text(once) == once
    assert once == "" or once.endswith("\n")
    assert once == unicodedata.normalize("NFC", once)
    for block in once.removesuffix("\n").split("\n\n"):
        lines = block.split("\n")
        if len(lines) > 1:
            assert all(line.startswith(("- ", "1. ")) for line in lines)
        for line in lines:
            assert line == " ".join(line.split())
            assert not {unicodedata.category(char) for char in line} & {"Cc", "Zl", "Zp"}
            assert not {unicodedata.bidirectional(char) for char in line} & BIDI_CONTROLS


letters = st.characters(categories=("Lu", "Ll", "Lo", "Nd"))
plain_words = (
    st.builds(
        str.__add__, st.characters(categories=("Lu", "Ll", "Lo")), st.text(letters, max_size=8)
    )
    .map(lambda word: unicodedata.normalize("NFC", word))
    .filter(lambda word: unicodedata.category(word[0]).startswith("L"))
)
JOINTS = " |, |. |: |; |? |! | - | * | & | < | > | _ | / |'s | (|) | €|% |-|_|…| “|” | 1.0 | @ | # "
joints = st.sampled_from(JOINTS.split("|"))
plain_lines = st.lists(st.tuples(plain_words, joints), min_size=1, max_size=6).map(
    lambda pairs: " ".join("".join(word + joint for word, joint in pairs).split())
)
plain_paragraphs = st.lists(st.lists(plain_lines, min_size=1, max_size=3), min_size=1, max_size=4)


@settings(max_examples=200, deadline=None)
@given(plain_paragraphs)
def test_plain_text_is_kept_to_the_letter_and_without_a_word(paragraphs: list[list[str]]) -> None:
    body = "\n\n".join("\n".join(lines) for lines in paragraphs)
    assert canonical(body, TITLE) == ("\n\n".join(map(" ".join, paragraphs)) + "\n", ())


WORD = "\N{SECTION SIGN}"


def _indent(block: str, first: str) -> str:
    return first + block.replace("\n", "\n" + " " * len(first))


def _containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=3).map("\n\n".join)
    return st.one_of(
        several.map(lambda block: _indent(block, "- ")),
        several.map(lambda block: _indent(block, "1. ")),
        several.map(lambda block: "> " + block.replace("\n", "\n> ")),
        st.lists(inner, min_size=2, max_size=3).map(
            lambda items: "\n".join(_indent(item, "* ") for item in items)
        ),
    )


# Every mark stands for a word of its own, put in once the whole is drawn.
LEAVES = (
    WORD,
    f"{WORD} {WORD}\n{WORD}",
    f"**{WORD}** _{WORD}_ `{WORD}` ***{WORD}***",
    f"[{WORD}](https://a.nl 'uitleg') <b>{WORD}</b> <!-- weg --> ![{WORD}](a.png)",
    f"# {WORD}",
    f"#### {WORD}",
    f"{WORD}\n===",
    f"```\n{WORD}\n\n{WORD}\n```",
    f"    {WORD} {WORD}",
    f"<div>\n{WORD}\n</div>",
    f"<p class='x'>{WORD}<br>{WORD}</p>",
    f"| {WORD} | {WORD} |\n|---|---|\n| {WORD} | {WORD} |\n| {WORD} |",
    f"| {WORD} | {WORD} |\n|---|---|",
    f"\\*{WORD}\\* {WORD} &lt; {WORD} &amp; [{WORD}] #{WORD}",
)
documents = st.lists(
    st.recursive(st.sampled_from(LEAVES), _containers, max_leaves=6), min_size=1, max_size=4
).map("\n\n".join)


@settings(max_examples=300, deadline=None)
@given(documents)
def test_no_word_is_lost_glued_or_doubled_in_any_nesting(template: str) -> None:
    numbers = count()
    body = re.sub(WORD, lambda _: f"w{next(numbers)}x", template)
    found = re.findall(r"w\w+", text(body))
    assert set(found) == {f"w{number}x" for number in range(next(numbers))}
    if "|" not in body:  # the name of a column is repeated in each row
        assert len(found) == len(set(found))


# --- bytes that aren't text -----------------------------------------------------------------------


def test_line_ends_and_byte_order_marks_make_no_difference() -> None:
    plain = "## Kop\n\nEen regel\nen nog een.\n\n- a\n- b\n"
    expected = text(plain)
    assert text(plain.replace("\n", "\r\n")) == expected
    assert text(plain.replace("\n", "\r")) == expected
    assert text("\ufeff" + plain) == expected


@pytest.mark.parametrize(
    "code", [0xAD, 0x61C, 0x200B, 0x200F, 0x202E, 0x2060, 0x2069, 0xFEFF, 0xE0041]
)
def test_invisible_characters_go_and_are_reported(code: int) -> None:
    assert text(f"zorg{chr(code)}plicht\n") == "zorgplicht\n"
    assert notes(f"a\n\nzorg{chr(code)}plicht\n") == [(3, "onzichtbare tekens verwijderd")]
    assert text(f"zorg&#{code};plicht\n") == "zorgplicht\n"


@pytest.mark.parametrize("code", [0, 1, 8, 0x0B, 0x0C, 0x1B, 0x1F, 0x7F, 0x80, 0x9F])
def test_control_characters_are_refused_with_their_line(code: int) -> None:
    with pytest.raises(NotMarkdown, match="tekstbestand") as caught:
        canonical(f"a\n\nb{chr(code)}c\n", TITLE)
    assert caught.value.line == 3
    # An entity never smuggles one in.
    assert chr(code) not in text(f"b&#{code};c").rstrip("\n")


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "> - "])
def test_nesting_that_the_parser_passes_over_is_refused(mark: str) -> None:
    with pytest.raises(NotMarkdown, match="te diep genest") as caught:
        canonical("Tekst.\n\n" + mark * 30 + "diep", TITLE)
    assert caught.value.line == 3


def test_endlessly_packed_markup_is_refused() -> None:
    with pytest.raises(NotMarkdown, match="te diep genest"):
        canonical("&" + "amp;" * 30 + "lt;", TITLE)


@pytest.mark.parametrize("piece", ["*a ", "[", "<", "<a ", "`", "| ", "a\n", "&amp", "<!--", "_*"])
def test_much_of_the_same_takes_no_more_than_moments(piece: str) -> None:
    once = text(piece * 10_000)
    assert text(once) == once


def test_nothing_gives_nothing() -> None:
    assert canonical("", TITLE) == ("", ())
    assert canonical(" \n\t\n\r\n", TITLE) == ("", ())

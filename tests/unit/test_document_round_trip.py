"""Whatever a document holds, the file that is written of it reads back as the same."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import (
    Audience,
    Certainty,
    Content,
    DocumentFile,
    ExampleQuestion,
    Scope,
    Source,
    Validation,
)
from corpus.document_file import parse, write
from corpus.markdown import canonical
from corpus.outline import outline
from corpus.topics import topics
from tests.fakes.documents import BODY, FIRST, LAST, content

ONE_DAY = timedelta(days=1)
(WPO,) = content().sources

# Words that one or the other YAML reads as something else.
TRAPS = (
    "on off ja nee yes no y n true True FALSE null Null ~ 1e3 1E+3 0x1f 0o17 017 1_000 12:30 .inf "
    ".nan 2026-01-01 2026-01-01T12:00:00Z <<  = - -- --- ... ? : , [ ] { } # & * ! | > % @ ` 'a' "
    '"a" a:b a #b [a]: !!str &a *a %a @a - a\tb a\nb \\n \\ \'\'  "" \'s-Hertogenbosch'
).split(" ")
MORE = (
    "a: b: c¦a # b¦---\na¦a\n---\nb¦👩\u200d👧 🏫¦هل يوجد؟¦é e\u0301¦\u2028x\u2028y¦'s-Bosch"
).split("¦")
SLUG_TRAPS = ("null", "true", "no", "2026", "2026-01-01", "1e3", "0x1f", "1-2", "y", "017")


def lines(limit: int) -> st.SearchStrategy[str]:
    """What a title, a question or a note may hold."""
    characters = st.characters(codec="utf-8", exclude_categories=("Cc",), include_characters="\n\t")
    free = st.text(characters, min_size=1, max_size=limit)
    packed = st.lists(st.sampled_from([*TRAPS, *MORE]), min_size=1, max_size=5).map(" ".join)
    return (
        (free | packed | st.sampled_from(MORE))
        .map(str.strip)
        .filter(lambda text: 0 < len(text) <= limit)
    )


slugs = st.sampled_from(SLUG_TRAPS) | st.from_regex(r"\A[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,6}\Z")
# The very same object may stand in several places of a document.
days = st.sampled_from([FIRST, LAST]) | st.dates()
sources = st.builds(
    Source,
    lines(300),
    st.none()
    | st.sampled_from(["https://a.nl/?q=a&b=#c", "http://x.nl/é:'\"", "https://a.nl/%20*"]),
    st.none() | days,
)
validations = st.builds(Validation, lines(300), days, st.just("") | lines(500), st.booleans())
BODIES = ("Één: x.¦## Kop\n\nX 🏫.¦## 2026\n\n- a: b\n- 'c'¦## ---\n\nx¦## مدرسة\n\nنعم.").split(
    "¦"
)


@st.composite
def document_files(draw: st.DrawFn) -> DocumentFile:
    title = draw(lines(120))
    parts = draw(st.lists(st.sampled_from(BODIES), min_size=1, max_size=4))
    text, _notes = canonical("\n\n".join(parts), title)
    scope = draw(st.sampled_from(Scope))
    first, last = sorted((draw(days), draw(days)))
    content = Content(
        id=draw(slugs),
        title=title,
        scope=scope,
        region=draw(slugs) if scope is Scope.REGIONAL else None,
        audience=draw(st.sampled_from(Audience)),
        topics=tuple(
            draw(st.lists(st.sampled_from(list(topics())), min_size=1, max_size=3, unique=True))
        ),
        certainty=draw(st.sampled_from(Certainty)),
        valid_from=first,
        review_by=last,
        sources=tuple(draw(st.lists(sources, min_size=1, max_size=3))),
        text=text,
    )
    anchors = [section.anchor for section in outline(text, title)]
    chosen = draw(st.lists(st.sampled_from(anchors), unique=True, max_size=3))
    questions = tuple(
        ExampleQuestion(anchor, question)
        for anchor in chosen
        for question in draw(st.lists(lines(300), min_size=1, max_size=3))
    )
    return DocumentFile(content, questions, draw(st.none() | validations))


@settings(max_examples=200, deadline=None)
@given(document_files())
def test_what_is_written_reads_back_the_same(file: DocumentFile) -> None:
    text = write(file)
    again = parse(text)
    assert again == file
    assert again.content.digest == file.content.digest
    assert write(again) == text


@pytest.mark.parametrize(
    "change",
    [
        {"id": "anders"},
        {"title": "Anders"},
        {"scope": Scope.REGIONAL},
        {"region": "de-meierij"},
        {"audience": Audience.YOUTH},
        {"topics": ("zorgplicht", "opp")},
        {"certainty": Certainty.FILL_IN},
        {"valid_from": FIRST + ONE_DAY},
        {"review_by": LAST + ONE_DAY},
        {"sources": ()},
        {"sources": (WPO, WPO)},
        {"sources": (replace(WPO, title="WVO"),)},
        {"sources": (replace(WPO, url=None),)},
        {"sources": (replace(WPO, seen=None),)},
        {"sources": (replace(WPO, seen=LAST),)},
        {"text": BODY + "\n"},
    ],
    ids=str,
)
def test_the_digest_covers_every_part_of_the_content(change: dict[str, Any]) -> None:
    """An import stores nothing when digests are equal, so nothing may stay out of it."""
    assert content(**change).digest != content().digest
    assert (content(**change).content_hash != content().content_hash) == ("text" in change)


def test_the_content_hash_is_that_of_the_utf8_bytes() -> None:
    expected = hashlib.sha256("Één 🏫\n".encode()).hexdigest()
    assert content(text="Één 🏫\n").content_hash == f"sha256:{expected}"

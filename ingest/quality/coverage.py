"""How far the documents reach: topics by audience."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.document import Audience, Content, DocumentFile, Scope
from corpus.outline import outline
from ingest.quality.findings import Finding

# What parents and pupils ask about most: one document would be too thin.
BUSIEST = frozenset(
    "zorgplicht aanmelden-toelating extra-ondersteuning opp tlv sbo-so geschillen-klachten "
    "leerplicht thuiszitten leerlingenvervoer privacy-dossier schooladvies".split()
)


@dataclass(frozen=True, slots=True)
class Row:
    """How many documents carry a topic: national ones by audience, and regional ones."""

    topic: str
    label: str
    parent: int
    youth: int
    professional: int
    regional: int


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is in all."""

    documents: int
    sections: int
    questions: int


def size(files: Sequence[DocumentFile]) -> Size:
    """The number of documents, sections and example questions."""
    contents = [file.content for file in files]
    return Size(
        len(files),
        sum(len(outline(content.text, content.title)) for content in contents),
        sum(len(file.questions) for file in files),
    )


def coverage(contents: Sequence[Content], topics: Mapping[str, str]) -> tuple[Row, ...]:
    """A row for each topic, in the order of `topics`."""
    counts: Counter[tuple[str, Audience | Scope]] = Counter()
    for content in contents:
        column = content.audience if content.scope is Scope.NATIONAL else Scope.REGIONAL
        counts.update((topic, column) for topic in content.topics)
    return tuple(
        Row(
            topic,
            label,
            counts[topic, Audience.PARENT],
            counts[topic, Audience.YOUTH],
            counts[topic, Audience.PROFESSIONAL],
            counts[topic, Scope.REGIONAL],
        )
        for topic, label in topics.items()
    )


def coverage_table(files: Sequence[DocumentFile], topics: Mapping[str, str]) -> str:
    """The coverage as a Markdown table, with the size of the whole below it."""
    rows = ["| topic | parents | youth | professionals | regional |", "|---|--:|--:|--:|--:|"]
    for row in coverage([file.content for file in files], topics):
        counts = (row.parent, row.youth, row.professional, row.regional)
        rows.append(f"| {row.label} | " + " | ".join(str(n or "") for n in counts) + " |")
    counted = size(files)
    rows += [
        "",
        f"{counted.documents} documents, {counted.sections} sections, "
        f"{counted.questions:,} example questions.",
    ]
    return "\n".join(rows)


def gaps(contents: Sequence[Content], topics: Mapping[str, str]) -> Iterator[Finding]:
    """A finding for a topic with too few national documents for parents.

    Topics that exist in one region only need a regional document instead.
    """
    for row in coverage(contents, topics):
        wanted = 2 if row.topic in BUSIEST else 1
        if row.parent < wanted and not (row.parent == 0 and row.regional and wanted == 1):
            message = f"{row.parent} landelijke documenten voor ouders, minstens {wanted}"
            yield Finding(row.topic, "", message)

"""How the measures of all sections spread, as a table for people."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.document import Content
from corpus.glossary import Word
from ingest.quality.readability import Readability, measure

_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_MEASURES: tuple[tuple[str, Callable[[Readability], float], str], ...] = (
    ("words a section", lambda found: found.words, "{:.0f}"),
    ("words a sentence", lambda found: found.mean_sentence, "{:.1f}"),
    ("longest sentence, words", lambda found: found.longest_sentence, "{:.0f}"),
    ("reading ease (Flesch-Douma)", lambda found: found.reading_ease, "{:.0f}"),
    ("unfamiliar words", lambda found: found.unfamiliar, "{:.1%}"),
    ("passive sentences", lambda found: found.passive, "{:.0%}"),
)


def spread(contents: Sequence[Content], glossary: Sequence[Word]) -> str:
    """A Markdown table: a row for each measure, with its quantiles over all sections."""
    found = [each for content in contents for each in measure(content, glossary)]
    rows = ["| measure | lowest | p5 | p25 | median | p75 | p95 | highest |", "|---|" + "--:|" * 7]
    for name, value, form in _MEASURES:
        values = sorted(value(each) for each in found)
        picked = (
            values[0],
            *(values[round(quantile * (len(values) - 1))] for quantile in _QUANTILES),
            values[-1],
        )
        rows.append(f"| {name} | " + " | ".join(form.format(number) for number in picked) + " |")
    return "\n".join(rows)

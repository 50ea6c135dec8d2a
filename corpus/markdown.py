"""Canonical Markdown: headings, one-line paragraphs and flat lists, without inline markup.

Citations quote stored text to the byte, so what is stored must be what people read: reading a file
takes markup out once, and says so, and from then on nothing changes a character.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_PARSER = MarkdownIt("commonmark").enable("table")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MAX_PASSES = 10


class NotMarkdown(ValueError):
    """The text can't be read as Markdown. `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Note:
    """Something that reading changed, on which line of the body (from 1)."""

    line: int
    message: str


def canonical(body: str, title: str) -> tuple[str, tuple[Note, ...]]:
    """The canonical text of a body, ending in a newline, and what was changed to get it.

    A first level-1 heading equal to `title` is dropped. Applying it again changes nothing. Raises
    NotMarkdown for control characters, which mark binary junk.
    """
    junk = _CONTROL.search(body)
    if junk:
        line = body.count("\n", 0, junk.start()) + 1
        raise NotMarkdown(
            line, "bevat tekens die niet in tekst horen; is dit wel een tekstbestand?"
        )
    text, notes = _pass(body, title)
    # Taking markup out can lay bare text that reads as markup itself (`\*a\*`), so repeat.
    for _ in range(_MAX_PASSES):
        again, _unused = _pass(text, title)
        if again == text:
            return text, notes
        text = again
    raise NotMarkdown(1, "de opmaak is te diep genest om te lezen")


def slug(heading: str) -> str:
    """The anchor of a heading: lower case, accents dropped, all else turned into single hyphens."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "sectie"


def _pass(body: str, title: str) -> tuple[str, tuple[Note, ...]]:
    tidy = unicodedata.normalize("NFC", body.replace("\r\n", "\n").replace("\r", "\n"))
    notes: list[Note] = []
    tidy, removed = _INVISIBLE.subn("", tidy)
    if removed:
        notes.append(Note(1, "onzichtbare tekens verwijderd"))
    writer = _Writer(title, notes)
    for node in SyntaxTreeNode(_PARSER.parse(tidy)).children:
        writer.block(node)
    return writer.text(), tuple(notes)


class _Writer:
    """Collects canonical blocks while walking the syntax tree."""

    def __init__(self, title: str, notes: list[Note]) -> None:
        self._title = title
        self._notes = notes
        self._blocks: list[str] = []

    def text(self) -> str:
        return "\n\n".join(self._blocks) + "\n" if self._blocks else ""

    def block(self, node: SyntaxTreeNode) -> None:
        match node.type:
            case "heading":
                self._heading(node)
            case "paragraph":
                self._add(self._inline(node))
            case "bullet_list" | "ordered_list":
                self._list(node)
            case "table":
                self._note(node, "tabel omgezet in een lijst")
                self._table(node)
            case "blockquote":
                self._note(node, "citaatopmaak verwijderd")
                for child in node.children:
                    self.block(child)
            case "fence" | "code_block":
                self._note(node, "codeblok omgezet in gewone tekst")
                self._add(" ".join(node.content.split()))
            case "html_block":
                self._note(node, "HTML verwijderd")
            case _:
                pass

    def _heading(self, node: SyntaxTreeNode) -> None:
        text = self._inline(node)
        level = int(node.tag[1:])
        if not text or (level == 1 and not self._blocks and text == self._title):
            return
        self._add(f"{'##' if level <= 2 else '###'} {text}")

    def _list(self, node: SyntaxTreeNode) -> None:
        lines = [f"{_bullet(node)} {text}" for text in self._items(node)]
        self._add("\n".join(lines))

    def _items(self, node: SyntaxTreeNode) -> list[str]:
        items: list[str] = []
        for item in node.children:
            own: list[str] = []
            nested: list[str] = []
            for child in item.children:
                if child.type in ("bullet_list", "ordered_list"):
                    self._note(child, "geneste lijst plat gemaakt")
                    nested += self._items(child)
                elif text := self._inline(child):
                    own.append(text)
            items += [" ".join(own), *nested] if own else nested
        return items

    def _table(self, node: SyntaxTreeNode) -> None:
        rows = [
            [self._inline(cell) for cell in row.children]
            for part in node.children
            for row in part.children
        ]
        head, *body = rows
        lines = [
            "- "
            + "; ".join(
                f"{name}: {cell}" if name else cell for name, cell in zip(head, row, strict=True)
            )
            for row in body
            if any(row)
        ]
        self._add("\n".join(lines))

    def _inline(self, node: SyntaxTreeNode) -> str:
        parts: list[str] = []
        for child in node.walk():
            match child.type:
                case "text" | "code_inline":
                    parts.append(child.content)
                case "softbreak" | "hardbreak":
                    parts.append(" ")
                case "strong" | "em":
                    self._note(node, "vet of cursief verwijderd")
                case "link":
                    self._note(node, "link verwijderd, de tekst ervan is bewaard")
                case "image":
                    self._note(node, "afbeelding verwijderd")
                case "html_inline":
                    self._note(node, "HTML verwijderd")
                case _:
                    pass
        return " ".join("".join(parts).split())

    def _add(self, block: str) -> None:
        if block.strip():
            self._blocks.append(block)

    def _note(self, node: SyntaxTreeNode, message: str) -> None:
        line = node.map[0] + 1 if node.map else 1
        self._notes.append(Note(line, message))


def _bullet(node: SyntaxTreeNode) -> str:
    return "1." if node.type == "ordered_list" else "-"

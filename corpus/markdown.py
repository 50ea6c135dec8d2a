"""Canonical Markdown: headings, one-line paragraphs and flat lists, without inline markup.

Citations quote stored text to the byte, so what is stored must be what people read: reading a file
takes markup out once, and says so, and from then on nothing changes a character.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_PARSER = MarkdownIt("commonmark").enable("table")
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_HTML = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1>|\Z)|</?[a-z][^>]*>|<[!?][^>]*>",
    re.DOTALL | re.IGNORECASE,
)
_MARK = re.compile(r"(?P<item>- |1\. )|#{2,3} ")
_CONTAINERS = frozenset({"blockquote_open", "list_item_open"})
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
    NotMarkdown for control characters, which mark binary junk, and for absurdly deep nesting.
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
        again, more = _pass(text, title)
        if again == text:
            return text, notes
        if more:
            notes = (*notes, Note(1, "tekst die op opmaak lijkt, als opmaak behandeld"))
        text = again
    raise NotMarkdown(1, "de opmaak is te diep genest om te lezen")


def slug(heading: str) -> str:
    """The anchor of a heading: lower case, accents dropped, all else turned into single hyphens."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "sectie"


def _pass(body: str, title: str) -> tuple[str, tuple[Note, ...]]:
    tidy = unicodedata.normalize("NFC", body.replace("\r\n", "\n").replace("\r", "\n"))
    notes: list[Note] = []
    if hidden := _INVISIBLE.search(tidy):
        line = tidy.count("\n", 0, hidden.start()) + 1
        notes.append(Note(line, "onzichtbare tekens verwijderd"))
        tidy = _INVISIBLE.sub("", tidy)
    writer = _Writer(title, notes)
    found: dict[str, Any] = {}
    tokens = _PARSER.parse(tidy, found)
    for token in tokens:
        # The parser passes over what lies deeper, without a word.
        if token.type in _CONTAINERS and token.level >= _PARSER.options.maxNesting - 1:
            raise NotMarkdown(token.map[0] + 1 if token.map else 1, "is te diep genest")
    for node in SyntaxTreeNode(tokens).children:
        writer.block(node)
    references = (*found.get("references", {}).values(), *found.get("duplicate_refs", ()))
    notes += [Note(each["map"][0] + 1, "linkverwijzing verwijderd") for each in references]
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
                self._add(" ".join(_HTML.sub(" ", node.content).split()))
            case _:
                pass

    def _heading(self, node: SyntaxTreeNode) -> None:
        text = self._inline(node)
        level = int(node.tag[1:])
        if not text or (level == 1 and not self._blocks and text == self._title):
            return
        self._add(f"{'##' if level <= 2 else '###'} {text}")

    def _list(self, node: SyntaxTreeNode) -> None:
        if "start" in node.attrs:
            self._note(node, "lijst begint niet bij 1, nummers weggelaten")
        lines = [f"{_bullet(node)} {text}" for text in self._items(node)]
        self._add("\n".join(lines))

    def _items(self, node: SyntaxTreeNode) -> list[str]:
        items: list[str] = []
        for item in node.children:
            inner = _Writer("", self._notes)
            for child in item.children:
                if child.type in ("bullet_list", "ordered_list"):
                    self._note(child, "geneste lijst plat gemaakt")
                inner.block(child)
            lines = inner.text().splitlines()
            nested = [line for line in lines if _is_item(line)]
            own = [line for line in lines if line and not _is_item(line)]
            items += [" ".join(map(_bare, own))] if own else []
            items += map(_bare, nested)
        return items

    def _table(self, node: SyntaxTreeNode) -> None:
        rows = [
            [self._inline(cell) for cell in row.children]
            for part in node.children
            for row in part.children
        ]
        head, *body = rows
        if not body:
            head, body = [""] * len(head), [head]
        lines = []
        for row in body:
            cells = [
                f"{name}: {cell}" if name else cell
                for name, cell in zip(head, row, strict=True)
                if cell
            ]
            lines += [f"- {'; '.join(cells)}"] if cells else []
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


def _is_item(line: str) -> bool:
    mark = _MARK.match(line)
    return bool(mark and mark["item"])


def _bare(line: str) -> str:
    """A canonical line without what makes it an item or a heading."""
    mark = _MARK.match(line)
    return line[mark.end() :] if mark else line


def _bullet(node: SyntaxTreeNode) -> str:
    return "1." if node.type == "ordered_list" else "-"

"""A page taken apart with the standard HTML parser, to look at as a browser would."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"meta", "link", "img", "input", "br"})


@dataclass
class Element:
    """A tag, its attributes and all text inside it."""

    tag: str
    attributes: dict[str, str]
    parents: tuple[str, ...]
    text: str = ""


@dataclass
class Markup(HTMLParser):
    """Every element of a page, in order."""

    elements: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements, self._open = [], []
        self.feed(html)
        self.close()
        assert not self._open, f"never closed: {[e.tag for e in self._open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, tuple(e.tag for e in self._open))
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert [e.tag for e in self._open[-1:]] == [tag], f"stray </{tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """The elements with this tag and these attributes."""
        wanted = attributes.items()
        return [e for e in self.elements if e.tag == tag and wanted <= e.attributes.items()]

    def one(self, tag: str, **attributes: str) -> Element:
        """The only such element."""
        (element,) = self.all(tag, **attributes)
        return element

    def by_id(self, name: str) -> Element:
        """The only element with this id."""
        (element,) = (e for e in self.elements if e.attributes.get("id") == name)
        return element

    def text_of(self, tag: str) -> str:
        """All text inside the only such element, white space made single."""
        return " ".join(self.one(tag).text.split())

    def links_in(self, tag: str) -> list[Element]:
        """The links inside such an element that lead out of the page."""
        links = (e for e in self.all("a") if tag in e.parents)
        return [e for e in links if not e.attributes["href"].startswith("#")]

    def of_class(self, name: str) -> list[Element]:
        """The elements of a class."""
        return [e for e in self.elements if name in e.attributes.get("class", "").split()]

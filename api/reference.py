"""The parts of the READMEs that must equal the program: settings, routes, help, coverage.

`python -m api.reference` writes them between their markers; a test fails when they differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute
from pydantic_core import PydanticUndefined

from api.app import create_app
from api.cli import build_parser
from api.settings import ApiSettings
from corpus.glossary import glossary
from corpus.package import read_package
from corpus.topics import topics
from ingest.quality.coverage import coverage_table
from ingest.quality.distribution import spread

_SECTION = "<!-- {name}: made by `python -m api.reference` -->\n{body}\n<!-- /{name} -->"


def settings_table() -> str:
    """Every setting with its default and meaning."""
    rows = ["| setting | default | meaning |", "|---|---|---|"]
    for name, field in ApiSettings.model_fields.items():
        default = "" if field.default in (None, PydanticUndefined) else f"`{field.default}`"
        rows.append(f"| `STEUNWIJZER_{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows)


def routes_table(routes: list[Any]) -> str:
    """Every address with its method and meaning, in the order in which they are matched."""
    rows = ["| method | address | what it gives |", "|---|---|---|"]
    for route in _flat(routes):
        method = ", ".join(sorted((route.methods or set()) - {"HEAD"}))
        told = route.summary or (route.endpoint.__doc__ or "").strip().partition("\n")[0]
        rows.append(f"| {method} | `{route.path}` | {told} |")
    return "\n".join(rows)


def help_text() -> str:
    """The help of the command and of each of its commands."""
    parser = build_parser()
    parts = [f"$ steunwijzer --help\n{parser.format_help()}"]
    for name, command in _subcommands(parser):
        parts.append(f"$ steunwijzer {name} --help\n{command.format_help()}")
        for inner, action in _subcommands(command):
            parts.append(f"$ steunwijzer {name} {inner} --help\n{action.format_help()}")
    return "```console\n" + "\n".join(parts) + "```"


def filled_in(readme: str, sections: dict[str, str]) -> str:
    """`readme` with each named section replaced. Raises ValueError where a marker is missing."""
    for name, body in sections.items():
        pattern = re.compile(f"<!-- {name}:.*?<!-- /{name} -->", re.DOTALL)
        if not pattern.search(readme):
            raise ValueError(f"the README has no section {name}")
        section = _SECTION.format(name=name, body=body)
        readme = pattern.sub(lambda _match, text=section: text, readme)  # type: ignore[misc]
    return readme


def sections() -> dict[str, str]:
    """The sections as they should be now."""
    # Routes only hold on to these; nothing is asked of them here.
    nobody: Any = None
    app = create_app(nobody, nobody, tuple, ApiSettings.model_construct())
    return {
        "settings": settings_table(),
        "routes": routes_table(app.routes),
        "help": help_text(),
    }


def corpus_sections() -> dict[str, str]:
    """The sections of `corpus/README.md` as they should be now."""
    files = read_package(Path(str(resources.files("corpus"))) / "documents")
    return {
        "coverage": coverage_table(files, topics()),
        "spread": spread([file.content for file in files], glossary()),
    }


def _flat(routes: list[Any]) -> Iterator[APIRoute]:
    for route in routes:
        # FastAPI keeps an included router whole, and looks into it with every request.
        included = getattr(route, "original_router", None)
        if isinstance(included, APIRouter):
            yield from _flat(included.routes)
        elif isinstance(route, APIRoute):
            yield route


def _subcommands(parser: Any) -> Iterator[tuple[str, Any]]:
    for action in parser._actions:
        if isinstance(action.choices, dict):
            yield from action.choices.items()


def main() -> None:
    """Rewrite the READMEs below the present folder."""
    for path, parts in (
        (Path("README.md"), sections()),
        (Path("corpus/README.md"), corpus_sections()),
    ):
        path.write_text(filled_in(path.read_text(encoding="utf-8"), parts), encoding="utf-8")


if __name__ == "__main__":
    main()

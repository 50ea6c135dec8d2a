"""`steunwijzer check`: holds documents against the rules for reading ease, facts and links."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from api.settings import ApiSettings
from corpus.contacts import contacts
from corpus.facts import facts
from corpus.glossary import glossary
from corpus.package import read_package
from corpus.topics import topics
from ingest.quality.coverage import gaps, size
from ingest.quality.distribution import spread
from ingest.quality.readability import Limits
from ingest.quality.review import Rules, review_document, review_package


def register(commands: Any) -> None:
    parser = commands.add_parser(
        "check", help="controleer documenten op leesbaarheid, feiten en verwijzingen"
    )
    parser.add_argument("path", metavar="PAD", type=Path, help="een .md-bestand of een map")
    parser.add_argument(
        "--spread", action="store_true", help="toon ook hoe leesbaar alle secties samen zijn"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, _settings: ApiSettings) -> int:
    files = read_package(args.path)
    rules = Rules(facts(), contacts(), glossary(), Limits())
    contents = [file.content for file in files]
    if args.path.is_dir():
        found = [*review_package(files, rules), *gaps(contents, topics())]
    else:
        # One file can't be asked to cover every topic, nor to hold what it refers to.
        found = [finding for file in files for finding in review_document(file, rules)]
    for finding in found:
        print(finding)
    counted = size(files)
    print(
        f"{counted.documents} documenten, {counted.sections} secties, "
        f"{counted.questions} voorbeeldvragen, {len(found)} bevindingen."
    )
    if args.spread:
        print(spread(contents, glossary()))
    return 1 if found else 0

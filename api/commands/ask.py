"""`steunwijzer ask`: a question and its answer, as text or JSON."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from api.routes.questions import answer_out
from api.settings import ApiSettings
from corpus.document import Audience, Scope
from rag.answer import Answer
from rag.composition import open_parts
from rag.question import InvalidQuestion, Question

_HEADINGS = {Scope.NATIONAL: "Landelijk", Scope.REGIONAL: "In uw regio"}


def register(commands: Any) -> None:
    parser = commands.add_parser("ask", help="stel een vraag")
    parser.add_argument(
        "question", metavar="VRAAG", nargs="?", help="de vraag; zonder: gelezen van de invoer"
    )
    parser.add_argument("--json", action="store_true", help="antwoord zoals de API het geeft")
    parser.add_argument(
        "--audience", choices=[a.value for a in Audience], default="ouder", help="voor wie"
    )
    parser.add_argument("--region", metavar="REGIO", help="de regio, zoals de-meierij")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: ApiSettings) -> int:
    text = args.question if args.question is not None else _read_input()
    question = Question.ask(text, Audience(args.audience), args.region or settings.region)
    parts = open_parts(settings)
    try:
        answer = parts.service.answer(question)
    finally:
        parts.close()
    if args.json:
        print(answer_out(answer).model_dump_json(by_alias=True, indent=2))
    else:
        _show(answer)
    return 0


def _read_input() -> str:
    try:
        return sys.stdin.read()
    except UnicodeDecodeError:
        # Its own text would show a part of the question.
        raise InvalidQuestion("De vraag bevat tekens die wij niet kunnen lezen.") from None


def _show(answer: Answer) -> None:
    if answer.care:
        print(answer.care.message)
        print("\n".join(f"  {step.label}" for step in answer.care.steps) + "\n")
    if answer.message:
        print(answer.message)
    for part in answer.missing:
        print(f"  {part}")
    if answer.message and answer.blocks:
        print()
    for block in answer.blocks:
        print(f"{_HEADINGS[block.scope]}:")
        for sentence in block.sentences:
            numbers = "".join(f"[{number}]" for number in sentence.citations)
            print(f"  {'- ' if sentence.step else ''}{sentence.text} {numbers}")
        print()
    for citation in answer.citations:
        starter = " (startset, nog te valideren)" if citation.starter else ""
        print(
            f"[{citation.number}] {citation.title}, {citation.section}; versie "
            f"{citation.version}, gevalideerd {citation.validated_on:%d-%m-%Y}{starter}"
        )
    for step in answer.next_steps:
        print(f"\n{step.label}: {step.text}")
        if step.contact:
            ways = (step.contact.phone, step.contact.email, step.contact.url)
            print("  " + ", ".join((step.contact.name, *(way for way in ways if way))))

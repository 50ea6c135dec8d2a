"""Writes what the embedding model learns to tell apart: `python -m eval.labelled FILE`.

Two tasks: which kind of question it is (answerable, or why not), and whether a message is a cry for
help and of which kind. One text in five is kept back, for the judgements to be measured on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from eval.learning.alarm_messages import HARMLESS, messages
from eval.learning.examples import SETS, family
from eval.learning.holding_out import held_out
from eval.question_sets import load

_ANSWER = "answer"


def main() -> None:
    """Write one JSON object a line, with `text`, `task` and `label`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    out = parser.parse_args().file
    out.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(row, ensure_ascii=False) for row in labelled()]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} texts")


def labelled() -> Iterator[dict[str, str]]:
    """The texts that the model may learn from."""
    for name in SETS:
        for judged in load(name):
            # A follow-up is of no kind without what went before.
            if not judged.conversation and not held_out(family(judged)):
                label = _ANSWER if judged.answerable else judged.kind
                yield {"text": judged.text, "task": "kind", "label": label}
    for message in messages():
        if not held_out(message.text) and (message.kind or not message.cry):
            label = message.kind.value if message.kind else HARMLESS
            yield {"text": message.text, "task": "alarm", "label": label}


if __name__ == "__main__":
    main()

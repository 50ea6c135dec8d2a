"""Asks question sets and keeps what came back: `python -m eval.run OUT SET...`.

Scoring is another command, so that a figure can be looked into without asking again.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from eval.asking import ask_all
from eval.question_sets import load
from eval.records import save
from eval.starter import starter_parts

_DESCRIBES = ("ranking.json", "answerability.json", "alarm.json")


def main() -> None:
    """Ask the sets and write `OUT/<set>.jsonl` for each and `OUT/config.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("sets", nargs="+")
    args = parser.parse_args()
    run(args.out, args.sets)


def run(out: Path, sets: Sequence[str]) -> None:
    """Ask the sets over a fresh index of the starter documents."""
    out.mkdir(parents=True, exist_ok=True)
    with starter_parts() as parts:
        library = parts.stores.library
        parts.service.warm_up("de-meierij")
        for name in sets:
            save(ask_all(parts.service, library, load(name)), out / f"{name}.jsonl")
            print(f"asked: {name}", flush=True)
        config = {
            "asked_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "model": parts.embedder.name,
            "corpus": library.fingerprint(),
            "weights": {name: _digest(f"rag/weights/{name}") for name in _DESCRIBES},
            "sets": {name: _digest(f"eval/questions/{name}.jsonl") for name in sets},
        }
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def _digest(path: str) -> str | None:
    package, _, rest = path.partition("/")
    file = files(package).joinpath(rest)
    return sha256(file.read_bytes()).hexdigest() if file.is_file() else None


if __name__ == "__main__":
    main()

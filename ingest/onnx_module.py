"""The input module that lets a SentenceTransformer run an ONNX sentence encoder.

sentence-transformers has an ONNX backend of its own, but that needs a package which holds it, and
transformers with it, at old versions.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from sentence_transformers.base.modules import InputModule
from tokenizers import Tokenizer

from ingest.models.shipped import MODEL_FILE, TOKENIZER_FILE

_PAD = "<pad>"
_ERRORS_ONLY = 3


class OnnxSentenceEncoder(InputModule):
    """Token ids in, unit-length sentence vectors out. Safe to call from several threads at once.

    A text is always computed by itself and on one thread: int8 activations are scaled over all
    texts of a call, so that texts computed together would change each other's vectors. `threads`
    is the number of texts computed at the same time when a call brings more than one.
    """

    save_in_root = True

    def __init__(self, folder: Path, dimensions: int, max_tokens: int, threads: int) -> None:
        """Open `model.onnx` and `tokenizer.json`. Raises what onnxruntime and tokenizers raise."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._folder = folder
        self._dimensions = dimensions
        self.max_seq_length = max_tokens
        self.tokenizer = _open_tokenizer(folder / TOKENIZER_FILE, max_tokens)
        self._pad = self.tokenizer.token_to_id(_PAD)
        self._session = _open_session(folder / MODEL_FILE)
        self._spread = ThreadPoolExecutor(threads, "embedding").map if threads > 1 else map

    def get_embedding_dimension(self) -> int:
        return self._dimensions

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any
    ) -> dict[str, torch.Tensor]:
        """`input_ids` and `attention_mask`, int64, shape (texts, longest text in tokens)."""
        # One by one, because `encode_batch` starts threads of its own.
        rows = [self.tokenizer.encode((prompt or "") + text).ids for text in inputs]
        ids = np.full((len(rows), max(map(len, rows))), self._pad, dtype=np.int64)
        mask = np.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
        return {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}

    def forward(self, features: dict[str, torch.Tensor], **kwargs: Any) -> dict[str, torch.Tensor]:
        """Adds `sentence_embedding`, float32, shape (texts, dimensions)."""
        ids = features["input_ids"].numpy()
        lengths = features["attention_mask"].sum(1).tolist()
        rows = [row[:length] for row, length in zip(ids, lengths, strict=True)]
        spread = self._spread if len(rows) > 1 else map
        vectors = list(spread(self._run, rows))
        return {**features, "sentence_embedding": torch.from_numpy(np.stack(vectors))}

    def save(self, output_path: str, *_args: Any, **_kwargs: Any) -> None:
        """Copy the two files to the folder `output_path`."""
        for name in (MODEL_FILE, TOKENIZER_FILE):
            shutil.copy(self._folder / name, Path(output_path) / name)

    def _run(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        row = ids[None]
        inputs = {"input_ids": row, "attention_mask": np.ones_like(row)}
        vector: NDArray[np.float32] = self._session.run(None, inputs)[0][0]
        return vector


def _open_tokenizer(path: Path, max_tokens: int) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer


def _open_session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

"""The embedding port on top of sentence-transformers: the shipped model, or any other by name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.embedding import Embedder
from ingest.embedding_cache import VectorCache
from ingest.index.port import Vector
from ingest.models.shipped import SHIPPED, ModelUnavailable, check_shipped

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["BUNDLED", "ModelUnavailable", "SentenceTransformerEmbedder", "load_embedder"]

BUNDLED = "bundled"
_BATCH = 16
_REMEMBERED = 1024
_SHORT = 12


class SentenceTransformerEmbedder:
    """Embeds with the prompts that the model itself names for queries and documents, if any.

    Safe to call from several threads at once. Texts may be of any length and content: what the
    model can't take is cut off, and half surrogate pairs become question marks.
    """

    def __init__(self, model: SentenceTransformer, name: str) -> None:
        dimensions = model.get_embedding_dimension()
        if dimensions is None:
            raise ValueError("the model does not say how long its vectors are")
        self._model = model
        self._name = name
        self._dimensions = dimensions
        self._remembered = VectorCache(_REMEMBERED)

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def embed_query(self, text: str) -> Vector:
        """The vector of a question; the latest 1,024 are remembered, the questions are not."""
        return self._remembered.get(text, lambda text: self.embed_queries([text])[0])

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """The vectors of document texts, in order."""
        return _encode(self._model.encode_document, texts)

    def embed_queries(self, texts: Sequence[str]) -> list[Vector]:
        """The vectors of example questions, in order; none of them is remembered."""
        return _encode(self._model.encode_query, texts)


def load_embedder(model: str, threads: int) -> Embedder:
    """The model `bundled`, or one by its hub name or folder.

    `threads` is the number of cores that one call may keep busy: 1 when serving, more for filling
    an index. Raises ModelUnavailable.
    """
    return load_shipped(SHIPPED, threads) if model == BUNDLED else _load_other(model, threads)


def load_shipped(folder: Path, threads: int) -> Embedder:
    """A model that `ingest.models.build` wrote; needs no network. Raises ModelUnavailable."""
    shipped = check_shipped(folder)
    from sentence_transformers import SentenceTransformer

    from ingest.onnx_module import OnnxSentenceEncoder

    try:
        encoder = OnnxSentenceEncoder(folder, shipped.dimensions, shipped.max_tokens, threads)
    except Exception as error:  # onnxruntime and tokenizers share no error type
        raise ModelUnavailable(
            f"Het meegeleverde taalmodel {shipped.name} kan op deze computer niet worden geopend."
        ) from error
    model = SentenceTransformer(
        modules=[encoder], prompts=shipped.prompts.model_dump(), device="cpu"
    )
    return SentenceTransformerEmbedder(model, f"{shipped.name}@{shipped.digest}")


def _load_other(model: str, threads: int) -> Embedder:
    import torch
    import transformers
    from huggingface_hub.utils.tqdm import disable_progress_bars
    from sentence_transformers import SentenceTransformer

    disable_progress_bars()
    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    torch.set_num_threads(threads)
    try:
        loaded = SentenceTransformer(model)
        return SentenceTransformerEmbedder(loaded, f"{Path(model).name}@{_digest(loaded)}")
    except Exception as error:  # files, hub, network and weights each fail in their own way
        raise ModelUnavailable(
            f"Het taalmodel '{model}' kan niet worden geladen. Controleer de naam of de map, en of "
            "de server bij de modelopslag kan."
        ) from error


def _digest(model: SentenceTransformer) -> str:
    import torch

    digest = hashlib.sha256(json.dumps(model.prompts, sort_keys=True).encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy())
    return digest.hexdigest()[:_SHORT]


def _encode(encode: Callable[..., Any], texts: Sequence[str]) -> list[Vector]:
    if not texts:
        return []
    readable = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
    # Sorts by length itself, so that a batch holds texts of about the same length.
    rows = encode(readable, batch_size=_BATCH, show_progress_bar=False, normalize_embeddings=True)
    return [tuple(row) for row in rows.tolist()]

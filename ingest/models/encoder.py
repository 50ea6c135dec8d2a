"""The model in float32, as torch computes it: what is exported, and what is measured against."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from transformers import BertConfig, BertModel

from ingest.models.source import FourBit, Source

_MATRICES = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "intermediate.dense": "fi",
    "output.dense": "fo",
}
_NORMS = {"attention.output.LayerNorm": "aln", "output.LayerNorm": "oln"}


class SentenceEncoder(torch.nn.Module):
    """BERT, the mean of its last layer over the real tokens, and division by the length."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        hidden = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weight = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weight).sum(1) / weight.sum(1)
        return torch.nn.functional.normalize(mean, dim=-1)


def sentence_encoder(source: Source, words: FourBit) -> SentenceEncoder:
    """The model in float32, with these word vectors."""
    shape = source.shape
    state: dict[str, Any] = {
        "embeddings.word_embeddings.weight": words.dense(),
        "embeddings.position_embeddings.weight": source.vector("emb.pos"),
        "embeddings.token_type_embeddings.weight": source.vector("emb.type"),
        "embeddings.LayerNorm.weight": source.vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": source.vector("emb.ln.b"),
    }
    for layer in range(shape.layers):
        place = f"encoder.layer.{layer}."
        for part, key in _MATRICES.items():
            rows = shape.inner if key == "fi" else shape.hidden
            matrix = source.matrix(f"l{layer}.{key}.w", rows)
            state[f"{place}{part}.weight"] = matrix.dense()
            state[f"{place}{part}.bias"] = source.vector(f"l{layer}.{key}.b")
        for part, key in _NORMS.items():
            state[f"{place}{part}.weight"] = source.vector(f"l{layer}.{key}.w")
            state[f"{place}{part}.bias"] = source.vector(f"l{layer}.{key}.b")
    config = BertConfig(  # type: ignore[no-untyped-call]
        vocab_size=len(words.scales),
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.inner,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        layer_norm_eps=source.layer_norm_eps,
        attn_implementation="eager",
    )
    bert = BertModel(config, add_pooling_layer=False)  # type: ignore[no-untyped-call]
    sizes = {name: tensor.shape for name, tensor in bert.state_dict().items()}
    bert.load_state_dict(
        {name: torch.from_numpy(np.array(t)).reshape(sizes[name]) for name, t in state.items()}
    )
    bert.eval()  # type: ignore[no-untyped-call]
    return SentenceEncoder(bert)

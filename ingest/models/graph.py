"""Turns the weights into one ONNX graph: token ids in, unit-length sentence vectors out.

Word vectors stay in the 4 bits they come in. The other matrices become int8 per output channel, in
7 bits: processors without VNNI overflow on 8, and would give other vectors. One stays float32: its
inputs have such outliers that int8 would cost nearly as much there as in all others together.
"""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from ingest.models.encoder import SentenceEncoder
from ingest.models.source import BLOCK, FourBit

_OPSET = 17
_INPUTS = ("input_ids", "attention_mask")
_OUTPUT = "sentence_embedding"
_OUTLIERS = "/bert/encoder/layer.4/output/dense/MatMul"


def write_graph(encoder: SentenceEncoder, words: FourBit, path: Path) -> None:
    """Write the quantised model; `words` are the word vectors of `encoder`.

    The same input gives the same bytes.
    """
    with tempfile.TemporaryDirectory() as folder:
        exported = Path(folder) / "exported.onnx"
        _export(encoder, exported)
        model = onnx.load(exported)
        _pack_words(model, words)
        quantize_dynamic(
            model,
            path,
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=[_OUTLIERS],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )


def _export(encoder: SentenceEncoder, path: Path) -> None:
    ids = torch.tensor([[0, 5, 6, 2], [0, 7, 2, 1]])
    axes = {name: {0: "texts", 1: "tokens"} for name in _INPUTS} | {_OUTPUT: {0: "texts"}}
    with warnings.catch_warnings(), torch.no_grad():
        # The exporter that keeps the shapes dynamic here is the older one, and says so at length.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            encoder,
            (ids, (ids != 1).long()),
            path,
            input_names=list(_INPUTS),
            output_names=[_OUTPUT],
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )


def _pack_words(model: onnx.ModelProto, words: FourBit) -> None:
    """Replace the look-up of float32 word vectors by one in 4 bits, two numbers a byte."""
    graph = model.graph
    at, lookup = next(
        (at, node) for at, node in enumerate(graph.node) if "word_embeddings" in "".join(node.input)
    )
    name, ids = lookup.input
    graph.initializer.remove(next(table for table in graph.initializer if table.name == name))
    graph.node.remove(lookup)
    packed = words.packed().reshape(len(words.values), -1)
    graph.initializer.append(numpy_helper.from_array(packed, "words"))
    graph.initializer.append(numpy_helper.from_array(words.scales, "words_scales"))
    half = helper.make_node(
        "GatherBlockQuantized",
        ["words", ids, "words_scales"],
        ["words_half"],
        domain="com.microsoft",
        bits=4,
        block_size=BLOCK,
        gather_axis=0,
        quantize_axis=1,
    )
    full = helper.make_node("Cast", half.output, list(lookup.output), to=onnx.TensorProto.FLOAT)
    graph.node.insert(at, half)
    graph.node.insert(at + 1, full)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))

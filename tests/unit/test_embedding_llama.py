"""llama-index gets our vectors: questions as questions, nodes as passages, in order."""

from __future__ import annotations

import asyncio

import pytest
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import TextNode

from ingest.embedding_llama import LlamaIndexEmbedding
from tests.fakes.embedder import FakeEmbedder

TEXTS = ["De school zoekt een plek.", "De gemeente betaalt het vervoer."]
QUESTION = "Wie zoekt een plek?"


@pytest.fixture
def ours() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def theirs(ours: FakeEmbedder) -> LlamaIndexEmbedding:
    return LlamaIndexEmbedding(ours)


def test_it_is_named_after_the_embedder(ours: FakeEmbedder, theirs: LlamaIndexEmbedding) -> None:
    assert theirs.model_name == ours.name


def test_a_question_is_embedded_as_a_question(
    ours: FakeEmbedder, theirs: LlamaIndexEmbedding
) -> None:
    expected = list(ours.embed_query(QUESTION))
    assert theirs.get_query_embedding(QUESTION) == expected
    assert asyncio.run(theirs.aget_query_embedding(QUESTION)) == expected


def test_texts_are_embedded_as_passages(ours: FakeEmbedder, theirs: LlamaIndexEmbedding) -> None:
    expected = [list(vector) for vector in ours.embed_passages(TEXTS)]
    assert theirs.get_text_embedding_batch(TEXTS) == expected
    assert asyncio.run(theirs.aget_text_embedding_batch(TEXTS)) == expected
    assert theirs.get_text_embedding(TEXTS[0]) == expected[0]
    assert asyncio.run(theirs.aget_text_embedding(TEXTS[0])) == expected[0]


def test_it_works_as_a_step_of_a_pipeline(ours: FakeEmbedder, theirs: LlamaIndexEmbedding) -> None:
    nodes = IngestionPipeline(transformations=[theirs]).run(
        nodes=[TextNode(text=text) for text in TEXTS]
    )
    assert [node.embedding for node in nodes] == [list(v) for v in ours.embed_passages(TEXTS)]

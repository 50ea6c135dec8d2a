"""The shipped model as files: what its module computes, how it loads, and how damage is told."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer

from ingest.embedding import Embedder
from ingest.embedding_st import BUNDLED, ModelUnavailable, load_embedder, load_shipped
from ingest.models.shipped import MODEL_FILE, SHIPPED, TOKENIZER_FILE, check_shipped
from ingest.onnx_module import OnnxSentenceEncoder

MANIFEST = "model.json"
SHORT = "Wat is een opp?"
LONG = "De school bespreekt het ontwikkelingsperspectief met de ouders. " * 8


@pytest.fixture(scope="module")
def encoder() -> OnnxSentenceEncoder:
    shipped = check_shipped(SHIPPED)
    return OnnxSentenceEncoder(SHIPPED, shipped.dimensions, shipped.max_tokens, threads=2)


def test_a_batch_is_padded_and_masked_to_its_longest_text(encoder: OnnxSentenceEncoder) -> None:
    features = encoder.preprocess([SHORT, LONG], prompt="passage: ")
    lengths = features["attention_mask"].sum(1).tolist()
    assert features["input_ids"].shape == (2, lengths[1])
    assert lengths[0] < lengths[1]
    assert (features["input_ids"][0, lengths[0] :] == 1).all()


def test_padding_and_neighbours_do_not_reach_the_vector(encoder: OnnxSentenceEncoder) -> None:
    together = encoder(encoder.preprocess([SHORT, LONG]))["sentence_embedding"]
    alone = encoder(encoder.preprocess([SHORT]))["sentence_embedding"]
    assert together.shape == (2, 384)
    assert together.dtype == torch.float32
    assert torch.equal(together[0], alone[0])


def test_a_text_is_cut_off_at_the_length_the_model_can_take(encoder: OnnxSentenceEncoder) -> None:
    words = [f"woord{number}" for number in range(2_000)]
    ids = encoder.preprocess([" ".join(words)])["input_ids"]
    assert ids.shape == (1, 512)
    assert ids[0, -1] == 2  # the end of the text, as in every text


def test_the_prompt_is_part_of_what_is_embedded(encoder: OnnxSentenceEncoder) -> None:
    with_prompt = encoder.preprocess([SHORT], prompt="query: ")["input_ids"]
    assert torch.equal(with_prompt, encoder.preprocess([f"query: {SHORT}"])["input_ids"])
    assert not torch.equal(
        with_prompt, encoder.preprocess([SHORT], prompt="passage: ")["input_ids"]
    )


def test_a_saved_module_is_the_same_model(encoder: OnnxSentenceEncoder, tmp_path: Path) -> None:
    encoder.save(str(tmp_path))
    again = OnnxSentenceEncoder(tmp_path, 384, 512, threads=1)
    features = encoder.preprocess([LONG])
    assert torch.equal(
        again(dict(features))["sentence_embedding"], encoder(features)["sentence_embedding"]
    )


def test_the_embedder_gives_what_sentence_transformers_gives(encoder: OnnxSentenceEncoder) -> None:
    model = SentenceTransformer(
        modules=[encoder], prompts={"query": "query: ", "document": "passage: "}, device="cpu"
    )
    embedder = load_embedder(BUNDLED, threads=1)
    assert np.allclose(model.encode_query(SHORT), embedder.embed_query(SHORT), atol=1e-6)
    assert np.allclose(model.encode_document(LONG), embedder.embed_passages([LONG])[0], atol=1e-6)


def test_the_shipped_folder_is_small_and_complete() -> None:
    assert {path.name for path in SHIPPED.iterdir()} == {
        MODEL_FILE,
        TOKENIZER_FILE,
        MANIFEST,
        "MODEL_CARD.md",
    }
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 60_000_000


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    return folder


def _truncate(folder: Path) -> None:
    with (folder / MODEL_FILE).open("r+b") as stream:
        stream.truncate(1_000_000)


def _flip_a_bit(folder: Path) -> None:
    with (folder / MODEL_FILE).open("r+b") as stream:
        stream.seek(20_000_000)
        byte = stream.read(1)[0]
        stream.seek(20_000_000)
        stream.write(bytes([byte ^ 1]))


def _change_manifest(**changes: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        manifest = json.loads((folder / MANIFEST).read_text()) | changes
        (folder / MANIFEST).write_text(json.dumps(manifest))

    return change


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (lambda folder: shutil.rmtree(folder), MANIFEST),
        (lambda folder: (folder / MANIFEST).unlink(), MANIFEST),
        (lambda folder: (folder / MANIFEST).write_bytes(b'{"name": "\xff'), MANIFEST),
        (lambda folder: (folder / MANIFEST).write_text("[]"), MANIFEST),
        (_change_manifest(dimensions="veel"), MANIFEST),
        (_change_manifest(files={}), MODEL_FILE),
        (lambda folder: (folder / MODEL_FILE).unlink(), MODEL_FILE),
        (lambda folder: (folder / MODEL_FILE).write_bytes(b""), MODEL_FILE),
        (_truncate, MODEL_FILE),
        (_flip_a_bit, MODEL_FILE),
        (lambda folder: (folder / TOKENIZER_FILE).write_text("{}"), TOKENIZER_FILE),
        (lambda folder: (folder / TOKENIZER_FILE).unlink(), TOKENIZER_FILE),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_damage_is_refused_with_the_name_of_the_file(
    copy: Path, damage: Callable[[Path], None], named: str
) -> None:
    damage(copy)
    with pytest.raises(ModelUnavailable) as refused:
        load_shipped(copy, threads=1)
    assert str(refused.value) == (
        f"Het meegeleverde taalmodel is niet compleet: {named} ontbreekt of is beschadigd. "
        "Installeer Steunwijzer opnieuw."
    )


@pytest.mark.parametrize("file", [MODEL_FILE, TOKENIZER_FILE])
def test_files_that_are_no_model_are_refused_too(copy: Path, file: str) -> None:
    (copy / file).write_text("geen model")
    _describe_anew(copy)
    with pytest.raises(ModelUnavailable, match="kan op deze computer niet worden geopend"):
        load_shipped(copy, threads=1)


def test_other_weights_get_another_name_and_other_tools_do_not(copy: Path) -> None:
    before = check_shipped(copy).digest
    _change_manifest(made_of={"torch": "3.0"})(copy)
    assert check_shipped(copy).digest == before
    (copy / TOKENIZER_FILE).write_text("andere stukken")
    _describe_anew(copy)
    assert check_shipped(copy).digest != before


def _describe_anew(folder: Path) -> None:
    from ingest.models.shipped import write_manifest

    known = check_shipped(SHIPPED)
    write_manifest(folder, known.name, known.dimensions, known.max_tokens, known.prompts, {})


def test_a_model_that_is_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="kan niet worden geladen"):
        load_embedder(str(tmp_path / "bestaat" / "niet"), threads=1)


def test_a_folder_that_holds_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="kan niet worden geladen"):
        load_embedder(str(tmp_path), threads=1)


def test_any_sentence_transformers_folder_can_be_used(tmp_path: Path) -> None:
    folder = _tiny_model(tmp_path / "klein")
    embedder: Embedder = load_embedder(str(folder), threads=1)
    (one, other) = embedder.embed_passages(["school", "thuis"])
    assert embedder.name.startswith("klein@")
    assert str(tmp_path) not in embedder.name
    assert len(one) == embedder.dimensions == 8
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-5)
    assert one != other
    # It names no prompts, so questions and passages are the same to it.
    assert embedder.embed_query("school") == pytest.approx(one, abs=1e-6)
    assert load_embedder(str(folder), threads=1).name == embedder.name
    other_weights = load_embedder(str(_tiny_model(tmp_path / "b" / "klein", seed=2)), threads=1)
    assert other_weights.name != embedder.name


def _tiny_model(folder: Path, seed: int = 1) -> Path:
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = Tokenizer(models.WordLevel({"?": 0, "school": 1, "thuis": 2}, unk_token="?"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.random.default_rng(seed).normal(size=(3, 8)).astype(np.float32)
    module = StaticEmbedding(words, embedding_weights=weights)
    SentenceTransformer(modules=[module], device="cpu").save(str(folder), create_model_card=False)
    return folder


QUIETLY = """
import socket, sys

def refuse(*args, **kwargs):
    raise AssertionError("tried the network")

socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
from ingest.embedding_st import load_embedder
assert "torch" not in sys.modules and "sentence_transformers" not in sys.modules
embedder = load_embedder("bundled", 1)
assert len(embedder.embed_query("Wat is een opp?")) == embedder.dimensions
assert len(embedder.embed_passages(["a", "b"] * 40)) == 80
"""


def test_the_shipped_model_loads_late_offline_and_without_a_word() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", QUIETLY],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

"""Tuning a very small model on made-up sections."""

from __future__ import annotations

import random

import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit
from transformers import BertConfig, BertModel

from ingest.models.encoder import SentenceEncoder
from ingest.models.lessons import Lesson
from ingest.models.shipped import Prompts
from ingest.models.sorting import Labelled, Sorter
from ingest.models.tuning import Course, Reader, blend, tune

SUBJECTS = ("bus", "toets", "verlof", "klacht")
LESSONS = tuple(
    Lesson(
        document=subject,
        reader="ouder ",
        topics=frozenset({subject}),
        passage=f"in de tekst staat {subject} en nog meer " * 60,
        questions=(f"wat is {subject}", f"hoe vraag ik {subject} aan", f"{subject} graag"),
    )
    for subject in SUBJECTS
)
WORDS = sorted(
    {word for each in LESSONS for t in (each.passage, *each.questions) for word in t.split()}
)
READER = Reader(
    Tokenizer(
        WordLevel(
            {w: n for n, w in enumerate(("<s>", "<pad>", "</s>", "<unk>", "v:", "p:", *WORDS))},
            "<unk>",
        )
    ),
    Prompts(query="v: ", document="p: "),
)
READER.tokenizer.pre_tokenizer = WhitespaceSplit()
# Two kinds that share their subjects, so that finding alone gives no reason to tell them apart.
SORTED = tuple(
    Labelled(text, "kind", label)
    for subject in SUBJECTS
    for text, label in ((f"wat is {subject}", "answer"), (f"{subject} graag", "wish"))
)


@pytest.fixture
def encoder() -> SentenceEncoder:
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=READER.tokenizer.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=160,
    )
    return SentenceEncoder(BertModel(config, add_pooling_layer=False)).eval()


def right(encoder: SentenceEncoder) -> float:
    """How far, on average, a question's own section lies nearer than the nearest other one."""
    with torch.inference_mode():
        asked, read = (
            encoder(ids, (ids != 1).long())
            for ids in (
                READER.questions([each.questions[0] for each in LESSONS]),
                READER.passages([each.passage for each in LESSONS]),
            )
        )
    scores = asked @ read.T
    own = scores.diagonal().clone()
    scores.fill_diagonal_(-1)
    return float((own - scores.max(1).values).mean())


def test_questions_move_towards_their_section(encoder: SentenceEncoder) -> None:
    losses: list[float] = []
    course = Course(40, 1.0, 2e-3)
    tuned = tune(encoder, READER, LESSONS, (), course, lambda _s, _of, loss: losses.append(loss))
    assert len(losses) == 40
    assert sum(losses[-5:]) < sum(losses[:5]) / 2
    assert right(tuned) > right(encoder) + 0.1


def apart(encoder: SentenceEncoder) -> float:
    """How far the means of the two kinds of SORTED lie from each other."""
    with torch.inference_mode():
        ids = READER.questions([each.text for each in SORTED])
        vectors = encoder(ids, (ids != 1).long())
    wish = torch.tensor([each.label == "wish" for each in SORTED])
    return float((vectors[wish].mean(0) - vectors[~wish].mean(0)).norm())


def test_kinds_of_texts_move_apart_and_sections_are_found_all_the_same(
    encoder: SentenceEncoder,
) -> None:
    without = tune(encoder, READER, LESSONS, SORTED, Course(40, 1.0, 2e-3))
    tuned = tune(encoder, READER, LESSONS, SORTED, Course(40, 1.0, 2e-3, sorting=1.0))
    assert apart(tuned) > apart(without) + 0.2
    assert right(tuned) > right(encoder) + 0.1


def test_half_of_what_is_drawn_has_the_commonest_label() -> None:
    many = [Labelled(f"t{n}", "kind", "answer") for n in range(90)]
    few = [Labelled(f"u{n}", "kind", label) for n, label in enumerate("aab")]
    drawn = Sorter([*many, *few], 4, random.Random(1)).draw()
    assert len(drawn) == 32
    assert sum(each.label == "answer" for each in drawn) == 16
    assert {each.label for each in drawn} == {"answer", "a", "b"}


def test_a_task_with_one_label_can_not_be_learned() -> None:
    sorter = Sorter([Labelled("t", "kind", "answer")], 4, random.Random(1))
    with pytest.raises(ValueError, match="two labels"):
        sorter.draw()


def test_word_vectors_and_the_given_model_stay_as_they_are(encoder: SentenceEncoder) -> None:
    before = {name: tensor.clone() for name, tensor in encoder.state_dict().items()}
    tuned = tune(encoder, READER, LESSONS, (), Course(2, 0.5, 1e-3)).state_dict()
    assert all(torch.equal(before[name], now) for name, now in encoder.state_dict().items())
    changed = {name for name, old in before.items() if not torch.equal(old, tuned[name])}
    assert "bert.embeddings.word_embeddings.weight" not in changed
    assert "bert.encoder.layer.1.output.dense.weight" in changed


def test_the_same_lessons_give_the_same_model(encoder: SentenceEncoder) -> None:
    one, other = (
        tune(encoder, READER, LESSONS, SORTED, Course(2, 1.0, sorting=0.5)).state_dict()
        for _ in range(2)
    )
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_a_blend_lies_between_the_two(encoder: SentenceEncoder) -> None:
    tuned = tune(encoder, READER, LESSONS, (), Course(2, 1.0, 1e-3))
    name = "bert.encoder.layer.0.output.dense.weight"
    old, new = encoder.state_dict()[name], tuned.state_dict()[name]
    assert torch.equal(blend(encoder, tuned, 0.0).state_dict()[name], old)
    mixed = blend(encoder, tuned, 0.25).state_dict()[name]
    torch.testing.assert_close(mixed, old * 0.75 + new * 0.25)


def test_a_long_text_is_cut_but_keeps_its_end_sign() -> None:
    ids = READER.passages(["tekst " * 500 + "bus", "bus"])
    assert ids.shape == (2, 160)
    assert ids[0, -1] == READER.tokenizer.token_to_id("bus")
    assert ids[1, 2:].unique().tolist() == [1]

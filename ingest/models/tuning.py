"""Tunes the model on the corpus: questions should lie near their section and near each other, and
texts of different kinds apart.

Word vectors stay as they are, so that they can stay in 4 bits and words that no lesson has keep
their place. The result is a mean of the weights before and after, which keeps other languages.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from tokenizers import Tokenizer

from ingest.models.encoder import SentenceEncoder
from ingest.models.lessons import Lesson, batches
from ingest.models.shipped import Prompts
from ingest.models.sorting import Labelled, Sorter

_SEED = 7
_SCALE = 30.0
_LONGEST = 160
_WARM_UP = 10
_HEAD_RATE = 2e-3
_PAD = 1
_THREADS = 2
Progress = Callable[[int, int, float], None]


@dataclass(frozen=True, slots=True)
class Course:
    """`rounds`: how often each section is learned, each time with two of its questions.

    `share`: how much of the tuned weights is in the result, from 0 to 1.
    `sorting`: what telling kinds of texts apart counts, beside finding, which counts 1.
    """

    rounds: int
    share: float
    rate: float = 4e-5
    sorting: float = 0.0


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns texts into what the model reads."""

    tokenizer: Tokenizer
    prompts: Prompts

    def questions(self, texts: Sequence[str]) -> torch.Tensor:
        return self._rows([self.prompts.query + text for text in texts])

    def passages(self, texts: Sequence[str]) -> torch.Tensor:
        return self._rows([self.prompts.document + text for text in texts])

    def _rows(self, texts: Sequence[str]) -> torch.Tensor:
        rows = []
        for text in texts:
            ids = self.tokenizer.encode(text).ids
            rows.append(ids if len(ids) <= _LONGEST else [*ids[: _LONGEST - 1], ids[-1]])
        longest = max(map(len, rows))
        return torch.tensor([row + [_PAD] * (longest - len(row)) for row in rows])


def tune(
    encoder: SentenceEncoder,
    reader: Reader,
    lessons: Sequence[Lesson],
    labelled: Sequence[Labelled],
    course: Course,
    progress: Progress = lambda step, steps, loss: None,
) -> SentenceEncoder:
    """A tuned copy of `encoder`. The same lessons on the same kind of machine give the same."""
    torch.manual_seed(_SEED)
    torch.set_num_threads(_THREADS)
    draw = random.Random(_SEED)  # noqa: S311
    # Without dropout, which takes as long as the rest; the mean of the weights steadies enough.
    tuned = copy.deepcopy(encoder).eval()
    tuned.bert.embeddings.word_embeddings.requires_grad_(False)
    plan = [
        batch
        for number in range(course.rounds)
        for batch in batches(lessons, draw, near=number % 2 == 1)
    ]
    learning = [parameter for parameter in tuned.parameters() if parameter.requires_grad]
    sorter = Sorter(labelled, tuned.bert.config.hidden_size, draw)
    groups: list[dict[str, Any]] = [{"params": learning}]
    if heads := list(sorter.parameters()):
        groups.append({"params": heads, "lr": _HEAD_RATE})
    optimiser = torch.optim.AdamW(groups, lr=course.rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / _WARM_UP, 1 - step / len(plan))
    )
    for step, batch in enumerate(plan, 1):
        loss = _loss(tuned, reader, batch, draw)
        if course.sorting:
            drawn = sorter.draw()
            vectors = _vectors(tuned, reader.questions([each.text for each in drawn]))
            loss = loss + course.sorting * sorter.loss(vectors, drawn)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimiser.step()
        schedule.step()
        progress(step, len(plan), loss.item())
    return blend(encoder, tuned, course.share)


def blend(before: SentenceEncoder, after: SentenceEncoder, share: float) -> SentenceEncoder:
    """A model with `share` of the weights of `after` and the rest of those of `before`."""
    result = copy.deepcopy(before)
    changed = after.state_dict()
    result.load_state_dict(
        {name: torch.lerp(old, changed[name], share) for name, old in before.state_dict().items()}
    )
    return result.eval()


def _loss(
    model: SentenceEncoder, reader: Reader, batch: Sequence[Lesson], draw: random.Random
) -> torch.Tensor:
    asked = [draw.sample(lesson.questions, 2) for lesson in batch]
    sections = _vectors(model, reader.passages([lesson.passage for lesson in batch]))
    both = _vectors(model, reader.questions([pair[at] for at in (0, 1) for pair in asked]))
    one, other = both.chunk(2)
    apart = torch.tensor([[a is b or a.differs(b) for b in batch] for a in batch])
    pairs = ((one, sections), (other, sections), (one, other))
    return torch.stack([_contrast(a, b, apart) for a, b in pairs]).mean()


def _contrast(a: torch.Tensor, b: torch.Tensor, apart: torch.Tensor) -> torch.Tensor:
    """Each row of `a` should find its own row of `b` among those it may be told from, and back."""
    scores = (_SCALE * a @ b.T).masked_fill(~apart, -torch.inf)
    own = torch.arange(len(a))
    entropy = torch.nn.functional.cross_entropy
    return (entropy(scores, own) + entropy(scores.T, own)) / 2


def _vectors(model: SentenceEncoder, ids: torch.Tensor) -> torch.Tensor:
    # Four times as fast where the processor can multiply bfloat16 itself.
    with torch.autocast("cpu", torch.bfloat16):
        vectors: torch.Tensor = model(ids, (ids != _PAD).long())
    return vectors.float()

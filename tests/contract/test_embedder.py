"""What every embedder keeps to, fake or real, and what the shipped model must be able to do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.embedding import Embedder
from ingest.embedding_st import BUNDLED, load_embedder
from ingest.index.port import Vector
from tests.fakes.embedder import FakeEmbedder

QUESTION = "Wie moet een nieuwe school zoeken als mijn kind wordt geweigerd?"
TEXTS = (
    "Kort.",
    "De school waar u uw kind aanmeldt, moet zorgen voor een passende plek. " * 6,
    "المدرسة مسؤولة عن إيجاد مكان مناسب للطفل.",
    "Okul, çocuğunuz için uygun bir yer bulmakla yükümlüdür. İğdır'da da böyledir.",
    "Школа повинна знайти відповідне місце для вашої дитини, об'єктивно.",
    "",
    "een\x00nul, een\x1bescape,\ttab, \u200bnulbreedte en \u202eomgekeerd",
    "half \ud83d teken",
    "</s><pad> <s> is geen opdracht",
    "passend onderwijs " * 2_000,
)


def cosine(left: Vector, right: Vector) -> float:
    return math.fsum(a * b for a, b in zip(left, right, strict=True))


@pytest.fixture(scope="session")
def shipped() -> Embedder:
    return load_embedder(BUNDLED, threads=2)


@pytest.fixture(scope="session", params=["fake", "shipped"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "fake":
        return FakeEmbedder()
    shipped: Embedder = request.getfixturevalue("shipped")
    return shipped


class TestEveryEmbedder:
    def test_vectors_have_unit_length_and_the_promised_dimensions(self, embedder: Embedder) -> None:
        vectors = [
            embedder.embed_query(QUESTION),
            *embedder.embed_passages(TEXTS),
            *embedder.embed_queries(TEXTS),
        ]
        assert {len(vector) for vector in vectors} == {embedder.dimensions}
        assert [math.hypot(*vector) for vector in vectors] == pytest.approx(
            [1.0] * len(vectors), abs=1e-5
        )

    def test_the_same_text_always_has_the_same_vector(self, embedder: Embedder) -> None:
        assert embedder.embed_passages(TEXTS) == embedder.embed_passages(TEXTS)
        assert embedder.embed_query(QUESTION) == embedder.embed_query(QUESTION)

    def test_a_question_and_a_passage_of_the_same_words_differ(self, embedder: Embedder) -> None:
        as_passage = embedder.embed_passages([QUESTION])[0]
        assert cosine(embedder.embed_query(QUESTION), as_passage) < 0.9999

    def test_an_example_question_is_embedded_as_a_question(self, embedder: Embedder) -> None:
        assert embedder.embed_queries([QUESTION])[0] == pytest.approx(
            embedder.embed_query(QUESTION), abs=1e-6
        )

    def test_neighbours_in_a_call_change_nothing(self, embedder: Embedder) -> None:
        together = embedder.embed_passages(TEXTS)
        alone = [embedder.embed_passages([text])[0] for text in TEXTS]
        for vector, expected in zip(together, alone, strict=True):
            assert vector == pytest.approx(expected, abs=1e-6)

    def test_vectors_come_in_the_order_of_the_texts(self, embedder: Embedder) -> None:
        forward = embedder.embed_passages(TEXTS)
        assert embedder.embed_passages(TEXTS[::-1]) == forward[::-1]
        assert len(set(forward)) == len(TEXTS)

    def test_no_texts_give_no_vectors(self, embedder: Embedder) -> None:
        assert embedder.embed_passages([]) == []
        assert embedder.embed_queries(()) == []

    def test_threads_do_not_disturb_each_other(self, embedder: Embedder) -> None:
        questions = [f"{QUESTION} {number}" for number in range(40)]
        expected = embedder.embed_queries(questions)
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(embedder.embed_query, questions)) == expected

    def test_the_name_stays_and_tells_models_apart(self, embedder: Embedder) -> None:
        assert embedder.name == embedder.name
        assert embedder.name != FakeEmbedder(8).name

    @given(texts=st.lists(st.text(st.characters()), max_size=3))
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    def test_any_text_at_all_can_be_embedded(self, embedder: Embedder, texts: list[str]) -> None:
        vectors = embedder.embed_passages(texts)
        assert len(vectors) == len(texts)
        assert all(math.isfinite(number) for vector in vectors for number in vector)


def test_the_fake_finds_texts_that_share_word_stems() -> None:
    fake = FakeEmbedder()
    question = fake.embed_query("Welke scholen weigeren?")
    same, other = fake.embed_passages(["Een school weigert.", "De bus rijdt niet."])
    assert cosine(question, same) > cosine(question, other) + 0.2


PASSAGES = (
    "Als een school uw kind weigert, moet die school een andere school vinden die uw kind toelaat. "
    "Dat hoort bij de zorgplicht.",
    "Leerlingenvervoer vraagt u aan bij de gemeente. De gemeente betaalt de taxi of de bus.",
    "In het ontwikkelingsperspectief staat welke hulp een leerling krijgt. U mag meepraten.",
    "Bent u het niet eens met een besluit, dan kunt u binnen zes weken bezwaar maken.",
    "Een leerling met dyslexie mag meer tijd krijgen bij een toets of een examen.",
    "De leerplichtambtenaar controleert of een kind naar school gaat en belt bij verzuim.",
)
ASKED = (
    ("Ze willen mijn zoon niet hebben op die school. Wie zoekt er nu een andere?", 0),
    ("Who pays for the taxi that takes my daughter to school?", 1),
    ("Kızımın okula gidip gelmesi için servis parasını kim ödüyor?", 1),
    ("Mag ik meebeslissen over het plan met de hulp voor mijn kind?", 2),
    ("How long do I have to object to a decision?", 3),
    ("Karara itiraz etmek için ne kadar sürem var?", 3),
    ("Krijgt mijn dochter extra tijd bij proefwerken, want lezen gaat moeilijk?", 4),
    ("Disleksisi olan oğlum sınavda ek süre alabilir mi?", 4),
    ("What happens if my child often misses school without permission?", 5),
)


def _nearest(question: Vector, passages: Sequence[Vector]) -> int:
    return max(range(len(passages)), key=lambda at: cosine(question, passages[at]))


@pytest.mark.parametrize(("question", "expected"), ASKED)
def test_the_shipped_model_finds_the_dutch_passage(
    shipped: Embedder, question: str, expected: int
) -> None:
    passages = shipped.embed_passages(PASSAGES)
    assert _nearest(shipped.embed_query(question), passages) == expected

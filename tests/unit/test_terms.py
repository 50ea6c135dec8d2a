"""Index and query make the same terms of the same words, however these are written."""

from __future__ import annotations

import math
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.index.port import SparseVector
from ingest.lexical.terms import content_stems, passage_terms, query_terms, words


def weights(terms: SparseVector) -> dict[int, float]:
    return dict(zip(terms.indices, terms.values, strict=True))


def shared(one: str, other: str) -> set[int]:
    """Terms of a question that a passage has too."""
    return set(query_terms(one).indices) & set(passage_terms(other).indices)


# --- whatever comes in ---------------------------------------------------------------------------

PIECES = (
    "school¦scholen¦Geschillencommissie¦leerlingenvervoer¦één¦ÉÉN¦foto's¦foto’s¦’s-Hertogenbosch¦"
    "art. 40¦de¦het¦ik¦niet¦123¦1e3¦ĳs¦ﬁets¦İ¦ℌ¦ß¦straße¦Œuvre¦مدرسة¦Школа¦学校¦👩\u200d👧¦_a_b_¦"
    "a-b¦\x00¦\ud83d¦\u0301"
).split("¦")
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=20).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(texts)
@example("")
@example("school" * 5000)
@example("x" * 100_000)
@example("school " * 5000)
@example("a'" * 5000)
def test_terms_are_well_formed_and_agree(text: str) -> None:
    asked, stored = query_terms(text), passage_terms(text)
    # A question is also searched for the synonyms of its words.
    assert set(asked.indices) >= set(stored.indices)
    for terms in (asked, stored):
        assert len(terms.indices) == len(terms.values)
        assert all(one < other for one, other in pairwise(terms.indices))
        assert all(0 <= index < 2**32 for index in terms.indices)
        assert all(value > 0 and math.isfinite(value) for value in terms.values)
    assert all(value <= 1 for value in asked.values)
    assert all(value < 2.2 for value in stored.values)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_the_form_in_which_unicode_is_written_makes_no_difference(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert query_terms(unicodedata.normalize(form, text)) == query_terms(text)


@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_the_order_of_words_makes_no_difference(chosen: list[str]) -> None:
    turned = sorted(chosen)
    # Of a question too, save for the phrases that have synonyms.
    assert weights(passage_terms(" ".join(turned))) == pytest.approx(
        weights(passage_terms(" ".join(chosen)))
    )


def test_terms_are_the_same_in_every_process_and_never_change() -> None:
    # Written out: another number would part questions from all that is stored.
    assert query_terms("school") == SparseVector((1565522745,), (1.0,))


def test_threads_do_not_get_in_each_others_way() -> None:
    asked = [f"De scholen weigerden leerling {number} {'x' * number}" for number in range(50)]
    expected = [query_terms(text) for text in asked]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(query_terms, asked * 20)) == expected * 20


# --- what counts as a word ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mag dit? Ja!", ["mag", "dit", "ja"]),
        ("één ÉÉN een", ["een", "een", "een"]),
        ("foto's foto’s", ["foto's", "foto's"]),
        ("'s-Hertogenbosch", ["s", "hertogenbosch"]),
        ("art. 40 lid 3", ["art", "40", "lid", "3"]),
        ("oudersteunpunt/school_gids", ["oudersteunpunt", "school", "gids"]),
        ("naïef coördinator ĳs ℌuis", ["naief", "coordinator", "ijs", "huis"]),
        ("Türkçe مدرسة Школа", ["turkce", "مدرسة", "школа"]),
        ("… — 👩‍👧 €", []),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_words_without_meaning_are_left_out_in_any_spelling() -> None:
    assert content_stems("Wat moet ik nú doen om de ÉÉN of het?") == []
    assert query_terms("Wat kan ik doen?") == SparseVector((), ())
    assert query_terms("Mag de school dat?") == query_terms("school")
    assert content_stems("De school weigerde de school") == ["school", "weiger", "school"]


# --- words that must meet -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "forms",
    [
        ("school", "scholen", "School", "SCHOLEN"),
        ("weigeren", "geweigerd", "weigerde"),
        ("bezwaar", "bezwaren"),
        ("geschorst", "schorsing"),
        ("perspectief", "perspectieven"),
        ("leerling", "leerlingen"),
        ("toelaten", "toegelaten"),
        ("aanmelden", "aangemeld"),
        ("brief", "brieven"),
        ("klas", "klassen"),
        ("foto", "foto's", "foto’s", "FOTO’S"),
        ("coördinator", "coordinator", "coo\u0308rdinator"),
    ],
    ids=lambda forms: forms[0],
)
def test_inflections_meet(forms: tuple[str, ...]) -> None:
    for one in forms:
        for other in forms:
            assert shared(one, f"Over {other}."), (one, other)


def test_different_words_do_not_meet() -> None:
    for one, other in (("school", "schorsing"), ("vervoer", "verzuim"), ("leraar", "leerling")):
        assert not shared(one, other)


@pytest.mark.parametrize(
    ("whole", "apart"),
    [
        ("geschillencommissie", "een commissie voor geschillen"),
        ("leerplichtambtenaar", "de ambtenaar van de leerplicht"),
        ("leerlingenvervoer", "vervoer van een leerling"),
        ("schoolbestuur", "het bestuur van mijn school"),
        ("ondersteuningsplan", "plan voor de ondersteuning"),
        ("onderwijsconsulent", "consulent voor onderwijs"),
        ("schooladvies", "advies van de school"),
        ("klachtencommissie", "een klacht bij een commissie"),
        ("ouderbijdrage", "bijdrage van ouders"),
        ("taalklas", "klas voor taal"),
    ],
)
def test_compounds_meet_their_parts_written_apart(whole: str, apart: str) -> None:
    assert len(shared(whole, apart)) >= 2
    assert len(shared(apart, whole)) >= 2
    # Written as one it is still the better match.
    both = weights(query_terms(whole))
    assert sum(both[i] for i in shared(whole, whole)) > sum(both[i] for i in shared(whole, apart))


# --- weights --------------------------------------------------------------------------------------


def test_a_part_weighs_less_than_a_word() -> None:
    asked = weights(query_terms("geschillencommissie"))
    (part,) = query_terms("commissie").indices
    assert asked[part] < 1 == max(asked.values())


def test_a_word_of_a_question_counts_once_however_often_it_comes() -> None:
    assert query_terms("school school scholen") == query_terms("school")
    assert max(query_terms("commissie commissie geschillencommissie").values) == 1


def test_repeats_in_a_passage_count_for_less_and_less() -> None:
    padding = "bezwaar " * 100
    (school,) = query_terms("school").indices
    found = [weights(passage_terms(padding + "school " * n)).get(school, 0.0) for n in range(5)]
    gains = [later - earlier for earlier, later in pairwise(found)]
    assert found[0] == 0
    assert all(one > other > 0 for one, other in pairwise(gains))


def test_a_word_weighs_less_in_a_longer_passage() -> None:
    (school,) = query_terms("school").indices
    short, long = (weights(passage_terms("school " + "bezwaar " * n))[school] for n in (10, 200))
    assert short > long

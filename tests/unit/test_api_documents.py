"""`/v1/documents`: what may be read, in which order, and what stays hidden."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from corpus.document import Audience, DocumentVersion, Scope, State
from tests.fakes.documents import document
from tests.fakes.doors import Doors, assert_problem, doors
from tests.fakes.library import MemoryLibrary
from tests.fakes.pages import TODAY

TITLES = ["Bezwaar maken", "aanmelden", "Élan op school", "Zorgplicht", "bezwaar maken"]


@pytest.fixture
def api() -> Doors:
    library = MemoryLibrary()
    for number, title in enumerate(TITLES):
        library.store([document(f"doc-{number}", title=title)], "redactie", "coördinator", TODAY)
    return doors(library=library)


def get(api: Doors, path: str) -> Any:
    response = api.client.get(f"/v1/documents{path}")
    assert response.status_code == 200
    return response.json()


def test_the_list_holds_what_may_be_cited_today_in_order_of_title(api: Doors) -> None:
    page = get(api, "")

    assert [item["title"] for item in page["items"]] == [
        "aanmelden",
        "Bezwaar maken",
        "bezwaar maken",
        "Zorgplicht",
        "Élan op school",
    ]
    assert page["total"] == 5
    assert set(page) == {"items", "total"}


def test_an_item_has_exactly_these_fields(api: Doors) -> None:
    assert get(api, "?limit=1")["items"] == [
        {
            "id": "doc-1",
            "title": "aanmelden",
            "scope": "landelijk",
            "region": None,
            "audience": "ouder",
            "topics": ["zorgplicht"],
            "version": 1,
            "validatedOn": "2026-11-23",
            "reviewBy": "2026-12-31",
            "starter": True,
        }
    ]


def test_pages_put_together_are_the_list(api: Doors) -> None:
    whole = get(api, "?limit=100")["items"]
    pieces = []
    for offset in range(0, 8, 2):
        page = get(api, f"?limit=2&offset={offset}")
        assert page["total"] == 5
        pieces += page["items"]
    assert pieces == whole
    assert len(whole) == 5
    assert get(api, "?offset=5")["items"] == []
    assert get(api, "?offset=1000000") == {"items": [], "total": 5}


def test_a_page_holds_twenty_unless_asked_otherwise() -> None:
    library = MemoryLibrary()
    files = [document(f"doc-{number:03}") for number in range(101)]
    library.store(files, "redactie", "coördinator", TODAY)
    api = doors(library=library)

    assert len(get(api, "")["items"]) == 20
    assert len(get(api, "?limit=100")["items"]) == 100
    assert get(api, "")["total"] == 101
    assert get(api, "?limit=100&offset=100")["items"][0]["id"] == "doc-100"


def test_an_empty_library_is_an_empty_list() -> None:
    assert get(doors(), "") == {"items": [], "total": 0}


def test_a_version_has_its_text_its_hash_and_its_record(api: Doors) -> None:
    version = get(api, "/doc-3")

    text = version["text"]
    assert version["contentHash"] == "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    assert text == document("doc-3").content.text
    assert version == get(api, "/doc-3/versions/1")
    assert {key: version[key] for key in version if key not in ("text", "contentHash")} == {
        "id": "doc-3",
        "title": "Zorgplicht",
        "scope": "landelijk",
        "region": None,
        "audience": "ouder",
        "topics": ["zorgplicht"],
        "version": 1,
        "validatedOn": "2026-11-23",
        "reviewBy": "2026-12-31",
        "starter": True,
        "validatedBy": "coördinator",
        "validationNote": "Startset, nog te valideren.",
        "validFrom": "2026-01-01",
        "citable": True,
        "sources": [
            {
                "title": "WPO artikel 40",
                "url": "https://wetten.overheid.nl/BWBR0003420",
                "seen": "2026-01-01",
            }
        ],
    }


def test_a_hash_is_of_the_bytes_also_where_they_are_no_ascii() -> None:
    library = MemoryLibrary()
    text = "Eén 👩‍👧 telt mee.\n"
    library.store([document(text=text)], "redactie", "coördinator", TODAY)
    version = get(doors(library=library), "/zorgplicht")
    assert version["text"] == text
    assert version["contentHash"] == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def test_drafts_are_as_if_they_did_not_exist(api: Doors) -> None:
    api.library.store([document("geheim", title="Concept Geheim")], "redactie", None, TODAY)
    api.library.store([document("doc-3", title="Zorgplicht nieuw")], "redactie", None, TODAY)

    for path in ("/geheim", "/geheim/versions/1", "/doc-3/versions/2"):
        refusal = api.client.get(f"/v1/documents{path}")
        unknown = api.client.get("/v1/documents/bestaat-niet")
        assert_problem(refusal, 404, "Geheim")
        assert refusal.content == unknown.content
    assert get(api, "/doc-3")["version"] == 1
    assert "Geheim" not in str(get(api, ""))
    assert get(api, "")["total"] == 5


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW])
def test_the_state_decides_also_where_a_record_of_validation_is_left(state: State) -> None:
    class Reopened(MemoryLibrary):
        def history(self, document_id: str) -> Sequence[DocumentVersion]:
            return tuple(replace(v, state=state) for v in super().history(document_id))

    library = Reopened()
    library.store([document()], "redactie", "coördinator", TODAY)
    client = doors(library=library).client
    assert_problem(client.get("/v1/documents/zorgplicht/versions/1"), 404)
    assert_problem(client.get("/v1/documents/zorgplicht"), 404)


def test_an_unknown_document_or_version_is_a_404(api: Doors) -> None:
    for path in ("/niets", "/niets/versions/1", "/doc-1/versions/2", "/doc-1/versions/1000000"):
        assert_problem(api.client.get(f"/v1/documents{path}"), 404)


def test_a_withdrawn_version_can_be_read_and_no_longer_cited(api: Doors) -> None:
    before = get(api, "/doc-3/versions/1")
    api.library.withdraw("doc-3", 1)

    after = get(api, "/doc-3/versions/1")

    assert after == {**before, "citable": False}
    assert_problem(api.client.get("/v1/documents/doc-3"), 404)
    assert get(api, "")["total"] == 4


def test_a_later_version_takes_over_and_the_old_one_stays_readable(api: Doors) -> None:
    newer = document("doc-3", title="Zorgplicht", text="Anders.\n", valid_from=TODAY)
    api.library.store([newer], "redactie", "coördinator", TODAY)

    assert get(api, "/doc-3")["version"] == 2
    assert get(api, "/doc-3/versions/1")["citable"] is False
    assert get(api, "/doc-3/versions/2")["citable"] is True
    assert get(api, "")["total"] == 5


@pytest.mark.parametrize(
    ("first", "last", "citable"),
    [
        (TODAY, TODAY, True),
        (TODAY + timedelta(days=1), date(2027, 1, 1), False),
        (date(2026, 1, 1), TODAY - timedelta(days=1), False),
    ],
)
def test_the_day_decides_what_may_be_cited(first: date, last: date, citable: bool) -> None:
    library = MemoryLibrary()
    dated = document(valid_from=first, review_by=last)
    library.store([dated], "redactie", "coördinator", TODAY)
    api = doors(library=library)

    assert get(api, "/zorgplicht/versions/1")["citable"] is citable
    assert get(api, "")["total"] == int(citable)
    assert api.client.get("/v1/documents/zorgplicht").status_code == (200 if citable else 404)


def test_documents_of_every_region_and_reader_are_listed(api: Doors) -> None:
    regional = document("regio", scope=Scope.REGIONAL, region="de-liemers")
    youth = document("jeugd", audience=Audience.YOUTH)
    own = replace(regional, validation=None)
    api.library.store([own, youth], "redactie", "coördinator", TODAY)

    items = {item["id"]: item for item in get(api, "?limit=100")["items"]}
    assert items["regio"]["region"] == "de-liemers"
    assert items["regio"]["scope"] == "regionaal"
    assert items["regio"]["starter"] is False
    assert items["jeugd"]["audience"] == "jeugd"

"""The real parts over the starter documents, built once for all tests that need them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import serving
from rag.composition import Parts
from tests.fakes.doors import no_settings
from tests.starter import build


@pytest.fixture(scope="session")
def starter_parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    parts, _report = build(tmp_path_factory.mktemp("starter"))
    yield parts
    parts.close()


@pytest.fixture(scope="session")
def starter_client(starter_parts: Parts) -> TestClient:
    """The whole application over those parts; it does not close them."""
    return TestClient(serving(starter_parts, no_settings(rate_limit="off")))

"""Opens the index that the settings ask for; neither engine is imported before it is needed."""

from __future__ import annotations

from pathlib import Path

from ingest.index.port import PassageIndex

# Long enough for a batch of writes on a busy server, short enough for a person who waits.
_TIMEOUT_S = 10


def open_index(
    url: str | None, path: Path, dimensions: int, api_key: str | None = None
) -> PassageIndex:
    """The embedded index in `path`, or with `url` the one on a Qdrant server.

    `dimensions` is the length of the embedding model's vectors. Nothing is read or connected yet,
    so a missing index or server shows at the first use.
    """
    if url is None:
        from ingest.index.edge import EdgeIndex

        return EdgeIndex(path, dimensions)
    from qdrant_client import QdrantClient

    from ingest.index.server import ServerIndex

    # Its check of the server's version would connect now, and only warn.
    client = QdrantClient(url=url, api_key=api_key, timeout=_TIMEOUT_S, check_compatibility=False)
    return ServerIndex(client, dimensions)

"""Generations of an index on a Qdrant server: one collection each, and an alias to the committed.

A rewrite fills a collection of its own and moves the alias in one operation, so readers never see
a part. It starts by removing every collection but the committed one: what a crash left, and a
rewrite that is still going on elsewhere. The newest start wins and the other is told so, because
it read the documents last. The collection before the committed one stays until the next rewrite.
The manifest is the collection's metadata (Qdrant 1.16 and later).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from uuid import uuid4

from qdrant_client import QdrantClient, models
from qdrant_client.common.client_exceptions import QdrantException
from qdrant_client.http.exceptions import ApiException, UnexpectedResponse

from ingest.index import points
from ingest.index.failures import damaged, denied, garbled, missing, refused, unreachable
from ingest.index.payload import DAYS, KEYWORDS
from ingest.index.port import IndexUnavailable, Manifest


@contextmanager
def translating() -> Iterator[None]:
    """Turn what the client raises into IndexUnavailable.

    The cause is left out of it: it can hold the server's address.
    """
    try:
        yield
    except UnexpectedResponse as error:
        status = error.status_code
        raise (denied() if status in (401, 403) else refused(status)) from None
    except (ApiException, QdrantException, OSError):
        raise unreachable() from None
    except ValueError:
        raise garbled() from None


class Aliases:
    """The collections of one index. Every method can raise what the client raises."""

    def __init__(self, client: QdrantClient, alias: str) -> None:
        self._client = client
        self._alias = alias

    def committed(self) -> str:
        """The collection that the alias names. Raises IndexMissing."""
        target = self._target()
        if target is None:
            raise missing()
        return target

    def manifest(self, collection: str) -> Manifest:
        """What `create` was given. Raises IndexUnavailable where it isn't there."""
        metadata = self._client.get_collection(collection).config.metadata or {}
        try:
            return Manifest(**metadata["manifest"])
        except (KeyError, TypeError) as error:
            raise damaged("het manifest ontbreekt") from error

    def clear(self) -> None:
        """Remove every generation but the committed one."""
        for each in self._client.get_collections().collections:
            # Asked again for each, so that one that was committed a moment ago is spared.
            if each.name.startswith(f"{self._alias}-") and each.name != self._target():
                self._client.delete_collection(each.name)

    def create(self, manifest: Manifest) -> str:
        """A new, empty collection that nothing refers to."""
        name = f"{self._alias}-{uuid4().hex}"
        self._client.create_collection(
            name,
            vectors_config=points.dense_vectors(manifest.dimensions),
            sparse_vectors_config=points.sparse_vectors(),
            metadata={"manifest": asdict(manifest)},
        )
        for field in DAYS:
            self._client.create_payload_index(name, field, models.PayloadSchemaType.INTEGER)
        for field in KEYWORDS:
            self._client.create_payload_index(name, field, models.PayloadSchemaType.KEYWORD)
        return name

    def switch(self, collection: str) -> None:
        """Make `collection` the committed one, in one operation."""
        create = models.CreateAlias(collection_name=collection, alias_name=self._alias)
        changes: list[models.AliasOperations] = [models.CreateAliasOperation(create_alias=create)]
        if self._target() is not None:
            drop = models.DeleteAlias(alias_name=self._alias)
            changes.insert(0, models.DeleteAliasOperation(delete_alias=drop))
        self._client.update_collection_aliases(changes)

    def abandon(self, collection: str) -> bool:
        """Remove a collection unless it was committed; False where another has removed it.

        Never fails, because `clear` comes by later.
        """
        with suppress(IndexUnavailable), translating():
            if not self._client.collection_exists(collection):
                return False
            if self._target() != collection:
                self._client.delete_collection(collection)
        return True

    def _target(self) -> str | None:
        for each in self._client.get_aliases().aliases:
            if each.alias_name == self._alias:
                return each.collection_name
        return None

"""What a Qdrant server is told: vectors, points, filters and queries as `qdrant_client` models."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from qdrant_client import models

from corpus.document import Scope
from ingest.index.payload import day_number, from_payload, to_payload
from ingest.index.port import IndexedPassage, Query, SearchFilter, SparseVector
from ingest.index.ranking import Found


def dense_vectors(dimensions: int) -> dict[str, models.VectorParams]:
    """Cosine vectors of passages and their questions. Without a graph (m=0), so search is exact."""
    shared: dict[str, Any] = {
        "size": dimensions,
        "distance": models.Distance.COSINE,
        "hnsw_config": models.HnswConfigDiff(m=0),
    }
    per_question = models.MultiVectorConfig(comparator=models.MultiVectorComparator.MAX_SIM)
    return {
        "passage": models.VectorParams(**shared),
        "questions": models.VectorParams(**shared, multivector_config=per_question),
        "centre": models.VectorParams(**shared),
    }


def sparse_vectors() -> dict[str, models.SparseVectorParams]:
    """Terms, weighted by the server with the inverse document frequency."""
    return {"terms": models.SparseVectorParams(modifier=models.Modifier.IDF)}


def point(indexed: IndexedPassage) -> models.PointStruct:
    vectors = indexed.vectors
    named: dict[str, Any] = {"passage": list(vectors.passage)}
    if vectors.questions:
        named["questions"] = [list(vector) for vector in vectors.questions]
    if (centre := vectors.centre) is not None:
        named["centre"] = list(centre)
    if vectors.terms.indices:
        named["terms"] = _sparse(vectors.terms)
    return models.PointStruct(
        id=str(indexed.passage.id), vector=named, payload=to_payload(indexed.passage)
    )


def requests(query: Query, where: SearchFilter, limit: int) -> list[models.QueryRequest]:
    """One request per retriever: passage, questions, centre, terms."""
    asked: list[tuple[str, Any]] = [
        ("passage", list(query.dense)),
        ("questions", [list(query.dense)]),
        ("centre", list(query.dense)),
        ("terms", _sparse(query.terms)),
    ]
    passing = _filter(where)
    return [
        models.QueryRequest(
            query=vector, using=name, filter=passing, limit=limit, with_payload=True
        )
        for name, vector in asked
    ]


def found(response: models.QueryResponse) -> list[Found]:
    return [
        Found(UUID(str(each.id)), each.score, from_payload(each.payload or {}))
        for each in response.points
    ]


def _sparse(terms: SparseVector) -> models.SparseVector:
    return models.SparseVector(indices=list(terms.indices), values=list(terms.values))


def _filter(where: SearchFilter) -> models.Filter:
    today = day_number(where.today)
    place: list[models.Condition] = [_is("scope", Scope.NATIONAL.value)]
    if where.region is not None:
        place.append(_is("region", where.region))
    audiences = models.MatchAny(any=[audience.value for audience in sorted(where.audiences)])
    return models.Filter(
        must=[
            models.FieldCondition(key="valid_from", range=models.Range(lte=today)),
            models.FieldCondition(key="citable_until", range=models.Range(gte=today)),
            models.FieldCondition(key="audience", match=audiences),
            models.Filter(should=place),
        ]
    )


def _is(field: str, value: str) -> models.FieldCondition:
    return models.FieldCondition(key=field, match=models.MatchValue(value=value))

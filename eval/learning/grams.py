"""The words of many texts as one matrix."""

from __future__ import annotations

from collections.abc import Sequence

from scipy import sparse

from rag.grams import BUCKETS, gram_values


def gram_matrix(texts: Sequence[str]) -> sparse.csr_matrix:
    """A row for each text with its values of `gram_values`."""
    matrix = sparse.lil_matrix((len(texts), BUCKETS))
    for row, text in enumerate(texts):
        for bucket, value in gram_values(text).items():
            matrix[row, bucket] = value
    return matrix.tocsr()

"""Dutch words as BM25 terms: stemming, compound splitting, weights."""

"""From a document version to passages, vectors and the search index."""

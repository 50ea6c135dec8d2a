"""From a question to a typed answer with citations, or to a signal."""

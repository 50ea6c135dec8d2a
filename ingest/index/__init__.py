"""The search index: one protocol, an embedded engine and a server behind it."""

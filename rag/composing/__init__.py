"""Builds the answer out of passages; extractive by default."""

"""Learns the weights that the product ships, from judged questions."""

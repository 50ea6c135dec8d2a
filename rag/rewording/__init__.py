"""Lets a language model reword what was already chosen and bound; nothing that it adds gets out."""

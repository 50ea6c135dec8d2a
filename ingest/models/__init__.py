"""The embedding model that is shipped with the product, and the program that makes it."""

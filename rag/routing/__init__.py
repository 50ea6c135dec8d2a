"""What ends a question before retrieval: a crisis, a greeting, an attack, another region."""

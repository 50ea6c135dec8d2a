"""What personal data looks like in a question, one module per kind."""

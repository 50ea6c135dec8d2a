"""What records are worth: figures with their counts and 95 % intervals."""

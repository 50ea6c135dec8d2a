"""Documents, their immutable versions, validation and the words for them."""

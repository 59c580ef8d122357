"""Returns: the book alone says whose it was and where it goes now."""

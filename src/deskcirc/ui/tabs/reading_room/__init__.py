"""The reading room: who comes, what is read here, and what is taken home from there."""

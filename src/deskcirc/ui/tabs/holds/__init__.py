"""Holds: what is pulled from the shelves, what stands on the hold shelf, who waits."""

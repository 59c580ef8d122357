"""Benchmarks: how fast the counter is, each figure beside its limit. Nothing here is a test, nothing passes or fails.

`python3 packaging/dev.py bench` (or `python -m tests.benchmarks`) runs all of them; `--tiny` on a small library.
"""

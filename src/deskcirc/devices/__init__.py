"""Scanners: bytes and keys become whole lines. Knows the domain only; Qt stays outside, time is handed in."""

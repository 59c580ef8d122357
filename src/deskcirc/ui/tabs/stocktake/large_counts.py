"""When a count is so large that what others do is read now and then, not after each act of theirs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

_SMALL: Final = 20_000
"""Copies of a count that is read whole after every act of anybody."""


def is_large(copies: int) -> bool:
    """Whether reading all of a count of so many copies is felt."""
    return copies > _SMALL


def may_wait(now: datetime, read_at: datetime | None, copies: int, every: timedelta) -> bool:
    """Whether what others wrote is read later: the count is large, and was read at `read_at`, less than `every` ago."""
    return is_large(copies) and read_at is not None and timedelta(0) <= now - read_at < every

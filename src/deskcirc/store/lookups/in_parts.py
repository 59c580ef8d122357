"""Many numbers or codes a part at a time: a statement takes only so many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

_AT_ONCE: Final = 5000
"""Numbers in a statement: SQLite takes 32 766 (https://sqlite.org/limits.html, SQLITE_MAX_VARIABLE_NUMBER)."""


_Asked = TypeVar("_Asked", int, str)


def in_parts(numbers: Iterable[_Asked], most: int = _AT_ONCE) -> Iterable[Sequence[_Asked]]:
    """The numbers, or codes, in their order, each part short enough for one statement; no part where there are none."""
    listed = list(numbers)
    return (listed[start : start + most] for start in range(0, len(listed), most))

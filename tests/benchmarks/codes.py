"""What is printed on the big library's cards and labels, and the moment at which it is looked at."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

NOW: Final = datetime(2026, 3, 11, 4, 20, tzinfo=UTC)  # a Wednesday, 12:20 at the school


def card_of(patron: int) -> str:
    """The code on the card of the patron with this id."""
    return f"P{patron:07d}"


def barcode_of(copy: int) -> str:
    """The barcode of the copy with this id."""
    return f"TSG{copy:07d}"

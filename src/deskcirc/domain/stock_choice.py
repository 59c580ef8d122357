"""Which part of the stock a person wants: all of it, a class, a place, a batch, or what changed since a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StockChoice:
    """What all titles or copies chosen have in common; "" and None leave a thing open.

    `class_number` is the beginning of one (I287, or I), `location` the code of a place, `batch` the number of a batch.
    With a place or a batch only the copies there are meant, and titles with none of them are left out.
    """

    class_number: str = ""
    location: str = ""
    batch: str = ""
    changed_since: datetime | None = None

    @property
    def of_copies(self) -> bool:
        """Whether it asks something of the copies themselves."""
        return bool(self.location or self.batch)

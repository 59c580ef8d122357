"""Handing new copies over to the stacks (典藏移交): what is ready, and what still misses something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskcirc.domain.copies import Copy
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class WaitingCopy:
    """A copy that is registered and still in process; `batch` is the number of its batch, "" for none."""

    copy: Copy
    batch: str = ""
    registered: date | None = None
    wants_label: bool = False
    awaits_cataloguing: bool = False

    @property
    def misses(self) -> tuple[str, ...]:
        """What is not done yet; the copy may be handed over all the same."""
        return tuple(
            words
            for so, words in (
                (self.wants_label, _("no label yet")),
                (not self.copy.call_number, _("no call number")),
                (self.awaits_cataloguing, _("title awaits cataloguing")),
            )
            if so
        )


@dataclass(frozen=True, slots=True)
class HandOver:
    """A hand-over that was made; `value` in fen."""

    id: int
    number: str
    on: date  # the school's own day
    receiver: str
    note: str = ""
    copies: int = 0
    value: int = 0

"""Loans as facts: which copy, whose, since when, due when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from deskcirc.domain.rules import Lending
from deskcirc.domain.title_names import quoted
from deskcirc.text import gettext as _


def in_the_corner(class_name: str) -> str:
    """A class as who has a copy that stands in its corner."""
    return _("{name} (class corner)").format(name=class_name)


@dataclass(frozen=True, slots=True)
class OpenLoan:
    """A loan that has not come back."""

    id: int
    copy_id: int
    title_id: int
    title: str
    volume: str
    code: str
    call_number: str
    item_type_id: int
    patron_id: int
    patron: str  # label: name and class
    lent_at: datetime
    lent_on: date  # the school's own day
    due: date
    renewals: int
    lending: Lending = Lending.HOME  # anything else stays in the house, or comes back the same day
    corner_id: int | None = None  # lent to a class for its corner
    claimed_on: date | None = None  # the patron says it was returned (待查): nothing follows while it is looked for

    @property
    def holder(self) -> str:
        """Who has it, in words: the patron, and for a class that it stands in its corner."""
        return self.patron if self.corner_id is None else in_the_corner(self.patron)

    @property
    def is_claimed(self) -> bool:
        """Whether the patron says that it was returned, and it is looked for."""
        return self.claimed_on is not None

    @property
    def name(self) -> str:
        """The title with its volume in title brackets."""
        return quoted(self.title, self.volume)

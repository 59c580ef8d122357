"""What the ledgers' section shows: which ledger of which time, its balance, and the lines that are on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from deskcirc.domain.ledgers import COLUMNS, LEDGER_WORDS, Balance, LedgerColumn, LedgerLine, LedgerName
from deskcirc.store.lookups.ledger_content import Seal
from deskcirc.text import gettext as _
from deskcirc.ui.tabs.ledgers.ledgers_periods import Period


@dataclass(frozen=True, slots=True)
class Behind:
    """The copies behind one number of a ledger: which side of the balance, of which line, of which division."""

    part: str
    key: str = ""
    division: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class LedgersPart:
    """The ledger on the screen; `keys` are all of its lines, `lines` those that were read.

    `entry` is the last act in the journal when it was read: while there is none since, nothing is read again.
    """

    ledger: LedgerName = LedgerName.CAME
    period: Period | None = None
    behind: Behind | None = None
    balance: Balance = field(default_factory=Balance)
    keys: Sequence[int] = ()
    lines: Mapping[int, LedgerLine] = field(default_factory=dict)
    seal: Seal | None = None
    sealed_on: date | None = None  # the school's own day
    periods: tuple[Period, ...] = ()
    to_seal: str = ""
    may_seal: bool = False
    causes: tuple[str, ...] = ()  # accession numbers of copies that a difference comes from
    entry: int = -1
    edition: int = 0

    @property
    def columns(self) -> Sequence[LedgerColumn]:
        """The columns of what is listed."""
        return COLUMNS[LedgerName.COPIES if self.behind is not None else self.ledger]

    @property
    def has_copies(self) -> bool:
        """Whether each line is a copy, read when it is seen."""
        return self.behind is not None or self.ledger in (LedgerName.COPIES, LedgerName.WITHDRAWN)

    @property
    def is_whole(self) -> bool:
        """Whether all lines are there, and none is read when it is seen."""
        return not self.has_copies or (self.seal is not None and self.behind is None)

    @property
    def title(self) -> str:
        """What is listed, in words."""
        if self.behind is not None:
            return self.behind.words
        period = "" if self.period is None else self.period.name
        return f"{_(LEDGER_WORDS[self.ledger])} · {period}"

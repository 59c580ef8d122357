"""What the money section shows: what is owed, what was paid and given back, and the cash sheet of some days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.cash_sheet import CashLine, CashSheet
from deskcirc.domain.operators import Right
from deskcirc.domain.pinyin import comparable, match_rank
from deskcirc.reports.cash_sheet import read_sheet
from deskcirc.store.lookups.payments import OpenChargeLine, last_payments, open_charges

MOST_PAYMENTS: Final = 500


class View(StrEnum):
    """Which side of the section is on top."""

    OWED = "owed"
    PAYMENTS = "payments"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class Damage:
    """A damage that somebody shall pay for; `price` is that of the copy, in fen."""

    repair_id: int
    patron: str
    about: str
    price: int | None


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """Everything the section shows; of the charges those that answer `query`, of `patron_id` where one is chosen.

    `printed` are the payments whose receipts were printed since the program was opened: printed again, they are copies.
    """

    view: View = View.OWED
    query: str = ""
    patron_id: int | None = None
    patron: str = ""
    chosen: int | None = None  # the charge that a scan found
    damage: Damage | None = None  # that is to be charged
    all_owed: tuple[OpenChargeLine, ...] = ()
    owed: tuple[OpenChargeLine, ...] = ()
    payments: tuple[CashLine, ...] = ()
    sheet: CashSheet | None = None
    first: date | None = None
    last: date | None = None
    printed: frozenset[int] = frozenset()
    may_change: bool = False
    today: date = date.min

    @property
    def owed_fen(self) -> int:
        """What all the listed charges come to, in fen."""
        return sum(line.charge.owed for line in self.owed)


def read_part(desk: Desk, part: MoneyPart) -> MoneyPart:
    """Read again what is on top; who may not touch money sees none of it."""
    may = desk.operator.may(Right.PATRONS)
    bare = replace(part, may_change=may, today=desk.today)
    if not may:
        return replace(bare, all_owed=(), owed=(), payments=(), sheet=None)
    with desk.library.reading() as connection:
        if part.view is View.SHEET:
            sheet = read_sheet(connection, desk.policy, part.first or desk.today, part.last or desk.today)
            return replace(bare, sheet=sheet)
        if part.view is View.PAYMENTS:
            found = last_payments(connection, desk.policy, MOST_PAYMENTS)
            return replace(bare, payments=tuple(CashLine(desk.policy.clock_of(each.at), each) for each in found))
        every = open_charges(connection, desk.policy, desk.today)
    return replace(bare, all_owed=every, owed=_answering(bare, every))


def _answering(part: MoneyPart, every: tuple[OpenChargeLine, ...]) -> tuple[OpenChargeLine, ...]:
    """The charges of the patron chosen, else those whose patron, class, number, copy or note answers the words."""
    if part.patron_id is not None:
        return tuple(line for line in every if line.charge.patron_id == part.patron_id)
    wanted = comparable(part.query)
    if not wanted:
        return every
    return tuple(line for line in every if _answers(line, wanted))


def _answers(line: OpenChargeLine, wanted: str) -> bool:
    if match_rank(wanted, line.patron_name, line.search_words) is not None:
        return True
    texts = (line.class_name, line.patron_number, line.charge.about, line.accession_number, line.barcode)
    return any(wanted in comparable(text) for text in texts)

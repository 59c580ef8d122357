"""Where each copy is, what is wrong with it and who owes what for it, as on cards: what the library says is compared.

`Cards.of` reads the cards from the library with statements of its own; the rest is what acts do to cards, in plain
Python that knows nothing of the program.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from deskcirc.store.database import Library

OFFSET = timedelta(hours=8)
REFUND_DAYS = 30
LOSS_PERCENT = 150


@dataclass
class Place:
    """One copy: its state, who has it, what is wrong with it."""

    title: int
    state: str
    price: int | None
    trolley: bool = False
    holder: int | None = None
    corner: int | None = None  # it was lent to
    pupil: int | None = None  # who has it of the corner
    kept: int | None = None  # patron for whom it stands on the hold shelf
    repair: str = ""  # queued, in_repair, mended; beyond
    was_new: bool = False  # it was in process when it came to the table
    loss: str = ""  # claimed, lost, replaced
    loss_id: int = 0
    bound: bool = False


@dataclass
class Bill:
    """One charge with what was paid for it: days and fen."""

    patron: int
    amount: int
    state: str = "open"
    loss_id: int | None = None
    paid: list[tuple[date, int]] = field(default_factory=list)
    back: int = 0

    @property
    def received(self) -> int:
        """Fen that came in."""
        return sum(fen for _day, fen in self.paid)


@dataclass
class Cards:
    """All copies by id, who waits by title in their order (patron, very copy), all charges in their order."""

    copies: dict[int, Place]
    queues: dict[int, list[tuple[int, int | None]]]
    bills: list[Bill]

    @classmethod
    def of(cls, library: Library) -> Cards:
        """What the library says."""
        with library.reading() as connection:
            ask = connection.exec_driver_sql
            places = {row.id: _place(row) for row in ask(_COPIES)}
            queues: dict[int, list[tuple[int, int | None]]] = {}
            for row in ask(_QUEUES):
                queues.setdefault(row.title_id, []).append((row.patron_id, row.wanted_copy_id))
            bills = {row.id: Bill(row.patron_id, row.amount, row.state, row.loss_id) for row in ask(_BILLS)}
            for row in ask("SELECT charge_id, kind, amount, at FROM payments ORDER BY id"):
                if row.kind == "paid":
                    day = (datetime.fromisoformat(row.at) + OFFSET).date()
                    bills[row.charge_id].paid.append((day, row.amount))
                else:
                    bills[row.charge_id].back += row.amount
        return cls(places, queues, list(bills.values()))

    @property
    def box(self) -> int:
        """Fen in the cash box."""
        return sum(bill.received - bill.back for bill in self.bills)

    def first_for(self, copy: int) -> int | None:
        """Who waits longest for this copy and has none kept for them."""
        place = self.copies[copy]
        served = {other.kept for other in self.copies.values() if other.title == place.title}
        queue = self.queues.get(place.title, [])
        return next((who for who, wanted in queue if who not in served and wanted in (None, copy)), None)

    def arrives(self, copy: int) -> None:
        """It lies on the counter, sound or not: to who waits, or to the trolley, or it stays where it is mended."""
        place = self.copies[copy]
        if place.state != "in_stock" or place.repair or place.kept is not None:
            return
        place.kept = self.first_for(copy)
        place.trolley = place.kept is None

    def comes_back(self, copy: int) -> None:
        """A loan of it ends, with that of the pupil who had it of the class."""
        place = self.copies[copy]
        place.holder = place.corner = place.pupil = None

    def is_taken(self, copy: int, patron: int, *, fulfils: bool = True, corner: int | None = None) -> None:
        """The patron goes away with it, and with it their waiting ends; a repair waits on, a mended one is over."""
        place = self.copies[copy]
        kept_for = place.kept
        place.state, place.trolley, place.kept = "in_stock", False, None
        place.holder, place.corner = patron, corner
        place.repair = {"mended": "", "in_repair": "queued", "beyond": "queued"}.get(place.repair, place.repair)
        place.was_new = False
        waits = next((one for one in self.queues.get(place.title, []) if one[0] == patron), None)
        if waits is None or waits[1] not in (None, copy) or not (fulfils or kept_for == patron):
            return
        self.queues[place.title].remove(waits)
        for other in self.copies.values():
            if other.kept == patron and other.title == place.title:
                other.kept, other.trolley = None, True

    def is_found(self, copy: int, today: date, *, send_on: bool = True) -> None:
        """It lies here though it was missed: all its loss brought is taken back."""
        place = self.copies[copy]
        if place.loss == "claimed":
            self.comes_back(copy)
        if place.state in ("lost", "missing"):
            place.state = "in_repair" if place.repair == "beyond" else "in_stock"
        self.gives_back(place.loss_id, today)
        place.loss, place.loss_id = "", 0
        if send_on:
            self.arrives(copy)

    def gives_back(self, loss_id: int, today: date, settled: str = "cancelled") -> None:
        """Nothing more is owed for the loss, and what was paid for it in the last weeks goes back."""
        for bill in self.bills:
            if loss_id and bill.loss_id == loss_id:
                fresh = sum(fen for day, fen in bill.paid if (today - day).days <= REFUND_DAYS)
                given = min(bill.received - bill.back, fresh)
                if bill.state == "open":
                    bill.state = settled
                if given:
                    bill.back += given
                    bill.state = "refunded" if bill.back == bill.received else bill.state

    def is_lost(self, copy: int, patron: int | None, loss_id: int, fen: int | None) -> None:
        """It is declared lost: nobody has it, nobody is kept it, and somebody may owe `fen`."""
        place = self.copies[copy]
        at_table = place.repair in ("in_repair", "mended")
        self.comes_back(copy)
        place.state, place.trolley, place.kept = "lost", False, None
        place.loss, place.loss_id = "lost", loss_id
        if at_table:
            place.repair, place.was_new = "queued", False
        if fen and patron is not None:
            self.bills.append(Bill(patron, fen, loss_id=loss_id))

    def is_damaged(self, copy: int) -> None:
        """Damage is seen: to the pile, and off the hold shelf; what was mended and came apart is at the table again."""
        place = self.copies[copy]
        place.repair = "in_repair" if place.repair == "mended" else place.repair or "queued"
        place.trolley, place.kept = False, None

    def at_table(self, copy: int, repair: str) -> None:
        """It is mended there, or given up."""
        place = self.copies[copy]
        place.was_new = place.was_new or place.state == "in_process"
        place.repair, place.state, place.trolley, place.kept = repair, "in_repair", False, None

    def is_sound(self, copy: int) -> None:
        """Its repair is over: back to where it was, or on."""
        place = self.copies[copy]
        if place.state == "in_repair":
            place.state = "in_process" if place.was_new else "in_stock"
        place.repair, place.was_new = "", False
        if place.holder is None:
            self.arrives(copy)

    def waits_again(self, copy: int) -> None:
        """It was not finished: to the pile again."""
        place = self.copies[copy]
        if place.state == "in_repair":
            place.state = "in_process" if place.was_new else "in_stock"
        place.repair, place.was_new, place.trolley, place.kept = "queued", False, False, None


_COPIES = """
    SELECT copies.id, copies.title_id, copies.state, price, awaits_shelving AS trolley, damaged, bound_into,
           open_loan.patron_id AS holder, open_loan.corner_id AS corner, corner_loans.patron_id AS pupil,
           holds.patron_id AS kept, repairs.state AS repair, repairs.in_process AS was_new,
           losses.state AS loss, losses.id AS loss_id
    FROM copies
    LEFT JOIN loans AS open_loan ON open_loan.copy_id = copies.id AND open_loan.returned_at IS NULL
    LEFT JOIN corner_loans ON corner_loans.copy_id = copies.id AND corner_loans.returned_at IS NULL
    LEFT JOIN holds ON holds.copy_id = copies.id AND holds.state = 'ready'
    LEFT JOIN repairs ON repairs.id = (SELECT max(id) FROM repairs WHERE copy_id = copies.id)
    LEFT JOIN losses ON losses.copy_id = copies.id AND losses.state IN ('claimed', 'lost', 'replaced')
    ORDER BY copies.id"""
_QUEUES = """
    SELECT title_id, patron_id, wanted_copy_id FROM holds WHERE state IN ('waiting', 'ready')
    ORDER BY place, placed_at, id"""
_BILLS = "SELECT id, patron_id, amount, state, loss_id FROM charges ORDER BY id"


def _place(row: Any) -> Place:
    wrong = row.damaged and row.state != "withdrawn"
    return Place(
        row.title_id,
        row.state,
        row.price,
        bool(row.trolley),
        row.holder,
        row.corner,
        row.pupil,
        row.kept,
        row.repair if wrong else "",
        bool(wrong and row.was_new),
        row.loss or "",
        row.loss_id or 0,
        row.bound_into is not None,
    )

"""What the section of the shelves shows: the shelves in walking order with their ranges, and what is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.reading import OnProgress, Reading
from deskcirc.desk.shelf_lists import ListTrial
from deskcirc.desk.shelves import may_not_change, propose_ranges, proposed_code
from deskcirc.domain.shelves import ShelfFill, ShelfRange, Stock, copies_placed, fills, range_flaws
from deskcirc.domain.stocktake import Shelf
from deskcirc.errors import DeskcircError
from deskcirc.labels.shelf_labels import ShelfFace, ShelfLabelOrder
from deskcirc.store.database import Connection
from deskcirc.store.lookups.number_gaps import last_entry
from deskcirc.store.lookups.numbering import Named, all_locations
from deskcirc.store.lookups.shelf_stock import (
    copies_at_most,
    copies_changed_after,
    copies_without_call_number,
    last_counted,
    stock_by_location,
)
from deskcirc.store.lookups.shelves import all_shelves
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.tabs.stocktake.large_counts import is_large, may_wait

_READ_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """A shelf with what belongs on it; `fill` is None where nobody said what stands there."""

    number: int  # its place in the walking order, from 1
    shelf: Shelf
    fill: ShelfFill | None = None
    counted: date | None = None
    flaw: str = ""

    @property
    def range_words(self) -> str:
        """From which call number to which; "" where nobody said."""
        if self.fill is None:
            return ""
        first, last = self.shelf.first_call_number, self.fill.last_call_number
        return first if last in ("", first) else f"{first} – {last}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The stock of a location divided over its shelves as it would be; nothing is written yet."""

    location_id: int | None
    location: str
    capacity: int
    ranges: tuple[ShelfRange, ...]

    @property
    def over(self) -> int:
        """Copies for which there is no room."""
        return sum(each.over for each in self.ranges)


@dataclass(frozen=True, slots=True)
class ShelvesPart:
    """Everything the section shows; `setting`: a book that is scanned is the first one of the shelf in hand."""

    lines: tuple[ShelfLine, ...] = ()
    locations: tuple[Named, ...] = ()
    chosen: int | None = None
    setting: bool = False
    proposal: Proposal | None = None
    trial: ListTrial | None = None
    stands: Stock = field(default_factory=dict)
    stock: int = 0  # copies with a call number
    placed: int = 0  # of them those that have a shelf
    without: int = 0
    next_code: str = ""
    may_change: bool = False
    entry: int = -1
    reading: Reading[Stock] | None = None  # what stands where, beside the desk
    stood_at: datetime | None = None  # when that was read, or begun to be
    is_behind: bool = False  # copies were changed since

    @property
    def line(self) -> ShelfLine | None:
        """The shelf in hand."""
        return next((line for line in self.lines if line.shelf.id == self.chosen), None)


def read_part(desk: Desk, part: ShelvesPart) -> ShelvesPart:
    """Read the shelves again, if anything was written since."""
    part = replace(part, may_change=not may_not_change(desk))
    with desk.library.reading() as connection:
        entry = last_entry(connection)
        if entry == part.entry and not (part.reading is not None and part.reading.has_ended):
            return part
        shelves, part = all_shelves(connection), _with_stock(desk, connection, part)
        stock = part.stands
        filled, flaws, counted = fills(shelves, stock), range_flaws(shelves), last_counted(connection)
        locations, without = all_locations(connection), copies_without_call_number(connection)
    lines = tuple(
        ShelfLine(
            number,
            shelf,
            filled.get(shelf.id),
            desk.policy.day_of(counted[shelf.id]) if shelf.id in counted else None,
            flaws.get(shelf.id, ""),
        )
        for number, shelf in enumerate(shelves, 1)
    )
    total = sum(group.copies for groups in stock.values() for group in groups)
    chosen = part.chosen if part.chosen in {shelf.id for shelf in shelves} else None
    read = replace(part, lines=lines, locations=locations, chosen=chosen, stock=total, without=without, entry=entry)
    read = replace(read, placed=copies_placed(shelves, stock))
    return replace(read, next_code=proposed_code(desk), setting=part.setting and bool(lines))


def _with_stock(desk: Desk, connection: Connection, part: ShelvesPart) -> ShelvesPart:
    """What stands where, as far as copies were changed; of a large stock read beside the desk, once a minute."""
    changed = part.is_behind or part.entry < 0 or copies_changed_after(connection, part.entry)
    if part.reading is not None:
        if not part.reading.has_ended:
            return replace(part, is_behind=changed)
        try:
            return replace(part, stands=part.reading.result(), reading=None, is_behind=changed)
        except DeskcircError:
            return replace(part, stands=stock_by_location(connection), reading=None, is_behind=False)
    if not changed:
        return part
    copies = copies_at_most(connection)
    if desk.beside is None or not is_large(copies):
        return replace(part, stands=stock_by_location(connection), is_behind=False)
    if may_wait(desk.now, part.stood_at, copies, _READ_EVERY):
        return replace(part, is_behind=True)
    return replace(part, reading=desk.beside(desk, _read_stock), stood_at=desk.now, is_behind=False)


def _read_stock(desk: Desk, _progress: OnProgress) -> Stock:
    with desk.library.reading() as connection:
        return stock_by_location(connection)


def proposal_of(desk: Desk, part: ShelvesPart, location_id: int | None, capacity: int) -> Proposal:
    """What the shelves of a location would hold."""
    name = next((each.name for each in part.locations if each.id == location_id), "")
    return Proposal(location_id, name, capacity, propose_ranges(desk, location_id, capacity))


def label_order(part: ShelvesPart, shelf_ids: Sequence[int]) -> ShelfLabelOrder:
    """The labels of these shelves in walking order; of all where none is named."""
    wanted = set(shelf_ids)
    lines = [line for line in part.lines if not wanted or line.shelf.id in wanted]
    return ShelfLabelOrder(
        tuple(
            ShelfFace(
                line.shelf.id,
                line.shelf.code,
                line.shelf.name,
                line.shelf.location,
                line.shelf.first_call_number,
                line.fill.last_call_number if line.fill else "",
            )
            for line in lines
        )
    )


def told_of(part: ShelvesPart) -> str:
    """One line about all shelves: how many, and how much of the stock has its shelf."""
    count = len(part.lines)
    if not count:
        return ""
    shelves = ngettext("{count} shelf", "{count} shelves", count).format(count=f"{count:,}")
    words = ngettext(
        "{placed} of {stock} copy has its shelf", "{placed} of {stock} copies have their shelf", part.stock
    )
    if part.reading is not None and not part.stands:
        return " · ".join((shelves, _("Reading what stands on them …")))
    told = [shelves, words.format(placed=f"{part.placed:,}", stock=f"{part.stock:,}")]
    if part.without:
        told.append(_("{count} without a call number").format(count=f"{part.without:,}"))
    return " · ".join(told)


def flaw_words(part: ShelvesPart) -> str:
    """What is wrong with the ranges: the sentence of the shelf in hand, else the first; how many more."""
    flaws = [line.flaw for line in part.lines if line.flaw]
    if not flaws:
        return ""
    own = part.line.flaw if part.line is not None else ""
    shown = own or flaws[0]
    if len(flaws) == 1:
        return shown
    others = len(flaws) - 1
    rest = ngettext("{count} more shelf like this.", "{count} more shelves like this.", others)
    return f"{shown} {rest.format(count=others)}"

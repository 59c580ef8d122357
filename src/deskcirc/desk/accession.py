"""Registering copies: numbered, labelled or waiting for their label, in process until they are handed over.

All or nothing: what stands in the way of one number stands in the way of all, and everything is said at once. Facts
are read under the write lock, so two stations never give one number; the database's own constraint holds it besides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from deskcirc.desk.desk import Desk
from deskcirc.desk.giving_numbers import MOST, Labelling, NumbersGiven, NumbersWanted, barcodes_for, numbers_for
from deskcirc.domain.batches import Batch
from deskcirc.domain.call_numbers import shelf_key
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import CopyState
from deskcirc.domain.numbering import numbers_in_words
from deskcirc.domain.operators import Right
from deskcirc.domain.title_names import quoted
from deskcirc.domain.titles import Title
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.batches import batch_by_id
from deskcirc.store.lookups.numbering import all_locations, open_item_types
from deskcirc.store.lookups.titles import title_by_id
from deskcirc.store.stored_rows import stored_row
from deskcirc.store.tables import copies, delivery_lines, number_gaps, number_series
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class CopyOrder:
    """Copies to register.

    `start` "" takes the next numbers of `series_id`, or of the series that fits best. `labelling` None follows the
    school's setting, but own barcodes where some are given; one barcode for several copies is the first of a run.
    `volumes` is empty, one for all copies, or one for each. `price` (fen) None takes the title's, `source` "" the
    batch's. `again` says that the books bear these numbers already, though they were taken back once.
    """

    title_id: int
    count: int
    item_type_id: int
    location_id: int | None = None
    batch_id: int | None = None
    price: int | None = None
    source: str = ""
    volumes: tuple[str, ...] = ()
    start: str = ""
    series_id: int | None = None
    labelling: Labelling | None = None
    barcodes: tuple[str, ...] = ()
    in_stock: bool = False  # straight to the shelf: nobody hands these over
    again: bool = False
    note: str = ""
    delivery_line: int | None = None  # of the dealer's list that these came by; it is of this title from then on
    label: bool = True  # onto the list of labels to print


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """What registering would do now, or every reason why not; `proposal` is the start of the next free run."""

    numbers: tuple[str, ...] = ()
    barcodes: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    proposal: str = ""
    taken_back_only: bool = False


@dataclass(frozen=True, slots=True)
class CopiesAdded:
    """The copies registered with their numbers, in order; or, with nothing done, every reason why not.

    `taken_back_only`: the order would be done with `again`, for nothing but an undo stands in its way.
    """

    copy_ids: tuple[int, ...] = ()
    numbers: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    proposal: str = ""
    taken_back_only: bool = False
    entry_id: int | None = None
    series_id: int | None = None  # that the numbers are of; None for numbers that no series counts

    @property
    def done(self) -> bool:
        """Whether the copies are in the library now."""
        return bool(self.copy_ids)


def not_allowed(desk: Desk) -> tuple[str, ...]:
    """Why the operator may not register or change copies; empty where they may."""
    return () if desk.operator.may(Right.ACCESSION) else (_("Only a librarian may register and change copies."),)


def plan_copies(desk: Desk, order: CopyOrder) -> CopyPlan:
    """Which numbers and barcodes the order would give now; writes nothing. Raises GoneError as `add_copies`."""
    with desk.library.reading() as connection:
        return _planned(desk, connection, order)[0]


def plan_in(desk: Desk, connection: Connection, order: CopyOrder) -> CopyPlan:
    """The same within another act, before it writes anything."""
    return _planned(desk, connection, order)[0]


def add_copies(desk: Desk, order: CopyOrder) -> CopiesAdded:
    """Register the copies, all of them or none. Raises GoneError for a title or batch that is not there."""
    if refused := not_allowed(desk):
        return CopiesAdded(refusals=refused)
    with desk.library.writing(desk.act(ActName.ADD_COPIES)) as writing:
        added = register_in(desk, writing, order)
        if not added.done:
            return added
        name = quoted(_title(writing.connection, order).name)
        writing.tell(title=name, count=len(added.copy_ids), numbers=numbers_in_words(added.numbers))
    return replace(added, entry_id=desk.library.last_entry)


def register_in(desk: Desk, writing: Writing, order: CopyOrder) -> CopiesAdded:
    """Register the copies as a part of another act, which asks who may and tells what was done.

    Where something stands in the way nothing is written. Raises GoneError as `add_copies`.
    """
    plan, given = _planned(desk, writing.connection, order)
    if plan.refusals:
        return CopiesAdded((), (), plan.refusals, plan.proposal, plan.taken_back_only)
    title = _title(writing.connection, order)
    copy_ids = writing.insert_many(copies, _rows(desk, writing.connection, order, plan, title))
    _move_series(desk, writing, given)
    _settle_line(writing, order)
    return CopiesAdded(tuple(copy_ids), plan.numbers, series_id=given.series.id if given.series else None)


def _settle_line(writing: Writing, order: CopyOrder) -> None:
    """A line of a dealer's list that nobody has catalogued yet is of the title that its copies were added to."""
    line = None if order.delivery_line is None else stored_row(writing.connection, delivery_lines, order.delivery_line)
    if line is not None and line["title_id"] is None:
        writing.update(delivery_lines, line["id"], title_id=order.title_id)


def _planned(desk: Desk, connection: Connection, order: CopyOrder) -> tuple[CopyPlan, NumbersGiven]:
    refusals = [*_flaws(connection, order)]
    if not 1 <= order.count <= MOST:
        words = _("{count} copies cannot be registered at once: from 1 to {most} can.")
        return CopyPlan(refusals=(*refusals, words.format(count=order.count, most=MOST))), NumbersGiven()
    wanted = NumbersWanted(
        order.count, order.item_type_id, order.location_id, order.series_id, order.start, order.again
    )
    given = numbers_for(connection, wanted)
    refusals += given.refusals
    barcodes: tuple[str, ...] = ()
    if given.numbers:
        barcodes, flaws = barcodes_for(connection, _labelling(desk, order), order.barcodes, given.numbers)
        refusals += flaws
    only = given.only_taken_back and len(refusals) == len(given.refusals)
    return CopyPlan(given.numbers, barcodes, tuple(dict.fromkeys(refusals)), given.proposal, only), given


def _labelling(desk: Desk, order: CopyOrder) -> Labelling:
    if order.labelling is not None:
        return order.labelling
    if order.barcodes:
        return Labelling.OWN
    return Labelling.AS_NUMBER if desk.policy.barcode_is_number else Labelling.LATER


def _flaws(connection: Connection, order: CopyOrder) -> tuple[str, ...]:
    title, batch = _title(connection, order), _batch(connection, order)
    flaws = list(too_long(order.source, order.note, *order.volumes))
    if title.ended:
        flaws.append(_("The title {title} has ended; no copies are added to it.").format(title=quoted(title.name)))
    if batch is not None and not batch.is_under_way:
        words = _("Batch {number} is closed. Open it again, or choose another one.")
        flaws.append(words.format(number=batch.number))
    if order.item_type_id not in {each.id for each in open_item_types(connection)}:
        flaws.append(_("The item type is missing, or it is offered no longer."))
    if order.location_id is not None and order.location_id not in {each.id for each in all_locations(connection)}:
        flaws.append(_("There is no such place."))
    if order.price is not None and order.price < 0:
        flaws.append(_("A price cannot be below nothing."))
    if len(order.volumes) > 1 and len(order.volumes) != order.count:
        words = _("{given} volumes are named for {count} copies: name one for each, or one for all.")
        flaws.append(words.format(given=len(order.volumes), count=order.count))
    return tuple(flaws)


def _title(connection: Connection, order: CopyOrder) -> Title:
    found = title_by_id(connection, order.title_id)
    if found is None:
        raise GoneError
    return found


def _batch(connection: Connection, order: CopyOrder) -> Batch | None:
    if order.batch_id is None:
        return None
    found = batch_by_id(connection, order.batch_id)
    if found is None:
        raise GoneError
    return found


def _rows(desk: Desk, connection: Connection, order: CopyOrder, plan: CopyPlan, title: Title) -> list[dict[str, Any]]:
    batch, called = _batch(connection, order), title.description.call_number
    volumes = order.volumes if len(order.volumes) == order.count else order.volumes[:1] * order.count
    shared = {
        "title_id": order.title_id,
        "item_type_id": order.item_type_id,
        "location_id": order.location_id,
        "batch_id": order.batch_id,
        "price": title.description.price if order.price is None else order.price,
        "source": order.source.strip() or (batch.origin if batch else ""),
        "call_number": called,
        "shelf_key": shelf_key(called),
        "state": (CopyState.IN_STOCK if order.in_stock else CopyState.IN_PROCESS).value,
        "registered": desk.today,
        "acquired": batch.stated.received if batch else None,
        "added_at": desk.now,
        "wants_label": order.label,
        "note": order.note.strip(),
    }
    return [
        {**shared, "accession_number": number, "barcode": barcode or None, "volume": volume.strip()}
        for number, barcode, volume in zip(plan.numbers, plan.barcodes, volumes or ("",) * order.count, strict=True)
    ]


def _move_series(desk: Desk, writing: Writing, given: NumbersGiven) -> None:
    if given.series is None or not given.next_value:
        return
    writing.update(number_series, given.series.id, next=given.next_value)
    for run in given.skipped:
        writing.insert(number_gaps, first=run.first, last=run.last, reason=given.why_skipped, at=desk.now)

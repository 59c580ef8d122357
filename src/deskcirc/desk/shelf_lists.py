"""A list of shelves taken in from a file: tried first, then done in one act; every row is accounted for.

A row whose code is that of a shelf changes it, and an empty cell changes nothing; a row without a code, or with one
that nothing bears, is a new shelf at the end of the walking order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from deskcirc.desk.code_owner import code_owner
from deskcirc.desk.desk import Desk
from deskcirc.desk.shelves import (
    MOST,
    ShelfDraft,
    draft_flaw,
    keep_codes,
    may_not_change,
    next_codes,
    row_of,
    shelf_code_flaw,
)
from deskcirc.domain.changes import ActName
from deskcirc.domain.scanning import normal_code
from deskcirc.domain.shelf_lists import ListSums, RowFate, RowOutcome, ShelfFile, ShelfRow, sums_of
from deskcirc.domain.stocktake import Shelf
from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.shelves import all_shelves, last_place, location_ids
from deskcirc.store.tables import shelves
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class ListTrial:
    """A list with what becomes, or became, of every row; or the sentence why nothing was done."""

    file: ShelfFile
    outcomes: tuple[RowOutcome, ...] = ()
    why_not: str = ""

    @property
    def sums(self) -> ListSums:
        """How many rows there are of each fate."""
        return sums_of(self.outcomes)

    @property
    def does_something(self) -> bool:
        """Whether taking the list would write anything."""
        return any(each.fate in (RowFate.NEW, RowFate.CHANGED) for each in self.outcomes)


@dataclass(slots=True)
class _Known:
    """What the rows are held against; `taken` are the codes of the rows before."""

    connection: Connection
    by_code: Mapping[str, Shelf]
    locations: Mapping[str, int]
    taken: dict[str, int] = field(default_factory=dict)


def try_shelf_list(desk: Desk, file: ShelfFile) -> ListTrial:
    """What would become of every row; nothing is written."""
    with desk.library.reading() as connection:
        return _planned(desk, connection, file)


def take_shelf_list(desk: Desk, file: ShelfFile) -> ListTrial:
    """Make and change the shelves of a list, its refused rows left out, in one act."""
    if why_not := may_not_change(desk):
        return ListTrial(file, why_not=why_not)
    with desk.library.writing(desk.act(ActName.CHANGE_SHELVES)) as writing:
        trial = _planned(desk, writing.connection, file)
        if trial.why_not or not trial.does_something:
            return trial
        known = _known(writing.connection)
        for outcome in trial.outcomes:
            if outcome.fate is RowFate.CHANGED:
                shelf = known.by_code[normal_code(outcome.row.code)]
                writing.update(shelves, shelf.id, **row_of(_draft(known, outcome.row, shelf)))
        if why_not := _add(writing, known, [each.row for each in trial.outcomes if each.fate is RowFate.NEW]):
            return ListTrial(file, why_not=why_not)
        writing.tell(what=_("list {name}: {sums}").format(name=file.name, sums=trial.sums.sentence()))
        return trial


def _add(writing: Writing, known: _Known, rows: list[ShelfRow]) -> str:
    """Make the new shelves; returns "" or why they cannot be."""
    own = [normal_code(row.code) for row in rows if row.code]
    keep_codes(writing, own)
    nameless = len(rows) - len(own)
    given, flaw = next_codes(writing, "", nameless) if nameless else ((), "")
    if flaw:
        return flaw
    fresh = iter(given)
    place = last_place(writing.connection)
    for step, row in enumerate(rows, 1):
        code = normal_code(row.code) if row.code else next(fresh)
        writing.insert(shelves, code=code, place=place + step, **row_of(_draft(known, row, None)))
    return ""


def _planned(desk: Desk, connection: Connection, file: ShelfFile) -> ListTrial:
    known = _known(connection)
    outcomes = tuple(_fate(desk, known, row) for row in file.rows)
    trial = ListTrial(file, outcomes)
    if trial.sums.new > MOST:
        return replace(trial, why_not=_("More than {most} new shelves in one list are a slip.").format(most=MOST))
    return trial


def _known(connection: Connection) -> _Known:
    by_code = {shelf.code: shelf for shelf in all_shelves(connection)}
    return _Known(connection, by_code, location_ids(connection))


def _fate(desk: Desk, known: _Known, row: ShelfRow) -> RowOutcome:
    code = normal_code(row.code)
    shelf = known.by_code.get(code) if code else None
    if why_not := row.flaw or _flaw(desk, known, row, code, shelf):
        return RowOutcome(row, RowFate.REFUSED, why_not)
    if code:
        known.taken[code] = row.number
    if shelf is None:
        return RowOutcome(row, RowFate.NEW)
    draft = _draft(known, row, shelf)
    before = ShelfDraft(shelf.name, shelf.location_id, shelf.first_call_number)
    if row_of(draft) == row_of(before):
        return RowOutcome(row, RowFate.SAME)
    parts = [
        f"{old or '–'} → {new or '–'}"
        for old, new in ((before.name, draft.name), (before.first_call_number, draft.first_call_number))
        if old != new
    ]
    if draft.location_id != before.location_id:
        parts.append(f"{shelf.location or '–'} → {row.location}")
    return RowOutcome(row, RowFate.CHANGED, " · ".join(parts))


def _flaw(desk: Desk, known: _Known, row: ShelfRow, code: str, shelf: Shelf | None) -> str:
    if not code and not row.name:
        return _("Neither a code nor a name stands here.")
    if code in known.taken:
        return _("The code {code} stands in row {number} already.").format(code=code, number=known.taken[code])
    flaw = shelf_code_flaw(code) or code_owner(desk, known.connection, code) if code and shelf is None else ""
    if flaw:
        return flaw
    if row.location and row.location not in known.locations:
        names = _(", ").join(list(known.locations)[:6]) or "–"
        words = _("There is no location “{name}” here. Known ones: {names}.")
        return words.format(name=row.location, names=names)
    return draft_flaw(ShelfDraft(row.name, None, row.call_number))


def _draft(known: _Known, row: ShelfRow, shelf: Shelf | None) -> ShelfDraft:
    """What the shelf is afterwards; an empty cell leaves what is known."""
    location_id = known.locations.get(row.location)
    if shelf is None:
        return ShelfDraft(row.name, location_id, row.call_number)
    return ShelfDraft(
        row.name or shelf.name,
        location_id if row.location else shelf.location_id,
        row.call_number or shelf.first_call_number,
    )

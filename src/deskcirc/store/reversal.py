"""Taking an act back: its rows get their former images, as a new entry, if nobody has touched them since."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, bindparam, exists, or_, select, text
from sqlalchemy.exc import IntegrityError

from deskcirc.domain.changes import COUNTER_ACTS, ActName
from deskcirc.domain.copies import CopyState
from deskcirc.domain.holds import HoldState
from deskcirc.domain.operators import Role
from deskcirc.store.columns import row_of
from deskcirc.store.journal import Change, Writing, image_text
from deskcirc.store.stored_rows import stored_row
from deskcirc.store.tables import (
    TABLES,
    book_number_claims,
    copies,
    corner_loans,
    holds,
    journal,
    journal_changes,
    loans,
    number_series,
    opening_periods,
    operators,
    repairs,
    stocktake_decisions,
    stocktake_files,
    stocktake_scans,
)
from deskcirc.text import gettext as _

if TYPE_CHECKING:
    from deskcirc.store.breach import Breach

# A number is given once, for ever: what counts a series up, and what says why numbers were left out, stays after an
# undo, or the next copies would get numbers that stand on a label already. Only the act that is about a series or a
# gap itself takes these rows back, and then the series still goes on from the higher number.
ABOUT_NUMBERS = {"number_series": ActName.CHANGE_NUMBER_SERIES, "number_gaps": ActName.EXPLAIN_GAP}
# Every act on these replaces all their rows: one beneath a later one that stands would mix what two acts have set.
SET_AS_A_WHOLE = frozenset({opening_periods.name})
# An act on these must not be taken back beneath a later one that ended the loss: nobody owes for what is found.
ABOUT_LOSSES = frozenset({"losses", "charges"})
ABOUT_COUNTS = frozenset({stocktake_decisions.name, stocktake_files.name, stocktake_scans.name})
ASKED_AFTER_UNDO = frozenset({"number_series", "copy_codes"})

_later = journal.alias("later")
_LAST_UNDOABLE = (
    select(journal)
    .where(
        journal.c.station == bindparam("station"),
        journal.c.act.in_(bindparam("acts", expanding=True)),
        ~exists().where(_later.c.undoes == journal.c.id),
    )
    .order_by(journal.c.id.desc())
    .limit(1)
)
_ENTRY = select(journal).where(journal.c.id == bindparam("entry_id"))
_UNDONE_BY = select(journal.c.id).where(journal.c.undoes == bindparam("entry_id"))
_undo = journal.alias("undo")
_SET_SINCE = (
    select(_later.c.id)
    .where(
        _later.c.id > bindparam("entry_id"),
        _later.c.undoes.is_(None),
        ~exists().where(_undo.c.undoes == _later.c.id),
        exists().where(journal_changes.c.entry_id == _later.c.id, journal_changes.c.table_name == bindparam("table")),
    )
    .limit(1)
)
_LAST_CHANGES = (
    select(journal_changes)
    .where(journal_changes.c.entry_id == bindparam("entry_id"), journal_changes.c.id < bindparam("before_id"))
    .order_by(journal_changes.c.id.desc())
    .limit(1000)
)
_NO_ID_IS_HIGHER = 2**62
_ON_LOAN = exists().where(loans.c.copy_id == copies.c.id, loans.c.returned_at.is_(None))
_KEPT = exists().where(holds.c.copy_id == copies.c.id, holds.c.state == HoldState.READY.value)
_NOT_AT_HAND = or_(copies.c.state != CopyState.IN_STOCK.value, copies.c.awaits_shelving)
_LENT_ON = exists().where(
    corner_loans.c.copy_id == copies.c.id,
    corner_loans.c.returned_at.is_(None),
    corner_loans.c.loan_id == loans.c.id,
    loans.c.returned_at.is_not(None),
)
_CONTRADICTION = select(copies.c.id).where(
    copies.c.id == bindparam("copy_id"),
    or_(and_(_ON_LOAN, or_(_KEPT, _NOT_AT_HAND)), and_(_KEPT, _NOT_AT_HAND), _LENT_ON),
)
# What the repair queue holds is damaged, and at its table; an act from before the queue knew nothing of it.
_IN_QUEUE = exists().where(repairs.c.copy_id == copies.c.id, text("repairs.state IN ('queued', 'in_repair', 'mended')"))
_AT_TABLE = exists().where(repairs.c.copy_id == copies.c.id, text("repairs.state IN ('in_repair', 'mended')"))
_QUEUE_CONTRADICTION = select(copies.c.id).where(
    copies.c.id == bindparam("copy_id"),
    or_(
        and_(_IN_QUEUE, ~copies.c.damaged),
        and_(_AT_TABLE, copies.c.state != CopyState.IN_REPAIR.value),
        and_(_IN_QUEUE, copies.c.state == CopyState.WITHDRAWN.value),
    ),
)
_A_LIBRARIAN = select(operators.c.id).where(operators.c.role == Role.LIBRARIAN.value, ~operators.c.ended)


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as the journal holds it."""

    id: int
    at: datetime
    act: str
    operator: str
    station: str
    subject: dict[str, Any]


class TouchedSinceError(Exception):
    """A later act stands in the way; carries the table's name. Nothing was taken back.

    `why` is the sentence of the promise that would be broken; "" where a later act has written the same rows.
    """

    def __init__(self, table: str, why: str = "") -> None:
        super().__init__(table)
        self.why = why


def last_undoable(connection: Connection, station: str, acts: Set[ActName] = COUNTER_ACTS) -> Entry | None:
    """The last of these acts at this station that has not been undone; None where there is none.

    Imports and settings are taken back in the history alone: Ctrl+Z at an idle counter must not empty the library.
    """
    row = connection.execute(_LAST_UNDOABLE, {"station": station, "acts": sorted(acts)}).one_or_none()
    return None if row is None else _entry(row)


def entry_by_id(connection: Connection, entry_id: int) -> Entry | None:
    """One entry of the journal."""
    row = connection.execute(_ENTRY, {"entry_id": entry_id}).one_or_none()
    return None if row is None else _entry(row)


def is_undone(connection: Connection, entry_id: int) -> bool:
    """Whether a later entry took this one back."""
    return connection.execute(_UNDONE_BY, {"entry_id": entry_id}).first() is not None


def reverse(writing: Writing, entry: Entry, progress: Callable[[int, int], None] | None = None) -> None:
    """Put every row of the entry back.

    Raises TouchedSinceError where a row is no longer as the entry left it, where the entry was undone already, and
    where a later act on other rows cannot stand beside it: the copy lent again, its place on the hold shelf taken, the
    last librarian gone, its patron cleared since, another term set for the same days, other opening hours set since.
    The transaction must be rolled back then. `progress` hears how many rows are back, and may raise to stop it.
    """
    if is_undone(writing.connection, entry.id):
        raise TouchedSinceError(journal.name)
    writing.undoes = entry.id
    changes = list(_changes(writing.connection, entry.id))
    about_losses = any(change.table_name in ABOUT_LOSSES for change in changes)
    known = _wrong_with_losses(writing) if about_losses else set()
    reverse_changes(writing, _told(changes, progress), entry.act)
    if operators.name in writing.touched and writing.connection.execute(_A_LIBRARIAN).first() is None:
        raise TouchedSinceError(operators.name)
    _ask_of_the_year(writing, entry)
    ask_of_clearances(writing, changes)
    _ask_of_numbers(writing)
    _ask_of_lessons(writing)
    _ask_of_counts(writing, changes)
    for breach in sorted(_wrong_with_losses(writing) - known, key=lambda each: each.row_id) if about_losses else ():
        raise TouchedSinceError(breach.table, breach.sentence)


def _told(changes: Sequence[Change], progress: Callable[[int, int], None] | None) -> Iterator[Change]:
    for done, change in enumerate(changes):
        if progress is not None:
            progress(done, len(changes))
        yield change


def reverse_changes(writing: Writing, changes: Iterable[Change], act: str = "") -> None:
    """Put these rows back, the first to be put back first; all of an act, or a part that stands by itself.

    Raises TouchedSinceError where a row is no longer as the act left it, or cannot stand beside what was done since.
    """
    restored: set[int] = set()
    for change in changes:
        if change.table_name in ABOUT_NUMBERS and act != ABOUT_NUMBERS[change.table_name]:
            continue
        try:
            _reverse_change(writing, change)
        except IntegrityError as error:
            raise TouchedSinceError(change.table_name) from error
        restored |= _copies_restored(change)
    _ask_of_copies(writing, restored)


def ask_of_clearances(writing: Writing, changes: Sequence[Change]) -> None:
    """Raise TouchedSinceError where somebody was cleared since who would have or owe something again by these."""
    from deskcirc.store.check_clearance import clearance_breaches  # a counter that lends need not wait for it

    for breach in clearance_breaches(writing.connection, {(change.table_name, change.row_id) for change in changes}):
        raise TouchedSinceError(breach.table, breach.sentence)


def _ask_of_copies(writing: Writing, restored: set[int]) -> None:
    for copy_id in sorted(restored):
        if writing.connection.execute(_CONTRADICTION, {"copy_id": copy_id}).first() is not None:
            raise TouchedSinceError(copies.name)
        if writing.connection.execute(_QUEUE_CONTRADICTION, {"copy_id": copy_id}).first() is not None:
            raise TouchedSinceError(repairs.name, _("the copy is in the repair queue."))


def _ask_of_the_year(writing: Writing, entry: Entry) -> None:
    for table in sorted(SET_AS_A_WHOLE & writing.touched):
        if writing.connection.execute(_SET_SINCE, {"entry_id": entry.id, "table": table}).first() is not None:
            raise TouchedSinceError(table)
    from deskcirc.store.check_school import school_breaches  # a counter that lends need not wait for it

    for breach in school_breaches(writing.connection, writing.touched):
        raise TouchedSinceError(breach.table, breach.sentence)


def _ask_of_lessons(writing: Writing) -> None:
    if repairs.name not in writing.touched:
        return
    from deskcirc.store.check_lessons import lesson_breaches  # as for the year

    for breach in lesson_breaches(writing.connection):
        raise TouchedSinceError(breach.table, breach.sentence)


def _ask_of_counts(writing: Writing, changes: Sequence[Change]) -> None:
    if writing.touched.isdisjoint(ABOUT_COUNTS):
        return
    from deskcirc.store.check_count_decisions import changes_beneath_a_seal  # as for the year

    for breach in changes_beneath_a_seal(writing.connection, changes):
        raise TouchedSinceError(breach.table, breach.sentence)
    from deskcirc.store.check_count_lines import repeats_of_nothing  # as for the year

    for breach in repeats_of_nothing(writing.connection, changes):
        raise TouchedSinceError(breach.table, breach.sentence)


def _wrong_with_losses(writing: Writing) -> set[Breach]:
    from deskcirc.store.check_losses import loss_breaches  # as for the year

    return set(loss_breaches(writing.connection))


def _ask_of_numbers(writing: Writing) -> None:
    if writing.touched.isdisjoint(ASKED_AFTER_UNDO):
        return
    from deskcirc.store.check_numbers import number_breaches  # as for the year

    for breach in number_breaches(writing.connection):
        raise TouchedSinceError(breach.table, breach.sentence)


def _copies_restored(change: Change) -> set[int]:
    """The copy that the restored row is or speaks of."""
    if change.before is None:
        return set()
    if change.table_name == copies.name:
        return {change.row_id}
    copy_id = json.loads(change.before).get("copy_id")
    return set() if copy_id is None else {copy_id}


def _reverse_change(writing: Writing, change: Change) -> None:
    table = TABLES[change.table_name]
    row = stored_row(writing.connection, table, change.row_id)
    now = None if row is None else image_text(table, row)
    if table is number_series and row is not None and change.after is not None:
        change = _with_higher_next(change, row["next"])
    if not same_image(now, change.after):
        raise TouchedSinceError(change.table_name)
    if change.before is None:
        writing.take_back(table, change.row_id)
        return
    before = row_of(table, json.loads(change.before))
    if row is None:  # the act had removed it, as taking back a decision of a count does
        writing.insert(table, **before)
        return
    del before["id"]
    if table is book_number_claims and before["released_at"] is None and row is not None:
        # The form it was reserved for is gone: the number is free at once, not only when the station starts anew.
        before["released_at"] = row["released_at"] or writing.act.at
    writing.update(table, change.row_id, **before)


def _with_higher_next(change: Change, now: int) -> Change:
    """The change of a series as if it had always gone on from the higher number; a new series must be untouched."""
    if change.before is None or change.after is None:
        return change
    before, after = json.loads(change.before), json.loads(change.after)
    higher = {**before, "next": max(before["next"], now)}
    return replace(change, before=json.dumps(higher), after=json.dumps({**after, "next": now}))


def same_image(now: str | None, then: str | None) -> bool:
    """Whether a row still is as an entry left it; None stands for no row."""
    if now is None or then is None:
        return now is then
    # Compared as values: a column added by an upgrade since is no change of the row.
    current, remembered = json.loads(now), json.loads(then)
    return all(current.get(name) == value for name, value in remembered.items())


def _changes(connection: Connection, entry_id: int) -> Iterator[Change]:
    """What the entry changed, the last first; a page at a time, for an import changes a great deal."""
    before_id = _NO_ID_IS_HIGHER
    while rows := connection.execute(_LAST_CHANGES, {"entry_id": entry_id, "before_id": before_id}).all():
        for row in rows:
            yield Change(row.table_name, row.row_id, row.before, row.after)
        before_id = rows[-1].id


def _entry(row: Any) -> Entry:
    return Entry(row.id, row.at, row.act, row.operator, row.station, json.loads(row.subject))

"""Which copies somebody carried about since an instant, where nothing but the journal knows when.

Some acts leave a changed copy or hold and no row with a time of its own: a book scanned in Returns that came back today
already, a missing one that turned up, one pulled for who waits, one weeded. What was taken back is no evidence, for it
may have been the wrong book; and a copy withdrawn as lost was in nobody's hand. Where a count was opened while the
computer's clock was ahead, the times of what was done since lie before its opening: there the order of the journal
says what came after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    text,
)

from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import CopyState
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.tables import (
    corner_loans,
    in_house_uses,
    journal,
    journal_changes,
    loans,
    losses,
    repairs,
    stocktakes,
    withdrawal_copies,
    withdrawals,
)


def _was(column: str) -> ColumnElement[Any]:
    return func.json_extract(journal_changes.c.before, f"$.{column}")


def _became(column: str) -> ColumnElement[Any]:
    return func.json_extract(journal_changes.c.after, f"$.{column}")


_SINCE: Final[BindParameter[datetime]] = bindparam("since")
_IN_NOBODYS_HAND: Final = tuple(
    each.value
    for each in (
        ActName.UNDO,
        ActName.DECIDE_COUNT,
        ActName.REVERSE_DECISION,
        ActName.REOPEN_STOCKTAKE,
        ActName.VOID_STOCKTAKE,
    )
)
"""Acts that put rows back as they were, and decisions of a count, which rest on lines that tell their own time."""
_WITHDRAWN: Final = CopyState.WITHDRAWN.value
_MISSED: Final = (CopyState.LOST.value, CopyState.MISSING.value)
_opened, _opening = journal_changes.alias("opened"), journal.alias("opening")
# The act by which a count was opened just then: nothing before it need be read.
_OPENING: Final = (
    select(_opening.c.id)
    .select_from(_opened.join(_opening, _opening.c.id == _opened.c.entry_id))
    .where(_opened.c.table_name == stocktakes.name, _opened.c.before.is_(None), _opening.c.at == _SINCE)
    .limit(1)
    .scalar_subquery()
)
_BEFORE: Final = func.coalesce(_OPENING, text("0"))
_TAKEN_BACK: Final = exists().where(journal.alias("undo").c.undoes == journal.c.id)
_AS_LOST: Final = exists().where(
    withdrawal_copies.c.copy_id == journal_changes.c.row_id,
    text("NOT withdrawal_copies.ended"),
    withdrawal_copies.c.withdrawal_id == withdrawals.c.id,
    withdrawals.c.reason == WithdrawalReason.LOST.value,
)
_IS_COPY: Final = journal_changes.c.table_name == "copies"
_GOES: Final = and_(_became("state") == _WITHDRAWN, _was("state").is_distinct_from(_WITHDRAWN))
_OF_A_COPY: Final = or_(
    and_(_was("awaits_shelving") == 0, _became("awaits_shelving") == 1),
    and_(_GOES, _was("state").not_in(_MISSED), ~_AS_LOST),
)
# What is torn still more was in somebody's hand, though its repair was reported before.
_OF_A_REPAIR: Final = and_(
    journal_changes.c.table_name == repairs.name,
    journal_changes.c.before.is_not(None),
    journal.c.act == ActName.MARK_DAMAGED.value,
)
_OF_A_HOLD: Final = and_(_became("state") == "ready", _was("state").is_distinct_from("ready"))
_MOMENTS: Final = {
    loans.name: ("lent_at", "returned_at"),
    corner_loans.name: ("lent_at", "returned_at"),
    in_house_uses.name: ("at",),
    repairs.name: ("reported_at", "started_at", "mended_at"),
}
_GIVEN_UP: Final = exists().where(losses.c.loan_id == journal_changes.c.row_id, losses.c.lost_at.is_not(None))
_OF_COPY_OR_HOLD: Final = or_(and_(_IS_COPY, _OF_A_COPY), and_(journal_changes.c.table_name == "holds", _OF_A_HOLD))
_OF_A_ROW_WITH_TIMES: Final = and_(
    or_(
        *(
            and_(journal_changes.c.table_name == table, _was(column).is_(None), _became(column).is_not(None))
            for table, columns in _MOMENTS.items()
            for column in columns
        )
    ),
    or_(journal_changes.c.table_name != loans.name, _became("returned_at").is_(None), ~_GIVEN_UP),
)
_COPY: Final[ColumnElement[int]] = case((_IS_COPY, journal_changes.c.row_id), else_=_became("copy_id"))
_ENTRIES: Final = journal_changes.join(journal, journal.c.id == journal_changes.c.entry_id)


def _carried(in_hand: ColumnElement[bool]) -> Select[Any]:
    return (
        select(_COPY)
        .select_from(_ENTRIES)
        .where(
            journal_changes.c.entry_id > _BEFORE,
            journal.c.at >= _SINCE,
            in_hand,
            journal.c.act.not_in(_IN_NOBODYS_HAND),
            ~_TAKEN_BACK,
        )
    )


# Asked one after the other, each finds its few changes by the index over tables; together they read all of them.
_CARRIED: Final = (_carried(_OF_COPY_OR_HOLD), _carried(_OF_A_REPAIR))
_SET_BACK: Final = select(exists().where(_OPENING.is_not(None), journal.c.id > _OPENING, journal.c.at < _SINCE))
# Written after the opening by a clock that was put right meanwhile: the times of the rows say nothing.
_AFTER_ALL: Final = (
    select(_COPY)
    .select_from(_ENTRIES)
    .where(
        journal_changes.c.entry_id > _BEFORE,
        journal.c.at < _SINCE,
        or_(_OF_COPY_OR_HOLD, _OF_A_REPAIR, _OF_A_ROW_WITH_TIMES),
        journal.c.act.not_in(_IN_NOBODYS_HAND),
        ~_TAKEN_BACK,
    )
)
_CARRIED_OF: Final = tuple(each.where(_COPY.in_(bindparam("copy_ids", expanding=True))) for each in _CARRIED)
_WITHDRAWN_AT: Final = (
    select(journal.c.at)
    .select_from(_ENTRIES)
    .where(_IS_COPY, journal_changes.c.row_id == bindparam("copy_id"), _GOES)
    .order_by(journal.c.id.desc())
    .limit(1)
)


def carried_since(connection: Connection, since: datetime) -> set[int]:
    """The copies, by number, that were put on the trolley or the hold shelf since then, or withdrawn from in hand."""
    carried = (connection.execute(each, {"since": since}).scalars() for each in _CARRIED)
    return _after_all(connection, since).union(*carried)


def carried_of(connection: Connection, since: datetime, copy_ids: Sequence[int]) -> set[int]:
    """Those of these copies that were."""
    asked = {"since": since, "copy_ids": list(copy_ids)}
    carried = (connection.execute(each, asked).scalars() for each in _CARRIED_OF)
    return _after_all(connection, since).intersection(copy_ids).union(*carried)


def _after_all(connection: Connection, since: datetime) -> set[int]:
    """What was handled after a count was opened just then, by a clock that stood before it."""
    if not connection.execute(_SET_BACK, {"since": since}).scalar():
        return set()
    return set(connection.execute(_AFTER_ALL, {"since": since}).scalars())


def withdrawn_at(connection: Connection, copy_id: int) -> datetime | None:
    """When a withdrawn copy was struck off; None where it came into the register as withdrawn."""
    return connection.execute(_WITHDRAWN_AT, {"copy_id": copy_id}).scalar()

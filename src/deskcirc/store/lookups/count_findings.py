"""What a count has found that somebody has to decide about: found otherwise, on loan yet here, misplaced, doubles.

The copies that were not seen are `count_not_seen`, unknown codes `count_codes`, the order on a shelf `count_moves`;
what a list shows of a copy is always as it is now, so that what was settled since has left the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from sqlalchemy import Connection, bindparam, exists, func, or_, select, text

from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.count_findings import DecisionLine, Double, FoundOtherwise, Misplaced, OnLoanHere
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.policy import Policy
from deskcirc.domain.stocktake import CountedLine, CountKind, Decision, DecisionKind, Stocktake
from deskcirc.store.lookups.copies import copies_by_ids
from deskcirc.store.lookups.count_codes import unknown_codes
from deskcirc.store.lookups.count_decisions import decisions_of
from deskcirc.store.lookups.count_moves import moves, standing_lines
from deskcirc.store.lookups.count_not_seen import not_seen, not_seen_one_by_one, with_places
from deskcirc.store.lookups.count_places import all_rooms
from deskcirc.store.lookups.counted import line_of_row, lines_by_ids
from deskcirc.store.lookups.in_parts import in_parts
from deskcirc.store.lookups.loans import loans_of_copies
from deskcirc.store.lookups.presence import missed_in
from deskcirc.store.tables import copies, holds, stocktake_scans
from deskcirc.text import gettext as _

__all__ = [
    "decision_lines",
    "decisions_of",
    "doubles",
    "found_otherwise",
    "misplaced",
    "missed_in",
    "moves",
    "not_seen",
    "not_seen_one_by_one",
    "on_loan_here",
    "unknown_codes",
    "with_places",
]

_KEPT: Final = exists().where(holds.c.copy_id == copies.c.id, text("holds.state = 'ready'"))
_SEEN: Final = (
    select(stocktake_scans, copies.c.location_id.label("home_id"))
    .select_from(stocktake_scans.join(copies, stocktake_scans.c.copy_id == copies.c.id))
    .where(
        stocktake_scans.c.stocktake_id == bindparam("stocktake_id"),
        text("stocktake_scans.copy_id IS NOT NULL AND NOT stocktake_scans.ended"),
    )
    .order_by(stocktake_scans.c.at, stocktake_scans.c.id)
)
_FIRST: Final = _SEEN.where(stocktake_scans.c.kind.in_(("found", "on_loan", "elsewhere")))
_OTHERWISE: Final = _FIRST.where(
    stocktake_scans.c.remark.in_(("was_lost", "was_missing", "in_repair", "on_hold_shelf", "in_process")),
    or_(
        copies.c.state.in_(
            (
                CopyState.LOST.value,
                CopyState.MISSING.value,
                CopyState.IN_REPAIR.value,
                CopyState.IN_PROCESS.value,
            )
        ),
        copies.c.damaged,
        _KEPT,
    ),
).add_columns(_KEPT.label("kept"))
_ON_LOAN: Final = _FIRST.where(stocktake_scans.c.kind == CountKind.ON_LOAN.value)
_last = stocktake_scans.alias("last_seen")
_TWICE: Final = (
    select(_last.c.copy_id)
    .where(
        _last.c.stocktake_id == bindparam("stocktake_id"),
        text("last_seen.copy_id IS NOT NULL AND NOT last_seen.ended"),
        _last.c.kind != CountKind.REFUSED.value,
        _last.c.shelf_id.is_not(None),
    )
    .group_by(_last.c.copy_id)
    .having(func.count(_last.c.shelf_id.distinct()) > 1)
)
_DOUBLES: Final = _SEEN.where(stocktake_scans.c.copy_id.in_(_TWICE), stocktake_scans.c.kind != CountKind.REFUSED.value)


def found_otherwise(connection: Connection, stocktake: Stocktake) -> tuple[FoundOtherwise, ...]:
    """What stood on a shelf though the register says otherwise, and still does: decided, it leaves the list."""
    rows = connection.execute(_OTHERWISE, {"stocktake_id": stocktake.id}).all()
    known = _copies(connection, [row.copy_id for row in rows])
    rooms, decided = all_rooms(connection), _decided(connection, stocktake.id)
    found = []
    for row in rows:
        line, copy = line_of_row(row), known[row.copy_id]
        last = _last_after(line, [each for each in decided.get(copy.id, ()) if _settles(each, copy)])
        found.append(FoundOtherwise(line, copy, rooms.place_of(line), _why(copy, kept=bool(row.kept)), last))
    return tuple(found)


def on_loan_here(connection: Connection, stocktake: Stocktake, policy: Policy, today: date) -> tuple[OnLoanHere, ...]:
    """What stood on a shelf though it is on loan, and still is by the very loan of then."""
    lines = [line_of_row(row) for row in connection.execute(_ON_LOAN, {"stocktake_id": stocktake.id})]
    ids = [line.copy_id for line in lines if line.copy_id is not None]
    known = _copies(connection, ids)
    loans: dict[int, OpenLoan] = {}
    for part in in_parts(ids):
        loans |= loans_of_copies(connection, part, policy, today)
    rooms = all_rooms(connection)
    return tuple(
        OnLoanHere(line, known[loan.copy_id], loan, rooms.place_of(line))
        for line in lines
        if (loan := loans.get(line.copy_id or 0)) is not None
        and loan.lent_at < stocktake.since(line.at, untimed=line.untimed)
    )


def misplaced(connection: Connection, stocktake: Stocktake) -> tuple[Misplaced, ...]:
    """What stood last where it does not belong, shelf by shelf as one walks, with where it belongs.

    What was put in its place since, or belongs there now, has left the list.
    """
    rooms, decided = all_rooms(connection), _decided(connection, stocktake.id)
    rows = [
        row
        for row in standing_lines(connection, stocktake.id)
        if rooms.is_wrong(row.shelf_id, row.location_id, row.home_id, row.shelf_key)
    ]
    lines = _lines(connection, [row.id for row in rows])
    known = _copies(connection, [row.copy_id for row in rows])
    found = []
    for row in rows:
        line, copy = lines[row.id], known[row.copy_id]
        last = _last_after(line, decided.get(copy.id, ()))
        if copy.state is CopyState.WITHDRAWN or (last is not None and last.kind is DecisionKind.MOVED):
            continue
        _shelf, words = rooms.home(row.home_id, row.shelf_key)
        here = rooms.location_at(row.shelf_id, row.location_id)
        other = here is not None and row.home_id is not None and here != row.home_id
        place = rooms.place_of(line)
        found.append(Misplaced(line, copy, place, words, other_location=other, decided=last))
    walk = {shelf_id: shelf.place for shelf_id, shelf in rooms.shelves.items()}
    return tuple(sorted(found, key=lambda each: (walk.get(each.line.shelf_id or 0, 0), each.line.at, each.line.id)))


def doubles(connection: Connection, stocktake: Stocktake) -> tuple[Double, ...]:
    """The copies whose code was seen on two shelves or more, with each of their lines."""
    lines: dict[int, list[CountedLine]] = {}
    for row in connection.execute(_DOUBLES, {"stocktake_id": stocktake.id}):
        lines.setdefault(row.copy_id, []).append(line_of_row(row))
    known, rooms = _copies(connection, list(lines)), all_rooms(connection)
    return tuple(
        Double(known[copy_id], tuple(seen), tuple(rooms.place_of(line) for line in seen))
        for copy_id, seen in lines.items()
    )


def decision_lines(connection: Connection, stocktake_id: int) -> tuple[DecisionLine, ...]:
    """What was decided in the count, the last first, each with its copy or its code and where that was seen."""
    decided = decisions_of(connection, stocktake_id)[::-1]
    known = _copies(connection, [each.copy_id for each in decided if each.copy_id is not None])
    lines = _lines(connection, [each.scan_id for each in decided if each.scan_id is not None])
    rooms = all_rooms(connection)
    found = []
    for each in decided:
        copy = known.get(each.copy_id or 0)
        line = lines.get(each.scan_id or 0)
        code = line.code if line is not None else "" if copy is None else copy.code
        found.append(DecisionLine(each, copy, code, "" if line is None else rooms.place_of(line)))
    return tuple(found)


def _why(copy: Copy, *, kept: bool) -> str:
    """What the register says of a copy that stood on a shelf."""
    if copy.state is not CopyState.IN_STOCK:
        return copy.state_words
    if copy.damaged:
        return copy.damage_note or _("damaged")
    return _("kept on the hold shelf") if kept else ""


def _decided(connection: Connection, stocktake_id: int) -> dict[int, list[Decision]]:
    found: dict[int, list[Decision]] = {}
    for decision in decisions_of(connection, stocktake_id, standing=True):
        if decision.copy_id is not None:
            found.setdefault(decision.copy_id, []).append(decision)
    return found


def _last_after(line: CountedLine, decided: Iterable[Decision]) -> Decision | None:
    """The last decision about the copy since it was seen there."""
    return next((each for each in reversed(list(decided)) if each.at >= line.at), None)


def _settles(decision: Decision, copy: Copy) -> bool:
    """Putting a copy in its place says nothing of a register that still has it as lost or missing."""
    put_back = decision.kind in (DecisionKind.MOVED, DecisionKind.RELOCATED)
    return not (put_back and copy.state in (CopyState.LOST, CopyState.MISSING))


def _copies(connection: Connection, ids: Sequence[int]) -> dict[int, Copy]:
    return {copy.id: copy for part in in_parts(dict.fromkeys(ids)) for copy in copies_by_ids(connection, part)}


def _lines(connection: Connection, ids: Sequence[int]) -> dict[int, CountedLine]:
    found: dict[int, CountedLine] = {}
    for part in in_parts(ids):
        found |= lines_by_ids(connection, part)
    return found

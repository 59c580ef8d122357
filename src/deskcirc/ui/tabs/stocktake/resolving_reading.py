"""The open matters of a count as they are read: once after each act that wrote, never again for what nobody changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from deskcirc.desk.desk import Desk
from deskcirc.domain.copies import CopyState
from deskcirc.domain.count_findings import FoundOtherwise, NotSeen, UnknownCode, by_chance
from deskcirc.domain.operators import Right
from deskcirc.domain.stocktake import Stocktake
from deskcirc.store.database import Connection
from deskcirc.store.journal import last_entry_id
from deskcirc.store.lookups.copies import copy_by_code
from deskcirc.store.lookups.count_findings import (
    decision_lines,
    doubles,
    found_otherwise,
    misplaced,
    moves,
    not_seen,
    on_loan_here,
    unknown_codes,
)
from deskcirc.store.lookups.count_photos import photo_of_scan
from deskcirc.store.lookups.stocktakes import running_stocktakes
from deskcirc.ui.tabs.stocktake.resolving_part import Line, Matter, OutOfOrder, ResolvingPart, key_of

_AGAIN = (CopyState.LOST, CopyState.MISSING)
_SEEN_BY_ALL = (Matter.UNKNOWN,)
"""What a blind count shows whoever counts: a code that nobody knows needs a hand now, and says nothing of the stock."""


def read_part(desk: Desk, part: ResolvingPart) -> ResolvingPart:
    """Read what was written since; ticks of what is listed no more are gone."""
    with desk.library.reading() as connection:
        entry = last_entry_id(connection)
        may_decide = desk.operator.may(Right.STOCKTAKE)
        if (entry, desk.today, may_decide) != (part.entry, part.today, part.may_decide):
            seen = replace(part, may_decide=may_decide, sees_patrons=desk.operator.may(Right.PATRONS))
            part = _read_anew(
                desk, connection, replace(seen, entry=entry, today=desk.today, utc_offset=desk.policy.utc_offset)
            )
    keys = {key_of(line) for line in part.shown}
    return replace(part, ticked=part.ticked & keys)


def with_count(desk: Desk, part: ResolvingPart, stocktake_id: int) -> ResolvingPart:
    """Look at another of the counts that run; one that runs no more leaves the part as it is."""
    wanted = next((each for each in part.counts if each.id == stocktake_id), part.stocktake)
    if wanted is part.stocktake:
        return part
    return read_part(desk, replace(part, stocktake=wanted, ticked=frozenset(), chosen=None, matching=None, entry=-1))


def without_copy(desk: Desk, part: ResolvingPart, copy_id: int, entry_before: int) -> ResolvingPart:
    """The part after a copy of the list "not seen" was scanned: it leaves the list, and nothing is read again.

    The second round of a large count is thousands of scans, each of which would else read all that is open. Where
    somebody else wrote meanwhile everything is read.
    """
    with desk.library.reading() as connection:
        entry = last_entry_id(connection)
    if entry_before != part.entry:
        return part
    left = tuple(line for line in part.lines.get(Matter.NOT_SEEN, ()) if key_of(line) != copy_id)
    return replace(part, lines={**part.lines, Matter.NOT_SEEN: left}, ticked=part.ticked - {copy_id}, entry=entry)


def looked_at(desk: Desk, part: ResolvingPart, scan_id: int) -> ResolvingPart:
    """The part with the photo of an unknown code, and the copy that bears the code by now."""
    with desk.library.reading() as connection:
        return _looked_at(connection, part, scan_id)


def _looked_at(connection: Connection, part: ResolvingPart, scan_id: int) -> ResolvingPart:
    line = next((each for each in part.lines.get(Matter.UNKNOWN, ()) if key_of(each) == scan_id), None)
    if not isinstance(line, UnknownCode):
        return replace(part, chosen=None, photo=None, registered=None)
    photo = photo_of_scan(connection, scan_id)
    registered = copy_by_code(connection, (line.line.code,))
    return replace(part, chosen=scan_id, photo=photo, registered=registered)


def ordered(part: ResolvingPart) -> ResolvingPart:
    """The list "not seen" in the order that is wished: the likeliest first, else that of the walk."""
    lines = tuple(line for line in part.lines.get(Matter.NOT_SEEN, ()) if isinstance(line, NotSeen))
    walk = sorted(lines, key=_walk)
    return replace(part, lines={**part.lines, Matter.NOT_SEEN: by_chance(walk) if part.by_chance else tuple(walk)})


def _walk(found: NotSeen) -> tuple[bool, int, str, bool, str, str]:
    shelf, copy = found.shelf, found.copy
    place = 0 if shelf is None else shelf.place
    return shelf is None, place, found.location, not copy.shelf_key, copy.shelf_key, copy.accession_number


def _read_anew(desk: Desk, connection: Connection, part: ResolvingPart) -> ResolvingPart:
    counts = running_stocktakes(connection)
    ids = [each.id for each in counts]
    kept = part.stocktake.id if part.stocktake is not None and part.stocktake.id in ids else None
    stocktake = next((each for each in counts if kept is None or each.id == kept), None)
    sees_all = stocktake is None or part.may_decide or not stocktake.blind
    lines = {} if stocktake is None else _findings(desk, connection, stocktake)
    if not sees_all:
        lines = {matter: lines.get(matter, ()) for matter in _SEEN_BY_ALL}
    matter = part.matter if sees_all else Matter.UNKNOWN
    part = replace(part, counts=counts, stocktake=stocktake, sees_all=sees_all, lines=lines, matter=matter)
    part = ordered(part) if part.by_chance else part
    return part if part.chosen is None else _looked_at(connection, part, part.chosen)


def _findings(desk: Desk, connection: Connection, stocktake: Stocktake) -> Mapping[Matter, tuple[Line, ...]]:
    otherwise = tuple(each for each in found_otherwise(connection, stocktake) if each.decided is None)
    return {
        Matter.NOT_SEEN: _undecided(not_seen(connection, stocktake, desk.policy, desk.today)),
        Matter.ON_LOAN: on_loan_here(connection, stocktake, desk.policy, desk.today),
        Matter.FOUND: tuple(each for each in otherwise if _was_missed(each)),
        Matter.MISPLACED: tuple(each for each in misplaced(connection, stocktake) if each.decided is None),
        Matter.ORDER: tuple(OutOfOrder(shelf, move) for shelf in moves(connection, stocktake) for move in shelf.moves),
        Matter.UNKNOWN: tuple(each for each in unknown_codes(connection, stocktake) if each.decided is None),
        Matter.ALIKE: doubles(connection, stocktake),
        Matter.KEPT: tuple(each for each in otherwise if not _was_missed(each)),
        Matter.DECIDED: tuple(
            each for each in decision_lines(connection, stocktake.id) if each.decision.reversed_at is None
        ),
    }


def _undecided(found: Iterable[NotSeen]) -> tuple[NotSeen, ...]:
    return tuple(each for each in found if each.decided is None)


def _was_missed(found: FoundOtherwise) -> bool:
    return found.copy.state in _AGAIN

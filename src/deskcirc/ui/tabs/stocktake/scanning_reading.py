"""Reads the screen of scanning from the library: when it is opened, when another shelf is begun, after an undo."""

from __future__ import annotations

from dataclasses import replace

from deskcirc.desk.desk import Desk
from deskcirc.domain.copies import Copy
from deskcirc.domain.count_progress import CountProgress
from deskcirc.domain.stocktake import CountedLine, Shelf, Stocktake, StocktakeState
from deskcirc.store.database import Connection
from deskcirc.store.journal import last_entry_id
from deskcirc.store.lookups.copies import copies_by_ids
from deskcirc.store.lookups.count_progress_since import progress_since
from deskcirc.store.lookups.counted import latest_lines
from deskcirc.store.lookups.place_names import location_names
from deskcirc.store.lookups.shelf_lines import LastPlace, last_place, scanned_on_shelf
from deskcirc.store.lookups.shelves import all_shelves, shelves_by_ids
from deskcirc.store.lookups.stocktakes import running_stocktakes, stocktake_by_id
from deskcirc.ui.tabs.stocktake.progress_beside import Following, has_arrived, whole_progress
from deskcirc.ui.tabs.stocktake.scanning_part import (
    MOST_LINES,
    LastScan,
    ScanLine,
    ScanningPart,
    Walk,
    clock_of,
    may_open,
)
from deskcirc.ui.tabs.stocktake.scanning_words import line_looks


def read_part(desk: Desk, part: ScanningPart) -> ScanningPart:
    """Read again what was written since; where nobody wrote, nothing is read."""
    part = _at_the_counter(desk, part)
    with desk.library.reading() as connection:
        entry = last_entry_id(connection)
        if entry == part.entry and not part.stale and not has_arrived(part.following):
            return part
        before = part.entry
        part = _chosen(desk, connection, replace(part, entry=entry, stale=False))
        return _read_count(desk, connection, part, before)


def _at_the_counter(desk: Desk, part: ScanningPart) -> ScanningPart:
    """Who signs in here counts from now on, whoever was named before."""
    part = replace(part, may_open=may_open(desk))
    if part.operator == desk.operator.name:
        return part
    changed = bool(part.operator)
    return replace(part, operator=desk.operator.name, person="" if changed else part.person, stale=True)


def begin_shelf(desk: Desk, part: ScanningPart, shelf: Shelf | None, location_id: int | None = None) -> ScanningPart:
    """Take another shelf in hand: its order goes on where this person stopped on it."""
    moved = replace(part, shelf=shelf, location_id=location_id, stale=True)
    return read_part(desk, moved)


def _chosen(desk: Desk, connection: Connection, part: ScanningPart) -> ScanningPart:
    """The count in hand as it stands now; at first the one this station counted in last, else the only one."""
    running = running_stocktakes(connection)
    part = replace(part, running=running, shelves=all_shelves(connection), locations=location_names(connection))
    if not part.begun:
        part = _where_it_stopped(desk, connection, replace(part, begun=True))
    if part.stocktake is not None:
        # One that was closed meanwhile stays in hand and says so: its books must not be counted in another.
        here = stocktake_by_id(connection, part.stocktake.id)
    else:
        counting = [each for each in running if each.state is StocktakeState.OPEN] or list(running)
        here = counting[0] if len(counting) == 1 else None
    if part.shelf is not None:
        part = replace(part, shelf=next(iter(shelves_by_ids(connection, [part.shelf.id])), None))
    return replace(part, stocktake=here)


def _where_it_stopped(desk: Desk, connection: Connection, part: ScanningPart) -> ScanningPart:
    """After a pause of days, or after the power went: the same count, the same shelf, the same person."""
    place = last_place(connection, desk.station)
    stocktake = None if place is None else _by_id(part.running, place.stocktake_id)
    if place is None or stocktake is None or part.stocktake is not None:
        return part
    shelves = () if place.shelf_id is None else shelves_by_ids(connection, [place.shelf_id])
    person = "" if place.person == desk.operator.name else place.person
    shelf = next((each for each in shelves if not each.ended), None)
    return replace(part, stocktake=stocktake, shelf=shelf, location_id=place.location_id, person=person)


def _read_count(desk: Desk, connection: Connection, part: ScanningPart, before: int) -> ScanningPart:
    if part.stocktake is None:
        return replace(part, lines=(), walk=Walk(), last=None, progress=None, following=None)
    count = part.stocktake
    lines = latest_lines(connection, count.id, MOST_LINES)
    known = {each.id: each for each in copies_by_ids(connection, [each.copy_id for each in lines if each.copy_id])}
    shown = tuple(_line(desk, part, each, known.get(each.copy_id or 0)) for each in lines)
    shelf_id = None if part.shelf is None else part.shelf.id
    place = LastPlace(count.id, shelf_id, part.location_id, part.who)
    walk = Walk()
    for key, call_number in scanned_on_shelf(connection, place):
        if part.shelf is None or part.shelf.holds(key):
            walk = walk.scanned(key, call_number)
    last = part.last if part.last is not None and any(each.id == part.last.line.id for each in lines) else None
    progress, following = _progress(desk, connection, part, count, before)
    return replace(part, lines=shown, progress=progress, following=following, walk=walk, last=_now(last, known))


def _progress(
    desk: Desk, connection: Connection, part: ScanningPart, count: Stocktake, before: int
) -> tuple[CountProgress | None, Following | None]:
    """How far the count in hand is; where it was read before, from what was written since the entry `before`.

    One that is read whole beside the desk is shown as it was until then.
    """
    known = part.progress if part.progress is not None and part.progress.stocktake_id == count.id else None
    if known is not None and part.following is None:
        caught_up = progress_since(connection, count, known, before)
        if caught_up is not None:
            return replace(caught_up, as_of=desk.now), None
    whole, following = whole_progress(desk, connection, count, part.following)
    return whole or known, following


def _line(desk: Desk, part: ScanningPart, line: CountedLine, copy: Copy | None) -> ScanLine:
    result, tone, shape = line_looks(line, blind=part.is_blind)
    return ScanLine(
        line.id,
        clock_of(desk, line),
        line.code,
        copy.name if copy is not None else "",
        copy.call_number if copy is not None else "",
        result,
        tone,
        line.person,
        shape,
    )


def _now(last: LastScan | None, known: dict[int, Copy]) -> LastScan | None:
    return None if last is None else replace(last, copy=known.get(last.copy.id, last.copy))


def _by_id(counts: tuple[Stocktake, ...], stocktake_id: int) -> Stocktake | None:
    return next((each for each in counts if each.id == stocktake_id), None)

"""The open matters of a count as they are read: once after each act that wrote, never again for what nobody changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.reading import OnProgress, silent
from deskcirc.domain.count_findings import NotSeen, UnknownCode, by_chance, chance_of_finding
from deskcirc.domain.operators import Right
from deskcirc.domain.packed_lines import PackedLines
from deskcirc.domain.stocktake import Decision, DecisionKind, Stocktake
from deskcirc.errors import DeskcircError
from deskcirc.store.database import Connection
from deskcirc.store.journal import last_entry_id
from deskcirc.store.lookups.copies import copy_by_code
from deskcirc.store.lookups.count_findings import with_places
from deskcirc.store.lookups.count_photos import photo_of_scan
from deskcirc.store.lookups.stocktakes import running_stocktakes
from deskcirc.ui.tabs.stocktake.large_counts import is_large, may_wait
from deskcirc.ui.tabs.stocktake.resolving_findings import findings, standing
from deskcirc.ui.tabs.stocktake.resolving_part import (
    Found,
    Line,
    Matter,
    ResolvingPart,
    copy_of,
    key_of,
    keys_in,
    lines_of,
    without_keys,
)

_READ_EVERY: Final = timedelta(minutes=1)
_WHEN_LOOKED_AT: Final = frozenset({Matter.MISPLACED, Matter.ORDER})
"""Kinds that cost reading every line of the count: of a large one they are read when somebody looks at them."""
_SEEN_BY_ALL: Final = (Matter.UNKNOWN,)
"""What a blind count shows whoever counts: a code that nobody knows needs a hand now, and says nothing of the stock."""


def read_part(desk: Desk, part: ResolvingPart) -> ResolvingPart:
    """Read what was written since; ticks of what is listed no more are gone.

    Reading all that a count of a hundred thousand left open takes seconds: that is done beside the desk, while scans
    go on, and where other counters lend once a minute; what was listed stays on the screen until it has ended.
    """
    part = _arrived(desk, part)
    with desk.library.reading() as connection:
        entry = last_entry_id(connection)
        may_decide = desk.operator.may(Right.STOCKTAKE)
        by_whom = (desk.today, may_decide) == (part.today, part.may_decide)
        if by_whom and entry != part.entry and _may_wait(desk, part):
            part = replace(part, is_behind=True)
        elif not by_whom or entry != part.entry:
            seen = replace(part, may_decide=may_decide, sees_patrons=desk.operator.may(Right.PATRONS))
            fresh = replace(seen, entry=entry, read_at=desk.now, is_behind=False)
            part = _read_anew(desk, connection, replace(fresh, today=desk.today, utc_offset=desk.policy.utc_offset))
        part = _with_kinds(desk, connection, part, {part.matter})
    if not part.ticked:
        return part
    return replace(part, ticked=part.ticked.intersection(keys_in(part.shown)))


def _may_wait(desk: Desk, part: ResolvingPart) -> bool:
    """Whether what others wrote is read later: the count is large, and was read within the last minute."""
    count = part.stocktake
    if part.entry < 0 or count is None:
        return False
    return part.reading is not None or may_wait(desk.now, part.read_at, count.copies, _READ_EVERY)


def read_whole(desk: Desk, part: ResolvingPart, *kinds: Matter) -> ResolvingPart:
    """Read everything again, if anything is behind, and what was not read yet of these kinds."""
    part = read_part(desk, replace(part, entry=-1)) if part.is_behind and part.reading is None else part
    with desk.library.reading() as connection:
        return _with_kinds(desk, connection, part, kinds)


def with_count(desk: Desk, part: ResolvingPart, stocktake_id: int) -> ResolvingPart:
    """Look at another of the counts that run; one that runs no more leaves the part as it is."""
    wanted = next((each for each in part.counts if each.id == stocktake_id), part.stocktake)
    if wanted is part.stocktake:
        return part
    return part if wanted is None else read_part(desk, of_count(part, wanted))


def of_count(part: ResolvingPart, stocktake: Stocktake) -> ResolvingPart:
    """The part gone over to this count, before anything of it is read."""
    return behind(replace(part, stocktake=stocktake, ticked=frozenset(), chosen=None, matching=None))


def without_copy(desk: Desk, part: ResolvingPart, copy_id: int, *, settled: bool = True) -> ResolvingPart:
    """The part after a copy of the list "not seen" was scanned: it leaves the list, and nothing is read again.

    The second round of a large count is thousands of scans, each of which would else read all that is open. Where
    the scan opened another matter it is not `settled`, and everything is read as soon as may be.
    """
    lines = _without(part.lines, {copy_id})
    return replace(
        part, lines=lines, ticked=part.ticked - {copy_id}, entry=_entry_after(desk, part) if settled else part.entry
    )


def counted_here(part: ResolvingPart, copy_id: int) -> ResolvingPart:
    """The part after a scan at this counter: a reading that began before it must not list the copy again."""
    return part if part.reading is None else replace(part, counted=part.counted | {copy_id})


def behind(part: ResolvingPart) -> ResolvingPart:
    """The part whose lists somebody changed here: they are read again, and what was being read is too old."""
    if part.reading is not None:
        part.reading.stop()
    return replace(part, reading=None, counted=frozenset(), entry=-1)


def after_decision(desk: Desk, part: ResolvingPart, done: Sequence[Decision]) -> ResolvingPart:
    """The part after these decisions: what is settled leaves its list, what was looked for stays and says so.

    The other lists are behind until somebody looks at them: a matched code may stand on a wrong shelf.
    """
    if part.stocktake is None or not part.sees_all:
        return part
    ids = {each.scan_id if part.matter is Matter.UNKNOWN else each.copy_id for each in done}
    searched = all(each.kind is DecisionKind.SEARCHED for each in done)
    shown = _searched_in(desk, part.shown, ids) if searched else _not_about(part.shown, ids)
    copies = {each.copy_id for each in done if each.copy_id is not None and part.matter is Matter.UNKNOWN}
    missed = without_keys(part.lines.get(Matter.NOT_SEEN, ()), copies)
    with desk.library.reading() as connection:
        decided = standing(connection, part.stocktake)
    lines = {**part.lines, Matter.NOT_SEEN: missed, part.matter: shown, Matter.DECIDED: decided}
    is_behind = part.is_behind or part.matter is not Matter.NOT_SEEN
    settled = replace(part, lines=lines, entry=_entry_after(desk, part), is_behind=is_behind)
    return settled if part.reading is None else behind(settled)


def _entry_after(desk: Desk, part: ResolvingPart) -> int:
    """The entry up to which the part is read, after one act of ours; where others wrote too, the one before it."""
    with desk.library.reading() as connection:
        entry = last_entry_id(connection)
    return entry if entry == part.entry + 1 else part.entry


def _about(line: Line) -> int:
    copy = copy_of(line)
    return key_of(line) if copy is None else copy.id


def _not_about(lines: Sequence[Line], ids: Collection[int | None]) -> Sequence[Line]:
    if isinstance(lines, PackedLines):  # copies that were not seen, whose keys are their own
        return lines.without({each for each in ids if each is not None})
    return tuple(line for line in lines if _about(line) not in ids)


def _searched_in(desk: Desk, lines: Sequence[Line], ids: Collection[int | None]) -> Sequence[Line]:
    if isinstance(lines, PackedLines):
        found = lines.of({each for each in ids if each is not None})
        return lines.with_changed({key_of(line): _searched(desk, line) for line in found})
    return tuple(_searched(desk, line) if _about(line) in ids else line for line in lines)


def _searched(desk: Desk, line: Line) -> Line:
    if not isinstance(line, NotSeen):
        return line
    again = replace(line, searches=line.searches + 1)
    return replace(again, chance=chance_of_finding(again, desk.today))


def looked_at(desk: Desk, part: ResolvingPart, key: int) -> ResolvingPart:
    """The part with what is known of the line in hand alone.

    That is where to look for a copy not seen, or the photo of an unknown code and the copy that bears it by now.
    """
    with desk.library.reading() as connection:
        if part.matter is Matter.NOT_SEEN:
            return _placed(connection, part, key)
        return _looked_at(connection, part, key)


def _placed(connection: Connection, part: ResolvingPart, copy_id: int) -> ResolvingPart:
    line = next(iter(lines_of(part.shown, {copy_id})), None)
    if part.stocktake is None or not isinstance(line, NotSeen):
        return replace(part, placed=None)
    (placed,) = with_places(connection, part.stocktake.id, [line])
    return replace(part, placed=placed)


def _looked_at(connection: Connection, part: ResolvingPart, scan_id: int) -> ResolvingPart:
    line = next((each for each in part.lines.get(Matter.UNKNOWN, ()) if key_of(each) == scan_id), None)
    if not isinstance(line, UnknownCode):
        return replace(part, chosen=None, photo=None, registered=None)
    photo = photo_of_scan(connection, scan_id)
    registered = copy_by_code(connection, (line.line.code,))
    return replace(part, chosen=scan_id, photo=photo, registered=registered)


def ordered(part: ResolvingPart) -> ResolvingPart:
    """The list "not seen" in the order that is wished: the likeliest first, else that of the walk."""
    lines = part.lines.get(Matter.NOT_SEEN, ())
    if isinstance(lines, PackedLines):
        return replace(part, lines={**part.lines, Matter.NOT_SEEN: lines.ordered(by_rank=part.by_chance)})
    walk = sorted((line for line in lines if isinstance(line, NotSeen)), key=_walk)
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
    matter = part.matter if sees_all else Matter.UNKNOWN
    if part.reading is not None:
        part.reading.stop()
    lines = part.lines if stocktake is not None and part.listed == (stocktake.id, sees_all) else {}
    listed = None if stocktake is None else (stocktake.id, sees_all)
    part = replace(part, counts=counts, stocktake=stocktake, sees_all=sees_all, lines=lines, matter=matter, placed=None)
    part = replace(part, reading=None, counted=frozenset(), listed=listed)
    return part if stocktake is None else _with_lines(desk, connection, part, stocktake, _wanted(part, stocktake))


def _wanted(part: ResolvingPart, stocktake: Stocktake) -> frozenset[Matter]:
    """The kinds that are read with all others: of a large count not those that wait until they are looked at."""
    if not part.sees_all:
        return frozenset(_SEEN_BY_ALL)
    return frozenset(Matter) - (_WHEN_LOOKED_AT - {part.matter} if is_large(stocktake.copies) else frozenset())


def _with_kinds(desk: Desk, connection: Connection, part: ResolvingPart, kinds: Collection[Matter]) -> ResolvingPart:
    """The part with these kinds read too, where they are not; a reading under way goes first."""
    wanted = frozenset(kind for kind in kinds if part.sees_all) - part.lines.keys()
    if part.stocktake is None or not wanted or part.reading is not None:
        return part
    return _with_lines(desk, connection, part, part.stocktake, wanted)


def _with_lines(
    desk: Desk, connection: Connection, part: ResolvingPart, stocktake: Stocktake, kinds: Collection[Matter]
) -> ResolvingPart:
    """The part with these kinds read now; of a large count they are read beside the desk, if anybody does that."""
    if desk.beside is not None and is_large(stocktake.copies):
        return replace(part, reading=desk.beside(desk, partial(_read_beside, stocktake, kinds)))
    at_once = replace(desk, progress=silent)  # too soon over for anybody to follow
    return _listed(connection, part, findings(at_once, connection, stocktake, kinds, silent))


def _read_beside(stocktake: Stocktake, kinds: Collection[Matter], desk: Desk, progress: OnProgress) -> Found:
    with desk.library.reading() as connection:
        entry = last_entry_id(connection)
        return Found(entry, findings(desk, connection, stocktake, kinds, progress))


def _arrived(desk: Desk, part: ResolvingPart) -> ResolvingPart:
    """The part with what was read beside the desk, once that has ended; what was scanned meanwhile stays off the list.

    Where the reading met trouble everything is read again, here, so that the trouble is said.
    """
    if part.reading is None or not part.reading.has_ended:
        return part
    ended = replace(part, reading=None, counted=frozenset())
    try:
        found = part.reading.result()
    except DeskcircError:
        return read_part(replace(desk, beside=None), replace(ended, entry=-1))
    entry = max(part.entry, found.entry) if Matter.NOT_SEEN in found.lines else part.entry
    with desk.library.reading() as connection:
        return _listed(connection, replace(ended, entry=entry), _without(found.lines, part.counted))


def _listed(connection: Connection, part: ResolvingPart, found: Mapping[Matter, Sequence[Line]]) -> ResolvingPart:
    part = replace(part, lines={**part.lines, **found})
    part = ordered(part) if part.by_chance else part
    return part if part.chosen is None else _looked_at(connection, part, part.chosen)


def _without(lines: Mapping[Matter, Sequence[Line]], copy_ids: Collection[int]) -> Mapping[Matter, Sequence[Line]]:
    """The lists without these copies among those that were not seen."""
    if Matter.NOT_SEEN not in lines:
        return lines
    return {**lines, Matter.NOT_SEEN: without_keys(lines[Matter.NOT_SEEN], copy_ids)}

"""The copies that a count has not seen, in walking order, and where to look for those that somebody looks for.

The list is asked after of all copies at once: a handful of statements, however many there are. What stands beside a
copy takes a search along the shelves for each, so that `with_places` is asked for those that are shown or printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import count
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, bindparam, select

from deskcirc.domain.code_misreads import candidates_for, numbers_known
from deskcirc.domain.copies import CopyState
from deskcirc.domain.count_findings import SETTLED, LikelyCode, NotSeen, chance_of_finding
from deskcirc.domain.patrons import patron_label
from deskcirc.domain.policy import Policy
from deskcirc.domain.search_places import Neighbour, Whereabouts, places_of_copy, read_alike
from deskcirc.domain.stocktake import Decision, DecisionKind, Stocktake
from deskcirc.store.lookups.copies import COPY_COLUMNS, copy_of_row
from deskcirc.store.lookups.count_codes import codes_of, unknown_lines
from deskcirc.store.lookups.count_decisions import decisions_of
from deskcirc.store.lookups.count_places import Rooms, all_rooms
from deskcirc.store.lookups.in_parts import in_parts
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.lookups.presence import missed_in
from deskcirc.store.lookups.search_places import neighbours_of, numbers_in_stock
from deskcirc.store.tables import classes, copies, item_types, loans, locations, patrons, titles
from deskcirc.text import gettext as _

_AT_ONCE: Final = 2000  # copies that are read together
_LIKELY: Final = 3  # unknown codes named for one copy
_IDS: Final[BindParameter[Sequence[int]]] = bindparam("copy_ids", expanding=True)
_COPIES: Final = (
    select(*COPY_COLUMNS, copies.c.location_id)
    .select_from(copies.join(titles).join(item_types).outerjoin(locations))
    .where(copies.c.id.in_(_IDS), copies.c.state != CopyState.WITHDRAWN.value)
)
_ORDER: Final = select(copies.c.id, copies.c.shelf_key, copies.c.accession_number, copies.c.location_id).where(
    copies.c.id.in_(_IDS), copies.c.state != CopyState.WITHDRAWN.value
)
_of_same = loans.alias("of_same")
_LAST_ID: Final = (
    select(_of_same.c.id)
    .where(_of_same.c.copy_id == copies.c.id, _of_same.c.returned_at.is_not(None))
    .order_by(_of_same.c.lent_at.desc())
    .limit(1)
    .correlate(copies)
    .scalar_subquery()
)
_LAST_LOANS: Final = (
    select(
        loans.c.copy_id,
        loans.c.returned_at,
        loans.c.corner_id,
        patrons.c.id.label("patron_id"),
        patrons.c.name,
        classes.c.entry_year,
        classes.c.number.label("class_number"),
        classes.c.name.label("own_class_name"),
    )
    .select_from(
        copies.join(loans, loans.c.id == _LAST_ID)
        .join(patrons, loans.c.patron_id == patrons.c.id)
        .outerjoin(classes, patrons.c.class_id == classes.c.id)
    )
    .where(copies.c.id.in_(_IDS))
)


@dataclass(frozen=True, slots=True)
class _LastLoan:
    patron_id: int
    patron: str
    returned_on: date


def not_seen(connection: Connection, stocktake: Stocktake, policy: Policy, today: date) -> tuple[NotSeen, ...]:
    """Every copy that was not seen, in walking order: by the place of its shelf, then as they stand on it.

    What was withdrawn since the opening is left out: nobody looks for it.
    """
    return tuple(not_seen_one_by_one(connection, stocktake, policy, today))


def not_seen_one_by_one(
    connection: Connection,
    stocktake: Stocktake,
    policy: Policy,
    today: date,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Iterator[NotSeen]:
    """The same for whoever needs not all of them at once; `progress` hears how many have come, and may raise."""
    rooms = all_rooms(connection)
    ordered = _in_walking_order(connection, missed_in(connection, stocktake), rooms)
    decided = _decided(connection, stocktake.id)
    likely = _likely(connection, stocktake.id, ordered, rooms)
    for done, part in zip(count(0, _AT_ONCE), in_parts(ordered, _AT_ONCE), strict=False):
        progress(done, len(ordered))
        last = _last_loans(connection, part, policy, today)
        found = {each.copy.id: each for each in _read(connection, part, rooms)}
        for copy_id in part:
            completed = _complete(
                found[copy_id],
                decided.get(copy_id, []),
                last.get(copy_id),
                tuple(likely.get(copy_id, ())[:_LIKELY]),
            )
            yield replace(completed, chance=chance_of_finding(completed, today))


def with_places(connection: Connection, stocktake_id: int, wanted: Sequence[NotSeen]) -> tuple[NotSeen, ...]:
    """These copies with where to look: what stands beside their places, numbers that read alike, who had them last."""
    beside = _neighbours(connection, stocktake_id, [found.copy.id for found in wanted])
    alike = numbers_in_stock(connection, [found.copy.call_number for found in wanted])
    return tuple(
        _placed(
            found,
            beside.get(found.copy.id, (None, None)),
            tuple(number for number in read_alike(found.copy.call_number) if number in alike),
        )
        for found in wanted
    )


def _read(connection: Connection, ids: Sequence[int], rooms: Rooms) -> Iterator[NotSeen]:
    for part in in_parts(ids):
        for row in connection.execute(_COPIES, {"copy_ids": part}):
            copy = copy_of_row(row)
            shelf, _words = rooms.home(row.location_id, copy.shelf_key)
            yield NotSeen(copy, shelf, rooms.names.get(row.location_id or 0, ""))


def _in_walking_order(connection: Connection, ids: Sequence[int], rooms: Rooms) -> tuple[int, ...]:
    """The copies shelf by shelf as one walks; what has no shelf comes last, room by room."""
    placed: list[tuple[bool, int, str, bool, str, str, int]] = []
    for part in in_parts(ids):
        for copy_id, shelf_key, number, location_id in connection.execute(_ORDER, {"copy_ids": part}):
            shelf, _words = rooms.home(location_id, shelf_key)
            room = rooms.names.get(location_id or 0, "") if shelf is None else ""
            place = 0 if shelf is None else shelf.place
            placed.append((shelf is None, place, room, not shelf_key, shelf_key, number, copy_id))
    return tuple(each[-1] for each in sorted(placed))


def _decided(connection: Connection, stocktake_id: int) -> dict[int, list[Decision]]:
    found: defaultdict[int, list[Decision]] = defaultdict(list)
    for decision in decisions_of(connection, stocktake_id, standing=True):
        if decision.copy_id is not None:
            found[decision.copy_id].append(decision)
    return found


def _neighbours(
    connection: Connection, stocktake_id: int, ids: Sequence[int]
) -> dict[int, tuple[Neighbour | None, Neighbour | None]]:
    """What was seen beside its place; where nothing near was seen yet, what ought to stand there."""
    seen = neighbours_of(connection, ids, seen_in=stocktake_id)
    without = [copy_id for copy_id, pair in seen.items() if pair == (None, None)]
    return {**seen, **neighbours_of(connection, without)}


def _last_loans(connection: Connection, ids: Sequence[int], policy: Policy, today: date) -> dict[int, _LastLoan]:

    @cache
    def label_of(entry_year: int | None, number: int | None, name: str) -> str:
        return class_label(entry_year, number, name, policy, today)

    return {
        row.copy_id: _LastLoan(row.patron_id, _patron(row, label_of), policy.day_of(row.returned_at))
        for part in in_parts(ids)
        for row in connection.execute(_LAST_LOANS, {"copy_ids": part})
    }


def _patron(row: Any, label_of: Callable[[int | None, int | None, str], str]) -> str:
    label = label_of(row.entry_year, row.class_number, row.own_class_name)
    return label if row.corner_id is not None and label else patron_label(row.name, label)


def _likely(
    connection: Connection, stocktake_id: int, missed: Sequence[int], rooms: Rooms
) -> dict[int, list[LikelyCode]]:
    """By copy: the unknown codes of this count that read like one of its own."""
    unknown = unknown_lines(connection, stocktake_id)
    if not unknown:
        return {}
    known = codes_of(connection, missed)
    by_number = numbers_known(known)
    found: defaultdict[int, list[LikelyCode]] = defaultdict(list)
    for line in unknown:
        for copy_id, how in candidates_for(line.code, known, by_number).items():
            found[copy_id].append(LikelyCode(line.id, line.code, rooms.place_of(line), how))
    return found


def _complete(
    found: NotSeen,
    decided: Sequence[Decision],
    last: _LastLoan | None,
    likely: tuple[LikelyCode, ...],
) -> NotSeen:
    searched = [each for each in decided if each.kind is DecisionKind.SEARCHED]
    settled = [each for each in decided if each.kind in SETTLED]
    return NotSeen(
        found.copy,
        found.shelf,
        found.location,
        likely=likely,
        last_patron_id=None if last is None else last.patron_id,
        last_patron="" if last is None else last.patron,
        last_returned_on=None if last is None else last.returned_on,
        searches=len(searched),
        decided=settled[-1] if settled else None,
    )


def _placed(found: NotSeen, beside: tuple[Neighbour | None, Neighbour | None], alike: tuple[str, ...]) -> NotSeen:
    """Where to look: where a code was noted that is likely its own, then its place, and who had it last."""
    before, after = beside
    words = _("{place}: the unknown code {code} may be its own")
    said = tuple(words.format(place=each.place, code=each.code) for each in found.likely)
    copy = replace(found.copy, location=found.location)  # by its name, as on the label of the shelf
    own = places_of_copy(copy, Whereabouts(before=before, after=after, alike=alike), found.last_patron)
    return replace(found, places=(*said, *own), before=before, after=after, alike=alike)

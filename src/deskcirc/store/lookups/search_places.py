"""Where copies that are looked for may be: their neighbours on the shelf, numbers that read alike, other places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, ScalarSelect, Select, bindparam, exists, func, select, text, tuple_

from deskcirc.domain.call_numbers import shelf_key
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.losses import Loss
from deskcirc.domain.policy import Policy
from deskcirc.domain.search_places import Neighbour, WantedCopy, Whereabouts, places_to_look, read_alike
from deskcirc.domain.title_names import quoted
from deskcirc.store.lookups.in_parts import in_parts
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.tables import classes, copies, corners, holds, loans, patrons, stocktake_scans, titles

_NEAR = 40
"""How many copies to either side are asked for: the place of another room may lie between them."""
_ON_LOAN = exists().where(loans.c.copy_id == copies.c.id, loans.c.returned_at.is_(None))
_wanted = copies.alias("wanted")
_SHELVED = (
    select(copies.c.id, copies.c.location_id)
    .where(
        copies.c.state == CopyState.IN_STOCK.value,
        copies.c.shelf_key != "",
        text("NOT copies.awaits_shelving"),
        ~_ON_LOAN,
        copies.c.id != _wanted.c.id,
    )
    .correlate(_wanted)
    .limit(_NEAR)
)
_KEY = tuple_(copies.c.shelf_key, copies.c.accession_number)
_PLACE = tuple_(_wanted.c.shelf_key, _wanted.c.accession_number)
_BEFORE = _SHELVED.where(_KEY < _PLACE).order_by(copies.c.shelf_key.desc(), copies.c.accession_number.desc())
_AFTER = _SHELVED.where(_KEY > _PLACE).order_by(copies.c.shelf_key, copies.c.accession_number)


_SEEN = exists().where(
    stocktake_scans.c.copy_id == copies.c.id,
    stocktake_scans.c.stocktake_id == bindparam("stocktake_id"),
    text("stocktake_scans.copy_id IS NOT NULL AND NOT stocktake_scans.ended"),
)


def _nearest(shelved: Select[Any], name: str, *, seen: bool = False) -> ScalarSelect[Any]:
    """The id of the nearest of these that stands in the same room as the copy that is wanted.

    SQLite hands them on one by one in their order and stops at the first; put in order once more, all 40 would be read.
    """
    near = (shelved.add_columns(_SEEN.label("seen")) if seen else shelved).subquery(name)
    here = (near.c.seen,) if seen else ()
    return (
        select(near.c.id)
        .where(near.c.location_id.is_not_distinct_from(_wanted.c.location_id), *here)
        .limit(1)
        .correlate(_wanted)
        .scalar_subquery()
    )


_BESIDE = select(
    _wanted.c.id,
    _nearest(_BEFORE, "before").label("before_id"),
    _nearest(_AFTER, "after").label("after_id"),
).where(_wanted.c.id.in_(bindparam("copy_ids", expanding=True)), _wanted.c.shelf_key != "")
_BESIDE_SEEN = select(
    _wanted.c.id,
    _nearest(_BEFORE, "before", seen=True).label("before_id"),
    _nearest(_AFTER, "after", seen=True).label("after_id"),
).where(_wanted.c.id.in_(bindparam("copy_ids", expanding=True)), _wanted.c.shelf_key != "")
_NAMES = (
    select(copies.c.id, titles.c.title, titles.c.volume, copies.c.volume.label("part"), copies.c.call_number)
    .select_from(copies.join(titles))
    .where(copies.c.id.in_(bindparam("copy_ids", expanding=True)))
)
_NUMBERS = (
    select(copies.c.call_number)
    .where(
        copies.c.shelf_key.in_(bindparam("keys", expanding=True)),
        copies.c.state == CopyState.IN_STOCK.value,
    )
    .distinct()
)
_TROLLEY = select(func.count()).select_from(copies).where(text("copies.awaits_shelving"))
_KEPT = (
    select(holds.c.title_id, holds.c.shelf_number)
    .where(text("holds.state IN ('waiting', 'ready') AND holds.state = 'ready'"))
    .order_by(holds.c.shelf_number)
)
_CORNERS = (
    select(
        corners.c.id,
        corners.c.class_id,
        classes.c.entry_year,
        classes.c.number,
        classes.c.name,
    )
    .select_from(corners.join(classes, classes.c.id == corners.c.class_id))
    .where(corners.c.closed_at.is_(None))
)
_IN_CORNERS = (
    select(copies.c.title_id, loans.c.corner_id)
    .select_from(loans.join(copies, copies.c.id == loans.c.copy_id))
    .where(
        loans.c.corner_id.is_not(None),
        loans.c.returned_at.is_(None),
        copies.c.title_id.in_(bindparam("title_ids", expanding=True)),
    )
    .distinct()
)
_CLASSES = select(patrons.c.id, patrons.c.class_id).where(patrons.c.id.in_(bindparam("ids", expanding=True)))


def copies_to_search(
    connection: Connection, losses: Sequence[Loss], policy: Policy, today: date
) -> tuple[WantedCopy, ...]:
    """The copies of these losses in walking order, room by room along the shelves, each with where to look."""
    if not losses:
        return ()
    ordered = sorted(losses, key=lambda loss: _walk(loss.copy))
    alike = numbers_in_stock(connection, [loss.copy.call_number for loss in ordered])
    trolley = connection.execute(_TROLLEY).scalar_one()
    kept: defaultdict[int, list[int]] = defaultdict(list)
    for title_id, number in connection.execute(_KEPT):
        kept[title_id].append(number)
    standing = _corners(connection, ordered, policy, today)
    beside = neighbours_of(connection, [loss.copy.id for loss in ordered])
    found = []
    for loss in ordered:
        own = frozenset(read_alike(loss.copy.call_number))
        before, after = beside.get(loss.copy.id, (None, None))
        known = Whereabouts(
            before=before,
            after=after,
            alike=tuple(number for number in sorted(own) if number in alike),
            trolley=trolley,
            kept=tuple(kept.get(loss.copy.title_id, ())),
            shelf_in_use=bool(kept),
            corners=standing[loss.id],
        )
        found.append(WantedCopy(loss, places_to_look(loss, known)))
    return tuple(found)


def _walk(copy: Copy) -> tuple[str, bool, str, str]:
    """Room by room; a copy without a call number comes last in its room."""
    return copy.location, not copy.shelf_key, copy.shelf_key, copy.accession_number


def neighbours_of(
    connection: Connection, copy_ids: Sequence[int], seen_in: int | None = None
) -> dict[int, tuple[Neighbour | None, Neighbour | None]]:
    """What stands before and after each of these copies on its shelf; nothing for one without a call number.

    `seen_in` is a count: then those that were seen in it, which surely stand there.
    """
    statement, count = (_BESIDE, {}) if seen_in is None else (_BESIDE_SEEN, {"stocktake_id": seen_in})
    rows = [row for part in in_parts(copy_ids) for row in connection.execute(statement, {**count, "copy_ids": part})]
    ids = sorted({beside for row in rows for beside in (row.before_id, row.after_id) if beside is not None})
    named = {
        row.id: Neighbour(quoted(row.title, row.part or row.volume), row.call_number)
        for part in in_parts(ids)
        for row in connection.execute(_NAMES, {"copy_ids": part})
    }
    return {row.id: (named.get(row.before_id), named.get(row.after_id)) for row in rows}


def numbers_in_stock(connection: Connection, call_numbers: Sequence[str]) -> frozenset[str]:
    """Which of the call numbers that read like one of these are those of copies."""
    keys = sorted({shelf_key(number) for own in call_numbers for number in read_alike(own)})
    found: set[str] = set()
    for part in in_parts(keys):
        found.update(connection.execute(_NUMBERS, {"keys": part}).scalars())
    return frozenset(found)


def _corners(connection: Connection, losses: Sequence[Loss], policy: Policy, today: date) -> dict[int, tuple[str, ...]]:
    """By loss: the classes in whose corner a copy of the title stands, and the patron's own class if it has one."""
    rows = connection.execute(_CORNERS).all()
    names = {row.id: class_label(row.entry_year, row.number, row.name, policy, today) for row in rows}
    of_class = {row.class_id: row.id for row in rows}
    title_ids = sorted({loss.copy.title_id for loss in losses})
    patron_ids = sorted({loss.patron_id for loss in losses if loss.patron_id is not None})
    by_title: defaultdict[int, set[int]] = defaultdict(set)
    for title_id, corner_id in connection.execute(_IN_CORNERS, {"title_ids": title_ids}) if names else ():
        by_title[title_id].add(corner_id)
    class_of = {row.id: row.class_id for row in connection.execute(_CLASSES, {"ids": patron_ids})}
    found = {}
    for loss in losses:
        corner_ids = set(by_title.get(loss.copy.title_id, ()))
        own = of_class.get(class_of.get(loss.patron_id or 0) or 0)
        if own is not None:
            corner_ids.add(own)
        found[loss.id] = tuple(names[key] for key in sorted(corner_ids) if key in names)
    return found

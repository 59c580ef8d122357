"""Where copies that are looked for may be: their neighbours on the shelf, numbers that read alike, other places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, func, select, text, tuple_

from deskcirc.domain.call_numbers import shelf_key
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.losses import Loss
from deskcirc.domain.policy import Policy
from deskcirc.domain.search_places import Neighbour, WantedCopy, Whereabouts, places_to_look, read_alike
from deskcirc.domain.title_names import quoted
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.tables import classes, copies, corners, holds, loans, locations, patrons, titles

_NEAR = 40
"""How many copies to either side are asked for: the place of another room may lie between them."""
_ON_LOAN = exists().where(loans.c.copy_id == copies.c.id, loans.c.returned_at.is_(None))
_SHELVED = (
    select(titles.c.title, titles.c.volume, copies.c.volume.label("part"), copies.c.call_number, locations.c.code)
    .select_from(copies.join(titles).outerjoin(locations))
    .where(
        copies.c.state == CopyState.IN_STOCK.value,
        copies.c.shelf_key != "",
        text("NOT copies.awaits_shelving"),
        ~_ON_LOAN,
        copies.c.id != bindparam("copy_id"),
    )
    .limit(_NEAR)
)
_KEY = tuple_(copies.c.shelf_key, copies.c.accession_number)
_PLACE = tuple_(bindparam("shelf_key"), bindparam("accession_number"))
_BEFORE = _SHELVED.where(_KEY < _PLACE).order_by(copies.c.shelf_key.desc(), copies.c.accession_number.desc())
_AFTER = _SHELVED.where(_KEY > _PLACE).order_by(copies.c.shelf_key, copies.c.accession_number)
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
    alike = _numbers_in_stock(connection, ordered)
    trolley = connection.execute(_TROLLEY).scalar_one()
    kept: defaultdict[int, list[int]] = defaultdict(list)
    for title_id, number in connection.execute(_KEPT):
        kept[title_id].append(number)
    standing = _corners(connection, ordered, policy, today)
    found = []
    for loss in ordered:
        own = frozenset(read_alike(loss.copy.call_number))
        before, after = (_neighbour(connection, query, loss.copy) for query in (_BEFORE, _AFTER))
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


def _neighbour(connection: Connection, query: Select[Any], copy: Copy) -> Neighbour | None:
    if not copy.shelf_key:
        return None
    facts = {"copy_id": copy.id, "shelf_key": copy.shelf_key, "accession_number": copy.accession_number}
    for row in connection.execute(query, facts):
        if (row.code or "") == copy.location:
            return Neighbour(quoted(row.title, row.part or row.volume), row.call_number)
    return None


def _numbers_in_stock(connection: Connection, losses: Sequence[Loss]) -> frozenset[str]:
    """Which of the call numbers that read alike are those of copies."""
    keys = sorted({shelf_key(number) for loss in losses for number in read_alike(loss.copy.call_number)})
    found: set[str] = set()
    for start in range(0, len(keys), 500):
        found.update(connection.execute(_NUMBERS, {"keys": keys[start : start + 500]}).scalars())
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

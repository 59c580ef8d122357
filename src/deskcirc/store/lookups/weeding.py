"""What speaks for or against keeping each copy: read for all copies at once, for weeding looks at the whole stock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Select,
    String,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    text,
    type_coerce,
    union_all,
)

from deskcirc.domain.copies import CopyState
from deskcirc.domain.policy import Policy
from deskcirc.domain.repair import RepairState
from deskcirc.domain.weeding import (
    NEVER_MENDED,
    Candidate,
    CopyFacts,
    Criteria,
    Ground,
    MendingFacts,
    candidates,
    evidence,
    most_at_once,
    years_ago,
)
from deskcirc.store.lookups.ledger_days import ledger_day
from deskcirc.store.tables import charges, copies, corner_loans, holds, in_house_uses, loans, locations, repairs, titles

_NOT_YET: Final = "9999"
_HELD: Final = ("in_stock", "in_repair", "in_process")
_FEW: Final = 5000  # copies whose last uses are looked up one by one; for more all uses are read in one pass
_CHEAP: Final = frozenset({Ground.AGE, Ground.DAMAGED, Ground.BEYOND, Ground.MENDED, Ground.GONE})
_GONE = copies.c.state == CopyState.WITHDRAWN.value


def _last_uses(only: bool) -> Select[Any]:
    """When each copy was last lent, read here, or lent within a class corner; `only` those bound as `copy_ids`."""
    uses = []
    for copy_id, at in (
        (loans.c.copy_id, loans.c.lent_at),
        (in_house_uses.c.copy_id, in_house_uses.c.at),
        (corner_loans.c.copy_id, corner_loans.c.lent_at),
    ):
        last = select(copy_id.label("copy_id"), func.max(at).label("at")).group_by(copy_id)
        uses.append(last.where(copy_id.in_(bindparam("copy_ids", expanding=True))) if only else last)
    all_uses = union_all(*uses).subquery()
    return select(all_uses.c.copy_id, type_coerce(func.max(all_uses.c.at), String)).group_by(all_uses.c.copy_id)


_ALL_USES, _SOME_USES = _last_uses(only=False), _last_uses(only=True)
_COPIES = (
    select(
        copies.c.id,
        copies.c.title_id,
        copies.c.state,
        titles.c.year,
        copies.c.registered,
        copies.c.acquired,
        copies.c.added_at,
        copies.c.accession_number,
        copies.c.call_number,
        locations.c.code.label("location"),
        copies.c.damaged,
        copies.c.damage_note,
        copies.c.note,
        titles.c.note.label("title_note"),
        or_(
            exists().where(loans.c.copy_id == copies.c.id, loans.c.returned_at.is_(None)),
            exists().where(holds.c.copy_id == copies.c.id, text("holds.state = 'ready'")),
        ).label("is_out"),
    )
    .select_from(copies.join(titles).outerjoin(locations))
    .order_by(copies.c.shelf_key, copies.c.accession_number)
)
_STANDING = _COPIES.where(~_GONE)
_SOME = _COPIES.where(copies.c.id.in_(bindparam("copy_ids", expanding=True)))
_HOLDINGS = (
    select(copies.c.title_id, func.count())
    .where(copies.c.state.in_(_HELD))
    .group_by(copies.c.title_id)
    .having(func.count() > bindparam("more_than"))
)
_STRETCHES = (
    select(copies.c.title_id, type_coerce(loans.c.lent_at, String), type_coerce(loans.c.returned_at, String))
    .select_from(loans.join(copies, copies.c.id == loans.c.copy_id))
    .where(copies.c.title_id.in_(_HOLDINGS.with_only_columns(copies.c.title_id).correlate(None)))
)
_IS_MENDED = repairs.c.mended_at.is_not(None)
_later = repairs.alias("later")
# What was done to every copy that was ever in the queue: the last decision is that of the last repair.
_MENDING = select(
    repairs.c.copy_id,
    func.count().filter(_IS_MENDED),
    func.coalesce(func.sum(repairs.c.minutes).filter(_IS_MENDED), 0),
    func.max(repairs.c.id),
).group_by(repairs.c.copy_id)
_BEYOND = select(repairs.c.id, repairs.c.ended_note).where(repairs.c.state == RepairState.BEYOND.value)
_PAID = (
    select(charges.c.copy_id, func.sum(charges.c.paid - charges.c.refunded))
    .where(charges.c.repair_id.is_not(None), charges.c.paid > charges.c.refunded)
    .group_by(charges.c.copy_id)
)
_LAST_REPAIR = select(func.max(_later.c.id)).where(_later.c.copy_id == repairs.c.copy_id).scalar_subquery()
_GIVEN_UP = select(repairs.c.copy_id).where(
    repairs.c.state == RepairState.BEYOND.value, repairs.c.id == _LAST_REPAIR.correlate(repairs)
)
_MENDED_OFTEN = (
    select(repairs.c.copy_id)
    .where(_IS_MENDED)
    .group_by(repairs.c.copy_id)
    .having(func.count() >= bindparam("mended_times"))
)
# How often a copy became damaged stands in the journal alone: the copy itself knows the last time.
_DAMAGES = text(
    """SELECT row_id, count(*) FROM journal_changes
       WHERE table_name = 'copies' AND row_id IN (SELECT id FROM copies WHERE damaged)
         AND json_extract(after, '$.damaged') AND json_extract(before, '$.damaged_at')
             IS NOT json_extract(after, '$.damaged_at')
       GROUP BY row_id"""
)


def weeding_candidates(
    connection: Connection, criteria: Criteria, policy: Policy, today: date
) -> tuple[Candidate, ...]:
    """Every copy that the criteria name, in shelf order."""
    if not criteria.asked:
        return ()
    given = {"more_than": criteria.held_more_than or 0, "mended_times": criteria.mended_times or 0}
    rows = connection.execute(_narrowed(criteria, today), given).all()
    few = [row.id for row in rows] if len(rows) <= _FEW else []
    used = _pairs(connection, _SOME_USES, {"copy_ids": few}) if few else _pairs(connection, _ALL_USES) if rows else {}
    times, mending = _pairs(connection, _DAMAGES), _mending(connection)
    held, most_out = _holdings(connection, criteria) if Ground.SURPLUS in criteria.asked else ({}, {})
    known = [
        replace(
            _facts(row, policy, used, times, mending), held=held[row.title_id], most_out=most_out.get(row.title_id, 0)
        )
        if row.title_id in held
        else _facts(row, policy, used, times, mending)
        for row in rows
    ]
    return candidates(known, criteria, today)


def evidence_of(connection: Connection, copy_ids: Collection[int], policy: Policy, today: date) -> dict[int, str]:
    """What speaks for letting these copies go, by their ids, whatever it was that they were found by."""
    if not copy_ids:
        return {}
    given = {"copy_ids": list(copy_ids)}
    used, times = _pairs(connection, _SOME_USES, given), _pairs(connection, _DAMAGES)
    mending = _mending(connection)
    rows = connection.execute(_SOME, given)
    return {row.id: evidence(_facts(row, policy, used, times, mending), today) for row in rows}


def _narrowed(criteria: Criteria, today: date) -> Select[Any]:
    """The copies that can meet the criteria at all: rather some too many, for the domain judges each of them.

    Where too many copies are asked for, every copy of such a title must be seen.
    """
    surplus = Ground.SURPLUS in criteria.asked
    asked = criteria.asked
    if criteria.every and asked & _CHEAP:
        asked -= {Ground.UNUSED}  # looking up the last use of all copies costs more than judging the few that are left
    chances = {ground: _chance(ground, criteria, today) for ground in asked}
    if criteria.every and surplus:
        return _STANDING.where(chances[Ground.SURPLUS])
    narrowed = _STANDING.where(and_(*chances.values()) if criteria.every else or_(*chances.values()))
    if criteria.location and not surplus:
        narrowed = narrowed.where(locations.c.code == criteria.location)
    return narrowed


def _chance(ground: Ground, criteria: Criteria, today: date) -> ColumnElement[bool]:
    """What a copy must be like to be named for this ground."""
    if ground is Ground.AGE:
        return titles.c.year < today.year - (criteria.older_than or 0)
    if ground is Ground.UNUSED:
        return _unused_since(years_ago(criteria.unused_for or 0, today))
    if ground is Ground.DAMAGED:
        return copies.c.damaged
    if ground is Ground.BEYOND:
        return copies.c.id.in_(_GIVEN_UP)
    if ground is Ground.MENDED:
        return copies.c.id.in_(_MENDED_OFTEN)
    if ground is Ground.SURPLUS:
        held = select(_HOLDINGS.with_only_columns(copies.c.title_id).subquery().c.title_id)
        return copies.c.title_id.in_(held)
    if ground is Ground.UNSUITABLE:
        return or_(copies.c.note != "", titles.c.note != "")
    return copies.c.state.in_([CopyState.LOST.value, CopyState.MISSING.value])


def _unused_since(since: date) -> ColumnElement[bool]:
    """Not used from the day after on, and there by then; a day more on either side, for days begin by local time."""
    later = datetime.combine(since, time(), UTC) + timedelta(days=2)
    used = [
        exists().where(copy_id == copies.c.id, at >= later)
        for copy_id, at in (
            (loans.c.copy_id, loans.c.lent_at),
            (in_house_uses.c.copy_id, in_house_uses.c.at),
            (corner_loans.c.copy_id, corner_loans.c.lent_at),
        )
    ]
    came = func.coalesce(copies.c.registered, copies.c.acquired)
    there = or_(came <= since, and_(came.is_(None), copies.c.added_at < later))
    return and_(there, *(~one for one in used))


def _pairs(connection: Connection, statement: Executable, given: Mapping[str, Any] | None = None) -> dict[int, Any]:
    return {row[0]: row[1] for row in connection.execute(statement, given or {})}


def _holdings(connection: Connection, criteria: Criteria) -> tuple[dict[int, int], dict[int, int]]:
    """By title, of those with too many copies: how many are held, and how many were out at once."""
    given = {"more_than": criteria.held_more_than or 0}
    held = _pairs(connection, _HOLDINGS, given)
    stretches: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for title_id, lent_at, returned_at in connection.execute(_STRETCHES, given):
        stretches[title_id].append((lent_at, returned_at or _NOT_YET))
    return held, {title_id: most_at_once(group) for title_id, group in stretches.items()}


def _mending(connection: Connection) -> dict[int, MendingFacts]:
    """What was spent on each copy that was ever in the queue."""
    beyond, paid = _pairs(connection, _BEYOND), _pairs(connection, _PAID)
    return {
        copy_id: MendingFacts(times, minutes, paid.get(copy_id, 0), last in beyond, beyond.get(last, ""))
        for copy_id, times, minutes, last in connection.execute(_MENDING)
    }


def _facts(
    row: Any, policy: Policy, used: dict[int, str], times: dict[int, int], mending: dict[int, MendingFacts]
) -> CopyFacts:
    last = used.get(row.id)
    return CopyFacts(
        copy_id=row.id,
        title_id=row.title_id,
        state=CopyState(row.state),
        year=row.year,
        came_on=ledger_day(row.registered, row.acquired, row.added_at, policy.utc_offset),
        last_used=None if last is None else policy.day_of(datetime.fromisoformat(last)),
        accession_number=row.accession_number,
        call_number=row.call_number,
        location=row.location or "",
        damaged=row.damaged,
        damage_note=row.damage_note,
        times_damaged=times.get(row.id, 0),
        note="；".join(note for note in (row.note, row.title_note) if note),
        is_out=bool(row.is_out),
        mending=mending.get(row.id, NEVER_MENDED),
    )

"""Repairs of the practice library, in all their states: what waits, what is on the table, mended, back or given up."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.practice_term import PastLoan
from deskcirc.domain.copies import CopyState
from deskcirc.domain.mending_tasks import task_of
from deskcirc.domain.repair import DamageKind, RepairOrigin, RepairState, Severity, stored_kinds
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.loans import last_return_of_copy
from deskcirc.store.lookups.repairs import repair_by_id
from deskcirc.store.tables import copies, repairs
from deskcirc.text import gettext as _
from deskcirc.text import marked

_DAMAGE: Final = (
    ((DamageKind.TORN,), ""),
    ((DamageKind.SPINE, DamageKind.LOOSE_PAGES), ""),
    ((DamageKind.COVER,), ""),
    ((DamageKind.STAINED,), marked("Pages are wet and wavy.")),
    ((DamageKind.WRITTEN_IN,), ""),
    ((DamageKind.LABEL_GONE,), ""),
)
# How far the first ones have come, the longest reported first; of the rest, two in three are back on their shelves.
_FIRST: Final = (
    RepairState.BACK,
    RepairState.BEYOND,
    RepairState.BACK,
    RepairState.MENDED,
    RepairState.IN_REPAIR,
    RepairState.QUEUED,
)


def write_repairs(desk: Desk, writing: Writing, damage: Sequence[PastLoan], dice: random.Random) -> set[int]:
    """A repair for every loan that ended with damage; returns the copies that are not back on their shelves."""
    out_of_order = set[int]()
    in_order = sorted(damage, key=lambda loan: loan.returned_at or loan.lent_at)
    for number, loan in enumerate(in_order):
        state = _FIRST[number] if number < len(_FIRST) else _by_dice(number, len(in_order), dice)
        _write(desk, writing, loan, state, dice)
        if state is not RepairState.BACK:
            out_of_order.add(loan.copy.id)
    return out_of_order


def _by_dice(number: int, count: int, dice: random.Random) -> RepairState:
    """What was reported lately waits still; before that, most was mended."""
    if number > count - 1 - count // 4:
        return RepairState.QUEUED
    return dice.choices((RepairState.BACK, RepairState.QUEUED, RepairState.MENDED), (6, 3, 1))[0]


def _write(desk: Desk, writing: Writing, loan: PastLoan, state: RepairState, dice: random.Random) -> None:
    kinds, note = dice.choice(_DAMAGE)
    severity = dice.choices(tuple(Severity), (5, 4, 1))[0]
    if state is RepairState.BEYOND:
        kinds, note, severity = (DamageKind.LOOSE_PAGES, DamageKind.PAGES_MISSING), "", Severity.HEAVY
    reported = loan.returned_at or loan.lent_at
    ended = last_return_of_copy(writing.connection, loan.copy.id, desk.policy, desk.today)
    repair_id = writing.insert(
        repairs,
        copy_id=loan.copy.id,
        state=state.value,
        origin=RepairOrigin.RETURNS.value,
        kinds=stored_kinds(kinds),
        severity=severity.value,
        note=_(note) if note else "",
        patron_id=loan.patron.id,
        loan_id=ended[0].id if ended is not None and ended[0].patron_id == loan.patron.id else None,
        reported_at=reported,
        reported_by=loan.returned_by,
        **_course(desk, state, reported, task_of(kinds, severity).minutes),
    )
    if state is RepairState.BACK:
        return
    repair = repair_by_id(writing.connection, repair_id, desk.policy, desk.today)
    writing.update(
        copies,
        loan.copy.id,
        damaged=True,
        damage_note="" if repair is None else repair.damage_words,
        damaged_at=reported,
        damaged_by=loan.patron.id,
        state=(CopyState.IN_STOCK if state is RepairState.QUEUED else CopyState.IN_REPAIR).value,
    )


def _course(desk: Desk, state: RepairState, reported: datetime, minutes: int) -> dict[str, Any]:
    """When it was taken to the table, mended and put back; nothing lies in the future."""
    days = tuple(min(reported + timedelta(days=days), desk.now) for days in (3, 4, 5))
    if state is RepairState.QUEUED:
        return {}
    course: dict[str, Any] = {"started_at": days[0], "due_back": desk.policy.day_of(days[0]) + timedelta(days=14)}
    if state in (RepairState.MENDED, RepairState.BACK):
        course |= {"mended_at": days[1], "minutes": minutes}
    if state in (RepairState.BACK, RepairState.BEYOND):
        course["ended_at"] = days[2]
    if state is RepairState.BEYOND:
        course["ended_note"] = _("More than half of its pages are gone.")
    return course

"""The steps of a repair: which one a scan leads to, why one is refused, and in which order the queue is mended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.mending_tasks import task_of
from deskcirc.domain.repair import DamageKind, Repair, RepairState, Severity
from deskcirc.text import day_words
from deskcirc.text import gettext as _


class RepairStep(StrEnum):
    """What a scan does with a copy in the queue: to the table, mended, back to its place."""

    START = "start"
    FINISH = "finish"
    END = "end"


_NEXT: Final = {
    RepairState.QUEUED: RepairStep.START,
    RepairState.IN_REPAIR: RepairStep.FINISH,
    RepairState.MENDED: RepairStep.END,
}
_TAKEN_BY: Final = {
    RepairStep.START: (RepairState.QUEUED,),
    RepairStep.FINISH: (RepairState.QUEUED, RepairState.IN_REPAIR),  # mended before anybody noted that it was begun
    RepairStep.END: (RepairState.MENDED,),
}
_WORSE: Final = tuple(Severity)


def next_step(state: RepairState) -> RepairStep | None:
    """The step that a scan of the copy leads to; None where the repair has ended."""
    return _NEXT.get(state)


def why_no_step(repair: Repair, step: RepairStep, loan: OpenLoan | None, today: date) -> str:
    """Why the step cannot be taken now; "" where it can. `loan`: the open one of the copy."""
    if repair.state not in _TAKEN_BY[step]:
        return _stands_elsewhere(repair, step, today)
    return why_not_in_hand(repair.copy, loan, today)


def why_not_in_hand(copy: Copy, loan: OpenLoan | None, today: date) -> str:
    """Why nothing can be done with a copy that lies on the counter, by the register; "" where something can."""
    if loan is not None:
        sentence = _("{title} has been on loan to {patron} since {day}. Take it back first.")
        return sentence.format(title=copy.name, patron=loan.holder, day=day_words(loan.lent_on, today))
    if copy.state is CopyState.LOST:
        sentence = _("{title} is registered as lost. Scan it in Returns: it is found again then.")
        return sentence.format(title=copy.name)
    if copy.state is CopyState.WITHDRAWN:
        sentence = _("{title} is {state}. Put it aside for the librarian.")
        return sentence.format(title=copy.name, state=copy.state_words)
    return ""


def _stands_elsewhere(repair: Repair, step: RepairStep, today: date) -> str:
    """What the repair is at instead, and what leads on from there."""
    title = repair.copy.name
    if repair.state is RepairState.QUEUED:
        return _("{title} still waits for repair; nobody has mended it.").format(title=title)
    if repair.state is RepairState.IN_REPAIR:
        return _being_mended(repair, today, step)
    if repair.state is RepairState.MENDED:
        return _("{title} is mended already. Scan it in Returns: it goes back to its place.").format(title=title)
    ended = day_words(repair.ended_on, today) if repair.ended_on else ""
    if repair.state is RepairState.BEYOND:
        return _("{title} was given up as beyond repair on {day}.").format(title=title, day=ended)
    if repair.state is RepairState.CANCELLED:
        return _("{title} was taken out of the repair queue on {day}.").format(title=title, day=ended)
    return _("{title} went back after its repair on {day}.").format(title=title, day=ended)


def _being_mended(repair: Repair, today: date, step: RepairStep) -> str:
    if step is RepairStep.END:
        return _("{title} is still being mended. Note it as mended first.").format(title=repair.copy.name)
    since = day_words(repair.started_on, today) if repair.started_on else ""
    if repair.helper:
        sentence = _("{title} is being mended already, by {helper} since {day}.")
        return sentence.format(title=repair.copy.name, helper=repair.helper, day=since)
    return _("{title} is being mended already, since {day}.").format(title=repair.copy.name, day=since)


def worse(one: Severity, other: Severity) -> Severity:
    """The worse of two."""
    return max(one, other, key=_WORSE.index)


def ease(kinds: tuple[DamageKind, ...], severity: Severity) -> int:
    """How many minutes the mending takes: what is done quickest comes first among equals."""
    return task_of(kinds, severity).minutes


def by_want(repair: Repair) -> tuple[int, int, int, date, int]:
    """What the queue is sorted by: who waits for the title, loans of the last year, ease, the day it was reported."""
    minutes = _ease_of(repair.kinds, repair.severity)
    return (-repair.waiting, -repair.lent_lately, minutes, repair.reported_on, repair.id)


_ease_of = lru_cache(maxsize=1024)(ease)
"""Of thousands of copies most have the same few kinds of damage."""


def in_order_of_want(repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    """The queue, the most wanted first."""
    return tuple(sorted(repairs, key=by_want))

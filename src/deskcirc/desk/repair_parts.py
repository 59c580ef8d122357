"""What becomes of a damaged copy, as parts of any act: to the table, mended, back to its place, or given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deskcirc.desk import holds as desk_holds
from deskcirc.desk.damage import RepairOutcome, flag_copy, repair_as_it_stands
from deskcirc.desk.desk import Desk
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.holds import Hold
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.repair import Repair, RepairState
from deskcirc.domain.repair_steps import RepairStep, why_no_step, why_not_in_hand
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.lookups.mending_lessons import lesson_is_open
from deskcirc.store.lookups.repairs import is_beyond_repair, open_repair_of_copy, repairs_of_copy
from deskcirc.store.stored_rows import stored_row
from deskcirc.store.tables import copies, repairs
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who mends a copy, until when, and in which lesson; None leaves what was said before."""

    helper_id: int | None = None
    due_back: date | None = None
    lesson_id: int | None = None


def due_of_repair(desk: Desk) -> date:
    """The day a copy that is begun today should be back: after the days the school has set, when it is open."""
    day = desk.today + timedelta(days=desk.policy.repair_days)
    return desk.policy.open_days.next_open_day(day) or day


def _due_still_to_come(desk: Desk, repair: Repair) -> date | None:
    """The day that was said before; what is begun again after it has passed is not late from its first minute."""
    return repair.due_back if repair.due_back is not None and repair.due_back >= desk.today else None


def loan_now(desk: Desk, writing: Writing, repair: Repair) -> OpenLoan | None:
    """The open loan of the copy."""
    return loan_of_copy(writing.connection, repair.copy.id, desk.policy, desk.today)


def start_in(desk: Desk, writing: Writing, repair_id: int, to: Assignment) -> RepairOutcome:
    """Take the copy to the mending table. Raises GoneError for a repair that does not exist."""
    repair = repair_as_it_stands(desk, writing, repair_id)
    loan = loan_now(desk, writing, repair)
    if why_not := why_no_step(repair, RepairStep.START, loan, desk.today):
        return RepairOutcome(repair, why_not, loan)
    writing.update(
        repairs,
        repair.id,
        state=RepairState.IN_REPAIR.value,
        started_at=_by_now(desk, writing, repair.id),
        helper_id=repair.helper_id if to.helper_id is None else to.helper_id,
        due_back=to.due_back or _due_still_to_come(desk, repair) or due_of_repair(desk),
        lesson_id=repair.lesson_id if to.lesson_id is None else to.lesson_id,
        in_process=repair.copy.state is CopyState.IN_PROCESS,
    )
    _to_the_table(writing, repair.copy)
    return RepairOutcome(repair_as_it_stands(desk, writing, repair_id))


def finish_in(
    desk: Desk,
    writing: Writing,
    repair_id: int,
    *,
    minutes: int | None = None,
    materials: str = "",
    helper_id: int | None = None,
) -> RepairOutcome:
    """Note the copy as mended, from the table or straight from the queue. Raises GoneError as above."""
    repair = repair_as_it_stands(desk, writing, repair_id)
    loan = loan_now(desk, writing, repair)
    if why_not := why_no_step(repair, RepairStep.FINISH, loan, desk.today):
        return RepairOutcome(repair, why_not, loan)
    if repair.state is RepairState.QUEUED:
        start_in(desk, writing, repair_id, Assignment(helper_id))
    writing.update(
        repairs,
        repair.id,
        state=RepairState.MENDED.value,
        mended_at=_by_now(desk, writing, repair.id),
        minutes=repair.minutes if minutes is None else minutes,
        materials=materials.strip() or repair.materials,
        helper_id=repair.helper_id if helper_id is None else helper_id,
    )
    return RepairOutcome(repair_as_it_stands(desk, writing, repair_id))


def end_in(desk: Desk, writing: Writing, repair_id: int) -> RepairOutcome:
    """Put a mended copy back: to the hold shelf where somebody waits, else to the trolley. Raises GoneError."""
    repair = repair_as_it_stands(desk, writing, repair_id)
    loan = loan_now(desk, writing, repair)
    if why_not := why_no_step(repair, RepairStep.END, loan, desk.today):
        return RepairOutcome(repair, why_not, loan)
    writing.update(repairs, repair.id, state=RepairState.BACK.value, ended_at=_by_now(desk, writing, repair.id))
    hold = _to_its_place(desk, writing, repair, at_hand=True)
    return RepairOutcome(repair_as_it_stands(desk, writing, repair_id), hold=hold)


def give_up_in(desk: Desk, writing: Writing, repair_id: int, note: str) -> RepairOutcome:
    """Say that the copy cannot be mended: it is never lent again and is proposed for withdrawal. Raises GoneError."""
    repair = repair_as_it_stands(desk, writing, repair_id)
    loan = loan_now(desk, writing, repair)
    why_not = why_over(repair) or why_not_in_hand(repair.copy, loan, desk.today)
    if why_not:
        return RepairOutcome(repair, why_not, loan)
    in_process = repair.in_process or repair.copy.state is CopyState.IN_PROCESS
    ended = _ended_unmended(desk, writing, repair, RepairState.BEYOND, note)
    writing.update(repairs, repair.id, in_process=in_process, **ended)
    _to_the_table(writing, repair.copy)
    return RepairOutcome(repair_as_it_stands(desk, writing, repair_id))


def cancel_in(desk: Desk, writing: Writing, repair_id: int, note: str) -> RepairOutcome:
    """Take the copy out of the queue, for it is not damaged after all; on loan it stays there. Raises GoneError."""
    repair = repair_as_it_stands(desk, writing, repair_id)
    if why_not := why_over(repair):
        return RepairOutcome(repair, why_not)
    writing.update(repairs, repair.id, **_ended_unmended(desk, writing, repair, RepairState.CANCELLED, note))
    at_hand = loan_now(desk, writing, repair) is None
    hold = _to_its_place(desk, writing, repair, at_hand=at_hand)
    return RepairOutcome(repair_as_it_stands(desk, writing, repair_id), hold=hold)


def reopen_in(desk: Desk, writing: Writing, repair_id: int, note: str) -> RepairOutcome:
    """Put a copy into the queue again after its repair has ended. Raises GoneError."""
    repair = repair_as_it_stands(desk, writing, repair_id)
    loan = loan_now(desk, writing, repair)
    why_not = _why_not_again(desk, writing, repair) or why_not_in_hand(repair.copy, loan, desk.today)
    if why_not:
        return RepairOutcome(repair, why_not, loan)
    kept = [repair.note] if repair.note else []
    said = [*kept, note.strip()] if note.strip() and note.strip() not in repair.note else kept
    back_in_line(writing, repair, note=_("; ").join(said), ended_at=None, ended_note="")
    waits = repair_as_it_stands(desk, writing, repair_id)
    flag_copy(desk, writing, waits.copy, waits.damage_words, waits.patron_id)
    return RepairOutcome(repair_as_it_stands(desk, writing, repair_id))


def lent_all_the_same(desk: Desk, writing: Writing, copy: Copy) -> None:
    """An operator lends a damaged copy: a mended one is back by it, one from the table waits for repair again."""
    last = next(iter(repairs_of_copy(writing.connection, copy.id, desk.policy, desk.today)), None)
    if last is None:
        return
    if last.state is RepairState.MENDED:
        writing.update(repairs, last.id, state=RepairState.BACK.value, ended_at=_by_now(desk, writing, last.id))
        _no_longer_damaged(writing, last)
    elif last.state is RepairState.IN_REPAIR or (last.state is RepairState.BEYOND and copy.damaged):
        back_in_line(writing, last, ended_at=None, ended_note="")


def back_in_line(writing: Writing, repair: Repair, **values: object) -> None:
    """The repair waits as it did before it was begun, and the copy is what it was then.

    A mending lesson that is over has it no more.
    """
    queued = {"state": RepairState.QUEUED.value, "started_at": None, "mended_at": None, "in_process": False}
    lesson_id = repair.lesson_id if lesson_is_open(writing.connection, repair.lesson_id) else None
    writing.update(repairs, repair.id, **{**queued, "lesson_id": lesson_id, **values})
    if repair.copy.state is CopyState.IN_REPAIR:
        writing.update(copies, repair.copy.id, state=_former_state(repair).value)


def off_the_table(desk: Desk, writing: Writing, copy_id: int) -> None:
    """The copy cannot be found, at the table or anywhere: its repair waits for it again.

    The state of the copy is set by the act that says so.
    """
    repair = open_repair_of_copy(writing.connection, copy_id, desk.policy, desk.today)
    if repair is not None and repair.state is not RepairState.QUEUED:
        back_in_line(writing, repair)


def state_when_found(writing: Writing, copy_id: int) -> CopyState:
    """What a copy that was missing or lost is when it turns up: one beyond repair is not lent because of it."""
    copy = copy_by_id(writing.connection, copy_id)
    beyond = copy is not None and copy.damaged and is_beyond_repair(writing.connection, copy_id)
    return CopyState.IN_REPAIR if beyond else CopyState.IN_STOCK


def withdrawn_in(desk: Desk, writing: Writing, copy: Copy) -> None:
    """The copy is withdrawn: its repair ends as one that will not be done."""
    repair = open_repair_of_copy(writing.connection, copy.id, desk.policy, desk.today) if copy.damaged else None
    if repair is not None:
        writing.update(repairs, repair.id, **_ended_unmended(desk, writing, repair, RepairState.BEYOND, _("withdrawn")))


def why_over(repair: Repair) -> str:
    """Why nothing can be changed about a repair that has ended; "" where it is open."""
    if repair.state.is_open:
        return ""
    sentence = _("The repair of {title} has ended. Put the copy into the queue again to change it.")
    return sentence.format(title=repair.copy.name)


def _why_not_again(desk: Desk, writing: Writing, repair: Repair) -> str:
    open_one = open_repair_of_copy(writing.connection, repair.copy.id, desk.policy, desk.today)
    if open_one is not None:
        return _("{title} is in the repair queue already.").format(title=repair.copy.name)
    last = next(iter(repairs_of_copy(writing.connection, repair.copy.id, desk.policy, desk.today)))
    if last.id != repair.id:
        sentence = _("{title} was repaired again since. Put the last repair into the queue again.")
        return sentence.format(title=repair.copy.name)
    return ""


def _ended_unmended(desk: Desk, writing: Writing, repair: Repair, state: RepairState, note: str) -> dict[str, object]:
    """The end of a repair that mended nothing: also where somebody thought it had, it counts as mended no more."""
    ended_at = _by_now(desk, writing, repair.id)
    return {"state": state.value, "mended_at": None, "ended_at": ended_at, "ended_note": note.strip()}


def _by_now(desk: Desk, writing: Writing, repair_id: int) -> datetime:
    """Now; of a clock that was set back, not before what is known of the repair already."""
    row = stored_row(writing.connection, repairs, repair_id)
    known: tuple[datetime | None, ...] = (
        () if row is None else (row["reported_at"], row["started_at"], row["mended_at"])
    )
    return max([desk.now, *(each for each in known if each is not None)])


def _to_the_table(writing: Writing, copy: Copy) -> None:
    writing.update(copies, copy.id, state=CopyState.IN_REPAIR.value, awaits_shelving=False)


def _former_state(repair: Repair) -> CopyState:
    return CopyState.IN_PROCESS if repair.in_process else CopyState.IN_STOCK


def _no_longer_damaged(writing: Writing, repair: Repair) -> None:
    sound = {"damaged": False, "damage_note": "", "damaged_at": None, "damaged_by": None}
    if repair.copy.state is CopyState.IN_REPAIR:
        sound["state"] = _former_state(repair).value
    writing.update(copies, repair.copy.id, **sound)


def _to_its_place(desk: Desk, writing: Writing, repair: Repair, *, at_hand: bool) -> Hold | None:
    """The copy is sound again: who waits gets it, else it goes to the trolley; returns the hold it is kept for."""
    _no_longer_damaged(writing, repair)
    copy = copy_by_id(writing.connection, repair.copy.id)
    if copy is None or not at_hand or copy.state is not CopyState.IN_STOCK:
        return None
    return desk_holds.send_on(desk, writing, copy)

"""The repair queue (修补): a damaged copy is reported, taken to the table, mended and put back, or given up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from deskcirc.desk import repair_parts as parts
from deskcirc.desk.damage import DamageReport, RepairOutcome, copy_of, note_on_copy, repair_as_it_stands, report_in
from deskcirc.desk.desk import Desk
from deskcirc.desk.repair_parts import Assignment
from deskcirc.domain.changes import ActName
from deskcirc.domain.operators import Right
from deskcirc.domain.repair import DamageKind, Duty, Repair, Severity, stored_kinds
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.mending_lessons import lesson_is_open
from deskcirc.store.lookups.repairs import RepairPhoto, photo_id_of_repair
from deskcirc.store.stored_rows import stored_row
from deskcirc.store.tables import patrons, repair_photos, repairs
from deskcirc.text import gettext as _

MOST_MINUTES: Final = 24 * 60
"""No copy is mended longer than a day; a slip of the finger is."""
LARGEST_PHOTO: Final = 1_000_000
"""Octets of a picture that was made small."""
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class RepairChange:
    """Everything about a repair that can be written otherwise; begin with `of` and replace what changes."""

    kinds: tuple[DamageKind, ...] = ()
    severity: Severity = Severity.MEDIUM
    note: str = ""
    duty: Duty = Duty.UNDECIDED
    patron_id: int | None = None
    helper_id: int | None = None
    due_back: date | None = None
    minutes: int | None = None
    materials: str = ""

    @classmethod
    def of(cls, repair: Repair) -> RepairChange:
        """The repair as it is written down now."""
        return cls(
            kinds=repair.kinds,
            severity=repair.severity,
            note=repair.note,
            duty=repair.duty,
            patron_id=repair.patron_id,
            helper_id=repair.helper_id,
            due_back=repair.due_back,
            minutes=repair.minutes,
            materials=repair.materials,
        )


def report_damage(desk: Desk, copy_id: int, report: DamageReport) -> RepairOutcome:
    """Put the copy into the queue, or add to what is known of it there. Raises GoneError for what does not exist."""
    with desk.library.writing(desk.act(ActName.MARK_DAMAGED)) as writing:
        _ask_for_patrons(writing, report.patron_id)
        copy = copy_of(writing, copy_id)
        outcome = report_in(desk, writing, copy, report)
        if outcome.repair is not None and not outcome.why_not:
            writing.tell(title=copy.name, code=copy.code, note=outcome.repair.damage_words)
        return outcome


def start_repair(
    desk: Desk,
    repair_ids: Sequence[int],
    *,
    helper_id: int | None = None,
    due_back: date | None = None,
    lesson_id: int | None = None,
) -> tuple[RepairOutcome, ...]:
    """Take these copies to the table, due back in the days the school has set where no day is given.

    What cannot be begun is left as it is and says why. Raises GoneError for what does not exist, and for a lesson
    that is over.
    """
    to = Assignment(helper_id, due_back, lesson_id)
    if due_back is not None and due_back < desk.today:
        return _all_refused(_("The day it is due back has passed already."), repair_ids)
    with desk.library.writing(desk.act(ActName.START_REPAIR)) as writing:
        _ask_for_patrons(writing, helper_id)
        _ask_for_lesson(writing, lesson_id)
        return _each(writing, repair_ids, lambda repair_id: parts.start_in(desk, writing, repair_id, to))


def finish_repair(
    desk: Desk, repair_id: int, *, minutes: int | None = None, materials: str = "", helper_id: int | None = None
) -> RepairOutcome:
    """Note the copy as mended, with what it took. Raises GoneError for what does not exist."""
    if why_not := _bad_minutes(minutes) or next(iter(too_long(materials)), ""):
        return RepairOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.FINISH_REPAIR)) as writing:
        _ask_for_patrons(writing, helper_id)
        outcome = parts.finish_in(desk, writing, repair_id, minutes=minutes, materials=materials, helper_id=helper_id)
        return _told(writing, outcome)


def end_repair(desk: Desk, repair_ids: Sequence[int]) -> tuple[RepairOutcome, ...]:
    """Put mended copies back: to who waits, else to the trolley. Raises GoneError for what does not exist."""
    with desk.library.writing(desk.act(ActName.END_REPAIR)) as writing:
        return _each(writing, repair_ids, lambda repair_id: parts.end_in(desk, writing, repair_id))


def give_up_repair(desk: Desk, repair_id: int, note: str) -> RepairOutcome:
    """Say that the copy is beyond repair, and why: a candidate for withdrawal. Raises GoneError."""
    if why_not := _not_allowed(desk) or next(iter(too_long(note)), ""):
        return RepairOutcome(why_not=why_not)
    if not note.strip():
        return RepairOutcome(why_not=_("Say why it cannot be mended: the reason goes into the withdrawal."))
    with desk.library.writing(desk.act(ActName.GIVE_UP_REPAIR)) as writing:
        return _told(writing, parts.give_up_in(desk, writing, repair_id, note), note=note.strip())


def cancel_repair(desk: Desk, repair_id: int, note: str = "") -> RepairOutcome:
    """Take the copy out of the queue: it is not damaged after all. Raises GoneError."""
    if why_not := _not_allowed(desk) or next(iter(too_long(note)), ""):
        return RepairOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.CANCEL_REPAIR)) as writing:
        return _told(writing, parts.cancel_in(desk, writing, repair_id, note), note=note.strip())


def reopen_repair(desk: Desk, repair_id: int, note: str = "") -> RepairOutcome:
    """Put the copy of a repair that has ended into the queue again. Raises GoneError."""
    if why_not := next(iter(too_long(note)), ""):
        return RepairOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.REOPEN_REPAIR)) as writing:
        return _told(writing, parts.reopen_in(desk, writing, repair_id, note), note=note.strip())


def change_repair(desk: Desk, repair_id: int, change: RepairChange) -> RepairOutcome:
    """Write down otherwise what is damaged, who answers for it, who mends it. Raises GoneError."""
    long = next(iter(too_long(change.note, change.materials)), "")
    if why_not := _not_allowed(desk) or _bad_minutes(change.minutes) or long:
        return RepairOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.CHANGE_REPAIR)) as writing:
        _ask_for_patrons(writing, change.patron_id, change.helper_id)
        before = repair_as_it_stands(desk, writing, repair_id)
        loan_id = before.loan_id if change.patron_id == before.patron_id else None
        writing.update(repairs, repair_id, loan_id=loan_id, **_values(change))
        if before.state.is_open:
            note_on_copy(desk, writing, repair_id)
        after = repair_as_it_stands(desk, writing, repair_id)
        writing.tell(title=after.copy.name, code=after.copy.code, what=after.damage_words or _("no note"))
        return RepairOutcome(after)


def set_repair_photo(desk: Desk, repair_id: int, photo: RepairPhoto) -> RepairOutcome:
    """Keep a picture of the damage; one that was kept before is shown no more. Raises GoneError."""
    if not photo.octets or len(photo.octets) > LARGEST_PHOTO or photo.width < 1 or photo.height < 1:
        return RepairOutcome(why_not=_("This picture is too large to be kept with the repair."))
    with desk.library.writing(desk.act(ActName.SET_REPAIR_PHOTO)) as writing:
        repair = repair_as_it_stands(desk, writing, repair_id)
        _drop_photo(writing, repair_id)
        values = {"octets": photo.octets, "width": photo.width, "height": photo.height}
        writing.insert(repair_photos, repair_id=repair_id, added_at=desk.now, **values)
        writing.tell(title=repair.copy.name, code=repair.copy.code)
        return RepairOutcome(repair_as_it_stands(desk, writing, repair_id))


def remove_repair_photo(desk: Desk, repair_id: int) -> RepairOutcome:
    """Show no picture of the damage any more; it stays in the file. Raises GoneError."""
    with desk.library.writing(desk.act(ActName.SET_REPAIR_PHOTO)) as writing:
        repair = repair_as_it_stands(desk, writing, repair_id)
        _drop_photo(writing, repair_id)
        writing.tell(title=repair.copy.name, code=repair.copy.code)
        return RepairOutcome(repair_as_it_stands(desk, writing, repair_id))


def _drop_photo(writing: Writing, repair_id: int) -> None:
    shown = photo_id_of_repair(writing.connection, repair_id)
    if shown is not None:
        writing.update(repair_photos, shown, ended=True)


def _each(
    writing: Writing, repair_ids: Sequence[int], step: Callable[[int], RepairOutcome]
) -> tuple[RepairOutcome, ...]:
    outcomes = tuple(step(repair_id) for repair_id in dict.fromkeys(repair_ids))
    done = [each.repair.copy for each in outcomes if each.repair is not None and not each.why_not]
    if done:
        names = list(dict.fromkeys(copy.name for copy in done))
        said = _(", ").join(names[:_NAMED])
        if len(names) > _NAMED:
            said = _("{titles} and {count} more").format(titles=said, count=len(names) - _NAMED)
        writing.tell(title=said, code=done[0].code, count=len(done))
    return outcomes


def _told(writing: Writing, outcome: RepairOutcome, **facts: str) -> RepairOutcome:
    if outcome.repair is not None and not outcome.why_not:
        writing.tell(title=outcome.repair.copy.name, code=outcome.repair.copy.code, **facts)
    return outcome


def _all_refused(why_not: str, repair_ids: Sequence[int]) -> tuple[RepairOutcome, ...]:
    return tuple(RepairOutcome(why_not=why_not) for _repair_id in dict.fromkeys(repair_ids))


def _not_allowed(desk: Desk) -> str:
    if desk.operator.may(Right.REPAIR):
        return ""
    return _("Only the librarian or a teacher decides what becomes of a damaged copy.")


def _bad_minutes(minutes: int | None) -> str:
    if minutes is None or 0 <= minutes <= MOST_MINUTES:
        return ""
    return _("Mending takes between 0 and {most} minutes.").format(most=MOST_MINUTES)


def _ask_for_patrons(writing: Writing, *patron_ids: int | None) -> None:
    for patron_id in patron_ids:
        if patron_id is not None and stored_row(writing.connection, patrons, patron_id) is None:
            raise GoneError


def _ask_for_lesson(writing: Writing, lesson_id: int | None) -> None:
    """One that is over takes no copy any more."""
    if lesson_id is not None and not lesson_is_open(writing.connection, lesson_id):
        raise GoneError


def _values(change: RepairChange) -> dict[str, object]:
    return {
        "kinds": stored_kinds(change.kinds),
        "severity": change.severity.value,
        "note": change.note.strip(),
        "duty": change.duty.value,
        "patron_id": change.patron_id,
        "helper_id": change.helper_id,
        "due_back": change.due_back,
        "minutes": change.minutes,
        "materials": change.materials.strip(),
    }

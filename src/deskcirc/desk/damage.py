"""Damage that is seen: a copy enters the repair queue, once, whoever reports it and wherever it is seen."""

from __future__ import annotations

from dataclasses import dataclass

from deskcirc.desk import holds as desk_holds
from deskcirc.desk.desk import Desk
from deskcirc.domain.copies import Copy
from deskcirc.domain.holds import Hold
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.repair import (
    DamageKind,
    Repair,
    RepairOrigin,
    RepairState,
    Severity,
    damage_words,
    read_kinds,
    stored_kinds,
)
from deskcirc.domain.repair_steps import why_not_in_hand, worse
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.holds import holds_of_title
from deskcirc.store.lookups.loans import last_return_of_copy, loan_of_copy
from deskcirc.store.lookups.mending_lessons import lesson_is_open
from deskcirc.store.lookups.repairs import is_beyond_repair, open_repair_of_copy, repair_by_id
from deskcirc.store.tables import copies, repairs
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class DamageReport:
    """What is seen and who had the copy; where no patron is given, it is who had it by its last loan.

    Of a copy in the queue already the worse severity is kept, unless the report `corrects` what was said before.
    """

    kinds: tuple[DamageKind, ...] = ()
    severity: Severity = Severity.MEDIUM
    note: str = ""
    origin: RepairOrigin = RepairOrigin.SHELF
    patron_id: int | None = None
    loan_id: int | None = None
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class RepairOutcome:
    """The repair as it stands now; `why_not` where nothing was done, `loan` then says who has the copy.

    `hold` is the one a copy that went back is kept for; `already`: it was in the queue, what is new was added.
    """

    repair: Repair | None = None
    why_not: str = ""
    loan: OpenLoan | None = None
    hold: Hold | None = None
    already: bool = False


def copy_of(writing: Writing, copy_id: int) -> Copy:
    """The copy. Raises GoneError where there is none."""
    copy = copy_by_id(writing.connection, copy_id)
    if copy is None:
        raise GoneError
    return copy


def repair_as_it_stands(desk: Desk, writing: Writing, repair_id: int) -> Repair:
    """The repair, read again. Raises GoneError where there is none."""
    repair = repair_by_id(writing.connection, repair_id, desk.policy, desk.today)
    if repair is None:
        raise GoneError
    return repair


def report_in(
    desk: Desk, writing: Writing, copy: Copy, report: DamageReport, *, though_on_loan: bool = False
) -> RepairOutcome:
    """Put the copy into the queue within an act that does more; a hold it was kept for waits for another copy.

    Damage of a copy that stands on the shelf and is on loan by the register is not taken before the return, unless
    `though_on_loan`. A copy in the queue already keeps its place: the new kinds and words are added.
    """
    loan = loan_of_copy(writing.connection, copy.id, desk.policy, desk.today)
    why_not = why_not_in_hand(copy, None if though_on_loan else loan, desk.today)
    why_not = why_not or next(iter(too_long(report.note)), "") or _given_up(writing, copy)
    if why_not:
        return RepairOutcome(why_not=why_not, loan=loan)
    known = open_repair_of_copy(writing.connection, copy.id, desk.policy, desk.today)
    if known is not None:
        return _added(desk, writing, known, report)
    patron_id, loan_id = _who_had_it(desk, writing, copy.id, report, loan)
    repair_id = writing.insert(
        repairs,
        copy_id=copy.id,
        origin=report.origin.value,
        kinds=stored_kinds(report.kinds),
        severity=report.severity.value,
        note=report.note.strip(),
        patron_id=patron_id,
        loan_id=loan_id,
        reported_at=desk.now,
        reported_by=desk.operator.id,
    )
    words = damage_words(read_kinds(stored_kinds(report.kinds)), report.note.strip())
    flag_copy(desk, writing, copy, words, patron_id)
    return RepairOutcome(repair_as_it_stands(desk, writing, repair_id))


def _given_up(writing: Writing, copy: Copy) -> str:
    if not copy.damaged or not is_beyond_repair(writing.connection, copy.id):
        return ""
    sentence = _("{title} was given up as beyond repair. To mend it all the same, put it into the queue again.")
    return sentence.format(title=copy.name)


def flag_copy(desk: Desk, writing: Writing, copy: Copy, words: str, patron_id: int | None) -> None:
    """Mark the copy as damaged, in the words of its repair; it goes neither to the trolley nor to the hold shelf."""
    writing.update(
        copies,
        copy.id,
        damaged=True,
        damage_note=words,
        damaged_at=desk.now,
        damaged_by=patron_id,
        awaits_shelving=False,
    )
    queue = holds_of_title(writing.connection, copy.title_id, desk.policy, desk.today)
    desk_holds.release_copy(writing, queue, copy.id)


def note_on_copy(desk: Desk, writing: Writing, repair_id: int) -> Repair:
    """Say of the copy what its repair says now; returns the repair."""
    repair = repair_as_it_stands(desk, writing, repair_id)
    writing.update(copies, repair.copy.id, damage_note=repair.damage_words, damaged_by=repair.patron_id)
    return repair_as_it_stands(desk, writing, repair_id)


def _added(desk: Desk, writing: Writing, known: Repair, report: DamageReport) -> RepairOutcome:
    note = report.note.strip()
    kept = [known.note] if known.note else []
    said = [*kept, note] if note and note not in known.note else kept
    severity = report.severity if report.corrects else worse(known.severity, report.severity)
    values: dict[str, object] = {
        "kinds": stored_kinds((*known.kinds, *report.kinds)),
        "severity": severity.value,
        "note": _("; ").join(said),
    }
    if known.state is RepairState.MENDED:  # it came apart again before it was back: the table is not done with it
        lesson_id = known.lesson_id if lesson_is_open(writing.connection, known.lesson_id) else None
        values |= {"state": RepairState.IN_REPAIR.value, "mended_at": None, "lesson_id": lesson_id}
    writing.update(repairs, known.id, **values)
    return RepairOutcome(note_on_copy(desk, writing, known.id), already=True)


def _who_had_it(
    desk: Desk, writing: Writing, copy_id: int, report: DamageReport, loan: OpenLoan | None
) -> tuple[int | None, int | None]:
    """The patron and the loan that the damage is put down to."""
    if report.patron_id is not None and report.loan_id is not None:
        return report.patron_id, report.loan_id
    last = last_return_of_copy(writing.connection, copy_id, desk.policy, desk.today) if loan is None else None
    known = loan if last is None else last[0]
    if known is None:
        return report.patron_id, None
    if report.patron_id is None:
        return known.patron_id, known.id
    # A pupil who had it of a class corner: the loan is the class's.
    return report.patron_id, known.id if known.patron_id == report.patron_id or known.corner_id is not None else None

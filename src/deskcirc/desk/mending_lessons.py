"""Mending lessons (修补课): prepared from the queue, copies scanned out to pupils and back in, closed with its credits.

What was not mended by the end of the lesson waits in the queue as it did before; nothing is lost between the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskcirc.desk import repair_parts as parts
from deskcirc.desk.damage import RepairOutcome, repair_as_it_stands
from deskcirc.desk.desk import Desk
from deskcirc.desk.repair_parts import Assignment
from deskcirc.desk.running_numbers import take_numbers
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import Copy
from deskcirc.domain.mending_lessons import (
    LONGEST_MINUTES,
    MOST_COPIES,
    Candidate,
    LessonDraft,
    LessonLine,
    LessonState,
    MendingLesson,
    Wish,
    choose_copies,
    minutes_between,
)
from deskcirc.domain.operators import Right
from deskcirc.domain.repair import REPAIR_STATE_WORDS, RepairState
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.mending_lessons import (
    lesson_by_id,
    lesson_candidates,
    lines_of_lesson,
    open_lessons_of,
)
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.store.stored_rows import stored_row
from deskcirc.store.tables import classes, mending_lessons, repairs
from deskcirc.text import full_date, ngettext
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class LessonOutcome:
    """The lesson as it stands afterwards; `why_not` where nothing was done, `left_out` copies that could not come."""

    lesson: MendingLesson | None = None
    lines: tuple[LessonLine, ...] = ()
    left_out: tuple[tuple[Copy, str], ...] = ()
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """One copy of a lesson after it was taken out, brought back or laid aside; `why_not` where it was not."""

    line: LessonLine | None = None
    why_not: str = ""


def proposed_copies(desk: Desk, wish: Wish) -> tuple[Candidate, ...]:
    """What the program would take for a lesson now; nothing is written."""
    with desk.library.reading() as connection:
        return choose_copies(lesson_candidates(connection), wish)


def open_lesson(desk: Desk, draft: LessonDraft, repair_ids: Sequence[int] = ()) -> LessonOutcome:
    """Prepare a lesson with these copies of the queue; it may begin empty, copies are scanned into it then.

    Raises GoneError for a class or a repair that does not exist.
    """
    if why_not := _not_allowed(desk) or _bad_draft(draft) or _too_many(len(repair_ids)):
        return LessonOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.OPEN_LESSON)) as writing:
        _ask_for_class(writing, draft.class_id)
        fit, left_out = _sorted_out(desk, writing, repair_ids)
        if repair_ids and not fit:
            return LessonOutcome(left_out=left_out, why_not=_("None of these copies can come into a lesson."))
        year = desk.today.year
        (count,) = take_numbers(writing, f"lessons:{year}", 1)
        number = _("M{year}-{number}").format(year=year, number=f"{count:03}")
        lesson_id = writing.insert(mending_lessons, number=number, opened_at=desk.now, **_values(draft))
        for repair_id in fit:
            writing.update(repairs, repair_id, lesson_id=lesson_id)
        writing.tell(number=number, count=len(fit))
        return _outcome(desk, writing, lesson_id, left_out)


def change_lesson(desk: Desk, lesson_id: int, draft: LessonDraft) -> LessonOutcome:
    """Give an open lesson another name, class, day, length or note. Raises GoneError for what does not exist."""
    with desk.library.writing(desk.act(ActName.CHANGE_LESSON)) as writing:
        lesson = _lesson(desk, writing, lesson_id)
        if why_not := _not_allowed(desk) or _not_open(lesson) or _bad_draft(draft):
            return LessonOutcome(lesson, why_not=why_not)
        _ask_for_class(writing, draft.class_id)
        writing.update(mending_lessons, lesson_id, **_values(draft))
        writing.tell(number=lesson.number, what=" ".join((draft.name.strip(), full_date(draft.on))).strip())
        return _outcome(desk, writing, lesson_id)


def change_copies(desk: Desk, lesson_id: int, *, add: Sequence[int] = (), remove: Sequence[int] = ()) -> LessonOutcome:
    """Take copies (by their repairs) into an open lesson and others out of it, as one act: so a swap is one too.

    Only what still waits is taken out; copies at the table are brought back first. Raises GoneError as above.
    """
    with desk.library.writing(desk.act(ActName.CHANGE_LESSON)) as writing:
        lesson = _lesson(desk, writing, lesson_id)
        if why_not := _not_allowed(desk) or _not_open(lesson) or _too_many(lesson.copies + len(add)):
            return LessonOutcome(lesson, why_not=why_not)
        lines = lines_of_lesson(writing.connection, lesson_id, desk.policy, desk.today)
        going = [line for line in lines if line.repair_id in remove and line.state is RepairState.QUEUED]
        fit, left_out = _sorted_out(desk, writing, [each for each in add if each not in remove])
        if not going and not fit:
            why_not = left_out[0][1] if left_out else _("This copy does not wait in the lesson any more.")
            return LessonOutcome(lesson, left_out=left_out, why_not=why_not)
        for line in going:
            writing.update(repairs, line.repair_id, lesson_id=None)
        for repair_id in fit:
            writing.update(repairs, repair_id, lesson_id=lesson_id)
        writing.tell(number=lesson.number, what=_what(len(fit), len(going)))
        return _outcome(desk, writing, lesson_id, left_out)


def take_out(desk: Desk, lesson_id: int, repair_id: int, helper_id: int) -> TableOutcome:
    """A pupil gets a copy of the lesson to mend; with the first one it is under way. Raises GoneError as above."""
    with desk.library.writing(desk.act(ActName.START_REPAIR)) as writing:
        lesson = _lesson(desk, writing, lesson_id)
        if patron_by_id(writing.connection, helper_id, desk.policy, desk.today) is None:
            raise GoneError
        if why_not := _not_open(lesson) or _not_in(desk, writing, lesson, repair_id):
            return TableOutcome(why_not=why_not)
        outcome = parts.start_in(desk, writing, repair_id, Assignment(helper_id, desk.today, lesson_id))
        if outcome.why_not:
            return TableOutcome(why_not=outcome.why_not)
        writing.update(mending_lessons, lesson_id, state=LessonState.UNDER_WAY.value)
        return _at_table(desk, writing, lesson_id, outcome)


def bring_in(desk: Desk, lesson_id: int, repair_id: int) -> TableOutcome:
    """A copy comes back from the table, mended; the minutes are those since it went out. Raises GoneError as above."""
    with desk.library.writing(desk.act(ActName.FINISH_REPAIR)) as writing:
        lesson = _lesson(desk, writing, lesson_id)
        if why_not := _not_open(lesson) or _not_in(desk, writing, lesson, repair_id):
            return TableOutcome(why_not=why_not)
        row = stored_row(writing.connection, repairs, repair_id)
        started_at = row["started_at"] if row is not None else None
        minutes = minutes_between(started_at, desk.now) if started_at is not None else None
        # A copy that was left at the table overnight was not mended all the night long.
        spent = None if minutes is None else min(minutes, lesson.minutes)
        outcome = parts.finish_in(desk, writing, repair_id, minutes=spent)
        if outcome.why_not:
            return TableOutcome(why_not=outcome.why_not)
        return _at_table(desk, writing, lesson_id, outcome)


def lay_aside(desk: Desk, lesson_id: int, repair_id: int) -> TableOutcome:
    """A copy was not finished: it waits again, in this lesson as long as that is open. Raises GoneError as above."""
    with desk.library.writing(desk.act(ActName.REOPEN_REPAIR)) as writing:
        lesson = _lesson(desk, writing, lesson_id)
        if why_not := _not_open(lesson) or _not_in(desk, writing, lesson, repair_id):
            return TableOutcome(why_not=why_not)
        repair = repair_as_it_stands(desk, writing, repair_id)
        if repair.state not in (RepairState.IN_REPAIR, RepairState.MENDED):
            sentence = _("{title} is not at the table.")
            return TableOutcome(why_not=sentence.format(title=repair.copy.name))
        parts.back_in_line(writing, repair, helper_id=None, minutes=None)
        outcome = RepairOutcome(repair_as_it_stands(desk, writing, repair_id))
        writing.tell(note=_("not finished in lesson {number}").format(number=lesson.number))
        return _at_table(desk, writing, lesson_id, outcome)


def close_lesson(desk: Desk, lesson_id: int) -> LessonOutcome:
    """End a lesson: what was not mended, at the table or not, goes back to the queue. Raises GoneError as above."""
    with desk.library.writing(desk.act(ActName.CLOSE_LESSON)) as writing:
        lesson = _lesson(desk, writing, lesson_id)
        if why_not := _not_allowed(desk) or _not_open(lesson):
            return LessonOutcome(lesson, why_not=why_not)
        left = _let_go(desk, writing, lesson_id)
        ended = {"state": LessonState.CLOSED.value, "closed_at": desk.now, "unfinished": left}
        writing.update(mending_lessons, lesson_id, **ended)
        writing.tell(number=lesson.number, mended=lesson.mended, count=lesson.copies)
        return _outcome(desk, writing, lesson_id)


def cancel_lesson(desk: Desk, lesson_id: int) -> LessonOutcome:
    """Give up a lesson in which nothing was mended: its copies wait in the queue as before. Raises GoneError."""
    with desk.library.writing(desk.act(ActName.CANCEL_LESSON)) as writing:
        lesson = _lesson(desk, writing, lesson_id)
        if why_not := _not_allowed(desk) or _not_open(lesson):
            return LessonOutcome(lesson, why_not=why_not)
        if lesson.mended:
            why_not = _("Copies were mended in it already. Close it: what is left goes back to the queue.")
            return LessonOutcome(lesson, why_not=why_not)
        _let_go(desk, writing, lesson_id)
        for line in lines_of_lesson(writing.connection, lesson_id, desk.policy, desk.today):
            writing.update(repairs, line.repair_id, lesson_id=None)
        writing.update(mending_lessons, lesson_id, state=LessonState.CANCELLED.value, closed_at=desk.now)
        writing.tell(number=lesson.number)
        return _outcome(desk, writing, lesson_id)


def _let_go(desk: Desk, writing: Writing, lesson_id: int) -> int:
    """Send what waits or lies at the table back to the queue; returns how many copies that are."""
    left = 0
    for line in lines_of_lesson(writing.connection, lesson_id, desk.policy, desk.today):
        if line.at_table:
            repair = repair_as_it_stands(desk, writing, line.repair_id)
            parts.back_in_line(writing, repair, helper_id=None)
        if line.at_table or line.state is RepairState.QUEUED:
            writing.update(repairs, line.repair_id, lesson_id=None)
            left += 1
    return left


def _at_table(desk: Desk, writing: Writing, lesson_id: int, outcome: RepairOutcome) -> TableOutcome:
    lines = lines_of_lesson(writing.connection, lesson_id, desk.policy, desk.today)
    repair_id = outcome.repair.id if outcome.repair is not None else 0
    line = next((each for each in lines if each.repair_id == repair_id), None)
    if line is not None:
        writing.tell(title=line.copy.name, code=line.copy.code)
    return TableOutcome(line)


def _sorted_out(
    desk: Desk, writing: Writing, repair_ids: Sequence[int]
) -> tuple[list[int], tuple[tuple[Copy, str], ...]]:
    """Which of these can come into a lesson, and which can't and why."""
    taken = open_lessons_of(writing.connection, repair_ids)
    free = {each.repair_id for each in lesson_candidates(writing.connection)}
    fit: list[int] = []
    left_out: list[tuple[Copy, str]] = []
    for repair_id in dict.fromkeys(repair_ids):
        repair = repair_as_it_stands(desk, writing, repair_id)
        if repair_id in free:
            fit.append(repair_id)
        elif repair_id in taken:
            words = _("{title} is in lesson {number} already.")
            left_out.append((repair.copy, words.format(title=repair.copy.name, number=taken[repair_id])))
        else:
            words = _("{title} does not wait for repair here: {state}.")
            loan = parts.loan_now(desk, writing, repair)
            state = _("on loan") if loan is not None else _(REPAIR_STATE_WORDS[repair.state])
            left_out.append((repair.copy, words.format(title=repair.copy.name, state=state)))
    return fit, tuple(left_out)


def _what(added: int, removed: int) -> str:
    said = []
    if added:
        said.append(ngettext("{count} copy added", "{count} copies added", added).format(count=added))
    if removed:
        said.append(ngettext("{count} copy removed", "{count} copies removed", removed).format(count=removed))
    return _(", ").join(said)


def _not_allowed(desk: Desk) -> str:
    if desk.operator.may(Right.REPAIR):
        return ""
    return _("Only the librarian or a teacher prepares and closes a mending lesson.")


def _not_open(lesson: MendingLesson) -> str:
    if lesson.state.is_open:
        return ""
    if lesson.state is LessonState.CANCELLED:
        return _("Mending lesson {number} was cancelled.").format(number=lesson.number)
    return _("Mending lesson {number} is closed; undo its closing to go on with it.").format(number=lesson.number)


def _not_in(desk: Desk, writing: Writing, lesson: MendingLesson, repair_id: int) -> str:
    repair = repair_as_it_stands(desk, writing, repair_id)
    if repair.lesson_id == lesson.id:
        return ""
    return _("{title} is not in lesson {number}.").format(title=repair.copy.name, number=lesson.number)


def _bad_draft(draft: LessonDraft) -> str:
    if not 0 < draft.minutes <= LONGEST_MINUTES:
        return _("A mending lesson lasts between 1 and {most} minutes.").format(most=LONGEST_MINUTES)
    return next(iter(too_long(draft.name, draft.note)), "")


def _too_many(count: int) -> str:
    if count <= MOST_COPIES:
        return ""
    return _("A mending lesson takes {most} copies at most.").format(most=MOST_COPIES)


def _ask_for_class(writing: Writing, class_id: int | None) -> None:
    if class_id is not None and stored_row(writing.connection, classes, class_id) is None:
        raise GoneError


def _values(draft: LessonDraft) -> dict[str, object]:
    return {
        "name": draft.name.strip(),
        "on": draft.on,
        "minutes": draft.minutes,
        "class_id": draft.class_id,
        "note": draft.note.strip(),
    }


def _lesson(desk: Desk, writing: Writing, lesson_id: int) -> MendingLesson:
    found = lesson_by_id(writing.connection, lesson_id, desk.policy, desk.today)
    if found is None:
        raise GoneError
    return found


def _outcome(
    desk: Desk, writing: Writing, lesson_id: int, left_out: tuple[tuple[Copy, str], ...] = ()
) -> LessonOutcome:
    lines = lines_of_lesson(writing.connection, lesson_id, desk.policy, desk.today)
    return LessonOutcome(lesson_by_id(writing.connection, lesson_id, desk.policy, desk.today), lines, left_out)

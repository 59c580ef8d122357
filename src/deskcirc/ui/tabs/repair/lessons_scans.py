"""A scan in a mending lesson: a card says who, a copy goes out to them, the same copy again comes back mended."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.desk.mending_lessons import TableOutcome, bring_in, change_copies, take_out
from deskcirc.domain.copies import Copy
from deskcirc.domain.mending_lessons import LessonLine
from deskcirc.domain.patrons import Patron
from deskcirc.domain.repair import REPAIR_STATE_WORDS, RepairState
from deskcirc.domain.scanning import Command, Scan
from deskcirc.store.lookups.patrons import search_patrons
from deskcirc.store.lookups.repairs import open_repair_of_copy
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Choice, Message, Offer, Told, Tone
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.repair import lessons_words as words
from deskcirc.ui.tabs.repair.lessons_part import LessonsPart, View, read_part

_MOST_NAMES: Final = 9


def scanned(desk: Desk, part: LessonsPart, scan: Scan, found: Identified) -> Answer:
    """What the scan means; a copy of another lesson that goes on opens that one."""
    read = read_part(desk, part)
    if found.patron is not None:
        return called(desk, read, found.patron)
    if found.copy is not None:
        return _copy(desk, read, found.copy)
    if found.of_isbn:
        headline = _("This is an ISBN. Scan the label of the copy.")
        return Answer(read, Message(Tone.LOOK, headline), Told("isbn", scan.code))
    return _name(desk, read, scan)


def called(desk: Desk, part: LessonsPart, pupil: Patron) -> Answer:
    """The pupil who gets the next copy; one that was scanned just before is theirs at once."""
    lesson = part.open_lesson
    told = Told("pupil", patron=pupil.name)
    if lesson is None:
        headline = _("Open a lesson first, then scan the card of who mends")
        return Answer(part, Message(Tone.LOOK, headline), told)
    line = part.line_of(part.wanted)
    if line is not None and line.state is RepairState.QUEUED:
        return handed(part, take_out(desk, lesson.id, line.repair_id, pupil.id))
    shown = replace(part, view=View.LESSON, pupil=pupil, wanted=0)
    return Answer(shown, words.called(pupil, part.lines), told)


def handed(part: LessonsPart, outcome: TableOutcome) -> Answer:
    """After a copy was to go out to a pupil; whoever comes next scans their own card."""
    line = outcome.line
    if line is None:
        return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused"))
    shown = replace(part, view=View.LESSON, pupil=None, wanted=0, last=line.repair_id)
    return Answer(shown, words.handed_out(line), _told("out", line))


def _name(desk: Desk, part: LessonsPart, scan: Scan) -> Answer:
    """Words typed by hand: pupils of that name, where a lesson goes on."""
    with desk.library.reading() as connection:
        named = search_patrons(connection, scan.original, desk.policy, desk.today, _MOST_NAMES)
    if part.open_lesson is None or not named:
        headline = _("{code} is not a copy of this library").format(code=scan.code)
        return Answer(part, Message(Tone.LOOK, headline), Told("unknown", scan.code))
    if len(named) == 1:
        return called(desk, part, named[0])
    choices = tuple(Choice(f"lessons.pupil:{patron.id}", patron.name, patron.class_name) for patron in named)
    return Answer(part, Message(Tone.LOOK, _("Who mends it?")), Told("choose"), choices=choices)


def _copy(desk: Desk, part: LessonsPart, copy: Copy) -> Answer:
    line = next((each for each in part.lines if each.copy.id == copy.id), None)
    if part.open_lesson is None or line is None:
        # "not finished" and the next card are about what was scanned last, never about the copy before it
        return _elsewhere(desk, replace(part, last=0, wanted=0), copy)
    return _of_lesson(desk, replace(part, view=View.LESSON), line)


def _of_lesson(desk: Desk, part: LessonsPart, line: LessonLine) -> Answer:
    lesson = part.open_lesson
    assert lesson is not None  # noqa: S101  asked for before
    if line.at_table:
        outcome = bring_in(desk, lesson.id, line.repair_id)
        if outcome.line is None:
            return Answer(part, Message(Tone.STOP, outcome.why_not), _told("refused", line))
        shown = replace(part, last=line.repair_id, wanted=0)
        return Answer(shown, words.brought_in(outcome.line), _told("mended", outcome.line), offers=unfinished(line))
    if line.done:
        headline = _("{title} is mended already").format(title=line.copy.name)
        shown = replace(part, last=line.repair_id)
        return Answer(shown, Message(Tone.REPEAT, headline), _told("already", line), offers=unfinished(line))
    if line.state is not RepairState.QUEUED:
        state = _(REPAIR_STATE_WORDS[line.state])
        headline = _("{title}: {state}").format(title=line.copy.name, state=state)
        return Answer(part, Message(Tone.LOOK, headline), _told("over", line))
    if part.pupil is None:
        shown = replace(part, wanted=line.repair_id, last=line.repair_id)
        return Answer(shown, words.who_mends(line), _told("who", line))
    return handed(part, take_out(desk, lesson.id, line.repair_id, part.pupil.id))


def unfinished(line: LessonLine) -> tuple[Offer, ...]:
    """The offer to send the copy back to the queue, by a button and by the barcode of the teacher's list."""
    act = f"lessons.aside:{line.repair_id}"
    return (Offer(act, _("Not finished"), Command.NOT_FINISHED.value),)


def _elsewhere(desk: Desk, part: LessonsPart, copy: Copy) -> Answer:
    """A copy that is not in the lesson on top: of another that goes on, from the queue, or not damaged at all."""
    with desk.library.reading() as connection:
        repair = open_repair_of_copy(connection, copy.id, desk.policy, desk.today)
    told = Told("elsewhere", copy.code, copy.title)
    queue = Offer("in:repair:section:queue", _("Go to the repair queue"))
    if repair is None:
        headline = _("{title} is not in the repair queue").format(title=copy.name)
        said = _("If it is damaged, scan it there first and say what is the matter.")
        return Answer(part, Message(Tone.LOOK, headline, (said,)), told, (queue,))
    other = next((each for each in part.lessons if each.id == repair.lesson_id and each.state.is_open), None)
    lesson = part.open_lesson
    if other is not None and (lesson is None or other.id != lesson.id):
        shown = read_part(desk, replace(part, lesson_id=other.id, view=View.LESSON))
        line = shown.line_of(repair.id)
        if line is not None:
            return _of_lesson(desk, shown, line)
    if lesson is None:
        headline = _("{title} waits for repair; open a lesson to mend it in").format(title=copy.name)
        return Answer(part, Message(Tone.LOOK, headline, (repair.damage_words,)), told, (queue,))
    outcome = change_copies(desk, lesson.id, add=[repair.id])
    if outcome.why_not:
        return Answer(part, Message(Tone.STOP, outcome.why_not), told)
    return _added(read_part(desk, part), repair.id, lesson.number)


def _added(part: LessonsPart, repair_id: int, number: str) -> Answer:
    line = part.line_of(repair_id)
    if line is None:
        return Answer(part)
    headline = _("{title} comes into lesson {number}").format(title=line.copy.name, number=number)
    details = [line.damage_words]
    fit = line.task.fit_for_pupils
    if not fit:
        details.append(_("This is no work for pupils: take it out again, or mend it yourself."))
    offers = (Offer(f"lessons.remove:{repair_id}", _("Take it out again")),)
    message = Message(Tone.DONE if fit else Tone.LOOK, headline, tuple(details))
    return Answer(replace(part, view=View.LESSON, last=repair_id), message, _told("added", line), offers)


def _told(outcome: str, line: LessonLine) -> Told:
    return Told(outcome, copy=line.copy.code, title=line.copy.title, patron=line.helper_name)

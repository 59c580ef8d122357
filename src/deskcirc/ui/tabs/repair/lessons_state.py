"""Mending lessons in plain Python: prepared in a minute, copies out to pupils and back in, closed with its credits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified, known_patron
from deskcirc.desk.mending_lessons import (
    bring_in,
    cancel_lesson,
    change_copies,
    change_lesson,
    close_lesson,
    lay_aside,
    open_lesson,
    proposed_copies,
    take_out,
)
from deskcirc.desk.repair import end_repair
from deskcirc.domain.mending_lessons import Wish, next_choice
from deskcirc.domain.repair import RepairState
from deskcirc.domain.scanning import Scan
from deskcirc.store.lookups.mending_lessons import lesson_candidates
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.repair import lessons_hand as hand
from deskcirc.ui.tabs.repair import lessons_scans as scans
from deskcirc.ui.tabs.repair import lessons_words as words
from deskcirc.ui.tabs.repair.lessons_papers import printed, saved
from deskcirc.ui.tabs.repair.lessons_part import LessonsPart, View, read_part
from deskcirc.ui.tabs.repair.lessons_values import draft_in, wish_in

CALM: Final = marked(
    "Mending lesson: scan a card, then the copy that pupil mends; scan the copy again when it is mended"
)
"""What the banner says while nothing else is to be said."""


def first() -> LessonsPart:
    """The section before anything is read."""
    return LessonsPart()


def refresh(desk: Desk, part: LessonsPart) -> LessonsPart:
    """Read everything again."""
    return read_part(desk, part)


def on_next(part: LessonsPart) -> LessonsPart:
    """Nobody is at the table."""
    return replace(part, pupil=None, wanted=0)


def on_scan(desk: Desk, part: LessonsPart, scan: Scan, found: Identified) -> Answer:
    """A card says who, a copy goes out to them or comes back."""
    return scans.scanned(desk, part, scan, found)


def on_act(desk: Desk, part: LessonsPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the page: its sides, "prepare" a lesson, "period:CODE" of the credits, and those of the lesson on top."""
    verb, _colon, subject = act.partition(":")
    if verb == "view" and subject in set(View):
        return Answer(replace(part, view=View(subject)))
    if verb == "open":
        return Answer(replace(part, lesson_id=number_in(act), view=View.LESSON, pupil=None, wanted=0, last=0))
    read = read_part(desk, part)
    if act == "prepare":
        return _prepare(desk, read, values)
    if verb == "period":
        chosen = next((each for each in read.periods if each.code == subject), None)
        if chosen is None:
            raise UnknownActError(act)
        return Answer(replace(read, view=View.CREDITS, period=chosen))
    if verb == "print":
        return printed(desk, read, act)
    if verb == "save":
        return saved(desk, read, act, values)
    if verb == "pupil":
        return scans.called(desk, read, known_patron(desk, number_in(act)))
    if act == "not_finished" or verb in hand.ACTS:
        return _aside(desk, read, read.last) if act == "not_finished" else hand.acted(desk, read, act)
    return _of_lesson(desk, read, act, values)


def _of_lesson(desk: Desk, part: LessonsPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the lesson on top: "change", "close", "cancel", "put_back", "more", and those of one copy."""
    lesson = part.lesson
    if lesson is None:
        if act.partition(":")[0] in _ACTS_OF_LESSON:
            return Answer(part, Message(Tone.LOOK, _("Open a lesson first.")), Told("no-lesson"))
        raise UnknownActError(act)
    if act == "change":
        return _change(desk, part, lesson.id, values)
    if act == "close":
        outcome = close_lesson(desk, lesson.id)
        offers = (Offer("lessons.print:thanks", _("Thank-you sheet")), *_put_back_offer(part))
        told = Told("refused" if outcome.why_not else "closed")
        return Answer(on_next(part), words.closed(outcome), told, () if outcome.why_not else offers)
    if act == "cancel":
        outcome = cancel_lesson(desk, lesson.id)
        if outcome.why_not:
            return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused"))
        headline = _("Lesson {number} is cancelled; its copies wait in the queue").format(number=lesson.number)
        return Answer(replace(on_next(part), view=View.ALL), Message(Tone.DONE, headline), Told("cancelled"))
    if act == "put_back":
        return _put_back(desk, part)
    if act == "more":
        return _more(desk, part, lesson.id)
    return _of_copy(desk, part, lesson.id, act)


def _of_copy(desk: Desk, part: LessonsPart, lesson_id: int, act: str) -> Answer:
    """Acts of one copy by its repair: "out" to the pupil chosen, "in", "aside", "swap", "remove"."""
    verb = act.partition(":")[0]
    if verb not in _ACTS_OF_LESSON:
        raise UnknownActError(act)
    repair_id = number_in(act)
    line = part.line_of(repair_id)
    if line is None:
        return Answer(part, Message(Tone.LOOK, _("This copy is not in the lesson any more.")), Told("gone"))
    if verb == "aside":
        return _aside(desk, part, repair_id)
    if verb == "swap":
        return _swap(desk, part, lesson_id, repair_id)
    if verb == "remove":
        outcome = change_copies(desk, lesson_id, remove=[repair_id])
        if outcome.why_not:
            return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused"))
        headline = _("{title} waits in the queue, not in this lesson").format(title=line.copy.name)
        return Answer(_refused(part, repair_id), Message(Tone.DONE, headline), Told("removed"))
    if verb == "in":
        table = bring_in(desk, lesson_id, repair_id)
        if table.line is None:
            return Answer(part, Message(Tone.STOP, table.why_not), Told("refused"))
        shown = replace(part, last=repair_id)
        return Answer(shown, words.brought_in(table.line), Told("mended"), scans.unfinished(table.line))
    if part.pupil is None:
        return Answer(replace(part, wanted=repair_id), words.who_mends(line), Told("who"))
    return scans.handed(part, take_out(desk, lesson_id, repair_id, part.pupil.id))


def _prepare(desk: Desk, part: LessonsPart, values: Mapping[str, str]) -> Answer:
    wish = wish_in(part, values)
    if isinstance(wish, str):
        return Answer(part, Message(Tone.STOP, wish), Told("refused"))
    pupils = wish.pupils or _pupils_of(part, wish.draft.class_id)
    chosen = proposed_copies(desk, Wish(wish.copies, wish.draft.minutes, pupils))
    outcome = open_lesson(desk, wish.draft, [each.repair_id for each in chosen])
    message = words.prepared(outcome, wish.copies)
    if outcome.lesson is None:
        return Answer(part, message, Told("refused"))
    offers = (
        Offer("lessons.print:slips", _("Print the slips")),
        Offer("lessons.print:materials", _("List of materials")),
    )
    shown = replace(part, lesson_id=outcome.lesson.id, view=View.LESSON, refused=frozenset(), pupil=None, last=0)
    return Answer(shown, message, Told("prepared"), offers if outcome.lesson.copies else ())


def _pupils_of(part: LessonsPart, class_id: int | None) -> int:
    return next((each.patrons for each in part.classes if each.id == class_id), 0)


def _change(desk: Desk, part: LessonsPart, lesson_id: int, values: Mapping[str, str]) -> Answer:
    draft = draft_in(part, values)
    why_not = draft if isinstance(draft, str) else change_lesson(desk, lesson_id, draft).why_not
    if why_not:
        return Answer(part, Message(Tone.STOP, why_not), Told("refused"))
    return Answer(part, Message(Tone.DONE, _("The lesson is changed")), Told("saved"))


def _aside(desk: Desk, part: LessonsPart, repair_id: int) -> Answer:
    lesson, line = part.lesson, part.line_of(repair_id)
    if lesson is None or line is None:
        said = _("Scan the copy first, then that it was not finished.")
        return Answer(part, Message(Tone.LOOK, said), Told("nothing"))
    outcome = lay_aside(desk, lesson.id, repair_id)
    if outcome.line is None:
        return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused"))
    return Answer(on_next(part), words.laid_aside(outcome.line), Told("not-finished", line.copy.code, line.copy.title))


def _swap(desk: Desk, part: LessonsPart, lesson_id: int, repair_id: int) -> Answer:
    refused = _refused(part, repair_id)
    other = _next(desk, refused)
    if other is None:
        sentence = _("The queue has no other copy that pupils can mend in that time.")
        return Answer(part, Message(Tone.LOOK, sentence), Told("none"))
    outcome = change_copies(desk, lesson_id, add=[other], remove=[repair_id])
    return _changed(refused, outcome.why_not, read_part(desk, refused), other)


def _more(desk: Desk, part: LessonsPart, lesson_id: int) -> Answer:
    other = _next(desk, part)
    if other is None:
        sentence = _("The queue has no other copy that pupils can mend in that time.")
        return Answer(part, Message(Tone.LOOK, sentence), Told("none"))
    outcome = change_copies(desk, lesson_id, add=[other])
    return _changed(part, outcome.why_not, read_part(desk, part), other)


def _changed(part: LessonsPart, why_not: str, shown: LessonsPart, added: int) -> Answer:
    if why_not:
        return Answer(part, Message(Tone.STOP, why_not), Told("refused"))
    line = shown.line_of(added)
    headline = _("{title} comes into the lesson").format(title=line.copy.name if line else "–")
    said = (line.damage_words,) if line else ()
    return Answer(shown, Message(Tone.DONE, headline, said), Told("added"))


def _next(desk: Desk, part: LessonsPart) -> int | None:
    taken = [line.repair_id for line in part.lines]
    minutes = part.lesson.minutes if part.lesson else part.lesson_minutes
    with desk.library.reading() as connection:
        found = next_choice(lesson_candidates(connection), taken, part.refused, minutes)
    return None if found is None else found.repair_id


def _refused(part: LessonsPart, repair_id: int) -> LessonsPart:
    return replace(part, refused=part.refused | {repair_id})


def _put_back_offer(part: LessonsPart) -> tuple[Offer, ...]:
    waiting = any(line.state is RepairState.MENDED for line in part.lines)
    return (Offer("lessons.put_back", _("Put the mended copies back")),) if waiting else ()


def _put_back(desk: Desk, part: LessonsPart) -> Answer:
    mended = [line.repair_id for line in part.lines if line.state is RepairState.MENDED]
    outcomes = end_repair(desk, mended)
    done = [each for each in outcomes if not each.why_not]
    refused = tuple(dict.fromkeys(each.why_not for each in outcomes if each.why_not))
    if not done:
        said = refused or (_("No mended copy of this lesson waits to be put back."),)
        return Answer(part, Message(Tone.LOOK, said[0], said[1:]), Told("nothing"))
    count = len(done)
    headline = ngettext("{count} copy goes back", "{count} copies go back", count).format(count=count)
    held = [
        _("{title} is waited for: hold shelf {number}").format(
            title=each.repair.copy.name, number=each.hold.shelf_number
        )
        for each in done
        if each.hold is not None and each.repair is not None
    ]
    said = (*held, *refused) if len(held) == count else (*held, *refused, _("They stand on the trolley now."))
    return Answer(part, Message(Tone.LOOK if held else Tone.DONE, headline, said), Told("put-back"))


_ACTS_OF_LESSON: Final = frozenset(
    {"change", "close", "cancel", "put_back", "more", "out", "in", "aside", "swap", "remove"}
)

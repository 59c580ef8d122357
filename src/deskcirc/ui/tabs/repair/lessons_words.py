"""What the lessons section says: who has what to do, what came back mended, what a lesson has brought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from deskcirc.desk.mending_lessons import LessonOutcome
from deskcirc.domain.copies import Copy
from deskcirc.domain.mending_lessons import LessonLine, MendingLesson, credits_of, minutes_between, minutes_of
from deskcirc.domain.patrons import Patron
from deskcirc.domain.repair import REPAIR_STATE_WORDS, RepairState
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.outcome import Message, Tone

_NAMED: Final = 6


def minutes_words(count: int) -> str:
    """So many minutes."""
    return ngettext("{count} minute", "{count} minutes", count).format(count=count)


def prepared(outcome: LessonOutcome, wanted: int) -> Message:
    """A lesson was prepared: how many copies it got, and why not more."""
    lesson = outcome.lesson
    if lesson is None:
        return Message(Tone.STOP, outcome.why_not, left_out_words(outcome.left_out))
    if not lesson.copies:
        headline = _("Lesson {number} is prepared; it has no copy yet").format(number=lesson.number)
        said = _("Nothing in the queue is fit for pupils. Scan the copies that shall come into it.")
        return Message(Tone.LOOK, headline, (said,))
    words = ngettext(
        "Lesson {number} is prepared with {count} copy",
        "Lesson {number} is prepared with {count} copies",
        lesson.copies,
    )
    details = [_("Print the slips and the list of materials. Swap a copy, or scan one more into the lesson.")]
    if lesson.copies < wanted:
        words_fewer = _("{wanted} were asked for: the queue has no more that pupils can mend in that time.")
        details.insert(0, words_fewer.format(wanted=wanted))
    headline = words.format(number=lesson.number, count=lesson.copies)
    return Message(Tone.DONE, headline, (*details, *left_out_words(outcome.left_out)))


def left_out_words(left_out: Sequence[tuple[Copy, str]]) -> tuple[str, ...]:
    """Why copies could not come into a lesson, the first few."""
    said = [why_not for _copy, why_not in left_out[:_NAMED]]
    if len(left_out) > _NAMED:
        said.append(_("… and {count} more").format(count=len(left_out) - _NAMED))
    return tuple(said)


def called(pupil: Patron, lines: Sequence[LessonLine]) -> Message:
    """A pupil stands at the table: the next copy scanned is theirs."""
    headline = _("{patron}: now scan the copy").format(patron=pupil.label)
    theirs = [line.copy.name for line in lines if line.at_table and line.helper_id == pupil.id]
    if not theirs:
        return Message(Tone.DONE, headline)
    said = _("{patron} is still mending {titles}").format(patron=pupil.label, titles=_(", ").join(theirs))
    return Message(Tone.LOOK, headline, (said,))


def handed_out(line: LessonLine) -> Message:
    """A pupil has a copy: what is to be done with it, in which time."""
    headline = _("{title} → {patron}").format(title=line.copy.name, patron=line.helper)
    said = _("{damage}: about {minutes}").format(damage=line.damage_words, minutes=minutes_words(line.task.minutes))
    return Message(Tone.DONE, headline, (said, *line.task.words[:2]))


def brought_in(line: LessonLine) -> Message:
    """A copy came back mended."""
    headline = _("{title} is mended").format(title=line.copy.name)
    said = [part for part in (line.helper, minutes_words(line.minutes) if line.minutes is not None else "") if part]
    return Message(Tone.DONE, headline, (" · ".join(said),) if said else ())


def laid_aside(line: LessonLine) -> Message:
    """A copy was not finished."""
    headline = _("{title} is not finished and waits again").format(title=line.copy.name)
    return Message(
        Tone.LOOK, headline, (_("Another pupil can go on with it; when the lesson ends it is in the queue."),)
    )


def who_mends(line: LessonLine) -> Message:
    """A copy of the lesson was scanned, and nobody has said who gets it."""
    headline = _("Who mends {title}? Scan a card or pick a name").format(title=line.copy.name)
    said = _("{damage}: about {minutes}").format(damage=line.damage_words, minutes=minutes_words(line.task.minutes))
    return Message(Tone.LOOK, headline, (said,))


def closed(outcome: LessonOutcome) -> Message:
    """A lesson is over: what was mended, in how many minutes, by whom, and what went back to the queue."""
    lesson = outcome.lesson
    if lesson is None or outcome.why_not:
        return Message(Tone.STOP, outcome.why_not)
    words = ngettext("{mended} of {count} copy mended", "{mended} of {count} copies mended", lesson.copies)
    details = [summary(lesson)]
    names = [
        _("{name} ({count})").format(name=credit.helper, count=credit.copies) for credit in credits_of(outcome.lines)
    ]
    if names:
        shown = _(", ").join(names[: 2 * _NAMED])
        details.append(_("Thank you, {names}!").format(names=shown if len(names) <= 2 * _NAMED else f"{shown} …"))
    return Message(Tone.DONE, words.format(mended=lesson.mended, count=lesson.copies), tuple(details))


def summary(lesson: MendingLesson) -> str:
    """What a lesson has brought, in one line."""
    said = [
        ngettext("{count} copy mended", "{count} copies mended", lesson.mended).format(count=lesson.mended),
        minutes_words(lesson.spent),
    ]
    if lesson.unfinished:
        words = ngettext("{count} back in the queue", "{count} back in the queue", lesson.unfinished)
        said.append(words.format(count=lesson.unfinished))
    return " · ".join(said)


def progress(lines: Sequence[LessonLine]) -> str:
    """How far an open lesson has come, in one line."""
    at_table = sum(line.at_table for line in lines)
    done = sum(line.done for line in lines)
    said = [
        ngettext("{count} copy", "{count} copies", len(lines)).format(count=len(lines)),
        _("{minutes} of work").format(minutes=minutes_words(minutes_of(lines))),
        _("{count} at the table").format(count=at_table),
        _("{count} mended").format(count=done),
    ]
    return " · ".join(said)


def state_of(line: LessonLine, now: datetime | None) -> tuple[str, Tone | None]:
    """Where a copy of a lesson is, with the minutes it has been there or has taken."""
    if line.at_table:
        if line.started_at is None or now is None:
            return _("at the table"), Tone.LOOK
        minutes = minutes_words(minutes_between(line.started_at, max(now, line.started_at)))
        return _("at the table, {minutes}").format(minutes=minutes), Tone.LOOK
    if line.done:
        if line.minutes is None:
            return _("mended"), Tone.DONE
        return _("mended, {minutes}").format(minutes=minutes_words(line.minutes)), Tone.DONE
    if line.state is RepairState.QUEUED:
        return _("waits"), None
    return _(REPAIR_STATE_WORDS[line.state]), Tone.STOP

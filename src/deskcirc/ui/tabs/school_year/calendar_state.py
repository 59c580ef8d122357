"""The calendar in plain Python: the year with its terms, days, hours and amnesties, and loans it would date anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from deskcirc.desk import calendar as desk_calendar
from deskcirc.desk.desk import Desk
from deskcirc.desk.due_dates import DueDatesNow, due_dates_now, move_due_dates
from deskcirc.desk.identify import Identified
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.calendar import OpenDays
from deskcirc.domain.operators import Right
from deskcirc.domain.scanning import Scan
from deskcirc.domain.terms import Amnesty
from deskcirc.domain.year_drafts import HoursDraft, hours_together
from deskcirc.errors import PlainFileError
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.calendar_files import draft_words, export_calendar, import_calendar, loans_words, shipped_holidays
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, file_in, number_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.school_year.calendar_values import NotReadError, day_in, days_in, hours_in, term_in

_MOST_FLAWS = 6
_KINDS_OUT = ("term", "hours", "amnesty")


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """Everything the section shows."""

    calendar: OpenDays = field(default_factory=OpenDays)
    hours: tuple[HoursDraft, ...] = ()
    amnesties: tuple[Amnesty, ...] = ()
    loans: DueDatesNow = field(default_factory=DueDatesNow)
    today: date = date.min
    note: str = ""  # what is still to be set
    may_change: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the school has set nothing yet."""
        return self.calendar.set_until is None and not self.hours and not self.calendar.opened


def first() -> CalendarPart:
    """The section before anything is read."""
    return CalendarPart()


def refresh(desk: Desk, _part: CalendarPart) -> CalendarPart:
    """Read the calendar again, and look at every open loan with it."""
    policy = desk.policy
    return CalendarPart(
        policy.open_days,
        hours_together(policy.opening),
        policy.amnesties,
        due_dates_now(desk),
        desk.today,
        _note(policy.open_days, desk.today),
        desk.operator.may(Right.SCHOOL_YEAR),
    )


def _note(calendar: OpenDays, today: date) -> str:
    until = calendar.set_until
    if until is None:
        return _("No term is set: due dates go by the week alone. Add this term and the next one.")
    if not calendar.terms:
        return _("Holidays are set, terms are not: add this term and the next one.")
    if not any(term.starts > today for term in calendar.terms):
        words = _("The calendar is set up to {day}; set the next term.")
        return words.format(day=day_words(until, today))
    return ""


def on_scan(_desk: Desk, part: CalendarPart, _scan: Scan, _found: Identified) -> Answer:
    """A scan says nothing about the calendar."""
    return Answer(part)


def on_act(desk: Desk, part: CalendarPart, act: str, values: Mapping[str, str]) -> Answer:
    """An act of the page; all but writing the file are the librarian's."""
    verb = act.partition(":")[0]
    if verb == "export":
        path = file_in(act, values)
        export_calendar(desk, path)
        return Answer(part, Message(Tone.DONE, _("Saved as {name}.").format(name=path)), Told("exported"))
    if not desk.operator.may(Right.SCHOOL_YEAR):
        return Answer(part, Message(Tone.STOP, _("Only the librarian may change the calendar.")), Told("refused"))
    if verb == "take_back":
        outcome = undo_by_id(desk, number_in(act))
        headline = _("Undone: {what}").format(what=outcome.sentence) if outcome.done else outcome.sentence
        return Answer(part, Message(Tone.DONE if outcome.done else Tone.STOP, headline), Told("undone"))
    if verb in ("move", "move_longer"):
        return _move(desk, part, only_longer=verb == "move_longer")
    if verb in ("import", "official"):
        return _import(desk, part, _file_of(act, verb, values))
    return _change(desk, part, act, values)


def _change(desk: Desk, part: CalendarPart, act: str, values: Mapping[str, str]) -> Answer:
    try:
        refusal, sentence = _changed(desk, part, act, values)
    except NotReadError as error:
        refusal, sentence = str(error), ""
    if refusal:
        return Answer(part, Message(Tone.STOP, refusal), Told("refused"))
    return _done(desk, part, sentence)


def _changed(desk: Desk, part: CalendarPart, act: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Do it; returns the refusal or "", and what is said when it is done."""
    verb = act.partition(":")[0]
    if verb == "add_term":
        return desk_calendar.add_term(desk, term_in(values)), _("The term is set")
    if verb == "change_term":
        return desk_calendar.change_term(desk, number_in(act), term_in(values)), _("The term is changed")
    if verb == "mark":
        return desk_calendar.mark_days(desk, days_in(values)), _("The days are marked")
    if verb == "clear":
        cleared = desk_calendar.clear_days(desk, day_in(values, "first"), day_in(values, "last"))
        return cleared, _("These days go by the week again")
    if verb == "add_hours":
        return _set_hours(desk, (*part.hours, *hours_in(values))), _("The opening hours are set")
    if verb == "change_hours":
        place = number_in(act)
        hours = (*part.hours[:place], *hours_in(values), *part.hours[place + 1 :])
        return _set_hours(desk, hours), _("The opening hours are changed")
    if verb == "take_out":
        return "", _take_out(desk, part, values.get("lines", "").split())
    raise UnknownActError(act)


def _set_hours(desk: Desk, hours: Iterable[HoursDraft]) -> str:
    return desk_calendar.set_hours(desk, tuple(dict.fromkeys(hours)))


def _take_out(desk: Desk, part: CalendarPart, lines: Sequence[str]) -> str:
    """Take out everything that the lines name, such as "term:3" or "hours:0"; returns what is said of it."""
    chosen = {kind: {number_in(line) for line in lines if line.startswith(f"{kind}:")} for kind in _KINDS_OUT}
    if not any(chosen.values()) or any(place >= len(part.hours) for place in chosen["hours"]):
        raise UnknownActError(" ".join(lines))
    left = (
        [hours for place, hours in enumerate(part.hours) if place not in chosen["hours"]] if chosen["hours"] else None
    )
    desk_calendar.take_out(desk, chosen["term"], chosen["amnesty"], left)
    count = len(set(lines))
    return ngettext("{count} line is taken out", "{count} lines are taken out", count).format(count=count)


def _move(desk: Desk, part: CalendarPart, *, only_longer: bool) -> Answer:
    count = move_due_dates(desk, only_longer=only_longer)
    if not count:
        return Answer(part, Message(Tone.LOOK, _("No due date has to be moved")), Told("nothing"))
    sentence = ngettext("{count} due date moved", "{count} due dates moved", count).format(count=count)
    return Answer(part, Message(Tone.DONE, sentence), Told("due-dates-moved"), offers=_undo(desk))


def _file_of(act: str, verb: str, values: Mapping[str, str]) -> Path:
    if verb == "import":
        return file_in(act, values)
    found = [path for path in shipped_holidays() if path.stem == f"holidays_{number_in(act)}"]
    if not found:
        raise UnknownActError(act)
    return found[0]


def _import(desk: Desk, part: CalendarPart, path: Path) -> Answer:
    try:
        draft = import_calendar(desk, path)
    except PlainFileError as error:
        told = [*error.flaws[0][1:], *(sentence for sentence, _way_out in error.flaws[1:_MOST_FLAWS])]
        return Answer(part, Message(Tone.STOP, error.flaws[0][0], tuple(filter(None, told))), Told("refused"))
    return _done(desk, part, _("{name} is in the calendar").format(name=path.name), draft_words(draft))


def _done(desk: Desk, part: CalendarPart, sentence: str, *details: str) -> Answer:
    """What is said after a change: it touched no loan, and which ones it would date otherwise."""
    now, words = due_dates_now(desk), loans_words(desk)
    offers = _undo(desk)
    if now.to_move:
        offers = (*offers, Offer("calendar.move", _("Move all these due dates")))
        if any(move.gets_longer for move in now.to_move) and not all(move.gets_longer for move in now.to_move):
            offers = (*offers, Offer("calendar.move_longer", _("Only those that gain days")))
    told = tuple(filter(None, (*details, words)))
    return Answer(part, Message(Tone.LOOK if words else Tone.DONE, sentence, told), Told("calendar"), offers=offers)


def _undo(desk: Desk) -> tuple[Offer, ...]:
    entry = desk.library.last_entry
    return (Offer(f"calendar.take_back:{entry}", _("Undo this")),) if entry else ()

"""Setting the school's calendar: terms, days that differ from the week, opening hours, amnesties.

Each function is one act that undo takes back. None of them touches a loan: which due dates the calendar would now
give otherwise is asked in desk/due_dates.py, and moving them is an act of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date

from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.terms import Term
from deskcirc.domain.year_drafts import (
    CalendarDraft,
    DaysDraft,
    HoursDraft,
    TermDraft,
    days_flaws,
    first_flaw,
    hours_flaws,
    overlap_words,
    span_words,
    term_flaws,
    term_words,
)
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.calendar import is_term, late_suspensions, marked_days, opening_rows, rows_of_days
from deskcirc.store.tables import amnesties, closed_days, opening_periods, patrons, terms
from deskcirc.text import gettext as _


def add_term(desk: Desk, draft: TermDraft) -> str:
    """Set a term; returns "" or the sentence why not."""
    refusal = first_flaw(term_flaws(draft)) or overlap_words(draft, desk.policy.terms)
    if refusal:
        return refusal
    with desk.library.writing(desk.act(ActName.CHANGE_CALENDAR, what=term_words(draft))) as writing:
        writing.insert(terms, **asdict(draft))
    return ""


def change_term(desk: Desk, term_id: int, draft: TermDraft) -> str:
    """Give a term other days or another name; returns "" or the sentence why not. Raises GoneError for no term."""
    others = [term for term in desk.policy.terms if term.id != term_id]
    refusal = first_flaw(term_flaws(draft)) or overlap_words(draft, others)
    if refusal:
        return refusal
    with desk.library.writing(desk.act(ActName.CHANGE_CALENDAR, what=term_words(draft))) as writing:
        if not is_term(writing.connection, term_id):
            raise GoneError
        writing.update(terms, term_id, **asdict(draft))
    return ""


def mark_days(desk: Desk, draft: DaysDraft) -> str:
    """Close days for a holiday, or open them, marked before or not; returns "" or the sentence why not."""
    refusal = first_flaw(days_flaws(draft))
    if refusal:
        return refusal
    what = _("{name} ({days})").format(name=_name_of(draft), days=span_words(draft.first, draft.last))
    with desk.library.writing(desk.act(ActName.CHANGE_CALENDAR, what=what)) as writing:
        _write_days(writing, [draft])
    return ""


def clear_days(desk: Desk, first: date, last: date) -> str:
    """Let days go by the week and the terms again; returns "" or the sentence that none of them was marked."""
    what = _("{what} removed").format(what=span_words(first, last))
    with desk.library.writing(desk.act(ActName.CHANGE_CALENDAR, what=what)) as writing:
        rows = marked_days(writing.connection, first, last)
        for row_id in rows:
            writing.update(closed_days, row_id, ended=True)
    return "" if rows else _("None of these days was marked; they go by the week and the terms.")


def set_hours(desk: Desk, drafts: Sequence[HoursDraft]) -> str:
    """Replace all opening hours; without any the weekdays set as closed hold. Returns "" or the sentence why not."""
    refusal = next((first_flaw(hours_flaws(draft)) for draft in drafts if hours_flaws(draft)), "")
    if refusal:
        return refusal
    with desk.library.writing(desk.act(ActName.CHANGE_CALENDAR, what=_("opening hours"))) as writing:
        _write_hours(writing, drafts)
    return ""


def declare_amnesty(desk: Desk, starts: date, ends: date, reason: str, lift_suspensions: bool) -> str:
    """Forgive who comes late on these days, both included; returns "" or the sentence why not.

    With `lift_suspensions` everybody whom a late return has suspended may borrow again at once; who was suspended by
    a person stays so. All of it is one act.
    """
    refusal = first_flaw(days_flaws(DaysDraft(starts, ends, reason)))
    if refusal:
        return refusal
    act = desk.act(ActName.AMNESTY, starts=starts.isoformat(), ends=ends.isoformat(), reason=reason)
    with desk.library.writing(act) as writing:
        writing.insert(amnesties, starts=starts, ends=ends, reason=reason.strip())
        lifted = late_suspensions(writing.connection, desk.today) if lift_suspensions else ()
        for patron_id, _patron in lifted:
            writing.update(patrons, patron_id, suspended_until=None, suspension_reason="")
        writing.tell(lifted=len(lifted))
    return ""


def take_out(
    desk: Desk,
    term_ids: Collection[int] = (),
    amnesty_ids: Collection[int] = (),
    hours: Sequence[HoursDraft] | None = None,
) -> None:
    """Take several things out of the calendar as one act; `hours` are those that stay, None where none goes.

    What an amnesty forgave stays forgiven. Raises GoneError where a term or an amnesty is not there.
    """
    gone_terms = [term for term in desk.policy.terms if term.id in term_ids]
    gone_amnesties = [each for each in desk.policy.amnesties if each.id in amnesty_ids]
    if len(gone_terms) < len(set(term_ids)) or len(gone_amnesties) < len(set(amnesty_ids)):
        raise GoneError
    names = [term_words(term) for term in gone_terms]
    names += [_("amnesty {days}").format(days=span_words(each.starts, each.ends)) for each in gone_amnesties]
    names += [] if hours is None else [_("opening hours")]
    what = _("{what} removed").format(what=_(", ").join(names))
    with desk.library.writing(desk.act(ActName.CHANGE_CALENDAR, what=what)) as writing:
        for term in gone_terms:
            writing.update(terms, term.id, ended=True)
        for amnesty in gone_amnesties:
            writing.update(amnesties, amnesty.id, ended=True)
        if hours is not None:
            _write_hours(writing, hours)


def calendar_refusals(desk: Desk, draft: CalendarDraft) -> tuple[str, ...]:
    """Why a calendar of a file cannot be taken over; its own flaws are the reader's affair and raise no sentence here.

    A term with the name of one that is set takes its place; every other one must find its days free.
    """
    staying = [term for term in desk.policy.terms if _same_name(draft.terms, term) is None]
    return tuple(filter(None, (overlap_words(term, staying) for term in draft.terms)))


def take_over_calendar(desk: Desk, draft: CalendarDraft, file: str) -> tuple[str, ...]:
    """Write everything a file says in one act; returns the sentences why not, none when it is done.

    Days and terms that the file does not name stay as they are; opening hours are replaced where the file has any.
    """
    refusals = calendar_refusals(desk, draft)
    if refusals:
        return refusals
    with desk.library.writing(desk.act(ActName.CHANGE_CALENDAR, what=file)) as writing:
        for term in draft.terms:
            known = next((each for each in desk.policy.terms if each.name == term.name), None)
            if known is None:
                writing.insert(terms, **asdict(term))
            else:
                writing.update(terms, known.id, **asdict(term))
        _write_days(writing, draft.days)
        if draft.hours:
            _write_hours(writing, draft.hours)
    return ()


def _same_name(drafts: Sequence[TermDraft], term: Term) -> TermDraft | None:
    return next((draft for draft in drafts if draft.name == term.name), None)


def _name_of(draft: DaysDraft) -> str:
    return draft.name or (_("open day") if draft.open else _("closed day"))


def _write_days(writing: Writing, drafts: Sequence[DaysDraft]) -> None:
    for draft in drafts:
        rows = rows_of_days(writing.connection, draft.first, draft.last)
        values = {
            "open": draft.open,
            "name": draft.name.strip(),
            "as_weekday": draft.as_weekday if draft.open else None,
        }
        for day in draft.days:
            if day in rows:
                writing.update(closed_days, rows[day], **values, ended=False)
            else:
                writing.insert(closed_days, day=day, **values)


def _write_hours(writing: Writing, drafts: Sequence[HoursDraft]) -> None:
    for row_id in opening_rows(writing.connection):
        writing.update(opening_periods, row_id, ended=True)
    for draft in drafts:
        for weekday in sorted(set(draft.weekdays)):
            values = asdict(draft)
            del values["weekdays"]
            writing.insert(opening_periods, weekday=weekday, **values)

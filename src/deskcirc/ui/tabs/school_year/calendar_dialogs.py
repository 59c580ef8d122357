"""What the calendar asks for: a holiday or open days, a term, opening hours; new, or as they stand to be changed."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from deskcirc.domain.terms import Term
from deskcirc.domain.year_drafts import HoursDraft
from deskcirc.text import gettext as _
from deskcirc.text import weekday_words
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.tabs.school_year.calendar_values import hours_values


def days_dialog(kind: str, first: date, last: date, parent: QWidget) -> QuestionDialog:
    """Days to close ("holiday") or to "open"; the answer has `follows`, the words of a weekday, for the latter."""
    fields = [
        Field("name", _("What it is called"), required=kind == "holiday"),
        Field("first", _("First day"), value=first.isoformat()),
        Field("last", _("Last day"), value=last.isoformat()),
    ]
    if kind == "open":
        own = _("its own weekday")
        fields.append(Field("follows", _("Hours of"), "choice", own, (own, *map(weekday_words, range(1, 8)))))
    title = _("Open these days") if kind == "open" else _("Close for a holiday")
    return QuestionDialog(title, (), fields, _("Mark"), parent)


def term_dialog(term: Term | None, parent: QWidget) -> QuestionDialog:
    """A new term, or this one to be changed."""
    fields = (
        Field("name", _("Name of the term"), value=term.name if term else ""),
        Field("starts", _("First day (2026-09-01)"), value=_written(term.starts if term else None)),
        Field("ends", _("Last day"), value=_written(term.ends if term else None)),
        Field("return_by", _("Everything back by"), value=_written(term.return_by if term else None), required=False),
        Field(
            "vacation_loans_from",
            _("Vacation loans from"),
            value=_written(term.vacation_loans_from if term else None),
            required=False,
        ),
        Field("finals", _("Final examinations from"), value=_written(term.finals if term else None), required=False),
    )
    return QuestionDialog(_("Change the term") if term else _("Add a term"), (), fields, _("Save"), parent)


def hours_dialog(hours: HoursDraft | None, parent: QWidget) -> QuestionDialog:
    """New opening hours, or a line of them to be changed."""
    values = hours_values(hours) if hours else {"weekdays": "1-5", "times": "12:10-13:00", "months": ""}
    fields = (
        Field("weekdays", _("Weekdays, 1 Monday to 7 (12345, 1-5)"), value=values["weekdays"]),
        Field("times", _("From and to, several with commas"), value=values["times"]),
        Field("months", _("Only in months (5-6, 9)"), value=values["months"], required=False),
    )
    told = (_("Hours with months replace, in these months, all others."),)
    title = _("Change the opening hours") if hours else _("Add opening hours")
    return QuestionDialog(title, told, fields, _("Save"), parent)


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""

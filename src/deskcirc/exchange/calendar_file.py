"""The calendar file: terms, holidays, make-up days and opening hours of a school as one readable TOML file.

Lists of holidays as they go round are read too: CSV with a day, a name and `holiday` or `workday` a line, and the
all-day events of an iCalendar file (RFC 5545), where a name with 班 in it is a day worked.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from deskcirc.domain.dates import read_date
from deskcirc.domain.year_drafts import (
    CalendarDraft,
    DaysDraft,
    HoursDraft,
    TermDraft,
    days_flaws,
    hours_flaws,
    overlap_words,
    term_flaws,
)
from deskcirc.errors import PlainFileError
from deskcirc.exchange.plain_file import PlainFile, PlainRow, read_plain_file, text_of
from deskcirc.exchange.plain_form import Key, Kind, PlainForm, TableForm
from deskcirc.exchange.plain_writing import plain_text
from deskcirc.text import gettext as _
from deskcirc.text import marked

FORM: Final = PlainForm(
    "calendar",
    marked("The calendar of a school library: terms, holidays, make-up days, opening hours."),
    (
        TableForm(
            "term",
            marked("One table a term; what lies between two terms is vacation."),
            (
                Key("name", Kind.WORDS, marked("what the term is called"), required=True),
                Key("starts", Kind.DAY, marked("its first day"), required=True),
                Key("ends", Kind.DAY, marked("its last day"), required=True),
                Key("return_by", Kind.DAY, marked("the day on which everything must be back")),
                Key("vacation_loans_from", Kind.DAY, marked("loans from this day on fall due in the next term")),
                Key("finals", Kind.DAY, marked("the first day of the final examinations")),
            ),
        ),
        TableForm(
            "holiday",
            marked("Days on which the library is closed, both included."),
            (
                Key("name", Kind.WORDS, marked("what the holiday is called"), required=True),
                Key("first", Kind.DAY, marked("its first day"), required=True),
                Key("last", Kind.DAY, marked("its last day; the first where this is left out")),
            ),
        ),
        TableForm(
            "make_up",
            marked("Days that are worked in place of others, such as a Saturday after a holiday."),
            (
                Key("day", Kind.DAY, marked("the day"), required=True),
                Key("name", Kind.WORDS, marked("why it is worked")),
                Key(
                    "follows",
                    Kind.NUMBER,
                    marked("whose hours it has, 1 Monday to 7; its own weekday's where this is left out"),
                    least=1,
                    most=7,
                ),
            ),
        ),
        TableForm(
            "hours",
            marked("Opening hours; those with months replace, in these months, all others."),
            (
                Key("weekdays", Kind.NUMBERS, marked("1 Monday to 7 Sunday"), required=True, least=1, most=7),
                Key("opens", Kind.CLOCK, marked("from when the library is open"), required=True),
                Key("closes", Kind.CLOCK, marked("when it closes"), required=True),
                Key("month_from", Kind.NUMBER, marked("the first of the months, 1 to 12"), least=1, most=12),
                Key("month_to", Kind.NUMBER, marked("the last of the months"), least=1, most=12),
            ),
        ),
    ),
)
_OPEN_WORDS: Final = frozenset({"workday", "work", "open", "上班", "补班", "调休", "班"})
_CLOSED_WORDS: Final = frozenset({"holiday", "off", "closed", "放假", "休", "假期", "节假日"})
_HEADINGS: Final = frozenset({"date", "day", "日期"})
_EVENT_DAY: Final = re.compile(r"(DTSTART|DTEND)(?:;[^:]*)?:(\d{4})(\d{2})(\d{2})")


def calendar_text(draft: CalendarDraft) -> str:
    """The calendar as the text of a file."""
    closed = [days for days in draft.days if not days.open]
    rows = {
        "term": [asdict(term) for term in draft.terms],
        "holiday": [
            {
                "name": each.name or _("closed day"),
                "first": each.first,
                "last": each.last if each.last > each.first else None,
            }
            for each in closed
        ],
        "make_up": [
            {"day": day, "name": each.name, "follows": each.as_weekday}
            for each in draft.days
            if each.open
            for day in each.days
        ],
        "hours": [asdict(hours) for hours in draft.hours],
    }
    return plain_text(FORM, rows)


def read_calendar_file(path: Path) -> CalendarDraft:
    """The calendar of a file, whatever of the three forms it has.

    Raises ImportFileError for one that can't be read, PlainFileError with every flaw and its line.
    """
    if path.suffix.lower() == ".csv":
        return _checked_lines(path.name, _csv_lines(text_of(path)))
    if path.suffix.lower() in (".ics", ".ical"):
        return _checked_lines(path.name, _event_lines(text_of(path)))
    return calendar_of(read_plain_file(path, FORM))


def calendar_of(file: PlainFile) -> CalendarDraft:
    """The calendar that the file says. Raises PlainFileError with every flaw."""
    flaws: list[tuple[str, str]] = []
    terms: list[TermDraft] = []
    for row in file.rows("term"):
        term = _term(row)
        flaws += [row.flaw(part, sentence) for part, sentence in term_flaws(term)]
        overlap = overlap_words(term, terms)
        flaws += [row.flaw("starts", overlap)] if overlap else []
        terms.append(term)
    days = []
    for row in (*file.rows("holiday"), *file.rows("make_up")):
        draft = _days(row)
        flaws += [row.flaw(part, sentence) for part, sentence in days_flaws(draft)]
        days.append(draft)
    hours = []
    for row in file.rows("hours"):
        line = HoursDraft(
            row.numbers("weekdays"),
            row.number("opens"),
            row.number("closes"),
            row.number_or_none("month_from"),
            row.number_or_none("month_to"),
        )
        flaws += [row.flaw(part, sentence) for part, sentence in hours_flaws(line)]
        hours.append(line)
    if flaws:
        raise PlainFileError(flaws)
    return CalendarDraft(tuple(terms), tuple(days), tuple(hours))


def _term(row: PlainRow) -> TermDraft:
    starts, ends = row.day("starts") or date.min, row.day("ends") or date.min
    extra = (row.day("return_by"), row.day("vacation_loans_from"), row.day("finals"))
    return TermDraft(row.words("name"), starts, ends, *extra)


def _days(row: PlainRow) -> DaysDraft:
    if row.table == "make_up":
        day = row.day("day") or date.min
        return DaysDraft(day, day, row.words("name"), open=True, as_weekday=row.number_or_none("follows"))
    first = row.day("first") or date.min
    return DaysDraft(first, row.day("last") or first, row.words("name"))


Line = tuple[int, DaysDraft | str]
"""A line's number, and the day it gives or the sentence what is wrong with it."""


def _checked_lines(name: str, lines: Iterator[Line]) -> CalendarDraft:
    days: list[DaysDraft] = []
    flaws: list[tuple[str, str]] = []
    for number, found in lines:
        sentences = [found] if isinstance(found, str) else [sentence for _part, sentence in days_flaws(found)]
        words = _("{name}, line {line}: {sentence}")
        flaws += [(words.format(name=name, line=number, sentence=sentence), "") for sentence in sentences]
        if isinstance(found, DaysDraft):
            days.append(found)
    if not days and not flaws:
        flaws.append((_("{name} names no day.").format(name=name), _("Choose a list of holidays.")))
    if flaws:
        raise PlainFileError(flaws)
    return CalendarDraft(days=tuple(days))


def _csv_lines(text: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")))
    try:
        for cells in reader:
            row = [cell.strip() for cell in cells]
            if not any(row) or row[0].startswith("#") or row[0].lower() in _HEADINGS:
                continue
            yield reader.line_num, _csv_day(row)
    except csv.Error:  # a quotation mark that nobody closed, and a field of all that follows
        yield reader.line_num, _("This line cannot be read.")


def _csv_day(row: Sequence[str]) -> DaysDraft | str:
    day = read_date(row[0])
    if day is None:
        return _("“{text}” is not a date like 2026-11-20").format(text=row[0])
    kind = row[2].lower() if len(row) > 2 else "holiday"
    if kind not in _OPEN_WORDS | _CLOSED_WORDS:
        return _("“{text}” is neither holiday nor workday.").format(text=row[2])
    return DaysDraft(day, day, row[1] if len(row) > 1 else "", open=kind in _OPEN_WORDS)


def _event_lines(text: str) -> Iterator[Line]:
    begun, first, end, name = 0, None, None, ""
    for number, line in enumerate(re.sub(r"\r?\n[ \t]", "", text).splitlines(), 1):
        found = _EVENT_DAY.match(line)
        if line.startswith("BEGIN:VEVENT"):
            begun, first, end, name = number, None, None, ""
        elif line.startswith("SUMMARY"):
            name = line.partition(":")[2].replace("\\,", ",").strip()
        elif found and begun:
            day = read_date("-".join(found.groups()[1:]))
            first, end = (day, end) if found.group(1) == "DTSTART" else (first, day)
        elif line.startswith("END:VEVENT"):
            yield begun, _event_days(first, end, name)
            begun = 0


def _event_days(first: date | None, end: date | None, name: str) -> DaysDraft | str:
    if first is None:
        return _("This event has no day.")
    # An all-day event ends on the day after its last.
    last = first if end is None or end <= first else end - timedelta(days=1)
    return DaysDraft(first, last, name, open="班" in name)

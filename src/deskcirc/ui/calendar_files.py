"""Calendar files, for the screen and for the command line: read, told what is in them, taken over, written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from deskcirc import paths
from deskcirc.desk.calendar import calendar_refusals, take_over_calendar
from deskcirc.desk.desk import Desk
from deskcirc.desk.due_dates import due_dates_now
from deskcirc.domain.year_drafts import CalendarDraft, draft_of
from deskcirc.errors import PlainFileError
from deskcirc.exchange.calendar_file import calendar_text, read_calendar_file
from deskcirc.exchange.plain_writing import save_plain_text
from deskcirc.text import gettext as _
from deskcirc.text import in_a_row, ngettext
from deskcirc.ui.file_commands import FileCommand


def shipped_holidays() -> tuple[Path, ...]:
    """The lists of official holidays that come with the program, the latest year first."""
    return tuple(sorted((paths.resources() / "calendar").glob("holidays_2*.toml"), reverse=True))


def draft_words(draft: CalendarDraft) -> str:
    """How much a file holds: "Terms: 2, days that differ from the week: 33, opening hours: 3."."""
    words = _("Terms: {terms}, days that differ from the week: {days}, opening hours: {hours}.")
    days = sum(len(each.days) for each in draft.days)
    return words.format(terms=len(draft.terms), days=days, hours=len(draft.hours))


def export_calendar(desk: Desk, path: Path) -> None:
    """Write the library's calendar to a file. Raises DeskcircError where it can't be written."""
    save_plain_text(path, export_text(desk))


def export_text(desk: Desk) -> str:
    """The library's calendar as the text of a file."""
    return calendar_text(draft_of(desk.policy.terms, desk.policy.open_days))


def import_calendar(desk: Desk, path: Path, *, dry_run: bool = False) -> CalendarDraft:
    """Take over the calendar of a file as one act, or nothing of it.

    Raises ImportFileError for one that can't be read, PlainFileError with everything against it.
    """
    draft = read_calendar_file(path)
    refusals = calendar_refusals(desk, draft) if dry_run else take_over_calendar(desk, draft, path.name)
    if refusals:
        raise PlainFileError([(_("{name}: {sentence}").format(name=path.name, sentence=each), "") for each in refusals])
    return draft


def loans_words(desk: Desk) -> str:
    """How many open loans the calendar would now date otherwise; "" for none."""
    now = due_dates_now(desk)
    count, closed = len(now.to_move), now.on_closed_days
    moving = ngettext(
        "{count} open loan would be due on another day now.",
        "{count} open loans would be due on another day now.",
        count,
    ).format(count=count)
    words = _("Loans due on a closed day: {count}; they keep their date.")
    return in_a_row(moving if count else "", words.format(count=closed) if closed else "")


def _take_over(desk: Desk, file: Path, dry_run: bool) -> Iterator[str]:
    yield draft_words(import_calendar(desk, file, dry_run=dry_run))
    if not dry_run and (words := loans_words(desk)):
        yield words


COMMAND: Final = FileCommand("calendar", export_text, _take_over)

"""The list beside the year: a line for each term, opening hours, amnesty, and loan that would be dated anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from deskcirc.domain.terms import Term
from deskcirc.domain.year_drafts import HoursDraft, span_words
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.calendar_words import hours_line
from deskcirc.ui.lines_model import ROW_PIXELS, Cell, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tabs.school_year.calendar_state import CalendarPart
from deskcirc.ui.theme import Theme

MOST_LOANS: Final = 200
"""Loans listed at once; a long holiday touches half the school's."""

_SECOND_LINE: Final = 18  # pixels that a second line of words needs


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One line of the list; `names` is the thing in an act, such as "term:3", "" for what is only told."""

    words: str
    names: str = ""
    term: Term | None = None
    hours: HoursDraft | None = None
    tone: Tone | None = None

    @property
    def can_change(self) -> bool:
        """Whether it may be changed where it stands."""
        return self.term is not None or self.hours is not None


def calendar_lines(part: CalendarPart) -> Iterator[CalendarLine]:
    """Terms with their days on a second line, hours, amnesties, and the loans, two lines each."""
    for term in part.calendar.terms:
        yield CalendarLine(f"{term.name}\n{span_words(term.starts, term.ends)}", f"term:{term.id}", term)
    for place, hours in enumerate(part.hours):
        yield CalendarLine(hours_line(hours), f"hours:{place}", hours=hours)
    for each in part.amnesties:
        words = _("Amnesty {days}").format(days=span_words(each.starts, each.ends))
        yield CalendarLine(words, f"amnesty:{each.id}")
    for move in part.loans.to_move[:MOST_LOANS]:
        words = _("{title}, {patron}\n{due} → {moved}").format(
            title=move.title,
            patron=move.patron,
            due=day_words(move.due, part.today),
            moved=day_words(move.moved.date, part.today),
        )
        yield CalendarLine(words, tone=Tone.LOOK)
    more = len(part.loans.to_move) - MOST_LOANS
    if more > 0:
        yield CalendarLine(ngettext("{count} more loan", "{count} more loans", more).format(count=more))


def cells_of(line: CalendarLine) -> tuple[Cell, ...]:
    """The line's one cell."""
    return (Cell(line.words, line.tone),)


def fit_heights(view: LinesView[CalendarLine], theme: Theme) -> None:
    """Give the lines of two rows of words their room."""
    for place, line in enumerate(view.lines):
        view.setRowHeight(place, theme.px(ROW_PIXELS + (_SECOND_LINE if "\n" in line.words else 0)))

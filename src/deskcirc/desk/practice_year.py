"""The school year of the practice library: terms, holidays, opening hours, the rota, and a class corner.

The hours are those of schools' own work plans (domain facts, chapter 1): pupils from 12:10 to 13:00 every school day,
in May and June only Monday and Friday. Terms and holidays are rough: real ones are fixed each year by notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from deskcirc import settings as known
from deskcirc.desk.corner_piles import choose_from_shelves, fill_corner
from deskcirc.desk.corners import CornerDraft, open_corner
from deskcirc.desk.desk import Desk
from deskcirc.desk.rota import save_rota, save_slot, save_wish
from deskcirc.domain.changes import ActName
from deskcirc.domain.rota import Activity, Slot, Wish
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.corners import ShelfChoice
from deskcirc.store.lookups.patrons import school_classes
from deskcirc.store.tables import closed_days, opening_periods, settings, terms
from deskcirc.text import gettext as _
from deskcirc.text import marked

CORNER: Final = 50
"""Copies in the corner of the youngest class; schools' plans ask for fifty at least."""

_HOLIDAYS: Final = (
    (marked("National Day"), (10, 1), (10, 7)),
    (marked("New Year's Day"), (1, 1), (1, 1)),
    (marked("Labour Day"), (5, 1), (5, 5)),
)
_YEARS: Final = 3
_LAST_WEEK: Final = timedelta(days=10)  # before the end of term everything is due back
_WEEKDAYS: Final = range(1, 6)
_FEW_WEEKDAYS: Final = (1, 5)
_OPENS, _CLOSES = 12 * 60 + 10, 13 * 60
_FEW_MONTHS: Final = (5, 6)
_SLOTS: Final = (_OPENS, _OPENS + 15, _OPENS + 30)
_SLOT_MINUTES: Final = 15


def write_year(writing: Writing, first: int) -> None:
    """Set terms and holidays of the school year that began in `first` and of the two after it, and the hours."""
    for year in range(first, first + _YEARS):
        for name, starts, ends in _terms(year):
            writing.insert(terms, name=name, starts=starts, ends=ends, return_by=ends - _LAST_WEEK)
        for day, name in _holidays(year):
            writing.insert(closed_days, day=day, name=name)
    for weekday in _WEEKDAYS:
        writing.insert(opening_periods, weekday=weekday, opens=_OPENS, closes=_CLOSES)
    for weekday in _FEW_WEEKDAYS:
        months = {"month_from": _FEW_MONTHS[0], "month_to": _FEW_MONTHS[1]}
        writing.insert(opening_periods, weekday=weekday, opens=_OPENS, closes=_CLOSES, **months)


def open_a_corner(desk: Desk) -> None:
    """Give the youngest class a corner with what stands first on the shelves; nothing where there is no class."""
    with desk.library.reading() as connection:
        found = school_classes(connection, desk.policy, desk.today)
    for school_class in found[:1]:
        corner = open_corner(desk, school_class.id, CornerDraft(target=CORNER, capacity=CORNER + 10)).corner
        if corner is not None:
            chosen = choose_from_shelves(desk, corner.id, ShelfChoice(), CORNER)
            fill_corner(desk, corner.id, [judged.copy.id for judged in chosen])


def make_a_rota(desk: Desk) -> None:
    """Three slots a lunch and two classes in each: the youngest read, the others borrow, each class once a week.

    Who comes outside the turn of the class borrows all the same: practising goes on at any hour.
    """
    for opens in _SLOTS:
        save_slot(desk, Slot(0, opens, opens + _SLOT_MINUTES, room=2))
    save_wish(desk, Wish(0, grade_from=1, grade_to=2, activity=Activity.READ, weekdays=frozenset({1, 3})))
    save_wish(desk, Wish(0, grade_from=3))
    save_rota(desk, keep_pinned=False)
    with desk.library.writing(desk.act(ActName.SET_UP, library=_("Practice library"))) as writing:
        setting = known.OUTSIDE_TURN
        writing.insert(settings, name=setting.name, value=setting.write("ignore"))


def _terms(year: int) -> Iterator[tuple[str, date, date]]:
    words = _("Autumn {year}"), _("Spring {next}")
    spans = ((date(year, 9, 1), date(year + 1, 1, 19)), (date(year + 1, 2, 21), date(year + 1, 7, 4)))
    for name, (starts, ends) in zip(words, spans, strict=True):
        yield name.format(year=year, next=year + 1), starts, ends


def _holidays(year: int) -> Iterator[tuple[date, str]]:
    """The holidays of a school year, by day."""
    for name, first, last in _HOLIDAYS:
        in_year = year if first >= (9, 1) else year + 1
        day = date(in_year, *first)
        while day <= date(in_year, *last):
            yield day, _(name)
            day += timedelta(days=1)

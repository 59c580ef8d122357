"""Small rosters and schools for tests: pupils by name and class, rows by name, number and class."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from deskcirc.domain.classes import SIX_THREE_THREE, Schooling, entry_year_for, read_class
from deskcirc.domain.drafts import PatronDraft
from deskcirc.domain.patrons import PatronState
from deskcirc.domain.roster import ClassKey, KnownClass, KnownPupil, Roster, RosterRow, SchoolNow

SEPTEMBER = date(2026, 9, 1)


def key_of(label: str, on: date = SEPTEMBER, schooling: Schooling = SIX_THREE_THREE) -> ClassKey:
    """The class of a label, as it is on a day."""
    read = read_class(label, schooling)
    assert read is not None
    year = read.entry_year_on(on, schooling)
    assert year is not None
    return year, read.number or 0


def row(line: int, name: str, number: str, label: str = "", category: str = "") -> RosterRow:
    """One row; a label that is no class stays unread."""
    read = read_class(label)
    year = read.entry_year_on(SEPTEMBER) if read else None
    draft = PatronDraft(
        name,
        number,
        class_label=label,
        entry_year=year,
        class_number=read.number if read and year else None,
        category=category,
    )
    return RosterRow(line, "", draft, number, "")


def pupil(patron_id: int, name: str, number: str, label: str, **facts: object) -> KnownPupil:
    """A pupil who is in a class, called as it will be in September."""
    return KnownPupil(patron_id, number, name, key_of(label), cards=(number,), **facts)  # type: ignore[arg-type]


def gone_pupil(patron_id: int, name: str, number: str, label: str) -> KnownPupil:
    """The same, but the pupil left the school before."""
    return pupil(patron_id, name, number, label, state=PatronState.LEFT)


def school(
    pupils: Iterable[KnownPupil], more_classes: Iterable[str] = (), other_codes: Iterable[str] = ()
) -> SchoolNow:
    """A primary school with these pupils and their classes."""
    known = tuple(pupils)
    keys = dict.fromkeys([one.class_key for one in known if one.class_key] + [key_of(label) for label in more_classes])
    classes = {key: KnownClass(place) for place, key in enumerate(keys, start=1)}
    return SchoolNow(known, classes, other_codes=frozenset(other_codes))


def roster(*rows: RosterRow) -> Roster:
    """A roster of the year that begins in September 2026."""
    return Roster("名单.xlsx", SEPTEMBER, rows)


def first_graders(grade: int) -> int:
    """The year in which those entered who are in that grade in September."""
    return entry_year_for(grade, SEPTEMBER)

"""Who or what is meant by words or an ISBN in the reading room: a person, a class, one copy of several."""

from __future__ import annotations

from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.classes import entry_year_for, read_class
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.patrons import SchoolClass
from deskcirc.domain.rules import Lending
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.lookups.patrons import school_classes, search_patrons
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Choice

_MOST: Final = 9


def who_is_meant(desk: Desk, words: str) -> tuple[Choice, ...]:
    """Classes of that name ("三（2）班", "3a"), else people whose name, initials or number it is."""
    with desk.library.reading() as connection:
        classes = school_classes(connection, desk.policy, desk.today)
        meant = [each for each in classes if each.name == words or _is_class(desk, each, words)]
        people = () if meant else search_patrons(connection, words, desk.policy, desk.today)
    found = [Choice(f"class:{each.id}", each.name, _("the whole class")) for each in meant]
    found += [Choice(f"patron:{each.id}", each.name, each.class_name or each.category) for each in people]
    return tuple(found[:_MOST])


def _is_class(desk: Desk, found: SchoolClass, words: str) -> bool:
    label = read_class(words, desk.policy.schooling)
    if label is None or label.number != found.number:
        return False
    if label.entry_year is not None:
        return label.entry_year == found.entry_year
    if label.grade is None:
        return False
    return entry_year_for(label.grade, desk.today, desk.policy.schooling) == found.entry_year


def copy_meant(desk: Desk, of_isbn: tuple[Copy, ...]) -> Copy | tuple[Choice, ...]:
    """The copy on the counter: the one that is read here, else one that is free; or the choice between titles."""
    with desk.library.reading() as connection:
        loans = {copy.id: loan_of_copy(connection, copy.id, desk.policy, desk.today) for copy in of_isbn}
    here = [copy for copy in of_isbn if (loan := loans[copy.id]) is not None and loan.lending is not Lending.HOME]
    if len(here) == 1:
        return here[0]
    free = [copy for copy in of_isbn if loans[copy.id] is None and copy.state is CopyState.IN_STOCK]
    first_of_title = {copy.title_id: copy for copy in reversed(free or of_isbn)}
    if len(first_of_title) == 1:
        return next(iter(first_of_title.values()))
    listed = list(first_of_title.values())[:_MOST]
    return tuple(Choice(f"copy:{copy.id}", copy.name, f"{copy.author}  {copy.call_number}") for copy in listed)

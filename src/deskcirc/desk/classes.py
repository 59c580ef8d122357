"""Editing classes: their teacher and own name, pupils put into another class, a class that ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.classes import read_class
from deskcirc.domain.operators import Right
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.classes import class_by_id, has_open_corner, pupils_of_class
from deskcirc.store.lookups.imports import known_classes
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.tables import classes, patrons
from deskcirc.text import gettext as _

_LONGEST: Final = 40


def change_class(desk: Desk, class_id: int, teacher: str, own_name: str) -> str:
    """Set the class teacher and the class's own name, "" for the name that follows from the date.

    Returns "" or the sentence why not. Raises GoneError for a class that does not exist.
    """
    if not desk.operator.may(Right.SCHOOL_YEAR):
        return not_allowed()
    if max(len(teacher), len(own_name)) > _LONGEST:
        return _("A name has at most {count} characters.").format(count=_LONGEST)
    with desk.library.writing(desk.act(ActName.CHANGE_CLASS)) as writing:
        name = _name_of(desk, writing, class_id)
        writing.update(classes, class_id, teacher=teacher.strip(), name=own_name.strip())
        writing.tell(name=name)
    return ""


def move_pupils(desk: Desk, class_id: int, pupil_ids: Sequence[int], label: str) -> str:
    """Put pupils of a class into the class of that label, which is made where it is not there; so classes are split
    and merged. A class that nobody is in any more is not ended by it.

    Returns "" or the sentence why not. Raises GoneError for pupils who are not in the class any more.
    """
    if not desk.operator.may(Right.SCHOOL_YEAR):
        return not_allowed()
    read = read_class(label, desk.policy.schooling)
    year = read.entry_year_on(desk.today, desk.policy.schooling) if read else None
    if read is None or year is None:
        return _("The class “{label}” cannot be read. Write it as 三（2）班, 302 or 2024级2班.").format(label=label)
    if not pupil_ids:
        return _("Nobody was chosen.")
    with desk.library.writing(desk.act(ActName.CHANGE_CLASS)) as writing:
        here = {pupil.id for pupil in pupils_of_class(writing.connection, class_id, desk.policy, desk.today)}
        if not here.issuperset(pupil_ids):
            raise GoneError
        target = _class_of(writing, (year, read.number or 0))
        for pupil_id in pupil_ids:
            writing.update(patrons, pupil_id, class_id=target)
        writing.tell(name=_name_of(desk, writing, target), count=len(pupil_ids))
    return ""


def end_class(desk: Desk, class_id: int) -> str:
    """Take a class that nobody is in off the lists; returns "" or the sentence why not. Raises GoneError for none."""
    if not desk.operator.may(Right.SCHOOL_YEAR):
        return not_allowed()
    with desk.library.writing(desk.act(ActName.CHANGE_CLASS)) as writing:
        name = _name_of(desk, writing, class_id)
        pupils = pupils_of_class(writing.connection, class_id, desk.policy, desk.today)
        if pupils:
            return _("{count} pupils are still in {name}: put them into another class first.").format(
                count=len(pupils), name=name
            )
        if has_open_corner(writing.connection, class_id):
            return _("The class corner of {name} is still open: empty it first.").format(name=name)
        writing.update(classes, class_id, ended=True)
        writing.tell(name=name)
    return ""


def not_allowed() -> str:
    """Why a helper or teacher may not change the classes."""
    return _("Only the librarian may change the classes.")


def _class_of(writing: Writing, key: tuple[int, int]) -> int:
    """The class of that year and number; it is made, or begun again, where need be."""
    known = known_classes(writing.connection).get(key)
    if known is None:
        return writing.insert(classes, entry_year=key[0], number=key[1])
    writing.update(classes, known, ended=False)
    return known


def _name_of(desk: Desk, writing: Writing, class_id: int) -> str:
    row = class_by_id(writing.connection, class_id)
    if row is None:
        raise GoneError
    return class_label(row.entry_year, row.number, row.name, desk.policy, desk.today)

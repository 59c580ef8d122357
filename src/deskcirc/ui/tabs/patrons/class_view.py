"""What is out in one class, in plain Python: patron by patron, with what the class teacher asks for."""

from __future__ import annotations

from dataclasses import dataclass

from deskcirc.desk.desk import Desk
from deskcirc.domain.recall import recall_on
from deskcirc.errors import GoneError
from deskcirc.labels.paper import Paper
from deskcirc.labels.recall_list import RecallClass, RecallLine, recall_lists
from deskcirc.store.lookups.classes import class_lines
from deskcirc.store.lookups.end_of_term import CopyOut, copies_out


@dataclass(frozen=True, slots=True)
class ClassView:
    """Everything out in a class; `corner` copies are lent to the class itself and stand in its corner."""

    class_id: int
    name: str
    teacher: str
    pupils: int
    copies: tuple[CopyOut, ...]
    corner: int

    @property
    def borrowers(self) -> int:
        """How many have something."""
        return len({copy.patron_id for copy in self.copies})

    @property
    def late(self) -> int:
        """How many copies are late."""
        return sum(1 for copy in self.copies if copy.days_late)


def read_class(desk: Desk, class_id: int) -> ClassView:
    """The class with what its patrons hold, by their numbers, the most urgent first; raises GoneError for no class."""
    policy, today = desk.policy, desk.today
    with desk.library.reading() as connection:
        lines = class_lines(connection, policy, today)
        line = next((each for each in lines if each.id == class_id), None)
        if line is None:
            raise GoneError
        found = copies_out(connection, policy, today, class_id=class_id)
    copies = tuple(copy for copy in found if not copy.in_corner)
    return ClassView(class_id, line.name, line.teacher, line.pupils, copies, len(found) - len(copies))


def recall_list(desk: Desk, view: ClassView) -> Paper:
    """The list for the class teacher, on one page."""
    lines = tuple(
        RecallLine(
            copy.patron_number, copy.patron, copy.name, copy.call_number, copy.code, copy.due, copy.days_late > 0
        )
        for copy in view.copies
    )
    listed = RecallClass(view.name, view.teacher, lines, view.corner)
    return_by = recall_on(desk.policy.terms, desk.today).return_by
    return recall_lists((listed,), desk.policy.library_name, return_by, desk.today)

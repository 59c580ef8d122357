"""Who stands at the counter: changing over by card or PIN, adding helpers, and who may pass a block."""

from __future__ import annotations

from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.operators import Operator, Right, Role, hashed_pin
from deskcirc.store.lookups.operators import all_operators
from deskcirc.store.tables import operators
from deskcirc.text import gettext as _


def operators_of(desk: Desk) -> tuple[Operator, ...]:
    """Everybody who may work here."""
    with desk.library.reading() as connection:
        return all_operators(connection)


def who_may(desk: Desk, right: Right, pin: str) -> Operator | None:
    """The operator who may do it: the one at the counter, else whoever has the right and this PIN."""
    if desk.operator.may(right):
        return desk.operator
    if not pin:
        return None
    return next((other for other in operators_of(desk) if other.may(right) and other.accepts_pin(pin)), None)


def add_operator(desk: Desk, name: str, role: Role, pin: str = "", card: str = "") -> str:
    """Add somebody to the counter; returns "" or the sentence why not."""
    if not name.strip():
        return _("The name is missing.")
    with desk.library.writing(desk.act(ActName.CHANGE_OPERATOR, name=name)) as writing:
        if any(other.name == name.strip() for other in all_operators(writing.connection)):
            return _("There is already an operator {name}.").format(name=name)
        writing.insert(operators, name=name.strip(), role=role.value, pin_hash=hashed_pin(pin), card=card or None)
    return ""


def change_pin(desk: Desk, operator: Operator, pin: str) -> None:
    """Give an operator another PIN, or none."""
    with desk.library.writing(desk.act(ActName.CHANGE_OPERATOR, name=operator.name)) as writing:
        writing.update(operators, operator.id, pin_hash=hashed_pin(pin))


def end_operator(desk: Desk, operator: Operator) -> str:
    """Take somebody off the counter; their acts stay in the journal. Returns "" or the sentence why not."""
    librarians = [other for other in operators_of(desk) if other.role is Role.LIBRARIAN]
    if librarians == [operator]:
        return _("The last librarian cannot be removed.")
    with desk.library.writing(desk.act(ActName.CHANGE_OPERATOR, name=operator.name)) as writing:
        writing.update(operators, operator.id, ended=True)
    return ""

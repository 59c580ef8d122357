"""Who stands at the counter: changing over by card or PIN, adding helpers, and who may pass a block."""

from __future__ import annotations

from deskcirc.desk.code_owner import is_code_free
from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.operators import Operator, Right, Role, hashed_pin
from deskcirc.domain.scanning import normal_code
from deskcirc.store.database import Library, damaged
from deskcirc.store.lookups.operators import all_operators, is_name_taken
from deskcirc.store.lookups.patrons import school_classes
from deskcirc.store.tables import operators
from deskcirc.text import gettext as _


def first_operator(library: Library) -> Operator:
    """Who stands at the counter when the program opens: of those without a PIN who may do most, listed first.

    A library whose every operator has a PIN starts with who may do least, and is changed over by PIN. Raises
    LibraryFileError where somebody has emptied the table of operators.
    """
    with library.reading() as connection:
        known_operators = all_operators(connection)
    if not known_operators:
        raise damaged()
    free = [operator for operator in known_operators if not operator.pin_hash]
    return max(free, key=_rights) if free else min(known_operators, key=_rights)


def _rights(operator: Operator) -> int:
    return sum(operator.may(right) for right in Right)


def operators_of(desk: Desk) -> tuple[Operator, ...]:
    """Everybody who may work here."""
    with desk.library.reading() as connection:
        return all_operators(connection)


def operator_by_pin(desk: Desk, operator_id: int, pin: str) -> Operator | None:
    """The operator of that id, if the PIN is theirs."""
    operator = next((each for each in operators_of(desk) if each.id == operator_id), None)
    return operator if operator is not None and operator.accepts_pin(pin) else None


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
        if is_name_taken(writing.connection, name.strip()):
            return _("There is, or once was, an operator called {name}. Choose another name.").format(name=name.strip())
        code = normal_code(card)
        if code and not is_code_free(desk, writing.connection, code):
            return _("The code {code} is already in use.").format(code=code)
        writing.insert(operators, name=name.strip(), role=role.value, pin_hash=hashed_pin(pin), card=code or None)
    return ""


def change_pin(desk: Desk, operator: Operator, pin: str) -> None:
    """Give an operator another PIN, or none."""
    with desk.library.writing(desk.act(ActName.CHANGE_OPERATOR, name=operator.name)) as writing:
        writing.update(operators, operator.id, pin_hash=hashed_pin(pin))


def keep_to_corner(desk: Desk, operator: Operator, class_id: int | None) -> str:
    """Let a helper work at the corner of one class alone, or, with None, at the whole counter again.

    Returns "" or the sentence why not.
    """
    if class_id is not None and operator.role is not Role.HELPER:
        return _("Only a pupil helper can be kept to a class corner.")
    with desk.library.writing(desk.act(ActName.CHANGE_OPERATOR, name=operator.name)) as writing:
        known = {each.id for each in school_classes(writing.connection, desk.policy, desk.today)}
        if class_id is not None and class_id not in known:
            return _("There is no such class at the school.")
        writing.update(operators, operator.id, class_id=class_id)
    return ""


def end_operator(desk: Desk, operator: Operator) -> str:
    """Take somebody off the counter; their acts stay in the journal. Returns "" or the sentence why not."""
    with desk.library.writing(desk.act(ActName.CHANGE_OPERATOR, name=operator.name)) as writing:
        others = [other for other in all_operators(writing.connection) if other.id != operator.id]
        if not any(other.role is Role.LIBRARIAN for other in others):
            return _("The last librarian cannot be removed.")
        writing.update(operators, operator.id, ended=True, card=None)  # the card may go to who comes next
    return ""

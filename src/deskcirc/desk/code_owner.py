"""Who or what bears a code already, in words: a scan must mean one thing only."""

from __future__ import annotations

from deskcirc.desk.desk import Desk
from deskcirc.domain.patrons import CardState
from deskcirc.store.database import Connection
from deskcirc.store.lookups.copies import copy_by_code
from deskcirc.store.lookups.operators import operator_by_code
from deskcirc.store.lookups.patrons import patron_by_code
from deskcirc.store.lookups.shelves import shelf_ever_of_code
from deskcirc.text import gettext as _


def code_owner(desk: Desk, connection: Connection, code: str, but: int = 0) -> str:
    """The sentence that says who bears the code; "" where it is free, or borne by the patron `but` alone."""
    copy = copy_by_code(connection, [code])
    if copy is not None and code not in (copy.barcode, copy.accession_number):
        return _("{code} is an old label of the copy {title} and stays with it.").format(code=code, title=copy.name)
    if copy is not None:
        return _("{code} is the code of the copy {title}.").format(code=code, title=copy.name)
    operator = operator_by_code(connection, [code])
    if operator is not None:
        return _("{code} is the card of {name}, who works at the counter.").format(code=code, name=operator.name)
    shelf = shelf_ever_of_code(connection, code)
    if shelf is not None:
        return _("{code} is the label of the shelf {shelf}.").format(code=code, shelf=shelf.label)
    patron = patron_by_code(connection, [code], desk.policy, desk.today)
    if patron is None or patron.id == but:
        return ""
    if patron.card is not CardState.VALID:
        words = _("{code} was a card of {patron} and is given to nobody else.")
        return words.format(code=code, patron=patron.label)
    return _("{code} belongs to {patron}.").format(code=code, patron=patron.label)


def is_code_free(desk: Desk, connection: Connection, code: str) -> bool:
    """Whether nothing and nobody in the library bears the code."""
    return code_owner(desk, connection, code) == ""

"""Codes to try in a practice library: who has no card and no book at hand still has something to scan."""

from __future__ import annotations

from deskcirc import settings as known
from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import CopyState
from deskcirc.domain.patrons import PatronState
from deskcirc.store.database import Connection
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.holds import holds_of_patron, holds_of_title
from deskcirc.store.lookups.imports import known_copies, known_patrons
from deskcirc.store.lookups.loans import loan_of_copy, loans_of_patron
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.store.tables import settings

COPIES_TO_LEND = 2


def write_hint(desk: Desk) -> None:
    """Keep one pupil's number, two copies that stand on the shelf and one that is out, as the counter's example."""
    with desk.library.reading() as connection:
        codes = [_a_pupil(desk, connection), *_copies(desk, connection)]
    if len(codes) == COPIES_TO_LEND + 2 and all(codes):
        with desk.library.writing(desk.act(ActName.SET_UP)) as writing:
            setting = known.PRACTICE_CODES
            writing.insert(settings, name=setting.name, value=setting.write(" ".join(codes)))


def _a_pupil(desk: Desk, connection: Connection) -> str:
    for each in known_patrons(connection):
        patron = patron_by_id(connection, each.id, desk.policy, desk.today)
        if patron is None or patron.grade is None or patron.state is not PatronState.ACTIVE or patron.suspended_until:
            continue
        if loans_of_patron(connection, patron.id, desk.policy, desk.today):
            continue
        if not holds_of_patron(connection, patron.id, desk.policy, desk.today):
            return patron.number
    return ""


def _copies(desk: Desk, connection: Connection) -> list[str]:
    to_lend, to_return, titles = list[str](), list[str](), set[int]()
    for each in known_copies(connection):
        copy = copy_by_id(connection, each.id)
        if (
            copy is None
            or copy.title_id in titles
            or holds_of_title(connection, copy.title_id, desk.policy, desk.today)
        ):
            continue
        loan = loan_of_copy(connection, copy.id, desk.policy, desk.today)
        out = loan is not None
        if loan is not None and loan.corner_id is not None:
            continue
        wanted = to_return if out else to_lend
        if (out or (copy.state is CopyState.IN_STOCK and not copy.damaged)) and len(wanted) < COPIES_TO_LEND:
            titles.add(copy.title_id)
            wanted.append(copy.code)
        if len(to_lend) == COPIES_TO_LEND and to_return:
            break
    return [*to_lend, *to_return[:1]]

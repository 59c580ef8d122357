"""Copies lent, declared lost and looked at, for the tests of losses."""

from __future__ import annotations

from tests.builders import a_copy, a_patron, all_rows

from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.loss_orders import LossOrder, LossOutcome
from deskcirc.desk.losses import declare_lost
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.copies import Copy
from deskcirc.domain.losses import LossWay
from deskcirc.domain.patrons import Patron
from deskcirc.store.check import check_library
from deskcirc.store.lookups.charges import open_fen_of_patron
from deskcirc.store.lookups.loans import loan_of_copy


def lent(desk: Desk, title: str = "草房子", *, price: int | None = 2500) -> tuple[Patron, Copy]:
    """A pupil with a copy on loan since now."""
    reader, copy = a_patron(desk.library, grade=4), a_copy(desk.library, title, price=price)
    assert check_out(desk, reader, copy.id).kind is CheckoutKind.LENT
    return reader, copy


def loan_id(desk: Desk, copy: Copy) -> int:
    with desk.library.reading() as connection:
        loan = loan_of_copy(connection, copy.id, desk.policy, desk.today)
    assert loan is not None
    return loan.id


def is_whole(desk: Desk) -> bool:
    return list(check_library(desk.library)) == []


def lost(desk: Desk, copy: Copy, way: LossWay = LossWay.PRICE, **order: object) -> LossOutcome:
    outcome = declare_lost(desk, [LossOrder(copy.id, way=way, **order)])  # type: ignore[arg-type]
    assert outcome.done, outcome.why_not
    return outcome


def owed(desk: Desk, reader: Patron) -> int:
    with desk.library.reading() as connection:
        return open_fen_of_patron(connection, reader.id)


def undone(desk: Desk, before: dict[str, list[tuple[object, ...]]]) -> bool:
    entry = desk.library.last_entry
    assert entry is not None
    outcome = undo_by_id(desk, entry)
    assert outcome.done, outcome.sentence
    return {name: rows for name, rows in all_rows(desk.library).items() if name != "number_series"} == {
        name: rows for name, rows in before.items() if name != "number_series"
    }

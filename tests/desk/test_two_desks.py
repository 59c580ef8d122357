"""Two counters at once on one library, each with its own connection: exactly one of them succeeds, by the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from sqlalchemy.exc import IntegrityError
from tests.builders import NOON, TODAY, a_copy, a_desk, a_patron, set_up_act

from deskcirc.desk.circulation import CheckoutKind, CheckoutOutcome, check_out
from deskcirc.desk.damage import DamageReport, RepairOutcome
from deskcirc.desk.desk import Desk
from deskcirc.desk.holds import place_hold
from deskcirc.desk.repair import report_damage, start_repair
from deskcirc.desk.returning import CheckInKind, check_in
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.copies import Copy
from deskcirc.domain.patrons import Patron
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, _engine
from deskcirc.store.tables import loans

Outcome = TypeVar("Outcome")
ROUNDS = 15


@pytest.fixture
def two_desks(library: Library) -> Iterator[tuple[Desk, Desk]]:
    """Two counters on one file, past the lock that keeps a second program out."""
    second = Library(library.path, _engine(library.path), None)
    yield a_desk(library), a_desk(second, station="counter 2")
    second.close()


def at_once(desks: tuple[Desk, Desk], act: Callable[[Desk], Outcome]) -> list[Outcome]:
    barrier = Barrier(2)

    def run(desk: Desk) -> Outcome:
        barrier.wait(timeout=10)
        return act(desk)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, desks))


def lending(at: dict[str, tuple[Patron, Copy]]) -> Callable[[Desk], CheckoutOutcome]:
    """Each counter lends its copy to its patron."""

    def lend(desk: Desk) -> CheckoutOutcome:
        patron, copy = at[desk.station]
        return check_out(desk, patron, copy.id)

    return lend


def test_two_counters_lend_the_same_copy_and_exactly_one_succeeds(two_desks: tuple[Desk, Desk]) -> None:
    library = two_desks[0].library
    readers = {desk.station: a_patron(library, desk.station, loan_limit=99) for desk in two_desks}
    for number in range(ROUNDS):
        copy = a_copy(library, f"第{number}本")
        outcomes = at_once(two_desks, lending({name: (reader, copy) for name, reader in readers.items()}))
        assert sorted(outcome.kind for outcome in outcomes) == [CheckoutKind.LENT, CheckoutKind.REFUSED]
        (refused,) = (outcome for outcome in outcomes if outcome.kind is CheckoutKind.REFUSED)
        assert [block.code for block in refused.blocks] == [BlockCode.ON_LOAN]
    assert list(check_library(library)) == []


def test_two_counters_lend_the_last_copy_a_patron_may_have(two_desks: tuple[Desk, Desk]) -> None:
    """The limit is decided on facts that nobody else can change before the loan is written."""
    library = two_desks[0].library
    for number in range(ROUNDS):
        reader = a_patron(library, f"读者{number}", loan_limit=1)
        copies = {desk.station: a_copy(library, f"{desk.station} {number}") for desk in two_desks}
        outcomes = at_once(two_desks, lending({name: (reader, copy) for name, copy in copies.items()}))
        assert sorted(outcome.kind for outcome in outcomes) == [CheckoutKind.LENT, CheckoutKind.REFUSED]


def test_two_counters_take_the_same_copy_back_and_one_hears_that_it_is_here(two_desks: tuple[Desk, Desk]) -> None:
    library = two_desks[0].library
    copy, reader = a_copy(library), a_patron(library)
    for _number in range(ROUNDS):
        check_out(two_desks[0], reader, copy.id)
        outcomes = at_once(two_desks, lambda desk: check_in(desk, copy.id))
        assert sorted(outcome.kind for outcome in outcomes) == [CheckInKind.RETURNED, CheckInKind.RETURNED_TWICE]
    assert list(check_library(library)) == []


def test_two_counters_keep_two_copies_on_two_numbers_of_the_hold_shelf(two_desks: tuple[Desk, Desk]) -> None:
    library = two_desks[0].library
    kept = {}
    for desk in two_desks:
        kept[desk.station] = a_copy(library, desk.station)
        assert place_hold(desk, a_patron(library, desk.station), kept[desk.station].title_id) == ""
    outcomes = at_once(two_desks, lambda desk: check_in(desk, kept[desk.station].id))
    assert sorted(outcome.hold.shelf_number or 0 for outcome in outcomes if outcome.hold) == [1, 2]


def test_two_counters_undo_the_same_act_and_exactly_one_succeeds(two_desks: tuple[Desk, Desk]) -> None:
    library = two_desks[0].library
    copy, reader = a_copy(library), a_patron(library)
    check_out(two_desks[0], reader, copy.id)
    with library.reading() as connection:
        entry = connection.exec_driver_sql("SELECT max(id) FROM journal").scalar_one()
    outcomes = at_once(two_desks, lambda desk: undo_by_id(desk, entry))
    assert sorted(outcome.done for outcome in outcomes) == [False, True]
    assert list(check_library(library)) == []


def test_the_journal_of_two_counters_is_one_chain(two_desks: tuple[Desk, Desk]) -> None:
    library = two_desks[0].library
    reader = a_patron(library, loan_limit=99)
    copies = {desk.station: [a_copy(library, f"{desk.station} {n}") for n in range(10)] for desk in two_desks}
    at_once(two_desks, lambda desk: [check_out(desk, reader, copy.id) for copy in copies[desk.station]])
    assert list(check_library(library)) == []


def test_a_second_open_loan_of_a_copy_is_refused_by_the_database_itself(library: Library) -> None:
    copy, reader = a_copy(library), a_patron(library)
    values = {"copy_id": copy.id, "patron_id": reader.id, "lent_at": NOON, "due": TODAY}
    with pytest.raises(IntegrityError), library.writing(set_up_act(library)) as writing:  # noqa: PT012
        writing.insert(loans, **values)
        writing.insert(loans, **values)


def beginning(repair_id: int) -> Callable[[Desk], tuple[RepairOutcome, ...]]:
    """Each counter takes the copy of the same repair to the table."""
    return lambda desk: start_repair(desk, [repair_id])


def test_two_counters_begin_the_same_repair_and_one_is_told_that_the_other_was_first(
    two_desks: tuple[Desk, Desk],
) -> None:
    library = two_desks[0].library
    for _round in range(ROUNDS):
        repair = report_damage(two_desks[0], a_copy(library).id, DamageReport()).repair
        assert repair is not None
        outcomes = [each for (each,) in at_once(two_desks, beginning(repair.id))]
        assert sorted(bool(outcome.why_not) for outcome in outcomes) == [False, True]
    assert list(check_library(library)) == []

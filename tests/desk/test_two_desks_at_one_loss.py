"""Two counters at once on the same damage, loss or charge: one succeeds, the other hears why not; nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.builders import a_copy, a_patron, the_copy
from tests.desk.losing import lent, lost
from tests.desk.mending_days import a_damaged, a_lesson
from tests.desk.test_binding import a_magazine, ordered
from tests.desk.test_two_desks import at_once, two_desks

from deskcirc.desk.binding import bind_issues
from deskcirc.desk.circulation import CheckoutKind, Override, check_out
from deskcirc.desk.claims import claim_returned
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.damage_charges import charge_for_damage
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.loss_changes import cancel_loss
from deskcirc.desk.loss_orders import LossOrder
from deskcirc.desk.losses import declare_lost
from deskcirc.desk.mending_lessons import close_lesson, take_out
from deskcirc.desk.payments import pay_charge, refund_charge
from deskcirc.desk.repair import end_repair, finish_repair, report_damage, start_repair
from deskcirc.desk.replacing import replace_copy
from deskcirc.desk.returning import check_in
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.losses import LossWay
from deskcirc.store.check import check_library
from deskcirc.store.database import Library

__all__ = ["two_desks"]

Desks = tuple[Desk, Desk]
ROUNDS = 6
EVERYTHING = Override(frozenset(BlockCode), "特批")


def one_of_two(desks: Desks, first: Callable[[Desk], bool], second: Callable[[Desk], bool] | None = None) -> list[bool]:
    """What each counter came to, in any order; the library is whole afterwards."""
    done = at_once(desks, lambda desk: first(desk) if desk is desks[0] or second is None else second(desk))
    assert [breach.sentence for breach in check_library(desks[0].library)] == []
    return sorted(done)


def count(library: Library, what: str) -> int:
    with library.reading() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {what}").scalar_one())


def a_lost_copy(desks: Desks, number: int) -> tuple[Copy, int]:
    """A copy that is lost, and the id of its loss."""
    _reader, copy = lent(desks[0], f"第{number}本")
    (loss,) = lost(desks[0], copy).losses
    return copy, loss.id


def test_two_counters_take_the_money_of_one_charge_and_one_receipt_is_written(two_desks: Desks) -> None:
    for number in range(ROUNDS):
        a_lost_copy(two_desks, number)
        charge = number + 1
        assert one_of_two(two_desks, lambda desk, at=charge: not pay_charge(desk, at, None).why_not) == [False, True]  # type: ignore[misc]
    assert count(two_desks[0].library, "payments") == ROUNDS


def test_two_counters_take_parts_of_one_charge_and_never_more_than_is_owed(two_desks: Desks) -> None:
    a_lost_copy(two_desks, 1)  # 25.00 yuan
    done = [one_of_two(two_desks, lambda desk: not pay_charge(desk, 1, 700).why_not) for _round in range(2)]
    assert done == [[True, True], [False, True]]


def test_two_counters_give_the_money_of_one_charge_back_once(two_desks: Desks) -> None:
    for number in range(ROUNDS):
        a_lost_copy(two_desks, number)
        assert not pay_charge(two_desks[0], number + 1, None).why_not
        given = one_of_two(two_desks, lambda desk, at=number + 1: not refund_charge(desk, at, None, "退").why_not)  # type: ignore[misc]
        assert given == [False, True]


def test_two_counters_replace_one_lost_copy_and_one_new_copy_comes_in(two_desks: Desks) -> None:
    for number in range(ROUNDS):
        _copy, loss = a_lost_copy(two_desks, number)
        assert one_of_two(two_desks, lambda desk, at=loss: replace_copy(desk, at).done) == [False, True]  # type: ignore[misc]
    assert count(two_desks[0].library, "copies") == 2 * ROUNDS
    assert count(two_desks[0].library, "batches") == 1


def test_one_counter_replaces_a_lost_copy_and_the_other_cancels_the_loss(two_desks: Desks) -> None:
    for number in range(ROUNDS):
        _copy, loss = a_lost_copy(two_desks, number)
        done = one_of_two(
            two_desks,
            lambda desk, at=loss: replace_copy(desk, at).done,  # type: ignore[misc]
            lambda desk, at=loss: cancel_loss(desk, at, "点错了").done,  # type: ignore[misc]
        )
        assert done == [False, True]


def test_two_counters_declare_one_copy_lost_and_it_is_charged_once(two_desks: Desks) -> None:
    for number in range(ROUNDS):
        _reader, copy = lent(two_desks[0], f"第{number}本")
        orders = [LossOrder(copy.id, way=LossWay.PRICE)]
        assert one_of_two(two_desks, lambda desk, what=orders: declare_lost(desk, what).done) == [False, True]  # type: ignore[misc]
    assert count(two_desks[0].library, "charges") == ROUNDS


def test_one_counter_declares_lost_what_the_other_takes_back_and_nobody_owes_for_it(two_desks: Desks) -> None:
    """Whoever is first: returned first it is lost by nobody's loan; lost first the return finds it."""
    for number in range(ROUNDS):
        reader, copy = lent(two_desks[0], f"第{number}本")
        with two_desks[0].library.reading() as connection:
            loan = connection.exec_driver_sql("SELECT max(id) FROM loans").scalar_one()
        orders = [LossOrder(copy.id, patron_id=reader.id, loan_id=loan, way=LossWay.PRICE)]
        one_of_two(
            two_desks,
            lambda desk, what=orders: declare_lost(desk, what).done,  # type: ignore[misc]
            lambda desk, what=copy: bool(check_in(desk, what.id)),  # type: ignore[misc]
        )
        assert the_copy(two_desks[0].library, copy.id).state is CopyState.IN_STOCK
    assert count(two_desks[0].library, "charges WHERE state = 'open'") == 0


def test_one_counter_finds_what_the_other_replaces_and_no_money_is_left_between(two_desks: Desks) -> None:
    for number in range(ROUNDS):
        copy, loss = a_lost_copy(two_desks, number)
        assert not pay_charge(two_desks[0], number + 1, None).why_not
        one_of_two(
            two_desks,
            lambda desk, what=copy: find_copy(desk, what.id).done,  # type: ignore[misc]
            lambda desk, at=loss: replace_copy(desk, at).done,  # type: ignore[misc]
        )
    with two_desks[0].library.reading() as connection:
        box = connection.exec_driver_sql("SELECT sum(paid - refunded) FROM charges").scalar_one()
    assert box == 0


def test_two_counters_note_one_claim_and_one_list_looks_for_it(two_desks: Desks) -> None:
    for number in range(ROUNDS):
        lent(two_desks[0], f"第{number}本")
        done = one_of_two(two_desks, lambda desk, at=number + 1: not claim_returned(desk, at).why_not)  # type: ignore[misc]
        assert done == [False, True]
    assert count(two_desks[0].library, "losses") == ROUNDS


def test_two_counters_report_one_damage_and_the_queue_keeps_one(two_desks: Desks) -> None:
    for number in range(ROUNDS):
        copy = a_copy(two_desks[0].library, f"第{number}本")
        said = at_once(two_desks, lambda desk, what=copy: report_damage(desk, what.id, DamageReport(note=desk.station)))  # type: ignore[misc]
        assert sorted(outcome.already for outcome in said) == [False, True]
        notes = {outcome.repair.note for outcome in said if outcome.repair is not None}
        assert any("counter 1" in note and "counter 2" in note for note in notes)
    assert count(two_desks[0].library, "repairs") == ROUNDS
    assert list(check_library(two_desks[0].library)) == []


def test_two_counters_charge_one_damage_and_it_is_charged_once(two_desks: Desks) -> None:
    for number in range(ROUNDS):
        reader, copy = lent(two_desks[0], f"第{number}本")
        check_in(two_desks[0], copy.id)
        repair = report_damage(two_desks[0], copy.id, DamageReport(patron_id=reader.id)).repair
        assert repair is not None
        done = one_of_two(two_desks, lambda desk, at=repair.id: charge_for_damage(desk, at, 300) == "")  # type: ignore[misc]
        assert done == [False, True]


def test_one_counter_takes_to_the_table_what_the_other_lends_all_the_same(two_desks: Desks) -> None:
    """Lent first the table is told who has it; at the table first it leaves the table by the override."""
    reader = a_patron(two_desks[0].library, loan_limit=99)
    for number in range(ROUNDS):
        repair = a_damaged(two_desks[0], f"第{number}本")
        assert True in one_of_two(
            two_desks,
            lambda desk, at=repair: not start_repair(desk, [at.id])[0].why_not,  # type: ignore[misc]
            lambda desk, at=repair: (  # type: ignore[misc]
                check_out(desk, reader, at.copy.id, override=EVERYTHING).kind is CheckoutKind.LENT
            ),
        )
    assert count(two_desks[0].library, "loans WHERE returned_at IS NULL") == ROUNDS
    assert count(two_desks[0].library, "repairs WHERE state = 'queued'") == ROUNDS


def test_two_counters_put_one_mended_copy_back_and_it_waits_for_one_reader(two_desks: Desks) -> None:
    for number in range(ROUNDS):
        repair = a_damaged(two_desks[0], f"第{number}本")
        assert not finish_repair(two_desks[0], repair.id).why_not
        done = one_of_two(two_desks, lambda desk, at=repair.id: not end_repair(desk, [at])[0].why_not)  # type: ignore[misc]
        assert done == [False, True]


def test_one_counter_closes_a_lesson_from_which_the_other_gives_out(two_desks: Desks) -> None:
    helper = a_patron(two_desks[0].library)
    for number in range(ROUNDS):
        repair = a_damaged(two_desks[0], f"第{number}本")
        lesson = a_lesson(two_desks[0], repair)
        assert True in one_of_two(
            two_desks,
            lambda desk, at=lesson: not close_lesson(desk, at.id).why_not,  # type: ignore[misc]
            lambda desk, at=(lesson, repair): not take_out(desk, at[0].id, at[1].id, helper.id).why_not,  # type: ignore[misc]
        )
    assert count(two_desks[0].library, "repairs WHERE state = 'queued' AND lesson_id IS NULL") == ROUNDS


def test_two_counters_bind_one_year_and_one_bound_copy_comes_in(two_desks: Desks) -> None:
    library = two_desks[0].library
    order = ordered(library, a_magazine(library), cost=500)
    outcomes: list[Any] = at_once(two_desks, lambda desk: bind_issues(desk, order))
    assert sorted(outcome.copy_id is not None for outcome in outcomes) == [False, True]
    assert count(library, "copies WHERE bound_into IS NOT NULL") == 3
    assert list(check_library(library)) == []

"""New copies are handed over to the stacks in one act, may be lent from then on, and come back by undo."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.builders import TODAY, a_copy, a_patron, but_numbers, the_copy

from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.hand_over import hand_over
from deskcirc.desk.undo import undo_last
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.operators import Operator, Role
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.copies import copies_awaiting_shelving
from deskcirc.store.lookups.hand_overs import all_hand_overs, copies_handed_over, copies_to_hand_over


def new(library: Library, title: str = "草房子", **columns: Any) -> Copy:
    return a_copy(library, title, state="in_process", registered=TODAY, **columns)


def test_handed_over_copies_are_lent_and_stand_on_the_trolley(desk: Desk, library: Library) -> None:
    first, second = new(library, shelf_key="2", price=1500), new(library, "城南旧事", shelf_key="1", price=900)
    outcome = hand_over(desk, [first.id, second.id], " 张老师 ")
    made = outcome.hand_over
    assert made is not None
    assert (made.number, made.receiver, made.copies, made.value) == ("H2026-001", "张老师", 2, 2400)
    with library.reading() as connection:
        assert [copy.id for copy in copies_awaiting_shelving(connection)] == [second.id, first.id]
        assert [copy.id for copy in copies_handed_over(connection, made.id)] == [second.id, first.id]
    assert check_out(desk, a_patron(library), first.id).kind is CheckoutKind.LENT
    assert list(check_library(library)) == []


def test_a_damaged_new_copy_is_not_sent_to_the_shelf(desk: Desk, library: Library) -> None:
    copy = new(library, damaged=True, damage_note="缺页")
    hand_over(desk, [copy.id], "张老师")
    assert not the_copy(library, copy.id).awaits_shelving


def test_what_is_not_ready_is_named_and_may_go_all_the_same(desk: Desk, library: Library) -> None:
    copy = new(library, wants_label=True)
    with library.reading() as connection:
        (waiting,) = copies_to_hand_over(connection)
    assert waiting.misses == ("no label yet", "no call number")
    assert hand_over(desk, [copy.id], "张老师").hand_over is not None
    with library.reading() as connection:
        assert copies_to_hand_over(connection) == ()


def test_a_hand_over_is_undone_and_its_number_not_given_again(desk: Desk, library: Library) -> None:
    copy = new(library)
    before = but_numbers(library)
    hand_over(desk, [copy.id], "张老师")
    assert undo_last(desk, "hand_over").done
    assert but_numbers(library) == before
    again = hand_over(desk, [copy.id], "张老师").hand_over
    assert again is not None
    assert again.number == "H2026-002"


def test_what_is_in_stock_already_is_skipped_and_named(desk: Desk, library: Library) -> None:
    there, waiting = a_copy(library), new(library)
    assert hand_over(desk, [there.id], "张老师").why_not == "None of these copies is being processed any more."
    outcome = hand_over(desk, [there.id, waiting.id, waiting.id], "张老师")
    assert outcome.skipped == (there,)
    with library.reading() as connection:
        assert [each.copies for each in all_hand_overs(connection, desk.policy)] == [1]


def test_a_receiver_and_the_right_are_needed(desk: Desk, library: Library) -> None:
    copy = new(library)
    assert hand_over(desk, [copy.id], " ").why_not == "Write down who receives the copies."
    helper = replace(desk, operator=Operator(2, "Helper", Role.HELPER))
    assert hand_over(helper, [copy.id], "张老师").why_not == "Only the librarian hands new copies over."
    assert the_copy(library, copy.id).state is CopyState.IN_PROCESS

"""Lending inside a class corner, and what happens to its copies elsewhere, on a real library file."""

from __future__ import annotations

from datetime import timedelta

from tests.builders import TODAY, a_desk, all_rows, days_later, set_up_act
from tests.corner_builders import a_corner, a_pupil_of, copies_of, corner_now

from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.corner_piles import fill_corner, take_back
from deskcirc.desk.desk import Desk
from deskcirc.desk.returning import check_in
from deskcirc.desk.sub_loans import SubLoanKind, lend_in_corner, return_in_corner
from deskcirc.desk.undo import undo_by_id, undo_last
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.corners import SubLoanReason
from deskcirc.store.check import check_library
from deskcirc.store.lookups.corners import (
    corners_of_copy,
    fillings,
    readers_of_corner,
)
from deskcirc.store.tables import patrons


def test_a_sub_loan_is_no_loan_of_the_library_and_counts_for_the_pupil(desk: Desk) -> None:
    corner, (one, two) = a_corner(desk), copies_of(desk.library, 2)
    pupil = a_pupil_of(desk, corner)
    fill_corner(desk, corner.id, [one.id, two.id])
    loaned = all_rows(desk.library)["loans"]
    assert lend_in_corner(desk, corner.id, pupil.id, one.id, TODAY + timedelta(days=7)).kind is SubLoanKind.LENT
    assert return_in_corner(desk, corner.id, one.id).kind is SubLoanKind.RETURNED
    lend_in_corner(desk, corner.id, pupil.id, two.id)
    assert all_rows(desk.library)["loans"] == loaned
    with desk.library.reading() as connection:
        (reader,) = readers_of_corner(connection, corner.id)
    assert (reader.name, reader.taken, reader.out) == ("陈子墨", 2, 1)


def test_a_copy_that_another_pupil_had_comes_back_by_being_lent_on(desk: Desk) -> None:
    corner, (copy,) = a_corner(desk), copies_of(desk.library, 1)
    first, second = a_pupil_of(desk, corner), a_pupil_of(desk, corner, "林小雨")
    fill_corner(desk, corner.id, [copy.id])
    lend_in_corner(desk, corner.id, first.id, copy.id)
    outcome = lend_in_corner(desk, corner.id, second.id, copy.id)
    assert (outcome.kind, outcome.before and outcome.before.patron) == (SubLoanKind.LENT, "陈子墨")
    own = lend_in_corner(desk, corner.id, second.id, copy.id)
    assert own.kind is SubLoanKind.RETURNED
    assert list(check_library(desk.library)) == []


def test_a_pupil_of_another_class_and_a_copy_of_another_corner_are_refused_with_all_reasons(desk: Desk) -> None:
    corner, other = a_corner(desk), a_corner(desk, number=3)
    stranger = a_pupil_of(desk, other)
    (theirs, free) = copies_of(desk.library, 2)
    fill_corner(desk, other.id, [theirs.id])
    before = all_rows(desk.library, without_journal=False)
    refused = lend_in_corner(desk, corner.id, stranger.id, theirs.id)
    assert [block.reason for block in refused.blocks] == [SubLoanReason.OTHER_CLASS, SubLoanReason.OTHER_CORNER]
    assert [block.reason for block in return_in_corner(desk, corner.id, free.id).blocks] == [
        SubLoanReason.NOT_IN_CORNER
    ]
    card_of_class = lend_in_corner(desk, other.id, other.patron_id, theirs.id)
    assert [block.reason for block in card_of_class.blocks] == [SubLoanReason.NO_PUPIL]
    assert all_rows(desk.library, without_journal=False) == before


def test_a_copy_returned_at_the_library_leaves_the_corner_with_its_sub_loan(desk: Desk) -> None:
    corner, (copy,) = a_corner(desk), copies_of(desk.library, 1)
    pupil = a_pupil_of(desk, corner)
    fill_corner(desk, corner.id, [copy.id])
    lend_in_corner(desk, corner.id, pupil.id, copy.id)
    before = all_rows(desk.library)
    outcome = check_in(desk, copy.id)
    assert outcome.loan is not None
    assert (outcome.loan.corner_id, outcome.sub_loan and outcome.sub_loan.patron) == (corner.id, "陈子墨")
    assert corner_now(desk, corner).held == 0
    assert list(check_library(desk.library)) == []
    undo_last(desk)
    assert all_rows(desk.library) == before


def test_a_copy_of_a_corner_is_returned_and_lent_at_the_counter(desk: Desk) -> None:
    corner, (copy,) = a_corner(desk), copies_of(desk.library, 1)
    pupil = a_pupil_of(desk, corner)
    fill_corner(desk, corner.id, [copy.id])
    lend_in_corner(desk, corner.id, pupil.id, copy.id)
    assert check_out(desk, pupil, copy.id).blocks[0].code is BlockCode.ON_LOAN
    assert check_out(desk, pupil, copy.id, return_first=True).kind is CheckoutKind.LENT
    assert list(check_library(desk.library)) == []


def test_what_stood_where_is_remembered(desk: Desk) -> None:
    corner, (copy, other) = a_corner(desk), copies_of(desk.library, 2)
    fill_corner(desk, corner.id, [copy.id, other.id])
    take_back(days_later(desk, 30), corner.id, [copy.id])
    fill_corner(days_later(desk, 40), corner.id, [copy.id])
    with desk.library.reading() as connection:
        stood = corners_of_copy(connection, copy.id, desk.policy, desk.today)
        filled = fillings(connection, corner.id, desk.policy)
    assert [(stand.lent_on, stand.returned_on) for stand in stood] == [
        (TODAY + timedelta(days=40), None),
        (TODAY, TODAY + timedelta(days=30)),
    ]
    assert [(filling.copies, filling.back) for filling in filled] == [(1, 0), (2, 1)]


def test_a_filling_is_not_undone_while_a_pupil_has_a_copy_of_it(desk: Desk) -> None:
    corner, (copy,) = a_corner(desk), copies_of(desk.library, 1)
    pupil = a_pupil_of(desk, corner)
    fill_corner(desk, corner.id, [copy.id])
    filling = desk.library.last_entry
    assert filling is not None
    lend_in_corner(desk, corner.id, pupil.id, copy.id)
    assert not undo_by_id(desk, filling).done
    assert undo_last(desk).done
    assert undo_by_id(desk, filling).done
    assert list(check_library(desk.library)) == []


def test_a_return_in_the_corner_is_not_undone_once_the_copy_left_the_corner(desk: Desk) -> None:
    corner, (copy,) = a_corner(desk), copies_of(desk.library, 1)
    pupil = a_pupil_of(desk, corner)
    fill_corner(desk, corner.id, [copy.id])
    lend_in_corner(desk, corner.id, pupil.id, copy.id)
    return_in_corner(desk, corner.id, copy.id)
    entry = desk.library.last_entry
    assert entry is not None
    check_in(desk, copy.id)
    assert not undo_by_id(desk, entry).done
    assert list(check_library(desk.library)) == []


def test_check_names_a_sub_loan_to_a_pupil_of_another_class(desk: Desk) -> None:
    corner, other, (copy,) = a_corner(desk), a_corner(desk, number=3), copies_of(desk.library, 1)
    pupil, stranger = a_pupil_of(desk, corner), a_pupil_of(desk, other, "林小雨")
    fill_corner(desk, corner.id, [copy.id])
    lend_in_corner(desk, corner.id, pupil.id, copy.id)
    assert list(check_library(desk.library)) == []
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.connection.exec_driver_sql(f"UPDATE corner_loans SET patron_id = {stranger.id}")
    assert "corner-and-class" in {str(breach.rule) for breach in check_library(desk.library)}


def test_a_pupil_who_moves_to_another_class_breaks_no_promise(desk: Desk) -> None:
    corner, other, (copy,) = a_corner(desk), a_corner(desk, number=3), copies_of(desk.library, 1)
    pupil = a_pupil_of(desk, corner)
    fill_corner(desk, corner.id, [copy.id])
    lend_in_corner(desk, corner.id, pupil.id, copy.id)
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.update(patrons, pupil.id, class_id=other.class_id)
    assert list(check_library(desk.library)) == []
    assert return_in_corner(a_desk(desk.library), corner.id, copy.id).kind is SubLoanKind.RETURNED

"""A class corner on a real library file: opened, filled in one act, taken back, closed, undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from tests.builders import (
    a_copy,
    a_patron,
    all_rows,
    change_rules,
    change_setting,
    days_later,
    set_up_act,
    the_copy,
)
from tests.corner_builders import a_class, a_corner, a_pupil_of, copies_of, end_of_term, ids

from deskcirc.desk.circulation import Override, check_out
from deskcirc.desk.corner_piles import choose_from_shelves, fill_corner, judge_coming_back, judge_for_filling, take_back
from deskcirc.desk.corners import CornerDraft, change_corner, close_corner, open_corner, proposed_card
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.desk import Desk
from deskcirc.desk.holds import place_hold
from deskcirc.desk.returning import check_in
from deskcirc.desk.sub_loans import lend_in_corner
from deskcirc.desk.undo import undo_last
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.corners import BackVerdict, FillVerdict
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.rule_book import REFERENCE
from deskcirc.store.check import check_library
from deskcirc.store.lookups.corners import (
    ShelfChoice,
)
from deskcirc.store.lookups.patrons import patron_by_code, patrons_of_class, school_classes
from deskcirc.store.tables import loans, patrons


def test_opening_a_corner_makes_the_class_a_patron_with_a_card(desk: Desk) -> None:
    corner = a_corner(desk)
    with desk.library.reading() as connection:
        found = patron_by_code(connection, ["BJ202202"], desk.policy, desk.today)
        pupils = patrons_of_class(connection, corner.class_id, desk.policy, desk.today)
        (school_class,) = school_classes(connection, desk.policy, desk.today)
    assert found is not None
    assert (found.id, found.label, found.category) == (corner.patron_id, corner.class_name, "Class")
    assert pupils == ()
    assert school_class.patrons == 0
    assert list(check_library(desk.library)) == []


def test_a_class_is_called_as_it_is_called_today_also_after_it_moved_up(desk: Desk) -> None:
    corner = a_corner(desk)
    (copy,) = copies_of(desk.library, 1)
    fill_corner(desk, corner.id, [copy.id])
    next_year = days_later(desk, 220)
    assert judge_coming_back(next_year, corner.id, copy.id).loan is not None
    assert judge_coming_back(desk, corner.id, copy.id).loan.patron == "Grade 4, class 2"  # type: ignore[union-attr]
    assert judge_coming_back(next_year, corner.id, copy.id).loan.patron == "Grade 5, class 2"  # type: ignore[union-attr]


def test_a_class_has_one_open_corner_at_a_time(desk: Desk) -> None:
    corner = a_corner(desk)
    again = open_corner(desk, corner.class_id, CornerDraft(50))
    assert (again.corner, again.why_not) == (None, "Grade 4, class 2 has an open class corner already.")
    assert close_corner(desk, corner.id).corner is not None
    reopened = open_corner(desk, corner.class_id, CornerDraft(50)).corner
    assert reopened is not None
    assert (reopened.patron_id, reopened.id != corner.id) == (corner.patron_id, True)


def test_the_classs_card_may_be_given_and_must_be_free(desk: Desk) -> None:
    class_id = a_class(desk.library)
    a_copy(desk.library, barcode="C4002")
    assert proposed_card(desk, class_id) == "BJ202202"
    assert (
        open_corner(desk, class_id, CornerDraft(50, card="c4002")).why_not
        == "C4002 is the code of the copy 《草房子》."
    )
    assert open_corner(desk, class_id, CornerDraft(50, card="c4003")).corner is not None
    assert proposed_card(desk, class_id) == "C4003"


@pytest.mark.parametrize(
    ("draft", "why_not"),
    [
        (CornerDraft(-1), "The target must be a number of copies."),
        (CornerDraft(50, 0), "The room must be a number of copies, or left empty."),
        (CornerDraft(50, 40), "There is room for 40 copies, fewer than the target of 50."),
    ],
)
def test_numbers_that_mean_nothing_are_said(desk: Desk, draft: CornerDraft, why_not: str) -> None:
    corner = a_corner(desk)
    before = all_rows(desk.library, without_journal=False)
    assert change_corner(desk, corner.id, draft).why_not == why_not
    assert open_corner(desk, a_class(desk.library, number=9), draft).why_not == why_not
    assert all_rows(desk.library)["corners"] == before["corners"]


def test_a_teacher_opens_no_corner(desk: Desk) -> None:
    teacher = replace(desk, operator=Operator(1, "王", Role.TEACHER))
    class_id = a_class(desk.library)
    assert open_corner(teacher, class_id, CornerDraft(50)).corner is None
    assert all_rows(desk.library)["corners"] == []


def test_sixty_copies_are_lent_in_one_act_and_undo_takes_all_of_them_back(desk: Desk) -> None:
    corner, pile = a_corner(desk), copies_of(desk.library, 60)
    before = all_rows(desk.library)
    outcome = fill_corner(desk, corner.id, ids(pile))
    assert (len(outcome.lent), outcome.refused, outcome.corner.held) == (60, (), 60)
    assert outcome.corner.wanted() == 0
    assert list(check_library(desk.library)) == []
    undone = undo_last(desk)
    assert (undone.done, undone.sentence) == (True, "Lent 60 copies to the class corner of Grade 4, class 2")
    assert all_rows(desk.library) == before


def test_copies_are_due_when_everything_is_back_this_term_else_by_the_classs_rule(desk: Desk) -> None:
    corner, (first, second) = a_corner(desk), copies_of(desk.library, 2)
    assert fill_corner(desk, corner.id, [first.id]).due == date(2026, 6, 30)  # 120 days by the rule of classes
    end_of_term(desk.library, date(2026, 6, 26))
    assert fill_corner(desk, corner.id, [second.id]).due == date(2026, 6, 26)


def test_copies_of_a_corner_are_due_on_an_open_day_that_the_classs_card_lives_to_see(desk: Desk) -> None:
    corner, (first, second) = a_corner(desk), copies_of(desk.library, 2)
    end_of_term(desk.library, date(2026, 6, 27))  # a Saturday
    change_setting(desk.library, "closed_weekdays", '"67"')
    assert fill_corner(desk, corner.id, [first.id]).due == date(2026, 6, 26)
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.update(patrons, corner.patron_id, expires=date(2026, 6, 14))  # a Sunday
    assert fill_corner(desk, corner.id, [second.id]).due == date(2026, 6, 12)


def test_what_may_not_be_lent_is_left_out_and_named_and_the_rest_goes(desk: Desk) -> None:
    corner = a_corner(desk)
    other = a_corner(desk, number=3)
    reader, waiting = a_patron(desk.library, "林小雨"), a_patron(desk.library, "王小明")
    fine, on_loan, held, elsewhere = copies_of(desk.library, 4)
    reference = a_copy(desk.library, "辞海", item_type=REFERENCE)
    check_out(desk, reader, on_loan.id)
    check_out(desk, reader, held.id)
    place_hold(desk, waiting, held.title_id)
    check_in(desk, held.id)
    fill_corner(desk, other.id, [elsewhere.id])
    pile = [fine, on_loan, held, elsewhere, reference]
    outcome = fill_corner(desk, corner.id, ids(pile))
    assert [copy.id for copy in outcome.lent] == [fine.id]
    assert {refused.copy.id: refused.verdict for refused in outcome.refused} == {
        on_loan.id: FillVerdict.ON_LOAN,
        held.id: FillVerdict.HELD,
        elsewhere.id: FillVerdict.OTHER_CORNER,
        reference.id: FillVerdict.IN_HOUSE,
    }
    assert list(check_library(desk.library)) == []


def test_each_scan_of_the_pile_is_judged_and_nothing_is_written(desk: Desk) -> None:
    corner, (copy,) = a_corner(desk), copies_of(desk.library, 1)
    before = all_rows(desk.library, without_journal=False)
    assert judge_for_filling(desk, corner.id, copy.id).verdict is FillVerdict.FINE
    assert judge_for_filling(desk, corner.id, copy.id, [copy.id]).verdict is FillVerdict.IN_PILE
    assert all_rows(desk.library, without_journal=False) == before
    fill_corner(desk, corner.id, [copy.id])
    assert judge_for_filling(desk, corner.id, copy.id).verdict is FillVerdict.IN_CORNER


def test_a_block_may_be_passed_by_an_override_which_the_journal_keeps(desk: Desk) -> None:
    corner = a_corner(desk)
    reference = a_copy(desk.library, "辞海", item_type=REFERENCE)
    override = Override(frozenset({BlockCode.IN_HOUSE_ONLY}), "班级研究课")
    outcome = fill_corner(desk, corner.id, [reference.id], override)
    assert len(outcome.lent) == 1
    with desk.library.reading() as connection:
        assert connection.execute(select(loans.c.override_reason)).scalar_one() == "班级研究课"


def test_the_classs_limit_holds_within_one_pile(desk: Desk) -> None:
    corner, pile = a_corner(desk), copies_of(desk.library, 4)
    change_rules(desk.library, loan_limit=3)
    outcome = fill_corner(desk, corner.id, ids(pile))
    assert len(outcome.lent) == 3
    assert [block.code for block in outcome.refused[0].blocks] == [BlockCode.LOAN_LIMIT]


def test_copies_are_chosen_from_the_shelves_by_call_number_in_shelf_order(desk: Desk) -> None:
    corner = a_corner(desk)
    keyed = {
        key: a_copy(desk.library, key, shelf_key=key).id for key in ("I0287.45 22", "I0287.45 3", "K0827 1", "B0 1")
    }
    a_copy(desk.library, "破", shelf_key="I0287.45 23", damaged=True)
    choice = ShelfChoice("I0287", "I0287")
    found = choose_from_shelves(desk, corner.id, choice, 50)
    assert [judged.copy.id for judged in found] == [keyed["I0287.45 22"], keyed["I0287.45 3"]]
    assert len(choose_from_shelves(desk, corner.id, ShelfChoice(), 3)) == 3
    assert [judged.copy.title for judged in choose_from_shelves(desk, corner.id, ShelfChoice(), 1)] == ["B0 1"]
    rest = choose_from_shelves(desk, corner.id, ShelfChoice("B0", "B0"), 9, pile=[keyed["B0 1"]])
    assert rest == ()


def test_the_pile_that_came_back_is_sorted_out_and_taken_back_in_one_act(desk: Desk) -> None:
    corner, other = a_corner(desk), a_corner(desk, number=3)
    reader = a_patron(desk.library, "林小雨")
    back, short, swapped, extra, with_pupil = copies_of(desk.library, 5)
    fill_corner(desk, corner.id, [back.id, short.id])
    fill_corner(desk, other.id, [swapped.id])
    check_out(desk, reader, with_pupil.id)
    pupil = a_pupil_of(desk, corner)
    lend_in_corner(desk, corner.id, pupil.id, short.id)
    judged = {
        copy.id: judge_coming_back(desk, corner.id, copy.id).verdict for copy in (back, swapped, extra, with_pupil)
    }
    assert judged == {
        back.id: BackVerdict.BACK,
        swapped.id: BackVerdict.SWAPPED,
        extra.id: BackVerdict.EXTRA,
        with_pupil.id: BackVerdict.EXTRA_ON_LOAN,
    }
    before = all_rows(desk.library)
    outcome = take_back(desk, corner.id, [back.id, swapped.id, extra.id, with_pupil.id])
    assert [came.copy.id for came in outcome.back] == [back.id]
    assert [(left.copy.id, left.sub_loan.patron if left.sub_loan else "") for left in outcome.short] == [
        (short.id, "陈子墨")
    ]
    assert the_copy(desk.library, back.id).awaits_shelving
    assert list(check_library(desk.library)) == []
    assert undo_last(desk).sentence == "Took 1 copy back from the class corner of Grade 4, class 2"
    assert all_rows(desk.library) == before


def test_a_damaged_copy_of_the_pile_is_flagged_with_who_had_it(desk: Desk) -> None:
    corner, (torn,) = a_corner(desk), copies_of(desk.library, 1)
    pupil = a_pupil_of(desk, corner)
    fill_corner(desk, corner.id, [torn.id])
    lend_in_corner(desk, corner.id, pupil.id, torn.id)
    before = all_rows(desk.library)
    outcome = take_back(desk, corner.id, [torn.id], {torn.id: DamageReport(note="缺页")})
    assert outcome.damaged == 1
    copy = the_copy(desk.library, torn.id)
    assert (copy.damaged, copy.damage_note, copy.awaits_shelving) == (True, "缺页", False)
    assert list(check_library(desk.library)) == []
    undo_last(desk)
    assert all_rows(desk.library) == before


def test_a_corner_is_closed_when_empty_or_with_its_shorts_by_decision(desk: Desk) -> None:
    corner, (copy,) = a_corner(desk), copies_of(desk.library, 1)
    fill_corner(desk, corner.id, [copy.id])
    refused = close_corner(desk, corner.id)
    assert refused.why_not == "1 copy is still lent to the class corner of Grade 4, class 2."
    closed = close_corner(desk, corner.id, leave_short=True).corner
    assert closed is not None
    assert (closed.is_open, closed.held) == (False, 1)
    late = take_back(desk, corner.id, [copy.id])
    assert (len(late.back), late.short) == (1, ())
    assert list(check_library(desk.library)) == []

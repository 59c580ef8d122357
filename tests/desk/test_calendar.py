"""The school's calendar set and changed at the desk: every act comes back by undo, no loan moves unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import exists, select
from tests.builders import TODAY, a_copy, a_patron, change_rules, days_later, the_patron

from deskcirc.desk.calendar import (
    add_term,
    change_term,
    clear_days,
    declare_amnesty,
    mark_days,
    set_hours,
    take_out,
    take_over_calendar,
)
from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.due_dates import due_dates_now, move_due_dates
from deskcirc.desk.returning import check_in
from deskcirc.desk.school_settings import change_setting
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.calendar import DayKind
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.policy import Policy
from deskcirc.domain.year_drafts import CalendarDraft, DaysDraft, HoursDraft, TermDraft
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.tables import journal, loans, patrons

SPRING = TermDraft("春季学期", date(2026, 3, 2), date(2026, 7, 3), date(2026, 6, 26), date(2026, 6, 29))
AUTUMN = TermDraft("秋季学期", date(2026, 9, 1), date(2027, 1, 15))
LABOUR_DAY = DaysDraft(date(2026, 5, 1), date(2026, 5, 5), "劳动节")
LUNCH = HoursDraft((1, 2, 3, 4, 5), 730, 780)


def undone(desk: Desk) -> Policy:
    """What the school has set once the last act that still stands was taken back in the history."""
    undo = journal.alias("undo")
    query = select(journal.c.id).where(journal.c.act != "undo").order_by(journal.c.id.desc()).limit(1)
    with desk.library.reading() as connection:
        last = connection.execute(query.where(~exists().where(undo.c.undoes == journal.c.id))).scalar_one()
    assert undo_by_id(desk, last).done
    return desk.policy


def due_of(desk: Desk, copy_id: int) -> date:
    with desk.library.reading() as connection:
        query = select(loans.c.due).where(loans.c.copy_id == copy_id, loans.c.returned_at.is_(None))
        found: date = connection.execute(query).scalar_one()
    return found


def lend(desk: Desk, **patron: Any) -> int:
    copy = a_copy(desk.library)
    assert check_out(desk, a_patron(desk.library, **patron), copy.id).kind is CheckoutKind.LENT
    return copy.id


def test_a_term_is_set_changed_ended_and_each_of_it_taken_back(desk: Desk) -> None:
    assert add_term(desk, SPRING) == ""
    (term,) = desk.policy.terms
    assert change_term(desk, term.id, replace(SPRING, ends=date(2026, 7, 10))) == ""
    assert desk.policy.terms[0].ends == date(2026, 7, 10)
    assert undone(desk).terms == (term,)
    take_out(desk, [term.id])
    assert desk.policy.terms == ()
    assert undone(desk).terms == (term,)
    assert undone(desk).terms == ()
    assert list(check_library(desk.library)) == []


def test_overlapping_terms_are_refused_and_both_are_named(desk: Desk) -> None:
    add_term(desk, SPRING)
    refusal = add_term(desk, replace(AUTUMN, starts=date(2026, 7, 3)))
    assert "春季学期" in refusal
    assert "秋季学期" in refusal
    assert add_term(desk, AUTUMN) == ""
    assert "春季学期" in change_term(desk, desk.policy.terms[1].id, replace(AUTUMN, starts=date(2026, 6, 1)))
    assert [term.starts for term in desk.policy.terms] == [SPRING.starts, AUTUMN.starts]


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"name": " "}, "name"),
        ({"ends": date(2026, 3, 1)}, "before"),
        ({"starts": date(26, 3, 2)}, "26"),
        ({"ends": date(2062, 7, 3)}, "2062"),
        ({"return_by": date(2026, 7, 4)}, "2026-07-04"),
        ({"finals": date(2025, 6, 22)}, "2025-06-22"),
    ],
)
def test_a_term_that_cannot_be_meant_is_refused_with_what_was_read(
    desk: Desk, changed: dict[str, Any], word: str
) -> None:
    assert word in add_term(desk, replace(SPRING, **changed))
    assert desk.policy.terms == ()


def test_a_leap_day_is_a_day_like_any_other(desk: Desk) -> None:
    assert mark_days(desk, DaysDraft(date(2028, 2, 28), date(2028, 3, 1), "开学日")) == ""
    assert not desk.policy.open_days.is_open(date(2028, 2, 29))


def test_a_holiday_is_a_range_with_a_name_and_may_be_marked_anew_and_cleared(desk: Desk) -> None:
    assert mark_days(desk, LABOUR_DAY) == ""
    assert desk.policy.open_days.names[date(2026, 5, 4)] == "劳动节"
    assert mark_days(desk, DaysDraft(date(2026, 5, 5), date(2026, 5, 5), "值班", open=True, as_weekday=3)) == ""
    assert desk.policy.open_days.kind_of(date(2026, 5, 5)) is DayKind.MAKE_UP
    assert clear_days(desk, date(2026, 5, 4), date(2026, 5, 9)) == ""
    assert desk.policy.open_days.kind_of(date(2026, 5, 5)) is DayKind.OPEN
    assert clear_days(desk, date(2026, 5, 4), date(2026, 5, 9)) != ""
    assert undone(desk).open_days.follows == {date(2026, 5, 5): 3}
    assert undone(desk).open_days.kind_of(date(2026, 5, 5)) is DayKind.HOLIDAY
    assert undone(desk).open_days.closed == frozenset()
    assert "2002" in mark_days(desk, DaysDraft(date(2026, 5, 1), date(2031, 10, 23), "劳动节"))


def test_opening_hours_are_replaced_as_a_whole(desk: Desk) -> None:
    assert set_hours(desk, [LUNCH]) == ""
    assert set_hours(desk, [LUNCH, HoursDraft((1, 5), 730, 780, 5, 6)]) == ""
    assert desk.policy.open_days.periods_on(date(2026, 5, 8)) == ((730, 780),)
    assert desk.policy.open_days.kind_of(date(2026, 5, 7)) is DayKind.CLOSED
    assert len(undone(desk).opening) == 5
    assert undone(desk).opening == ()
    assert set_hours(desk, [HoursDraft((1,), 780, 730)]) != ""
    assert set_hours(desk, [HoursDraft((), 730, 780)]) != ""
    assert set_hours(desk, [HoursDraft((1,), 730, 780, 5)]) != ""


def test_what_is_gone_from_the_calendar_cannot_be_changed(desk: Desk) -> None:
    for act in (lambda: take_out(desk, [7]), lambda: change_term(desk, 7, SPRING), lambda: take_out(desk, (), [7])):
        with pytest.raises(GoneError):
            act()


def test_editing_the_calendar_leaves_every_loan_as_it_was_until_it_is_asked_for(desk: Desk) -> None:
    change_rules(desk.library, loan_days=60)  # from 2 March to 1 May
    copy_id = lend(desk)
    mark_days(desk, LABOUR_DAY)
    assert due_of(desk, copy_id) == date(2026, 5, 1)
    (move,) = due_dates_now(desk).to_move
    assert (move.due, move.moved.date, move.gets_longer) == (date(2026, 5, 1), date(2026, 5, 6), True)
    assert move_due_dates(desk) == 1
    assert due_of(desk, copy_id) == date(2026, 5, 6)
    assert due_dates_now(desk).to_move == ()
    undone(desk)
    assert due_of(desk, copy_id) == date(2026, 5, 1)
    assert list(check_library(desk.library)) == []


def test_a_term_set_late_may_be_left_to_shorten_nobody(desk: Desk) -> None:
    change_rules(desk.library, loan_days=60)
    copy_id = lend(desk)
    add_term(desk, replace(SPRING, ends=date(2026, 4, 24), return_by=None, vacation_loans_from=None))
    (move,) = due_dates_now(desk).to_move
    assert move.moved.date == date(2026, 4, 24)
    assert move_due_dates(desk, only_longer=True) == 0
    assert due_of(desk, copy_id) == date(2026, 5, 1)
    assert move_due_dates(desk) == 1
    assert due_of(desk, copy_id) == date(2026, 4, 24)


def test_a_rule_changed_since_moves_no_loan_when_a_holiday_is_set(desk: Desk) -> None:
    mark_days(desk, LABOUR_DAY)
    change_rules(desk.library, loan_days=30)  # from 2 March to 1 April
    copy_id = lend(desk)
    change_rules(desk.library, loan_days=10)
    assert due_dates_now(desk).to_move == ()
    mark_days(desk, replace(LABOUR_DAY, first=date(2026, 5, 6), last=date(2026, 5, 6)))
    assert due_dates_now(desk).to_move == ()
    mark_days(desk, DaysDraft(date(2026, 4, 1), date(2026, 4, 2), "运动会"))
    (move,) = due_dates_now(desk).to_move
    assert (move.due, move.moved.date) == (date(2026, 4, 1), date(2026, 4, 3))
    assert move_due_dates(desk) == 1
    assert due_of(desk, copy_id) == date(2026, 4, 3)
    assert due_dates_now(desk).to_move == ()
    undone(desk)
    assert [each.moved.date for each in due_dates_now(desk).to_move] == [date(2026, 4, 3)]
    undone(desk)
    assert due_dates_now(desk).to_move == ()


def test_a_holiday_taken_out_again_offers_the_earlier_date_back(desk: Desk) -> None:
    mark_days(desk, LABOUR_DAY)
    change_rules(desk.library, loan_days=60)
    copy_id = lend(desk)
    assert due_of(desk, copy_id) == date(2026, 5, 6)
    clear_days(desk, LABOUR_DAY.first, LABOUR_DAY.last)
    assert [move.moved.date for move in due_dates_now(desk).to_move] == [date(2026, 5, 1)]


def test_no_due_date_is_moved_to_a_day_that_has_passed(desk: Desk) -> None:
    change_rules(desk.library, loan_days=60)
    copy_id = lend(desk)
    later = days_later(desk, 30)  # 1 April
    add_term(later, replace(SPRING, ends=date(2026, 3, 27), return_by=None, vacation_loans_from=None))
    assert move_due_dates(later) == 1
    assert due_of(desk, copy_id) == later.today


def test_an_overdue_loan_stays_overdue(desk: Desk) -> None:
    lend(desk)
    later = days_later(desk, 60)
    add_term(later, replace(SPRING, ends=date(2026, 3, 13), return_by=None, vacation_loans_from=None))
    assert due_dates_now(later).to_move == ()


def test_a_kept_due_date_on_a_closed_day_is_told_and_not_moved(desk: Desk) -> None:
    change_setting(desk, "closed_due", "keep")
    change_rules(desk.library, loan_days=60)
    lend(desk)
    mark_days(desk, LABOUR_DAY)
    assert due_dates_now(desk).to_move == ()
    assert due_dates_now(desk).on_closed_days == 1


def test_a_vacation_loan_needs_the_next_term_and_falls_due_in_its_first_week(desk: Desk) -> None:
    add_term(desk, SPRING)
    last_week = days_later(desk, (date(2026, 6, 30) - TODAY).days)
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    refused = check_out(last_week, reader, copy.id)
    assert [block.code for block in refused.blocks] == [BlockCode.NEXT_TERM_NOT_SET]
    add_term(last_week, AUTUMN)
    outcome = check_out(last_week, reader, copy.id)
    assert outcome.due is not None
    assert outcome.due.vacation
    assert outcome.due.date == date(2026, 9, 7)


def test_an_amnesty_forgives_late_returns_and_lifts_what_lateness_suspended_and_nothing_else(desk: Desk) -> None:
    change_rules(desk.library, overdue_effect="suspend", suspension_days=1)
    late, later_still = lend(desk, name="甲"), lend(desk, name="乙")
    by_hand = a_patron(desk.library, "丙", suspended_until=date(2026, 12, 31), suspension_reason="说明")
    after = days_later(desk, 40)
    check_in(after, late)
    assert the_patron(desk.library, 1, after.today).suspended_until is not None
    assert declare_amnesty(after, after.today, after.today + timedelta(days=3), "期末", lift_suspensions=True) == ""
    assert the_patron(desk.library, 1, after.today).suspended_until is None
    assert the_patron(desk.library, by_hand.id, after.today).suspended_until == date(2026, 12, 31)
    outcome = check_in(after, later_still)
    assert outcome.decision.amnesty is not None
    assert outcome.decision.days_late > 0
    assert the_patron(desk.library, 2, after.today).suspended_until is None
    undone(after)
    assert undone(after).amnesties == ()
    assert the_patron(desk.library, 1, after.today).suspended_until is not None


def test_an_amnesty_ends_and_lateness_counts_again(desk: Desk) -> None:
    declare_amnesty(desk, TODAY, TODAY, "", lift_suspensions=False)
    take_out(desk, (), [desk.policy.amnesties[0].id])
    assert desk.policy.amnesty_on(TODAY) is None
    assert declare_amnesty(desk, TODAY, TODAY - timedelta(days=1), "", lift_suspensions=False) != ""


def test_a_whole_calendar_is_taken_over_in_one_act_and_taken_back_in_one(desk: Desk) -> None:
    add_term(desk, SPRING)
    draft = CalendarDraft((replace(SPRING, ends=date(2026, 7, 10)), AUTUMN), (LABOUR_DAY,), (LUNCH,))
    assert take_over_calendar(desk, draft, "校历.toml") == ()
    assert [term.ends for term in desk.policy.terms] == [date(2026, 7, 10), AUTUMN.ends]
    assert len(desk.policy.open_days.closed) == 5
    assert len(desk.policy.opening) == 5
    policy = undone(desk)
    assert [term.ends for term in policy.terms] == [SPRING.ends]
    assert (policy.open_days.closed, policy.opening) == (frozenset(), ())


def test_a_calendar_whose_term_overlaps_one_of_ours_is_refused_whole(desk: Desk) -> None:
    add_term(desk, SPRING)
    (refusal,) = take_over_calendar(
        desk, CalendarDraft((replace(AUTUMN, starts=date(2026, 7, 1)),), (LABOUR_DAY,)), "a"
    )
    assert "春季学期" in refusal
    assert desk.policy.open_days.closed == frozenset()


def test_terms_written_over_one_another_behind_our_back_are_a_breach(desk: Desk) -> None:
    add_term(desk, SPRING)
    add_term(desk, AUTUMN)
    with desk.library.reading() as connection:
        connection.exec_driver_sql("UPDATE terms SET starts = '2026-07-01' WHERE name = '秋季学期'")
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN")
    sentences = [breach.sentence for breach in check_library(desk.library) if breach.rule.value == "terms"]
    assert len(sentences) == 1


def test_nobody_suspended_is_nobody_forgiven(desk: Desk) -> None:
    a_patron(desk.library, suspended_until=date(2026, 12, 31))
    declare_amnesty(desk, TODAY, TODAY, "", lift_suspensions=True)
    with desk.library.reading() as connection:
        assert connection.execute(select(patrons.c.suspended_until)).scalars().all() == [date(2026, 12, 31)]

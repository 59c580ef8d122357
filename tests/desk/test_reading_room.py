"""Visits counted once a period, copies read here for the day, and taken home where the rule allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.builders import (
    TODAY,
    a_copy,
    a_patron,
    all_rows,
    change_rules,
    days_later,
    set_up_act,
    the_copy,
    the_patron,
)

from deskcirc.desk.circulation import CheckoutKind, Override, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.holds import place_hold
from deskcirc.desk.reading_room import change_persons, count_class, count_visit, lend_on_site, take_home
from deskcirc.desk.returning import CheckInKind, check_in
from deskcirc.desk.undo import undo_last
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.patrons import CardState, PatronState
from deskcirc.domain.rule_book import REFERENCE, TEACHER
from deskcirc.domain.rules import Lending
from deskcirc.domain.visits import VisitSums
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.lookups.holds import holds_of_title
from deskcirc.store.lookups.visits import on_site_loans, sums_by_day, sums_by_week, visit_lines
from deskcirc.store.tables import circulation_rules, opening_periods


def at(desk: Desk, hour: int, minute: int = 0) -> Desk:
    """The same counter at another time of the same day; the desk stands there at 12:00."""
    return replace(desk, now=desk.now + timedelta(hours=hour - 12, minutes=minute))


def open_at(desk: Desk, *hours: tuple[int, int]) -> None:
    with desk.library.writing(set_up_act(desk.library)) as writing:
        for opens, closes in hours:
            writing.insert(opening_periods, weekday=1, opens=opens * 60, closes=closes * 60)


def sums(desk: Desk) -> VisitSums:
    with desk.library.reading() as connection:
        return sums_by_day(connection, desk.today, desk.today, desk.policy).get(desk.today, VisitSums())


def read_here(desk: Desk) -> tuple[OpenLoan, ...]:
    with desk.library.reading() as connection:
        return on_site_loans(connection, desk.policy, desk.today)


def test_a_visit_is_counted_once_in_a_period_and_again_in_the_next(desk: Desk) -> None:
    open_at(desk, (12, 13), (16, 17))
    reader = a_patron(desk.library)
    assert count_visit(at(desk, 12), reader).counted
    again = count_visit(at(desk, 12, 40), reader)
    assert (again.counted, again.at) == (False, desk.now)
    assert count_visit(at(desk, 16), reader).counted
    assert sums(desk) == VisitSums(pupils=2)


def test_without_opening_hours_a_visit_is_counted_once_a_day(desk: Desk) -> None:
    reader = a_patron(desk.library, category=TEACHER)
    assert count_visit(desk, reader).counted
    assert not count_visit(at(desk, 16), reader).counted
    assert count_visit(days_later(desk, 1), reader).counted
    assert sums(desk) == VisitSums(teachers=1)


def test_a_class_card_counts_the_whole_class_and_the_number_can_be_put_right(desk: Desk) -> None:
    pupil = a_patron(desk.library, grade=3)
    a_patron(desk.library, "林小雨", grade=3)
    card = a_patron(desk.library, "三年级（1）班", category="class", class_id=pupil.class_id)
    before = all_rows(desk.library)
    visit = count_visit(desk, card)
    assert (visit.counted, visit.is_class, visit.persons) == (True, True, 2)
    assert not count_visit(desk, card).counted
    assert change_persons(desk, visit.visit_id, 38) == ""
    assert sums(desk) == VisitSums(classes=1, class_persons=38)
    assert change_persons(desk, visit.visit_id, 0) != ""
    assert undo_last(desk).done
    assert undo_last(desk).done
    assert all_rows(desk.library) == before


def test_a_class_that_does_not_exist_is_not_counted(desk: Desk) -> None:
    with pytest.raises(GoneError):
        count_class(desk, 99)
    assert sums(desk) == VisitSums()


def test_the_weeks_are_summed_each_and_empty_ones_are_shown(desk: Desk) -> None:
    count_visit(desk, a_patron(desk.library))
    later = days_later(desk, 15)
    check_in(later, a_copy(desk.library).id)
    count_visit(later, a_patron(desk.library, "王老师", category=TEACHER))
    with desk.library.reading() as connection:
        weeks = sums_by_week(connection, later.today, 4, desk.policy)
    assert [(str(week.monday), week.sums.persons, week.sums.read_in_house) for week in weeks] == [
        ("2026-03-16", 1, 1),
        ("2026-03-09", 0, 0),
        ("2026-03-02", 1, 0),
        ("2026-02-23", 0, 0),
    ]


def test_a_visit_late_at_night_belongs_to_the_schools_own_day(desk: Desk) -> None:
    count_visit(at(desk, 1), a_patron(desk.library))  # 17:00 of the day before in UTC
    assert sums(desk).pupils == 1


def test_the_visits_of_a_day_are_listed_with_name_and_class(desk: Desk) -> None:
    pupil = a_patron(desk.library, grade=3)
    count_visit(desk, pupil)
    assert pupil.class_id is not None
    count_class(at(desk, 13), pupil.class_id, 38)
    with desk.library.reading() as connection:
        lines = visit_lines(connection, desk.midnight, desk.midnight + timedelta(days=1), desk.policy, TODAY)
    assert [(line.who, line.persons, line.is_class) for line in lines] == [
        (pupil.class_name, 38, True),
        (pupil.label, 1, False),
    ]


def test_a_reference_work_is_read_here_until_the_evening(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library, "辞海", item_type=REFERENCE)
    before = all_rows(desk.library)
    outcome = lend_on_site(desk, reader, copy.id)
    assert outcome.done
    (loan,) = read_here(desk)
    assert (loan.due, loan.lending) == (TODAY, Lending.IN_HOUSE)
    assert list(check_library(desk.library)) == []
    back = check_in(desk, copy.id)
    assert (back.kind, back.counted_in_house) == (CheckInKind.RETURNED, False)
    assert sums(desk).read_in_house == 1
    assert undo_last(desk).done
    assert undo_last(desk).done
    assert all_rows(desk.library) == before


def test_a_teachers_reference_work_is_out_for_the_day(desk: Desk) -> None:
    teacher = a_patron(desk.library, category=TEACHER)
    copy = a_copy(desk.library, "辞海", item_type=REFERENCE)
    outcome = check_out(desk, teacher, copy.id)
    assert outcome.due is not None
    assert outcome.due.date == TODAY
    (loan,) = read_here(desk)
    assert loan.lending is Lending.SAME_DAY


def test_reference_works_out_for_the_day_are_limited_as_loans_home_are(desk: Desk) -> None:
    with desk.library.writing(set_up_act(desk.library)) as writing:
        rules = writing.connection.exec_driver_sql("SELECT id FROM circulation_rules WHERE lending = 'same_day'")
        for (rule_id,) in rules.all():
            writing.update(circulation_rules, rule_id, type_limit=1)
    teacher = a_patron(desk.library, category=TEACHER)
    first, second = (a_copy(desk.library, title, item_type=REFERENCE) for title in ("辞海", "辞源"))
    assert check_out(desk, teacher, first.id).kind is CheckoutKind.LENT
    assert [block.code for block in check_out(desk, teacher, second.id).blocks] == [BlockCode.TYPE_LIMIT]
    assert lend_on_site(desk, teacher, second.id).done
    assert [block.code for block in check_out(desk, teacher, second.id).blocks] == [BlockCode.TYPE_LIMIT]
    check_in(desk, first.id)
    assert check_out(desk, teacher, second.id).kind is CheckoutKind.LENT
    assert {loan.lending for loan in read_here(desk)} == {Lending.SAME_DAY}


def test_a_teacher_with_books_at_home_may_still_have_a_reference_work_for_the_day(desk: Desk) -> None:
    teacher = a_patron(desk.library, category=TEACHER)
    for title in ("草房子", "昆虫记", "夏洛的网"):
        assert check_out(desk, teacher, a_copy(desk.library, title).id).kind is CheckoutKind.LENT
    reference = a_copy(desk.library, "辞海", item_type=REFERENCE)
    assert check_out(desk, teacher, reference.id).kind is CheckoutKind.LENT


def test_what_is_read_here_counts_for_no_limit(desk: Desk) -> None:
    reader = a_patron(desk.library)
    change_rules(desk.library, loan_limit=1)
    for title in ("辞海", "辞源"):
        assert lend_on_site(desk, reader, a_copy(desk.library, title).id).done
    assert check_out(desk, reader, a_copy(desk.library).id).kind is CheckoutKind.LENT


def test_who_may_not_borrow_may_read_here_but_not_with_a_lost_card(desk: Desk) -> None:
    suspended = a_patron(desk.library, suspended_until=date(2026, 4, 1))
    assert lend_on_site(desk, suspended, a_copy(desk.library).id).done
    lost = replace(a_patron(desk.library), card=CardState.LOST)
    assert [block.code for block in lend_on_site(desk, lost, a_copy(desk.library).id).blocks] == [
        BlockCode.CARD_NOT_VALID
    ]
    left = a_patron(desk.library, state=PatronState.LEFT.value)
    assert [block.code for block in lend_on_site(desk, left, a_copy(desk.library).id).blocks] == [BlockCode.PATRON_LEFT]


def test_what_another_reads_or_has_at_home_is_given_to_nobody(desk: Desk) -> None:
    copy = a_copy(desk.library)
    lend_on_site(desk, a_patron(desk.library), copy.id)
    other = a_patron(desk.library, "林小雨")
    assert [block.code for block in lend_on_site(desk, other, copy.id).blocks] == [BlockCode.ON_LOAN]
    assert [block.code for block in check_out(desk, other, copy.id).blocks] == [BlockCode.ON_LOAN]


def test_what_was_read_here_goes_home_as_the_same_loan(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    lend_on_site(desk, reader, copy.id)
    (before,) = read_here(desk)
    rows = all_rows(desk.library)
    outcome = take_home(desk, copy.id)
    assert outcome is not None
    assert outcome.due is not None
    assert str(outcome.due.date) == "2026-03-16"
    assert read_here(desk) == ()
    assert check_in(desk, copy.id).loan == replace(before, due=outcome.due.date, lending=Lending.HOME)
    assert undo_last(desk).done
    assert undo_last(desk).done
    assert all_rows(desk.library) == rows


def test_at_the_counter_a_copy_read_here_is_taken_home_by_its_own_reader(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    lend_on_site(desk, reader, copy.id)
    outcome = check_out(desk, reader, copy.id)
    assert outcome.kind is CheckoutKind.LENT
    assert read_here(desk) == ()
    assert check_out(desk, reader, copy.id).kind is CheckoutKind.ALREADY


def test_every_reason_against_taking_it_home_is_said_at_once(desk: Desk) -> None:
    reader = a_patron(desk.library, suspended_until=TODAY)
    copy = a_copy(desk.library, "辞海", item_type=REFERENCE)
    lend_on_site(desk, reader, copy.id)
    rows = all_rows(desk.library)
    outcome = take_home(desk, copy.id)
    assert outcome is not None
    assert [block.code for block in outcome.blocks] == [BlockCode.SUSPENDED, BlockCode.IN_HOUSE_ONLY]
    assert [block.code for block in check_out(desk, reader, copy.id).blocks] == [
        BlockCode.SUSPENDED,
        BlockCode.IN_HOUSE_ONLY,
    ]
    assert all_rows(desk.library) == rows


def test_what_is_lent_for_the_day_is_not_taken_home_overnight(desk: Desk) -> None:
    teacher = a_patron(desk.library, category=TEACHER)
    copy = a_copy(desk.library, "辞海", item_type=REFERENCE)
    check_out(desk, teacher, copy.id)
    outcome = take_home(desk, copy.id)
    assert outcome is not None
    assert [block.code for block in outcome.blocks] == [BlockCode.IN_HOUSE_ONLY]
    assert check_out(desk, teacher, copy.id).kind is CheckoutKind.ALREADY


def test_an_override_lets_it_out_of_the_room_until_the_evening(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library, "辞海", item_type=REFERENCE)
    lend_on_site(desk, reader, copy.id)
    passing = Override(frozenset({BlockCode.IN_HOUSE_ONLY}), "公开课要用")
    outcome = check_out(desk, reader, copy.id, override=passing)
    assert outcome.kind is CheckoutKind.LENT
    assert outcome.due is not None
    assert outcome.due.date == TODAY
    assert check_out(desk, reader, copy.id, override=passing).kind is CheckoutKind.ALREADY


def test_what_was_not_given_back_is_late_the_next_day(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    lend_on_site(desk, reader, copy.id)
    tomorrow = days_later(desk, 1)
    refused = check_out(tomorrow, reader, a_copy(desk.library, "夏洛的网").id)
    assert [block.code for block in refused.blocks] == [BlockCode.OVERDUE]
    assert check_in(tomorrow, copy.id).decision.days_late == 1


def test_a_copy_that_nobody_reads_here_is_not_taken_home_from_here(desk: Desk) -> None:
    copy = a_copy(desk.library)
    assert take_home(desk, copy.id) is None
    check_out(desk, a_patron(desk.library), copy.id)
    assert take_home(desk, copy.id) is None


def test_what_was_kept_for_a_reader_and_is_read_here_is_kept_no_longer(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    place_hold(desk, reader, copy.title_id)
    check_in(desk, copy.id)
    assert lend_on_site(desk, the_patron(desk.library, reader.id), copy.id).done
    with desk.library.reading() as connection:
        assert holds_of_title(connection, copy.title_id, desk.policy, TODAY) == ()
    assert list(check_library(desk.library)) == []
    assert not the_copy(desk.library, copy.id).awaits_shelving

"""Lending and renewing at the counter, on a real library file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.builders import (
    NOON,
    TODAY,
    a_copy,
    a_desk,
    a_patron,
    all_rows,
    change_rules,
    change_setting,
    days_later,
    the_copy,
    the_patron,
)

from deskcirc.desk.circulation import CheckoutKind, Override, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.holds import place_hold
from deskcirc.desk.returning import check_in, mark_damaged
from deskcirc.domain.changes import ActName
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.copies import CopyState
from deskcirc.domain.patrons import CardState
from deskcirc.domain.rule_book import REFERENCE, TEACHER
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.holds import holds_of_title
from deskcirc.store.lookups.loans import loan_of_copy, loans_of_patron
from deskcirc.store.tables import loans


def borrower_of(desk: Desk, copy_id: int) -> int | None:
    with desk.library.reading() as connection:
        loan = loan_of_copy(connection, copy_id, desk.policy, desk.today)
    return loan.patron_id if loan else None


def last_act(library: Library) -> tuple[str, str]:
    with library.reading() as connection:
        row = connection.exec_driver_sql("SELECT act, subject FROM journal ORDER BY id DESC LIMIT 1").one()
    return row.act, row.subject


def test_a_copy_goes_out_for_fourteen_days_to_a_pupil(desk: Desk) -> None:
    outcome = check_out(desk, a_patron(desk.library), a_copy(desk.library).id)
    assert outcome.kind is CheckoutKind.LENT
    assert outcome.due is not None
    assert outcome.due.date == date(2026, 3, 16)
    assert last_act(desk.library)[0] == ActName.CHECK_OUT


def test_a_teacher_borrows_for_longer_by_the_rule_and_not_by_code(desk: Desk) -> None:
    outcome = check_out(desk, a_patron(desk.library, category=TEACHER), a_copy(desk.library).id)
    assert outcome.due is not None
    assert outcome.due.date == date(2026, 5, 1)


def test_a_due_date_on_a_weekend_moves_to_monday(desk: Desk) -> None:
    saturday_fortnight = days_later(desk, 5)
    outcome = check_out(saturday_fortnight, a_patron(desk.library), a_copy(desk.library).id)
    assert outcome.due is not None
    assert (outcome.due.date, outcome.due.moved_from) == (date(2026, 3, 23), date(2026, 3, 21))


def test_a_scan_late_in_the_evening_counts_by_the_schools_clock(library: Library) -> None:
    before_midnight_in_utc = a_desk(library, NOON + timedelta(hours=13))  # 17:00 UTC is 01:00 on Tuesday in China
    outcome = check_out(before_midnight_in_utc, a_patron(library), a_copy(library).id)
    assert outcome.due is not None
    assert outcome.due.date == date(2026, 3, 17)


def test_the_fourth_copy_is_refused_and_nothing_is_written(desk: Desk) -> None:
    reader = a_patron(desk.library)
    for number in range(3):
        check_out(desk, reader, a_copy(desk.library, f"第{number}本").id)
    fourth = a_copy(desk.library, "第四本")
    before = all_rows(desk.library, without_journal=False)
    outcome = check_out(desk, reader, fourth.id)
    assert outcome.kind is CheckoutKind.REFUSED
    assert [block.code for block in outcome.blocks] == [BlockCode.LOAN_LIMIT]
    assert all_rows(desk.library, without_journal=False) == before


def test_all_reasons_come_at_once(desk: Desk) -> None:
    reader = a_patron(desk.library, state="stopped", expires=date(2026, 1, 1), suspended_until=date(2026, 4, 1))
    lost_card = replace(reader, card=CardState.LOST)
    outcome = check_out(desk, lost_card, a_copy(desk.library, item_type=REFERENCE, state="in_repair").id)
    assert {block.code for block in outcome.blocks} == {
        BlockCode.PATRON_STOPPED,
        BlockCode.CARD_NOT_VALID,
        BlockCode.CARD_EXPIRED,
        BlockCode.SUSPENDED,
        BlockCode.IN_HOUSE_ONLY,
        BlockCode.COPY_IN_REPAIR,
    }


def test_the_patron_is_read_again_so_that_an_old_screen_lends_nothing(desk: Desk) -> None:
    reader = a_patron(desk.library, suspended_until=date(2026, 4, 1))
    on_an_old_screen = replace(reader, suspended_until=None)
    assert check_out(desk, on_an_old_screen, a_copy(desk.library).id).kind is CheckoutKind.REFUSED


def test_an_operator_passes_a_block_and_the_reason_is_kept(desk: Desk) -> None:
    reader = a_patron(desk.library, loan_limit=0)
    override = Override(frozenset({BlockCode.LOAN_LIMIT}), "竞赛用书")
    outcome = check_out(desk, reader, a_copy(desk.library).id, override=override)
    assert outcome.kind is CheckoutKind.LENT
    with desk.library.reading() as connection:
        assert connection.exec_driver_sql("SELECT override_reason FROM loans").scalar_one() == "竞赛用书"
    assert "竞赛用书" in last_act(desk.library)[1]


def test_an_override_of_a_renewal_leaves_its_reason_in_the_journal(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    change_rules(desk.library, renewals=0)
    check_out(desk, reader, copy.id)
    override = Override(frozenset({BlockCode.RENEWALS_USED}), "还没读完")
    assert check_out(days_later(desk, 3), reader, copy.id, override=override).kind is CheckoutKind.RENEWED
    assert "还没读完" in last_act(desk.library)[1]


def test_nobody_can_pass_a_withdrawn_copy_or_a_missing_rule(desk: Desk) -> None:
    reader = a_patron(desk.library)
    everything = Override(frozenset(BlockCode), "急用")
    assert check_out(desk, reader, a_copy(desk.library, state="withdrawn").id, override=everything).blocks


@pytest.mark.parametrize("state", ["in_repair", "in_process"])
def test_a_copy_lent_out_of_the_workroom_is_in_stock_from_then_on(desk: Desk, state: str) -> None:
    copy = a_copy(desk.library, state=state)
    override = Override(frozenset(BlockCode), "急用")
    assert check_out(desk, a_patron(desk.library), copy.id, override=override).kind is CheckoutKind.LENT
    assert the_copy(desk.library, copy.id).state is CopyState.IN_STOCK
    assert list(check_library(desk.library)) == []


def test_a_missing_copy_in_hand_is_found_and_lent(desk: Desk) -> None:
    copy = a_copy(desk.library, state="missing")
    outcome = check_out(desk, a_patron(desk.library), copy.id)
    assert outcome.kind is CheckoutKind.LENT
    assert outcome.warnings != ()
    assert the_copy(desk.library, copy.id).state is CopyState.IN_STOCK


def test_an_expired_card_passed_by_an_operator_lends_for_the_full_time(desk: Desk) -> None:
    reader = a_patron(desk.library, expires=date(2026, 2, 28))
    override = Override(frozenset({BlockCode.CARD_EXPIRED}), "卡片待续期")
    outcome = check_out(desk, reader, a_copy(desk.library).id, override=override)
    assert outcome.due is not None
    assert outcome.due.date == date(2026, 3, 16)


def test_no_loan_outlives_the_card(desk: Desk) -> None:
    outcome = check_out(desk, a_patron(desk.library, expires=date(2026, 3, 10)), a_copy(desk.library).id)
    assert outcome.due is not None
    assert (outcome.due.date, outcome.due.capped) == (date(2026, 3, 10), True)


def test_a_second_copy_of_a_title_is_lent_with_a_warning(desk: Desk) -> None:
    reader, first = a_patron(desk.library), a_copy(desk.library)
    check_out(desk, reader, first.id)
    outcome = check_out(desk, reader, a_copy(desk.library, of=first).id)
    assert outcome.kind is CheckoutKind.LENT
    assert len(outcome.warnings) == 1


def test_a_copy_on_loan_to_another_is_refused_naming_who_has_it(desk: Desk) -> None:
    copy = a_copy(desk.library)
    check_out(desk, a_patron(desk.library, "林小雨", grade=3), copy.id)
    outcome = check_out(desk, a_patron(desk.library), copy.id)
    assert [block.code for block in outcome.blocks] == [BlockCode.ON_LOAN]
    assert "林小雨" in outcome.blocks[0].sentence


def test_return_and_lend_is_one_act_with_all_of_a_return(desk: Desk) -> None:
    change_rules(desk.library, overdue_effect="suspend", suspension_days=1)
    had_it, reader, copy = a_patron(desk.library, "林小雨"), a_patron(desk.library), a_copy(desk.library)
    check_out(desk, had_it, copy.id)
    late = days_later(desk, 17)
    outcome = check_out(late, reader, copy.id, return_first=True)
    assert outcome.kind is CheckoutKind.LENT
    assert outcome.returned_from is not None
    assert outcome.returned_from.patron_id == had_it.id
    assert borrower_of(late, copy.id) == reader.id
    assert the_patron(desk.library, had_it.id).suspended_until == late.today + timedelta(days=3)
    assert list(check_library(desk.library)) == []


def test_lateness_forgiven_over_closed_days_is_forgiven_by_return_and_lend_too(desk: Desk) -> None:
    change_setting(desk.library, "closed_due", '"keep"')
    had_it, copy = a_patron(desk.library, "林小雨"), a_copy(desk.library)
    saturday_fortnight = days_later(desk, 5)
    check_out(saturday_fortnight, had_it, copy.id)  # due on Saturday 21 March, which stays so
    monday = days_later(desk, 21)
    check_out(monday, a_patron(desk.library), copy.id, return_first=True)
    with desk.library.reading() as connection:
        late = connection.exec_driver_sql("SELECT days_late FROM loans WHERE returned_at IS NOT NULL").scalar_one()
    assert late == 0


def test_return_and_lend_that_is_refused_returns_nothing(desk: Desk) -> None:
    had_it, copy = a_patron(desk.library, "林小雨"), a_copy(desk.library)
    check_out(desk, had_it, copy.id)
    outcome = check_out(desk, a_patron(desk.library, state="stopped"), copy.id, return_first=True)
    assert [block.code for block in outcome.blocks] == [BlockCode.PATRON_STOPPED]
    assert borrower_of(desk, copy.id) == had_it.id


def test_return_and_lend_does_not_pass_by_who_reserved_the_title_first(desk: Desk) -> None:
    had_it, copy = a_patron(desk.library, "林小雨"), a_copy(desk.library)
    waits, reader = a_patron(desk.library, "陈子墨"), a_patron(desk.library)
    check_out(desk, had_it, copy.id)
    assert place_hold(desk, waits, copy.title_id) == ""
    refused = check_out(desk, reader, copy.id, return_first=True)
    assert [block.code for block in refused.blocks] == [BlockCode.SOMEBODY_WAITS]
    assert "陈子墨" in refused.blocks[0].sentence
    assert borrower_of(desk, copy.id) == had_it.id
    assert check_out(desk, waits, copy.id, return_first=True).kind is CheckoutKind.LENT


def test_the_same_book_catalogued_twice_is_warned_of_as_a_second_copy(desk: Desk) -> None:
    reader = a_patron(desk.library)
    check_out(desk, reader, a_copy(desk.library, "欧·亨利").id)
    again = check_out(desk, reader, a_copy(desk.library, "欧·亨利").id)
    assert again.kind is CheckoutKind.LENT
    assert len(again.warnings) == 1


def test_scanning_ones_own_loan_again_on_another_day_renews_it(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    check_out(desk, reader, copy.id)
    outcome = check_out(days_later(desk, 4), reader, copy.id)
    assert outcome.kind is CheckoutKind.RENEWED
    assert outcome.due is not None
    assert outcome.due.date == date(2026, 3, 20)
    with desk.library.reading() as connection:
        (loan,) = loans_of_patron(connection, reader.id, desk.policy, TODAY)
    assert (loan.due, loan.renewals) == (date(2026, 3, 20), 1)
    assert last_act(desk.library)[0] == ActName.RENEW


def test_scanning_ones_own_loan_again_on_the_same_day_changes_nothing(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    check_out(desk, reader, copy.id)
    before = all_rows(desk.library, without_journal=False)
    assert check_out(desk, reader, copy.id).kind is CheckoutKind.ALREADY
    assert all_rows(desk.library, without_journal=False) == before


def test_a_renewed_copy_scanned_once_more_is_not_refused_for_renewing_too_often(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    check_out(desk, reader, copy.id)
    later = days_later(desk, 4)
    check_out(later, reader, copy.id)
    assert check_out(later, reader, copy.id).kind is CheckoutKind.ALREADY


def test_a_waiting_hold_is_fulfilled_by_its_patrons_loan(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    assert place_hold(desk, reader, copy.title_id) == ""
    check_out(desk, reader, copy.id)
    with desk.library.reading() as connection:
        assert holds_of_title(connection, copy.title_id, desk.policy, TODAY) == ()


def test_a_patron_who_takes_another_copy_frees_the_one_kept_for_them(desk: Desk) -> None:
    reader, kept = a_patron(desk.library), a_copy(desk.library)
    other = a_copy(desk.library, of=kept)
    place_hold(desk, reader, kept.title_id)
    check_in(desk, kept.id)
    check_out(desk, reader, other.id)
    assert the_copy(desk.library, kept.id).awaits_shelving
    assert list(check_library(desk.library)) == []


def test_a_copy_kept_for_another_is_lent_by_override_and_the_other_waits_on(desk: Desk) -> None:
    waiting, reader, copy = a_patron(desk.library, "林小雨"), a_patron(desk.library), a_copy(desk.library)
    place_hold(desk, waiting, copy.title_id)
    check_in(desk, copy.id)
    assert [block.code for block in check_out(desk, reader, copy.id).blocks] == [BlockCode.HELD_FOR_ANOTHER]
    override = Override(frozenset({BlockCode.HELD_FOR_ANOTHER}), "本人同意")
    assert check_out(desk, reader, copy.id, override=override).kind is CheckoutKind.LENT
    with desk.library.reading() as connection:
        (hold,) = holds_of_title(connection, copy.title_id, desk.policy, TODAY)
    assert not hold.is_ready
    assert list(check_library(desk.library)) == []


def test_a_copy_that_waits_for_repair_is_lent_by_an_operator_alone_and_its_damage_is_said(desk: Desk) -> None:
    copy, patron = a_copy(desk.library), a_patron(desk.library)
    mark_damaged(desk, copy.id, "缺页")
    refused = check_out(desk, patron, copy.id)
    assert [block.code for block in refused.blocks] == [BlockCode.COPY_IN_REPAIR]
    passed = Override(frozenset({BlockCode.COPY_IN_REPAIR}), "he needs it for his lesson")
    outcome = check_out(desk, patron, copy.id, override=passed)
    assert outcome.kind is CheckoutKind.LENT
    assert any("缺页" in warning for warning in outcome.warnings)


def test_a_copy_or_patron_that_does_not_exist_is_a_bug_and_not_a_refusal(desk: Desk) -> None:
    with pytest.raises(LookupError):
        check_out(desk, a_patron(desk.library), 999)
    with pytest.raises(LookupError):
        check_out(desk, replace(a_patron(desk.library), id=999), a_copy(desk.library).id)


def test_the_figures_of_today_count_from_the_schools_midnight(desk: Desk) -> None:
    reader, first, second = a_patron(desk.library), a_copy(desk.library), a_copy(desk.library, "夏洛的网")
    check_out(a_desk(desk.library, NOON - timedelta(hours=13)), reader, first.id)  # 23:00 the day before
    check_out(desk, reader, second.id)
    check_in(desk, second.id)
    figures = desk.figures_of_today()
    assert (figures.lent, figures.returned) == (1, 1)


def test_a_changed_rule_holds_from_the_next_scan_on(desk: Desk) -> None:
    assert desk.policy.rules[0].loan_days == 14
    change_rules(desk.library, loan_days=21)
    outcome = check_out(desk, a_patron(desk.library), a_copy(desk.library).id)
    assert outcome.due is not None
    assert outcome.due.date == date(2026, 3, 23)


def test_what_the_screen_said_is_in_the_loan_row(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    check_out(desk, reader, copy.id)
    with desk.library.reading() as connection:
        row = connection.execute(loans.select()).one()
    assert (row.copy_id, row.patron_id, row.lent_at, row.lent_by, row.returned_at) == (
        copy.id,
        reader.id,
        NOON,
        1,
        None,
    )

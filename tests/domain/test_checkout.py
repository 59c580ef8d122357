"""Every reason to refuse a loan, one business fact a test; all of them at once; and what an operator may pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.domain.facts import (
    A_COPY,
    A_PATRON,
    A_RULE,
    NEXT_WEEK,
    TODAY,
    YESTERDAY,
    a_hold,
    a_loan,
    checkout_facts,
)

from deskcirc.domain.calendar import ClosedDueRule, OpenDays
from deskcirc.domain.checkout import (
    CHECKS,
    copy_is_held_for_another,
    copy_is_not_for_loan,
    copy_is_on_loan_to_another,
    copy_stays_in_house,
    decide_checkout,
)
from deskcirc.domain.checkout_facts import BlockCode, CheckoutFacts
from deskcirc.domain.copies import CopyState
from deskcirc.domain.patron_checks import (
    card_has_expired,
    card_is_not_valid,
    loan_limit_reached,
    no_rule_applies,
    patron_has_left,
    patron_has_overdue_loans,
    patron_is_stopped,
    patron_is_suspended,
    type_limit_reached,
)
from deskcirc.domain.patrons import CardState, PatronState
from deskcirc.domain.rules import Lending, OverdueEffect

LATE = a_loan(copy_id=9, title_id=9, due=YESTERDAY)


def test_a_patron_in_good_standing_gets_a_copy_on_the_shelf() -> None:
    decision = decide_checkout(checkout_facts())
    assert (decision.lend, decision.blocks, decision.warnings) == (True, (), ())
    assert decision.due is not None
    assert decision.due.date == TODAY + timedelta(days=14)


def test_who_has_left_the_school_borrows_nothing() -> None:
    block = patron_has_left(checkout_facts(patron=replace(A_PATRON, state=PatronState.LEFT)))
    assert block is not None
    assert A_PATRON.name in block.sentence


def test_who_was_stopped_borrows_nothing_and_the_librarians_note_says_why() -> None:
    block = patron_is_stopped(checkout_facts(patron=replace(A_PATRON, state=PatronState.STOPPED, note="欠费未交")))
    assert block is not None
    assert block.remedy == "欠费未交"


@pytest.mark.parametrize("card", [CardState.LOST, CardState.REPLACED, CardState.STOPPED])
def test_a_card_that_is_not_valid_any_more_lends_nothing(card: CardState) -> None:
    assert card_is_not_valid(checkout_facts(patron=replace(A_PATRON, card=card))) is not None


def test_a_patron_found_by_name_needs_no_card() -> None:
    assert card_is_not_valid(checkout_facts()) is None


def test_a_card_is_good_on_its_last_day_and_not_after() -> None:
    assert card_has_expired(checkout_facts(patron=replace(A_PATRON, expires=TODAY))) is None
    block = card_has_expired(checkout_facts(patron=replace(A_PATRON, expires=YESTERDAY)))
    assert block is not None
    assert "1 Mar" in block.sentence


def test_a_suspension_lasts_through_its_last_day() -> None:
    suspended = replace(A_PATRON, suspended_until=TODAY, suspension_reason="《草房子》逾期 3 天")
    block = patron_is_suspended(checkout_facts(patron=suspended))
    assert block is not None
    assert "2 Mar" in block.sentence
    assert block.remedy == "《草房子》逾期 3 天"
    assert patron_is_suspended(checkout_facts(patron=replace(A_PATRON, suspended_until=YESTERDAY))) is None


def test_an_overdue_loan_blocks_and_the_oldest_is_named() -> None:
    older = a_loan(copy_id=8, title_id=8, title="夏洛的网", due=TODAY - timedelta(days=30))
    block = patron_has_overdue_loans(checkout_facts(loans=(LATE, older)))
    assert block is not None
    assert "2" in block.sentence
    assert "夏洛的网" in block.sentence


def test_a_loan_due_today_is_not_overdue() -> None:
    assert patron_has_overdue_loans(checkout_facts(loans=(a_loan(copy_id=9, due=TODAY),))) is None


@pytest.mark.parametrize(
    ("effect", "blocks"),
    [
        (OverdueEffect.NONE, False),
        (OverdueEffect.FINE, False),
        (OverdueEffect.BLOCK, True),
        (OverdueEffect.SUSPEND, True),
    ],
)
def test_whether_an_overdue_loan_blocks_is_the_rules_to_say(effect: OverdueEffect, blocks: bool) -> None:
    facts = checkout_facts(loans=(LATE,), rule=replace(A_RULE, overdue_effect=effect))
    assert (patron_has_overdue_loans(facts) is not None) is blocks


def test_a_due_date_on_a_closed_day_is_forgiven_where_the_school_forgives_it() -> None:
    weekend = OpenDays(frozenset({5, 6}))
    on_sunday = a_loan(copy_id=9, due=date(2026, 3, 1))
    facts = checkout_facts(loans=(on_sunday,), open_days=weekend)  # today is Monday
    assert patron_has_overdue_loans(replace(facts, closed_due=ClosedDueRule.NEXT_OPEN)) is not None
    assert patron_has_overdue_loans(replace(facts, closed_due=ClosedDueRule.KEEP)) is None


def test_without_a_rule_nothing_is_lent_and_nobody_can_pass_it() -> None:
    block = no_rule_applies(checkout_facts(rule=None))
    assert block is not None
    assert not block.overridable
    assert A_PATRON.category in block.sentence
    assert decide_checkout(checkout_facts(rule=None), frozenset(BlockCode)).due is None


def test_the_limit_counts_what_is_out_and_not_the_copy_on_the_counter() -> None:
    three = tuple(a_loan(copy_id=number) for number in (7, 8, 9))
    assert loan_limit_reached(checkout_facts(loans=three[:2])) is None
    block = loan_limit_reached(checkout_facts(loans=three))
    assert block is not None
    assert "3" in block.sentence
    assert loan_limit_reached(checkout_facts(loans=(*three[:2], a_loan(copy_id=A_COPY.id)))) is None


@pytest.mark.parametrize(("own", "blocked"), [(0, True), (1, True), (2, False)])
def test_a_patrons_own_limit_goes_before_the_rules(own: int, blocked: bool) -> None:
    facts = checkout_facts(patron=replace(A_PATRON, loan_limit=own), loans=(a_loan(copy_id=9),))
    assert (loan_limit_reached(facts) is not None) is blocked


def test_an_item_type_may_have_a_limit_of_its_own() -> None:
    rule = replace(A_RULE, type_limit=1)
    same, other = a_loan(copy_id=9, item_type_id=A_COPY.item_type_id), a_loan(copy_id=9, item_type_id=99)
    assert type_limit_reached(checkout_facts(rule=rule, loans=(other,))) is None
    assert type_limit_reached(checkout_facts(rule=rule, loans=(same,))) is not None
    assert type_limit_reached(checkout_facts(loans=(same,) * 2)) is None


def test_a_reference_work_is_read_in_the_room() -> None:
    assert copy_stays_in_house(checkout_facts(rule=replace(A_RULE, lending=Lending.IN_HOUSE))) is not None
    assert copy_stays_in_house(checkout_facts(rule=replace(A_RULE, lending=Lending.SAME_DAY))) is None


@pytest.mark.parametrize(
    ("state", "code", "overridable"),
    [
        (CopyState.IN_PROCESS, BlockCode.COPY_IN_PROCESS, True),
        (CopyState.IN_REPAIR, BlockCode.COPY_IN_REPAIR, True),
        (CopyState.LOST, BlockCode.COPY_LOST, False),
        (CopyState.WITHDRAWN, BlockCode.COPY_WITHDRAWN, False),
    ],
)
def test_a_copy_that_is_not_in_stock_is_not_lent(state: CopyState, code: BlockCode, overridable: bool) -> None:
    block = copy_is_not_for_loan(checkout_facts(copy=replace(A_COPY, state=state)))
    assert block is not None
    assert (block.code, block.overridable) == (code, overridable)


@pytest.mark.parametrize("state", [CopyState.IN_STOCK, CopyState.MISSING])
def test_a_copy_in_stock_or_found_again_is_lent(state: CopyState) -> None:
    assert copy_is_not_for_loan(checkout_facts(copy=replace(A_COPY, state=state))) is None


def test_a_copy_on_loan_to_another_names_who_has_it_and_offers_to_return_it() -> None:
    block = copy_is_on_loan_to_another(checkout_facts(loan_of_copy=a_loan(patron_id=77, patron="林小雨（三年级1班）")))
    assert block is not None
    assert "林小雨（三年级1班）" in block.sentence
    assert block.remedy
    assert not block.overridable
    assert copy_is_on_loan_to_another(checkout_facts(loan_of_copy=a_loan(patron_id=A_PATRON.id))) is None


def test_a_copy_kept_for_another_names_who_and_where() -> None:
    kept = a_hold(patron_id=77, patron="林小雨", copy_id=A_COPY.id, shelf_number=12)
    block = copy_is_held_for_another(checkout_facts(holds=(kept,)))
    assert block is not None
    assert "林小雨" in block.sentence
    assert "12" in block.sentence


def test_a_copy_kept_for_this_patron_or_another_copy_kept_is_no_reason() -> None:
    own = a_hold(patron_id=A_PATRON.id, copy_id=A_COPY.id, shelf_number=1)
    elsewhere = a_hold(patron_id=77, copy_id=99, shelf_number=2)
    assert copy_is_held_for_another(checkout_facts(holds=(own, elsewhere))) is None


def everything_against() -> CheckoutFacts:
    three = tuple(a_loan(copy_id=number, due=YESTERDAY) for number in (7, 8, 9))
    return checkout_facts(
        patron=replace(
            A_PATRON, state=PatronState.STOPPED, card=CardState.LOST, expires=YESTERDAY, suspended_until=NEXT_WEEK
        ),
        copy=replace(A_COPY, state=CopyState.IN_REPAIR),
        rule=replace(A_RULE, type_limit=1, lending=Lending.IN_HOUSE),
        loans=three,
        loan_of_copy=a_loan(patron_id=77),
        holds=(a_hold(patron_id=78, copy_id=A_COPY.id, shelf_number=3),),
    )


def test_all_reasons_come_at_once_in_the_order_of_the_checks() -> None:
    codes = [block.code for block in decide_checkout(everything_against()).blocks]
    assert codes == [
        BlockCode.PATRON_STOPPED,
        BlockCode.CARD_NOT_VALID,
        BlockCode.CARD_EXPIRED,
        BlockCode.SUSPENDED,
        BlockCode.OVERDUE,
        BlockCode.LOAN_LIMIT,
        BlockCode.TYPE_LIMIT,
        BlockCode.IN_HOUSE_ONLY,
        BlockCode.COPY_IN_REPAIR,
        BlockCode.ON_LOAN,
        BlockCode.HELD_FOR_ANOTHER,
    ]


def test_an_override_passes_what_may_be_passed_and_nothing_else() -> None:
    left = decide_checkout(everything_against(), frozenset(BlockCode)).blocks
    assert [block.code for block in left] == [BlockCode.ON_LOAN]


def test_an_override_passes_only_what_it_names() -> None:
    facts = checkout_facts(patron=replace(A_PATRON, expires=YESTERDAY, suspended_until=NEXT_WEEK))
    left = decide_checkout(facts, frozenset({BlockCode.CARD_EXPIRED})).blocks
    assert [block.code for block in left] == [BlockCode.SUSPENDED]


def test_every_reason_has_a_sentence_and_a_code_of_its_own() -> None:
    facts = everything_against()
    for other in (facts, replace(facts, patron=replace(A_PATRON, state=PatronState.LEFT)), replace(facts, rule=None)):
        for check in CHECKS:
            block = check(other)
            assert block is None or (block.sentence and "{" not in block.sentence + block.remedy)


def test_no_loan_outlives_the_card_but_an_expired_card_that_was_passed_lends_in_full() -> None:
    def due(expires: date) -> date | None:
        facts = checkout_facts(patron=replace(A_PATRON, expires=expires))
        decided = decide_checkout(facts, frozenset({BlockCode.CARD_EXPIRED})).due
        return decided.date if decided else None

    assert due(NEXT_WEEK) == NEXT_WEEK
    assert due(TODAY) == TODAY
    assert due(YESTERDAY) == TODAY + timedelta(days=14)


def test_a_same_day_loan_is_due_today_also_when_the_library_is_closed() -> None:
    facts = checkout_facts(rule=replace(A_RULE, lending=Lending.SAME_DAY), open_days=OpenDays(frozenset({0})))
    due = decide_checkout(facts).due
    assert due is not None
    assert (due.date, due.moved_from) == (TODAY, None)


def test_a_second_copy_a_find_and_others_waiting_are_said_and_stop_nothing() -> None:
    facts = checkout_facts(
        copy=replace(A_COPY, state=CopyState.MISSING),
        loans=(a_loan(copy_id=9, title_id=A_COPY.title_id),),
        holds=(a_hold(patron_id=77),),
    )
    decision = decide_checkout(facts)
    assert decision.lend
    assert len(decision.warnings) == 3


def test_a_copy_that_waits_for_repair_is_not_lent_by_accident() -> None:
    facts = checkout_facts(copy=replace(A_COPY, damaged=True, damage_note="缺页"))
    (block,) = decide_checkout(facts).blocks
    assert (block.code, block.overridable) == (BlockCode.COPY_IN_REPAIR, True)
    passed = decide_checkout(facts, frozenset({BlockCode.COPY_IN_REPAIR}))
    assert passed.lend
    assert any("缺页" in warning for warning in passed.warnings)


def test_who_waited_for_the_title_is_not_told_that_others_wait() -> None:
    own = a_hold(patron_id=A_PATRON.id)
    assert decide_checkout(checkout_facts(holds=(own, a_hold(patron_id=77)))).warnings == ()


def test_the_facts_are_those_of_one_moment() -> None:
    assert checkout_facts().today == TODAY
    assert a_loan().lent_at == datetime(2026, 2, 20, 4, 0, tzinfo=UTC)

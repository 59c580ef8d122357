"""A withdrawal is proposed with evidence, changed, approved in one act, taken back whole; what is in use stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from tests.builders import TODAY, a_copy, a_patron, all_rows, but_numbers, days_later, set_up_act, the_copy

from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.holds import place_hold
from deskcirc.desk.returning import check_in, mark_damaged
from deskcirc.desk.running_numbers import next_number
from deskcirc.desk.seals import seal_month
from deskcirc.desk.undo import undo_by_id, undo_last
from deskcirc.desk.withdrawal import (
    Approval,
    WithdrawalDraft,
    WithdrawalOutcome,
    add_to_withdrawal,
    approve_withdrawal,
    cancel_withdrawal,
    change_withdrawal,
    propose,
    remove_from_withdrawal,
    set_compensation,
)
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.weeding import Criteria
from deskcirc.domain.withdrawal import NumberOrder, WithdrawalLine, WithdrawalReason, WithdrawalState
from deskcirc.errors import GoneError, SealedMonthError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.weeding import weeding_candidates
from deskcirc.store.lookups.withdrawals import lines_of_withdrawal
from deskcirc.store.tables import journal, titles

WEEDED = WithdrawalDraft(WithdrawalReason.WEEDED)
SIGNED = Approval("校发〔2026〕3号", "王校长", TODAY)


def batch_of(outcome: WithdrawalOutcome) -> int:
    assert outcome.withdrawal is not None, outcome.why_not
    return outcome.withdrawal.id


def proposed(desk: Desk, *copies: Copy, draft: WithdrawalDraft = WEEDED) -> int:
    return batch_of(propose(desk, draft, [copy.id for copy in copies]))


def describe(library: Library, copy: Copy, **columns: Any) -> None:
    with library.writing(set_up_act(library)) as writing:
        writing.update(titles, copy.title_id, **columns)


def entry_of(library: Library, act: str) -> int:
    with library.reading() as connection:
        return int(connection.execute(select(func.max(journal.c.id)).where(journal.c.act == act)).scalar_one())


def lines(desk: Desk, batch: int) -> tuple[WithdrawalLine, ...]:
    with desk.library.reading() as connection:
        return lines_of_withdrawal(connection, batch, desk.policy)


def state(desk: Desk, copy: Copy) -> CopyState:
    return the_copy(desk.library, copy.id).state


def test_proposing_withdraws_nothing(desk: Desk, library: Library) -> None:
    copy = a_copy(library)
    outcome = propose(desk, WEEDED, [copy.id])
    assert outcome.withdrawal is not None
    assert (outcome.withdrawal.number, outcome.withdrawal.copies) == ("W2026-001", 1)
    assert state(desk, copy) is CopyState.IN_STOCK
    assert [line.number for line in lines(desk, batch_of(outcome))] == [""]


def test_approved_copies_are_withdrawn_with_running_numbers_and_frozen_prices(desk: Desk, library: Library) -> None:
    copies = [a_copy(library, f"第{at}本", price=1000 + at, shelf_key=str(9 - at)) for at in range(3)]
    batch = proposed(desk, *copies)
    outcome = approve_withdrawal(desk, batch, SIGNED)
    assert outcome.withdrawal is not None
    assert outcome.withdrawal.state is WithdrawalState.APPROVED
    assert outcome.withdrawal.value == 3003
    by_copy = {line.copy.id: line for line in lines(desk, batch)}
    assert [by_copy[copy.id].number for copy in copies] == ["00001", "00002", "00003"]
    assert all(state(desk, copy) is CopyState.WITHDRAWN for copy in copies)
    assert list(check_library(library)) == []


def test_numbers_may_follow_the_shelf_and_go_on_from_a_paper_ledger(desk: Desk, library: Library) -> None:
    copies = [a_copy(library, f"第{at}本", shelf_key=str(9 - at)) for at in range(2)]
    batch = proposed(desk, *copies)
    approve_withdrawal(desk, batch, replace(SIGNED, order=NumberOrder.SHELF, first_number=348))
    assert {line.copy.id: line.number for line in lines(desk, batch)} == {copies[0].id: "00349", copies[1].id: "00348"}
    low = approve_withdrawal(desk, proposed(desk, a_copy(library)), replace(SIGNED, first_number=7))
    assert low.why_not == "Numbers up to 349 are given already; go on from 350."


def test_undoing_the_approval_restores_everything_and_no_number_is_given_again(desk: Desk, library: Library) -> None:
    copy = a_copy(library, awaits_shelving=True, wants_label=True)
    batch = proposed(desk, copy)
    before = but_numbers(library)
    approve_withdrawal(desk, batch, SIGNED)
    assert undo_last(desk, "withdrawal").done
    assert but_numbers(library) == before
    approve_withdrawal(desk, batch, SIGNED)
    assert [line.number for line in lines(desk, batch)] == ["00002"]
    assert list(check_library(library)) == []


def test_a_cancelled_or_undone_batch_number_is_not_given_again(desk: Desk, library: Library) -> None:
    copy = a_copy(library)
    cancel_withdrawal(desk, proposed(desk, copy))
    second = propose(desk, WEEDED, [copy.id])
    assert second.withdrawal is not None
    assert second.withdrawal.number == "W2026-002"
    assert undo_last(desk, "withdrawal").done
    third = propose(desk, WEEDED, [copy.id])
    assert third.withdrawal is not None
    assert third.withdrawal.number == "W2026-003"


def test_what_is_in_use_cannot_go_and_every_reason_is_said(desk: Desk, library: Library) -> None:
    reader, waiting = a_patron(library), a_patron(library, "林小雨")
    lent, kept, gone = a_copy(library), a_copy(library, "城南旧事"), a_copy(library, "稻草人")
    check_out(desk, reader, lent.id)
    check_out(desk, reader, kept.id)
    assert place_hold(desk, waiting, kept.title_id) == ""
    check_in(desk, kept.id)
    approve_withdrawal(desk, proposed(desk, gone), SIGNED)
    outcome = propose(desk, WEEDED, [lent.id, kept.id, gone.id])
    assert outcome.why_not == "None of these copies can be withdrawn."
    said = [each.reasons for each in outcome.blocked]
    assert said == [
        ("It has been on loan to 陈子墨 since 2 Mar 2026.",),
        ("It is kept for 林小雨 on hold shelf 1.",),
        ("It is withdrawn since 2 Mar 2026, No. 00001 already.",),
    ]


def test_a_copy_is_in_one_withdrawal_at_a_time(desk: Desk, library: Library) -> None:
    copy, other = a_copy(library), a_copy(library)
    first, second = proposed(desk, copy), proposed(desk, other)
    (refused,) = add_to_withdrawal(desk, second, [copy.id]).blocked
    assert refused.reasons == ("It is in withdrawal W2026-001 already.",)
    remove_from_withdrawal(desk, first, [copy.id])
    assert add_to_withdrawal(desk, second, [copy.id]).done == (copy,)
    assert undo_last(desk, "withdrawal").done
    assert undo_last(desk, "withdrawal").done
    assert [line.copy.id for line in lines(desk, first)] == [copy.id]


def test_what_was_lent_meanwhile_stays_behind_only_if_that_is_decided(desk: Desk, library: Library) -> None:
    reader = a_patron(library)
    lent, stays = a_copy(library), a_copy(library, "城南旧事")
    batch = proposed(desk, lent, stays)
    check_out(desk, reader, lent.id)
    before = all_rows(library)
    outcome = approve_withdrawal(desk, batch, SIGNED)
    assert outcome.why_not == "1 copy cannot go now."
    assert [each.copy.id for each in outcome.blocked] == [lent.id]
    assert all_rows(library) == before
    outcome = approve_withdrawal(desk, batch, SIGNED, leave_behind=True)
    assert [copy.id for copy in outcome.done] == [stays.id]
    assert state(desk, lent) is CopyState.IN_STOCK
    assert [line.copy.id for line in lines(desk, batch)] == [stays.id]
    assert list(check_library(library)) == []
    assert propose(days_later(desk, 1), WEEDED, [lent.id]).blocked


def test_titles_whose_last_copy_goes_are_named_with_who_waits(desk: Desk, library: Library) -> None:
    reader, waiting = a_patron(library), a_patron(library, "林小雨")
    last, one_of_two = a_copy(library, "稻草人"), a_copy(library)
    a_copy(library, of=one_of_two)
    check_out(desk, reader, last.id)
    assert place_hold(desk, waiting, last.title_id) == ""
    check_in(desk, last.id)
    outcome = propose(desk, WEEDED, [one_of_two.id])
    assert outcome.last == ()
    lost = a_copy(library, "小桔灯", state="lost")
    (only,) = add_to_withdrawal(desk, batch_of(outcome), [lost.id]).last
    assert (only.title, only.waiting) == ("《小桔灯》", ())


def test_a_lost_copy_goes_with_what_was_paid_for_it(desk: Desk, library: Library) -> None:
    lost = a_copy(library, state="lost", price=2500)
    batch = proposed(desk, lost, draft=WithdrawalDraft(WithdrawalReason.LOST))
    set_compensation(desk, batch, lost.id, 2500)
    approve_withdrawal(desk, batch, SIGNED)
    (line,) = lines(desk, batch)
    assert (line.price, line.compensation) == (2500, 2500)
    with pytest.raises(GoneError):
        set_compensation(desk, proposed(desk, a_copy(library)), lost.id, 1)


def test_an_approval_needs_its_document_its_day_and_a_copy(desk: Desk, library: Library) -> None:
    copy = a_copy(library, registered=date(2026, 2, 1))
    batch = proposed(desk, copy)
    said = [
        approve_withdrawal(desk, batch, each).why_not
        for each in (
            replace(SIGNED, document=" "),
            replace(SIGNED, day=TODAY + timedelta(days=1)),
            replace(SIGNED, day=date(2026, 1, 31)),
            replace(SIGNED, first_number=10**9),
        )
    ]
    assert said == [
        "Write down the number of the approval and who approved it.",
        "The day of the approval is still to come.",
        "《草房子》 (A00001) came into the library after that day.",
        "A withdrawal number has seven digits at most.",
    ]
    remove_from_withdrawal(desk, batch, [copy.id])
    assert "no copy" in approve_withdrawal(desk, batch, SIGNED).why_not
    transferred = proposed(desk, copy, draft=WithdrawalDraft(WithdrawalReason.TRANSFERRED))
    assert "to whom" in approve_withdrawal(desk, transferred, SIGNED).why_not
    change_withdrawal(desk, transferred, WithdrawalDraft(WithdrawalReason.TRANSFERRED, "第二小学"))
    assert approve_withdrawal(desk, transferred, SIGNED).done == (copy,)


def test_an_approved_batch_is_changed_by_undo_alone(desk: Desk, library: Library) -> None:
    copy = a_copy(library)
    batch = proposed(desk, copy)
    approve_withdrawal(desk, batch, SIGNED)
    for refused in (
        add_to_withdrawal(desk, batch, [copy.id]),
        remove_from_withdrawal(desk, batch, [copy.id]),
        change_withdrawal(desk, batch, WEEDED),
        set_compensation(desk, batch, copy.id, 1),
        cancel_withdrawal(desk, batch),
        approve_withdrawal(desk, batch, SIGNED),
    ):
        assert refused.why_not == "Withdrawal W2026-001 is approved; undo the approval to change it."


def test_only_the_librarian_withdraws(desk: Desk, library: Library) -> None:
    copy = a_copy(library)
    batch = proposed(desk, copy)
    helper = replace(desk, operator=Operator(2, "Helper", Role.HELPER))
    before = all_rows(library)
    assert propose(helper, WEEDED, []).why_not == "Only the librarian withdraws copies."
    assert approve_withdrawal(helper, batch, SIGNED).why_not == "Only the librarian withdraws copies."
    assert all_rows(library) == before


def test_a_batch_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(GoneError):
        approve_withdrawal(desk, 99, SIGNED)
    with desk.library.reading() as connection:
        assert next_number(connection, "withdrawn") == 1


def test_candidates_are_found_by_what_the_library_knows(desk: Desk, library: Library) -> None:
    reader = a_patron(library)
    used = a_copy(library, "用过", acquired=date(2015, 9, 1))
    never = a_copy(library, "没人借", acquired=date(2015, 9, 1))
    many = a_copy(library, "复本多", acquired=date(2025, 9, 1))
    more = [a_copy(library, of=many, acquired=date(2025, 9, 1)) for _ in range(3)]
    check_out(desk, reader, used.id)
    check_in(days_later(desk, 1), used.id)
    mark_damaged(days_later(desk, 2), more[0].id, "书脊开裂")
    now = days_later(desk, 3)

    def found(criteria: Criteria) -> dict[int, str]:
        with library.reading() as connection:
            named = weeding_candidates(connection, criteria, now.policy, now.today)
            return {each.copy_id: each.evidence for each in named}

    assert found(Criteria(unused_for=5)) == {never.id: "never used since it came in Sep 2015"}
    assert found(Criteria(damaged=True)) == {
        more[0].id: "never used since it came in Sep 2025 · damaged: 书脊开裂",
    }
    assert set(found(Criteria(held_more_than=2))) == {more[0].id, more[2].id}
    assert found(Criteria()) == {}
    assert found(Criteria(damaged=True, unused_for=5)) == {}
    assert set(found(Criteria(damaged=True, unused_for=5, every=False))) == {never.id, more[0].id}
    assert found(Criteria(older_than=1)) == {}
    describe(library, never, year=1990)
    assert set(found(Criteria(older_than=1))) == {never.id}
    lost = a_copy(library, "丢了", state="lost")
    assert found(Criteria(lost=True)) == {lost.id: "lost · never used since it came in Sep 2025"}
    assert found(Criteria(missing=True)) == {}
    check_out(now, reader, never.id)
    assert found(Criteria(unused_for=5)) == {}


def test_the_evidence_of_a_batch_stays_as_it_was(desk: Desk, library: Library) -> None:
    copy = a_copy(library, acquired=date(2015, 9, 1))
    batch = proposed(desk, copy)
    mark_damaged(desk, copy.id, "缺页")
    approve_withdrawal(desk, batch, SIGNED)
    (line,) = lines(desk, batch)
    assert line.evidence == "never used since it came in Sep 2015"


def test_a_sealed_month_takes_no_withdrawal_and_gives_none_back(desk: Desk, library: Library) -> None:
    old, new = a_copy(library, acquired=date(2025, 9, 1)), a_copy(library, "城南旧事", acquired=date(2025, 9, 1))
    batch, late = proposed(desk, old), proposed(desk, new)
    approve_withdrawal(desk, batch, SIGNED)
    april = days_later(desk, 35)
    assert seal_month(april, "2026-03").done
    before = all_rows(library)
    with pytest.raises(SealedMonthError):
        undo_by_id(april, entry_of(library, str(ActName.APPROVE_WITHDRAWAL)))
    with pytest.raises(SealedMonthError):
        approve_withdrawal(april, late, replace(SIGNED, day=date(2026, 3, 31)))
    assert all_rows(library) == before
    assert approve_withdrawal(april, late, replace(SIGNED, day=april.today)).done == (new,)
    assert list(check_library(library)) == []


def test_whoever_may_not_withdraw_takes_no_withdrawal_back(desk: Desk, library: Library) -> None:
    copy = a_copy(library)
    approve_withdrawal(desk, proposed(desk, copy), SIGNED)
    helper = replace(desk, operator=Operator(2, "Helper", Role.HELPER))
    assert not undo_by_id(helper, entry_of(library, str(ActName.APPROVE_WITHDRAWAL))).done
    assert state(desk, copy) is CopyState.WITHDRAWN


def test_a_withdrawn_copy_says_since_when_and_under_which_number(desk: Desk, library: Library) -> None:
    copy, paper = a_copy(library), a_copy(library, "旧账", state="withdrawn")
    approve_withdrawal(desk, proposed(desk, copy), SIGNED)
    refused = check_out(desk, a_patron(library), copy.id)
    assert [block.sentence for block in refused.blocks] == [
        "《草房子》 is registered as withdrawn since 2 Mar 2026, No. 00001."
    ]
    assert the_copy(library, paper.id).state_words == "withdrawn"
    assert undo_last(desk, "withdrawal").done
    assert the_copy(library, copy.id) == copy

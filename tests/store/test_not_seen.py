"""The list of what a count has not seen: its copies, who had each last, what stands beside, what is decided."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.builders import a_copy, a_desk, a_patron, days_later, set_up_act
from tests.desk.counts import a_copy_at, a_count, scan

from deskcirc.desk.circulation import check_out
from deskcirc.desk.count_decisions import decide, reverse_decisions
from deskcirc.desk.desk import Desk
from deskcirc.desk.returning import check_in, shelve_all
from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, approve_withdrawal, propose
from deskcirc.domain.count_findings import NotSeen
from deskcirc.domain.stocktake import DecisionKind, Stocktake
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.database import Library
from deskcirc.store.lookups import count_findings
from deskcirc.store.tables import loans


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def not_seen(desk: Desk, count: Stocktake) -> tuple[NotSeen, ...]:
    with desk.library.reading() as connection:
        return count_findings.not_seen(connection, count, desk.policy, desk.today)


def test_nobody_looks_for_what_was_struck_off_meanwhile(desk: Desk) -> None:
    gone, missed = a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    batch = propose(later, WithdrawalDraft(WithdrawalReason.LOST), [gone.id]).withdrawal
    assert batch is not None
    assert approve_withdrawal(later, batch.id, Approval("1号", "王校长", date(2026, 3, 3))).done
    assert [each.copy.id for each in not_seen(later, count)] == [missed.id]


def test_of_all_who_had_a_copy_the_last_is_named(desk: Desk) -> None:
    copy = a_copy(desk.library)
    for days, name in ((0, "李小明"), (10, "王小红"), (20, "张小华")):
        check_out(days_later(desk, days), a_patron(desk.library, name), copy.id)
        check_in(days_later(desk, days + 5), copy.id)
    early = desk.now - timedelta(days=300)
    with desk.library.writing(set_up_act(desk.library)) as writing:  # of a counter that was cut off, played back late
        row = {"copy_id": copy.id, "patron_id": 1, "lent_at": early, "due": early.date(), "returned_at": early}
        writing.insert(loans, **row)
    later = days_later(desk, 40)
    (found,) = not_seen(later, a_count(later))
    assert "张小华" in found.last_patron
    assert found.last_returned_on == days_later(desk, 25).today


@pytest.mark.parametrize(("days", "hope"), [(60, 40), (61, 25)])
def test_what_came_back_within_sixty_days_is_likelier_to_be_found(desk: Desk, days: int, hope: int) -> None:
    copy = a_copy(desk.library)
    check_out(desk, a_patron(desk.library), copy.id)
    check_in(desk, copy.id)
    shelve_all(desk)
    later = days_later(desk, days)
    assert [each.chance for each in not_seen(later, a_count(later))] == [hope]


def test_an_unknown_code_that_may_be_its_own_makes_a_copy_likely_to_be_found(desk: Desk) -> None:
    a_copy(desk.library, barcode="B12345")
    count = a_count(desk)
    scan(desk, count, "B12354")
    assert [each.chance for each in not_seen(desk, count)] == [70]


def test_a_search_that_was_taken_back_was_none_and_the_last_decision_is_told(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    (searched,) = decide(days_later(desk, 1), count.id, DecisionKind.SEARCHED, copy_ids=[copy.id]).done
    assert reverse_decisions(days_later(desk, 1), [searched.id]).done
    for kind in (DecisionKind.MISSING, DecisionKind.LOST):
        assert decide(days_later(desk, 2), count.id, kind, copy_ids=[copy.id]).done
    (found,) = not_seen(days_later(desk, 2), count)
    assert (found.searches, found.decided and found.decided.kind) == (0, DecisionKind.LOST)


def test_beside_its_place_stands_what_was_seen_and_not_what_is_missed_too(desk: Desk) -> None:
    first, wanted, _gone, last = (a_copy_at(desk.library, f"I24/{each}") for each in range(1, 5))
    count = a_count(desk)
    later = days_later(desk, 1)
    for copy in (first, last):
        scan(later, count, copy)
    listed = [each for each in not_seen(later, count) if each.copy.id == wanted.id]
    with desk.library.reading() as connection:
        (found,) = count_findings.with_places(connection, count.id, listed)
    assert [each and each.call_number for each in (found.before, found.after)] == ["I24/1", "I24/4"]

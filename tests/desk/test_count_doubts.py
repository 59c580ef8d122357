"""What decisions of a count refuse and keep, one doubt at a time: rights, other counts, money, loans, repeats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.builders import a_copy, a_desk, a_patron, all_rows, days_later
from tests.corner_builders import a_corner
from tests.desk.collector_files import contradictions, file_id, kinds_of, taken_in
from tests.desk.counts import a_copy_at, a_count, a_location, a_shelf, scan

from deskcirc.desk.circulation import check_out
from deskcirc.desk.clearance import clear_leaver
from deskcirc.desk.corner_piles import fill_corner
from deskcirc.desk.corners import close_corner
from deskcirc.desk.count_decisions import decide, reverse_decisions
from deskcirc.desk.count_files import take_back_file
from deskcirc.desk.counting import CountOutcome
from deskcirc.desk.desk import Desk
from deskcirc.desk.loss_orders import LossOrder
from deskcirc.desk.losses import declare_lost
from deskcirc.desk.payments import pay_charge
from deskcirc.desk.stocktake_closing import close_stocktake
from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, approve_withdrawal, propose
from deskcirc.domain.losses import LossWay
from deskcirc.domain.operators import Operator, Right, Role
from deskcirc.domain.stocktake import DecisionKind, Scope
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library


class CountsOnly(Operator):
    """A colleague who may take stock, and nothing else."""

    __slots__ = ()

    def may(self, right: Right) -> bool:
        return right is Right.STOCKTAKE


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def rows(desk: Desk, query: str) -> list[tuple[object, ...]]:
    with desk.library.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def breaches(desk: Desk) -> list[str]:
    return [breach.sentence for breach in check_library(desk.library)]


def line_of(outcome: CountOutcome) -> int:
    """The number of the line that was noted."""
    assert outcome.line is not None, outcome.why_not
    return outcome.line.id


def test_who_may_only_take_stock_declares_nothing_lost_and_withdraws_nothing(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    colleague = replace(days_later(desk, 1), operator=CountsOnly(1, "小明", Role.HELPER))
    for kind, said in ((DecisionKind.LOST, "declares copies lost"), (DecisionKind.WITHDRAWAL, "withdraws copies")):
        assert said in decide(colleague, count.id, kind, copy_ids=[copy.id]).why_not
    assert decide(colleague, count.id, DecisionKind.MISSING, copy_ids=[copy.id]).done


def test_more_copies_than_anybody_means_are_not_declared_lost_at_once(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    assert "501 at once" in decide(desk, count.id, DecisionKind.LOST, copy_ids=range(1, 502)).why_not


def test_decisions_of_two_counts_or_of_a_closed_one_are_not_taken_back(desk: Desk) -> None:
    one, other = a_copy_at(desk.library, "I1/1"), a_copy_at(desk.library, "K1/1")
    first, second = a_count(desk, name="甲"), a_count(desk, name="乙", scope=Scope(class_from="K"))
    later = days_later(desk, 1)
    (of_first,) = decide(later, first.id, DecisionKind.MISSING, copy_ids=[one.id]).done
    (of_second,) = decide(later, second.id, DecisionKind.MISSING, copy_ids=[other.id]).done
    assert "one count at a time" in reverse_decisions(later, [of_first.id, of_second.id]).why_not
    assert close_stocktake(later, first.id).report
    before = all_rows(desk.library)
    assert "closed" in reverse_decisions(later, [of_first.id]).why_not
    assert all_rows(desk.library) == before
    assert reverse_decisions(later, [of_second.id]).done
    assert "already" in reverse_decisions(later, [of_second.id]).why_not
    assert breaches(desk) == []


def test_a_line_of_another_count_and_a_match_without_its_copy_decide_nothing(desk: Desk) -> None:
    copy = a_copy_at(desk.library, "I1/1")
    first, second = a_count(desk), a_count(desk, scope=Scope(class_from="I"))
    later = days_later(desk, 1)
    line, unknown = line_of(scan(later, first, copy)), line_of(scan(later, first, "T1"))
    with pytest.raises(GoneError):
        decide(later, second.id, DecisionKind.MOVED, scan_ids=[line])
    with pytest.raises(GoneError):
        decide(later, first.id, DecisionKind.MATCHED, scan_ids=[unknown], copy_ids=[copy.id, copy.id])


@pytest.mark.parametrize("kind", [DecisionKind.MISSING, DecisionKind.LOST, DecisionKind.SEARCHED])
def test_what_was_seen_is_on_loan_or_came_later_is_not_missed(desk: Desk, kind: DecisionKind) -> None:
    seen, out, gone = (a_copy(desk.library) for _each in range(3))
    check_out(desk, a_patron(desk.library), out.id)
    count = a_count(days_later(desk, 1))
    later = days_later(desk, 2)
    young = a_copy(desk.library)
    scan(later, count, seen)
    said = dict(decide(later, count.id, kind, copy_ids=[seen.id, out.id, young.id]).refused)
    assert "was seen" in said[seen.id]
    assert "on loan to 陈子墨" in said[out.id]
    assert "did not have to stand" in said[young.id]
    assert decide(later, count.id, kind, copy_ids=[gone.id]).done


def test_what_is_missing_already_is_not_decided_missing_again_but_looked_for_all_the_same(desk: Desk) -> None:
    a_copy(desk.library)
    before = a_copy(desk.library, state="missing")
    count = a_count(desk)
    missing = decide(desk, count.id, DecisionKind.MISSING, copy_ids=[before.id])
    assert "registered as missing" in missing.why_not
    assert decide(desk, count.id, DecisionKind.SEARCHED, copy_ids=[before.id]).done


def test_a_line_that_was_refused_is_no_evidence_of_a_return(desk: Desk) -> None:
    out = a_copy(desk.library)
    check_out(desk, a_patron(desk.library), out.id)
    count = a_count(days_later(desk, 1))
    later = days_later(desk, 2)
    refused = line_of(scan(later, count, out, at=later.now - timedelta(days=3)))
    outcome = decide(later, count.id, DecisionKind.RETURNED, scan_ids=[refused])
    assert "was not scanned in this count" in outcome.why_not
    assert rows(desk, "SELECT returned_at FROM loans") == [(None,)]


def test_a_line_without_a_time_shows_no_return_of_what_was_lent_after_the_opening(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    check_out(days_later(desk, 1), a_patron(desk.library), copy.id)
    later = days_later(desk, 3)
    assert kinds_of(later, taken_in(later, count, f"{copy.code}\n")) == [(1, "found", "")]
    outcome = decide(later, count.id, DecisionKind.RETURNED, copy_ids=[copy.id])
    assert "it has not come back" in outcome.why_not
    assert rows(desk, "SELECT returned_at FROM loans") == [(None,)]


def test_what_was_lent_in_the_minute_of_its_scan_is_with_its_reader(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    scan(later, count, copy)
    check_out(later, a_patron(desk.library), copy.id)
    assert "has not come back" in decide(later, count.id, DecisionKind.RETURNED, copy_ids=[copy.id]).why_not


def test_a_return_without_a_time_never_ends_before_its_loan_began(desk: Desk) -> None:
    copy = a_copy(desk.library)
    check_out(replace(desk, now=desk.now + timedelta(hours=9)), a_patron(desk.library), copy.id)
    count = a_count(days_later(desk, 1))
    later = days_later(desk, 2)
    taken_in(later, count, f"{copy.code}\n", counted_on=later.today - timedelta(days=1))
    assert decide(later, count.id, DecisionKind.RETURNED, copy_ids=[copy.id]).done
    assert rows(desk, "SELECT returned_at >= lent_at FROM loans") == [(1,)]
    assert breaches(desk) == []


def test_a_copy_is_put_in_its_place_once_after_each_scan(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    assert "scan it first" in decide(desk, count.id, DecisionKind.MOVED, copy_ids=[copy.id]).why_not
    scan(desk, count, copy)
    assert decide(desk, count.id, DecisionKind.MOVED, copy_ids=[copy.id]).done
    assert "already" in decide(desk, count.id, DecisionKind.MOVED, copy_ids=[copy.id]).why_not
    later = days_later(desk, 1)
    scan(later, count, copy)
    assert decide(later, count.id, DecisionKind.MOVED, copy_ids=[copy.id]).done


def test_a_copy_belongs_from_now_on_to_the_room_where_it_was_seen_last(desk: Desk) -> None:
    copy = a_copy(desk.library)
    first, second = a_location(desk.library, "YD", "阅览室"), a_location(desk.library, "SK", "书库")
    count = a_count(desk)
    assert "scan it first" in decide(desk, count.id, DecisionKind.RELOCATED, copy_ids=[copy.id]).why_not
    scan(desk, count, copy, location_id=first)
    scan(days_later(desk, 1), count, copy, location_id=second)
    assert decide(days_later(desk, 1), count.id, DecisionKind.RELOCATED, copy_ids=[copy.id]).done
    assert rows(desk, "SELECT location_id FROM copies") == [(second,)]


def test_a_withdrawn_copy_is_given_no_other_place(desk: Desk) -> None:
    copy = a_copy(desk.library)
    gone, place = a_copy(desk.library), a_location(desk.library, "YD")
    count = a_count(desk)
    batch = propose(desk, WithdrawalDraft(WithdrawalReason.WEEDED), [gone.id]).withdrawal
    assert batch is not None
    assert approve_withdrawal(desk, batch.id, Approval("批文 1", "王校长", date(2026, 3, 2))).done
    outcome = decide(desk, count.id, DecisionKind.RELOCATED, copy_ids=[copy.id, gone.id], location_id=place)
    assert [each.copy_id for each in outcome.done] == [copy.id]
    assert "withdrawn" in outcome.refused[0][1]
    late = decide(desk, count.id, DecisionKind.WITHDRAWAL, copy_ids=[copy.id], withdrawal_id=batch.id)
    assert "no longer proposed" in late.why_not


def test_a_copy_that_was_seen_is_not_proposed_as_one_that_was_not(desk: Desk) -> None:
    seen, gone = a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    scan(desk, count, seen)
    assert decide(desk, count.id, DecisionKind.WITHDRAWAL, copy_ids=[seen.id, gone.id], note="发霉").done
    assert rows(desk, "SELECT evidence FROM withdrawal_copies ORDER BY copy_id") == [
        ("发霉",),
        ("not seen in the count S2026-01; 发霉",),
    ]


def test_what_is_at_hand_and_no_code_that_is_known_is_decided_about_again(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    known, unknown = line_of(scan(desk, count, copy)), line_of(scan(desk, count, "T1"))
    before = all_rows(desk.library)
    assert decide(desk, count.id, DecisionKind.FOUND, copy_ids=[copy.id]).why_not
    assert "no unknown code" in decide(desk, count.id, DecisionKind.SET_ASIDE, scan_ids=[known]).why_not
    assert all_rows(desk.library) == before
    same = decide(desk, count.id, DecisionKind.MATCHED, scan_ids=[unknown], copy_ids=[copy.id], old_label=True)
    assert same.done
    assert breaches(desk) == []


def test_a_code_that_something_else_bears_becomes_no_old_label(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    unknown = line_of(scan(desk, count, "SH001"))
    a_shelf(desk.library, "SH001")
    before = all_rows(desk.library)
    labelled = decide(desk, count.id, DecisionKind.MATCHED, scan_ids=[unknown], copy_ids=[copy.id], old_label=True)
    assert "SH001" in labelled.why_not
    assert all_rows(desk.library) == before


def test_a_found_copy_that_was_paid_for_goes_back_to_lost_on_the_same_day_alone(desk: Desk) -> None:
    days: tuple[tuple[Callable[[Desk], Desk], bool], ...] = ((lambda now: now, True), (_tomorrow, False))
    copy, reader = a_copy(desk.library, price=2500), a_patron(desk.library)
    a_copy(desk.library)
    assert declare_lost(desk, [LossOrder(copy.id, patron_id=reader.id, way=LossWay.PRICE, amount=2500)]).losses
    assert not pay_charge(desk, 1, None).why_not
    count = a_count(days_later(desk, 1))
    now = days_later(desk, 2)
    scan(now, count, copy)
    for when, back in days:
        (found,) = decide(now, count.id, DecisionKind.FOUND, copy_ids=[copy.id]).done
        assert rows(desk, "SELECT state FROM copies WHERE id = 1") == [("in_stock",)]
        taken = reverse_decisions(when(now), [found.id])
        assert bool(taken.done) is back, taken.why_not
        assert ("cash sheet" in taken.why_not) is not back
        assert breaches(desk) == []


def _tomorrow(desk: Desk) -> Desk:
    return days_later(desk, 1)


def test_a_return_by_evidence_stays_where_its_reader_has_left_since(desk: Desk) -> None:
    copy, reader = a_copy(desk.library), a_patron(desk.library)
    check_out(desk, reader, copy.id)
    count = a_count(days_later(desk, 1))
    later = days_later(desk, 2)
    scan(later, count, copy)
    (returned,) = decide(later, count.id, DecisionKind.RETURNED, copy_ids=[copy.id]).done
    assert clear_leaver(days_later(desk, 3), reader.id).certificates
    assert reverse_decisions(days_later(desk, 4), [returned.id]).why_not
    assert rows(desk, "SELECT returned_at IS NULL FROM loans") == [(0,)]
    assert breaches(desk) == []


def test_nothing_goes_back_into_a_class_corner_that_was_closed_since(desk: Desk) -> None:
    copy, corner = a_copy(desk.library), a_corner(desk)
    assert fill_corner(desk, corner.id, [copy.id]).lent
    count = a_count(days_later(desk, 1))
    later = days_later(desk, 2)
    scan(later, count, copy)
    (returned,) = decide(later, count.id, DecisionKind.RETURNED, copy_ids=[copy.id]).done
    assert not close_corner(days_later(desk, 3), corner.id).why_not
    assert "closed since" in reverse_decisions(days_later(desk, 4), [returned.id]).why_not
    assert breaches(desk) == []


def test_codes_and_copies_that_repeat_a_file_taken_back_are_counted_anew(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    first = taken_in(later, count, f"{copy.code}\nT1\n")
    again = taken_in(later, count, f"T1\n{copy.code}\nT1\n")
    assert [kind for _line, kind, _remark in kinds_of(later, again)] == ["repeat"] * 3
    assert take_back_file(later, file_id(first)).done
    assert [kind for _line, kind, _remark in kinds_of(later, again)] == ["unknown", "found", "repeat"]
    assert contradictions(later) == []


def test_a_code_of_a_line_without_a_time_is_matched_as_if_it_was_scanned_at_the_opening(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    check_out(days_later(desk, 1), a_patron(desk.library), copy.id)
    later = days_later(desk, 3)
    taken = taken_in(later, count, "条码,数量\nT1,1\nT1,0\nT1,1\n", "scans.csv")
    assert kinds_of(later, taken) == [(2, "unknown", ""), (3, "refused", "no_quantity"), (4, "repeat", "")]
    (unknown,) = rows(desk, "SELECT id FROM stocktake_scans WHERE kind = 'unknown'")
    (line,) = (value for value in unknown if isinstance(value, int))
    assert decide(later, count.id, DecisionKind.MATCHED, scan_ids=[line], copy_ids=[copy.id]).done
    kept = rows(desk, "SELECT kind, copy_id FROM stocktake_scans ORDER BY line")
    assert kept == [("found", copy.id), ("refused", None), ("repeat", copy.id)]
    assert breaches(desk) == []

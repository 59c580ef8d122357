"""What one line of a count is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.domain.facts import A_COPY, a_loan

from deskcirc.domain.call_numbers import shelf_key
from deskcirc.domain.copies import CopyState
from deskcirc.domain.counting import CountDecision, CountFacts, decide_count
from deskcirc.domain.stocktake import CountedLine, CountKind, Group, Remark, Scope, Shelf, Stocktake, StocktakeState

OPENED = datetime(2026, 7, 1, 0, 0, tzinfo=UTC)
NOON = OPENED + timedelta(days=2, hours=4)
COUNT = Stocktake(1, "盘2026-01", "期末", Scope(), False, StocktakeState.OPEN, OPENED, "李老师", OPENED, 100, 90)
SHELF = Shelf(1, "SH001", "1排1架", 1, "书库", 1, "I24/1", "I24", "I25")
NOTED = CountedLine(1, 1, A_COPY.id, A_COPY.code, OPENED + timedelta(hours=1), CountKind.FOUND, shelf_id=1)
HERE = CountFacts(
    COUNT,
    A_COPY.code,
    NOON,
    copy=replace(A_COPY, shelf_key="I24 B"),
    copy_location_id=1,
    group=Group.SHELF,
    shelf=SHELF,
)


def decided(**changed: Any) -> CountDecision:
    """The decision about a copy in its place, but for these facts."""
    return decide_count(replace(HERE, **changed))


def in_state(state: CopyState) -> dict[str, Any]:
    """The facts of a copy in that state."""
    return {"copy": replace(HERE.copy, state=state)} if HERE.copy else {}


def test_a_copy_in_its_place_is_found() -> None:
    assert decided() == CountDecision(CountKind.FOUND)


@pytest.mark.parametrize(
    ("changed", "remark"),
    [
        ({"copy_location_id": 2}, Remark.WRONG_SHELF),
        ({"shelf": replace(SHELF, first_key="I25", end_key="I26")}, Remark.WRONG_SHELF),
        ({"shelf": replace(SHELF, end_key="I24 A")}, Remark.WRONG_SHELF),
        ({"shelf": None, "location_id": 2}, Remark.WRONG_SHELF),
        ({"shelf": replace(SHELF, first_key="", end_key="")}, Remark.NOTHING),
        ({"in_order": False}, Remark.OUT_OF_ORDER),
        ({"quantity": 2}, Remark.QUANTITY),
        ({"on_hold_shelf": True}, Remark.ON_HOLD_SHELF),
        ({"copy": replace(HERE.copy, damaged=True) if HERE.copy else None}, Remark.IN_REPAIR),
        ({"copy": replace(HERE.copy, shelf_key="") if HERE.copy else None}, Remark.NOTHING),
        ({"copy": replace(HERE.copy, shelf_key=shelf_key("")) if HERE.copy else None}, Remark.NOTHING),
        ({"copy_location_id": None}, Remark.NOTHING),
        (in_state(CopyState.LOST), Remark.WAS_LOST),
        (in_state(CopyState.MISSING), Remark.WAS_MISSING),
        (in_state(CopyState.IN_REPAIR), Remark.IN_REPAIR),
        (in_state(CopyState.IN_PROCESS), Remark.IN_PROCESS),
    ],
)
def test_whatever_else_is_wrong_a_copy_that_is_here_is_found(changed: dict[str, Any], remark: Remark) -> None:
    assert decided(**changed) == CountDecision(CountKind.FOUND, remark)


@pytest.mark.parametrize(
    ("changed", "remark"),
    [
        ({"at": OPENED - timedelta(seconds=1)}, Remark.TOO_EARLY),
        ({"quantity": 0}, Remark.NO_QUANTITY),
        ({"readable": False, "copy": None}, Remark.UNREADABLE),
        (in_state(CopyState.WITHDRAWN), Remark.WITHDRAWN),
    ],
)
def test_what_says_nothing_about_the_stock_is_refused_with_its_reason(changed: dict[str, Any], remark: Remark) -> None:
    assert decided(**changed) == CountDecision(CountKind.REFUSED, remark)


def test_an_unknown_code_is_kept_and_only_once() -> None:
    assert decided(copy=None).kind is CountKind.UNKNOWN
    assert decided(copy=None, before=replace(NOTED, copy_id=None, kind=CountKind.UNKNOWN)).kind is CountKind.REPEAT


def test_a_copy_counted_already_is_a_repeat_and_another_shelf_is_said() -> None:
    assert decided(before=NOTED) == CountDecision(CountKind.REPEAT)
    assert decided(before=replace(NOTED, shelf_id=9)) == CountDecision(CountKind.REPEAT, Remark.OTHER_SHELF)
    assert decided(before=replace(NOTED, shelf_id=None)) == CountDecision(CountKind.REPEAT)


def test_a_copy_lent_before_it_was_scanned_stands_here_without_having_been_returned() -> None:
    lent_before = a_loan(lent_at=NOON - timedelta(hours=1))
    assert decided(loan=lent_before).kind is CountKind.ON_LOAN
    assert decided(loan=a_loan(lent_at=NOON + timedelta(hours=1))).kind is CountKind.FOUND
    assert decided(loan=a_loan(lent_at=NOON)).kind is CountKind.FOUND


def test_a_line_without_time_doubts_only_loans_from_before_the_opening() -> None:
    assert decided(timed=False, loan=a_loan(lent_at=OPENED + timedelta(hours=1))).kind is CountKind.FOUND
    assert decided(timed=False, loan=a_loan(lent_at=OPENED - timedelta(hours=1))).kind is CountKind.ON_LOAN


def test_a_copy_of_another_scope_is_not_of_this_count_and_a_younger_one_is_new() -> None:
    assert decided(group=None) == CountDecision(CountKind.ELSEWHERE)
    younger = decided(group=None, added_at=OPENED + timedelta(days=1))
    assert younger == CountDecision(CountKind.ELSEWHERE, Remark.NEW)
    lost = decided(group=None, added_at=OPENED + timedelta(days=1), **in_state(CopyState.LOST))
    assert lost == CountDecision(CountKind.ELSEWHERE, Remark.WAS_LOST)  # a hand has to do something about it
    assert decided(group=None, added_at=OPENED) == CountDecision(CountKind.ELSEWHERE)


def test_a_copy_struck_off_after_the_opening_was_there_for_a_line_that_tells_no_time() -> None:
    struck_off = {**in_state(CopyState.WITHDRAWN), "withdrawn_at": OPENED + timedelta(hours=1)}
    assert decided(**struck_off, timed=False) == CountDecision(CountKind.FOUND, Remark.WITHDRAWN)
    assert decided(**struck_off) == CountDecision(CountKind.REFUSED, Remark.WITHDRAWN)

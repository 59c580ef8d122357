"""Decisions about the copies of a count: what each does, why it is refused, and that it comes back exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import a_copy, a_desk, days_later
from tests.desk.counts import a_count, scan

from deskcirc.desk.count_decisions import decide, reverse_decisions
from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_last
from deskcirc.domain.copies import CopyState
from deskcirc.domain.stocktake import DecisionKind
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.copies import copy_by_id


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def state(desk: Desk, copy_id: int) -> CopyState:
    with desk.library.reading() as connection:
        copy = copy_by_id(connection, copy_id)
    assert copy is not None
    return copy.state


def minutes_later(desk: Desk, minutes: int = 1) -> Desk:
    return replace(desk, now=desk.now + timedelta(minutes=minutes))


def test_copies_not_seen_become_missing_in_one_act_and_come_back(desk: Desk) -> None:
    one, other, seen = (a_copy(desk.library) for _each in range(3))
    count = a_count(desk)
    later = days_later(desk, 1)
    scan(later, count, seen)
    outcome = decide(later, count.id, DecisionKind.MISSING, copy_ids=[one.id, other.id, seen.id])
    assert [each.copy_id for each in outcome.done] == [one.id, other.id]
    assert outcome.refused[0][0] == seen.id
    assert "was seen" in outcome.refused[0][1]
    assert state(later, one.id) is CopyState.MISSING
    back = reverse_decisions(minutes_later(later), [outcome.done[0].id])
    assert len(back.done) == 1
    assert state(later, one.id) is CopyState.IN_STOCK
    assert state(later, other.id) is CopyState.MISSING
    assert not list(check_library(desk.library))
    undo_last(minutes_later(later, 2), "resolving")
    assert state(later, one.id) is CopyState.MISSING
    undo_last(minutes_later(later, 3), "resolving")
    assert state(later, one.id) is CopyState.IN_STOCK
    assert state(later, other.id) is CopyState.IN_STOCK
    assert not list(check_library(desk.library))

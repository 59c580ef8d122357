"""When a line of a handheld's file was scanned, as far as anybody can say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from deskcirc.domain.collector_files import CollectorLine
from deskcirc.domain.count_files import FileOrder, ScanMoment, moment_of
from deskcirc.domain.policy import Policy
from deskcirc.store.database import Library

OPENED = datetime(2026, 7, 1, 1, 30, tzinfo=UTC)
NOW = datetime(2026, 7, 3, 4, 0, tzinfo=UTC)
THIRD = date(2026, 7, 3)
MIDNIGHT = datetime(2026, 7, 2, 16, 0, tzinfo=UTC)
"""Where the third of July begins at a school eight hours ahead."""


Moment = Callable[..., ScanMoment]


@pytest.fixture
def moment(library: Library) -> Moment:
    """The moment of a line by its day, its time of day, and how the file is to be counted."""
    policy: Policy = library.policy

    def told(day: date | None, clock: time | None, **order: Any) -> ScanMoment:
        return moment_of(CollectorLine(1, "B1", day, clock), FileOrder(**order), policy, OPENED, NOW)

    return told


def test_a_line_with_day_and_time_was_scanned_then_by_the_schools_clock(moment: Moment) -> None:
    assert moment(THIRD, time(9, 15)) == ScanMoment(datetime(2026, 7, 3, 1, 15, tzinfo=UTC), timed=True)


def test_a_clock_that_is_ahead_is_set_right(moment: Moment) -> None:
    an_hour = timedelta(hours=1)
    assert moment(THIRD, time(9, 15), clock_ahead=an_hour).at == datetime(2026, 7, 3, 0, 15, tzinfo=UTC)


def test_a_clock_some_minutes_ahead_shows_now_and_one_further_ahead_is_told(moment: Moment) -> None:
    assert moment(THIRD, time(12, 9)) == ScanMoment(NOW, timed=True)
    assert moment(THIRD, time(12, 11)) == ScanMoment(NOW, timed=False, in_future=True)
    assert moment(date(2026, 7, 4), None) == ScanMoment(NOW, timed=False, in_future=True)


def test_a_day_alone_begins_with_the_day_and_the_first_with_the_opening(moment: Moment) -> None:
    assert moment(THIRD, None) == ScanMoment(MIDNIGHT, timed=False)
    assert moment(date(2026, 7, 1), None) == ScanMoment(OPENED, timed=False)


@pytest.mark.parametrize("clock", [None, time(9, 15)])
def test_times_left_aside_leave_the_day_that_somebody_named_or_today(moment: Moment, clock: time | None) -> None:
    assert moment(date(2026, 6, 1), clock, ignore_times=True) == ScanMoment(MIDNIGHT, timed=False)
    named = moment(date(2026, 6, 1), clock, ignore_times=True, counted_on=date(2026, 7, 2))
    assert named == ScanMoment(MIDNIGHT - timedelta(days=1), timed=False)


def test_a_day_that_somebody_named_is_that_of_lines_that_say_none(moment: Moment) -> None:
    second = date(2026, 7, 2)
    assert moment(None, time(9, 15), counted_on=second).at == datetime(2026, 7, 2, 1, 15, tzinfo=UTC)
    assert moment(THIRD, time(9, 15), counted_on=second).at == datetime(2026, 7, 3, 1, 15, tzinfo=UTC)
    assert moment(None, time(9, 15)) == ScanMoment(MIDNIGHT, timed=False)

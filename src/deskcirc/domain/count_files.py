"""Collector files of a count as it keeps them, how a person wants one loaded, and when its lines were scanned."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from deskcirc.domain.collector_files import CollectorLine
from deskcirc.domain.policy import Policy
from deskcirc.domain.stocktake import CountSums

_NO_DIFFERENCE: Final = timedelta()
_MINUTE: Final = timedelta(minutes=1)
AHEAD_AT_MOST: Final = timedelta(minutes=10)
"""So far two clocks that are right may stand apart; a line later than that says that the handheld's is wrong."""


@dataclass(frozen=True, slots=True)
class FileOrder:
    """How a file is to be counted. `counted_on` is the day of lines that name none, today where it is None too;
    `clock_ahead` is by how much the handheld's clock stands before ours."""

    device: str = ""
    person: str = ""
    counted_on: date | None = None
    ignore_times: bool = False
    clock_ahead: timedelta = _NO_DIFFERENCE
    location_id: int | None = None  # where all of it was scanned, as far as its lines name no shelf


@dataclass(frozen=True, slots=True)
class CountFile:
    """A collector file that was taken into a count."""

    id: int
    stocktake_id: int
    name: str
    sha256: str
    device: str
    person: str
    encoding: str
    counted_on: date | None
    loaded_at: datetime
    loaded_by: str
    lines: int
    ended: bool = False
    sums: CountSums = field(default_factory=CountSums)


@dataclass(frozen=True, slots=True)
class ScanMoment:
    """When a line was scanned, UTC. `timed` is False where only its day is known; `in_future` where the handheld's
    clock says a time that has not come yet."""

    at: datetime
    timed: bool
    in_future: bool = False


def moment_of(line: CollectorLine, order: FileOrder, policy: Policy, opened_at: datetime, now: datetime) -> ScanMoment:
    """When the line was scanned, as far as anybody can say.

    A line of which only the day is known stands at the beginning of that day, on the day of the opening at the
    opening: so it shows no copy to be there later than it was seen. Many handhelds write no seconds, and a workbook
    hides them: a full minute in which the count was opened stands at the opening, too, and is not too early.
    """
    said = None if order.ignore_times else line.day
    day = said or order.counted_on or policy.day_of(now)
    if line.clock is not None and not order.ignore_times and (said or order.counted_on):
        at = datetime.combine(day, line.clock, UTC) - policy.utc_offset - order.clock_ahead
        if at > now + AHEAD_AT_MOST:
            return ScanMoment(now, timed=False, in_future=True)
        if not line.clock.second and at <= opened_at < at + _MINUTE:
            at = opened_at
        return ScanMoment(min(at, now), timed=True)
    begins = datetime.combine(day, time(), UTC) - policy.utc_offset
    if begins > now:
        return ScanMoment(now, timed=False, in_future=True)
    return ScanMoment(opened_at if day == policy.day_of(opened_at) else begins, timed=False)

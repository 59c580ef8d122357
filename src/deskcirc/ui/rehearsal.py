"""The first scan of the day without its first-time costs: the counter goes through its work once and stores nothing.

Statements are compiled, modules and sentences loaded and the library's pages read by the first scan that needs them:
14 to 40 ms (measured), which the first pupil in the queue would wait for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from deskcirc.store.database import Library
from deskcirc.store.lookups.samples import sample_codes
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Station


def rehearse(library: Library, now: datetime) -> None:
    """Scan a card, lend a copy and take one back at a station of its own; the library stays as it is."""
    with library.rehearsing():
        station = Station(library, "")
        for given in _inputs(library, now):
            station.take(given)


def _inputs(library: Library, now: datetime) -> Iterator[Input]:
    with library.reading() as connection:
        samples = sample_codes(connection)
    for place, (tab, code) in enumerate(
        (("checkout", samples.card), ("checkout", samples.copy_in), ("returns", samples.copy_out))
    ):
        if code:
            yield Input(now + timedelta(seconds=place), tab=tab, scan=code)

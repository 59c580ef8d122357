"""A station that looks at one section of a tab, without a window."""

from __future__ import annotations

from datetime import timedelta

from tests.builders import NOON

from deskcirc.store.database import Library
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import ALONE, Shown, Station, Ways


class Counter:
    """A station in the section, whose clock goes on three seconds an input."""

    def __init__(self, library: Library, tab: str, section: str, ways: Ways = ALONE) -> None:
        self.station = Station(library, "counter 1", ways=ways)
        self.now = NOON
        self.act(f"tab:{tab}")
        self.act(f"section:{section}")

    def act(self, name: str, /, **values: str) -> Shown:
        self.now += timedelta(seconds=3)
        return self.station.take(Input(self.now, act=name, values=values))

    def scan(self, line: str) -> Shown:
        self.now += timedelta(seconds=3)
        return self.station.take(Input(self.now, scan=line))

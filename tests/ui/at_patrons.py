"""Somebody at the Patrons tab of a station, and patrons that can be found by their names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.builders import NOON, a_patron

from deskcirc.domain.patrons import Patron
from deskcirc.domain.pinyin import search_words
from deskcirc.store.database import Library
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Shown, Station
from deskcirc.ui.tabs.patrons.screen import PatronsState


class AtPatrons:
    """A station with the Patrons tab open; its clock moves on ten seconds with every input."""

    def __init__(self, library: Library) -> None:
        self.station = Station(library, "counter 1")
        self._inputs = 0
        self.act("tab:patrons")

    def take(self, **given: Any) -> Shown:
        self._inputs += 1
        return self.station.take(Input(at=NOON + timedelta(days=2, seconds=10 * self._inputs), **given))

    def act(self, name: str, values: Mapping[str, str] | None = None) -> PatronsState:
        state = self.take(act=name, values=values or {}).state
        assert isinstance(state, PatronsState)
        return state

    def scan(self, code: str) -> PatronsState:
        state = self.take(scan=code).state
        assert isinstance(state, PatronsState)
        return state


def named(library: Library, name: str, **columns: Any) -> Patron:
    return a_patron(library, name, search_words=search_words(name), **columns)


def names(state: PatronsState) -> list[str]:
    return [state.listing.lines[key].cells[0] for key in state.listing.keys]

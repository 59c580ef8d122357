"""Somebody at the shelves with a gun, without a window: a station in the section of scanning."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.builders import NOON, a_desk, days_later
from tests.desk.counts import a_count
from tests.ui.at_section import Counter

from deskcirc.desk.desk import Desk
from deskcirc.domain.stocktake import Stocktake
from deskcirc.store.database import Library
from deskcirc.ui.sections import SectionedState
from deskcirc.ui.tabs.stocktake.scanning_part import ScanningPart


class Walker(Counter):
    """Somebody at the shelves with a gun, a month after everything else happened."""

    def __init__(self, library: Library) -> None:
        super().__init__(library, "stocktake", "scanning")
        self.library = library
        self.now = NOON + timedelta(days=30)
        self.act("section:scanning")

    @property
    def part(self) -> ScanningPart:
        """What the screen shows now."""
        state = self.act("section:scanning").state
        assert isinstance(state, SectionedState)
        part = state.parts["scanning"]
        assert isinstance(part, ScanningPart)
        return part


def opened(desk: Desk, **order: object) -> Stocktake:
    """A count opened some days before the walk."""
    return a_count(days_later(desk, 20), **order)


def walker_desk(walker: Walker) -> Desk:
    return replace(a_desk(walker.library), now=walker.now)

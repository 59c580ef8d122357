"""The Patrons screen in plain Python: moving about in it; changing patrons is in `acts`, scans are in `scanned`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.scanning import Scan
from deskcirc.ui.outcome import number_in
from deskcirc.ui.tabs.patrons import screen
from deskcirc.ui.tabs.patrons.acts import acted
from deskcirc.ui.tabs.patrons.listing import read_listing, read_rows, wanted_of
from deskcirc.ui.tabs.patrons.losing import LOSING
from deskcirc.ui.tabs.patrons.scanned import scanned
from deskcirc.ui.tabs.patrons.screen import (
    PatronsState,
    View,
    calm,
    read_on,
    settle,
    show_class,
    show_patron,
    step_back,
)


def first_state() -> PatronsState:
    """The screen before anything is read."""
    return PatronsState(calm())


def on_scan(desk: Desk, state: PatronsState, scan: Scan, found: Identified) -> PatronsState:
    """A card brings its patron, a copy whoever has it; with a form open a code fills its field."""
    return scanned(desk, settle(state), scan, found)


def on_act(desk: Desk, state: PatronsState, act: str, values: Mapping[str, str]) -> PatronsState:
    """An act of the screen: moving about is done here, changing a patron in `acts`, printing in `printed`."""
    verb, _colon, _subject = act.partition(":")
    if verb == "rows":
        return replace(state, listing=read_rows(desk, state.listing, values.get("ids", "")))
    if verb == "search":
        found = read_listing(desk, state.listing, wanted_of(values))
        return replace(settle(state), view=View.LIST, listing=found, message=calm())
    if verb in ("next", "list", "dismiss", "form_close"):
        return step_back(desk, state, to_list=verb == "list")
    if verb == "patron":
        return show_patron(desk, settle(state), number_in(act))
    if verb == "class":
        return show_class(desk, settle(state), number_in(act))
    if verb in ("more_past", "more_done"):
        return read_on(desk, state, verb)
    if verb in LOSING:
        return LOSING[verb](desk, state, act, values)
    return acted(desk, state, act, values)


def refresh(desk: Desk, state: PatronsState) -> PatronsState:
    """Read what is on top again."""
    return screen.refresh(desk, state)


def mark_undone(state: PatronsState, _entry_id: int) -> PatronsState:
    """What was undone is read again; a form on the screen was about what is gone."""
    return replace(state, form=None, pending=None, loss=None)

"""The tabs there are and what each shows now; a tab is imported when it is first opened.

A counter that lends need not wait for the screens of the office.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.scanning import Scan
from deskcirc.ui.outcome import Ask, Choice, Message, Offer, Told
from deskcirc.ui.tabs.checkout import state as checkout

if TYPE_CHECKING:
    from deskcirc.labels.cards import Printable


class TabState(Protocol):
    """What the state of every tab has beside its own: what is said, and what may be done about it."""

    @property
    def message(self) -> Message:
        """The outcome on the screen."""

    @property
    def told(self) -> Told:
        """The same for machines."""

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What may be done next."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What the last scan may have meant."""

    @property
    def ask(self) -> Ask | None:
        """What a person must be asked first."""

    @property
    def paper(self) -> Printable | None:
        """What the last input wants printed."""


@dataclass(frozen=True, slots=True)
class Tab:
    """The plain half of a tab: five functions from state to state."""

    first: Callable[[], Any]
    on_scan: Callable[[Desk, Any, Scan, Identified], Any]
    on_act: Callable[[Desk, Any, str, Mapping[str, str]], Any]
    refresh: Callable[[Desk, Any], Any]
    mark_undone: Callable[[Any, int], Any]


def _tab(module: Any) -> Tab:
    return Tab(module.first_state, module.on_scan, module.on_act, module.refresh, module.mark_undone)


def _returns() -> Tab:
    from deskcirc.ui.tabs.returns import state

    return _tab(state)


def _reading_room() -> Tab:
    from deskcirc.ui.tabs.reading_room import state

    return _tab(state)


def _holds() -> Tab:
    from deskcirc.ui.tabs.holds import state

    return _tab(state)


def _patrons() -> Tab:
    from deskcirc.ui.tabs.patrons import state

    return _tab(state)


def _classes() -> Tab:
    from deskcirc.ui.tabs.classes.state import SECTIONS

    return _tab(SECTIONS)


def _school_year() -> Tab:
    from deskcirc.ui.tabs.school_year.state import SECTIONS

    return _tab(SECTIONS)


def _accession() -> Tab:
    from deskcirc.ui.tabs.accession.state import SECTIONS

    return _tab(SECTIONS)


def _ledgers() -> Tab:
    from deskcirc.ui.tabs.ledgers.state import SECTIONS

    return _tab(SECTIONS)


def _repair() -> Tab:
    from deskcirc.ui.tabs.repair.state import SECTIONS

    return _tab(SECTIONS)


def _stocktake() -> Tab:
    from deskcirc.ui.tabs.stocktake.state import SECTIONS

    return _tab(SECTIONS)


def _history() -> Tab:
    from deskcirc.ui.tabs.history import state

    return _tab(state)


def _settings() -> Tab:
    from deskcirc.ui.tabs.settings import state

    return _tab(state)


TABS: Final[Mapping[str, Callable[[], Tab]]] = {
    "checkout": lambda: _tab(checkout),
    "returns": _returns,
    "reading_room": _reading_room,
    "holds": _holds,
    "patrons": _patrons,
    "classes": _classes,
    "school_year": _school_year,
    "accession": _accession,
    "history": _history,
    "ledgers": _ledgers,
    "repair": _repair,
    "stocktake": _stocktake,
    "settings": _settings,
}


class OpenTabs:
    """The tabs opened so far with their states; checkout is open from the start."""

    def __init__(self) -> None:
        self._tabs: dict[str, Tab] = {}
        self._states: dict[str, Any] = {}
        self.open("checkout")

    def open(self, name: str) -> Tab:
        """The tab of that name, with its first state where it was never opened; raises KeyError for none."""
        if name not in self._tabs:
            self._tabs[name] = TABS[name]()
            self._states[name] = self._tabs[name].first()
        return self._tabs[name]

    def __getitem__(self, name: str) -> Any:
        """What an opened tab shows."""
        return self._states[name]

    def __setitem__(self, name: str, state: TabState) -> None:
        self._states[name] = state

    def mark_undone(self, entry_id: int) -> None:
        """Show an act as taken back wherever it is listed; what was asked or offered was about what is gone."""
        for name, tab in self._tabs.items():
            unasked = replace(self._states[name], offers=(), choices=(), ask=None)
            self._states[name] = tab.mark_undone(unasked, entry_id)

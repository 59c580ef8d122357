"""The Classes screen in plain Python: one section each for the class list, its corners, the new year, the leavers."""

from __future__ import annotations

from typing import Final

from deskcirc.text import marked
from deskcirc.ui.sections import Section, Sections


def _overview() -> Section:
    from deskcirc.ui.tabs.classes import overview_state

    return overview_state


def _roll_over() -> Section:
    from deskcirc.ui.tabs.classes import roll_over_state

    return roll_over_state


def _corners() -> Section:
    from deskcirc.ui.tabs.classes import corners_state

    return corners_state


def _end_of_term() -> Section:
    from deskcirc.ui.tabs.classes import end_of_term_state

    return end_of_term_state


def _lists() -> Section:
    from deskcirc.ui.tabs.classes import lists_state

    return lists_state


def _leavers() -> Section:
    from deskcirc.ui.tabs.classes import leavers_state

    return leavers_state


SECTIONS: Final = Sections(
    marked("The classes of the school: scan a card to open the pupil's class"),
    {
        "overview": _overview,
        "corners": _corners,
        "roll_over": _roll_over,
        "leavers": _leavers,
        "end_of_term": _end_of_term,
        "lists": _lists,
    },
)

"""The Repair screen in plain Python: one section each for the queue, lessons, losses, money and figures."""

from __future__ import annotations

from typing import Final

from deskcirc.text import marked
from deskcirc.ui.sections import Section, Sections


def _queue() -> Section:
    from deskcirc.ui.tabs.repair import queue_state

    return queue_state


def _losses() -> Section:
    from deskcirc.ui.tabs.repair import losses_state

    return losses_state


def _money() -> Section:
    from deskcirc.ui.tabs.repair import money_state

    return money_state


def _lessons() -> Section:
    from deskcirc.ui.tabs.repair import lessons_state

    return lessons_state


def _figures() -> Section:
    from deskcirc.ui.tabs.repair import figures_state

    return figures_state


SECTIONS: Final = Sections(
    marked("Scan a damaged copy: it enters the queue, and each further scan takes it on its way"),
    {
        "queue": _queue,
        "lessons": _lessons,
        "losses": _losses,
        "money": _money,
        "figures": _figures,
    },
)

"""The School year screen in plain Python: one section each for the rules, the calendar, the rota and the preflight."""

from __future__ import annotations

from typing import Final

from deskcirc.text import marked
from deskcirc.ui.sections import Section, Sections


def _rules() -> Section:
    from deskcirc.ui.tabs.school_year import rules_state

    return rules_state


def _kinds() -> Section:
    from deskcirc.ui.tabs.school_year import rules_kinds_state

    return rules_kinds_state


def _calendar() -> Section:
    from deskcirc.ui.tabs.school_year import calendar_state

    return calendar_state


def _rota() -> Section:
    from deskcirc.ui.tabs.school_year import rota_state

    return rota_state


def _preflight() -> Section:
    from deskcirc.ui.tabs.school_year import preflight_state

    return preflight_state


SECTIONS: Final = Sections(
    marked("What the school has planned: the counter goes by it"),
    {
        "rules": _rules,
        "kinds": _kinds,
        "calendar": _calendar,
        "rota": _rota,
        "preflight": _preflight,
    },
)

"""The School year tab: its sections and their pages."""

from __future__ import annotations

from typing import Final

from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.sectioned_page import SectionedPage, SectionKind
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.theme import Theme


def _rules(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.school_year.rules_page import RulesPage

    return RulesPage(theme)


def _kinds(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.school_year.rules_kinds_page import KindsPage

    return KindsPage(theme)


def _calendar(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.school_year.calendar_page import CalendarPage

    return CalendarPage(theme)


def _rota(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.school_year.rota_page import RotaPage

    return RotaPage(theme)


def _preflight(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.school_year.preflight_page import PreflightPage

    return PreflightPage(theme)


_KINDS: Final = (
    SectionKind("rules", marked("Circulation rules"), _rules),
    SectionKind("kinds", marked("Categories and types"), _kinds),
    SectionKind("calendar", marked("Calendar"), _calendar),
    SectionKind("rota", marked("Rota"), _rota),
    SectionKind("preflight", marked("Preflight"), _preflight),
)


class SchoolYearPage(SectionedPage):
    """Paints the state of the School year tab."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("School year"), _KINDS)

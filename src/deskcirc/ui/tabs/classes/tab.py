"""The Classes tab: its sections and their pages."""

from __future__ import annotations

from typing import Final

from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.sectioned_page import SectionedPage, SectionKind
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.theme import Theme


def _overview(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.classes.overview_page import OverviewPage

    return OverviewPage(theme)


def _corners(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.classes.corners_page import CornersPage

    return CornersPage(theme)


def _roll_over(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.classes.roll_over_page import RollOverPage

    return RollOverPage(theme)


def _end_of_term(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.classes.end_of_term_page import EndOfTermPage

    return EndOfTermPage(theme)


def _lists(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.classes.lists_page import ListsPage

    return ListsPage(theme)


def _leavers(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.classes.leavers_page import LeaversPage

    return LeaversPage(theme)


_KINDS: Final = (
    SectionKind("overview", marked("Class list"), _overview),
    SectionKind("corners", marked("Class corners"), _corners),
    SectionKind("roll_over", marked("New school year"), _roll_over),
    SectionKind("leavers", marked("Leavers"), _leavers),
    SectionKind("end_of_term", marked("End of term"), _end_of_term),
    SectionKind("lists", marked("Lists and figures"), _lists),
)


class ClassesPage(SectionedPage):
    """Paints the state of the Classes tab."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Classes"), _KINDS)

"""The Stocktake tab: its sections and their pages."""

from __future__ import annotations

from typing import Final

from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.sectioned_page import SectionedPage, SectionKind
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.theme import Theme


def _counts(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.stocktake.counts_page import CountsPage

    return CountsPage(theme)


def _scanning(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.stocktake.scanning_page import ScanningPage

    return ScanningPage(theme)


def _files(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.stocktake.files_page import FilesPage

    return FilesPage(theme)


def _resolving(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.stocktake.resolving_page import ResolvingPage

    return ResolvingPage(theme)


def _shelves(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.stocktake.shelves_page import ShelvesPage

    return ShelvesPage(theme)


def _report(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.stocktake.report_page import ReportPage

    return ReportPage(theme)


_KINDS: Final = (
    SectionKind("counts", marked("Counts"), _counts),
    SectionKind("scanning", marked("Scanning"), _scanning),
    SectionKind("files", marked("Collector files"), _files),
    SectionKind("resolving", marked("Resolving"), _resolving),
    SectionKind("report", marked("Report"), _report),
    SectionKind("shelves", marked("Shelves"), _shelves),
)


class StocktakeTabPage(SectionedPage):
    """Paints the state of the Stocktake tab."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Stocktake"), _KINDS)

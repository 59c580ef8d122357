"""The Ledgers tab: its sections and their pages."""

from __future__ import annotations

from typing import Final

from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.sectioned_page import SectionedPage, SectionKind
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.theme import Theme


def _ledgers(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.ledgers.ledgers_page import LedgersPage

    return LedgersPage(theme)


def _withdrawal(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.ledgers.withdrawal_page import WithdrawalPage

    return WithdrawalPage(theme)


def _export(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.ledgers.export_page import ExportPage

    return ExportPage(theme)


_KINDS: Final = (
    SectionKind("ledgers", marked("Ledgers"), _ledgers),
    SectionKind("withdrawal", marked("Withdrawal"), _withdrawal),
    SectionKind("export", marked("Export"), _export),
)


class LedgersTabPage(SectionedPage):
    """Paints the state of the Ledgers tab."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Ledgers"), _KINDS)

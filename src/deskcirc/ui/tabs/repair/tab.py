"""The Repair tab: its sections and their pages."""

from __future__ import annotations

from typing import Final

from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.sectioned_page import SectionedPage, SectionKind
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.theme import Theme


def _queue(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.repair.queue_page import QueuePage

    return QueuePage(theme)


def _losses(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.repair.losses_page import LossesPage

    return LossesPage(theme)


def _money(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.repair.money_page import MoneyPage

    return MoneyPage(theme)


def _lessons(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.repair.lessons_page import LessonsPage

    return LessonsPage(theme)


def _figures(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.repair.figures_page import FiguresPage

    return FiguresPage(theme)


_KINDS: Final = (
    SectionKind("queue", marked("Repair queue"), _queue),
    SectionKind("lessons", marked("Mending lessons"), _lessons),
    SectionKind("losses", marked("Losses"), _losses),
    SectionKind("money", marked("Money"), _money),
    SectionKind("figures", marked("Figures"), _figures),
)


class RepairTabPage(SectionedPage):
    """Paints the state of the Repair tab."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Repair"), _KINDS)

"""The Accession tab: its sections and their pages."""

from __future__ import annotations

from typing import Final

from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.sectioned_page import SectionedPage, SectionKind
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.theme import Theme


def _batches(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.accession.batches_page import BatchesPage

    return BatchesPage(theme)


def _delivery(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.accession.delivery_page import DeliveryPage

    return DeliveryPage(theme)


def _labels(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.accession.labels_page import LabelsPage

    return LabelsPage(theme)


def _cataloguing(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.accession.cataloguing_page import CataloguingPage

    return CataloguingPage(theme)


def _to_complete(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.accession.to_complete_page import ToCompletePage

    return ToCompletePage(theme)


def _numbers(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.accession.numbers_page import NumbersPage

    return NumbersPage(theme)


def _hand_over(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.accession.hand_over_page import HandOverPage

    return HandOverPage(theme)


_KINDS: Final = (
    SectionKind("batches", marked("Batches"), _batches),
    SectionKind("delivery", marked("Delivery check"), _delivery),
    SectionKind("cataloguing", marked("Cataloguing"), _cataloguing),
    SectionKind("to_complete", marked("To complete"), _to_complete),
    SectionKind("numbers", marked("Accession numbers"), _numbers),
    SectionKind("labels", marked("Labels"), _labels),
    SectionKind("hand_over", marked("Hand-over and bulletin"), _hand_over),
)


class AccessionPage(SectionedPage):
    """Paints the state of the Accession tab."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Accession"), _KINDS)

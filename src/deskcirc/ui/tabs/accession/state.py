"""The Accession screen in plain Python: one section for each step from the parcel to the shelf."""

from __future__ import annotations

from typing import Final

from deskcirc.text import marked
from deskcirc.ui.sections import Section, Sections


def _batches() -> Section:
    from deskcirc.ui.tabs.accession import batches_state

    return batches_state


def _delivery() -> Section:
    from deskcirc.ui.tabs.accession import delivery_state

    return delivery_state


def _labels() -> Section:
    from deskcirc.ui.tabs.accession import labels_state

    return labels_state


def _cataloguing() -> Section:
    from deskcirc.ui.tabs.accession import cataloguing_state

    return cataloguing_state


def _to_complete() -> Section:
    from deskcirc.ui.tabs.accession import to_complete_state

    return to_complete_state


def _numbers() -> Section:
    from deskcirc.ui.tabs.accession import numbers_state

    return numbers_state


def _hand_over() -> Section:
    from deskcirc.ui.tabs.accession import hand_over_state

    return hand_over_state


SECTIONS: Final = Sections(
    marked("New books, from the parcel to the shelf"),
    {
        "batches": _batches,
        "delivery": _delivery,
        "cataloguing": _cataloguing,
        "to_complete": _to_complete,
        "numbers": _numbers,
        "labels": _labels,
        "hand_over": _hand_over,
    },
)

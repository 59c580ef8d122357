"""The Ledgers screen in plain Python: one section each for the ledgers, withdrawals and the export of the stock."""

from __future__ import annotations

from typing import Final

from deskcirc.text import marked
from deskcirc.ui.sections import Section, Sections


def _ledgers() -> Section:
    from deskcirc.ui.tabs.ledgers import ledgers_state

    return ledgers_state


def _withdrawal() -> Section:
    from deskcirc.ui.tabs.ledgers import withdrawal_state

    return withdrawal_state


def _export() -> Section:
    from deskcirc.ui.tabs.ledgers import export_state

    return export_state


SECTIONS: Final = Sections(
    marked("The ledgers of the stock: scan a copy to find its line"),
    {
        "ledgers": _ledgers,
        "withdrawal": _withdrawal,
        "export": _export,
    },
)

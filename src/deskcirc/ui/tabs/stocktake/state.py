"""The Stocktake screen in plain Python: one section each for the counts and for what is done in them."""

from __future__ import annotations

from typing import Final

from deskcirc.text import marked
from deskcirc.ui.sections import Section, Sections


def _counts() -> Section:
    from deskcirc.ui.tabs.stocktake import counts_state

    return counts_state


def _scanning() -> Section:
    from deskcirc.ui.tabs.stocktake import scanning_state

    return scanning_state


def _files() -> Section:
    from deskcirc.ui.tabs.stocktake import files_state

    return files_state


def _resolving() -> Section:
    from deskcirc.ui.tabs.stocktake import resolving_state

    return resolving_state


def _shelves() -> Section:
    from deskcirc.ui.tabs.stocktake import shelves_state

    return shelves_state


def _report() -> Section:
    from deskcirc.ui.tabs.stocktake import report_state

    return report_state


SECTIONS: Final = Sections(
    marked("Stocktake: open a count, then scan shelf by shelf while lending goes on"),
    {
        "counts": _counts,
        "scanning": _scanning,
        "files": _files,
        "resolving": _resolving,
        "report": _report,
        "shelves": _shelves,
    },
)

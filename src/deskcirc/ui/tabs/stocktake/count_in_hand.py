"""The count somebody works at: what was looked at in one section of the tab is looked at in the next one too."""

from __future__ import annotations

from deskcirc.desk.desk import Desk
from deskcirc.domain.stocktake import Stocktake
from deskcirc.store.lookups.stocktakes import stocktake_by_id


def number_of(stocktake: Stocktake | None) -> int | None:
    """The count as one section hands it to the next; None where none is looked at."""
    return None if stocktake is None else stocktake.id


def another_running(desk: Desk, stocktake_id: int, instead_of: Stocktake | None) -> Stocktake | None:
    """The count of this number, where it runs and is another one than what is looked at already."""
    if number_of(instead_of) == stocktake_id:
        return None
    with desk.library.reading() as connection:
        found = stocktake_by_id(connection, stocktake_id)
    return found if found is not None and found.runs else None

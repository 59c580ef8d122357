"""How far a count is, read whole: of a large one beside the desk, and brought up to now when it has arrived."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from deskcirc.desk.desk import Desk
from deskcirc.desk.reading import OnProgress, Reading
from deskcirc.domain.count_progress import CountProgress
from deskcirc.domain.stocktake import Stocktake
from deskcirc.errors import DeskcircError
from deskcirc.store.database import Connection
from deskcirc.store.journal import last_entry_id
from deskcirc.store.lookups.count_progress import count_progress
from deskcirc.store.lookups.count_progress_since import progress_since
from deskcirc.ui.tabs.stocktake.large_counts import is_large


@dataclass(frozen=True, slots=True)
class ProgressThen:
    """How far a count was at an entry of the journal."""

    entry: int
    progress: CountProgress


Following: TypeAlias = Reading[ProgressThen]


def has_arrived(following: Following | None) -> bool:
    """Whether a reading has ended that somebody waits for."""
    return following is not None and following.has_ended


def whole_progress(
    desk: Desk, connection: Connection, stocktake: Stocktake, following: Following | None
) -> tuple[CountProgress | None, Following | None]:
    """How far the count is, or None and the reading that will tell; `following` is one that was begun before."""
    if desk.beside is None or not is_large(stocktake.copies):
        return count_progress(connection, stocktake, desk.now), None
    if following is not None and not following.has_ended:
        return None, following
    if following is not None:
        try:
            then = following.result()
        except DeskcircError:
            return count_progress(connection, stocktake, desk.now), None
        is_same = then.progress.stocktake_id == stocktake.id
        now = progress_since(connection, stocktake, then.progress, then.entry) if is_same else None
        if now is not None:
            return now, None
    return None, desk.beside(desk, partial(_read, stocktake))


def _read(stocktake: Stocktake, desk: Desk, _progress: OnProgress) -> ProgressThen:
    with desk.library.reading() as connection:
        return ProgressThen(last_entry_id(connection), count_progress(connection, stocktake, desk.now))

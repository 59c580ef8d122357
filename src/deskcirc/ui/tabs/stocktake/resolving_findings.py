"""What is open in a count, kind by kind, as it stands in the library now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.reading import OnProgress
from deskcirc.domain.copies import CopyState
from deskcirc.domain.count_findings import DecisionLine, Double, FoundOtherwise
from deskcirc.domain.packed_lines import packed
from deskcirc.domain.stocktake import Stocktake
from deskcirc.store.database import Connection
from deskcirc.store.lookups.count_findings import (
    decision_lines,
    doubles,
    found_otherwise,
    misplaced,
    moves,
    not_seen_one_by_one,
    on_loan_here,
    unknown_codes,
)
from deskcirc.ui.tabs.stocktake.large_counts import is_large
from deskcirc.ui.tabs.stocktake.resolving_part import Line, Matter, OutOfOrder, key_of, rank_of

_AGAIN: Final = (CopyState.LOST, CopyState.MISSING)
_Lines = Sequence[Line]
_Reader = Callable[[Desk, Connection, Stocktake], _Lines]


def findings(
    desk: Desk, connection: Connection, stocktake: Stocktake, kinds: Collection[Matter], progress: OnProgress
) -> Mapping[Matter, _Lines]:
    """The open lines of these kinds. Raises CancelledError where `progress` does."""
    found: dict[Matter, _Lines] = {}
    wanted = [kind for kind in Matter if kind in kinds]
    for done, kind in enumerate(wanted):
        progress(done, len(wanted), "")
        found[kind] = _READERS[kind](desk, connection, stocktake)
    return found


def standing(connection: Connection, stocktake: Stocktake) -> tuple[DecisionLine, ...]:
    """The decisions of the count that nobody took back, the last first."""
    lines = decision_lines(connection, stocktake.id)
    return tuple(each for each in lines if each.decision.reversed_at is None)


def _not_seen(desk: Desk, connection: Connection, stocktake: Stocktake) -> Sequence[Line]:
    """Pressed where there may be a hundred thousand: a count that was just opened has seen nothing."""

    def told(done: int, total: int) -> None:
        desk.progress(done, total, "")

    found = not_seen_one_by_one(connection, stocktake, desk.policy, desk.today, told)
    undecided: Iterator[Line] = (each for each in found if each.decided is None)
    return packed(undecided, key_of, rank_of) if is_large(stocktake.copies) else tuple(undecided)


def _on_loan(desk: Desk, connection: Connection, stocktake: Stocktake) -> _Lines:
    return on_loan_here(connection, stocktake, desk.policy, desk.today)


def _found(_desk: Desk, connection: Connection, stocktake: Stocktake) -> _Lines:
    return tuple(each for each in _otherwise(connection, stocktake) if _was_missed(each))


def _misplaced(_desk: Desk, connection: Connection, stocktake: Stocktake) -> _Lines:
    return tuple(each for each in misplaced(connection, stocktake) if each.decided is None)


def _order(_desk: Desk, connection: Connection, stocktake: Stocktake) -> _Lines:
    return tuple(OutOfOrder(shelf, move) for shelf in moves(connection, stocktake) for move in shelf.moves)


def _unknown(_desk: Desk, connection: Connection, stocktake: Stocktake) -> _Lines:
    return tuple(each for each in unknown_codes(connection, stocktake) if each.decided is None)


def _alike(_desk: Desk, connection: Connection, stocktake: Stocktake) -> _Lines:
    return _open(doubles(connection, stocktake), standing(connection, stocktake))


def _kept(_desk: Desk, connection: Connection, stocktake: Stocktake) -> _Lines:
    return tuple(each for each in _otherwise(connection, stocktake) if not _was_missed(each))


def _decided(_desk: Desk, connection: Connection, stocktake: Stocktake) -> _Lines:
    return standing(connection, stocktake)


def _otherwise(connection: Connection, stocktake: Stocktake) -> Iterable[FoundOtherwise]:
    return (each for each in found_otherwise(connection, stocktake) if each.decided is None)


def _open(found: Iterable[Double], decided: Iterable[DecisionLine]) -> tuple[Double, ...]:
    """Those that nobody decided about since they were seen last."""
    since: dict[int | None, datetime] = {}
    for each in decided:
        since.setdefault(each.decision.copy_id, each.decision.at)  # the last decision comes first
    return tuple(each for each in found if each.copy.id not in since or since[each.copy.id] < each.lines[-1].at)


def _was_missed(found: FoundOtherwise) -> bool:
    return found.copy.state in _AGAIN


_READERS: Final[Mapping[Matter, _Reader]] = {
    Matter.NOT_SEEN: _not_seen,
    Matter.ON_LOAN: _on_loan,
    Matter.FOUND: _found,
    Matter.MISPLACED: _misplaced,
    Matter.ORDER: _order,
    Matter.UNKNOWN: _unknown,
    Matter.ALIKE: _alike,
    Matter.KEPT: _kept,
    Matter.DECIDED: _decided,
}

"""Long acts of a count say how far they are; cancelled at any step they leave everything as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import a_copy, a_desk, all_rows, days_later
from tests.desk.collector_files import file_id, taken_in
from tests.desk.counts import a_count

from deskcirc.desk.count_decisions import decide, reverse_decisions
from deskcirc.desk.count_files import take_back_file
from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import close_stocktake, reopen_stocktake, void_stocktake
from deskcirc.desk.stocktakes import StocktakeOrder, open_stocktake
from deskcirc.desk.undo import undo_last
from deskcirc.domain.stocktake import DecisionKind
from deskcirc.errors import CancelledError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


class Steps:
    """Hears how far an act is, and cancels it at one of its steps."""

    def __init__(self, stop_at: int | None = None) -> None:
        self.told: list[tuple[int, int, str]] = []
        self._stop_at = stop_at

    def __call__(self, done: int, total: int, what: str = "") -> None:
        self.told.append((done, total, what))
        if len(self.told) - 1 == self._stop_at:
            raise CancelledError("stop")


def _taking_back(desk: Desk) -> Callable[[Desk], object]:
    both, once = a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    first = file_id(taken_in(desk, count, f"{both.code}\n{once.code}\nT9999\n", "a.txt"))
    taken_in(desk, count, f"T9999\n{both.code}\n", "b.txt")
    return lambda at: take_back_file(at, first, at.progress)


def _deciding(desk: Desk) -> Callable[[Desk], object]:
    ids = [a_copy(desk.library).id for _each in range(4)]
    count = a_count(desk)
    return lambda at: decide(at, count.id, DecisionKind.MISSING, copy_ids=ids)


def _reversing(desk: Desk) -> Callable[[Desk], object]:
    done = decide(desk, _deciding_count(desk), DecisionKind.MISSING, copy_ids=[1, 2, 3]).done
    return lambda at: reverse_decisions(at, [each.id for each in done])


def _voiding(desk: Desk) -> Callable[[Desk], object]:
    count_id = _deciding_count(desk)
    decide(desk, count_id, DecisionKind.MISSING, copy_ids=[1, 2])
    return lambda at: void_stocktake(at, count_id, "数错了")


def _closing(desk: Desk) -> Callable[[Desk], object]:
    count_id = _deciding_count(desk)
    return lambda at: close_stocktake(at, count_id)


def _reopening(desk: Desk) -> Callable[[Desk], object]:
    count_id = _deciding_count(desk)
    assert close_stocktake(desk, count_id).done
    return lambda at: reopen_stocktake(at, count_id, "数错了")


def _opening(desk: Desk) -> Callable[[Desk], object]:
    a_copy(desk.library)
    return lambda at: open_stocktake(at, StocktakeOrder())


def _undoing(desk: Desk) -> Callable[[Desk], object]:
    count_id = _deciding_count(desk)
    assert close_stocktake(desk, count_id).done
    return lambda at: undo_last(at, "report")


def _deciding_count(desk: Desk) -> int:
    for _each in range(3):
        a_copy(desk.library)
    return a_count(desk).id


ACTS = [_taking_back, _deciding, _reversing, _voiding, _closing, _reopening, _opening, _undoing]


@pytest.mark.parametrize("prepared", ACTS)
def test_a_long_act_cancelled_at_any_of_its_steps_leaves_every_line_and_is_done_afterwards(
    desk: Desk, prepared: Callable[[Desk], Callable[[Desk], object]]
) -> None:
    act = prepared(desk)
    before = all_rows(desk.library, without_journal=False)
    later = replace(desk, now=desk.now + timedelta(minutes=1))
    place = 0
    while place < 100:
        steps = Steps(place)
        try:
            act(replace(later, progress=steps))
        except CancelledError:
            assert all_rows(desk.library, without_journal=False) == before
        else:
            break
        place += 1
    assert place > 1  # it told of more than its end
    assert all_rows(desk.library, without_journal=False) != before
    totals = {total for _done, total, _what in steps.told}
    assert all(0 <= done <= total for done, total, _what in steps.told), totals
    assert not list(check_library(desk.library))


def test_a_backup_that_is_cancelled_leaves_no_file(desk: Desk) -> None:
    a_copy(desk.library)
    here = sorted(path.name for path in desk.library.path.parent.iterdir())
    with pytest.raises(CancelledError):
        open_stocktake(replace(days_later(desk, 1), progress=Steps(0)), StocktakeOrder())
    assert sorted(path.name for path in desk.library.path.parent.iterdir()) == here

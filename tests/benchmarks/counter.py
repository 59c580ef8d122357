"""A counter to measure at: a copy of a big library, patrons who may borrow, copies that are in, and a clock."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Final

from tests.benchmarks.codes import NOW

from deskcirc.desk.access import first_operator
from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.returning import CheckInKind, check_in
from deskcirc.domain.patrons import Patron
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.patrons import patron_by_id

SCANS_BETWEEN_PAUSES: Final = 40
"""After how many scans the write-ahead log is folded in, untimed, as in the pauses at a counter."""

_PUPILS_LIMIT: Final = 3  # copies, by the rules of a new library
_WHO_MAY_BORROW: Final = """
    SELECT patrons.id FROM patrons
    LEFT JOIN loans ON loans.patron_id = patrons.id AND loans.returned_at IS NULL
    WHERE patrons.category_id = 1
    GROUP BY patrons.id HAVING count(loans.id) <= ? AND coalesce(min(loans.due), '9999') >= ?
    ORDER BY patrons.id * 7919 % 100003 LIMIT ?"""
_WHAT_IS_IN: Final = """
    SELECT id FROM copies
    WHERE NOT EXISTS (SELECT 1 FROM loans WHERE copy_id = copies.id AND returned_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM holds WHERE title_id = copies.title_id AND state IN ('waiting', 'ready'))
    ORDER BY id * 7919 % 100003 LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Who borrows what."""

    patron: Patron
    copy_id: int


class Counter:
    """Lends and takes back through the desk, each act a second of the counter's own clock after the last."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._operator = first_operator(library)
        self._seconds = count(1)

    def lend(self, pair: Pair) -> None:
        """Lend the copy; raises ValueError where the library refuses, for then something else was measured."""
        outcome = check_out(self.desk(), pair.patron, pair.copy_id)
        if outcome.kind is not CheckoutKind.LENT:
            raise ValueError(f"not lent: {outcome.blocks}")

    def take_back(self, pair: Pair) -> None:
        """Take the copy back; raises ValueError where it was not on loan."""
        outcome = check_in(self.desk(), pair.copy_id)
        if outcome.kind is not CheckInKind.RETURNED:
            raise ValueError(f"not returned: {outcome.kind}")

    def pairs(self, most: int, room: int = 1) -> list[Pair]:
        """Patrons with room for so many more copies, each with a copy that is in; the same for the same library."""
        with self.library.reading() as connection:
            borrowers = connection.exec_driver_sql(
                _WHO_MAY_BORROW, (_PUPILS_LIMIT - room, NOW.date().isoformat(), most)
            ).all()
            patrons = [patron_by_id(connection, row[0], self.library.policy, NOW.date()) for row in borrowers]
            copies = connection.exec_driver_sql(_WHAT_IS_IN, (most,)).all()
        return [Pair(patron, row[0]) for patron, row in zip(patrons, copies, strict=False) if patron is not None]

    def desk(self) -> Desk:
        """The desk a second later."""
        return Desk(self.library, self._operator, "1", NOW + timedelta(seconds=next(self._seconds)))


@contextmanager
def counter_at(path: Path) -> Iterator[Counter]:
    """A counter at the library file, which is closed afterwards."""
    with open_library(path) as library:
        yield Counter(library)


@contextmanager
def copy_of(library: Path, folder: Path, name: str) -> Iterator[Path]:
    """A copy of a library file to work on; taken away afterwards with all that lies beside it."""
    path = folder / f"{name}.deskcirc"
    try:
        shutil.copyfile(library, path)
        yield path
    finally:
        for leftover in folder.glob(f"{name}.deskcirc*"):
            leftover.unlink()


def in_turn(
    one: Counter, other: Counter, act: Callable[[Counter, Pair], None], pairs: list[tuple[Pair, Pair]]
) -> tuple[list[float], list[float]]:
    """Milliseconds of the act at two counters that take turns, so that both meet the same noise."""
    times: tuple[list[float], list[float]] = ([], [])
    for number, (one_pair, other_pair) in enumerate(pairs):
        if number % SCANS_BETWEEN_PAUSES == 0:
            one.library.checkpoint()
            other.library.checkpoint()
        both = ((one, one_pair, times[0]), (other, other_pair, times[1]))
        for counter, pair, spent in both if number % 2 else both[::-1]:  # neither is always the first
            began = time.perf_counter()
            act(counter, pair)
            spent.append(1000 * (time.perf_counter() - began))
    return times

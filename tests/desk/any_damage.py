"""A library where anything is done to any copy in any order, and the cards beside it that say what must come of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.builders import a_copy, a_desk, a_patron, all_rows, set_up_act, the_patron
from tests.corner_builders import a_corner, a_pupil_of
from tests.desk.any_damage_acts import ACTS
from tests.desk.any_sequence import Step
from tests.desk.whereabouts import LOSS_PERCENT, REFUND_DAYS, Cards

from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.patrons import Patron
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, _engine, open_library
from deskcirc.store.lookups.payments import writes_payments
from deskcirc.store.reversal import entry_by_id
from deskcirc.store.tables import circulation_rules, settings, titles

NUMBERS = ("number_series", "number_gaps")
UNDOS = ("undo", "undo_many", "undo_any")


def make_stock(template: Path, path: Path) -> None:
    """Two readers and a pupil of a class with a corner; two copies of one title, three issues, one of each other."""
    shutil.copyfile(template, path)
    with open_library(path) as library:
        a_patron(library, "陈子墨", loan_limit=99)
        a_patron(library, "林小雨", loan_limit=99)
        a_pupil_of(a_desk(library), a_corner(a_desk(library)), "王芳")
        first = a_copy(library, "草房子", price=2500)
        a_copy(library, of=first, price=1200)
        a_copy(library, "夏洛的网", price=None)
        a_copy(library, "小桔灯", state="in_process", price=900)
        issue = a_copy(library, "少年文艺", volume="2026年第1期", price=800)
        a_copy(library, of=issue, volume="2026年第2期", price=800)
        with library.writing(set_up_act(library)) as writing:
            writing.update(titles, issue.title_id, kind="magazine")
            rules = writing.connection.exec_driver_sql("SELECT id FROM circulation_rules").scalars().all()
            for rule_id in rules:
                values = {"overdue_effect": "none", "loss_percent": LOSS_PERCENT, "holds": 9, "renewals": 3}
                writing.update(circulation_rules, rule_id, **values)
            writing.insert(settings, name="refund_days", value=str(REFUND_DAYS))


@dataclass
class Before:
    """What stood before an act: its entry in the journal, the cards, every row."""

    entry: int
    cards: Cards
    rows: dict[str, list[tuple[Any, ...]]]


class Play:
    """Two counters on one file, and one set of cards."""

    def __init__(self, library: Library, other: Library) -> None:
        self.libraries = library, other
        self.desk = a_desk(library)
        self.cards = Cards.of(library)
        self.rows = rows_of(library)
        self.before: list[Before] = []
        self.missing: dict[tuple[int, int], bool] = {}  # whether a copy was, when it was declared lost, by its loss
        self.entries: list[int] = []
        self.wrote = False

    @property
    def library(self) -> Library:
        """The connection that looks."""
        return self.libraries[0]

    def reader(self, who: int) -> Patron:
        """One of the patrons there are; the last is a pupil of the class with the corner."""
        return the_patron(self.library, self.patrons[who % len(self.patrons)], self.desk.today)

    @property
    def patrons(self) -> Sequence[int]:
        """Those that have a card of their own."""
        return self.ask("SELECT id FROM patrons WHERE name IN ('陈子墨', '林小雨', '王芳') ORDER BY id")

    def ask(self, query: str, *values: object) -> list[Any]:
        """The first column of what a statement finds."""
        with self.library.reading() as connection:
            return list(connection.exec_driver_sql(query, values).scalars())

    def copy(self, place: int) -> int:
        """One of the copies there are."""
        known = sorted(self.cards.copies)
        return known[place % len(known)]

    def do(self, act: Callable[[Desk], Any]) -> Any:
        """Do an act at the counter whose turn it is."""
        return act(self.desk)

    def step(self, step: Step) -> None:
        """One step, with everything that must hold after it."""
        name, place, who, number = step
        at = self.libraries[number % 2]
        self.desk = replace(
            self.desk, library=at, station=f"counter {number % 2}", now=self.desk.now + timedelta(minutes=1)
        )
        if name in UNDOS:
            self._undo(name, number)
        else:
            self._act(name, self.copy(place), who, number)
            if self.wrote and number % 3 == 0:
                self._undo("undo", 0)
                self._act(name, self.copy(place), who, number)
        self._compare()

    def _act(self, name: str, copy: int, who: int, number: int) -> None:
        before = Before(0, deepcopy(self.cards), self.rows)
        with suppress(GoneError):
            ACTS[name](self, copy, who, number)
        entry = self._last_entry()
        last = self.entries[-1] if self.entries else 0
        self.rows = rows_of(self.library)
        self.wrote = self.rows != before.rows
        for table, rows in before.rows.items():
            assert {row[0] for row in rows} <= {row[0] for row in self.rows[table]}, f"a row of {table} was deleted"
        if self.wrote:
            assert entry != last, "nothing is written past the journal"
            before.entry = entry
            self.before.append(before)
            self.entries.append(entry)

    def _last_entry(self) -> int:
        return int(self.ask("SELECT max(id) FROM journal")[0])

    def _undo(self, name: str, number: int) -> None:
        if name == "undo_any":
            self._undo_any(number)
            return
        for _time in range(1 if name == "undo" else 1 + number % 4):
            if not self.before:
                return
            last = self.before[-1]
            outcome = undo_by_id(self.desk, last.entry)
            if not outcome.done:
                assert self._is_money_of_another_day(last.entry), outcome.sentence
                self.before.clear()
                return
            self.before.pop()
            self.entries.remove(last.entry)
            self.entries.append(self._last_entry())
            self.rows, self.cards = rows_of(self.library), last.cards
            assert self.rows == last.rows, "an undo is exact"

    def _is_money_of_another_day(self, entry_id: int) -> bool:
        with self.library.reading() as connection:
            entry = entry_by_id(connection, entry_id)
            assert entry is not None
            another = self.desk.policy.day_of(entry.at) != self.desk.today
            return another and writes_payments(connection, entry_id)

    def _undo_any(self, number: int) -> None:
        """An older act, from the history: taken back where nothing stands in the way, else a sentence says what."""
        if not self.entries:
            return
        rows = self.rows
        outcome = undo_by_id(self.desk, self.entries[-1 - number % len(self.entries)])
        self.rows = rows_of(self.library)
        assert outcome.sentence
        if outcome.done:
            self.before.clear()
            self.cards = Cards.of(self.library)
        else:
            assert self.rows == rows

    def _compare(self) -> None:
        found = Cards.of(self.library)
        assert {**found.copies} == {**self.cards.copies}, told(found.copies, self.cards.copies)
        assert {**found.queues} == {title: queue for title, queue in self.cards.queues.items() if queue}
        assert found.bills == self.cards.bills
        assert found.box == self.cards.box >= 0
        assert [breach.sentence for breach in check_library(self.library)] == []


def told(found: dict[int, Any], cards: dict[int, Any]) -> list[str]:
    """Which copies differ, and in what."""
    return [f"{each}: {found.get(each)} on the cards {cards.get(each)}" for each in found
            if found.get(each) != cards.get(each)]  # fmt: skip


def rows_of(library: Library) -> dict[str, list[tuple[Any, ...]]]:
    """Every row but those of numbers, which are given once for ever."""
    return {name: rows for name, rows in all_rows(library).items() if name not in NUMBERS}


@contextmanager
def playing(stock: Path) -> Iterator[Play]:
    """The stock in a file of its own with two counters open."""
    with TemporaryDirectory() as folder:
        path = Path(shutil.copyfile(stock, Path(folder) / "school.deskcirc"))
        with open_library(path) as library:
            other = Library(path, _engine(path), None)
            try:
                yield Play(library, other)
            finally:
                other.close()

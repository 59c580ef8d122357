"""A library that is counted while it stays open, and the truth beside it: where each copy is in this very moment.

The truth is plain Python: people carry copies about, along shelves they see what stands there when they pass, and
handhelds remember it until their file is loaded. A copy goes for good only where nobody sees it and after every
running count has come to know it, or was opened without it; whatever else is done goes over the counter.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.builders import a_desk, a_patron, set_up_act, the_copy, the_patron
from tests.corner_builders import a_corner, a_pupil_of
from tests.desk.counts import a_copy_at, a_count, a_location, a_shelf, missed, present, the_count

from deskcirc.desk.count_decisions import decide, reverse_decisions
from deskcirc.desk.counting import CountOrder, CountOutcome, count_copy
from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import close_stocktake, reopen_stocktake, void_stocktake
from deskcirc.desk.stocktakes import continue_stocktake
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.count_findings import SETTLED
from deskcirc.domain.patrons import Patron
from deskcirc.domain.stocktake import CountKind, Decision, DecisionKind, Scope, Shelf, Stocktake
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.count_decisions import decisions_of
from deskcirc.store.lookups.counted import count_sums
from deskcirc.store.lookups.shelves import all_shelves
from deskcirc.store.tables import circulation_rules

MINUTE: Final = timedelta(minutes=1)
TROLLEY, PATRON, TABLE, KEPT, GONE, DROP = "trolley", "patron", "repair table", "hold shelf", "gone", "book drop"
ROOMS = (1, 2)  # locations; every shelf stands in whichever room
FIRST = ("G4/1", "I1/1", "K9/1")
STOCK = ("G4/1", "G4/2", "G8/1", "I1/1", "I24/1", "I24/2", "I28/5", "K9/1", "K9/2", "K92/3")
SCOPES = (
    Scope(),
    Scope(class_from="I", class_to="I"),
    Scope(class_from="G", class_to="I"),
    Scope(shelves=(2, 3)),
    Scope(shelves=(1,)),
)


def make_school(template: Path, path: Path) -> None:
    """Three shelves with ten copies, two of them of one title; two readers, and a pupil of a class with a corner."""
    shutil.copyfile(template, path)
    with open_library(path) as library:
        assert tuple(a_location(library, code) for code in ("A", "B")) == ROOMS
        for place, first in enumerate(FIRST):
            a_shelf(library, f"SH00{place + 1}", first, place=place + 1)
        a_patron(library, "陈子墨", loan_limit=99)
        a_patron(library, "林小雨", loan_limit=99)
        a_pupil_of(a_desk(library), a_corner(a_desk(library)), "王芳")
        first_copy = a_copy_at(library, STOCK[0], price=2500)
        a_copy_at(library, STOCK[1], of=first_copy, price=2500)
        for place, call_number in enumerate(STOCK[2:]):
            a_copy_at(library, call_number, title=f"第{place}本", price=1000)
        with library.writing(set_up_act(library)) as writing:
            for rule_id in writing.connection.exec_driver_sql("SELECT id FROM circulation_rules").scalars().all():
                writing.update(circulation_rules, rule_id, overdue_effect="none", holds=9, renewals=3)


@dataclass
class Walk:
    """Somebody who goes along a shelf from its beginning; `passed` is the shelf key of the last copy scanned."""

    count: int
    shelf: int
    begun: datetime
    passed: str = ""
    over: bool = False


@dataclass
class Handheld:
    """A collector taken along for one count; it remembers what was scanned, and its file grows over the days."""

    count: int
    timed: bool
    lines: list[tuple[str, datetime, str]] = field(default_factory=list)  # code, when, shelf label
    walk: Walk | None = None
    loaded: int = 0  # lines
    files: list[tuple[int, int]] = field(default_factory=list)  # that were loaded: id, lines


@dataclass
class Truth:
    """What counting every shelf at the instant of the opening would have found and missed."""

    count: Stocktake
    found: frozenset[int]
    missing: frozenset[int]
    lines: int = 0  # noted in it
    void: bool = False


@dataclass(frozen=True)
class Misread:
    """A copy whose label the gun misread: a line of an unknown code, until somebody says which copy it is."""

    count: int
    line: int
    copy: int


@dataclass(frozen=True)
class Before:
    """Where everything was before an act at the counter, to be carried back when that is taken back."""

    where: dict[int, str]
    proof: dict[int, datetime]


class World:
    """The library, where its copies are, who walks along the shelves, and what each count has to find."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.desk = a_desk(library)
        self.shelves: tuple[Shelf, ...] = self._read_shelves()
        self.where: dict[int, str] = {}
        self.proof: dict[int, datetime] = {}  # up to when the library will know that it was in the house
        self.walked: dict[int, datetime] = {}  # since when a shelf was gone along, by its id
        self.counts: list[Truth] = []
        self.walks: dict[int, Walk] = {}  # live, by person
        self.handhelds: dict[int, Handheld] = {}
        self.misreads: list[Misread] = []
        self.keys: dict[int, str] = {}
        self.before: Before | None = None
        for copy_id in self.ask("SELECT id FROM copies ORDER BY id"):
            self.where[copy_id] = self.home(copy_id)

    def _read_shelves(self) -> tuple[Shelf, ...]:
        with self.library.reading() as connection:
            return all_shelves(connection)

    def ask(self, query: str, *values: object) -> list[Any]:
        """The first column of what a statement finds."""
        with self.library.reading() as connection:
            return list(connection.exec_driver_sql(query, values).scalars())

    def at(self, station: str = "counter 1") -> Desk:
        """A desk there, a minute later than what was done last."""
        self.desk = replace(self.desk, now=self.desk.now + MINUTE)
        return replace(self.desk, station=station)

    def copy(self, place: int) -> int:
        """One of the copies."""
        return sorted(self.where)[place % len(self.where)]

    def reader(self, who: int) -> Patron:
        """One of the patrons; the last is a pupil of the class with the corner."""
        known = self.ask("SELECT id FROM patrons WHERE name IN ('陈子墨', '林小雨', '王芳') ORDER BY id")
        return the_patron(self.library, known[who % len(known)], self.desk.today)

    def key(self, copy_id: int) -> str:
        """Where it stands in the order of a shelf, whatever is written of it later; never two in one place."""
        return self.keys.setdefault(copy_id, f"{the_copy(self.library, copy_id).shelf_key}\t{copy_id:06}")

    def home(self, copy_id: int) -> str:
        """The label of the shelf it belongs to."""
        key = the_copy(self.library, copy_id).shelf_key
        return next((shelf.code for shelf in self.shelves if shelf.holds(key)), self.shelves[0].code)

    def stands(self, copy_id: int) -> bool:
        """Whether it is on some shelf now."""
        return self.where[copy_id] in {shelf.code for shelf in self.shelves}

    def on(self, shelf: Shelf) -> list[int]:
        """What stands on a shelf now, from left to right."""
        return sorted((each for each, place in self.where.items() if place == shelf.code), key=self.key)

    def in_house(self, copy_id: int) -> bool:
        """Whether it is in the house, and no patron has it."""
        return self.where[copy_id] not in (GONE, PATRON, DROP)

    def act(self, do: Callable[[Desk], Any], *in_hand: int) -> Any:
        """Something at the counter with these copies in hand; they go where the screen says."""
        before, last = Before(dict(self.where), dict(self.proof)), self.last_entry()
        outcome = do(self.at())
        self.before = before if self.last_entry() != last else None
        for copy_id in in_hand:
            self.goes_where_it_is_sent(copy_id)
        return outcome

    def last_entry(self) -> int:
        """The last act of the journal."""
        return int(self.ask("SELECT max(id) FROM journal")[0])

    def handled(self, copy_id: int) -> None:
        """The library has noted that somebody had it in hand."""
        self.proof[copy_id] = self.desk.now

    def goes_where_it_is_sent(self, copy_id: int) -> None:
        """Where the register says that a copy is to be put, that is where people put it."""
        query = """SELECT CASE WHEN state = 'withdrawn' THEN 'gone'
                WHEN EXISTS (SELECT 1 FROM loans WHERE copy_id = copies.id AND returned_at IS NULL) THEN 'patron'
                WHEN EXISTS (SELECT 1 FROM holds WHERE copy_id = copies.id AND state = 'ready') THEN 'hold shelf'
                WHEN awaits_shelving THEN 'trolley'
                WHEN damaged OR state = 'in_repair' THEN 'repair table' ELSE '' END FROM copies WHERE id = ?"""
        (told,) = self.ask(query, copy_id)
        self.where[copy_id] = told or self.home(copy_id)

    def undo(self) -> None:
        """The last act at the counter is taken back at once, and everything is carried back to where it was."""
        if self.before is None or not undo_by_id(self.at(), self.last_entry()).done:
            return
        self.where, self.proof = self.before.where, self.before.proof
        self.before = None

    @property
    def standing(self) -> list[Truth]:
        """The counts that are not void."""
        return [each for each in self.counts if not each.void]

    def open_count(self, scope: Scope) -> None:
        """A count is opened: what stands on the shelves, or lies about in the house, is what it has to find."""
        if any(each.count.scope == scope for each in self.standing):
            return
        desk = self.at()
        count = a_count(desk, scope=scope)
        asked = missed(desk, count)
        for each in asked:
            if self.where[each] == TROLLEY:  # for over a week: somebody has shelved it meanwhile without a word
                self.where[each] = self.home(each)
        found = frozenset(each for each in asked if self.in_house(each))
        self.counts.append(Truth(count, found, frozenset(asked) - found))
        self.before = None

    def is_known(self, copy_id: int) -> bool:
        """Whether no running count is still to find it, so that it may vanish without changing what is true."""
        return all(
            copy_id not in each.found | each.missing
            or self.proof.get(copy_id, each.count.opened_at - MINUTE) >= each.count.opened_at
            for each in self.standing
        )

    def scan(self, walk: Walk, person: str) -> CountOutcome | None:
        """The next copy of the shelf is scanned; None where the walk is over."""
        truth, shelf = self.counts[walk.count], self.shelf(walk)
        copy_id = self.next_on(walk)
        if copy_id is None:
            self.is_over(walk, walk.begun)
            return None
        code = the_copy(self.library, copy_id).code
        order = CountOrder(truth.count.id, code, copy_id, shelf=shelf, person=person)
        outcome = count_copy(self.at(person), order)
        assert (outcome.kind is None) == (not the_count(self.desk, truth.count).takes_scans)
        if outcome.kind is None:
            return outcome
        assert outcome.kind is not CountKind.REFUSED, (outcome.decision, copy_id)
        truth.lines += 1
        walk.passed = self.key(copy_id)
        self.handled(copy_id)
        self.before = None  # what is taken back later is looked for in the second round
        return outcome

    def remember(self, handheld: Handheld) -> None:
        """The handheld scans the next copy of its shelf."""
        walk = handheld.walk
        if walk is None:
            return
        copy_id = self.next_on(walk)
        opened = self.counts[handheld.count].count.opened_at
        if copy_id is None:
            self.is_over(walk, walk.begun if handheld.timed else opened)
            handheld.walk = None
            return
        at = self.at()
        self.before = None
        handheld.lines.append((the_copy(self.library, copy_id).code, at.now, self.shelf(walk).code))
        walk.passed = self.key(copy_id)
        known = at.now if handheld.timed else opened
        self.proof[copy_id] = max(known, self.proof.get(copy_id, known))

    def next_on(self, walk: Walk) -> int | None:
        """What stands next to the right of where somebody is."""
        return next((each for each in self.on(self.shelf(walk)) if self.key(each) > walk.passed), None)

    def shelf(self, walk: Walk) -> Shelf:
        """Along which somebody walks."""
        return self.shelves[walk.shelf]

    def is_over(self, walk: Walk, since: datetime) -> None:
        """The shelf has been gone along as a whole, for every count that was opened before."""
        walk.over = True
        known = self.walked.get(walk.shelf, since)
        self.walked[walk.shelf] = max(known, since)

    def load(self, handheld: Handheld) -> None:
        """The file of a handheld is loaded, as long as it is by now; the lines before are in it again."""
        from tests.desk.any_count_acts import load_lines

        truth = self.counts[handheld.count]
        if handheld.lines and the_count(self.desk, truth.count).takes_scans:
            truth.lines += load_lines(self, handheld)
            self.before = None

    def finish(self) -> None:
        """What is left is done: files are loaded, and shelves that nobody has gone along are."""
        for truth in self.standing:
            reopen_stocktake(self.at(), truth.count.id, "还没点完")
            continue_stocktake(self.at(), truth.count.id)
        for handheld in self.handhelds.values():
            self.load(handheld)
        for misread in self.misreads:
            self.solve(misread)
        for place, truth in enumerate(self.counts):
            for shelf in range(len(self.shelves)):
                if not truth.void and self.walked.get(shelf, truth.count.opened_at - MINUTE) < truth.count.opened_at:
                    walk = Walk(place, shelf, self.desk.now)
                    while self.scan(walk, "last"):
                        pass

    def solve(self, misread: Misread) -> bool:
        """Somebody says which copy an unknown code is; the line shows from then on that the copy was there."""
        count = self.counts[misread.count].count.id
        matched = DecisionKind.MATCHED
        return bool(decide(self.at(), count, matched, copy_ids=[misread.copy], scan_ids=[misread.line]).done)

    def compare(self) -> None:
        """Every count has found and misses what it would have in one instant, and its lines add up."""
        for truth in self.standing:
            expected = truth.found | truth.missing
            found = expected & present(self.desk, truth.count)
            assert found == truth.found, (sorted(found), sorted(truth.found))
            assert missed(self.desk, truth.count) == truth.missing
            with self.library.reading() as connection:
                sums = count_sums(connection, truth.count.id)
            assert sums.read == truth.lines
        self.check()

    def close_and_void(self) -> None:
        """The reports say the same; and once the counts are void, every copy is as it was before they were closed."""
        columns = "SELECT id || state || awaits_shelving || damaged FROM copies ORDER BY id"
        while sum(self.take_back_decisions(each) for each in reversed(self.standing)):
            pass  # one may rest upon one of another count
        stayed = [len(self.decided(each)) for each in reversed(self.standing)]
        before = self.ask(columns)
        for truth in self.standing:
            closed = close_stocktake(self.at(), truth.count.id)
            assert closed.report is not None, closed.why_not
            total = closed.report.total
            struck_off = {each for each in truth.missing if self.is_withdrawn(each)}  # as lost, meanwhile
            gone = struck_off - {each.copy_id for each in self.decisions(truth) if each.kind in SETTLED}
            assert (total.found.copies, total.gone.copies) == (len(truth.found), len(gone))
            assert {line.copy_id for line in closed.report.missing} == truth.missing - gone
        self.check()
        for truth, left in zip(reversed(self.standing), stayed, strict=True):
            kept = void_stocktake(self.at(), truth.count.id, "点错了").stayed
            # Whose a code is may stay where a file was taken back since: it changes no copy.
            assert len([each for each in kept if "“matched”" not in each]) == left
        assert self.ask(columns) == before
        assert [breach.sentence for breach in check_library(self.library)] == []

    def decisions(self, truth: Truth) -> tuple[Decision, ...]:
        """What stands of what was decided in the count."""
        with self.library.reading() as connection:
            return decisions_of(connection, truth.count.id, standing=True)

    def decided(self, truth: Truth) -> list[int]:
        """What stands, the last first, but for whose the unknown codes are."""
        return [each.id for each in reversed(self.decisions(truth)) if each.kind is not DecisionKind.MATCHED]

    def take_back_decisions(self, truth: Truth) -> int:
        """All that can be taken back; returns how many were."""
        others = self.decided(truth)
        return len(reverse_decisions(self.at(), others).done) if others else 0

    def is_withdrawn(self, copy_id: int) -> bool:
        """Whether the register has struck it off."""
        return bool(self.ask("SELECT id FROM copies WHERE id = ? AND state = 'withdrawn'", copy_id))

    def check(self) -> None:
        """The library contradicts itself nowhere, and no copy that is not there is said to have been seen."""
        assert [breach.sentence for breach in check_library(self.library)] == []
        for truth in self.standing:
            assert not truth.missing & present(self.desk, truth.count), "nobody has seen what was gone"


@contextmanager
def opened(school: Path) -> Iterator[World]:
    """The school in a file of its own."""
    with TemporaryDirectory() as folder:
        path = Path(shutil.copyfile(school, Path(folder) / "school.deskcirc"))
        with open_library(path) as library:
            yield World(library)

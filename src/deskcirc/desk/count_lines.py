"""Deciding thousands of lines of a count at once: the same decisions as of single scans, from facts read once.

A line is decided after all that were noted before it, so each copy is counted once whatever file it comes in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from deskcirc.desk.desk import Desk
from deskcirc.domain.call_numbers import has_place
from deskcirc.domain.count_files import ScanMoment
from deskcirc.domain.counting import CountDecision, CountFacts, decide_count, on_wrong_shelf
from deskcirc.domain.shelf_runs import Run
from deskcirc.domain.stocktake import CountedLine, CountKind, Remark, Shelf, Stocktake
from deskcirc.store.database import Connection
from deskcirc.store.lookups.count_facts import (
    ManyFacts,
    first_lines_of_codes,
    first_lines_of_copies,
    many_facts,
)

_PLACE = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class LineToCount:
    """One line before it is decided. `refused` says why there is no code in it to count: a card, a cut line."""

    code: str
    moment: ScanMoment
    copy_id: int | None = None
    shelf: Shelf | None = None
    location_id: int | None = None
    person: str = ""
    quantity: int = 1
    number: int | None = None
    refused: Remark | None = None


@dataclass(slots=True)
class LineCounter:
    """Decides line after line of one count; remembers what was counted, and how far each shelf was scanned."""

    stocktake: Stocktake
    facts: ManyFacts
    copies: dict[int, CountedLine] = field(default_factory=dict)
    codes: dict[str, CountedLine] = field(default_factory=dict)
    runs: dict[_PLACE, Run] = field(default_factory=dict)

    def count(self, line: LineToCount) -> CountedLine:
        """Decide one line; its id is 0, for nothing is written."""
        facts = self._facts(line)
        facts = replace(facts, in_order=self._in_order(facts))
        decision = self._with_own_remark(line, decide_count(facts))
        counted = CountedLine(
            0,
            self.stocktake.id,
            line.copy_id,
            line.code,
            line.moment.at,
            decision.kind,
            decision.remark,
            line.shelf.id if line.shelf else None,
            line.location_id,
            line.person,
            None,
            line.number,
            line.quantity,
        )
        if decision.kind not in (CountKind.REPEAT, CountKind.REFUSED):
            if line.copy_id is None:
                self.codes[line.code] = counted
            else:
                self.copies[line.copy_id] = counted
        return counted

    def _facts(self, line: LineToCount) -> CountFacts:
        facts = CountFacts(
            self.stocktake,
            line.code,
            line.moment.at,
            line.moment.timed,
            shelf=line.shelf,
            location_id=line.location_id,
            quantity=line.quantity,
            readable=line.refused is None,
        )
        if line.copy_id is None:
            return replace(facts, before=self.codes.get(line.code))
        known = self.facts.copies[line.copy_id]
        return replace(
            facts,
            copy=known.copy,
            copy_location_id=known.location_id,
            added_at=known.added_at,
            withdrawn_at=known.withdrawn_at,
            group=self.facts.groups.group_of(line.copy_id),
            loan=self.facts.loans.get(line.copy_id),
            on_hold_shelf=line.copy_id in self.facts.on_hold_shelf,
            before=self.copies.get(line.copy_id),
        )

    def _in_order(self, facts: CountFacts) -> bool:
        """Whether it stands in order after what was scanned at its place; a stray copy leaves the run as it is."""
        if facts.copy is None or facts.before is not None or (facts.shelf is None and facts.location_id is None):
            return True
        if not has_place(facts.copy.shelf_key) or on_wrong_shelf(facts, facts.copy):
            return True
        place = facts.shelf.id if facts.shelf else None, facts.location_id
        run = self.runs.get(place, Run())
        self.runs[place] = run.scanned(facts.copy.shelf_key)
        return run.in_order(facts.copy.shelf_key)

    @staticmethod
    def _with_own_remark(line: LineToCount, decision: CountDecision) -> CountDecision:
        if decision.kind is CountKind.REFUSED:
            own = line.refused if decision.remark is Remark.UNREADABLE else None
            return replace(decision, remark=own or decision.remark)
        if line.moment.in_future and decision.remark is Remark.NOTHING:
            return replace(decision, remark=Remark.IN_FUTURE)
        return decision


def counter_for(desk: Desk, connection: Connection, stocktake: Stocktake, lines: Iterable[LineToCount]) -> LineCounter:
    """What decides these lines, knowing what the count holds already."""
    told = list(lines)
    copy_ids = {line.copy_id for line in told if line.copy_id is not None}
    codes = {line.code for line in told if line.copy_id is None}
    return LineCounter(
        stocktake,
        many_facts(connection, stocktake.id, copy_ids, desk.policy, desk.today),
        first_lines_of_copies(connection, stocktake.id, copy_ids),
        first_lines_of_codes(connection, stocktake.id, codes),
    )


def line_to_count(row: Any, shelves: dict[int, Shelf]) -> LineToCount:
    """A line that was noted, as it was before it was decided."""
    return LineToCount(
        row.code,
        ScanMoment(row.at, timed=not row.untimed, in_future=row.remark == Remark.IN_FUTURE),
        row.copy_id,
        shelves.get(row.shelf_id) if row.shelf_id is not None else None,
        row.location_id,
        row.person,
        row.quantity,
        row.line,
    )

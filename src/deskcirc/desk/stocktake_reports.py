"""The report of a count as it is now, and the one that was kept when it was closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.classification import MAIN_CLASS_NAMES
from deskcirc.domain.count_findings import SETTLED, place_words
from deskcirc.domain.scope_words import scope_words
from deskcirc.domain.shelf_places import map_of
from deskcirc.domain.stocktake import (
    ABOUT_CODES,
    STOOD_THOUGH_GONE,
    CountedLine,
    CountKind,
    Decision,
    DecisionKind,
    Group,
    Shelf,
    Stocktake,
)
from deskcirc.domain.stocktake_reckoning import (
    CopyFact,
    Fates,
    class_of,
    compared,
    fates_of,
    groups_of,
    is_withdrawn,
    minutes_at_work,
    table,
    tallies,
    worth_together,
)
from deskcirc.domain.stocktake_report import (
    Comparison,
    MissingLine,
    PersonLine,
    ReportHead,
    SeenLine,
    StocktakeReport,
    TableLine,
    Tally,
    UnknownLine,
    seal_of,
    stored_report,
)
from deskcirc.store.columns import instant_text
from deskcirc.store.database import Connection
from deskcirc.store.lookups.count_decisions import decisions_of
from deskcirc.store.lookups.count_findings import misplaced
from deskcirc.store.lookups.counted import count_sums, lines_by_ids
from deskcirc.store.lookups.in_parts import in_parts
from deskcirc.store.lookups.place_names import item_type_names, location_names
from deskcirc.store.lookups.presence import handled_since, seen_since
from deskcirc.store.lookups.shelves import all_shelves, shelves_by_ids
from deskcirc.store.lookups.stocktake_report import (
    AtWork,
    at_work,
    closed_before,
    copy_facts,
    copy_names,
    kept_report,
    listed_scans,
    report_files,
    shelf_places,
)
from deskcirc.store.lookups.stocktakes import frozen_groups

_STEPS: Final = 3
"""Parts of the reading of a report that take about as long as each other."""
_ABOUT_SEEN: Final = {
    "found_again": frozenset({DecisionKind.FOUND}),
    "on_loan_here": frozenset({DecisionKind.RETURNED}),
    "misplaced": frozenset({DecisionKind.MOVED, DecisionKind.RELOCATED}),
}


@dataclass(frozen=True, slots=True)
class Closing:
    """When and by whom a count is closed, as its report says it; `at` is an instant as it is stored."""

    at: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class SealedReport:
    """A report that was frozen; `whole` where its seal fits its text, and is the one that the closing wrote down."""

    report: StocktakeReport
    seal: str
    whole: bool


def sealed_report(connection: Connection, stocktake_id: int) -> SealedReport | None:
    """The report frozen at the closing; None for a count that is not closed, and where its text is none any more."""
    kept = kept_report(connection, stocktake_id)
    if kept is None or not kept.report:
        return None
    try:
        report = stored_report(kept.report)
    except ValueError:
        return None
    return SealedReport(report, kept.seal, seal_of(kept.report) == kept.seal == kept.told)


def report_now(
    desk: Desk, connection: Connection, stocktake: Stocktake, closing: Closing | None = None
) -> StocktakeReport:
    """The report as it would be if the count were closed now, with what is still undecided named so."""
    desk.progress(0, _STEPS, "")
    facts = _Facts(connection, stocktake)
    desk.progress(1, _STEPS, "")
    total = _sum(facts.by_class.values())
    names = {str(each): words for each, words in facts.locations.items()}
    types = {str(each): words for each, words in item_type_names(connection).items()}
    shelves = {str(shelf.id): place_words(shelf, shelf.location) for shelf in facts.shelves}
    copies, fates, seen = facts.expected, facts.fates, _seen(connection, facts)
    missing = tuple(_missing(connection, facts))
    desk.progress(2, _STEPS, "")
    return StocktakeReport(
        head=_head(desk, connection, stocktake, facts, types, closing),
        copies=stocktake.copies,
        total=total,
        seen=len(fates.found & facts.seen),
        groups=groups_of(facts.groups, {copy.id: copy.price for copy in facts.copies.values()}),
        sums=count_sums(connection, stocktake.id),
        by_class=table(facts.by_class, dict.fromkeys(MAIN_CLASS_NAMES, "")),
        by_location=table(tallies(copies, fates, lambda copy: str(copy.location_id or "")), names),
        by_shelf=_by_shelf(facts, shelves),
        by_item_type=table(tallies(copies, fates, lambda copy: str(copy.item_type_id)), types),
        people=tuple(_person_line(facts, each) for each in at_work(connection, stocktake.id)),
        files=report_files(connection, stocktake.id),
        missing=missing,
        found_again=seen["found_again"],
        on_loan_here=seen["on_loan_here"],
        misplaced=seen["misplaced"],
        unknown=tuple(_unknown(connection, facts)),
        comparison=_comparison(connection, facts, total),
    )


class _Facts:
    """Everything the report is reckoned from, read once."""

    def __init__(self, connection: Connection, stocktake: Stocktake) -> None:
        self.stocktake = stocktake
        self.copies = {copy.id: copy for copy in copy_facts(connection)}
        self.groups = frozen_groups(connection, stocktake.id)
        self.seen = seen_since(connection, stocktake.opened_at)
        self.present = self.seen | handled_since(connection, stocktake.opened_at)
        self.standing = decisions_of(connection, stocktake.id, standing=True)
        self.settled = {each.copy_id: each for each in self.standing if each.kind in SETTLED and each.copy_id}
        withdrawn = {copy.id for copy in self.copies.values() if is_withdrawn(copy)}
        expected = self.groups.copies_in(Group.SHELF)
        self.fates: Fates = fates_of(expected, self.present, self.settled.keys(), withdrawn)
        self.expected = [self.copies[copy_id] for copy_id in expected]
        self.by_class = tallies(self.expected, self.fates, class_of)
        self.locations = location_names(connection)
        self.shelves = all_shelves(connection)
        self.finder = map_of(self.shelves)
        self.listed = listed_scans(connection, stocktake.id)
        self._places = shelf_places(connection)

    def where(self, scan: CountedLine) -> str:
        """Where a line was noted, in words; "" where nobody said."""
        if scan.shelf_id is None:
            return self.locations.get(scan.location_id or 0, "")
        name, location_id = self._places[scan.shelf_id]
        return f"{self.locations.get(location_id or 0, '')} {name}".strip()

    def belongs(self, copy: CopyFact) -> str:
        """Where a copy belongs, in words; "" where nobody said."""
        shelf = self.shelf_of(copy)
        return self.locations.get(copy.location_id or 0, "") if shelf is None else place_words(shelf, shelf.location)

    def shelf_of(self, copy: CopyFact) -> Shelf | None:
        """On which labelled shelf a copy belongs."""
        return self.finder.shelf_of(copy.location_id, copy.shelf_key)

    @cached_property
    def of_copies(self) -> Mapping[int, list[Decision]]:
        """What is decided about each copy, the first first: asked of every line, and there may be thousands of both."""
        found: dict[int, list[Decision]] = {}
        for each in self.standing:
            if each.copy_id is not None:
                found.setdefault(each.copy_id, []).append(each)
        return found

    @cached_property
    def of_scans(self) -> Mapping[int, Decision]:
        """The last decision about each unknown code, by its scan."""
        return {each.scan_id: each for each in self.standing if each.scan_id and each.kind in ABOUT_CODES}


def _head(
    desk: Desk,
    connection: Connection,
    stocktake: Stocktake,
    facts: _Facts,
    types: Mapping[str, str],
    closing: Closing | None,
) -> ReportHead:
    shelves = shelves_by_ids(connection, stocktake.scope.shelves) if stocktake.scope.shelves else ()
    item_types = {int(each): words for each, words in types.items()}
    return ReportHead(
        library=desk.policy.library_name,
        number=stocktake.number,
        name=stocktake.name,
        scope=scope_words(stocktake.scope, facts.locations, item_types, [shelf.label for shelf in shelves]),
        blind=stocktake.blind,
        opened_at=instant_text(stocktake.opened_at),
        opened_by=stocktake.opened_by,
        closed_at="" if closing is None else closing.at,
        closed_by="" if closing is None else closing.by,
        note="" if closing is None else closing.note,
        offset=int(desk.policy.utc_offset.total_seconds() // 60),
    )


def _sum(parts: Iterable[Tally]) -> Tally:
    listed = list(parts)
    columns = ("expected", "found", "missing", "gone")
    return Tally(**{name: worth_together(getattr(each, name) for each in listed) for name in columns})


def _person_line(facts: _Facts, work: AtWork) -> PersonLine:
    worth = sum(facts.copies[copy_id].price or 0 for copy_id in work.found)
    return PersonLine(work.person, len(work.instants), len(work.found), minutes_at_work(work.instants), worth)


def _by_shelf(facts: _Facts, names: Mapping[str, str]) -> tuple[TableLine, ...]:
    """The copies by the shelf they belong to, in walking order; no table where no shelf says what stands on it."""
    if not any(shelf.first_key for shelf in facts.shelves):
        return ()

    def shelf_of(copy: CopyFact) -> str:
        shelf = facts.shelf_of(copy)
        return "" if shelf is None else str(shelf.id)

    return table(tallies(facts.expected, facts.fates, shelf_of), names)


def _missing(connection: Connection, facts: _Facts) -> Iterable[MissingLine]:
    """What was missed, by location and along the shelves."""
    missed = [facts.copies[copy_id] for copy_id in facts.fates.missing]
    missed.sort(key=lambda copy: (facts.locations.get(copy.location_id or 0, ""), copy.shelf_key, copy.id))
    names = copy_names(connection, [copy.id for copy in missed])
    for copy in missed:
        number, title = names[copy.id]
        decided = facts.settled.get(copy.id)
        shelf = facts.shelf_of(copy)
        yield MissingLine(
            copy_id=copy.id,
            number=number,
            title=title,
            call_number=copy.call_number,
            location=facts.locations.get(copy.location_id or 0, ""),
            shelf="" if shelf is None else shelf.label,
            price=copy.price,
            state=copy.state,
            decided="" if decided is None else decided.kind.value,
            at_closing=decided is not None and decided.at_closing,
        )


def _seen(connection: Connection, facts: _Facts) -> Mapping[str, tuple[SeenLine, ...]]:
    """The lists of copies that stood somewhere unlooked for."""
    by_list: dict[str, list[CountedLine]] = {name: [] for name in _ABOUT_SEEN}
    for scan in facts.listed:
        if scan.kind is CountKind.ON_LOAN:
            by_list["on_loan_here"].append(scan)
        elif scan.remark in STOOD_THOUGH_GONE:
            by_list["found_again"].append(scan)
    by_list["misplaced"] = _stood_wrong(connection, facts)
    known = {scan.copy_id for scans in by_list.values() for scan in scans if scan.copy_id is not None}
    names = copy_names(connection, sorted(known))
    return {
        name: tuple(_seen_line(facts, scan, names, _ABOUT_SEEN[name]) for scan in scans if scan.copy_id in names)
        for name, scans in by_list.items()
    }


def _stood_wrong(connection: Connection, facts: _Facts) -> list[CountedLine]:
    """What stood last where it does not belong, as the lists of the count have it, and what a decision put right.

    The remark of a line is of its own moment: the same copy may have been seen in its place since, or beside it.
    """
    put_right = _ABOUT_SEEN["misplaced"]
    decided = [each.scan_id for each in facts.standing if each.kind in put_right and each.scan_id is not None]
    lines = {line.copy_id: line for part in in_parts(decided) for line in lines_by_ids(connection, part).values()}
    lines |= {found.copy.id: found.line for found in misplaced(connection, facts.stocktake)}
    return sorted(lines.values(), key=lambda line: (line.at, line.id))


def _seen_line(
    facts: _Facts, scan: CountedLine, names: Mapping[int, tuple[str, str]], kinds: frozenset[DecisionKind]
) -> SeenLine:
    copy = facts.copies[scan.copy_id or 0]
    number, title = names[copy.id]
    decided = [each.kind.value for each in facts.of_copies.get(copy.id, ()) if each.kind in kinds]
    return SeenLine(
        copy_id=copy.id,
        number=number,
        title=title,
        call_number=copy.call_number,
        place=facts.where(scan),
        belongs=facts.belongs(copy),
        remark=scan.remark.value,
        decided=decided[-1] if decided else "",
    )


def _unknown(connection: Connection, facts: _Facts) -> Iterable[UnknownLine]:
    """The codes that no copy had, also those that were solved since."""
    scans = [scan for scan in facts.listed if scan.kind is CountKind.UNKNOWN or scan.id in facts.of_scans]
    decisions = [facts.of_scans[scan.id] for scan in scans if scan.id in facts.of_scans]
    names = copy_names(connection, [each.copy_id for each in decisions if each.copy_id is not None])
    for scan in scans:
        decided = facts.of_scans.get(scan.id)
        copy_id = None if decided is None else decided.copy_id
        yield UnknownLine(
            code=scan.code,
            place=facts.where(scan),
            at=instant_text(scan.at),
            person=scan.person,
            decided="" if decided is None else decided.kind.value,
            copy=names.get(copy_id or 0, ("", ""))[0],
        )


def _comparison(connection: Connection, facts: _Facts, total: Tally) -> Comparison | None:
    count = facts.stocktake
    kept = closed_before(connection, count.id, count.opened_at, count.scope.stored())
    if not kept:
        return None
    try:
        before = stored_report(kept)
    except ValueError:
        return None
    return compared(before, facts.fates, facts.groups, facts.present, total.rate)

"""Collector files in a count: tried, taken in by one act, and taken back again.

Every line that holds anything becomes a line of the count, so that read is always the sum of the six kinds; lines are
decided in the order of their times. A file may be taken in twice, contain another or share copies with it: what was
counted is a repeat. Taking a file back ends its lines, and what was only their repeat is decided anew, as if the file
had never come.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from deskcirc.desk.count_lines import LineCounter, LineToCount, counter_for, line_to_count
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import USUAL_DIGITS
from deskcirc.desk.reading import OnProgress, silent
from deskcirc.desk.stocktakes import the_stocktake
from deskcirc.domain.changes import ActName
from deskcirc.domain.collector_files import CollectorFile, CollectorLine, CollectorWish
from deskcirc.domain.count_files import CountFile, FileOrder, moment_of
from deskcirc.domain.stocktake import (
    CountedLine,
    CountKind,
    CountSums,
    Remark,
    Shelf,
    Stocktake,
    sums_of,
)
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store.bulk import ROWS_IN_A_PILE
from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.code_book import CodeBook, code_book
from deskcirc.store.lookups.count_facts import standing_lines
from deskcirc.store.lookups.count_files import (
    codes_of_file,
    decisions_about_file,
    file_by_id,
    file_taken,
    files_of,
    rows_of_file,
)
from deskcirc.store.lookups.counted import line_of_row
from deskcirc.store.lookups.shelves import all_shelves, shelves_by_ids
from deskcirc.store.tables import stocktake_files, stocktake_scans
from deskcirc.text import day_words, ngettext, storable
from deskcirc.text import gettext as _

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_LONGEST_CODE = 64
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class TriedLine:
    """A line of a file with what it would be, or is, in the count; `title` is "" where no copy is known."""

    line: CollectorLine
    counted: CountedLine
    title: str = ""
    shelf: str = ""


@dataclass(frozen=True, slots=True)
class FileTrial:
    """What would come of a file if it were taken in now; nothing was written. `contained` are files that stand at its
    beginning already, as a handheld that is emptied at the end only writes them."""

    stocktake: Stocktake
    file: CollectorFile
    order: FileOrder
    lines: tuple[TriedLine, ...] = ()
    contained: tuple[CountFile, ...] = ()
    why_not: str = ""

    @property
    def sums(self) -> CountSums:
        """How many lines there are of each kind."""
        return sums_of(each.counted.kind for each in self.lines)

    def of_kind(self, kind: CountKind) -> tuple[TriedLine, ...]:
        """The lines that would be of this kind."""
        return tuple(each for each in self.lines if each.counted.kind is kind)


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What was taken in or back, with its sums; or the sentence why nothing was."""

    stocktake: Stocktake
    file: CountFile | None = None
    sums: CountSums = field(default_factory=CountSums)
    why_not: str = ""

    @property
    def done(self) -> bool:
        """Whether it was done."""
        return not self.why_not


def wish_of(desk: Desk) -> CollectorWish:
    """What the library tells a reader of files: whose a code is, and the labels of its shelves."""
    with desk.library.reading() as connection:
        book = _book(desk, connection)
        shelves = frozenset(shelf.code for shelf in all_shelves(connection))
    return CollectorWish(is_known=book.is_copy, shelf_codes=shelves, today=desk.today)


def try_file(desk: Desk, stocktake_id: int, file: CollectorFile, order: FileOrder) -> FileTrial:
    """Say what would come of the file; nothing is written. Raises GoneError for no count, CancelledError."""
    with desk.library.reading() as connection:
        stocktake = the_stocktake(connection, stocktake_id)
        told = _lines_to_count(desk, connection, stocktake, file, order)
        counter = counter_for(desk, connection, stocktake, (line for _source, line in told))
        counted = tuple(_tried(source, line, counter) for source, line in _step_by_step(desk, told))
        contained = _contained(connection, stocktake, file)
        why_not = stocktake.why_no_scans or _why_not(desk, connection, stocktake, file, order)
    return FileTrial(stocktake, file, order, counted, contained, why_not)


def load_file(
    desk: Desk, stocktake_id: int, file: CollectorFile, order: FileOrder, progress: OnProgress = silent
) -> FileOutcome:
    """Take the file in by one act, all of it or nothing. Raises GoneError for no count, CancelledError.

    A file whose very content stands in the count already is not taken again.
    """
    with desk.library.writing(desk.act(ActName.LOAD_COUNT)) as writing:
        stocktake = the_stocktake(writing.connection, stocktake_id)
        why_not = stocktake.why_no_scans or _why_not(desk, writing.connection, stocktake, file, order)
        if why_not:
            return FileOutcome(stocktake, why_not=why_not)
        told = [line for _source, line in _lines_to_count(desk, writing.connection, stocktake, file, order)]
        counter = counter_for(desk, writing.connection, stocktake, told)
        taken = _file_written(desk, writing, stocktake, file, order)
        kinds: list[CountKind] = []
        for start in range(0, len(told), ROWS_IN_A_PILE):
            progress(start, len(told), _("Counting the lines"))
            pile = told[start : start + ROWS_IN_A_PILE]
            rows = [_row(desk, counter.count(line), taken, line) for line in pile]
            writing.insert_many(stocktake_scans, rows)
            kinds += (CountKind(row["kind"]) for row in rows)
        progress(len(told), len(told), _("Counting the lines"))
        writing.tell(file=_short(file.name), number=stocktake.number, count=len(told))
        loaded = file_by_id(writing.connection, taken)
    return FileOutcome(stocktake, loaded, sums_of(kinds))


def take_back_file(desk: Desk, file_id: int, progress: OnProgress = silent) -> FileOutcome:
    """End the lines of a file, and count anew what only repeated them. Raises GoneError, CancelledError."""
    with desk.library.writing(desk.act(ActName.TAKE_BACK_COUNT)) as writing:
        file = file_by_id(writing.connection, file_id)
        if file is None:
            raise GoneError
        stocktake = the_stocktake(writing.connection, file.stocktake_id)
        if why_not := _why_not_back(writing.connection, stocktake, file):
            return FileOutcome(stocktake, file, why_not=why_not)
        rows = rows_of_file(writing.connection, file_id)
        writing.update(stocktake_files, file_id, ended=True)
        for start in range(0, len(rows), ROWS_IN_A_PILE):
            progress(start, len(rows), _("Taking the lines back"))
            pile = rows[start : start + ROWS_IN_A_PILE]
            writing.update_many(stocktake_scans, {row.id: {"ended": True} for row in pile})
        _decide_anew(desk, writing, stocktake, rows, progress)
        progress(len(rows), len(rows), _("Taking the lines back"))
        writing.tell(file=_short(file.name), number=stocktake.number)
    return FileOutcome(stocktake, file, sums_of(CountKind(row.kind) for row in rows))


def tried_lines_of(desk: Desk, file_id: int) -> tuple[TriedLine, ...]:
    """The lines of a file that was taken in, in its order, with their titles. Raises GoneError."""
    with desk.library.reading() as connection:
        file = file_by_id(connection, file_id)
        if file is None:
            raise GoneError
        stocktake = the_stocktake(connection, file.stocktake_id)
        rows = rows_of_file(connection, file_id)
        shelves = _shelves_of(connection, rows)
        counter = counter_for(desk, connection, stocktake, (line_to_count(row, shelves) for row in rows))
    return tuple(_noted(row, shelves, counter) for row in rows)


def _lines_to_count(
    desk: Desk, connection: Connection, stocktake: Stocktake, file: CollectorFile, order: FileOrder
) -> list[tuple[CollectorLine, LineToCount]]:
    """The lines in the order of their times, each with its copy, its shelf and its moment."""
    book = _book(desk, connection)
    shelves = {shelf.code: shelf for shelf in all_shelves(connection)}
    person = order.person.strip() or desk.operator.name

    def told(line: CollectorLine) -> LineToCount:
        owner = book.owner(line.code) if line.readable else None
        refused = Remark.UNREADABLE if owner is None else Remark.CARD if owner.is_card else None
        shelf = shelves.get(line.shelf_code)
        return LineToCount(
            _stored_code(line),
            moment_of(line, order, desk.policy, stocktake.opened_at, desk.now),
            owner.copy_id if owner else None,
            shelf,
            None if shelf else order.location_id,
            line.person.strip()[:_LONGEST_CODE] or person,
            line.quantity,
            line.number,
            refused,
        )

    lines = [(line, told(line)) for line in file.lines]
    return sorted(lines, key=lambda pair: (pair[1].moment.at, pair[0].number))


def _step_by_step(
    desk: Desk, told: Sequence[tuple[CollectorLine, LineToCount]]
) -> Iterator[tuple[CollectorLine, LineToCount]]:
    for place, pair in enumerate(told):
        if place % ROWS_IN_A_PILE == 0:
            desk.progress(place, len(told), _("Looking at the lines"))
        yield pair


def _tried(source: CollectorLine, line: LineToCount, counter: LineCounter) -> TriedLine:
    title = counter.facts.copies[line.copy_id].copy.name if line.copy_id is not None else ""
    return TriedLine(source, counter.count(line), title, line.shelf.label if line.shelf else source.shelf_code)


def _noted(row: Any, shelves: dict[int, Shelf], counter: LineCounter) -> TriedLine:
    counted = line_of_row(row)
    title = counter.facts.copies[counted.copy_id].copy.name if counted.copy_id is not None else ""
    shelf = shelves[counted.shelf_id].label if counted.shelf_id is not None else ""
    source = CollectorLine(counted.line or 0, counted.code, quantity=counted.quantity, text=counted.code)
    return TriedLine(source, counted, title, shelf)


def _row(desk: Desk, counted: CountedLine, file_id: int, line: LineToCount) -> dict[str, Any]:
    return {
        "stocktake_id": counted.stocktake_id,
        "copy_id": counted.copy_id,
        "code": counted.code,
        "at": counted.at,
        "shelf_id": counted.shelf_id,
        "location_id": counted.location_id,
        "kind": counted.kind.value,
        "remark": counted.remark.value,
        "operator_id": desk.operator.id,
        "person": counted.person,
        "file_id": file_id,
        "line": counted.line,
        "quantity": counted.quantity,
        "untimed": not line.moment.timed,
    }


def _file_written(desk: Desk, writing: Writing, stocktake: Stocktake, file: CollectorFile, order: FileOrder) -> int:
    return writing.insert(
        stocktake_files,
        stocktake_id=stocktake.id,
        name=_short(file.name),
        sha256=file.sha256,
        device=order.device.strip(),
        person=order.person.strip(),
        encoding=file.encoding,
        counted_on=order.counted_on,
        loaded_at=desk.now,
        loaded_by=desk.operator.id,
        lines=len(file.lines),
    )


def _decide_anew(
    desk: Desk, writing: Writing, stocktake: Stocktake, ended: Sequence[Any], progress: OnProgress
) -> None:
    """Decide again, in the order of noting, what repeated a line that has ended."""
    firsts = [row for row in ended if row.kind not in (CountKind.REPEAT, CountKind.REFUSED)]
    copy_ids = {row.copy_id for row in firsts if row.copy_id is not None}
    codes = {row.code for row in firsts if row.copy_id is None}
    rows = standing_lines(writing.connection, stocktake.id, copy_ids, codes)
    shelves = _shelves_of(writing.connection, rows)
    lines = [line_to_count(row, shelves) for row in rows]
    counter = counter_for(desk, writing.connection, stocktake, lines)
    for start in range(0, len(rows), ROWS_IN_A_PILE):
        progress(start, len(rows), _("Counting anew what was a repeat"))
        part = slice(start, start + ROWS_IN_A_PILE)
        counted = {row.id: counter.count(line) for row, line in zip(rows[part], lines[part], strict=True)}
        values = {row_id: {"kind": each.kind.value, "remark": each.remark.value} for row_id, each in counted.items()}
        writing.update_many(stocktake_scans, values)


def _shelves_of(connection: Connection, rows: Iterable[Any]) -> dict[int, Shelf]:
    wanted = {row.shelf_id for row in rows if row.shelf_id is not None}
    return {shelf.id: shelf for shelf in shelves_by_ids(connection, sorted(wanted))} if wanted else {}


def _contained(connection: Connection, stocktake: Stocktake, file: CollectorFile) -> tuple[CountFile, ...]:
    """The files that the handheld had written already when it went on to write this one."""
    codes = [_stored_code(line) for line in file.lines]
    found = []
    for earlier in files_of(connection, stocktake.id):
        if earlier.ended or not 0 < earlier.lines <= len(codes) or earlier.sha256 == file.sha256:
            continue
        if list(codes_of_file(connection, earlier.id)) == codes[: earlier.lines]:
            found.append(earlier)
    return tuple(found)


def _why_not(desk: Desk, connection: Connection, stocktake: Stocktake, file: CollectorFile, order: FileOrder) -> str:
    if words := too_long(order.device, order.person):
        return " ".join(words)
    if not file.lines:
        return _("There is no line with a code in {name}.").format(name=file.name)
    if order.counted_on is not None and order.counted_on > desk.today:
        return _("The day of the scans has not come yet: say another one.")
    taken = file_taken(connection, stocktake.id, file.sha256)
    if taken is None:
        return ""
    day = day_words(desk.policy.day_of(taken.loaded_at), desk.today)
    words_taken = _("This very file was taken in on {day} as {name}: nothing is left to do.")
    return words_taken.format(day=day, name=taken.name)


def _why_not_back(connection: Connection, stocktake: Stocktake, file: CountFile) -> str:
    if file.ended:
        return _("{name} was taken back already.").format(name=file.name)
    if not stocktake.runs:
        return stocktake.why_no_scans
    decided = decisions_about_file(connection, file.id)
    if not decided:
        return ""
    words = ngettext(
        "{count} decision rests on lines of this file: take it back first.",
        "{count} decisions rest on lines of this file: take them back first.",
        decided,
    )
    return words.format(count=decided)


def _stored_code(line: CollectorLine) -> str:
    """The code as it is kept; of a line without one the beginning of its text, so that it can be told again."""
    return line.code or _CONTROL.sub(" ", line.text).strip()[:_LONGEST_CODE]


def _short(name: str) -> str:
    return _CONTROL.sub(" ", storable(name)).strip()[-_LONGEST_NAME:] or _("a file without a name")


def _book(desk: Desk, connection: Connection) -> CodeBook:
    return code_book(connection, desk.policy, USUAL_DIGITS)

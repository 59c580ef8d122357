"""The ledgers on the screen: every number opens its copies, months are sealed, paper and tables say the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.builders import NOON, a_copy, a_desk

from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, approve_withdrawal, propose
from deskcirc.domain.changes import ActName
from deskcirc.domain.ledgers import LedgerLine, LedgerName, Span
from deskcirc.domain.report import ReportFile
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.errors import CancelledError
from deskcirc.labels.paper import Paper, PaperToCome, Words
from deskcirc.store.database import Library
from deskcirc.store.lookups.ledger_content import Seal
from deskcirc.store.lookups.policy import stored_setting_id
from deskcirc.store.tables import settings, titles
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.station import Shown, Station
from deskcirc.ui.tabs.ledgers import ledgers_reading
from deskcirc.ui.tabs.ledgers.ledgers_page import LedgersPage
from deskcirc.ui.tabs.ledgers.ledgers_part import LedgersPart
from deskcirc.ui.tabs.ledgers.ledgers_periods import Period
from deskcirc.ui.theme import Theme


class Books:
    """The Ledgers tab on a library of five copies, one of them withdrawn on 2 March 2026."""

    def __init__(self, library: Library) -> None:
        self.library = library
        day = NOON.date()
        first = a_copy(library, "草房子", price=1800, registered=day)
        a_copy(library, of=first, price=1800, registered=day)
        for title, price in (("青铜葵花", 2000), ("根鸟", None), ("细米", 2200)):
            a_copy(library, title, price=price, registered=day)
        desk = a_desk(library)
        batch = propose(desk, WithdrawalDraft(WithdrawalReason.WEEDED), [first.id]).withdrawal
        assert batch is not None
        approve_withdrawal(desk, batch.id, Approval("校发3号", "王校长", day))
        self.station = Station(library, "office")
        self.now = NOON
        self.shown = self.act("tab:ledgers")

    def act(self, act: str, **values: str) -> Shown:
        self.shown = self.station.take(Input(self.now, act=act, values=values))
        return self.shown

    @property
    def part(self) -> LedgersPart:
        state = self.shown.state
        part = state.parts["ledgers"]  # type: ignore[attr-defined]
        assert isinstance(part, LedgersPart)
        return part

    def numbers(self) -> list[str]:
        """The accession numbers on the screen."""
        at = [column.name for column in self.part.columns].index("accession_number")
        return [str(self.part.lines[key].values[at]) for key in self.part.keys]


@pytest.fixture
def books(library: Library) -> Books:
    return Books(library)


def test_the_year_is_shown_first_with_what_came_in(books: Books) -> None:
    (line,) = books.part.lines.values()
    assert line.values[4:7] == (4, 5, 7800)
    assert books.part.balance.held.values == (4, 4, 6000)


@pytest.mark.parametrize(
    ("ledger", "opened", "numbers"),
    [
        ("in", {"key": "day:2026-03-02", "column": "copies"}, ["A00001", "A00002", "A00003", "A00004", "A00005"]),
        ("in", {"key": "day:2026-03-02", "column": "division_A"}, []),
        ("in", {"key": "", "column": "held"}, ["A00002", "A00003", "A00004", "A00005"]),
        ("in", {"key": "", "column": "gone"}, ["A00001"]),
        ("in", {"key": "", "column": "opening"}, []),
        ("out", {"key": "withdrawal:1", "column": "number"}, ["A00001"]),
        ("classes", {"key": "class:", "column": "held_copies"}, ["A00002", "A00003", "A00004", "A00005"]),
        (
            "balance",
            {"key": "span:2026-03", "column": "came_copies"},
            ["A00001", "A00002", "A00003", "A00004", "A00005"],
        ),
    ],
)
def test_every_number_opens_its_copies(
    books: Books, ledger: str, opened: Mapping[str, str], numbers: list[str]
) -> None:
    books.act(f"ledgers.choose:{ledger}")
    books.act("ledgers.open", **opened)
    assert books.numbers() == numbers
    books.act("ledgers.back")
    assert books.part.behind is None


def test_a_scanned_copy_shows_its_line(books: Books) -> None:
    books.shown = books.station.take(Input(NOON, scan="B00003"))
    assert books.numbers() == ["A00003"]


def test_a_copy_that_went_stays_in_the_accession_ledger_with_its_mark(books: Books) -> None:
    books.act("ledgers.choose:copies")
    assert books.numbers()[0] == "A00001"
    column = books.part.columns[10]
    assert column.text(books.part.lines[books.part.keys[0]].values[10]) == "2026-03-02 00001 weeded out"


def texts(paper: object) -> list[str]:
    assert isinstance(paper, Paper)
    return [shape.text for page in paper.pages for shape in page if isinstance(shape, Words)]


@pytest.mark.parametrize("ledger", [name.value for name in LedgerName])
def test_a_sealed_month_is_printed_word_for_word_whatever_happens_afterwards(books: Books, ledger: str) -> None:
    books.now = NOON + timedelta(days=31)
    books.act("ledgers.seal:2026-03")
    assert books.shown.told.outcome == "sealed"
    books.act(f"ledgers.choose:{ledger}")
    before = texts(books.act("ledgers.print").state.paper)
    a_copy(books.library, "新书", registered=books.now.date())
    with books.library.writing(a_desk(books.library, books.now).act(ActName.CHANGE_TITLE)) as writing:
        writing.update(titles, 1, title="改过的书名")
        row_id = stored_setting_id(writing.connection, "library_name")
        assert row_id is not None
        writing.update(settings, row_id, value="改名的图书馆")
    books.now += timedelta(days=3)
    books.act("tab:checkout")
    books.act("tab:ledgers")
    assert texts(books.act("ledgers.print").state.paper) == before
    assert any(text.startswith("Sealed on") for text in before)


def test_a_month_that_is_not_over_is_not_sealed(books: Books) -> None:
    shown = books.act("ledgers.seal:2026-03")
    assert (shown.message.tone, shown.told.outcome) == (Tone.STOP, "not-sealed")


def test_what_stands_in_a_sealed_month_is_refused_by_undo_too(books: Books) -> None:
    books.now = NOON + timedelta(days=31)
    books.act("ledgers.seal:2026-03")
    entry = _entry_of(books.library, "approve_withdrawal")
    shown = books.act(f"in:history:undo_entry:{entry}")
    assert shown.message.tone is Tone.STOP
    assert "sealed" in shown.message.headline


def _entry_of(library: Library, act: str) -> int:
    with library.reading() as connection:
        query = f"SELECT id FROM journal WHERE act = '{act}'"
        return int(connection.exec_driver_sql(query).scalar_one())


def test_a_ledger_is_saved_as_a_table_with_numbers_as_numbers(books: Books, tmp_path: Path) -> None:
    books.act("ledgers.choose:copies")
    books.act("ledgers.save", file=str(tmp_path / "l.csv"))
    lines = (tmp_path / "l.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("Day registered,Accession no.,Title")
    assert lines[1].startswith("2026-03-02,A00001,草房子,,,,18.00")


def hear(heard: list[tuple[int, int]], done: int, total: int) -> None:
    heard.append((done, total))


def test_a_long_ledger_is_read_and_written_beside_the_desk(
    books: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledgers_reading, "AT_ONCE", 2)
    monkeypatch.setattr(ledgers_reading, "_TOLD_EVERY", 2)
    books.act("ledgers.choose:copies")
    shown = books.act("ledgers.save", file=str(tmp_path / "l.xlsx"))
    assert shown.told.outcome == "saving"
    wanted = shown.state.paper
    assert isinstance(wanted, ReportFile)
    heard: list[tuple[int, int]] = []
    assert len(wanted.make(partial(hear, heard)).rows) == 5
    assert heard == [(2, 5), (4, 5)]


def test_a_long_ledger_is_read_for_paper_beside_the_desk_as_it_is_then(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledgers_reading, "AT_ONCE", 2)
    books.act("ledgers.choose:copies")
    shown = books.act("ledgers.print")
    assert shown.told.outcome == "reading"
    wanted = shown.state.paper
    assert isinstance(wanted, PaperToCome)
    a_copy(books.library, "新来", price=1000, registered=NOON.date())
    words = texts(wanted.make(partial(hear, [])))
    assert "新来" in words
    assert any(text.startswith("Opening 0 titles") and "in 5 titles, 6 copies" in text for text in words)


def test_reading_a_long_ledger_can_be_stopped(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledgers_reading, "AT_ONCE", 2)
    for number in range(30):
        a_copy(books.library, f"书{number}", registered=NOON.date())
    books.act("ledgers.choose:copies")
    wanted = books.act("ledgers.print").state.paper
    assert isinstance(wanted, PaperToCome)

    def stop(_done: int, _total: int) -> None:
        raise CancelledError("")

    with pytest.raises(CancelledError):
        wanted.make(stop)
    assert books.act("ledgers.choose:in").told.outcome != "reading"


def test_a_month_of_the_balance_opens_the_copies_of_that_month_alone(books: Books) -> None:
    books.now += timedelta(days=40)
    a_copy(books.library, "四月", registered=books.now.date())
    books.act("tab:checkout")
    books.act("tab:ledgers")
    books.act("ledgers.choose:balance")
    for month, numbers in (("2026-04", ["A00006"]), ("2026-03", ["A00001", "A00002", "A00003", "A00004", "A00005"])):
        books.act("ledgers.open", key=f"span:{month}", column="came_copies")
        assert books.numbers() == numbers
        books.act("ledgers.back")


def test_no_balance_is_struck_of_a_month_that_lies_ahead(books: Books) -> None:
    books.act("ledgers.choose:balance")
    assert [line.key for line in books.part.lines.values()] == ["span:2026-03"]
    books.now += timedelta(days=61)
    a_copy(books.library, "五月", registered=books.now.date())
    books.act("tab:ledgers")
    assert [line.key for line in books.part.lines.values()] == ["span:2026-03", "span:2026-04", "span:2026-05"]


def test_as_of_a_day_before_the_withdrawal_nothing_had_gone(books: Books) -> None:
    books.act("ledgers.period:day", on="2026-03-01")
    assert books.part.balance.held.copies == 0
    books.act("ledgers.period:days", **{"from": "2026-03-02", "to": "2026-03-02"})
    assert books.part.balance.gone.copies == 1
    assert books.act("ledgers.period:days", **{"from": "2026-03-05", "to": "2026-03-02"}).message.tone is Tone.STOP


def test_a_sealed_month_of_many_thousand_lines_is_shown_to_its_last_line(qtbot: QtBot) -> None:
    values = (NOON.date(), "T1", "草房子", "", "", 1997, 100, "", "", "", "", "")
    lines = {at: LedgerLine(f"copy:{at}", values) for at in range(9000)}
    seal = Seal("2026-03", NOON, "Librarian", "ab")
    period = Period("month:2026-03", "Mar 2026", Span(NOON.date(), NOON.date()))
    part = LedgersPart(LedgerName.COPIES, period, keys=range(9000), lines=lines, seal=seal, edition=1)
    page = LedgersPage(Theme())
    qtbot.addWidget(page)
    acts: list[str] = []
    page.acted.connect(lambda act, _values: acts.append(act))
    page.show_state(part)
    model = page.table.model()

    def is_read(row: int) -> bool:
        return bool(model.data(model.index(row, 2), Qt.ItemDataRole.DisplayRole) == "草房子")

    for row in (0, 8999, 4000, 0):
        qtbot.waitUntil(partial(is_read, row), timeout=2000)
    assert acts == []

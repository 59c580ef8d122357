"""Session lists change at the top only; long lists read what is seen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from deskcirc.ui.lines_model import Cell, Column, LinesView, dress_table
from deskcirc.ui.outcome import Tone
from deskcirc.ui.paged_model import PAGE, PagedModel
from deskcirc.ui.tabs.accession.tab import AccessionPage
from deskcirc.ui.theme import Theme

COLUMNS = (Column("Time", 90), Column("Title"))
THEME = Theme()


def cells(line: tuple[str, str]) -> Sequence[Cell]:
    return Cell(line[0]), Cell(line[1], Tone.LOOK if "late" in line[1] else None)


def on_screen(view: LinesView[tuple[str, str]]) -> list[tuple[str, str]]:
    model = view.model()
    return [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]


def test_what_was_scanned_last_stands_on_top(qtbot: QtBot) -> None:
    view = LinesView(THEME, COLUMNS, cells)
    qtbot.addWidget(view)
    lines: list[tuple[str, str]] = []
    for number in range(30):
        lines.insert(0, (f"12:{number:02}", f"title {number}"))
        view.show_lines(lines)
        assert on_screen(view) == lines


def test_any_other_change_is_shown_too(qtbot: QtBot) -> None:
    view = LinesView(THEME, COLUMNS, cells)
    qtbot.addWidget(view)
    full = [(f"12:{number:02}", f"title {number}") for number in range(9, -1, -1)]
    for lines in (full, full[2:], full, full[:3], [*full[:2], ("12:00", "late"), *full[3:]], [], full):
        view.show_lines(lines)
        assert on_screen(view) == lines


def test_a_copy_put_in_its_place_on_a_long_list_costs_one_row(qtbot: QtBot) -> None:
    view = LinesView(THEME, COLUMNS, cells)
    qtbot.addWidget(view)
    full = [(f"12:{number:02}", f"title {number}") for number in range(50)]
    view.show_lines([*full[:20], *full[21:]])
    touched: list[tuple[int, int]] = []
    view.model().rowsInserted.connect(lambda _parent, first, last: touched.append((first, last)))
    view.model().rowsRemoved.connect(lambda _parent, first, last: touched.append((first, last)))
    view.show_lines(full)
    assert touched == [(20, 20)]
    view.show_lines([*full[:20], *full[21:]])
    assert touched == [(20, 20), (20, 20)]
    assert on_screen(view) == [*full[:20], *full[21:]]


def test_a_line_that_needs_a_look_has_a_shape_beside_its_colour(qtbot: QtBot) -> None:
    view = LinesView(THEME, COLUMNS, cells)
    qtbot.addWidget(view)
    view.show_lines([("12:00", "4 days late"), ("11:00", "in time")])
    assert not view.model().index(0, 1).data(Qt.ItemDataRole.DecorationRole).isNull()
    assert view.model().index(1, 1).data(Qt.ItemDataRole.DecorationRole) is None


def test_a_hundred_thousand_rows_scroll_and_only_what_is_seen_is_read(qtbot: QtBot) -> None:
    model = PagedModel(COLUMNS, lambda line: (Cell(str(line)), Cell(f"title {line}")))
    asked: list[tuple[int, ...]] = []
    model.wanted.connect(asked.append)
    model.wanted.connect(lambda keys: model.fill({key: key for key in keys}))
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    dress_table(view, THEME, COLUMNS)
    view.resize(800, 500)
    view.show()
    model.set_keys(range(100_000, 0, -1))
    qtbot.waitUntil(lambda: model.index(0, 1).data() == "title 100000")
    view.scrollTo(model.index(70_000, 0))
    qtbot.waitUntil(lambda: model.index(70_000, 1).data() == "title 30000")
    view.scrollToBottom()
    qtbot.waitUntil(lambda: model.index(99_999, 1).data() == "title 1")
    assert sum(map(len, asked)) <= 6 * PAGE
    assert all(len(keys) <= 2 * PAGE for keys in asked)


def test_a_heading_is_never_cut_however_long_the_language_makes_it(qtbot: QtBot) -> None:
    columns = (Column("Accession numbers from first to last", 30), Column("No.", 90), Column("Title"))
    view: LinesView[str] = LinesView(THEME, columns, lambda line: (Cell(line), Cell(line), Cell(line)))
    qtbot.addWidget(view)
    view.resize(900, 200)
    view.show()
    header = view.horizontalHeader()
    assert header.sectionSize(0) >= header.sectionSizeHint(0) > THEME.px(30)
    assert header.sectionSize(1) == THEME.px(90)


def test_the_longest_name_of_a_section_is_read_without_scrolling(qtbot: QtBot) -> None:
    page = AccessionPage(THEME)
    qtbot.addWidget(page)
    page.resize(1366, 600)
    page.show()
    assert page.list.viewport().width() >= page.list.sizeHintForColumn(0)
    assert not page.list.horizontalScrollBar().isVisible()

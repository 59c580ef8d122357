"""How far a count is, on the screen of the counts: shelf by shelf, person by person, and where to go next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from deskcirc.domain.count_progress import CountProgress, PersonProgress, ShelfProgress
from deskcirc.domain.stocktake import CountSums, Scope, Shelf, Stocktake, StocktakeState
from deskcirc.ui.tabs.stocktake.counts_page import CountsPage
from deskcirc.ui.tabs.stocktake.counts_part import CountLine, CountsPart
from deskcirc.ui.theme import Theme

JULY = datetime(2026, 7, 3, 2, 15, tzinfo=UTC)


def a_line() -> CountLine:
    """A count of four shelves: one done, one begun with a stray book, one not begun, one of which nothing is asked."""
    shelves = [Shelf(number, f"SH{number}", f"{number}号架", 1, "书库", number) for number in range(1, 5)]
    rows = (
        ShelfProgress(shelves[0], "书库", 1, 20, 20, 0, 21, JULY),
        ShelfProgress(shelves[1], "书库", 1, 30, 12, 1, 13, JULY),
        ShelfProgress(shelves[2], "书库", 1, 10, 0),
        ShelfProgress(shelves[3], "书库", 1),
    )
    people = (PersonProgress("小红", 34, 32, JULY, JULY),)
    progress = CountProgress(7, JULY, 60, 32, CountSums(found=32), rows, people, {})
    count = Stocktake(7, "S2026-01", "期末", Scope(), False, StocktakeState.OPEN, JULY, "王老师", JULY, 60, 60)
    return CountLine(count, "", 32, "2026-07-03", progress=progress)


@pytest.fixture
def page(qtbot: QtBot) -> CountsPage:
    page = CountsPage(Theme())
    qtbot.addWidget(page)
    page.resize(1100, 500)
    page.show()
    page.show_state(CountsPart((a_line(),), chosen=7, may_change=True, utc_offset=timedelta(hours=8)))
    return page


def words(page: CountsPage) -> list[list[str]]:
    """The shelves as they stand on the screen."""
    model = page.progress.shelves.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_each_shelf_says_what_is_found_what_is_left_and_when_somebody_was_there(page: CountsPage) -> None:
    assert page.progress.isVisible()
    assert words(page) == [
        ["书库 1号架", "20", "20", "–", "–", "07-03 10:15"],
        ["书库 2号架", "30", "12", "18", "1", "07-03 10:15"],
        ["书库 3号架", "10", "0", "10", "–", "–"],
    ]
    assert page.progress.words.text().startswith("32 of 60 copies")
    assert [each.person for each in page.progress.people.lines] == ["小红"]


def test_shelves_that_are_done_can_be_left_out(page: CountsPage) -> None:
    page.progress.left_only.click()
    assert [row[0] for row in words(page)] == ["书库 2号架", "书库 3号架"]
    page.progress.left_only.click()
    assert len(words(page)) == 3


def test_a_shelf_that_is_chosen_is_scanned_next_in_this_count(page: CountsPage) -> None:
    acts: list[str] = []
    page.acted.connect(lambda act, _values: acts.append(act))
    shelves = page.progress.shelves
    shelves.activated.emit(shelves.model().index(2, 0))
    assert acts == ["in:stocktake:scanning.choose:7", "in:stocktake:scanning.shelf:3"]


def test_whoever_counts_blind_is_told_nothing_of_shelves(page: CountsPage) -> None:
    page.show_state(CountsPart((replace(a_line(), hidden=True),), chosen=7))
    assert not page.progress.isVisible()


def test_a_closed_count_and_a_low_page_have_no_shelves(page: CountsPage) -> None:
    page.resize(1100, 300)
    assert not page.progress.isVisible()
    page.resize(1100, 500)
    assert page.progress.isVisible()
    page.show_state(CountsPart((replace(a_line(), progress=None),), chosen=7))
    assert not page.progress.isVisible()

"""The screen of scanning as people see it: the figures, the shelf in hand, who counts, and what a blind count hides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot
from tests.builders import NOON, a_copy, a_desk, days_later
from tests.desk.counts import a_copy_at, a_count, a_shelf
from tests.ui.at_section import Counter

from deskcirc.store.database import Library
from deskcirc.ui.dialogs.question import QuestionDialog
from deskcirc.ui.outcome import Tone
from deskcirc.ui.sections import SectionedState
from deskcirc.ui.tabs.stocktake.scanning_page import ScanningPage
from deskcirc.ui.tabs.stocktake.scanning_part import ScanningPart
from deskcirc.ui.tabs.stocktake.scanning_progress import left_words
from deskcirc.ui.tabs.stocktake.tab import StocktakeTabPage
from deskcirc.ui.theme import Theme


class Screen:
    """A station and the page that paints it."""

    def __init__(self, library: Library, qtbot: QtBot) -> None:
        self.counter = Counter(library, "stocktake", "scanning")
        self.counter.now = NOON + timedelta(days=30)
        self.page = ScanningPage(Theme())
        qtbot.addWidget(self.page)
        self.page.resize(1200, 500)
        self.page.show()

    def scan(self, *codes: str) -> ScanningPage:
        """Scan these and paint what comes out; "" only looks."""
        state = self.counter.act("section:scanning").state
        for code in codes:
            state = self.counter.scan(code).state
        assert isinstance(state, SectionedState)
        part = state.parts["scanning"]
        assert isinstance(part, ScanningPart)
        self.page.show_state(part)
        return self.page


@pytest.fixture
def screen(library: Library, qtbot: QtBot) -> Screen:
    return Screen(library, qtbot)


def test_without_a_count_the_screen_teaches_and_leads_to_the_counts(screen: Screen, qtbot: QtBot) -> None:
    page = screen.scan()
    assert "No count is open" in page.teach.text()
    assert page.to_counts.isVisible()
    with qtbot.waitSignal(page.acted) as acted:
        page.to_counts.click()
    assert acted.args is not None
    assert acted.args[0] == "section:counts"


def test_lines_read_stand_as_the_sum_of_six_kinds(library: Library, screen: Screen) -> None:
    first, second = a_copy(library), a_copy(library)
    a_count(days_later(a_desk(library), 20), name="期末")
    page = screen.scan(first.code, second.code, first.code, "T9999")
    assert [(each.sign, each.count) for each in page.figures.figures] == [
        ("", 4),
        ("=", 2),
        ("+", 1),
        ("+", 0),
        ("+", 0),
        ("+", 1),
        ("+", 0),
    ]
    assert page.title.text() == "期末"
    assert page.told.text().startswith("2 of 2 copies")
    assert page.gauge.share == 1
    assert [line.tone for line in page.scans.lines] == [Tone.STOP, Tone.REPEAT, Tone.DONE, Tone.DONE]


def test_the_shelf_in_hand_says_how_many_of_its_books_are_found(library: Library, screen: Screen) -> None:
    a_shelf(library, "SH001", "I2/1", name="一号架")
    first, _second = a_copy_at(library, "I24/1"), a_copy_at(library, "I24/5")
    a_count(days_later(a_desk(library), 20))
    page = screen.scan("SH001", first.code)
    assert page.shelf.name.text() == "一号架"
    assert page.shelf.about.text() == "SH001 · from I2/1"
    assert page.shelf.found.text() == "1 of 2 found"
    assert page.shelf.last.text() == "last: I24/1"
    assert page.shelf.by_hand.currentText() == "SH001 一号架"


def test_a_shelf_is_picked_by_hand_where_its_label_is_worn(library: Library, screen: Screen, qtbot: QtBot) -> None:
    shelf = a_shelf(library, "SH001")
    a_copy(library)
    a_count(days_later(a_desk(library), 20))
    page = screen.scan()
    row = page.shelf.by_hand.findData(f"shelf:{shelf.id}")
    with qtbot.waitSignal(page.acted) as acted:
        page.shelf.by_hand.activated.emit(_at(page, row))
    assert acted.args is not None
    assert screen.counter.act(f"scanning.{acted.args[0]}").message.headline.startswith("SH001")


def _at(page: ScanningPage, row: int) -> int:
    page.shelf.by_hand.setCurrentIndex(row)
    return row


def test_a_blind_count_shows_how_many_were_read_and_nothing_that_is_expected(library: Library, screen: Screen) -> None:
    copy = a_copy(library)
    a_shelf(library, "SH001")
    a_count(days_later(a_desk(library), 20), blind=True)
    page = screen.scan("SH001", copy.code)
    assert [each.words for each in page.figures.figures] == ["read", "unknown code", "not counted"]
    assert not page.gauge.isVisible()
    assert not page.shelf.found.isVisible()
    assert not page.shelf.wrong.isVisible()
    assert "of" not in page.told.text()


def test_who_counts_is_asked_with_those_who_counted_already(library: Library, screen: Screen, qtbot: QtBot) -> None:
    copy = a_copy(library)
    a_count(days_later(a_desk(library), 20))
    screen.counter.act("scanning.person", name="小明")
    page = screen.scan(copy.code)
    assert page.shelf.who.text() == "小明"
    page.shelf.other.click()
    dialog = page.window().findChild(QuestionDialog)
    assert dialog is not None
    with qtbot.waitSignal(page.acted) as acted:
        dialog.accept()
    assert acted.args is not None
    assert acted.args == ["person", {"name": "小明"}]


def test_a_paused_count_offers_to_go_on(library: Library, screen: Screen) -> None:
    a_copy(library)
    count = a_count(days_later(a_desk(library), 20))
    screen.counter.act(f"scanning.pause:{count.id}")
    page = screen.scan()
    assert page.pause.text() == "Continue"
    screen.counter.act(f"scanning.continue:{count.id}")
    assert screen.scan().pause.text() == "Pause"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (None, ""),
        (0, ""),
        (1, "about 1 minute left"),
        (42, "about 42 minutes left"),
        (60, "about 1 hour of scanning left"),
        (90, "about 1.5 hours of scanning left"),
        (120, "about 2 hours of scanning left"),
        (3000, "about 50 hours of scanning left"),
    ],
)
def test_the_time_left_is_said_as_exactly_as_it_is_known(minutes: int | None, words: str) -> None:
    assert left_words(minutes) == words


def test_the_tab_paints_every_section_it_names(library: Library, qtbot: QtBot) -> None:
    page = StocktakeTabPage(Theme())
    qtbot.addWidget(page)
    counter = Counter(library, "stocktake", "counts")
    for name in page.section_names:
        page.show_state(counter.act(f"section:{name}").state)
        assert page.page(name) is not None

"""Batches and the delivery check as real windows: what is painted, what a button asks for, a list loaded by keys."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.builders import NOON
from tests.delivery_builders import STRAW, UNKNOWN, a_batch, a_list, a_list_file, a_title, lines_in

from deskcirc.desk.deliveries import count_arrived
from deskcirc.desk.desk import Desk
from deskcirc.ui.delivery_files import ONE_EACH, into_batch, load_file
from deskcirc.ui.dialogs.import_dialog import ImportDialog, Instead
from deskcirc.ui.jobs import Job, Work
from deskcirc.ui.outcome import Input
from deskcirc.ui.sections import SectionedState
from deskcirc.ui.station import Station
from deskcirc.ui.tabs.accession.batches_page import BatchesPage
from deskcirc.ui.tabs.accession.delivery_page import DeliveryPage
from deskcirc.ui.tabs.accession.tab import AccessionPage
from deskcirc.ui.theme import Theme

SHARED = Path(os.environ.get("DESKCIRC_SHARED", Path(__file__).parents[3] / "shared")) / "data"


class Screen:
    """A station and the page of its Accession tab, joined without a worker."""

    def __init__(self, desk: Desk) -> None:
        self.station = Station(desk.library, "counter 1")
        self.page = AccessionPage(Theme())
        self.at = NOON
        self.asked: list[str] = []
        self.page.acted.connect(self._take)
        self.do(act="refresh")

    def do(self, act: str = "", scan: str = "", **values: str) -> None:
        self.at += timedelta(seconds=5)
        shown = self.station.take(Input(self.at, scan=scan, act=act, values=values, tab="accession"))
        self.outcome = shown.told.outcome
        self.page.show_state(shown.state)

    def _take(self, act: str, values: Mapping[str, str]) -> None:
        self.asked.append(act)
        if not act.startswith("window:"):
            self.do(act, **dict(values))

    @property
    def delivery(self) -> DeliveryPage:
        page = self.page.page("delivery")
        assert isinstance(page, DeliveryPage)
        return page

    @property
    def batches(self) -> BatchesPage:
        page = self.page.page("batches")
        assert isinstance(page, BatchesPage)
        return page


@pytest.fixture
def screen(desk: Desk, qtbot: QtBot) -> Screen:
    """The tab on the common screen."""
    made = Screen(desk)
    qtbot.addWidget(made.page)
    made.page.resize(1340, 500)
    made.page.show()
    return made


def dialog_of(screen: Screen) -> QDialog:
    (dialog,) = [each for each in screen.page.findChildren(QDialog) if each.isVisible()]
    return dialog


def answer(dialog: QDialog, *texts: str) -> None:
    for edit, text in zip(dialog.findChildren(QLineEdit), texts, strict=False):
        edit.setText(text)
    QTest.keyClick(dialog, Qt.Key.Key_Return)


def test_an_empty_list_of_batches_teaches_and_a_batch_is_opened_from_its_form(screen: Screen) -> None:
    page = screen.batches
    assert page.batches.lines == ()
    page.open.click()
    dialog = dialog_of(screen)
    edits = {edit.accessibleName(): edit for edit in dialog.findChildren(QLineEdit)}
    edits["Dealer"].setText("新华书店")
    edits["Discount, as 78 %"].setText("七八折")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert screen.outcome == "batch-opened"
    assert page.sheet.title.text() == "2026-001 新华书店"
    assert "discount 78 %" in page.sheet.stated.text()


def test_closing_a_batch_asks_for_a_reason_where_something_is_open(screen: Screen, desk: Desk) -> None:
    batch = a_batch(desk)
    a_list(desk, batch)
    screen.do(f"batches.look:{batch.id}")
    sheet = screen.batches.sheet
    assert "8 copies of the list have not come." in sheet.ends.text()
    sheet.close_batch.click()
    answer(dialog_of(screen), "the rest comes in May")
    assert screen.outcome == "batch-closed"
    assert sheet.reopen.isVisibleTo(sheet)
    assert not sheet.close_batch.isVisibleTo(sheet)


def test_the_delivery_check_without_a_batch_teaches(screen: Screen) -> None:
    screen.do("section:delivery")
    page = screen.delivery
    assert not page.load.isEnabled()
    assert page.batches.currentText() == "no batch is open"


def test_a_parcel_that_was_begun_before_asks_for_the_next_book(screen: Screen, desk: Desk) -> None:
    batch = a_batch(desk)
    a_list(desk, batch)
    screen.do("section:delivery")
    assert screen.delivery.now.name.text() == "Scan the first book"
    count_arrived(desk, lines_in(desk, batch)[0].id)
    screen.do("refresh")
    assert screen.delivery.now.name.text() == "Scan the next book"


def test_a_scan_is_painted_large_and_the_tiles_filter_the_list(screen: Screen, desk: Desk) -> None:
    a_list(desk, a_batch(desk))
    screen.do("section:delivery")
    page = screen.delivery
    screen.do(scan=STRAW)
    assert (page.now.count.text(), page.now.name.text()) == ("1 of 3", "草房子")
    assert page.tiles.buttons["short"].text() == "7\nshort"
    assert page.lines.lines[0].name == "草房子"
    page.tiles.buttons["arrived"].click()
    assert [line.name for line in page.lines.lines] == ["草房子"]
    page.bar.rest.click()
    assert page.now.count.text() == "3 of 3"
    page.load.click()
    assert screen.asked[-1] == "window:delivery:1"
    page.catalogue.click()
    assert screen.asked[-1] == "in:accession:cataloguing.batch:1"


def test_the_title_of_a_book_on_no_list_is_typed_and_taken_with_return(screen: Screen, desk: Desk) -> None:
    a_list(desk, a_batch(desk))
    screen.do("section:delivery")
    screen.do(scan=UNKNOWN)
    now = screen.delivery.now
    assert now.take.isVisibleTo(screen.page)
    now.title.setText("寄错的书")
    now.price.setText("19.8")
    QTest.keyClick(now.title, Qt.Key.Key_Return)
    assert screen.outcome == "extra"
    assert lines_in(desk, a_line_batch(desk))[-1].price == 1980


def test_the_title_of_a_book_on_no_list_is_reached_by_keys_alone(screen: Screen, desk: Desk, qtbot: QtBot) -> None:
    a_list(desk, a_batch(desk))
    screen.do("section:delivery")
    now = screen.delivery.now
    screen.page.activateWindow()
    qtbot.waitUntil(screen.page.isActiveWindow)
    for scan in (UNKNOWN, ""):  # with a number that is on no list, and with none at all
        if scan:
            screen.do(scan=scan)
        QTest.keyClick(screen.delivery, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        assert QApplication.focusWidget() is now.title
        QTest.keyClicks(now.title, "shu")
        QTest.keyClick(now.title, Qt.Key.Key_Return)
        assert screen.outcome == "extra"
    assert len(lines_in(desk, a_line_batch(desk))) == 6
    assert not now.title.isVisibleTo(screen.page)


def test_esc_puts_the_book_on_no_list_aside_before_it_means_the_next_patron(
    screen: Screen, desk: Desk, qtbot: QtBot
) -> None:
    a_list(desk, a_batch(desk))
    screen.do("section:delivery")
    now, next_patron = screen.delivery.now, []
    QShortcut(QKeySequence("Esc"), screen.page).activated.connect(lambda: next_patron.append(1))  # the window's own key
    screen.page.activateWindow()
    qtbot.waitUntil(screen.page.isActiveWindow)
    for edit in (now.title, now.price):
        now.describe()
        edit.setFocus()
        QTest.keyClick(screen.page.windowHandle(), Qt.Key.Key_Escape)
        assert not now.title.isVisibleTo(screen.page)
    assert next_patron == []


def a_line_batch(desk: Desk) -> Any:
    """The only batch there is."""
    from deskcirc.store.lookups.batches import open_batches

    with desk.library.reading() as connection:
        return open_batches(connection)[0]


def test_the_price_and_the_count_of_the_selected_line_are_put_right(screen: Screen, desk: Desk) -> None:
    batch = a_batch(desk)
    a_list(desk, batch)
    screen.do("section:delivery")
    page = screen.delivery
    page.lines.select(0)
    page.bar.price.click()
    answer(dialog_of(screen), "24.80")
    assert lines_in(desk, batch)[0].price_found == 2480
    assert page.tiles.buttons["price"].property("look")


def test_thousands_of_lines_are_shown_a_few_hundred_at_a_time(screen: Screen, desk: Desk) -> None:
    a_list(desk, a_batch(desk), [a_title(f"第{number}本") for number in range(1000)])
    screen.do("section:delivery")
    assert len(screen.delivery.lines.lines) == 300
    assert screen.delivery.aside.text() == "300 of 1,000 lines shown"
    screen.do("delivery.find", words="第999本")
    assert [line.position for line in screen.delivery.lines.lines] == [1000]


def at_once(work: Work) -> Job:
    """A worker that does its work as soon as somebody could be listening."""
    from PySide6.QtCore import QTimer

    job = Job(work)
    QTimer.singleShot(0, lambda: job.run(lambda call: call()))
    return job


def test_a_list_is_loaded_in_the_import_dialog_and_taken_back(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    batch = a_batch(desk)
    dialog = ImportDialog(
        Theme(), at_once, lambda: desk, None, Instead("The list", "Load the list", into_batch(batch.id), ONE_EACH)
    )
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.open_file(a_list_file(tmp_path))
    qtbot.waitUntil(lambda: dialog.step == "preview", timeout=30_000)
    press(dialog, "try")
    qtbot.waitUntil(lambda: dialog.step == "tried", timeout=30_000)
    assert lines_in(desk, batch) == ()
    assert dialog.outcome is not None
    assert dialog.outcome.said == ("4 copies are expected.",)
    assert dialog.button("import").text() == "Load the list"
    press(dialog, "import")
    qtbot.waitUntil(lambda: dialog.step == "done", timeout=30_000)
    assert len(lines_in(desk, batch)) == 2
    press(dialog, "undo")
    qtbot.waitUntil(lambda: lines_in(desk, batch) == (), timeout=30_000)


def press(dialog: ImportDialog, name: str) -> None:
    button: QPushButton = dialog.button(name)
    button.click()
    QApplication.processEvents()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the dealers' files are not at hand")
@pytest.mark.parametrize(
    ("file", "lines", "copies"),
    [
        ("marc/cnmarc/cbip_3rec_gbk.iso", 3, 3),
        ("marc/cnmarc/dp2_sru_bnu_cnmarcxml.xml", 10, 15),
        ("books/douban_books_detail_6k.csv", 6584, 6584),
        ("books/highschool_catalogue_sample_gbk.csv", 2983, 2983),
    ],
)
def test_the_files_of_real_dealers_become_lines(desk: Desk, file: str, lines: int, copies: int) -> None:
    batch = a_batch(desk)
    done, outcome = load_file(desk, batch.id, SHARED / file)
    assert (done.summary.added, done.summary.refused, outcome.expected) == (lines, 0, copies)
    assert len(lines_in(desk, batch)) == lines


@pytest.mark.skipif(not SHARED.is_dir(), reason="the dealers' files are not at hand")
def test_a_record_file_that_ends_in_the_middle_gives_its_whole_records(desk: Desk, tmp_path: Path) -> None:
    whole = (SHARED / "marc/cnmarc/cbip_3rec_gbk.iso").read_bytes()
    cut = tmp_path / "cut.iso"
    cut.write_bytes(whole[: len(whole) - 400])
    batch = a_batch(desk)
    done, _outcome = load_file(desk, batch.id, cut)
    assert (done.summary.added, done.summary.refused) == (2, 1)
    assert [row.number for row, _refusal in done.summary.refusals] == [3]
    assert done.error_files


def test_the_state_of_the_tab_is_of_sections(screen: Screen) -> None:
    shown = screen.station.take(Input(screen.at, act="in:accession:section:delivery"))
    assert isinstance(shown.state, SectionedState)
    assert shown.state.repeat_seconds == pytest.approx(0.4)

"""The counter in its window on a real library: scans, keys, dialogs, trouble, settings, from the opening to the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from tests.builders import OPENED, a_copy, a_patron

from deskcirc import settings, text
from deskcirc.app import Program
from deskcirc.desk.set_up import make_library
from deskcirc.ui.outcome import Tone
from deskcirc.ui.scans import Scans
from deskcirc.ui.tabs.checkout.tab import CheckoutPage
from deskcirc.ui.tabs.history.tab import HistoryPage
from deskcirc.ui.tabs.returns.tab import ReturnsPage
from deskcirc.ui.tabs.settings.tab import SettingsPage


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A school library with two patrons and six copies; cards K0001, K0002, barcodes B00001 to B00006."""
    file = tmp_path / "school.deskcirc"
    with make_library(file, "实验小学图书馆", OPENED) as made:
        for name in ("张小雨", "陈子墨"):
            a_patron(made, name, grade=3)
        for title in ("草房子", "昆虫记", "夏洛的网", "安徒生童话", "三毛流浪记", "上下五千年"):
            a_copy(made, title, call_number="I287.45/1")
    return file


class Seen:
    """The program as a person at the counter works with it and sees it."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program = program
        self._qtbot = qtbot

    def open(self, library: Path) -> None:
        """Open a library and wait until it can be worked with."""
        self.program.open(library)
        assert self.program.counter is not None
        with self._qtbot.waitSignal(self.program.counter.counter.opened, timeout=20_000):
            pass

    @property
    def scans(self) -> Scans:
        """Where scans come in."""
        assert self.program.counter is not None
        return self.program.counter.scans

    def after(self, deed: Callable[[], object]) -> Tone:
        """Do something, wait for the answer; returns its tone."""
        counter = self.program.counter
        assert counter is not None
        with self._qtbot.waitSignal(counter.runner.shown, timeout=10_000):
            deed()
        message = counter.window.banner.message
        assert message is not None
        return message.tone

    def scan(self, *codes: str) -> list[Tone]:
        """Scan one code after the other; returns the tones of the answers."""
        return [self.after(lambda code=code: self.scans.line.emit(code)) for code in codes]  # type: ignore[misc]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Tone:
        """Press a key of the counter."""
        counter = self.program.counter
        assert counter is not None
        return self.after(lambda: QTest.keyClick(counter.window.windowHandle(), key, modifier))

    @property
    def headline(self) -> str:
        """The big sentence."""
        assert self.program.counter is not None
        message = self.program.counter.window.banner.message
        return message.headline if message else ""

    def page(self, kind: type) -> CheckoutPage | ReturnsPage | HistoryPage | SettingsPage:
        """The page on top, which must be of this kind."""
        counter = self.program.counter
        assert counter is not None
        page = counter.window.show_tab(counter.window.header.current)
        assert isinstance(page, kind)
        assert isinstance(page, CheckoutPage | ReturnsPage | HistoryPage | SettingsPage)
        return page


@pytest.fixture
def seen(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Seen]:
    """The program in English and silent, with settings of its own."""
    folder = tmp_path / "settings"
    settings.save_station_settings(folder, {"language": '"en"', "sound": "false"})
    program = Program(qapp, folder)
    yield Seen(program, qtbot)
    program.shut()
    program.deleteLater()
    text.use_language("en")


@pytest.fixture
def counter(seen: Seen, library: Path) -> Seen:
    """The program with the library open."""
    seen.open(library)
    return seen


def test_a_card_and_its_books_are_lent_by_scans_alone(counter: Seen) -> None:
    assert counter.scan("K0001", "B00001", "B00002") == [Tone.DONE] * 3
    page = counter.page(CheckoutPage)
    assert isinstance(page, CheckoutPage)
    assert page.patron.name.text() == "张小雨"
    assert page.patron.count.text() == "2 of 3 in hand"
    assert [line.code for line in page.lines.lines] == ["B00002", "B00001"]
    assert page.patron.gauge.share == pytest.approx(2 / 3)


def test_a_refusal_names_its_reason_and_can_be_overridden(counter: Seen) -> None:
    counter.scan("K0001", "B00001", "B00002", "B00003")
    assert counter.scan("B00004") == [Tone.STOP]
    opened = counter.program.counter
    assert opened is not None
    questions = opened.counter.questions
    counter.after(lambda: opened.counter.act("override", {}))
    assert questions.dialog is not None
    assert counter.after(questions.dialog.accept) in (Tone.DONE, Tone.LOOK)
    assert questions.dialog is None
    assert "安徒生童话" in counter.headline


def test_a_scan_goes_on_behind_a_question_and_closes_it(counter: Seen) -> None:
    counter.scan("K0001", "B00001", "B00002", "B00003", "B00004")
    opened = counter.program.counter
    assert opened is not None
    counter.after(lambda: opened.counter.act("override", {}))
    assert opened.counter.questions.dialog is not None
    counter.scan("K0002")
    assert opened.counter.questions.dialog is None
    assert counter.scan("B00004") == [Tone.DONE]


def test_undo_works_from_any_tab_and_marks_the_line(counter: Seen) -> None:
    counter.scan("K0001", "B00001")
    counter.press(Qt.Key.Key_F3)
    assert counter.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier) is Tone.DONE
    counter.press(Qt.Key.Key_F2)
    page = counter.page(CheckoutPage)
    assert isinstance(page, CheckoutPage)
    assert [line.undone for line in page.lines.lines] == [True]
    assert page.patron.count.text() == "0 of 3 in hand"


def test_what_was_offered_about_an_act_goes_with_its_undo(counter: Seen) -> None:
    counter.scan("K0001", "B00001")
    counter.press(Qt.Key.Key_F3)
    counter.scan("B00001")
    opened = counter.program.counter
    assert opened is not None
    banner = opened.window.banner
    assert sum(each.isVisible() for each in banner.findChildren(QPushButton)) == 1
    page = counter.page(ReturnsPage)
    assert isinstance(page, ReturnsPage)
    counter.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not any(each.isVisible() for each in banner.findChildren(QPushButton))


def test_a_scan_ends_what_was_begun_in_the_scan_box(counter: Seen) -> None:
    opened = counter.program.counter
    assert opened is not None
    QTest.keyClicks(opened.window.scan_box.line, "00")
    counter.scan("K0001")
    assert opened.window.scan_box.line.text() == ""


def test_renewing_what_gains_nothing_says_so(counter: Seen) -> None:
    counter.scan("K0001", "B00001")
    assert counter.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier) is Tone.LOOK
    assert counter.headline == "0 renewed"


def test_escape_is_the_next_patron(counter: Seen) -> None:
    counter.scan("K0001")
    counter.press(Qt.Key.Key_Escape)
    assert counter.scan("B00001") == [Tone.LOOK]
    page = counter.page(CheckoutPage)
    assert isinstance(page, CheckoutPage)
    assert page.lines.lines == ()


def test_a_returned_copy_stands_on_the_trolley_until_it_is_shelved(counter: Seen) -> None:
    counter.scan("K0001", "B00001")
    counter.press(Qt.Key.Key_F3)
    counter.scan("B00001")
    page = counter.page(ReturnsPage)
    assert isinstance(page, ReturnsPage)
    assert [line.title for line in page.trolley.lines] == ["《草房子》"]
    counter.after(lambda: page.act("shelved"))
    assert page.trolley.lines == ()


def test_the_next_scan_flags_the_copy_that_the_open_question_is_about(counter: Seen, library: Path) -> None:
    counter.press(Qt.Key.Key_F3)
    counter.scan("B00001")
    page = counter.page(ReturnsPage)
    counter.after(lambda: page.act("damage"))
    counter.scan("B00002")
    assert damaged(library) == ["B00001"]


def test_no_to_the_question_of_damage_flags_nothing(counter: Seen, library: Path) -> None:
    counter.press(Qt.Key.Key_F3)
    counter.scan("B00001")
    page = counter.page(ReturnsPage)
    counter.after(lambda: page.act("damage"))
    opened = counter.program.counter
    assert opened is not None
    dialog = opened.counter.questions.dialog
    assert dialog is not None
    counter.after(dialog.reject)
    counter.scan("B00002")
    assert damaged(library) == []


def damaged(library: Path) -> list[str]:
    """Barcodes of the copies flagged as damaged, from the file."""
    with closing(sqlite3.connect(library)) as connection:
        return [code for (code,) in connection.execute("SELECT barcode FROM copies WHERE damaged")]


def test_book_drop_is_said_as_long_as_it_lasts(counter: Seen) -> None:
    counter.press(Qt.Key.Key_F3)
    page = counter.page(ReturnsPage)
    assert isinstance(page, ReturnsPage)
    counter.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert page.book_drop.isVisible()
    counter.scan("B00001")
    assert page.book_drop.isVisible()
    counter.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not page.book_drop.isVisible()


def test_what_a_patron_holds_is_offered_by_number_in_returns(counter: Seen) -> None:
    counter.scan("K0001", "B00001", "B00002")
    counter.press(Qt.Key.Key_F3)
    counter.scan("K0001")
    opened = counter.program.counter
    assert opened is not None
    dialog = opened.counter.questions.dialog
    assert dialog is not None
    assert counter.after(lambda: QTest.keyClick(dialog, Qt.Key.Key_1)) is Tone.DONE


def test_a_patron_without_a_card_is_found_in_the_class_list(counter: Seen, qtbot: QtBot) -> None:
    counter.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    page = counter.page(CheckoutPage)
    assert isinstance(page, CheckoutPage)
    finder = page.finder
    assert finder is not None
    counter.after(lambda: QTest.keyClick(finder.classes, Qt.Key.Key_Down))
    assert [patron.name for patron in finder.patrons.lines] == ["张小雨", "陈子墨"] or len(finder.patrons.lines) == 2
    finder.patrons.select(1)
    second = finder.patrons.lines[1].name
    counter.after(lambda: QTest.keyClick(finder.patrons, Qt.Key.Key_Return))
    assert page.patron.name.text() == second
    qtbot.waitUntil(lambda: page.finder is None)


def test_history_takes_one_act_back(counter: Seen) -> None:
    counter.scan("K0001", "B00001", "B00002")
    counter.press(Qt.Key.Key_F10)
    page = counter.page(HistoryPage)
    assert isinstance(page, HistoryPage)
    assert not page.take_back.isEnabled()
    page.lines.select(1)
    assert page.take_back.isEnabled()
    assert counter.after(page.take_back.click) is Tone.DONE


def test_a_setting_of_the_station_takes_effect_at_once(counter: Seen, library: Path, qtbot: QtBot) -> None:
    before = counter.program.counter
    counter.program.change("language", "zh_CN")
    after = counter.program.counter
    assert after is not None
    assert after is not before
    with qtbot.waitSignal(after.counter.opened, timeout=20_000):
        pass
    assert after.library == library
    assert after.window.header.current == "settings"
    assert text.language() == "zh_CN"
    page = counter.page(SettingsPage)
    assert isinstance(page, SettingsPage)
    assert page.counter.isVisible()


def test_another_tab_leaves_the_keyboard_with_the_scan_box(counter: Seen) -> None:
    counter.press(Qt.Key.Key_F12)
    page = counter.page(SettingsPage)
    assert isinstance(page, SettingsPage)
    page.sections.setFocus()
    counter.press(Qt.Key.Key_F3)
    opened = counter.program.counter
    assert opened is not None
    assert opened.window.focusWidget() is opened.window.scan_box.line


def test_a_setting_that_is_no_value_is_refused_with_a_sentence(counter: Seen) -> None:
    counter.program.change("serial_baud", "fast")
    assert "fast" in counter.headline


def test_a_file_that_is_no_library_leads_back_to_the_first_page(seen: Seen, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "letter.deskcirc"
    file.write_text("Dear Sir or Madam", encoding="utf-8")
    seen.program.open(file)
    qtbot.waitUntil(lambda: seen.program.ways.page is not None, timeout=20_000)
    assert seen.program.counter is None


def test_the_library_opened_last_is_opened_again(counter: Seen, library: Path, tmp_path: Path) -> None:
    stored = settings.load_station_settings(tmp_path / "settings")
    assert settings.LAST_LIBRARY.read(stored) == str(library)


def test_nothing_heavy_is_imported_before_the_first_pixels() -> None:
    import subprocess
    import sys

    program = "import sys, deskcirc.app; print(sorted({name.split('.')[0] for name in sys.modules}))"
    got = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    for heavy in ("sqlalchemy", "alembic", "serial", "openpyxl", "pymarc", "pypinyin", "python_calamine"):
        assert f"'{heavy}'" not in got


def test_a_counter_that_lends_waits_for_no_office() -> None:
    import subprocess
    import sys

    program = "import sys, deskcirc.ui.station; print(sorted(sys.modules))"
    got = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    office = ("tomllib", "tomlkit", "deskcirc.labels", "deskcirc.reports", "deskcirc.exchange", "deskcirc.desk.rules")
    for later in (*office, "deskcirc.desk.corners", "deskcirc.desk.sub_loans", "deskcirc.ui.sections", "PySide6"):
        assert f"'{later}'" not in got


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_page_fits_the_common_screen_at_150_percent(counter: Seen, language: str, qtbot: QtBot) -> None:
    counter.program.change("language", language)
    opened = counter.program.counter
    assert opened is not None
    with qtbot.waitSignal(opened.counter.opened, timeout=20_000):
        pass
    counter.scan("K0001", "B00001")
    opened.window.showNormal()
    opened.window.resize(911, 466)  # 1366 × 768 less the task bar and the title, by 1.5
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F10, Qt.Key.Key_F12):
        counter.press(key)
        QApplication.processEvents()
        assert (opened.window.width(), opened.window.height()) == (911, 466)


def test_closing_the_window_keeps_what_was_scanned(counter: Seen, library: Path) -> None:
    counter.scan("K0001")
    for code in ("B00001", "B00002", "B00003"):
        counter.scans.line.emit(code)
    opened = counter.program.counter
    assert opened is not None
    opened.window.close()
    counter.open(library)
    counter.scan("K0001")
    page = counter.page(CheckoutPage)
    assert isinstance(page, CheckoutPage)
    assert len(page.patron.loans.lines) == 3

"""The Patrons page itself, joined to a real station: what a person clicks, types and presses does what it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.builders import a_copy, all_rows, days_later
from tests.ui.at_patrons import AtPatrons, named

from deskcirc.desk.charges import raise_charge
from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.domain.charges import ChargeKind
from deskcirc.store.database import Library
from deskcirc.ui.paged_model import PAGE
from deskcirc.ui.tabs.patrons.tab import PatronsPage
from deskcirc.ui.theme import Theme


class Joined:
    """A page whose acts go straight to the station, and whose state comes straight back."""

    def __init__(self, library: Library, qtbot: QtBot, theme: Theme) -> None:
        self.at = AtPatrons(library)
        self.acts: list[str] = []
        self.page = PatronsPage(theme)
        self.page.acted.connect(self.take)
        qtbot.addWidget(self.page)
        self.page.resize(1340, 520)
        self.page.show()
        self.page.show_state(self.at.act("refresh"))

    def take(self, act: str, values: Mapping[str, str]) -> Any:
        self.acts.append(act)
        shown = self.at.take(act=act, values=values)
        if shown.tab == "patrons":
            self.page.show_state(shown.state)
        return shown

    def scan(self, code: str) -> None:
        self.page.show_state(self.at.scan(code))

    def text(self, row: int, column: int = 0) -> str:
        model = self.page.list.table.lines
        return str(model.data(model.index(row, column), Qt.ItemDataRole.DisplayRole))


@pytest.fixture
def joined(library: Library, qtbot: QtBot) -> Joined:
    for number in range(250):
        named(library, f"读者{number:03}", number=f"N{number:03}", card=f"P{number:03}", grade=1 + number // 100)
    return Joined(library, qtbot, Theme())


def test_a_long_list_is_there_at_once_and_read_where_it_is_looked_at(joined: Joined, qtbot: QtBot) -> None:
    model = joined.page.list.table.lines
    assert model.rowCount() == 250
    assert joined.text(0) == "读者000"
    joined.page.list.table.scrollToBottom()
    qtbot.waitUntil(lambda: joined.text(249) == "读者249")
    assert joined.acts.count("rows") <= 250 // PAGE


def test_typing_narrows_the_list_and_return_brings_the_only_one_up(joined: Joined, qtbot: QtBot) -> None:
    words = joined.page.list.words
    QTest.keyClicks(words, "N007")
    qtbot.waitUntil(lambda: joined.page.list.table.lines.rowCount() == 1)
    QTest.keyClick(words, Qt.Key.Key_Return)
    assert joined.page.patron.isVisible()
    assert joined.page.patron.side.name.text() == "读者007"


def test_the_arrows_and_return_bring_somebody_up(joined: Joined) -> None:
    joined.page.list.table.select_first()
    QTest.keyClick(joined.page.list.table, Qt.Key.Key_Down)
    QTest.keyClick(joined.page.list.table, Qt.Key.Key_Return)
    assert joined.page.patron.side.name.text() == "读者001"


def test_a_class_is_chosen_and_what_is_out_in_it_shown(joined: Joined, desk: Desk) -> None:
    patron = joined.at.act("patron:1").patron
    assert patron is not None
    check_out(days_later(desk, 2), patron.patron, a_copy(joined.at.station.library, "草房子").id)
    listing = joined.page.list
    listing.classes.setCurrentIndex(listing.classes.findData(str(patron.patron.class_id)))
    listing.classes.activated.emit(listing.classes.currentIndex())
    QTest.mouseClick(listing.out_of_class, Qt.MouseButton.LeftButton)
    assert joined.page.of_class.isVisible()
    assert [line.name for line in joined.page.of_class.lines.lines] == ["《草房子》"]
    joined.page.of_class.lines.select(0)
    QTest.keyClick(joined.page.of_class.lines, Qt.Key.Key_Return)
    assert joined.page.patron.side.name.text() == "读者000"


def test_a_refused_form_stays_open_with_what_was_typed_and_says_why(joined: Joined) -> None:
    joined.take("ask_enrol", {})
    dialog = joined.page.dialog
    assert dialog is not None
    name, number = dialog.edits["name"], dialog.edits["number"]
    assert isinstance(name, QLineEdit)
    assert isinstance(number, QLineEdit)
    assert dialog.values()["card"] == "P250"
    name.setText("王小明")
    QTest.keyClicks(number, "N007")
    dialog.accept()
    assert joined.page.dialog is dialog
    assert dialog.refusals.text() == "N007 belongs to 读者007 (Grade 1, class 1)."
    joined.scan("NEW42")
    assert dialog.values()["card"] == "NEW42"
    assert name.text() == "王小明"
    number.setText("N900")
    dialog.accept()
    assert joined.page.dialog is None
    assert joined.page.patron.side.name.text() == "王小明"
    assert joined.page.patron.side.card_code.text() == "Card NEW42"


def test_esc_in_a_form_leaves_everything_as_it_is(joined: Joined) -> None:
    before = all_rows(joined.at.station.library)
    joined.scan("P001")
    joined.take("ask_edit", {})
    assert joined.page.dialog is not None
    QTest.keyClick(joined.page.dialog, Qt.Key.Key_Escape)
    assert joined.page.dialog is None
    assert joined.acts[-1] == "form_close"
    assert all_rows(joined.at.station.library) == before


def test_a_charge_is_chosen_and_paid(joined: Joined, desk: Desk) -> None:
    raise_charge(desk, 1, ChargeKind.LOST, 2500)
    joined.scan("P000")
    page = joined.page.patron
    assert "25.00 yuan" in page.bar.tabText(3)
    page.bar.setCurrentIndex(3)
    assert not page.paid.isEnabled()
    page.lists["charges"].select(0)
    QTest.mouseClick(page.paid, Qt.MouseButton.LeftButton)
    assert joined.page.dialog is not None
    joined.take("pay:1", {"amount": "10", "given": "20"})
    assert "15.00 yuan" in page.bar.tabText(3)
    page.lists["charges"].select(0)
    assert page.refund.isEnabled()
    joined.take("pay:1", {"amount": "", "given": ""})
    assert "yuan" not in page.bar.tabText(3)
    page.lists["charges"].select(0)
    assert (page.paid.isEnabled(), page.refund.isEnabled(), page.receipts.isEnabled()) == (False, True, True)


def test_what_makes_no_sense_now_is_greyed(joined: Joined) -> None:
    joined.scan("P000")
    acts = joined.page.patron.side.actions_of
    assert {name for name, act in acts.items() if not act.isEnabled()} == {"card_found", "lift", "resume"}
    joined.take("card_lost", {})
    joined.take("suspend", {"until": "2026-03-20", "reason": "吵闹"})
    assert {name for name, act in acts.items() if not act.isEnabled()} == {"card_lost", "resume"}
    acts["card_found"].trigger()
    assert joined.acts[-1].startswith("card_found:")
    joined.take("stop", {"reason": "转学"})
    assert {name for name, act in acts.items() if act.isEnabled()} >= {"resume", "lift"}
    assert not acts["ask_stop"].isEnabled()


def test_the_patron_is_taken_to_checkout(joined: Joined) -> None:
    joined.scan("P003")
    joined.page.patron.lend.click()
    assert joined.acts[-1] == "in:checkout:patron:4"


@pytest.mark.parametrize(("scale", "width", "height"), [(1.0, 1342, 520), (2.0, 1318, 332), (1.5, 900, 400)])
def test_every_page_fits_where_it_is_shown(
    library: Library, qtbot: QtBot, scale: float, width: int, height: int
) -> None:
    named(library, "李小雨", card="K1", grade=3)
    joined = Joined(library, qtbot, Theme(scale=scale))
    for code in ("K1", "nobody-has-this"):
        joined.scan(code)
        joined.page.resize(width, height)
        assert (joined.page.width(), joined.page.height()) == (width, height)
        assert joined.page.minimumSizeHint().height() <= height


def test_every_button_can_be_reached_by_tab_and_has_words(joined: Joined) -> None:
    for button in joined.page.findChildren(QPushButton):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert button.text().strip()


def test_a_list_of_nobody_says_how_it_is_filled(library: Library, qtbot: QtBot) -> None:
    joined = Joined(library, qtbot, Theme())
    assert "Import lists" in joined.page.list.table.empty_words
    joined.take("search", {"words": "nobody"})
    assert "Esc" in joined.page.list.table.empty_words

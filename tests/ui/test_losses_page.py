"""The losses section with its real widgets: by mouse and by keys, nothing to see for who may not see it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from tests.builders import a_copy, a_desk, a_patron, days_later, the_copy
from tests.ui.at_section import Counter
from tests.ui.test_losses_section import part_of

from deskcirc.desk.circulation import check_out
from deskcirc.domain.operators import Role
from deskcirc.store.database import Library
from deskcirc.ui.dialogs.question import QuestionDialog
from deskcirc.ui.tabs.repair.losses_page import LossesPage
from deskcirc.ui.theme import Theme

Acts = list[tuple[str, Any]]


@pytest.fixture
def counter(library: Library) -> Counter:
    return Counter(library, "repair", "losses")


@pytest.fixture
def page(qtbot: QtBot) -> LossesPage:
    made = LossesPage(Theme())
    qtbot.addWidget(made)
    made.resize(1100, 500)
    made.show()
    return made


def heard(page: LossesPage) -> Acts:
    acts: Acts = []
    page.acted.connect(lambda act, values: acts.append((act, dict(values))))
    return acts


def answer() -> None:
    """Say yes to the question that is open, filling in what it needs."""
    every = [each for each in QApplication.topLevelWidgets() if isinstance(each, QuestionDialog)]
    (dialog,) = [each for each in every if each.isVisible()]
    for name, edit in dialog._edits.items():
        if isinstance(edit, QLineEdit) and not edit.text() and name != "given":
            edit.setText("x")
    dialog.accept()


def lent(library: Library, days_ago: int = 0) -> None:
    check_out(days_later(a_desk(library), -days_ago), a_patron(library), a_copy(library, price=2500).id)


def test_a_claim_is_ticked_searched_printed_and_ended(page: LossesPage, library: Library, counter: Counter) -> None:
    lent(library)
    page.show_state(part_of(counter.act("losses.claim:1")))
    acts, sheet = heard(page), page.claimed
    assert sheet.lines.lines[0][0].copy.code == "B00001"
    assert not sheet.ended.isEnabled()
    sheet.lines.select(0)
    assert "school bag" in sheet.where.text()
    sheet.lines.activated.emit(sheet.lines.model().index(0, 1))
    sheet.not_found.click()
    sheet.found.click()
    sheet.lost.click()
    sheet.ended.click()
    answer()
    assert [act for act, _values in acts] == ["look:1", "searched:1", "found:1", "ask_lost:1", "end_claim:1"]
    page.show_state(part_of(counter.act("losses.look:1")))
    assert sheet.not_found.text() == "Looked for, not found (1)"
    assert sheet.lines.selected_line() is not None


def test_the_total_is_said_before_anything_is_declared(page: LossesPage, library: Library, counter: Counter) -> None:
    lent(library, 120)
    counter.act("losses.view:proposed")
    page.show_state(part_of(counter.act("losses.tick_all")))
    acts, sheet = heard(page), page.proposed
    sheet.lines.select(0)
    assert sheet.amount.text() == "25.00"
    sheet.amount.setText("30")
    sheet.take.click()
    assert acts[-1] == ("plan:1", {"way": "price", "amount": "30"})
    page.show_state(part_of(counter.act("losses.plan:1", way="price", amount="30")))
    assert sheet.amount.text() == "30.00"
    assert "1 ticked, 30.00 yuan" in sheet.told.text()
    sheet.go.click()
    answer()
    assert [act for act, _values in acts] == ["plan:1", "declare_ticked"]


def test_everything_that_may_become_of_a_loss_is_at_hand(page: LossesPage, library: Library, counter: Counter) -> None:
    lent(library)
    page.show_state(part_of(counter.act("losses.declare:1", way="price", amount="25")))
    acts, sheet = heard(page), page.lost
    sheet.lines.select(0)
    for button in (sheet.found, sheet.note):
        button.click()  # type: ignore[attr-defined]
    for ask in (sheet.pay.click, sheet.replaced.click, sheet.waive.trigger, sheet.mistake.trigger):
        ask()
        answer()
    for action in (sheet.way, sheet.nothing, sheet.withdraw, sheet.patron):
        action.trigger()
    done = [act for act, _values in acts]
    assert done[:6] == ["found:1", "letter:1", "pay:1", "replace:1", "waive:1", "cancel:1"]
    assert done[6:] == ["ask_way:1", "nothing:1", "withdraw:1", "in:patrons:patron:1"]


def test_the_question_opens_over_the_section_and_esc_closes_it(
    qtbot: QtBot, page: LossesPage, library: Library, counter: Counter
) -> None:
    lent(library)
    acts = heard(page)
    page.show_state(part_of(counter.act("losses.ask_lost:1")))
    assert page.dialog is not None
    assert page.dialog.amount.text() == "25.00"
    qtbot.keyClick(page.dialog, Qt.Key.Key_Escape)  # type: ignore[no-untyped-call]
    assert acts == [("loss_close", {})]
    page.show_state(part_of(counter.act("losses.loss_close")))
    assert page.dialog is None


def test_whoever_may_not_see_losses_sees_what_to_look_for(page: LossesPage, library: Library, counter: Counter) -> None:
    lent(library)
    counter.act("losses.claim:1")
    counter.station.operator = replace(counter.station.operator, role=Role.HELPER)
    page.show_state(part_of(counter.act("losses.view:lost")))
    assert [view.value for view, button in page.views.items() if not button.isHidden()] == ["claimed", "missing"]
    assert page.claimed.isVisible()
    assert not page.claimed.lost.isEnabled()
    assert counter.act("losses.waive:1", reason="x").told.outcome == "refused"


def test_empty_lists_teach(page: LossesPage, counter: Counter) -> None:
    for view, sheet in page._pages.items():
        page.show_state(part_of(counter.act(f"losses.view:{view.value}")))
        assert sheet.lines._empty.text()  # type: ignore[attr-defined]


def test_a_line_is_ticked_by_the_space_bar(page: LossesPage, library: Library, counter: Counter) -> None:
    lent(library, 120)
    page.show_state(part_of(counter.act("losses.view:proposed")))
    acts, lines = heard(page), page.proposed.lines
    lines.select(0)
    QTest.keyClick(lines, Qt.Key.Key_Space)
    assert acts == [("tick:1", {})]
    page.show_state(part_of(counter.act("losses.claim:1")))
    page.claimed.lines.select(0)
    QTest.keyClick(page.claimed.lines, Qt.Key.Key_Space)
    assert acts[-1][0].startswith("look:")


def test_a_price_that_is_not_known_is_asked_for_on_its_own_line(
    page: LossesPage, library: Library, counter: Counter
) -> None:
    lent(library, 120)
    unknown = a_copy(library, "无价之书")
    check_out(days_later(a_desk(library), -110), a_patron(library, "李沐阳"), unknown.id)
    counter.act("losses.view:proposed")
    page.show_state(part_of(counter.act("losses.tick_all")))
    acts, sheet = heard(page), page.proposed
    sheet.lines.select(0)
    sheet.go.click()
    assert not [
        each for each in QApplication.topLevelWidgets() if isinstance(each, QuestionDialog) and each.isVisible()
    ]
    assert acts == [("declare_ticked", {})]  # the refusal names the copy
    shown = counter.act("losses.declare_ticked")
    assert "《无价之书》" in shown.message.details
    page.show_state(part_of(shown))
    line = sheet.lines.selected_line()
    assert line is not None
    assert line.asks
    assert sheet.amount.isEnabled()


@pytest.mark.parametrize("before", [True, False])
def test_the_barcode_of_the_book_brought_is_scanned_before_or_while_it_is_asked_for(
    page: LossesPage, library: Library, counter: Counter, *, before: bool
) -> None:
    lent(library)
    page.show_state(part_of(counter.act("losses.declare:1", way="price", amount="25")))
    acts, sheet = heard(page), page.lost
    if before:
        page.show_state(part_of(counter.scan("NEW77")))
    sheet.lines.select(0)
    sheet.replaced.click()
    if not before:
        page.show_state(part_of(counter.scan("NEW77")))
        page.show_state(part_of(counter.act("refresh")))
    answer()
    ((act, values),) = acts
    assert (act, values["barcode"]) == ("replace:1", "NEW77")
    shown = counter.act(f"losses.{act}", **{**values, "note": "", "price": ""})
    assert shown.told.outcome == "replaced"
    assert (part_of(shown).brought, the_copy(library, 2).barcode) == ("", "NEW77")


def test_an_isbn_is_no_barcode_of_a_book_that_was_brought(page: LossesPage, library: Library, counter: Counter) -> None:
    lent(library)
    counter.act("losses.declare:1", way="price", amount="25")
    assert part_of(counter.scan("9787534692222")).brought == ""

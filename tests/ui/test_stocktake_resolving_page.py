"""The section "resolving" with its real widgets: by mouse and by keys, every kind, narrow windows, photos."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.builders import NOON, a_desk
from tests.desk.counts import a_count, scan
from tests.ui.at_resolving import every_matter, part_of, three_not_seen
from tests.ui.at_section import Counter

from deskcirc.desk.desk import Desk
from deskcirc.domain.operators import Role
from deskcirc.domain.stocktake import Scope
from deskcirc.store.database import Library
from deskcirc.ui.dialogs.damage import DamageDialog
from deskcirc.ui.dialogs.question import QuestionDialog
from deskcirc.ui.tabs.stocktake.resolving_page import ResolvingPage
from deskcirc.ui.tabs.stocktake.resolving_part import Matter, key_of
from deskcirc.ui.tabs.stocktake.resolving_steps import STEPS
from deskcirc.ui.theme import Theme

Acts = list[tuple[str, Any]]


@pytest.fixture
def desk(library: Library) -> Desk:
    return replace(a_desk(library), now=NOON - timedelta(hours=1))


@pytest.fixture
def counter(library: Library) -> Counter:
    return Counter(library, "stocktake", "resolving")


@pytest.fixture
def page(qtbot: QtBot) -> ResolvingPage:
    made = ResolvingPage(Theme())
    qtbot.addWidget(made)
    made.resize(1200, 560)
    made.show()
    qtbot.waitExposed(made)
    return made


def heard(page: ResolvingPage) -> Acts:
    acts: Acts = []
    page.acted.connect(lambda act, values: acts.append((act, dict(values))))
    return acts


def open_dialog(kind: type) -> Any:
    (found,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]
    return found


def row_of(page: ResolvingPage) -> int | None:
    rows = page.stack.lines.selectionModel().selectedRows()
    return rows[0].row() if rows else None


def test_the_kinds_stand_at_the_left_with_their_numbers(page: ResolvingPage, counter: Counter, desk: Desk) -> None:
    every_matter(desk)
    part = part_of(counter.act("resolving.tick_none"))
    page.show_state(part)
    shown = {matter: page.kinds.list.item(row).text() for row, matter in enumerate(Matter)}
    for matter in Matter:
        number = part.number_of(matter)
        assert shown[matter].endswith(f"  {number}") is (number > 0)
    acts = heard(page)
    page.kinds.list.setCurrentRow(list(Matter).index(Matter.UNKNOWN))
    assert acts == [("matter:unknown", {})]


@pytest.mark.parametrize("matter", list(Matter))
def test_every_kind_paints_its_lines_and_its_steps(
    page: ResolvingPage, counter: Counter, desk: Desk, matter: Matter
) -> None:
    every_matter(desk)
    counter.act("resolving.missing:8")
    part = part_of(counter.act(f"resolving.matter:{matter}"))
    page.show_state(part)
    assert part.shown
    assert len(page.stack.lines.lines) == len(part.shown)
    model = page.stack.lines.model()
    assert all(model.index(0, column).data() is not None for column in range(model.columnCount()))
    assert page.sheet.title.text()
    assert page.sheet.facts.text().startswith("·")
    assert [button.text() for _step, button in page.sheet.steps] == [step.label for step in STEPS[matter]]
    assert not page.grab().isNull()


def test_an_empty_list_teaches(page: ResolvingPage, counter: Counter, desk: Desk) -> None:
    page.show_state(part_of(counter.act("resolving.tick_none")))
    assert "No count is open" in page.stack.lines.empty_words
    three_not_seen(desk)
    page.show_state(part_of(counter.act("resolving.matter:unknown")))
    assert "Every code is known" in page.stack.lines.empty_words
    assert page.sheet.hint.isVisible()


def test_space_ticks_and_the_keys_decide_about_the_ticked(page: ResolvingPage, counter: Counter, desk: Desk) -> None:
    three_not_seen(desk)
    page.show_state(part_of(counter.act("resolving.tick_none")))
    acts, lines = heard(page), page.stack.lines
    lines.setFocus()
    QTest.keyClick(lines, Qt.Key.Key_Space)
    assert acts == [("tick:1", {})]
    page.show_state(part_of(counter.act("resolving.tick:1")))
    page.show_state(part_of(counter.act("resolving.tick:2")))
    assert page.sheet.steps[2][1].text() == "Missing (2)"
    page.activateWindow()
    QTest.keyClick(page, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert acts[-1] == ("missing:1", {})


def test_the_tick_is_ticked_by_the_mouse_and_the_rest_of_the_line_is_not(
    page: ResolvingPage, counter: Counter, desk: Desk
) -> None:
    three_not_seen(desk)
    page.show_state(part_of(counter.act("resolving.tick_none")))
    acts, lines = heard(page), page.stack.lines
    for column in (0, 3):
        at = lines.visualRect(lines.model().index(1, column)).center()
        QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert acts == [("tick:2", {})]
    assert row_of(page) == 1


def test_the_cursor_goes_on_where_its_line_left(page: ResolvingPage, counter: Counter, desk: Desk) -> None:
    three_not_seen(desk)
    page.show_state(part_of(counter.act("resolving.tick_none")))
    page.stack.lines.select(1)
    page.show_state(part_of(counter.act("resolving.missing:2")))
    assert page.stack.line is not None
    assert key_of(page.stack.line) == 3
    page.show_state(part_of(counter.act("resolving.missing:3")))
    assert page.stack.line is not None
    assert key_of(page.stack.line) == 1


def test_damage_and_withdrawal_are_asked_first(page: ResolvingPage, counter: Counter, desk: Desk) -> None:
    every_matter(desk)
    page.show_state(part_of(counter.act("resolving.matter:misplaced")))
    acts = heard(page)
    assert page.stack.line is not None
    key = key_of(page.stack.line)
    page.sheet.steps[2][1].click()
    dialog = open_dialog(DamageDialog)
    dialog.tiles.touched.emit("torn")
    dialog.accept()
    page.sheet.steps[3][1].click()
    open_dialog(QuestionDialog).accept()
    assert acts[0] == (f"damaged:{key}", {"seen": "torn", "note": ""})
    assert acts[1] == (f"withdrawal:{key}", {"reason": "weeded", "note": ""})


def test_the_question_about_a_loss_stands_over_the_page(page: ResolvingPage, counter: Counter, desk: Desk) -> None:
    three_not_seen(desk)
    page.show_state(part_of(counter.act("resolving.ask_lost:2")))
    acts = heard(page)
    assert page.dialog is not None
    page.dialog.accept()
    assert acts[-1][0] == "declare"
    page.show_state(part_of(counter.act("resolving.declare", **acts[-1][1])))
    assert page.dialog is None


def test_a_photo_is_made_small_and_shown(page: ResolvingPage, counter: Counter, desk: Desk, tmp_path: Path) -> None:
    every_matter(desk)
    page.show_state(part_of(counter.act("resolving.matter:unknown")))
    acts = heard(page)
    image = QImage(3000, 2000, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    file = tmp_path / "book.png"
    assert image.save(str(file))
    page.sheet.take_photo(file)
    act, values = acts[-1]
    assert (values["width"], values["height"]) == ("960", "640")
    page.show_state(part_of(counter.act(f"resolving.{act}", **values)))
    assert page.sheet.photo.isVisible()
    page.sheet.remove.click()
    assert acts[-1][0].startswith("remove_photo:")


def test_a_damaged_photo_is_handed_on_without_a_picture(
    page: ResolvingPage, counter: Counter, desk: Desk, tmp_path: Path
) -> None:
    every_matter(desk)
    page.show_state(part_of(counter.act("resolving.matter:unknown")))
    acts = heard(page)
    file = tmp_path / "broken.jpg"
    file.write_bytes(b"\xff\xd8\xff\xe0 cut off")
    page.sheet.take_photo(file)
    act, values = acts[-1]
    assert values["picture"] == ""
    assert "broken.jpg is no picture" in counter.act(f"resolving.{act}", **values).message.headline


def test_a_likely_misread_has_a_button_of_its_own(page: ResolvingPage, counter: Counter, desk: Desk) -> None:
    every_matter(desk)
    page.show_state(part_of(counter.act("resolving.matter:unknown")))
    acts = heard(page)
    assert page.sheet.proposals[0][0].isVisible()
    QTest.keyClick(page, Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    assert page.stack.line is not None
    assert acts == [(f"match:{key_of(page.stack.line)}", {"copy": "7"})]


def test_the_photo_of_the_code_under_the_cursor_is_fetched_when_the_cursor_rests(
    qtbot: QtBot, page: ResolvingPage, counter: Counter, desk: Desk
) -> None:
    every_matter(desk)
    with qtbot.waitSignal(page.acted, timeout=5000) as asked:
        page.show_state(part_of(counter.act("resolving.matter:unknown")))
    assert asked.args is not None
    assert asked.args[0].startswith("look:")


def test_ctrl_p_prints_the_paper_of_the_kind(page: ResolvingPage, counter: Counter, desk: Desk) -> None:
    every_matter(desk)
    acts = heard(page)
    for matter, paper in (("not_seen", "round"), ("misplaced", "walk"), ("order", "walk"), ("unknown", "unknown")):
        page.show_state(part_of(counter.act(f"resolving.matter:{matter}")))
        QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        assert acts[-1][0] == f"print_{paper}"
    page.show_state(part_of(counter.act("resolving.matter:alike")))
    assert not page.paper.isVisible()


def test_in_a_narrow_window_the_kinds_stand_in_a_box(page: ResolvingPage, counter: Counter, desk: Desk) -> None:
    three_not_seen(desk)
    page.show_state(part_of(counter.act("resolving.tick_none")))
    assert page.kinds.list.isVisible()
    page.resize(800, 400)
    assert not page.kinds.list.isVisible()
    assert page.kinds.box.isVisible()
    assert page.kinds.box.currentText() == "Not seen  3"


def test_a_helper_in_a_blind_count_sees_the_unknown_codes_alone(
    page: ResolvingPage, counter: Counter, desk: Desk
) -> None:
    three_not_seen(desk)
    count = a_count(desk, blind=True, name="盲盘", scope=Scope(class_from="I"))
    scan(replace(desk, now=NOON), count, "X77")
    counter.station.operator = replace(counter.station.operator, role=Role.HELPER)
    part = part_of(counter.act(f"resolving.count:{count.id}"))
    page.show_state(part)
    shown = [matter for row, matter in enumerate(Matter) if not page.kinds.list.item(row).isHidden()]
    assert shown == [Matter.UNKNOWN]
    assert [step.act for step, button in page.sheet.steps if button.isEnabled()] == ["photo"]
    assert "open matter" not in page.told.text()

"""The repair queue and the question of damage on the screen: real widgets, painted from real parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.builders import a_copy, a_patron
from tests.ui.at_section import Counter

from deskcirc.domain.repair import DAMAGE_KIND_WORDS, DamageKind, Repair, RepairState, Severity
from deskcirc.store.database import Library
from deskcirc.ui.dialogs.damage import DamageDialog
from deskcirc.ui.outcome import Input
from deskcirc.ui.tabs.repair.queue_page import QueuePage
from deskcirc.ui.tabs.repair.queue_part import Order, QueuePart, Show, Side, listed
from deskcirc.ui.tabs.repair.tab import RepairTabPage
from deskcirc.ui.theme import Theme

MANY = 5000


@pytest.fixture
def part(library: Library) -> QueuePart:
    """A queue of two copies, the second in hand and torn."""
    for title in ("草房子", "城南旧事"):
        a_copy(library, title)
    a_patron(library, "陈子墨")
    counter = Counter(library, "repair", "queue")
    for line in ("B00001", "B00002", "DC-TORN"):
        counter.scan(line)
    shown = counter.station.take(Input(counter.now, act="refresh"))
    read = shown.state.parts["queue"]  # type: ignore[attr-defined]
    assert isinstance(read, QueuePart)
    return read


@pytest.fixture
def page(qtbot: QtBot) -> QueuePage:
    """The page as wide as on a common screen."""
    made = QueuePage(Theme())
    qtbot.addWidget(made)
    made.resize(1190, 480)
    made.show()
    return made


def acts_of(page: QueuePage | RepairTabPage) -> list[tuple[str, dict[str, str]]]:
    """Every act the page asks for from now on."""
    heard: list[tuple[str, dict[str, str]]] = []
    page.acted.connect(lambda act, values: heard.append((act, dict(values))))
    return heard


def test_the_list_and_the_copy_in_hand_are_painted(page: QueuePage, part: QueuePart) -> None:
    page.show_state(part)
    assert [line.copy.title for line in page.lines.lines] == ["城南旧事", "草房子"]
    selected = page.lines.selected_line()
    assert selected is not None
    assert selected.copy.title == "城南旧事"
    assert page.sheet.title.text() == "《城南旧事》"
    assert [kind for kind, tile in page.sheet.damage.tiles.kinds.items() if tile.isChecked()] == [DamageKind.TORN]


def test_an_empty_queue_says_how_a_copy_comes_into_it(page: QueuePage) -> None:
    page.show_state(QueuePart())
    assert "Scan one" in page.lines.empty_words
    assert page.sheet.hint.isVisible()


def test_a_tile_asks_for_its_kind_and_shows_only_what_was_written(page: QueuePage, part: QueuePart) -> None:
    page.show_state(part)
    acts = acts_of(page)
    tile = page.sheet.damage.tiles.kinds[DamageKind.COVER]
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert acts == [("kind:cover", {})]
    assert not tile.isChecked()


def test_a_note_is_kept_when_the_field_is_left_and_no_repaint_takes_its_letters(
    page: QueuePage, part: QueuePart
) -> None:
    page.show_state(part)
    acts = acts_of(page)
    QTest.keyClicks(page.sheet.damage.note, "p. 3")
    page.show_state(replace(part, for_pupils=True))
    assert page.sheet.damage.note.text() == "p. 3"
    QTest.keyClick(page.sheet.damage.note, Qt.Key.Key_Return)
    assert acts == [("note", {"note": "p. 3", "repair": "2"})]


def test_every_side_of_the_copy_in_hand_can_be_painted(page: QueuePage, part: QueuePart) -> None:
    for side in Side:
        page.show_state(replace(part, side=side))
        assert not page.grab().isNull()
    page.show_state(replace(part, side=Side.MENDING))
    assert page.sheet.mending.task.text()


def test_a_narrow_window_shows_the_list_or_the_copy(qtbot: QtBot, part: QueuePart) -> None:
    page = QueuePage(Theme(scale=2))
    qtbot.addWidget(page)
    page.show()
    page.setFixedSize(1000, 400)
    page.show_state(part)
    assert (page.queue.isVisible(), page.sheet.isVisible()) == (False, True)
    page.show_state(replace(part, chosen=None))
    assert (page.queue.isVisible(), page.sheet.isVisible()) == (True, False)


def test_a_photo_from_a_file_is_made_small_and_a_damaged_one_hands_over_nothing(
    page: QueuePage, part: QueuePart, tmp_path: Path
) -> None:
    page.show_state(part)
    acts = acts_of(page)
    image = QImage(3000, 2000, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    image.save(str(tmp_path / "tear.png"))
    page.sheet.damage.take_photo(tmp_path / "tear.png")
    (tmp_path / "cut.png").write_bytes((tmp_path / "tear.png").read_bytes()[:90])
    page.sheet.damage.take_photo(tmp_path / "cut.png")
    assert [(act, values["width"], bool(values["picture"])) for act, values in acts] == [
        ("photo", "960", True),
        ("photo", "0", False),
    ]


def test_words_somebody_is_writing_as_a_scan_comes_go_to_the_copy_before_it(page: QueuePage, part: QueuePart) -> None:
    page.show_state(part)
    acts = acts_of(page)
    assert part.chosen is not None
    QTest.keyClicks(page.sheet.damage.note, "torn")
    page.show_state(replace(part, chosen=replace(part.chosen, id=part.chosen.id + 1, note="")))
    assert acts == [("note", {"note": f"{part.chosen.note}torn", "repair": str(part.chosen.id)})]
    assert page.sheet.damage.note.text() == ""


def test_five_thousand_copies_are_listed_and_sorted_without_making_their_rows(page: QueuePage, part: QueuePart) -> None:
    one = part.repairs[0]
    many = tuple(replace(one, id=number, due_back=date(2026, 3, 1 + number % 28)) for number in range(1, MANY + 1))
    before = perf_counter()
    for order in (Order.WANTED, Order.DUE):
        page.show_state(listed(replace(part, repairs=many, order=order)))
    assert perf_counter() - before < 2  # a row a cell would take several
    assert len(page.lines.lines) == MANY


def test_what_became_of_a_copy_is_said_by_a_word_and_not_by_colour_alone(page: QueuePage, part: QueuePart) -> None:
    mended = replace(part.repairs[0], state=RepairState.MENDED)
    page.show_state(replace(part, shown=(mended,)))
    index = page.lines.model().index(0, 3)
    assert index.data() == "mended"
    assert index.data(Qt.ItemDataRole.DecorationRole) is not None


def test_the_tab_names_the_section_of_its_acts(qtbot: QtBot, part: QueuePart) -> None:
    tab = RepairTabPage(Theme())
    qtbot.addWidget(tab)
    acts = acts_of(tab)
    page = tab.page("queue")
    page.show_state(part)
    page.act("step")
    assert acts == [("queue.step", {})]


def test_the_question_of_damage_answers_with_what_was_touched(qtbot: QtBot) -> None:
    dialog = DamageDialog(Theme(), "?")
    qtbot.addWidget(dialog)
    dialog.show()
    answers: list[object] = []
    touched: list[str] = []
    dialog.answered.connect(answers.append)
    dialog.touched.connect(touched.append)
    for tile in (
        dialog.tiles.kinds[DamageKind.TORN],
        dialog.tiles.kinds[DamageKind.MOULD],
        dialog.tiles.kinds[DamageKind.MOULD],
        dialog.tiles.severities[Severity.LIGHT],
        dialog.tiles.severities[Severity.HEAVY],
    ):
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    QTest.keyClicks(dialog.note, "p. 3")
    dialog.accept()
    assert answers == [{"seen": "torn heavy", "note": "p. 3"}]
    assert touched == ["torn", "mould", "mould", "light", "heavy"]


def test_every_tile_has_a_whole_name_for_a_screen_reader(qtbot: QtBot) -> None:
    dialog = DamageDialog(Theme(), "?")
    qtbot.addWidget(dialog)
    names = {kind: tile.accessibleName() for kind, tile in dialog.tiles.kinds.items()}
    assert names == dict(DAMAGE_KIND_WORDS)


def test_a_repair_nobody_reported_is_no_line(page: QueuePage) -> None:
    none: tuple[Repair, ...] = ()
    page.show_state(listed(replace(QueuePart(), repairs=none)))
    assert page.lines.selected_line() is None


def test_a_lone_return_does_not_answer_the_question_of_damage_until_something_is_touched(qtbot: QtBot) -> None:
    dialog = DamageDialog(Theme(), "?")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.focusWidget() is not None)
    answers: list[object] = []
    dialog.answered.connect(answers.append)
    first = dialog.tiles.kinds[DamageKind.TORN]
    assert dialog.focusWidget() is first
    for widget in (first, dialog, dialog.note):  # the end of a scan whose keys come late
        QTest.keyClick(widget, Qt.Key.Key_Return)
    assert (answers, dialog.isVisible(), first.isChecked()) == ([], True, False)
    QTest.keyClick(first, Qt.Key.Key_Space)
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert answers == [{"seen": "torn", "note": ""}]


@pytest.mark.parametrize("by_note", [True, False])
def test_words_alone_or_the_button_itself_answer_the_question_of_damage_by_return(
    qtbot: QtBot, *, by_note: bool
) -> None:
    dialog = DamageDialog(Theme(), "?")
    qtbot.addWidget(dialog)
    dialog.show()
    answers: list[object] = []
    dialog.answered.connect(answers.append)
    if by_note:
        QTest.keyClicks(dialog.note, "p. 3")
        QTest.keyClick(dialog.note, Qt.Key.Key_Return)
    else:
        dialog.yes.setFocus()
        QTest.keyClick(dialog.yes, Qt.Key.Key_Return)
    assert answers == [{"seen": "", "note": "p. 3" if by_note else ""}]


def test_what_is_proposed_for_withdrawal_looks_so_among_what_is_given_up(page: QueuePage, part: QueuePart) -> None:
    (given_up, *_rest) = part.repairs
    given_up = replace(given_up, state=RepairState.BEYOND)
    before = listed(replace(part, repairs=(), beyond=(given_up,), show=Show.BEYOND, may_withdraw=True, chosen=given_up))
    page.show_state(before)
    assert not page.sheet.out.isHidden()
    page.show_state(replace(before, proposed=frozenset({given_up.copy.id})))
    assert page.sheet.out.isHidden()
    assert "withdrawal proposed" in _row(page, 0)


def _row(page: QueuePage, row: int) -> list[str]:
    model = page.lines.model()
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]

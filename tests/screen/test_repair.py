"""The repair queue on a real screen: a mending table worked by scans alone, and damage touched over a return."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from tests.screen.at_counter import AtCounter

from deskcirc.domain.repair import DamageKind, RepairState
from deskcirc.ui.dialogs.damage import DamageDialog
from deskcirc.ui.tabs.repair.queue_page import QueuePage
from deskcirc.ui.tabs.repair.tab import RepairTabPage

pytestmark = pytest.mark.screen


def queue_page(at: AtCounter) -> QueuePage:
    """The repair tab on top, its queue read."""
    at.press("shift+F3")
    at.wait(lambda: at.counter.window.header.current == "repair")
    tab = at.counter.window.show_tab("repair")
    assert isinstance(tab, RepairTabPage)
    page = tab.page("queue")
    assert isinstance(page, QueuePage)
    at.wait(page.isVisible)
    return page


def states(page: QueuePage) -> list[RepairState]:
    """How far each copy of the queue has come."""
    return [line.state for line in page.lines.lines]


def test_a_copy_is_reported_mended_and_put_back_by_scans_alone(at: AtCounter) -> None:
    (visit,) = at.school.visits(1, 1)
    page = queue_page(at)
    before = len(page.lines.lines)
    copy = visit.copies[0]
    at.strike(copy)
    at.wait(lambda: len(page.lines.lines) == before + 1)
    at.strike("DC-TORN", "DC-COVER")
    at.wait(page.sheet.damage.tiles.kinds[DamageKind.COVER].isChecked)
    assert page.sheet.damage.tiles.kinds[DamageKind.TORN].isChecked()
    at.strike("DC-MENDED")
    at.wait(lambda: RepairState.MENDED in states(page))
    at.strike(copy)
    at.wait(lambda: len(page.lines.lines) == before)
    assert at.school.breaches() == []


def test_a_scan_over_the_note_lands_at_the_desk_and_not_in_the_field(at: AtCounter) -> None:
    one, other = at.school.visits(2, 1)
    page = queue_page(at)
    before = len(page.lines.lines)
    at.strike(one.copies[0])
    at.wait(lambda: len(page.lines.lines) == before + 1)
    note = page.sheet.damage.note
    note.setFocus()
    at.wait(note.hasFocus)
    at.strike(other.copies[0])
    at.wait(lambda: len(page.lines.lines) == before + 2)
    assert other.copies[0] not in note.text()


def test_what_is_touched_over_a_return_is_kept_by_the_next_scan(at: AtCounter) -> None:
    one, other = at.school.visits(2, 1)
    at.press("F3")
    at.wait(lambda: at.counter.window.header.current == "returns")
    at.strike(one.copies[0])
    at.wait(lambda: at.message.headline != "Scan the books that came back")
    at.press("ctrl+d")
    at.wait_for_dialog()
    dialog = at.counter.counter.questions.dialog
    assert isinstance(dialog, DamageDialog)
    tile = dialog.tiles.kinds[DamageKind.MOULD]
    at.click(tile.mapToGlobal(QPoint(tile.width() // 2, tile.height() // 2)), 1)
    at.wait(tile.isChecked)
    at.strike(other.copies[0])
    at.wait(lambda: at.counter.counter.questions.dialog is None)
    page = queue_page(at)
    at.wait(lambda: any(DamageKind.MOULD in line.kinds for line in page.lines.lines))
    assert at.school.breaches() == []

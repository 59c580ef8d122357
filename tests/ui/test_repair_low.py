"""The sections of Repair in a low window: 1366 by 768 at 150 per cent, and all of it shows."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot
from tests.builders import a_copy, a_desk, a_patron, days_later
from tests.desk.mending_days import a_damaged
from tests.ui.at_section import Counter

from deskcirc.desk.circulation import check_out
from deskcirc.store.database import Library
from deskcirc.ui.tabs.repair.tab import RepairTabPage
from deskcirc.ui.theme import Theme

_LOW, _WIDTH = 282, 911
"""What the tab gets of such a window, in pixels at 96 dots an inch."""


@pytest.mark.parametrize(
    ("section", "acts"),
    [
        ("losses", ["view:claimed"]),
        ("losses", ["view:proposed", "tick_all"]),
        ("losses", ["claim:1"]),
        ("losses", ["view:lost"]),
        ("money", ["view:owed"]),
        ("money", ["view:sheet"]),
        ("figures", []),
    ],
)
def test_what_is_done_with_a_list_stays_in_sight_below_it(
    qtbot: QtBot, library: Library, section: str, acts: list[str]
) -> None:
    check_out(days_later(a_desk(library), -120), a_patron(library), a_copy(library, "城南旧事", price=2500).id)
    a_damaged(a_desk(library), "草房子")
    counter = Counter(library, "repair", section)
    page = RepairTabPage(Theme())
    qtbot.addWidget(page)
    page.resize(_WIDTH, _LOW)
    page.show()
    page.show_state(counter.act("refresh").state)
    for act in acts:
        page.show_state(counter.act(f"{section}.{act}").state)
    QApplication.processEvents()
    rooms = [
        each for each in page.findChildren(QScrollArea) if each.isVisible() and each.widget() is page.page(section)
    ]
    assert [each.verticalScrollBar().maximum() for each in rooms] == [0]

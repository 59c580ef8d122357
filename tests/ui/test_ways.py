"""The ways to a library: a new one begins with the rules of the preset that was picked, or is not made at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from deskcirc.store.database import Library
from deskcirc.store.lookups.rules import rule_lines
from deskcirc.ui.dialogs.pick import PickDialog
from deskcirc.ui.rule_names import PRESETS
from deskcirc.ui.theme import Theme
from deskcirc.ui.ways import Ways


@pytest.fixture
def ways() -> Iterator[Ways]:
    parent = QObject()
    yield Ways(Theme, parent)
    parent.deleteLater()


def asked(ways: Ways, file: Path) -> PickDialog:
    ways.choose_preset(None, file)
    assert ways.dialog is not None
    return ways.dialog


@pytest.mark.parametrize(("place", "days"), list(enumerate([14, 30, 14])), ids=PRESETS)
def test_a_new_library_begins_with_the_preset_that_was_picked(
    ways: Ways, tmp_path: Path, qtbot: QtBot, place: int, days: int
) -> None:
    dialog = asked(ways, tmp_path / "ours.deskcirc")
    with qtbot.waitSignal(ways.chosen) as chosen:
        dialog.lines.select(place)
        dialog.lines.activated.emit(dialog.lines.currentIndex())
    file, opener, import_lists = chosen.args
    assert import_lists
    library = opener(file)
    assert isinstance(library, Library)
    with library, library.reading() as connection:
        pupils = rule_lines(connection)[0]
    assert (pupils.category, pupils.rule.loan_days) == ("Pupil", days)


def test_nothing_is_made_where_no_preset_is_picked(ways: Ways, tmp_path: Path) -> None:
    asked(ways, tmp_path / "ours.deskcirc").reject()
    assert list(tmp_path.iterdir()) == []

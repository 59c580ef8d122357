"""The Export section: what is chosen is counted, a slip of the pen gets a sentence, lending goes on while it writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QMainWindow
from pytestqt.qtbot import QtBot
from tests.builders import NOON, a_copy

from deskcirc.desk.desk import Desk
from deskcirc.domain.operators import Operator, Role
from deskcirc.store.database import Library, open_library
from deskcirc.ui.dialogs.export_dialog import ExportWork
from deskcirc.ui.outcome import Input, Tone, UnknownActError
from deskcirc.ui.runner import Runner
from deskcirc.ui.station import Station
from deskcirc.ui.tabs.ledgers import export_state
from deskcirc.ui.tabs.ledgers.export_page import ExportPage
from deskcirc.ui.tabs.ledgers.export_state import ExportPart
from deskcirc.ui.theme import Theme

DEADLINE = 30_000


@pytest.fixture
def part(library: Library, desk: Desk) -> ExportPart:
    """The section in a library with two titles, three copies, one of them in the reading room."""
    first = a_copy(library, "草房子")
    a_copy(library, of=first)
    a_copy(library, "小王子")
    return export_state.refresh(desk, export_state.first())


def chosen(desk: Desk, part: ExportPart, **values: str) -> ExportPart:
    answer = export_state.on_act(desk, part, "choose", values)
    assert answer.message is None
    return export_state.refresh(desk, answer.part)


def test_the_whole_stock_is_chosen_to_begin_with_and_counted(part: ExportPart) -> None:
    assert (part.titles, part.copies, part.is_whole, part.may) == (2, 3, True, True)


def test_a_class_with_no_titles_counts_none(desk: Desk, part: ExportPart) -> None:
    shown = chosen(desk, part, class_number="z")
    assert (shown.titles, shown.class_number) == (0, "Z")


def test_only_what_changed_since_a_day_is_counted(library: Library, desk: Desk, part: ExportPart) -> None:
    assert chosen(desk, part, since="2026-03-02").titles == 0
    assert chosen(desk, part, since="2025-01-01").titles == 2


@pytest.mark.parametrize("values", [{"class_number": "儿童"}, {"since": "29.2."}, {"since": "0001-01-01"}])
def test_what_cannot_be_meant_gets_a_sentence_and_changes_nothing(
    desk: Desk, part: ExportPart, values: dict[str, str]
) -> None:
    answer = export_state.on_act(desk, part, "choose", values)
    if answer.message is not None:
        assert answer.message.tone is Tone.STOP
        assert answer.part == part
    else:  # the first day of all is one before which nothing changed
        assert export_state.refresh(desk, answer.part).titles == 2


def test_a_kind_of_file_nobody_knows_is_no_act(desk: Desk, part: ExportPart) -> None:
    with pytest.raises(UnknownActError):
        export_state.on_act(desk, part, "choose", {"format": "docx"})


def test_a_pupil_helper_may_look_and_not_export(library: Library, desk: Desk, part: ExportPart, qtbot: QtBot) -> None:
    helper = Desk(library, Operator(2, "小助手", Role.HELPER), "counter 1", desk.now)
    page = ExportPage(Theme())
    qtbot.addWidget(page)
    page.show_state(export_state.refresh(helper, part))
    assert not page.save.isEnabled()
    assert page.hint.text() == "Only a librarian may export the stock."


def test_an_empty_library_teaches_what_to_do_first(desk: Desk, qtbot: QtBot) -> None:
    page = ExportPage(Theme())
    qtbot.addWidget(page)
    page.show_state(export_state.refresh(desk, export_state.first()))
    assert not page.save.isEnabled()
    assert "Import a list" in page.hint.text()


def test_another_kind_of_file_is_chosen_with_a_click(part: ExportPart, qtbot: QtBot) -> None:
    page = ExportPage(Theme())
    qtbot.addWidget(page)
    page.show_state(part)
    with qtbot.waitSignal(page.acted) as asked:
        page.formats.button(3).click()
    assert asked.args == ["choose", {**part.values(), "format": "xlsx"}]


class AtTheCounter:
    """One open library with its worker, below a window."""

    def __init__(self, library_file: Path) -> None:
        self.file = library_file
        self.station: Station | None = None
        self.window = QMainWindow()
        self.runner = Runner(self._open, Input(datetime.now(UTC), act="tab:checkout"), self.window)
        self.runner.start()
        self.window.show()

    def desk(self) -> Desk:
        assert self.station is not None
        return Desk(self.station.library, self.station.operator, "counter", NOON)

    def _open(self) -> Station:
        self.station = Station(open_library(self.file), "counter")
        return self.station


@pytest.fixture
def counter(library_file: Path, qtbot: QtBot) -> Iterator[AtTheCounter]:
    with open_library(library_file) as library:
        a_copy(library, "草房子")
    made = AtTheCounter(library_file)
    qtbot.addWidget(made.window)
    yield made
    made.runner.stop()


def words_of(work: ExportWork) -> list[str]:
    assert work.outcome is not None
    return [told.text() for told in work.outcome.findChildren(QLabel)]


def test_the_file_is_written_beside_the_desks_work_and_its_figures_are_told(
    counter: AtTheCounter, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "out.csv"
    work = ExportWork(counter.runner.run_job, counter.desk, counter.window)
    work.begin({**replace(export_state.first(), format="csv").values(), "file": str(file)})
    qtbot.waitUntil(lambda: work.outcome is not None, timeout=DEADLINE)
    assert words_of(work)[:2] == ["Saved as out.csv.", "Written: 1 title, 1 copy."]
    assert "草房子" in file.read_text("utf-8-sig")


def test_the_library_file_chosen_as_the_export_is_refused_and_whole(counter: AtTheCounter, qtbot: QtBot) -> None:
    work = ExportWork(counter.runner.run_job, counter.desk, counter.window)
    work.begin({**export_state.first().values(), "file": str(counter.file)})
    qtbot.waitUntil(lambda: work.outcome is not None, timeout=DEADLINE)
    assert "nothing is written over it" in words_of(work)[0]
    assert counter.file.read_bytes().startswith(b"SQLite format 3")

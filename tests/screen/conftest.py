"""A real school's library for each test, and the program on it, on the X screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.screen.at_counter import AtCounter
from tests.screen.cable import Cable
from tests.screen.running import RunningProgram
from tests.screen.school import SchoolFile, make_school

from deskcirc import settings
from deskcirc.app import Program


@pytest.fixture(scope="session")
def filled_school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library file of the whole rural school: 9 944 copies, 334 patrons. Never opened for writing."""
    return make_school(tmp_path_factory.mktemp("filled"))


@pytest.fixture
def school(filled_school: Path, tmp_path: Path) -> SchoolFile:
    """A copy of it."""
    return SchoolFile(Path(shutil.copy(filled_school, tmp_path / "school.deskcirc")))


@pytest.fixture
def program(school: SchoolFile, tmp_path: Path) -> Iterator[RunningProgram]:
    """The program for that school, not yet started; killed at the end whatever happened."""
    program = RunningProgram(school.path, tmp_path / "home")
    yield program
    program.kill()


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[Cable]:
    """A scanner on its cable."""
    made = Cable(tmp_path / "ttyACM0")
    yield made
    made.remove()


@pytest.fixture
def at(school: SchoolFile, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[AtCounter]:
    """The program in this process, its window with the keyboard, in English and silent."""
    folder = tmp_path / "settings"
    settings.save_station_settings(folder, {"language": '"en"', "sound": "false"})
    program = Program(qapp, folder)
    try:
        person = AtCounter(program, school, qtbot)
        program.open(school.path)
        opened: list[bool] = []
        person.counter.counter.opened.connect(lambda: opened.append(True))
        person.wait(lambda: bool(opened))
        person.wait_for_counter()
        person.start_watch()
        yield person
    finally:  # a worker that goes on would keep the whole run from ending
        program.shut()
        program.deleteLater()

"""A long collector file is tried beside the desk: scans go on, and what would come of it is said when it is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import NOON, a_desk
from tests.exchange.tables import text_table
from tests.ui.at_resolving import three_not_seen
from tests.ui.at_section import Counter
from tests.ui.held_readings import HeldReadings

from deskcirc.desk.desk import Desk
from deskcirc.store.database import Library
from deskcirc.store.lookups.copies import copies_by_ids
from deskcirc.ui.outcome import Tone
from deskcirc.ui.sections import SectionedState
from deskcirc.ui.station import Shown, Ways
from deskcirc.ui.tabs.stocktake.files_part import FilesPart


@pytest.fixture
def desk(library: Library) -> Desk:
    return replace(a_desk(library), now=NOON - timedelta(hours=1))


@pytest.fixture
def readings() -> HeldReadings:
    return HeldReadings()


def files_of(shown: Shown) -> FilesPart:
    state = shown.state
    assert isinstance(state, SectionedState)
    part = state.parts["files"]
    assert isinstance(part, FilesPart)
    return part


@pytest.fixture
def files(desk: Desk, readings: HeldReadings) -> Counter:
    three_not_seen(desk)
    return Counter(desk.library, "stocktake", "files", Ways(beside=readings.begin))


def long_file(desk: Desk, folder: Path) -> Path:
    with desk.library.reading() as connection:
        codes = [copy.code for copy in copies_by_ids(connection, [1, 2, 3])]
    return text_table(folder / "PT60.txt", "".join(f"{code}\n" for code in codes * 4000))


def test_a_long_file_is_tried_beside_the_desk_and_what_would_come_of_it_is_said_then(
    desk: Desk, files: Counter, readings: HeldReadings, tmp_path: Path
) -> None:
    begun = files.act("files.try", file=str(long_file(desk, tmp_path)))
    assert begun.told.outcome == "reading"
    scanned = files.scan("B00001")
    assert scanned.told.outcome == "not-here"
    assert files_of(scanned).trial is None
    (fetch,) = readings.let_go()
    tried = files.act(fetch)
    assert "12,000 lines" in tried.message.headline
    trial = files_of(tried).trial
    assert trial is not None
    assert (trial.sums.found, trial.sums.repeat) == (3, 11_997)
    assert files_of(tried).trying is None
    assert files.act("files.load", sure="yes").told.outcome == "loaded"


def test_a_trial_that_is_stopped_leaves_the_list_of_files(
    desk: Desk, files: Counter, readings: HeldReadings, tmp_path: Path
) -> None:
    files.act("files.try", file=str(long_file(desk, tmp_path)))
    files.act("files.stop")
    readings.let_go()
    said = files.act("refresh")
    assert said.message.tone is Tone.LOOK
    assert "Cancelled" in said.message.headline
    assert (files_of(said).trial, files_of(said).trying) == (None, None)


def test_a_long_file_that_is_none_is_refused_with_a_sentence(
    desk: Desk, files: Counter, readings: HeldReadings, tmp_path: Path
) -> None:
    file = tmp_path / "photo.txt"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400)
    files.act("files.try", file=str(file))
    readings.let_go()
    said = files.act("refresh")
    assert said.message.tone is Tone.STOP
    assert files_of(said).trying is None

"""What is refused on the days of a parcel changes nothing: not one row of any table, not a line of the journal."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.builders import all_rows
from tests.scenarios.parcels import make_files
from tests.scenarios.test_transcripts import lines, read, set_up

from deskcirc.store.database import Library
from deskcirc.ui.replay import replay
from deskcirc.ui.station import Station

HERE = Path(__file__).parent
DAYS = ("bad_parcel_day", "parcel_of_600", "gift_without_isbn", "withdrawal")
NOTHING_DONE = frozenset(
    {"refused", "trouble", "nothing", "gone", "not-listed", "not-here", "no-batch", "not-sealed", "doubts", "unknown"}
    | {"known-copy", "nothing-to-undo", "nothing-asked", "ticked", "already", "unsaved", "evidence"}
)


@pytest.mark.parametrize("day", DAYS)
def test_what_is_refused_leaves_every_row_as_it_was(library: Library, tmp_path: Path, day: str) -> None:
    transcript, station = read(HERE / f"{day}.txt"), Station(library, "counter 1")
    set_up(library, transcript)
    refused = 0
    for line, (expected, _words) in zip(lines(transcript, make_files(tmp_path)), transcript.said, strict=True):
        before = all_rows(library, without_journal=False) if expected in NOTHING_DONE else None
        (said,) = replay(station, [line])
        if before is not None:
            refused += 1
            assert said["message"]
            assert all_rows(library, without_journal=False) == before, line
    assert refused >= 5

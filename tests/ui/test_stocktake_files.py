"""The section of collector files, without a window: tried, changed, taken in, taken back, problem lines saved."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import a_copy, a_desk
from tests.desk.counts import a_count, the_count
from tests.exchange.tables import text_table
from tests.ui.at_section import Counter

from deskcirc.domain.operators import Role
from deskcirc.domain.stocktake import Scope, Stocktake
from deskcirc.store.database import Library
from deskcirc.store.lookups.counted import count_sums
from deskcirc.ui.outcome import Tone
from deskcirc.ui.replay import replay
from deskcirc.ui.sections import SectionedState
from deskcirc.ui.station import Shown
from deskcirc.ui.tabs.stocktake.files_part import FilesPart


@pytest.fixture
def count(library: Library) -> Stocktake:
    """A count of two copies, B00001 and B00002."""
    for title in ("草房子", "昆虫记"):
        a_copy(library, title)
    return a_count(a_desk(library), name="期末盘点")


@pytest.fixture
def counter(library: Library, count: Stocktake) -> Counter:
    assert count.takes_scans
    return Counter(library, "stocktake", "files")


def part(shown: Shown) -> FilesPart:
    assert isinstance(shown.state, SectionedState)
    found = shown.state.parts["files"]
    assert isinstance(found, FilesPart)
    return found


def read(library: Library, count: Stocktake) -> int:
    with library.reading() as connection:
        return count_sums(connection, count.id).read


def test_a_file_is_tried_before_it_is_taken_in(
    counter: Counter, library: Library, count: Stocktake, tmp_path: Path
) -> None:
    file = text_table(tmp_path / "scans.txt", "B00001\nB00001\nT9999\n")
    tried = counter.act("files.try", file=str(file))
    assert "3 lines = 1 found + 1 counted twice" in tried.message.headline
    assert (read(library, count), part(tried).trial is not None) == (0, True)
    loaded = counter.act("files.load", device="PDA 1")
    assert loaded.message.tone is Tone.LOOK
    assert (read(library, count), part(loaded).trial, len(part(loaded).files)) == (3, None, 1)
    again = counter.act("files.try", file=str(file))
    assert again.message.tone is Tone.STOP
    assert "taken in" in again.message.headline


def test_what_a_person_says_of_a_file_is_tried_anew(counter: Counter, tmp_path: Path) -> None:
    file = text_table(tmp_path / "scans.csv", "X1,B00001\nX2,B00002\n")
    counter.act("files.try", file=str(file))
    changed = counter.act("files.change", columns="code,", device="PDA 1", counted_on="2026-03-02")
    trial = part(changed).trial
    assert trial is not None
    assert (trial.sums.unknown, trial.order.device, str(trial.order.counted_on)) == (2, "PDA 1", "2026-03-02")
    back = part(counter.act("files.change", columns="")).trial
    assert back is not None
    assert (back.sums.found, back.order.device) == (2, "PDA 1")


def test_a_clock_that_is_wrong_is_said_by_what_it_shows(counter: Counter, tmp_path: Path) -> None:
    file = text_table(tmp_path / "scans.csv", "B00001,1,2000-01-01,03:00:00\nB00002,1,2000-01-01,03:00:05\n")
    tried = counter.act("files.try", file=str(file))
    assert part(tried).doubtful
    assert "before the opening" in tried.message.details[0]
    refused = counter.act("files.load")
    assert refused.message.tone is Tone.STOP
    changed = counter.act("files.change", clock="2000-01-01 02:59")
    trial = part(changed).trial
    assert trial is not None
    assert trial.sums.found == 2
    assert "is not a day with a time" in counter.act("files.change", clock="soon").message.headline


def test_a_file_is_taken_back_and_its_problem_lines_are_saved(
    counter: Counter, library: Library, count: Stocktake, tmp_path: Path
) -> None:
    file = text_table(tmp_path / "scans.txt", "B00001,1\nT9999,1\n=T1,1\nB00002,0\n")
    counter.act("files.try", file=str(file))
    counter.act("files.save", file=str(tmp_path / "tried.csv"))
    counter.act("files.load", sure="yes")
    counter.act("files.save:1", file=str(tmp_path / "problems.csv"))
    for saved in ("tried.csv", "problems.csv"):
        with (tmp_path / saved).open(encoding="utf-8-sig", newline="") as table:
            rows = list(csv.reader(table))
        assert [row[0] for row in rows[1:]] == ["2", "3", "4"]
        assert rows[1][3] == "no copy bears this code"
    back = counter.act("files.take_back:1")
    assert back.message.tone is Tone.DONE
    assert (read(library, count), part(back).files[0].ended) == (0, True)
    assert counter.act("undo").message.tone is not Tone.STOP
    assert read(library, count) == 4


def test_a_file_of_another_library_is_asked_about(counter: Counter, tmp_path: Path) -> None:
    file = text_table(tmp_path / "other.txt", "".join(f"X{number:05}\n" for number in range(50)))
    tried = counter.act("files.try", file=str(file))
    assert "100 % of the codes are unknown" in tried.message.details[0]
    assert counter.act("files.load").message.tone is Tone.STOP
    assert "50 unknown" in counter.act("files.load", sure="yes").message.headline


def test_without_a_count_the_way_to_one_is_said(library: Library, tmp_path: Path) -> None:
    file = text_table(tmp_path / "scans.txt", "B00001\n")
    shown = Counter(library, "stocktake", "files").act("files.try", file=str(file))
    assert "open one first" in shown.message.headline


def test_a_file_of_another_count_is_asked_about_and_esc_puts_it_aside(
    counter: Counter, library: Library, count: Stocktake, tmp_path: Path
) -> None:
    copies = [a_copy(library, call_number=f"K{number}", shelf_key=f"K{number}") for number in range(6)]
    other = a_count(a_desk(library), name="历史", scope=Scope(class_from="K", class_to="K"))
    counter.act(f"files.choose:{count.id}")
    file = text_table(tmp_path / "K.txt", "".join(f"{copy.code}\n" for copy in copies))
    tried = counter.act("files.try", file=str(file))
    assert tried.message.details[0].startswith("100 % of the lines are of copies that 期末盘点 does not ask for")
    assert counter.act("files.load").message.tone is Tone.STOP
    aside = part(counter.act("next"))
    assert aside.trial is None
    assert aside.stocktake == count
    counter.act(f"files.choose:{other.id}")
    assert counter.act("files.try", file=str(file)).message.details == ()
    counter.act("files.load")
    assert read(library, other) == 6


def test_a_line_without_a_time_shows_its_day_and_no_midnight(
    counter: Counter, library: Library, count: Stocktake, tmp_path: Path
) -> None:
    file = text_table(tmp_path / "scans.txt", "B00001\n")
    counter.act("files.try", file=str(file))
    counter.act("files.load")
    state = counter.act("section:scanning").state
    assert isinstance(state, SectionedState)
    assert [line.clock for line in state.parts["scanning"].lines] == ["03-02"]


def test_a_blind_count_tells_a_helper_only_what_needs_a_hand(library: Library, tmp_path: Path) -> None:
    a_copy(library)
    count = a_count(a_desk(library), blind=True)
    assert the_count(a_desk(library), count).blind
    counter = Counter(library, "stocktake", "files")
    counter.station.operator = replace(counter.station.operator, role=Role.HELPER)
    tried = counter.act("files.try", file=str(text_table(tmp_path / "s.txt", "B00001\nT1\n")))
    assert tried.message.headline == "s.txt: 2 lines, of them 1 unknown and 0 not counted"


@pytest.mark.parametrize(
    ("act", "values"),
    [
        ("files.try", {}),
        ("files.try", {"file": "\0"}),
        ("files.nothing", {}),
        ("files.look:x", {}),
        ("files.take_back", {}),
    ],
)
def test_acts_that_mean_nothing_are_said(counter: Counter, act: str, values: dict[str, str]) -> None:
    shown = counter.act(act, **values)
    assert shown.message.tone is Tone.STOP


def test_files_that_hold_no_lines_are_said_with_a_way_out(counter: Counter, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)) * 20)
    for file in (photo, tmp_path / "gone.txt", tmp_path):
        shown = counter.act("files.try", file=str(file))
        assert shown.message.tone is Tone.STOP
        assert shown.message.details


SAID = ["encoding", "delimiter", "widths", "columns", "device", "person", "counted_on", "clock", "ignore_times", "sure"]
HOSTILE = [
    *("", "\0", "\ud800", "9" * 5000, "code,code", "nothing", "rot13", "utf-16", "base64", "2026-02-30", "9999-12-31"),
    *("2199-12-31 23:59", "20,4", "-1", "0", "，", "yes", "quantity,code,day,clock,moment,shelf,person,"),
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.dictionaries(st.sampled_from(SAID), st.sampled_from(HOSTILE)))
def test_whatever_is_said_of_a_file_gets_a_sentence(counter: Counter, tmp_path: Path, values: dict[str, str]) -> None:
    file = text_table(tmp_path / "scans.csv", "B00001,1,2026-03-02,12:30:00\nT1,2,,\n")
    counter.act("files.try", file=str(file))
    for act in ("files.change", "files.load", "files.try", "files.save"):
        assert counter.act(act, **{**values, "file": str(file.with_suffix(".xlsx" if act == "files.save" else ".csv"))})


def test_a_replay_takes_files_in(counter: Counter, library: Library, count: Stocktake, tmp_path: Path) -> None:
    file = text_table(tmp_path / "scans.txt", "B00001\nB00002\n")
    at = "2026-03-02T13:00:00+08:00"
    lines = [
        {"at": at, "tab": "stocktake", "act": "section:files"},
        {"at": at, "act": "files.try", "values": {"file": str(file)}},
        {"at": at, "act": "files.load"},
    ]
    told = list(replay(counter.station, [json.dumps(line) for line in lines]))
    assert [each["outcome"] for each in told][1:] == ["tried", "loaded"]
    assert read(library, count) == 2

"""Scan logs as they come: each line is played, or comes out with the reason why it cannot be."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.builders import a_copy, a_patron

from deskcirc.desk.access import first_operator
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.ui.outcome import file_in
from deskcirc.ui.replay import replay
from deskcirc.ui.station import Station


def played(library: Library, *lines: str | dict[str, Any]) -> list[dict[str, Any]]:
    """What comes out for each line; a dictionary is given a time, and written as JSON."""
    at = {"at": "2026-03-02T12:00:00"}
    written = (line if isinstance(line, str) else json.dumps(at | line) for line in lines)
    return list(replay(Station(library, "replay"), written))


def outcomes(lines: Iterable[dict[str, Any]]) -> list[str]:
    return [line["outcome"] for line in lines]


NO_INPUTS = (
    "{",
    "[" * 100_000,
    "\x00\x00",
    "null",
    "[1]",
    '{"scan": "B00001"}',
    '{"at": 5, "scan": "B00001"}',
    '{"at": "yesterday", "scan": "B00001"}',
    '{"at": "0001-01-01T00:00:00+08:00", "scan": "B00001"}',
    '{"at": "9999-12-31T23:59:59-08:00", "scan": "B00001"}',
    '{"at": "9999-12-31T23:59:59", "scan": "B00001"}',
    '{"at": "2026-03-02T12:00:00"}',
    '{"at": "2026-03-02T12:00:00", "scan": 21846}',
    '{"at": "2026-03-02T12:00:00", "scan": null}',
    '{"at": "2026-03-02T12:00:00", "scan": "B00001", "tab": "cellar"}',
    '{"at": "2026-03-02T12:00:00", "act": "undo", "values": [1]}',
)


@pytest.mark.parametrize("line", NO_INPUTS, ids=range(len(NO_INPUTS)))
def test_a_line_that_is_no_input_is_named_and_the_next_is_played(library: Library, line: str) -> None:
    a_copy(library)
    bad, good = played(library, line, {"scan": "B00001"})
    assert (bad["outcome"], bad["line"]) == ("not-an-input", 1)
    assert bad["message"]
    assert good["outcome"] == "no-patron"


def test_an_operator_the_library_does_not_know_costs_no_input(library: Library) -> None:
    a_copy(library)
    (played_all_the_same,) = played(library, {"scan": "B00001", "operator": "李想"})
    assert played_all_the_same["outcome"] == "no-patron"
    assert played_all_the_same["operator"] == first_operator(library).name


STRANGE_ACTS = (
    ("checkout", "lend:abc"),
    ("checkout", "lend:"),
    ("checkout", "lend:-1"),
    ("checkout", "lend:99999999999999999999999"),
    ("checkout", "patron:٣"),
    ("checkout", "dance"),
    ("checkout", "shelved"),
    ("returns", "return:x"),
    ("returns", "bookdrop:tomorrow"),
    ("returns", "bookdrop:2026-02-30"),
    ("returns", "lend:1"),
    ("history", "undo_entry:-1"),
    ("history", "undo_entry:"),
    ("history", "damage"),
    ("settings", "operator_pin:"),
    ("settings", "operator_rename:1"),
    ("checkout", "choose:x"),
    ("checkout", "operator:x"),
    ("checkout", "tab:cellar"),
    ("checkout", ":"),
)


@pytest.mark.parametrize(("tab", "act"), STRANGE_ACTS)
def test_an_act_that_no_tab_knows_is_said_and_nothing_is_done(library: Library, tab: str, act: str) -> None:
    (line,) = played(library, {"tab": tab, "act": act})
    assert line["outcome"] == "not-an-input"
    assert list(check_library(library)) == []


def test_an_operator_of_no_known_role_is_not_added(library: Library) -> None:
    (line,) = played(library, {"tab": "settings", "act": "operator_add", "values": {"name": "李想", "role": "king"}})
    assert line["outcome"] == "not-an-input"


GONE = (
    ("checkout", "lend:9999"),
    ("checkout", "patron:9999"),
    ("returns", "return:9999"),
    ("history", "undo_entry:9999"),
    ("settings", "operator_end:9999"),
    ("settings", "set:colour"),
)


@pytest.mark.parametrize(("tab", "act"), GONE)
def test_an_act_about_something_that_is_not_there_gets_a_sentence(library: Library, tab: str, act: str) -> None:
    (line,) = played(library, {"tab": tab, "act": act})
    assert (line["outcome"], line["message"]) == ("trouble", "What was chosen is not in the library any more.")


def test_half_a_character_in_a_note_is_kept_as_a_question_mark(library: Library) -> None:
    a_copy(library)
    lines = played(
        library, {"tab": "returns", "scan": "B00001"}, {"act": "damage", "values": {"note": "page 3 \ud83d torn"}}
    )
    assert lines[1]["outcome"] == "damaged"
    assert lines[1]["details"] == ["page 3 ? torn"]
    assert list(check_library(library)) == []


def test_a_log_from_before_the_last_entry_asks_about_the_clock_and_lends_nothing(library: Library) -> None:
    a_patron(library), a_copy(library)
    lines = played(
        library,
        {"scan": "K0001"},
        {"scan": "B00001"},
        {"at": "2025-03-02T12:00:00", "tab": "returns", "scan": "B00001"},
        {"at": "2025-03-02T12:00:00", "act": "confirm_clock"},
        {"at": "2025-03-02T12:00:10", "tab": "returns", "scan": "B00001"},
    )
    assert outcomes(lines) == ["patron", "lent", "clock", "clock-confirmed", "returned"]
    assert list(check_library(library)) == []


def test_a_file_named_without_its_folder_is_in_the_folder_the_replay_was_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert file_in("rules.export", {"file": "rules.toml"}) == tmp_path / "rules.toml"
    assert file_in("rules.export", {"file": str(tmp_path / "rules.toml")}) == tmp_path / "rules.toml"

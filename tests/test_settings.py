"""Settings as they stand in a file somebody has edited: sense is taken, nonsense leaves the default."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.builders import NOON, a_copy, a_desk, change_setting

from deskcirc import settings
from deskcirc.desk.school_settings import change_setting as change_by_hand
from deskcirc.store.database import Library
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Station

NONSENSE = ("", "{", "null", "[]", "{}", "-1", "1e400", "480.5", "true", '"x"', "9" * 400, "1000000000", "[" * 90_000)


@pytest.mark.parametrize("setting", [each for each in settings.LIBRARY_SETTINGS if isinstance(each.default, int)])
@pytest.mark.parametrize("text", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_in_the_settings_of_a_library_keeps_nobody_from_lending(
    library: Library, setting: settings.Setting[Any], text: str
) -> None:
    change_setting(library, setting.name, text)
    a_copy(library)
    with_new_eyes = Station(library, "counter")
    assert with_new_eyes.take(Input(NOON, scan="B00001")).told.outcome == "no-patron"


def test_a_school_closed_every_day_of_the_week_is_never_closed(library: Library) -> None:
    change_setting(library, "closed_weekdays", '"1234567"')
    assert library.policy.open_days.is_open(NOON.date())


def test_a_number_beyond_sense_is_refused_with_a_sentence(library: Library) -> None:
    for text in ("-1", "999999999", "99999999999999999999999"):
        assert change_by_hand(a_desk(library), "hold_days", text).startswith(f"“{text}” is not a value")
    assert library.policy.hold_days == settings.HOLD_DAYS.default


@pytest.mark.parametrize("text", [*NONSENSE, '{"theme": {"a": 1}, "sound": "no", "serial_baud": -1, "language": 7}'])
def test_nonsense_in_the_settings_of_a_station_leaves_the_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / "station.json").write_text(text)
    stored = settings.load_station_settings(tmp_path)
    assert [setting.read(stored) for setting in settings.STATION_SETTINGS] == [
        setting.default for setting in settings.STATION_SETTINGS
    ]


def test_settings_in_another_encoding_or_in_a_folder_of_that_name_leave_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "station.json").write_bytes(json.dumps({"station": "门口"}, ensure_ascii=False).encode("gbk"))
    assert settings.load_station_settings(tmp_path) == {}
    (tmp_path / "station.json").unlink()
    (tmp_path / "station.json").mkdir()
    assert settings.load_station_settings(tmp_path) == {}


def test_a_library_in_a_folder_of_another_encoding_is_remembered(tmp_path: Path) -> None:
    stored = {"last_library": settings.LAST_LIBRARY.write("/家/\udccd\udcbc.deskcirc")}
    settings.save_station_settings(tmp_path, stored)
    assert settings.LAST_LIBRARY.read(settings.load_station_settings(tmp_path)) == "/家/\udccd\udcbc.deskcirc"
    assert "家" in (tmp_path / "station.json").read_text(encoding="utf-8")

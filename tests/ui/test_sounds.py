"""Each outcome is heard, none waits for a player, none fails for the lack of one."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from deskcirc.ui.outcome import Tone
from deskcirc.ui.sounds import Sounds, sound_file

HEARD = [tone for tone in Tone if tone is not Tone.READY]


def a_player(folder: Path, name: str) -> Path:
    """A program that plays nothing and notes what it was given; returns its notes."""
    notes = folder / "played"
    program = folder / name
    program.write_text(f'#!/bin/sh\necho "$@" >> {notes}\n', encoding="utf-8")
    program.chmod(0o755)
    return notes


def test_every_outcome_has_a_sound_of_its_own_under_a_second() -> None:
    assert sound_file(Tone.READY) is None
    sounds = set()
    for tone in HEARD:
        file = sound_file(tone)
        assert file is not None
        with wave.open(str(file)) as opened:
            assert opened.getnframes() / opened.getframerate() < 1
            sounds.add(opened.readframes(opened.getnframes()))
    assert len(sounds) == len(HEARD)


@pytest.mark.parametrize("player", ["pw-play", "paplay", "aplay"])
def test_the_player_there_is_plays_the_outcome(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, player: str
) -> None:
    notes = a_player(tmp_path, player)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    sounds = Sounds()
    sounds.play(Tone.STOP)
    qtbot.waitUntil(lambda: notes.is_file() and "stop.wav" in notes.read_text())


def test_a_silent_counter_plays_nothing(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = a_player(tmp_path, "aplay")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    Sounds(silent=True).play(Tone.DONE)
    Sounds().play(Tone.LOOK)
    qtbot.waitUntil(lambda: notes.is_file() and "look.wav" in notes.read_text())
    assert "done.wav" not in notes.read_text()


def test_without_a_player_or_with_a_broken_one_nothing_fails(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    Sounds().play(Tone.DONE)
    broken = tmp_path / "pw-play"
    broken.write_bytes(b"\x00")
    broken.chmod(0o755)
    sounds = Sounds()
    for tone in HEARD:
        sounds.play(tone)
    qtbot.waitUntil(lambda: sounds.player is None)
    sounds.play(Tone.DONE)


def test_the_newest_outcome_is_heard_when_scans_come_faster_than_sounds(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = a_player(tmp_path, "aplay")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    sounds = Sounds()
    for tone in [Tone.DONE] * 200 + [Tone.STOP]:
        sounds.play(tone)
    qtbot.waitUntil(lambda: notes.is_file() and "stop.wav" in notes.read_text())
    assert notes.read_text().count("done.wav") < 100

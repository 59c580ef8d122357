"""The counter's sounds: one family an outcome, played by what the machine has, never waited for, never a failure."""

from __future__ import annotations

import shutil
import sys
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QProcess
from PySide6.QtWidgets import QApplication

from deskcirc import paths
from deskcirc.ui.outcome import Tone

_PLAYERS: Final = (("pw-play", ()), ("paplay", ()), ("aplay", ("-q",)))
"""The players of PipeWire, PulseAudio and ALSA, the newest first."""

_MOST_AT_ONCE: Final = 3


class Sounds(QObject):
    """Plays a tone's sound; the tone READY has none. `silent` keeps the counter quiet."""

    def __init__(self, parent: QObject | None = None, *, silent: bool = False) -> None:
        super().__init__(parent)
        self.silent = silent
        self._playing: list[QProcess] = []
        self.player = next((found for name in _PLAYERS if (found := _command(*name))), None)

    def play(self, tone: Tone) -> None:
        """Start the tone's sound and come back at once."""
        file = sound_file(tone)
        if self.silent or file is None:
            return
        if sys.platform == "win32":
            _play_on_windows(file)
        elif self.player is not None:
            self._start(self.player, file)
        else:
            QApplication.beep()

    def _start(self, player: list[str], file: Path) -> None:
        while len(self._playing) >= _MOST_AT_ONCE:
            self._playing.pop(0).kill()
        process = QProcess(self)
        process.finished.connect(partial(self._forget, process))
        process.errorOccurred.connect(self._give_up)
        self._playing.append(process)
        process.start(player[0], [*player[1:], str(file)])

    def _forget(self, process: QProcess, *_how_it_ended: object) -> None:
        if process in self._playing:
            self._playing.remove(process)
        process.deleteLater()

    def _give_up(self, error: QProcess.ProcessError) -> None:
        """A player that can't be started won't be next time either: beep from now on."""
        if error == QProcess.ProcessError.FailedToStart:
            self.player = None
            QApplication.beep()


def sound_file(tone: Tone) -> Path | None:
    """The wave file of a tone, or None for one that is silent."""
    file = paths.resources() / "sounds" / f"{tone}.wav"
    return file if file.is_file() else None


def _command(name: str, arguments: tuple[str, ...]) -> list[str] | None:
    found = shutil.which(name)
    return [found, *arguments] if found else None


def _play_on_windows(file: Path) -> None:
    if sys.platform == "win32":
        import winsound

        try:
            winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        except RuntimeError:
            QApplication.beep()

"""The counter's sounds: one family an outcome, played by what the machine has, never waited for, never a failure.

Players are started from a thread of their own: starting a program costs the window milliseconds, and a QProcess that
still runs when its window goes takes the program with it (seen).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final

from PySide6.QtWidgets import QApplication

from deskcirc import paths
from deskcirc.ui.outcome import Tone

_PLAYERS: Final = (("pw-play", ()), ("paplay", ()), ("aplay", ("-q",)))
"""The players of PipeWire, PulseAudio and ALSA, the newest first."""

_LONGEST_SECONDS: Final = 5


class Sounds:
    """Plays a tone's sound; the tone READY has none. `silent` keeps the counter quiet."""

    def __init__(self, *, silent: bool = False) -> None:
        self.silent = silent
        self.player = next((found for name in _PLAYERS if (found := _command(*name))), None)
        self._wanted: SimpleQueue[Path | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def play(self, tone: Tone, shape: str = "") -> None:
        """Start the sound of the shape, else the tone's, and come back at once; one that waits gives way to it."""
        file = sound_file(tone, shape)
        if self.silent or file is None:
            return
        if sys.platform == "win32":
            _play_on_windows(file)
        elif self.player is None:
            QApplication.beep()
        else:
            self._drop_waiting()
            self._wanted.put(file)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="sounds", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Play nothing any more."""
        self.silent = True
        self._drop_waiting()
        self._wanted.put(None)

    def _drop_waiting(self) -> None:
        try:
            while True:
                self._wanted.get_nowait()
        except Empty:
            pass

    def _work(self) -> None:
        while (file := self._wanted.get()) is not None:
            self._run_player(file)

    def _run_player(self, file: Path) -> None:
        """A player that can't be started won't be next time either: beep from then on."""
        if self.player is None:
            return
        quiet = subprocess.DEVNULL
        try:
            subprocess.run(  # noqa: S603  a player found on the path, and a file of our own
                [*self.player, str(file)],
                stdin=quiet,
                stdout=quiet,
                stderr=quiet,
                timeout=_LONGEST_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            self.player = None


def sound_file(tone: Tone, shape: str = "") -> Path | None:
    """The wave file of a shape that has one, else that of the tone; None for one that is silent."""
    folder = paths.resources() / "sounds"
    files = (folder / f"{name}.wav" for name in (shape, tone) if name)
    return next((file for file in files if file.is_file()), None)


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

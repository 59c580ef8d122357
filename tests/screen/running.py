"""The program as it stands on a counter: a process of its own, with a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.screen import keys
from tests.screen.school import NAME, wait_until

import deskcirc

_SOURCES: Final = Path(deskcirc.__file__).resolve().parents[1]
_ROOT: Final = Path(__file__).resolve().parents[2]
_FOLDERS: Final = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")


class RunningProgram:
    """Starts, ends and kills it."""

    def __init__(self, library: Path, home: Path) -> None:
        self.library = library
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """What it wrote on its standard error."""
        return (self._home / "stderr").read_text(encoding="utf-8")

    def set(self, **settings: object) -> None:
        """The settings of this station, as the program itself would have stored them."""
        folder = self._home / ".config" / "deskcirc"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "station.json").write_text(json.dumps(settings), encoding="utf-8")

    def start(self, *, telling: bool = False, within: Sequence[str] = (), **more: str) -> None:
        """Start it and wait until its window has the keyboard and its library is open.

        `telling`: with one more listener, which writes down what the screen says (telling_counter.py). `within`: the
        command that runs it, `more`: what its environment holds besides.
        """
        surroundings = {name: value for name, value in os.environ.items() if name not in _FOLDERS}
        surroundings |= {"HOME": str(self._home), "PYTHONPATH": f"{_SOURCES}:{_ROOT}", "LANG": "C.UTF-8", **more}
        self._home.mkdir(parents=True, exist_ok=True)
        module = "tests.screen.telling_counter" if telling else "deskcirc"
        command = [*within, sys.executable, "-m", module, str(self.library)]
        with (self._home / "stdout").open("wb") as output, (self._home / "stderr").open("wb") as log:
            self._process = subprocess.Popen(command, env=surroundings, stdout=output, stderr=log)
        wait_until(self._is_up)

    def wait_for_scanner(self, times: int = 1) -> None:
        """Wait until the port was opened that often; what a scanner sends to a closed port nobody hears."""
        log = self._home / ".local" / "state" / "deskcirc" / "log" / "deskcirc.log"
        wait_until(lambda: log.exists() and log.read_text(encoding="utf-8").count(" connected\n") >= times)

    def told(self) -> list[str]:
        """The codes of the copies that the screen called lent, if it was started `telling`."""
        whole = (self._home / "stdout").read_text(encoding="utf-8").rpartition("\n")[0]
        return whole.split()

    def close(self) -> int:
        """Close its window as a person does; returns its exit status."""
        assert self._process is not None
        keys.press("alt+F4")
        status = self._process.wait(timeout=20)
        self._process = None
        return status

    def kill(self) -> None:
        """End it as a power cut does (SIGKILL); harmless when it has ended."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _is_up(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, f"it ended by itself: {self.log}"
        return keys.active_window() == NAME

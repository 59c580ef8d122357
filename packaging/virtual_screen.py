"""A screen nobody sees, for the tests that need real windows: Xvfb, with openbox so that windows get the focus."""

from __future__ import annotations

import os
import select
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from environment import SetUpError

_SIZE = "1366x768x24"  # the common screen of a school
_DEADLINE = 20.0  # seconds


@contextmanager
def virtual_screen() -> Iterator[dict[str, str]]:
    """Keep a screen up meanwhile; gives what the environment must hold for a program to open its windows there."""
    read_end, write_end = os.pipe()
    started: list[subprocess.Popen[bytes]] = []
    try:
        arguments = ["-displayfd", str(write_end), "-screen", "0", _SIZE, "-dpi", "96", "-nolisten", "tcp", "-noreset"]
        server = subprocess.Popen(["Xvfb", *arguments], pass_fds=[write_end], stderr=subprocess.DEVNULL)
        started.append(server)
        os.close(write_end)
        settings = {"DISPLAY": f":{_display_number(read_end)}", "QT_QPA_PLATFORM": "xcb"}
        surroundings = {**os.environ, **settings}
        quiet = subprocess.DEVNULL
        started.append(subprocess.Popen(["openbox", "--sm-disable"], env=surroundings, stdout=quiet, stderr=quiet))
        _wait_for_the_window_manager(surroundings)
        yield settings
    finally:
        os.close(read_end)
        for process in reversed(started):
            process.terminate()
            process.wait()


def _display_number(read_end: int) -> int:
    """The display the server chose: it writes the number once it answers."""
    if select.select([read_end], [], [], _DEADLINE)[0] and (text := os.read(read_end, 16).strip()):
        return int(text)
    raise SetUpError("Xvfb did not start: try `Xvfb :99` to see why.")


def _wait_for_the_window_manager(surroundings: dict[str, str]) -> None:
    give_up = time.monotonic() + _DEADLINE
    while subprocess.run(["xdotool", "get_num_desktops"], env=surroundings, capture_output=True).returncode != 0:
        if time.monotonic() > give_up:
            raise SetUpError("openbox did not start on the virtual screen.")
        time.sleep(0.05)

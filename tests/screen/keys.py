"""Keys struck on the X screen by xdotool, at the speed of a gun or of a hand, and what of the screen can be asked."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import Final

GUN: Final = 8
"""Milliseconds between two keys of a common wired gun."""
HAND: Final = 90
"""Milliseconds between two keys of somebody who types well."""
SLOW_GUN: Final = 200
"""Milliseconds between two keys of a Bluetooth gun far from its base."""

_XDOTOOL_HALF: Final = 2  # xdotool waits half of its delay at the press and half at the release


@dataclass(frozen=True, slots=True)
class Struck:
    """How long (seconds) how many keys took, the start of xdotool included."""

    keys: int
    seconds: float


def strokes(*codes: str, gap: int = GUN, end: str = "\r", pause: int = 0) -> list[str]:
    """The command that strikes the codes one after the other, each with its `end`, with pauses (ms) between them."""
    command = ["xdotool"]
    for number, code in enumerate(codes):
        if pause and number:
            command += ["sleep", str(pause / 1000)]
        command += ["type", "--delay", str(gap * _XDOTOOL_HALF), "--args", "1", code + end]
    return command


def strike(*codes: str, gap: int = GUN, end: str = "\r", pause: int = 0) -> None:
    """Strike them and come back when the last key was let go."""
    subprocess.run(strokes(*codes, gap=gap, end=end, pause=pause), check=True)


def press(*keys: str) -> None:
    """Press keys by their X names: "ctrl+f", "Escape", "alt+F4"."""
    subprocess.run(["xdotool", "key", *keys], check=True)


def active_window() -> str:
    """The title of the window that has the keyboard; "" while there is none."""
    asked = subprocess.run(["xdotool", "getactivewindow", "getwindowname"], capture_output=True, text=True)
    return asked.stdout.strip() if asked.returncode == 0 else ""

"""How much memory a process has, as Linux tells it; nothing where another system runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_STATUS: Final = Path("/proc/self/status")


def most_megabytes() -> float:
    """The most memory this process ever had in RAM, in MB; 0 where the system does not tell."""
    return _told("VmHWM")


def megabytes_now() -> float:
    """The memory this process has in RAM now, in MB; 0 where the system does not tell."""
    return _told("VmRSS")


def _told(what: str) -> float:
    if not _STATUS.exists():
        return 0.0
    # Not getrusage: its maximum counts what the parent had when this process was started.
    found = re.search(rf"{what}:\s+(\d+) kB", _STATUS.read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0

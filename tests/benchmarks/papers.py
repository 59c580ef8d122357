"""From a class of fifty to the PDF of its class sheet, beside an empty page written the same way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.benchmarks.figures import Figure, Goal, percentiles

_ROOT: Final = Path(__file__).resolve().parents[2]
_LONGEST: Final = 600  # seconds


def measure(folder: Path, times: int) -> list[Figure]:
    """The first sheet, which reads the font, and the ones after it."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.benchmarks.paper_process", str(folder), str(times)]
    completed = subprocess.run(
        command, cwd=_ROOT, env=environment, capture_output=True, text=True, timeout=_LONGEST, check=True
    )
    seen = json.loads(completed.stdout.splitlines()[-1])
    sheets, empty = seen["sheets"], seen["empty"]
    ours = {"first": sheets[0], **percentiles(sheets[1:])}
    limit = {"first": empty[0], **percentiles(empty[1:])}
    goals = (Goal("first", ours["first"], 1000), Goal("p95", ours["p95"], 1000))
    return [Figure("class sheet of 50 cards to PDF", "ms", ours, limit, "an empty page to PDF", goals)]

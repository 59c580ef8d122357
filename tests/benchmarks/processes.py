"""What is measured in a process of its own: that process prints its figures as JSON in its last line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

_ROOT: Final = Path(__file__).resolve().parents[2]
_LONGEST: Final = 1800  # seconds


def told_by(process: str, *arguments: str, given: str = "", on_screen: bool = False) -> Any:
    """What `tests.benchmarks.PROCESS` prints; it is painted on the screen there is only where that is asked for.

    Raises ChildProcessError with what the process said when it failed.
    """
    command = [sys.executable, "-m", f"tests.benchmarks.{process}", *arguments]
    environment = dict(os.environ)
    if not on_screen or (sys.platform == "linux" and "DISPLAY" not in environment):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    completed = subprocess.run(
        command, cwd=_ROOT, env=environment, input=given, capture_output=True, text=True, timeout=_LONGEST
    )
    if completed.returncode != 0:
        raise ChildProcessError(completed.stderr)
    return json.loads(completed.stdout.splitlines()[-1])

"""`python -m tests.benchmarks.repairing_process LIBRARY FOLDER TIMES`: prints how long the repair queue took to open.

The window is the shipped one, as in `window_process`: from the act until the list is painted, another section having
been on top and somebody having written since, so that the queue is read anew.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication
from tests.benchmarks.window_process import Scene, pause

from deskcirc import app
from deskcirc.ui import garbage
from deskcirc.ui.tabs.repair.queue_page import QueuePage

_SETTLED = 300  # ms


def main(library: Path, folder: Path, times: int) -> None:
    """Measure and print."""
    sys.setswitchinterval(app._SWITCH_SECONDS)
    garbage.collect_rarely()
    application = QApplication(sys.argv[:1])
    scene = Scene(application, folder / "settings", library, None)
    scene.choose_tab("repair")
    pause(_SETTLED)
    opened = [_opened(scene) for _number in range(times)]
    scene.close()
    print(json.dumps(opened))


def _opened(scene: Scene) -> float:
    """Milliseconds until the queue is painted in another order than before."""
    window = scene.counter.window
    page = window.findChild(QueuePage)
    if page is None:
        raise ValueError("the repair queue is not on the screen")
    for act in ("queue.sort:easy", "section:figures"):
        scene.watch.time(lambda act=act: _act(window, act), [])  # type: ignore[misc]
        pause(_SETTLED)
    took = scene.watch.time(lambda: _act(window, "section:queue"), [page.lines.viewport()])
    pause(_SETTLED)
    return took


def _act(window: Any, act: str) -> float:
    began = time.perf_counter()
    window.act(act)
    return began


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))

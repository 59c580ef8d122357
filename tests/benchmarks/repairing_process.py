"""`python -m tests.benchmarks.repairing_process LIBRARY FOLDER TIMES`: prints how long the repair queue took to open.

The window is the shipped one, as in `window_process`: from the act until the list is painted, another section having
been on top and somebody having written since, so that the queue is read anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.benchmarks.window_process import Scene, begin

from deskcirc.ui.tabs.repair.queue_page import QueuePage


def main(library: Path, folder: Path, times: int) -> None:
    """Measure and print."""
    scene = Scene(begin(), folder / "settings", library, None)
    scene.choose_tab("repair")
    opened = [_opened(scene) for _number in range(times)]
    scene.close()
    print(json.dumps(opened))


def _opened(scene: Scene) -> float:
    """Milliseconds until the queue is painted in another order than before."""
    page = scene.counter.window.findChild(QueuePage)
    if page is None:
        raise ValueError("the repair queue is not on the screen")
    for act in ("queue.sort:easy", "section:figures"):
        scene.act(act)
    return scene.act("section:queue", page.lines.viewport())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))

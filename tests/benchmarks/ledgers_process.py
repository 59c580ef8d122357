"""`python -m tests.benchmarks.ledgers_process LIBRARY FOLDER TIMES`: prints as JSON how long the whole ledger took.

The window is the shipped one, as in `window_process`: the time on the screen runs from the act until the table and
the banner are painted, the paper is made and painted as the window does it.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from tests.benchmarks.codes import NOW
from tests.benchmarks.window_process import Scene, begin

from deskcirc.labels.paper import Paper, PaperToCome
from deskcirc.store.database import open_library
from deskcirc.ui.outcome import Input
from deskcirc.ui.paper_painter import save_pdf
from deskcirc.ui.station import Station
from deskcirc.ui.tabs.ledgers.ledgers_page import LedgersPage


def main(library: Path, folder: Path, times: int) -> None:
    """Measure and print."""
    scene = Scene(begin(), folder / "settings", library, None)
    scene.choose_tab("ledgers")
    shown = [_shown(scene) for _number in range(times)]
    scene.close()
    print(json.dumps({"shown": shown, **_printed(library, folder)}))


def _shown(scene: Scene) -> float:
    """Milliseconds until the accession ledger from the beginning is painted, another ledger having been there."""
    page = scene.counter.window.findChild(LedgersPage)
    if page is None:
        raise ValueError("the ledgers are not on the screen")
    for act in ("ledgers.choose:in", "ledgers.period:whole"):
        scene.act(act)
    return scene.act("ledgers.choose:copies", page.table.viewport())


def _printed(library: Path, folder: Path) -> dict[str, float]:
    """Seconds of reading and laying out, and of painting; how much came of it, and how often progress was told."""
    heard = [0]

    def hear(_done: int, _total: int) -> None:
        heard[0] += 1

    with open_library(library) as opened:
        station = Station(opened, "benchmark")
        for act in ("tab:ledgers", "ledgers.period:whole", "ledgers.choose:copies"):
            station.take(Input(NOW, act=act))
        began = time.perf_counter()
        wanted = station.take(Input(NOW, act="ledgers.print")).state.paper
        paper = wanted.make(hear) if isinstance(wanted, PaperToCome) else wanted
        read = time.perf_counter()
    if not isinstance(paper, Paper):
        raise TypeError(paper)
    file = folder / "ledger.pdf"
    save_pdf(paper, str(file), hear)
    painted = time.perf_counter()
    copies, octets = _copies(library), file.stat().st_size
    file.unlink()
    return {
        "reading": read - began,
        "painting": painted - read,
        "pages": len(paper.pages),
        "octets": octets,
        "copies": copies,
        "heard": heard[0],
    }


def _copies(library: Path) -> int:
    with open_library(library, read_only=True) as opened, opened.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM copies").scalar_one())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))

"""One start of the program, watched: `… LIBRARY FOLDER BEGAN` prints when its pixels came and when it could lend.

BEGAN is the monotonic instant at which the process was called into being. Without LIBRARY (`-`) it is an empty window
of Qt's, which is the limit: Python, Qt and one paint.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_BEGAN: Final = float(sys.argv[3]) if len(sys.argv) > 3 else 0.0


def _since() -> float:
    return 1000 * (time.monotonic() - _BEGAN)


def start_the_program(library: Path, folder: Path) -> dict[str, float]:
    """Start as `deskcirc LIBRARY` does, and end it as soon as it could lend."""
    from PySide6.QtWidgets import QApplication
    from tests.benchmarks.memory import megabytes_now

    from deskcirc import app, cli, paths

    told: dict[str, float] = {}

    class Watched(app.Program):
        """The program, telling when."""

        def open(self, library: Path, *rest: Any, **options: Any) -> None:
            super().open(library, *rest, **options)
            if self.counter is not None:
                self.counter.window.painted.connect(lambda: told.setdefault("pixels", _since()))
                self.counter.counter.opened.connect(self._ready)
                self.counter.counter.refused.connect(lambda trouble: QApplication.exit(1))

        def _ready(self) -> None:
            told["ready"] = _since()
            told["memory"] = megabytes_now()
            QApplication.exit(0)

    app.Program = Watched  # type: ignore[misc]  # unittest.mock would take a third of the time measured
    paths.settings_folder = lambda: folder
    cli.main(["open", str(library)])
    return told


def start_qt_alone() -> dict[str, float]:
    """An empty window."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    told: dict[str, float] = {}

    class Empty(QMainWindow):
        """A window that is over once it was painted."""

        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
            super().paintEvent(event)
            QTimer.singleShot(0, self._painted)

        def _painted(self) -> None:
            told["pixels"] = _since()
            QApplication.exit(0)

    application = QApplication(sys.argv[:1])
    window = Empty()
    window.resize(1366, 768)
    window.show()
    application.exec()
    from tests.benchmarks.memory import megabytes_now

    return {**told, "memory": megabytes_now()}


if __name__ == "__main__":
    alone = sys.argv[1] == "-"
    print(json.dumps(start_qt_alone() if alone else start_the_program(Path(sys.argv[1]), Path(sys.argv[2]))))

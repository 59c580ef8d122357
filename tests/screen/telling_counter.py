"""The program itself, with one listener more: it writes down each copy the screen calls lent, when it says so."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from deskcirc import paths
from deskcirc.app import Program
from deskcirc.log import start_logging
from deskcirc.ui.station import Shown
from deskcirc.ui.wedge import prepare_input_methods


def _tell(_given: object, shown: Shown) -> None:
    if shown.told.outcome == "lent":
        os.write(sys.stdout.fileno(), f"{shown.told.copy}\n".encode())


def main(library: Path) -> int:
    """As the command line and deskcirc.app.run do."""
    start_logging(paths.log_folder())
    prepare_input_methods()
    application = QApplication(sys.argv[:1])
    program = Program(application, paths.settings_folder())
    program.start(library)
    assert program.counter is not None
    program.counter.runner.shown.connect(_tell)
    status = application.exec()
    program.shut()
    return status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

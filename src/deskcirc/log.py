"""The text log of the program's own doings; what staff did is in the library's journal, not here."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def start_logging(folder: Path) -> Path | None:
    """Write the log to `folder`, five files of one megabyte; returns the file, or None where it can't be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "deskcirc.log"
        handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=1_000_000, backupCount=4, encoding="utf-8", delay=True
        )
    except OSError:
        return None
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger("deskcirc")
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    return file

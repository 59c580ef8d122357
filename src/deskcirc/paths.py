"""Where things lie: the program's resources and migrations, and the person's own folders."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import platformdirs


@cache
def _beside_the_program(folder: str) -> Path:
    """A top-level folder of the project: the wheel carries it inside the package, a checkout has it above src."""
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [
        *([Path(frozen) / folder] if frozen else []),
        Path(__file__).resolve().parent / "_shipped" / folder,
        Path(__file__).resolve().parents[2] / folder,
    ]
    return next((candidate for candidate in candidates if candidate.is_dir()), candidates[-1])


def resources() -> Path:
    """The folder of icons, sounds, translations, the practice stock, the manual: read-only."""
    return _beside_the_program("resources")


def migrations() -> Path:
    """The folder of Alembic's steps: read-only."""
    return _beside_the_program("migrations")


def settings_folder() -> Path:
    """The person's folder for what belongs to this station, not to the library file (port, window)."""
    return Path(platformdirs.user_config_dir("deskcirc", appauthor=False))


def log_folder() -> Path:
    """The person's folder for the text log and crash reports."""
    return Path(platformdirs.user_log_dir("deskcirc", appauthor=False))


def documents_folder() -> Path:
    """Where a new library file is proposed."""
    return Path(platformdirs.user_documents_dir())

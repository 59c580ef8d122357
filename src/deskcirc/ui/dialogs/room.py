"""How large a dialog may be: as large as it would like, but its buttons must stay on the screen."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

_FRAME: Final = 40
_FRAME_AND_TITLE: Final = 60
"""Pixels round a dialog that the desktop needs: its frame at the sides, and above it the title bar too."""


def resize_within_screen(dialog: QWidget, width: int, height: int) -> None:
    """Give the dialog this size in pixels, or what of it the screen has; large letters and small screens need it."""
    room = dialog.screen().availableSize()
    dialog.resize(min(width, room.width() - _FRAME), min(height, room.height() - _FRAME_AND_TITLE))

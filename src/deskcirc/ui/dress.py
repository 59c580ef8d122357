"""Putting a theme on the program: style, font, palette and style sheet, for every window, now and later."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from deskcirc.ui.style_sheet import style_sheet
from deskcirc.ui.theme import Theme, qt_palette


def dress(application: QApplication, theme: Theme) -> None:
    """Put the theme on every window of the program."""
    application.setStyle("Fusion")
    application.setFont(theme.font(15))
    application.setPalette(qt_palette(theme.palette))
    application.setStyleSheet(style_sheet(theme))

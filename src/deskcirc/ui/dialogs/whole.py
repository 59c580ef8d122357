"""A dialog as high as its words are: Qt makes a new one no higher than two thirds of the screen, and cuts them."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog


def grow(dialog: QDialog) -> None:
    """Make the dialog as high as what stands in it at its width, and no higher than the screen."""
    layout, screen = dialog.layout(), dialog.screen()
    if layout is None:
        return
    layout.activate()
    wanted = layout.totalSizeHint().height()
    if layout.hasHeightForWidth():
        wanted = layout.totalHeightForWidth(dialog.width())
    if wanted > dialog.height():
        dialog.resize(dialog.width(), min(wanted, screen.availableSize().height()))

"""The manual in a window of its own, in the language of the screen; the counter goes on beside it."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from deskcirc import paths, text
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.room import resize_within_screen

_MARGIN: Final = 24  # pixels round the text


class ManualDialog(QDialog):
    """Shows resources/manual."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Manual"))
        self.page = QTextBrowser()
        self.page.setAccessibleName(_("Manual"))
        self.page.setOpenExternalLinks(False)
        file = paths.resources() / "manual" / f"{text.language()}.md"
        self.page.document().setDocumentMargin(_MARGIN)
        self.page.setMarkdown(file.read_text(encoding="utf-8"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        resize_within_screen(self, 900, 640)

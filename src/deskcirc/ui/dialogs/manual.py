"""The manual in a window of its own, in the language of the screen; the counter goes on beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from deskcirc import paths, text
from deskcirc.text import gettext as _


class ManualDialog(QDialog):
    """Shows resources/manual."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Manual"))
        self.page = QTextBrowser()
        self.page.setAccessibleName(_("Manual"))
        self.page.setOpenExternalLinks(False)
        file = paths.resources() / "manual" / f"{text.language()}.md"
        self.page.setMarkdown(file.read_text(encoding="utf-8"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self.resize(900, 640)

"""The manual in a window of its own, in the language of the screen; the counter goes on beside it."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from deskcirc import paths, text
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.room import resize_within_screen

_MARGIN: Final = 24  # pixels round the text
_WIDTH, _HEIGHT = 900, 640
_BESIDE_PICTURE: Final = 2 * _MARGIN + 60  # pixels: the margins, the scroll bar and the frame
_FOLDER: Final = "manual"
_BETWEEN, _ABOVE_CHAPTER = 5, 22  # pixels


class _Pages(QTextBrowser):
    """Shows pictures as wide as the text, however many pixels they have."""

    picture_width = _WIDTH - _BESIDE_PICTURE

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802  Qt names it
        """A picture of the manual, else what Qt finds."""
        place = name.toString() if isinstance(name, QUrl) else name
        picture = QImage(str(paths.resources() / _FOLDER / place))
        if picture.isNull():
            return super().loadResource(kind, name)
        picture.setDevicePixelRatio(max(1.0, picture.width() / self.picture_width))
        return picture


class ManualDialog(QDialog):
    """Shows resources/manual."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Manual"))
        self.page = _Pages()
        self.page.setAccessibleName(_("Manual"))
        self.page.setOpenExternalLinks(False)
        # Every line wraps; a line that ends in a wide sign is half a pixel too long now and then.
        self.page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        file = paths.resources() / _FOLDER / f"{text.language()}.md"
        self.page.document().setDocumentMargin(_MARGIN)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        resize_within_screen(self, _WIDTH, _HEIGHT)
        self.page.picture_width = self.width() - _BESIDE_PICTURE
        self.page.setMarkdown(file.read_text(encoding="utf-8"))
        _give_air(self.page.document())


def _give_air(document: QTextDocument) -> None:
    """Set paragraphs and chapters apart, which markdown alone does not; lines of an example stay together."""
    block = document.begin()
    while block.isValid():
        shape = block.blockFormat()
        if not shape.nonBreakableLines():
            air = QTextBlockFormat()
            air.setTopMargin(_ABOVE_CHAPTER if shape.headingLevel() else _BETWEEN)
            air.setBottomMargin(_BETWEEN)
            QTextCursor(block).mergeBlockFormat(air)
        block = block.next()

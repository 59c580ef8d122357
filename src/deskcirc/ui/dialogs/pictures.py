"""Pictures to post in the class chat: looked at one by one, copied to be pasted, or saved as PNG files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from deskcirc import paths
from deskcirc.errors import DeskcircError
from deskcirc.files import written_whole
from deskcirc.labels.paper import Paper
from deskcirc.text import gettext as _
from deskcirc.text import in_a_row, ngettext
from deskcirc.ui.dialogs.file_choice import ask_file_to_save
from deskcirc.ui.dialogs.room import resize_within_screen
from deskcirc.ui.paper_painter import coloured_image

_UNFIT_FOR_A_NAME: Final = re.compile(r'[\\/:*?"<>|\s]+')


def save_pictures(images: Sequence[QImage], path: Path) -> list[Path]:
    """Write the pictures as PNG files, several of them numbered; raises DeskcircError where one can't be written.

    A numbered file that is there already is never written over: whoever chose the name was asked about the first only.
    """
    files = [path] if len(images) == 1 else [path.with_stem(f"{path.stem}-{at}") for at in range(1, len(images) + 1)]
    there = [file for file in files if file != path and file.exists()]
    if there:
        raise DeskcircError(_("{name} is there already.").format(name=there[0].name), _("Choose another name."))
    made: list[Path] = []
    try:
        for image, file in zip(images, files, strict=True):
            _save(image, file)
            made.append(file)
    except DeskcircError:
        for file in made if len(files) > 1 else ():  # half a bulletin is none
            file.unlink(missing_ok=True)
        raise
    return files


def _save(image: QImage, file: Path) -> None:
    refused = _("{name} could not be written.").format(name=file.name)
    try:
        with written_whole(file) as draft:
            if not QImageWriter(str(draft), QByteArray(b"PNG")).write(image):
                raise DeskcircError(refused, _("Choose another folder, or make room there."))
    except OSError as error:
        raise DeskcircError(refused, _("Choose another folder, or make room there.")) from error


class PicturesDialog(QDialog):
    """Shows papers of one page each as pictures `dots_wide` across."""

    def __init__(self, papers: Sequence[Paper], dots_wide: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = papers[0].name
        self.images = [coloured_image(paper, 0, dots_wide) for paper in papers]
        self._at = 0
        self.setWindowTitle(self._name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shown, self._count, self.said = QLabel(), QLabel(), QLabel()
        self._shown.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.said.setWordWrap(True)
        self._room = QScrollArea()
        self._room.setWidget(self._shown)
        self._room.setWidgetResizable(True)
        self.before, self.after = QPushButton("‹"), QPushButton("›")
        self.before.setAccessibleName(_("Picture before"))
        self.after.setAccessibleName(_("Next picture"))
        self.before.clicked.connect(lambda: self.show_picture(self._at - 1))
        self.after.clicked.connect(lambda: self.show_picture(self._at + 1))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setSpacing(10)
        layout.addLayout(self._head())
        layout.addWidget(self._room, 1)
        layout.addWidget(self.said)
        layout.addLayout(self._foot())
        resize_within_screen(self, 760, 900)
        self.show_picture(0)

    def show_picture(self, at: int) -> None:
        """Show one of the pictures, scaled to the window."""
        self._at = max(0, min(at, len(self.images) - 1))
        image = self.images[self._at]
        wide = max(320, min(image.width(), self.width() - 110))
        picture = image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
        self._shown.setPixmap(QPixmap.fromImage(picture))
        self._count.setText(f"{self._at + 1} / {len(self.images)}")
        for button, so in ((self.before, self._at > 0), (self.after, self._at < len(self.images) - 1)):
            button.setEnabled(so)
            button.setVisible(len(self.images) > 1)

    def copy(self) -> None:
        """Put the picture on the clipboard, ready to be pasted into a chat."""
        QGuiApplication.clipboard().setImage(self.images[self._at])
        self._say(_("The picture is copied: paste it into the chat."), "done")

    def save_as(self, path: Path) -> None:
        """Write all pictures and say where they are, or why not."""
        try:
            files = save_pictures(self.images, path)
        except DeskcircError as trouble:
            self._say(in_a_row(trouble.sentence, trouble.remedy), "stop")
            return
        words = ngettext("{count} picture saved in {folder}.", "{count} pictures saved in {folder}.", len(files))
        self._say(words.format(count=len(files), folder=path.parent), "done")

    def _head(self) -> QHBoxLayout:
        title = QLabel(self._name)
        title.setProperty("part", "title")
        row = QHBoxLayout()
        row.addWidget(title)
        row.addStretch()
        for widget in (self.before, self._count, self.after):
            row.addWidget(widget)
        return row

    def _foot(self) -> QHBoxLayout:
        copy = QPushButton(_("Copy this picture"))
        copy.clicked.connect(self.copy)
        save = QPushButton(_("Save as pictures …"))
        save.setProperty("part", "main")
        save.clicked.connect(self._ask_where)
        close = QPushButton(_("Close") + "  Esc", autoDefault=False)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        for button in (close, copy, save):
            row.addWidget(button)
        return row

    def _ask_where(self) -> None:
        name = _UNFIT_FOR_A_NAME.sub("_", self._name) + ".png"
        kind = _("Pictures (*.png)")
        ask_file_to_save(self, _("Save as pictures"), paths.documents_folder() / name, kind, self.save_as)

    def _say(self, sentence: str, part: str) -> None:
        self.said.setText(sentence)
        self.said.setProperty("part", part)
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)

"""What is damaged about the copy in hand: tiles to tick, a note, a photo from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from deskcirc.domain.repair import Repair, Severity
from deskcirc.store.lookups.repairs import RepairPhoto
from deskcirc.text import gettext as _
from deskcirc.ui.damage_tiles import DamageTiles
from deskcirc.ui.dialogs.file_drop import FileDrop
from deskcirc.ui.pictures import PHOTO, kept_pixmap, picture_values
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.repair.queue_part import QueuePart
from deskcirc.ui.tabs.repair.queue_words import of_copy
from deskcirc.ui.theme import Theme

_PAUSE_MILLISECONDS: Final = 1200
"""How long the words of a note must stand still before they are kept."""
_HEIGHT: Final = 84


class DamagePage(TabPage):
    """Paints what is damaged about the copy in hand of a QueuePart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._repair: Repair | None = None
        self._photo: RepairPhoto | None = None
        self.tiles = DamageTiles(theme)
        self.tiles.touched.connect(self._touch)
        self.note = QLineEdit()
        self.note.setAccessibleName(_("Note about the damage"))
        self.note.setPlaceholderText(_("Note (optional)"))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._keep_note)
        self.note.textEdited.connect(self._pause.start)
        self.note.editingFinished.connect(self._keep_note)
        self.had = label("quiet")
        self.had.setWordWrap(True)
        self.photo = QLabel()
        self.photo.setAccessibleName(_("Photo of the damage"))
        self.take = self.plain_button(_("Photo …"), "folder")
        self.take.clicked.connect(self._choose_photo)
        self.remove = self.button(_("Remove it"), "remove_photo")
        FileDrop(self).dropped.connect(self.take_photo)
        photo = QHBoxLayout()
        photo.addWidget(self.photo)
        photo.addWidget(self.remove)
        photo.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        words = QHBoxLayout()  # the photo's button beside the note: on a low screen it lay below the edge
        words.addWidget(self.note, 1)
        words.addWidget(self.take)
        layout.addWidget(self.tiles)
        layout.addLayout(words)
        layout.addWidget(self.had)
        layout.addLayout(photo)
        layout.addStretch()

    def show_state(self, state: object) -> None:
        """Paint the ticks, the note and the photo; what somebody is typing is left alone."""
        if not isinstance(state, QueuePart) or state.chosen is None:
            raise TypeError(state)
        another = self._repair is None or self._repair.id != state.chosen.id
        if another and self._pause.isActive():
            self._keep_note()  # a scan came while somebody wrote: the words belong to the copy before it
        self._repair = state.chosen
        self.tiles.show_ticks(state.chosen.kinds, state.chosen.severity)
        if another or not self._pause.isActive():
            self._pause.stop()
            self.note.setText(state.chosen.note)
        self.note.setEnabled(state.may_decide)
        patron = state.chosen.patron
        self.had.setText(_("{patron} had it last").format(patron=patron) if patron else "")
        self.had.setVisible(bool(patron))
        if state.photo != self._photo:
            self._photo = state.photo
            octets = state.photo.octets if state.photo is not None else None
            self.photo.setPixmap(kept_pixmap(octets, self._theme.px(_HEIGHT)))
        self.photo.setVisible(state.photo is not None)
        self.remove.setVisible(state.photo is not None)

    def take_photo(self, file: Path, meant: Repair | None = None) -> None:
        """Make the picture in the file small and have it kept, of the copy in hand if no other is meant."""
        self.acted.emit("photo", {**picture_values(file, PHOTO), **of_copy(meant or self._repair)})

    def _touch(self, word: str) -> None:
        self.act(f"severity:{word}" if word in set(Severity) else f"kind:{word}")

    def _keep_note(self) -> None:
        self._pause.stop()
        if self._repair is not None and self.note.text().strip() != self._repair.note:
            self.acted.emit("note", {"note": self.note.text(), **of_copy(self._repair)})

    def _choose_photo(self) -> None:
        from deskcirc.ui.dialogs.file_choice import ask_file_to_open

        filters = [_("Pictures (*.jpg *.jpeg *.png *.bmp *.gif *.webp)"), _("All files (*)")]
        meant = self._repair  # a scan may bring another copy to hand while somebody looks for the file

        def take(file: Path) -> None:
            self.take_photo(file, meant)

        ask_file_to_open(self.window(), _("Photo of the damage"), Path.home(), filters, take)

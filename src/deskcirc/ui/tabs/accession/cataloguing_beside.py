"""What stands beside a title's form: its copies and its cover, or its MARC record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from deskcirc.domain.copies import COPY_STATE_WORDS, CopyState
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.accession.cataloguing_cover import cover_pixmap, cover_values
from deskcirc.ui.tabs.accession.cataloguing_part import CataloguingPart, CopyLine
from deskcirc.ui.theme import Theme

_COVER_HEIGHT: Final = 110
_WIDTH: Final = 330


class BesideForm(TabPage):
    """Paints what of a CataloguingPart stands beside its form."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._painted = CataloguingPart()
        self.copies = LinesView[CopyLine](theme, _columns(), _cells)
        self.copies.setAccessibleName(_("Copies of this title"))
        self.copies.set_empty_words(_("No copies yet."))
        self.count = label("title")
        self.cover = QLabel()
        self.cover.setAccessibleName(_("Cover"))
        self.marc = QPlainTextEdit()
        self.marc.setReadOnly(True)
        self.marc.setAccessibleName(_("MARC record"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._copies_side())
        self._stack.addWidget(self.marc)
        self.setMinimumWidth(theme.px(_WIDTH))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._show_cover(None)

    def show_state(self, state: object) -> None:
        """Paint the copies and the cover, or the record as it would be kept."""
        if not isinstance(state, CataloguingPart):
            raise TypeError(state)
        before, self._painted = self._painted, state
        held = len(state.copies)
        self.copies.show_lines(state.copies)
        self.count.setText(ngettext("{count} copy", "{count} copies", held).format(count=held))
        if state.cover != before.cover:
            self._show_cover(state.cover)
        if state.marc != before.marc:
            self.marc.setPlainText("\n".join(state.marc))
        self._stack.setCurrentIndex(1 if state.marc_shown else 0)
        is_kept = state.form is not None and state.form.title_id is not None
        self.take.setEnabled(state.may_change and is_kept)

    def take_cover(self, file: Path) -> None:
        """Make the picture in the file small and have it kept."""
        self.acted.emit("cover", cover_values(file))

    def _show_cover(self, octets: bytes | None) -> None:
        pixmap = cover_pixmap(octets, self._theme.px(_COVER_HEIGHT))
        self.cover.setPixmap(pixmap)
        self.cover.setVisible(not pixmap.isNull())
        self.remove.setVisible(octets is not None)

    def _copies_side(self) -> QWidget:
        side = QWidget()
        self.take = self.plain_button(_("Cover …"))
        self.take.setToolTip(_("Take a cover from a picture file"))
        self.take.clicked.connect(self._choose_cover)
        self.remove = self.button(_("Remove"), "remove_cover")
        head = QHBoxLayout()
        head.addWidget(self.count)
        head.addStretch()
        for widget in (self.cover, self.take, self.remove):
            head.addWidget(widget)
        rows = QVBoxLayout(side)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(head)
        rows.addWidget(self.copies, 1)
        return side

    def _choose_cover(self) -> None:
        from deskcirc.ui.dialogs.file_choice import ask_file_to_open

        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        kinds = [_("Pictures (*.jpg *.jpeg *.png *.webp *.bmp)"), _("All files (*)")]
        folder = Path(pictures) if pictures else Path.home()
        ask_file_to_open(self, _("Cover of this title"), folder, kinds, self.take_cover)


def _columns() -> Sequence[Column]:
    return (Column(_("Number"), 110), Column(_("Volume")), Column(_("Place"), 70, yields=True), Column(_("State"), 90))


def _cells(line: CopyLine) -> Sequence[Cell]:
    copy = line.copy
    calm = copy.state is CopyState.IN_STOCK
    return (
        Cell(copy.code),
        Cell(line.volume or "–"),
        Cell(copy.location or "–"),
        Cell(_(COPY_STATE_WORDS[copy.state]), None if calm else Tone.LOOK),
    )

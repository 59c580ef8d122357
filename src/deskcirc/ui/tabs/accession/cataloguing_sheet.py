"""One title on the screen: its form, and beside it its copies and its cover, or its MARC record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deskcirc.domain.classification import ClassesInStock
from deskcirc.domain.copies import COPY_STATE_WORDS, CopyState
from deskcirc.exchange.clc_outline import outline
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.accession.cataloguing_cover import cover_pixmap, cover_values
from deskcirc.ui.tabs.accession.cataloguing_fields import TitleFields
from deskcirc.ui.tabs.accession.cataloguing_part import CataloguingPart, CopyLine
from deskcirc.ui.theme import Theme

_PAUSE_MILLISECONDS: Final = 250
"""How long nothing must be typed before what stands in the form is looked at."""
_COVER_HEIGHT: Final = 110
_BESIDE: Final = 330


class TitleSheet(TabPage):
    """Paints the form of a CataloguingPart; acts of the form carry the fields as they stand."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = CataloguingPart()
        self._edition = -1
        self._class_settled = ""
        self.fields = TitleFields(theme)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(partial(self._ask, "edit"))
        self.fields.edited.connect(self._pause.start)
        self.fields.class_left.connect(self._settle_class)
        self.fields.class_asked.connect(partial(self._ask, "ask_class"))
        self.fields.class_taken.connect(self.take_class)
        self.source = label("quiet")
        self.source.setWordWrap(True)
        self.doubts = label("look")
        self.doubts.setWordWrap(True)
        self.there = self._link()
        self.copies = LinesView[CopyLine](theme, _columns(), _cells)
        self.copies.setAccessibleName(_("Copies of this title"))
        self.copies.set_empty_words(_("No copies yet."))
        self.count = label("title")
        self.cover = QLabel()
        self.marc = QPlainTextEdit()
        self.marc.setReadOnly(True)
        self.marc.setAccessibleName(_("MARC record"))
        self.marc.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._beside = QStackedWidget()
        self._lay_out()
        self._add_keys()

    def show_state(self, state: object) -> None:
        """Fill the form where the desk filled it anew, and paint what stands beside it."""
        if not isinstance(state, CataloguingPart) or state.form is None:
            raise TypeError(state)
        before, self._part = self._part, state
        self._show_words(state)
        self.copies.show_lines(state.copies)
        held = len(state.copies)
        self.count.setText(ngettext("{count} copy", "{count} copies", held).format(count=held))
        if state.cover != before.cover:
            self._show_cover(state.cover)
        self.remove_cover.setVisible(state.cover is not None)
        if state.class_stock is not None and state.class_stock is not before.class_stock:
            self._choose_class(state.class_stock)
        self._beside.setCurrentIndex(1 if state.marc_shown else 0)
        self.marc_button.setChecked(state.marc_shown)
        if state.marc != before.marc:
            self.marc.setPlainText("\n".join(state.marc))
        if state.edition != self._edition:
            self._fill(state)

    def begin(self, name: str) -> None:
        """Put the keyboard where this form is begun: into a field, or where copies are added."""
        if name in self.fields.edits:
            self.fields.begin_at(name)

    def _fill(self, state: CataloguingPart) -> None:
        self._pause.stop()
        self._edition = state.edition
        self.fields.fill(state.typed)
        self._class_settled = state.typed.get("class_number", "")
        if state.form is not None and state.form.focus and self.isVisible():
            self.begin(state.form.focus)

    def _show_words(self, state: CataloguingPart) -> None:
        form = state.form
        self.source.setText(form.source if form is not None else "")
        self.source.setVisible(bool(self.source.text()))
        self.fields.show_doubts(state.doubts, state.description.call_number)
        self.fields.suggest(state.suggested)
        shown = [doubt for doubt in state.doubts if doubt.title_id is not None or state.asked]
        self.doubts.setText("\n".join(doubt.sentence for doubt in shown[:3]))
        self.doubts.setVisible(bool(shown))
        others = [doubt.title_id for doubt in state.doubts if doubt.title_id is not None]
        self.there.setVisible(bool(others))
        self.there.setProperty("title", others[0] if others else None)
        self.save.setEnabled(state.may_change)
        self.later.setEnabled(state.may_change)
        is_new = form is None or form.title_id is None
        self.cover_button.setEnabled(state.may_change and not is_new)

    def _show_cover(self, octets: bytes | None) -> None:
        pixmap = cover_pixmap(octets, self._theme.px(_COVER_HEIGHT))
        self.cover.setPixmap(pixmap)
        self.cover.setVisible(not pixmap.isNull())
        self.cover.setAccessibleName(_("Cover"))

    def _ask(self, act: str, values: Mapping[str, str] | None = None) -> None:
        self._pause.stop()
        self.acted.emit(act, {**self.fields.values(), **(values or {})})

    def _settle_class(self) -> None:
        written = self.fields.values()["class_number"].strip()
        if written and written != self._class_settled:
            self._class_settled = written
            self._ask("settle_class")

    def take_class(self, class_number: str) -> None:
        """The class that was chosen goes into its field, and gets its book number."""
        self.fields.put("class_number", class_number)
        self._settle_class()

    def _choose_class(self, stock: ClassesInStock) -> None:
        from deskcirc.ui.dialogs.class_choice import ClassDialog

        written = self.fields.values()["class_number"]
        dialog = ClassDialog(self._theme, outline(), stock, written, parent=self.window())
        dialog.chosen.connect(self.take_class)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose_cover(self) -> None:
        from deskcirc.ui.dialogs.file_choice import ask_file_to_open

        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        kinds = [_("Pictures (*.jpg *.jpeg *.png *.webp *.bmp)"), _("All files (*)")]
        folder = Path(pictures) if pictures else Path.home()
        ask_file_to_open(self, _("Cover of this title"), folder, kinds, self.take_cover)

    def take_cover(self, file: Path) -> None:
        """Make the picture in the file small and have it kept."""
        self._ask("cover", cover_values(file))

    def _open_other(self) -> None:
        other = self.there.property("title")
        if other is not None:
            self.act(f"instead:{other}")

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        for widget in (self.source, self.doubts, self.there):
            left.addWidget(widget)
        left.addWidget(_scrolled(self.fields), 1)
        left.addLayout(self._foot())
        self._beside.addWidget(self._copies_side())
        self._beside.addWidget(self.marc)
        self._beside.setMinimumWidth(self._theme.px(_BESIDE))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(14))
        row.addLayout(left, 3)
        row.addWidget(self._beside, 2)

    def _copies_side(self) -> QWidget:
        side = QWidget()
        head = QHBoxLayout()
        head.addWidget(self.count)
        head.addStretch()
        head.addWidget(self.cover)
        self.cover_button = self.plain_button(_("Cover …"))
        self.cover_button.setToolTip(_("Take a cover from a picture file"))
        self.cover_button.clicked.connect(self._choose_cover)
        self.remove_cover = self.plain_button(_("Remove"))
        self.remove_cover.clicked.connect(partial(self._ask, "remove_cover", None))
        head.addWidget(self.cover_button)
        head.addWidget(self.remove_cover)
        self.slot = QVBoxLayout()
        rows = QVBoxLayout(side)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(head)
        rows.addWidget(self.copies, 1)
        rows.addLayout(self.slot)
        return side

    def _foot(self) -> QHBoxLayout:
        self.save = self._form_button(_("Save") + "  Ctrl+S", "save", main=True)
        self.later = self._form_button(_("Complete later"), "save_later")
        self.later.setToolTip(_("Save what there is; the title waits under “To complete”.") + "  Ctrl+L")
        self.following = self._form_button(_("Next volume"), "next_volume")
        self.following.setToolTip(_("Save, and describe the next volume of the set with the same words.") + "  Ctrl+D")
        self.marc_button = self._form_button(_("MARC"), "marc")
        self.marc_button.setCheckable(True)
        self.marc_button.setToolTip(_("Show the MARC record beside the form.") + "  Ctrl+M")
        self.leave = self._form_button(_("Back"), "close")
        foot = QHBoxLayout()
        foot.setSpacing(self._theme.px(6))
        for button in (self.leave, self.marc_button, self.following):
            foot.addWidget(button)
        foot.addStretch()
        for button in (self.later, self.save):
            foot.addWidget(button)
        return foot

    def _form_button(self, words: str, act: str, *, main: bool = False) -> QPushButton:
        made = self.plain_button(words, main=main)
        made.clicked.connect(lambda: self._ask(act))
        return made

    def _link(self) -> QPushButton:
        made = self.plain_button(_("Open it and add copies to it"))
        made.setProperty("part", "link")
        made.clicked.connect(self._open_other)
        return made

    def _add_keys(self) -> None:
        for keys, act in (
            ("Ctrl+S", "save"),
            ("Ctrl+L", "save_later"),
            ("Ctrl+D", "next_volume"),
            ("Ctrl+M", "marc"),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._ask, act, None))


def _scrolled(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area


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

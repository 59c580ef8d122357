"""The form of one title on the screen, with its cover and its MARC record beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from deskcirc.domain.classification import ClassesInStock
from deskcirc.exchange.clc_outline import outline
from deskcirc.text import gettext as _
from deskcirc.ui.pictures import kept_pixmap, picture_values
from deskcirc.ui.scrolling import scrolled
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.accession.cataloguing_fields import TitleFields, TwoLines
from deskcirc.ui.tabs.accession.cataloguing_part import CataloguingPart
from deskcirc.ui.theme import Theme

_PAUSE_MILLISECONDS: Final = 250
"""How long nothing must be typed before what stands in the form is looked at."""
_SETTLES: Final = frozenset({"save", "next_volume"})
"""What saves the form: a class that was just typed gets its book number before."""
_COVER_HEIGHT: Final = 150


class TitleFormView(TabPage):
    """Paints the form of a CataloguingPart; its acts carry the fields as they stand."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = CataloguingPart()
        self._edition = -1
        self._class_settled = ""
        self.fields = TitleFields(theme)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(partial(self.ask, "edit"))
        self.fields.edited.connect(self._pause.start)
        self.fields.class_left.connect(self._settle_class)
        self.fields.class_asked.connect(partial(self.ask, "ask_class"))
        self.fields.class_taken.connect(self.take_class)
        self.doubts = TwoLines("look")
        self.there = self.plain_button(_("Open it and add copies to it"))
        self.there.clicked.connect(self._open_other)
        self.cover = QLabel()
        self.cover.setAccessibleName(_("Cover"))
        self.marc = QPlainTextEdit()
        self.marc.setReadOnly(True)
        self.marc.setAccessibleName(_("MARC record"))
        self._lay_out()

    def show_state(self, state: object) -> None:
        """Fill the form where the desk filled it anew, and paint what stands beside it."""
        if not isinstance(state, CataloguingPart) or state.form is None:
            raise TypeError(state)
        before, self._part = self._part, state
        self._show_beside(state, before)
        if state.class_stock is not None and state.class_stock is not before.class_stock:
            self._choose_class(state.class_stock)
        if state.edition != self._edition:
            self._pause.stop()
            self._edition = state.edition
            self.fields.fill(state.typed)
            self._class_settled = state.typed.get("class_number", "").strip()
            if state.form.focus in self.fields.edits and self.isVisible():
                self.fields.begin_at(state.form.focus)
                self._area.ensureWidgetVisible(self.fields.edits[state.form.focus])
        self._show_words(state)

    def ask(self, act: str, values: Mapping[str, str] | None = None) -> None:
        """Ask for an act with everything that stands in the fields, and which filling of them it is."""
        self._pause.stop()
        if act in _SETTLES:
            self._settle_class()
        self.acted.emit(act, {**self.fields.values(), "edition": str(self._edition), **(values or {})})

    def take_class(self, class_number: str) -> None:
        """The class that was chosen goes into its field, and gets its book number."""
        self.fields.put("class_number", class_number)
        self._settle_class()

    def take_cover(self, file: Path) -> None:
        """Make the picture in the file small and have it kept."""
        self.ask("cover", picture_values(file))

    def _show_words(self, state: CataloguingPart) -> None:
        self.fields.show_doubts(state.doubts, state.description.call_number)
        self.fields.suggestions.show_suggestions(state.suggested)
        others = [doubt for doubt in state.doubts if doubt.title_id is not None]
        self.doubts.setText(others[0].sentence if others else "")
        for widget in (self.doubts, self.there):
            widget.setVisible(bool(others))
        self.there.setProperty("title", others[0].title_id if others else None)
        self.save.setEnabled(state.may_change)
        self.later.setEnabled(state.may_change)
        is_kept = state.form is not None and state.form.title_id is not None
        self.take.setEnabled(state.may_change and is_kept)

    def _show_beside(self, state: CataloguingPart, before: CataloguingPart) -> None:
        if state.cover != before.cover:
            self.cover.setPixmap(kept_pixmap(state.cover, self._theme.px(_COVER_HEIGHT)))
        self.cover.setVisible(state.cover is not None and not state.marc_shown)
        self.remove.setVisible(state.cover is not None)
        if state.marc != before.marc:
            self.marc.setPlainText("\n".join(state.marc))
        self.marc.setVisible(state.marc_shown)
        self.marc_button.setChecked(state.marc_shown)
        self.fields.set_columns(2 if state.marc_shown else 3)

    def _settle_class(self) -> None:
        written = self.fields.values()["class_number"].strip()
        if written and written != self._class_settled:
            self._class_settled = written
            self.ask("settle_class")

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

    def _open_other(self) -> None:
        other = self.there.property("title")
        if other is not None:
            self.act(f"instead:{other}")

    def _lay_out(self) -> None:
        said = QHBoxLayout()
        said.addWidget(self.doubts, 1)
        said.addWidget(self.there)
        beside = QHBoxLayout()
        beside.setSpacing(self._theme.px(12))
        self._area = scrolled(self.fields)
        beside.addWidget(self._area, 3)
        beside.addWidget(self.cover, 0, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(self.marc, 2)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(self._theme.px(6))
        rows.addLayout(said)
        rows.addLayout(beside, 1)
        rows.addWidget(self.fields.help)
        rows.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        self.marc_button = self._form_button(_("MARC"), "marc", _("Show the MARC record beside the form.") + "  Ctrl+M")
        self.marc_button.setCheckable(True)
        self.take = self.plain_button(_("Cover …"))
        self.take.setToolTip(_("Take a cover from a picture file"))
        self.take.clicked.connect(self._choose_cover)
        self.remove = self._form_button(_("Remove the cover"), "remove_cover", "")
        next_words = _("Save, and describe the next volume of the set with the same words.") + "  Ctrl+D"
        self.following = self._form_button(_("Next volume"), "next_volume", next_words)
        later_words = _("Save what there is; the title waits under “To complete”.") + "  Ctrl+L"
        self.later = self._form_button(_("Complete later"), "save_later", later_words)
        self.save = self._form_button(_("Save") + "  Ctrl+S", "save", "", main=True)
        foot = QHBoxLayout()
        foot.setSpacing(self._theme.px(6))
        for button in (self.marc_button, self.take, self.remove, self.following):
            foot.addWidget(button)
        foot.addStretch()
        for button in (self.later, self.save):
            foot.addWidget(button)
        return foot

    def _form_button(self, words: str, act: str, tip: str, *, main: bool = False) -> QPushButton:
        made = self.plain_button(words, main=main)
        made.setToolTip(tip)
        made.clicked.connect(lambda: self.ask(act))
        return made

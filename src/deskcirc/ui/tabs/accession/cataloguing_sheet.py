"""One title on the screen: its form, and beside it its copies and its cover, or its MARC record."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from deskcirc.domain.classification import ClassesInStock
from deskcirc.exchange.clc_outline import outline
from deskcirc.text import gettext as _
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.accession.cataloguing_beside import BesideForm
from deskcirc.ui.tabs.accession.cataloguing_fields import TitleFields
from deskcirc.ui.tabs.accession.cataloguing_part import CataloguingPart
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
        self.beside = BesideForm(theme)
        self.beside.acted.connect(self._pass_on)
        self._lay_out()
        self._add_keys()

    def show_state(self, state: object) -> None:
        """Fill the form where the desk filled it anew, and paint what stands beside it."""
        if not isinstance(state, CataloguingPart) or state.form is None:
            raise TypeError(state)
        before, self._part = self._part, state
        self._show_words(state)
        self.beside.show_state(state)
        if state.class_stock is not None and state.class_stock is not before.class_stock:
            self._choose_class(state.class_stock)
        self.marc_button.setChecked(state.marc_shown)
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

    def _ask(self, act: str, values: Mapping[str, str] | None = None) -> None:
        self._pause.stop()
        self.acted.emit(act, {**self.fields.values(), **(values or {})})

    def _pass_on(self, act: str, values: Mapping[str, str]) -> None:
        self._ask(act, values)

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
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(14))
        row.addLayout(left, 3)
        row.addWidget(self.beside, 2)

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

"""One title on the screen: its description or its copies, under a line that says which title it is."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout

from deskcirc.text import gettext as _
from deskcirc.ui.scrolling import scrolled
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.accession.binding_panel import BindingPanel
from deskcirc.ui.tabs.accession.cataloguing_fields import TwoLines
from deskcirc.ui.tabs.accession.cataloguing_form import TitleFormView
from deskcirc.ui.tabs.accession.cataloguing_part import CataloguingPart, View
from deskcirc.ui.tabs.accession.copies_panel import CopiesPanel
from deskcirc.ui.theme import Theme

_KEYS: Final = {View.FORM: "Ctrl+E", View.COPIES: "Ctrl+K", View.BINDING: "Ctrl+B"}


class TitleSheet(TabPage):
    """Paints the title of a CataloguingPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._edition = -1
        self.form = TitleFormView(theme)
        self.form.acted.connect(self.acted)
        self.panel = CopiesPanel(theme)
        self.panel.acted.connect(self.acted)
        self.name = label("title")
        self.source = label("quiet")
        self.type_doubt = TwoLines("look")
        self.binding = BindingPanel(theme)
        self.binding.acted.connect(self.acted)
        self.views = {view: self._view_button(view) for view in View}
        self.views[View.BINDING].setText(_("Bind issues …"))
        self.leave = self.plain_button(_("Back"))
        self.leave.clicked.connect(partial(self.form.ask, "close", None))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.form)
        self._copies = scrolled(self.panel)
        self._stack.addWidget(self._copies)
        self._binding = scrolled(self.binding)
        self._stack.addWidget(self._binding)
        self._sheets = {View.FORM: self.form, View.COPIES: self._copies, View.BINDING: self._binding}
        self._lay_out()
        self._add_keys()

    def show_state(self, state: object) -> None:
        """Paint the description or the copies, whichever is on top."""
        if not isinstance(state, CataloguingPart) or state.form is None:
            raise TypeError(state)
        is_new = state.form.title_id is None
        self.name.setText(_("New title") if is_new else state.name)
        self.source.setText(state.form.source or ("" if is_new else _about(state)))
        self.views[View.COPIES].setText(_("Copies: {count}").format(count=state.held))
        self.views[View.COPIES].setEnabled(not is_new)
        self.views[View.BINDING].setVisible(state.is_magazine)
        for view, button in self.views.items():
            button.setChecked(view is state.view)
        on_copies = state.view is View.COPIES
        self.type_doubt.setText(state.type_doubt)
        self.type_doubt.setVisible(on_copies and bool(state.type_doubt))
        self._stack.setCurrentWidget(self._sheets[state.view])
        self.form.show_state(state)
        if on_copies:
            self.panel.show_state(state.panel)
        if state.view is View.BINDING:
            self.binding.show_state(state.binding)
        if on_copies and state.edition != self._edition and self.isVisible():
            self._begin_copies()
        self._edition = state.edition

    def _begin_copies(self) -> None:
        """How many came is typed at once; Return registers them."""
        count = self.panel.findChild(QLineEdit, "count")
        if count is not None:
            count.setFocus(Qt.FocusReason.OtherFocusReason)
            count.selectAll()

    def _view_button(self, view: View) -> QPushButton:
        button = self.plain_button(_("Description"))
        button.setToolTip(_KEYS[view])
        button.setProperty("part", "toggle")
        button.setCheckable(True)
        button.clicked.connect(lambda: self._show_view(view))
        return button

    def _show_view(self, view: View) -> None:
        self.act(f"show:{view.value}")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(self._theme.px(8))
        head.addWidget(self.leave)
        head.addWidget(self.name)
        head.addWidget(self.source, 1)
        for button in self.views.values():
            head.addWidget(button)
        self.source.setMinimumWidth(self._theme.px(40))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(self._theme.px(6))
        rows.addLayout(head)
        rows.addWidget(self.type_doubt)
        rows.addWidget(self._stack, 1)

    def _add_keys(self) -> None:
        for keys, act in (
            ("Ctrl+S", "save"),
            ("Ctrl+L", "save_later"),
            ("Ctrl+D", "next_volume"),
            ("Ctrl+M", "marc"),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self.form.ask, act, None))
        for view, keys in _KEYS.items():
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._show_view, view))


def _about(state: CataloguingPart) -> str:
    about = state.description
    parts = (about.author, about.publisher, about.published, about.call_number)
    return _(", ").join(part for part in parts if part)

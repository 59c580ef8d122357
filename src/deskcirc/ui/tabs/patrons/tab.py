"""The Patrons tab: the list, one patron or a class, and the form that is open."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout

from deskcirc.ui.dialogs.loss_dialog import LossDialog, show_loss_dialog
from deskcirc.ui.loss_question import LossQuestion
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.patrons.class_page import ClassPage
from deskcirc.ui.tabs.patrons.details_page import DetailsPage
from deskcirc.ui.tabs.patrons.form_dialog import FormDialog
from deskcirc.ui.tabs.patrons.forms import Form
from deskcirc.ui.tabs.patrons.list_page import ListPage
from deskcirc.ui.tabs.patrons.screen import PatronsState, View
from deskcirc.ui.theme import Theme


class PatronsPage(TabPage):
    """Paints a PatronsState."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.list, self.patron, self.of_class = ListPage(theme), DetailsPage(theme), ClassPage(theme)
        self.dialog: FormDialog | None = None
        self.loss: LossDialog | None = None
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)  # a small window cuts it
        for page in (self.list, self.patron, self.of_class):
            page.acted.connect(self.acted)
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.key("Ctrl+N", "ask_enrol")
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._find)

    def show_state(self, state: object) -> None:
        """Paint what is on top, and the form while it is open."""
        if not isinstance(state, PatronsState):
            raise TypeError(state)
        if state.view is View.PATRON and state.patron is not None:
            self.patron.show_patron(state.patron, may_change=state.may_change)
            self._stack.setCurrentWidget(self.patron)
        elif state.view is View.CLASS and state.of_class is not None:
            self.of_class.show_class(state.of_class)
            self._stack.setCurrentWidget(self.of_class)
        else:
            self.list.show_listing(state)
            self._stack.setCurrentWidget(self.list)
        self._show_form(state.form)
        self._show_loss(state.loss)

    def _find(self) -> None:
        """Write in the search field; from another page the list comes back first."""
        if self._stack.currentWidget() is not self.list:
            self.act("list")
            self._stack.setCurrentWidget(self.list)
        self.list.words.setFocus()
        self.list.words.selectAll()

    def _show_form(self, form: Form | None) -> None:
        if self.dialog is not None and (form is None or form.act != self.dialog.act):
            dialog, self.dialog = self.dialog, None
            dialog.blockSignals(True)  # the desk closed it: nobody said no
            dialog.close()
            dialog.deleteLater()
        if form is None:
            return
        if self.dialog is None:
            self.dialog = FormDialog(self._theme, form, self.window())
            self.dialog.acted.connect(self.acted)
            self.dialog.open()
        else:
            self.dialog.show_form(form)

    def _show_loss(self, question: LossQuestion | None) -> None:
        self.loss = show_loss_dialog(self.loss, question, self._theme, self)

"""The dialog for a lost copy: how it is made good, what it costs in yuan and why so much, a note."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.yes_and_no import yes_and_no
from deskcirc.ui.loss_question import LossQuestion, Way
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.theme import Theme


class LossDialog(QDialog):
    """Shows a LossQuestion; `acted` carries its act and the answer, or "loss_close".

    It stays open with what was typed until the desk has taken the answer; whoever shows it closes it then.
    """

    acted = Signal(str, object)

    def __init__(self, theme: Theme, question: LossQuestion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.setWindowTitle(question.title)
        self.setMinimumWidth(theme.px(560))
        self.refusal, self.told = label("stop"), label("quiet")
        self.way = QComboBox()
        self.way.setAccessibleName(_("Made good by"))
        for way in question.ways:
            self.way.addItem(way.words, way.way.value)
        self.amount, self.note = QLineEdit(), QLineEdit(question.note)
        self.amount.setAccessibleName(_("Yuan"))
        self.note.setAccessibleName(_("Note"))
        self._arrange(theme)
        self.way.setCurrentIndex(max(0, self.way.findData(question.chosen.value)))
        self.way.currentIndexChanged.connect(self._show_way)
        self._show_way()
        self.show_question(question)

    def show_question(self, question: LossQuestion) -> None:
        """Show why the answer was not taken."""
        self.question = question
        self.refusal.setText(question.refusal)
        self.refusal.setVisible(bool(question.refusal))

    def values(self) -> dict[str, str]:
        """What is filled in now."""
        return {"way": str(self.way.currentData() or ""), "amount": self.amount.text(), "note": self.note.text()}

    def accept(self) -> None:
        """Ask the desk to take it."""
        self.acted.emit(self.question.act, self.values())

    def reject(self) -> None:
        """Leave everything as it is."""
        super().reject()
        self.acted.emit("loss_close", {})

    def _arrange(self, theme: Theme) -> None:
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(12))
        layout.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(20))
        layout.addWidget(label("title", self.question.title))
        for sentence in self.question.sentences:
            layout.addWidget(label("quiet", sentence))
        layout.addWidget(self.refusal)
        form = QFormLayout()
        form.setSpacing(theme.px(10))
        form.addRow(_("Made good by"), self.way)
        form.addRow(_("Yuan"), self.amount)
        form.addRow("", self.told)
        form.addRow(_("Note"), self.note)
        layout.addLayout(form)
        self.yes, buttons = yes_and_no(self, self.question.yes)
        layout.addLayout(buttons)
        for words in self.findChildren(type(self.told)):
            words.setWordWrap(True)

    def _show_way(self) -> None:
        """The sum that is proposed for this way, with how it comes about; where it is not known, the field waits."""
        way = self._chosen()
        in_money = way is not None and way.amount is not None
        self.amount.setEnabled(in_money)
        self.amount.setText((way.amount or "") if way is not None else "")
        asked = _("The price is not known: write what it costs.")
        self.told.setText("" if way is None else asked if way.amount == "" else way.told)
        if in_money and not self.amount.text():
            self.amount.setFocus()

    def _chosen(self) -> Way | None:
        value = self.way.currentData()
        return next((way for way in self.question.ways if way.way.value == value), None)


def show_loss_dialog(
    dialog: LossDialog | None, question: LossQuestion | None, theme: Theme, page: TabPage
) -> LossDialog | None:
    """Open, change or close the dialog of a page so that it shows the question; returns the one that is open now."""
    if dialog is not None and (question is None or question.act != dialog.question.act):
        dialog.blockSignals(True)  # the desk closed it: nobody said no
        dialog.close()
        dialog.deleteLater()
        dialog = None
    if question is None:
        return None
    if dialog is None:
        dialog = LossDialog(theme, question, page.window())
        dialog.acted.connect(page.acted)
        dialog.open()
    else:
        dialog.show_question(question)
    return dialog

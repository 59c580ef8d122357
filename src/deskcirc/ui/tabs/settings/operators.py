"""Who may stand at the counter: the list, and adding, changing, taking off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.patrons import SchoolClass
from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.theme import Theme

ROLE_WORDS: Final = {
    Role.LIBRARIAN: marked("librarian"),
    Role.TEACHER: marked("teacher"),
    Role.HELPER: marked("pupil helper"),
}


class OperatorsSection(QWidget):
    """The operators; `acted` asks for "operator_add", "operator_pin:ID", "operator_class:ID" or "operator_end:ID"."""

    acted = Signal(str, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._classes: dict[int, str] = {}
        columns = (Column(_("Name")), Column(_("Role"), 150), Column(_("PIN"), 80), Column(_("Class corner"), 170))
        self.lines = LinesView[Operator](theme, columns, self._cells)
        self.lines.setAccessibleName(_("Operators"))
        self._buttons = {
            _("Add somebody"): self._ask_who,
            _("Change the PIN"): self._ask_pin,
            _("Class corner …"): self._ask_class,
            _("Remove from the counter"): self._end,
        }
        foot = QHBoxLayout()
        for words, call in self._buttons.items():
            button = QPushButton(words)
            button.clicked.connect(call)
            foot.addWidget(button)
        foot.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addWidget(self.lines, 1)
        layout.addLayout(foot)

    def show_operators(self, operators: Sequence[Operator], classes: Sequence[SchoolClass], may_change: bool) -> None:
        """Show these operators; the buttons work for whoever may change them."""
        self._classes = {each.id: each.name for each in classes}
        self.lines.show_lines(operators)
        for button in self.findChildren(QPushButton):
            button.setEnabled(may_change)

    def _ask_who(self) -> None:
        roles = {_(words): role for role, words in ROLE_WORDS.items()}
        fields = (
            Field("name", _("Name")),
            Field("role", _("Role"), "choice", _(ROLE_WORDS[Role.HELPER]), tuple(roles)),
            Field("pin", _("PIN (optional)"), required=False),
            Field("card", _("Barcode of their card (optional)"), required=False),
        )

        def add(values: Mapping[str, str]) -> None:
            self.acted.emit("operator_add", {**values, "role": roles[values["role"]].value})

        self._ask(QuestionDialog(_("Who may work at the counter?"), [], fields, _("Add"), self.window()), add)

    # A new PIN is shown while it is typed: a slip nobody saw would lock the librarian out.
    def _ask_pin(self) -> None:
        operator = self.lines.selected_line()
        if operator is None:
            return
        field = Field("pin", _("New PIN (leave empty for none)"), required=False)
        dialog = QuestionDialog(_("PIN of {name}").format(name=operator.name), [], [field], _("Save"), self.window())
        self._ask(dialog, lambda values: self.acted.emit(f"operator_pin:{operator.id}", values))

    def _ask_class(self) -> None:
        """A helper kept to the corner of a class lends and takes back there, and works nowhere else."""
        operator = self.lines.selected_line()
        if operator is None:
            return
        whole = _("the whole counter")
        names = {whole: "", **{name: str(class_id) for class_id, name in self._classes.items()}}
        now = self._classes.get(operator.class_id or 0, whole)
        field = Field("class", _("Works at"), "choice", now, tuple(names))
        sentences = [_("A pupil helper may be kept to the corner of one class: its copies, its pupils, nothing else.")]
        title = _("Where does {name} work?").format(name=operator.name)
        dialog = QuestionDialog(title, sentences, [field], _("Save"), self.window())

        def keep(values: Mapping[str, str]) -> None:
            self.acted.emit(f"operator_class:{operator.id}", {"class": names[values["class"]]})

        self._ask(dialog, keep)

    def _cells(self, operator: Operator) -> Sequence[Cell]:
        kept_to = "—" if operator.class_id is None else self._classes.get(operator.class_id, _("a class that left"))
        pin = "••••" if operator.pin_hash else "—"
        return Cell(operator.name), Cell(_(ROLE_WORDS[operator.role])), Cell(pin), Cell(kept_to)

    def _end(self) -> None:
        operator = self.lines.selected_line()
        if operator is not None:
            self.acted.emit(f"operator_end:{operator.id}", {})

    def _ask(self, dialog: QuestionDialog, answer: object) -> None:
        dialog.answered.connect(answer)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

"""Asks what is paid: the amount stands there, and what a larger note gets back is reckoned as it is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from deskcirc.desk.charges import read_fen
from deskcirc.domain.money import change_back
from deskcirc.domain.prices import format_fen
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.question import Field, QuestionDialog


class PaymentDialog(QuestionDialog):
    """`answered` carries "amount", "given" and "note" as typed, in yuan."""

    def __init__(self, title: str, sentences: Sequence[str], owed: int, parent: QWidget | None = None) -> None:
        fields = (
            Field("amount", _("Amount, in yuan; less for a part"), value=format_fen(owed)),
            Field("given", _("Note or coins given (optional)"), required=False),
            Field("note", _("Note on the receipt (optional)"), required=False),
        )
        super().__init__(title, sentences, fields, _("Take the money"), parent)
        self._owed = owed
        self.change = QLabel()
        self.change.setProperty("part", "title")
        self.change.setAccessibleName(_("Change"))
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(layout.count() - 1, self.change)
        for edit in (self.edit("amount"), self.edit("given")):
            edit.textChanged.connect(self._reckon)
        self.edit("given").setFocus()
        self._reckon()

    def _reckon(self) -> None:
        """Say the change, or what is wrong with the amounts; the desk says it again when they are taken."""
        values = self.values()
        amount, given = read_fen(values["amount"]), read_fen(values["given"])
        if amount is None:
            said = _("Write how much is paid: {owed} yuan are owed.").format(owed=format_fen(self._owed))
        elif amount > self._owed:
            said = _("Only {owed} yuan are owed.").format(owed=format_fen(self._owed))
        elif given is None:
            left = self._owed - amount
            said = _("{amount} yuan are left to pay.").format(amount=format_fen(left)) if left else ""
        elif (change := change_back(amount, given)) is None:
            said = _("{amount} yuan are missing.").format(amount=format_fen(amount - given))
        else:
            said = _("Change: {amount} yuan").format(amount=format_fen(change))
        self.change.setText(said)

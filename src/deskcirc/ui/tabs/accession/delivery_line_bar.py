"""The buttons under the list of the delivery check: what may be done to the line that is selected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from deskcirc.domain.deliveries import DeliveryLine
from deskcirc.domain.prices import format_fen
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.lines_model import LinesView
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.accession.delivery_part import DeliveryPart
from deskcirc.ui.theme import Theme


class DeliveryLineBar(TabPage):
    """Asks what an act on the selected line, else on the line scanned last, needs to know."""

    def __init__(self, theme: Theme, lines: LinesView[DeliveryLine]) -> None:
        super().__init__(theme)
        self._lines = lines
        self._part = DeliveryPart()
        self.came = self._asking(_("One came"), lambda line: self.act(f"count:{line.id}"))
        self.rest = self._asking(_("All of it came"), lambda line: self.act(f"rest:{line.id}"))
        self.number = self._asking(_("Count …"), self._ask_count)
        self.price = self._asking(_("Price on the copy …"), self._ask_price)
        self.edition = self._asking(_("Other edition …"), self._ask_edition)
        self.remark = self._asking(_("Remark …"), self._ask_remark)
        self.drop = self._asking(_("Off the list"), lambda line: self.act(f"drop:{line.id}"))
        self.all = self.button(_("Everything came"), "all")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for button in self._of_line():
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.all)
        lines.selectionModel().selectionChanged.connect(self._weigh)

    def show_part(self, part: DeliveryPart) -> None:
        """Weigh what can be done now."""
        self._part = part
        self._weigh()

    def _weigh(self, *_selected: object) -> None:
        line = self._line()
        for button in self._of_line():
            button.setEnabled(self._part.may_change and line is not None)
        self.rest.setEnabled(self.rest.isEnabled() and line is not None and bool(line.short))
        self.drop.setEnabled(self.drop.isEnabled() and line is not None and not line.arrived)
        self.all.setEnabled(self._part.may_change and bool(self._part.figures.short))

    def _of_line(self) -> tuple[QPushButton, ...]:
        return self.came, self.rest, self.number, self.price, self.edition, self.remark, self.drop

    def _line(self) -> DeliveryLine | None:
        return self._lines.selected_line() or self._part.last

    def _asking(self, words: str, ask: Callable[[DeliveryLine], None]) -> QPushButton:
        button = self.plain_button(words)
        button.clicked.connect(lambda: self._with_line(ask))
        return button

    def _with_line(self, ask: Callable[[DeliveryLine], None]) -> None:
        line = self._line()
        if line is not None:
            ask(line)

    def _ask_count(self, line: DeliveryLine) -> None:
        self._ask("set", line, Field("count", _("Copies that came"), value=str(line.arrived)))

    def _ask_price(self, line: DeliveryLine) -> None:
        shown = "" if line.price_found is None else format_fen(line.price_found)
        words = _("Price on the copy, in yuan; empty for that of the list")
        self._ask("price", line, Field("price", words, value=shown, required=False))

    def _ask_edition(self, line: DeliveryLine) -> None:
        """A book scanned just now that is on no list is the other edition; else its ISBN is asked for."""
        if self._part.unlisted is not None:
            self.act(f"edition:{line.id}")
            return
        words = _("ISBN on the copy; empty for that of the list")
        self._ask("edition", line, Field("isbn", words, value=line.isbn_found, required=False))

    def _ask_remark(self, line: DeliveryLine) -> None:
        self._ask("remark", line, Field("remark", _("Remark"), value=line.remark, required=False))

    def _ask(self, verb: str, line: DeliveryLine, field: Field) -> None:
        dialog = QuestionDialog(line.name, [], [field], _("Save"), self.window())
        dialog.answered.connect(lambda values: self.acted.emit(f"{verb}:{line.id}", values))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

"""The buttons under the list of the delivery check: what may be done to the line that is selected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton

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
        self.price = self._asking(_("Price on the copy …"), self._ask_price)
        self.more = self.plain_button(_("This line …"))
        menu = QMenu(self.more)
        self.more.setMenu(menu)
        self._entry(menu, _("Copies that came …"), self._ask_count)
        self._entry(menu, _("It is another edition …"), self._ask_edition)
        self._entry(menu, _("Remark …"), self._ask_remark)
        self.drop = self._entry(menu, _("Strike it from the list"), lambda line: self.act(f"drop:{line.id}"))
        menu.addSeparator()
        self.all = menu.addAction(_("Everything on the list came"))
        self.all.triggered.connect(lambda: self.act("all"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.came, self.rest, self.price, self.more):
            row.addWidget(button)
        lines.selectionModel().selectionChanged.connect(self._weigh)

    def show_part(self, part: DeliveryPart) -> None:
        """Weigh what can be done now."""
        self._part = part
        self._weigh()

    def _weigh(self, *_selected: object) -> None:
        line = self._line()
        for button in (self.came, self.rest, self.price, self.more):
            button.setEnabled(self._part.may_change and line is not None)
        self.rest.setEnabled(self.rest.isEnabled() and line is not None and bool(line.short))
        self.drop.setEnabled(line is not None and not line.arrived)
        self.all.setEnabled(bool(self._part.figures.short))

    def _line(self) -> DeliveryLine | None:
        return self._lines.selected_line() or self._part.last

    def _asking(self, words: str, ask: Callable[[DeliveryLine], None]) -> QPushButton:
        button = self.plain_button(words)
        button.clicked.connect(lambda: self._with_line(ask))
        return button

    def _entry(self, menu: QMenu, words: str, ask: Callable[[DeliveryLine], None]) -> QAction:
        entry = menu.addAction(words)
        entry.triggered.connect(lambda: self._with_line(ask))
        return entry

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
        self._ask("remark", line, Field("remark", _("Remarks"), value=line.remark, required=False))

    def _ask(self, verb: str, line: DeliveryLine, field: Field) -> None:
        dialog = QuestionDialog(line.name, [], [field], _("Save"), self.window())
        dialog.answered.connect(lambda values: self.acted.emit(f"{verb}:{line.id}", values))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

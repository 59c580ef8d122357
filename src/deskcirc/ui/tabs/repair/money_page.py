"""Money on the screen: what is owed, what was paid and given back, and the cash sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from deskcirc.domain.cash_sheet import CashLine
from deskcirc.domain.prices import format_fen
from deskcirc.store.lookups.payments import OpenChargeLine
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.dialogs.payment import PaymentDialog
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.sided_page import SidedPage, list_over
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.repair.cash_sheet_page import CashSheetPage, payment_cells, payment_columns
from deskcirc.ui.tabs.repair.money_part import MoneyPart, View
from deskcirc.ui.theme import Theme


class MoneyPage(SidedPage[View]):
    """Paints a MoneyPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = MoneyPart()
        self.owed = LinesView[OpenChargeLine](theme, _owed_columns(), _owed_cells)
        self.payments = LinesView[CashLine](theme, payment_columns(), payment_cells)
        self.sheet = CashSheetPage(theme)
        self.words = QLineEdit()
        self.told = label("quiet")
        self.everybody = self.button(_("Everybody"), "everybody")
        self.damage = _asking(self, _("Charge for the damage …"), self._ask_damage, main=True)
        self.pay_all = _asking(self, _("Pay all …"), self._ask_all)
        self.waive = _asking(self, _("Waive …"), self._ask_waive)
        self.pay = _asking(self, _("Pay …"), self._ask_pay, main=True)
        self.refund = _asking(self, _("Give back …"), self._ask_refund)
        self.receipt = _asking(self, _("Print the receipt"), self._print)
        self._name_lists()
        sides = {
            View.OWED: (_("To collect"), self._owed_body()),
            View.PAYMENTS: (_("Payments"), self._payments_body()),
            View.SHEET: (_("Cash sheet"), self.sheet),
        }
        self.lay_sides(sides, self.words)
        self.head.setStretchFactor(self.words, 1)

    def show_state(self, state: object) -> None:
        """Paint the side that is on top."""
        if not isinstance(state, MoneyPart):
            raise TypeError(state)
        before, self._part = self._part, state
        self.words.setVisible(state.view is View.OWED)
        if self.words.text() != state.query and not self.words.hasFocus():
            self.words.setText(state.query)
        for lines, empty in ((self.owed, _owed_empty(state)), (self.payments, _payments_empty(state))):
            lines.set_empty_words(empty)
        if state.view is View.OWED:
            line = self.owed.selected_line()
            self.owed.show_lines(state.owed)
            self._select(state, before, line.charge.id if line is not None else None)
        self.payments.show_lines(state.payments)
        self.told.setText(_told(state))
        if state.view is View.SHEET:
            self.sheet.show_state(state)
        self.show_side(state.view)
        self._weigh()

    def _select(self, state: MoneyPart, before: MoneyPart, was_on: int | None) -> None:
        """Put the cursor on what a scan found, on the only charge there is; else it stays on its charge."""
        if state.chosen == before.chosen and state.patron_id == before.patron_id and state.owed == before.owed:
            return
        places = [place for place, line in enumerate(state.owed) if line.charge.id == state.chosen]
        if state.chosen == before.chosen and state.patron_id == before.patron_id:
            stays = [place for place, line in enumerate(state.owed) if line.charge.id == was_on]
            places = stays or places
        if places or (state.patron_id is not None and state.owed):
            self.owed.select(places[0] if places else 0)

    def _name_lists(self) -> None:
        self.words.setPlaceholderText(_("Name, pinyin, class, number, title or copy"))
        self.words.setAccessibleName(_("Search for what is owed"))
        self.words.setClearButtonEnabled(True)
        self.words.textEdited.connect(lambda words: self.acted.emit("search", {"query": words}))
        self.owed.setAccessibleName(_("What is owed"))
        self.owed.chosen.connect(lambda _line: self._ask_pay())
        self.payments.setAccessibleName(_("Payments"))
        self.payments.chosen.connect(lambda _line: self._print())
        for lines in (self.owed, self.payments):
            lines.selectionModel().selectionChanged.connect(self._weigh)

    def _owed_body(self) -> QWidget:
        foot = QHBoxLayout()
        foot.addWidget(self.everybody)
        foot.addWidget(self.told, 1)
        for button in (self.damage, self.waive, self.pay_all, self.pay):
            foot.addWidget(button)
        return list_over(self.owed, foot)

    def _payments_body(self) -> QWidget:
        foot = QHBoxLayout()
        foot.addWidget(self.receipt)
        foot.addWidget(self.refund)
        foot.addStretch()
        return list_over(self.payments, foot)

    def _weigh(self, *_selected: object) -> None:
        part = self._part
        line, payment = self.owed.selected_line(), self.payments.selected_line()
        for button in (self.pay, self.waive):
            button.setEnabled(part.may_change and line is not None)
        self.damage.setVisible(part.damage is not None and part.may_change)
        self.everybody.setVisible(part.patron_id is not None)
        self.pay_all.setVisible(part.patron_id is not None and len(part.owed) > 1)
        self.receipt.setEnabled(payment is not None)
        self.refund.setEnabled(part.may_change and payment is not None and payment.came_in is not None)

    def _ask_pay(self) -> None:
        line = self.owed.selected_line()
        if line is None:
            return
        sentences = [line.charge.about]
        if line.charge.received:
            sentences.append(
                _("{paid} of {amount} yuan are paid already.").format(
                    paid=format_fen(line.charge.received), amount=line.charge.yuan
                )
            )
        title = _("{patron} pays").format(patron=line.patron)
        self._open(PaymentDialog(title, sentences, line.charge.owed, self.window()), f"pay:{line.charge.id}")

    def _ask_all(self) -> None:
        part = self._part
        title = _("{patron} pays").format(patron=part.patron)
        words = _("{count} charges; a smaller sum pays the oldest first, each with a receipt of its own.")
        dialog = PaymentDialog(title, [words.format(count=len(part.owed))], part.owed_fen, self.window())
        self._open(dialog, "pay_all")

    def _ask_waive(self) -> None:
        line = self.owed.selected_line()
        if line is None:
            return
        sentence = _("{amount} yuan of {patron} · {about}").format(
            amount=format_fen(line.charge.owed), patron=line.patron, about=line.charge.about
        )
        fields = (Field("reason", _("Reason")),)
        dialog = QuestionDialog(_("Waive the charge"), [sentence], fields, _("Waive"), self.window())
        self._open(dialog, f"waive:{line.charge.id}")

    def _ask_damage(self) -> None:
        damage = self._part.damage
        if damage is None:
            return
        sentences = [damage.about]
        if damage.price is not None:
            sentences.append(_("The copy cost {amount} yuan.").format(amount=format_fen(damage.price)))
        fields = (
            Field("amount", _("What is to be paid, in yuan")),
            Field("note", _("Note (optional)"), required=False),
        )
        title = _("Charge {patron}").format(patron=damage.patron)
        self._open(
            QuestionDialog(title, sentences, fields, _("Charge"), self.window()), f"charge_damage:{damage.repair_id}"
        )

    def _ask_refund(self) -> None:
        line = self.payments.selected_line()
        if line is None:
            return
        payment = line.payment
        sentence = _("Receipt {number} · {patron} · {about}").format(
            number=payment.receipt, patron=payment.patron, about=payment.about
        )
        fields = (
            Field("amount", _("Amount, in yuan; less for a part of it"), value=format_fen(payment.amount)),
            Field("reason", _("Reason (a found copy within the days needs none)"), required=False),
        )
        rest = _("What is still owed of the same charge is owed no more by it.")
        dialog = QuestionDialog(_("Give money back"), [sentence, rest], fields, _("Give back"), self.window())
        self._open(dialog, f"refund:{payment.id}")

    def _print(self) -> None:
        line = self.payments.selected_line()
        if line is not None:
            self.act(f"receipts:{line.payment.id}")

    def _open(self, dialog: QuestionDialog, act: str) -> None:
        dialog.answered.connect(lambda values: self.acted.emit(act, values))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _asking(page: TabPage, words: str, ask: Callable[[], None], *, main: bool = False) -> QPushButton:
    button = page.plain_button(words, main=main)
    button.clicked.connect(lambda: ask())  # noqa: PLW0108  the signal says besides whether it is checked
    return button


def _told(part: MoneyPart) -> str:
    if not part.owed:
        return part.patron
    words = ngettext("{count} charge, {amount} yuan", "{count} charges, {amount} yuan", len(part.owed))
    said = words.format(count=len(part.owed), amount=format_fen(part.owed_fen))
    return _("{patron}: {said}").format(patron=part.patron, said=said) if part.patron else said


def _owed_empty(part: MoneyPart) -> str:
    if not part.may_change:
        return _("Only the librarian sees what is owed and paid.")
    if part.patron_id is not None:
        return _("{patron} owes nothing").format(patron=part.patron)
    if part.all_owed:
        return _("Nobody of these words owes anything.")
    return _(
        "Nobody owes anything.\n"
        "What a lost or damaged copy costs comes here by itself; any other charge is raised on its patron's page."
    )


def _payments_empty(part: MoneyPart) -> str:
    if not part.may_change:
        return _("Only the librarian sees what is owed and paid.")
    return _("No payment yet. Each is listed here, and its receipt can be printed again.")


def _owed_columns() -> Sequence[Column]:
    return (
        Column(_("Class"), 130, yields=True),
        Column(_("Name"), 110),
        Column(_("For")),
        Column(_("Accession No."), 110, yields=True),
        Column(_("Charged on"), 120, yields=True),
        Column(_("Paid"), 80, yields=True),
        Column(_("Owed (yuan)"), 100),
    )


def _owed_cells(line: OpenChargeLine) -> Sequence[Cell]:
    charge = line.charge
    return (
        Cell(line.class_name or "–"),
        Cell(line.patron_name),
        Cell(charge.about),
        Cell(line.accession_number or "–"),
        Cell(f"{line.raised_on:%Y-%m-%d}"),
        Cell(format_fen(charge.received) if charge.received else "–"),
        Cell(format_fen(charge.owed), Tone.LOOK),
    )

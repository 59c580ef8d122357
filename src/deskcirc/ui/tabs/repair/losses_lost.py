"""What is lost, on the screen: how it is made good, what is owed and paid, and everything that may become of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from deskcirc.domain.losses import LOSS_WAY_WORDS, Loss, LossState
from deskcirc.domain.prices import format_fen
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.payment import PaymentDialog
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.repair.losses_part import LossesPart
from deskcirc.ui.tabs.repair.losses_selecting import select_again
from deskcirc.ui.theme import Theme


class LostSheet(TabPage):
    """Paints the lost copies of a LossesPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._may_change = self._may_withdraw = False
        self._brought = ""
        self._barcode: QLineEdit | None = None  # of the book brought, while its question is open
        self.lines = LinesView[Loss](theme, _columns(), _cells)
        self.lines.take_what_is_left()
        self.lines.setAccessibleName(_("Lost copies"))
        self.lines.set_empty_words(
            _("Nothing is lost. A copy on loan is declared lost by scanning it here, or on its patron's page (F6).")
        )
        self.lines.selectionModel().selectionChanged.connect(self._weigh)
        self.told = label("quiet")
        self.told.setWordWrap(True)
        self.found = self._line_button(_("It is here"), "found")
        self.pay = self.plain_button(_("Pay …"))
        self.pay.clicked.connect(lambda: self._with_line(self._ask_payment))
        self.replaced = self.plain_button(_("Same book brought …"))
        self.replaced.clicked.connect(lambda: self._with_line(self._ask_replacement))
        self.note = self._line_button(_("Note for the parents"), "letter", "print")
        self.more = self.plain_button(_("More") + " ▾")
        self.more.setMenu(self._menu())
        foot = QHBoxLayout()
        for button in (self.found, self.pay, self.replaced, self.note, self.more):
            foot.addWidget(button)
        foot.addWidget(self.told, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.lines, 1)
        layout.addLayout(foot)

    def show_state(self, state: object) -> None:
        """Paint what is lost and what is owed for all of it."""
        if not isinstance(state, LossesPart):
            raise TypeError(state)
        self._may_change, self._may_withdraw = state.may_change, state.may_withdraw
        if self._barcode is not None and state.brought not in ("", self._brought):
            self._barcode.setText(state.brought)  # it was scanned while the question was open
        self._brought = state.brought
        at = self.lines.selected_line()
        self.lines.show_lines(state.lost)
        select_again(self.lines, None if at is None else at.id, [each.id for each in state.lost])
        count = len(state.lost)
        words = ngettext("{count} copy, {amount} yuan owed", "{count} copies, {amount} yuan owed", count)
        owed = format_fen(sum(each.owed for each in state.lost))
        self.told.setText(words.format(count=count, amount=owed) if count else "")
        self._weigh()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self.way = menu.addAction(_("Change how it is made good …"), lambda: self._of_line("ask_way"))
        self.waive = menu.addAction(_("Waive what is owed …"), lambda: self._with_line(self._ask_waiver))
        self.nothing = menu.addAction(_("Nothing follows"), lambda: self._of_line("nothing"))
        menu.addSeparator()
        self.mistake = menu.addAction(_("Declared by mistake …"), lambda: self._with_line(self._ask_mistake))
        self.withdraw = menu.addAction(_("Propose to withdraw it"), lambda: self._of_line("withdraw"))
        self.patron = menu.addAction(_("Show the patron"), lambda: self._with_line(self._show_patron))
        return menu

    def _line_button(self, words: str, verb: str, icon: str = "") -> QWidget:
        button = self.plain_button(words, icon)
        button.clicked.connect(lambda: self._of_line(verb))
        return button

    def _weigh(self) -> None:
        line = self.lines.selected_line()
        lost = line is not None and line.state is LossState.LOST
        self.found.setEnabled(line is not None)
        self.pay.setEnabled(self._may_change and line is not None and line.owed > 0)
        self.replaced.setEnabled(self._may_change and lost)
        self.note.setEnabled(lost and line is not None and bool(line.patron))
        for action in (self.way, self.nothing, self.mistake):
            action.setEnabled(self._may_change and lost)
        self.waive.setEnabled(self._may_change and line is not None and line.owed > 0)
        self.withdraw.setEnabled(self._may_withdraw and line is not None)
        self.patron.setEnabled(line is not None and line.patron_id is not None)

    def _of_line(self, verb: str) -> None:
        """An act about the line; "found" is about its copy, every other about the loss."""
        line = self.lines.selected_line()
        if line is not None:
            self.act(f"{verb}:{line.copy.id if verb == 'found' else line.id}")

    def _with_line(self, call: Callable[[Loss], None]) -> None:
        line = self.lines.selected_line()
        if line is not None:
            call(line)

    def _show_patron(self, loss: Loss) -> None:
        self.act(f"in:patrons:patron:{loss.patron_id}")

    def _ask_replacement(self, loss: Loss) -> None:
        """The copy that takes its place gets a number of its own; what is owed for the lost one is settled."""
        price = "" if loss.copy.price is None else format_fen(loss.copy.price)
        fields = (
            Field("barcode", _("Its own barcode (optional)"), value=self._brought, required=False),
            Field("price", _("Price (yuan)"), value=price, required=False),
            Field("note", _("Note (optional)"), required=False),
        )
        title = _("The same book as {title} was brought").format(title=loss.copy.name)
        sentences = [
            _("It is registered under a number of its own, and stands in the ledgers as a replacement."),
            _("Nothing is owed any more; the lost copy stays lost until it is withdrawn."),
        ]
        dialog = QuestionDialog(title, sentences, fields, _("Register it"), self.window())
        self._barcode = dialog.edit("barcode")
        dialog.finished.connect(self._forget_barcode)
        self._ask(dialog, f"replace:{loss.id}")

    def _forget_barcode(self) -> None:
        self._barcode = None

    def _ask_payment(self, loss: Loss) -> None:
        title = _("{patron} pays").format(patron=loss.patron)
        self._ask(PaymentDialog(title, [loss.copy.name], loss.owed, self.window()), f"pay:{loss.id}")

    def _ask_waiver(self, loss: Loss) -> None:
        words = _("Waive {amount} yuan for {title}").format(amount=format_fen(loss.owed), title=loss.copy.name)
        fields = (Field("reason", _("Reason")),)
        self._ask(QuestionDialog(words, [loss.patron], fields, _("Waive"), self.window()), f"waive:{loss.id}")

    def _ask_mistake(self, loss: Loss) -> None:
        title = _("{title} was not lost").format(title=loss.copy.name)
        sentence = _("It counts as on loan again where it was on loan before; what is owed for it is owed no more.")
        fields = (Field("note", _("What happened")),)
        self._ask(QuestionDialog(title, [sentence], fields, _("It was not lost"), self.window()), f"cancel:{loss.id}")

    def _ask(self, dialog: QuestionDialog, act: str) -> None:
        dialog.answered.connect(lambda values: self.acted.emit(act, values))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _columns() -> Sequence[Column]:
    return (
        Column(_("Title")),
        Column(_("Accession No."), 116, yields=True),
        Column(_("Patron"), 190),
        Column(_("Lost on"), 120, yields=True),
        Column(_("Made good by"), 176),
        Column(_("Owed (yuan)"), 104),
        Column(_("Received (yuan)"), 104, yields=True),
    )


def _cells(line: Loss) -> Sequence[Cell]:
    way = _(LOSS_WAY_WORDS[line.way])
    if line.state is LossState.REPLACED:
        way = _("replaced by {number}").format(number=line.replaced_by)
    settled = line.state is LossState.REPLACED or (line.paid and not line.owed)
    return (
        Cell(line.copy.name),
        Cell(line.copy.accession_number),
        Cell(line.patron or "–"),
        Cell("–" if line.lost_on is None else day_words(line.lost_on)),
        Cell(way, Tone.DONE if settled else None),
        Cell(format_fen(line.owed) if line.owed else "–", Tone.LOOK if line.owed else None),
        Cell(format_fen(line.paid) if line.paid else "–"),
    )

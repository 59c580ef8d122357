"""The ledgers on the screen: which one, of which time, its sums as tiles, its lines, and the balance at the foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QTableView, QVBoxLayout

from deskcirc.desk.seals import month_name
from deskcirc.domain.ledgers import LEDGER_WORDS, Amount, LedgerName
from deskcirc.domain.prices import format_fen
from deskcirc.domain.stock_words import titles_words
from deskcirc.labels.ledger_paper import balance_words, difference_words
from deskcirc.text import full_date, in_a_row
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import dress_table
from deskcirc.ui.paged_model import PagedTable
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.ledgers.ledgers_part import LedgersPart
from deskcirc.ui.tabs.ledgers.ledgers_questions import LedgerQuestions
from deskcirc.ui.tabs.ledgers.ledgers_table import ledger_model, table_columns
from deskcirc.ui.theme import Theme
from deskcirc.ui.tiles import Tiles

_LETTERS, _ROW = 13, 29  # pixels: a ledger has as many columns as paper across, and as many lines


class LedgersPage(TabPage):
    """Paints a LedgersPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = LedgersPart()
        self._edition = -1
        self.questions = LedgerQuestions(self)
        self.questions.acted.connect(self.acted)
        self._model: PagedTable | None = None
        self.ledgers, self.periods = QComboBox(), QComboBox()
        self.ledgers.setAccessibleName(_("Ledger"))
        self.periods.setAccessibleName(_("Period"))
        for name in LedgerName:
            self.ledgers.addItem(_(LEDGER_WORDS[name]), name.value)
        self.ledgers.activated.connect(lambda _row: self.act(f"choose:{self.ledgers.currentData()}"))
        self.periods.activated.connect(lambda _row: self.act(f"period:{self.periods.currentData()}"))
        names = (("opening", _("Opening")), ("came", _("Came in")), ("gone", _("Went out")), ("held", _("Closing")))
        self.tiles = Tiles(theme, names)
        self._names = dict(names)
        self.tiles.chosen.connect(lambda name: self._open("", name))
        self.title, self.sealed = label("title"), label("quiet")
        self.table = QTableView()
        self.table.setStyleSheet(f"QTableView, QHeaderView::section {{ font-size: {theme.px(_LETTERS)}px; }}")
        self.table.activated.connect(self._open_cell)
        self.empty, self.foot, self.differs = label("quiet"), label("ready"), label("stop")
        for words in (self.empty, self.foot, self.differs, self.sealed):
            words.setWordWrap(True)
        self._lay_out()

    def show_state(self, state: object) -> None:
        """Paint the ledger, if it is another one than before, and the lines that were read."""
        if not isinstance(state, LedgersPart):
            raise TypeError(state)
        self._part = self.questions.part = state
        if state.period is None:
            return
        self.ledgers.setCurrentIndex(self.ledgers.findData(state.ledger.value))
        if state.edition != self._edition:
            self._show_ledger(state)
            self._edition = state.edition
        if self._model is not None and not state.is_whole:
            self._model.fill(state.lines)
        self.back.setVisible(state.behind is not None)
        self.print.setEnabled(state.behind is None)
        self.seal.setVisible(bool(state.to_seal) and state.may_seal)
        if state.to_seal:
            self.seal.setText(_("Seal {month} …").format(month=month_name(state.to_seal)))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.ledgers)
        head.addWidget(self.periods)
        asked = self.questions
        for words, ask in ((_("From – to …"), asked.ask_days), (_("As of a day …"), asked.ask_day)):
            button = self.plain_button(words)
            button.clicked.connect(ask)
            head.addWidget(button)
        head.addStretch()
        titles = QHBoxLayout()
        self.back = self.button(_("Back to the ledger"), "back")
        titles.addWidget(self.title, 1)
        titles.addWidget(self.back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(self._theme.px(12), 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.tiles)
        layout.addLayout(titles)
        for widget in (self.sealed, self.empty):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.foot)
        layout.addWidget(self.differs)
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.print = self.button(_("Print"), "print", "print", main=True)
        save = self.plain_button(_("Save as a table …"))
        save.clicked.connect(self.questions.ask_file)
        self.seal: QPushButton = self.plain_button("")
        self.seal.clicked.connect(self.questions.ask_seal)
        row = QHBoxLayout()
        for button in (self.print, save, self.seal):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(label("quiet", _("Return or a double click on a number shows its copies.")))
        return row

    def _show_ledger(self, part: LedgersPart) -> None:
        self._show_periods(part)
        balance = part.balance
        sides = {"opening": balance.opening, "came": balance.came, "gone": balance.gone, "held": balance.held}
        for name, amount in sides.items():
            self._show_tile(name, amount, chosen=part.behind is not None and part.behind.part == name)
        self.title.setText(part.title)
        self.foot.setText(balance_words(balance))
        causes = _("Look at {numbers}.").format(numbers=", ".join(part.causes)) if part.causes else ""
        self.differs.setText(in_a_row(difference_words(balance), causes))
        self.differs.setVisible(any(balance.difference.values))
        self.sealed.setVisible(part.seal is not None)
        if part.seal is not None:
            sealed = _("Sealed on {day} by {name}: {hash}")
            day = "" if part.sealed_on is None else full_date(part.sealed_on)
            self.sealed.setText(sealed.format(day=day, name=part.seal.operator, hash=part.seal.hash[:16]))
        self.empty.setVisible(not part.keys)
        self.empty.setText(_empty_words(part))
        self._show_rows(part)

    def _show_tile(self, name: str, amount: Amount, *, chosen: bool) -> None:
        button = self.tiles.buttons[name]
        small = _("{titles} · {yuan} yuan").format(titles=titles_words(amount.titles), yuan=format_fen(amount.fen))
        button.setText(f"{self._names[name]}  {amount.copies}\n{small}")
        button.setAccessibleName(f"{self._names[name]}: {amount.copies}; {small}")
        button.setChecked(chosen)

    def _show_periods(self, part: LedgersPart) -> None:
        self.periods.clear()
        for period in part.periods:
            name = _("{month} (sealed)").format(month=period.name) if period.sealed else period.name
            self.periods.addItem(name, period.code)
        code = "" if part.period is None else part.period.code
        if part.period is not None and self.periods.findData(code) < 0:
            self.periods.insertItem(0, part.period.name, code)
        self.periods.setCurrentIndex(self.periods.findData(code))

    def _show_rows(self, part: LedgersPart) -> None:
        columns = table_columns(part.columns)
        model = ledger_model(part.columns, self.table)
        if part.is_whole:  # a model keeps some thousand rows, and asks again for the others
            model.wanted.connect(lambda keys: model.fill({key: part.lines[key] for key in keys}))
        else:
            model.wanted.connect(self._ask_rows)
        model.set_keys(part.keys)
        before = self.table.model()
        self.table.setModel(model)
        self.table.setAccessibleName(part.title)
        dress_table(self.table, self._theme, columns)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)  # more than any screen is wide
        self.table.verticalHeader().setMinimumSectionSize(self._theme.px(_ROW))
        self.table.verticalHeader().setDefaultSectionSize(self._theme.px(_ROW))
        self._model = model
        if before is not None:
            before.deleteLater()

    def _open_cell(self, index: QModelIndex) -> None:
        line = self._part.lines.get(self._part.keys[index.row()])
        if line is not None:
            self._open(line.key, self._part.columns[index.column()].name)

    def _open(self, key: str, column: str) -> None:
        self.acted.emit("open", {"key": key, "column": column})

    def _ask_rows(self, keys: Sequence[int]) -> None:
        self.acted.emit("rows", {"ids": ",".join(str(key) for key in keys)})


def _empty_words(part: LedgersPart) -> str:
    if part.balance.held.copies or part.balance.came.copies:
        return _("Nothing was entered in this period.")
    return _(
        "The ledgers fill by themselves: a batch opened and its copies registered under “Accession” (F9), or a stock"
        " list imported, comes in; a withdrawal that was approved goes out."
    )

"""One patron: who they are and how they stand at the left, everything that is theirs at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from deskcirc.domain.prices import format_fen
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import Card, TabPage
from deskcirc.ui.tabs.patrons.details import PatronView
from deskcirc.ui.tabs.patrons.info_line import InfoLine
from deskcirc.ui.tabs.patrons.list_page import LOW
from deskcirc.ui.tabs.patrons.patron_side import PatronSide
from deskcirc.ui.theme import Theme

PAGES: Final = ("loans", "holds", "past", "charges", "story", "cards", "done")


class DetailsPage(TabPage):
    """Paints a PatronView; every button and key asks for an act about this patron."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._painted: PatronView | None = None
        self.lists = _made_lists(theme)
        self.side = PatronSide(theme)
        self.side.acted.connect(self.acted)
        self._may_change = False
        self._made_buttons()
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.bar.setAccessibleName(_("What is theirs"))
        self._stack = QStackedWidget()
        for name in PAGES:
            self.bar.addTab("")
            self._stack.addWidget(self._page(name))
        self.bar.currentChanged.connect(self._stack.setCurrentIndex)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self.side)
        row.addWidget(self._right(), 1)
        for keys, act in (("Ctrl+B", "ask_edit"), ("Ctrl+K", "ask_card"), ("Ctrl+P", "print_card")):
            self.key(keys, act)
        QShortcut(QKeySequence("Ctrl+L"), self).activated.connect(self._lend)

    def show_patron(self, view: PatronView, *, may_change: bool) -> None:
        """Paint the patron."""
        before, self._painted = self._painted, view
        if before is None or before.patron.id != view.patron.id:
            self.bar.setCurrentIndex(0)
        self.side.show_patron(view, may_change=may_change)
        lines = (view.loans, view.holds, view.past, view.charges, view.story, view.cards, view.done)
        for name, shown in zip(PAGES, lines, strict=True):
            self.lists[name].show_lines(shown)
        self._name_pages(view)
        self._may_change = may_change
        self._weigh(view)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Give the patron two fifths of the width at most; in a low window the lists need the room of the buttons."""
        self.foot.setVisible(event.size().height() >= self._theme.px(LOW))
        self.side.setFixedWidth(min(self._theme.px(360), event.size().width() * 2 // 5))
        super().resizeEvent(event)

    def _name_pages(self, view: PatronView) -> None:
        late = ngettext("{count} late", "{count} late", view.late).format(count=view.late)
        owed = _("{yuan} yuan").format(yuan=format_fen(view.open_fen))
        names = (
            (_("In hand"), len(view.loans), late if view.late else ""),
            (_("Holds"), len(view.holds), ""),
            (_("Past loans"), view.past_count if view.sees_all else 0, ""),
            (_("Charges"), len(view.charges), owed if view.open_fen else ""),
            (_("Damage and losses"), len(view.story), ""),
            (_("Cards"), len(view.cards), ""),
            (_("What was done"), 0, ""),
        )
        for place, (name, count, more) in enumerate(names):
            self.bar.setTabText(place, " · ".join(part for part in (f"{name} {count or ''}".strip(), more) if part))
        for name, empty in _empty_words(view).items():
            self.lists[name].set_empty_words(empty)

    def _weigh(self, view: PatronView) -> None:
        self.more_past.setEnabled(len(view.past) < view.past_count)
        self.more_done.setEnabled(view.has_more_done)
        self._weigh_charge()
        self._weigh_loan()

    def _weigh_loan(self) -> None:
        line = self.lists["loans"].selected_line()
        self.claim.setEnabled(line is not None)
        self.lost.setEnabled(self._may_change and line is not None)

    def _weigh_charge(self) -> None:
        line = self.lists["charges"].selected_line()
        for button in (self.paid, self.waive):
            button.setEnabled(self._may_change and line is not None and line.is_open)
        self.refund.setEnabled(self._may_change and line is not None and line.kept > 0)
        self.receipts.setEnabled(self._may_change and line is not None)

    def _made_buttons(self) -> None:
        self.lend = self.plain_button(_("Lend to them") + "  Ctrl+L", "lend")
        self.lend.clicked.connect(self._lend)
        self.back = self.button(_("Back to the list") + "  Esc", "list")
        self.claim = self._loan_button(_("Says it was returned"), "claim")
        self.lost = self._loan_button(_("Lost …"), "ask_lost")
        self.paid = self._charge_button(_("Pay …"), "ask_pay")
        self.waive = self._charge_button(_("Waive …"), "ask_waive")
        self.refund = self._charge_button(_("Give back …"), "ask_refund")
        self.receipts = self._charge_button(_("Receipts"), "receipts")
        self.more_past = self.button(_("Show earlier"), "more_past", "history")
        self.more_done = self.button(_("Show earlier"), "more_done", "history")

    def _charge_button(self, words: str, act: str) -> QPushButton:
        made = self.plain_button(words)
        made.clicked.connect(lambda: self._about("charges", act))
        return made

    def _loan_button(self, words: str, act: str) -> QPushButton:
        made = self.plain_button(words)
        made.clicked.connect(lambda: self._about("loans", act))
        return made

    def _about(self, name: str, act: str) -> None:
        line = self.lists[name].selected_line()
        if line is not None:
            self.act(f"{act}:{line.key}")

    def _lend(self) -> None:
        if self._painted is not None:
            self.act(f"in:checkout:patron:{self._painted.patron.id}")

    def _right(self) -> QWidget:
        card = Card(self._theme)
        self.foot = QWidget()
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.back)
        foot.addStretch()
        foot.addWidget(self.lend)
        card.body.addWidget(self.bar)
        card.body.addWidget(self._stack, 1)
        card.body.addWidget(self.foot)
        return card

    def _page(self, name: str) -> QWidget:
        buttons = {
            "loans": (self.claim, self.lost),
            "charges": (self.paid, self.waive, self.refund, self.receipts),
            "past": (self.more_past,),
            "done": (self.more_done,),
        }
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.lists[name], 1)
        if name in buttons:
            row = QHBoxLayout()
            for button in buttons[name]:
                row.addWidget(button)
            row.addStretch()
            layout.addLayout(row)
        if name == "charges":
            self.lists[name].selectionModel().selectionChanged.connect(self._weigh_charge)
        if name == "loans":
            self.lists[name].selectionModel().selectionChanged.connect(self._weigh_loan)
        return page


def _made_lists(theme: Theme) -> dict[str, LinesView[InfoLine]]:
    code, day = Column(_("Barcode"), 116, yields=True), 120
    columns = {
        "loans": (
            Column(_("Title")),
            code,
            Column(_("Lent on"), day, yields=True),
            Column(_("Due"), 230),
            Column(_("Renewed"), 84, yields=True),
        ),
        "holds": (
            Column(_("Title")),
            Column(_("Where it stands"), 220),
            Column(_("Asked for on"), day, yields=True),
            Column(_("Kept"), 150, yields=True),
        ),
        "past": (Column(_("Title")), code, Column(_("Lent on"), day, yields=True), Column(_("Returned"), 230)),
        "charges": (
            Column(_("For")),
            Column(_("Yuan"), 84),
            Column(_("On"), day, yields=True),
            Column(_("State"), 220),
        ),
        "story": (
            Column(_("Title")),
            Column(_("What happened"), 200),
            Column(_("On"), day, yields=True),
            Column(_("What came of it"), 220),
        ),
        "cards": (Column(_("Code")), Column(_("State"), 160), Column(_("Given out on"), day)),
        "done": (Column(_("When"), 180), Column(_("What")), Column(_("Operator"), 120, yields=True)),
    }
    lists = {}
    for name in PAGES:
        made = LinesView[InfoLine](theme, columns[name], _cells)
        made.setAccessibleName(columns[name][0].heading)
        lists[name] = made
    return lists


def _empty_words(view: PatronView) -> dict[str, str]:
    hidden = _("Only the librarian sees this.")
    return {
        "loans": _("Nothing in hand"),
        "holds": _("No holds. A copy that somebody else has can be reserved in Checkout."),
        "past": _("Nothing was returned yet") if view.sees_all else hidden,
        "charges": _("Nothing is owed") if view.sees_all else hidden,
        "story": _("Nothing came back damaged, nothing was lost, nothing was mended by them.")
        if view.sees_all
        else hidden,
        "cards": _("No card was ever given out: “Card”, “Another card” gives one."),
        "done": _("Nothing was done about this patron yet") if view.sees_all else hidden,
    }


def _cells(line: InfoLine) -> Sequence[Cell]:
    return [Cell(text, Tone.LOOK if place == line.look else None) for place, text in enumerate(line.cells)]

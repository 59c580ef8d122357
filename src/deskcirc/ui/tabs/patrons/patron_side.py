"""The patron at the left of their page: who they are, how they stand, what they may borrow, what may be done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui.tab_page import Card, TabPage, label
from deskcirc.ui.tabs.patrons.details import PatronView
from deskcirc.ui.theme import Theme

_LOW: Final = 360
_NARROW: Final = 300
"""Pixels at 96 dots an inch under which six buttons take too much of the room."""


class PatronSide(TabPage):
    """Shows the words of a PatronView; its buttons ask for acts about this patron."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._painted: PatronView | None = None
        self.actions_of: dict[str, QAction] = {}
        self._made_labels()
        self._made_buttons()
        card = Card(theme)
        card.body.addWidget(self._words(), 1)
        card.body.addWidget(self._buttons())
        card.body.addWidget(self.all_acts)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def show_patron(self, view: PatronView, *, may_change: bool) -> None:
        """Paint the patron; what makes no sense now, or is not this operator's, is greyed."""
        self._painted = view
        self.name.setText(view.patron.name)
        self.name.setToolTip(view.patron.name)
        self.who.setText(view.who)
        for words, said in (
            (self.standing, view.standing),
            (self.note, (view.patron.note,) if view.patron.note else ()),
            (self.limits, view.limits),
            (self.facts, view.facts),
        ):
            words.setText("\n".join(said))
            words.setVisible(bool(said))
        card = _("Card {code}").format(code=view.valid_card) if view.valid_card else _("No valid card")
        self.card_code.setText(card)
        for button in (self.edit, self.card, self.lending, self.charge):
            button.setEnabled(may_change)
            button.setToolTip("" if may_change else _("Only the librarian may change patrons and their cards."))
        for name, possible in {
            "card_lost": bool(view.valid_card),
            "card_found": view.lost_card is not None,
            "ask_suspend": view.is_active,
            "lift": view.is_suspended,
            "ask_stop": view.is_active,
            "resume": not view.is_active,
        }.items():
            self.actions_of[name].setEnabled(possible)
        self.print_card.setEnabled(bool(view.valid_card))
        self.to_class.setEnabled(view.patron.class_id is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Where there is little room the buttons become one, with everything in its menu."""
        little = event.size().height() < self._theme.px(_LOW) or event.size().width() < self._theme.px(_NARROW)
        self.buttons.setVisible(not little)
        self.all_acts.setVisible(little)
        super().resizeEvent(event)

    def _made_labels(self) -> None:
        self.name, self.who = label("page"), label("quiet")
        self.standing, self.note, self.limits, self.facts = label("stop"), label("look"), label(""), label("quiet")
        self.card_code = label("quiet")
        for words in (self.name, self.who, self.standing, self.note, self.limits, self.facts):
            words.setWordWrap(True)

    def _made_buttons(self) -> None:
        self.edit = self.button(_("Change") + "  Ctrl+B", "ask_edit")
        self.card = self._menu_button(
            _("Card") + " ▾",
            (_("Another card …") + "  Ctrl+K", "ask_card", partial(self.act, "ask_card")),
            (_("Report it lost"), "card_lost", partial(self.act, "card_lost")),
            (_("It was found again"), "card_found", self._found_again),
        )
        self.lending = self._menu_button(
            _("Borrowing") + " ▾",
            (_("Suspend until a day …"), "ask_suspend", partial(self.act, "ask_suspend")),
            (_("Lift the suspension"), "lift", partial(self.act, "lift")),
            (_("Stop until further notice …"), "ask_stop", partial(self.act, "ask_stop")),
            (_("Let them borrow again"), "resume", partial(self.act, "resume")),
        )
        self.charge = self.button(_("Charge …"), "ask_charge")
        self.print_card = self.button(_("Print card") + "  Ctrl+P", "print_card")
        self.to_class = self.plain_button(_("Out in the class"))
        self.to_class.clicked.connect(self._show_class)
        self.all_acts = self.plain_button(_("What to do") + " ▾")
        menu = QMenu(self.all_acts)
        for button in (self.edit, self.charge, self.print_card, self.to_class):
            menu.addAction(button.text()).triggered.connect(button.click)
        for button in (self.card, self.lending):
            menu.addSeparator()
            menu.addActions(button.menu().actions())
        self.all_acts.setMenu(menu)

    def _menu_button(self, words: str, *entries: tuple[str, str, Callable[[], None]]) -> QPushButton:
        made = self.plain_button(words)
        menu = QMenu(made)
        for said, name, call in entries:
            self.actions_of[name] = menu.addAction(said)
            self.actions_of[name].triggered.connect(call)
        made.setMenu(menu)
        return made

    def _found_again(self) -> None:
        if self._painted is not None and self._painted.lost_card is not None:
            self.act(f"card_found:{self._painted.lost_card}")

    def _show_class(self) -> None:
        if self._painted is not None and self._painted.patron.class_id is not None:
            self.act(f"class:{self._painted.patron.class_id}")

    def _words(self) -> QWidget:
        inner = QWidget()
        said = QVBoxLayout(inner)
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(self._theme.px(8))
        for words in (self.name, self.who, self.standing, self.note, self.card_code, self.limits, self.facts):
            said.addWidget(words)
        said.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        area.setWidget(inner)
        return area

    def _buttons(self) -> QWidget:
        self.buttons = QWidget()
        buttons = QGridLayout(self.buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(self._theme.px(6))
        shown = (self.edit, self.charge, self.card, self.lending, self.print_card, self.to_class)
        for place, button in enumerate(shown):
            buttons.addWidget(button, place // 2, place % 2)
        return self.buttons

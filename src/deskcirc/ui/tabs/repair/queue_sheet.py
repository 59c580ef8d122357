"""The copy in hand on the screen: what is damaged, how it is mended, what was ever mended about it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from deskcirc.domain.repair import Repair, RepairState
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.repair.queue_damage import DamagePage
from deskcirc.ui.tabs.repair.queue_history import HistoryPage
from deskcirc.ui.tabs.repair.queue_mending import MendingPage
from deskcirc.ui.tabs.repair.queue_part import QueuePart, Side
from deskcirc.ui.tabs.repair.queue_words import of_copy, state_line, wanted_line
from deskcirc.ui.theme import Theme

_LEAST: Final = 150
"""Pixels at 96 dots an inch that the page of a side keeps in the lowest window."""
_ENDED: Final = (RepairState.BACK, RepairState.BEYOND, RepairState.CANCELLED)


class RepairSheet(TabPage):
    """Paints the copy in hand of a QueuePart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._repair: Repair | None = None
        self.title, self.about, self.state = label("title"), label("quiet"), label("done")
        for words in (self.title, self.about, self.state):
            words.setWordWrap(True)
        self.hint = label("quiet", _hint())
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.close_button = self.button(_("Queue"), "close", "up")
        self.step = self.button("", "step", "next", main=True)
        self.out = self.button(_("Propose its withdrawal"), "withdraw")
        self.beyond = self.plain_button(_("Beyond repair …"))
        self.beyond.clicked.connect(self._ask_beyond)
        self.cancel = self.plain_button(_("Not damaged …"))
        self.cancel.clicked.connect(self._ask_cancel)
        self.print_label = self.button(_("Print its label"), "label", "print")
        self.sides = {side: self.toggle(words, f"side:{side.value}") for side, words in _side_words().items()}
        self.damage, self.mending, self.history = DamagePage(theme), MendingPage(theme), HistoryPage(theme)
        self._pages = {Side.DAMAGE: self.damage, Side.MENDING: self.mending, Side.HISTORY: self.history}
        self._stack = QStackedWidget()
        for page in self._pages.values():
            page.acted.connect(self.acted)
            self._stack.addWidget(page)
        self._body = QWidget()
        self._arrange(theme)

    def show_state(self, state: object) -> None:
        """Paint the copy in hand, or what to do to have one."""
        if not isinstance(state, QueuePart):
            raise TypeError(state)
        repair = self._repair = state.chosen
        self.hint.setVisible(repair is None)
        self._body.setVisible(repair is not None)
        if repair is None:
            return
        self.title.setText(repair.copy.name)
        said = (repair.copy.code, repair.copy.call_number, wanted_line(repair))
        self.about.setText("  ·  ".join(each for each in said if each))
        self.state.setText(state_line(repair, state.today))
        self._show_buttons(state, repair)
        for side, button in self.sides.items():
            button.setChecked(side is state.side)
        self._pages[state.side].show_state(state)
        self._stack.setCurrentWidget(self._pages[state.side])

    def _show_buttons(self, state: QueuePart, repair: Repair) -> None:
        ended = repair.state in _ENDED
        self.step.setText(_step_words()[repair.state])
        proposed = repair.copy.id in state.proposed
        self.out.setVisible(repair.state is RepairState.BEYOND and state.may_withdraw and not proposed)
        for button in (self.beyond, self.cancel):
            button.setVisible(not ended)
            button.setEnabled(state.may_decide)

    def _arrange(self, theme: Theme) -> None:
        head, buttons, sides, rare = QHBoxLayout(), QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        buttons.addWidget(self.step, 1)
        buttons.addWidget(self.print_label)
        for side_button in self.sides.values():
            sides.addWidget(side_button)
        sides.addStretch()
        for button in (self.out, self.beyond, self.cancel):
            rare.addWidget(button)
        rows = QVBoxLayout(self._body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(6))
        rows.addLayout(head)
        rows.addWidget(self.about)
        rows.addWidget(self.state)
        rows.addLayout(buttons)
        rows.addLayout(sides)
        rows.addWidget(_with_room(self._stack, theme.px(_LEAST)), 1)
        rows.addLayout(rare)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.hint)
        layout.addWidget(self._body)

    def _ask_beyond(self) -> None:
        title = _("Why can it not be mended?")
        said = [_("The copy is not lent any more and becomes a candidate for withdrawal, with this reason.")]
        self._ask(title, said, _("Reason"), _("Beyond repair"), "beyond")

    def _ask_cancel(self) -> None:
        said = [_("The copy leaves the queue and goes back to its shelf, or to who waits for it.")]
        self._ask(_("Is it not damaged after all?"), said, _("Note (optional)"), _("Not damaged"), "cancel")

    def _ask(self, title: str, said: list[str], name: str, yes: str, act: str) -> None:
        note = Field("note", name, value=self._repair.damage_words if self._repair and act == "beyond" else "")
        field = note if act == "beyond" else Field("note", name, required=False)
        about = [self._repair.copy.name, *said] if self._repair is not None else said
        dialog = QuestionDialog(title, about, [field], yes, self.window())
        meant = of_copy(self._repair)
        dialog.answered.connect(lambda values: self.acted.emit(act, {**values, **meant}))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _with_room(stack: QStackedWidget, least: int) -> QScrollArea:
    """The page with a way to scroll, so that what is done with the copy stays in sight above and below it."""
    room = QScrollArea()
    room.setWidgetResizable(True)
    room.setFrameShape(QScrollArea.Shape.NoFrame)
    room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    # Its own wishes do not count: else the words above it, which wrap, make the section scroll as a whole.
    room.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
    room.setMinimumHeight(least)
    room.setWidget(stack)
    return room


def _step_words() -> dict[RepairState, str]:
    again = _("Into the queue again")
    return {
        RepairState.QUEUED: _("To the table"),
        RepairState.IN_REPAIR: _("It is mended") + "  Ctrl+M",
        RepairState.MENDED: _("Back to its shelf"),
        RepairState.BACK: again,
        RepairState.BEYOND: _("Mend it all the same"),
        RepairState.CANCELLED: again,
    }


def _side_words() -> dict[Side, str]:
    return {Side.DAMAGE: _("Damage"), Side.MENDING: _("Mending"), Side.HISTORY: _("Earlier repairs")}


def _hint() -> str:
    return _(
        "Scan a damaged copy, or click a line.\n\nA helper's card says who mends what is scanned next.\n"
        "“Barcodes” prints a sheet to work by scan alone."
    )

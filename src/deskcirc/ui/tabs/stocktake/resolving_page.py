"""Resolving on the screen: the kinds with their numbers, the list of one of them, and the line in hand beside it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from deskcirc.domain.count_findings import NotSeen, UnknownCode
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.dialogs.loss_dialog import LossDialog, show_loss_dialog
from deskcirc.ui.elided import ElidedLabel
from deskcirc.ui.reading_sign import ReadingSign
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.stocktake import resolving_questions as questions
from deskcirc.ui.tabs.stocktake.resolving_kinds import ResolvingKinds
from deskcirc.ui.tabs.stocktake.resolving_papers import PAPER_OF
from deskcirc.ui.tabs.stocktake.resolving_part import Line, Matter, ResolvingPart, key_of, name_of
from deskcirc.ui.tabs.stocktake.resolving_sheet import ResolvingSheet
from deskcirc.ui.tabs.stocktake.resolving_stack import ResolvingStack
from deskcirc.ui.tabs.stocktake.resolving_steps import Asks, Step
from deskcirc.ui.theme import Theme

_SHEET: Final = 318
_NARROW: Final = 960
"""Pixels at 96 dots an inch under which the kinds become a box above the list."""
_LOW: Final = 330
"""Pixels of the page under which the later steps are in a menu."""
_PAUSE_MILLISECONDS: Final = 120
"""How long the cursor must rest on a line before more is fetched: the photo of a code, or where to look for a copy."""


class ResolvingPage(TabPage):
    """Paints a ResolvingPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = ResolvingPart()
        self.dialog: LossDialog | None = None
        self.kinds, self.stack, self.sheet = ResolvingKinds(theme, self), ResolvingStack(theme), ResolvingSheet(theme)
        self.kinds.chosen.connect(self.act)
        self.stack.ticked.connect(lambda key: self.act(f"tick:{key}"))
        self.stack.moved.connect(self._weigh)
        self.sheet.acted.connect(self.acted)
        self.sheet.asked.connect(self._ask)
        self.told, self.reading = ElidedLabel(), ReadingSign(theme)
        self.chance = self.toggle(_("Likeliest first"), "by_chance")
        self.paper = self.plain_button(_("Print") + "  Ctrl+P", "print")
        self.paper.clicked.connect(self._print)
        self.all, self.none = self.button(_("Tick all"), "tick_all"), self.button(_("Tick none"), "tick_none")
        self._look = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._look.timeout.connect(self._look_at)
        self.key("Ctrl+A", "tick_all")
        self.key("Ctrl+P", "print_of_kind")
        self._arrange(theme)

    def show_state(self, state: object) -> None:
        """Paint the numbers, the list on top, and the line in hand; the cursor stays where somebody put it."""
        if not isinstance(state, ResolvingPart):
            raise TypeError(state)
        self._part = state
        self.reading.follow(state.reading)
        self.kinds.show_part(state)
        self.stack.show_part(state)
        self.chance.setChecked(state.by_chance)
        self.chance.setVisible(state.matter is Matter.NOT_SEEN)
        self.paper.setVisible(state.matter in PAPER_OF and state.sees_all)
        for button in (self.all, self.none):
            button.setEnabled(bool(state.shown))
        self.told.setText(_told(state))
        self._weigh()
        self.dialog = show_loss_dialog(self.dialog, state.asked, self._theme, self)

    def act(self, name: str) -> None:
        """Ctrl+P prints what belongs to the kind on top."""
        if name == "print_of_kind":
            self._print()
        else:
            super().act(name)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """In a narrow window the kinds stand in a box above the list."""
        super().resizeEvent(event)
        self._make_room()

    def _weigh(self) -> None:
        line = self.stack.line
        self.sheet.show_line(self._part, line)
        if line is not None and _is_more_known(self._part, line):
            self._look.start()

    def _look_at(self) -> None:
        line = self.stack.line
        if line is not None and _is_more_known(self._part, line):
            self.act(f"look:{key_of(line)}")

    def _print(self) -> None:
        act = PAPER_OF.get(self._part.matter)
        if act is not None:
            self.act(act)

    def _ask(self, step: Step) -> None:
        act, about, window = self.sheet.act_of(step), self._about(), self.window()
        if step.asks is Asks.DAMAGE:
            questions.ask_damage(self._theme, window, about, lambda values: self.acted.emit(act, values))
        elif step.asks is Asks.WITHDRAWAL:
            missed = self._part.matter in (Matter.NOT_SEEN, Matter.DECIDED)
            usual = WithdrawalReason.LOST if missed else WithdrawalReason.WEEDED
            questions.ask_withdrawal(window, about, lambda values: self.acted.emit(act, values), usual)
        else:
            meant = self.sheet.line  # a scan may bring another line to hand while somebody looks for the file
            questions.ask_photo(window, lambda file: self.sheet.take_photo(file, meant))

    def _about(self) -> str:
        ticked, line = len(self._part.ticked), self.stack.line
        if ticked or line is None:
            return ngettext("{count} copy", "{count} copies", ticked).format(count=ticked)
        return name_of(line)

    def _arrange(self, theme: Theme) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        for widget in (self.kinds.box, self.kinds.count):
            head.addWidget(widget)
        head.addWidget(self.told, 1)
        head.addWidget(self.chance)
        for button in (self.all, self.none):
            foot.addWidget(button)
        foot.addStretch()
        foot.addWidget(self.reading)
        foot.addWidget(self.paper)
        middle = QVBoxLayout()
        middle.setSpacing(theme.px(6))
        middle.addLayout(head)
        middle.addWidget(self.stack, 1)
        middle.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.setSpacing(theme.px(10))
        layout.addWidget(self.kinds.list)
        layout.addLayout(middle, 1)
        layout.addWidget(self.sheet)
        self._make_room()

    def _make_room(self) -> None:
        px = self._theme.px
        narrow = self.width() < px(_NARROW)
        self.kinds.show_narrow(narrow=narrow)
        self.told.setVisible(not narrow)
        self.sheet.setFixedWidth(min(px(_SHEET), self.width() // 3))
        self.sheet.set_low(low=narrow or self.height() < px(_LOW))


def _told(part: ResolvingPart) -> str:
    """Which count it is, what is ticked or what is open in all, and where scans are said to stand."""
    if part.stocktake is None:
        return ""
    said = [] if len(part.counts) > 1 else [part.stocktake.named]  # else the box of the counts names it
    if part.ticked:
        said.append(ngettext("{count} ticked", "{count} ticked", len(part.ticked)).format(count=len(part.ticked)))
    elif part.sees_all and not any(map(part.awaits_reading, Matter)):
        count = part.open_matters
        said.append(ngettext("{count} open matter", "{count} open matters", count).format(count=count))
    if part.shelf is not None:
        said.append(_("scanned at {shelf}").format(shelf=part.shelf.label))
    return "  ·  ".join(said)


def _is_more_known(part: ResolvingPart, line: Line) -> bool:
    """Whether the line in hand has something that is fetched for it alone, and was not."""
    if isinstance(line, UnknownCode):
        return part.chosen != key_of(line)
    return isinstance(line, NotSeen) and (part.placed is None or part.placed.copy.id != line.copy.id)

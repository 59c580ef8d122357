"""The class corners on the screen: the list with its bars, and one corner with its copies, its pile and its past."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskcirc.domain.corners import Corner
from deskcirc.text import day_words
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.classes import corners_questions as questions
from deskcirc.ui.tabs.classes.corners_bar import CornerBar
from deskcirc.ui.tabs.classes.corners_part import CornersPart, View
from deskcirc.ui.tabs.classes.corners_sheet import CornerSheet
from deskcirc.ui.theme import Theme


class CornersPage(TabPage):
    """Paints a CornersPart: all corners, or the one that is open."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = CornersPart()
        self.corners = LinesView[Corner](theme, _columns(), _cells)
        self.corners.setAccessibleName(_("Class corners"))
        self._bar = CornerBar(theme, lambda row: self.corners.lines[row])
        self.corners.setItemDelegateForColumn(2, self._bar)
        self.corners.chosen.connect(lambda corner: self.act(f"look:{corner.id}"))
        self.sheet = CornerSheet(theme)
        self.sheet.acted.connect(self.acted)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list())
        self._stack.addWidget(self.sheet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addWidget(self._stack)

    def show_state(self, state: object) -> None:
        """Paint the list, or the corner on top."""
        if not isinstance(state, CornersPart):
            raise TypeError(state)
        self._part = state
        self.open.setEnabled(state.may_change and bool(state.without))
        if state.corner is None or state.view is View.LIST:
            self._stack.setCurrentIndex(0)
            self.corners.show_lines(state.corners)
            self.corners.set_empty_words(_empty_words(state))
            return
        self.sheet.show_state(state)
        self._stack.setCurrentIndex(1)

    def _list(self) -> QWidget:
        sheet = QWidget()
        self.open = self.plain_button(_("Open a class corner …"), main=True)
        self.open.clicked.connect(self._ask_opening)
        look = self.plain_button(_("Look inside"))
        look.clicked.connect(self._look)
        foot = QHBoxLayout()
        foot.addWidget(self.open)
        foot.addWidget(look)
        foot.addStretch()
        rows = QVBoxLayout(sheet)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.corners, 1)
        rows.addLayout(foot)
        return sheet

    def _look(self) -> None:
        corner = self.corners.selected_line()
        if corner is not None:
            self.act(f"look:{corner.id}")

    def _ask_opening(self) -> None:
        questions.ask_opening(self._part, self.window(), lambda values: self.acted.emit("open", values))


def _empty_words(part: CornersPart) -> str:
    if not part.without:
        return _("A class corner belongs to a class; classes come with the roster. “More”, “Import lists” takes it in.")
    return _(
        "No class corner yet. Open one for a class, scan fifty copies onto the pile, and lend them in one act; "
        "its helper then lends them to the pupils of the class."
    )


def _columns() -> Sequence[Column]:
    return (
        Column(_("Class")),
        Column(_("Copies"), 130),
        Column(_("Filled"), 190),
        Column(_("With pupils"), 100),
        Column(_("Since"), 130, yields=True),
        Column(_("State"), 130),
    )


def _cells(corner: Corner) -> Sequence[Cell]:
    copies = _("{count} of {target}").format(count=corner.held, target=corner.target)
    return (
        Cell(corner.class_name),
        Cell(copies),
        Cell(""),
        Cell(str(corner.with_pupils) if corner.with_pupils else "–"),
        Cell(day_words(corner.opened_on)),
        _state(corner),
    )


def _state(corner: Corner) -> Cell:
    if not corner.is_open:
        return Cell(_("closed, short"), Tone.LOOK) if corner.held else Cell(_("closed"))
    if corner.too_many():
        return Cell(_("too full"), Tone.LOOK)
    return Cell(_("{count} to come").format(count=corner.wanted())) if corner.wanted() else Cell(_("full"), Tone.DONE)

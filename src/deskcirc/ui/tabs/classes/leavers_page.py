"""Leavers on the screen: the classes at the left, at the right who is cleared and what the others still have."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from deskcirc.domain.prices import format_fen
from deskcirc.store.lookups.classes import ClassLine
from deskcirc.store.lookups.clearance import LeaverLine
from deskcirc.text import day_words
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.classes.leavers_state import LeaversPart
from deskcirc.ui.theme import Theme


class LeaversPage(TabPage):
    """Paints a LeaversPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = LeaversPart()
        self._painting = False
        self.head = label("quiet")
        self.head.setWordWrap(True)
        self.classes = LinesView[ClassLine](theme, (Column(_("Class")),), lambda line: (Cell(line.name),))
        self.classes.setAccessibleName(_("Classes, those that leave first"))
        self.classes.setFixedWidth(theme.px(220))
        self.classes.selectionModel().selectionChanged.connect(self._choose)
        self.pupils = LinesView[LeaverLine](theme, _columns(), _cells)
        self.pupils.setAccessibleName(_("Pupils of the class"))
        self.pupils.set_empty_words(_("Nobody is in this class."))
        self.pupils.selectionModel().selectionChanged.connect(self._weigh)
        self.clear = self.plain_button(_("Clear this pupil"), "check")
        self.clear.clicked.connect(self._clear)
        self.clear_class = self.button(_("Clear everybody who may leave"), "clear_class", "check", main=True)
        self.print = self.button(_("Print the certificates"), "print_class", "print")
        self._arrange(theme)

    def show_state(self, state: object) -> None:
        """Paint the classes and the chosen one's pupils."""
        if not isinstance(state, LeaversPart):
            raise TypeError(state)
        self._part = state
        self._painting = True
        self.classes.show_lines(state.classes)
        places = [place for place, line in enumerate(state.classes) if line.id == state.chosen_id]
        if places:
            self.classes.select(places[0])
        self._painting = False
        self.pupils.show_lines(state.pupils)
        marked = [place for place, line in enumerate(state.pupils) if line.id == state.marked_id]
        if marked:
            self.pupils.select(marked[0])
        self.head.setText(_head(state))
        waiting = [line for line in state.pupils if line.certificate is None]
        self.clear_class.setEnabled(state.may_change and any(line.is_free for line in waiting))
        self.print.setEnabled(any(line.certificate is not None for line in state.pupils))
        self._weigh()

    def _arrange(self, theme: Theme) -> None:
        lists = QHBoxLayout()
        lists.addWidget(self.classes)
        lists.addWidget(self.pupils, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.print)
        foot.addStretch()
        foot.addWidget(self.clear)
        foot.addWidget(self.clear_class)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addWidget(self.head)
        layout.addLayout(lists, 1)
        layout.addLayout(foot)

    def _choose(self) -> None:
        line = self.classes.selected_line()
        if line is not None and not self._painting:
            self.act(f"choose:{line.id}")

    def _weigh(self) -> None:
        line = self.pupils.selected_line()
        self.clear.setEnabled(self._part.may_change and line is not None and line.certificate is None)

    def _clear(self) -> None:
        line = self.pupils.selected_line()
        if line is not None:
            self.act(f"clear:{line.id}")


def _head(part: LeaversPart) -> str:
    said = [_("Scan a leaver's card, or choose a class: who holds and owes nothing is cleared and the card stopped.")]
    if part.stops is None:
        said.append(_("The final examinations are not set, so lending to leavers goes on: “School year”, “Calendar”."))
    else:
        said.append(_("Lending to leavers stops on {day}.").format(day=day_words(part.stops)))
    return " ".join(said)


def _columns() -> Sequence[Column]:
    return (
        Column(_("Number"), 130),
        Column(_("Name")),
        Column(_("On loan"), 90),
        Column(_("Owed (yuan)"), 110),
        Column(_("Clearance"), 230),
    )


def _cells(line: LeaverLine) -> Sequence[Cell]:
    return (
        Cell(line.number),
        Cell(line.name),
        Cell(str(line.out), Tone.LOOK) if line.out else Cell("–"),
        Cell(format_fen(line.owed), Tone.LOOK) if line.charges else Cell("–"),
        _clearance(line),
    )


def _clearance(line: LeaverLine) -> Cell:
    if line.certificate is not None:
        return Cell(_("cleared, No. {number}").format(number=f"{line.certificate:04}"), Tone.DONE)
    return Cell(_("may leave")) if line.is_free else Cell(_("not yet"), Tone.LOOK)

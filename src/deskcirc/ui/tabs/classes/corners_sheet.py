"""One class corner on the screen: what is in it and who has what, its piles, and its past."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from deskcirc.domain.corners import CornerCopy
from deskcirc.store.lookups.corners import CornerReader, Filling
from deskcirc.text import day_words
from deskcirc.text import gettext as _
from deskcirc.ui.gauge import Gauge
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.classes import corners_questions as questions
from deskcirc.ui.tabs.classes.corners_part import CornersPart, View
from deskcirc.ui.tabs.classes.corners_pile_sheet import CornerPile
from deskcirc.ui.tabs.classes.corners_words import filled_words
from deskcirc.ui.theme import Theme


class CornerSheet(TabPage):
    """Paints a CornersPart whose corner is open."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = CornersPart()
        self.title, self.filled, self.pupil = label("title"), label("quiet"), label("title")
        self.gauge = Gauge(theme)
        self.gauge.setFixedWidth(theme.px(140))
        self.views = {view: self.toggle(words, f"view:{view}") for view, words in _view_words().items()}
        self.inside = LinesView[CornerCopy](theme, _inside_columns(), _inside_cells)
        self.piles = CornerPile(theme)
        self.piles.acted.connect(self.acted)
        self.fillings = LinesView[Filling](theme, _filling_columns(), _filling_cells)
        self.readers = LinesView[CornerReader](theme, _reader_columns(), _reader_cells)
        self._name_lists()
        self._stack = QStackedWidget()
        self._bodies = {
            View.INSIDE: self._made(self._inside_body),
            View.HISTORY: self._made(self._history_body),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._head())
        layout.addLayout(self._view_row())
        layout.addWidget(self._stack, 1)
        self._stack.addWidget(self.piles)

    def show_state(self, state: object) -> None:
        """Paint the corner and the view on top."""
        if not isinstance(state, CornersPart) or state.corner is None:
            raise TypeError(state)
        self._part = state
        corner, filling = state.corner, state.view is View.FILL
        more = len(state.fine) if filling else 0
        self.title.setText(_("Class corner of {name}").format(name=corner.class_name))
        self.filled.setText(filled_words(corner, more))
        there = corner.held + more
        self.gauge.show_share(there, corner.capacity or max(corner.target, there + 1))  # full only without room
        for view, button in self.views.items():
            button.setChecked(view is state.view)
            button.setVisible(not state.is_kept or view not in (View.FILL, View.BACK))
            button.setEnabled(corner.is_open or view is not View.FILL)
        self._back.setVisible(not state.is_kept)
        self.inside.show_lines(state.inside)
        self.fillings.show_lines(state.fillings)
        self.readers.show_lines(state.readers)
        self.piles.show_state(state)
        self.pupil.setText(state.pupil.label if state.pupil else "")
        for button in (self._change, self._close):
            button.setVisible(state.may_change)
            button.setEnabled(corner.is_open)
        self._stack.setCurrentWidget(self._bodies.get(state.view, self.piles))

    def _name_lists(self) -> None:
        self.inside.setAccessibleName(_("What stands in the corner"))
        self.inside.set_empty_words(_("Nothing is lent to this corner yet: “Fill” lends it a pile in one act."))
        self.inside.chosen.connect(self._put_back)
        self.fillings.setAccessibleName(_("What was lent to this corner"))
        self.fillings.set_empty_words(_("Nothing was ever lent to this corner."))
        self.readers.setAccessibleName(_("Who has read how much"))
        self.readers.set_empty_words(_("Nobody has taken anything from it yet."))

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._back = self.button(_("All class corners"), "list")
        row.addWidget(self._back)
        row.addWidget(self.title)
        row.addStretch()
        row.addWidget(self.filled)
        row.addWidget(self.gauge)
        return row

    def _view_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for button in self.views.values():
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.pupil)
        return row

    def _made(self, fill: Callable[[QVBoxLayout, QHBoxLayout], None]) -> QWidget:
        body = QWidget()
        rows, foot = QVBoxLayout(body), QHBoxLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        fill(rows, foot)
        rows.addLayout(foot)
        self._stack.addWidget(body)
        return body

    def _inside_body(self, rows: QVBoxLayout, foot: QHBoxLayout) -> None:
        rows.addWidget(self.inside, 1)
        foot.addWidget(self.button(_("Undo") + "  Ctrl+Z", "undo", "undo"))
        foot.addWidget(self.button(_("Print the list"), "print", "print"))
        foot.addWidget(self._asking(_("Due date …"), self._ask_due))
        foot.addStretch()
        self._change = self._asking(_("Change …"), self._ask_change)
        self._close = self.button(_("Close the corner"), "close")
        foot.addWidget(self._change)
        foot.addWidget(self._close)

    def _history_body(self, rows: QVBoxLayout, _foot: QHBoxLayout) -> None:
        rows.addWidget(self.fillings, 1)
        rows.addWidget(self.readers, 1)

    def _asking(self, words: str, ask: Callable[[], None]) -> QPushButton:
        button = self.plain_button(words)
        button.clicked.connect(ask)
        return button

    def _ask_change(self) -> None:
        questions.ask_change(self._part, self.window(), lambda values: self.acted.emit("change", values))

    def _ask_due(self) -> None:
        questions.ask_due(self._part, self.window(), lambda values: self.acted.emit("due", values))

    def _put_back(self, line: CornerCopy) -> None:
        if line.sub_loan is not None:
            self.act(f"put_back:{line.copy.id}")


def _view_words() -> dict[View, str]:
    return {
        View.INSIDE: _("In the corner"),
        View.FILL: _("Fill"),
        View.BACK: _("Take back"),
        View.HISTORY: _("Past and readers"),
    }


def _inside_columns() -> Sequence[Column]:
    return (
        Column(_("Call number"), 130),
        Column(_("Title")),
        Column(_("Barcode"), 120, yields=True),
        Column(_("Due"), 110, yields=True),
        Column(_("With"), 150),
    )


def _inside_cells(line: CornerCopy) -> Sequence[Cell]:
    with_whom = Cell(line.sub_loan.patron, Tone.LOOK) if line.sub_loan else Cell(_("in the corner"))
    copy = line.copy
    return Cell(copy.call_number or "—"), Cell(copy.name), Cell(copy.code), Cell(day_words(line.due)), with_whom


def _filling_columns() -> Sequence[Column]:
    return (
        Column(_("Lent on"), 150),
        Column(_("Operator")),
        Column(_("Copies"), 90),
        Column(_("Came back"), 90),
        Column(_("Last back"), 150),
    )


def _filling_cells(line: Filling) -> Sequence[Cell]:
    last = "–" if line.last_back is None else day_words(line.last_back)
    return Cell(day_words(line.on)), Cell(line.operator), Cell(str(line.copies)), Cell(str(line.back)), Cell(last)


def _reader_columns() -> Sequence[Column]:
    return (Column(_("Number"), 150), Column(_("Pupil")), Column(_("Taken"), 100), Column(_("Has now"), 100))


def _reader_cells(line: CornerReader) -> Sequence[Cell]:
    return Cell(line.number), Cell(line.name), Cell(str(line.taken)), Cell(str(line.out) if line.out else "–")

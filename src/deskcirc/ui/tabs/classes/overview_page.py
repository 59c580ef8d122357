"""The class list on the screen, and behind each class its pupils."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskcirc.domain.patrons import PatronState
from deskcirc.store.lookups.classes import ClassLine, PupilLine
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.classes.overview_state import OverviewPart
from deskcirc.ui.theme import Theme


class OverviewPage(TabPage):
    """Paints an OverviewPart: all classes, or the one that is open."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.classes = LinesView[ClassLine](theme, _class_columns(), _class_cells)
        self.classes.setAccessibleName(_("Classes"))
        self.classes.set_empty_words(
            _("No classes yet: they come with the roster. “More”, “Import lists” takes it in.")
        )
        self.classes.chosen.connect(lambda line: self.act(f"open:{line.id}"))
        self.pupils = LinesView[PupilLine](theme, _pupil_columns(), _pupil_cells)
        self.pupils.setAccessibleName(_("Pupils of the class"))
        self.pupils.set_empty_words(_("Nobody is in this class."))
        self.title, self.aside = label("title"), label("quiet")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.classes)
        self._stack.addWidget(self._class_sheet())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addWidget(self._stack)

    def show_state(self, state: object) -> None:
        """Paint the classes, and the pupils of the one that is open."""
        if not isinstance(state, OverviewPart):
            raise TypeError(state)
        self.classes.show_lines(state.classes)
        opened = state.opened
        self._stack.setCurrentIndex(0 if opened is None else 1)
        if opened is None:
            return
        self.title.setText(opened.name)
        pupils = ngettext("{count} pupil", "{count} pupils", len(state.pupils)).format(count=len(state.pupils))
        teacher = _("class teacher: {name}").format(name=opened.teacher) if opened.teacher else ""
        self.aside.setText(" · ".join(part for part in (pupils, teacher) if part))
        self.pupils.show_lines(state.pupils)
        marked = [place for place, line in enumerate(state.pupils) if line.id == state.marked_id]
        if marked:
            self.pupils.select(marked[0])

    def _class_sheet(self) -> QWidget:
        sheet = QWidget()
        head = QHBoxLayout()
        head.addWidget(self.button(_("All classes"), "close"))
        head.addWidget(self.title)
        head.addStretch()
        head.addWidget(self.aside)
        rows = QVBoxLayout(sheet)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(head)
        rows.addWidget(self.pupils, 1)
        return sheet


def _class_columns() -> Sequence[Column]:
    return (
        Column(_("Class")),
        Column(_("Class teacher"), 150),
        Column(_("Pupils"), 90),
        Column(_("On loan"), 90),
        Column(_("Overdue"), 110),
        Column(_("Class corner"), 120, yields=True),
    )


def _class_cells(line: ClassLine) -> Sequence[Cell]:
    return (
        Cell(line.name),
        Cell(line.teacher),
        Cell(str(line.pupils)),
        Cell(_number(line.out)),
        _overdue(line.overdue),
        Cell(_number(line.corner)),
    )


def _pupil_columns() -> Sequence[Column]:
    return (
        Column(_("Number"), 170),
        Column(_("Name")),
        Column(_("On loan"), 100),
        Column(_("Overdue"), 110),
        Column(_("State"), 140),
    )


def _pupil_cells(line: PupilLine) -> Sequence[Cell]:
    stopped = Cell(_("stopped"), Tone.LOOK) if line.state is PatronState.STOPPED else Cell("")
    return Cell(line.number), Cell(line.name), Cell(_number(line.out)), _overdue(line.overdue), stopped


def _number(count: int) -> str:
    """A nought would only fill the column."""
    return str(count) if count else "–"


def _overdue(count: int) -> Cell:
    return Cell(str(count), Tone.LOOK) if count else Cell("–")

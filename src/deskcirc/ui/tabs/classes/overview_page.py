"""The class list on the screen, and behind each class its pupils."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskcirc.domain.patrons import PatronState
from deskcirc.store.lookups.classes import ClassLine, PupilLine
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.dialogs.question import Field, QuestionDialog
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
        self.pupils.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.pupils.selectionModel().selectionChanged.connect(self._weigh)
        self._part = OverviewPart()
        self.transfer = self.plain_button(_("Into another class …"), "next")
        self.transfer.clicked.connect(self._ask_move)
        self.change = self.plain_button(_("Teacher and name …"), "person")
        self.change.clicked.connect(self._ask_change)
        self.end = self.plain_button(_("End this class"))
        self.end.clicked.connect(self._end)
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
        self._part = state
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
        self._weigh()

    def _weigh(self) -> None:
        rows = self.pupils.selectionModel().selectedRows()
        self.transfer.setEnabled(self._part.may_change and bool(rows))
        self.change.setEnabled(self._part.may_change)
        self.end.setEnabled(self._part.may_change and not self._part.pupils)

    def _ask_move(self) -> None:
        opened = self._part.opened
        places = [index.row() for index in self.pupils.selectionModel().selectedRows()]
        if opened is None or not places:
            return
        names = [line.name for line in self._part.classes if line.id != opened.id]
        chosen = " ".join(str(self._part.pupils[place].id) for place in places)
        count = ngettext("{count} pupil", "{count} pupils", len(places)).format(count=len(places))
        field = Field("class", _("Class, as 三（2）班, 302 or 2024级2班"), choices=names)
        said = _("A class that does not exist yet is made. Loans, holds and cards stay with the pupils.")
        dialog = QuestionDialog(
            _("Put {pupils} into another class").format(pupils=count), [said], [field], _("Into this class"), self
        )
        dialog.answered.connect(lambda values: self.acted.emit(f"move:{opened.id}", {**values, "pupils": chosen}))
        dialog.open()

    def _ask_change(self) -> None:
        opened = self._part.opened
        if opened is None:
            return
        fields = [
            Field("teacher", _("Class teacher"), value=opened.teacher, required=False),
            Field("name", _("Own name, empty for the name by grade and number"), value=opened.own_name, required=False),
        ]
        dialog = QuestionDialog(opened.name, [], fields, _("Save"), self)
        dialog.answered.connect(lambda values: self.acted.emit(f"change:{opened.id}", values))
        dialog.open()

    def _end(self) -> None:
        if self._part.opened is not None:
            self.act(f"end:{self._part.opened.id}")

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
        foot = QHBoxLayout()
        foot.addWidget(self.transfer)
        foot.addWidget(self.change)
        foot.addStretch()
        foot.addWidget(self.end)
        rows.addLayout(foot)
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
    stopped = Cell(_("Lending stopped"), Tone.LOOK) if line.state is PatronState.STOPPED else Cell("")
    return Cell(line.number), Cell(line.name), Cell(_number(line.out)), _overdue(line.overdue), stopped


def _number(count: int) -> str:
    """A nought would only fill the column."""
    return str(count) if count else "–"


def _overdue(count: int) -> Cell:
    return Cell(str(count), Tone.LOOK) if count else Cell("–")

"""The Reading room tab: who came at the left, what is read here and the sums of the weeks at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout

from deskcirc.domain.patrons import SchoolClass
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.scan_box import ScanLine
from deskcirc.ui.tab_page import Card, TabPage
from deskcirc.ui.tabs.reading_room.lists import HereRow, SumRow, VisitRow, sum_rows
from deskcirc.ui.tabs.reading_room.state import RoomState
from deskcirc.ui.theme import Theme

_MOST_PERSONS = 999


class ReadingRoomPage(TabPage):
    """Paints a RoomState."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._listed: tuple[SchoolClass, ...] = ()
        self._visits_card = self._made_visits()
        self._here_card = self._made_here()
        right = QVBoxLayout()
        right.setSpacing(theme.px(10))
        right.addWidget(self._here_card, 3)
        right.addWidget(self._made_sums(), 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self._visits_card)
        row.addLayout(right, 1)
        self.key("Ctrl+H", "home")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Give the visits two fifths of the width."""
        self._visits_card.setFixedWidth(event.size().width() * 2 // 5)
        super().resizeEvent(event)

    def show_state(self, state: object) -> None:
        """Paint visits, what is read here, and the sums."""
        if not isinstance(state, RoomState):
            raise TypeError(state)
        lists = state.lists
        self.visits.show_lines(lists.visits)
        self.here.show_lines(lists.here)
        self.sums.show_lines(sum_rows(lists))
        persons = lists.today.persons
        words = ngettext("{count} person today", "{count} persons today", persons)
        self._visits_card.aside.setText(words.format(count=persons) if persons else "")
        words = ngettext("{count} copy not given back", "{count} copies not given back", len(lists.here))
        self._here_card.aside.setText(words.format(count=len(lists.here)) if lists.here else "")
        self._show_classes(lists.classes)
        self._weigh()

    def _made_visits(self) -> Card:
        card = Card(self._theme, _("Came today"))
        columns = (Column(_("Time"), 76), Column(_("Who")), Column(_("Persons"), 84))
        self.visits = LinesView[VisitRow](self._theme, columns, _visit_cells)
        self.visits.setAccessibleName(_("Came today"))
        self.visits.set_empty_words(_("Nobody yet. One scan of a card is one visit; a class card counts the class."))
        self.visits.selectionModel().selectionChanged.connect(self._weigh)
        self.change = self.plain_button(_("Change number …"))
        self.change.clicked.connect(self._ask_persons)
        self.classes = QComboBox()
        self.classes.setAccessibleName(_("Class"))
        self.classes.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.classes.currentIndexChanged.connect(self._propose_persons)
        self.persons = ScanLine("1")
        self.persons.setValidator(QIntValidator(1, _MOST_PERSONS, self.persons))
        self.persons.setFixedWidth(self._theme.px(64))
        self.persons.setAccessibleName(_("Persons"))
        self.persons.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.count = self.plain_button(_("Count the class"), "people")
        self.count.clicked.connect(self._count_class)
        line = QHBoxLayout()
        line.addWidget(self.classes, 1)
        line.addWidget(self.persons)
        line.addWidget(self.count)
        foot = QHBoxLayout()
        foot.addWidget(self.button(_("Undo") + "  Ctrl+Z", "undo", "undo"))
        foot.addStretch()
        foot.addWidget(self.change)
        card.body.addWidget(self.visits, 1)
        card.body.addLayout(line)
        card.body.addLayout(foot)
        return card

    def _made_here(self) -> Card:
        card = Card(self._theme, _("Being read here"))
        columns = (
            Column(_("Title")),
            Column(_("Patron"), 190),
            Column(_("Time"), 150),
            Column(_("Barcode"), 116, yields=True),
        )
        self.here = LinesView[HereRow](self._theme, columns, _here_cells)
        self.here.setAccessibleName(_("Being read here"))
        self.here.set_empty_words(
            _("Nothing is out in the room. Scan a card, then the copies they read; scan a copy again to take it back.")
        )
        self.here.selectionModel().selectionChanged.connect(self._weigh)
        self.home = self.plain_button(_("Take it home") + "  Ctrl+H", "lend")
        self.home.clicked.connect(lambda: self._on_here("home"))
        self.back = self.plain_button(_("Given back"), "return")
        self.back.clicked.connect(lambda: self._on_here("back"))
        for button in (self.back, self.home):
            card.head.addWidget(button)
        card.body.addWidget(self.here, 1)
        return card

    def _made_sums(self) -> Card:
        card = Card(self._theme, _("Visits and in-house use"))
        columns = (
            Column(_("When")),
            Column(_("Teachers"), 92),
            Column(_("Pupils"), 84),
            Column(_("Classes"), 132),
            Column(_("Persons in all"), 120),
            Column(_("Read here"), 108),
        )
        self.sums = LinesView[SumRow](self._theme, columns, _sum_cells)
        self.sums.setAccessibleName(_("Visits and in-house use by week"))
        card.body.addWidget(self.sums, 1)
        return card

    def _show_classes(self, listed: tuple[SchoolClass, ...]) -> None:
        if listed == self._listed:
            return
        chosen = self.classes.currentData()
        self._listed = listed
        self.classes.clear()
        for each in listed:
            self.classes.addItem(each.name, each.id)
        self.classes.setCurrentIndex(max(0, self.classes.findData(chosen)))

    def _propose_persons(self, place: int) -> None:
        """As many as are in the class; what was typed stays until another class is chosen."""
        if 0 <= place < len(self._listed):
            self.persons.setText(str(max(1, self._listed[place].patrons)))

    def _count_class(self) -> None:
        class_id = self.classes.currentData()
        if class_id is not None:
            self.acted.emit(f"class:{class_id}", {"persons": self.persons.text()})

    def _ask_persons(self) -> None:
        line = self.visits.selected_line()
        if line is None:
            return
        field = Field("persons", _("Persons"), value=str(line.persons))
        dialog = QuestionDialog(
            _("How many came of {who}?").format(who=line.who), [], [field], _("Change"), self.window()
        )
        dialog.answered.connect(lambda values: self.acted.emit(f"persons:{line.visit_id}", values))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_here(self, act: str) -> None:
        line = self.here.selected_line()
        if line is not None:
            self.act(f"{act}:{line.copy_id}")

    def _weigh(self) -> None:
        visit, here = self.visits.selected_line(), self.here.selected_line()
        self.change.setEnabled(visit is not None and visit.is_class)
        self.home.setEnabled(here is not None)
        self.back.setEnabled(here is not None)
        self.count.setEnabled(bool(self._listed))


def _visit_cells(row: VisitRow) -> Sequence[Cell]:
    return Cell(row.clock), Cell(row.who), Cell(str(row.persons))


def _here_cells(row: HereRow) -> Sequence[Cell]:
    since = Cell(_("{day}: late").format(day=row.since), Tone.LOOK) if row.late else Cell(row.since)
    return Cell(row.title), Cell(row.patron), since, Cell(row.code)


def _sum_cells(row: SumRow) -> Sequence[Cell]:
    sums = row.sums
    classes = _("{count} ({persons} persons)").format(count=sums.classes, persons=sums.class_persons)
    return (
        Cell(row.when),
        Cell(str(sums.teachers)),
        Cell(str(sums.pupils)),
        Cell(classes if sums.classes else "0"),
        Cell(str(sums.persons)),
        Cell(str(sums.read_in_house)),
    )

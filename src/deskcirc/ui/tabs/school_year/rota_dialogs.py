"""What the rota's page asks a person: where a turn goes, a slot, a wish."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deskcirc.desk.rota import MOST_ROOM, MOST_TIMES
from deskcirc.domain.classes import grade_name
from deskcirc.domain.opening import clock_words
from deskcirc.domain.rota import Activity, Every, Slot, Turn, Week, Wish, span_words
from deskcirc.domain.rota_facts import RotaFacts, activity_words, every_words, week_words
from deskcirc.text import gettext as _
from deskcirc.text import weekday_words
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.tab_page import label

Answered = Callable[[Mapping[str, str]], None]
_WEEKDAYS = range(1, 8)


class ChoiceDialog(QDialog):
    """A form of lists and boxes to tick; `answered` gets what was chosen, by the fields' names."""

    def __init__(self, title: str, yes: str, answered: Answered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fields: dict[str, Callable[[], str]] = {}
        self._answered = answered
        self._form = QFormLayout()
        self._form.setSpacing(12)
        self._yes = QPushButton(yes, default=True)
        self._yes.setProperty("part", "main")
        self._yes.clicked.connect(self.accept)
        no = QPushButton(_("Cancel") + "  Esc", autoDefault=False)
        no.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(no)
        foot.addWidget(self._yes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 20)
        layout.setSpacing(14)
        layout.addWidget(label("title", title))
        layout.addLayout(self._form)
        layout.addLayout(foot)

    def add_list(self, name: str, words: str, choices: Sequence[tuple[str, str]], value: str) -> None:
        """One of several: each a value and what it is called."""
        box = QComboBox()
        for each, called in choices:
            box.addItem(called, each)
        box.setCurrentIndex(max(0, [each for each, _called in choices].index(value) if value in dict(choices) else 0))
        box.setAccessibleName(words)
        self._form.addRow(words, box)
        self.fields[name] = lambda: str(box.currentData() or "")

    def add_weekdays(self, name: str, words: str, value: frozenset[int]) -> None:
        """Some of the weekdays, as their digits."""
        row, boxes = QHBoxLayout(), {}
        for weekday in _WEEKDAYS:
            boxes[weekday] = QCheckBox(weekday_words(weekday))
            boxes[weekday].setChecked(weekday in value)
            row.addWidget(boxes[weekday])
        self._form.addRow(words, row)
        self.fields[name] = lambda: "".join(str(weekday) for weekday, box in boxes.items() if box.isChecked())

    def accept(self) -> None:
        """Hand over what was chosen."""
        self._answered({name: read() for name, read in self.fields.items()})
        super().accept()


def ask_turn(
    parent: QWidget, facts: RotaFacts, turn: Turn | None, place: tuple[int, int], answered: Answered
) -> ChoiceDialog:
    """Where a turn goes, or, with no turn, which one is to be added; `place` is the weekday and slot it begins with."""
    title = _("Add a turn") if turn is None else _("Move {name}").format(name=_called(facts, turn))
    dialog = ChoiceDialog(title, _("Add") if turn is None else _("Move"), answered, parent)
    if turn is None:
        dialog.add_list("who", _("Class or grade"), _who(facts), "")
        activities = [(each.value, activity_words(each)) for each in Activity]
        dialog.add_list("activity", _("What for"), activities, Activity.BORROW.value)
    dialog.add_list("weekday", _("Weekday"), [(str(day), weekday_words(day)) for day in _WEEKDAYS], str(place[0]))
    dialog.add_list("slot", _("Slot"), [(str(each.id), span_words(each)) for each in facts.slots], str(place[1]))
    week = turn.week if turn else Week.EVERY
    dialog.add_list("week", _("Week"), [(each.value, week_words(each)) for each in Week], week.value)
    dialog.open()
    return dialog


def _called(facts: RotaFacts, turn: Turn) -> str:
    return facts.called(turn.class_id, turn.grade)


def _who(facts: RotaFacts) -> list[tuple[str, str]]:
    grades = dict.fromkeys(each.grade for each in facts.classes)
    whole = [
        (f"grade:{grade}", _("all of {grade}").format(grade=grade_name(grade, facts.schooling))) for grade in grades
    ]
    return [*((f"class:{each.id}", each.name) for each in facts.classes), *whole]


def ask_slot(parent: QWidget, slot: Slot | None, answered: Answered) -> QuestionDialog:
    """The times of a slot and how many classes it has room for."""
    opens, closes, room = (slot.opens, slot.closes, slot.room) if slot else (720, 735, 1)
    fields = (
        Field("opens", _("Begins at"), value=clock_words(opens)),
        Field("closes", _("Ends at"), value=clock_words(closes)),
        Field("room", _("Classes at once"), "choice", str(room), [str(each) for each in range(1, MOST_ROOM + 1)]),
    )
    dialog = QuestionDialog(_("Slot"), [], fields, _("Save"), parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.answered.connect(answered)
    dialog.open()
    return dialog


def ask_wish(parent: QWidget, facts: RotaFacts, wish: Wish | None, answered: Answered) -> ChoiceDialog:
    """Who should come, what for, how often, and on which days."""
    known = wish or Wish(0)
    dialog = ChoiceDialog(_("Wish"), _("Save"), answered, parent)
    grades = [(str(grade), grade_name(grade, facts.schooling)) for grade in _grades(facts)]
    for name, words, any_, value in (
        ("grade_from", _("From grade"), _("the first"), known.grade_from),
        ("grade_to", _("To grade"), _("the last"), known.grade_to),
    ):
        dialog.add_list(name, words, [("", any_), *grades], str(value or ""))
    activities = [(each.value, activity_words(each)) for each in Activity]
    dialog.add_list("activity", _("What for"), activities, known.activity.value)
    dialog.add_list("every", _("How often"), [(each.value, every_words(each)) for each in Every], known.every.value)
    times = [(str(each), str(each)) for each in range(1, MOST_TIMES + 1)]
    dialog.add_list("times", _("Times in that week"), times, str(known.times))
    dialog.add_weekdays("weekdays", _("Only on (none: any open day)"), known.weekdays)
    dialog.open()
    return dialog


def _grades(facts: RotaFacts) -> list[int]:
    found = sorted({each.grade for each in facts.classes})
    return list(range(found[0], found[-1] + 1)) if found else list(range(1, 7))

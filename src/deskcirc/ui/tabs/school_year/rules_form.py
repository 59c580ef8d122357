"""The form of one circulation rule: who, what, how many, how long, and what being late brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from deskcirc.domain.rule_book import EFFECT_WORDS, LENDING_WORDS
from deskcirc.domain.rules import BOUNDS, GRADES, CirculationRule, Lending, OverdueEffect
from deskcirc.store.lookups.rules import KindLine
from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.dialogs.room import resize_within_screen
from deskcirc.ui.spin_room import with_room
from deskcirc.ui.tab_page import label
from deskcirc.ui.tabs.school_year.rules_values import words_of
from deskcirc.ui.theme import Theme

_HOME: Final = frozenset({Lending.HOME.value})
_OUT: Final = frozenset({Lending.HOME.value, Lending.SAME_DAY.value})
_LATE: Final = frozenset({OverdueEffect.SUSPEND.value, OverdueEffect.FINE.value})
_SUSPEND: Final = frozenset({OverdueEffect.SUSPEND.value})
_FINE: Final = frozenset({OverdueEffect.FINE.value})

_NUMBERS: Final = (
    ("loan_limit", marked("Copies in all"), "lending", _OUT),
    ("type_limit", marked("Of one item type"), "lending", _OUT),
    ("loan_days", marked("Loan days"), "lending", _HOME),
    ("renewals", marked("Renewals"), "lending", _HOME),
    ("renewal_days", marked("Days of a renewal"), "lending", _HOME),
    ("holds", marked("Holds"), "", frozenset[str]()),
    ("grace_days", marked("Days of grace"), "overdue_effect", _LATE),
    ("suspension_days", marked("Days suspended a day late"), "overdue_effect", _SUSPEND),
    ("suspension_cap", marked("Days suspended at most"), "overdue_effect", _SUSPEND),
    ("fine", marked("Fen for each day late"), "overdue_effect", _FINE),
    ("loss_percent", marked("Price of a loss, in percent"), "", frozenset[str]()),
)
"""Field, its words, and the choice it depends on with the answers that give it a meaning."""

_LEFT: Final = 6
"""So many numbers stand in the left column; the right one is for what comes of being late or losing a copy."""

_WITHOUT_LIMIT: Final = frozenset({"type_limit", "suspension_cap"})


class RuleDialog(QDialog):
    """Edits one rule; `answered` carries its fields as words. A number that means nothing now is greyed, not lost."""

    answered = Signal(object)

    def __init__(
        self,
        theme: Theme,
        rule: CirculationRule,
        categories: Sequence[KindLine],
        item_types: Sequence[KindLine],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        title = _("Change the rule") if rule.id else _("New rule")
        self.setWindowTitle(title)
        words = words_of(rule)
        least, most = GRADES
        grades = [(str(grade), str(grade)) for grade in range(least, most + 1)]
        lendings = [(lending.value, _(said)) for lending, said in LENDING_WORDS.items()]
        effects = [(effect.value, _(said)) for effect, said in EFFECT_WORDS.items()]
        self.choices: Mapping[str, QComboBox] = {
            "category_id": _choice(_("Patron category"), [("", _("any")), *_named(categories)], words["category_id"]),
            "grade_from": _choice(_("From grade"), [("", _("any")), *grades], words["grade_from"]),
            "grade_to": _choice(_("To grade"), [("", _("any")), *grades], words["grade_to"]),
            "item_type_id": _choice(_("Item type"), [("", _("any")), *_named(item_types)], words["item_type_id"]),
            "lending": _choice(_("Lending"), lendings, words["lending"]),
            "overdue_effect": _choice(_("When late"), effects, words["overdue_effect"]),
        }
        self.numbers = {name: _number(name, _(said), words[name]) for name, said, _on, _when in _NUMBERS}
        self.flaws = label("stop")
        self.flaws.setWordWrap(True)
        self.flaws.hide()
        for name in ("lending", "overdue_effect"):
            self.choices[name].currentIndexChanged.connect(self._weigh)
        self._lay_out(title)
        resize_within_screen(self, theme.px(880), theme.px(560))
        self._weigh()

    def values(self) -> dict[str, str]:
        """The fields as words; "" for any and for no limit."""
        chosen = {name: str(box.currentData()) for name, box in self.choices.items()}
        return {**chosen, **{name: _words(box) for name, box in self.numbers.items()}}

    def show_flaws(self, flaws: Sequence[str]) -> None:
        """Say why the rule cannot be kept as it is; what was filled in stays."""
        self.flaws.setText("\n".join(flaws))
        self.flaws.show()

    def accept(self) -> None:
        """Hand the fields on; the dialog stays until they were taken."""
        self.answered.emit(self.values())

    def _lay_out(self, title: str) -> None:
        left, right = QFormLayout(), QFormLayout()
        for name in ("category_id", "grade_from", "grade_to", "item_type_id", "lending"):
            left.addRow(self.choices[name].accessibleName(), self.choices[name])
        right.addRow(self.choices["overdue_effect"].accessibleName(), self.choices["overdue_effect"])
        for place, (name, said, _on, _when) in enumerate(_NUMBERS):
            (left if place < _LEFT else right).addRow(_(said), self.numbers[name])
        columns = QHBoxLayout()
        for form in (left, right):
            form.setSpacing(10)
            columns.addLayout(form, 1)
        columns.setSpacing(28)
        yes, no = QPushButton(_("Save"), default=True), QPushButton(_("Cancel") + "  Esc", autoDefault=False)
        yes.setProperty("part", "main")
        yes.clicked.connect(self.accept)
        no.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(label("quiet", _("Loans already made keep their dates.")), 1)
        foot.addWidget(no)
        foot.addWidget(yes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 20)
        layout.setSpacing(14)
        layout.addWidget(label("title", title))
        layout.addLayout(columns)
        layout.addStretch()
        layout.addWidget(self.flaws)
        layout.addLayout(foot)

    def _weigh(self) -> None:
        """Only what has a meaning for the chosen lending and effect can be changed."""
        for name, _said, on, when in _NUMBERS:
            self.numbers[name].setEnabled(not on or str(self.choices[on].currentData()) in when)


def _named(kinds: Sequence[KindLine]) -> list[tuple[str, str]]:
    return [(str(kind.id), kind.name) for kind in kinds]


def _choice(name: str, choices: Sequence[tuple[str, str]], value: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for data, words in choices:
        box.addItem(words, data)
    box.setCurrentIndex(max(0, box.findData(value)))
    return box


def _number(name: str, words: str, value: str) -> QSpinBox:
    """A spin box; where no limit may be, that stands below 0."""
    least, most = BOUNDS[name]
    box = with_room(QSpinBox())
    box.setAccessibleName(words)
    box.setRange(least - 1 if name in _WITHOUT_LIMIT else least, most)
    if name in _WITHOUT_LIMIT:
        box.setSpecialValueText(_("no limit"))
    box.setValue(int(value) if value else box.minimum())
    return box


def _words(box: QSpinBox) -> str:
    return "" if box.specialValueText() and box.value() == box.minimum() else str(box.value())

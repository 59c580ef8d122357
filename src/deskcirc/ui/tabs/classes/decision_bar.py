"""Under the list: why the chosen line is doubtful, and a button for everything a person may say about it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.tab_page import label
from deskcirc.ui.tabs.classes.roll_over_lines import Way, YearLine
from deskcirc.ui.theme import Theme

_IN_A_ROW = 3


class DecisionBar(QWidget):
    """`decided` carries what was said, as the values of the act."""

    decided = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line: YearLine | None = None
        self.buttons: list[QPushButton] = []
        self.sentence = label("quiet")
        self.sentence.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px(6))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.sentence, 1)
        row.addLayout(self._grid)

    def show_line(self, line: YearLine | None, *, may_change: bool) -> None:
        """Offer what may be said about a line; nothing about none."""
        self._line = line
        for button in self.buttons:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        self.setVisible(line is not None and bool(line.ways or line.remark))
        if line is None:
            return
        self.sentence.setText(line.remark or _("{name}: {outcome}").format(name=line.name, outcome=line.outcome))
        if not may_change:
            return
        for way in line.ways:
            self._add(way.label, way, is_main=way.is_proposal and line.is_open)
        if line.class_way is not None:
            button = self._button(_("Another class …"), is_main=False)
            button.clicked.connect(self._ask_class)

    def _add(self, words: str, way: Way, *, is_main: bool) -> None:
        button = self._button(words, is_main=is_main)
        button.clicked.connect(partial(self._say, way, ""))

    def _button(self, words: str, *, is_main: bool) -> QPushButton:
        button = QPushButton(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if is_main:
            button.setProperty("part", "main")
        place = len(self.buttons)
        self._grid.addWidget(button, place // _IN_A_ROW, place % _IN_A_ROW)
        self.buttons.append(button)
        return button

    def _say(self, way: Way, class_words: str, _checked: bool = False) -> None:
        if self._line is not None:
            patron = "" if way.patron_id is None else str(way.patron_id)
            values = {"key": self._line.key, "verdict": way.verdict.value, "patron": patron, "class": class_words}
            self.decided.emit(values)

    def _ask_class(self) -> None:
        line = self._line
        if line is None or line.class_way is None:
            return
        field = Field("class", _("Class, as 三（2）班, 302 or 2024级2班"), value=line.after)
        title = _("Into which class does {name} go?").format(name=line.name)
        dialog = QuestionDialog(title, [], [field], _("Into this class"), self)
        way = line.class_way
        dialog.answered.connect(lambda values: self._say(way, values["class"]))
        dialog.open()

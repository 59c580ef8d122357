"""The buttons above and below the rota's grid, and what stands there while there is no rota yet."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from deskcirc.domain.rota import Turn, Week
from deskcirc.domain.rota_facts import week_words
from deskcirc.text import gettext as _
from deskcirc.text import in_a_row, ngettext
from deskcirc.ui import icons
from deskcirc.ui.tab_page import label
from deskcirc.ui.tabs.school_year.rota_state import RotaPart
from deskcirc.ui.theme import Theme


class RotaTools(QObject):
    """`acted` carries what a button is for."""

    acted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.buttons: dict[str, QPushButton] = {}
        self.weeks: dict[Week, QPushButton] = {}
        self.note = label("quiet")
        self.note.setWordWrap(True)
        self._calm = ""  # what the note says while no turn is selected
        self.head, self.foot = self._head(), self._foot()

    def show_part(self, part: RotaPart, week: Week) -> None:
        """Offer what can be done now."""
        self.weeks[week].setChecked(True)
        previews = part.plan is not None
        for name in ("save_plan", "drop_plan"):
            self.buttons[name].setVisible(previews)
        self.buttons["wishes"].setVisible(not previews)
        for name in ("wishes", "import", "add"):
            self.buttons[name].setEnabled(part.may_change)
        self.foot.setVisible(not previews)
        self._calm = _preview_words(part) if part.plan is not None else _week_note(part)

    def show_turn(self, turn: Turn | None, words: str, *, may_change: bool) -> None:
        """Offer what can be done with the selected turn, and say in `words` which it is."""
        for name in ("move", "end", "pin", "unpin"):
            self.buttons[name].setEnabled(turn is not None and may_change)
        is_pinned = turn is not None and turn.pinned
        self.buttons["pin"].setVisible(not is_pinned)
        self.buttons["unpin"].setVisible(is_pinned)
        self.note.setText(words or self._calm)

    def _head(self) -> QWidget:
        row, head = QHBoxLayout(), QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        group = QButtonGroup(self)
        for week, words in ((Week.A, week_words(Week.A)), (Week.B, week_words(Week.B)), (Week.EVERY, _("Both"))):
            button = self._button(f"week:{week.value}", words)
            button.setCheckable(True)
            button.setProperty("part", "toggle")
            group.addButton(button)
            self.weeks[week] = button
            row.addWidget(button)
        row.addSpacing(self._theme.px(8))
        row.addWidget(self.note, 1)
        row.addWidget(self._button("drop_plan", _("Not now")))
        row.addWidget(self._button("save_plan", _("Save this rota"), main=True))
        row.addWidget(self._button("wishes", _("Make the rota …"), main=True))
        head.setLayout(row)
        return head

    def _foot(self) -> QWidget:
        row, foot = QHBoxLayout(), QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        for name, words in (
            ("add", _("Add a turn …")),
            ("move", _("Move …")),
            ("pin", _("Leave it here")),
            ("unpin", _("It may be moved")),
            ("end", _("Take out")),
        ):
            row.addWidget(self._button(name, words, "pin" if name == "pin" else ""))
        row.addStretch()
        row.addWidget(self._button("import", _("From a file …"), "import"))
        row.addWidget(self._button("export", _("To a file …"), "folder"))
        row.addWidget(self._button("print", _("Print"), "print"))
        foot.setLayout(row)
        return foot

    def _button(self, name: str, words: str, icon: str = "", *, main: bool = False) -> QPushButton:
        made = _button(self._theme, words, icon, main=main)
        made.clicked.connect(partial(self.acted.emit, name))
        self.buttons[name] = made
        return made


class EmptyRota(QWidget):
    """What a rota is and how one begins."""

    acted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.words = label("quiet")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setFixedSize(theme.px(460), theme.px(96))
        self.begin = _button(theme, _("Begin with three slots at lunch"), main=True)
        self.begin.clicked.connect(partial(self.acted.emit, "example"))
        self.own = _button(theme, _("Set slots and wishes …"))
        self.own.clicked.connect(partial(self.acted.emit, "wishes"))
        self.take = _button(theme, _("From a file …"), "import")
        self.take.clicked.connect(partial(self.acted.emit, "import"))
        row = QHBoxLayout()
        for widget in (self.take, self.own, self.begin):
            row.addWidget(widget)
        title = label("name", _("No rota yet"))
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(14))
        layout.addStretch()
        layout.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.words, 0, Qt.AlignmentFlag.AlignHCenter)
        inner = QHBoxLayout()
        inner.addStretch()
        inner.addLayout(row)
        inner.addStretch()
        layout.addLayout(inner)
        layout.addStretch()

    def show_part(self, part: RotaPart) -> None:
        """Say what comes first: without classes there is nobody to give a turn to."""
        words = _("Give each class its time at the library: say which slots a day has and how often who should come.")
        further = _("The program makes the rota, shows what clashes, and the counter says whose turn it is.")
        if not part.facts.classes:
            words, further = _("There is no class yet."), _("Import the roster first: “More”, “Import lists”.")
        self.words.setText(in_a_row(words, further))
        for button in (self.begin, self.own, self.take):
            button.setEnabled(part.may_change and bool(part.facts.classes))


def _button(theme: Theme, words: str, icon: str = "", *, main: bool = False) -> QPushButton:
    made = QPushButton(words)
    if main:
        made.setProperty("part", "main")
    if icon:
        size = theme.px(18)
        made.setIcon(QIcon(icons.pixmap(icon, theme.palette.ink, size)))
        made.setIconSize(QSize(size, size))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def _week_note(part: RotaPart) -> str:
    now = _("This is {week}.").format(week=week_words(part.week)) if part.week in (Week.A, Week.B) else ""
    hint = _("Drag a class to another place, or choose it and press Return.") if part.may_change else ""
    return in_a_row(now, part.note or hint)


def _preview_words(part: RotaPart) -> str:
    count = len(part.turns)
    return ngettext("Not saved yet: {count} turn", "Not saved yet: {count} turns", count).format(count=count)

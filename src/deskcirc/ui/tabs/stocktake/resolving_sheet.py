"""The line in hand: what is known of it, the photo of a book nobody can name, the steps that fit, each with a key."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from deskcirc.domain.count_findings import UnknownCode
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.file_drop import FileDrop
from deskcirc.ui.folding import KEYS, MoreButton
from deskcirc.ui.pictures import PHOTO, kept_pixmap, picture_values
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.stocktake.resolving_part import Line, Matter, OutOfOrder, ResolvingPart, copy_of, key_of, name_of
from deskcirc.ui.tabs.stocktake.resolving_steps import STEPS, Asks, Step, fits
from deskcirc.ui.tabs.stocktake.resolving_words import facts_of
from deskcirc.ui.theme import Theme

_HEIGHT: Final = 110
_BESIDE_WORDS: Final = 72
_BESIDE_EDGES: Final = 30
"""Pixels beside the words of a button: its edges with its keys, and its edges alone."""
_PROPOSED: Final = 3
_FIRST_STEPS: Final = 2
"""Steps that are buttons on a low page too."""
_FIRST_PROPOSAL: Final = 7
"""Ctrl+7, 8 and 9 take what a code may be; the digits before them are for the steps."""


class ResolvingSheet(TabPage):
    """Paints the line under the cursor of a ResolvingPart; `asked` carries a step that asks something first."""

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = ResolvingPart()
        self._line: Line | None = None
        self._is_low = False
        self.title, self.about, self.facts = label("title"), label("quiet"), QLabel()
        self.hint = label("quiet", _("Choose a line: what is known of it, and what may be done, stands here."))
        for words in (self.title, self.about, self.facts, self.hint):
            words.setWordWrap(True)
        self.photo, self.remove = QLabel(), self.plain_button(_("Remove the photo"))
        self.photo.setAccessibleName(_("Photo of the book"))
        self.remove.clicked.connect(lambda: self._of_line("remove_photo"))
        buttons = [self.plain_button("") for _place in range(_PROPOSED)]
        self.proposals = [(button, _Keyed(button, _FIRST_PROPOSAL + place)) for place, button in enumerate(buttons)]
        self.steps: list[tuple[Step, QPushButton]] = []
        self._held: list[_Keyed] = []
        self._likely, self._first, self._later = (_Rows(theme) for _part in range(3))
        self.more = MoreButton((self._likely, self._later))
        FileDrop(self).dropped.connect(self.take_photo)
        self._arrange(theme)
        for number in range(1, _FIRST_PROPOSAL):
            QShortcut(QKeySequence(f"Ctrl+{number}"), self).activated.connect(partial(self._press, number - 1))
        for place, button in enumerate(buttons):
            button.clicked.connect(partial(self._take_proposal, place))
            QShortcut(QKeySequence(f"Ctrl+{_FIRST_PROPOSAL + place}"), self).activated.connect(button.click)

    def show_line(self, part: ResolvingPart, line: Line | None) -> None:
        """Paint what is known of the line, and the steps that fit it and the ticked ones."""
        another = part.matter is not self._part.matter or not self.steps
        self._part, self._line = part, line
        if another:
            self._make_steps(part.matter)
        self.hint.setVisible(line is None and not part.ticked)
        for words in (self.title, self.about, self.facts):
            words.setVisible(line is not None)
        if line is not None:
            self.title.setText(name_of(line))
            self.about.setText(_about(line))
            self.facts.setText("\n".join(f"· {said}" for said in facts_of(part, line)))
        self._show_photo(line)
        self._weigh()

    @property
    def line(self) -> Line | None:
        """The line in hand."""
        return self._line

    def take_photo(self, file: Path, meant: Line | None = None) -> None:
        """Make the picture in the file small and have it kept with the unknown code; with the one in hand for None."""
        line = meant or self._line
        if isinstance(line, UnknownCode):
            self.acted.emit(f"photo:{key_of(line)}", picture_values(file, PHOTO))

    def act_of(self, step: Step) -> str:
        """The act of a step: about the ticked lines, else about the one in hand."""
        return step.act if self._line is None else f"{step.act}:{key_of(self._line)}"

    def _weigh(self) -> None:
        ticked = len(self._part.ticked)
        for number, (step, button) in enumerate(self.steps, 1):
            many = ticked and not step.one
            button.setText(f"{step.label} ({ticked})" if many else step.label)
            allowed = self._part.may_decide or not step.decides
            button.setToolTip(
                f"Ctrl+{number}" if allowed else _("Only the librarian decides this; everybody may scan.")
            )
            can = bool(many) or (self._line is not None and fits(step, self._line))
            button.setEnabled(can and allowed)
        self.set_low(low=self._is_low)

    def _make_steps(self, matter: Matter) -> None:
        for row in self._held:
            row.hide()
            row.setParent(None)
            row.deleteLater()
        self.steps, self._held = [], []
        for number, step in enumerate(STEPS[matter], 1):
            button = self.plain_button(step.label, step.icon, main=number == 1)
            button.clicked.connect(partial(self._do, step))
            row = _Keyed(button, number)
            (self._first if number <= _FIRST_STEPS else self._later).add(row)
            row.show()
            self._held.append(row)
            self.steps.append((step, button))

    def _press(self, place: int) -> None:
        if place < len(self.steps) and self.steps[place][1].isEnabled():
            self._do(self.steps[place][0])

    def _do(self, step: Step, *_checked: bool) -> None:
        if step.asks is Asks.NOTHING:
            self.act(self.act_of(step))
        else:
            self.asked.emit(step)

    def _of_line(self, verb: str) -> None:
        if self._line is not None:
            self.act(f"{verb}:{key_of(self._line)}")

    def _take_proposal(self, place: int, *_checked: bool) -> None:
        line = self._line
        if isinstance(line, UnknownCode) and place < len(line.proposals):
            self.acted.emit(f"match:{key_of(line)}", {"copy": str(line.proposals[place].copy.id)})

    def _show_proposals(self, line: Line | None) -> None:
        proposals = line.proposals if isinstance(line, UnknownCode) else ()
        room = self.width() - self._theme.px(_BESIDE_EDGES if self._is_low else _BESIDE_WORDS)
        for place, (button, row) in enumerate(self.proposals):
            shown = place < len(proposals)
            row.setVisible(shown)
            button.setEnabled(shown and self._part.may_decide)
            if shown:
                likely = proposals[place]
                words = _("It is {title} {code}").format(title=likely.copy.name, code=likely.copy.code)
                button.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room))
                button.setToolTip(words)

    def _show_photo(self, line: Line | None) -> None:
        photo = self._part.photo if line is not None and self._part.chosen == key_of(line) else None
        shown = photo is not None and isinstance(line, UnknownCode)
        self.photo.setVisible(shown)
        self.remove.setVisible(shown)
        if photo is not None:
            self.photo.setPixmap(kept_pixmap(photo.octets, self._theme.px(_HEIGHT)))

    def _arrange(self, theme: Theme) -> None:
        inside = QWidget()
        known = QVBoxLayout(inside)
        known.setContentsMargins(0, 0, 0, 0)
        known.setSpacing(theme.px(6))
        for widget in (self.hint, self.title, self.about, self.facts, self.photo, self.remove):
            known.addWidget(widget)
        known.addStretch()
        room = QScrollArea()
        room.setWidgetResizable(True)
        room.setFrameShape(QScrollArea.Shape.NoFrame)
        room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room.setMinimumHeight(theme.px(60))
        room.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        likeliest, *others = (row for _button, row in self.proposals)
        for row in others:
            self._likely.add(row)
        layout.addWidget(room, 1)
        for below in (likeliest, self._likely, self._first, self._later, self.more):
            layout.addWidget(below)

    def set_low(self, *, low: bool) -> None:
        """On a low page the likeliest copy and the first steps are buttons, the others stand in a menu."""
        self._is_low = low
        self.more.fold(folded=low)
        for row in (*(row for _button, row in self.proposals), *self._held):
            row.keys.setVisible(not low)
        self._show_proposals(self._line)


class _Rows(QWidget):
    """Rows of buttons, one under the other, that are shown and hidden as one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(4))

    def add(self, row: QWidget) -> None:
        """One more row under the others."""
        self._layout.addWidget(row)


class _Keyed(QWidget):
    """A button with its keys beside it, which are its tool tip where there is no room for them."""

    def __init__(self, button: QPushButton, number: int) -> None:
        super().__init__()
        self.keys = label("quiet", f"Ctrl+{number}")
        button.setProperty(KEYS, self.keys.text())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(button, 1)
        row.addWidget(self.keys)
        button.setVisible(True)  # in a row that is hidden it would else never count as shown


def _about(line: Line) -> str:
    """Its numbers: the call number and the code."""
    if isinstance(line, OutOfOrder):
        said: tuple[str, ...] = (line.move.call_number, line.move.code)
    else:
        copy = copy_of(line)
        said = () if copy is None else (copy.call_number, copy.code, copy.location)
    return "  ·  ".join(each for each in said if each)

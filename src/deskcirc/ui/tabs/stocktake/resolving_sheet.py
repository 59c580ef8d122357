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
from deskcirc.ui.pictures import PHOTO, kept_pixmap, picture_values
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.stocktake.resolving_part import Line, Matter, OutOfOrder, ResolvingPart, copy_of, key_of, name_of
from deskcirc.ui.tabs.stocktake.resolving_steps import STEPS, Asks, Step, fits
from deskcirc.ui.tabs.stocktake.resolving_words import facts_of
from deskcirc.ui.theme import Theme

_HEIGHT: Final = 110
_PROPOSED: Final = 3
_FIRST_PROPOSAL: Final = 7
"""Ctrl+7, 8 and 9 take what a code may be; the digits before them are for the steps."""


class ResolvingSheet(TabPage):
    """Paints the line under the cursor of a ResolvingPart; `asked` carries a step that asks something first."""

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = ResolvingPart()
        self._line: Line | None = None
        self.title, self.about, self.facts = label("title"), label("quiet"), QLabel()
        self.hint = label("quiet", _("Choose a line: what is known of it, and what may be done, stands here."))
        for words in (self.title, self.about, self.facts, self.hint):
            words.setWordWrap(True)
        self.photo, self.remove = QLabel(), self.plain_button(_("Remove the photo"))
        self.photo.setAccessibleName(_("Photo of the book"))
        self.remove.clicked.connect(lambda: self._of_line("remove_photo"))
        self.proposals = [self._proposal(place) for place in range(_PROPOSED)]
        self.steps: list[tuple[Step, QPushButton]] = []
        self._held: list[QWidget] = []
        self._rows = QVBoxLayout()
        FileDrop(self).dropped.connect(self.take_photo)
        self._arrange(theme)
        for number in range(1, _FIRST_PROPOSAL):
            QShortcut(QKeySequence(f"Ctrl+{number}"), self).activated.connect(partial(self._press, number - 1))
        for place, (button, _row) in enumerate(self.proposals):
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
        self._show_proposals(line)
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

    def _make_steps(self, matter: Matter) -> None:
        for row in self._held:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.steps, self._held = [], []
        for number, step in enumerate(STEPS[matter], 1):
            button = self.plain_button(step.label, step.icon, main=number == 1)
            button.clicked.connect(partial(self._do, step))
            row = _with_key(button, number)
            self._rows.addWidget(row)
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

    def _proposal(self, place: int) -> tuple[QPushButton, QWidget]:
        button = self.plain_button("")
        button.clicked.connect(partial(self._take_proposal, place))
        return button, _with_key(button, _FIRST_PROPOSAL + place)

    def _take_proposal(self, place: int, *_checked: bool) -> None:
        line = self._line
        if isinstance(line, UnknownCode) and place < len(line.proposals):
            self.acted.emit(f"match:{key_of(line)}", {"copy": str(line.proposals[place].copy.id)})

    def _show_proposals(self, line: Line | None) -> None:
        proposals = line.proposals if isinstance(line, UnknownCode) else ()
        for place, (button, row) in enumerate(self.proposals):
            shown = place < len(proposals)
            row.setVisible(shown)
            button.setEnabled(shown and self._part.may_decide)
            if shown:
                likely = proposals[place]
                words = _("It is {title} {code}").format(title=likely.copy.name, code=likely.copy.code)
                button.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, self._theme.px(250)))
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
        self._rows.setSpacing(theme.px(4))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(room, 1)
        for _button, row in self.proposals:
            self._rows.addWidget(row)
        layout.addLayout(self._rows)


def _with_key(button: QPushButton, number: int) -> QWidget:
    """The button with its key beside it."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(button, 1)
    line.addWidget(label("quiet", f"Ctrl+{number}"))
    return row


def _about(line: Line) -> str:
    """Its numbers: the call number and the code."""
    if isinstance(line, OutOfOrder):
        said: tuple[str, ...] = (line.move.call_number, line.move.code)
    else:
        copy = copy_of(line)
        said = () if copy is None else (copy.call_number, copy.code, copy.location)
    return "  ·  ".join(each for each in said if each)

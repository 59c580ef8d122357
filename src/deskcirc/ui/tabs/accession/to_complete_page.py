"""What is still to be completed, on the screen: three lists, with what each title lacks; Return opens its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout

from deskcirc.domain.titles import Title
from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.accession.to_complete_state import MOST, IncompleteTitle, ToCompletePart
from deskcirc.ui.theme import Theme

_KINDS: Final[Mapping[str, str]] = {
    "awaiting": marked("Put off: {count}"),
    "no_class": marked("Without class number: {count}"),
    "no_price": marked("Without price: {count}"),
}


class ToCompletePage(TabPage):
    """Paints a ToCompletePart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = ToCompletePart()
        self.kinds: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        head = QHBoxLayout()
        for kind in _KINDS:
            button = self.plain_button("")
            button.setProperty("part", "toggle")
            button.setCheckable(True)
            button.clicked.connect(partial(self._look, kind))
            group.addButton(button)
            head.addWidget(button)
            self.kinds[kind] = button
        head.addStretch()
        self.titles = LinesView[IncompleteTitle](theme, _columns(), _cells)
        self.titles.setAccessibleName(_("Titles to complete"))
        self.titles.chosen.connect(self._open)
        self.open = self.plain_button(_("Complete it"), main=True)
        self.open.clicked.connect(self._open_selected)
        self.rest = label("quiet")
        foot = QHBoxLayout()
        foot.addWidget(self.open)
        foot.addWidget(self.rest)
        foot.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.titles, 1)
        layout.addLayout(foot)

    def show_state(self, state: object) -> None:
        """Paint the list that is looked at, and how many titles each has."""
        if not isinstance(state, ToCompletePart):
            raise TypeError(state)
        self._part = state
        counts = dict(state.counts)
        for kind, button in self.kinds.items():
            button.setText(_(_KINDS[kind]).format(count=counts.get(kind, 0)))
            button.setChecked(kind == state.lacking)
        self.titles.show_lines(state.lines)
        self.titles.set_empty_words(_empty_words(state.lacking))
        more = counts.get(state.lacking, 0) - len(state.lines)
        self.rest.setText(_("The first {shown}; {more} more follow.").format(shown=MOST, more=more) if more > 0 else "")
        self.open.setEnabled(bool(state.lines))

    def _look(self, kind: str) -> None:
        self.act(f"look:{kind}")

    def _open_selected(self) -> None:
        line = self.titles.selected_line() or next(iter(self.titles.lines), None)
        if line is not None:
            self._open(line)

    def _open(self, line: IncompleteTitle) -> None:
        self.acted.emit(f"in:accession:cataloguing.open:{line.title.id}", {"queue": self._part.lacking})


def _empty_words(lacking: str) -> str:
    if lacking == "awaiting":
        return _("Nothing is put off. What is saved with “Complete later” waits here, until somebody has the time.")
    if lacking == "no_class":
        return _("Every title with copies has its class number.")
    return _("Every title with copies has its price.")


def _columns() -> Sequence[Column]:
    return (
        Column(_("Title")),
        Column(_("Author"), 170, yields=True),
        Column(_("ISBN"), 140, yields=True),
        Column(_("Lacks"), 260),
        Column(_("Copies"), 70),
    )


def _cells(line: IncompleteTitle) -> Sequence[Cell]:
    about = line.title.description
    return (
        Cell(line.title.name),
        Cell(about.author or "–"),
        Cell(about.isbn or "–"),
        Cell(_lacks(line.title) or "–", Tone.LOOK if _lacks(line.title) else None),
        Cell(str(line.held) if line.held else "–"),
    )


def _lacks(title: Title) -> str:
    about = title.description
    lacking = {
        _("author"): not about.author,
        _("publisher"): not about.publisher,
        _("class number"): not about.class_number,
        _("book number"): not about.book_number,
        _("price"): about.price is None,
    }
    return _(", ").join(words for words, lacks in lacking.items() if lacks)

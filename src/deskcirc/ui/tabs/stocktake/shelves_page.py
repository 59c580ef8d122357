"""The shelves on the screen: the list in walking order, what is wrong with it, and what may be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskcirc import paths
from deskcirc.store.lookups.numbering import Named
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.file_choice import ask_file_to_open, ask_table_to_save
from deskcirc.ui.dialogs.question import QuestionDialog
from deskcirc.ui.elided import ElidedLabel
from deskcirc.ui.folding import FoldingRow, button_row
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.stocktake.shelves_dialogs import MakeShelvesDialog, change_dialog, divide_dialog, with_location
from deskcirc.ui.tabs.stocktake.shelves_list import ShelfList
from deskcirc.ui.tabs.stocktake.shelves_offers import ProposalPanel, TrialPanel
from deskcirc.ui.tabs.stocktake.shelves_part import ShelvesPart, flaw_words, told_of
from deskcirc.ui.theme import Theme

Values = Callable[[Mapping[str, str]], Mapping[str, str]]
"""The answers of a dialog as an act takes them."""

_LOW: Final = 400  # pixels of the page under which all but a few buttons are in a menu


class ShelvesPage(TabPage):
    """Paints a ShelvesPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = ShelvesPart()
        self._painting = False
        self.told, self.flaw = ElidedLabel(), label("look")
        self.flaw.setWordWrap(True)
        self.list = ShelfList(theme)
        self.list.take_what_is_left()
        self.list.fit_rows()
        self.list.set_empty_words(_empty_words())
        self.list.chosen.connect(lambda _line: self._ask_change())
        self.list.dropped.connect(self._drop)
        self.list.selectionModel().selectionChanged.connect(self._weigh)
        self.proposal, self.trial = ProposalPanel(theme), TrialPanel(theme)
        for panel in (self.proposal, self.trial):
            panel.acted.connect(self.acted)
        self.trial.keep.clicked.connect(lambda: _ask_target(self, "save_refused", _("Refused rows")))
        self._make_buttons()
        self._arrange(theme)
        self._set_keys()
        self._weigh()

    def show_state(self, state: object) -> None:
        """Paint the shelves, or what is proposed; the shelf in hand is under the cursor."""
        if not isinstance(state, ShelvesPart):
            raise TypeError(state)
        before, self._part = self._part, state
        self._painting = True
        self.list.show_lines(state.lines)
        ids = {line.shelf.id for line in self.list.selected_lines()}
        if state.chosen not in ids and (state.chosen != before.chosen or not ids):
            self._select(state.chosen)
        self._painting = False
        self.told.setText(told_of(state))
        self.told.setVisible(bool(state.lines))
        self.flaw.setText(flaw_words(state))
        self.setting.setChecked(state.setting)
        for panel in (self.proposal, self.trial):
            panel.show_state(state)
        shown = state.proposal is None and state.trial is None
        self.shelves.setVisible(shown)
        self.flaw.setVisible(shown and bool(self.flaw.text()))
        self._weigh()

    def _make_buttons(self) -> None:
        self.make = self.plain_button(_("Make shelves …"), "shelf", main=True)
        self.make.clicked.connect(self._ask_make)
        self.change, self.end = self.plain_button(_("Change …")), self.plain_button(_("End"))
        self.change.clicked.connect(self._ask_change)
        self.end.clicked.connect(partial(self._do, "end"))
        self.up, self.down = self.plain_button("↑  Alt+↑"), self.plain_button("↓  Alt+↓")
        self.up.clicked.connect(partial(self._do, "up"))
        self.down.clicked.connect(partial(self._do, "down"))
        self.up.setAccessibleName(_("Earlier in the walking order"))
        self.down.setAccessibleName(_("Later in the walking order"))
        self.divide = self.plain_button(_("Propose ranges …"))
        self.divide.clicked.connect(self._ask_divide)
        self.setting = self.toggle(_("First books by scan") + "  Ctrl+B", "setting")
        self.print = self.plain_button(_("Print labels") + "  Ctrl+P", "print")
        self.print.clicked.connect(partial(self._do, "print"))
        self.load, self.save = self.plain_button(_("Import a list …")), self.plain_button(_("Save the list …"))
        self.load.clicked.connect(lambda: _ask_list(self))
        self.save.clicked.connect(lambda: _ask_target(self, "save", _("Shelves")))

    def _arrange(self, theme: Theme) -> None:
        self.shelves = QWidget()
        inside = QVBoxLayout(self.shelves)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.px(6))
        inside.addWidget(self.list, 1)
        apart = theme.px(6)
        below = button_row(apart, (self.change, self.end, self.up, self.down, None, self.load, self.save))
        self.foot = FoldingRow(apart, (self.make,), (self.divide, self.setting), (self.print,), below, room_after=True)
        inside.addWidget(self.foot)
        inside.addWidget(below)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.told)
        layout.addWidget(self.shelves, 1)
        layout.addWidget(self.flaw)
        layout.addWidget(self.proposal, 1)
        layout.addWidget(self.trial, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """A low page keeps its height for the shelves."""
        super().resizeEvent(event)
        self.foot.set_low(low=event.size().height() < self._theme.px(_LOW))

    def _set_keys(self) -> None:
        self.key("Ctrl+B", "setting")
        for keys, verb in (("Alt+Up", "up"), ("Alt+Down", "down"), ("Ctrl+P", "print")):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._do, verb))

    def _select(self, chosen: int | None) -> None:
        places = [place for place, line in enumerate(self._part.lines) if line.shelf.id == chosen]
        if not places:
            self.list.clearSelection()
            return
        self.list.select(places[0])
        self.list.scrollTo(self.list.model().index(places[0], 0))

    def _weigh(self, *_selected: object) -> None:
        """Enable what may be done with the chosen shelves; a single one is taken in hand."""
        part, lines = self._part, self.list.selected_lines()
        some = bool(part.lines)
        for button in (self.divide, self.setting, self.print, self.save, self.up, self.down, self.change, self.end):
            button.setVisible(some)
        for button in (self.make, self.load, self.divide, self.setting):
            button.setEnabled(part.may_change)
        for button in (self.end, self.up, self.down):
            button.setEnabled(part.may_change and bool(lines))
        self.change.setEnabled(part.may_change and len(lines) == 1)
        self.list.allow_dragging(allowed=part.may_change)
        words = _("Print labels ({count})").format(count=len(lines)) if len(lines) > 1 else _("Print all labels")
        self.foot.fit()
        self.print.setText((words if len(lines) != 1 else _("Print label")) + "  Ctrl+P")
        if not self._painting and len(lines) == 1 and lines[0].shelf.id != part.chosen:
            self.act(f"look:{lines[0].shelf.id}")

    def _do(self, verb: str) -> None:
        """An act on the shelves that are chosen."""
        ids = ",".join(str(line.shelf.id) for line in self.list.selected_lines())
        if ids or verb == "print":
            self.act(f"{verb}:{ids}")

    def _drop(self, before: object) -> None:
        ids = ",".join(str(line.shelf.id) for line in self.list.selected_lines())
        if ids:
            self.acted.emit(f"move:{ids}", {"before": "" if before is None else str(before)})

    def _ask_make(self) -> None:
        dialog = MakeShelvesDialog(self._part.locations, self._part.next_code, self.window())
        self._ask(dialog, "make", lambda values: values)

    def _ask_change(self) -> None:
        line = self.list.selected_line()
        if line is not None and self._part.may_change:
            places = self._part.locations
            dialog = change_dialog(line, places, self.window())
            self._ask(dialog, f"change:{line.shelf.id}", lambda answers: with_location(answers, places))

    def _ask_divide(self) -> None:
        own = {line.shelf.location_id for line in self._part.lines}
        places = [each for each in self._part.locations if each.id in own]
        if None in own:
            places.append(Named(0, _("no location")))
        dialog = divide_dialog(places, self.window())
        self._ask(dialog, "propose", lambda answers: with_location(answers, places))

    def _ask(self, dialog: MakeShelvesDialog | QuestionDialog, act: str, values: Values) -> None:
        dialog.answered.connect(lambda answers: self.acted.emit(act, values(answers)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _ask_list(page: TabPage) -> None:
    """Ask for a list of shelves to import."""
    kinds = [_("Lists (*.xlsx *.xls *.ods *.csv *.txt)")]
    load = partial(_with_file, page, "import")
    ask_file_to_open(page.window(), _("Import a list of shelves"), paths.documents_folder(), kinds, load)


def _ask_target(page: TabPage, act: str, name: str) -> None:
    """Ask where the act shall save its table."""
    ask_table_to_save(page.window(), name, partial(_with_file, page, act))


def _with_file(page: TabPage, act: str, path: Path) -> None:
    page.acted.emit(act, {"file": str(path)})


def _empty_words() -> str:
    return _(
        "No shelves yet. With a label on every board a count is quick and exact: scan the shelf, then its books,\n"
        "and what stands on a wrong shelf or out of order is said at once.\n\n"
        "“Make shelves …” asks one question, such as 3 rows of 6 bays of 5 boards, and makes all 90 with their labels."
    )

"""The calendar as a year to look at, and beside it what a day is, the terms, the hours and the loans it touches."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from deskcirc import paths
from deskcirc.domain.year_drafts import span_words
from deskcirc.text import gettext as _
from deskcirc.ui.calendar_files import shipped_holidays
from deskcirc.ui.calendar_words import day_sentence
from deskcirc.ui.dialogs.file_choice import ask_file_to_open, ask_file_to_save
from deskcirc.ui.dialogs.question import QuestionDialog
from deskcirc.ui.lines_model import Column, LinesView
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.school_year.calendar_dialogs import days_dialog, hours_dialog, term_dialog
from deskcirc.ui.tabs.school_year.calendar_grid import YearGrid
from deskcirc.ui.tabs.school_year.calendar_lines import CalendarLine, calendar_lines, cells_of, fit_heights
from deskcirc.ui.tabs.school_year.calendar_state import CalendarPart
from deskcirc.ui.theme import Theme

_SIDE_BY_SIDE: Final = 960  # pixels at 96 dots an inch that the year and the list beside it need
_LEAST: Final = 560
_HERE: Final = Qt.ShortcutContext.WidgetShortcut


class CalendarPage(TabPage):
    """The year at the left, its words at the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = CalendarPart()
        self.dialog: QuestionDialog | None = None
        self.buttons: dict[str, QPushButton] = {}
        self.note = label("quiet")
        self.note.setWordWrap(True)
        self.grid = YearGrid(theme)
        self.grid.picked.connect(lambda _first, _last: self._show_day())
        self.grid.opened.connect(partial(self._ask, "holiday"))
        self.day = label("quiet")
        self.day.setWordWrap(True)
        self.lines = LinesView[CalendarLine](theme, (Column(_("Terms, hours, loans")),), cells_of)
        self.lines.setAccessibleName(_("Terms, hours, loans"))
        self.lines.set_empty_words(_("Add this term and the next one, open the official holidays, set the hours."))
        self.lines.setSelectionMode(self.lines.SelectionMode.ExtendedSelection)
        self.lines.setWordWrap(True)
        self.lines.chosen.connect(self._change)
        self.lines.selectionModel().selectionChanged.connect(self._enable)
        QShortcut(QKeySequence.StandardKey.Delete, self.lines, self._take_out, context=_HERE)
        layout = self._layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addLayout(self._head())
        left.addWidget(self.grid, 1)
        left.addWidget(self._legend())
        right.addWidget(self.day)
        right.addLayout(self._row(("holiday", _("Holiday …")), ("open", _("Open days …")), ("clear", _("By the week"))))
        right.addWidget(self.lines, 1)
        right.addLayout(self._row(("term", _("Add a term …")), ("hours", _("Add hours …"))))
        right.addLayout(self._row(("change", _("Change …")), ("end", _("Take out"))))
        layout.addLayout(left, 1)
        layout.addSpacing(theme.px(10))
        layout.addLayout(right)
        self.lines.setMinimumSize(theme.px(320), theme.px(140))
        self.day.setMinimumWidth(theme.px(320))
        self.day.setMinimumHeight(theme.px(64))

    def show_state(self, state: object) -> None:
        """Paint the calendar."""
        if not isinstance(state, CalendarPart):
            raise TypeError(state)
        self._part = state
        self.note.setText(state.note)
        self.grid.show_calendar(state.calendar, state.today)
        self.lines.show_lines(tuple(calendar_lines(state)))
        fit_heights(self.lines, self._theme)
        self._enable()
        self._show_day()

    def _enable(self) -> None:
        chosen, may = self.lines.selected_lines(), self._part.may_change
        for name, button in self.buttons.items():
            button.setEnabled(may or name in ("export", "earlier", "later"))
        self.buttons["change"].setEnabled(may and len(chosen) == 1 and chosen[0].can_change)
        self.buttons["end"].setEnabled(may and any(line.names for line in chosen))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Where the year and its words have no room side by side, the words go below."""
        super().resizeEvent(event)
        beside = self.width() >= self._theme.px(_SIDE_BY_SIDE)
        directions = QBoxLayout.Direction
        self._layout.setDirection(directions.LeftToRight if beside else directions.TopToBottom)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """What the page needs with the words below the year."""
        wanted = super().minimumSizeHint()
        return QSize(min(wanted.width(), self._theme.px(_LEAST)), wanted.height())

    def _show_day(self) -> None:
        first, last = self.grid.chosen
        words = day_sentence(self._part.calendar, last, self._part.today)
        self.day.setText(words if first == last else f"{span_words(first, last)}\n{words}")

    def _head(self) -> QHBoxLayout:
        row = self._row(("earlier", "‹"), ("later", "›"))
        self.buttons["earlier"].setAccessibleName(_("The school year before"))
        self.buttons["later"].setAccessibleName(_("The next school year"))
        row.addWidget(self.note, 1)
        for path in shipped_holidays()[:1]:
            year = path.stem.removeprefix("holidays_")
            row.addWidget(self._button(f"official:{year}", _("Holidays of {year}").format(year=year)))
        row.addWidget(self._button("import", _("From a file …"), "import"))
        row.addWidget(self._button("export", _("To a file …"), "folder"))
        return row

    def _legend(self) -> QLabel:
        words = _("Light: open · filled: holiday · round: worked · hatched: vacation · bar: term · corner: all back")
        return label("quiet", words)

    def _row(self, *buttons: tuple[str, str]) -> QHBoxLayout:
        row = QHBoxLayout()
        for name, words in buttons:
            row.addWidget(self._button(name, words))
        return row

    def _button(self, name: str, words: str, icon: str = "") -> QPushButton:
        made = self.plain_button(words, icon)
        made.clicked.connect(partial(self._ask, name))
        self.buttons[name] = made
        return made

    def _ask(self, name: str) -> None:
        if name in ("earlier", "later"):
            self.grid.show_year(self.grid.start.year + (1 if name == "later" else -1))
        elif name in ("holiday", "open"):
            self._send("mark", days_dialog(name, *self.grid.chosen, self), name)
        elif name == "clear":
            first, last = self.grid.chosen
            self.acted.emit("clear", {"first": first.isoformat(), "last": last.isoformat()})
        elif name == "term":
            self._send("add_term", term_dialog(None, self))
        elif name == "hours":
            self._send("add_hours", hours_dialog(None, self))
        elif name == "change":
            self._change(self.lines.selected_line())
        elif name == "end":
            self._take_out()
        elif name == "import":
            kinds = [_("Calendars") + " (*.toml *.csv *.ics)"]
            ask_file_to_open(
                self,
                _("Open a calendar or a list of holidays"),
                paths.documents_folder(),
                kinds,
                partial(self._send_file, name),
            )
        elif name == "export":
            proposed = paths.documents_folder() / f"{_('calendar')}.toml"
            ask_file_to_save(
                self, _("Save the calendar"), proposed, _("Calendars") + " (*.toml)", partial(self._send_file, name)
            )
        else:
            self.act(name)

    def _send_file(self, act: str, path: object) -> None:
        self.acted.emit(act, {"file": str(path)})

    def _change(self, line: object) -> None:
        if not isinstance(line, CalendarLine) or not self._part.may_change:
            return
        if line.term is not None:
            self._send(f"change_term:{line.term.id}", term_dialog(line.term, self))
        elif line.hours is not None:
            self._send(f"change_{line.names}", hours_dialog(line.hours, self))

    def _take_out(self) -> None:
        names = [line.names for line in self.lines.selected_lines() if line.names]
        if names and self._part.may_change:
            self.acted.emit("take_out", {"lines": " ".join(names)})

    def _send(self, act: str, dialog: QuestionDialog, kind: str = "") -> None:
        dialog.answered.connect(lambda values: self.acted.emit(act, {**values, "kind": kind}))
        self.dialog = dialog
        dialog.open()

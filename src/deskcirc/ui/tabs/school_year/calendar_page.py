"""The calendar as a year to look at, and beside it what a day is, the terms, the hours and the loans it touches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from deskcirc import paths
from deskcirc.domain.terms import Term
from deskcirc.domain.year_drafts import span_words
from deskcirc.text import day_words, weekday_words
from deskcirc.text import gettext as _
from deskcirc.ui.calendar_files import shipped_holidays
from deskcirc.ui.calendar_words import day_sentence, hours_line
from deskcirc.ui.dialogs.file_choice import ask_file_to_open, ask_file_to_save
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.school_year.calendar_grid import YearGrid
from deskcirc.ui.tabs.school_year.calendar_state import CalendarPart
from deskcirc.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A line beside the year: a term, opening hours, an amnesty, a loan; `end` is the act that takes it out."""

    words: str
    term: Term | None = None
    end: str = ""
    tone: Tone | None = None


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
        self.lines = LinesView[CalendarLine](theme, (Column(_("Terms, hours, loans")),), _cells)
        self.lines.setAccessibleName(_("Terms, hours, loans"))
        self.lines.set_empty_words(_("Add this term and the next one, open the official holidays, set the hours."))
        self.lines.chosen.connect(self._change)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addLayout(self._head())
        left.addWidget(self.grid, 1)
        left.addWidget(self._legend())
        right.addWidget(self.day)
        right.addLayout(self._row(("holiday", _("Holiday …")), ("open", _("Open days …")), ("clear", _("By the week"))))
        right.addWidget(self.lines, 1)
        right.addLayout(self._row(("term", _("Add a term …")), ("hours", _("Add hours …")), ("end", _("Take out"))))
        layout.addLayout(left, 1)
        layout.addSpacing(theme.px(10))
        layout.addLayout(right)
        self.lines.setFixedWidth(theme.px(320))
        self.day.setFixedWidth(theme.px(320))
        self.day.setMinimumHeight(theme.px(64))

    def show_state(self, state: object) -> None:
        """Paint the calendar."""
        if not isinstance(state, CalendarPart):
            raise TypeError(state)
        self._part = state
        self.note.setText(state.note)
        self.grid.show_calendar(state.calendar, state.today)
        self.lines.show_lines(_lines(state))
        for name, button in self.buttons.items():
            button.setEnabled(state.may_change or name in ("export", "earlier", "later"))
        self._show_day()

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
        row.addWidget(self._button("import", _("Open …"), "import"))
        row.addWidget(self._button("export", _("Save as …"), "folder"))
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
            self._ask_days(name)
        elif name == "clear":
            first, last = self.grid.chosen
            self.acted.emit("clear", {"first": first.isoformat(), "last": last.isoformat()})
        elif name == "term":
            self._ask_term(None)
        elif name == "hours":
            self._ask_hours()
        elif name == "end":
            line = self.lines.selected_line()
            if line is not None and line.end:
                self.act(line.end)
        elif name == "import":
            kinds = [_("Calendars") + " (*.toml *.csv *.ics)"]
            ask_file_to_open(
                self, _("Open a calendar or a list of holidays"), paths.documents_folder(), kinds, self._take_file
            )
        elif name == "export":
            proposed = paths.documents_folder() / f"{_('calendar')}.toml"
            ask_file_to_save(self, _("Save the calendar"), proposed, _("Calendars") + " (*.toml)", self._save_file)
        else:
            self.act(name)

    def _take_file(self, path: object) -> None:
        self.acted.emit("import", {"file": str(path)})

    def _save_file(self, path: object) -> None:
        self.acted.emit("export", {"file": str(path)})

    def _change(self, line: object) -> None:
        if isinstance(line, CalendarLine) and line.term is not None and self._part.may_change:
            self._ask_term(line.term)

    def _ask_days(self, kind: str) -> None:
        first, last = self.grid.chosen
        fields = [
            Field("name", _("What it is called"), required=kind == "holiday"),
            Field("first", _("First day"), value=first.isoformat()),
            Field("last", _("Last day"), value=last.isoformat()),
        ]
        own = _("its own weekday")
        weekdays = {weekday_words(day): str(day) for day in range(1, 8)}
        if kind == "open":
            fields.append(Field("follows", _("Hours of"), "choice", own, (own, *weekdays)))
        title = _("Open these days") if kind == "open" else _("Close for a holiday")

        def send(values: Mapping[str, str]) -> None:
            follows = weekdays.get(values.get("follows", ""), "")
            self.acted.emit("mark", {**values, "kind": kind, "follows": follows})

        self._open(QuestionDialog(title, (), fields, _("Mark"), self), send)

    def _ask_term(self, term: Term | None) -> None:
        fields = (
            Field("name", _("Name of the term"), value=term.name if term else ""),
            Field("starts", _("First day (2026-09-01)"), value=_written(term.starts if term else None)),
            Field("ends", _("Last day"), value=_written(term.ends if term else None)),
            Field(
                "return_by", _("Everything back by"), value=_written(term.return_by if term else None), required=False
            ),
            Field(
                "vacation_loans_from",
                _("Vacation loans from"),
                value=_written(term.vacation_loans_from if term else None),
                required=False,
            ),
            Field(
                "finals", _("Final examinations from"), value=_written(term.finals if term else None), required=False
            ),
        )
        title = _("Change the term") if term else _("Add a term")
        act = f"change_term:{term.id}" if term else "add_term"
        self._open(QuestionDialog(title, (), fields, _("Save"), self), lambda values: self.acted.emit(act, values))

    def _ask_hours(self) -> None:
        fields = (
            Field("weekdays", _("Weekdays, 1 Monday to 7"), value="12345"),
            Field("opens", _("Opens at"), value="12:10"),
            Field("closes", _("Closes at"), value="13:00"),
            Field("months", _("Only in months (5-6)"), required=False),
        )
        told = (_("Hours with months replace, in these months, all others."),)
        dialog = QuestionDialog(_("Add opening hours"), told, fields, _("Save"), self)
        self._open(dialog, lambda values: self.acted.emit("add_hours", values))

    def _open(self, dialog: QuestionDialog, send: Callable[[Mapping[str, str]], None]) -> None:
        dialog.answered.connect(send)
        self.dialog = dialog
        dialog.open()


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""


def _lines(part: CalendarPart) -> Sequence[CalendarLine]:
    lines = [
        CalendarLine(f"{term.name}  {span_words(term.starts, term.ends)}", term, f"end_term:{term.id}")
        for term in part.calendar.terms
    ]
    lines += [CalendarLine(hours_line(hours), end=f"end_hours:{place}") for place, hours in enumerate(part.hours)]
    for each in part.amnesties:
        words = _("Amnesty {days}").format(days=span_words(each.starts, each.ends))
        lines.append(CalendarLine(words, end=f"end_amnesty:{each.id}"))
    for move in part.loans.to_move:
        words = _("{title}, {patron}: {due} → {moved}").format(
            title=move.title,
            patron=move.patron,
            due=day_words(move.due, part.today),
            moved=day_words(move.moved.date, part.today),
        )
        lines.append(CalendarLine(words, tone=Tone.LOOK))
    return lines


def _cells(line: CalendarLine) -> Sequence[Cell]:
    return (Cell(line.words, line.tone),)

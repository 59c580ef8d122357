"""Accession numbers on the screen: the series with a picture each, what is missing, and the copy asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from deskcirc.desk.giving_numbers import series_name
from deskcirc.store.lookups.number_gaps import SeriesFigures
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.file_choice import ask_table_to_save
from deskcirc.ui.dialogs.question import QuestionDialog
from deskcirc.ui.lines_model import ROW_PIXELS, Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage, label, row_of
from deskcirc.ui.tabs.accession.copies_dialogs import change_dialog, change_values, label_dialog, label_values
from deskcirc.ui.tabs.accession.number_bar import NumberBar
from deskcirc.ui.tabs.accession.numbers_dialogs import gap_dialog, series_dialog, series_values
from deskcirc.ui.tabs.accession.numbers_state import GapLine, NumbersPart, found_words, loose_words, told_of
from deskcirc.ui.theme import Theme

_MOST_ROWS: Final = 4
"""Series seen at once; a school has one to three."""


class NumbersPage(TabPage):
    """Paints a NumbersPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = NumbersPart()
        self.series = LinesView[SeriesFigures](theme, _series_columns(), _series_cells)
        self.series.setAccessibleName(_("Number series"))
        self.series.setItemDelegateForColumn(len(_series_columns()) - 1, NumberBar(theme, self.series))
        self.series.chosen.connect(lambda _line: self._ask_change())
        self.series.selectionModel().selectionChanged.connect(self._weigh)
        self.gaps = LinesView[GapLine](theme, _gap_columns(), _gap_cells)
        self.gaps.setAccessibleName(_("Missing numbers"))
        self.gaps.set_empty_words(
            _("No number is missing. What is taken back or left out will stand here with its reason.")
        )
        self.gaps.chosen.connect(lambda _line: self._ask_explain())
        self.gaps.selectionModel().selectionChanged.connect(self._weigh)
        self.told, self.loose = label("quiet"), label("quiet")
        self.gaps.setMinimumHeight(theme.px(ROW_PIXELS * 3))
        self.about, self.labels = label(""), label("quiet")
        self._buttons()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(row_of(label("title", _("Number series")), self.told, None, self.add, self.change, self.end))
        layout.addWidget(self.series)
        layout.addWidget(self.loose)
        layout.addLayout(row_of(label("title", _("Missing numbers")), None, self.explain, self.print, self.save))
        layout.addWidget(self.gaps, 1)
        layout.addLayout(self._foot())
        self._weigh()

    def show_state(self, state: object) -> None:
        """Paint the series, the gaps, and the copy that was asked for."""
        if not isinstance(state, NumbersPart):
            raise TypeError(state)
        self._part = state
        self.told.setText(told_of(state))
        self.series.show_lines(state.series)
        self.series.setFixedHeight(self._theme.px(ROW_PIXELS * (1 + min(max(len(state.series), 2), _MOST_ROWS)) + 2))
        self.gaps.show_lines(state.gaps)
        self.loose.setText(loose_words(state))
        self.loose.setVisible(bool(state.loose))
        about, labels = (
            found_words(state.found) if state.found else (_("Scan or type a number to see whose it is."), "")
        )
        self.about.setText(about)
        self.labels.setText(labels)
        self.about.setToolTip(about)
        self.labels.setToolTip(labels)
        self.labels.setVisible(bool(labels))
        self._weigh()

    def _buttons(self) -> None:
        self.add, self.change, self.end = (
            self.plain_button(words) for words in (_("Add a series …"), _("Change …"), _("End"))
        )
        self.explain = self.plain_button(_("Explain …"), main=True)
        self.print = self.button(_("Print the list"), "print", "print")
        self.save = self.plain_button(_("Save as a table …"))
        self.relabel, self.correct = self.plain_button(_("New label …")), self.plain_button(_("Change copy …"))
        for button, ask in (
            (self.add, self._ask_add),
            (self.change, self._ask_change),
            (self.end, self._end),
            (self.explain, self._ask_explain),
            (self.save, self._ask_file),
            (self.relabel, self._ask_label),
            (self.correct, self._ask_copy),
        ):
            button.clicked.connect(ask)

    def _foot(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        for said in (self.about, self.labels):
            said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            words.addWidget(said)
        row = QHBoxLayout()
        row.addLayout(words, 1)
        row.addWidget(self.relabel)
        row.addWidget(self.correct)
        return row

    def _weigh(self) -> None:
        part, series = self._part, self.series.selected_line()
        self.add.setEnabled(part.may_change)
        for button in (self.change, self.end):
            button.setEnabled(part.may_change and series is not None)
        self.explain.setEnabled(part.may_change and self.gaps.selected_line() is not None)
        for button in (self.relabel, self.correct):
            button.setVisible(part.found is not None)
            button.setEnabled(part.may_change)

    def _ask_add(self) -> None:
        loose = self._part.loose
        self._ask_series(_("Add a number series"), "add", None, loose[0].following if loose else "")

    def _ask_change(self) -> None:
        line = self.series.selected_line()
        if line is not None and self._part.may_change:
            title = _("Change the series {name}").format(name=series_name(line.series))
            self._ask_series(title, f"change:{line.series.id}", line, line.next_number)

    def _ask_series(self, title: str, act: str, line: SeriesFigures | None, number: str) -> None:
        part = self._part
        dialog = series_dialog(title, line, number, (part.item_types, part.locations), self)
        self._ask(dialog, act, lambda answers: series_values(answers, part.item_types, part.locations))

    def _end(self) -> None:
        line = self.series.selected_line()
        if line is not None:
            self.act(f"end:{line.series.id}")

    def _ask_explain(self) -> None:
        line = self.gaps.selected_line()
        if line is not None and self._part.may_change:
            self._ask(gap_dialog(line, self), "explain", dict)

    def _ask_label(self) -> None:
        if self._part.found is not None:
            line = self._part.found.line
            self._ask(label_dialog(line, self), f"label:{line.id}", label_values)

    def _ask_copy(self) -> None:
        if self._part.found is not None:
            line, types, places = self._part.found.line, self._part.item_types, self._part.locations
            dialog = change_dialog([line], types, places, self)
            self._ask(dialog, f"copy:{line.id}", lambda answers: change_values(answers, types, places))

    def _ask(self, dialog: QuestionDialog, act: str, values: Callable[[Mapping[str, str]], dict[str, str]]) -> None:
        dialog.answered.connect(lambda answers: self.acted.emit(act, values(answers)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_file(self) -> None:
        ask_table_to_save(self.window(), _("Missing accession numbers"), partial(_save, self))


def _save(page: TabPage, path: Path) -> None:
    page.acted.emit("save", {"file": str(path)})


def _series_columns() -> Sequence[Column]:
    return (
        Column(_("Number series"), 130),
        Column(_("For which copies"), 140, yields=True),
        Column(_("Next number"), 110),
        Column(_("In use"), 80),
        Column(_("Gaps"), 80),
        Column(_("From the first to the last")),
    )


def _series_cells(line: SeriesFigures) -> Sequence[Cell]:
    uses = " · ".join(part for part in (line.item_type, line.place) if part)
    missing = Cell(f"{line.missing:,}", Tone.LOOK if line.unexplained else None)
    return (
        Cell(series_name(line.series)),
        Cell(uses or _("all copies")),
        Cell(line.next_number),
        Cell(f"{line.used:,}"),
        missing,
        Cell(""),
    )


def _gap_columns() -> Sequence[Column]:
    return (
        Column(_("Number series"), 130, yields=True),
        Column(_("Missing numbers"), 190),
        Column(_("How many"), 80),
        Column(_("Explanation")),
        Column(_("Day"), 110, yields=True),
    )


def _gap_cells(line: GapLine) -> Sequence[Cell]:
    gap = line.gap
    reason = Cell(gap.reason) if gap.reason else Cell(_("not explained"), Tone.LOOK)
    day = gap.day.isoformat() if gap.day else ""
    return Cell(line.series), Cell(gap.run.label), Cell(f"{gap.run.count:,}"), reason, Cell(day)

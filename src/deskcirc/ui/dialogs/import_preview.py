"""The preview page of an import: what the file is, its sheets and columns, the first rows as they will be read."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskcirc.domain.drafts import ReadRow
from deskcirc.exchange import Column, ColumnPlan, FileKind, Preview, SheetPreview, TableKind
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.dialogs.import_columns import ColumnsTable
from deskcirc.ui.dialogs.import_lines import columns_of, row_cells
from deskcirc.ui.dialogs.import_options import KINDS, FileOptions, SheetOptions
from deskcirc.ui.dialogs.import_reading import Look
from deskcirc.ui.importing import with_sheet, without_sheet
from deskcirc.ui.lines_model import LinesView
from deskcirc.ui.tab_page import label
from deskcirc.ui.theme import Theme

_TELLING: Final = {Column.TITLE: TableKind.STOCK, Column.NAME: TableKind.ROSTER}
_LOWEST_LIST: Final = 90  # pixels at 96 dots an inch: the heading and a row


class PreviewPage(QWidget):
    """Shows a Look; `changed` asks for another sheet or plan and carries the Preview and the place of the sheet."""

    changed = Signal(object, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._look: Look | None = None
        self._given: dict[str, ColumnPlan] = {}
        self._left_out: set[str] = set()
        self._lists = {kind: self._list(kind) for kind in KINDS}
        self._format, self._counted = label("quiet"), label("quiet")
        self._problem = label("look")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self.of_file, self.of_sheet = FileOptions(theme), SheetOptions(theme)
        self.columns = ColumnsTable(theme)
        self.columns.setMinimumHeight(theme.px(_LOWEST_LIST))
        self._columns_title = label("title", _("Columns of the file, and what they mean"))
        self._arrange()
        self.of_file.sheet_chosen.connect(self._choose_sheet)
        self.of_sheet.kind_chosen.connect(self._choose_kind)
        self.columns.changed.connect(self._change_plan)

    @property
    def look(self) -> Look | None:
        """What is shown now."""
        return self._look

    @property
    def list(self) -> LinesView[ReadRow]:
        """The list of the first rows that is on top now."""
        return next(view for view in self._lists.values() if not view.isHidden())

    def begin(self) -> None:
        """Another file: what a person changed in the last one is forgotten."""
        self._look = None

    def show_look(self, look: Look) -> None:
        """Show the file and the first rows of one of its sheets."""
        shown, sheet = look.shown, look.shown.sheets[look.sheet]
        if self._look is None or _source(self._look.shown) != _source(shown):
            self._given = {each.name: each.plan for each in shown.sheets}
            self._left_out.clear()
            self.of_file.show_file(shown)
            self.of_sheet.show_file(shown)
        self._look = look
        self._format.setText(shown.format)
        self.of_file.show_sheets(shown.sheets, look.sheet)
        self.of_sheet.show_sheet(sheet, left_out=sheet.name in self._left_out)
        self._show_problems(shown, sheet)
        self._show_rows(sheet, look.rows)
        fixed = shown.kind is FileKind.MARC
        for widget in (self.columns, self._columns_title):
            widget.setVisible(not fixed)
        if not fixed:
            self.columns.show_sheet(sheet)

    def agreed(self) -> tuple[Preview, int] | None:
        """The preview as it stands, and how many copies a new title without any gets; None before there is one."""
        if self._look is None:
            return None
        shown, copies = self._look.shown, self.of_sheet.copies.currentIndex()
        if shown.kind is FileKind.MARC:
            return shown, copies
        return replace(shown, chosen=replace(shown.chosen, copies_if_silent=copies)), 0

    def can_go_on(self) -> bool:
        """Whether any sheet can be read."""
        return self._look is not None and any(not sheet.problem for sheet in self._look.shown.sheets)

    def _list(self, kind: TableKind) -> LinesView[ReadRow]:
        view: LinesView[ReadRow] = LinesView(self._theme, columns_of(kind), row_cells)
        view.setAccessibleName(_("First rows as they will be read"))
        view.setMinimumHeight(self._theme.px(_LOWEST_LIST))
        view.setVisible(kind is TableKind.STOCK)
        return view

    def _arrange(self) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(self._theme.px(8))
        body.addLayout(_row(self._theme, [self._format], self.of_file))
        body.addWidget(self._problem)
        title = label("title", _("First rows as they will be read"))
        body.addLayout(_row(self._theme, [title, self._counted], self.of_sheet))
        for view in self._lists.values():
            body.addWidget(view, 3)
        body.addWidget(self._columns_title)
        body.addWidget(self.columns, 2)

    def _show_problems(self, shown: Preview, sheet: SheetPreview) -> None:
        told = [] if sheet.name in self._left_out else [sheet.problem]
        self._problem.setText("\n".join(sentence for sentence in (*shown.problems, *told) if sentence))
        self._problem.setVisible(bool(self._problem.text()))

    def _show_rows(self, sheet: SheetPreview, rows: tuple[ReadRow, ...]) -> None:
        kind = sheet.plan.kind if sheet.plan.kind in self._lists else TableKind.STOCK
        for each, view in self._lists.items():
            view.setVisible(each is kind)
        self._lists[kind].show_lines(())
        self._lists[kind].show_lines(rows)
        total = sheet.row_count
        words = "" if total is None else ngettext("{count} row in all", "{count} rows in all", total)
        self._counted.setText(words.format(count=f"{total:,}") if rows else "")

    def _choose_sheet(self, place: int) -> None:
        if self._look is not None:
            self.changed.emit(self._look.shown, place)

    def _choose_kind(self, kind: TableKind | None) -> None:
        if self._look is None:
            return
        name = self._look.shown.sheets[self._look.sheet].name
        if kind is None:
            self._left_out.add(name)
            self.changed.emit(without_sheet(self._look.shown, name), self._look.sheet)
        else:
            self._left_out.discard(name)
            given = self._given[name]
            self._change_plan(given if given.kind is kind else given.as_kind(kind))

    def _change_plan(self, plan: ColumnPlan) -> None:
        if self._look is not None:
            name = self._look.shown.sheets[self._look.sheet].name
            self.changed.emit(with_sheet(self._look.shown, name, _of_known_kind(plan)), self._look.sheet)


def _row(theme: Theme, left: list[QWidget], right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    for widget in left:
        row.addWidget(widget)
    row.addStretch()
    row.addWidget(right)
    return row


def _of_known_kind(plan: ColumnPlan) -> ColumnPlan:
    """A table of which nobody knew what it lists is one of books once a column holds titles, of readers once names."""
    if plan.kind in KINDS:
        return plan
    told = next((kind for column, kind in _TELLING.items() if column in plan.columns), plan.kind)
    return replace(plan, kind=told)


def _source(shown: Preview) -> tuple[object, ...]:
    """What of a preview a person did not change: another one of these is another file, or the same one read anew."""
    return shown.path, shown.chosen.encoding, shown.chosen.syntax

"""The new school year on the screen: choose a roster, see what it changes, decide what is doubtful, do it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskcirc import paths
from deskcirc.domain.roster import LineKind
from deskcirc.exchange import IMPORTERS, FileKind
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.file_choice import ask_file_to_open, ask_file_to_save
from deskcirc.ui.dialogs.file_drop import FileDrop
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.classes.decision_bar import DecisionBar
from deskcirc.ui.tabs.classes.roll_over_lines import TILE_WORDS, Tile, YearLine
from deskcirc.ui.tabs.classes.roll_over_state import RollOverPart
from deskcirc.ui.theme import Theme
from deskcirc.ui.tiles import Tiles

_START, _PLAN, _DONE = range(3)
_WANT_A_LOOK: Final = (Tile.DOUBTFUL.value, Tile.UNREADABLE.value)


class RollOverPage(TabPage):
    """Paints a RollOverPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._folder = paths.documents_folder()
        self._part = RollOverPart()
        self.years = QComboBox()
        self.years.setAccessibleName(_("School year of the roster"))
        self.years.activated.connect(lambda place: self.act(f"year:{self.years.itemData(place)}"))
        self.tiles = Tiles(theme, [(tile.value, _(words)) for tile, words in TILE_WORDS.items()])
        self.tiles.chosen.connect(lambda name: self.act(f"tile:{name}"))
        self.lines = LinesView[YearLine](theme, _columns(), _cells)
        self.lines.setAccessibleName(_("Lines of the plan"))
        self.lines.set_empty_words(_("Nobody is in this list."))
        self.lines.selectionModel().selectionChanged.connect(self._weigh)
        self.decision = DecisionBar(theme)
        self.decision.decided.connect(lambda values: self.acted.emit("decide", values))
        self.agree = self.button(_("Decide as proposed"), "agree", "check")
        self.do = self.button(_("Do it"), "do", "check", main=True)
        self.warnings, self.head, self.facts = label("look"), label("title"), label("")
        self.columns = label("quiet")
        for words in (self.warnings, self.head, self.facts, self.columns):
            words.setWordWrap(True)
        self._stack = QStackedWidget()
        for page in (self._start(), self._plan(), self._done()):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addWidget(self._stack)
        FileDrop(self).dropped.connect(self.open_file)

    def open_file(self, file: Path) -> None:
        """Read a roster that was chosen or dropped here."""
        self._folder = file.parent
        self.acted.emit("choose", {"file": str(file)})

    def show_state(self, state: object) -> None:
        """Paint the step that is reached."""
        if not isinstance(state, RollOverPart):
            raise TypeError(state)
        self._part = state
        self._show_years(state)
        if state.done is not None:
            self._stack.setCurrentIndex(_DONE)
            self.facts.setText("\n".join(_done_sentences(state)))
            return
        self._stack.setCurrentIndex(_START if state.roster is None else _PLAN)
        if state.roster is not None:
            self._show_plan(state)

    def _show_plan(self, state: RollOverPart) -> None:
        self.head.setText(_head(state))
        self.columns.setText("\n".join(state.columns))
        self.warnings.setText("\n".join(state.warnings))
        self.warnings.setVisible(bool(state.warnings))
        self.tiles.show_counts({tile.value: count for tile, count in state.counts.items()}, state.tile, _WANT_A_LOOK)
        self.tiles.buttons[Tile.UNREADABLE].setVisible(state.counts[Tile.UNREADABLE] > 0)
        chosen = self.lines.selected_line()
        self.lines.show_lines(state.lines)
        keys = [line.key for line in state.lines]
        if keys:
            self.lines.select(keys.index(chosen.key) if chosen is not None and chosen.key in keys else 0)
        self._weigh()
        self.agree.setVisible(state.proposals > 0)
        self.agree.setText(_("Decide as proposed ({count})").format(count=state.proposals))
        self.agree.setEnabled(state.may_change)
        self.do.setEnabled(state.may_change)
        words = _("Do it, and leave {count} doubtful as they are").format(count=state.undecided)
        self.do.setText(words if state.undecided else _("Do it"))

    def _show_years(self, state: RollOverPart) -> None:
        self.years.clear()
        for year in state.years:
            self.years.addItem(_("School year {year}–{next}").format(year=year, next=year + 1), year)
        if state.year in state.years:
            self.years.setCurrentIndex(state.years.index(state.year))

    def _weigh(self) -> None:
        self.decision.show_line(self.lines.selected_line(), may_change=self._part.may_change)

    def _start(self) -> QWidget:
        words = label(
            "quiet",
            _(
                "On 1 September every class moves up by itself: a class is known by its year of entry, and the grade "
                "follows from the date. Choose the new roster to see who changed class, repeats, is new or has gone. "
                "Nothing is changed before you have seen it, and all of it can be undone as one."
            ),
        )
        words.setWordWrap(True)
        choose = self.plain_button(_("Choose the new roster …"), "folder", main=True)
        choose.clicked.connect(self._ask_file)
        row = QHBoxLayout()
        row.addWidget(self.years)
        row.addWidget(choose)
        row.addStretch()
        return _sheet(label("title", _("New school year")), words, row, None)

    def _plan(self) -> QWidget:
        other = self.plain_button(_("Another file …"), "folder")
        other.clicked.connect(self._ask_file)
        head = QHBoxLayout()
        head.addWidget(self.head, 1)
        head.addWidget(other)
        export = self.plain_button(_("Export …"), "folder")
        export.clicked.connect(self._ask_export)
        foot = QHBoxLayout()
        foot.addWidget(self.button(_("Put aside"), "drop"))
        foot.addWidget(export)
        foot.addWidget(self.button(_("Print"), "print", "print"))
        foot.addStretch()
        foot.addWidget(self.agree)
        foot.addWidget(self.do)
        return _sheet(head, self.columns, self.warnings, self.tiles, (self.lines, 1), self.decision, foot)

    def _done(self) -> QWidget:
        row = QHBoxLayout()
        row.addWidget(self.button(_("Undo this"), "undo_year", "undo"))
        row.addWidget(self.button(_("Another roster"), "drop"))
        row.addStretch()
        return _sheet(label("title", _("The new roster was taken over.")), self.facts, row, None)

    def _ask_file(self) -> None:
        tables = [kind for kind in IMPORTERS if kind.kind is not FileKind.MARC]
        suffixes = " ".join(f"*{suffix}" for kind in tables for suffix in kind.suffixes)
        filters = [_("Rosters ({suffixes})").format(suffixes=suffixes), _("All files (*)")]
        ask_file_to_open(self, _("Choose the new roster"), self._folder, filters, self.open_file)

    def _ask_export(self) -> None:
        proposed = self._folder / (_("Plan of the new school year") + ".xlsx")
        filter_ = _("Workbook or text table (*.xlsx *.csv)")
        ask_file_to_save(self, _("Export the plan"), proposed, filter_, self._export)

    def _export(self, file: Path) -> None:
        self.acted.emit("export", {"file": str(file)})


def _sheet(*parts: QWidget | QHBoxLayout | tuple[QWidget, int] | None) -> QWidget:
    """The parts one under the other; None is room that is left."""
    sheet = QWidget()
    rows = QVBoxLayout(sheet)
    rows.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        if part is None:
            rows.addStretch()
        elif isinstance(part, QHBoxLayout):
            rows.addLayout(part)
        elif isinstance(part, QWidget):
            rows.addWidget(part)
        else:
            rows.addWidget(*part)
    return sheet


def _head(part: RollOverPart) -> str:
    """The file, and what an ordinary year is: nearly everybody moves up without anybody's doing."""
    name = part.roster.file_name if part.roster else ""
    facts = {"file": name, "year": part.year, "next": part.year + 1, "count": part.counts[Tile.UNCHANGED]}
    if part.moves_up:
        return _("{file}, school year {year}–{next}: {count} move up by themselves").format(**facts)
    return _("{file}, school year {year}–{next}: {count} stay where they are").format(**facts)


def _done_sentences(part: RollOverPart) -> Sequence[str]:
    done = part.done
    if done is None:
        return ()
    counts = done.plan.counts
    facts = (
        (_("Put into another class: {count}"), counts[LineKind.MOVED]),
        (_("Repeating a grade: {count}"), counts[LineKind.REPEATS]),
        (_("Newly enrolled: {count}"), counts[LineKind.NEW]),
        (_("Back at school: {count}"), counts[LineKind.BACK]),
        (_("Left the school: {count}"), done.plan.leaving),
        (_("Kept here with something in hand or by your word: {count}"), counts[LineKind.GONE] - done.plan.leaving),
        (_("Doubtful and left as they are: {count}"), counts[LineKind.DOUBTFUL] + counts[LineKind.LEFT_OUT]),
        (_("Kept the old number, as somebody's card bears the new one: {count}"), done.kept_numbers),
        (_("New classes: {count}"), len(done.plan.new_classes)),
        (_("Classes ended: {count}"), done.classes_ended),
    )
    return [words.format(count=count) for words, count in facts if count]


def _columns() -> Sequence[Column]:
    return (
        Column(_("Number"), 120),
        Column(_("Name")),
        Column(_("Class until now"), 190),
        Column(_("Class in the roster"), 190),
        Column(_("What happens"), 260),
        Column(_("Row of the roster"), 150, yields=True),
    )


def _cells(line: YearLine) -> Sequence[Cell]:
    look = Tone.LOOK if line.is_open or line.is_kept else None
    return (
        Cell(line.number),
        Cell(line.name),
        Cell(line.before),
        Cell(line.after),
        Cell(line.outcome, look),
        Cell(line.where),
    )

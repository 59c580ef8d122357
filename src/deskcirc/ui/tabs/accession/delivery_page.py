"""The delivery check on the screen: tiles, the last copy in large letters, and the lines of the dealer's list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout

from deskcirc.domain.deliveries import DeliveryLine, View
from deskcirc.domain.prices import format_fen
from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.dialogs.file_choice import ask_table_to_save
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.accession.delivery_acts import has_arrivals
from deskcirc.ui.tabs.accession.delivery_line_bar import DeliveryLineBar
from deskcirc.ui.tabs.accession.delivery_now import DeliveryNow
from deskcirc.ui.tabs.accession.delivery_part import MOST_SHOWN, DeliveryPart
from deskcirc.ui.tabs.accession.delivery_words import standing_words, tone_of
from deskcirc.ui.theme import Theme
from deskcirc.ui.tiles import Tiles

_TILES = (
    (View.ALL, marked("expected")),
    (View.ARRIVED, marked("arrived")),
    (View.SHORT, marked("short")),
    (View.EXTRA, marked("extra")),
    (View.PRICE, marked("price differs")),
    (View.EDITION, marked("other edition")),
)
_TO_LOOK_AT = (View.SHORT, View.EXTRA, View.PRICE, View.EDITION)


class DeliveryPage(TabPage):
    """Paints a DeliveryPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = DeliveryPart()
        self.batches = QComboBox()
        self.batches.setMinimumWidth(theme.px(240))
        self.batches.setMaximumWidth(theme.px(320))
        self.batches.setAccessibleName(_("Batch"))
        self.batches.activated.connect(lambda _row: self.act(f"choose:{self.batches.currentData()}"))
        self.tiles = Tiles(theme, [(view.value, _(words)) for view, words in _TILES])
        self.tiles.chosen.connect(lambda name: self.act(f"view:{name}"))
        self.now = DeliveryNow(theme)
        self.now.acted.connect(self.acted)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find a line: title, pinyin, initials, author, ISBN"))
        self.search.setAccessibleName(_("Find a line"))
        self.search.textEdited.connect(lambda text: self.acted.emit("find", {"words": text}))
        self.aside = label("quiet")
        self.lines = LinesView[DeliveryLine](theme, _columns(), _cells)
        self.lines.setAccessibleName(_("Lines of the list"))
        self.lines.chosen.connect(lambda line: self.act(f"count:{line.id}"))
        self.bar = DeliveryLineBar(theme, self.lines)
        self.bar.acted.connect(self.acted)
        self._arrange(theme)

    def show_state(self, state: object) -> None:
        """Paint the batch, its figures and its lines."""
        if not isinstance(state, DeliveryPart):
            raise TypeError(state)
        self._part = state
        self._show_batches(state)
        figures = state.figures
        counts = {
            view.value: getattr(figures, "expected" if view is View.ALL else view.value) for view, _words in _TILES
        }
        self.tiles.show_counts(counts, state.view.value, [view.value for view in _TO_LOOK_AT])
        self.now.show_part(state)
        found = state.found
        self.lines.set_empty_words(_empty_words(state))
        self.lines.show_lines(found[:MOST_SHOWN])
        if self.search.text() != state.words and not self.search.hasFocus():
            self.search.setText(state.words)
        self._show_aside(len(found))
        self.bar.show_part(state)
        ready = state.batch is not None and state.may_change
        for button in (self.load, self.check):
            button.setEnabled(ready)
        self.claims.setEnabled(bool(state.lines))
        self.catalogue.setEnabled(has_arrivals(state))

    def _show_batches(self, state: DeliveryPart) -> None:
        self.batches.clear()
        for batch in state.batches:
            self.batches.addItem(batch.name, batch.id)
        if not state.batches:
            self.batches.addItem(_("no batch is open"))
        place = -1 if state.batch is None else self.batches.findData(state.batch.id)
        self.batches.setCurrentIndex(0 if not state.batches else place)
        self.batches.setPlaceholderText(_("Choose the batch"))
        self.batches.setEnabled(bool(state.batches))

    def _show_aside(self, count: int) -> None:
        words = ""
        if count > MOST_SHOWN:
            words = _("{shown} of {count} lines shown").format(shown=MOST_SHOWN, count=f"{count:,}")
        self.aside.setText(words)

    def _arrange(self, theme: Theme) -> None:
        self.load = self.plain_button(_("Load the dealer's list …"), "import")
        self.load.clicked.connect(self._load)
        self.check = self.button(_("The parcel is checked"), "check", "check", main=True)
        self.claims = self.plain_button(_("Claim list"), "print")
        menu = QMenu(self.claims)
        self.claims.setMenu(menu)
        menu.addAction(_("Print it")).triggered.connect(lambda: self.act("print"))
        menu.addAction(_("Save it as a table …")).triggered.connect(self._ask_file)
        self.catalogue = self.plain_button(_("Catalogue what arrived"), "next")
        self.catalogue.clicked.connect(self._catalogue)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.batches)
        head.addWidget(self.search, 1)
        head.addWidget(self.aside)
        head.addWidget(self.load)
        foot.addWidget(self.bar)
        foot.addStretch()
        foot.addWidget(self.claims)
        foot.addWidget(self.catalogue)
        foot.addWidget(self.check)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(head)
        layout.addWidget(self.tiles)
        layout.addWidget(self.now)
        layout.addWidget(self.lines, 1)
        layout.addLayout(foot)

    def _load(self) -> None:
        batch = self._part.batch
        if batch is not None:
            self.acted.emit(f"window:delivery:{batch.id}", {"number": batch.number})

    def _catalogue(self) -> None:
        """The lines of the batch come one after the other, as a queue of the cataloguing."""
        if self._part.batch is not None:
            self.act(f"in:accession:cataloguing.batch:{self._part.batch.id}")

    def _ask_file(self) -> None:
        if self._part.batch is None:
            return
        name = _("Claim list of batch {number}").format(number=self._part.batch.number)
        ask_table_to_save(self.window(), name, self._save)

    def _save(self, path: Path) -> None:
        self.acted.emit("save", {"file": str(path)})


def _empty_words(state: DeliveryPart) -> str:
    if state.batch is None:
        return _(
            "The delivery check compares a parcel with the dealer's list.\n"
            "Open a batch under “Batches”, load the list (MARC or a workbook), then scan each book."
        )
    if not state.lines:
        return _(
            "No list is loaded for this batch yet. Load the dealer's list (MARC, a workbook, CSV),\n"
            "or just scan: each book that is on no list is kept as an extra line."
        )
    return _("No line answers to this.")


def _columns() -> Sequence[Column]:
    return (
        Column(_("Line"), 56),
        Column(_("Title")),
        Column(_("Author"), 120, yields=True),
        Column(_("ISBN"), 140, yields=True),
        Column(_("Price"), 80),
        Column(_("Expected"), 88),
        Column(_("Arrived"), 80),
        Column(_("What it is"), 210),
    )


def _cells(line: DeliveryLine) -> Sequence[Cell]:
    return (
        Cell(str(line.position)),
        Cell(line.name),
        Cell(line.author),
        Cell(line.isbn or "–"),
        Cell("–" if line.price is None else format_fen(line.price)),
        Cell(str(line.expected)),
        Cell(str(line.arrived)),
        Cell(standing_words(line), tone_of(line)),
    )

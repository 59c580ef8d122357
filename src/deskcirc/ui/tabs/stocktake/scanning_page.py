"""Scanning on the screen: the count on top, the last scans at the left, the shelf in hand at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskcirc.domain.stocktake import STOCKTAKE_STATE_WORDS, StocktakeState
from deskcirc.text import gettext as _
from deskcirc.ui.elided import ElidedLabel
from deskcirc.ui.folding import MoreButton, button_row
from deskcirc.ui.gauge import Gauge
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.scrolling import scrolled
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.stocktake.scanning_figures import Figures, figures_of
from deskcirc.ui.tabs.stocktake.scanning_part import ScanLine, ScanningPart
from deskcirc.ui.tabs.stocktake.scanning_progress import progress_words
from deskcirc.ui.tabs.stocktake.scanning_shelf import ShelfPanel
from deskcirc.ui.theme import Theme

_PANEL: Final = 290  # pixels of the shelf in hand, and no more than a third of the page
_LOW: Final = 400
_VERY_LOW: Final = 290
"""Pixels of the page under which it gives up what is not the list, first the row of buttons, then the figures too."""
_NARROW: Final = 560  # pixels of a page that is for the list alone: the shelf is told on the banner
_BAR, _LOW_BAR = 10, 4


class ScanningPage(TabPage):
    """Paints a ScanningPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = ScanningPart()
        self._is_low = False
        self.title, self.told = label("name"), ElidedLabel()
        self.told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.counts = QComboBox()
        self.counts.setAccessibleName(_("Count"))
        self.counts.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.counts.activated.connect(lambda _row: self.act(f"choose:{self.counts.currentData()}"))
        self.gauge, self.figures = Gauge(theme), Figures(theme)
        self.scans = LinesView[ScanLine](theme, _columns(), _cells)
        self.scans.setAccessibleName(_("Last scans"))
        self.scans.fit_rows()
        self.shelf = ShelfPanel(theme)
        self._side = scrolled(self.shelf)
        self.shelf.acted.connect(self.acted)
        self.pause = self.plain_button(_("Pause"))
        self.pause.clicked.connect(self._pause)
        self.teach = label("quiet")
        self.teach.setWordWrap(True)
        self.teach.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.to_counts = self.button(_("Open a count …"), "section:counts", "stocktake", main=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._body())
        self._stack.addWidget(self._nothing())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addWidget(self._stack)
        self.key("Ctrl+D", "damage")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Give the shelf a third of the width and no more than it needs, and a low page's height to the list."""
        size = event.size()
        self._side.setFixedWidth(min(self._theme.px(_PANEL), size.width() // 3))
        self._side.setVisible(size.width() >= self._theme.px(_NARROW))
        self._is_low = size.height() < self._theme.px(_LOW)
        self.shelf.set_low(low=self._is_low)
        self.figures.set_low(low=self._is_low)
        self.figures.setVisible(size.height() >= self._theme.px(_VERY_LOW))
        self.gauge.setFixedHeight(self._theme.px(_LOW_BAR if self._is_low else _BAR))
        self._make_room()
        super().resizeEvent(event)

    def show_state(self, state: object) -> None:
        """Paint the count, the last scans and the shelf; what did not change is not touched."""
        if not isinstance(state, ScanningPart):
            raise TypeError(state)
        self._part = state
        count = state.stocktake
        self._stack.setCurrentIndex(0 if state.running or count is not None else 1)
        self.teach.setText(_teaching(state))
        self.to_counts.setText(_("Open a count …") if state.may_open else _("Counts"))
        self._show_counts(state)
        self.title.setText(_title(state))
        self.title.setVisible(bool(self.title.text()))
        self.told.setText(progress_words(state))
        self.gauge.setVisible(count is not None and not count.blind)
        if state.progress is not None:
            self.gauge.show_share(state.progress.found, state.progress.expected)
        self.figures.show_figures(figures_of(state.sums, blind=state.is_blind))
        self.scans.set_empty_words(_empty_words(state))
        self.scans.show_lines(state.lines)
        self.shelf.show_state(state)
        paused = count is not None and count.state is StocktakeState.PAUSED
        self.pause.setVisible(count is not None and count.runs)
        self.pause.setText(_("Continue") if paused else _("Pause"))
        self._make_room()

    def _body(self) -> QWidget:
        theme = self._theme
        undo = self.button(_("Undo") + "  Ctrl+Z", "undo", "undo")
        damage = self.button(_("Mark damaged") + "  Ctrl+D", "damage", "damage")
        barcodes = self.button(_("Print the barcodes"), "print_sheet", "print")
        foot = button_row(theme.px(6), (undo, damage, None, barcodes, self.pause))
        self.more = MoreButton((foot,))
        head = QHBoxLayout()
        for widget in (self.title, self.counts):
            head.addWidget(widget)
        head.addWidget(self.told, 1)
        head.addWidget(self.more)
        sides = QHBoxLayout()
        sides.setSpacing(theme.px(12))
        sides.addWidget(self.scans, 1)
        sides.addWidget(self._side)
        body = QWidget()
        self._rows = rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(head)
        rows.addWidget(self.gauge)
        rows.addWidget(self.figures)
        rows.addLayout(sides, 1)
        rows.addWidget(foot)
        return body

    def _make_room(self) -> None:
        """On a low page the buttons are in a menu."""
        self.more.fold(folded=self._is_low)
        self._rows.setSpacing(self._theme.px(3 if self._is_low else 6))

    def _nothing(self) -> QWidget:
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.addStretch()
        rows.addWidget(self.teach)
        rows.addWidget(self.to_counts, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch()
        return body

    def _show_counts(self, part: ScanningPart) -> None:
        """The choice of the count stands there where several are open."""
        others = [each for each in part.running if part.stocktake is None or each.id != part.stocktake.id]
        self.counts.setVisible(bool(others))
        known = [self.counts.itemData(row) for row in range(self.counts.count())]
        if known != [each.id for each in part.running]:
            self.counts.clear()
            for each in part.running:
                self.counts.addItem(each.named, each.id)
        chosen = -1 if part.stocktake is None else self.counts.findData(part.stocktake.id)
        self.counts.setCurrentIndex(chosen)

    def _pause(self) -> None:
        count = self._part.stocktake
        if count is not None:
            verb = "continue" if count.state is StocktakeState.PAUSED else "pause"
            self.act(f"{verb}:{count.id}")


def _title(part: ScanningPart) -> str:
    """The count in hand, unless the choice of it says its name; its state where no scan is counted in it now."""
    count = part.stocktake
    if count is None:
        return _("Choose a count")
    is_named = len(part.running) > 1 and any(each.id == count.id for each in part.running)
    state = "" if count.takes_scans else _(STOCKTAKE_STATE_WORDS[count.state])
    return " · ".join(each for each in ("" if is_named else count.label, state) if each)


def _teaching(part: ScanningPart) -> str:
    if part.may_open:
        return _(
            "No count is open. Open one under “Counts”: the whole stock, or a location, a class range, a type.\n"
            "Then scan a shelf label and its books from left to right; lending goes on meanwhile."
        )
    return _("No count is open. The librarian opens one under “Counts”; then everybody may scan here.")


def _empty_words(part: ScanningPart) -> str:
    if part.stocktake is None:
        return _("Several counts are open: choose one above, or scan a book and say which.")
    return _(
        "Scan a shelf label, then its books from left to right.\n"
        "Each scan is kept at once: what is found, what stands wrong, what nobody knows."
    )


def _columns() -> Sequence[Column]:
    return (
        Column(_("Time"), 92, yields=True),
        Column(_("Title")),
        Column(_("Call number"), 130, yields=True),
        Column(_("Barcode"), 136, yields=True),  # an ISBN scanned in its place
        Column(_("Result"), 236),
    )


def _cells(line: ScanLine) -> Sequence[Cell]:
    return (
        Cell(line.clock),
        Cell(line.title or line.code),
        Cell(line.call_number or "–"),
        Cell(line.code),
        Cell(line.result, line.tone, line.shape),
    )

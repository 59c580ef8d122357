"""The patron at the counter: who they are, how many copies they hold and may hold, what must be said to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui import icons
from deskcirc.ui.gauge import Gauge
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import Card, label
from deskcirc.ui.tabs.checkout.panel import LoanLine, PatronPanel
from deskcirc.ui.theme import Theme

_ROOM_FOR_LIST: Final = 240


class PatronCard(Card):
    """Shows a PatronPanel, or, with nobody there, how a patron comes onto the screen."""

    def __init__(self, theme: Theme, buttons: Sequence[QPushButton], parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._theme = theme
        self._panel: PatronPanel | None = None
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # a low window cuts it
        self._stack.addWidget(_nobody(theme))
        self._stack.addWidget(self._somebody())
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for button in buttons:
            row.addWidget(button)
        self.body.addWidget(self._stack, 1)
        self.body.addLayout(row)

    def show_panel(self, panel: PatronPanel | None) -> None:
        """Show this patron, or nobody."""
        if panel is self._panel:
            return
        self._panel = panel
        self._stack.setCurrentIndex(0 if panel is None else 1)
        if panel is None:
            return
        patron = panel.patron
        self._initial.setText(patron.name[-1:])
        self.name.setText(patron.name)
        self.name.setToolTip(patron.name)
        self.who.setText(" · ".join(part for part in (patron.class_name, patron.category, patron.number) if part))
        self._show_count(panel)
        self.notices.setText("\n".join(panel.notices))
        self.notices.setVisible(bool(panel.notices))
        self.waiting.setText("\n".join(panel.waiting))
        self.waiting.setVisible(bool(panel.waiting))
        self.loans.show_lines(panel.loans)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """In a low window the count must do; the list of what is in hand gives way."""
        self.loans.setVisible(event.size().height() >= self._theme.px(_ROOM_FOR_LIST))
        super().resizeEvent(event)

    def _show_count(self, panel: PatronPanel) -> None:
        held, limit = panel.held, panel.loan_limit
        self.count.setText(_("{count} of {limit} in hand").format(count=held, limit=limit))
        late = ngettext("{count} overdue", "{count} overdue", panel.overdue).format(count=panel.overdue)
        self.overdue.setText(f"⚑ {late}" if panel.overdue else "")
        self.gauge.show_share(held, limit)
        self.gauge.setAccessibleName(self.count.text())

    def _somebody(self) -> QWidget:
        theme = self._theme
        self._initial = label("initial")
        side = theme.px(52)
        self._initial.setFixedSize(side, side)
        self._initial.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name, self.who = label("name"), label("quiet")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.name)
        names.addWidget(self.who)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(self._initial)
        head.addLayout(names, 1)
        self.count, self.overdue = label("figure"), label("look")
        figures = QHBoxLayout()
        figures.addWidget(self.count)
        figures.addStretch()
        figures.addWidget(self.overdue)
        self.gauge = Gauge(theme)
        self.notices = label("look")
        self.notices.setWordWrap(True)
        self.waiting = label("quiet")
        self.waiting.setWordWrap(True)
        self.loans = LinesView[LoanLine](theme, (Column(_("In hand")), Column(_("Due"), 140)), _loan_cells)
        self.loans.setAccessibleName(_("In hand"))
        self.loans.set_empty_words(_("Nothing in hand"))
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(head)
        layout.addLayout(figures)
        for widget in (self.gauge, self.notices, self.waiting):
            layout.addWidget(widget)
        layout.addWidget(self.loans, 1)
        return page


def _loan_cells(line: LoanLine) -> Sequence[Cell]:
    if line.claimed:
        return Cell(line.title), Cell(_("looked for"), Tone.LOOK)
    if not line.days_late:
        return Cell(line.title), Cell(line.due_words)
    late = ngettext("{days} day late", "{days} days late", line.days_late).format(days=line.days_late)
    return Cell(line.title), Cell(late, Tone.LOOK)


def _nobody(theme: Theme) -> QWidget:
    mark = label("quiet")
    mark.setPixmap(icons.pixmap("card", theme.palette.quiet, theme.px(72)))
    title = label("title", _("Whose turn is it?"))
    words = label(
        "quiet",
        _("Scan the library card. Without a card: type the name or its pinyin initials above, or look it up."),
    )
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.addStretch()
    for widget in (mark, title, words):
        widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
        widget.setWordWrap(True)
        layout.addWidget(widget)
    layout.addStretch()
    return page

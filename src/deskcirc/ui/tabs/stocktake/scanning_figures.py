"""The figures of a count in one line: lines read = found + counted twice + …, each with its colour and its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskcirc.domain.stocktake import COUNT_KIND_WORDS, CountKind, CountSums
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tabs.stocktake.scanning_words import KIND_LOOKS
from deskcirc.ui.theme import Theme

_NUMBER, _WORDS = 26, 14  # pixels of the letters
_HEIGHT: Final = 58
_OF_BLIND: Final = (CountKind.UNKNOWN, CountKind.REFUSED)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its words; `sign` stands before it, `shape` says which colour of its tone it has."""

    count: int
    words: str
    tone: Tone | None = None
    sign: str = ""
    shape: str = ""


def figures_of(sums: CountSums, *, blind: bool) -> tuple[Figure, ...]:
    """The line of figures; a blind count tells how many were read, and what needs a hand now."""
    read = Figure(sums.read, _("read"))
    kinds = _OF_BLIND if blind else tuple(CountKind)
    shown = [_figure(sums, kind) for kind in kinds]
    if blind:
        return (read, *shown)
    return (read, *(replace(each, sign="+" if place else "=") for place, each in enumerate(shown)))


def _figure(sums: CountSums, kind: CountKind) -> Figure:
    tone, shape = KIND_LOOKS[kind]
    return Figure(getattr(sums, kind.value), _(COUNT_KIND_WORDS[kind]), tone, shape=shape)


class Figures(QWidget):
    """Paints figures side by side, as wide as there is room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._figures: tuple[Figure, ...] = ()
        self.setFixedHeight(theme.px(_HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What is on the screen."""
        return self._figures

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        """Show these; the same again cost nothing."""
        if figures != self._figures:
            self._figures = figures
            self.setAccessibleName(" ".join(f"{each.sign} {each.count} {each.words}".strip() for each in figures))
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Wide as its page, one fixed height."""
        return QSize(self._theme.px(700), self._theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint number over words, with the sign between."""
        if not self._figures:
            return
        painter = QPainter(self)
        theme, width = self._theme, self.width() // len(self._figures)
        number, words = theme.font(_NUMBER, bold=True), theme.font(_WORDS)
        metrics = QFontMetrics(words)
        upper, sign_room = theme.px(_NUMBER * 1.35), theme.px(22)
        left_of_words = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place, each in enumerate(self._figures):
            left = place * width + (sign_room if each.sign else 0)
            room = width - (sign_room if each.sign else 0) - theme.px(4)
            quiet = QColor(theme.palette.quiet)
            painter.setFont(number)
            if each.sign:
                painter.setPen(quiet)
                painter.drawText(QRect(place * width, 0, sign_room, upper), left_of_words, each.sign)
            ink = theme.palette.ink if each.tone is None else theme.tone(each.tone, each.shape).ink
            painter.setPen(QColor(ink) if each.count or each.tone is None else quiet)
            painter.drawText(QRect(left, 0, room, upper), left_of_words, f"{each.count:,}".replace(",", "\u2009"))
            painter.setFont(words)
            painter.setPen(quiet)
            said = metrics.elidedText(each.words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, upper, room, theme.px(20)), left_of_words, said)
        painter.end()

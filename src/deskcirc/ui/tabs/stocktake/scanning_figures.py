"""The figures of a count in one line: lines read = found + counted twice + …, each with its colour and its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
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
_LOW_NUMBER, _LOW_HEIGHT = 18, 41
_SIGN, _LOW_SIGN = 22, 15
_APART: Final = 8
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
    """Paints figures side by side, each as wide as its words want it of the room there is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._figures: tuple[Figure, ...] = ()
        self._number, self._height = _NUMBER, _HEIGHT
        self.set_low(low=False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What is on the screen."""
        return self._figures

    def set_low(self, *, low: bool) -> None:
        """Smaller numbers, nearer to their words, on a page of little height."""
        self._number, self._height = (_LOW_NUMBER, _LOW_HEIGHT) if low else (_NUMBER, _HEIGHT)
        self.setFixedHeight(self._theme.px(self._height))
        self.update()

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        """Show these; the same again cost nothing."""
        if figures != self._figures:
            self._figures = figures
            self.setAccessibleName(" ".join(f"{each.sign} {each.count} {each.words}".strip() for each in figures))
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Wide as its page, one fixed height."""
        return QSize(self._theme.px(700), self._theme.px(self._height))

    def places(self) -> list[tuple[int, int]]:
        """From where to where each figure goes, in pixels: all alike, unless the words of one want more than that."""
        wants = [self._wanted(each) for each in self._figures]
        spare = self.width() - sum(wants)
        even = self.width() // max(1, len(wants))
        if max(wants, default=0) <= even:
            wants = [even] * len(wants)
        elif spare >= 0:
            wants = [want + spare // len(wants) for want in wants]
        else:
            wants = [want * self.width() // sum(wants) for want in wants]
        return list(pairwise(accumulate(wants, initial=0)))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint number over words, with the sign between."""
        painter = QPainter(self)
        for (left, right), each in zip(self.places(), self._figures, strict=True):
            self._paint(painter, left, right, each)
        painter.end()

    def _paint(self, painter: QPainter, left: int, right: int, each: Figure) -> None:
        theme, quiet = self._theme, QColor(self._theme.palette.quiet)
        upper, lower, sign = theme.px(self._number * 1.25), theme.px(19), self._sign(each)
        left_of_words = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        room = right - left - sign - theme.px(4)
        painter.setFont(theme.font(self._number, bold=True))
        painter.setPen(quiet)
        painter.drawText(QRect(left, 0, sign, upper), left_of_words, each.sign)
        ink = theme.palette.ink if each.tone is None else theme.tone(each.tone, each.shape).ink
        painter.setPen(QColor(ink) if each.count or each.tone is None else quiet)
        painter.drawText(QRect(left + sign, 0, room, upper), left_of_words, _spaced(each.count))
        painter.setFont(theme.font(_WORDS))
        painter.setPen(quiet)
        said = painter.fontMetrics().elidedText(each.words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left + sign, upper, room, lower), left_of_words, said)

    def _wanted(self, each: Figure) -> int:
        """The pixels of a figure with its sign and a gap behind it."""
        number = QFontMetrics(self._theme.font(self._number, bold=True)).horizontalAdvance(_spaced(each.count))
        words = QFontMetrics(self._theme.font(_WORDS)).horizontalAdvance(each.words)
        return self._sign(each) + max(number, words) + self._theme.px(_APART)

    def _sign(self, each: Figure) -> int:
        return self._theme.px(_SIGN if self._number == _NUMBER else _LOW_SIGN) if each.sign else 0


def _spaced(count: int) -> str:
    return f"{count:,}".replace(",", "\u2009")

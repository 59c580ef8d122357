"""The outcome banner: a block with the tone's shape, the sentence in 21 pt, quieter lines; messages fit its height."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFont,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskcirc.ui import icons
from deskcirc.ui.offer_box import IN_A_COLUMN, OfferBox
from deskcirc.ui.outcome import Message, Offer
from deskcirc.ui.text_lines import fitted_lines
from deskcirc.ui.theme import TONE_ICONS, Theme

HEADLINE_PIXELS: Final = 28
"""21 pt at 96 dots an inch; the design asks for 20 pt or more."""

_DETAIL_PIXELS: Final = 17
_PULSE_MILLISECONDS: Final = 220
_SHARE_OF_OFFERS: Final = 0.45
"""Of the banner's width, at most: the sentence is read first; further offers stand in a menu."""


class Room(IntEnum):
    """How high the banner is, in pixels at 96 dots an inch.

    LOW is for a window of few pixels, SLIM for a screen of the office, where nobody stands in a queue.
    """

    FULL = 128
    LOW = 112
    SLIM = 76


class Banner(QWidget):
    """Shows one Message; a frame flashes at every new one, so that two equal outcomes in a row are told apart."""

    acted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._message: Message | None = None
        self._headline_font = theme.font(HEADLINE_PIXELS, bold=True)
        self._detail_font = theme.font(_DETAIL_PIXELS)
        self._headline_height = theme.px(HEADLINE_PIXELS * 1.32)
        self._detail_height = theme.px(_DETAIL_PIXELS * 1.42)
        self._block_width = theme.px(104)
        self._offers: tuple[Offer, ...] = ()
        self._in_a_column = IN_A_COLUMN
        self._offer_box = OfferBox(theme, (), self)
        self._offer_box.hide()
        self._pulse = QTimer(self, singleShot=True, interval=_PULSE_MILLISECONDS)
        self._pulse.timeout.connect(self.update)
        self.setFixedHeight(theme.px(Room.FULL))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)

    @property
    def message(self) -> Message | None:
        """The message now on the screen."""
        return self._message

    @property
    def pulsing(self) -> bool:
        """Whether the frame that marks a new message is still lit."""
        return self._pulse.isActive()

    def show_message(self, message: Message, offers: Sequence[Offer] = ()) -> None:
        """Put the message on the screen, tell a screen reader, and light the frame for a moment.

        `offers` are what may be done about it; they stand as buttons at the right and are asked for by `acted`.
        """
        self._message = message
        self._show_offers(tuple(offers))
        self._pulse.start()
        sentence = "\n".join((message.headline, *message.details))
        self.setAccessibleName(sentence)
        self.setToolTip(sentence if self._lines()[2] else "")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        self.update()

    def set_room(self, room: Room) -> None:
        """Take so much of the window's height."""
        self.setFixedHeight(self._theme.px(room))
        self._in_a_column = 1 if room is Room.SLIM else IN_A_COLUMN
        self._place_offers()

    def sizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Wide as the window, one fixed height."""
        return QSize(self._theme.px(800), self._theme.px(Room.FULL))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the block, the shape and the lines."""
        if self._message is None:
            return
        colours = self._theme.tone(self._message.tone, self._message.shape)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        radius = self._theme.px(10)
        outline.addRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), radius, radius)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), QColor(colours.fill))
        painter.fillRect(QRect(0, 0, self._block_width, self.height()), QColor(colours.solid))
        side = min(self._theme.px(60), self.height() - self._theme.px(20))
        shape = icons.pixmap(self._message.shape or TONE_ICONS[self._message.tone], self._theme.palette.on_solid, side)
        painter.drawPixmap((self._block_width - side) // 2, (self.height() - side) // 2, shape)
        if self.pulsing:
            painter.setPen(QPen(QColor(colours.solid), self._theme.px(10)))
            painter.drawPath(outline)
        self._paint_lines(painter, QColor(colours.ink))
        painter.end()

    def _paint_lines(self, painter: QPainter, ink: QColor) -> None:
        headline, details, _cut = self._lines()
        left, width = self._text_span()
        used = len(headline) * self._headline_height + len(details) * self._detail_height
        top = (self.height() - used) // 2
        painter.setPen(ink)
        for lines, font, height in (
            (headline, self._headline_font, self._headline_height),
            (details, self._detail_font, self._detail_height),
        ):
            painter.setFont(font)
            for line in lines:
                place = QRect(left, top, width, height)
                painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), line)
                top += height

    def _lines(self) -> tuple[list[str], list[str], bool]:
        """The lines that fit: of the headline two at most, of the details as many as are left; and whether any is cut.

        Details stand one under the other while there is room, else they run on, parted by dots.
        """
        if self._message is None:
            return [], [], False
        _left, width = self._text_span()
        headline, cut = fitted_lines(self._message.headline, self._headline_font, width, 2)
        room = (self.height() - self._theme.px(12) - len(headline) * self._headline_height) // self._detail_height
        details, details_cut = self._detail_lines(self._message.details, width, room)
        return headline, details, cut or details_cut

    def _detail_lines(self, details: tuple[str, ...], width: int, room: int) -> tuple[list[str], bool]:
        apart = [line for detail in details for line in fitted_lines(detail, self._detail_font, width, room + 1)[0]]
        if len(apart) <= room:
            return apart, False
        return fitted_lines("  ·  ".join(details), self._detail_font, width, room)

    def _show_offers(self, offers: tuple[Offer, ...]) -> None:
        if offers != self._offers:
            self._offers = offers
            self._offer_box.hide()
            self._offer_box.deleteLater()
            self._offer_box = OfferBox(self._theme, offers, self)
            self._offer_box.acted.connect(self.acted)
            self._offer_box.setVisible(bool(offers))
            self._place_offers()

    def _place_offers(self) -> None:
        self._offer_box.arrange(self._in_a_column, int(self.width() * _SHARE_OF_OFFERS))
        size = self._offer_box.sizeHint()
        self._offer_box.setGeometry(self.width() - size.width(), 0, size.width(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Keep the offers at the right edge."""
        self._place_offers()
        super().resizeEvent(event)

    def _text_span(self) -> tuple[int, int]:
        """Left edge and width of the lines, between the block and the offers."""
        left = self._block_width + self._theme.px(22)
        right = self._offer_box.x() if self._offers else self.width()
        return left, max(1, right - left - self._theme.px(18))

    def headline_font(self) -> QFont:
        """The font of the big sentence."""
        return QFont(self._headline_font)

"""The strip of the delivery check that is read from a distance: how far the book in hand has come, or that it is extra.

A book that is on no list is described here.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from deskcirc.domain.prices import format_fen
from deskcirc.text import gettext as _
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.accession.delivery_part import DeliveryPart
from deskcirc.ui.tabs.accession.delivery_words import count_words, standing_words
from deskcirc.ui.theme import Theme

_DESCRIBE: Final = "Ctrl+N"


class DeliveryNow(TabPage):
    """Shows the line scanned last, or asks for the title of what is on no list."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.count, self.name, self.standing = label("page"), label("name"), label("quiet")
        self.number, self.title, self.price = label("look"), QLineEdit(), QLineEdit()
        self.title.setPlaceholderText(_("Title of the book that is on no list"))
        self.title.setAccessibleName(_("Title of the book that is on no list"))
        self.price.setPlaceholderText(_("Price"))
        self.price.setAccessibleName(_("Price"))
        self.price.setMaximumWidth(theme.px(110))
        self.take = self.plain_button(_("Take as extra"), main=True)
        self.take.clicked.connect(self._take)
        for edit in (self.title, self.price):
            edit.returnPressed.connect(self._take)
            edit.installEventFilter(self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._counted(theme))
        self._stack.addWidget(self._asked(theme))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._shown: object = None
        self._describing = False  # a book without a number, which nobody can scan
        self._part = DeliveryPart()
        QShortcut(QKeySequence(_DESCRIBE), self).activated.connect(self.describe)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Esc puts the book aside before it means what the window does with it."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self._put_aside()
                return True
        return super().eventFilter(watched, event)

    def describe(self) -> None:
        """Put the keyboard where the title of a book on no list is typed, whether its number was scanned or not."""
        if self._part.batch is None:
            return
        self._describing = True
        self.show_part(self._part)
        self.title.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.title.selectAll()

    def show_part(self, part: DeliveryPart) -> None:
        """Paint what was scanned last."""
        self.setVisible(part.batch is not None)
        self._describing = self._describing and part.batch == self._part.batch and part.last == self._part.last
        self._part = part
        if part.unlisted is None:
            self.number.setText(_("On no list, without a number:"))
            self.title.setPlaceholderText(_("Title of the book that is on no list"))
        else:
            if part.unlisted is not self._shown:
                self.title.clear()
                self.price.clear()
            self.number.setText(_("Not on the list: {number}").format(number=part.unlisted.number))
            known = part.unlisted.known
            words = known.title if known else _("Title of the book that is on no list")
            self.title.setPlaceholderText(f"{words}  {_DESCRIBE}")
        self._shown = part.unlisted
        self._stack.setCurrentIndex(1 if part.unlisted is not None or self._describing else 0)
        last = part.last
        if last is None:
            self.count.setText("")
            self.name.setText(_("Scan the next book") if part.figures.arrived else _("Scan the first book"))
            self.standing.setText(_("*5 and Return: five came at once. =45 and Return: 45 yuan stand on the copy."))
            return
        self.count.setText(count_words(last) if last.expected else str(last.arrived))
        self.name.setText(last.name)
        price = "" if last.price is None else _("list price {price}").format(price=format_fen(last.price))
        self.standing.setText(" · ".join(part for part in (standing_words(last), price) if part))

    def _counted(self, theme: Theme) -> QWidget:
        frame = QFrame()
        frame.setProperty("part", "now")
        row = QHBoxLayout(frame)
        row.setContentsMargins(theme.px(14), theme.px(4), theme.px(14), theme.px(4))
        row.setSpacing(theme.px(16))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.standing)
        row.addWidget(self.count)
        row.addLayout(words, 1)
        self.unlisted = self.plain_button(_("On no list …") + f"  {_DESCRIBE}")
        self.unlisted.setToolTip(_("Describe a book that has no number and is on no list."))
        self.unlisted.clicked.connect(self.describe)
        row.addWidget(self.unlisted)
        row.addWidget(self.button(_("Undo") + "  Ctrl+Z", "undo", "undo"))
        return frame

    def _asked(self, theme: Theme) -> QWidget:
        frame = QFrame()
        frame.setProperty("part", "warning")
        row = QHBoxLayout(frame)
        row.setContentsMargins(theme.px(14), theme.px(8), theme.px(14), theme.px(8))
        row.addWidget(self.number)
        row.addWidget(self.title, 1)
        row.addWidget(self.price)
        row.addWidget(self.take)
        aside = self.plain_button(_("Put it aside") + "  Esc")
        aside.clicked.connect(self._put_aside)
        row.addWidget(aside)
        return frame

    def _put_aside(self) -> None:
        self._describing = False
        self.title.clear()
        self.price.clear()
        self.act("forget")

    def _take(self) -> None:
        self.acted.emit("extra", {"title": self.title.text(), "price": self.price.text()})

"""The page of a station that has no library yet: three ways to get one, each a large card with its number key."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui import icons
from deskcirc.ui.theme import Theme
from deskcirc.ui.wedge import TAKES_KEYS_AT_ONCE

WAYS: Final = (
    (
        "practice",
        "practice",
        marked("Try it with a practice library"),
        marked("A school's real stock with invented pupils and a term of loans. Nothing you do there counts."),
    ),
    (
        "new",
        "import",
        marked("Start our library from our lists"),
        marked("From the stock list and the class rosters: Excel, CSV, or the records that came with the books."),
    ),
    (
        "open",
        "folder",
        marked("Open a library file"),
        marked("From this computer, a USB stick or a backup."),
    ),
)
"""What the page offers: name, icon, what it is, what comes of it."""


class FirstStart(QWidget):
    """Offers the ways; `wanted` carries the name of the one chosen."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, trouble: str = "", parent: QWidget | None = None) -> None:
        """`trouble` says why the library used last is not open, if there is one."""
        super().__init__(parent)
        self.setProperty("part", "ground")
        title = QLabel(_("Welcome to the counter"))
        title.setProperty("part", "page")
        under = QLabel(_("This station has no library open yet. How would you like to begin?"))
        under.setProperty("part", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(48), theme.px(24), theme.px(48), theme.px(24))
        layout.setSpacing(theme.px(14))
        layout.addStretch(2)
        layout.addWidget(title)
        layout.addWidget(under)
        if trouble:
            layout.addWidget(_warning(theme, trouble))
        layout.addSpacing(theme.px(12))
        cards = QHBoxLayout()
        cards.setSpacing(theme.px(18))
        self.cards = [self._card(theme, number, *way) for number, way in enumerate(WAYS, start=1)]
        for card in self.cards:
            cards.addWidget(card, 1)
        layout.addLayout(cards)
        layout.addSpacing(theme.px(12))
        foot = QLabel(_("Press 1, 2 or 3. Everything stays on this computer; no network is used."))
        foot.setProperty("part", "quiet")
        layout.addWidget(foot)
        layout.addStretch(3)
        self.setFocusProxy(self.cards[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """1, 2, 3 are the cards; as key presses, not shortcuts, so that a scan's digits choose nothing."""
        places = {"1": 0, "2": 1, "3": 2}
        if event.text() in places:
            self.cards[places[event.text()]].click()
        else:
            super().keyPressEvent(event)

    def _card(self, theme: Theme, number: int, name: str, shape: str, what: str, outcome: str) -> QPushButton:
        card = QPushButton()
        card.setProperty("part", "choice")
        card.setProperty(TAKES_KEYS_AT_ONCE, True)
        card.setAccessibleName(_(what))
        card.setAccessibleDescription(_(outcome))
        card.clicked.connect(lambda: self.wanted.emit(name))
        mark = QLabel()
        mark.setPixmap(icons.pixmap(shape, theme.palette.accent, theme.px(56)))
        key = QLabel(str(number))
        key.setProperty("part", "name")
        head = QHBoxLayout()
        head.addWidget(mark)
        head.addStretch()
        head.addWidget(key, 0, Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(theme.px(22), theme.px(20), theme.px(22), theme.px(20))
        inside.addLayout(head)
        inside.addSpacing(theme.px(10))
        for words, part in ((what, "figure"), (outcome, "quiet")):
            label = QLabel(_(words))
            label.setProperty("part", part)
            label.setWordWrap(True)
            inside.addWidget(label)
        inside.addStretch()
        for child in card.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return card


def _warning(theme: Theme, trouble: str) -> QFrame:
    frame = QFrame()
    frame.setProperty("part", "warning")
    sentence = QLabel(trouble)
    sentence.setWordWrap(True)
    row = QHBoxLayout(frame)
    row.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10))
    row.addWidget(sentence)
    return frame

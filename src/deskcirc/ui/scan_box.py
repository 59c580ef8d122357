"""The line at the top that shows where a scan goes, with the marker that says whether one would land right now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast

from PySide6.QtCore import QElapsedTimer, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui import icons
from deskcirc.ui.outcome import Tone
from deskcirc.ui.theme import Theme

HEAD_MILLISECONDS: Final = 600
"""How long before the end of a scan its own head can have been struck: a slow gun's whole code takes no longer."""

_HIGH: Final = 56
_LOW: Final = 44
"""Pixels of the box, and of it in a window of next to no height."""
_UNDO: Final = QKeySequence.StandardKey.Undo


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a scan would land now, and the sentence that says so; for a no, what stands in the way."""

    ready: bool
    sentence: str


class ScanLine(QLineEdit):
    """A line edit no input method can reach: what one swallows of a scan never comes to Qt and can't be repaired.

    Answering `False` to ImEnabled is the one way that keeps every scan whole; attributes and hints change nothing.
    """

    def __init__(self, text: str = "", *, takes_scans: bool = False) -> None:
        """`takes_scans` for the one line of the counter, where a gun's stray keys belong to its scan."""
        super().__init__(text)
        self._since_typed = QElapsedTimer()
        if takes_scans:
            self.textEdited.connect(self._since_typed.start)

    def head_of_scan(self) -> str:
        """What was struck into the line a moment ago: the head of the scan that ends now, if there is any.

        On a busy machine the first keys of a gun can come apart so far that they pass for a person's; nobody types
        into this line and pulls the trigger within the same moment.
        """
        fresh = self._since_typed.isValid() and self._since_typed.elapsed() < HEAD_MILLISECONDS
        return self.text() if fresh else ""

    def inputMethodQuery(self, query: Qt.InputMethodQuery, *argument: Any) -> Any:  # noqa: N802  Qt's name
        """As QLineEdit, but no input method."""
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query, *argument)

    def event(self, event: QEvent) -> bool:
        """As QLineEdit, but Ctrl+Z is the counter's undo here, not the line's."""
        if event.type() == QEvent.Type.ShortcutOverride and cast("QKeyEvent", event).matches(_UNDO):
            return False
        return super().event(event)


class ScanBox(QFrame):
    """The scan line with its marker; `entered` carries a line a person typed and ended with Return."""

    entered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._readiness: Readiness | None = None
        self.setProperty("part", "scan")
        self.setFixedHeight(theme.px(_HIGH))
        self.line = ScanLine(takes_scans=True)
        self.line.setAccessibleName(_("Scan box"))
        self.line.setMaxLength(200)
        self.line.returnPressed.connect(self._enter)
        self._marker = QLabel()
        self._marker_icon = QLabel()
        mark = QLabel()
        mark.setPixmap(icons.pixmap("scan", theme.palette.accent, theme.px(30)))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(14), 0, theme.px(14), 0)
        layout.setSpacing(theme.px(12))
        layout.addWidget(mark)
        layout.addWidget(self.line, 1)
        layout.addWidget(self._marker_icon)
        layout.addWidget(self._marker)
        self.setFocusProxy(self.line)
        self.show_readiness(Readiness(ready=False, sentence=_("Opening the library …")))

    @property
    def readiness(self) -> Readiness | None:
        """What the marker says now."""
        return self._readiness

    def set_low(self, *, low: bool) -> None:
        """A window of next to no height leaves it the room of its letters."""
        self.setFixedHeight(self._theme.px(_LOW if low else _HIGH))

    def set_hint(self, hint: str) -> None:
        """The grey words that say what to scan in this tab."""
        self.line.setPlaceholderText(hint)

    def show_readiness(self, readiness: Readiness) -> None:
        """Change the marker: its words, its shape and the frame's colour."""
        if readiness == self._readiness:
            return
        self._readiness = readiness
        palette = self._theme.palette
        shape, colour = ("check", palette.accent) if readiness.ready else ("warning", self._theme.tone(Tone.LOOK).ink)
        self._marker_icon.setPixmap(icons.pixmap(shape, colour, self._theme.px(20)))
        self._marker.setText(readiness.sentence)
        self._marker.setProperty("part", "ready" if readiness.ready else "not-ready")
        self.setProperty("ready", "true" if readiness.ready else "false")
        for widget in (self, self._marker):
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def _enter(self) -> None:
        typed = self.line.text()
        self.line.clear()
        if typed.strip():
            self.entered.emit(typed)

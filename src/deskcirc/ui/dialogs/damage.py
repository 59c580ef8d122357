"""The question what is damaged: tiles to touch and a note that may be left out; the next scan answers it as well.

A lone Return is no answer while nothing is touched or written: at the counter it is the late end of a scan more often
than a person's yes, and a copy would go to repair unseen.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from deskcirc.domain.damage_commands import kinds_in, severity_in
from deskcirc.domain.repair import Severity
from deskcirc.text import gettext as _
from deskcirc.ui.damage_tiles import DamageTiles
from deskcirc.ui.dialogs.yes_and_no import yes_and_no
from deskcirc.ui.theme import Theme

_IN_A_ROW = 4


class DamageDialog(QDialog):
    """`answered` carries the codes touched ("seen") and the note; `touched` each code as it is touched."""

    answered = Signal(object)
    touched = Signal(str)

    def __init__(self, theme: Theme, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("What is damaged?"))
        self._seen: dict[str, None] = {}
        self.tiles = DamageTiles(theme, _IN_A_ROW)
        self.tiles.touched.connect(self._touch)
        self.note = QLineEdit()
        self.note.setPlaceholderText(_("Note (optional)"))
        self.note.setAccessibleName(_("Note about the damage"))
        heading = QLabel(sentence)
        heading.setProperty("part", "title")
        heading.setWordWrap(True)
        hint = QLabel(_("Touch what you see. The next scan sends the copy to repair as well; words can follow."))
        hint.setProperty("part", "quiet")
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 20)
        layout.setSpacing(12)
        for widget in (heading, self.tiles, self.note, hint):
            layout.addWidget(widget)
        self.yes, buttons = yes_and_no(self, _("To repair"))
        layout.addLayout(buttons)
        self.tiles.show_ticks((), Severity.MEDIUM)
        next(iter(self.tiles.kinds.values())).setFocus()

    def accept(self) -> None:
        """Answer with what was touched."""
        self.answered.emit({"seen": " ".join(self._seen), "note": self.note.text()})
        super().accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Return answers once something is touched or written; the button itself answers whenever it has the focus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._seen and not self.note.text().strip():
            event.accept()
            return
        super().keyPressEvent(event)

    def _touch(self, word: str) -> None:
        """A kind is ticked or let go; of the severities one holds."""
        if word in self._seen:
            del self._seen[word]
        else:
            for other in Severity if word in set(Severity) else ():
                self._seen.pop(other.value, None)
            self._seen[word] = None
        self.tiles.show_ticks(kinds_in(self._seen), severity_in(self._seen))
        self.touched.emit(word)

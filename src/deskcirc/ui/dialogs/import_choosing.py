"""The first page of an import: which file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from deskcirc import paths
from deskcirc.exchange import IMPORTERS
from deskcirc.text import gettext as _
from deskcirc.ui import icons
from deskcirc.ui.dialogs.file_choice import ask_file_to_open
from deskcirc.ui.tab_page import label
from deskcirc.ui.theme import Theme


class ChoosePage(QWidget):
    """Says what can be imported and asks for the file; `chosen` carries its Path."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = paths.documents_folder()
        picture = QLabel()
        picture.setPixmap(icons.pixmap("import", theme.palette.accent, theme.px(72)))
        self.button = QPushButton(_("Choose a file …"), default=True)
        self.button.setProperty("part", "main")
        self.button.clicked.connect(self.ask)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(12))
        layout.addStretch()
        lines = (
            picture,
            label("figure", _("Drop the file here, or choose it")),
            label("quiet", _("Stock lists, class rosters, or the records that came with the books:")),
            label("quiet", "\n".join(f"{_(kind.name)}  {' '.join(kind.suffixes)}" for kind in IMPORTERS)),
            self.button,
        )
        for widget in lines:
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        self.setFocusProxy(self.button)

    def ask(self) -> None:
        """Ask for a file, beginning in the folder of the last one."""
        suffixes = " ".join(f"*{suffix}" for suffix in dict.fromkeys(_suffixes()))
        filters = [
            _("Lists and records") + f" ({suffixes})",
            *(f"{_(kind.name)} ({' '.join(f'*{suffix}' for suffix in kind.suffixes)})" for kind in IMPORTERS),
            _("All files") + " (*)",
        ]
        ask_file_to_open(self.window(), _("Which file?"), self._folder, filters, self._take)

    def _take(self, file: Path) -> None:
        self._folder = file.parent
        self.chosen.emit(file)


def _suffixes() -> list[str]:
    return [suffix for kind in IMPORTERS for suffix in kind.suffixes]

"""The ways to a library: the first-start page, and the questions where a file is or shall be."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from deskcirc import paths
from deskcirc.text import gettext as _
from deskcirc.ui.open_counter import make_new, make_or_open_practice, open_existing

if TYPE_CHECKING:
    from deskcirc.ui.dialogs.pick import PickDialog
    from deskcirc.ui.first_start import FirstStart
    from deskcirc.ui.theme import Theme

SUFFIX: Final = ".deskcirc"


class Ways(QObject):
    """`chosen` carries the file, how it is opened or made, and whether lists are to be imported into it at once."""

    chosen = Signal(object, object, bool)

    def __init__(self, theme: Callable[[], Theme], parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.page: FirstStart | None = None
        self.dialog: PickDialog | None = None

    def offer(self, trouble: str = "") -> None:
        """Show the first-start page; `trouble` says why the library used last is not open."""
        from deskcirc.ui.first_start import FirstStart

        self.close()
        page = FirstStart(self._theme(), trouble)
        page.setWindowTitle(_("Library counter"))
        page.resize(1180, 660)
        page.wanted.connect(self._go)
        page.show()
        self.page = page

    def close(self) -> None:
        """Take the page off the screen."""
        if self.page is not None:
            self.page.close()
            self.page.deleteLater()
            self.page = None

    def choose_library(self, above: QWidget | None) -> None:
        """Ask for a library file and open it."""
        from deskcirc.ui.dialogs.file_choice import ask_file_to_open

        title, kinds = _("Open a library file"), [_("Libraries") + f" (*{SUFFIX})"]
        ask_file_to_open(
            above, title, paths.documents_folder(), kinds, lambda file: self.chosen.emit(file, open_existing, False)
        )

    def choose_new_library(self, above: QWidget | None) -> None:
        """Ask where a new library shall be kept and whose rules it begins with, make it, and ask for the lists."""
        from deskcirc.ui.dialogs.file_choice import ask_file_to_save

        title, kind = _("Where should the library file be kept?"), _("Libraries") + f" (*{SUFFIX})"
        proposed: Path = paths.documents_folder() / (_("Our library") + SUFFIX)
        ask_file_to_save(above, title, proposed, kind, lambda file: self.choose_preset(above, file))

    def choose_preset(self, above: QWidget | None, file: Path) -> None:
        """Ask which preset of rules the new library begins with; each rule can be changed later."""
        from deskcirc.ui.dialogs.pick import PickDialog
        from deskcirc.ui.outcome import Choice
        from deskcirc.ui.rule_names import PRESETS

        choices = [Choice(name, _(words), _(outcome)) for name, (words, outcome) in PRESETS.items()]
        dialog = PickDialog(self._theme(), _("Which rules shall the library begin with?"), choices, above)
        dialog.picked.connect(lambda name: self.chosen.emit(file, partial(make_new, preset=name), True))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        self.dialog = dialog  # a dialog above no window has no other owner

    def _go(self, way: str) -> None:
        if way == "open":
            self.choose_library(self.page)
        elif way == "new":
            self.choose_new_library(self.page)
        else:
            practice = paths.documents_folder() / (_("Practice library") + SUFFIX)
            self.chosen.emit(practice, make_or_open_practice, False)

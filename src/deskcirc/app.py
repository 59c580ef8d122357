"""The window's composition root: everything is made here and joined; nobody imports it but the command line.

Only Qt's three modules are imported before the first pixels; SQLAlchemy comes with the desk, on the worker's thread,
once the window has been painted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from deskcirc import paths, settings, text
from deskcirc.errors import DeskcircError
from deskcirc.text import gettext as _
from deskcirc.ui.crash import CrashReports
from deskcirc.ui.dress import dress
from deskcirc.ui.fonts import MISSING, chinese_can_be_shown
from deskcirc.ui.open_counter import OpenCounter, Opener, chosen_theme, open_existing
from deskcirc.ui.outcome import Message, Tone, number_in
from deskcirc.ui.station_settings import StationSettings
from deskcirc.ui.ways import Ways
from deskcirc.ui.wedge import prepare_input_methods

_SWITCH_SECONDS: Final = 0.001
"""How long a busy worker may keep the window's thread waiting; Python's own 5 ms add up while a file is imported."""


def run(library: Path | None = None) -> int:
    """Open the window, on `library`, else on the one open last, else on the first-start page; the exit status."""
    prepare_input_methods()
    sys.setswitchinterval(_SWITCH_SECONDS)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("deskcirc")
    program = Program(application, paths.settings_folder())
    try:
        program.start(library)
        return application.exec()
    finally:
        program.shut()


class Program(QObject):
    """What lives as long as the program: the station's settings, and the window open now."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        super().__init__(application)
        self._application = application
        self._settings = StationSettings(folder)
        self._translator = QTranslator(self)
        self._crashes = CrashReports(self)
        self._crashes.install()
        self.counter: OpenCounter | None = None
        self.ways = Ways(lambda: chosen_theme(self._settings.stored), self)
        self.ways.chosen.connect(self._open_chosen)
        self._dress()

    def start(self, library: Path | None) -> None:
        """Open this library, or the last one, or offer the ways to get one."""
        last = settings.LAST_LIBRARY.read(self._settings.stored)
        if library is not None:
            self.open(library)
        elif not last:
            self.ways.offer()
        elif os.path.exists(last):  # noqa: PTH110  pathlib's raises where a folder may not be entered
            self.open(Path(last))
        else:
            self.ways.offer(_("The library last opened is not there: {file}").format(file=last))

    def open(self, library: Path, tab: str = "checkout", opener: Opener = open_existing) -> None:
        """Open the counter on a library file, which `opener` opens or makes; the first page says why that can't be."""
        before = self.counter
        if before is not None:
            before.shut()
        opened = OpenCounter(self._application, library, self._settings.stored, tab, opener)
        opened.counter.crashed.connect(self._crashes.show_report)
        opened.counter.refused.connect(self._refuse)
        opened.counter.opened.connect(lambda: self._settings.remember_library(library))
        opened.counter.window_acted.connect(self._act)
        opened.window.help_wanted.connect(self._show_manual)
        corner = opened.window.header.corner
        corner.add_entry(_("Import lists …"), opened.ask_import)
        corner.add_entry(_("Print command barcodes"), opened.print_command_sheet)
        corner.add_entry(_("Open another library"), lambda: self.ways.choose_library(self._top()))
        corner.add_entry(_("Start a new library"), lambda: self.ways.choose_new_library(self._top()))
        corner.add_entry(_("Manual"), self._show_manual)
        opened.window.open_on_screen()
        self.counter = opened
        if before is not None:  # only now: the program ends with its last window
            before.close()
        self.ways.close()

    def _open_chosen(self, library: Path, opener: Opener, import_lists: bool) -> None:
        self.open(library, opener=opener)
        if import_lists and self.counter is not None:
            self.counter.counter.opened.connect(self.counter.ask_import)

    def shut(self) -> None:
        """Finish what was scanned and let go of the library and the scanner."""
        if self.counter is not None:
            self.counter.close()
            self.counter = None

    def change(self, name: str, typed: str) -> None:
        """Change one setting of this station and put it into effect at once."""
        why_not = self._settings.change(name, typed)
        if self.counter is None:
            return
        if why_not:
            self.counter.window.banner.show_message(Message(Tone.STOP, why_not))
            return
        self._dress()
        self.open(self.counter.library, "settings")

    def _dress(self) -> None:
        language = settings.LANGUAGE.read(self._settings.stored)
        if language.startswith("zh") and not chinese_can_be_shown():
            language = "en"
            QTimer.singleShot(0, self._say_font_is_missing)
        text.use_language(language)
        QLocale.setDefault(QLocale(language))
        self._application.removeTranslator(self._translator)
        self._translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        self._application.installTranslator(self._translator)
        dress(self._application, chosen_theme(self._settings.stored))

    def _say_font_is_missing(self) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, "deskcirc", MISSING, parent=self._top())
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _act(self, act: str, values: Mapping[str, str]) -> None:
        verb, _colon, name = act.partition(":")
        if verb == "operator" and self.counter is not None:
            self.counter.ask_operator()
        elif verb == "delivery" and self.counter is not None:
            self.counter.ask_delivery(number_in(act), values.get("number", ""))
        elif verb == "export" and self.counter is not None:
            self.counter.export_stock(values)
        elif verb == "work" and self.counter is not None:
            self.counter.do_work(values.get("work"))
        elif verb == "set":
            QTimer.singleShot(0, lambda: self.change(name, values["value"]))

    def _refuse(self, trouble: DeskcircError) -> None:
        self.ways.offer(text.in_a_row(trouble.sentence, trouble.remedy))
        self.shut()

    def _top(self) -> QWidget | None:
        return self.counter.window if self.counter is not None else self.ways.page

    def _show_manual(self) -> None:
        from deskcirc.ui.dialogs.manual import ManualDialog

        dialog = ManualDialog(self._top())
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

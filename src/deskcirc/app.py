"""The window's composition root: everything is made here and joined; nobody imports it but the command line.

Only Qt's three modules are imported before the first pixels; SQLAlchemy comes with the desk, on the worker's thread,
once the window has been painted.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QFileDialog

from deskcirc import paths, settings, text
from deskcirc.errors import DeskcircError
from deskcirc.text import gettext as _
from deskcirc.ui import theme
from deskcirc.ui.counter import Counter
from deskcirc.ui.crash import CrashReports
from deskcirc.ui.first_start import FirstStart
from deskcirc.ui.focus import ScanFocus
from deskcirc.ui.main_window import MainWindow
from deskcirc.ui.outcome import Input, Message, Tone
from deskcirc.ui.runner import Runner
from deskcirc.ui.scans import Scans
from deskcirc.ui.setting_edits import stored_text
from deskcirc.ui.sounds import Sounds
from deskcirc.ui.tab_kinds import tab_kinds
from deskcirc.ui.wedge import Wedge, prepare_input_methods, profile_of

if TYPE_CHECKING:
    from deskcirc.ui.station import Station

SUFFIX = ".deskcirc"


def run(library: Path | None = None) -> int:
    """Open the window, on `library`, else on the one open last, else on the first-start page; the exit status."""
    prepare_input_methods()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("deskcirc")
    program = Program(application, paths.settings_folder())
    program.start(library)
    status = application.exec()
    program.shut()
    return status


class Program(QObject):
    """What lives as long as the program: the station's settings, the way scans come in, the window open now."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        super().__init__(application)
        self._application = application
        self._folder = folder
        self._stored = settings.load_station_settings(folder)
        self._translator: QTranslator | None = None
        self._crashes = CrashReports(self)
        self._crashes.install()
        self.first_start: FirstStart | None = None
        self.counter: OpenCounter | None = None
        self._dress()

    def start(self, library: Path | None) -> None:
        """Open this library, or the last one, or offer the ways to get one."""
        last = settings.LAST_LIBRARY.read(self._stored)
        if library is None and last:
            library = Path(last)
            if not library.exists():
                self._offer_ways(_("The library opened last is not there: {file}").format(file=last))
                return
        if library is None:
            self._offer_ways()
        else:
            self.open(library)

    def open(self, library: Path, tab: str = "checkout") -> None:
        """Open the counter on a library file; where that can't be, the first page says why."""
        self.shut()
        self.counter = OpenCounter(self._application, library, dict(self._stored), tab)
        self.counter.counter.crashed.connect(self._crashes.show_report)
        self.counter.counter.refused.connect(self._refuse)
        self.counter.counter.opened.connect(self._remember)
        self.counter.counter.window_acted.connect(self._act)
        self.counter.window.help_wanted.connect(self._show_manual)
        self.counter.window.open_on_screen()
        self._close_first_start()

    def shut(self) -> None:
        """Finish what was scanned and let go of the library and the scanner."""
        if self.counter is not None:
            self.counter.shut()
            self.counter = None

    def change(self, name: str, typed: str) -> None:
        """Change one setting of this station and put it into effect at once."""
        setting = next(each for each in settings.STATION_SETTINGS if each.name == name)
        written = stored_text(setting, typed)
        if written is None:
            self._say(
                Tone.STOP, _("“{text}” is no value for “{setting}”.").format(text=typed, setting=_(setting.sentence))
            )
            return
        self._store({name: written})
        if self.counter is not None:
            library = self.counter.library
            self._dress()
            self.open(library, "settings")

    def _dress(self) -> None:
        language = settings.LANGUAGE.read(self._stored)
        text.use_language(language)
        QLocale.setDefault(QLocale(language))
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
        self._translator = QTranslator(self)
        self._translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        self._application.installTranslator(self._translator)
        theme.apply(self._application, chosen_theme(self._stored))

    def _act(self, act: str, values: object) -> None:
        name = act.removeprefix("set:")
        if name != act and isinstance(values, Mapping):
            QTimer.singleShot(0, lambda: self.change(name, str(values["value"])))

    def _refuse(self, trouble: DeskcircError) -> None:
        self.shut()
        self._offer_ways(f"{trouble.sentence} {trouble.remedy}".strip())

    def _remember(self) -> None:
        if self.counter is not None:
            self._store({settings.LAST_LIBRARY.name: settings.LAST_LIBRARY.write(str(self.counter.library.resolve()))})

    def _store(self, changed: Mapping[str, str]) -> None:
        self._stored = {**self._stored, **changed}
        try:
            settings.save_station_settings(self._folder, self._stored)
        except OSError as error:
            reason = _("The settings of this counter can't be saved ({reason}).").format(reason=error.strerror)
            self._say(Tone.STOP, reason)

    def _say(self, tone: Tone, headline: str) -> None:
        if self.counter is not None:
            self.counter.window.banner.show_message(Message(tone, headline))

    def _offer_ways(self, trouble: str = "") -> None:
        self._close_first_start()
        page = FirstStart(chosen_theme(self._stored), trouble)
        page.setWindowTitle(_("Library counter"))
        page.resize(1180, 660)
        page.wanted.connect(self._go)
        page.show()
        self.first_start = page

    def _close_first_start(self) -> None:
        if self.first_start is not None:
            self.first_start.close()
            self.first_start.deleteLater()
            self.first_start = None

    def _go(self, way: str) -> None:
        kind = _("Libraries") + f" (*{SUFFIX})"
        folder = str(paths.documents_folder())
        if way == "open":
            chosen, _kind = QFileDialog.getOpenFileName(self.first_start, _("Open a library file"), folder, kind)
            if chosen:
                self.open(Path(chosen))

    def _show_manual(self) -> None:
        from deskcirc.ui.dialogs.manual import ManualDialog

        if self.counter is not None:
            dialog = ManualDialog(self.counter.window)
            dialog.finished.connect(dialog.deleteLater)
            dialog.show()


class OpenCounter:
    """One library open in one window, with its worker and its scanners."""

    def __init__(self, application: QApplication, library: Path, stored: Mapping[str, str], tab: str) -> None:
        self.library = library
        look = chosen_theme(stored)
        self.window = MainWindow(look, tab_kinds(lambda: stored))
        self.wedge = Wedge(profile_of(settings.WEDGE_GAP.read(stored)))
        self.scans = Scans(self.wedge)
        sounds = Sounds(self.window, silent=not settings.SOUND.read(stored))
        first = Input(_now(), act=f"tab:{tab}")
        self.runner = Runner(lambda: _open_station(library, stored), first)
        self.counter = Counter(look, self.window, self.runner, self.scans, sounds, _now)
        self.focus = ScanFocus(application, self.window.scan_box, self.window)
        self.counter.watch_focus(self.focus)
        self.wedge.typed.connect(self.focus.touch)
        self.scans.sign.connect(self.window.header.corner.show_scanner)
        self.scans.connected.connect(self.focus.set_serial)
        self.window.foot.show_library(library.name, str(library))
        self.window.banner.show_message(Message(Tone.READY, _("Opening the library …"), (library.name,)))
        self.window.painted.connect(self.runner.start)
        self.window.painted.connect(self._listen)
        self.window.closing.connect(self.shut)
        self._application = application
        self._stored = stored
        self._is_shut = False

    def shut(self) -> None:
        """Finish what was scanned, close the library, let go of the scanner and the window."""
        if not self._is_shut:
            self._is_shut = True
            self.scans.stop()
            self.wedge.remove()
            self.runner.stop()
            self.window.close()
            self.window.deleteLater()

    def _listen(self) -> None:
        self.wedge.install(self._application)
        self.scans.use_port(settings.SERIAL_PORT.read(self._stored), settings.SERIAL_BAUD.read(self._stored))


def chosen_theme(stored: Mapping[str, str]) -> theme.Theme:
    """The look this station is set to."""
    return theme.chosen(settings.THEME.read(stored), settings.TEXT_SIZE.read(stored))


def _open_station(library: Path, stored: Mapping[str, str]) -> Station:
    """Open the library and put a station on it; runs on the worker."""
    from deskcirc.domain.scanning import CodeShape
    from deskcirc.store.database import open_library
    from deskcirc.ui.station import Station

    shape = CodeShape(settings.SCAN_PREFIX.read(stored), settings.SCAN_SUFFIX.read(stored))
    return Station(open_library(library), settings.STATION_NAME.read(stored) or _("Counter"), shape)


def _now() -> datetime:
    return datetime.now(UTC)

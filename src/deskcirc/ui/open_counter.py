"""One library open in one window: its worker, its scanners, its sounds, joined."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtWidgets import QApplication

from deskcirc import settings
from deskcirc.text import gettext as _
from deskcirc.ui import garbage, theme
from deskcirc.ui.counter import Counter
from deskcirc.ui.dialogs.file_drop import FileDrop
from deskcirc.ui.focus import ScanFocus
from deskcirc.ui.long_act import LongAct
from deskcirc.ui.main_window import MainWindow
from deskcirc.ui.outcome import Input, Message, Tone
from deskcirc.ui.readings import Readings
from deskcirc.ui.runner import Runner
from deskcirc.ui.scans import Scans
from deskcirc.ui.sounds import Sounds
from deskcirc.ui.tab_kinds import tab_kinds
from deskcirc.ui.wedge import Wedge, profile_of

if TYPE_CHECKING:
    from deskcirc.desk.desk import Beside, Desk
    from deskcirc.desk.reading import OnProgress
    from deskcirc.domain.operators import Operator
    from deskcirc.store.database import Library
    from deskcirc.ui.dialogs.import_dialog import ImportDialog, Instead
    from deskcirc.ui.station import Station

Opener: TypeAlias = "Callable[[Path], Library]"


class OpenCounter:
    """One library open in one window, with its worker and its scanners."""

    def __init__(
        self, application: QApplication, library: Path, stored: Mapping[str, str], tab: str, opener: Opener
    ) -> None:
        self.library = library
        look = chosen_theme(stored)
        self.window = MainWindow(look, tab_kinds(lambda: stored, tab))
        self.wedge = Wedge(profile_of(settings.WEDGE_GAP.read(stored)))
        self.scans = Scans(self.wedge)
        self._sounds = Sounds(silent=not settings.SOUND.read(stored))
        first = Input(_now(), act=f"tab:{tab}")
        self.long_act = LongAct(self.window)
        self.runner = Runner(lambda: self._open(opener), first, begin=self.long_act.begin)
        self.readings = Readings(lambda act: self.runner.submit(Input(_now(), act=act)))
        self.counter = Counter(look, self.window, self.runner, self.scans, self._sounds, _now)
        self.focus = ScanFocus(application, self.window.scan_box, self.window)
        self.counter.watch_focus(self.focus)
        self.wedge.typed.connect(self.focus.touch)
        self.scans.sign.connect(self.window.header.corner.show_scanner)
        self.scans.connected.connect(self.focus.set_serial)
        self.window.foot.show_library(library.name, str(library))
        self.window.banner.show_message(
            Message(Tone.READY, _("Opening the library …"), _while_opening(library, opener))
        )
        self.window.painted.connect(self.runner.start)
        self.window.painted.connect(self._listen)
        self.window.closing.connect(self.shut)
        self.counter.opened.connect(self._rehearse)
        FileDrop(self.window).dropped.connect(self.import_file)
        self.runner.shown.connect(self.long_act.end)
        self.runner.failed.connect(self.long_act.end)
        self.runner.crashed.connect(self.long_act.end)
        self._application = application
        self._stored = stored
        self._station: Station | None = None
        self._is_shut = False

    def shut(self) -> None:
        """Finish what was scanned, close the library, let go of the scanner."""
        if not self._is_shut:
            self._is_shut = True
            self.scans.stop()
            self.wedge.remove()
            self.readings.stop()
            self.runner.stop()
            self._sounds.close()

    def close(self) -> None:
        """The same, and take the window off the screen."""
        self.shut()
        self.window.close()
        self.window.deleteLater()

    def ask_operator(self) -> None:
        """Ask who takes over the counter; the names are read on the worker."""
        job = self.runner.run_job(lambda _progress: _operators(self._station))
        job.finished.connect(self._show_operators)

    def print_command_sheet(self) -> None:
        """Show the sheet of command barcodes with the operators' cards, which are read on the worker."""
        job = self.runner.run_job(lambda _progress: _operator_cards(self._station))
        job.finished.connect(lambda cards: _show_command_sheet(self.window, cards))

    def do_work(self, work: object) -> None:
        """Do a long work of a page on the worker, with its progress shown."""
        from deskcirc.ui.desk_work import DeskWork, begin_work

        if isinstance(work, DeskWork):
            desk, then = lambda: _desk_of(self._station), lambda act: self.counter.act(act, {})
            begin_work(work, self.runner.run_job, desk, then, self.window).crashed.connect(self.counter.crashed)

    def ask_import(self) -> None:
        """Ask which file to import."""
        self._show_import()

    def import_file(self, file: Path) -> None:
        """Show what is in a file and offer to import it."""
        self._show_import().open_file(file)

    def ask_delivery(self, batch_id: int, number: str) -> None:
        """Ask for the dealer's list of a batch and load it."""
        from deskcirc.ui.delivery_files import ONE_EACH, into_batch
        from deskcirc.ui.dialogs.import_dialog import Instead

        title = _("The dealer's list of batch {number}").format(number=number)
        self._show_import(Instead(title, _("Load the list"), into_batch(batch_id), ONE_EACH)).choose.ask()

    def _show_import(self, instead: Instead | None = None) -> ImportDialog:
        from deskcirc.ui.dialogs.import_dialog import ImportDialog

        look, desk = chosen_theme(self._stored), lambda: _desk_of(self._station)
        dialog = ImportDialog(look, self.runner.run_job, desk, self.window, instead)
        dialog.imported.connect(lambda: self.counter.act("refresh", {}))
        dialog.crashed.connect(self.counter.crashed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def export_stock(self, values: Mapping[str, str]) -> None:
        """Write the stock into the file that was named, while the counter goes on."""
        from deskcirc.ui.dialogs.export_dialog import ExportWork

        work = ExportWork(self.runner.run_job, lambda: _desk_of(self._station), self.window)
        work.crashed.connect(self.counter.crashed)
        work.begin(values)

    def _show_operators(self, operators: Sequence[Operator]) -> None:
        from deskcirc.ui.dialogs.question import Field, QuestionDialog

        names = {operator.name: operator.id for operator in operators}
        fields = (
            Field("name", _("Name"), "choice", choices=tuple(names)),
            Field("pin", _("PIN"), "pin", required=False),
        )
        dialog = QuestionDialog(_("Who is at the counter?"), [], fields, _("Take over"), self.window)
        dialog.answered.connect(lambda values: self.counter.act(f"operator:{names[values['name']]}", values))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _open(self, opener: Opener) -> Station:
        self._station = _station(opener(self.library), self._stored, self.long_act.tell, self.readings.begin)
        return self._station

    def _rehearse(self) -> None:
        """Warm the counter up behind the first picture; a scan that comes meanwhile waits for it a few hundredths."""
        job = self.runner.run_job(lambda _progress: _rehearse(self._station))
        job.ended.connect(garbage.keep_what_is_there)

    def _listen(self) -> None:
        self.wedge.install(self._application)
        self.scans.use_port(settings.SERIAL_PORT.read(self._stored), settings.SERIAL_BAUD.read(self._stored))


def _while_opening(library: Path, opener: Opener) -> tuple[str, ...]:
    if opener is make_or_open_practice and not library.exists():
        return (library.name, _("A term of loans is being made up; this takes some seconds."))
    return (library.name,)


def chosen_theme(stored: Mapping[str, str]) -> theme.Theme:
    """The look this station is set to."""
    return theme.chosen(settings.THEME.read(stored), settings.TEXT_SIZE.read(stored))


def _station(library: Library, stored: Mapping[str, str], progress: OnProgress, beside: Beside) -> Station:
    """Put a station on an open library; runs on the worker."""
    from deskcirc.domain.scanning import CodeShape
    from deskcirc.ui.station import Station, Ways

    shape = CodeShape(settings.SCAN_PREFIX.read(stored), settings.SCAN_SUFFIX.read(stored))
    return Station(library, settings.STATION_NAME.read(stored) or _("Counter"), shape, Ways(progress, beside))


def _rehearse(station: Station | None) -> None:
    """Go once through a counter's work; runs on the worker."""
    from deskcirc.ui.rehearsal import rehearse

    if station is not None:
        rehearse(station.library, _now())


def _desk_of(station: Station | None) -> Desk:
    """The desk of this moment; runs on the worker, which has no work to do before the station is there."""
    from deskcirc.desk.desk import Desk

    if station is None:
        raise RuntimeError("no library is open")
    return Desk(station.library, station.operator, station.name, _now())


def _show_command_sheet(window: MainWindow, cards: Sequence[tuple[str, str]]) -> None:
    from deskcirc.labels.command_sheet import OperatorCard
    from deskcirc.ui.printing import print_command_sheet

    print_command_sheet(window, [OperatorCard(name, code) for name, code in cards])


def _operators(station: Station | None) -> Sequence[Operator]:
    """Everybody who may work here; runs on the worker."""
    from deskcirc.desk.access import operators_of

    return () if station is None else operators_of(_desk_of(station))


def _operator_cards(station: Station | None) -> Sequence[tuple[str, str]]:
    """Who has a card at the counter, and its code; runs on the worker."""
    from deskcirc.store.lookups.operators import cards_of_operators

    with _desk_of(station).library.reading() as connection:
        return cards_of_operators(connection)


def open_existing(file: Path) -> Library:
    """Open a library file; runs on the worker."""
    from deskcirc.store.database import open_library

    return open_library(file)


def make_new(file: Path, preset: str = "primary") -> Library:
    """Make an empty library named like its file, with the rules of a preset; runs on the worker."""
    from deskcirc.desk.set_up import make_library
    from deskcirc.ui.rule_files import preset_book

    return make_library(file, file.stem, _now(), preset_book(preset))


def make_or_open_practice(file: Path) -> Library:
    """Open the practice library, or make it where there is none yet; runs on the worker."""
    if file.exists():
        return open_existing(file)
    from deskcirc.ui.practising import make_practice

    return make_practice(file, _now())


def _now() -> datetime:
    return datetime.now(UTC)

"""The counter at work: what comes from scanners, keys and buttons goes to the desk, what comes back is painted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from deskcirc.errors import DeskcircError
from deskcirc.text import gettext as _
from deskcirc.ui import garbage
from deskcirc.ui.focus import ScanFocus
from deskcirc.ui.main_window import MainWindow
from deskcirc.ui.outcome import Input, Message, Offer, Tone
from deskcirc.ui.questions import Questions
from deskcirc.ui.runner import Runner
from deskcirc.ui.scans import Scans
from deskcirc.ui.sounds import Sounds
from deskcirc.ui.theme import Theme

if TYPE_CHECKING:
    from deskcirc.labels.cards import Printable
    from deskcirc.ui.station import Shown


_REFRESH: Final = "refresh"
_TABS_OF_TURNS: Final = frozenset({"checkout", "returns"})
_QUIET: Final = frozenset({_REFRESH, "rows", "damage_tick", "weigh", "look"})
"""Acts that nobody meant to hear of: what is shown is read again, or more of it."""


class Counter(QObject):
    """Joins one window to one desk worker. `clock` gives the instant of an input, UTC.

    Acts whose name begins with "window:" are the window's own and leave by `window_acted`.
    """

    opened = Signal()
    refused = Signal(object)
    crashed = Signal(str)
    window_acted = Signal(str, object)

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        runner: Runner,
        scans: Scans,
        sounds: Sounds,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._runner = runner
        self._sounds = sounds
        self._clock = clock
        self.questions = Questions(theme, window)
        self._paper: Printable | None = None
        self._numbered: Mapping[str, str] = {}  # barcodes of what stands on the banner, by the number on its button
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self._leave_idle_patron)
        scans.line.connect(self._hear)
        scans.told.connect(self._tell)
        window.entered.connect(self._enter)
        window.acted.connect(self.act)
        window.banner.acted.connect(lambda act: self.act(act, {}))
        self.questions.acted.connect(self.act)
        runner.opened.connect(self._open)
        runner.refused.connect(self.refused)
        runner.shown.connect(self._show_answer)
        runner.failed.connect(self._tell_trouble)
        runner.crashed.connect(self._tell_bug)

    def watch_focus(self, focus: ScanFocus) -> None:
        """Let the scan box say whether a scan would land."""
        focus.changed.connect(self._window.scan_box.show_readiness)
        self.opened.connect(lambda: focus.set_open(True))

    def _hear(self, line: str) -> None:
        """A scanner's line ends what was begun in the scan box: left there, it would begin the next typed code."""
        self._window.scan_box.line.clear()
        self.scan(line)

    def _enter(self, line: str) -> None:
        """A typed line. The number of what is offered takes that: "type 1" never means the copy of number 1."""
        self.scan(self._numbered.get(line.strip(), line))

    def scan(self, line: str) -> None:
        """A whole line, from a scanner or typed."""
        self._runner.submit(Input(self._clock(), scan=line))

    def act(self, name: str, values: object) -> None:
        """An act asked for by a key, a button or a dialog, with the values it needs."""
        given = values if isinstance(values, Mapping) else {}
        if name.startswith("window:"):
            self.window_acted.emit(name.removeprefix("window:"), given)
            return
        self._runner.submit(Input(self._clock(), act=name, values=given))

    def _show_answer(self, given: Input, shown: Shown) -> None:
        self._show(shown, quiet=given.act.partition(":")[0].rpartition(".")[2] in _QUIET)

    def _show(self, shown: Shown, *, quiet: bool) -> None:
        """Paint what an input came to; the banner first, for it is what people look at."""
        window = self._window
        self._numbered = {offer.number: offer.barcode for offer in shown.state.offers if offer.number}
        if not quiet or shown.message != window.banner.message:
            offers = (*shown.state.offers, *([_confirm_clock()] if shown.clock_is_wrong else []))
            window.banner.show_message(shown.message, offers)
            self._sounds.play(shown.message.tone, shown.message.shape)
        window.show_tab(shown.tab).show_state(shown.state)
        self.questions.show_subject(shown.state.ask, shown.state.choices, shown.message.headline)
        self._show_surroundings(shown)
        self._show_paper(shown.state.paper)
        if not quiet:
            self._idle.start(shown.idle_seconds * 1000 + 500)

    def _show_surroundings(self, shown: Shown) -> None:
        window, today = self._window, shown.today
        window.header.corner.show_operator(shown.operator.name)
        words = _("Today: {lent} lent, {returned} returned")
        figures = words.format(lent=today.lent, returned=today.returned)
        window.foot.show_today(figures, shown.hours)
        window.turn_strip.show_schedule(shown.schedule if shown.tab in _TABS_OF_TURNS else None)
        if shown.library_name:
            window.setWindowTitle(shown.library_name)

    def _show_paper(self, paper: Printable | None) -> None:
        """Open the print preview or the choice of a sheet, once, for what the last input wants printed."""
        if paper is not None and paper is not self._paper:
            from deskcirc.ui.order_printing import print_wanted

            print_wanted(self._window, paper, self.act)
        self._paper = paper

    def _open(self, shown: Shown) -> None:
        self.opened.emit()
        self._show(shown, quiet=False)

    def _leave_idle_patron(self) -> None:
        """Nobody scanned for a while: let the desk look whether the patron has gone."""
        self.act(_REFRESH, {})
        garbage.collect_now()

    def _tell(self, message: Message) -> None:
        self._numbered = {}
        self._window.banner.show_message(message)
        self._sounds.play(message.tone, message.shape)

    def _tell_trouble(self, trouble: DeskcircError) -> None:
        details = (trouble.remedy,) if trouble.remedy else ()
        self._tell(Message(Tone.STOP, trouble.sentence, details))

    def _tell_bug(self, trace: str) -> None:
        self._tell(Message(Tone.STOP, _("That was not done"), (_("The program made a mistake; nothing was saved."),)))
        self.crashed.emit(trace)


def _confirm_clock() -> Offer:
    return Offer("confirm_clock", _("The clock is right"))

"""A scanner on a serial port, read by a thread of its own that opens the port again by itself when the cable is back.

Half a line at the moment the cable goes is dropped and told in the state: joined to the next scan it would be a code
that nobody scanned. Both callables are called on the reader's thread; hand their values over to your own without
waiting. A failure in them is a bug: it goes to `threading.excepthook`, and the scanner goes on.
"""

from __future__ import annotations

import errno
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

import serial

from deskcirc.devices.lines import LONGEST_LINE, LineAssembler
from deskcirc.text import gettext as _

_TROUBLE: tuple[type[Exception], ...]
try:
    import termios
except ImportError:  # Windows
    _TROUBLE = (OSError,)
else:
    _TROUBLE = (OSError, termios.error)  # the second, which is no OSError, when a port goes while it is being set

_log = logging.getLogger(__name__)
T = TypeVar("T")

FIRST_PAUSE: Final = 0.2  # seconds between two tries to open the port, doubled up to the longest
LONGEST_PAUSE: Final = 0.5  # so that a scanner works within a second after its cable is back
_LOOK_UP: Final = 0.1  # seconds a read waits; on Windows only the next read notices a lost port
_TAKEN: Final = {errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK}
_FORBIDDEN: Final = {errno.EACCES, errno.EPERM}


class Phase(StrEnum):
    """Where a serial scanner stands."""

    CLOSED = "closed"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    LOST = "lost"  # not there now, or never was; it is tried again and again


@dataclass(frozen=True, slots=True)
class ScannerState:
    """What to show about the scanner. `reason` and `remedy` are sentences in the language of the screen, or "".

    `dropped` is the half line that was thrown away when the cable went, "" if there was none.
    """

    phase: Phase
    port: str
    reason: str = ""
    remedy: str = ""
    dropped: str = ""


@dataclass(frozen=True, slots=True)
class SerialSettings:
    """How the port is set; 9600 8N1 is what guns come with. USB ports ignore these.

    `idle_ms`: how long a gun that sends no end must be silent for its line to be whole; None for guns that send one.
    `longest`: bytes of a line, the rest is cut off.
    """

    baud: int = 9600
    data_bits: int = serial.EIGHTBITS
    parity: str = serial.PARITY_NONE
    stop_bits: float = serial.STOPBITS_ONE
    software_flow: bool = False
    hardware_flow: bool = False
    idle_ms: int | None = None
    longest: int = LONGEST_LINE


class SerialScanner:
    """One scanner on one port. `on_line` gets each whole line, not normalised; `on_state` each change of state."""

    def __init__(
        self,
        port: str,
        settings: SerialSettings,
        on_line: Callable[[str], None],
        on_state: Callable[[ScannerState], None],
    ) -> None:
        self.port = port
        self.settings = settings
        self._on_line = on_line
        self._on_state = on_state
        self._state = ScannerState(Phase.CLOSED, port)
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> ScannerState:
        """The state now; any thread may ask."""
        return self._state

    def start(self) -> None:
        """Begin to open and read the port; returns at once. Does nothing when it runs already."""
        if self._thread is None:
            self._stopping = threading.Event()
            self._thread = threading.Thread(
                target=self._run, args=(self._stopping,), name=f"scanner {self.port}", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """Close the port and end the thread; afterwards no callable is called any more. It may be started again.

        Called from one of the callables it cannot wait for its own thread: the present line is then the last.
        """
        thread, self._thread = self._thread, None
        self._stopping.set()
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _run(self, stopping: threading.Event) -> None:
        pause = FIRST_PAUSE
        self._tell(ScannerState(Phase.CONNECTING, self.port))
        try:
            while not stopping.is_set():
                pause = self._serve(stopping, pause)
        finally:
            self._tell(ScannerState(Phase.CLOSED, self.port))

    def _serve(self, stopping: threading.Event, pause: float) -> float:
        """Open and read the port until it is lost, then wait `pause` seconds; returns the next pause."""
        assembler = LineAssembler(self.settings.idle_ms, self.settings.longest)
        try:
            with self._opened() as port:
                pause = FIRST_PAUSE
                self._tell(ScannerState(Phase.CONNECTED, self.port))
                self._read(port, assembler, stopping)
        except _TROUBLE as trouble:
            self._tell(_lost(self.port, trouble, assembler.drop()))
            stopping.wait(pause)
        return min(pause * 2, LONGEST_PAUSE)

    def _opened(self) -> serial.Serial:
        return serial.Serial(
            self.port,
            baudrate=self.settings.baud,
            bytesize=self.settings.data_bits,
            parity=self.settings.parity,
            stopbits=self.settings.stop_bits,
            xonxoff=self.settings.software_flow,
            rtscts=self.settings.hardware_flow,
            timeout=_LOOK_UP if self.settings.idle_ms is None else min(_LOOK_UP, self.settings.idle_ms / 1000),
            exclusive=True if os.name == "posix" else None,
        )

    def _read(self, port: serial.Serial, assembler: LineAssembler, stopping: threading.Event) -> None:
        while not stopping.is_set():
            data = port.read(port.in_waiting or 1)
            now = time.monotonic_ns() // 1_000_000
            for line in assembler.feed(data, now) if data else assembler.flush(now):
                if not stopping.is_set():
                    _call(self._on_line, line.text)

    def _tell(self, state: ScannerState) -> None:
        """Pass a change of state on; the same trouble is told and logged once, not at every try."""
        if (self._state.phase, self._state.reason) == (state.phase, state.reason):
            return
        self._state = state
        if state.phase is Phase.LOST:
            _log.warning("scanner on %s lost: %s dropped=%r", state.port, state.reason, state.dropped)
        else:
            _log.info("scanner on %s %s", state.port, state.phase)
        _call(self._on_state, state)


def _call(told: Callable[[T], None], value: T) -> None:
    try:
        told(value)
    except Exception as bug:
        threading.excepthook(threading.ExceptHookArgs([type(bug), bug, bug.__traceback__, threading.current_thread()]))


def _lost(port: str, trouble: Exception, dropped: str) -> ScannerState:
    """The state after `trouble`, with the sentence for it."""
    number = _error_number(trouble)
    if number in _TAKEN:
        reason, remedy = _("Another program is using the scanner on {port}."), _("Close the other program.")
    elif number in _FORBIDDEN:
        reason = _("This account may not open the scanner on {port}.")
        remedy = _("Ask whoever looks after this computer for the right to use serial ports (group dialout).")
    else:
        reason, remedy = _("No scanner answers on {port}."), _("Plug the cable in; the scanner reconnects by itself.")
    return ScannerState(Phase.LOST, port, reason.format(port=port), remedy, dropped)


def _error_number(trouble: Exception) -> int | None:
    """The system's error number; on Windows pyserial has it only in its text, and there it means a port in use."""
    if os.name == "nt":
        return errno.EBUSY if "PermissionError" in str(trouble) else None
    return trouble.errno if isinstance(trouble, OSError) else None

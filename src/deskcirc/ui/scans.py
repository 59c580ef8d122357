"""Every scanner's lines in one stream, in the order they came, and what is to be said of the scanners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from deskcirc.text import gettext as _
from deskcirc.ui.corner import ScannerHealth, ScannerSign
from deskcirc.ui.outcome import Message, Tone
from deskcirc.ui.wedge import Wedge

if TYPE_CHECKING:
    from deskcirc.devices.serial_scanner import ScannerState, SerialScanner


class Scans(QObject):
    """`line` carries each scan; `sign` how the scanner is doing (ScannerSign), `connected`
    whether one is on its cable; `told` a Message when that is news."""

    line = Signal(str)
    sign = Signal(object)
    told = Signal(object)
    connected = Signal(bool)
    _serial_line = Signal(str)
    _serial_state = Signal(object)

    def __init__(self, wedge: Wedge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._serial: SerialScanner | None = None
        self._was_lost = False
        wedge.scanned.connect(self.line)
        wedge.alt_mode_seen.connect(self._tell_of_alt_mode)
        self._serial_line.connect(self.line, Qt.ConnectionType.QueuedConnection)
        self._serial_state.connect(self._show_state, Qt.ConnectionType.QueuedConnection)

    def use_port(self, port: str, baud: int) -> None:
        """Read the serial scanner on `port` from now on; with no port only scanners that type are heard."""
        self.stop()
        if not port:
            self.sign.emit(ScannerSign(ScannerHealth.KEYBOARD, _("Keyboard scanner")))
            return
        from deskcirc.devices.serial_scanner import SerialScanner, SerialSettings

        settings = SerialSettings(baud=baud)
        self._serial = SerialScanner(port, settings, self._serial_line.emit, self._serial_state.emit)
        self._serial.start()

    def stop(self) -> None:
        """Let go of the port."""
        if self._serial is not None:
            self._serial.stop()
            self._serial = None
        self._was_lost = False

    @Slot(object)
    def _show_state(self, state: ScannerState) -> None:
        if self._serial is None or state.port != self._serial.port:
            return
        sign = sign_of(state)
        self.sign.emit(sign)
        self.connected.emit(sign.health is ScannerHealth.CONNECTED)
        if sign.health is ScannerHealth.GONE:
            self._was_lost = True
            self.told.emit(Message(Tone.DEVICE, state.reason, lost_details(state)))
        elif sign.health is ScannerHealth.CONNECTED and self._was_lost:
            self._was_lost = False
            self.told.emit(Message(Tone.READY, _("The scanner is back"), (sign.sentence,)))

    def _tell_of_alt_mode(self) -> None:
        remedy = _("Scan the code “keyboard: standard” in the scanner's manual, then scan again.")
        self.told.emit(Message(Tone.DEVICE, _("The scanner types in a way that can't be read"), (remedy,)))


def sign_of(state: ScannerState) -> ScannerSign:
    """What the corner shows for a serial scanner's state."""
    from deskcirc.devices.serial_scanner import Phase

    if state.phase is Phase.CONNECTED:
        return ScannerSign(ScannerHealth.CONNECTED, _("Scanner on {port}").format(port=state.port))
    if state.phase is Phase.LOST:
        return ScannerSign(ScannerHealth.GONE, _("No scanner on {port}").format(port=state.port), state.reason)
    return ScannerSign(ScannerHealth.CONNECTING, _("Looking for {port} …").format(port=state.port))


def lost_details(state: ScannerState) -> tuple[str, ...]:
    """What to do about a lost scanner, and the half scan that was thrown away, if there was one."""
    dropped = _("Half a scan was lost ({part}); scan that one again.").format(part=state.dropped)
    return (state.remedy, dropped) if state.dropped else (state.remedy,)

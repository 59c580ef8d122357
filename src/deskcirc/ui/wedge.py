"""Catches keyboard-wedge scans at the window, whatever widget has the focus, dialogs included.

Keys come to a QWindow before they come to a widget, and only the window with the keyboard gets any: so the filter
sits on that one window and follows `focusWindowChanged`. A filter on the application would run Python for every
paint and mouse event of the program.

`devices.keystrokes` decides by timing what is a scan; its docstring is the contract this module keeps.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from deskcirc.devices.keystrokes import (
    AltModeSeen,
    Event,
    KeyKind,
    KeyPress,
    KeystrokeFramer,
    Replay,
    Scanned,
    ScannerProfile,
)
from deskcirc.ui.scan_box import ScanLine

_MODIFIERS: Final = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_ScrollLock,
    }
)
_ENDS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})

TAKES_KEYS_AT_ONCE: Final = "takesKeysAtOnce"
"""Dynamic property of a widget in which a person's single keys must not wait for a slow gun (numbered lists)."""


MACHINE_IDS: Final = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def prepare_input_methods(machine_ids: Sequence[Path] = MACHINE_IDS) -> None:
    """Let Chinese be typed on desktops with fcitx, whose plugin the Qt wheel lacks; call it before QApplication.

    fcitx 5 answers Qt's own ibus plugin, and QT_IM_MODULES, which goes before the desktop's QT_IM_MODULE, falls
    through to it (measured). On a system without a machine id (a container, a bare chroot) that plugin ends the whole
    process, for libdbus aborts where it cannot find the id (seen on a bare Debian 12); no input method runs there.
    """
    if not sys.platform.startswith("linux"):
        return
    if any(_holds_an_id(file) for file in machine_ids):
        os.environ.setdefault("QT_IM_MODULES", "fcitx;ibus")
        return
    os.environ["QT_IM_MODULES"] = "compose"
    os.environ["DBUS_FATAL_WARNINGS"] = "0"
    os.environ.setdefault("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")


def _holds_an_id(file: Path) -> bool:
    try:
        return bool(file.read_bytes().strip())
    except OSError:
        return False


class Wedge(QObject):
    """The filter. `scanned` carries each whole line in order; `alt_mode_seen` comes for a gun that spells
    with Alt and digits, `typed` for keys a person struck."""

    scanned = Signal(str)
    alt_mode_seen = Signal()
    typed = Signal()

    def __init__(self, profile: ScannerProfile | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._framer = KeystrokeFramer(profile)
        self._application: QGuiApplication | None = None
        self._window: QWindow | None = None
        self._replaying = False
        self._held: set[int] = set()
        self._due: int | None = None
        self._silence = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._silence.timeout.connect(self._let_keys_through)
        self._decide = QTimer(self, singleShot=True, interval=0)
        self._decide.timeout.connect(self._expire)

    def install(self, application: QGuiApplication) -> None:
        """Begin: follow the window that has the keyboard."""
        self._application = application
        application.focusWindowChanged.connect(self._follow)
        self._follow(application.focusWindow())

    def remove(self) -> None:
        """End: give held keys back and look at no key any more."""
        if self._application is not None:
            self._application.focusWindowChanged.disconnect(self._follow)
            self._application = None
        self._do(self._framer.release())
        self._leave()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Swallow what belongs to a scan; let everything else pass, in its order."""
        kind = event.type()
        if self._replaying:
            return False
        if kind == QEvent.Type.KeyPress:
            return self._press(cast("QKeyEvent", event))
        if kind == QEvent.Type.KeyRelease:
            return self._release(cast("QKeyEvent", event))
        if kind == QEvent.Type.ShortcutOverride:
            return self._override(cast("QKeyEvent", event))
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin):
            self._do(self._framer.release())
        return False

    def _follow(self, window: QWindow | None) -> None:
        """Listen at the window that has the keyboard now; at the last one, while none of ours has it.

        Keys held are kept: a scan may begin in one window and end in another, when a dialog opens or closes
        under it.
        """
        if window is None or window is self._window:
            return
        self._leave()
        self._window = window
        window.installEventFilter(self)
        window.destroyed.connect(self._forget)

    def _leave(self) -> None:
        if self._window is not None:
            self._window.removeEventFilter(self)
            self._window.destroyed.disconnect(self._forget)
            self._window = None

    def _forget(self) -> None:
        self._window = None

    def _press(self, event: QKeyEvent) -> bool:
        key = key_press(event)
        step = self._framer.feed(key, is_typing())
        self._do(step.events)
        self._arm(key.at)
        if step.eat:
            self._held.add(event.key())
        else:
            self._held.discard(event.key())
            self.typed.emit()
        return step.eat

    def _release(self, event: QKeyEvent) -> bool:
        """A key that was swallowed must not be let go of either: its press may still come, as a replay."""
        if event.key() in self._held and not event.isAutoRepeat():
            self._held.discard(event.key())
            return True
        return False

    def _override(self, event: QKeyEvent) -> bool:
        """Claim Return and Tab for the press that follows while keys are held: inside a scan they are no shortcut."""
        if self._framer.deadline() is not None and event.key() in _ENDS:
            event.accept()
            return True
        return False

    def _arm(self, now: int) -> None:
        self._due = self._framer.deadline()
        if self._due is None:
            self._silence.stop()
        else:
            self._silence.start(max(0, self._due - now))

    def _let_keys_through(self) -> None:
        """Keys that wait in the queue are older than this silence: hear them first."""
        self._decide.start()

    def _expire(self) -> None:
        if self._due is not None and self._due == self._framer.deadline():
            self._do(self._framer.expire(self._due))

    def _do(self, events: Sequence[Event]) -> None:
        for event in events:
            match event:
                case Scanned(line):
                    self.scanned.emit(_head() + line)
                case Replay(keys):
                    self._replay(keys)
                case AltModeSeen():
                    self.alt_mode_seen.emit()

    def _replay(self, keys: Sequence[KeyPress]) -> None:
        if self._window is None:
            return
        self.typed.emit()
        self._replaying = True
        try:
            for key in keys:
                if isinstance(key.source, QKeyEvent):
                    QCoreApplication.sendEvent(self._window, key.source)
                    QCoreApplication.sendEvent(self._window, _copy(key.source, QEvent.Type.KeyRelease))
        finally:
            self._replaying = False


def profile_of(quick_gap: int) -> ScannerProfile:
    """The profile of a gun whose keys follow each other within `quick_gap` milliseconds."""
    return ScannerProfile(quick_gap=quick_gap)


def _head() -> str:
    widget = QApplication.focusWidget()
    return widget.head_of_scan() if isinstance(widget, ScanLine) else ""


def key_press(event: QKeyEvent) -> KeyPress:
    """A Qt key press as the framer wants it, with a copy of the event to replay."""
    return KeyPress(
        _kind(event), event.text(), event.timestamp(), event.isAutoRepeat(), _copy(event, QEvent.Type.KeyPress)
    )


def is_typing() -> bool:
    """Whether the focus is where a person writes, or where single keys count and must not wait."""
    widget = QApplication.focusWidget()
    if widget is None:
        return False
    return writes(widget) or bool(widget.property(TAKES_KEYS_AT_ONCE))


def writes(widget: QWidget) -> bool:
    """Whether text can be written into the widget."""
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        return not widget.isReadOnly()
    if isinstance(widget, QAbstractSpinBox):
        return not widget.isReadOnly()
    return isinstance(widget, QComboBox) and widget.isEditable()


def _kind(event: QKeyEvent) -> KeyKind:
    key, text, modifiers = Qt.Key(event.key()), event.text(), event.modifiers()
    control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    if key in _MODIFIERS:
        return KeyKind.MODIFIER
    if key in _ENDS or text in ("\r", "\n", "\t"):
        return KeyKind.END if not alt else KeyKind.OTHER
    if alt and not control and modifiers & Qt.KeyboardModifier.KeypadModifier and key in _DIGITS:
        return KeyKind.ALT_DIGIT
    if bool(modifiers & Qt.KeyboardModifier.MetaModifier) or control != alt:
        return KeyKind.OTHER
    return KeyKind.TEXT if text and text.isprintable() else KeyKind.OTHER


_DIGITS: Final = frozenset(Qt.Key(Qt.Key.Key_0 + digit) for digit in range(10))


def _copy(event: QKeyEvent, kind: QEvent.Type) -> QKeyEvent:
    """The same key as a press or a release of our own: Qt's event is gone once the filter returns."""
    copy = QKeyEvent(
        kind,
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
    )
    copy.setTimestamp(event.timestamp())
    return copy

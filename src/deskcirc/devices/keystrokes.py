"""Tells a keyboard-wedge scanner from a person by key timing alone: a pure state machine under the window's key filter.

**For the author of the filter.** One `KeystrokeFramer` a window; every key *press* goes through `feed`, releases don't.

- ``feed(key, typing)`` → ``Step(eat, events)``. First do the events in their order, at once (`sendEvent`, not `post`),
  then, if `eat` is true, swallow the key, else let it go on its way. Nothing is ever both replayed and passed.
- `typing` says that the focus is in a box where text can be written, the counter's own scan box included. There a key
  is held for `quick_gap` at most, so a person sees no delay; a code typed by hand passes into the scan box, and its
  Enter is the box's own affair. `typing=False` (a list, a button, nothing) waits `slow_gap` instead, which lets slow
  Bluetooth guns through: a wait loses nothing there.
- Events: ``Scanned(line)`` a whole scan, without its end; ``Replay(keys)`` these keys were a person's: send their
  `source` events to the focused widget now, not through the filter again; ``AltModeSeen()`` the gun types Alt + number
  pad, which arrives nowhere as text: tell the person to scan the "keyboard: standard" code of the gun's manual.
- After every `feed`, ask ``deadline()``. If it is not None, arm a single-shot timer for ``deadline() - key.at`` ms (so
  the clocks of Qt and of the key events need not agree); when it fires, let queued keys through first (a second timer
  of 0 ms), then call ``expire(deadline)`` with the deadline it was armed for and do the events. A late or lost timer is
  harmless: the next `feed` makes it good from the keys' own times.
- Before the focus moves by mouse and before an input method commits text, call ``release()`` and do the events, so
  that a person's keys keep their place. Not when another window gets the keyboard: a dialog may open or close in the
  middle of a scan.

What `KeyPress` wants: `at` from `QKeyEvent.timestamp()` (ms; never the time of arrival: a busy window would make a
person look like a gun); `kind` MODIFIER for a bare Shift, Ctrl, Alt, CapsLock, NumLock; END for Enter, Return, Tab, and
whenever the text is CR, LF or Tab (guns in control-character mode send Ctrl+J); ALT_DIGIT for a digit of the number pad
with Alt held; TEXT for printable text (AltGr, i.e. Ctrl+Alt with text, is text); OTHER for all else: arrows, F-keys,
Backspace, Escape, anything with Ctrl, Alt or Meta.

**How it decides.** Keys that follow each other within the gap form a frame. It is a scan when an END comes within the
gap and it has `least` characters. It is a scan without an END when it is *certain*: its first `certain` characters came
within `quick_gap` each, which no hand does; from then on one hiccup of the gun up to `idle` breaks nothing. Everything
else is a person's and is replayed. An END that follows a scan (CR LF, or an Enter later than `idle`) is swallowed, so
it never presses a button. Up to three keys of a person right before a scan are given back when they came at a clearly
slower beat than the gun's. Keys struck *inside* a scan cannot be told from it by time and stay in the line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Final

_LONGEST_FRAME: Final = 512  # keys; a jammed gun must not fill the memory
_ALT_DIGITS: Final = 4  # Alt + 0 0 6 5 is one letter; nobody types four such digits at a gun's speed
_REPEAT_GAP: Final = 10  # ms; X11 marks a gun's double digit as auto-repeat, a real one is slower than this
_LATE_END: Final = 300  # ms after a scan without END in which an END still belongs to it
_TYPING_LATELY: Final = 250  # ms since a person's last key, so that a scan may have run into the next one
_ROLLED_OVER: Final = 3  # keys of a person that may stand right before a scan
_CLEARLY_SLOWER: Final = 3  # times the gun's slowest gap
_TWO_TICKS: Final = 33  # ms; the clock of Windows may tick every 16 ms, then one gap of a fast gun is 16 and the rest 0
_SLOWEST_BEAT: Final = 15  # ms; a shorter gap is never taken for a person's


class KeyKind(StrEnum):
    """What a key press is to the framer; the module's docstring says which key is which."""

    TEXT = "text"
    END = "end"
    MODIFIER = "modifier"
    ALT_DIGIT = "alt-digit"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class KeyPress:
    """One key press. `at` in ms; `source` is the caller's own event, handed back in a `Replay`."""

    kind: KeyKind
    text: str
    at: int
    auto_repeat: bool = False
    source: object = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ScannerProfile:
    """How this school's keyboard guns type; gaps in ms between two keys.

    `idle` is the longest hiccup inside a certain scan; `least` and `certain` count characters (see the module).
    `sends_end` False: they send neither Enter nor Tab, so silence alone ends a scan, also a slow or short one.
    """

    quick_gap: int = 35
    slow_gap: int = 400  # Bluetooth guns with 150-300 ms were reported
    idle: int = 120
    least: int = 4
    certain: int = 6
    sends_end: bool = True


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scanner typed this line; it is without its end and not normalised."""

    line: str


@dataclass(frozen=True, slots=True)
class Replay:
    """A person typed these keys, which were held back; give them to the focused widget in this order."""

    keys: tuple[KeyPress, ...]


@dataclass(frozen=True, slots=True)
class AltModeSeen:
    """A gun types in Alt + number pad mode; what it read is lost. Comes once a scan."""


Event = Scanned | Replay | AltModeSeen


@dataclass(frozen=True, slots=True)
class Step:
    """What to do about one key: first the events, then swallow it (`eat`) or let it pass."""

    eat: bool
    events: tuple[Event, ...] = ()


class KeystrokeFramer:
    """The state machine; see the module's docstring for the way to use it."""

    def __init__(self, profile: ScannerProfile | None = None) -> None:
        self.profile = profile or ScannerProfile()
        self._frame = _Frame(self.profile, typing=True)
        self._person_at: int | None = None  # when a person's key last passed or was given back
        self._scan_until: int | None = None  # an END up to this instant belongs to the scan before it

    def feed(self, key: KeyPress, typing: bool) -> Step:
        """Take one key press; `typing` says whether the focus is in a text box. Never raises."""
        if key.kind is KeyKind.MODIFIER:
            return Step(eat=False)
        events = () if self._frame.takes(key) else self.release()
        if self._frame.swallowing:
            return self._swallow(key)
        if _is_end(key):
            return self._end(key, events)
        if key.kind is KeyKind.OTHER or (key.auto_repeat and not self._frame.keys):
            return self._pass(key, events)
        return self._hold(key, typing, events)

    def deadline(self) -> int | None:
        """The instant (ms, on the clock of the keys) at which held keys must be decided; None if there are none."""
        return self._frame.deadline()

    def expire(self, now: int) -> tuple[Event, ...]:
        """Decide about the held keys if their deadline has come by `now` (ms)."""
        deadline = self._frame.deadline()
        return self.release() if deadline is not None and now >= deadline else ()

    def release(self) -> tuple[Event, ...]:
        """Decide about the held keys now: a certain scan comes out as one, all else is given back."""
        frame, self._frame = self._frame, _Frame(self.profile, typing=True)
        if not frame.keys or frame.swallowing:
            return ()
        if frame.is_scan_without_end():
            self._scan_until = frame.keys[-1].at + _LATE_END
            return self._scan(frame)
        self._person_at, self._scan_until = frame.keys[-1].at, None
        return (Replay(tuple(frame.keys)),)

    def _pass(self, key: KeyPress, events: tuple[Event, ...]) -> Step:
        self._person_at, self._scan_until = key.at, None
        return Step(eat=False, events=events)

    def _hold(self, key: KeyPress, typing: bool, events: tuple[Event, ...]) -> Step:
        if not self._frame.keys:
            if not typing and key.text.isspace():  # the blank that presses a button must not wait
                return self._pass(key, events)
            self._frame = _Frame(self.profile, typing)
        self._frame.keys.append(key)
        if len(self._frame.keys) > _LONGEST_FRAME:
            events += self._scan(self._frame)
            self._frame.swallowing = True
        elif self._frame.is_alt_mode():
            events += (AltModeSeen(),)
            self._frame.swallowing = True
        return Step(eat=True, events=events)

    def _end(self, key: KeyPress, events: tuple[Event, ...]) -> Step:
        frame = self._frame
        if frame.keys and frame.is_scan_with_end():
            self._frame = _Frame(self.profile, typing=True)
            self._scan_until = key.at + self.profile.quick_gap
            return Step(eat=True, events=events + self._scan(frame))
        events += self.release()
        if self._scan_until is not None and key.at <= self._scan_until:
            return Step(eat=True, events=events)
        return self._pass(key, events)

    def _swallow(self, key: KeyPress) -> Step:
        if _is_end(key):
            self._frame = _Frame(self.profile, typing=True)
            self._scan_until = key.at + self.profile.quick_gap
        else:
            self._frame.keys = [key]
        return Step(eat=True)

    def _scan(self, frame: _Frame) -> tuple[Event, ...]:
        lately = self._person_at is not None and frame.keys[0].at - self._person_at <= _TYPING_LATELY
        rolled = frame.rolled_over(_SLOWEST_BEAT if lately else self.profile.quick_gap + 1)
        person, gun = frame.keys[:rolled], frame.keys[rolled:]
        scanned = Scanned("".join(key.text for key in gun))
        return (Replay(tuple(person)), scanned) if person else (scanned,)


class _Frame:
    """Keys held back that may belong to one scan."""

    def __init__(self, profile: ScannerProfile, typing: bool) -> None:
        self.profile = profile
        self.typing = typing
        self.keys: list[KeyPress] = []
        self.swallowing = False  # what is left of an over-long line or of Alt mode belongs to nobody

    def takes(self, key: KeyPress) -> bool:
        """Whether `key` may continue this frame."""
        if not self.keys:
            return True
        gap = key.at - self.keys[-1].at
        if gap < 0 or gap > self._limit():
            return False
        if self.swallowing:
            return key.kind is not KeyKind.OTHER
        return key.kind is not KeyKind.OTHER and (not key.auto_repeat or gap <= _REPEAT_GAP)

    def deadline(self) -> int | None:
        """When silence decides; the first instant at which a further key would come too late."""
        return self.keys[-1].at + self._limit() + 1 if self.keys else None

    def is_scan_with_end(self) -> bool:
        """Whether an END that comes now makes it a scan."""
        return len(self.keys) >= self.profile.least and not self._has_alt()

    def is_scan_without_end(self) -> bool:
        """A certain scan, or, from guns that never send an end, any frame long enough."""
        silent_end = not self.profile.sends_end and len(self.keys) >= self.profile.least
        return (silent_end or self._is_certain()) and not self._has_alt()

    def is_alt_mode(self) -> bool:
        """Whether a gun spells letters by Alt and the number pad."""
        digits = [key for key in self.keys if key.kind is KeyKind.ALT_DIGIT]
        return len(digits) >= _ALT_DIGITS and max(_gaps(digits)) <= self.profile.quick_gap

    def rolled_over(self, slowest_beat: int) -> int:
        """How many leading keys are a person's: those before the last long gap that the gun's own beat belies."""
        gaps = _gaps(self.keys)
        for count in range(min(_ROLLED_OVER, len(self.keys) - self.profile.least), 0, -1):
            beat = max(gaps[count:], default=0)
            clearly_slower = _CLEARLY_SLOWER * beat + 1 if beat else _TWO_TICKS
            if gaps[count - 1] >= max(slowest_beat, clearly_slower) and beat <= self.profile.quick_gap:
                return count
        return 0

    def _limit(self) -> int:
        """The longest gap (ms) that still belongs to the frame."""
        certain = self.swallowing or self._is_certain()
        if self.typing or (certain and not self.profile.sends_end):
            return self.profile.idle if certain else self.profile.quick_gap
        return self.profile.slow_gap

    def _is_certain(self) -> bool:
        """Whether the first keys came faster than any hand types."""
        length = self.profile.certain if self.profile.sends_end else self.profile.least
        first = self.keys[:length]
        return len(first) == length and max(_gaps(first)) <= self.profile.quick_gap

    def _has_alt(self) -> bool:
        return any(key.kind is KeyKind.ALT_DIGIT for key in self.keys)


def _is_end(key: KeyPress) -> bool:
    return key.kind is KeyKind.END


def _gaps(keys: list[KeyPress]) -> list[int]:
    return [later.at - earlier.at for earlier, later in pairwise(keys)] or [0]

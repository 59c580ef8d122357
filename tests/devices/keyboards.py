"""Keyboards, guns and hands for the tests: strokes with their instants, and a window that plays them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from deskcirc.devices.keystrokes import AltModeSeen, Event, KeyKind, KeyPress, KeystrokeFramer, Replay, Scanned

_KINDS = {"\r": KeyKind.END, "\n": KeyKind.END, "\t": KeyKind.END, "\b": KeyKind.OTHER, "⇧": KeyKind.MODIFIER}


def key(text: str, at: int, auto_repeat: bool = False) -> KeyPress:
    """One key; CR, LF and Tab end, `\\b` is Backspace, `⇧` a bare Shift."""
    return KeyPress(_KINDS.get(text, KeyKind.TEXT), text, at, auto_repeat)


def strokes(text: str, gaps: Sequence[int], start: int = 0) -> list[KeyPress]:
    """The keys of `text`; `gaps[n]` ms pass after key n (used again from the front when too few)."""
    keys, at = [], start
    for place, mark in enumerate(text):
        keys.append(key(mark, at))
        at += gaps[place % len(gaps)] if gaps else 0
    return keys


def gun(code: str, gap: int = 8, end: str = "\r", start: int = 0) -> list[KeyPress]:
    """A gun with an even beat."""
    return strokes(code + end, [gap], start)


def after(keys: Sequence[KeyPress], pause: int) -> int:
    """The instant `pause` ms after the last of the keys."""
    return keys[-1].at + pause


@dataclass
class Window:
    """Plays strokes through a framer as the real key filter must, and keeps what came of it.

    With `timers` False no timer ever fires, as in a window that is too busy.
    """

    framer: KeystrokeFramer = field(default_factory=KeystrokeFramer)
    typing: bool = True
    timers: bool = True
    lines: list[str] = field(default_factory=list)
    written: list[KeyPress] = field(default_factory=list)  # what reached the focused widget, in order
    alt_modes: int = 0

    def play(self, keys: Iterable[KeyPress]) -> Window:
        for pressed in keys:
            self.until(pressed.at)
            step = self.framer.feed(pressed, self.typing)
            self._do(step.events)
            if not step.eat:
                self.written.append(pressed)
        return self

    def until(self, now: int) -> Window:
        """Let the time pass up to `now`; an armed timer fires on its instant."""
        deadline = self.framer.deadline()
        if self.timers and deadline is not None and deadline <= now:
            self._do(self.framer.expire(deadline))
        return self

    def rest(self) -> Window:
        """A long silence."""
        deadline = self.framer.deadline()
        if deadline is not None:
            self._do(self.framer.expire(deadline - 1))
            self._do(self.framer.expire(deadline))
        assert self.framer.deadline() is None
        return self

    def release(self) -> None:
        self._do(self.framer.release())

    @property
    def text(self) -> str:
        return "".join(pressed.text for pressed in self.written)

    def _do(self, events: tuple[Event, ...]) -> None:
        for event in events:
            match event:
                case Scanned(line):
                    self.lines.append(line)
                case Replay(keys):
                    self.written.extend(keys)
                case AltModeSeen():
                    self.alt_modes += 1

"""Bytes from a port, in whatever pieces they come, become whole lines.

CR, LF, Tab, STX, ETX and EOT all end a line, so CRLF, CR CR and STX…ETX frames need no setting; empty lines between
two of them are nothing. NULs are padding. A gun that sends no end at all is served by the idle flush, to be called when
a read came back empty: data that lay waiting while the machine was busy is no sign of silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LONGEST_LINE: Final = 512  # bytes; the longest code of 64 characters takes 256 in any encoding
_ENDS: Final = re.compile(rb"[\r\n\t\x02\x03\x04]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end; `cut` says that it was longer and that the rest of it was thrown away."""

    text: str
    cut: bool = False


class LineAssembler:
    """Keeps the half line between two reads. Instants are milliseconds of any clock that only goes forward.

    `idle_ms`: how long a gun without an end must be silent for its line to be whole; None waits for an end for ever.
    """

    def __init__(self, idle_ms: int | None = None, longest: int = LONGEST_LINE) -> None:
        self.idle_ms = idle_ms
        self.longest = longest
        self._half = b""
        self._skipping = False  # the line was too long and is out already: its rest up to the next end is thrown away
        self._last = 0

    def feed(self, data: bytes, now: int) -> tuple[Line, ...]:
        """Take what the port gave at `now` (ms); returns the lines that became whole, in their order."""
        lines: list[Line] = []
        self._last = now
        *ended, half = _ENDS.split(data.replace(b"\0", b""))
        for piece in ended:
            lines += self._taken(piece)
            lines += self._ended()
        lines += self._taken(half)
        return tuple(lines)

    def flush(self, now: int) -> tuple[Line, ...]:
        """The half line, once the port has been silent for `idle_ms` up to `now` (ms); else nothing."""
        if self.idle_ms is None or now - self._last < self.idle_ms:
            return ()
        return tuple(self._ended())

    def drop(self) -> str:
        """Throw the half line away because the port was lost; returns it, so that it can be told."""
        dropped, self._half, self._skipping = self._half, b"", False
        return decoded(dropped)

    def _taken(self, piece: bytes) -> list[Line]:
        """Add a piece of the present line; it comes out at once, cut, when it grows too long."""
        if self._skipping:
            return []
        self._half += piece
        if len(self._half) <= self.longest:
            return []
        text, self._half, self._skipping = decoded(self._half[: self.longest]), b"", True
        return [Line(text, cut=True)]

    def _ended(self) -> list[Line]:
        whole, self._half, self._skipping = self._half, b"", False
        return [Line(decoded(whole))] if whole else []


def decoded(line: bytes) -> str:
    """The text of a line: UTF-8, else GB 18030 as Chinese guns send it, else Latin-1, which takes any byte."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")

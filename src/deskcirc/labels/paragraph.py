"""Several lines of words out of one sentence, broken where the language breaks them: at blanks, between Han letters.

Widths are reckoned, not measured, for no font is known here: a full-width letter is as wide as the line is high times
0.86, a Latin one half of that. A line that comes out too wide all the same is made smaller by its painter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from deskcirc.labels.paper import Shape, Words

_EM: Final = 0.86  # of the height of a line
_LATIN: Final = 0.53  # of an em
_NEVER_FIRST: Final = "，。、；：？！）》」』”’…"
_PARTING: Final = "/-.:=+_,;"
_PIECES: Final = re.compile(r"[《（「『【]*(?:[!-⺀]+\s*|\s+|.)", re.DOTALL)  # no line ends with an opening mark


def paragraph(
    text: str, x: float, y: float, width: float, size: float, leading: float, *, indent: float = 0.0
) -> Iterator[Shape]:
    """The lines of `text`, the first moved in by `indent`; `leading` is from line to line, all in millimetres."""
    for number, line in enumerate(broken_lines(text, width, size, indent)):
        moved = 0.0 if number else indent
        yield Words(x + moved, y + number * leading, width - moved, leading, line, size)


def broken_lines(text: str, width: float, size: float, indent: float = 0.0) -> list[str]:
    """The text in lines no wider than `width`; no line begins with a closing mark, and a word longer than a line is
    broken."""
    lines, line, room, ems = [], "", width - indent, 0.0
    for piece in (part for whole in _PIECES.findall(text) for part in _parted(whole, width / (size * _EM))):
        fits = _ems(piece.rstrip(), ems) * size * _EM <= room
        if fits or not line or piece in _NEVER_FIRST:
            line, ems = line + piece, _ems(piece, ems)
        else:
            lines.append(line.rstrip())
            line, room = piece.lstrip(), width
            ems = _ems(line)
    return [*lines, line.rstrip()]


def _parted(piece: str, most: float) -> Iterator[str]:
    """A piece that no line takes (a long code, a call number, an address) in parts of at most so many ems.

    It is broken behind a sign that parts it anyway, where that leaves no more than half a line empty.
    """
    if _ems(piece.rstrip()) <= most:
        yield piece
        return
    start, sign, ems = 0, 0, 0.0
    for place, letter in enumerate(piece):
        ems += _ems(letter)
        if ems > most and place > start:
            cut = sign if 2 * (sign - start) > place - start else place
            yield piece[start:cut]
            start, ems = cut, _ems(piece[cut : place + 1])
        if letter in _PARTING:
            sign = place + 1
    yield piece[start:]


def at_most(text: str, width: float, size: float, most: int) -> list[str]:
    """The text in no more than `most` lines; what is left over is cut by an ellipsis."""
    if not text or most < 1:
        return []
    letters = int(width / (size * _EM * _LATIN)) + 1  # that a line has at the most: the others are not even looked at
    shown = text[: (most + 1) * letters]
    lines = broken_lines(shown, width, size)
    if len(lines) <= most and shown == text:
        return lines
    last = lines[:most][-1]
    while last and width_of(last + "…", size) > width:
        last = last[:-1]
    return [*lines[: most - 1], last + "…"]


def width_of(text: str, size: float) -> float:
    """How wide the text will be, in millimetres, near enough."""
    return _ems(text) * size * _EM


def _ems(text: str, before: float = 0.0) -> float:
    """The width in full-width letters, added to that of what stands before."""
    return sum((1.0 if unicodedata.east_asian_width(letter) in "WFA" else _LATIN for letter in text), before)

"""Pages as plain values: what stands where, in millimetres from the upper left corner of the paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

A4: Final = (210.0, 297.0)
"""Width and height of the usual paper, in millimetres."""


class Align(StrEnum):
    """Where words stand in their box."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Words:
    """One line of words in a box; too long a line is made smaller by up to a fifth, then cut with an ellipsis.

    `size` is the height of the letters' line in millimetres (1 mm is 2.83 pt).
    """

    x: float
    y: float
    width: float
    height: float
    text: str
    size: float
    bold: bool = False
    align: Align = Align.LEFT
    grey: bool = False
    colour: str = ""  # "#1c4e80"; black, or grey, where it is ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A linear barcode: `widths` are the modules of bar, space, bar …; `module` is the width of one, in millimetres.

    A painter rounds `module` down to whole dots of its device, for an uneven bar is a misread one, and keeps the
    code in the middle of `width`.
    """

    x: float
    y: float
    width: float
    height: float
    module: float
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """An empty box, `thickness` being that of its line; one of no height is a line, and so is one of no width."""

    x: float
    y: float
    width: float
    height: float
    thickness: float = 0.25


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled box without a line; `colour` as "#1c4e80", `radius` of its corners in millimetres."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture (JPEG or PNG) as large as its box allows, in the middle of it; one that can't be read is left out."""

    x: float
    y: float
    width: float
    height: float
    octets: bytes


Shape = Words | Bars | Box | Fill | Picture


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed in one go: a name for the print job and the proposed file, the paper's size, the pages.

    The pages of a long paper are made as they are asked for. One that is `dated` comes out as the same file whenever
    it is saved: that instant stands in it, not the present one.
    """

    name: str
    pages: Sequence[tuple[Shape, ...]]
    width: float = A4[0]
    height: float = A4[1]
    dated: datetime | None = None


@dataclass(frozen=True, slots=True)
class PaperToCome:
    """A paper of many thousand lines, which are read and laid out beside the desk, with progress.

    `make` does it on the thread that calls it; what it is given hears how many lines are read of how many.
    """

    name: str
    make: Callable[[Callable[[int, int], None]], Paper]


def shifted(paper: Paper, right: float, down: float) -> Paper:
    """The same paper with everything moved by so many millimetres: what a printer puts wrong is put right."""
    if not (right or down):
        return paper
    pages = (tuple(replace(shape, x=shape.x + right, y=shape.y + down) for shape in page) for page in paper.pages)
    return replace(paper, pages=tuple(pages))

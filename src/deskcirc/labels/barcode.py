"""Bars of Code 128 and of Code 39 as widths; python-barcode reckons them, no image is made on the way.

Code 128 holds letters, digits and signs of ASCII, is what every gun reads out of the box, and carries a check digit.
Code 39 holds capital letters, digits and a few signs, takes about half as much room again, and has no check digit: it
is for libraries whose old guns and old labels know nothing else.
Bars are never narrower than 0.25 mm a module, white on both sides included. Widths are steps of 1/300 inch.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import groupby
from typing import Final

QUIET_MODULES: Final = 10
"""White modules a reader needs on either side of the bars (ISO/IEC 15417)."""
_STEP: Final = 25.4 / 300  # office printers need not round it
MODULES: Final = (5 * _STEP, 4 * _STEP, 3 * _STEP)
"""Widths of a module in millimetres, the best first; the last is the narrowest that any gun reads at once."""
_SIGNS_OF_39: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -.$/+%")
Symbology = Callable[[str], tuple[int, ...]]
"""`code128` or `code39`."""
SHORTEST_CODE: Final = 3
"""Signs a code must have: guns are set to leave out shorter ones, which dirt and creases look like."""


@lru_cache(maxsize=4096)
def code128(text: str) -> tuple[int, ...]:
    """The modules of bar, space, bar … of `text`, beginning and ending with a bar.

    Raises ValueError for a text that Code 128 can't hold (an empty one, Chinese).
    """
    from barcode.codex import Code128  # with its image writers some milliseconds, so only where bars are wanted

    if not fits_code128(text):
        raise ValueError(f"no Code 128 for {text!r}")
    (modules,) = Code128(text).build()
    return tuple(len(list(run)) for _shade, run in groupby(modules))


def fits_code128(text: str) -> bool:
    """Whether bars can say the text: printable ASCII, at least one sign."""
    return bool(text) and text.isascii() and text.isprintable()


@lru_cache(maxsize=4096)
def code39(text: str) -> tuple[int, ...]:
    """The same in Code 39 between its two asterisks, a wide bar three times a narrow one, without a check digit.

    Raises ValueError for a text that Code 39 can't hold.
    """
    from barcode.codex import Code39  # as above

    if not fits_code39(text):
        raise ValueError(f"no Code 39 for {text!r}")
    (modules,) = Code39(text, add_checksum=False).build()
    return tuple(len(list(run)) for _shade, run in groupby(modules))


def fits_code39(text: str) -> bool:
    """Whether Code 39 can say the text: digits, capital letters, blank and -.$/+%, at least one sign."""
    return bool(text) and not set(text) - _SIGNS_OF_39


def modules_wide(widths: tuple[int, ...]) -> int:
    """The width of the bars with the white they need on both sides, in modules."""
    return sum(widths) + 2 * QUIET_MODULES


def module_for(code: str, width: float, symbology: Symbology = code128) -> float | None:
    """How wide a module may be for the code's bars to fit into `width` millimetres; None where they don't."""
    modules = modules_wide(symbology(code))
    return next((module for module in MODULES if modules * module <= width + 1e-6), None)


def narrowest(code: str, symbology: Symbology = code128) -> float:
    """The millimetres that the code's bars need at least, with the white on both sides."""
    return modules_wide(symbology(code)) * MODULES[-1]

"""Bars of Code 128 as widths; python-barcode reckons them, no image is made on the way.

Code 128 holds letters, digits and signs of ASCII, is what every gun reads out of the box, and carries a check digit.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Final

QUIET_MODULES: Final = 10
"""White modules a reader needs on either side of the bars (ISO/IEC 15417)."""


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


def modules_wide(widths: tuple[int, ...]) -> int:
    """The width of the bars with the white they need on both sides, in modules."""
    return sum(widths) + 2 * QUIET_MODULES

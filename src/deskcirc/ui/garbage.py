"""When Python looks for garbage in circles: when nobody scans.

A full collection looks at every object there is and lets no thread run meanwhile: 90 to 300 ms while a file was
imported (measured), for it went through all that the start had made, again and again. Most garbage needs none of this;
it goes the moment its last user does.
"""

from __future__ import annotations

import gc
from typing import Final

_YOUNG: Final = 700  # new objects; this and the next are Python's own thresholds
_MIDDLE: Final = 10  # young collections
_FULL: Final = 1000  # middle collections; Python's own threshold is 10


def collect_rarely() -> None:
    """Leave full collections to `collect_now`, but for a work that makes millions of objects; call it at the start."""
    gc.set_threshold(_YOUNG, _MIDDLE, _FULL)


def keep_what_is_there() -> None:
    """Everything made up to now stays for good; no collection looks at it again."""
    gc.collect()
    gc.freeze()


def collect_now() -> None:
    """Nobody is at the counter."""
    gc.collect()

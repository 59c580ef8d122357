"""Words that must fit a label: how wide they are about, where a call number may be broken, how large they can be.

No font is at hand here; widths are those of the widest of the fonts we paint with (bold), so that what fits here fits
on every computer. Sizes are heights of a line in millimetres, as in `labels.paper`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final

_PIXELS: Final = 0.86  # of a line's height that the letters' square takes, as the painter does
_BROAD: Final = dict.fromkeys("MWmw@%&", 1.0)
_SLIM: Final = dict.fromkeys("ijlIJ.,:;'|!()[]-·/ 1", 0.42) | {"1": 0.64, "J": 0.6}
_CAPITAL: Final = 0.8
_OTHER: Final = 0.66  # digits and small letters
_CHINESE: Final = 1.04
_BREAKS_BEFORE: Final = frozenset(".-=:+/(<\"'")
_MOST_LINES: Final = 3  # of one part of a call number
_GAIN: Final = 1.22  # by how much larger letters must become for a break to be worth its line
_MOST_BREAKS: Final = 8
_FEWEST: Final = 2  # signs that stand alone in a line


def width_of(text: str, size: float) -> float:
    """The millimetres a line of bold letters takes, rather too many than too few."""
    return sum(_width(sign) for sign in text) * size * _PIXELS


def _width(sign: str) -> float:
    if not sign.isascii():
        return _CHINESE
    return _BROAD.get(sign) or _SLIM.get(sign) or (_CAPITAL if sign.isupper() else _OTHER)


@lru_cache(maxsize=4096)
def fitted(
    parts: tuple[str, ...], width: float, height: float, largest: float, line: float
) -> tuple[tuple[str, ...], float]:
    """Lines for these parts and their size: as large as `width` × `height` takes them, at most `largest`.

    A part begins its own line; a long one is broken before a sign of the classification, where letters become a good
    deal larger by it. `line` is the height of a line for a size of 1.
    """
    best: tuple[tuple[str, ...], float] | None = None
    for lines in sorted(_broken_parts(parts), key=len):
        size = min(largest, height / (len(lines) * line), *(width / width_of(each, 1.0) for each in lines))
        if best is None or size > best[1] * _GAIN ** (len(lines) - len(best[0])) + 1e-6:
            best = lines, size
    return best if best is not None else ((), 0.0)


def _broken_parts(parts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every sensible way to break the parts into lines, the parts one after the other."""
    if not parts:
        yield ()
        return
    for head in _ways(parts[0]):
        for rest in _broken_parts(parts[1:]):
            yield (*head, *rest)


def _ways(part: str) -> list[tuple[str, ...]]:
    """The part whole, and the best ways into two and three lines: those whose longest line is shortest."""
    ways: list[tuple[str, ...]] = [(part,)]
    places = [
        place
        for place in range(_FEWEST, len(part) - _FEWEST + 1)
        if part[place] in _BREAKS_BEFORE and part[place - 1] not in _BREAKS_BEFORE
    ][:_MOST_BREAKS]
    for count in range(1, _MOST_LINES):
        cut = [_cut(part, chosen) for chosen in combinations(places, count)]
        if cut:
            ways.append(min(cut, key=lambda lines: (max(width_of(each, 1.0) for each in lines), lines)))
    if len(ways) == 1 and len(part) > 2 * _FEWEST + 1:  # nothing to break at: in the middle, as a last resort
        ways.append(_cut(part, ((len(part) + 1) // 2,)))
    return ways


def _cut(part: str, places: Sequence[int]) -> tuple[str, ...]:
    edges = (0, *places, len(part))
    return tuple(part[start:end] for start, end in pairwise(edges))

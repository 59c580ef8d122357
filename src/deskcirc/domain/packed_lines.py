"""A hundred thousand frozen lines in little room: piles of them are pressed, and one is unfolded as it is looked at.

A line of a list is some two thousand bytes of Python's; pressed it is sixty. Nothing of this ever leaves the memory.
"""

from __future__ import annotations

import pickle
import zlib
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copyreg import dispatch_table
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, lru_cache
from io import BytesIO
from itertools import islice
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar, overload

Line = TypeVar("Line")

_PILE: Final = 128  # lines that are pressed together
_UNFOLDED: Final = 16  # piles that are kept as they are: what a screen shows, and what is beside it
_NOTHING: Final[Mapping[int, Any]] = MappingProxyType({})


class PackedLines(Sequence[Line], Generic[Line]):
    """Lines in an order, each with a key of its own; make one with `packed`. Nothing about it ever changes."""

    def __init__(
        self, keys: tuple[int, ...], places: array[int], piles: _Piles[Line], changed: Mapping[int, Line]
    ) -> None:
        self.keys = keys
        self._places, self._piles, self._changed = places, piles, changed

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> PackedLines[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | PackedLines[Line]:
        """One line, or some of them."""
        if isinstance(at, slice):
            return PackedLines(self.keys[at], self._places[at], self._piles, self._changed)
        key = self.keys[at]
        if key in self._changed:
            return self._changed[key]
        pile, place = divmod(self._places[at], _PILE)
        line: Line = _unfolded(self._piles.pressed[pile])[place]
        return line

    def __iter__(self) -> Iterator[Line]:
        return (self[at] for at in range(len(self)))

    def of(self, keys: Collection[int]) -> tuple[Line, ...]:
        """The lines of these keys, in the order of the list."""
        return tuple(self[at] for at, key in enumerate(self.keys) if key in keys)

    def without(self, keys: Collection[int]) -> PackedLines[Line]:
        """The list without the lines of these keys."""
        return self._chosen([at for at, key in enumerate(self.keys) if key not in keys])

    def with_changed(self, lines: Mapping[int, Line]) -> PackedLines[Line]:
        """The list with other lines under their keys, where they were."""
        return PackedLines(self.keys, self._places, self._piles, {**self._changed, **lines})

    def ordered(self, *, by_rank: bool) -> PackedLines[Line]:
        """The lines as they were packed, or by their ranks, those alike as they were packed."""
        order = sorted(range(len(self)), key=self._places.__getitem__)
        return self._chosen(sorted(order, key=self._rank_at) if by_rank else order)

    def _rank_at(self, at: int) -> int:
        changed = self._changed.get(self.keys[at])
        return self._piles.ranks[self._places[at]] if changed is None else self._piles.rank(changed)

    def _chosen(self, order: Sequence[int]) -> PackedLines[Line]:
        keys = tuple(self.keys[at] for at in order)
        return PackedLines(keys, array("I", (self._places[at] for at in order)), self._piles, self._changed)


@dataclass(frozen=True, slots=True)
class _Piles(Generic[Line]):
    """What was pressed, with the rank of each line in the order of packing."""

    pressed: tuple[bytes, ...]
    ranks: array[int]
    rank: Callable[[Line], int]


def packed(
    lines: Iterable[Line], key: Callable[[Line], int], rank: Callable[[Line], int] = lambda _line: 0
) -> PackedLines[Line]:
    """These lines, a pile at a time as they come: they need never all be there at once.

    `rank` gives another order than the one in which they come, by small numbers, the lowest first.
    """
    keys: list[int] = []
    ranks = array("i")
    pressed: list[bytes] = []
    coming = iter(lines)
    while pile := list(islice(coming, _PILE)):
        keys += map(key, pile)
        ranks.extend(map(rank, pile))
        pressed.append(_folded(pile))
    places = array("I", range(len(keys)))
    return PackedLines(tuple(keys), places, _Piles(tuple(pressed), ranks, rank), _NOTHING)


class _Parts(dict[type, Any]):
    """How an object is taken apart, by its kind: a frozen dataclass into its values, which is twice as fast."""

    def __missing__(self, kind: type) -> Any:
        if not is_dataclass(kind):
            return dispatch_table[kind]
        self[kind] = _apart(kind)
        return self[kind]


@cache
def _apart(kind: type) -> Callable[[Any], tuple[Any, tuple[Any, ...]]]:
    names = [field.name for field in fields(kind)]
    values = attrgetter(*names)
    return lambda line: (kind, values(line) if len(names) > 1 else (values(line),))


_PARTS: Final = _Parts()


def _folded(pile: list[Any]) -> bytes:
    written = BytesIO()
    pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _PARTS
    pickler.dump(pile)
    return zlib.compress(written.getvalue(), 1)


@lru_cache(maxsize=_UNFOLDED)
def _unfolded(pile: bytes) -> list[Any]:
    lines: list[Any] = pickle.loads(zlib.decompress(pile))  # noqa: S301  it was pressed here, a moment ago
    return lines

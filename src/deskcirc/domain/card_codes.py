"""The code of the next card: it goes on where the cards of the same pattern ended.

Cards are numbered in many ways (domain.md §6: `S` and the pupil's number, `L` and 18 digits, `P001`). Where a card
bears its patron's number, a new one bears it with a mark behind it; else it takes the next number of its series.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

_SERIAL = re.compile(r"(?P<prefix>.*?)(?P<digits>\d+)")


def next_code(codes: Iterable[str], is_free: Callable[[str], bool]) -> str:
    """The next free code of the pattern most of `codes` follow; "" where none of them ends in digits."""
    highest: dict[tuple[str, int], int] = {}
    patterns: Counter[tuple[str, int]] = Counter()
    for code in codes:
        match = _SERIAL.fullmatch(code)
        if match is None:
            continue
        pattern = (match["prefix"], len(match["digits"]))
        patterns[pattern] += 1
        highest[pattern] = max(highest.get(pattern, 0), int(match["digits"]))
    if not patterns:
        return ""
    (prefix, width), _count = max(patterns.items(), key=lambda item: (item[1], item[0]))
    number = highest[prefix, width] + 1
    while not is_free(code := f"{prefix}{number:0{width}}"):
        number += 1
    return code


def next_code_of_patron(number: str, is_free: Callable[[str], bool]) -> str:
    """The next card of a patron whose cards bear their number: `20240101`, then `20240101-2`, `20240101-3`."""
    if is_free(number):
        return number
    count = 2
    while not is_free(f"{number}-{count}"):
        count += 1
    return f"{number}-{count}"

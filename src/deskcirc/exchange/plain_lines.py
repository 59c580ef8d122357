"""Where in a TOML text each table and each key stands, so that a sentence can name the line."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final, TypeAlias

Places: TypeAlias = dict[tuple[str, int, str], int]
"""Lines from 1 by table, its number from 0, and key; key "" is the table's own line, table "" the file's top."""

_HEADER: Final = re.compile(r"^\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY: Final = re.compile(r"""^\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)[^=#]*=(.*)$""")
_TOKEN: Final = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*|[\[\]{}]')
_OPENING: Final = frozenset("[{")
_CLOSING: Final = frozenset("]}")


def places_in(text: str) -> Places:
    """The line of every key that stands at the beginning of a line; what runs over several lines counts once."""
    places: Places = {}
    counted: Counter[str] = Counter()
    table, number = "", 0
    value = _Value()
    for line_number, line in enumerate(text.split("\n"), start=1):
        if value.is_open:
            value.go_on(line)
        elif header := _HEADER.match(line):
            table = header.group(1).strip("\"'")
            number = counted[table]
            counted[table] += 1
            places[table, number, ""] = line_number
        elif key := _KEY.match(line):
            places.setdefault((table, number, key.group(1).strip("\"'")), line_number)
            value.go_on(key.group(2))
    return places


class _Value:
    """A value that may run over several lines: brackets not yet closed, or a text in three quotation marks."""

    def __init__(self) -> None:
        self._depth = 0
        self._quote = ""

    @property
    def is_open(self) -> bool:
        return self._depth > 0 or bool(self._quote)

    def go_on(self, line: str) -> None:
        at = 0
        while at < len(line):
            if self._quote:
                end = line.find(self._quote, at)
                if end < 0:
                    return
                at, self._quote = end + 3, ""
                continue
            found = _TOKEN.search(line, at)
            if found is None:
                return
            self._take(found.group())
            at = found.end()

    def _take(self, token: str) -> None:
        if token in ('"""', "'''"):
            self._quote = token
        elif token in _OPENING:
            self._depth += 1
        elif token in _CLOSING:
            self._depth -= 1

"""How many titles and copies there are, in words."""

from __future__ import annotations

from deskcirc.text import gettext as _
from deskcirc.text import ngettext


def titles_words(count: int, *, grouped: bool = False) -> str:
    """So many titles; `grouped` parts thousands, which papers do not."""
    return ngettext("{count} title", "{count} titles", count).format(count=_figure(count, grouped=grouped))


def copies_words(count: int, *, grouped: bool = False) -> str:
    """So many copies; `grouped` parts thousands, which papers do not."""
    return ngettext("{count} copy", "{count} copies", count).format(count=_figure(count, grouped=grouped))


def titles_and_copies(titles: int, copies: int, *, grouped: bool = False) -> str:
    """Both, one behind the other."""
    words = {"titles": titles_words(titles, grouped=grouped), "copies": copies_words(copies, grouped=grouped)}
    return _("{titles}, {copies}").format(**words)


def arrived_words(arrived: int, expected: int) -> str:
    """How much of a delivery is here."""
    words = ngettext("{arrived} of {expected} copy arrived", "{arrived} of {expected} copies arrived", expected)
    return words.format(arrived=arrived, expected=expected)


def _figure(count: int, *, grouped: bool) -> str:
    return f"{count:,}" if grouped else str(count)

"""The list to look for copies by (待查): in walking order, where to look, boxes to tick, room for what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from deskcirc.domain.search_places import WantedCopy
from deskcirc.labels.paper import A4, Align, Box, Paper, Shape, Words
from deskcirc.labels.paragraph import broken_lines
from deskcirc.text import full_date, ngettext
from deskcirc.text import gettext as _

_EDGE: Final = 15.0
_WIDTH: Final = A4[0] - 2 * _EDGE
_FIRST, _BOTTOM = 41.0, 270.0  # millimetres: where the first copy begins, where the last ends
_LEFT: Final = _EDGE + 9.0
_PLACES: Final = _WIDTH - 9.0 - 7.0
_HEAD, _LINE, _AFTER = 6.6, 5.2, 3.4
_LETTERS, _SMALL = 4.2, 3.6


def search_list(wanted: Sequence[WantedCopy], library_name: str, on: date, *, missing: bool = False) -> Paper:
    """The list in the order of `wanted`; a copy never runs over two pages. Nothing to look for is one page too.

    `missing` are copies that are not in their place, without anybody saying that they were returned.
    """
    parts = _parts(wanted)
    count = ngettext("{count} copy", "{count} copies", len(wanted)).format(count=len(wanted))
    told = " · ".join(part for part in (library_name, full_date(on), count) if part)
    pages = tuple(
        (*_head(told, missing=missing), *_body(part), *_foot(number, len(parts)))
        for number, part in enumerate(parts, 1)
    )
    return Paper(_("Search list"), pages)


def _parts(wanted: Sequence[WantedCopy]) -> list[list[WantedCopy]]:
    parts: list[list[WantedCopy]] = [[]]
    y = _FIRST
    for each in wanted:
        if y + _height(each) > _BOTTOM and parts[-1]:
            parts.append([])
            y = _FIRST
        parts[-1].append(each)
        y += _height(each)
    return parts


def _height(wanted: WantedCopy) -> float:
    return _HEAD + _LINE + sum(len(_lines(place)) for place in wanted.places) * _LINE + _AFTER


def _lines(place: str) -> list[str]:
    return broken_lines(place, _PLACES * 0.96, _SMALL)


def _head(told: str, *, missing: bool) -> Iterator[Shape]:
    title = _("Missing copies") if missing else _("Copies to look for")
    yield Words(_EDGE, 12, _WIDTH, 10, title, 7, bold=True)
    yield Words(_EDGE, 22, _WIDTH, 6, told, 3.9, grey=True)
    hint = _("They are said to be returned. Tick each place that was looked at; scan a copy that is found.")
    if missing:
        hint = _("They are not in their places. Tick each place that was looked at; scan a copy that is found.")
    yield Words(_EDGE, 29, _WIDTH, 6, hint, _SMALL)
    yield Box(_EDGE, _FIRST - 3, _WIDTH, 0, 0.4)


def _body(wanted: Sequence[WantedCopy]) -> Iterator[Shape]:
    y = _FIRST
    for each in wanted:
        yield from _copy(each, y)
        y += _height(each)
        yield Box(_EDGE, y - _AFTER / 2, _WIDTH, 0, 0.1)
    if not wanted:
        yield Words(_EDGE, _FIRST + 2, _WIDTH, 8, _("Nothing is looked for."), 4.5)


def _copy(wanted: WantedCopy, y: float) -> Iterator[Shape]:
    copy = wanted.copy
    yield Box(_EDGE + 0.4, y + 0.9, 4.6, 4.6, 0.4)
    yield Words(_LEFT, y, 44, _HEAD, copy.call_number or "–", _LETTERS, bold=True)
    yield Words(_LEFT + 46, y, 88, _HEAD, copy.name, _LETTERS, bold=True)
    yield Words(_EDGE + _WIDTH - 36, y, 36, _HEAD, copy.code, _LETTERS, align=Align.RIGHT)
    yield Words(_LEFT, y + _HEAD, _WIDTH - 9, _LINE, _claim_words(wanted), _SMALL, grey=True)
    row = y + _HEAD + _LINE
    for place in wanted.places:
        yield Box(_LEFT + 0.5, row + 0.8, 3.2, 3.2, 0.2)
        for line in _lines(place):
            yield Words(_LEFT + 6, row, _PLACES, _LINE, line, _SMALL)
            row += _LINE


def _claim_words(wanted: WantedCopy) -> str:
    """Who said so and when, and how often it was looked for."""
    loss = wanted.loss
    said = []
    if loss.claimed_on is not None:
        day = full_date(loss.claimed_on)
        if loss.patron:
            said.append(_("{patron} said so on {day}").format(patron=loss.patron, day=day))
        else:
            said.append(_("said to be returned on {day}").format(day=day))
    if loss.searches:
        words = ngettext("looked for once", "looked for {count} times", loss.searches)
        said.append(words.format(count=loss.searches))
    if loss.note:
        said.append(loss.note)
    return " · ".join(said)


def _foot(number: int, pages: int) -> Iterator[Shape]:
    signed = _("Looked for by ____________      Date ____________")
    yield Words(_EDGE, A4[1] - 18, _WIDTH / 2 + 20, 6, signed, _SMALL)
    text = _("Page {number} of {pages}").format(number=number, pages=pages)
    yield Words(_EDGE + _WIDTH / 2, A4[1] - 18, _WIDTH / 2, 6, text, 3.4, align=Align.RIGHT, grey=True)

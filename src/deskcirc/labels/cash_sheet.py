"""The cash sheet on A4: every payment in or out, the sums of each page, the box before and after, and who signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from deskcirc.domain.cash_sheet import CashLine, CashSheet
from deskcirc.domain.charges import PaymentKind
from deskcirc.domain.prices import format_fen
from deskcirc.labels.paper import A4, Align, Box, Paper, Shape, Words
from deskcirc.labels.paragraph import at_most
from deskcirc.text import gettext as _
from deskcirc.text import ngettext

_EDGE: Final = 15.0
_WIDTH: Final = A4[0] - 2 * _EDGE
_FIRST, _LAST = 46.0, 272.0  # where the first row begins, where the last ends
_LETTERS, _LEADING, _WHITE = 3.3, 4.4, 2.2
_END: Final = 78.0  # millimetres that the sums and signatures take
_SIGNATURES: Final = 26.0
_MOST_LINES: Final = 2
_MOST_TAKEN_BACK: Final = 3  # lines of their numbers
_COLUMNS: Final = (24.0, 24.0, 38.0, 44.0, 16.0, 17.0, 17.0)


def cash_paper(sheet: CashSheet, library: str) -> Paper:
    """The sheet, as many pages as it takes; the sums and signatures stand on the last."""
    parts = _divided(sheet)
    pages = (tuple(_page(sheet, library, part, number, len(parts))) for number, part in enumerate(parts, 1))
    return Paper(f"{sheet.title} {sheet.days}", tuple(pages))


def _divided(sheet: CashSheet) -> list[list[CashLine]]:
    parts: list[list[CashLine]] = [[]]
    y = _FIRST
    for line in sheet.lines:
        height = _height(_cells(sheet, line))
        if y + height > _LAST and parts[-1]:
            parts.append([])
            y = _FIRST
        parts[-1].append(line)
        y += height
    if y + _END > _LAST + 6:
        parts.append([])
    return parts


def _page(sheet: CashSheet, library: str, lines: Sequence[CashLine], number: int, pages: int) -> Iterator[Shape]:
    yield Words(_EDGE, 11, _WIDTH, 6, library, 3.8, grey=True, align=Align.CENTRE)
    yield Words(_EDGE, 17, _WIDTH, 10, sheet.title, 7, bold=True, align=Align.CENTRE)
    yield Words(_EDGE, 29, _WIDTH, 6, sheet.days, 4)
    opening = _("In the box before: {amount} yuan").format(amount=format_fen(sheet.opening))
    yield Words(_EDGE, 29, _WIDTH, 6, opening, 4, align=Align.RIGHT)
    yield from _heads()
    y = _FIRST
    for line in lines:
        cells = _cells(sheet, line)
        yield from _row(cells, y)
        y += _height(cells)
    if not sheet.lines and number == 1:
        yield Words(_EDGE, y + 2, _WIDTH, 8, _("No money was taken or given back."), 4.2)
        y += 12
    if number == pages:
        yield from _end(sheet, y + 3)
    yield from _foot(lines, number, pages)


def _heads() -> Iterator[Shape]:
    yield Box(_EDGE, _FIRST - 7.6, _WIDTH, 0, 0.3)
    for (x, width, align), words in zip(_places(), _headings(), strict=True):
        yield Words(x, _FIRST - 7, width - 1.5, 6, words, _LETTERS, bold=True, align=align)
    yield Box(_EDGE, _FIRST - 0.6, _WIDTH, 0, 0.3)


def _headings() -> tuple[str, ...]:
    return (
        _("Receipt No."),
        _("When"),
        _("From or to"),
        _("For"),
        _("Done by"),
        _("In (yuan)"),
        _("Out (yuan)"),
    )


def _places() -> Iterator[tuple[float, float, Align]]:
    x = _EDGE
    for place, width in enumerate(_COLUMNS):
        yield x, width, Align.RIGHT if place >= len(_COLUMNS) - 2 else Align.LEFT
        x += width


def _cells(sheet: CashSheet, line: CashLine) -> list[list[str]]:
    payment = line.payment
    when = f"{line.at:%H:%M}" if sheet.first == sheet.last else f"{line.at:%m-%d %H:%M}"
    about = payment.about
    if payment.kind is PaymentKind.REFUNDED:
        about = " · ".join(part for part in (_("refund"), about, payment.note) if part)
    texts = (
        payment.receipt,
        when,
        payment.patron,
        about,
        payment.taken_by,
        "" if line.came_in is None else format_fen(line.came_in),
        "" if line.went_out is None else format_fen(line.went_out),
    )
    widths = [width - 1.5 for width in _COLUMNS]
    return [at_most(text, width, _LETTERS, _MOST_LINES) for text, width in zip(texts, widths, strict=True)]


def _height(cells: Sequence[Sequence[str]]) -> float:
    return _LEADING * max(1, *(len(lines) for lines in cells)) + _WHITE


def _row(cells: Sequence[Sequence[str]], y: float) -> Iterator[Shape]:
    for (x, width, align), lines in zip(_places(), cells, strict=True):
        for place, line in enumerate(lines):
            top = y + _WHITE / 2 + place * _LEADING
            yield Words(x, top, width - 1.5, _LEADING, line, _LETTERS, align=align)
    yield Box(_EDGE, y + _height(cells) - 0.1, _WIDTH, 0, 0.08)


def _end(sheet: CashSheet, y: float) -> Iterator[Shape]:
    """The sums, the receipts that were undone, the line for the finance office, and who signs."""
    figures = (
        (_("In the box before"), sheet.opening),
        (_("Money taken"), sheet.came_in),
        (_("Money given back"), sheet.went_out),
        (_("In the box now"), sheet.closing),
    )
    width = _WIDTH / len(figures)
    for place, (name, amount) in enumerate(figures):
        yield Box(_EDGE + place * width, y, width, 14, 0.25)
        yield Words(_EDGE + place * width + 2, y + 1, width - 4, 5, name, 3.4, grey=True)
        bold = place == len(figures) - 1
        yield Words(_EDGE + place * width + 2, y + 6.5, width - 4, 6, format_fen(amount), 4.8, bold=bold)
    y += 17
    if sheet.taken_back:
        numbers = _("Receipts that were undone, never given again: {numbers}").format(
            numbers=_(", ").join(sheet.taken_back)
        )
        for place, line in enumerate(at_most(numbers, _WIDTH, 3.3, _MOST_TAKEN_BACK)):
            yield Words(_EDGE, y + place * 4.6, _WIDTH, 4.6, line, 3.3)
        y += _MOST_TAKEN_BACK * 4.6
    counted = _("Counted in the box: ____________ yuan     Handed to the finance office: ____________ yuan")
    yield Words(_EDGE, y + 1, _WIDTH, 6, counted, 3.8)
    yield from _signatures(y + 10)


def _signatures(top: float) -> Iterator[Shape]:
    who = (_("Handled by"), _("In charge"))
    width = _WIDTH / len(who)
    yield Box(_EDGE, top, _WIDTH, _SIGNATURES, 0.3)
    for place, name in enumerate(who):
        x = _EDGE + place * width
        if place:
            yield Box(x, top, 0, _SIGNATURES, 0.15)
        yield Words(x + 2, top + 1.5, width - 4, 6, name, 3.8, bold=True)
        yield Words(x + 2, top + _SIGNATURES - 7.5, width - 4, 6, _("date:"), 3.2, grey=True)


def _foot(lines: Sequence[CashLine], number: int, pages: int) -> Iterator[Shape]:
    came = format_fen(sum(line.came_in or 0 for line in lines))
    went = format_fen(sum(line.went_out or 0 for line in lines))
    words = ngettext(
        "This page: {count} payment, {came} yuan in, {went} yuan out",
        "This page: {count} payments, {came} yuan in, {went} yuan out",
        len(lines),
    ).format(count=len(lines), came=came, went=went)
    yield Words(_EDGE, A4[1] - 14, _WIDTH * 0.7, 5, words, 3.2, grey=True)
    text = _("Page {number} of {pages}").format(number=number, pages=pages)
    yield Words(_EDGE + _WIDTH / 2, A4[1] - 14, _WIDTH / 2, 5, text, 3.2, align=Align.RIGHT, grey=True)

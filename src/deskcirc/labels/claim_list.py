"""The claim list for a dealer: what is short, extra, of another price or edition, with sums; to print or to save."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from deskcirc.domain.batches import Batch, discount_words
from deskcirc.domain.deliveries import CLAIM_WORDS, Claim, ClaimKind
from deskcirc.domain.prices import format_fen
from deskcirc.domain.report import Kind, Report, ReportColumn
from deskcirc.labels.paper import A4, Align, Box, Paper, Shape, Words
from deskcirc.text import full_date, marked, ngettext
from deskcirc.text import gettext as _

_EDGE: Final = 15.0
_WIDTH: Final = A4[0] - 2 * _EDGE
_FIRST, _LAST = 58.0, 252.0  # millimetres: first row, end of the last; below it are sums and signatures
_ROW, _HEADING = 6.6, 9.0
_LETTERS: Final = 3.4
_COLUMNS: Final = (10.0, 52.0, 29.0, 28.0, 13.0, 13.0, 13.0, 22.0)
"""Line, title, ISBN, list price, expected, arrived, copies claimed, amount; with two millimetres between them."""
_RIGHT: Final = frozenset({0, 3, 4, 5, 6, 7})
_HEADINGS: Final = (
    marked("Line"),
    marked("Title"),
    marked("ISBN"),
    marked("List price"),
    marked("Expected"),
    marked("Arrived"),
    marked("Copies"),
    marked("Amount"),
)

_Row = tuple[str, tuple[str, ...]]


def claim_list(batch: Batch, claims: Sequence[Claim], library_name: str, on: date) -> Paper:
    """The list on A4, kind by kind; where nothing is to be claimed, one page that says so."""
    parts = _parts(list(_rows(claims)))
    pages = []
    for number, part in enumerate(parts, 1):
        shapes = [*_head(batch, library_name, on), *_body(part), *_foot(number, len(parts))]
        if not claims:
            words = _("Everything came as it was ordered; nothing is to be claimed.")
            shapes.append(Words(_EDGE, _FIRST + 2, _WIDTH, 8, words, 4.5))
        if number == len(parts):
            shapes += _sums(batch, claims)
        pages.append(tuple(shapes))
    return Paper(_("Claim list of batch {number}").format(number=batch.number), tuple(pages))


def claim_report(batch: Batch, claims: Sequence[Claim], library_name: str, on: date) -> Report:
    """The same list as a table for a workbook or a text file."""
    rows = tuple(
        (
            _(CLAIM_WORDS[claim.kind]),
            claim.line.position,
            claim.line.name,
            claim.line.author,
            claim.line.publisher,
            claim.line.isbn,
            claim.line.isbn_found,
            claim.line.price,
            claim.line.price_found,
            claim.line.expected,
            claim.line.arrived,
            claim.count,
            claim.amount,
            claim.line.remark,
        )
        for claim in claims
    )
    columns = (
        ReportColumn(_("What is wrong"), 20),
        ReportColumn(_("Line"), 10, Kind.NUMBER),
        ReportColumn(_("Title"), 60),
        ReportColumn(_("Author"), 26),
        ReportColumn(_("Publisher"), 30),
        ReportColumn(_("ISBN"), 28),
        ReportColumn(_("ISBN on the copy"), 28),
        ReportColumn(_("List price"), 16, Kind.MONEY),
        ReportColumn(_("Price on the copy"), 16, Kind.MONEY),
        ReportColumn(_("Expected"), 14, Kind.NUMBER),
        ReportColumn(_("Arrived"), 14, Kind.NUMBER),
        ReportColumn(_("Copies"), 14, Kind.NUMBER),
        ReportColumn(_("Amount"), 18, Kind.MONEY),
        ReportColumn(_("Remarks"), 30),
    )
    title = _("Claim list of batch {number}").format(number=batch.number)
    return Report("claims", title, _told(batch, library_name, on), columns, rows)


def _rows(claims: Sequence[Claim]) -> Iterator[_Row]:
    """Each kind under its heading, which comes with the cells empty."""
    for kind in ClaimKind:
        of_kind = [claim for claim in claims if claim.kind is kind]
        if not of_kind:
            continue
        copies = sum(claim.count for claim in of_kind)
        count = ngettext("{count} copy", "{count} copies", copies).format(count=copies)
        yield _("{kind}: {count}").format(kind=_(CLAIM_WORDS[kind]), count=count), ()
        for claim in of_kind:
            yield "", _cells(claim)


def _cells(claim: Claim) -> tuple[str, ...]:
    line = claim.line
    name, isbn, price = line.name, line.isbn, _money(line.price)
    if claim.kind is ClaimKind.PRICE:
        price = f"{price} → {_money(line.price_found)}" if price else _money(line.price_found)
    if claim.kind is ClaimKind.EDITION:
        isbn = line.isbn_found
    counts = (str(line.expected), str(line.arrived), str(claim.count))
    return (str(line.position), name, isbn, price, *counts, _money(claim.amount))


def _parts(rows: list[_Row]) -> list[list[_Row]]:
    """The rows of each page; a heading never ends one."""
    parts: list[list[_Row]] = [[]]
    room = _LAST - _FIRST
    for row in rows:
        needed = _ROW if row[1] else _HEADING + _ROW
        if needed > room:
            parts.append([])
            room = _LAST - _FIRST
        parts[-1].append(row)
        room -= _ROW if row[1] else _HEADING
    return parts


def _head(batch: Batch, library_name: str, on: date) -> Iterator[Shape]:
    stated = batch.stated
    title = _("Claim list of batch {number}").format(number=batch.number)
    yield Words(_EDGE, 12, _WIDTH, 10, title, 7, bold=True)
    yield Words(_EDGE, 22, _WIDTH, 6, _told(batch, library_name, on), 3.6, grey=True)
    to = _("To: {dealer}").format(dealer=batch.origin)
    invoice = _("Invoice: {invoice}").format(invoice=stated.invoice or "–")
    received = _("Received on {day}").format(day=full_date(stated.received))
    yield Words(_EDGE, 31, _WIDTH / 2, 6, to, 4.2, bold=True)
    yield Words(_EDGE + _WIDTH / 2, 31, _WIDTH / 2, 6, invoice, 4.2)
    yield Words(_EDGE, 37.5, _WIDTH, 6, received, 3.8)
    for column, (x, width) in enumerate(_places()):
        align = Align.RIGHT if column in _RIGHT else Align.LEFT
        yield Words(x, _FIRST - 8, width, 6, _(_HEADINGS[column]), 3.2, bold=True, grey=True, align=align)
    yield Box(_EDGE, _FIRST - 1.5, _WIDTH, 0, 0.3)


def _body(rows: Sequence[_Row]) -> Iterator[Shape]:
    y = _FIRST
    for heading, cells in rows:
        if not cells:
            yield Words(_EDGE, y + 1.8, _WIDTH, _HEADING - 2.4, heading, 4.2, bold=True)
            y += _HEADING
            yield Box(_EDGE, y - 0.4, _WIDTH, 0, 0.15)
            continue
        for column, ((x, width), text) in enumerate(zip(_places(), cells, strict=True)):
            align = Align.RIGHT if column in _RIGHT else Align.LEFT
            if text:
                yield Words(x, y, width, _ROW - 0.4, text, _LETTERS, align=align)
        y += _ROW
        yield Box(_EDGE, y - 0.3, _WIDTH, 0, 0.08)


def _sums(batch: Batch, claims: Sequence[Claim]) -> Iterator[Shape]:
    """What it comes to in yuan, and who signs; short and extra at list price, and at the batch's discount."""
    y = _LAST + 4
    sentences = []
    for kind, words in (
        (ClaimKind.SHORT, _("Short, at list price: {amount} yuan")),
        (ClaimKind.EXTRA, _("Extra, at list price: {amount} yuan")),
        (ClaimKind.PRICE, _("Other prices, more than listed: {amount} yuan")),
    ):
        amounts = [claim.amount for claim in claims if claim.kind is kind and claim.amount is not None]
        if not amounts:
            continue
        sentence = words.format(amount=format_fen(sum(amounts)))
        if batch.stated.discount is not None:
            paid = format_fen(sum(amounts) * batch.stated.discount // 1000)
            at = _("at {discount}: {amount} yuan").format(discount=discount_words(batch.stated.discount), amount=paid)
            sentence = _(", ").join((sentence, at))
        sentences.append(sentence)
    for place, sentence in enumerate(sentences):
        yield Words(_EDGE, y + place * 5.2, _WIDTH, 5, sentence, 3.6)
    sign = _("Checked by ____________      Date ____________      For the dealer ____________")
    yield Words(_EDGE, _LAST + 22, _WIDTH, 5, sign, 3.6)


def _foot(number: int, pages: int) -> Iterator[Shape]:
    text = _("Page {number} of {pages}").format(number=number, pages=pages)
    yield Words(_EDGE, A4[1] - 14, _WIDTH, 5, text, 3.2, align=Align.RIGHT, grey=True)


def _told(batch: Batch, library_name: str, on: date) -> str:
    return " · ".join(part for part in (library_name, batch.origin, full_date(on)) if part)


def _places() -> Iterator[tuple[float, float]]:
    x = _EDGE
    for width in _COLUMNS:
        yield x, width - 2
        x += width


def _money(fen: int | None) -> str:
    return "" if fen is None else format_fen(fen)

"""The certificate of clearance (离校清书证明): a leaver has given everything back; three on a page, to be cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from deskcirc.labels.paper import A4, Align, Box, Paper, Shape, Words
from deskcirc.labels.paragraph import paragraph
from deskcirc.text import full_date
from deskcirc.text import gettext as _

_A_PAGE: Final = 3
_HEIGHT: Final = A4[1] / _A_PAGE
_EDGE: Final = 22.0
_WIDTH: Final = A4[0] - 2 * _EDGE


@dataclass(frozen=True, slots=True)
class Clearance:
    """One leaver who is cleared; `number` is the certificate's own, given once for ever."""

    number: str
    name: str
    class_name: str
    patron_number: str
    on: date
    cleared_by: str = ""


def clearance_paper(clearances: Sequence[Clearance], library: str) -> Paper:
    """The certificates of one leaver or of a whole class, in the order given."""
    pages = tuple(
        tuple(_page(clearances[start : start + _A_PAGE], library)) for start in range(0, len(clearances), _A_PAGE)
    )
    if len(clearances) == 1:
        return Paper(_("Certificate of clearance of {name}").format(name=clearances[0].name), pages)
    return Paper(_("Certificates of clearance"), pages)


def _page(clearances: Sequence[Clearance], library: str) -> Iterator[Shape]:
    for place, clearance in enumerate(clearances):
        if place:
            yield Box(0, place * _HEIGHT, A4[0], 0, 0.1)
        yield from _certificate(clearance, library, place * _HEIGHT)


def _certificate(clearance: Clearance, library: str, y: float) -> Iterator[Shape]:
    yield Box(_EDGE - 8, y + 8, _WIDTH + 16, _HEIGHT - 16, 0.3)
    yield Box(_EDGE - 7, y + 9, _WIDTH + 14, _HEIGHT - 18, 0.1)
    yield Words(_EDGE, y + 14, _WIDTH, 10, _("Certificate of clearance"), 8, bold=True, align=Align.CENTRE)
    number = _("No. {number}").format(number=clearance.number)
    yield Words(_EDGE, y + 25, _WIDTH, 5, number, 3.6, align=Align.RIGHT, grey=True)
    facts = {"name": clearance.name, "class_name": clearance.class_name, "number": clearance.patron_number or "–"}
    if clearance.class_name:
        words = _(
            "This is to certify that {name} of {class_name}, number {number}, has returned every copy on loan and "
            "owes this library nothing. Nothing stands in the way of leaving the school."
        )
    else:
        words = _(
            "This is to certify that {name}, number {number}, has returned every copy on loan and owes this library "
            "nothing. Nothing stands in the way of leaving the school."
        )
    yield from paragraph(words.format(**facts), _EDGE, y + 34, _WIDTH, 5, 9, indent=9)
    yield from _signatures(clearance, library, y + 66)


def _signatures(clearance: Clearance, library: str, y: float) -> Iterator[Shape]:
    left, right = _EDGE, _EDGE + _WIDTH / 2 + 6
    room = _WIDTH / 2 - 6
    yield from _line(left, y, room, _("Done by"), clearance.cleared_by)
    yield from _line(left, y + 9, room, _("Class teacher"), "")
    yield Words(
        right, y, room, 7, _("{library} (seal)").format(library=library or _("Library")), 4.2, align=Align.RIGHT
    )
    yield Words(right, y + 9, room, 7, full_date(clearance.on), 4.2, align=Align.RIGHT)


def _line(x: float, y: float, width: float, label: str, value: str) -> Iterator[Shape]:
    yield Words(x, y, 20, 7, label, 4.2)
    yield Words(x + 21, y, width - 21, 7, value, 4.2)
    yield Box(x + 20, y + 6.6, width - 20, 0, 0.15)

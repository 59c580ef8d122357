"""The sheet that goes with new copies to the stacks (典藏移交清单): by place, in shelf order, sum and signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from deskcirc.domain.copies import Copy
from deskcirc.domain.hand_over import HandOver
from deskcirc.domain.prices import format_fen
from deskcirc.domain.stock_words import titles_and_copies
from deskcirc.labels.paper import Align, Paper
from deskcirc.labels.signed_list import ListColumn, ListRow, SignedList, signed_list
from deskcirc.text import full_date, ngettext
from deskcirc.text import gettext as _


def hand_over_sheet(made: HandOver, copies: Sequence[Copy], library: str) -> Paper:
    """The sheet of a hand-over; `copies` in shelf order."""
    columns = (
        ListColumn(_("No."), 10),
        ListColumn(_("Call number"), 36),
        ListColumn(_("Title"), 70),
        ListColumn(_("Accession No."), 26),
        ListColumn(_("Item type"), 20),
        ListColumn(_("Price (yuan)"), 18, Align.RIGHT),
    )
    first = "   ".join(
        (
            _("Hand-over {number}").format(number=made.number),
            full_date(made.on),
            _("Receiver: {name}").format(name=made.receiver),
        )
    )
    told = (first, _("Note: {note}").format(note=made.note)) if made.note else (first,)
    titles = len({copy.title_id for copy in copies})
    words = _("In all {stock}, {amount} yuan")
    value = sum(copy.price or 0 for copy in copies)
    return signed_list(
        SignedList(
            title=_("Hand-over of new books to the stacks"),
            library=library,
            told=told,
            columns=columns,
            rows=tuple(_rows(copies)),
            total=words.format(stock=titles_and_copies(titles, len(copies)), amount=format_fen(value)),
            signatures=(_("Handed over by"), _("Received by"), _("Head of the library")),
        )
    )


def _rows(copies: Sequence[Copy]) -> Iterator[ListRow]:
    by_place = sorted(copies, key=lambda copy: copy.location)  # stable: in shelf order within a place
    number = 0
    for location, group in groupby(by_place, key=lambda copy: copy.location):
        here = list(group)
        value = format_fen(sum(copy.price or 0 for copy in here))
        words = ngettext("{place}: {count} copy, {amount} yuan", "{place}: {count} copies, {amount} yuan", len(here))
        place = location or _("no place set")
        yield ListRow((), heading=words.format(place=place, count=len(here), amount=value))
        for copy in here:
            number += 1
            price = "–" if copy.price is None else format_fen(copy.price)
            cells = (str(number), copy.call_number or "–", copy.name, copy.code, copy.item_type, price)
            yield ListRow(cells, copy.price)

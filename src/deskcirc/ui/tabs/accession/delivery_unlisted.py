"""Books of a parcel that are on no list: known from the library or from another dealer's list, or typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from deskcirc.desk import deliveries
from deskcirc.desk.desk import Desk
from deskcirc.domain.deliveries import line_draft, same_book
from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.isbn import read_isbn
from deskcirc.domain.prices import typed_fen
from deskcirc.domain.title_names import quoted
from deskcirc.store.lookups.deliveries import lines_by_isbn
from deskcirc.store.lookups.titles import record_of_title, titles_by_isbn
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Choice, UnknownActError
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.accession import delivery_words as words
from deskcirc.ui.tabs.accession.delivery_acts import refused, said
from deskcirc.ui.tabs.accession.delivery_part import DeliveryPart, Unlisted

_LONGEST: Final = 200
_MOST_EDITIONS: Final = 8


def not_listed(desk: Desk, part: DeliveryPart, number: str) -> Answer:
    """Nothing is counted yet: a person says whether it is extra, or another edition of what was ordered."""
    found = _looked_up(desk, part, number)
    message, told = words.unlisted(found)
    return Answer(replace(part, unlisted=found), message, told, choices=_choices(found))


def take_extra(desk: Desk, part: DeliveryPart, values: Mapping[str, str]) -> Answer:
    """Count the book as extra, under its known title or the one that was typed; without a scan, under its title."""
    if part.batch is None:
        raise UnknownActError("extra")
    found, typed = part.unlisted, values.get("title", "").strip()[:_LONGEST]
    text = values.get("price", "").strip()
    price = typed_fen(text)
    if text and price is None:
        return refused(part, (_("“{words}” is no amount in yuan. Write it as 1234.50.").format(words=text[:30]),))
    draft = TitleDraft(typed) if found is None or found.known is None or typed else found.known
    if found is not None:
        isbn = read_isbn(found.number)
        numbers = {"isbn": isbn.value, "isbn_valid": True} if isbn.valid else {"issn": found.number}
        draft = replace(draft, **numbers)
    draft = replace(draft, price=draft.price if price is None else price, copies=())
    marc = found.marc if found is not None and not typed else None
    return said(part, deliveries.count_unlisted(desk, part.batch.id, draft, marc))


def _looked_up(desk: Desk, part: DeliveryPart, number: str) -> Unlisted:
    with desk.library.reading() as connection:
        titles = titles_by_isbn(connection, number)
        if titles:
            known, marc = titles[0].description, record_of_title(connection, titles[0].id)
            known_from = _("known from the library")
        else:
            lines = lines_by_isbn(connection, number)
            if not lines:
                return Unlisted(number)
            known, marc = line_draft(lines[0])
            known_from = _("known from another dealer's list")
    editions = tuple(line for line in part.lines if same_book(known, line))
    return Unlisted(number, known, known_from, marc, editions[:_MOST_EDITIONS])


def _choices(found: Unlisted) -> tuple[Choice, ...]:
    if found.known is None:
        return ()
    extra = Choice("delivery.extra", _("Extra: {title}").format(title=quoted(found.known.title)), found.known_from)
    editions = (
        Choice(
            f"delivery.edition:{line.id}",
            _("Another edition of line {number}: {title}").format(number=line.position, title=quoted(line.name)),
            words.choice_detail(line),
        )
        for line in found.editions
    )
    return (extra, *editions)

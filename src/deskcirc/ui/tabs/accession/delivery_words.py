"""The sentences of the delivery check."""

from __future__ import annotations

from deskcirc.desk.deliveries import LineOutcome
from deskcirc.domain.deliveries import DeliveryLine
from deskcirc.domain.prices import format_fen
from deskcirc.domain.stock_words import arrived_words, copies_words
from deskcirc.domain.title_names import quoted
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.outcome import Message, Offer, Told, Tone
from deskcirc.ui.tabs.accession.delivery_part import DeliveryPart, Unlisted

_NAMED = 4


def calm(part: DeliveryPart) -> Message:
    """What a scan means now."""
    if part.batch is None:
        return Message(Tone.READY, _("Delivery check: choose the batch whose parcel you unpack"))
    return Message(Tone.READY, _("Scan the ISBN of each book of batch {number}").format(number=part.batch.number))


def count_words(line: DeliveryLine) -> str:
    """How far a line has come: "2 of 3"."""
    return _("{arrived} of {expected}").format(arrived=line.arrived, expected=line.expected)


def tone_of(line: DeliveryLine) -> Tone | None:
    """The colour of a line in the list."""
    if line.extra or line.price_differs or line.isbn_found:
        return Tone.LOOK
    return Tone.DONE if line.arrived and not line.short else None


def standing_words(line: DeliveryLine) -> str:
    """What is to be said of a line, for the list: complete, short, extra, another price, another edition."""
    parts = []
    if line.arrived and line.expected and not line.short and not line.extra:
        parts.append(_("complete"))
    if line.arrived and line.short:
        parts.append(_("{count} short").format(count=line.short))
    if line.extra:
        words = _("{count} too many") if line.expected else _("not on the list")
        parts.append(words.format(count=line.extra))
    if line.price_differs and line.price_found is not None:
        parts.append(_("price on the copy {price}").format(price=format_fen(line.price_found)))
    if line.isbn_found:
        parts.append(_("other edition {isbn}").format(isbn=line.isbn_found))
    if line.title_id is not None:
        parts.append(_("catalogued"))
    return _(", ").join((*parts, *([line.remark] if line.remark else [])))


def counted(outcome: LineOutcome, line: DeliveryLine) -> tuple[Message, Told]:
    """What a scan came to: how many came of how many, complete, or one too many."""
    told = "arrived" if line.short else "complete"
    headline = _("{title}: {count}").format(title=quoted(line.name), count=count_words(line))
    tone, details = Tone.DONE, []
    if line.extra and not line.expected:
        told, tone = "extra", Tone.LOOK
        headline = _("Extra: {title}, {count} on no list").format(title=quoted(line.name), count=line.arrived)
    elif line.extra:
        told, tone = "extra", Tone.STOP
        words = ngettext("{count} too many: {title}", "{count} too many: {title}", line.extra)
        headline = words.format(count=line.extra, title=quoted(line.name))
        details.append(_("{arrived} came, {expected} were expected.").format(**_counts(line)))
    elif not line.short:
        headline = _("{title}: complete, {count}").format(title=quoted(line.name), count=count_words(line))
    if outcome.count > 1:
        details.append(_("{copies} counted at once").format(copies=copies_words(outcome.count)))
    if line.price is not None:
        details.append(_("list price {price}").format(price=format_fen(line.price)))
    details += [words for words in (_price_words(line), _edition_words(line), line.remark) if words]
    return Message(tone, headline, tuple(details)), Told(told, copy=line.isbn, title=line.title)


def offers_for(line: DeliveryLine) -> tuple[Offer, ...]:
    """What may be done about the line scanned last."""
    if not line.short:
        return ()
    words = ngettext("The last {count} came too", "All other {count} came too", line.short)
    return (Offer(f"delivery.rest:{line.id}", words.format(count=line.short)),)


def unlisted(found: Unlisted) -> tuple[Message, Told]:
    """A scanned number that is on no list."""
    told = Told("not-listed", copy=found.number)
    if found.known is None:
        headline = _("Not on the list: {number}").format(number=found.number)
        ways_out = _("Type its title below, or select the line it is another edition of.")
        return Message(Tone.STOP, headline, (ways_out,)), told
    headline = _("Not on the list: {title}").format(title=quoted(found.known.title))
    details = tuple(words for words in (found.number, found.known.author, found.known_from) if words)
    return Message(Tone.STOP, headline, details), Told("not-listed", copy=found.number, title=found.known.title)


def checked(part: DeliveryPart) -> tuple[Message, Told]:
    """The list was compared with the parcels: what is to be claimed."""
    figures = part.figures
    number = part.batch.number if part.batch is not None else ""
    arrived = arrived_words(figures.arrived, figures.expected)
    headline = _("Batch {number} is checked: {arrived}").format(number=number, arrived=arrived)
    details = []
    if figures.short:
        details.append(_("{count} short").format(count=figures.short))
    if figures.extra:
        details.append(_("{count} extra").format(count=figures.extra))
    if figures.price:
        words = ngettext("{count} line with another price", "{count} lines with another price", figures.price)
        details.append(words.format(count=figures.price))
    if figures.edition:
        words = ngettext("{count} line of another edition", "{count} lines of another edition", figures.edition)
        details.append(words.format(count=figures.edition))
    if details:
        details.append(_("The claim list says so to the dealer."))
    return Message(Tone.LOOK if details else Tone.DONE, headline, tuple(details)), Told("batch-checked")


def choice_detail(line: DeliveryLine) -> str:
    """What tells a line from another of the same ISBN or name."""
    parts = (count_words(line), line.author, line.publisher, "" if line.price is None else format_fen(line.price))
    return " · ".join(part for part in parts[: _NAMED + 1] if part)


def _counts(line: DeliveryLine) -> dict[str, int]:
    return {"arrived": line.arrived, "expected": line.expected}


def _price_words(line: DeliveryLine) -> str:
    if not line.price_differs or line.price_found is None:
        return ""
    return _("but {price} stands on the copy").format(price=format_fen(line.price_found))


def _edition_words(line: DeliveryLine) -> str:
    return _("another edition came: {isbn}").format(isbn=line.isbn_found) if line.isbn_found else ""

"""The delivery check in plain Python: books of a parcel are scanned and counted on the lines of the dealer's list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from deskcirc.desk import deliveries
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.deliveries import (
    DeliveryLine,
    line_to_fill,
    lines_with,
    matching_lines,
    scanned_number,
    typed_price,
    typed_quantity,
)
from deskcirc.domain.scanning import Scan, ScanKind
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Choice, Message, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.accession import delivery_acts as acts
from deskcirc.ui.tabs.accession import delivery_unlisted as unlisted
from deskcirc.ui.tabs.accession import delivery_words as words
from deskcirc.ui.tabs.accession.delivery_part import DeliveryPart, read_part

REPEAT_SECONDS: Final = 0.4
"""Forty copies of one book are scanned one after the other; only what follows at once is one pull of the trigger."""
_MOST_CHOICES: Final = 9


def first() -> DeliveryPart:
    """The section before anything is read."""
    return DeliveryPart()


def refresh(desk: Desk, part: DeliveryPart) -> DeliveryPart:
    """Read what changed."""
    return read_part(desk, part)


def on_next(part: DeliveryPart) -> DeliveryPart:
    """What is on no list is put aside."""
    return replace(part, unlisted=None, words="")


def on_scan(desk: Desk, part: DeliveryPart, scan: Scan, found: Identified) -> Answer:
    """An ISBN counts a copy; "*5" and "=45" typed after it say how many came, and what price stands on them."""
    part = read_part(desk, part)
    if part.batch is None:
        headline = _("Choose the batch first") if part.batches else _("Open a batch first, then load its list")
        return Answer(part, Message(Tone.LOOK, headline), Told("no-batch"))
    quantity, price = typed_quantity(scan), typed_price(scan)
    if part.last is not None and quantity is not None:
        return _quantity(desk, part, part.last, quantity)
    if part.last is not None and price:
        return acts.price(desk, part, part.last.id, {"price": price})
    number = scanned_number(scan)
    if number:
        return _number_scanned(desk, part, number)
    return _by_words(part, scan, found)


def on_act(desk: Desk, part: DeliveryPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of one line carry its id behind a colon (`acts.OF_LINE` and count), others do not; see `acts.OF_BATCH`."""
    verb = act.partition(":")[0]
    part = read_part(desk, part)
    of_line = acts.OF_LINE.get(verb)
    if verb == "count":
        return count(desk, part, number_in(act), 1)
    if of_line is not None:
        return of_line(desk, part, number_in(act), values)
    of_batch = acts.OF_BATCH.get(verb)
    if of_batch is not None:
        return of_batch(desk, part, act, values)
    if act == "extra":
        return unlisted.take_extra(desk, part, values)
    raise UnknownActError(act)


def count(desk: Desk, part: DeliveryPart, line_id: int, copies: int) -> Answer:
    """Count copies of a line and say how far it has come."""
    return acts.said(part, deliveries.count_arrived(desk, line_id, copies))


def _number_scanned(desk: Desk, part: DeliveryPart, number: str) -> Answer:
    lines = lines_with(part.lines, number)
    if not lines:
        return unlisted.not_listed(desk, part, number)
    line = line_to_fill(lines)
    if line is not None:
        return count(desk, part, line.id, 1)
    headline = _("Which of these came? They share the ISBN {number}").format(number=number)
    return Answer(part, Message(Tone.LOOK, headline), Told("several", copy=number), choices=_choices(lines))


def _quantity(desk: Desk, part: DeliveryPart, line: DeliveryLine, quantity: int) -> Answer:
    """So many came by the last scan, which counted one of them already, unless that was undone since."""
    counted = max(0, part.last_count - max(0, part.last_arrived - line.arrived))
    more = quantity - counted
    if more <= 0:
        headline = _("{count} were counted already; undo takes them back").format(count=counted)
        return Answer(part, Message(Tone.LOOK, headline), Told("nothing"))
    outcome = deliveries.count_arrived(desk, line.id, more)
    answer = acts.said(part, outcome)
    return replace(answer, part=replace(answer.part, last_count=counted + outcome.count))


def _by_words(part: DeliveryPart, scan: Scan, found: Identified) -> Answer:
    """Words find the books without an ISBN; a barcode of the library is no book of a parcel."""
    if found.copy is not None:
        headline = _("{title} is a copy of the library already: {code}").format(
            title=found.copy.name, code=found.copy.code
        )
        return Answer(part, Message(Tone.LOOK, headline), Told("known-copy", copy=found.copy.code))
    text = " ".join(scan.original.split())
    lines = matching_lines(part.lines, text)
    if not lines or scan.kind is not ScanKind.CODE:
        headline = _("Nothing on the list is called {text}").format(text=text)
        details = (_("Scan the ISBN, or type a part of the title, its pinyin or its initials."),)
        return Answer(part, Message(Tone.LOOK, headline, details), Told("nothing"))
    if len(lines) > _MOST_CHOICES:
        headline = _("{count} lines answer to {text}; choose one of them below").format(count=len(lines), text=text)
        return Answer(replace(part, words=text), Message(Tone.LOOK, headline), Told("several"))
    headline = _("Which of these came?")
    return Answer(part, Message(Tone.LOOK, headline), Told("several"), choices=_choices(lines))


def _choices(lines: tuple[DeliveryLine, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(f"delivery.count:{line.id}", line.name, words.choice_detail(line)) for line in lines)

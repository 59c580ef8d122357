"""Changing what is registered about copies: a worn label replaced, a type, place, price, note or volume put right.

A barcode that was replaced stays the copy's for ever: whoever scans the old label still finds it, and nothing else
in the library may get that code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from deskcirc.desk.accession import not_allowed
from deskcirc.desk.desk import Desk
from deskcirc.desk.giving_numbers import bearer_sentence, code_flaw, next_free
from deskcirc.domain.card_codes import next_code_of_patron
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import CopyState
from deskcirc.domain.numbering import numbers_in_words, read_number
from deskcirc.domain.prices import format_fen
from deskcirc.domain.scanning import normal_code
from deskcirc.domain.stock_words import titles_words
from deskcirc.domain.title_names import quoted
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copy_lines import CopyLine, copy_lines, old_labels
from deskcirc.store.lookups.numbering import all_locations, bearers_of, open_item_types, values_in_use, values_taken
from deskcirc.store.tables import copies, copy_codes
from deskcirc.text import gettext as _

NEXT: Final = "next"
"""Instead of a new barcode: one that goes on where the copies' own barcodes ended, or the number with a mark."""


@dataclass(frozen=True, slots=True)
class LabelReplaced:
    """The copy's barcode from now on, or every reason why nothing was done."""

    barcode: str = ""
    refusals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyChange:
    """What to change of copies; None leaves it as it is. `location_id` 0 takes the place away, `price` is in fen."""

    item_type_id: int | None = None
    location_id: int | None = None
    price: int | None = None
    note: str | None = None
    volume: str | None = None


def replace_label(desk: Desk, copy_id: int, new_barcode: str | None = None, reason: str = "") -> LabelReplaced:
    """Put the copy on the list of labels to print: with the same code (None), with NEXT, or with this new barcode.

    The old barcode still finds the copy. Raises GoneError for a copy that is not there.
    """
    if refused := not_allowed(desk):
        return LabelReplaced(refusals=refused)
    with desk.library.writing(desk.act(ActName.REPLACE_LABEL)) as writing:
        (line,) = _lines(writing.connection, [copy_id])
        old = line.barcode or line.number
        code = old if new_barcode is None else _new_code(writing.connection, line, new_barcode)
        if refusals := (*_why_no_label(writing.connection, line, code), *too_long(reason)):
            return LabelReplaced(refusals=refusals)
        if code != old:
            _keep_old(desk, writing, line, reason.strip())
            writing.update(copies, copy_id, barcode=code)
        writing.update(copies, copy_id, wants_label=True)
        writing.tell(number=line.number, title=quoted(line.title, line.volume), code=code, old=old, note=reason.strip())
    return LabelReplaced(code)


def change_copy(desk: Desk, copy_ids: Sequence[int], change: CopyChange) -> tuple[str, ...]:
    """Change all of these copies in one act; returns every reason why nothing was done, empty where it is.

    Raises GoneError where one of them is not there.
    """
    if refused := not_allowed(desk):
        return refused
    with desk.library.writing(desk.act(ActName.CHANGE_COPY)) as writing:
        lines = _lines(writing.connection, copy_ids)
        if refusals := _why_no_change(writing.connection, lines, change):
            return refusals
        values, what = _values(writing.connection, lines, change)
        changed = [line for line in lines if values and writing.update(copies, line.id, **values)]
        if not changed:
            return (_("There is nothing to change: the copies are like this already."),)
        numbers = numbers_in_words(line.number for line in changed) or changed[0].number
        titles = dict.fromkeys(quoted(line.title) for line in changed)
        title = next(iter(titles)) if len(titles) == 1 else titles_words(len(titles))
        writing.tell(number=numbers, title=title, count=len(changed), what=_(", ").join(what))
    return ()


def _lines(connection: Connection, copy_ids: Sequence[int]) -> tuple[CopyLine, ...]:
    found = copy_lines(connection, copy_ids)
    if not found or len(found) != len(set(copy_ids)):
        raise GoneError
    return found


def _new_code(connection: Connection, line: CopyLine, wanted: str) -> str:
    return _next_code(connection, line) if wanted == NEXT else normal_code(wanted)


def _next_code(connection: Connection, line: CopyLine) -> str:
    """A school with barcodes of its own goes on with them; else the number gets a mark, as a card does."""
    read = read_number(line.barcode) if line.barcode and line.barcode != line.number else None
    if read is not None and not values_in_use(connection, read[0]):
        pattern = read[0]
        highest = max(values_taken(connection, pattern, 0, pattern.highest), default=0)
        free = next_free(connection, pattern, highest + 1, 1)
        if free is not None:
            return pattern.number(free)
    base = line.number
    return next_code_of_patron(
        base, lambda code: code not in (line.barcode, base) and not bearers_of(connection, [code])
    )


def _why_no_label(connection: Connection, line: CopyLine, code: str) -> tuple[str, ...]:
    flaws = [_withdrawn(line)]
    if not code:
        flaws.append(_("The new barcode is missing: scan it, or take the next one."))
    else:
        flaws.append(code_flaw(code))
        flaws += [bearer_sentence(each) for each in bearers_of(connection, [code]) if each.copy_id != line.id]
    return tuple(flaw for flaw in flaws if flaw)


def _withdrawn(line: CopyLine) -> str:
    if line.state is not CopyState.WITHDRAWN:
        return ""
    return _("{number} is withdrawn; nothing about it is changed any more.").format(number=line.number)


def _keep_old(desk: Desk, writing: Writing, line: CopyLine, reason: str) -> None:
    known = {label.code for label in old_labels(writing.connection, line.id)}
    if line.barcode and line.barcode != line.number and line.barcode not in known:
        writing.insert(copy_codes, code=line.barcode, copy_id=line.id, ended_at=desk.now, reason=reason)


def _why_no_change(connection: Connection, lines: Sequence[CopyLine], change: CopyChange) -> tuple[str, ...]:
    flaws = [*map(_withdrawn, lines), *too_long(change.note or "", change.volume or "")]
    types = {each.id for each in open_item_types(connection)}
    if change.item_type_id is not None and change.item_type_id not in types:
        flaws.append(_("The item type is missing, or it is offered no longer."))
    if change.location_id and change.location_id not in {each.id for each in all_locations(connection)}:
        flaws.append(_("There is no such place."))
    if change.price is not None and change.price < 0:
        flaws.append(_("A price cannot be below nothing."))
    if change == CopyChange():
        flaws.append(_("Choose what to change."))
    return tuple(flaw for flaw in flaws if flaw)


def _values(
    connection: Connection, lines: Sequence[CopyLine], change: CopyChange
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The columns to write and what the history says of them; what all the copies have already is left out."""
    types = {each.id: each.name for each in open_item_types(connection)}
    places = {each.id: each.name for each in all_locations(connection)}
    wanted: dict[str, tuple[Any, str]] = {}
    if change.item_type_id is not None:
        wanted["item_type_id"] = change.item_type_id, _("item type {name}").format(name=types[change.item_type_id])
    if change.location_id is not None:
        place = places.get(change.location_id, "–")
        wanted["location_id"] = change.location_id or None, _("place {name}").format(name=place)
    if change.price is not None:
        wanted["price"] = change.price, _("price {amount} yuan").format(amount=format_fen(change.price))
    if change.note is not None:
        wanted["note"] = change.note.strip(), _("note “{text}”").format(text=change.note.strip())
    if change.volume is not None:
        wanted["volume"] = change.volume.strip(), _("volume “{text}”").format(text=change.volume.strip())
    new = {name: pair for name, pair in wanted.items() if any(getattr(line, name) != pair[0] for line in lines)}
    return {name: pair[0] for name, pair in new.items()}, tuple(pair[1] for pair in new.values())

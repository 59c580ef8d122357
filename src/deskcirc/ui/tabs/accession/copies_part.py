"""The copies of a title in plain Python: those there are, and the order form that registers more of them.

Whoever embeds the panel keeps a CopiesPart, refreshes it with the title that is looked at, and passes on the acts
that `is_ours` knows and the scans that `on_scan` answers. Place, type, batch and where barcodes come from stay from
one title to the next, for a parcel is one afternoon's work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from deskcirc.desk.accession import CopiesAdded, CopyOrder, CopyPlan, add_copies, not_allowed, plan_copies
from deskcirc.desk.copies import CopyChange, change_copy, replace_label
from deskcirc.desk.desk import Desk
from deskcirc.desk.giving_numbers import Labelling, series_name
from deskcirc.desk.identify import Identified
from deskcirc.domain.batches import Batch
from deskcirc.domain.numbering import NumberSeries, numbers_in_words
from deskcirc.domain.prices import typed_fen
from deskcirc.domain.scanning import Scan, normal_code
from deskcirc.store.database import Connection
from deskcirc.store.lookups.batches import open_batches
from deskcirc.store.lookups.copy_lines import CopyLine, copy_lines_of_title
from deskcirc.store.lookups.numbering import Named, all_locations, item_type_of_kind, open_item_types, series_of_copies
from deskcirc.store.lookups.titles import title_by_id
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.outcome import (
    Message,
    Offer,
    Told,
    Tone,
    UnknownActError,
    number_in,
    print_label,
    print_labels,
    take_back,
)
from deskcirc.ui.sections import Answer

FIELDS: Final = (
    *("count", "volumes", "series", "start", "item_type", "location", "batch", "price", "source"),
    *("labelling", "barcodes", "in_stock", "note"),
)
_STAYING: Final = frozenset(
    {"item_type", "type_of_books", "location", "batch", "labelling", "in_stock", "source", "series"}
)
_ACTS: Final = frozenset(
    {"copies_look", "copies_register", "copies_again", "copies_start", "copies_label", "copies_change"}
)
_COUNT: Final = re.compile(r"[1-9][0-9]{0,2}")
_PARTS: Final = re.compile(r"[,，、;；\n]+")
_CODES: Final = re.compile(r"[\s,，、;；]+")
YES: Final = "yes"


@dataclass(frozen=True, slots=True)
class CopiesPart:
    """What the panel shows; `values` is the order form as it stands, `order_flaws` what of it can't be read or done."""

    title_id: int | None = None
    lines: tuple[CopyLine, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    series: tuple[Named, ...] = ()
    item_types: tuple[Named, ...] = ()
    locations: tuple[Named, ...] = ()
    batches: tuple[Named, ...] = ()
    preview: str = ""
    order_flaws: tuple[str, ...] = ()
    may_change: bool = False
    delivery_line: int | None = None  # of a dealer's list, by which the copies to register came


def first() -> CopiesPart:
    """No title is looked at."""
    return CopiesPart()


def is_ours(act: str) -> bool:
    """Whether the panel means this act of its section."""
    return act.partition(":")[0] in _ACTS


def refresh(desk: Desk, part: CopiesPart, title_id: int | None) -> CopiesPart:
    """Read the copies of the title and what may be chosen, and count out the numbers that the order would give."""
    with desk.library.reading() as connection:
        lines = () if title_id is None else copy_lines_of_title(connection, title_id)
        series = tuple(Named(each.id, _series_words(each)) for each in series_of_copies(connection))
        types, places, batches = open_item_types(connection), all_locations(connection), open_batches(connection)
        usual = _usual_type(connection, title_id)
    values = part.values
    if title_id != part.title_id:
        values = _afresh(values, lines, usual, types, batches)
    named = tuple(Named(each.id, each.name) for each in batches)
    part = replace(part, title_id=title_id, lines=lines, values=values, series=series, item_types=types)
    part = replace(part, locations=places, batches=named, may_change=not not_allowed(desk))
    return _previewed(desk, part)


def _series_words(series: NumberSeries) -> str:
    return f"{series_name(series)} · {series.next_number}"


def _usual_type(connection: Connection, title_id: int | None) -> str:
    """The item type that goes by the kind of the title: issues are magazines; "" for a book, which may be any."""
    title = None if title_id is None else title_by_id(connection, title_id)
    usual = None if title is None else item_type_of_kind(connection, title.description.kind)
    return str(usual or "")


def _afresh(
    values: Mapping[str, str],
    lines: tuple[CopyLine, ...],
    usual: str,
    types: tuple[Named, ...],
    batches: tuple[Batch, ...],
) -> Mapping[str, str]:
    """The form for another title: what stays, the type of its copies or its kind, the newest batch under way.

    The type chosen for books stays aside while magazines are registered.
    """
    kept = {name: value for name, value in values.items() if name in _STAYING}
    of_books = kept.pop("type_of_books", kept.get("item_type", ""))
    kept["item_type"] = str(lines[-1].item_type_id) if lines else usual or of_books
    if usual:
        kept["type_of_books"] = of_books
    if not kept.get("item_type") and types:
        kept["item_type"] = str(types[0].id)
    if "batch" not in kept or kept["batch"] not in {"", *(str(each.id) for each in batches)}:
        kept["batch"] = str(batches[0].id) if batches else ""
    return {**kept, "count": "1"}


def _previewed(desk: Desk, part: CopiesPart) -> CopiesPart:
    if part.title_id is None:
        return replace(part, preview="", order_flaws=())
    order, flaws = order_in(part.values, part.title_id)
    plan = CopyPlan() if order is None else plan_copies(desk, order)
    shown = "" if plan.refusals else numbers_in_words(plan.numbers) or "".join(plan.numbers)
    return replace(part, preview=shown, order_flaws=flaws or plan.refusals)


def order_in(values: Mapping[str, str], title_id: int) -> tuple[CopyOrder | None, tuple[str, ...]]:
    """The order that the form's words make, or every sentence about what of them can't be read.

    Volumes named are one set; the count says how many sets. Raises UnknownActError for an id that is none.
    """
    flaws = []
    written_count, written_price = values.get("count", "").strip() or "1", values.get("price", "").strip()
    count = int(written_count) if re.fullmatch(r"[0-9]{1,6}", written_count) else None
    if count is None:
        flaws.append(_("“{words}” is no number of copies.").format(words=written_count[:20]))
    price = typed_fen(written_price)
    if written_price and price is None:
        flaws.append(_("“{words}” is no amount in yuan. Write it as 25.80.").format(words=written_price[:30]))
    item_type_id = _id_in(values, "item_type")
    if item_type_id is None:
        flaws.append(_("Choose an item type."))
    if count is None or item_type_id is None or flaws:
        return None, tuple(flaws)
    volumes = tuple(part.strip() for part in _PARTS.split(values.get("volumes", "")) if part.strip())
    if len(volumes) * count > 1:
        volumes, count = volumes * count if volumes else (), count * max(1, len(volumes))
    order = CopyOrder(
        title_id,
        count,
        item_type_id,
        location_id=_id_in(values, "location"),
        batch_id=_id_in(values, "batch"),
        price=price,
        source=values.get("source", ""),
        volumes=volumes,
        start=values.get("start", ""),
        series_id=_id_in(values, "series"),
        labelling=_labelling_in(values),
        barcodes=_codes_in(values),
        in_stock=values.get("in_stock") == YES,
        again=values.get("again") == YES,
        note=values.get("note", ""),
    )
    return order, ()


def _id_in(values: Mapping[str, str], name: str) -> int | None:
    value = values.get(name, "")
    return number_in(f":{value}") if value else None


def _labelling_in(values: Mapping[str, str]) -> Labelling | None:
    value = values.get("labelling", "")
    return Labelling(value) if value in set(Labelling) else None


def _codes_in(values: Mapping[str, str]) -> tuple[str, ...]:
    if _labelling_in(values) not in (None, Labelling.OWN):
        return ()
    return tuple(code for code in _CODES.split(values.get("barcodes", "")) if code)


def on_scan(part: CopiesPart, scan: Scan, found: Identified) -> Answer | None:
    """A new label scanned while copies get barcodes of their own; None where the scan is not for the order.

    A small number is how many copies came: after a while the keyboard is back at the scan box, and a person who has
    counted the books types on there.
    """
    if part.title_id is not None and _COUNT.fullmatch(scan.code) and not _bears(found, scan.code):
        words = ngettext(
            "{count} copy came: “Register” gives it its number",
            "{count} copies came: “Register” gives them their numbers",
            int(scan.code),
        )
        message = Message(Tone.LOOK, words.format(count=int(scan.code)))
        offers = (Offer("cataloguing.copies_register", _("Register"), "DC-YES"),)
        return Answer(replace(part, values={**part.values, "count": scan.code}), message, Told("count"), offers)
    if part.title_id is None or _labelling_in(part.values) is not Labelling.OWN or not found.is_unknown:
        return None
    order = order_in(part.values, part.title_id)[0]
    code, known = normal_code(scan.code), _codes_in(part.values)
    if order is None or not code or scan.isbn or code in known or len(known) >= order.count:
        return None
    codes = (*known, code)
    message = Message(
        Tone.DONE,
        _("Label {code} is for copy {number} of {count}").format(code=code, number=len(codes), count=order.count),
    )
    values = {**part.values, "barcodes": " ".join(codes)}
    return Answer(replace(part, values=values), message, Told("label", copy=code))


def _bears(found: Identified, code: str) -> bool:
    """Whether the very code is somebody's or something's, not only a spelling of it with zeros."""
    if found.copy is not None:
        return code in (found.copy.barcode, found.copy.accession_number) or found.by_old_label
    return found.patron is not None or bool(found.of_isbn)


def on_act(desk: Desk, part: CopiesPart, act: str, values: Mapping[str, str], section: str = "cataloguing") -> Answer:
    """The acts of the panel; `section` is the one it is embedded in, for what is offered.

    "copies_look" and "copies_register" with the values of the form, "copies_again" (the books bear these numbers
    already), "copies_start:NUMBER", "copies_label:COPY" with "code" and "reason", "copies_change:ID,ID" with the
    fields to change. Raises UnknownActError for others, GoneError for what is not there any more.
    """
    verb, _colon, subject = act.partition(":")
    if verb == "copies_label":
        return labelled(desk, part, number_in(act), values)
    if verb == "copies_change":
        return changed(desk, part, ids_in(act), values)
    title_id = part.title_id
    if verb not in _ACTS or title_id is None:
        raise UnknownActError(act)
    given = {name: values[name] for name in FIELDS if name in values}
    if verb == "copies_again":
        given["again"] = YES
    if verb == "copies_start":
        given["start"] = normal_code(subject)
    part = replace(part, values={**part.values, **given})
    if verb in ("copies_look", "copies_start"):
        return Answer(part)
    return _register(desk, part, title_id, section)


def _register(desk: Desk, part: CopiesPart, title_id: int, section: str) -> Answer:
    order, flaws = order_in(part.values, title_id)
    asked = {name: value for name, value in part.values.items() if name != "again"}
    if order is None:
        return _refused(replace(part, values=asked), flaws)
    added = add_copies(desk, replace(order, delivery_line=part.delivery_line))
    if not added.done:
        return _refused(replace(part, values=asked), added.refusals, _ways_out(added, order, section))
    kept = {name: value for name, value in asked.items() if name in _STAYING}
    if added.series_id is not None and order.start:
        kept["series"] = str(added.series_id)  # the next title goes on where this one ended
    shown = replace(part, values={**kept, "count": "1"})
    words = ngettext("{count} copy is registered: {numbers}", "{count} copies are registered: {numbers}", order.count)
    headline = words.format(count=order.count, numbers=numbers_in_words(added.numbers) or ", ".join(added.numbers))
    where = _("They may be lent at once.") if order.in_stock else _("They wait to be handed over to the stacks.")
    message = Message(Tone.DONE, headline, (where, _("Their labels are on the list of labels to print.")))
    offers = (print_labels(added.copy_ids), *take_back(added.entry_id))
    return Answer(shown, message, Told("registered", added.numbers[0]), offers)


def _ways_out(added: CopiesAdded, order: CopyOrder, section: str) -> tuple[Offer, ...]:
    offers = []
    if added.proposal:
        words = _("Start at {number}").format(number=added.proposal)
        offers.append(Offer(f"{section}.copies_start:{added.proposal}", words))
    if added.taken_back_only and not order.again:
        offers.append(Offer(f"{section}.copies_again", _("The books bear these numbers already")))
    return tuple(offers)


def _refused(part: Any, flaws: tuple[str, ...], offers: tuple[Offer, ...] = ()) -> Answer:
    return Answer(part, Message(Tone.STOP, flaws[0], flaws[1:]), Told("refused"), offers)


def labelled(desk: Desk, part: Any, copy_id: int, values: Mapping[str, str]) -> Answer:
    """Another label for a copy: `code` is "" for the same one, "next", or the new barcode."""
    code = values.get("code", "").strip()
    done = replace_label(desk, copy_id, code or None, values.get("reason", ""))
    if done.refusals:
        return _refused(part, done.refusals)
    headline = _("The label {code} is on the list of labels to print").format(code=done.barcode)
    details = (_("The old label still finds the copy."),) if code else ()
    return Answer(
        part,
        Message(Tone.DONE, headline, details),
        Told("labelled", done.barcode),
        (print_label(copy_id), *_undo(desk)),
    )


def changed(desk: Desk, part: Any, copy_ids: tuple[int, ...], values: Mapping[str, str]) -> Answer:
    """Copies put right: the fields of `values` that are there and not empty; "-" empties a note, volume or place."""
    written_price = values.get("price", "").strip()
    price = typed_fen(written_price)
    if written_price and price is None:
        words = _("“{words}” is no amount in yuan. Write it as 25.80.").format(words=written_price[:30])
        return _refused(part, (words,))
    location = 0 if values.get("location") == "-" else _id_in(values, "location")
    change = CopyChange(_id_in(values, "item_type"), location, price, _text(values, "note"), _text(values, "volume"))
    if flaws := change_copy(desk, copy_ids, change):
        return _refused(part, flaws)
    words = ngettext("{count} copy was changed", "{count} copies were changed", len(copy_ids))
    message = Message(Tone.DONE, words.format(count=len(copy_ids)))
    return Answer(part, message, Told("changed"), _undo(desk))


def _text(values: Mapping[str, str], name: str) -> str | None:
    value = values.get(name, "").strip()
    return None if not value else "" if value == "-" else value


def _undo(desk: Desk) -> tuple[Offer, ...]:
    return take_back(desk.library.last_entry)


def ids_in(act: str) -> tuple[int, ...]:
    """The ids behind the colon, with commas between them; raises UnknownActError for none."""
    return tuple(number_in(f":{part}") for part in act.partition(":")[2].split(",")[:2000])

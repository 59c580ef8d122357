"""The list of labels to print in plain Python: which copies want one, which of them are looked at, what is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.desk.labels import drop_labels, want_labels, want_labels_of
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.label_copies import LabelCopy
from deskcirc.domain.number_ranges import NumberRange, read_ranges
from deskcirc.domain.operators import Right
from deskcirc.domain.scanning import Scan
from deskcirc.store.lookups.labels import copies_wanting_labels
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext
from deskcirc.ui.label_orders import copies_in, label_order, ordered
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer


class Order(StrEnum):
    """In which order labels are listed and printed."""

    NUMBER = "number"
    SHELF = "shelf"


@dataclass(frozen=True, slots=True)
class LabelsPart:
    """Everything the section shows: of all copies that want a label, those that the filters leave."""

    copies: tuple[LabelCopy, ...] = ()
    batch_id: int = 0  # 0 for any
    location_id: int = 0
    typed: str = ""  # ranges as somebody wrote them
    ranges: tuple[NumberRange, ...] = ()
    order: Order = Order.NUMBER
    may_change: bool = False

    @property
    def lines(self) -> tuple[LabelCopy, ...]:
        """The copies listed, in the chosen order."""
        kept = [copy for copy in self.copies if self._is_kept(copy)]
        if self.order is Order.SHELF:
            kept.sort(key=lambda copy: (copy.shelf_key, copy.accession_number))
        return tuple(kept)

    @property
    def batches(self) -> tuple[tuple[int, str], ...]:
        """The batches of the copies that want a label."""
        return tuple(dict.fromkeys((copy.batch_id, copy.batch) for copy in self.copies if copy.batch_id is not None))

    @property
    def locations(self) -> tuple[tuple[int, str], ...]:
        """Their places."""
        found = {(copy.location_id, copy.location) for copy in self.copies if copy.location_id is not None}
        return tuple(sorted(found, key=lambda place: place[1]))

    def _is_kept(self, copy: LabelCopy) -> bool:
        if self.batch_id and copy.batch_id != self.batch_id:
            return False
        if self.location_id and copy.location_id != self.location_id:
            return False
        return not self.ranges or any(each.holds(copy.accession_number) for each in self.ranges)


CALM: Final = marked("Labels: scan a copy that needs a new one")
"""What the banner says while nothing else is to be said."""


def first() -> LabelsPart:
    """The section before anything is read."""
    return LabelsPart()


def refresh(desk: Desk, part: LabelsPart) -> LabelsPart:
    """Read the list again; a filter by a batch or a place that nothing is left of is lifted."""
    with desk.library.reading() as connection:
        found = copies_wanting_labels(connection)
    part = replace(part, copies=found, may_change=desk.operator.may(Right.ACCESSION))
    batches = {each[0] for each in part.batches}
    places = {each[0] for each in part.locations}
    return replace(
        part,
        batch_id=part.batch_id if part.batch_id in batches else 0,
        location_id=part.location_id if part.location_id in places else 0,
    )


def on_scan(desk: Desk, part: LabelsPart, scan: Scan, found: Identified) -> Answer:
    """A copy comes on the list: its label is worn or missing."""
    copy = found.copy or (found.of_isbn[0] if len(found.of_isbn) == 1 else None)
    if copy is None:
        words = _("{code} is no copy of this library").format(code=scan.code)
        more = _("The title has several copies: type the accession number.") if found.of_isbn else ""
        return Answer(part, Message(Tone.STOP, words, (more,) if more else ()), Told("unknown", copy=scan.code))
    if not desk.operator.may(Right.ACCESSION):
        return _refused(part)
    return _put_on(desk, part, copy)


def on_act(desk: Desk, part: LabelsPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts: a filter ("batch:ID", "place:ID", "numbers", "order:…"), "add", "drop:ID", "take_off" or "print"."""
    verb, _colon, subject = act.partition(":")
    if verb == "batch":
        return Answer(replace(part, batch_id=number_in(act)))
    if verb == "place":
        return Answer(replace(part, location_id=number_in(act)))
    if verb == "order" and subject in {each.value for each in Order}:
        return Answer(replace(part, order=Order(subject)))
    if verb == "numbers":
        return _filtered(part, values.get("numbers", ""))
    if verb not in ("add", "take_off", "drop", "print"):
        raise UnknownActError(act)
    if not desk.operator.may(Right.ACCESSION):
        return _refused(part)
    if verb == "add":
        return _add(desk, part, values.get("numbers", ""))
    if verb == "drop":
        return _take_off(desk, part, (number_in(act),))
    chosen = copies_in(act, values) or tuple(copy.id for copy in part.lines)
    return _take_off(desk, part, chosen) if verb == "take_off" else _print(desk, part, chosen)


def _put_on(desk: Desk, part: LabelsPart, copy: Copy) -> Answer:
    told = Told("label-wanted", copy=copy.code, title=copy.title)
    if copy.state in (CopyState.WITHDRAWN, CopyState.LOST):
        words = _("{title} is lost or withdrawn, and gets no label").format(title=copy.name)
        return Answer(part, Message(Tone.STOP, words), replace(told, outcome="refused"))
    where = (f"{copy.code}  ·  {copy.call_number}".rstrip(" ·"),)
    if not want_labels(desk, [copy.id]):
        words = _("{title} is on the list of labels to print already").format(title=copy.name)
        return Answer(part, Message(Tone.LOOK, words, where), told, offers=(_off(copy.id),))
    words = _("{title} gets a label").format(title=copy.name)
    shown = replace(part, batch_id=0, location_id=0, typed="", ranges=())  # else it may not be seen
    return Answer(shown, Message(Tone.DONE, words, where), told, offers=(_off(copy.id),))


def _off(copy_id: int) -> Offer:
    return Offer(f"labels.drop:{copy_id}", _("Take it off the list"))


def _filtered(part: LabelsPart, typed: str) -> Answer:
    read = read_ranges(typed)
    if read.why_not:
        return Answer(part, Message(Tone.STOP, read.why_not), Told("refused"))
    return Answer(replace(part, typed=typed.strip()[:200], ranges=read.ranges))


def _add(desk: Desk, part: LabelsPart, typed: str) -> Answer:
    read = read_ranges(typed)
    if read.why_not or not read.ranges:
        words = read.why_not or _("Type the accession numbers whose labels are worn or missing first.")
        return Answer(part, Message(Tone.STOP, words), Told("refused"))
    count = want_labels_of(desk, read.ranges)
    shown = replace(part, batch_id=0, location_id=0, typed=typed.strip()[:200], ranges=read.ranges)
    if not count:
        words = _("No copy with such a number is missing on the list")
        return Answer(shown, Message(Tone.LOOK, words), Told("nothing"))
    words = ngettext("{count} copy gets a label", "{count} copies get labels", count).format(count=count)
    return Answer(shown, Message(Tone.DONE, words), Told("label-wanted"))


def _take_off(desk: Desk, part: LabelsPart, copy_ids: tuple[int, ...]) -> Answer:
    count = drop_labels(desk, copy_ids)
    if not count:
        return Answer(part, Message(Tone.LOOK, _("None of these is on the list.")), Told("nothing"))
    words = ngettext("{count} copy is off the list", "{count} copies are off the list", count).format(count=count)
    return Answer(part, Message(Tone.DONE, words), Told("label-dropped"))


def _print(desk: Desk, part: LabelsPart, copy_ids: tuple[int, ...]) -> Answer:
    order = label_order(desk, copy_ids)
    if order is None:
        words = _("No copy wants a label. Scan one whose label is worn, or type its number.")
        return Answer(part, Message(Tone.LOOK, words), Told("nothing"))
    return Answer(part, ordered(order), Told("label"), paper=order)


def _refused(part: LabelsPart) -> Answer:
    return Answer(part, Message(Tone.STOP, _("Only the librarian may do this.")), Told("refused"))

"""MARC fields opened for changing: single subfields get another text, come or go; the rest stays as it is.

What is never touched keeps its place, its indicators and every sign of its text, also where nobody knows its meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from deskcirc.exchange.marc_fields import Field, FieldList, clean


@dataclass(slots=True, eq=False)
class OpenSubfield:
    """One subfield; two with the same text are still two."""

    code: str
    text: str


@dataclass(slots=True, eq=False)
class OpenField:
    """One field of `OpenFields`."""

    tag: str
    indicators: str = ""
    text: str = ""
    subfields: list[OpenSubfield] = field(default_factory=list)

    def closed(self) -> Field:
        """The field as it is now."""
        return Field(self.tag, self.indicators, self.text, tuple((one.code, one.text) for one in self.subfields))

    def value(self, code: str) -> str:
        """The first clean text of this code, or ""."""
        return next((shown for one in self.subfields if one.code == code and (shown := clean(one.text))), "")


@dataclass(slots=True, eq=False)
class Slot:
    """Where one value stands."""

    field: OpenField
    subfield: OpenSubfield

    @property
    def shown(self) -> str:
        """The clean text."""
        return clean(self.subfield.text)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a value goes that has no place yet: the field, its indicators, the code, and the order of its subfields."""

    tag: str
    code: str
    indicators: str = "  "
    order: str = ""


class OpenFields:
    """A list of fields under change."""

    def __init__(self, fields: FieldList) -> None:
        self.leader = fields.leader
        self.fields = [
            OpenField(one.tag, one.indicators, one.text, [OpenSubfield(code, text) for code, text in one.subfields])
            for one in fields.fields
        ]

    def closed(self) -> FieldList:
        """The fields as they are now."""
        return FieldList(self.leader, tuple(one.closed() for one in self.fields))

    def all(self, *tags: str) -> list[OpenField]:
        """The fields with these tags: the first tag's, then the second's, as the readers take them."""
        return [one for tag in tags for one in self.fields if one.tag == tag]

    def slots(self, tags: Sequence[str], codes: str) -> list[Slot]:
        """Every value with one of these codes in the fields of these tags."""
        return [
            Slot(one, part)
            for one in self.all(*tags)
            for part in one.subfields
            if part.code in codes and clean(part.text)
        ]

    def remove(self, slot: Slot) -> None:
        """Take the subfield out, and its field with it where nothing is left."""
        slot.field.subfields.remove(slot.subfield)
        if not slot.field.subfields and slot.field in self.fields:
            self.fields.remove(slot.field)

    def drop(self, gone: OpenField) -> None:
        """Take a whole field out."""
        self.fields.remove(gone)

    def add_field(self, added: Field) -> OpenField:
        """A new field behind the last one with the same or a lower tag."""
        parts = [OpenSubfield(code, text) for code, text in added.subfields]
        made = OpenField(added.tag, added.indicators, added.text, parts)
        place = max((at for at, one in enumerate(self.fields, 1) if one.tag <= added.tag), default=0)
        self.fields.insert(place, made)
        return made

    def add(self, home: Home, text: str, *, into: OpenField | None = None) -> Slot:
        """A new subfield: in `into`, else in the first field of the tag that has subfields, else in a new field."""
        found = into or next((one for one in self.fields if one.tag == home.tag and one.subfields), None)
        if found is None:
            found = self.add_field(Field(home.tag, home.indicators))
        part = OpenSubfield(home.code, text)
        found.subfields.insert(_place(found, home), part)
        return Slot(found, part)


def _place(into: OpenField, home: Home) -> int:
    """Behind the last subfield that comes before this code in the usual order."""
    rank = home.order.find(home.code)
    if rank < 0:
        return len(into.subfields)
    before = home.order[: rank + 1]
    return max((at for at, one in enumerate(into.subfields, 1) if one.code in before), default=0)


def paired(old: Sequence[str], new: Sequence[str]) -> tuple[dict[str, str | None], list[str]]:
    """What becomes of each old value (None: it goes), and the new values that take nobody's place."""
    became: dict[str, str | None] = {}
    added: list[str] = []
    for _sign, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = list(old[start:end]), list(new[begin:stop])
        became.update(zip(gone, come, strict=False))
        became.update(dict.fromkeys(gone[len(come) :]))
        added += come[len(gone) :]
    return became, added


def change(
    opened: OpenFields,
    slots: Sequence[Slot],
    new: Sequence[str],
    *,
    shown: Callable[[Slot], str] = lambda slot: slot.shown,
    told: Callable[[Slot, str], str] = lambda _slot, value: value,
) -> list[str]:
    """Let the slots say the new values; returns those that take nobody's place.

    What stays is not touched, what changed takes the place of what it was, what is gone is taken out. `shown` gives the
    value a slot stands for, `told` the text for a value in a slot (its punctuation kept).
    """
    became, added = paired(list(dict.fromkeys(map(shown, slots))), new)
    for slot in slots:
        old = shown(slot)
        value = became.get(old, old)
        if value is None:
            opened.remove(slot)
        elif value != old:
            slot.subfield.text = told(slot, value)
    return added


def settle(
    opened: OpenFields,
    slots: Sequence[Slot],
    new: Sequence[str],
    home: Home,
    *,
    shown: Callable[[Slot], str] = lambda slot: slot.shown,
    told: Callable[[Slot, str], str] = lambda _slot, value: value,
    apart: bool = False,
) -> None:
    """As `change`; a value without a slot goes to its `home`, into a field of its own where `apart`."""
    for value in change(opened, slots, new, shown=shown, told=told):
        kept = [slot for slot in slots if slot.subfield in slot.field.subfields]
        if apart:
            opened.add_field(Field(home.tag, home.indicators, "", ((home.code, value),)))
        elif kept and kept[-1].field.tag == home.tag:
            opened.add(home, value, into=kept[-1].field)
        else:
            opened.add(home, value)

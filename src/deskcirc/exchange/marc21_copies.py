"""The copies a MARC 21 description names: 852 and 876, and the local 949 and 952 where their meaning is clear.

A copy is read only where a barcode stands: the same fields also carry locations without copies and private notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from deskcirc.domain.call_numbers import call_number
from deskcirc.domain.drafts import CopyDraft, Note
from deskcirc.exchange import marc_values
from deskcirc.exchange.marc_fields import Field, FieldList
from deskcirc.exchange.marc_values import joined

_FACTS = ("accession_number", "location", "call_number", "price", "source", "acquired", "note", "volume", "item_type")
_BARCODE = re.compile(r"(?=[^\s]*\d)[A-Za-z0-9][A-Za-z0-9.\-]{2,24}")


def copies(fields: FieldList, notes: list[Note]) -> tuple[CopyDraft, ...]:
    """Every copy that has a barcode, each barcode once; what its first field does not say a later one may."""
    known: dict[str, CopyDraft] = {}
    for copy in (*_of_852(fields, notes), *_of_876(fields, notes), *_of_952(fields, notes), *_of_949(fields)):
        first = known.get(copy.barcode)
        known[copy.barcode] = copy if first is None else _filled(first, copy)
    return tuple(known.values())


def _filled(first: CopyDraft, other: CopyDraft) -> CopyDraft:
    """The copy with what only the other field says of it."""
    silent = {name: getattr(other, name) for name in _FACTS if getattr(first, name) in ("", None)}
    return replace(first, **silent)


@dataclass(frozen=True, slots=True)
class Shelving:
    """Where the library's own books stand: the call number, and the number within the class where that is clear."""

    call_number: str = ""
    book_number: str = ""


def shelving(fields: FieldList, class_number: str) -> Shelving:
    """The call number of 852, else of the local 090, 092 or 099; `class_number` is that of the CLC."""
    for field in fields.all("852"):
        if found := _call_number_of_852(field):
            parted = field.value("2").startswith("clc") and field.value("h") == class_number
            return Shelving(found, field.value("i") if parted else "")
    local = (joined(field.values("ab"), " ") for field in fields.all("090", "092", "099"))
    return Shelving(next(filter(None, local), ""))


def _call_number_of_852(field: Field) -> str:
    """Its parts with blanks between; a Chinese class and the number within it as on a spine, I287.45/238."""
    class_number, book_number = field.value("h"), field.value("i")
    if class_number and book_number and field.value("2").startswith("clc"):
        return call_number(class_number, book_number)
    return joined(field.values("khijm"), " ")


def _of_852(fields: FieldList, notes: list[Note]) -> Iterator[CopyDraft]:
    """852: $p barcode $b $c shelf $h $i call number $9 price $x $z notes; $d is a date in some systems' exports."""
    for field in _with_barcode(fields, "852", "p"):
        fen, remark = marc_values.copy_price(field.value("9"), notes)
        yield CopyDraft(
            barcode=field.value("p"),
            location=field.value("c") or field.value("b") or field.value("a"),
            call_number=_call_number_of_852(field),
            price=fen,
            note=joined((*field.values("z"), remark)),
        )


def _of_876(fields: FieldList, notes: list[Note]) -> Iterator[CopyDraft]:
    """876: $p barcode $a number $c price $d acquired $e source $l shelf $z note $3 volume, our $9 item type."""
    for field in fields.all("876"):
        if not field.value("p"):
            continue
        fen, remark = marc_values.copy_price(field.value("c"), notes)
        yield CopyDraft(
            accession_number=field.value("a"),
            barcode=field.value("p"),
            location=field.value("l"),
            price=fen,
            source=field.value("e"),
            acquired=marc_values.day(field.value("d"), notes),
            note=joined((field.value("z"), remark)),
            volume=field.value("3"),
            item_type=field.value("9"),
        )


def _of_952(fields: FieldList, notes: list[Note]) -> Iterator[CopyDraft]:
    """952 of Koha: $p barcode $i inventory number $o call number $c shelf $b branch $g price $d date $e source."""
    for field in _with_barcode(fields, "952", "p"):
        if field.value("b") or field.value("o"):
            fen, remark = marc_values.copy_price(field.value("g") or field.value("v"), notes)
            yield CopyDraft(
                accession_number=field.value("i"),
                barcode=field.value("p"),
                location=field.value("c") or field.value("b"),
                call_number=field.value("o"),
                price=fen,
                source=field.value("e"),
                acquired=marc_values.day(field.value("d"), notes),
                note=joined((field.value("z"), remark)),
            )


def _of_949(fields: FieldList) -> Iterator[CopyDraft]:
    """949 (and 999) of SirsiDynix: $a call number $w scheme $i barcode $l shelf $m branch; only with $w."""
    for field in (*_with_barcode(fields, "949", "i"), *_with_barcode(fields, "999", "i")):
        if field.value("w"):
            yield CopyDraft(
                barcode=field.value("i"),
                location=field.value("l") or field.value("m"),
                call_number=field.value("a"),
            )


def _with_barcode(fields: FieldList, tag: str, code: str) -> Iterator[Field]:
    named = set(fields.values("876", "p"))  # a field that says nothing but what the copy is
    return (field for field in fields.all(tag) if (text := field.value(code)) in named or _BARCODE.fullmatch(text))

"""The copies a CNMARC or UNIMARC description names: 905 and its private relatives 906, 985, 986, and 995 of UNIMARC.

None of these is part of the standard. The shapes read here are those of domain.md §5 and of data that dealers and old
systems handed over: $b repeated, whole groups repeated inside one field, runs of numbers, a count without numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from deskcirc.domain.call_numbers import call_number, class_number_is_well_formed
from deskcirc.domain.drafts import CopyDraft, Note
from deskcirc.exchange import marc_values
from deskcirc.exchange.accession_runs import expanded
from deskcirc.exchange.marc_fields import Field, FieldList, clean

_Group = dict[str, list[str]]  # the clean texts of each code
_Held = tuple[_Group, Field]  # a group of a 905 with the field it is of

EMPTY_SHELF = ("", "0")  # one system writes 0 where a shelf has no name


@dataclass(frozen=True, slots=True)
class Shelving:
    """What the library's own field says of the whole title: class, number within it, call number as on the spine."""

    class_number: str = ""
    book_number: str = ""
    call_number: str = ""


def shelving(fields: FieldList) -> Shelving:
    """Class and call number of 905, else of 090, the local field of some larger libraries."""
    for field in fields.all("905"):
        found = _shelving_of(field, "d", "e", "s")
        if found.class_number or found.call_number:
            return found
    for field in fields.all("090"):
        if field.value("a") and (field.value("b") or field.value("u")):
            return _shelving_of(field, "a", "b", "u")
    return Shelving()


def copies(fields: FieldList, notes: list[Note]) -> tuple[CopyDraft, ...]:
    """Every copy named, each number once; copies that are only counted come last, without a number."""
    known: dict[str, CopyDraft] = {}
    held = [(group, field) for field in fields.all("905") for group in _groups(field)]
    for found in (*_of_985(fields, notes), *_of_986(fields, notes), *_of_995(fields, notes)):
        _add(known, found)
    for found in _of_905(held, notes):
        _add(known, found)
    unnumbered = _counted(held, notes, len(known))
    return (*known.values(), *unnumbered)


def _add(known: dict[str, CopyDraft], found: CopyDraft) -> None:
    """Keep a copy, or add to one already known under the same number what that one does not say."""
    for key, copy in known.items():
        if found.accession_number in (copy.accession_number, copy.barcode) and found.accession_number:
            known[key] = replace(
                copy,
                location=copy.location or found.location,
                call_number=copy.call_number or found.call_number,
            )
            return
    known.setdefault(found.accession_number or found.barcode, found)


def _groups(field: Field) -> list[_Group]:
    """The field cut wherever its first code comes again; a value said once for the whole field holds in each group."""
    groups: list[_Group] = []
    first = field.subfields[0][0] if field.subfields else ""
    for code, text in field.subfields:
        if code == first or not groups:
            groups.append({})
        groups[-1].setdefault(code, []).append(clean(text))
    return groups


def _said(group: _Group, field: Field, code: str) -> str:
    """The value of the group, else the one value the field has for all its groups."""
    for text in group.get(code, ()):
        if text:
            return text
    everywhere = field.values(code)
    return everywhere[0] if len(everywhere) == 1 else ""


def _shelving_of(field: Field, class_code: str, book_code: str, whole_code: str) -> Shelving:
    class_number, book_number = field.value(class_code), field.value(book_code)
    whole = field.value(whole_code)
    if not whole and class_number and book_number:
        whole = call_number(class_number, book_number)
    return Shelving(class_number, book_number, whole)


def _of_905(held: list[_Held], notes: list[Note]) -> Iterator[CopyDraft]:
    for group, field in held:
        template = _template_905(group, field)
        for text in group.get("b", ()):
            for number in expanded(text, notes):
                yield replace(template, accession_number=number)


def _template_905(group: _Group, field: Field) -> CopyDraft:
    class_number, book_number = _said(group, field, "d"), _said(group, field, "e")
    call = _said(group, field, "s")
    if not call and class_number and book_number:
        call = call_number(class_number, book_number)
    shelf = _said(group, field, "c")
    return CopyDraft(location=_said(group, field, "a") if shelf in EMPTY_SHELF else shelf, call_number=call)


def _of_985(fields: FieldList, notes: list[Note]) -> Iterator[CopyDraft]:
    """985: $a barcode $b room $d price $h accession number $l shop $m way of acquiring.

    Our own exports add $s call number, $t item type, $u remark, $v volume and $5 date.
    """
    for field in fields.all("985"):
        for group in _groups(field):
            barcode, number = _said(group, field, "a"), _said(group, field, "h")
            if barcode or number:
                fen, remark = marc_values.copy_price(_said(group, field, "d"), notes)
                yield CopyDraft(
                    accession_number=number,
                    barcode=barcode,
                    location=_said(group, field, "b"),
                    call_number=_said(group, field, "s"),
                    price=fen,
                    source=marc_values.joined((_said(group, field, "m"), _said(group, field, "l")), " "),
                    acquired=marc_values.day(_said(group, field, "5"), notes),
                    note=marc_values.joined((_said(group, field, "u"), remark)),
                    volume=_said(group, field, "v"),
                    item_type=_said(group, field, "t"),
                )


def _of_986(fields: FieldList, notes: list[Note]) -> Iterator[CopyDraft]:
    """986 (shelving) and 906 (acquisition): $h number, else $b; $a room; $d price, or class before $e."""
    for field in fields.all("986", "906"):
        for group in _groups(field):
            texts = group.get("h") or group.get("b") or ()
            price_or_class = _said(group, field, "d") if texts else ""
            is_class = class_number_is_well_formed(price_or_class)
            fen, remark = (None, "") if is_class else marc_values.copy_price(price_or_class, notes)
            call = call_number(price_or_class, _said(group, field, "e")) if is_class else ""
            template = CopyDraft(location=_said(group, field, "a"), call_number=call, price=fen, note=remark)
            for text in texts:
                for number in expanded(text, notes):
                    yield replace(template, accession_number=number)


def _of_995(fields: FieldList, notes: list[Note]) -> Iterator[CopyDraft]:
    """995 of UNIMARC: $f barcode $j inventory number $k call number $e shelf $c or $b branch $5 date $u note."""
    for field in fields.all("995"):
        barcode, number = field.value("f"), field.value("j")
        if barcode or number:
            yield CopyDraft(
                accession_number=number,
                barcode=barcode,
                location=field.value("e") or field.value("c") or field.value("b"),
                call_number=field.value("k"),
                acquired=marc_values.day(field.value("5"), notes),
                note=field.value("u"),
            )


def _counted(held: list[_Held], notes: list[Note], numbered: int) -> list[CopyDraft]:
    """Copies that 905$f counts beyond the numbers given.

    With numbers, $f is the total that each group repeats, so the largest counts; with none, each field has its own.
    """
    totals = [max((marc_values.count(text, notes) for text in group.get("f", ())), default=0) for group, _field in held]
    if not any(totals):
        return []
    if numbered:
        largest = max(totals)
        return [_template_905(*held[totals.index(largest)])] * (largest - numbered) if largest > numbered else []
    return [copy for total, of in zip(totals, held, strict=True) for copy in [_template_905(*of)] * total]

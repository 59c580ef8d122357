"""The library's copies as fields of a MARC 21 record: 852 says where a copy stands, 876 what it is.

`852 $a unit $c place $h class $i book number $p barcode $2 clc` and `876 $p barcode $a number $c price $d date $e
source $l place $z remark $3 volume $9 item type` (a library's own, where the copies of a title differ in it); a copy
without a barcode of its own bears its number there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from deskcirc.domain.call_numbers import call_number
from deskcirc.domain.drafts import CopyDraft, TitleDraft
from deskcirc.domain.prices import format_fen
from deskcirc.exchange.cnmarc_holdings import said_already
from deskcirc.exchange.marc21_copies import copies
from deskcirc.exchange.marc_fields import Field, FieldList, clean


def with_copies(fields: FieldList, title: TitleDraft, unit: str = "") -> FieldList:
    """The record with the copies of `title`; the very same one where it names them already."""
    barcoded = tuple(replace(copy, barcode=copy.barcode or copy.accession_number) for copy in title.copies)
    said = copies(fields, [])
    if said_already(said, title) or said_already(said, replace(title, copies=barcoded)):
        return fields
    unnumbered = tuple(replace(copy, accession_number="") for copy in title.copies)
    if said_already(said, replace(title, copies=unnumbered)):  # the library's own numbers are all that is missing
        return _with_items(fields.leader, list(fields.fields), [_numbered(copy) for copy in title.copies])
    own_first = sorted(title.copies, key=lambda copy: copy.call_number != title.call_number)
    said_by_copy = bool(own_first) and own_first[0].call_number == title.call_number
    kept = [one for one in fields.fields if not _names_copies(one) and not (said_by_copy and _says_shelf_only(one))]
    place = max((at for at, one in enumerate(kept, 1) if one.tag <= "852"), default=len(kept))
    places = tuple(_place(title, copy, unit) for copy in own_first)
    kept[place:place] = places
    return _with_items(fields.leader, kept, [_item(title, copy) for copy in own_first])


def _with_items(leader: str, kept: list[Field], items: list[Field]) -> FieldList:
    last = max((at for at, one in enumerate(kept, 1) if one.tag <= "876"), default=len(kept))
    return FieldList(leader, (*kept[:last], *items, *kept[last:]))


def _numbered(copy: CopyDraft) -> Field:
    return Field("876", "  ", "", (("p", copy.barcode), ("a", copy.accession_number)))


def _names_copies(one: Field) -> bool:
    code = {"852": "p", "876": "p", "952": "p", "949": "i", "999": "i"}.get(one.tag)
    return code is not None and bool(one.value(code)) and (one.tag not in ("949", "999") or bool(one.value("w")))


def _says_shelf_only(one: Field) -> bool:
    """Whether an 852 has nothing but a call number, which the first copy now says."""
    return one.tag == "852" and all(code in "hi2" for code, _text in one.subfields)


def _place(title: TitleDraft, copy: CopyDraft, unit: str) -> Field:
    parts = [("a", unit if copy.location else ""), ("c", copy.location), *_shelf(title, copy.call_number)]
    parts.append(("p", copy.barcode or copy.accession_number))
    indicators = "7 " if any(code == "2" for code, _text in parts) else "8 "
    return Field("852", indicators, "", tuple((code, clean(text)) for code, text in parts if text))


def _shelf(title: TitleDraft, call: str) -> Iterator[tuple[str, str]]:
    derived = call_number(title.class_number, title.book_number)
    if title.class_number and title.book_number and call == derived:
        yield from (("h", title.class_number), ("i", title.book_number), ("2", "clc"))
    elif call:
        yield ("h", call)


def _item(title: TitleDraft, copy: CopyDraft) -> Field:
    price = "" if copy.price is None or copy.price == title.price else f"CNY{format_fen(copy.price)}"
    parts = (
        ("p", copy.barcode or copy.accession_number),
        ("a", copy.accession_number),
        ("c", price),
        ("d", copy.acquired.isoformat() if copy.acquired else ""),
        ("e", copy.source),
        ("l", copy.location),
        ("z", copy.note),
        ("3", copy.volume),
        ("9", copy.item_type),
    )
    return Field("876", "  ", "", tuple((code, clean(text)) for code, text in parts if text))

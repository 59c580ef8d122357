"""The library's copies as fields of a CNMARC record: 905 for each place and call number, 985 for what 905 can't say.

`905 $a unit $b number $b number … $c place $d class $e book number $f copies $s call number`, as most Chinese systems
have it and `cnmarc_copies` reads it. A copy with a barcode, price, source, date, remark, volume or item type of its own
has a 985 beside it: `$a barcode $b place $d price $h number $m source $s call number $t item type $u remark $v volume
$5 date`; a number that 905 would take for a run of numbers (12-15) stands in 985 alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from deskcirc.domain.call_numbers import call_number
from deskcirc.domain.drafts import CopyDraft, TitleDraft
from deskcirc.domain.prices import format_fen
from deskcirc.exchange.accession_runs import expanded
from deskcirc.exchange.cnmarc_copies import EMPTY_SHELF, copies
from deskcirc.exchange.marc_fields import Field, FieldList, clean

_HOLDINGS: Final = frozenset({"905", "906", "985", "986"})


def with_copies(fields: FieldList, title: TitleDraft, unit: str = "") -> FieldList:
    """The record with the copies of `title`; the very same one where it names them already.

    `unit` is the code or name of the library, for 905$a.
    """
    if said_already(copies(fields, []), title):
        return fields
    kept = [one for one in fields.fields if not _names_copies(one)]
    made = tuple(_fields(title, unit))
    place = max((at for at, one in enumerate(kept, 1) if one.tag <= "905"), default=len(kept))
    return FieldList(fields.leader, (*kept[:place], *made, *kept[place:]))


def said_already(said: Sequence[CopyDraft], title: TitleDraft) -> bool:
    """Whether the record names these very copies; where it is silent the title's price and call number hold."""
    if not said and not title.copies:
        return True
    whole = title.call_number or call_number(title.class_number, title.book_number)
    filled = {
        replace(one, call_number=one.call_number or whole, price=title.price if one.price is None else one.price)
        for one in said
    }
    return len(said) == len(title.copies) and filled == set(title.copies)


def _names_copies(one: Field) -> bool:
    return one.tag in _HOLDINGS or (one.tag == "995" and bool(one.value("f") or one.value("j")))


def _fields(title: TitleDraft, unit: str) -> Iterator[Field]:
    """905 of the title's own call number first, for it is read as that of the title."""
    groups: dict[tuple[bool, str, str], list[CopyDraft]] = {}
    for copy in title.copies:
        if expanded(copy.accession_number, []) == [copy.accession_number]:
            other = copy.call_number != title.call_number
            groups.setdefault((other, copy.location, copy.call_number), []).append(copy)
    whole = tuple(_shelf(title, title.call_number))
    if whole and not any(not other for other, _place, _call in groups) and (title.book_number or title.call_number):
        yield Field("905", "  ", "", whole)
    said: set[CopyDraft] = set()
    for (_other, place, call), group in sorted(groups.items(), key=lambda pair: pair[0][0]):
        yield _group(title, unit, place, call, [copy.accession_number for copy in group])
        said.update(CopyDraft(copy.accession_number, "", place, call, title.price) for copy in group)
    for copy in title.copies:
        plain = replace(copy, location="" if copy.location in EMPTY_SHELF else copy.location)
        if plain not in said or plain != copy:
            yield _single(title, copy)


def _group(title: TitleDraft, unit: str, place: str, call: str, numbers: list[str]) -> Field:
    # A unit without a place would be read as the place.
    parts = [("a", unit if place not in EMPTY_SHELF else ""), *(("b", number) for number in numbers), ("c", place)]
    shelf = list(_shelf(title, call))
    parts += [part for part in shelf if part[0] != "s"]
    parts += [("f", str(len(numbers))), *(part for part in shelf if part[0] == "s")]
    return Field("905", "  ", "", tuple((code, clean(text)) for code, text in parts if text))


def _shelf(title: TitleDraft, call: str) -> Iterator[tuple[str, str]]:
    """$d and $e where they are the title's, $s where they don't say the call number."""
    if call == title.call_number:
        yield from ((code, text) for code, text in (("d", title.class_number), ("e", title.book_number)) if text)
        if call in ("", call_number(title.class_number, title.book_number)):
            return
    if call:
        yield ("s", call)


def _single(title: TitleDraft, copy: CopyDraft) -> Field:
    price = "" if copy.price is None or copy.price == title.price else format_fen(copy.price)
    parts = (
        ("a", copy.barcode),
        ("b", copy.location),
        ("d", price),
        ("h", copy.accession_number),
        ("m", copy.source),
        ("s", copy.call_number),
        ("t", copy.item_type),
        ("u", copy.note),
        ("v", copy.volume),
        ("5", copy.acquired.isoformat() if copy.acquired else ""),
    )
    return Field("985", "  ", "", tuple((code, clean(text)) for code, text in parts if text))

"""CNMARC and UNIMARC written: the single values of a description are put where `cnmarc` reads them.

A value that has a place already takes that place and leaves all around it; one that has none gets the usual one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.isbn import hyphenated, read_isbn
from deskcirc.domain.pinyin import title_syllables
from deskcirc.exchange.marc_fields import Field, clean
from deskcirc.exchange.marc_open import Home, OpenFields, Slot, change, settle
from deskcirc.exchange.marc_values import has_chinese, trimmed

ORDER_200: Final = "aA9hibdevfg"
_ORDER_010: Final = "azbd"


@dataclass(frozen=True, slots=True)
class Plain:
    """A value that stands as it is in subfields: `between` parts several, "" where only the first one is read.

    `splits` says that a value without a place is parted too.
    """

    tags: tuple[str, ...]
    codes: str
    home: Home
    between: str = ""
    splits: bool = False
    apart: bool = False


def _home(tag: str, code: str, order: str, indicators: str = "  ") -> Home:
    return Home(tag, code, indicators, order)


PLAIN: Final = {
    "subtitle": Plain(("200",), "e", _home("200", "e", ORDER_200, "1 "), " : ", splits=True),
    "volume": Plain(("200",), "hiv", _home("200", "h", ORDER_200, "1 "), " "),
    "edition": Plain(("205",), "ab", _home("205", "a", "ab"), " "),
    "place": Plain(("210", "214"), "a", _home("210", "a", "abcdefgh")),
    "publisher": Plain(("210", "214"), "c", _home("210", "c", "abcdefgh")),
    "published": Plain(("210", "214"), "d", _home("210", "d", "abcdefgh")),
    "issn": Plain(("011",), "a", _home("011", "a", "abd")),
    "unified_number": Plain(("091",), "a", _home("091", "a", "abd")),
    "binding": Plain(("010",), "b", _home("010", "b", _ORDER_010)),
    "pages": Plain(("215",), "ac", _home("215", "a", "acde"), ", "),
    "size": Plain(("215",), "d", _home("215", "d", "acde")),
    "accompanying": Plain(("215",), "e", _home("215", "e", "acde"), " ; ", splits=True),
    "summary": Plain(("330",), "a", _home("330", "a", "a"), "\n", splits=True, apart=True),
    "language": Plain(("101",), "a", _home("101", "a", "abc", "0 "), " ", splits=True),
    "item_type": Plain(("200",), "b", _home("200", "b", ORDER_200, "1 ")),
}


AUDIENCE: Final = Plain(("333",), "a", _home("333", "a", "a"), " ; ", splits=True, apart=True)


def write_plain(plain: Plain, opened: OpenFields, value: str) -> None:
    """Put the value into its slots, part by part where it is one of several."""
    slots = opened.slots(plain.tags, plain.codes)
    if plain.between and value:
        settle(opened, slots, _parts(plain, slots, value), plain.home, apart=plain.apart)
    elif not value:
        for slot in slots:
            opened.remove(slot)
    elif slots:
        slots[0].subfield.text = value
    else:
        opened.add(plain.home, value)


def force_plain(plain: Plain, opened: OpenFields, value: str) -> None:
    """The value as a whole in one place, nothing else of its kind beside it."""
    for slot in opened.slots(plain.tags, plain.codes):
        opened.remove(slot)
    if value:
        opened.add(plain.home, value)


def _parts(plain: Plain, slots: list[Slot], value: str) -> list[str]:
    parts = [part for part in map(clean, value.split(plain.between)) if part]
    if len(slots) < 2 and not plain.splits:
        return [clean(value)]
    return list(dict.fromkeys(parts))


def write_title(opened: OpenFields, before: TitleDraft, after: TitleDraft) -> None:
    """200$a, with the pinyin of the new title where the record has any."""
    title = clean(after.title)
    if not opened.slots(("200",), "aci"):
        slot = opened.add(Home("200", "a", "1 ", ORDER_200), title)
        if has_chinese(title):
            opened.add(Home("200", "9", "1 ", ORDER_200), " ".join(title_syllables(title)), into=slot.field)
        return
    slots = _title_slots(opened)
    parts = [part for part in map(clean, title.split(" ; ")) if part] if len(slots) > 1 else [title]
    settle(opened, slots, parts, Home("200", "a", "1 ", ORDER_200))
    for spoken in opened.slots(("200",), "9A"):
        spoken.subfield.text = " ".join(title_syllables(title))


def force_title(opened: OpenFields, after: TitleDraft) -> None:
    """One 200$a and no other title proper."""
    for slot in opened.slots(("200",), "ac"):
        opened.remove(slot)
    opened.add(Home("200", "a", "1 ", ORDER_200), clean(after.title))


def _title_slots(opened: OpenFields) -> list[Slot]:
    """The subfields the title is read from: those in Chinese where there are such."""
    slots = opened.slots(("200",), "ac" if opened.slots(("200",), "a") else "ic")
    return [slot for slot in slots if has_chinese(slot.shown)] or slots


def write_parallel_title(opened: OpenFields, before: TitleDraft, after: TitleDraft) -> None:
    """200$d and the variant titles that are neither title nor subtitle."""
    own = {before.title, after.title, *(slot.shown for slot in opened.slots(("200",), "e"))}
    found = [*opened.slots(("200",), "d"), *opened.slots(("510", "500", "517", "512", "540"), "a")]
    slots = [slot for slot in found if trimmed(slot.shown) not in own]
    parts = [part for part in map(trimmed, map(clean, after.parallel_title.split(" ; "))) if part]
    settle(
        opened,
        slots,
        list(dict.fromkeys(parts)),
        Home("200", "d", "1 ", ORDER_200),
        shown=lambda slot: trimmed(slot.shown),
    )


def force_parallel_title(opened: OpenFields, after: TitleDraft) -> None:
    """The parallel titles in 200$d, none elsewhere."""
    for slot in [*opened.slots(("200",), "d"), *opened.slots(("510", "500", "517", "512", "540"), "a")]:
        opened.remove(slot)
    if after.parallel_title:
        opened.add(Home("200", "d", "1 ", ORDER_200), clean(after.parallel_title))


def write_numbers(opened: OpenFields, before: TitleDraft, after: TitleDraft) -> None:
    """010$a, a wrong number in 010$z as the cataloguing rules have it; each number in a 010 of its own."""
    slots = [slot for slot in opened.slots(("010",), "az") if not read_isbn(slot.shown).ruined]
    older = {slot.shown for slot in opened.slots(("091",), "a")}
    wanted = [one for one in (after.isbn, *after.other_isbns) if one and one not in older]

    def told(slot: Slot, value: str) -> str:
        slot.subfield.code = _code(value)
        return hyphenated(value)

    for value in change(opened, slots, wanted, shown=_read, told=told):
        _add_number(opened, value)


def force_numbers(opened: OpenFields, after: TitleDraft) -> None:
    """All numbers anew, the leading one first."""
    for slot in opened.slots(("010",), "az"):
        opened.remove(slot)
    older = {slot.shown for slot in opened.slots(("091",), "a")}
    for value in (after.isbn, *after.other_isbns):
        if value and value not in older:
            _add_number(opened, value)


def _add_number(opened: OpenFields, value: str) -> None:
    first = next((one for one in opened.all("010") if one.subfields), None)
    if first is not None and not any(part.code in "az" for part in first.subfields):  # a price without a number
        opened.add(Home("010", _code(value), order=_ORDER_010), hyphenated(value), into=first)
    else:
        opened.add_field(Field("010", "  ", "", ((_code(value), hyphenated(value)),)))


def _read(slot: Slot) -> str:
    return read_isbn(slot.shown).value


def _code(value: str) -> str:
    return "a" if read_isbn(value).valid else "z"

"""The parts of a CNMARC description that stand in more than one place: names, subjects, series, shelving, notes."""

from __future__ import annotations

from typing import Final

from deskcirc.domain.call_numbers import call_number
from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.prices import format_fen, read_price
from deskcirc.exchange.cnmarc import NOTE_TAGS, SUBJECT_TAGS
from deskcirc.exchange.marc_fields import Field, clean
from deskcirc.exchange.marc_names import Heading, headings
from deskcirc.exchange.marc_open import Home, OpenField, OpenFields, OpenSubfield, Slot, change, paired
from deskcirc.exchange.marc_values import joined

_PERSON, _BODY = {"author": "701", "other_authors": "702"}, {"author": "711", "other_authors": "712"}
_STATED: Final = {"author": "f", "other_authors": "g"}
_HEADING_TAGS: Final = {"author": ("700", "701", "710", "711"), "other_authors": ("702", "712")}
_OF_THE_OLD_NAME: Final = "bcfgk3"  # dates, given name, authority number: they belong to who was named before
_ORDER_200: Final = "aA9hibdevfg"
_SUBJECT_CODES: Final = "abtxyzj"
_PERIOD_ENDS: Final = ("时代", "世纪", "年代", "时期", "当代", "现代", "近代", "古代")
_COUNTRIES: Final = frozenset(
    [
        "中国",
        "美国",
        "英国",
        "法国",
        "德国",
        "日本",
        "俄罗斯",
        "苏联",
        "印度",
        "意大利",
        "加拿大",
        "韩国",
        "世界",
        "丹麦",
        "瑞典",
        "挪威",
        "奥地利",
        "澳大利亚",
        "希腊",
    ]
)


def write_names(name: str, opened: OpenFields, before: str, after: str) -> None:
    """The statement in 200$f or $g, and the headings made from it; headings that nobody can match stay as they are."""
    code = _STATED[name]
    slots = opened.slots(("200",), code)
    home = Home("200", code, "1 ", _ORDER_200)
    parts = [clean(after)] if name == "author" else [part for part in map(clean, after.split(" ; ")) if part]
    added = change(opened, slots[:1] if name == "author" else slots, list(dict.fromkeys(filter(None, parts))))
    for text in added:
        opened.add(home, text)
    _write_headings(name, opened, headings(before), headings(after))


def force_names(name: str, opened: OpenFields, after: str) -> None:
    """One statement; without one no headings either, for they would be read in its place."""
    for slot in opened.slots(("200",), _STATED[name]):
        opened.remove(slot)
    if after:
        opened.add(Home("200", _STATED[name], "1 ", _ORDER_200), clean(after))
        return
    for field in opened.all(*_HEADING_TAGS[name]):
        opened.drop(field)


def _write_headings(name: str, opened: OpenFields, old: tuple[Heading, ...], new: tuple[Heading, ...]) -> None:
    by_name = {one.name: one for one in new}
    became, added = paired([one.name for one in old], list(by_name))
    fields = opened.all(*_HEADING_TAGS[name])
    unmatched = [field for field in fields if field.value("a") not in became]
    for field in fields:
        known = field.value("a")
        wanted = became.get(known, known)
        if wanted is None:
            opened.drop(field)
        elif wanted in by_name and known in became:
            _rename(field, by_name[wanted], same=wanted == known)
    for one in added if not unmatched else ():
        opened.add_field(heading_field(name, by_name[one]))


def _rename(field: OpenField, wanted: Heading, *, same: bool) -> None:
    """Another name in a heading, or the same one in another role."""
    if not same:
        field.subfields = [part for part in field.subfields if part.code not in _OF_THE_OLD_NAME]
    for part in field.subfields:
        if part.code == "a" and not same:
            part.text = wanted.name
        elif part.code in "9A" and not same:
            part.text = wanted.pinyin()
        elif part.code == "4" and wanted.role and not part.text.isascii():
            part.text = wanted.role


def heading_field(name: str, made: Heading) -> Field:
    """A heading as dealers write it: `701  0$c(美)$a怀特$9huai te$4著`, a body in 711."""
    parts = [
        ("c", f"({made.country})" if made.country else ""),
        ("a", made.name),
        ("9", made.pinyin()),
        ("4", made.role),
    ]
    tag, indicators = (_BODY[name], "02") if made.body else (_PERSON[name], " 0")
    return Field(tag, indicators, "", tuple((code, text) for code, text in parts if text))


def write_subjects(opened: OpenFields, after: tuple[str, ...]) -> None:
    """606 and its relatives, and free words in 610; a heading that stays keeps its field."""
    fields = opened.all(*SUBJECT_TAGS)
    free = opened.slots(("610",), "a")
    old = [*map(_heading_of, fields), *(slot.shown for slot in free)]
    became, added = paired(list(dict.fromkeys(filter(None, old))), list(dict.fromkeys(filter(None, map(clean, after)))))
    for field in fields:
        known = _heading_of(field)
        wanted = became.get(known, known)
        if wanted is None:
            opened.drop(field)
        elif wanted != known:
            _set_heading(field, wanted)
    for slot in free:
        text = became.get(slot.shown, slot.shown)
        if text is None:
            opened.remove(slot)
        elif text != slot.shown:
            slot.subfield.text = text
    for wanted in added:
        opened.add_field(Field("606", "0 ", "", subdivided(wanted)))


def force_subjects(opened: OpenFields, after: tuple[str, ...]) -> None:
    """All subjects anew, each as one heading."""
    for field in opened.all(*SUBJECT_TAGS, "610"):
        opened.drop(field)
    for wanted in after:
        if clean(wanted):
            opened.add_field(Field("606", "0 ", "", (("a", clean(wanted)),)))


def _heading_of(field: OpenField) -> str:
    return joined(field.closed().values(_SUBJECT_CODES), "-")


def _set_heading(field: OpenField, wanted: str) -> None:
    """The new words, without what was said of the old ones (pinyin, number of the authority); the source ($2) stays."""
    rest = [part for part in field.subfields if part.code == "2"]
    field.subfields = [OpenSubfield(code, text) for code, text in subdivided(wanted)] + rest


def subdivided(heading: str) -> tuple[tuple[str, str], ...]:
    """ "童话-作品集-丹麦-近代" as $a$x$y$z: places in $y, periods in $z, all else in $x."""
    parts = [part for part in map(clean, heading.split("-")) if part]
    if "-".join(dict.fromkeys(parts)) != heading:
        return (("a", heading),)
    return (("a", parts[0]), *((_subdivision(part), part) for part in parts[1:]))


def _subdivision(part: str) -> str:
    if part.endswith(_PERIOD_ENDS) or part[:4].isdigit():
        return "z"
    return "y" if part in _COUNTRIES else "x"


def write_series(opened: OpenFields, before: str, after: str) -> None:
    """225, and the same name where 410 or 461 repeats it."""
    name, _number = _named(before)
    wanted, wanted_number = _named(after)
    field = next((one for one in opened.all("225") if joined(one.closed().values("ahi"), " ")), None)
    for slot in _embedded(opened, name):
        if wanted and wanted != name:
            slot.subfield.text = wanted
    if field is None:
        if after:
            opened.add_field(Field("225", "2 ", "", _series_parts(wanted, wanted_number)))
        elif name:
            for linked in {id(slot.field): slot.field for slot in _embedded(opened, name)}.values():
                opened.drop(linked)
        return
    if not after:
        opened.drop(field)
        return
    if wanted != joined(field.closed().values("ahi"), " "):
        field.subfields = [part for part in field.subfields if part.code not in "ahiA9"]
        field.subfields.insert(0, OpenSubfield("a", wanted))
    if wanted_number != field.value("v"):
        field.subfields = [part for part in field.subfields if part.code != "v"]
        field.subfields += [OpenSubfield("v", wanted_number)] if wanted_number else []


def force_series(opened: OpenFields, after: str) -> None:
    """One 225 and no linked series."""
    for field in opened.all("225", "410"):
        opened.drop(field)
    if after:
        opened.add_field(Field("225", "2 ", "", (("a", clean(after)),)))


def _named(series: str) -> tuple[str, str]:
    """Name and number within it, from "中国古典文学读本丛书 ; 7"."""
    name, between, number = clean(series).rpartition(" ; ")
    return (name, number) if between and name != number else (clean(series), "")


def _series_parts(name: str, number: str) -> tuple[tuple[str, str], ...]:
    return (("a", name), ("v", number)) if number else (("a", name),)


def _embedded(opened: OpenFields, name: str) -> list[Slot]:
    """Where 410 or 461 holds this very name."""
    return [slot for slot in opened.slots(("410", "461"), "at") if name and slot.shown == name]


def write_set_name(opened: OpenFields, before: str, after: str) -> None:
    """The set in 461, as an embedded 200; the leader says that the description is of a part."""
    found = [slot for slot in opened.slots(("461",), "at") if before and slot.shown == before]
    if after:
        opened.leader = opened.leader[:8] + "2" + opened.leader[9:]
    for slot in found:
        if after:
            slot.subfield.text = clean(after)
        elif slot.field in opened.fields:
            opened.drop(slot.field)
    if after and not found:
        opened.add_field(Field("461", " 0", "", (("1", "2001 "), ("a", clean(after)))))


def force_set_name(opened: OpenFields, after: str) -> None:
    """One 461 with the set, none with another."""
    for field in opened.all("461"):
        opened.drop(field)
    write_set_name(opened, "", after)


def write_price(opened: OpenFields, before: TitleDraft, after: TitleDraft) -> None:
    """`CNY25.00` in the 010 of the book, in 011 for a magazine; prices in other currencies stay beside it."""
    slots = [slot for slot in opened.slots(("010", "011"), "d") if read_price(slot.shown).fen is not None]
    if after.price is None:
        for slot in slots:
            opened.remove(slot)
        return
    text = f"CNY{format_fen(after.price)}"
    if slots:
        slots[0].subfield.text = text
    else:
        tag = "011" if after.issn and not after.isbn else "010"
        opened.add(Home(tag, "d", "  ", "azbd"), text)


def write_notes(opened: OpenFields, after: str) -> None:
    """The lines of the note, each in the note field it came from, new ones in 300."""
    lines = list(dict.fromkeys(line for line in map(clean, after.split("\n")) if line))
    slots = [slot for one in opened.fields if one.tag in NOTE_TAGS for slot in _of(one, "a")]
    slots += opened.slots(("856",), "u")
    told = {slot.shown for slot in slots}
    priced = [slot for slot in opened.slots(("010", "011"), "d") if read_price(slot.shown).note]
    for slot in priced:
        fen = read_price(slot.shown).fen
        if slot.shown not in lines and fen is not None:  # its words were struck out of the note
            slot.subfield.text = f"CNY{format_fen(fen)}"
    said = {slot.shown for slot in priced} - told
    for text in change(opened, slots, [line for line in lines if line not in said]):
        opened.add_field(Field("300", "  ", "", (("a", text),)))


def _of(field: OpenField, code: str) -> list[Slot]:
    return [Slot(field, part) for part in field.subfields if part.code == code and clean(part.text)]


def write_shelving(opened: OpenFields, before: TitleDraft, after: TitleDraft) -> None:
    """Class in 690 and, with the rest of the call number, in the library's own field (905, else 090)."""
    if before.class_number != after.class_number:
        _write_class(opened, after.class_number)
    own = [(one, "des") for one in opened.all("905")] + [(one, "abu") for one in opened.all("090")]
    held = [(one, codes) for one, codes in own if any(part.code in codes for part in one.subfields)]
    said, wanted = _shelved(before), _shelved(after)
    for field, codes in held:
        for code, old, new in zip(codes, said, wanted, strict=True):
            _exchange(field, code, old, new)
    if held:
        field, codes = held[0]
        for code, new in zip(codes, (*wanted[:2], _said_whole(after)), strict=True):
            if new and not field.value(code):
                opened.add(Home(field.tag, code, "  ", "abcdefs"), new, into=field)
    elif after.book_number or _said_whole(after):
        opened.add_field(Field("905", "  ", "", own_field(after)))
    for field, _codes in held:
        if not field.subfields:
            opened.drop(field)


def _shelved(description: TitleDraft) -> tuple[str, str, str]:
    return clean(description.class_number), clean(description.book_number), clean(description.call_number)


def _said_whole(description: TitleDraft) -> str:
    """The call number where class and book number alone don't say it."""
    whole = clean(description.call_number)
    return "" if whole == call_number(description.class_number, description.book_number) else whole


def own_field(after: TitleDraft) -> tuple[tuple[str, str], ...]:
    """Class, book number and, where they don't say it, the call number as 905 holds them."""
    parts = (("d", after.class_number), ("e", after.book_number), ("s", _said_whole(after)))
    return tuple((code, clean(text)) for code, text in parts if clean(text))


def force_shelving(opened: OpenFields, after: TitleDraft) -> None:
    """Nothing but what is wanted in the first of the library's own fields."""
    _write_class(opened, after.class_number)
    for slot in [*opened.slots(("905",), "des"), *opened.slots(("090",), "abu")]:
        opened.remove(slot)
    parts = own_field(after)
    first = next(iter(opened.all("905")), None)
    if first is not None:
        for code, text in parts:
            opened.add(Home("905", code, "  ", "abcdefs"), text, into=first)
    elif len(parts) > 1 or after.call_number:
        opened.add_field(Field("905", "  ", "", parts))


def _exchange(field: OpenField, code: str, old: str, new: str) -> None:
    """The old value replaced wherever this field repeats it, taken out where there is no new one."""
    if old == new or not old:
        return
    for part in [part for part in field.subfields if part.code == code and clean(part.text) == old]:
        if new:
            part.text = new
        else:
            field.subfields.remove(part)


def _write_class(opened: OpenFields, class_number: str) -> None:
    slots = opened.slots(("690",), "a") or opened.slots(("096",), "a")
    if not class_number:
        for slot in slots:
            opened.remove(slot)
    elif slots:
        slots[0].subfield.text = clean(class_number)
    else:
        opened.add_field(Field("690", "  ", "", (("a", clean(class_number)), ("v", "5"))))

"""MARC 21 written: the single values of a description are put where `marc21` reads them.

Where a field has a twin in its original script (880) the twin is what is read, so it is what is changed. Punctuation
between subfields stays where it stands; new records have none and say so in their leader.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from deskcirc.domain.call_numbers import call_number
from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.isbn import read_isbn
from deskcirc.domain.prices import format_fen, read_price
from deskcirc.exchange.cnmarc_statements import subdivided
from deskcirc.exchange.marc21 import SUBJECT_TAGS, full_stop_off
from deskcirc.exchange.marc_fields import LOST, Field, clean
from deskcirc.exchange.marc_open import Home, OpenField, OpenFields, OpenSubfield, Slot, change, paired, settle
from deskcirc.exchange.marc_values import joined, trimmed

ORDER_245: Final = "anphbc"
_ORDER_020: Final = "azqc"
_ORDER_300: Final = "abce"


@dataclass(frozen=True, slots=True)
class Plain:
    """A value of one field: `between` parts several, "" where only the first one is read.

    `linked` says that the field in its original script is the one that is read.
    """

    tags: tuple[str, ...]
    codes: str
    home: Home
    between: str = ""
    linked: bool = False
    apart: bool = False


PLAIN: Final = {
    "volume": Plain(("245",), "np", Home("245", "n", "10", ORDER_245), " ", linked=True),
    "edition": Plain(("250",), "a", Home("250", "a"), linked=True),
    "issn": Plain(("022",), "a", Home("022", "a")),
    "binding": Plain(("020",), "q", Home("020", "q", "  ", _ORDER_020)),
    "pages": Plain(("300",), "ab", Home("300", "a", "  ", _ORDER_300), ", ", linked=True),
    "size": Plain(("300",), "c", Home("300", "c", "  ", _ORDER_300), linked=True),
    "accompanying": Plain(("300",), "e", Home("300", "e", "  ", _ORDER_300), " ; ", linked=True),
    "audience": Plain(("521",), "a", Home("521", "a"), " ; ", apart=True),
    "summary": Plain(("520",), "a", Home("520", "a"), "\n", apart=True),
    "item_type": Plain(("245",), "h", Home("245", "h", "10", ORDER_245), linked=True),
    "set_name": Plain(("773",), "t", Home("773", "t", "0 ")),
}
PUBLISHED: Final = {"place": "a", "publisher": "b", "published": "c"}


def core(slot: Slot) -> str:
    """What the readers take of a subfield: without the punctuation that leads to the next one."""
    return full_stop_off(trimmed(slot.shown.rstrip("+ ").strip("[]()") if slot.subfield.code in "chq" else slot.shown))


def told(slot: Slot, value: str) -> str:
    """The text with another core, its punctuation kept."""
    old, known = slot.subfield.text, core(slot)
    return old.replace(known, value, 1) if known and known in old else value


def read_field(opened: OpenFields, *tags: str) -> OpenField | None:
    """The field the reader takes: its original script (880 linked by $6), else the field itself."""
    for tag in tags:
        for field in opened.all("880"):
            original = "".join(part.text for part in field.subfields if part.code in "abcnp")
            if original and LOST not in original and field.value("6").startswith(tag + "-"):
                return field
        for field in opened.all(tag):
            return field
    return None


def slots_in(field: OpenField | None, codes: str) -> list[Slot]:
    """The values with these codes in one field."""
    if field is None:
        return []
    return [Slot(field, part) for part in field.subfields if part.code in codes and clean(part.text)]


def write_plain(plain: Plain, opened: OpenFields, value: str) -> None:
    """Put the value into its slots, part by part where it is one of several."""
    field = read_field(opened, *plain.tags) if plain.linked else None
    slots = slots_in(field, plain.codes) if plain.linked else opened.slots(plain.tags, plain.codes)
    if plain.between and value:
        whole = len(slots) < 2 and plain.between in (" ", ", ")
        parts = [clean(value)] if whole else [part for part in map(clean, value.split(plain.between)) if part]
        new = list(dict.fromkeys(parts))
        if field is not None and not slots:
            for part in new:
                opened.add(plain.home, part, into=field)
        else:
            settle(opened, slots, new, plain.home, shown=core, told=told, apart=plain.apart)
    else:
        set_first(opened, slots, value, plain.home, field)


def set_first(opened: OpenFields, slots: list[Slot], value: str, home: Home, field: OpenField | None = None) -> None:
    """The first slot says the value; with none it goes home, with no value all slots go."""
    if not value:
        for slot in slots:
            opened.remove(slot)
    elif slots:
        slots[0].subfield.text = told(slots[0], clean(value))
    else:
        opened.add(home, clean(value), into=field)


def force_plain(plain: Plain, opened: OpenFields, value: str) -> None:
    """The value as a whole in one place."""
    field = read_field(opened, *plain.tags) if plain.linked else None
    for slot in slots_in(field, plain.codes) if plain.linked else opened.slots(plain.tags, plain.codes):
        opened.remove(slot)
    if value:
        opened.add(plain.home, clean(value), into=field if field in opened.fields else None)


def write_title(opened: OpenFields, _before: TitleDraft, after: TitleDraft) -> None:
    """245$a, in the original script where that is what is read."""
    field = read_field(opened, "245")
    slots = slots_in(field, "a") or slots_in(field, "kp")
    set_first(opened, slots, after.title, Home("245", "a", "10" if after.author else "00", ORDER_245), field)


def force_title(opened: OpenFields, after: TitleDraft) -> None:
    """The title without any punctuation behind it."""
    field = read_field(opened, "245")
    for slot in slots_in(field, "a"):
        slot.subfield.text = clean(after.title)


def write_subtitle(opened: OpenFields, _before: TitleDraft, after: TitleDraft) -> None:
    """245$b, unless it is the title in another language."""
    field = read_field(opened, "245")
    slots = [] if _b_is_parallel(field) else slots_in(field, "b")
    set_first(opened, slots, after.subtitle, Home("245", "b", "10", ORDER_245), field)


def force_subtitle(opened: OpenFields, after: TitleDraft) -> None:
    """One 245$b that is the subtitle; a parallel title finds its place elsewhere."""
    field = read_field(opened, "245")
    for slot in slots_in(field, "a"):
        slot.subfield.text = slot.subfield.text.rstrip(" =")
    for slot in slots_in(field, "b"):
        opened.remove(slot)
    if after.subtitle and field is not None:
        opened.add(Home("245", "b", "10", ORDER_245), clean(after.subtitle), into=field)


def _b_is_parallel(field: OpenField | None) -> bool:
    return field is not None and (field.value("a").endswith("=") or field.value("b").startswith("="))


def write_parallel_title(opened: OpenFields, _before: TitleDraft, after: TitleDraft) -> None:
    """246, and 245$b where it holds the title in another language; the romanised title is not ours to change."""
    main, first = read_field(opened, "245"), next(iter(opened.all("245")), None)
    derived = (
        joined(map(trimmed, first.closed().values("ab")), " : ") if first is not None and first is not main else ""
    )
    slots = (slots_in(main, "b")[:1] if _b_is_parallel(main) else []) + opened.slots(("246",), "a")
    parts = [part for part in map(clean, after.parallel_title.split(" ; ")) if part and part != full_stop_off(derived)]
    settle(opened, slots, list(dict.fromkeys(parts)), Home("246", "a", "31"), shown=core, told=told, apart=True)


def force_parallel_title(opened: OpenFields, after: TitleDraft) -> None:
    """All parallel titles in 246."""
    for field in opened.all("246"):
        opened.drop(field)
    write_parallel_title(opened, after, after)


def write_responsibility(opened: OpenFields, before: TitleDraft, after: TitleDraft) -> None:
    """245$c; without a first author the others stand in 700, for what $c says first is read as the author."""
    field = read_field(opened, "245")
    slots = slots_in(field, "c")
    if after.author:
        text = " ; ".join(part for part in (clean(after.author), clean(after.other_authors)) if part)
        if slots:
            slots[0].subfield.text = text
        else:
            opened.add(Home("245", "c", "10", ORDER_245), text, into=field)
    else:
        for slot in slots:
            opened.remove(slot)
    _write_headings(opened, before, after)


def _write_headings(opened: OpenFields, before: TitleDraft, after: TitleDraft) -> None:
    """The first author in 100 where 100 named the old one; 700 where no statement says the others."""
    for slot in opened.slots(("100", "110", "111"), "a"):
        if after.author and core(slot) == before.author:
            slot.subfield.text = told(slot, clean(after.author))
        elif not after.author and slot.field in opened.fields:
            opened.drop(slot.field)
    if not after.author:
        for field in opened.all("700", "710"):
            opened.drop(field)
        for text in filter(None, map(clean, after.other_authors.split(" ; "))):
            opened.add_field(Field("700", "1 ", "", (("a", text),)))


def write_published(opened: OpenFields, name: str, value: str) -> None:
    """Place, publisher or date in 260, else in the 264 that speaks of publication."""
    code = PUBLISHED[name]
    field = _publication(opened)
    tag = field.tag if field is not None else "264"
    set_first(opened, slots_in(field, code), value, Home(tag, code, " 1" if tag == "264" else "  ", "abc"), field)


def force_published(opened: OpenFields, name: str, value: str) -> None:
    """The value alone, without brackets, "c" or full stop around it."""
    field = _publication(opened)
    for slot in slots_in(field, PUBLISHED[name]):
        if field is not None and value:
            slot.subfield.text = clean(value)
        else:
            opened.remove(slot)


def _publication(opened: OpenFields) -> OpenField | None:
    if opened.all("260"):
        return read_field(opened, "260")
    linked = [one for one in opened.all("880") if one.value("6").startswith("264-")]
    found = [*linked, *opened.all("264")]
    return next((one for one in found if one.indicators[1:] == "1"), found[0] if found else None)


def write_numbers(opened: OpenFields, _before: TitleDraft, after: TitleDraft) -> None:
    """020$a, a wrong number in 020$z; each number in a 020 of its own."""
    slots = [slot for slot in opened.slots(("020",), "az") if not read_isbn(slot.shown).ruined]
    wanted = [one for one in (after.isbn, *after.other_isbns) if one]

    def changed(slot: Slot, value: str) -> str:
        slot.subfield.code = _code(value)
        return value

    for value in change(opened, slots, wanted, shown=lambda slot: read_isbn(slot.shown).value, told=changed):
        opened.add_field(Field("020", "  ", "", ((_code(value), value),)))


def force_numbers(opened: OpenFields, after: TitleDraft) -> None:
    """All numbers anew, the leading one first."""
    for slot in opened.slots(("020",), "az"):
        opened.remove(slot)
    for value in filter(None, (after.isbn, *after.other_isbns)):
        opened.add_field(Field("020", "  ", "", ((_code(value), value),)))


def _code(value: str) -> str:
    return "a" if read_isbn(value).valid else "z"


def write_price(opened: OpenFields, _before: TitleDraft, after: TitleDraft) -> None:
    """`CNY25.00` in 020$c; prices in other currencies stay."""
    slots = [slot for slot in opened.slots(("020",), "c") if read_price(slot.shown).fen is not None]
    if after.price is None:
        for slot in slots:
            opened.remove(slot)
    elif slots:
        slots[0].subfield.text = f"CNY{format_fen(after.price)}"
    else:
        opened.add(Home("020", "c", "  ", _ORDER_020), f"CNY{format_fen(after.price)}")


def write_series(opened: OpenFields, _before: TitleDraft, after: TitleDraft) -> None:
    """490 (or 440, 830 where the series stands there): name and number within it."""
    field = read_field(opened, *(tag for tag in ("490", "440", "830") if opened.all(tag)), "490")
    name, between, number = clean(after.series).rpartition(" ; ")
    if not between:
        name, number = number, ""
    if not after.series:
        if field is not None:
            opened.drop(field)
    elif field is None:
        opened.add_field(Field("490", "0 ", "", (("a", name), *((("v", number),) if number else ()))))
    else:
        set_first(opened, slots_in(field, "a"), name, Home(field.tag, "a", "0 ", "av"), field)
        set_first(opened, slots_in(field, "v"), number, Home(field.tag, "v", "0 ", "av"), field)


def force_series(opened: OpenFields, after: TitleDraft) -> None:
    """One series and none behind it."""
    for field in opened.all("490", "440", "830"):
        opened.drop(field)
    write_series(opened, after, after)


def write_subjects(opened: OpenFields, _before: TitleDraft, after: TitleDraft) -> None:
    """6xx; a heading that stays keeps its field, a new one stands in 650 with no thesaurus named."""
    fields = opened.all(*SUBJECT_TAGS)
    old = [one for one in map(_heading_of, fields) if one]
    became, added = paired(list(dict.fromkeys(old)), list(dict.fromkeys(filter(None, map(clean, after.subjects)))))
    for field in fields:
        known = _heading_of(field)
        wanted = became.get(known, known)
        if wanted is None:
            opened.drop(field)
        elif wanted != known:
            field.indicators = field.indicators[:1] + "4" if field.tag != "653" else field.indicators
            field.subfields = [OpenSubfield(code, text) for code, text in subdivided(wanted)]
    for wanted in added:
        opened.add_field(Field("650", " 4", "", subdivided(wanted)))


def force_subjects(opened: OpenFields, after: TitleDraft) -> None:
    """All subjects anew, each as one heading."""
    for field in opened.all(*SUBJECT_TAGS):
        opened.drop(field)
    for wanted in filter(None, map(clean, after.subjects)):
        opened.add_field(Field("650", " 4", "", (("a", wanted),)))


def _heading_of(field: OpenField) -> str:
    return full_stop_off(joined(map(trimmed, field.closed().values("abctvxyz")), "-"))


def write_notes(opened: OpenFields, _before: TitleDraft, after: TitleDraft) -> None:
    """The lines of the note in 500; what the price says beside the amount stays with the price."""
    priced = {slot.shown for slot in opened.slots(("020",), "c") if read_price(slot.shown).note}
    lines = list(dict.fromkeys(line for line in map(clean, after.note.split("\n")) if line))
    slots = opened.slots(("500",), "a")
    wanted = [line for line in lines if line not in priced or line in {slot.shown for slot in slots}]
    settle(opened, slots, wanted, Home("500", "a"), apart=True)


def write_shelving(opened: OpenFields, before: TitleDraft, after: TitleDraft) -> None:
    """Class in 084 (source clc), call number in 852, else in the local field that has one."""
    if before.class_number != after.class_number:
        _write_class(opened, after.class_number)
    derived = call_number(after.class_number, after.book_number) if after.book_number else ""
    whole = after.call_number or derived
    if whole == before.call_number and before.book_number == after.book_number:
        return
    parted = bool(after.class_number and after.book_number) and whole == call_number(
        after.class_number, after.book_number
    )
    parts = (("h", after.class_number), ("i", after.book_number), ("2", "clc")) if parted else (("h", whole),)
    held = [one for one in opened.all("852") if any(part.code in "khijm" for part in one.subfields)]
    local = [one for one in opened.all("090", "092", "099") if any(part.code in "ab" for part in one.subfields)]
    for field in held:
        field.subfields = [part for part in field.subfields if part.code not in "khijm2"]
    if not held and local:
        local[0].subfields = [part for part in local[0].subfields if part.code not in "ab"]
        local[0].subfields[:0] = [OpenSubfield("a", clean(whole))] if whole else []
    elif whole:
        field = held[0] if held else opened.add_field(Field("852", "8 "))
        for code, text in parts:
            opened.add(Home("852", code, "8 ", "abchi2"), clean(text), into=field)
    for field in [*held, *local]:
        if not field.subfields:
            opened.drop(field)


def _write_class(opened: OpenFields, class_number: str) -> None:
    coded = [one for one in opened.all("084") if one.value("2").lower().startswith("clc")]
    slots = [slot for one in coded for slot in slots_in(one, "a")] or opened.slots(("093",), "a")
    if not class_number:
        for field in {id(slot.field): slot.field for slot in slots}.values():
            opened.drop(field)
    elif slots:
        slots[0].subfield.text = clean(class_number)
    else:
        opened.add_field(Field("084", "  ", "", (("a", clean(class_number)), ("2", "clc"))))

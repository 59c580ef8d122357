"""MARC 21 written as one: the ways of all values into the fields, and the coded frame of a new description."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.titles import TitleKind
from deskcirc.exchange import marc21_form as form
from deskcirc.exchange.marc21 import UNIFIED
from deskcirc.exchange.marc_fields import Field, FieldList, clean
from deskcirc.exchange.marc_open import OpenFields
from deskcirc.exchange.marc_parts import Part, write_bound_year
from deskcirc.exchange.marc_values import BOUND_YEAR

_LEADER_OF: Final = {TitleKind.MAGAZINE: "as", TitleKind.BOUND_YEAR: "as", TitleKind.MEDIA: "gm"}


def skeleton(description: TitleDraft, entered: date | None, agency: str) -> FieldList:
    """Leader, 008 and 040; what is written in words is not there yet."""
    level = "a" if description.kind == TitleKind.SET else " "
    leader = f"00000n{_LEADER_OF.get(TitleKind(description.kind), 'am')} a2200000 c{level}4500"
    return FieldList(leader, tuple(_coded_fields(description, entered, agency)))


def _coded_fields(description: TitleDraft, entered: date | None, agency: str) -> Iterator[Field]:
    """008: day entered, kind and year of publication, place, then signs for "not coded" up to the language."""
    day = f"{entered:%y%m%d}" if entered else "      "
    year = f"{description.year:04d}" if description.year and 0 < description.year < 10_000 else "    "
    country = "cc " if description.isbn.startswith("9787") or description.language == "chi" else "xx "
    yield Field("008", text=f"{day}s{year}    {country}{'|' * 17}    d")
    if agency:
        yield Field("040", "  ", "", (("a", agency), ("b", "chi"), ("c", agency)))
    if description.kind == TitleKind.BOUND_YEAR:
        yield BOUND_YEAR


def _plain(name: str) -> Part:
    plain = form.PLAIN[name]
    return Part(
        (name,),
        lambda opened, _before, after: form.write_plain(plain, opened, getattr(after, name)),
        lambda opened, after: form.force_plain(plain, opened, getattr(after, name)),
    )


def _published(name: str) -> Part:
    return Part(
        (name,),
        lambda opened, _before, after: form.write_published(opened, name, getattr(after, name)),
        lambda opened, after: form.force_published(opened, name, getattr(after, name)),
    )


def _same(
    names: tuple[str, ...], write: Callable[[OpenFields, TitleDraft, TitleDraft], None], *, unordered: bool = False
) -> Part:
    """A part with nothing stricter than its one way."""
    return Part(names, write, lambda opened, after: write(opened, after, after), unordered=unordered)


def _write_language(opened: OpenFields, _before: TitleDraft, after: TitleDraft) -> None:
    """The first language in 008, all of them in 041 where 008 can't say it."""
    codes = after.language.split()
    coded = next((one for one in opened.fields if one.tag == "008" and len(one.text) >= 38), None)
    short = len(codes) == 1 and len(codes[0]) == 3 and codes[0].isascii() and codes[0].isalpha()
    if coded is not None:
        coded.text = f"{coded.text[:35]}{codes[0] if short else '   '}{coded.text[38:]}"
    for slot in opened.slots(("041",), "a"):
        opened.remove(slot)
    if codes and not (short and coded is not None):
        opened.add_field(Field("041", "0 ", "", (("a", clean(after.language)),)))


def _write_unified_number(opened: OpenFields, _before: TitleDraft, after: TitleDraft) -> None:
    """024 with the words 统一书号 beside the number."""
    for field in [one for one in opened.all("024") if one.value("q") == UNIFIED]:
        opened.drop(field)
    if after.unified_number:
        opened.add_field(Field("024", "8 ", "", (("a", clean(after.unified_number)), ("q", UNIFIED))))


def _write_kind(opened: OpenFields, _before: TitleDraft, after: TitleDraft) -> None:
    material = _LEADER_OF.get(TitleKind(after.kind), "am")
    level = "a" if after.kind == TitleKind.SET else " "
    opened.leader = f"{opened.leader[:6]}{material}{opened.leader[8:19]}{level}{opened.leader[20:]}"
    write_bound_year(opened, after)


PARTS: Final = (
    Part(("title",), form.write_title, form.force_title),
    Part(("subtitle",), form.write_subtitle, form.force_subtitle),
    *map(_plain, ("volume", "edition", "issn", "pages", "size", "accompanying", "audience", "summary", "item_type")),
    *map(_plain, ("set_name",)),
    *map(_published, form.PUBLISHED),
    _same(("author", "other_authors"), form.write_responsibility),
    Part(("parallel_title",), form.write_parallel_title, form.force_parallel_title),
    Part(("isbn", "other_isbns"), form.write_numbers, form.force_numbers),
    _plain("binding"),
    _same(("price",), form.write_price),
    Part(("series",), form.write_series, form.force_series),
    Part(("subjects",), form.write_subjects, form.force_subjects, unordered=True),
    _same(("class_number", "book_number", "call_number"), form.write_shelving),
    _same(("note",), form.write_notes, unordered=True),
    _same(("language",), _write_language),
    _same(("unified_number",), _write_unified_number),
    _same(("kind",), _write_kind),
)

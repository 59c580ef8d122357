"""CNMARC written as one: the ways of all values into the fields, and the coded frame of a new description."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.titles import TitleKind
from deskcirc.exchange import cnmarc_form as form
from deskcirc.exchange import cnmarc_statements as statements
from deskcirc.exchange.marc_fields import Field, FieldList
from deskcirc.exchange.marc_open import OpenFields
from deskcirc.exchange.marc_parts import Part, write_bound_year
from deskcirc.exchange.marc_values import BOUND_YEAR

_LEADER_OF: Final = {TitleKind.MAGAZINE: "as", TitleKind.BOUND_YEAR: "as", TitleKind.MEDIA: "lm"}
_AUDIENCES: Final = (
    (("幼儿", "学前", "婴"), "a"),
    (("小学", "儿童"), "b"),
    (("少年", "少儿", "初中"), "c"),
    (("高中", "中学", "青年", "青少年"), "d"),
    (("成人", "教师", "家长", "大学"), "e"),
)
_YEAR, _AUDIENCE = slice(9, 13), slice(17, 20)  # of 100$a, counted from 0
_PLACES: Final = {
    "北京": "110000", "天津": "120000", "石家庄": "130000", "太原": "140000", "呼和浩特": "150000",
    "沈阳": "210000", "长春": "220000", "哈尔滨": "230000", "上海": "310000", "南京": "320000",
    "杭州": "330000", "合肥": "340000", "福州": "350000", "南昌": "360000", "济南": "370000",
    "郑州": "410000", "武汉": "420000", "长沙": "430000", "广州": "440000", "南宁": "450000",
    "海口": "460000", "重庆": "500000", "成都": "510000", "贵阳": "520000", "昆明": "530000",
    "拉萨": "540000", "西安": "610000", "兰州": "620000", "西宁": "630000", "银川": "640000",
    "乌鲁木齐": "650000", "香港": "810000", "澳门": "820000", "台北": "710000",
}  # fmt: skip


def skeleton(description: TitleDraft, entered: date | None, agency: str) -> FieldList:
    """Leader and coded fields of a new description; what is written in words is not there yet."""
    level = "1" if description.kind == TitleKind.SET else "0"
    leader = f"00000n{_LEADER_OF.get(TitleKind(description.kind), 'am')}{level} 2200000   450 "
    return FieldList(leader, tuple(_coded_fields(description, entered, agency)))


def _coded_fields(description: TitleDraft, entered: date | None, agency: str) -> Iterator[Field]:
    day = f"{entered:%Y%m%d}" if entered else " " * 8
    yield Field("100", "  ", "", (("a", _general(description, day)),))
    if description.isbn.startswith("9787") or description.place in _PLACES:
        place = _PLACES.get(description.place, "")
        yield Field("102", "  ", "", (("a", "CN"), *((("b", place),) if place else ())))
    if description.kind in (TitleKind.BOOK, TitleKind.SET):
        yield Field("105", "  ", "", (("a", "y   z   000yy"),))
        yield Field("106", "  ", "", (("a", "r"),))
    parts = (("a", "CN"), ("b", agency), ("c", day.strip()))
    yield Field("801", " 0", "", tuple((code, text) for code, text in parts if text))
    if description.kind == TitleKind.BOUND_YEAR:
        yield BOUND_YEAR


def _general(description: TitleDraft, day: str) -> str:
    """100$a: date entered, kind and year of publication, readership, language of cataloguing, characters, script.

    The language is left open where the book's own is not known, for readers take the one for the other.
    """
    year = f"{description.year:04d}" if description.year and 0 < description.year < 10_000 else " " * 4
    language = "chi" if description.language else "   "
    return f"{day}d{year}    {_readership(description.audience)}y0{language}y50      ea"


def _readership(audience: str) -> str:
    """The code for the readership in words; blanks where the words say none."""
    if audience.isascii() and audience.isalpha() and len(audience) <= 3:
        return audience.ljust(3)
    codes = "".join(code for words, code in _AUDIENCES if any(word in audience for word in words))
    return codes[:3].ljust(3)


def _plain(name: str) -> Part:
    plain = form.PLAIN[name]
    return Part(
        (name,),
        lambda opened, _before, after: form.write_plain(plain, opened, getattr(after, name)),
        lambda opened, after: form.force_plain(plain, opened, getattr(after, name)),
    )


def _names(name: str) -> Part:
    return Part(
        (name,),
        lambda opened, before, after: statements.write_names(name, opened, getattr(before, name), getattr(after, name)),
        lambda opened, after: statements.force_names(name, opened, getattr(after, name)),
    )


def _write_published(opened: OpenFields, before: TitleDraft, after: TitleDraft) -> None:
    """The date in words, and the year of 100$a where it stood for the old one."""
    form.write_plain(form.PLAIN["published"], opened, after.published)
    for slot in opened.slots(("100",), "a")[:1]:
        coded = slot.subfield.text
        old = f"{before.year:04d}" if before.year else ""
        if after.year and before.year != after.year and len(coded) >= 36 and coded[_YEAR].strip() in ("", old):
            slot.subfield.text = f"{coded[:9]}{after.year:04d}{coded[13:]}"


def _write_audience(opened: OpenFields, before: TitleDraft, after: TitleDraft) -> None:
    """333 in words; codes such as "b" only in 100$a."""
    plain, wanted = form.AUDIENCE, after.audience
    coded = next((slot.subfield for slot in opened.slots(("100",), "a")), None)
    fits = coded is not None and len(coded.text) >= 36
    is_code = wanted.isascii() and wanted.isalpha() and len(wanted) <= 3
    if fits and coded is not None and (is_code or not wanted):
        coded.text = f"{coded.text[:17]}{wanted:<3}{coded.text[20:]}"
    form.write_plain(plain, opened, "" if is_code and fits else wanted)


def _write_language(opened: OpenFields, before: TitleDraft, after: TitleDraft) -> None:
    """101; with nothing there the language of cataloguing in 100$a would be taken for it, so it goes too."""
    form.write_plain(form.PLAIN["language"], opened, after.language)
    for slot in opened.slots(("100",), "a")[:1] if not after.language else ():
        slot.subfield.text = f"{slot.subfield.text[:22]}   {slot.subfield.text[25:]}"


def _write_kind(opened: OpenFields, _before: TitleDraft, after: TitleDraft) -> None:
    """The leader's kind of material, and its level where the kind speaks of one."""
    material = _LEADER_OF.get(TitleKind(after.kind), "am")
    level = "1" if after.kind == TitleKind.SET else "2" if after.set_name else "0"
    opened.leader = f"{opened.leader[:6]}{material}{level}{opened.leader[9:]}"
    write_bound_year(opened, after)


def _force_kind(opened: OpenFields, after: TitleDraft) -> None:
    _write_kind(opened, after, after)


PARTS: Final = (
    Part(("title",), form.write_title, form.force_title),
    *map(_plain, ("subtitle", "volume", "edition", "place", "publisher", "issn", "unified_number", "binding", "pages")),
    *map(_plain, ("size", "accompanying", "summary", "item_type")),
    Part(
        ("published",),
        _write_published,
        lambda opened, after: form.force_plain(form.PLAIN["published"], opened, after.published),
    ),
    Part(
        ("language",),
        _write_language,
        lambda opened, after: form.force_plain(form.PLAIN["language"], opened, after.language),
    ),
    Part(("audience",), _write_audience, lambda opened, after: _write_audience(opened, after, after)),
    _names("author"),
    _names("other_authors"),
    Part(("parallel_title",), form.write_parallel_title, form.force_parallel_title),
    Part(("isbn", "other_isbns"), form.write_numbers, form.force_numbers),
    Part(("price",), statements.write_price, lambda opened, after: statements.write_price(opened, after, after)),
    Part(
        ("series",),
        lambda opened, before, after: statements.write_series(opened, before.series, after.series),
        lambda opened, after: statements.force_series(opened, after.series),
    ),
    Part(
        ("set_name",),
        lambda opened, before, after: statements.write_set_name(opened, before.set_name, after.set_name),
        lambda opened, after: statements.force_set_name(opened, after.set_name),
    ),
    Part(
        ("subjects",),
        lambda opened, _before, after: statements.write_subjects(opened, after.subjects),
        lambda opened, after: statements.force_subjects(opened, after.subjects),
        unordered=True,
    ),
    Part(("class_number", "book_number", "call_number"), statements.write_shelving, statements.force_shelving),
    Part(
        ("note",),
        lambda opened, _before, after: statements.write_notes(opened, after.note),
        lambda opened, after: statements.write_notes(opened, after.note),
        unordered=True,
    ),
    Part(("kind",), _write_kind, _force_kind),
)
"""In the order in which they are written: what may be read in the place of another comes after it."""

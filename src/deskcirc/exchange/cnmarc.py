"""CNMARC, the Chinese member of the UNIMARC family, and UNIMARC itself: fields to a title with its copies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deskcirc.domain.call_numbers import class_number_is_well_formed
from deskcirc.domain.dates import published_year
from deskcirc.domain.drafts import MarcDraft, Mark, Note, TitleDraft
from deskcirc.domain.isbn import read_issn
from deskcirc.domain.titles import TitleKind
from deskcirc.exchange import cnmarc_copies, marc_values
from deskcirc.exchange.marc_fields import Field, FieldList, clean
from deskcirc.exchange.marc_values import joined, trimmed

CHINESE, FAMILY = "cnmarc", "unimarc"

_LANGUAGE_AT, _AUDIENCE_AT = slice(22, 25), slice(17, 20)  # of 100$a, counted from 0
_PLAIN_BOOK = ("专著", "图书", "普通图书", "Texte imprimé")  # 200$b of a book says nothing
_MEDIA = ("g", "i", "j", "l", "m")  # position 6 of the leader: film, sound, music, file, several of these
NOTE_TAGS = frozenset(str(tag) for tag in range(300, 330) if tag not in (326, 327))
SUBJECT_TAGS = ("600", "601", "602", "604", "605", "606", "607", "608")


def syntax_of(fields: FieldList) -> str:
    """ "cnmarc" where the description was made in China or for Chinese readers, else "unimarc"."""
    chinese = (
        fields.value("801", "a").upper() == "CN"
        or fields.value("102", "a").upper() == "CN"
        or "690" in fields
        or "905" in fields
        or fields.value("101", "a") == "chi"
    )
    return CHINESE if chinese or marc_values.has_chinese(fields.value("200", "a")) else FAMILY


def title_draft(fields: FieldList, kept: MarcDraft, notes: list[Note]) -> TitleDraft | None:
    """The title these fields describe with `kept` beside it, None where they give none; doubts are added to `notes`."""
    title = _title(fields)
    if not title:
        return None
    remarks = [text for field in fields.fields if field.tag in NOTE_TAGS for text in field.values("a")]
    numbers = _numbers(fields, notes)
    price = marc_values.price([*fields.values("010", "d"), *fields.values("011", "d")], notes, remarks)
    remarks += fields.values("856", "u")
    published = _published(fields, "d")
    shelving = cnmarc_copies.shelving(fields)
    return TitleDraft(
        title=title,
        subtitle=joined(fields.values("200", "e"), " : "),
        parallel_title=_parallel_title(fields),
        volume=joined(fields.values("200", "hiv"), " "),
        author=_author(fields),
        other_authors=_other_authors(fields),
        edition=joined(fields.values("205", "ab"), " "),
        place=_published(fields, "a"),
        publisher=_published(fields, "c"),
        published=published,
        year=published_year(published),
        isbn=numbers.isbn,
        isbn_valid=numbers.isbn_valid,
        other_isbns=numbers.others,
        issn=next((issn for text in fields.values("011", "a") if (issn := read_issn(text))), ""),
        price=price,
        pages=joined(fields.values("215", "ac"), ", "),
        size=fields.value("215", "d"),
        binding=fields.value("010", "b"),
        accompanying=joined(fields.values("215", "e")),
        series=_series(fields),
        language=joined(fields.values("101", "a"), " ") or _coded(fields, _LANGUAGE_AT),
        audience=joined(fields.values("333", "a")) or _coded(fields, _AUDIENCE_AT),
        subjects=_subjects(fields),
        summary=joined(fields.values("330", "a"), "\n"),
        class_number=_class_number(fields, shelving.class_number, notes),
        book_number=shelving.book_number,
        call_number=shelving.call_number,
        note="\n".join(dict.fromkeys(remarks)),
        marc=kept,
        copies=cnmarc_copies.copies(fields, notes),
        **_material(fields),
    )


def _material(fields: FieldList) -> dict[str, Any]:
    """What kind of thing the title is, and what it is a part of."""
    return {
        "item_type": _item_type(fields),
        "kind": _kind(fields),
        "set_name": _set_name(fields),
        "unified_number": fields.value("091", "a"),
    }


def _title(fields: FieldList) -> str:
    """200$a; further $a are other works in the volume, but for a first $a in pinyin beside one in Chinese."""
    titles = fields.values("200", "ac") if fields.value("200", "a") else fields.values("200", "ic")
    chinese = [text for text in titles if marc_values.has_chinese(text)]
    return joined(chinese or titles)


def _parallel_title(fields: FieldList) -> str:
    """The title in other languages and other titles of the same work."""
    others = [field.value("a") for field in fields.all("510", "500", "517", "512", "540")]
    shown = {_title(fields), *fields.values("200", "e")}
    names = (trimmed(text) for text in [*fields.values("200", "d"), *others])
    return joined(name for name in names if name not in shown)


def _numbers(fields: FieldList, notes: list[Note]) -> marc_values.StandardNumbers:
    """ISBN of 010; of the book numbers in use before 1988 (091) those behind the first, which has its own place."""
    numbers = marc_values.standard_numbers(fields.values("010", "a"), fields.values("010", "z"), notes)
    older = tuple(fields.values("091", "a")[1:])
    return marc_values.StandardNumbers(numbers.isbn, numbers.isbn_valid, numbers.others + older)


def _name(field: Field) -> str:
    """A heading: Chinese names as they stand, a family name and a given name with a comma between."""
    family, given = field.value("a"), field.value("b")
    return f"{family}, {given}" if given and field.tag in ("700", "701", "702") else family or given


def _names(fields: FieldList, *tags: str) -> Iterator[str]:
    for field in fields.all(*tags):
        role = field.value("4")
        name = _name(field)
        # Chinese files write the role in words; UNIMARC has codes of three digits that say nothing on a screen.
        yield f"{name} {role}" if name and role and not role.isascii() else name


def _author(fields: FieldList) -> str:
    stated = fields.value("200", "f")
    return stated or joined(_names(fields, "700", "701", "710", "711"))


def _other_authors(fields: FieldList) -> str:
    stated = fields.values("200", "g")
    return joined(stated) or joined(_names(fields, "702", "712"))


def _published(fields: FieldList, code: str) -> str:
    """Place ($a), publisher ($c) or date ($d) of 210, or of 214, its newer form."""
    return fields.value("210", code) or fields.value("214", code)


def _series(fields: FieldList) -> str:
    """225, else the series embedded in 410 or in a 461 that names no set."""
    for field in fields.all("225"):
        name = joined(field.values("ahi"), " ")
        if name:
            return joined((name, field.value("v")))
    for field in fields.all("410") if _is_part(fields) else fields.all("461", "410"):
        name = _embedded_title(field) or field.value("t")
        if name:
            return joined((name, field.value("v")))
    return ""


def _is_part(fields: FieldList) -> bool:
    """Whether the leader says that the description is of a part of something larger."""
    return fields.leader[8:9] == "2"


def _set_name(fields: FieldList) -> str:
    """The set this volume is of (461); a 461 that only repeats the series of 225, as dealers write it, names none."""
    if "461" not in fields or not ("225" in fields or _is_part(fields)):
        return ""
    series = {fields.value("225", "a"), joined(fields.values("225", "ahi"), " ")}
    names = (_embedded_title(field) or field.value("t") for field in fields.all("461"))
    return next((name for name in names if name and name not in series), "")


def _kind(fields: FieldList) -> str:
    """What the leader calls the material: a serial, a set of volumes, sound, film or file; else a book."""
    leader = fields.leader
    if leader[7:8] == "s":
        return marc_values.serial_kind(fields)
    if leader[6:7] in _MEDIA:
        return TitleKind.MEDIA
    return TitleKind.SET if leader[8:9] == "1" else TitleKind.BOOK


def _embedded_title(field: Field) -> str:
    """$a of the 200 that a linking field holds whole: $1 2001_ $a ..."""
    tag = ""
    for code, text in field.subfields:
        if code == "1":
            tag = text[:3]
        elif tag == "200" and code == "a":
            return clean(text)
    return ""


def _subjects(fields: FieldList) -> tuple[str, ...]:
    """Headings with their subdivisions, then free keywords."""
    headings = [joined(field.values("abtxyzj"), "-") for field in fields.all(*SUBJECT_TAGS)]
    return tuple(dict.fromkeys(one for one in [*headings, *fields.values("610", "a")] if one))


def _class_number(fields: FieldList, own: str, notes: list[Note]) -> str:
    """The class the library itself shelves by (905$d), else 690, else 096 of the National Library's own format."""
    number = own or fields.value("690", "a") or fields.value("096", "a")
    if number and not class_number_is_well_formed(number):
        notes.append(Note(Mark.CLASS_NUMBER_ODD, number))
    return number


def _coded(fields: FieldList, where: slice) -> str:
    """Letters of 100$a; nothing where the field is short or filled with signs for "not coded"."""
    coded = fields.fixed("100").strip("\n\r")[where].strip(" ^|#_-")
    return coded if coded.isascii() and coded.isalpha() else ""


def _item_type(fields: FieldList) -> str:
    """The kind of material in the words of the file, "" for an ordinary book."""
    words = trimmed(fields.value("200", "b")).strip("[]")
    return "" if words in _PLAIN_BOOK else words

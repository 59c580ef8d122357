"""MARC 21: fields to a title with its copies.

Where a field has a twin in its original script (880), the original is taken: it is what stands on the book and what a
pupil types. The romanised title is kept as the parallel title, so that it finds the book too.
"""

from __future__ import annotations

from typing import Any

from deskcirc.domain.dates import published_year
from deskcirc.domain.drafts import MarcDraft, Note, TitleDraft
from deskcirc.domain.isbn import read_issn
from deskcirc.domain.titles import TitleKind
from deskcirc.exchange import marc21_copies, marc_values
from deskcirc.exchange.marc_fields import LOST, Field, FieldList
from deskcirc.exchange.marc_values import joined, trimmed

SYNTAX = "marc21"
UNIFIED = "统一书号"  # 024$q of a book number in use before 1988

_LANGUAGE_AT = slice(35, 38)  # of 008
SUBJECT_TAGS = ("600", "610", "611", "630", "648", "650", "651", "653", "655")
_AUTHOR_TAGS = ("100", "110", "111")


def title_draft(fields: FieldList, kept: MarcDraft, notes: list[Note]) -> TitleDraft | None:
    """The title these fields describe with `kept` beside it, None where they give none; doubts are added to `notes`."""
    main = _preferred(fields, "245")
    title = trimmed(main.value("a")) or trimmed(main.value("kp"))
    if not title:
        return None
    remarks = fields.values("500", "a")
    numbers = marc_values.standard_numbers(fields.values("020", "a"), fields.values("020", "z"), notes)
    price = marc_values.price(fields.values("020", "c"), notes, remarks)
    published = _published(fields, "c")
    first, others = _responsibility(fields, main)
    physical = _preferred(fields, "300")
    return TitleDraft(
        title=full_stop_off(title),
        subtitle=_subtitle(main),
        parallel_title=_parallel_title(fields, main),
        volume=full_stop_off(joined(map(trimmed, main.values("np")), " ")),
        author=first,
        other_authors=others,
        edition=full_stop_off(trimmed(_preferred(fields, "250").value("a"))),
        place=_published(fields, "a"),
        publisher=_published(fields, "b"),
        published=published,
        year=published_year(published),
        isbn=numbers.isbn,
        isbn_valid=numbers.isbn_valid,
        other_isbns=numbers.others,
        issn=next((issn for text in fields.values("022", "a") if (issn := read_issn(text))), ""),
        price=price,
        pages=trimmed(joined(map(trimmed, physical.values("ab")), ", ")),
        size=full_stop_off(trimmed(physical.value("c").rstrip("+ "))),
        accompanying=joined(map(trimmed, physical.values("e"))),
        series=_series(fields),
        language=_language(fields),
        audience=joined(fields.values("521", "a")),
        subjects=_subjects(fields),
        summary=joined(fields.values("520", "a"), "\n"),
        note="\n".join(dict.fromkeys(remarks)),
        marc=kept,
        copies=marc21_copies.copies(fields, notes),
        **_material(fields, main),
        **_shelved(fields),
    )


def _shelved(fields: FieldList) -> dict[str, Any]:
    """Class and place on the shelf."""
    class_number = _chinese_class(fields)
    shelved = marc21_copies.shelving(fields, class_number)
    return {
        "class_number": class_number,
        "book_number": shelved.book_number,
        "call_number": shelved.call_number,
    }


def _material(fields: FieldList, main: Field) -> dict[str, Any]:
    """What kind of thing the title is, what it is a part of, and how it is bound."""
    return {
        "item_type": trimmed(main.value("h")).strip("[]. "),
        "binding": marc_values.unbracketed(trimmed(fields.value("020", "q"))),
        "kind": _kind(fields),
        "set_name": trimmed(fields.value("773", "t")),
        "unified_number": next((one.value("a") for one in fields.all("024") if one.value("q") == UNIFIED), ""),
    }


def _preferred(fields: FieldList, *tags: str) -> Field:
    """The field in its original script (880 linked by $6), else as romanised; an empty one where neither is there."""
    for tag in tags:
        for field in fields.all("880"):
            original = "".join(field.values("abcnp"))
            # A twin that lost characters on its way is worse than the romanised field.
            if original and LOST not in original and field.value("6").startswith(tag + "-"):
                return field
        for field in fields.all(tag):
            return field
    return Field(tags[0])


def full_stop_off(text: str) -> str:
    """The text without the full stop that ends a field, but with that of an abbreviation: "2nd ed." stays."""
    last = text.rstrip(".").rsplit(" ", 1)[-1]
    return text if text.endswith("..") or len(last) <= 3 else text.removesuffix(".")


def _subtitle(main: Field) -> str:
    """$b, unless $a or $b says that it is the title in another language."""
    return "" if _b_is_parallel(main) else full_stop_off(trimmed(main.value("b")))


def _b_is_parallel(main: Field) -> bool:
    return main.value("a").endswith("=") or main.value("b").startswith("=")


def _parallel_title(fields: FieldList, main: Field) -> str:
    """The romanised title beside an original script, a parallel title in 245$b, then the varying titles of 246."""
    romanised = next(iter(fields.all("245")), Field("245"))
    names = [] if romanised is main else [joined(map(trimmed, romanised.values("ab")), " : ")]
    if _b_is_parallel(main):
        names.append(trimmed(main.value("b")))
    names += [trimmed(text) for text in fields.values("246", "a")]
    return joined(map(full_stop_off, names))


def _responsibility(fields: FieldList, main: Field) -> tuple[str, str]:
    """First statement of 245$c and the rest of it; without one the headings of 1xx and 7xx."""
    stated = trimmed(main.value("c"))
    if stated:
        first, _sign, rest = stated.partition(" ; ")
        return full_stop_off(first.removeprefix("by ")), full_stop_off(rest)
    heading = _preferred(fields, *(tag for tag in _AUTHOR_TAGS if tag in fields)) if _has_author(fields) else None
    added = [trimmed(text) for tag in ("700", "710") for text in fields.values(tag, "a")]
    return full_stop_off(trimmed(heading.value("a"))) if heading else "", joined(map(full_stop_off, added))


def _has_author(fields: FieldList) -> bool:
    return any(tag in fields for tag in _AUTHOR_TAGS)


def _published(fields: FieldList, code: str) -> str:
    """Place ($a), publisher ($b) or date ($c) of 260, or of the 264 that speaks of publication."""
    field = _preferred(fields, "260") if "260" in fields else _publication_264(fields)
    return full_stop_off(trimmed(field.value(code)))


def _publication_264(fields: FieldList) -> Field:
    """The 264 with second indicator 1 (publication), in its original script if that is there; else the first one."""
    linked = [one for one in fields.all("880") if one.value("6").startswith("264-")]
    found = [*linked, *fields.all("264")]
    return next((one for one in found if one.indicators[1:] == "1"), found[0] if found else Field("264"))


def _series(fields: FieldList) -> str:
    field = _preferred(fields, *(tag for tag in ("490", "440", "830") if tag in fields), "490")
    return joined((trimmed(field.value("a")), trimmed(field.value("v"))))


def _language(fields: FieldList) -> str:
    coded = fields.fixed("008")[_LANGUAGE_AT].strip(" |#\\")
    return coded if coded.isascii() and coded.isalpha() else fields.value("041", "a")


def _subjects(fields: FieldList) -> tuple[str, ...]:
    headings = (joined(map(trimmed, field.values("abctvxyz")), "-") for field in fields.all(*SUBJECT_TAGS))
    return tuple(dict.fromkeys(full_stop_off(one) for one in headings if one))


def _chinese_class(fields: FieldList) -> str:
    """The class of the CLC where the file has one: 093, or 084 whose $2 says clc; Dewey and LC numbers are none."""
    coded = (field.value("a") for field in fields.all("084") if field.value("2").lower().startswith("clc"))
    return next(coded, "") or fields.value("093", "a")


def _kind(fields: FieldList) -> str:
    """What the leader calls the material: a serial, a set of volumes, film, sound or file; else a book."""
    leader = fields.leader
    if leader[7:8] == "s":
        return marc_values.serial_kind(fields)
    if leader[6:7] in ("g", "i", "j", "m", "o"):
        return TitleKind.MEDIA
    return TitleKind.SET if leader[19:20] == "a" else TitleKind.BOOK

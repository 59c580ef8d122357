"""The form of a title: its fields with their help, the texts of a description, and the description of texts.

A text that was not changed stands for the stored value as it is, so saving a form unchanged changes nothing, whatever
a dealer's file once wrote there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from deskcirc.domain.call_numbers import call_number
from deskcirc.domain.dates import published_year
from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.isbn import read_isbn, read_issn
from deskcirc.domain.prices import format_fen, read_price
from deskcirc.domain.title_fields import FIELDS
from deskcirc.domain.titles import TitleKind
from deskcirc.text import gettext as _

_LINES: Final = frozenset({"summary", "note"})
_BETWEEN: Final = re.compile(r"[;；\n]+")
_BETWEEN_NUMBERS: Final = re.compile(r"[;；,，、\n]+")


@dataclass(frozen=True, slots=True)
class ReadTitle:
    """A form as read; `refusals` name what must be mended before it can be saved, which is only a missing title."""

    description: TitleDraft
    refusals: tuple[str, ...] = ()


NOTHING: Final = TitleDraft(title="")


def texts_of(description: TitleDraft) -> dict[str, str]:
    """What the fields of the form show of a description."""
    shown = {field.name: getattr(description, field.name) for field in FIELDS}
    shown["price"] = "" if description.price is None else format_fen(description.price)
    shown["other_isbns"] = "; ".join(description.other_isbns)
    shown["subjects"] = "; ".join(description.subjects)
    return shown


def read_title(values: Mapping[str, str], kept: TitleDraft = NOTHING) -> ReadTitle:
    """The description that the texts stand for; a field that is left out, or was not changed, is as in `kept`."""
    before = texts_of(kept)
    changed = {
        field.name: _tidy(field.name, values[field.name])
        for field in FIELDS
        if field.name in values and values[field.name] != before[field.name]
    }
    read = replace(kept, **_plain_values(changed))
    for name, reading in _READINGS.items():
        if name in changed:
            read = reading(read, changed[name])
    if {"class_number", "book_number"} & changed.keys():
        read = replace(read, call_number=call_number(read.class_number, read.book_number))
    return ReadTitle(read, () if read.title else (_("The title is missing: without one nobody finds the book."),))


def with_volume_raised(description: TitleDraft) -> TitleDraft:
    """The form of the next volume: the same set, its number raised, nothing that belongs to this volume alone."""
    raised = replace(
        description,
        volume=_raised(description.volume) or description.volume,
        isbn="",
        isbn_valid=False,
        other_isbns=(),
        set_name=description.set_name or description.title,
        pages="",
        summary="",
        book_number=_raised_behind_colon(description.book_number),
        call_number="",
        marc=None,
        copies=(),
    )
    return replace(raised, call_number=call_number(raised.class_number, raised.book_number))


def _raised_behind_colon(book_number: str) -> str:
    """Volumes of a set share the number of their set and differ behind the colon: 238:2 → 238:3."""
    head, colon, part = book_number.rpartition(":")
    return f"{head}:{_raised(part) or part}" if colon else book_number


def _plain_values(changed: Mapping[str, str]) -> dict[str, Any]:
    return {name: text for name, text in changed.items() if name not in _READINGS}


def _price(read: TitleDraft, text: str) -> TitleDraft:
    """Words about the price, and one that is not in yuan, are kept as a note, as an import keeps them."""
    price = read_price(text)
    told = text if price.fen is None and text else price.note
    note = read.note if not told or told in read.note.splitlines() else "\n".join(filter(None, (read.note, told)))
    return replace(read, price=price.fen, note=note)


def _isbn(read: TitleDraft, text: str) -> TitleDraft:
    number = read_isbn(text)
    return replace(read, isbn=number.value, isbn_valid=number.valid)


def _other_isbns(read: TitleDraft, text: str) -> TitleDraft:
    numbers = (read_isbn(part) for part in _BETWEEN_NUMBERS.split(text))
    # They are stored with a blank between two.
    kept = (number.value.replace(" ", "-") for number in numbers)
    return replace(read, other_isbns=tuple(dict.fromkeys(filter(None, kept))))


def _kind(read: TitleDraft, text: str) -> TitleDraft:
    return replace(read, kind=text) if text in TitleKind.__members__.values() else read


_READINGS: Final[Mapping[str, Callable[[TitleDraft, str], TitleDraft]]] = {
    "published": lambda read, text: replace(read, published=text, year=published_year(text)),
    "isbn": _isbn,
    "other_isbns": _other_isbns,
    "issn": lambda read, text: replace(read, issn=read_issn(text) or text),
    "subjects": lambda read, text: replace(
        read, subjects=tuple(dict.fromkeys(filter(None, map(str.strip, _BETWEEN.split(text)))))
    ),
    "kind": _kind,
    "price": _price,  # after the note, which it may add to
}


def _tidy(name: str, text: str) -> str:
    """NFC, without control characters and blanks at the edges; line breaks stay where a field has lines."""
    lines = [
        " ".join("".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in line).split())
        for line in unicodedata.normalize("NFC", text).splitlines()
    ]
    return ("\n" if name in _LINES else " ").join(line for line in lines if line)


_CHINESE: Final = "零一二三四五六七八九十"
_IN_FIGURES: Final = re.compile(r"[0-9]+")
_IN_CHINESE: Final = re.compile(r"[一二三四五六七八九十]+")
_IN_PARTS: Final = {"上": "下", "上册": "下册", "上卷": "下卷", "上集": "下集"}


def _raised(volume: str) -> str:
    """The volume after this one: 第三册 → 第四册, 2 → 3, 上册 → 下册; "" where no number is found."""
    if volume in _IN_PARTS:
        return _IN_PARTS[volume]
    figures = _IN_FIGURES.search(volume)
    if figures:
        raised = str(int(figures[0][:9]) + 1).zfill(len(figures[0]))
        return volume[: figures.start()] + raised + volume[figures.end() :]
    chinese = _IN_CHINESE.search(volume)
    if chinese is None or (number := _from_chinese(chinese[0])) is None:
        return ""
    return volume[: chinese.start()] + _to_chinese(number + 1) + volume[chinese.end() :]


def _from_chinese(text: str) -> int | None:
    tens, ten, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return None
    value = (_CHINESE.index(tens) if tens else 1) * 10 if ten else _CHINESE.index(tens)
    return value + (_CHINESE.index(ones) if ones else 0)


def _to_chinese(number: int) -> str:
    if number <= 10:
        return _CHINESE[number]
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    return ("" if tens == 1 else _CHINESE[tens]) + "十" + (_CHINESE[ones] if ones else "")

"""Values that all MARC dialects write alike: standard numbers, prices, dates; doubts are noted, nothing is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from deskcirc.domain.dates import read_date
from deskcirc.domain.drafts import Mark, Note
from deskcirc.domain.isbn import read_isbn
from deskcirc.domain.prices import read_price
from deskcirc.domain.titles import TitleKind
from deskcirc.exchange.marc_fields import Field, FieldList

_MOST_COPIES = 500  # of one title in one field; a larger number is a date or a price in the wrong subfield
_COUNT = re.compile(r"[^\d]{0,6}(\d{1,8})[^\d]{0,6}")
_EDGE = " /:;,="
BOUND_YEAR = Field("990", "  ", "", (("a", "合订本"),))
"""Beside a leader that says serial: bound years of it. No field of either format tells them from loose issues."""


def serial_kind(fields: FieldList) -> TitleKind:
    """Of a title that the leader calls a serial: bound years where the local field says so, else the magazine."""
    code, says = BOUND_YEAR.subfields[0]
    return TitleKind.BOUND_YEAR if says in fields.values(BOUND_YEAR.tag, code) else TitleKind.MAGAZINE


@dataclass(frozen=True, slots=True)
class StandardNumbers:
    """The ISBN a title stands under and all others it bears."""

    isbn: str = ""
    isbn_valid: bool = False
    others: tuple[str, ...] = ()


def standard_numbers(printed: Iterable[str], wrong: Iterable[str], notes: list[Note]) -> StandardNumbers:
    """The numbers of a title: the first valid one leads, else the first as written.

    `wrong` are the numbers which the cataloguer called wrong ($z); they still stand on the book, so they are kept,
    and lead only where there is no other.
    """
    chosen, valid, others = "", False, []
    for text in (*printed, *wrong):
        number = read_isbn(text)
        if number.ruined:
            notes.append(Note(Mark.ISBN_RUINED, text))
            continue
        if not number.value:
            continue
        if not number.valid:
            notes.append(Note(Mark.ISBN_WRONG, number.value))
        if number.valid and not valid:
            chosen, valid, number_before = number.value, True, chosen
            others.append(number_before)
        elif not chosen:
            chosen = number.value
        else:
            others.append(number.value)
    kept = tuple(dict.fromkeys(one for one in others if one and one != chosen))
    return StandardNumbers(chosen, valid, kept)


def price(texts: Iterable[str], notes: list[Note], remarks: list[str]) -> int | None:
    """The first price in yuan, as fen; words about it and prices not in yuan go to `remarks`."""
    found: int | None = None
    for text in texts:
        read = read_price(text)
        if read.note:
            remarks.append(text)
        if read.fen is None:
            notes.append(Note(Mark.PRICE_FOREIGN if read.currency else Mark.PRICE_UNREADABLE, text))
        elif found is None:
            found = read.fen
    return found


def copy_price(text: str, notes: list[Note]) -> tuple[int | None, str]:
    """The price of one copy as fen, and the words of it that fen can't say."""
    remarks: list[str] = []
    return price([text] if text else [], notes, remarks), "".join(remarks)


def day(text: str, notes: list[Note]) -> date | None:
    """The date written in a holdings field, None and a note where it can't be read."""
    if not text:
        return None
    read = read_date(text)
    if read is None:
        notes.append(Note(Mark.DATE_UNREADABLE, text))
    return read


def count(text: str, notes: list[Note]) -> int:
    """The number of copies, 0 where none is written or it can't be read."""
    if not text:
        return 0
    match = _COUNT.fullmatch(text)
    if match is None or int(match.group(1)) > _MOST_COPIES:
        notes.append(Note(Mark.COUNT_UNREADABLE, text))
        return 0
    return int(match.group(1))


def trimmed(text: str) -> str:
    """The text without the ISBD punctuation that leads over to the next subfield."""
    return text.strip(_EDGE)


def unbracketed(text: str) -> str:
    """The text without brackets around all of it, or one that lost its other: (pbk.), but 平装(无盘) stays."""
    inner = text.strip("()")
    return text if set(inner) & set("()") else inner


def joined(parts: Iterable[str], between: str = " ; ") -> str:
    """The non-empty parts, each once, in their order."""
    kept = [part for part in parts if part]
    return between.join(dict.fromkeys(kept)) if len(kept) > 1 else "".join(kept)


def has_chinese(text: str) -> bool:
    """Whether a Chinese character stands in the text (CJK unified ideographs, extension A and the later planes)."""
    return not text.isascii() and any(
        "\u3400" <= one <= "\u9fff" or "\U00020000" <= one <= "\U0003ffff" for one in text
    )

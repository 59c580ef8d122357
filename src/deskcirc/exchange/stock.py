"""Rows of a stock list as titles with their copies.

A row is a title with a count of copies, or one copy with its number; rows of one title become one title when the store
takes them in. Nothing doubtful refuses a book: only a row without a title is refused.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from deskcirc.domain.call_numbers import class_number_is_well_formed
from deskcirc.domain.dates import published_year, read_date
from deskcirc.domain.drafts import CopyDraft, Mark, ReadRow, RefusalReason, TitleDraft
from deskcirc.domain.isbn import Isbn, find_isbns, is_unified_book_number, read_isbn, read_issn
from deskcirc.domain.prices import YUAN, read_price
from deskcirc.domain.titles import TITLE_KIND_WORDS, TitleKind
from deskcirc.exchange import accession_runs
from deskcirc.exchange.choices import Choices
from deskcirc.exchange.header_words import Column
from deskcirc.exchange.rows import PlannedRow
from deskcirc.text import gettext as _

_COUNT: Final = re.compile(r"(\d{1,4})(?:\.0+)?\s*[册本套种份]?")
_MIDNIGHT: Final = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?$")
_BETWEEN: Final = re.compile(r"[;；,，、\s]+")
_RUN_SIGN: Final = re.compile(r"\s*([-—–－~～]+|至)\s*")
_BOTH_ENDS: Final = re.compile(r"(\d{4,})(?:[-—–－~～]+|至)[A-Za-z]*(\d{4,})")
_LONGEST_ISBN: Final = 17  # characters, with hyphens
_MARKS_OF_A_TITLE: Final = {"《": 1, "》": -1}


def read_stock_row(row: PlannedRow, choices: Choices) -> ReadRow:
    """The row as a TitleDraft, or refused with its reason."""
    refused = row.no_entry()
    if refused:
        return refused
    title = bare_title(row.text(Column.TITLE))
    if not title:
        return row.refused(RefusalReason.NO_TITLE)
    isbn, issn, others = _numbers(row)
    price, price_note = _price(row)
    call_number = row.text(Column.CALL_NUMBER)
    class_number, book_number = _class_and_book_number(row, call_number)
    draft = replace(
        _description(row, title),
        isbn=isbn.value,
        isbn_valid=isbn.valid,
        other_isbns=tuple(dict.fromkeys((*others, *row.text(Column.OTHER_ISBNS).split()))),
        issn=issn or read_issn(row.text(Column.ISSN)),
        price=price,
        class_number=class_number,
        book_number=book_number,
        call_number=call_number,
        note=" ".join(part for part in (row.raw(Column.NOTE), price_note) if part),
        copies=_copies(row, price, choices),
    )
    return row.taken(draft)


def _description(row: PlannedRow, title: str) -> TitleDraft:
    """What the row says of the title in words."""
    published = _MIDNIGHT.sub("", row.text(Column.PUBLISHED))
    year = published_year(published)
    if published and year is None:
        row.note(Mark.DATE_UNREADABLE, published)
    return TitleDraft(
        title=title,
        subtitle=row.text(Column.SUBTITLE),
        parallel_title=row.text(Column.PARALLEL_TITLE),
        volume=row.text(Column.VOLUME),
        author=row.text(Column.AUTHOR),
        other_authors=row.text(Column.OTHER_AUTHORS),
        edition=row.text(Column.EDITION),
        place=row.text(Column.PLACE),
        publisher=row.text(Column.PUBLISHER),
        published=published,
        year=year,
        pages=row.text(Column.PAGES),
        size=row.text(Column.SIZE),
        binding=row.text(Column.BINDING),
        accompanying=row.text(Column.ACCOMPANYING),
        series=row.text(Column.SERIES),
        language=row.text(Column.LANGUAGE),
        audience=row.text(Column.AUDIENCE),
        subjects=_subjects(row.text(Column.SUBJECTS)),
        summary=row.raw(Column.SUMMARY),
        item_type=row.text(Column.ITEM_TYPE),
        kind=_kind(row.text(Column.KIND)),
        set_name=row.text(Column.SET_NAME),
        unified_number=row.text(Column.UNIFIED_NUMBER),
    )


def _kind(words: str) -> str:
    """The kind of title that an export of ours names, in whatever language of the screen it was made."""
    return next((kind for kind, word in TITLE_KIND_WORDS.items() if words in (kind, word, _(word))), TitleKind.BOOK)


def bare_title(text: str) -> str:
    """The title without 《》 around the whole of it; 《三国》与《水浒》 keeps them."""
    if not (text.startswith("《") and text.endswith("》")):
        return text
    depth = 0
    for place, sign in enumerate(text, start=1):
        depth += _MARKS_OF_A_TITLE.get(sign, 0)
        if depth == 0 and place < len(text):
            return text
    return text[1:-1].strip()


def _numbers(row: PlannedRow) -> tuple[Isbn, str, tuple[str, ...]]:
    """ISBN, ISSN and further ISBNs of the row."""
    written = row.text(Column.ISBN)
    isbn = read_isbn(written)
    if isbn.valid:
        return isbn, "", find_isbns(written)[1:] if len(written) > _LONGEST_ISBN else ()
    issn = read_issn(written)
    if issn:
        return Isbn("", valid=False, ruined=False), issn, ()
    if isbn.ruined:
        row.note(Mark.ISBN_RUINED, written)
    elif isbn.value and not is_unified_book_number(written):
        row.note(Mark.ISBN_WRONG, written)
    return isbn, "", ()


def _price(row: PlannedRow) -> tuple[int | None, str]:
    """The price in fen, and the words of the price that must not be lost."""
    written = row.text(Column.PRICE)
    price = read_price(written)
    if price.fen is None and written:
        row.note(Mark.PRICE_FOREIGN if price.currency not in {"", YUAN} else Mark.PRICE_UNREADABLE, written)
    return price.fen, price.note


def _class_and_book_number(row: PlannedRow, call_number: str) -> tuple[str, str]:
    """The CLC number and the number within the class, from their own columns or cut out of the call number.

    A call number is `I287.45/238:2` or `I287.45 238`; many schools write only the class there.
    """
    head, slash, tail = call_number.partition("/")
    if not slash:
        head, _blank, tail = call_number.partition(" ")
    class_number = row.text(Column.CLASS_NUMBER) or head.strip()
    if class_number and not class_number_is_well_formed(class_number):
        row.note(Mark.CLASS_NUMBER_ODD, class_number)
        class_number = row.text(Column.CLASS_NUMBER)
    return class_number, row.text(Column.BOOK_NUMBER) or (tail.strip() if class_number else "")


def _subjects(text: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in re.split(r"[;；|]", text)) if part)


def _copies(row: PlannedRow, price: int | None, choices: Choices) -> tuple[CopyDraft, ...]:
    """The copies a row stands for: one for each number, else as many as it counts."""
    acquired = read_date(row.text(Column.ACQUIRED))
    unread = row.headed(Column.ACQUIRED) if acquired is None else ""
    if unread:
        row.note(Mark.DATE_UNREADABLE, row.text(Column.ACQUIRED))
    own_price = read_price(row.text(Column.COPY_PRICE)).fen
    copy = CopyDraft(
        location=row.text(Column.LOCATION),
        call_number=row.text(Column.COPY_CALL_NUMBER),
        price=price if own_price is None else own_price,
        source=row.text(Column.SOURCE),
        acquired=acquired,
        note=" ".join(part for part in (row.text(Column.COPY_NOTE), unread) if part),
        volume=row.text(Column.COPY_VOLUME),
    )
    numbered = _numbered(row)
    if not numbered:
        return (copy,) * _count(row, choices)
    return tuple(replace(copy, accession_number=number, barcode=barcode) for number, barcode in numbered)


def _numbered(row: PlannedRow) -> list[tuple[str, str]]:
    """Accession number and barcode of each copy the row names; several stand in one cell, parted or as a run."""
    accessions, barcodes = _several(row, Column.ACCESSION_NUMBER), _several(row, Column.BARCODE)
    if accessions and barcodes and len(accessions) != len(barcodes):
        return [(row.text(Column.ACCESSION_NUMBER), row.text(Column.BARCODE))]
    count = max(len(accessions), len(barcodes))
    return list(zip(accessions or [""] * count, barcodes or [""] * count, strict=True))


def _several(row: PlannedRow, column: Column) -> list[str]:
    """Every number in the cell.

    A run (T0001-T0005) counts as such only where both its ends are written out or the row's own count says so: some
    schools number their copies 12-3.
    """
    text = row.text(column)
    if not text:
        return []
    parts = [part for part in _BETWEEN.split(_RUN_SIGN.sub(r"\1", text)) if part]
    if not all(any(sign.isdigit() for sign in part) for part in parts):
        return [text]
    if len(parts) == 1 and row.text(Column.COPY_COUNT) == "1":
        return parts
    numbers = accession_runs.expanded(text, [])
    ends = _BOTH_ENDS.search("".join(text.split()))
    written_out = ends is not None and len(ends[1]) == len(ends[2])
    if len(numbers) == len(parts) or written_out or row.text(Column.COPY_COUNT) == str(len(numbers)):
        return numbers
    return parts


def _count(row: PlannedRow, choices: Choices) -> int:
    written = row.text(Column.COPY_COUNT)
    if not written:
        return choices.copies_if_silent
    count = _COUNT.fullmatch(written)
    if count is None:
        row.note(Mark.COUNT_UNREADABLE, written)
        return 1
    return int(count.group(1))

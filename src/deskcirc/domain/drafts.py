"""What a foreign file says about titles, copies and patrons, before the library has decided anything about it.

A reader in `exchange` makes one `ReadRow` of every row or record it meets, also of the ones it must refuse, so that
read = added + matched + refused can hold for the whole file. Doubtful values are kept and marked, never dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from deskcirc.text import gettext as _
from deskcirc.text import marked


class Mark(StrEnum):
    """Something doubtful that was kept; the librarian can list and mend it later."""

    ISBN_WRONG = "isbn-wrong"
    ISBN_RUINED = "isbn-ruined"
    ISBN_REPEATED = "isbn-repeated"
    PRICE_UNREADABLE = "price-unreadable"
    PRICE_FOREIGN = "price-foreign"
    DATE_UNREADABLE = "date-unreadable"
    COUNT_UNREADABLE = "count-unreadable"
    CLASS_UNREADABLE = "class-unreadable"
    CLASS_NUMBER_ODD = "class-number-odd"
    NUMBER_ROUNDED = "number-rounded"
    FORMULA = "formula"
    RECORD_MENDED = "record-mended"
    CHARACTERS_LOST = "characters-lost"
    NUMBER_TAKEN = "number-taken"
    BARCODE_TAKEN = "barcode-taken"
    NO_CATEGORY = "no-category"
    PATRON_DIFFERS = "patron-differs"


MARK_SENTENCES = {
    Mark.ISBN_WRONG: marked("The ISBN {value} has a wrong length or check digit; kept as printed."),
    Mark.ISBN_RUINED: marked("The ISBN {value} was rounded by a spreadsheet and is lost; scan the book to mend it."),
    Mark.ISBN_REPEATED: marked("More than one title has the ISBN {value}; all are kept."),
    Mark.PRICE_UNREADABLE: marked("The price {value} cannot be read; kept as a note."),
    Mark.PRICE_FOREIGN: marked("The price {value} is not in yuan; kept as a note."),
    Mark.DATE_UNREADABLE: marked("The date {value} cannot be read; kept as written."),
    Mark.COUNT_UNREADABLE: marked("The number of copies {value} cannot be read; one copy was assumed."),
    Mark.CLASS_UNREADABLE: marked("The class {value} cannot be read; the patron was left without a class."),
    Mark.CLASS_NUMBER_ODD: marked("The class number {value} is not a usual CLC number; kept as written."),
    Mark.NUMBER_ROUNDED: marked("The number {value} is longer than a spreadsheet can hold; its end may be lost."),
    Mark.FORMULA: marked("The cell holds a formula without a stored value: {value}."),
    Mark.RECORD_MENDED: marked("The record was damaged and was mended while reading: {value}."),
    Mark.CHARACTERS_LOST: marked("Some characters of the record could not be read: {value}."),
    Mark.NUMBER_TAKEN: marked("The number {value} is already in use; the copy was given a new number."),
    Mark.BARCODE_TAKEN: marked("The barcode {value} is already in use; the copy was left without one."),
    Mark.NO_CATEGORY: marked("No patron category is given; assumed to be a pupil."),
    Mark.PATRON_DIFFERS: marked("The file says {value}; the patron in the library was not changed."),
}


class RefusalReason(StrEnum):
    """Why a row of a foreign file could not be taken in."""

    NO_TITLE = "no-title"
    NO_NAME = "no-name"
    NO_PATRON_NUMBER = "no-patron-number"
    RECORD_UNREADABLE = "record-unreadable"
    RECORD_CUT_OFF = "record-cut-off"
    PATRON_NUMBER_TAKEN = "patron-number-taken"
    CARD_TAKEN = "card-taken"
    NOT_A_RECORD = "not-a-record"
    ROW_BROKEN = "row-broken"
    NO_COPIES = "no-copies"


REFUSAL_SENTENCES = {
    RefusalReason.NO_TITLE: marked("The row has no title."),
    RefusalReason.NO_NAME: marked("The row has no name."),
    RefusalReason.NO_PATRON_NUMBER: marked("The row has neither a card number nor a student number."),
    RefusalReason.RECORD_UNREADABLE: marked("The record cannot be read: {value}."),
    RefusalReason.RECORD_CUT_OFF: marked("The record is cut off: {value}."),
    RefusalReason.PATRON_NUMBER_TAKEN: marked("The number {value} is already in use by another patron or a copy."),
    RefusalReason.CARD_TAKEN: marked("The card {value} is already in use by another patron or a copy."),
    RefusalReason.NOT_A_RECORD: marked("This is not a record: {value}."),
    RefusalReason.NO_COPIES: marked("The row orders no copy; write how many are expected."),
    RefusalReason.ROW_BROKEN: marked("The row has more or fewer cells than the header: {value}."),
}


@dataclass(frozen=True, slots=True)
class Note:
    """One mark on one value of a draft."""

    mark: Mark
    value: str = ""

    def sentence(self) -> str:
        """The mark as the librarian reads it."""
        return _(MARK_SENTENCES[self.mark]).format(value=self.value)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one row was refused."""

    reason: RefusalReason
    value: str = ""

    def sentence(self) -> str:
        """The reason as the librarian reads it."""
        return _(REFUSAL_SENTENCES[self.reason]).format(value=self.value)


@dataclass(frozen=True, slots=True)
class MarcDraft:
    """The record exactly as it came, so that nothing of it is lost."""

    syntax: str  # "cnmarc", "unimarc" or "marc21"
    carrier: str  # "iso2709", "marcxml" or "text"
    encoding: str  # of `octets`: "utf-8", "gb18030", "marc-8", ...
    octets: bytes


@dataclass(frozen=True, slots=True)
class CopyDraft:
    """One volume on the shelf as a foreign file describes it; None or "" where the file is silent."""

    accession_number: str = ""
    barcode: str = ""
    location: str = ""  # shelf code or room as written
    call_number: str = ""
    price: int | None = None  # fen
    source: str = ""
    acquired: date | None = None
    note: str = ""
    volume: str = ""  # of a set that is one title, or the issue of a magazine
    item_type: str = ""  # as written, where it is not said for all copies of the title at once


@dataclass(frozen=True, slots=True)
class TitleDraft:
    """A title with its copies. Texts are NFC, trimmed, "" where the file is silent."""

    title: str
    subtitle: str = ""
    parallel_title: str = ""
    volume: str = ""  # number and name of the part, as "第三册 植物"
    author: str = ""  # first statement of responsibility
    other_authors: str = ""
    edition: str = ""
    place: str = ""
    publisher: str = ""
    published: str = ""  # as written: "1999重印", "2005.6"
    year: int | None = None
    isbn: str = ""  # thirteen digits where valid, else as written
    isbn_valid: bool = False
    other_isbns: tuple[str, ...] = ()
    issn: str = ""
    price: int | None = None  # fen
    pages: str = ""
    size: str = ""
    binding: str = ""
    accompanying: str = ""
    series: str = ""
    language: str = ""
    audience: str = ""
    subjects: tuple[str, ...] = ()
    summary: str = ""
    class_number: str = ""  # CLC
    book_number: str = ""  # running number in the class, or author number
    call_number: str = ""
    item_type: str = ""  # code of an item type, or the words of the file
    note: str = ""
    kind: str = "book"  # a value of domain.titles.TitleKind
    set_name: str = ""  # of the set this volume belongs to (CNMARC 461)
    unified_number: str = ""  # 统一书号, before the ISBN came in 1988 (CNMARC 091)
    marc: MarcDraft | None = None
    copies: tuple[CopyDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class PatronDraft:
    """A pupil, teacher or other reader as a roster describes them."""

    name: str
    number: str = ""  # student or staff number
    card: str = ""  # what the scanner reads on the card; often the number
    gender: str = ""  # "male", "female" or ""
    class_label: str = ""  # as written: "三（2）班", "2024级3班", "302"
    entry_year: int | None = None
    class_number: int | None = None
    category: str = ""  # words of the file: 学生, 教师, ...
    expires: date | None = None
    loan_limit: int | None = None  # a limit written on the row itself, as some schools do
    stopped: bool = False  # the roster says this patron may not borrow at present
    card_lost: bool = False  # the roster says the card was lost
    note: str = ""


Draft = TitleDraft | PatronDraft


class SearchText(NamedTuple):
    """What is indexed of one title, tokens with blanks between; made by `domain.title_search`."""

    title: str
    more: str  # subtitle, parallel title, volume, series, set
    author: str
    syllables: str
    initials: str
    author_syllables: str
    author_initials: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row or record of the file: either a draft or the reason why there is none.

    `number` counts rows as the person sees them (a workbook's row, a record's place, from 1); `place` says where
    (sheet, byte offset); `original` keeps the row for the error file, tab-separated cells or the raw record's text.
    """

    number: int
    place: str
    original: str
    draft: Draft | None = None
    refusal: Refusal | None = None
    notes: tuple[Note, ...] = field(default=())
    search: SearchText | None = None  # where whoever read the file has made it already

"""Titles and copies of an import: which the library has already, and which are new.

**The same title**: the same valid ISBN, title and volume; without a valid ISBN the same title, volume, author,
publisher and number as printed. Width, case, blanks and 《》 make no difference. One valid ISBN on two titles is kept
twice and noted on both, for sets share one and printers err. A title found is never changed by an import.

**The same copy**: one with that accession number, or that barcode where the file gives no number. A number that
something else bears gets another one and a note, by which a second import knows the copy again. Copies without any
number are counted by title and place: only those beyond the ones that stood there before are new.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from deskcirc.desk.desk import Desk
from deskcirc.desk.importing_codes import AccessionNumbers, CodesInUse
from deskcirc.desk.importing_notes import NoteTaker
from deskcirc.desk.importing_words import item_type_code
from deskcirc.desk.rules import kind_to_use
from deskcirc.domain.call_numbers import call_number, shelf_key
from deskcirc.domain.drafts import CopyDraft, MarcDraft, Mark, Note, ReadRow, SearchText, TitleDraft
from deskcirc.domain.rule_book import GENERAL, ITEM_TYPE_OF_KIND, KindOf
from deskcirc.domain.scanning import normal_code
from deskcirc.domain.title_match import plain
from deskcirc.domain.titles import stored_values
from deskcirc.store.bulk import Piles
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.imports import (
    KnownCopy,
    KnownTitle,
    item_type_ids,
    known_records,
    known_titles,
    location_ids,
)
from deskcirc.store.tables import copies, locations, marc_records

_shelf_key = lru_cache(maxsize=1024)(shelf_key)


@dataclass(frozen=True, slots=True)
class TitleTaken:
    """What one row brought: whether its title is new, and how many copies are."""

    titles: int
    copies: int


@dataclass(frozen=True, slots=True)
class _Title:
    """A title while its copies are taken in."""

    id: int
    price: int | None
    call_number: str
    item_type_id: int


class TitleTaker:
    """Takes in one title after the other; all of the library's titles and codes are in memory meanwhile."""

    def __init__(
        self,
        writing: Writing,
        piles: Piles,
        codes: CodesInUse,
        noting: NoteTaker,
        desk: Desk,
        batch: Callable[[], int],
        copies_when_none: int,
    ) -> None:
        """`batch` gives the batch of the general ledger that new copies belong to, and opens it for the first."""
        self._writing = writing
        self._piles = piles
        self._codes = codes
        self._noting = noting
        self._at = desk.now
        self._registered = desk.today
        self._batch = batch
        self._copies_when_none = copies_when_none
        self._numbers = AccessionNumbers(writing, codes)
        self._known: dict[str, KnownTitle] = {}
        self._by_isbn: dict[str, int] = {}
        for title in known_titles(writing.connection):
            self._remember(title)
        self._locations = location_ids(writing.connection)
        self._item_types = item_type_ids(writing.connection)
        self._records: set[tuple[int, bytes]] | None = None
        self._standing = Counter((copy.title_id, copy.location_id) for copy in codes.copies())
        self._type_of_title = {copy.title_id: copy.item_type_id for copy in codes.copies()}
        self._met: set[int] = set()
        self._moved = noting.copies_renumbered(codes)

    def take(self, row: ReadRow, draft: TitleDraft) -> TitleTaken:
        """Take in the title with its copies."""
        known = self._known.get(_key(draft))
        title = self._found(known, draft) if known else self._add_title(draft, row.search)
        if draft.marc is not None:
            self._keep_record(title.id, draft.marc, new=known is None)
        self._noting.take(row.notes, title_id=title.id)
        given = draft.copies
        if not given and known is None:
            given = (CopyDraft(),) * self._copies_when_none
        return TitleTaken(int(known is None), sum(self._take_copy(title, copy) for copy in given))

    def finish(self) -> None:
        """Write down how far the accession numbers have come."""
        self._numbers.store()

    def _found(self, known: KnownTitle, draft: TitleDraft) -> _Title:
        price = known.price if draft.price is None else draft.price
        item_type = None if draft.item_type else self._type_of_title.get(known.id)
        item_type = item_type or self._item_type(draft.item_type, draft.kind)
        return _Title(known.id, price, _call_number(draft) or known.call_number, item_type)

    def _add_title(self, draft: TitleDraft, search: SearchText | None) -> _Title:
        called = _call_number(draft)
        values = {**stored_values(draft), "call_number": called, "added_at": self._at}
        title_id = self._piles.add_title(search, **values)
        others = self._by_isbn.get(draft.isbn) if draft.isbn_valid else None
        self._remember(_as_known(title_id, draft, called))
        if others is not None:
            repeated = (Note(Mark.ISBN_REPEATED, draft.isbn),)
            self._noting.take(repeated, title_id=others)
            self._noting.take(repeated, title_id=title_id)
        return _Title(title_id, draft.price, called, self._item_type(draft.item_type, draft.kind))

    def _remember(self, title: KnownTitle) -> None:
        self._known.setdefault(_key(title), title)
        if title.isbn_valid:
            self._by_isbn.setdefault(title.isbn, title.id)

    def _keep_record(self, title_id: int, marc: MarcDraft, *, new: bool) -> None:
        digest = _digest(marc.octets)
        if not new:
            if self._records is None:
                self._piles.write()
                self._records = {(known, _digest(octets)) for known, octets in known_records(self._writing.connection)}
            if (title_id, digest) in self._records:
                return
        if self._records is not None:
            self._records.add((title_id, digest))
        self._piles.add(
            marc_records,
            title_id=title_id,
            syntax=marc.syntax,
            carrier=marc.carrier,
            encoding=marc.encoding,
            octets=marc.octets,
        )

    def _take_copy(self, title: _Title, draft: CopyDraft) -> bool:
        """Whether a copy was added for it."""
        number, barcode = normal_code(draft.accession_number), normal_code(draft.barcode)
        location_id = self._location(draft.location)
        code = number or barcode
        if not code:
            if self._one_stands_there(title.id, location_id):
                return False
            self._add_copy(title, draft, location_id, "", "")
            return True
        known = self._known_copy(title.id, code)
        if known is None:
            self._add_copy(title, draft, location_id, number, barcode)
            return True
        if known.id in self._met:
            return False
        self._met.add(known.id)
        if self._one_stands_there(title.id, known.location_id):
            return False
        # An earlier row of the file, one without a number, was taken for this very copy: it is another one after all.
        self._add_copy(title, draft, known.location_id, "", "")
        return True

    def _known_copy(self, title_id: int, code: str) -> KnownCopy | None:
        known = self._codes.of_copies.get(code)
        if known is not None and known.title_id == title_id:
            return known
        return self._moved.get((title_id, code))

    def _one_stands_there(self, title_id: int, location_id: int | None) -> bool:
        """Whether a copy that stood there before this import, and that no row has answered for yet, is the one."""
        left = self._standing.get((title_id, location_id), 0)
        if left:
            self._standing[title_id, location_id] = left - 1
        return left > 0

    def _add_copy(self, title: _Title, draft: CopyDraft, location_id: int | None, number: str, barcode: str) -> None:
        notes: list[Note] = []
        if number and not self._codes.is_free(number):
            notes.append(Note(Mark.NUMBER_TAKEN, number))
        if barcode and barcode != number and not self._codes.is_free(barcode):
            notes.append(Note(Mark.BARCODE_TAKEN, barcode))
        taken = {note.value for note in notes}
        named = bool(number or barcode)
        barcode = "" if barcode in taken else barcode
        called = draft.call_number or title.call_number
        item_type = self._item_type(draft.item_type) if draft.item_type else title.item_type_id
        number = number if number and number not in taken else self._numbers.next(item_type, location_id)
        copy_id = self._piles.add(
            copies,
            title_id=title.id,
            accession_number=number,
            barcode=barcode or None,
            item_type_id=item_type,
            location_id=location_id,
            call_number=called,
            shelf_key=_shelf_key(called),
            price=title.price if draft.price is None else draft.price,
            source=draft.source,
            acquired=draft.acquired,
            note=draft.note,
            volume=draft.volume,
            registered=self._registered,
            batch_id=self._batch(),
            added_at=self._at,
        )
        known = KnownCopy(copy_id, title.id, location_id, item_type, number, barcode)
        self._codes.give_to_copy(known)
        if named:
            self._met.add(copy_id)
        for note in notes:
            self._moved.setdefault((title.id, note.value), known)
        self._noting.take(notes, title_id=title.id, copy_id=copy_id)

    def _location(self, written: str) -> int | None:
        code = written.strip()
        if not code:
            return None
        if code not in self._locations:
            self._locations[code] = self._writing.insert(locations, code=code)
        return self._locations[code]

    def _item_type(self, words: str, kind: str = "") -> int:
        """The type that the file's words mean; without any that of the kind of title, where the school has it."""
        usual = ITEM_TYPE_OF_KIND.get(kind, GENERAL)
        without = usual if usual in self._item_types else GENERAL
        code = item_type_code(words) if words and words not in self._item_types else words or without
        if code not in self._item_types:
            self._item_types[code] = kind_to_use(self._writing, KindOf.ITEM_TYPE, code, code)
        return self._item_types[code]


def _key(title: TitleDraft | KnownTitle) -> str:
    parts: Sequence[str]
    if title.isbn_valid:
        parts = (title.isbn, plain(title.title), plain(title.volume))
    else:
        parts = ("", *map(plain, (title.isbn, title.title, title.volume, title.author, title.publisher)))
    return "\n".join(parts)


def _as_known(title_id: int, draft: TitleDraft, called: str) -> KnownTitle:
    return KnownTitle(
        title_id,
        draft.title,
        draft.volume,
        draft.author,
        draft.publisher,
        draft.isbn,
        draft.isbn_valid,
        draft.price,
        called,
    )


def _call_number(draft: TitleDraft) -> str:
    return draft.call_number or call_number(draft.class_number, draft.book_number)


def _digest(octets: bytes) -> bytes:
    return hashlib.blake2b(octets, digest_size=12).digest()

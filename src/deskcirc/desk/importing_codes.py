"""Codes while an import runs: which are in use and by whom, and which accession number comes next."""

from __future__ import annotations

from collections.abc import Iterator

from deskcirc.store.journal import Writing
from deskcirc.store.lookups.imports import (
    KnownCopy,
    known_cards,
    known_copies,
    known_patrons,
    number_series_of,
    old_barcodes,
    operator_cards,
)
from deskcirc.store.lookups.numbering import ACCESSION, numbers_taken_back, series_of_copies, series_stands_at
from deskcirc.store.tables import number_series


class CodesInUse:
    """Every accession number, barcode, old barcode, card and patron number: a scanned code must mean one thing only."""

    def __init__(self, writing: Writing) -> None:
        connection = writing.connection
        self.of_copies: dict[str, KnownCopy] = {}
        self._of_operators = operator_cards(connection)
        for copy in known_copies(connection):
            self.give_to_copy(copy)
        for code, number in old_barcodes(connection):
            self.of_copies.setdefault(code, self.of_copies[number])
        self.of_patrons: dict[str, int] = dict(known_cards(connection))
        self.of_patrons.update((patron.number, patron.id) for patron in known_patrons(connection) if patron.number)

    def give_to_copy(self, copy: KnownCopy) -> None:
        """Remember a copy under its number and its barcode."""
        self.of_copies[copy.accession_number] = copy
        if copy.barcode:
            self.of_copies[copy.barcode] = copy

    def copies(self) -> Iterator[KnownCopy]:
        """Every copy, once."""
        return (copy for code, copy in self.of_copies.items() if code == copy.accession_number)

    def is_free(self, code: str) -> bool:
        """Whether no copy, patron or operator has the code."""
        return code not in self.of_copies and code not in self.of_patrons and code not in self._of_operators


class AccessionNumbers:
    """Gives the next accession numbers of the library's series; none twice, and none that is already on something."""

    def __init__(self, writing: Writing, codes: CodesInUse) -> None:
        self._writing = writing
        self._codes = codes
        series = number_series_of(writing.connection, ACCESSION)
        self._series_id = series.id if series else writing.insert(number_series, code=ACCESSION)
        self._prefix, self._width, self._next = (series.prefix, series.width, series.next) if series else ("", 7, 1)
        self._given = False
        self._begun = False
        self._kept_out: frozenset[str] = frozenset()

    def next(self) -> str:
        """A number that nothing in the library bears."""
        if not self._begun:
            self._begin()
        while True:
            number = f"{self._prefix}{self._next:0{self._width}}"
            self._next += 1
            self._given = True
            if self._codes.is_free(number) and number not in self._kept_out:
                return number

    def _begin(self) -> None:
        """Begin behind the numbers that are in the library already: the holes of an old ledger are nobody's to fill."""
        connection = self._writing.connection
        series = next((each for each in series_of_copies(connection, ended=True) if each.id == self._series_id), None)
        if series is not None:
            self._next = series_stands_at(connection, series)
        self._kept_out = frozenset(each.number for each in numbers_taken_back(connection))
        self._begun = True

    def store(self) -> None:
        """Write down how far the series has come."""
        if self._given:
            self._writing.update(number_series, self._series_id, next=self._next)

"""Codes while an import runs: which are in use and by whom, and which accession number comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deskcirc.domain.numbering import NumberSeries, series_that_suits
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.imports import (
    KnownCopy,
    known_cards,
    known_copies,
    known_patrons,
    old_barcodes,
    operator_cards,
)
from deskcirc.store.lookups.numbering import ACCESSION, numbers_taken_back, series_of_copies, series_stands_at
from deskcirc.store.lookups.shelves import all_shelf_codes
from deskcirc.store.tables import number_series


class CodesInUse:
    """Every code of a copy, a card, a patron, an operator or a shelf: a scanned code must mean one thing only."""

    def __init__(self, writing: Writing) -> None:
        connection = writing.connection
        self.of_copies: dict[str, KnownCopy] = {}
        self._of_others = operator_cards(connection) | all_shelf_codes(connection)
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
        """Whether no copy, patron, operator or shelf has the code."""
        return code not in self.of_copies and code not in self.of_patrons and code not in self._of_others


class AccessionNumbers:
    """Gives new copies their numbers, of the series that suits their type and place; none twice, none in use already.

    A series that is full gives way to the general one; a library without any gets that with its first number.
    """

    def __init__(self, writing: Writing, codes: CodesInUse) -> None:
        self._writing = writing
        self._codes = codes
        self._series = series_of_copies(writing.connection)
        self._of: dict[tuple[int, int | None], _Counter] = {}
        self._counters: dict[int, _Counter] = {}
        self._taken_back: frozenset[str] | None = None

    def next(self, item_type_id: int, location_id: int | None) -> str:
        """A number that nothing in the library bears."""
        counter = self._of.get((item_type_id, location_id))
        if counter is None:
            counter = self._of[item_type_id, location_id] = self._counter(item_type_id, location_id)
        if self._taken_back is None:
            self._taken_back = frozenset(each.number for each in numbers_taken_back(self._writing.connection))
        while True:
            if counter.next > counter.series.pattern.highest and counter.series.code != ACCESSION:
                counter = self._of[item_type_id, location_id] = self._counter_of(self._general())
            number = counter.series.pattern.number(counter.next)
            counter.next += 1
            if self._codes.is_free(number) and number not in self._taken_back:
                return number

    def _counter(self, item_type_id: int, location_id: int | None) -> _Counter:
        return self._counter_of(series_that_suits(self._series, item_type_id, location_id) or self._general())

    def _counter_of(self, series: NumberSeries) -> _Counter:
        """It begins behind the numbers that are in the library already: no hole of an old ledger is ours to fill."""
        if series.id not in self._counters:
            self._counters[series.id] = _Counter(series, series_stands_at(self._writing.connection, series))
        return self._counters[series.id]

    def _general(self) -> NumberSeries:
        """The general series, though it has ended; a new one where there is none."""
        connection = self._writing.connection
        found = next((each for each in series_of_copies(connection, ended=True) if each.code == ACCESSION), None)
        if found is None:
            self._writing.insert(number_series, code=ACCESSION)
            found = next(each for each in series_of_copies(connection) if each.code == ACCESSION)
        return found

    def store(self) -> None:
        """Write down how far each series has come."""
        for series_id, counter in self._counters.items():
            self._writing.update(number_series, series_id, next=counter.next)


@dataclass(slots=True)
class _Counter:
    """How far a series has come while the import runs."""

    series: NumberSeries
    next: int

"""What a scanned code is to this library: a copy, a patron, an operator, the copies of an ISBN, or nothing known.

The code as it stands is looked for everywhere first; spellings with a missing prefix or other zeros come after, so
that a pupil's number is never taken for a copy whose zeros somebody lost.
"""

from __future__ import annotations

from dataclasses import dataclass

from deskcirc.desk.desk import Desk
from deskcirc.domain.copies import Copy
from deskcirc.domain.operators import Operator
from deskcirc.domain.patrons import Patron
from deskcirc.domain.scanning import Scan, candidates
from deskcirc.domain.stocktake import Shelf
from deskcirc.errors import GoneError
from deskcirc.store.database import Connection
from deskcirc.store.lookups.copies import copies_by_isbn, copy_by_code, copy_by_id
from deskcirc.store.lookups.operators import operator_by_code
from deskcirc.store.lookups.patrons import patron_by_code, patron_by_id
from deskcirc.store.lookups.shelves import shelf_ever_of_code

USUAL_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Identified:
    """At most one of the first three, the copies that an ISBN names, or a shelf; all empty for an unknown code."""

    copy: Copy | None = None
    patron: Patron | None = None
    operator: Operator | None = None
    of_isbn: tuple[Copy, ...] = ()
    by_old_label: bool = False  # the copy was found by a barcode that it bears no longer
    shelf: Shelf | None = None  # whose label it is
    ended_shelf: Shelf | None = None  # whose label it was: nothing else bears its code

    @property
    def is_unknown(self) -> bool:
        """Whether the library knows nothing by this code."""
        known = self.copy or self.patron or self.operator or self.of_isbn or self.shelf or self.ended_shelf
        return not known


def identify(desk: Desk, scan: Scan) -> Identified:
    """Look the code up in the library."""
    with desk.library.reading() as connection:
        found = _known_as(connection, desk, (scan.code,))
        if found is not None:
            return found
        if scan.isbn:
            of_isbn = copies_by_isbn(connection, scan.isbn)
            if of_isbn:
                return Identified(of_isbn=of_isbn)
        shelf = _shelf_of(connection, scan.code)
        if shelf is not None:
            return shelf
        prefixes = [prefix for prefix in (desk.policy.copy_prefix, desk.policy.card_prefix) if prefix]
        others = candidates(scan.code, prefixes, USUAL_DIGITS)[1:]
        return _known_as(connection, desk, others) or Identified()


def _shelf_of(connection: Connection, code: str) -> Identified | None:
    shelf = shelf_ever_of_code(connection, code)
    if shelf is None:
        return None
    return Identified(ended_shelf=shelf) if shelf.ended else Identified(shelf=shelf)


def _known_as(connection: Connection, desk: Desk, codes: tuple[str, ...]) -> Identified | None:
    copy = copy_by_code(connection, codes)
    if copy is not None:
        return Identified(copy=copy, by_old_label=not {copy.barcode, copy.accession_number}.intersection(codes))
    patron = patron_by_code(connection, codes, desk.policy, desk.today)
    if patron is not None:
        return Identified(patron=patron)
    operator = operator_by_code(connection, codes)
    return None if operator is None else Identified(operator=operator)


def known_patron(desk: Desk, patron_id: int) -> Patron:
    """The patron that an act of the screen names. Raises GoneError where they are no longer there."""
    with desk.library.reading() as connection:
        patron = patron_by_id(connection, patron_id, desk.policy, desk.today)
    if patron is None:
        raise GoneError
    return patron


def known_copy(desk: Desk, copy_id: int) -> Copy:
    """The copy that an act of the screen names. Raises GoneError where it is no longer there."""
    with desk.library.reading() as connection:
        copy = copy_by_id(connection, copy_id)
    if copy is None:
        raise GoneError
    return copy

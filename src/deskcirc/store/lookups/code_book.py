"""Every code of the library at once, for files of thousands of lines: whose it is, without a question a line.

The order in which a code is looked for is that of `desk.identify`: as it stands everywhere first, then with a prefix
or zeros that a gun or a spreadsheet lost. 100 000 copies are read in a quarter of a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from deskcirc.domain.policy import Policy
from deskcirc.domain.scanning import candidates
from deskcirc.store.tables import cards, copies, copy_codes, operators, patrons

_BARCODES = select(copies.c.barcode, copies.c.id).where(copies.c.barcode.is_not(None))
_NUMBERS = select(copies.c.accession_number, copies.c.id)
_OLD = select(copy_codes.c.code, copy_codes.c.copy_id)
_CARDS = select(cards.c.code, cards.c.patron_id)
_PATRON_NUMBERS = select(patrons.c.number, patrons.c.id).where(patrons.c.number.is_not(None))
_OPERATORS = select(operators.c.card).where(operators.c.ended.is_(False), operators.c.card.is_not(None))


@dataclass(frozen=True, slots=True)
class CodeOwner:
    """Whose a code is: a copy's, a patron's or an operator's, by number; nobody's where all are empty."""

    copy_id: int | None = None
    patron_id: int | None = None
    is_operator: bool = False

    @property
    def is_card(self) -> bool:
        """Whether it is the card of a person."""
        return self.patron_id is not None or self.is_operator


_NOBODY = CodeOwner()


@dataclass(frozen=True, slots=True)
class CodeBook:
    """The codes of copies as they are labelled now and once were, and of people, each with its owner's number."""

    barcodes: Mapping[str, int]
    numbers: Mapping[str, int]
    old: Mapping[str, int]
    cards: Mapping[str, int]
    patron_numbers: Mapping[str, int]
    operators: frozenset[str]
    prefixes: tuple[str, ...] = ()
    digits: int = 7

    def owner(self, code: str) -> CodeOwner:
        """Whose the code is, in its normal spelling."""
        if (copy_id := self.barcodes.get(code)) is not None:
            return CodeOwner(copy_id)
        owner = self._known_as((code,))
        if owner is _NOBODY and code:
            owner = self._known_as(candidates(code, self.prefixes, self.digits)[1:])
        return owner

    def is_copy(self, code: str) -> bool:
        """Whether it is a copy's."""
        return self.owner(code).copy_id is not None

    def _known_as(self, codes: Sequence[str]) -> CodeOwner:
        for books in ((self.barcodes, self.numbers), (self.old,)):
            for code in codes:
                for book in books:
                    if code in book:
                        return CodeOwner(book[code])
        for code in codes:
            for people in (self.cards, self.patron_numbers):
                if code in people:
                    return CodeOwner(patron_id=people[code])
        return CodeOwner(is_operator=True) if not self.operators.isdisjoint(codes) else _NOBODY


def code_book(connection: Connection, policy: Policy, digits: int) -> CodeBook:
    """All codes as they are now; `digits` is how long the school's numbers usually are."""

    def book(statement: object) -> dict[str, int]:
        return {row[0]: row[1] for row in connection.execute(statement)}  # type: ignore[call-overload]

    return CodeBook(
        book(_BARCODES),
        book(_NUMBERS),
        book(_OLD),
        book(_CARDS),
        book(_PATRON_NUMBERS),
        frozenset(connection.execute(_OPERATORS).scalars()),
        tuple(prefix for prefix in (policy.copy_prefix, policy.card_prefix) if prefix),
        digits,
    )

"""Operators and what each may do: the librarian everything, a teacher the counter with overrides, a helper the counter.

Rights are few on purpose: two pupil librarians a class work here (schools' work plans), and each refusal they meet
must be one that a grown-up can lift on the spot.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The three kinds of people at the counter."""

    LIBRARIAN = "librarian"
    TEACHER = "teacher"
    HELPER = "helper"


class Right(StrEnum):
    """What not everybody may do.

    SCHOOL_YEAR is rules, calendar, rota, classes and their corners; ACCESSION is all from the parcel to the shelf;
    LEDGERS is withdrawing copies and sealing months; REPAIR is to decide what becomes of damaged copies, and lessons;
    STOCKTAKE is opening, deciding and closing a count, for whoever has a scanner may count.
    """

    OVERRIDE = "override"
    IMPORT = "import"
    SETTINGS = "settings"
    PATRONS = "patrons"
    SCHOOL_YEAR = "school_year"
    ACCESSION = "accession"
    LEDGERS = "ledgers"
    REPAIR = "repair"
    STOCKTAKE = "stocktake"


_RIGHTS = {
    Role.LIBRARIAN: frozenset(Right),
    Role.TEACHER: frozenset({Right.OVERRIDE, Right.REPAIR}),
    Role.HELPER: frozenset[Right](),
}


@dataclass(frozen=True, slots=True)
class Operator:
    """Who stands at the counter; the PIN is kept as a hash only, "" for none."""

    id: int
    name: str
    role: Role
    pin_hash: str = ""
    class_id: int | None = None  # a helper who works at this class's corner alone

    def may(self, right: Right) -> bool:
        """Whether the role includes the right."""
        return right in _RIGHTS[self.role]

    def accepts_pin(self, pin: str) -> bool:
        """Whether `pin` is this operator's; without a PIN set only the empty one is."""
        if not self.pin_hash:
            return pin == ""
        salt, _separator, digest = self.pin_hash.partition("$")
        return hmac.compare_digest(_hashed(pin, salt), digest)


def hashed_pin(pin: str) -> str:
    """The stored form of a PIN, salted scrypt; "" for no PIN."""
    if not pin:
        return ""
    salt = secrets.token_hex(8)
    return f"{salt}${_hashed(pin, salt)}"


def _hashed(pin: str, salt: str) -> str:
    return hashlib.scrypt(pin.encode(), salt=salt.encode(), n=2**14, r=8, p=1).hex()

"""Clearing leavers (离校清书): refused while anything is open; else the card is stopped and a certificate given.

A certificate's number is given once for ever: undoing a clearance takes the certificate away, never its number back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.holds import HoldState
from deskcirc.domain.leavers import why_not_cleared
from deskcirc.domain.patrons import CardState, Patron, PatronState
from deskcirc.errors import GoneError
from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.classes import pupils_of_class
from deskcirc.store.lookups.clearance import (
    Certificate,
    cards_of_patron,
    certificates,
    open_charges,
    open_holds,
    titles_from_corner,
    unsettled_losses,
)
from deskcirc.store.lookups.imports import number_series_of
from deskcirc.store.lookups.loans import loans_of_patron
from deskcirc.store.lookups.patrons import patron_by_id, patrons_of_class
from deskcirc.store.tables import cards, clearances, copies, holds, number_series, patrons

_SERIES: Final = "clearance"


@dataclass(frozen=True, slots=True)
class NotCleared:
    """One patron who may not leave yet, with every reason."""

    patron: Patron
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClearanceOutcome:
    """Who was cleared, by the numbers of their certificates, and who was not."""

    certificates: tuple[Certificate, ...] = ()
    refused: tuple[NotCleared, ...] = ()
    entry_id: int | None = None


def reasons_against(desk: Desk, patron_id: int) -> tuple[str, ...]:
    """What stands in the way of the patron's clearance, with its titles, dates and amounts."""
    with desk.library.reading() as connection:
        return _reasons(desk, connection, patron_id)


def clear_leaver(desk: Desk, patron_id: int) -> ClearanceOutcome:
    """Clear one patron, or say why not. Raises GoneError for a patron who does not exist, or has left already."""
    with desk.library.reading() as connection:
        patron = patron_by_id(connection, patron_id, desk.policy, desk.today)
    if patron is None or patron.state is PatronState.LEFT:
        raise GoneError
    return _clear(desk, (patron,), patron.label)


def clear_class(desk: Desk, class_id: int, name: str) -> ClearanceOutcome:
    """Clear everybody in the class who holds and owes nothing, in one act; the others stay, with their reasons."""
    with desk.library.reading() as connection:
        pupils = {line.id for line in pupils_of_class(connection, class_id, desk.policy, desk.today)}
        found = patrons_of_class(connection, class_id, desk.policy, desk.today)
    return _clear(desk, tuple(patron for patron in found if patron.id in pupils), name)


def leave(desk: Desk, writing: Writing, patron_id: int) -> None:
    """The patron has left: nothing is lent any more, the cards are stopped, the holds are ended."""
    writing.update(patrons, patron_id, state=PatronState.LEFT.value)
    for card_id, state in cards_of_patron(writing.connection, patron_id):
        if state == CardState.VALID.value:
            writing.update(cards, card_id, state=CardState.STOPPED.value, stopped_at=desk.now)
    for hold_id, copy_id in open_holds(writing.connection, patron_id):
        ended = {"state": HoldState.CANCELLED.value, "ended_at": desk.now, "copy_id": None, "shelf_number": None}
        writing.update(holds, hold_id, **ended)
        if copy_id is not None:
            writing.update(copies, copy_id, awaits_shelving=True)


def come_back(writing: Writing, patron_id: int) -> None:
    """A leaver is here again: the card that was stopped last is valid, if no other is."""
    writing.update(patrons, patron_id, state=PatronState.ACTIVE.value)
    known = cards_of_patron(writing.connection, patron_id)
    stopped = [card_id for card_id, state in known if state == CardState.STOPPED.value]
    if stopped and all(state != CardState.VALID.value for _card_id, state in known):
        writing.update(cards, stopped[-1], state=CardState.VALID.value, stopped_at=None)


def _reasons(desk: Desk, connection: Connection, patron_id: int) -> tuple[str, ...]:
    return why_not_cleared(
        loans_of_patron(connection, patron_id, desk.policy, desk.today),
        titles_from_corner(connection, patron_id),
        open_charges(connection, patron_id),
        desk.today,
        unsettled_losses(connection, patron_id),
    )


def _clear(desk: Desk, found: tuple[Patron, ...], name: str) -> ClearanceOutcome:
    refused: list[NotCleared] = []
    cleared: list[int] = []
    with desk.library.writing(desk.act(ActName.CLEAR_LEAVER, patron=name)) as writing:
        numbers = _Numbers(writing)
        for patron in found:
            reasons = _reasons(desk, writing.connection, patron.id)
            if reasons:
                refused.append(NotCleared(patron, reasons))
                continue
            leave(desk, writing, patron.id)
            given = {"number": numbers.next(), "at": desk.now, "cleared_by": desk.operator.id}
            writing.insert(clearances, patron_id=patron.id, **given)
            cleared.append(patron.id)
        numbers.store()
        writing.tell(number=numbers.told, count=len(cleared))
    with desk.library.reading() as connection:
        given_now = certificates(connection, desk.policy, cleared) if cleared else ()
    newest = {certificate.patron_id: certificate for certificate in reversed(given_now)}
    made = tuple(newest[patron_id] for patron_id in cleared)
    return ClearanceOutcome(made, tuple(refused), desk.library.last_entry if made else None)


class _Numbers:
    """The numbers of certificates, counted from 1 and never given twice."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        series = number_series_of(writing.connection, _SERIES)
        self._series_id = series.id if series else None
        self._first = self._next = series.next if series else 1

    @property
    def told(self) -> str:
        """The numbers that were given, as the history says them."""
        last = self._next - 1
        return str(last) if last <= self._first else f"{self._first}–{last}"

    def next(self) -> int:
        """A new number."""
        self._next += 1
        return self._next - 1

    def store(self) -> None:
        """Write down how far the series has come."""
        if self._next == self._first:
            return
        if self._series_id is None:
            self._writing.insert(number_series, code=_SERIES, next=self._next)
        else:
            self._writing.update(number_series, self._series_id, next=self._next)

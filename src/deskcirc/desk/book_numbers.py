"""Book numbers for titles that are being catalogued: reserved, let go, and settled when the title is saved.

A number is reserved in one transaction that also reads what is given, so two unsaved titles, on one station or on two,
never get the same one. A reserved number is nobody's once its title is saved: then the title itself has it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from deskcirc.desk.desk import Desk
from deskcirc.domain.book_numbers import MOST, next_running, read_book_number
from deskcirc.domain.call_numbers import call_number, class_number_is_well_formed, plain_class_number, shelf_form
from deskcirc.domain.changes import ActName
from deskcirc.domain.operators import Right
from deskcirc.domain.title_names import quoted
from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.book_numbers import HeldClaim, claims_held, running_numbers_used, titles_at
from deskcirc.store.lookups.titles import title_by_id
from deskcirc.store.tables import book_number_claims
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class ClaimOutcome:
    """The number reserved, or why none was; both are "" where the library types author numbers."""

    book_number: str = ""
    refusal: str = ""


def claim_book_number(
    desk: Desk, class_number: str, *, title_id: int | None = None, instead_of: tuple[str, str] | None = None
) -> ClaimOutcome:
    """Reserve the next running number of the class for an unsaved title.

    `title_id` is the title whose form it is, if it was saved before: in its own class it keeps its number. What was
    reserved for the same form before, class and book number, is `instead_of`: it is let go, or kept in the same class.
    Nothing happens in a library that types author numbers.
    """
    if not desk.policy.running_book_numbers:
        return ClaimOutcome()
    wanted = plain_class_number(class_number)
    if not desk.operator.may(Right.ACCESSION):
        return ClaimOutcome(refusal=_("Only the librarian may reserve a book number."))
    if not class_number_is_well_formed(wanted):
        words = _("{number} is no class number, so no book number can be given yet.")
        return ClaimOutcome(refusal=words.format(number=class_number.strip() or "–"))
    with desk.library.writing(desk.act(ActName.CLAIM_BOOK_NUMBER)) as writing:
        before = [] if instead_of is None else _own_claims(writing, *instead_of)
        if instead_of is not None and before and shelf_form(instead_of[0]) == shelf_form(wanted):
            return ClaimOutcome(instead_of[1])
        own = _own_number(writing.connection, title_id, wanted)
        outcome = ClaimOutcome(own) if own else _claimed(writing, wanted, fill=desk.policy.fill_book_numbers)
        if outcome.book_number:  # else the form keeps what it has
            _release(writing, before)
        if own:
            writing.name_act(str(ActName.RELEASE_BOOK_NUMBER))
        else:
            writing.tell(number=call_number(wanted, outcome.book_number))
        return outcome


def release_book_number(desk: Desk, class_number: str, book_number: str) -> bool:
    """Let go a number this station reserved; returns whether it held it."""
    with desk.library.writing(desk.act(ActName.RELEASE_BOOK_NUMBER)) as writing:
        held = _own_claims(writing, class_number, book_number)
        _release(writing, held)
    return bool(held)


def release_claims_of_station(desk: Desk) -> int:
    """Let go everything this station still holds: for its start, when its unsaved forms are gone; returns how many."""
    with desk.library.reading() as connection:
        if not any(claim.station == desk.station for claim in claims_held(connection)):
            return 0
    with desk.library.writing(desk.act(ActName.RELEASE_BOOK_NUMBER)) as writing:
        held = [claim for claim in claims_held(writing.connection) if claim.station == desk.station]
        _release(writing, held)
    return len(held)


def release_claims(desk: Desk, claim_ids: Collection[int]) -> str:
    """Let go numbers that any station reserved, as the librarian decides; returns why not, or "".

    A form that stands open somewhere with such a number still can't take one from another title: saving looks again.
    """
    if not desk.operator.may(Right.ACCESSION):
        return _("Only the librarian may release the book numbers of another station.")
    with desk.library.writing(desk.act(ActName.RELEASE_BOOK_NUMBER)) as writing:
        _release(writing, [claim for claim in claims_held(writing.connection) if claim.id in claim_ids])
    return ""


def settle_book_number(writing: Writing, title_id: int, class_number: str, book_number: str) -> str:
    """The title is saved under this number: its station's reservation ends with it, in the same transaction.

    Returns `book_number_trouble` as it is at this moment; whoever does not want two titles there rolls back.
    """
    trouble = book_number_trouble(writing.connection, writing.act.station, class_number, book_number, title_id)
    for claim in _own_claims(writing, class_number, book_number):
        writing.update(book_number_claims, claim.id, title_id=title_id, released_at=writing.act.at)
    return trouble


def book_number_trouble(
    connection: Connection, station: str, class_number: str, book_number: str, title_id: int | None = None
) -> str:
    """Why the title should not get this call number: the titles that have it, the station it is reserved at; or ""."""
    called = call_number(plain_class_number(class_number), book_number)
    there = titles_at(connection, class_number, book_number, title_id)
    if there:
        names = "".join(quoted(title.name) for title in there[:3])
        return _("{titles} has the call number {number} already.").format(titles=names, number=called)
    wanted = read_book_number(book_number).running
    for claim in claims_held(connection, class_number):
        same = shelf_form(claim.call_number) == shelf_form(called)
        if claim.station != station and (same or wanted == claim.running is not None):
            words = _("The call number {number} is reserved at station {station} for a title that is not saved yet.")
            return words.format(number=called, station=claim.station)
    return ""


def _claimed(writing: Writing, class_number: str, *, fill: bool) -> ClaimOutcome:
    number = next_running(running_numbers_used(writing.connection, class_number), fill=fill)
    if number is None:
        words = _("All book numbers up to {most} are given in class {class_number}: type one yourself, or fill gaps.")
        return ClaimOutcome(refusal=words.format(most=MOST, class_number=class_number))
    writing.insert(
        book_number_claims,
        class_number=class_number,
        book_number=str(number),
        station=writing.act.station,
        claimed_at=writing.act.at,
    )
    return ClaimOutcome(str(number))


def _own_number(connection: Connection, title_id: int | None, class_number: str) -> str:
    """The number the saved title has in this very class."""
    title = None if title_id is None else title_by_id(connection, title_id)
    if title is None or shelf_form(title.description.class_number) != shelf_form(class_number):
        return ""
    return title.description.book_number


def _own_claims(writing: Writing, class_number: str, book_number: str) -> list[HeldClaim]:
    wanted = read_book_number(book_number)
    return [
        claim
        for claim in claims_held(writing.connection, plain_class_number(class_number))
        if claim.station == writing.act.station
        and (claim.book_number == wanted.text or claim.running == wanted.running is not None)
    ]


def _release(writing: Writing, held: Collection[HeldClaim]) -> None:
    for claim in held:
        writing.update(book_number_claims, claim.id, released_at=writing.act.at)
    if held:
        writing.tell(number=", ".join(claim.call_number for claim in held))

"""The practice library: a real school's stock and classes, invented names, and a term of loans up to this minute.

It is a library like any other: its rows come in by the import of the desk, its past keeps every promise that
`deskcirc check` proves, and everything done in it afterwards is done for real. The past itself is written in one act,
with the instants at which its loans were made.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from deskcirc.desk.access import first_operator
from deskcirc.desk.desk import Desk
from deskcirc.desk.imports import ImportSource, run_import
from deskcirc.desk.practice_count import count_a_class
from deskcirc.desk.practice_hint import write_hint
from deskcirc.desk.practice_losses import lose_some
from deskcirc.desk.practice_names import invented_name
from deskcirc.desk.practice_parcel import propose_a_withdrawal, receive_a_parcel
from deskcirc.desk.practice_repairs import write_repairs
from deskcirc.desk.practice_term import PastLoan, ShelfCopy, Term, TermMaker
from deskcirc.desk.practice_year import make_a_rota, open_a_corner, write_year
from deskcirc.desk.set_up import make_library
from deskcirc.domain.changes import ActName
from deskcirc.domain.classes import school_year
from deskcirc.domain.drafts import PatronDraft, ReadRow
from deskcirc.domain.holds import HoldState
from deskcirc.domain.operators import Role
from deskcirc.domain.patrons import Patron
from deskcirc.store.bulk import Piles
from deskcirc.store.database import Library
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.imports import known_copies, known_patrons, known_titles
from deskcirc.store.lookups.operators import all_operators
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.store.tables import copies, holds, in_house_uses, loans, operators
from deskcirc.text import gettext as _

SEED: Final = 20180601
SHORTEST_TERM: Final = timedelta(weeks=6)
HELPERS: Final = 2
HOLDS_READY, HOLDS_WAITING = 3, 5


def make_practice_library(path: Path, rows: Iterable[ReadRow], now: datetime, seed: int = SEED) -> Library:
    """Make a practice library of the rows of a stock list and a roster; the caller closes it.

    The loans begin on 1 September of the school year of `now`, or in the spring before while the year is young. The
    same rows, `now` and `seed` give the same library. Raises LibraryFileError where the file can't be made; no file is
    left then.
    """
    dice = random.Random(seed)
    library = make_library(path, _("Practice library"), _opening(now))
    try:
        desk = Desk(library, first_operator(library), "", _opening(now))
        _furnish(desk, dice)
        run_import(desk, _renamed(rows, dice), ImportSource(_("Practice stock"), kind="practice"))
        _write_past(replace(desk, now=now), dice)
        make_a_rota(replace(desk, now=now))
        open_a_corner(replace(desk, now=now))
        propose_a_withdrawal(replace(desk, now=now))  # of the old stock, before new copies are there
        receive_a_parcel(replace(desk, now=now))
        lose_some(replace(desk, now=now))
        count_a_class(replace(desk, now=now))
        write_hint(replace(desk, now=now))
    except BaseException:
        library.close()
        with suppress(OSError):
            path.unlink()
        raise
    return library


def first_day(today: date) -> date:
    """The day on which the loans of the practice library begin."""
    autumn = date(school_year(today), 9, 1)
    return autumn if today - autumn >= SHORTEST_TERM else date(autumn.year, 3, 1)


def _opening(now: datetime) -> datetime:
    """Some days before the first loan, when shelves were filled and cards written."""
    return datetime.combine(first_day(now.date()) - timedelta(days=7), time(1, 0), UTC)


def _renamed(rows: Iterable[ReadRow], dice: random.Random) -> Iterator[ReadRow]:
    for row in rows:
        if isinstance(row.draft, PatronDraft):
            name, gender = invented_name(dice)
            yield replace(row, draft=replace(row.draft, name=name, gender=gender), original="")
        else:
            yield row


def _furnish(desk: Desk, dice: random.Random) -> None:
    """Pupil helpers and the school year."""
    with desk.library.writing(desk.act(ActName.SET_UP, library=_("Practice library"))) as writing:
        for number in range(1, HELPERS + 1):
            name, _gender = invented_name(dice)
            writing.insert(operators, name=name, role=Role.HELPER.value, card=f"DC-H{number:02}")
        write_year(writing, school_year(first_day(desk.today)))


def _write_past(desk: Desk, dice: random.Random) -> None:
    with desk.library.reading() as connection:
        called = {title.id: title.call_number for title in known_titles(connection)}
        shelf = [
            ShelfCopy(copy.id, copy.title_id, copy.item_type_id, called[copy.title_id])
            for copy in known_copies(connection)
        ]
        found = [patron_by_id(connection, known.id, desk.policy, desk.today) for known in known_patrons(connection)]
        helpers = [operator.id for operator in all_operators(connection) if operator.role is Role.HELPER]
    patrons = [patron for patron in found if patron is not None]
    if not shelf or not patrons:
        return
    clerks = (desk.operator.id, helpers)
    term = TermMaker(patrons, shelf, desk.policy, clerks, desk.now, dice).play(first_day(desk.today), desk.today)
    with desk.library.writing(desk.act(ActName.SET_UP, library=_("Practice library"))) as writing:
        piles = Piles(writing)
        for loan in term.loans:
            _add_loan(piles, loan)
        for copy_id, at in term.uses:
            piles.add(in_house_uses, copy_id=copy_id, at=at, counted_by=desk.operator.id)
        kept = _add_holds(desk, piles, term, _copies_of_titles(shelf), patrons, dice)
        piles.write()
        _mark_copies(desk, writing, term, kept, dice)


def _add_loan(piles: Piles, loan: PastLoan) -> None:
    piles.add(
        loans,
        copy_id=loan.copy.id,
        patron_id=loan.patron.id,
        rule_id=loan.rule.id,
        lent_at=loan.lent_at,
        lent_by=loan.lent_by,
        due=loan.due,
        renewals=loan.renewals,
        renewed_at=loan.renewed_at,
        returned_at=loan.returned_at,
        returned_by=loan.returned_by,
        days_late=loan.days_late,
    )


def _copies_of_titles(shelf: Iterable[ShelfCopy]) -> Counter[int]:
    return Counter(copy.title_id for copy in shelf)


def _last_loans(term: Term) -> dict[int, PastLoan]:
    """The last loan of every copy that was ever lent."""
    return {loan.copy.id: loan for loan in term.loans}


def _add_holds(
    desk: Desk, piles: Piles, term: Term, held: Counter[int], patrons: list[Patron], dice: random.Random
) -> set[int]:
    """Holds ready on the hold shelf and holds that still wait; returns the copies on the hold shelf.

    Only titles of a single copy: while it was out, nobody could have been sent to the shelf for another.
    """
    damaged = {loan.copy.id for loan in term.damage}
    single = [loan for loan in _last_loans(term).values() if held[loan.copy.title_id] == 1]
    back = [loan for loan in single if loan.returned_at and loan.copy.id not in damaged]
    out = [loan for loan in single if loan.returned_at is None]
    # The latest returns are still within the days that a copy waits for its reader.
    ready = sorted(back, key=lambda loan: loan.returned_at or loan.lent_at)[-HOLDS_READY:]
    for number, loan in enumerate(ready, start=1):
        ready_at = loan.returned_at or loan.lent_at
        expires = desk.policy.open_days.next_open_day(
            max(desk.today, desk.policy.day_of(ready_at) + timedelta(days=desk.policy.hold_days))
        )
        piles.add(
            holds,
            title_id=loan.copy.title_id,
            patron_id=_another(loan, patrons, dice).id,
            placed_at=_soon_after(loan, ready_at, dice),
            state=HoldState.READY.value,
            copy_id=loan.copy.id,
            shelf_number=number,
            ready_at=ready_at,
            expires=expires,
        )
    for loan in dice.sample(out, min(HOLDS_WAITING, len(out))):
        placed_at = _soon_after(loan, desk.now, dice)
        patron_id = _another(loan, patrons, dice).id
        piles.add(holds, title_id=loan.copy.title_id, patron_id=patron_id, placed_at=placed_at)
    return {loan.copy.id for loan in ready}


def _soon_after(loan: PastLoan, latest: datetime, dice: random.Random) -> datetime:
    """The moment at which somebody asked for what had just been lent."""
    return min(latest, loan.lent_at + timedelta(minutes=dice.randint(1, 15)))


def _another(loan: PastLoan, patrons: list[Patron], dice: random.Random) -> Patron:
    """Somebody else than who had the copy, old enough to ask for a title."""
    asking = [patron for patron in patrons if patron.id != loan.patron.id and (patron.grade or 0) >= 3]
    return dice.choice(asking or patrons)


def _mark_copies(desk: Desk, writing: Writing, term: Term, kept: set[int], dice: random.Random) -> None:
    """What was damaged and how far its repair has come, and what came back today and still lies on the trolley."""
    damaged = write_repairs(desk, writing, term.damage, dice)
    for loan in _last_loans(term).values():
        came_back = loan.returned_at is not None and desk.policy.day_of(loan.returned_at) == desk.today
        if came_back and loan.copy.id not in kept | damaged:
            writing.update(copies, loan.copy.id, awaits_shelving=True)

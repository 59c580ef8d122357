"""A term of plausible loans, thrown with dice: who came at which lunch, took what, and brought it back when.

Nothing here writes: the past is made up whole, in the order in which it happened and by the rules of the library, and
`practice` writes it in one act. The figures follow schools' own work plans (domain facts, chapter 1): lending from
12:10 to 12:50 by pupil helpers, teachers in the morning, at least ten loans a pupil a term.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Final

from deskcirc.domain.calendar import due_date
from deskcirc.domain.classes import school_year
from deskcirc.domain.patrons import Patron
from deskcirc.domain.policy import Policy
from deskcirc.domain.rules import CirculationRule

LUNCH: Final = time(12, 10)
LUNCH_SECONDS: Final = 40 * 60
QUEUE_SERVED: Final = timedelta(minutes=8)
MORNING: Final = time(8, 20)
MORNING_SECONDS: Final = 3 * 3600
AFTERNOON: Final = time(14, 30)
SECONDS_A_SCAN: Final = (4, 9)

# How likely a pupil of the grade comes to borrow on a school day; the youngest mostly read in the room.
_VISITS: Final = {1: 0.04, 2: 0.07, 3: 0.12, 4: 0.14, 5: 0.13, 6: 0.09}
_VISITS_OF_STAFF: Final = 0.04
_TAKEN_AT_ONCE: Final = ((1, 2, 3), (60, 30, 10))
# What children ask for first: stories and pictures, then animals, stars and how things work.
_LIKED_CLASSES: Final = {"I": 3.0, "J": 2.5, "Q": 2.0, "P": 1.8, "N": 1.6, "Z": 1.5, "K": 1.3}
_IN_TIME, _SOON_AFTER = 0.86, 0.97
_RENEWED: Final = 0.06
_DAMAGED: Final = 0.004


@dataclass(frozen=True, slots=True)
class ShelfCopy:
    """A copy that may be lent."""

    id: int
    title_id: int
    item_type_id: int
    call_number: str


@dataclass(slots=True, eq=False)
class PastLoan:
    """One loan of the term; still open where `returned_at` is None."""

    copy: ShelfCopy
    patron: Patron
    rule: CirculationRule
    lent_at: datetime
    lent_by: int
    due: date
    comes_back: date  # what the patron means to do; not kept
    renewals: int = 0
    renewed_at: datetime | None = None
    returned_at: datetime | None = None
    returned_by: int | None = None
    days_late: int | None = None


@dataclass(slots=True)
class Term:
    """What happened: all loans in order, in-house uses as copy and instant, and loans that ended with damage."""

    loans: list[PastLoan] = field(default_factory=list)
    uses: list[tuple[int, datetime]] = field(default_factory=list)
    damage: list[PastLoan] = field(default_factory=list)


class _Shelf:
    """The copies that are in, drawn by how much their title is liked."""

    def __init__(self, copies: Sequence[ShelfCopy], dice: random.Random) -> None:
        self._dice = dice
        self._in: dict[int, list[ShelfCopy]] = {}
        for copy in copies:
            self._in.setdefault(copy.title_id, []).append(copy)
        self._titles = list(self._in)
        first = {title: held[0].call_number[:1] for title, held in self._in.items()}
        liked = (dice.paretovariate(1.3) * _LIKED_CLASSES.get(first[title], 1.0) for title in self._titles)
        self._weights = list(accumulate(min(weight, 60.0) for weight in liked))

    def take(self) -> ShelfCopy | None:
        """A copy taken from the shelf; None where what was looked for is out."""
        copy = self.look()
        if copy is not None:
            self._in[copy.title_id].remove(copy)
        return copy

    def look(self) -> ShelfCopy | None:
        """A copy taken in the hand and put back."""
        (title,) = self._dice.choices(self._titles, cum_weights=self._weights)
        held = self._in[title]
        return self._dice.choice(held) if held else None

    def put_back(self, copy: ShelfCopy) -> None:
        """The copy can be lent again."""
        self._in[copy.title_id].append(copy)


class TermMaker:
    """Plays the school days one after the other up to `now`; the same dice give the same term."""

    def __init__(
        self,
        patrons: Sequence[Patron],
        copies: Sequence[ShelfCopy],
        policy: Policy,
        clerks: tuple[int, Sequence[int]],
        now: datetime,
        dice: random.Random,
    ) -> None:
        self._patrons = patrons
        self._policy = policy
        self._librarian, self._helpers = clerks
        self._now = now
        self._dice = dice
        self._shelf = _Shelf(copies, dice)
        self._in_hand: dict[int, list[PastLoan]] = {patron.id: [] for patron in patrons}
        # Some read a great deal and some hardly ever, in every class.
        self._keenness = {patron.id: dice.lognormvariate(0.0, 0.6) for patron in patrons}
        self._clock = datetime.min.replace(tzinfo=UTC)
        self._clerk = self._librarian
        self.term = Term()

    def play(self, first: date, last: date) -> Term:
        """Everything from the morning of `first` to `now` on `last`."""
        day = first
        while day <= last:
            if self._policy.open_days.is_open(day):
                self._play_day(day)
            day += timedelta(days=1)
        return self.term

    def _play_day(self, day: date) -> None:
        self._clerk = self._librarian
        self._receive(day, MORNING, MORNING_SECONDS, [patron for patron in self._patrons if patron.grade is None])
        self._clerk = self._helpers[day.toordinal() % len(self._helpers)]
        self._receive(day, LUNCH, LUNCH_SECONDS, [patron for patron in self._patrons if patron.grade is not None])
        self._clock = max(self._clock, self._instant(day, AFTERNOON))
        for _reader in range(self._dice.randrange(3, 9)):
            self._tick(300)
            copy = self._shelf.look()
            if copy is not None and self._clock <= self._now:
                self.term.uses.append((copy.id, self._clock))

    def _receive(self, day: date, opens: time, seconds: int, patrons: Sequence[Patron]) -> None:
        coming = [(self._dice.randrange(seconds), patron) for patron in patrons if self._comes(patron, day)]
        opened = self._instant(day, opens)
        for arrival, patron in sorted(coming, key=lambda visit: visit[0]):
            self._clock = max(self._clock, opened + timedelta(seconds=arrival))
            if self._clock > opened + timedelta(seconds=seconds) + QUEUE_SERVED:
                return  # after holidays the queue is long: who still stands in it comes another day
            self._visit(patron, day)

    def _comes(self, patron: Patron, day: date) -> bool:
        if any(loan.comes_back <= day for loan in self._in_hand[patron.id]):
            return True
        grade = self._grade(patron, day)
        usual = _VISITS_OF_STAFF if grade is None else _VISITS.get(grade, 0.0)
        return self._dice.random() < usual * self._keenness[patron.id]

    def _grade(self, patron: Patron, day: date) -> int | None:
        """The grade on the day; the patron was read as of now."""
        years = school_year(self._policy.day_of(self._now)) - school_year(day)
        return None if patron.grade is None else patron.grade - years

    def _visit(self, patron: Patron, day: date) -> None:
        for loan in list(self._in_hand[patron.id]):
            if loan.comes_back <= day:
                self._take_back(loan, day)
            elif day < loan.due <= day + timedelta(days=3) and self._dice.random() < _RENEWED:
                self._renew(loan, day)
        if any(self._policy.days_late(loan.due, day) for loan in self._in_hand[patron.id]):
            return
        (wanted,) = self._dice.choices(_TAKEN_AT_ONCE[0], _TAKEN_AT_ONCE[1])
        for _book in range(wanted):
            self._lend(patron, day)

    def _lend(self, patron: Patron, day: date) -> None:
        held = self._in_hand[patron.id]
        self._tick()
        copy = self._shelf.take() if self._clock <= self._now else None
        if copy is None:
            return
        rule = self._policy.rule_for(patron.category_id, self._grade(patron, day), copy.item_type_id)
        limit = 0 if rule is None else rule.loan_limit if patron.loan_limit is None else patron.loan_limit
        read_already = any(loan.copy.title_id == copy.title_id for loan in held)
        if rule is None or len(held) >= limit or read_already:
            self._shelf.put_back(copy)
            return
        due = due_date(day, rule.loan_days, self._policy.open_days, self._policy.closed_due).date
        loan = PastLoan(copy, patron, rule, self._clock, self._clerk, due, self._return_day(day, due))
        held.append(loan)
        self.term.loans.append(loan)

    def _return_day(self, day: date, due: date) -> date:
        luck = self._dice.random()
        if luck < _IN_TIME:
            return day + timedelta(days=self._dice.randint(2, max(2, (due - day).days)))
        if luck < _SOON_AFTER:
            return due + timedelta(days=self._dice.randint(1, 8))
        return due + timedelta(days=self._dice.randint(15, 70))

    def _renew(self, loan: PastLoan, day: date) -> None:
        due = due_date(day, loan.rule.renewal_days, self._policy.open_days, self._policy.closed_due).date
        self._tick()
        if loan.renewals < loan.rule.renewals and due > loan.due and self._clock <= self._now:
            loan.due, loan.renewals, loan.renewed_at = due, loan.renewals + 1, self._clock
            loan.comes_back = self._return_day(day, due)

    def _take_back(self, loan: PastLoan, day: date) -> None:
        self._tick()
        if self._clock > self._now:
            return
        self._in_hand[loan.patron.id].remove(loan)
        loan.returned_at, loan.returned_by = self._clock, self._clerk
        loan.days_late = self._policy.days_late(loan.due, day)
        if self._dice.random() < _DAMAGED:
            self.term.damage.append(loan)  # it waits for its repair
        else:
            self._shelf.put_back(loan.copy)

    def _tick(self, most: int = SECONDS_A_SCAN[1]) -> None:
        self._clock += timedelta(seconds=self._dice.randint(SECONDS_A_SCAN[0], most))

    def _instant(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, UTC) - self._policy.utc_offset

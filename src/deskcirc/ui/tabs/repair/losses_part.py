"""What the losses section shows: what is looked for, long overdue, missing, lost, and what was found again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from deskcirc.desk.charges import read_fen
from deskcirc.desk.desk import Desk
from deskcirc.domain.losses import Loss, LossOrigin, LossState, LossWay, MissingCopy, ProposedLoss
from deskcirc.domain.operators import Right
from deskcirc.domain.prices import format_fen
from deskcirc.domain.search_places import WantedCopy
from deskcirc.store.database import Connection
from deskcirc.store.journal import last_entry_id
from deskcirc.store.lookups.losses import missing_copies, open_losses, proposed_losses
from deskcirc.store.lookups.search_places import copies_to_search
from deskcirc.ui.loss_question import LossQuestion

MOST_FOUND: Final = 200
_DIGITS: Final = 12


class View(StrEnum):
    """Which side of the section is on top."""

    CLAIMED = "claimed"
    PROPOSED = "proposed"
    MISSING = "missing"
    LOST = "lost"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a loan that is long overdue would be made good, as it stands on its line; `amount` in yuan, as typed."""

    way: LossWay
    amount: str | None = None


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """A loan that is long overdue; `fen` is None where the price is not known and has to be written."""

    proposed: ProposedLoss
    plan: Plan
    fen: int | None
    ticked: bool

    @property
    def loan_id(self) -> int:
        """The loan the line is about."""
        return self.proposed.loan.id

    @property
    def asks(self) -> bool:
        """Whether its price must be written before it can be declared lost."""
        return self.fen is None


@dataclass(frozen=True, slots=True)
class LossesPart:
    """Everything the section shows; ticks are ids of losses, of loans and of copies, each in its own list."""

    view: View = View.CLAIMED
    claimed: tuple[WantedCopy, ...] = ()
    proposed: tuple[ProposedLine, ...] = ()
    missing: tuple[MissingCopy, ...] = ()
    lost: tuple[Loss, ...] = ()
    found: tuple[Loss, ...] = ()
    looked_for: frozenset[int] = frozenset()
    ticked: frozenset[int] = frozenset()
    plans: Mapping[int, Plan] = field(default_factory=dict)
    asked: LossQuestion | None = None
    brought: str = ""  # a barcode that no copy has, scanned last: of a book that takes the place of a lost one
    may_change: bool = False
    may_withdraw: bool = False
    lost_after: int = 0  # days
    entry: int = -1  # of the journal, when all this was read
    today: date = date.min  # and the day
    found_read: bool = False

    @property
    def chosen(self) -> tuple[ProposedLine, ...]:
        """The proposed lines that are ticked."""
        return tuple(line for line in self.proposed if line.ticked)

    @property
    def total(self) -> int:
        """What the ticked lines come to, in fen."""
        return sum(line.fen or 0 for line in self.chosen)


def read_part(desk: Desk, part: LossesPart) -> LossesPart:
    """Read what was written since; ticks of what is listed no more are gone. Helpers see what is looked for, missing.

    Where nobody wrote nothing is read again: where each of hundreds of copies may stand costs most of a second.
    """
    sees_all = desk.operator.may(Right.PATRONS)
    hidden = not sees_all and part.view not in (View.CLAIMED, View.MISSING)
    part = replace(part, view=View.CLAIMED if hidden else part.view, may_withdraw=desk.operator.may(Right.LEDGERS))
    with desk.library.reading() as connection:
        entry = last_entry_id(connection)
        known = (entry, desk.today, sees_all) == (part.entry, part.today, part.may_change)
        if not known or (part.view is View.FOUND and not part.found_read):
            part = _read_anew(desk, connection, replace(part, entry=entry, may_change=sees_all))
    lines = tuple(proposed_line(desk, line.proposed, part.plans, part.ticked) for line in part.proposed)
    return replace(
        part,
        proposed=lines,
        looked_for=part.looked_for & {each.loss.id for each in part.claimed},
        ticked=part.ticked & {line.loan_id for line in lines},
    )


def _read_anew(desk: Desk, connection: Connection, part: LossesPart) -> LossesPart:
    policy, today, sees_all = desk.policy, desk.today, part.may_change
    claims = open_losses(connection, policy, today, LossState.CLAIMED)
    proposed = proposed_losses(connection, policy, today) if sees_all else ()
    lost: tuple[Loss, ...] = ()
    found: tuple[Loss, ...] = ()
    if sees_all:
        lost = tuple(each for each in open_losses(connection, policy, today) if each.state is not LossState.CLAIMED)
    if sees_all and part.view is View.FOUND:
        ended = open_losses(connection, policy, today, LossState.FOUND)
        found = tuple(sorted(ended, key=lambda each: each.ended_on or today, reverse=True)[:MOST_FOUND])
    return replace(
        part,
        claimed=copies_to_search(connection, claims, policy, today),
        proposed=tuple(proposed_line(desk, each, part.plans, part.ticked) for each in proposed),
        missing=missing_copies(connection, policy, today),
        lost=lost,
        found=found,
        lost_after=policy.lost_after_days,
        today=today,
        found_read=part.view is View.FOUND,
    )


def proposed_line(
    desk: Desk, proposed: ProposedLoss, plans: Mapping[int, Plan], ticked: frozenset[int]
) -> ProposedLine:
    """The line of a loan with its plan: what was chosen for it, else its price as the rules have it."""
    whole = desk.policy.set_costs_whole and proposed.set_price is not None
    usual = Plan(LossWay.SET_PRICE if whole else LossWay.PRICE)
    plan = plans.get(proposed.loan.id, usual)
    return ProposedLine(proposed, plan, planned_fen(proposed, plan), proposed.loan.id in ticked)


def planned_fen(proposed: ProposedLoss, plan: Plan) -> int | None:
    """What a plan comes to in fen: as written, else as the rules have it; None where the price is not known."""
    if plan.amount is not None:
        return read_fen(plan.amount[:_DIGITS])
    return proposed.owed(plan.way).amount


def amount_words(line: ProposedLine) -> str:
    """What a line comes to, in yuan; "?" where the price is not known."""
    if line.fen is None:
        return "?"
    return format_fen(line.fen) if line.fen else "–"


def as_wanted(missing: MissingCopy, today: date) -> Loss:
    """A missing copy as one that is looked for, with who had it last; for the search list alone."""
    copy = missing.copy
    state, origin = LossState.CLAIMED, LossOrigin.SHELF
    way, patron_id = LossWay.UNDECIDED, missing.last_patron_id
    return Loss(copy.id, copy, state, origin, way, today, patron_id=patron_id, patron=missing.last_patron)

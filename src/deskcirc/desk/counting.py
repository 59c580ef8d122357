"""Counting copies at the shelf: one line a scan, one commit, and nothing else is written.

What becomes of a copy that stands wrong, is on loan or was lost is decided later or by an offer of the screen; a line
is only what somebody saw.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktakes import the_stocktake
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import Copy
from deskcirc.domain.counting import CountDecision, CountFacts, decide_count
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.stocktake import COUNT_KIND_WORDS, CountedLine, CountKind, Shelf, Stocktake
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copy_in_count import copy_in_count
from deskcirc.store.lookups.counted import line_of_code, line_of_copy
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.lookups.stocktakes import running_stocktakes
from deskcirc.store.tables import stocktake_scans
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class CountOrder:
    """One code as it was scanned. `code` in its normal spelling; `at` is when, UTC, and None for now."""

    stocktake_id: int
    code: str
    copy_id: int | None = None
    shelf: Shelf | None = None
    location_id: int | None = None
    in_order: bool = True
    person: str = ""  # who counts; the operator's own name where it is ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CountOutcome:
    """What was noted, with the facts that the screen needs to say it; or the sentence why nothing was."""

    stocktake: Stocktake
    decision: CountDecision | None = None
    line: CountedLine | None = None
    copy: Copy | None = None
    loan: OpenLoan | None = None
    before: CountedLine | None = None
    copy_location_id: int | None = None  # where the copy belongs
    why_not: str = ""

    @property
    def kind(self) -> CountKind | None:
        """What the line is; None where nothing was noted."""
        return self.decision.kind if self.decision else None


def count_copy(desk: Desk, order: CountOrder) -> CountOutcome:
    """Note one live scan, in one commit. Raises GoneError for a count that does not exist."""
    with desk.library.writing(desk.act(ActName.COUNT_COPY)) as writing:
        stocktake = the_stocktake(writing.connection, order.stocktake_id)
        if stocktake.why_no_scans:
            return CountOutcome(stocktake, why_not=stocktake.why_no_scans)
        outcome = count_in(desk, writing, stocktake, order)
        place = order.shelf.label if order.shelf else ""
        title = outcome.copy.name if outcome.copy else order.code
        kind = outcome.kind
        writing.tell(title=title, code=order.code, place=place or "–", what=_(COUNT_KIND_WORDS[kind]) if kind else "")
        return outcome


def count_in(desk: Desk, writing: Writing, stocktake: Stocktake, order: CountOrder) -> CountOutcome:
    """Decide one live line and note it, within an act."""
    facts = _facts(desk, writing, stocktake, order)
    decision = decide_count(facts)
    values = {
        "stocktake_id": stocktake.id,
        "copy_id": order.copy_id,
        "code": order.code,
        "at": facts.at,
        "shelf_id": order.shelf.id if order.shelf else None,
        "location_id": order.location_id,
        "kind": decision.kind.value,
        "remark": decision.remark.value,
        "operator_id": desk.operator.id,
        "person": order.person or desk.operator.name,
    }
    line_id = writing.insert(stocktake_scans, **values)
    line = CountedLine(
        line_id,
        stocktake.id,
        order.copy_id,
        order.code,
        facts.at,
        decision.kind,
        decision.remark,
        order.shelf.id if order.shelf else None,
        order.location_id,
        order.person or desk.operator.name,
    )
    return CountOutcome(stocktake, decision, line, facts.copy, facts.loan, facts.before, facts.copy_location_id)


def _facts(desk: Desk, writing: Writing, stocktake: Stocktake, order: CountOrder) -> CountFacts:
    connection = writing.connection
    at = _seen_at(desk, writing) if order.at is None else min(order.at, desk.now)  # nothing was seen after now
    facts = CountFacts(
        stocktake,
        order.code,
        at,
        shelf=order.shelf,
        location_id=order.location_id,
        in_order=order.in_order,
    )
    if order.copy_id is None:
        return replace(facts, before=line_of_code(connection, stocktake.id, order.code))
    known = copy_in_count(connection, stocktake.id, order.copy_id)
    if known is None:
        return facts
    return replace(
        facts,
        copy=known.copy,
        copy_location_id=known.location_id,
        added_at=known.added_at,
        group=known.group,
        loan=loan_of_copy(connection, order.copy_id, desk.policy, desk.today) if known.on_loan else None,
        on_hold_shelf=known.on_hold_shelf,
        before=line_of_copy(connection, stocktake.id, order.copy_id) if known.counted else None,
    )


def _seen_at(desk: Desk, writing: Writing) -> datetime:
    """Now; by a clock that was put right since, not before the counts were opened that go on at this very moment."""
    last = writing.previous.at
    if last is None or last <= desk.now:
        return desk.now
    return max(desk.now, *(each.opened_at for each in running_stocktakes(writing.connection)))

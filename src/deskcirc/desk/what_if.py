"""What if this patron wanted this copy on that day: the answer of the counter's own decision, with all its reasons.

Nothing is written. Loans, holds and cards are as they are now; the day decides the calendar, the grade and what is
late by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from deskcirc.desk.circulation import read_facts
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import as_found, is_missed
from deskcirc.domain.calendar import Cap, DueDate
from deskcirc.domain.checkout import decide_checkout, due_of_new_loan
from deskcirc.domain.checkout_facts import Block, CheckoutFacts
from deskcirc.domain.copies import Copy
from deskcirc.domain.on_site import decide_taking_out, leaves_the_room
from deskcirc.domain.patrons import Patron
from deskcirc.domain.renewal import decide_renewal, due_of_renewal
from deskcirc.domain.rules import Lending, fitting_rules, why_it_wins
from deskcirc.store.lookups.rules import rule_lines
from deskcirc.text import day_words
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class RankedRule:
    """A rule that speaks of this patron and copy; `why_not` says what the winner says more closely, "" for itself."""

    rule_id: int
    title: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The answer: `blocks` empty means yes. `due` is the date it would have, also where it is refused."""

    patron: Patron
    copy: Copy
    day: date
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...]
    due: DueDate | None
    due_because: tuple[str, ...]
    rules: tuple[RankedRule, ...]  # the winner first
    renewal: bool = False  # the patron has the copy already
    already: bool = False  # and renewing would not move its date

    @property
    def yes(self) -> bool:
        """Whether the counter would do it."""
        return not self.blocks


def what_if(desk: Desk, patron: Patron, copy_id: int, day: date, minute: int | None = None) -> WhatIf:
    """What the counter would say on that day, at a minute after midnight or, for None, at the time it is now.

    Raises GoneError for a patron or copy that does not exist.
    """
    later = 0 if minute is None else minute - desk.policy.minute_of(desk.now)
    then = replace(desk, now=desk.now + timedelta(days=(day - desk.today).days, minutes=later))
    with desk.library.reading() as connection:
        read = read_facts(then, connection, patron, copy_id)
        missed = is_missed(read.copy, read.loan_of_copy)
        facts = as_found(read) if missed else read
        ranked = tuple(_ranked(then, facts, {line.rule.id: line.title for line in rule_lines(connection)}))
    loan = facts.loan_of_copy
    if loan is not None and loan.patron_id == patron.id and not leaves_the_room(facts):
        renewal = decide_renewal(facts)
        due = due_of_renewal(facts)
        because = tuple(_because(facts, due, facts.rule.renewal_days if facts.rule else 0))
        return WhatIf(
            facts.patron,
            facts.copy,
            day,
            renewal.blocks,
            renewal.warnings,
            due,
            because,
            ranked,
            renewal=True,
            already=renewal.already_today,
        )
    decision = decide_taking_out(facts) if leaves_the_room(facts) else decide_checkout(facts)
    stays = facts.rule is not None and facts.rule.lending is Lending.IN_HOUSE
    due = None if stays else due_of_new_loan(facts)
    because = tuple(_because(facts, due, facts.rule.loan_days if facts.rule else 0))
    said = (_("The register misses this copy; scanned at the counter it is found."),) if missed else ()
    return WhatIf(facts.patron, read.copy, day, decision.blocks, (*said, *decision.warnings), due, because, ranked)


def _ranked(desk: Desk, facts: CheckoutFacts, titles: dict[int, str]) -> Iterator[RankedRule]:
    patron, item_type_id = facts.patron, facts.copy.item_type_id
    fitting = fitting_rules(desk.policy.rules, patron.category_id, patron.grade, item_type_id)
    for place, rule in enumerate(fitting):
        yield RankedRule(rule.id, titles.get(rule.id, ""), why_it_wins(fitting[0], rule) if place else "")


def _because(facts: CheckoutFacts, due: DueDate | None, days: int) -> Iterator[str]:
    """How the due date comes about, step by step."""
    if due is None or facts.rule is None:
        return
    if facts.rule.lending is not Lending.HOME:
        yield _("The rule lends for the same day only.")
        return
    if due.vacation:
        yield _("Vacation loans have begun: due in the first days of the next term.")
        return
    lent = day_words(facts.today, facts.today)
    yield _("{days} days from {day} by the rule.").format(days=days, day=lent)
    if due.capped:
        last = {
            Cap.CARD: _("The card ends before that, so it is due earlier."),
            Cap.TERM_END: _("The term ends before that, so it is due earlier."),
            Cap.RETURN_BY: _("Everything must be back before that, so it is due earlier."),
        }
        yield last[due.cap or Cap.CARD]
    if due.moved_from is not None:
        yield _("The library is closed on {day}, so the date moves to an open day.").format(
            day=day_words(due.moved_from, facts.today)
        )

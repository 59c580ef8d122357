"""The preflight before the bell: every patron and every copy tried by today's rules, without writing anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.checkout_facts import BlockCode, CheckoutFacts, facts_of
from deskcirc.domain.copies import Copy
from deskcirc.domain.due_dates import next_term_wanted
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.patrons import Patron
from deskcirc.domain.preflight import Finding, Preflight, PreflightCode, Subject, refusals_of_copy, refusals_of_patron
from deskcirc.domain.rules import Lending
from deskcirc.domain.title_names import quoted
from deskcirc.domain.turns import OutsideFacts, comes_outside_turn
from deskcirc.store.lookups.preflight import Everything, read_everything
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _

MOST: Final = 500
"""Copies named of one kind; a list that nobody reads to its end helps nobody before the bell."""
LONG_DAYS: Final = 30
"""Days from the parcel to the shelf after which somebody has forgotten a copy."""

_NOBODY_HAS_IT: Final = -1


@dataclass(frozen=True, slots=True)
class _Trial:
    """What patrons are tried with; patrons of one category and grade share their rules."""

    desk: Desk
    read: Everything
    loans: dict[int, tuple[OpenLoan, ...]]
    rules: dict[tuple[int, int | None], tuple[Copy, ...]] = field(default_factory=dict)
    turns: dict[tuple[int, int | None, int | None], OutsideFacts | None] = field(default_factory=dict)

    def copies_to_try(self, patron: Patron) -> tuple[Copy, ...]:
        """One copy for each rule that speaks of this patron, and of each type for a rule that limits types."""
        kind = (patron.category_id, patron.grade)
        if kind not in self.rules:
            found: dict[tuple[int, int | None], Copy] = {}
            for copy in self.read.samples:
                rule = self.desk.policy.rule_for(*kind, copy.item_type_id)
                if rule is not None:
                    found.setdefault((rule.id, None if rule.type_limit is None else copy.item_type_id), copy)
            self.rules[kind] = tuple(found.values())
        return self.rules[kind]

    def facts(self, patron: Patron, copy: Copy) -> CheckoutFacts:
        """A checkout as it would be tried at the counter today."""
        loans, outside = self.loans.get(patron.id, ()), self.turn_missed(patron)
        return facts_of(self.desk.policy, self.desk.today, patron, copy, loans=loans, outside_turn=outside)

    def turn_missed(self, patron: Patron) -> OutsideFacts | None:
        """That no turn of the patron's class comes today; a turn that comes later in the day is no trouble."""
        kind = (patron.category_id, patron.class_id, patron.grade)
        if kind not in self.turns:
            dawn = datetime.combine(self.desk.today, time())
            outside = comes_outside_turn(self.desk.policy, patron, dawn)
            later_today = outside is not None and outside.comes is not None and outside.comes.day == self.desk.today
            self.turns[kind] = None if later_today else outside
        return self.turns[kind]


def preflight(desk: Desk) -> Preflight:
    """Try everybody and everything by today's rules; writes nothing."""
    with desk.library.reading() as connection:
        read = read_everything(connection, desk.policy, desk.today, MOST, LONG_DAYS)
    # Tried with a copy that nobody has: the checks take a patron's own loan of the very copy for a renewal.
    strange = tuple(replace(copy, id=_NOBODY_HAS_IT) for copy in read.samples)
    trial = _Trial(desk, replace(read, samples=strange), _by_patron(read.loans))
    findings = (
        *_school(desk),
        *_missing_rules(trial),
        *_patrons(trial),
        *_cards(read),
        *_copies(trial),
        *_new_books(desk, read),
    )
    return Preflight(findings, len(read.patrons), read.copies_held, len(desk.policy.rules))


def _by_patron(loans: tuple[OpenLoan, ...]) -> dict[int, tuple[OpenLoan, ...]]:
    found: dict[int, list[OpenLoan]] = {}
    for loan in loans:
        found.setdefault(loan.patron_id, []).append(loan)
    return {patron_id: tuple(held) for patron_id, held in found.items()}


def _patrons(trial: _Trial) -> Iterator[Finding]:
    for patron in trial.read.patrons:
        tried = [trial.facts(patron, copy) for copy in trial.copies_to_try(patron)]
        for block in refusals_of_patron(tried):
            yield Finding(block.code.value, Subject.PATRON, patron.id, patron.label, block.sentence)


def _missing_rules(trial: _Trial) -> Iterator[Finding]:
    """Item types that a category of patrons has no rule for; one line each, not one a patron."""
    grades = {(patron.category_id, patron.grade) for patron in trial.read.patrons}
    for category in trial.read.categories:
        for item_type in trial.read.item_types:
            without = [
                grade
                for category_id, grade in grades
                if category_id == category.id and trial.desk.policy.rule_for(category_id, grade, item_type.id) is None
            ]
            if without:
                label = _("{category}: {item_type}").format(category=category.name, item_type=item_type.name)
                sentence = _("There is no circulation rule, so {patrons} patrons cannot borrow these {copies} copies.")
                said = sentence.format(patrons=category.count, copies=item_type.count)
                yield Finding(BlockCode.NO_RULE.value, Subject.SCHOOL, category.id, label, said, item_type.id)


def _cards(read: Everything) -> Iterator[Finding]:
    labels = {patron.id: patron.label for patron in read.patrons}
    for patron_id in sorted(read.without_card):
        said = _("No number and no valid card: there is nothing to scan.")
        yield Finding(PreflightCode.NO_CARD.value, Subject.PATRON, patron_id, labels[patron_id], said)
    for patron_id, code in read.code_twice:
        said = _("The code {code} is on a copy too: a scan of it may mean either.").format(code=code)
        yield Finding(PreflightCode.CODE_TWICE.value, Subject.PATRON, patron_id, labels.get(patron_id, code), said)


def _copies(trial: _Trial) -> Iterator[Finding]:
    for anybody in trial.read.patrons[:1]:
        for copy in trial.read.not_in_stock:
            for block in refusals_of_copy(trial.facts(anybody, copy)):
                yield Finding(block.code.value, Subject.COPY, copy.id, _label(copy), block.sentence)
    for copy in trial.read.without_price:
        said = _("No price is known: if it were lost, nothing could be charged.")
        yield Finding(PreflightCode.NO_PRICE.value, Subject.COPY, copy.id, _label(copy), said)


def _new_books(desk: Desk, read: Everything) -> Iterator[Finding]:
    """What was left lying on the way from the parcel to the shelf."""
    for copy, came in read.long_in_process:
        said = _("In process for {days} days, since {day}.")
        said = said.format(days=(desk.today - came).days, day=day_words(came, desk.today))
        yield Finding(PreflightCode.LONG_IN_PROCESS.value, Subject.COPY, copy.id, _label(copy), said)
    for title in read.not_described:
        words = ngettext("{count} copy is on the shelf.", "{count} copies are on the shelf.", title.count)
        said = words.format(count=title.count)
        yield Finding(PreflightCode.NOT_DESCRIBED.value, Subject.TITLE, title.id, quoted(title.name), said)
    for copy in read.without_label:
        said = _("Handed over, and its label has not been printed.")
        yield Finding(PreflightCode.NO_LABEL.value, Subject.COPY, copy.id, _label(copy), said)


def _label(copy: Copy) -> str:
    return f"{copy.code} {copy.name}"


def _school(desk: Desk) -> Iterator[Finding]:
    """What is said of the day itself: a closed library, and a calendar that ends soon."""
    if not desk.policy.open_days.is_open(desk.today):
        said = _("By the calendar the library is closed today.")
        yield Finding(PreflightCode.CLOSED_TODAY.value, Subject.SCHOOL, 0, _("Today"), said)
    if next_term_wanted(desk.policy.open_days, desk.today):
        said = _("Vacation loans have begun, and the next term is not in the calendar yet: nothing can be lent.")
        yield Finding(BlockCode.NEXT_TERM_NOT_SET.value, Subject.SCHOOL, 0, _("Calendar"), said)
    last = max((term.ends for term in desk.policy.terms), default=None)
    longest = max((rule.loan_days for rule in desk.policy.rules if rule.lending is Lending.HOME), default=0)
    if last is None:
        said = _("No term is set, so the program knows neither vacations nor the day on which everything must be back.")
        yield Finding(PreflightCode.CALENDAR_ENDS.value, Subject.SCHOOL, 0, _("Calendar"), said)
    elif (last - desk.today).days < longest:
        said = _("The calendar is set up to {day} only; loans made today may run longer.").format(day=last.isoformat())
        yield Finding(PreflightCode.CALENDAR_ENDS.value, Subject.SCHOOL, 0, _("Calendar"), said)

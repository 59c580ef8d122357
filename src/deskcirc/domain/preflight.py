"""Preflight: what the counter would refuse today, found before the bell, each with the way to mend it.

Nothing is judged here that the counter does not judge: every patron is put through the checks of `domain.checkout`
with one copy of each item type whose rule differs, and every copy that is not simply in stock with somebody who may
borrow everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from deskcirc.domain.checkout import reasons_against
from deskcirc.domain.checkout_facts import Block, BlockCode, CheckoutFacts
from deskcirc.domain.rules import Lending


class Subject(StrEnum):
    """What a finding is about."""

    PATRON = "patron"
    COPY = "copy"
    TITLE = "title"
    SCHOOL = "school"


class PreflightCode(StrEnum):
    """What no single checkout refuses, but what ends in a refusal or a wrong loan; refusals keep their block's code."""

    NO_CARD = "no-card"
    CODE_TWICE = "code-twice"
    NO_PRICE = "no-price"
    CALENDAR_ENDS = "calendar-ends"
    CLOSED_TODAY = "closed-today"
    LONG_IN_PROCESS = "long-in-process"
    NOT_DESCRIBED = "not-described"
    NO_LABEL = "no-label"


@dataclass(frozen=True, slots=True)
class Finding:
    """One patron, copy, title or thing of the school that would be refused or is not in order today.

    `subject_id` is the row of the patron, copy or title; of a missing rule it is the patron category, `other_id` the
    type.
    """

    code: str
    subject: Subject
    subject_id: int
    label: str
    sentence: str
    other_id: int | None = None


@dataclass(frozen=True, slots=True)
class Preflight:
    """All findings, and how much was tried: so that an empty list can be believed."""

    findings: tuple[Finding, ...]
    patrons: int
    copies: int
    rules: int

    def of(self, code: str) -> tuple[Finding, ...]:
        """The findings of one code."""
        return tuple(finding for finding in self.findings if finding.code == code)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes there are, as they were found."""
        return tuple(dict.fromkeys(finding.code for finding in self.findings))


_NOT_OF_THE_PATRON = frozenset({BlockCode.NO_RULE, BlockCode.IN_HOUSE_ONLY, BlockCode.NEXT_TERM_NOT_SET})
_LIMITS = frozenset({BlockCode.LOAN_LIMIT, BlockCode.TYPE_LIMIT})


def refusals_of_patron(facts: Sequence[CheckoutFacts]) -> tuple[Block, ...]:
    """What the patron would hear today, whatever they bring: one fact a rule that differs; each reason once.

    A rule that is missing, a copy that stays in the room, with what its rule says of limits, and a term not set are
    no matter of this one patron.
    """
    found: dict[BlockCode, Block] = {}
    for each in facts:
        if each.rule is None:
            continue
        stays = each.rule.lending is Lending.IN_HOUSE
        for block in reasons_against(each):
            if block.code not in _NOT_OF_THE_PATRON and not (stays and block.code in _LIMITS):
                found.setdefault(block.code, block)
    return tuple(found.values())


_OF_THE_COPY = frozenset(
    {
        BlockCode.COPY_IN_PROCESS,
        BlockCode.COPY_IN_REPAIR,
        BlockCode.COPY_LOST,
        BlockCode.COPY_WITHDRAWN,
        BlockCode.HELD_FOR_ANOTHER,
    }
)


def refusals_of_copy(facts: CheckoutFacts) -> tuple[Block, ...]:
    """Why nobody may borrow the copy today; loans and a patron's own limits are no fault of the copy."""
    free = replace(facts, loans=(), loan_of_copy=None)
    return tuple(block for block in reasons_against(free) if block.code in _OF_THE_COPY)

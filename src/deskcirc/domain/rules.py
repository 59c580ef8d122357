"""Circulation rules: data that the librarian sets; here is which rule wins, and what makes no sense in one.

Rules of real schools (who, how many, how long) differ from school to school, so no number stands in code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from deskcirc.text import gettext as _
from deskcirc.text import marked


class Lending(StrEnum):
    """Whether copies of the type may leave the room."""

    HOME = "home"
    SAME_DAY = "same_day"
    IN_HOUSE = "in_house"


class OverdueEffect(StrEnum):
    """What being late brings."""

    NONE = "none"
    BLOCK = "block"
    SUSPEND = "suspend"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class CirculationRule:
    """One line of the rule table; None in the first four means "any"."""

    id: int
    category_id: int | None
    grade_from: int | None
    grade_to: int | None
    item_type_id: int | None
    loan_limit: int  # copies in all
    type_limit: int | None  # copies of this item type
    loan_days: int
    renewals: int
    renewal_days: int
    holds: int
    lending: Lending
    overdue_effect: OverdueEffect
    suspension_days: int  # days of suspension a day late
    grace_days: int  # days late that count for nothing; whoever is later than that pays for all of them
    suspension_cap: int | None  # days at most
    fine: int  # fen a day
    loss_percent: int  # of the price

    def applies(self, category_id: int, grade: int | None, item_type_id: int | None) -> bool:
        """Whether the rule speaks of this patron and item type; None as item type asks for rules of any type."""
        return (
            self.category_id in (None, category_id)
            and self.item_type_id in (None, item_type_id)
            and self._speaks_of_grade(grade)
        )

    def _speaks_of_grade(self, grade: int | None) -> bool:
        if not self.is_banded:
            return True
        return grade is not None and (self.grade_from or 0) <= grade <= (self.grade_to or grade)

    @property
    def is_banded(self) -> bool:
        """Whether the rule is for some grades only."""
        return self.grade_from is not None or self.grade_to is not None

    @property
    def band_width(self) -> int:
        """How many grades the band spans, more than there are where it is open at an end."""
        return (self.grade_to or 99) - (self.grade_from or 0)

    @property
    def exactness(self) -> tuple[bool, bool, bool, int]:
        """How closely the rule is cut: item type before category before grade band, narrow bands before wide."""
        return (self.item_type_id is not None, self.category_id is not None, self.is_banded, -self.band_width)

    def meets(self, other: CirculationRule) -> bool:
        """Whether there can be a patron and a copy that both rules speak of."""
        if None not in (self.category_id, other.category_id) and self.category_id != other.category_id:
            return False
        if None not in (self.item_type_id, other.item_type_id) and self.item_type_id != other.item_type_id:
            return False
        first = max(self.grade_from or 0, other.grade_from or 0)
        return first <= min(self.grade_to or 99, other.grade_to or 99)

    @property
    def subject(self) -> tuple[int | None, int | None, int | None, int | None]:
        """What the rule is about: two rules about the same are one too many."""
        return (self.category_id, self.grade_from, self.grade_to, self.item_type_id)


def fitting_rules(
    rules: Iterable[CirculationRule], category_id: int, grade: int | None, item_type_id: int | None
) -> tuple[CirculationRule, ...]:
    """All rules that apply, the winner first: the most closely cut, the older of two equals."""
    fitting = [rule for rule in rules if rule.applies(category_id, grade, item_type_id)]
    return tuple(sorted(fitting, key=lambda rule: (rule.exactness, -rule.id), reverse=True))


def winning_rule(
    rules: Iterable[CirculationRule], category_id: int, grade: int | None, item_type_id: int | None
) -> CirculationRule | None:
    """The most closely cut rule that applies, the older of two equals; None where no rule applies."""
    return next(iter(fitting_rules(rules, category_id, grade, item_type_id)), None)


def goes_before(rule: CirculationRule, other: CirculationRule) -> bool:
    """Whether the rule wins over the other wherever both apply."""
    return (rule.exactness, -rule.id) > (other.exactness, -other.id)


def why_it_wins(winner: CirculationRule, other: CirculationRule) -> str:
    """What the winner says more closely than another rule that applies too."""
    if winner.exactness[0] > other.exactness[0]:
        return _("the one that names the item type wins")
    if winner.exactness[1] > other.exactness[1]:
        return _("the one that names the patron category wins")
    if winner.exactness[2] > other.exactness[2]:
        return _("the one that names the grades wins")
    if winner.exactness[3] > other.exactness[3]:
        return _("the one for fewer grades wins")
    return _("the older of two equals wins")


GRADES: Final = (1, 12)
BOUNDS: Final = {
    "loan_limit": (0, 9999),
    "type_limit": (0, 9999),
    "loan_days": (0, 3660),
    "renewals": (0, 99),
    "renewal_days": (0, 3660),
    "holds": (0, 99),
    "suspension_days": (0, 365),
    "grace_days": (0, 365),
    "suspension_cap": (0, 3660),
    "fine": (0, 100_000),
    "loss_percent": (0, 10_000),
}
"""The least and the most each number of a rule may be; `fine` in fen."""

NUMBER_WORDS: Final = {
    "loan_limit": marked("copies in all"),
    "type_limit": marked("copies of one item type"),
    "loan_days": marked("loan days"),
    "renewals": marked("renewals"),
    "renewal_days": marked("days of a renewal"),
    "holds": marked("holds"),
    "suspension_days": marked("days suspended for each day late"),
    "grace_days": marked("days of grace"),
    "suspension_cap": marked("days suspended at most"),
    "fine": marked("money for each day late"),
    "loss_percent": marked("percent of the price for a loss"),
}


def flaws_of_rule(rule: CirculationRule, others: Iterable[CirculationRule] = ()) -> tuple[str, ...]:
    """Everything that makes no sense in a rule, each as a sentence; `others` are the rules it will stand beside."""
    return (*_flaws_of_subject(rule, others), *_flaws_of_bounds(rule), *_flaws_of_lending(rule), *_flaws_of_late(rule))


def _flaws_of_subject(rule: CirculationRule, others: Iterable[CirculationRule]) -> Iterator[str]:
    band = [grade for grade in (rule.grade_from, rule.grade_to) if grade is not None]
    least, most = GRADES
    if any(not least <= grade <= most for grade in band):
        yield _("Grades go from {least} to {most}.").format(least=least, most=most)
    if len(band) == 2 and band[0] > band[1]:
        yield _("The grades are upside down: from {first} to {last}.").format(first=band[0], last=band[1])
    if any(other.subject == rule.subject and other.id != rule.id for other in others):
        yield _("There is a rule for the same category, grades and item type already; change that one.")


def _flaws_of_bounds(rule: CirculationRule) -> Iterator[str]:
    for name, (least, most) in BOUNDS.items():
        value = getattr(rule, name)
        if value is not None and not least <= value <= most:
            yield _("{what}: {value} is not within {least} to {most}.").format(
                what=_(NUMBER_WORDS[name]), value=value, least=least, most=most
            )


def _flaws_of_lending(rule: CirculationRule) -> Iterator[str]:
    if rule.lending is Lending.IN_HOUSE:
        return
    if rule.loan_limit == 0 or rule.type_limit == 0:
        yield _("With a limit of 0 nothing can be lent; choose “for use in the library” if that is meant.")
    if rule.type_limit is not None and rule.type_limit > rule.loan_limit:
        yield _("The limit for one item type is higher than the limit in all.")
    if rule.lending is Lending.HOME and rule.loan_days == 0:
        yield _("With 0 loan days a copy is due the day it is lent; choose “back the same day” if that is meant.")
    if rule.lending is Lending.HOME and rule.renewals and rule.renewal_days == 0:
        yield _("A renewal of 0 days moves nothing; give it days, or allow no renewals.")


def _flaws_of_late(rule: CirculationRule) -> Iterator[str]:
    if rule.overdue_effect is OverdueEffect.SUSPEND and rule.suspension_days == 0:
        yield _("A suspension of 0 days for each day late is none; give it days, or choose another effect.")
    if rule.overdue_effect is OverdueEffect.SUSPEND and rule.suspension_cap == 0:
        yield _("A suspension of at most 0 days is none; give it days, or leave the limit out.")
    if rule.overdue_effect is OverdueEffect.FINE and rule.fine == 0:
        yield _("A charge of 0 for each day late is none; give an amount, or choose another effect.")

"""Circulation rules: data that the librarian sets; here is only which rule wins and why.

Rules of real schools (who, how many, how long) differ from school to school, so no number stands in code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


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
    grace_days: int
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
        if self.grade_from is None and self.grade_to is None:
            return True
        return grade is not None and (self.grade_from or 0) <= grade <= (self.grade_to or grade)

    @property
    def exactness(self) -> tuple[bool, bool, bool, int]:
        """How closely the rule is cut: item type before category before grade band, narrow bands before wide."""
        banded = self.grade_from is not None or self.grade_to is not None
        width = (self.grade_to or 99) - (self.grade_from or 0)
        return (self.item_type_id is not None, self.category_id is not None, banded, -width)


def winning_rule(
    rules: Iterable[CirculationRule], category_id: int, grade: int | None, item_type_id: int | None
) -> CirculationRule | None:
    """The most closely cut rule that applies, the older of two equals; None where no rule applies."""
    fitting = [rule for rule in rules if rule.applies(category_id, grade, item_type_id)]
    return max(fitting, key=lambda rule: (rule.exactness, -rule.id), default=None)

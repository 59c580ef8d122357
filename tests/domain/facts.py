"""Plain facts for tests of decisions: one patron, one copy, one rule, and what is changed about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from deskcirc.domain.calendar import ClosedDueRule, OpenDays
from deskcirc.domain.checkout_facts import CheckoutFacts
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.holds import Hold, HoldState
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.patrons import Patron, PatronState
from deskcirc.domain.rules import CirculationRule, Lending, OverdueEffect

TODAY = date(2026, 3, 2)  # a Monday
YESTERDAY = TODAY - timedelta(days=1)
NEXT_WEEK = TODAY + timedelta(days=7)
_SOME_DAYS_AGO = datetime(2026, 2, 20, 4, 0, tzinfo=UTC)

A_RULE = CirculationRule(
    id=1,
    category_id=None,
    grade_from=None,
    grade_to=None,
    item_type_id=None,
    loan_limit=3,
    type_limit=None,
    loan_days=14,
    renewals=1,
    renewal_days=14,
    holds=2,
    lending=Lending.HOME,
    overdue_effect=OverdueEffect.BLOCK,
    suspension_days=1,
    grace_days=0,
    suspension_cap=None,
    fine=0,
    loss_percent=100,
)
A_PATRON = Patron(
    id=1,
    number="20230101",
    name="陈子墨",
    category_id=1,
    category="学生",
    class_id=1,
    class_name="五年级1班",
    grade=5,
    state=PatronState.ACTIVE,
    expires=None,
    suspended_until=None,
    suspension_reason="",
    loan_limit=None,
    note="",
)
A_COPY = Copy(
    id=1,
    title_id=1,
    title="草房子",
    volume="",
    author="曹文轩",
    isbn="",
    accession_number="0000001",
    barcode="T0001",
    call_number="I287.45/22",
    shelf_key="I0287.45 22",
    location="",
    item_type_id=1,
    item_type="普通图书",
    state=CopyState.IN_STOCK,
    price=2500,
    damaged=False,
    damage_note="",
    awaits_shelving=False,
)


def checkout_facts(**changed: Any) -> CheckoutFacts:
    """The patron in good standing with the copy on the counter, but for what is changed."""
    usual = CheckoutFacts(
        patron=A_PATRON,
        copy=A_COPY,
        today=TODAY,
        rule=A_RULE,
        loans=(),
        loan_of_copy=None,
        holds=(),
        open_days=OpenDays(),
        closed_due=ClosedDueRule.NEXT_OPEN,
    )
    return replace(usual, **changed)


def a_loan(**changed: Any) -> OpenLoan:
    """The patron's loan of the copy since 20 February, due in four days, but for what is changed."""
    usual = OpenLoan(
        id=1,
        copy_id=1,
        title_id=1,
        title="草房子",
        volume="",
        code="T0001",
        call_number="",
        item_type_id=1,
        patron_id=1,
        patron="陈子墨（五年级1班）",
        lent_at=_SOME_DAYS_AGO,
        lent_on=_SOME_DAYS_AGO.date(),
        due=date(2026, 3, 6),
        renewals=0,
    )
    return replace(usual, **changed)


def a_hold(**changed: Any) -> Hold:
    """A hold on the title; with a copy it is ready, without one it waits."""
    state = HoldState.READY if changed.get("copy_id") else HoldState.WAITING
    usual = Hold(
        id=1,
        title_id=1,
        title="草房子",
        patron_id=2,
        patron="林小雨",
        state=state,
        placed_at=_SOME_DAYS_AGO,
        copy_id=None,
        shelf_number=None,
        expires=None,
    )
    return replace(usual, **changed)

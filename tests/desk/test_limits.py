"""Limits over any sequence of acts: nobody ever holds more than the rule allows without an override in the journal."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import a_copy, a_desk, a_patron, change_rules, days_later

from deskcirc.desk.access import add_operator
from deskcirc.desk.circulation import NO_OVERRIDE, CheckoutKind, Override, check_out
from deskcirc.desk.returning import check_in
from deskcirc.desk.undo import undo_last
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.rule_book import GENERAL
from deskcirc.store.check import check_library
from deskcirc.store.database import open_library
from deskcirc.store.lookups.history import history
from deskcirc.store.lookups.loans import loans_of_patron

LIMIT, OF_A_TYPE = 3, 2
HELPER = Operator(2, "小明", Role.HELPER)
TYPES = (GENERAL, GENERAL, GENERAL, "picture", "picture", "picture")
STEPS = st.lists(
    st.tuples(st.sampled_from(["lend", "lend", "lend", "override", "forge", "return", "undo"]), st.integers(0, 5)),
    max_size=16,
)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, own_limit=st.none() | st.integers(0, 4))
def test_no_limit_is_passed_without_an_override_in_the_journal(
    template_file: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]], own_limit: int | None
) -> None:
    file = tmp_path_factory.mktemp("limits") / "school.deskcirc"
    shutil.copyfile(template_file, file)
    with open_library(file) as library:
        add_operator(a_desk(library), HELPER.name, HELPER.role)
        change_rules(library, loan_limit=LIMIT, type_limit=OF_A_TYPE)
        reader = a_patron(library, loan_limit=own_limit)
        copies = [a_copy(library, f"书{number}", item_type=TYPES[number]) for number in range(len(TYPES))]
        desk = a_desk(library)
        every_limit = Override(frozenset({BlockCode.LOAN_LIMIT, BlockCode.TYPE_LIMIT}), "特批")
        passed = set[int]()  # copies lent past a limit
        for number, (act, place) in enumerate(steps):
            desk = replace(a_desk(library), now=a_desk(library).now.replace(minute=number))
            copy = copies[place]
            if act in ("lend", "override", "forge"):
                asked = NO_OVERRIDE if act == "lend" else every_limit
                who = replace(desk, operator=HELPER) if act == "forge" else desk
                done = check_out(who, reader, copy.id, override=asked)
                if done.kind is CheckoutKind.LENT and act == "override":
                    passed.add(copy.id)
            elif act == "return":
                check_in(desk, copy.id)
                passed.discard(copy.id)
            else:
                undo_last(desk)
            with library.reading() as connection:
                held = loans_of_patron(connection, reader.id, library.policy, desk.today)
                told = [line.subject.get("override") for line in history(connection, most=99)]
            allowed = LIMIT if own_limit is None else own_limit
            too_many = len(held) > allowed or any(
                sum(1 for loan in held if loan.item_type_id == kind) > OF_A_TYPE
                for kind in {loan.item_type_id for loan in held}
            )
            assert not too_many or "特批" in told
            assert not too_many or any(loan.copy_id in passed for loan in held) or "undo" in {step for step, _ in steps}
        assert list(check_library(library)) == []


def test_a_helper_cannot_pass_a_block_whatever_is_handed_to_the_desk(library_file: Path) -> None:
    with open_library(library_file) as library:
        add_operator(a_desk(library), HELPER.name, HELPER.role)
        desk = replace(a_desk(library), operator=HELPER)
        reader = a_patron(library, loan_limit=0)
        forged = Override(frozenset(BlockCode), "我说可以")
        for override in (forged, replace(forged, allowed_by=2), replace(forged, allowed_by=99)):
            refused = check_out(desk, reader, a_copy(library).id, override=override)
            assert [block.code for block in refused.blocks] == [BlockCode.LOAN_LIMIT]
        allowed = check_out(desk, reader, a_copy(library).id, override=replace(forged, allowed_by=1))
        assert allowed.kind is CheckoutKind.LENT


def test_a_helper_cannot_renew_past_a_block_either(library_file: Path) -> None:
    with open_library(library_file) as library:
        add_operator(a_desk(library), HELPER.name, HELPER.role)
        change_rules(library, renewals=0)
        reader, copy = a_patron(library), a_copy(library)
        check_out(a_desk(library), reader, copy.id)
        later = replace(days_later(a_desk(library), 3), operator=HELPER)
        refused = check_out(later, reader, copy.id, override=Override(frozenset(BlockCode), "我说可以"))
        assert [block.code for block in refused.blocks] == [BlockCode.RENEWALS_USED]

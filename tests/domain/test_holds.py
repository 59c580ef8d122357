"""Whose turn it is in a queue, which copies are pulled for whom, and what others may do while somebody waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.facts import A_PATRON, a_hold, a_loan, checkout_facts

from deskcirc.domain.checkout import decide_checkout
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.holds import Hold, HoldState, Waiting, in_order, next_in_line, to_pull
from deskcirc.domain.renewal import decide_renewal

FIRST, SECOND = a_hold(id=1, patron_id=21), a_hold(id=2, patron_id=22)


def test_a_hold_on_one_very_copy_takes_no_other() -> None:
    fussy = a_hold(id=1, patron_id=21, wanted_copy_id=5)
    assert next_in_line([fussy, SECOND], 4) == SECOND
    assert next_in_line([fussy, SECOND], 5) == fussy


def test_who_was_moved_up_stands_before_who_asked_earlier() -> None:
    assert next_in_line([a_hold(id=1, place=2), a_hold(id=2, place=1)], 1) == a_hold(id=2, place=1)


@pytest.mark.parametrize("setting", list(Waiting))
def test_a_renewal_while_somebody_waits_goes_by_the_schools_setting(setting: Waiting) -> None:
    loan = a_loan()
    decision = decide_renewal(
        checkout_facts(loans=(loan,), loan_of_copy=loan, holds=(a_hold(patron_id=77),), waiting_renewal=setting)
    )
    blocked = [block.code for block in decision.blocks] == [BlockCode.SOMEBODY_WAITS]
    assert (blocked, bool(decision.warnings)) == (setting is Waiting.BLOCK, setting is Waiting.WARN)
    assert decision.renew == (setting is not Waiting.BLOCK)


@pytest.mark.parametrize("setting", list(Waiting))
def test_taking_a_copy_off_the_shelf_while_somebody_waits_goes_by_the_schools_setting(setting: Waiting) -> None:
    decision = decide_checkout(checkout_facts(holds=(a_hold(patron_id=77),), waiting_checkout=setting))
    blocked = [block.code for block in decision.blocks] == [BlockCode.SOMEBODY_WAITS]
    assert blocked == (setting is Waiting.BLOCK)
    assert bool(decision.warnings) == (setting is not Waiting.IGNORE)


def test_who_is_first_in_line_themselves_is_stopped_by_nobody_behind_them() -> None:
    queue = (a_hold(id=1, patron_id=A_PATRON.id), a_hold(id=2, patron_id=77))
    assert decide_checkout(checkout_facts(holds=queue, waiting_checkout=Waiting.BLOCK)).lend


def test_who_waits_for_another_very_copy_stops_nobody() -> None:
    facts = checkout_facts(holds=(a_hold(patron_id=77, wanted_copy_id=99),), waiting_checkout=Waiting.BLOCK)
    decision = decide_checkout(facts)
    assert decision.lend
    assert decision.warnings == ()


HOLDS = st.lists(
    st.builds(
        lambda patron, title, place, wanted, days: a_hold(
            patron_id=patron,
            title_id=title,
            place=place,
            wanted_copy_id=wanted,
            placed_at=FIRST.placed_at + timedelta(days=days),
        ),
        st.integers(1, 9),
        st.integers(1, 2),
        st.integers(0, 2),
        st.one_of(st.none(), st.integers(1, 4)),
        st.integers(0, 3),
    ),
    max_size=6,
).map(lambda holds: [_numbered(hold, number) for number, hold in enumerate(holds, 1)])


def _numbered(hold: Hold, number: int) -> Hold:
    return a_hold(
        id=number,
        patron_id=hold.patron_id,
        title_id=hold.title_id,
        place=hold.place,
        wanted_copy_id=hold.wanted_copy_id,
        placed_at=hold.placed_at,
    )


@given(HOLDS, st.sets(st.integers(1, 4)))
def test_no_copy_is_pulled_twice_and_nobody_is_passed_over(holds: list[Hold], at_hand: set[int]) -> None:
    free = {1: sorted(copy for copy in at_hand if copy < 3), 2: sorted(copy for copy in at_hand if copy >= 3)}
    pulled = to_pull(holds, free)
    served = list(pulled.values())
    assert len({hold.id for hold in served}) == len(served)
    for copy_id, hold in pulled.items():
        assert copy_id in free[hold.title_id]
        assert hold.takes(copy_id)
        before = in_order(holds)[: in_order(holds).index(hold)]
        left = [other for other in before if other not in served and other.title_id == hold.title_id]
        assert not any(other.takes(copy_id) for other in left)
    idle = {copy for copies in free.values() for copy in copies if copy not in pulled}
    for hold in holds:
        assert hold.state is HoldState.WAITING
        if hold not in served:
            assert not any(hold.takes(copy) and copy in free[hold.title_id] for copy in idle)

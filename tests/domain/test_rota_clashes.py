"""Each thing that can be wrong with a rota is told in a sentence that names it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.domain.rota_samples import LUNCH, SCHOOL, a_turn

from deskcirc.domain.calendar import ClosedDueRule, OpenDays
from deskcirc.domain.opening import OpeningPeriod
from deskcirc.domain.policy import Policy
from deskcirc.domain.rota import Slot, Turn, Week
from deskcirc.domain.rota_clashes import ClashKind, clashes_of
from deskcirc.domain.rota_facts import ClassHere, RotaFacts, rota_facts
from deskcirc.domain.terms import Term

EVERYBODY = tuple(
    a_turn(100 + each.id, class_id=each.id, slot=LUNCH[each.id % 3], weekday=each.id % 5 + 1, week=Week.A)
    for each in SCHOOL.classes
)


def told(facts: RotaFacts) -> list[tuple[ClashKind, str]]:
    return [(clash.kind, clash.sentence) for clash in clashes_of(facts)]


def test_a_rota_in_order_has_no_clash() -> None:
    assert told(replace(SCHOOL, turns=EVERYBODY)) == []
    assert told(SCHOOL) == []


LATE = Slot(4, 745, 765)


@pytest.mark.parametrize(
    ("turns", "kind", "sentence"),
    [
        (
            (a_turn(1, weekday=5), a_turn(2, weekday=5)),
            ClashKind.TWICE,
            "Fri 12:00–12:15: Grade 1, class 1 stands there 2 times.",
        ),
        (
            (a_turn(1, weekday=5), a_turn(2, weekday=5, class_id=2, week=Week.B)),
            ClashKind.TOO_MANY,
            "Fri 12:00–12:15, week B: 2 classes at once, and room for 1.",
        ),
        ((a_turn(1, grade=3, weekday=5),), ClashKind.TOO_MANY, "Fri 12:00–12:15: 2 classes at once, and room for 1."),
        ((a_turn(1, class_id=99),), ClashKind.NO_SUCH_CLASS, "Entry of 2019, class 1 is no longer at school."),
        ((a_turn(1, grade=9),), ClashKind.NO_SUCH_CLASS, "There is no class in Junior 3."),
        ((a_turn(1, weekday=6),), ClashKind.CLOSED, "Sat 12:00–12:15: the library is closed then."),
        (
            (a_turn(1, weekday=5, slot=LUNCH[1]), a_turn(2, weekday=5, slot=LATE, class_id=2)),
            ClashKind.OVERLAP,
            "Fri 12:15–12:30 and 12:25–12:45 overlap: 2 classes at once, and room for 1.",
        ),
    ],
)
def test_a_clash_says_when_and_who(turns: tuple[Turn, ...], kind: ClashKind, sentence: str) -> None:
    facts = replace(
        SCHOOL,
        turns=tuple(turn for turn in EVERYBODY if turn.weekday != 5) + turns,
        places=SCHOOL.places | {(5, LATE.id)},
        left=(ClassHere(99, "Entry of 2019, class 1", 7),),
    )
    found = clashes_of(facts)
    assert (kind, sentence) in [(clash.kind, clash.sentence) for clash in found]
    assert all(set(clash.turns) & {turn.id for turn in turns} for clash in found if clash.kind is kind)


def test_classes_without_a_turn_are_named() -> None:
    facts = replace(SCHOOL, turns=EVERYBODY[2:])
    assert told(facts) == [(ClashKind.NO_TURN, "Without a turn: Grade 1, class 1, Grade 1, class 2.")]


def test_the_same_class_in_two_slots_that_overlap_clashes_though_there_is_room() -> None:
    roomy, late = replace(LUNCH[1], room=3), replace(LATE, room=3)
    turns = (a_turn(1, weekday=5, slot=roomy), a_turn(2, weekday=5, slot=late))
    facts = replace(SCHOOL, turns=turns, places=SCHOOL.places | {(5, LATE.id)})
    assert ClashKind.OVERLAP in [clash.kind for clash in clashes_of(facts)]


def test_turns_that_rest_by_the_hours_of_single_months_are_told_quietly() -> None:
    facts = replace(SCHOOL, turns=EVERYBODY, silent={(2, 1): (5, 6), (2, 2): (5, 6), (2, 3): (5, 6), (3, 1): (5, 6)})
    (clash,) = clashes_of(facts)
    on_tuesday = [turn for turn in EVERYBODY if turn.weekday == 2]
    resting = [*on_tuesday, *(turn for turn in EVERYBODY if (turn.weekday, turn.slot.id) == (3, 1))]
    assert clash.is_quiet
    assert set(clash.turns) == {turn.id for turn in resting}
    assert clash.sentence.startswith(f"By the hours of months 5, 6 {len(resting)} turns rest then: Tue")


def test_places_fall_silent_only_in_months_of_a_term_and_only_where_other_months_have_them() -> None:
    opening = tuple(OpeningPeriod(day, day, 720, 780) for day in range(1, 6))
    opening += tuple(OpeningPeriod(10 + day, day, 720, 735, 5, 7) for day in (1, 5))
    term = Term(1, "春", date(2026, 3, 2), date(2026, 6, 30))
    policy = Policy(
        *("", (), OpenDays(frozenset({5, 6})), ClosedDueRule.NEXT_OPEN, timedelta(hours=8), True, 7, "", "", 60, 2000),
        opening=opening,
        terms=(term,),
    )
    facts = rota_facts(policy, date(2026, 3, 2), (), LUNCH, ())
    assert facts.silent[2, 1] == (5, 6)
    assert (1, 1) not in facts.silent
    assert facts.silent[1, 2] == (5, 6)
    over_new_year = replace(policy, terms=(Term(1, "秋", date(2025, 9, 1), date(2026, 1, 20)),))
    assert rota_facts(over_new_year, date(2025, 9, 2), (), LUNCH, ()).silent == {}
    assert rota_facts(replace(policy, terms=()), date(2026, 3, 2), (), LUNCH, ()).silent[2, 1] == (5, 6, 7)

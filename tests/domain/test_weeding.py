"""Weeding names the copies that were asked for, says why in words, and never one that had no time to be wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.copies import CopyState
from deskcirc.domain.weeding import CopyFacts, Criteria, MendingFacts, candidates, evidence, most_at_once, years_ago

TODAY = date(2026, 3, 2)
OLD = CopyFacts(
    copy_id=1,
    title_id=1,
    state=CopyState.IN_STOCK,
    year=1987,
    came_on=date(1988, 9, 1),
    last_used=date(2019, 5, 6),
    accession_number="A00001",
    call_number="G4/12",
    location="A1",
    held=1,
)


def named(criteria: Criteria, *known: CopyFacts) -> list[int]:
    return [found.copy_id for found in candidates(known, criteria, TODAY)]


def test_evidence_is_one_line_of_words() -> None:
    worn = replace(OLD, damaged=True, damage_note="pages loose", times_damaged=2)
    assert evidence(OLD, TODAY) == "published 1987 · not used since May 2019"
    assert evidence(worn, TODAY) == "published 1987 · not used since May 2019 · damaged 2 times: pages loose"
    lost = replace(OLD, state=CopyState.LOST, year=None, last_used=None)
    assert evidence(lost, TODAY) == "lost · never used since it came in Sep 1988"
    recent = replace(OLD, last_used=TODAY - timedelta(days=20))
    assert evidence(recent, TODAY).endswith("last used in Feb 2026")


def test_no_question_names_no_copy() -> None:
    assert named(Criteria(), OLD) == []
    assert named(Criteria(class_number="G4"), OLD) == []


def test_age_counts_full_years_of_publication_and_an_unknown_year_is_not_old() -> None:
    assert named(Criteria(older_than=30), OLD, replace(OLD, copy_id=2, year=None)) == [1]
    assert named(Criteria(older_than=39), OLD) == []


def test_a_copy_that_came_later_had_no_time_to_be_wanted() -> None:
    new = replace(OLD, copy_id=2, came_on=date(2024, 9, 1), last_used=None)
    never = replace(OLD, copy_id=3, last_used=None)
    assert named(Criteria(unused_for=5), OLD, new, never) == [1, 3]
    assert named(Criteria(unused_for=7), OLD, never) == [3]


def test_every_criterion_or_one_of_them() -> None:
    worn = replace(OLD, copy_id=2, damaged=True, year=2024)
    both = replace(OLD, copy_id=3, damaged=True)
    wanted = Criteria(older_than=30, damaged=True)
    assert named(wanted, OLD, worn, both) == [3]
    assert named(replace(wanted, every=False), OLD, worn, both) == [1, 2, 3]


def test_lost_and_missing_are_asked_for_together() -> None:
    gone = [replace(OLD, copy_id=at, state=state) for at, state in enumerate(CopyState)]
    found = named(Criteria(lost=True, missing=True), *gone)
    assert [gone[at].state for at in found] == [CopyState.MISSING, CopyState.LOST]


def test_a_withdrawn_copy_is_never_named() -> None:
    assert named(Criteria(older_than=1), replace(OLD, state=CopyState.WITHDRAWN)) == []


def test_of_too_many_copies_the_damaged_and_the_longest_unused_go_first() -> None:
    copies = [
        replace(OLD, copy_id=1, accession_number="A1", held=4, last_used=date(2026, 1, 5)),
        replace(OLD, copy_id=2, accession_number="A2", held=4, last_used=date(2026, 2, 5), damaged=True),
        replace(OLD, copy_id=3, accession_number="A3", held=4, last_used=None),
        replace(OLD, copy_id=4, accession_number="A4", held=4, last_used=date(2025, 2, 5)),
    ]
    assert named(Criteria(held_more_than=2), *copies) == [2, 3]
    assert named(Criteria(held_more_than=4), *copies) == []
    busy = [replace(copy, most_out=2) for copy in copies]
    assert named(Criteria(held_more_than=2, out_at_most=1), *busy) == []
    (first, *_) = candidates(copies, Criteria(held_more_than=2), TODAY)
    assert first.evidence.endswith("damaged · 4 copies held, at most 0 out at once")


def test_what_somebody_has_now_is_no_candidate_and_stays_of_too_many() -> None:
    out = replace(OLD, copy_id=1, held=3, is_out=True, damaged=True)
    others = [replace(OLD, copy_id=at, held=3, accession_number=f"A{at}") for at in (2, 3)]
    assert named(Criteria(damaged=True), out) == []
    assert named(Criteria(held_more_than=1), out, *others) == [2, 3]


def test_words_of_a_note_mark_what_is_unsuitable() -> None:
    marked = replace(OLD, copy_id=2, note="内容不宜小学生")
    assert named(Criteria(noted="不宜、过时"), OLD, marked) == [2]
    assert named(Criteria(noted=" 、 "), marked) == []


def test_only_the_class_and_the_place_asked_for_are_looked_at() -> None:
    other = replace(OLD, copy_id=2, call_number="I287/3", location="B2")
    assert named(Criteria(older_than=5, class_number="g4"), OLD, other) == [1]
    assert named(Criteria(older_than=5, location="B2"), OLD, other) == [2]


def test_the_same_day_of_a_year_without_a_leap_day() -> None:
    assert years_ago(1, date(2024, 2, 29)) == date(2023, 2, 28)
    assert years_ago(5000, TODAY) == date(1, 3, 2)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)), max_size=12))
def test_most_at_once_is_what_counting_at_every_moment_gives(lent: list[tuple[int, int]]) -> None:
    stretches = [(f"{begin:03}", f"{begin + days:03}") for begin, days in lent]
    at_each = [sum(begin <= f"{day:03}" < end for begin, end in stretches) for day in range(45)]
    assert most_at_once(stretches) == max(at_each)


def test_what_mending_cost_speaks_for_letting_go_and_beyond_repair_is_a_ground_of_its_own() -> None:
    mended = replace(OLD, mending=MendingFacts(times=3, minutes=45, paid=500))
    assert evidence(mended, TODAY).endswith("mended 3 times, 45 minutes · 5.00 yuan paid for its damage")
    given_up = replace(OLD, copy_id=2, damaged=True, mending=MendingFacts(beyond=True, why="pages missing"))
    assert evidence(given_up, TODAY).endswith("damaged · beyond repair: pages missing")
    assert named(Criteria(beyond=True), mended, given_up) == [2]
    assert named(Criteria(mended_times=3), OLD, mended, given_up) == [1]
    assert named(Criteria(mended_times=4), mended) == []
    assert named(Criteria(mended_times=0), OLD, mended) == []

"""What a new roster changes, one case a kind, and what a person's word makes of it."""

from __future__ import annotations

import pytest
from tests.domain.rosters import SEPTEMBER, gone_pupil, key_of, pupil, roster, row, school

from deskcirc.domain.classes import Schooling, grade_on
from deskcirc.domain.roster import (
    Decision,
    Doubt,
    KnownPupil,
    LineKind,
    PlanLine,
    Roster,
    RosterRow,
    SchoolNow,
    Verdict,
    doubt_sentence,
    roster_year,
)
from deskcirc.domain.roster_plan import plan_roll_over

CHEN = pupil(1, "陈子墨", "1001", "三(1)班")
WANG = pupil(2, "王欣怡", "1002", "三(1)班")
LI = pupil(3, "李浩然", "1003", "三(2)班")
ZHAO = pupil(4, "赵一诺", "1004", "二(1)班")
SCHOOL = school([CHEN, WANG, LI, ZHAO])
SAME_AGAIN = (
    row(2, "陈子墨", "1001", "三(1)班"),
    row(3, "王欣怡", "1002", "三(1)班"),
    row(4, "李浩然", "1003", "三(2)班"),
)


def lines_of(
    rows: tuple[RosterRow, ...], known: SchoolNow = SCHOOL, decisions: dict[str, Decision] | None = None
) -> tuple[PlanLine, ...]:
    return plan_roll_over(Roster("名单.xlsx", SEPTEMBER, rows), known, decisions or {}).lines


@pytest.mark.parametrize(
    ("written", "known", "kind", "doubt"),
    [
        (row(2, "陈子墨", "1001", "三(1)班"), SCHOOL, LineKind.UNCHANGED, None),
        (row(2, "陈 子墨", "1001", "301"), SCHOOL, LineKind.UNCHANGED, None),
        (row(2, "陈子墨", "1001", "三(2)班"), SCHOOL, LineKind.MOVED, None),
        (row(2, "陈子墨", "1001", "2a"), SCHOOL, LineKind.REPEATS, None),
        (row(2, "陈子墨", "1001", ""), SCHOOL, LineKind.UNCHANGED, None),
        (row(2, "新同学", "2001", "一(1)班"), SCHOOL, LineKind.NEW, None),
        (row(2, "孙老师", "T01", "", "教师"), SCHOOL, LineKind.NEW, None),
        (
            row(2, "陈子墨", "1001", "三(1)班"),
            school([gone_pupil(1, "陈子墨", "1001", "三(1)班")]),
            LineKind.BACK,
            None,
        ),
        (row(2, "陈子墨", "5555", "三(1)班"), SCHOOL, LineKind.DOUBTFUL, Doubt.NUMBER_CHANGED),
        (row(2, "陈子默", "1001", "三(1)班"), SCHOOL, LineKind.DOUBTFUL, Doubt.NAME_CHANGED),
        (row(2, "新同学", "B0007", "一(1)班"), school([], (), ["B0007"]), LineKind.DOUBTFUL, Doubt.NUMBER_TAKEN),
        (row(2, "陈子墨", "1001", "食堂"), SCHOOL, LineKind.DOUBTFUL, Doubt.NO_CLASS),
        (row(2, "新同学", "2001", ""), SCHOOL, LineKind.DOUBTFUL, Doubt.NO_CLASS),
        (row(2, "陈子墨", "1001", "三(9)班"), SCHOOL, LineKind.DOUBTFUL, Doubt.NO_SUCH_CLASS),
        (row(2, "陈子墨", "1001", "八(1)班"), SCHOOL, LineKind.DOUBTFUL, Doubt.NO_SUCH_CLASS),
        (row(2, "陈子墨", "1001", "五(1)班"), SCHOOL, LineKind.DOUBTFUL, Doubt.ODD_GRADE),
        (
            row(2, "陈子墨", "5555", "三(1)班"),
            school([CHEN, pupil(9, "陈子墨", "1009", "三(2)班")]),
            LineKind.DOUBTFUL,
            Doubt.SAME_NAME,
        ),
    ],
)
def test_each_row_is_one_of_a_few_kinds(
    written: RosterRow, known: SchoolNow, kind: LineKind, doubt: Doubt | None
) -> None:
    line = lines_of((written,), known)[0]
    assert (line.kind, line.doubt) == (kind, doubt)
    assert bool(doubt_sentence(line, known, SEPTEMBER)) == (doubt is not None)


def test_a_number_that_stands_twice_is_doubtful_both_times() -> None:
    lines = lines_of((row(2, "陈子墨", "1001", "三(1)班"), row(3, "林小满", "1001", "三(1)班")))
    assert [line.doubt for line in lines[:2]] == [Doubt.NUMBER_TWICE, Doubt.NUMBER_TWICE]
    assert lines[0].proposal == Decision(Verdict.SAME, 1)
    assert lines[1].proposal is None


def test_two_new_pupils_of_one_name_in_one_class_are_doubtful() -> None:
    lines = lines_of((row(2, "张伟", "2001", "一(1)班"), row(3, "张伟", "2002", "一(1)班")))
    assert [line.doubt for line in lines[:2]] == [Doubt.SAME_NAME, Doubt.SAME_NAME]


def test_two_known_pupils_of_one_name_are_told_apart_by_their_numbers() -> None:
    known = school([CHEN, pupil(9, "陈子墨", "1009", "三(1)班")])
    lines = lines_of((row(2, "陈子墨", "1009", "三(1)班"), row(3, "陈子墨", "1001", "三(1)班")), known)
    assert [(line.kind, line.pupil.id if line.pupil else 0) for line in lines] == [
        (LineKind.UNCHANGED, 9),
        (LineKind.UNCHANGED, 1),
    ]


def test_a_namesake_far_older_is_somebody_else() -> None:
    assert lines_of((row(2, "陈子墨", "5555", "六(1)班"),))[0].kind is LineKind.NEW


def test_who_is_missing_from_a_year_that_the_roster_names_has_gone() -> None:
    gone = [line for line in lines_of(SAME_AGAIN[:2]) if line.kind is LineKind.GONE]
    assert [(line.name, line.leaves, line.is_leaver) for line in gone] == [("李浩然", True, False)]


def test_a_year_that_the_roster_hardly_names_is_left_alone_and_said_so() -> None:
    plan = plan_roll_over(roster(SAME_AGAIN[2]), SCHOOL)
    assert plan.counts == {LineKind.UNCHANGED: 1}
    assert len(plan.warnings) == 2


def test_who_is_past_the_last_grade_has_left_whatever_the_roster_names() -> None:
    leaver = pupil(7, "周小雨", "0007", "七(1)班")
    (line,) = [line for line in lines_of(SAME_AGAIN, school([CHEN, WANG, LI, leaver])) if line.kind is LineKind.GONE]
    assert (line.name, line.is_leaver, line.leaves) == ("周小雨", True, True)


@pytest.mark.parametrize("facts", [{"open_loans": 1}, {"open_charges": 1}])
def test_who_has_gone_with_something_in_hand_is_kept_and_listed(facts: dict[str, int]) -> None:
    holder = pupil(3, "李浩然", "1003", "三(2)班", **facts)
    decided = {"gone:3": Decision(Verdict.LEFT)}
    for decisions in ({}, decided):
        lines = lines_of(SAME_AGAIN[:2], school([CHEN, WANG, holder]), decisions)
        assert [(line.name, line.leaves) for line in lines if line.kind is LineKind.GONE] == [("李浩然", False)]


def test_a_person_keeps_somebody_whom_the_roster_forgot() -> None:
    lines = lines_of(SAME_AGAIN[:2], SCHOOL, {"gone:3": Decision(Verdict.STAYS)})
    assert [line.leaves for line in lines if line.kind is LineKind.GONE] == [False]


def test_whoever_a_doubtful_row_may_mean_is_not_taken_for_gone() -> None:
    changed = (*SAME_AGAIN[:2], row(4, "李浩然", "9999", "三(2)班"))
    assert [line.kind for line in lines_of(changed)] == [LineKind.UNCHANGED, LineKind.UNCHANGED, LineKind.DOUBTFUL]
    left_out = lines_of(changed, SCHOOL, {"row:2": Decision(Verdict.OUT)})
    assert [line.kind for line in left_out][2:] == [LineKind.LEFT_OUT]
    new = lines_of(changed, SCHOOL, {"row:2": Decision(Verdict.NEW)})
    assert [line.kind for line in new][2:] == [LineKind.NEW, LineKind.GONE]
    same = lines_of(changed, SCHOOL, {"row:2": Decision(Verdict.SAME, 3)})
    assert [line.kind for line in same][2:] == [LineKind.UNCHANGED]


def test_two_rows_cannot_be_the_same_pupil() -> None:
    rows = (row(2, "陈子墨", "1001", "三(1)班"), row(3, "陈子墨", "1001", "三(1)班"))
    decided = {f"row:{place}": Decision(Verdict.SAME, 1) for place in (0, 1)}
    lines = lines_of(rows, SCHOOL, decided)
    assert [line.kind for line in lines[:2]] == [LineKind.UNCHANGED, LineKind.DOUBTFUL]
    assert lines[1].doubt is Doubt.PUPIL_TWICE


def test_nobody_new_gets_a_number_that_somebody_bears() -> None:
    decided = {"row:0": Decision(Verdict.NEW)}
    (line, *_rest) = lines_of((row(2, "陈子默", "1001", "三(1)班"),), SCHOOL, decided)
    assert (line.kind, line.doubt) == (LineKind.DOUBTFUL, Doubt.NUMBER_TAKEN)


def test_a_person_corrects_the_class_of_one_pupil() -> None:
    decided = {"row:0": Decision(Verdict.SAME, 1, key_of("三(2)班"))}
    (line, *_rest) = lines_of((row(2, "陈子墨", "1001", "三(9)班"),), SCHOOL, decided)
    assert (line.kind, line.target) == (LineKind.MOVED, key_of("三(2)班"))


def test_a_decision_about_a_pupil_who_is_no_longer_there_leaves_the_row_doubtful() -> None:
    (line, *_rest) = lines_of((row(2, "陈子默", "1001", "三(1)班"),), SCHOOL, {"row:0": Decision(Verdict.SAME, 99)})
    assert line.kind is LineKind.DOUBTFUL


def test_a_class_that_many_are_in_is_new_and_the_entry_class_always_is() -> None:
    many = tuple(row(place, f"同学{place}", f"7{place:03}", "三(5)班") for place in range(5))
    plan = plan_roll_over(roster(*many, row(9, "小一", "8001", "一(1)班")), SCHOOL)
    assert plan.new_classes == (key_of("三(5)班"), key_of("一(1)班"))
    assert plan.counts[LineKind.NEW] == 6


def test_a_grades_only_class_may_be_written_with_its_number_or_without() -> None:
    (line, *_rest) = lines_of((row(2, "赵一诺", "1004", "二年级"),))
    assert line.kind is LineKind.UNCHANGED


def test_a_roster_of_another_year_is_noticed() -> None:
    last_year = tuple(row(place, one.name, one.number, "二(1)班") for place, one in enumerate((CHEN, WANG, LI)))
    assert any("2026" in warning for warning in plan_roll_over(roster(*last_year), SCHOOL).warnings)


def test_from_july_on_a_roster_is_for_the_year_that_begins_in_september() -> None:
    from datetime import date

    assert [roster_year(date(2026, month, 28)) for month in (2, 6, 7, 8, 9)] == [2025, 2025, 2026, 2026, 2026]
    assert roster_year(date(2028, 2, 29)) == 2027


def test_in_a_five_four_school_grade_six_is_not_the_last() -> None:
    schooling = Schooling(primary_years=5, junior_years=4)
    sixth = KnownPupil(1, "1", "初一", (2021, 1), cards=("1",))
    known = SchoolNow((sixth,), SCHOOL.classes, schooling, last_grade=9)
    assert grade_on(2021, SEPTEMBER, schooling) == 6
    assert plan_roll_over(roster(), known).counts[LineKind.GONE] == 0
    assert plan_roll_over(roster(), SchoolNow((sixth,), {}, schooling, last_grade=5)).counts[LineKind.GONE] == 1

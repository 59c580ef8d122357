"""Rows of a roster as patrons."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.exchange.tables import text_table, workbook

from deskcirc.domain.classes import Schooling
from deskcirc.domain.drafts import Mark, PatronDraft, ReadRow, RefusalReason
from deskcirc.exchange import Choices, examine, read_rows

AUTUMN = Choices(on=date(2024, 10, 1))


def read(tmp_path: Path, text: str, choices: Choices = AUTUMN) -> tuple[PatronDraft, ReadRow]:
    """The one patron of a table with one row."""
    [row] = read_rows(text_table(tmp_path / "one.csv", text), choices)
    assert isinstance(row.draft, PatronDraft)
    return row.draft, row


def test_a_form_of_two_columns_with_numbers_stored_as_numbers_is_enough(tmp_path: Path) -> None:
    path = workbook(tmp_path / "seat.xlsx", [("学号", "姓名"), (1234567890.0, "张三")])
    [row] = read_rows(path, AUTUMN)
    assert row.draft == PatronDraft(name="张三", number="1234567890")
    assert [note.mark for note in row.notes] == [Mark.NO_CATEGORY]


def test_grade_and_class_in_two_columns_are_one_class(tmp_path: Path) -> None:
    patron, row = read(tmp_path, "年级,班级,姓名,学号,手机号\n五年级,2班,甲,wt001,13800000000\n")
    assert (patron.class_label, patron.entry_year, patron.class_number) == ("五年级2班", 2020, 2)
    assert row.notes == ()
    assert "13800000000" not in repr(patron)


def test_a_class_that_names_its_grade_needs_no_other_column(tmp_path: Path) -> None:
    patron, _row = read(tmp_path, "年级,班级,姓名,学号\n五年级,502,甲,1\n")
    assert (patron.class_label, patron.entry_year, patron.class_number) == ("502", 2020, 2)


def test_a_year_of_entry_in_its_own_column_needs_no_day(tmp_path: Path) -> None:
    patron, _row = read(tmp_path, "入学年份,班级,姓名,学号\n2023,3班,甲,1\n", Choices())
    assert (patron.entry_year, patron.class_number) == (2023, 3)


def test_a_senior_school_counts_from_its_own_first_grade(tmp_path: Path) -> None:
    choices = Choices(on=date(2024, 10, 1), schooling=Schooling(first_grade=10))
    assert read(tmp_path, "班级,姓名,学号\n高二（3）班,甲,1\n", choices)[0].entry_year == 2023


@pytest.mark.parametrize("unit", ["教师", "语文组", "教务处"])
def test_a_unit_of_the_staff_is_a_category_and_no_class(tmp_path: Path, unit: str) -> None:
    patron, row = read(tmp_path, f"借书号,姓名,单位\n0016,甲,{unit}\n")
    assert (patron.card, patron.category, patron.class_label, row.notes) == ("0016", unit, "", ())


def test_a_class_that_cannot_be_read_is_kept_and_marked(tmp_path: Path) -> None:
    patron, row = read(tmp_path, "姓名,学号,班级\n甲,1,太阳花\n")
    assert (patron.class_label, patron.entry_year, patron.class_number) == ("太阳花", None, None)
    assert [(note.mark, note.value) for note in row.notes] == [(Mark.CLASS_UNREADABLE, "太阳花")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("姓名,学号\n,17\n", RefusalReason.NO_NAME),
        ("姓名,学号,班级\n甲,,三（2）班\n", RefusalReason.NO_PATRON_NUMBER),
        ("姓名,学号,班级\n合计,334,\n", RefusalReason.NOT_A_RECORD),
    ],
)
def test_a_row_that_is_nobody_is_refused_with_its_reason(tmp_path: Path, text: str, reason: RefusalReason) -> None:
    [row] = read_rows(text_table(tmp_path / "x.csv", text))
    assert row.refusal is not None
    assert row.refusal.reason is reason


def test_validity_limit_gender_and_remark_come_along(tmp_path: Path) -> None:
    text = "姓名,卡号,性别,有效期至,可借册数,备注,状态,读者类型\n甲,S1,女,2027-07-01,3册,转学生,挂失,学生\n"
    patron, _row = read(tmp_path, text)
    assert (patron.gender, patron.expires, patron.loan_limit) == ("female", date(2027, 7, 1), 3)
    assert (patron.note, patron.category) == ("转学生; 状态: 挂失", "学生")


def test_a_national_student_number_serves_where_the_school_gave_none(tmp_path: Path) -> None:
    patron, _row = read(tmp_path, "姓名,学号,全国学籍号,班级\n甲,,G110101201301010011,302\n")
    assert patron.number == "G110101201301010011"


def test_a_roster_without_any_number_says_what_it_needs(tmp_path: Path) -> None:
    path = text_table(tmp_path / "names.csv", "姓名,班级\n甲,302\n")
    assert "姓名, 班级" in examine(path).sheets[0].problem

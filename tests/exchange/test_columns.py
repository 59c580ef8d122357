"""Which column means what."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from deskcirc.exchange.columns import ColumnPlan, TableKind, columns_for, guess_plan
from deskcirc.exchange.grid import Grid, GridRow
from deskcirc.exchange.header_words import COLUMN_NAMES, Column


def plan_of(*rows: Sequence[str]) -> ColumnPlan:
    return guess_plan(Grid("", [GridRow(number, tuple(cells)) for number, cells in enumerate(rows, start=1)]))


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("题名", Column.TITLE),
        ("书名*", Column.TITLE),
        ("图 书 名 称", Column.TITLE),
        ("正题名", Column.TITLE),
        ("Title", Column.TITLE),
    ],
)
def test_titles_go_by_many_names(header: str, column: Column) -> None:
    assert plan_of((header, "作者"), ("活着", "余华")).columns[0] is column


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("责任者", Column.AUTHOR),
        ("单价（元）", Column.PRICE),
        ("中图分类号", Column.CLASS_NUMBER),
        ("索书号", Column.CALL_NUMBER),
        ("财产号", Column.ACCESSION_NUMBER),
        ("图书条码号(必填)", Column.BARCODE),
        ("ＩＳＢＮ", Column.ISBN),
        ("ISBN号", Column.ISBN),
        ("出版年月", Column.PUBLISHED),
        ("复本数", Column.COPY_COUNT),
        ("所在书架位置", Column.LOCATION),
        ("book_id", Column.ACCESSION_NUMBER),
        ("作者国籍", None),
        ("封面图片", None),
        ("id", None),
    ],
)
def test_a_column_beside_the_title_is_known_by_its_words(header: str, column: Column | None) -> None:
    assert plan_of(("书名", header), ("活着", "x")).columns[1] is column


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("学号", Column.STUDENT_NUMBER),
        ("借书证号", Column.CARD),
        ("全国学籍号", Column.REGISTER_NUMBER),
        ("班级", Column.CLASS),
        ("年级", Column.GRADE),
        ("可借册数", Column.LOAN_LIMIT),
        ("读者类型", Column.CATEGORY),
        ("手机号", None),
        ("身份证件号", None),
    ],
)
def test_a_column_beside_the_name_is_known_by_its_words(header: str, column: Column | None) -> None:
    plan = plan_of(("姓名", header, "学号" if header != "学号" else "性别"), ("甲", "x", "y"))
    assert plan.kind is TableKind.ROSTER
    assert plan.columns[1] is column


def test_a_barcode_column_full_of_isbns_is_the_isbn() -> None:
    plan = plan_of(("书名", "条形码"), ("红楼梦", "9787020002207"), ("活着", "9787506365437"))
    assert plan.columns == (Column.TITLE, Column.ISBN)


def test_a_column_without_a_header_speaks_through_its_values() -> None:
    plan = plan_of(("姓名", "学号", "", ""), ("甲", "1", "三（2）班", "男"), ("乙", "2", "三（1）班", "女"))
    assert plan.columns == (Column.NAME, Column.STUDENT_NUMBER, Column.CLASS, Column.GENDER)


def test_an_exact_word_wins_over_one_that_only_contains_it() -> None:
    plan = plan_of(("书名拼音", "出版社所在书名", "书名", "作者"), ("a", "b", "活着", "余华"))
    assert plan.columns == (None, Column.PUBLISHER, Column.TITLE, Column.AUTHOR)


@pytest.mark.parametrize("own", [("行号", "出处", "原因"), ("Row", "Where", "Reason")])
def test_the_columns_our_error_file_adds_mean_nothing_when_it_comes_back(own: tuple[str, ...]) -> None:
    assert plan_of((*own, "书名", "作者"), ("3", "书籍", "x", "活着", "余华")).columns[:3] == (None, None, None)
    assert plan_of((*own, "姓名", "学号"), ("3", "读者", "x", "甲", "1")).columns[:3] == (None, None, None)


def test_a_person_can_give_a_column_another_meaning_and_no_meaning_is_given_twice() -> None:
    plan = plan_of(("书名", "作者", "甲"), ("x", "y", "z")).with_column(2, Column.AUTHOR)
    assert plan.columns == (Column.TITLE, None, Column.AUTHOR)
    assert not plan.with_column(0, None).is_ready()


def test_a_person_can_say_what_an_unknown_table_is() -> None:
    plan = plan_of(("甲", "编号"), ("x", "1"))
    assert plan.kind is TableKind.UNKNOWN
    roster = plan.as_kind(TableKind.ROSTER)
    assert roster.columns == (None, Column.STUDENT_NUMBER)
    assert roster.with_column(0, Column.NAME).is_ready()


def test_a_list_with_people_books_and_dates_of_return_is_a_list_of_loans() -> None:
    assert plan_of(("姓名", "书名", "应还日期"), ("甲", "乙", "2024-1-1")).kind is TableKind.LOANS
    assert plan_of(("书名", "作者", "登记日期"), ("甲", "乙", "2024-1-1")).kind is TableKind.STOCK


def test_every_column_a_person_can_choose_has_a_name() -> None:
    assert set(COLUMN_NAMES) == set(Column)
    assert {*columns_for(TableKind.STOCK), *columns_for(TableKind.ROSTER)} == set(Column)
    assert columns_for(TableKind.UNKNOWN) == ()

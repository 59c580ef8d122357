"""The reports of the room: each answers its question from a real library."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.builders import NOON, TODAY, a_copy, a_desk, a_patron, days_later, set_up_act

from deskcirc.desk.book_numbers import claim_book_number
from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.returning import check_in
from deskcirc.domain.call_numbers import shelf_key
from deskcirc.domain.report import Report
from deskcirc.reports import REPORTS, report_kind
from deskcirc.store.database import Library
from deskcirc.store.tables import classes, loans, terms, titles, visits


def made(desk: Desk, name: str) -> Report:
    with desk.library.reading() as connection:
        return report_kind(name).make(connection, desk.policy, desk.today)


def lend(desk: Desk, name: str, title: str, grade: int = 0) -> int:
    """Lend one copy to somebody of the grade; returns the copy's id."""
    copy = a_copy(desk.library, title, call_number=f"I287/{title}")
    assert check_out(desk, a_patron(desk.library, name, grade=grade), copy.id).due is not None
    return copy.id


@pytest.mark.parametrize("kind", REPORTS, ids=lambda kind: kind.name)
def test_every_report_of_a_new_library_is_empty_or_noughts_and_has_its_columns(desk: Desk, kind: object) -> None:
    report = made(desk, getattr(kind, "name", ""))
    assert report.columns
    assert report.title
    assert all(len(row) == len(report.columns) for row in report.rows)
    assert not any(value for row in report.rows for value in row[1:])


def test_who_has_what_lists_the_youngest_first_and_who_is_in_no_class_last(desk: Desk) -> None:
    lend(desk, "王老师", "教参")
    lend(desk, "陈子墨", "草房子", grade=5)
    lend(desk, "李小", "绘本", grade=1)
    rows = made(desk, "who_has_what").rows
    assert [row[2] for row in rows] == ["李小", "陈子墨", "王老师"]
    assert rows[1][3] == "《草房子》"
    assert rows[2][0] == "In no class"


def test_what_came_back_is_on_no_list(desk: Desk) -> None:
    copy_id = lend(desk, "陈子墨", "草房子", grade=5)
    check_in(desk, copy_id)
    assert made(desk, "who_has_what").rows == ()


def test_overdue_tells_the_days(desk: Desk) -> None:
    lend(desk, "陈子墨", "草房子", grade=5)
    assert made(desk, "overdue_by_class").rows == ()
    later = days_later(desk, 120)
    (row,) = made(later, "overdue_by_class").rows
    assert isinstance(row[-1], int)
    assert row[-1] > 60


def test_the_recall_leaves_out_a_vacation_loan_and_says_the_day(library: Library) -> None:
    with library.writing(set_up_act(library)) as writing:
        spring = {
            "starts": date(2026, 2, 23),
            "ends": TODAY + timedelta(days=20),
            "return_by": TODAY + timedelta(days=9),
        }
        writing.insert(terms, name="spring", vacation_loans_from=TODAY, **spring)
        writing.insert(terms, name="autumn", starts=date(2026, 9, 1), ends=date(2027, 1, 22))
    desk = a_desk(library, NOON)
    lend(desk, "陈子墨", "草房子", grade=5)
    with library.writing(set_up_act(library)) as writing:
        writing.update(loans, 1, due=date(2026, 9, 4))
    assert made(desk, "who_has_what").rows
    assert made(desk, "recall").rows == ()
    with library.writing(set_up_act(library)) as writing:
        writing.update(loans, 1, due=TODAY)
    assert len(made(desk, "recall").rows) == 1
    assert "back by 11 Mar 2026" in made(desk, "recall").told


def test_visits_are_summed_by_the_schools_own_week_and_empty_weeks_are_told(library: Library) -> None:
    desk = a_desk(library)
    pupil, teacher = a_patron(library, "陈子墨", grade=5), a_patron(library, "王老师")
    with library.writing(set_up_act(library)) as writing:
        writing.insert(terms, name="spring", starts=date(2026, 2, 16), ends=date(2026, 7, 3))
        class_id = writing.insert(classes, entry_year=2020, number=9)
        writing.insert(visits, at=NOON, patron_id=pupil.id)
        writing.insert(visits, at=NOON, patron_id=teacher.id)
        writing.insert(visits, at=NOON, class_id=class_id, persons=38)
        writing.insert(visits, at=NOON - timedelta(days=14), patron_id=pupil.id)
        writing.insert(visits, at=NOON - timedelta(hours=12, minutes=1), patron_id=pupil.id)  # Sunday night
    assert made(desk, "visits_by_week").rows == (
        (date(2026, 2, 16), 1, 0, 0, 0, 1),
        (date(2026, 2, 23), 1, 0, 0, 0, 1),
        (date(2026, 3, 2), 1, 1, 1, 38, 40),
    )


def test_copies_read_in_the_room_are_summed_by_week(desk: Desk) -> None:
    check_in(desk, a_copy(desk.library).id)  # was not on loan: counted
    last = made(desk, "in_house_by_week").rows[-1]
    assert last == (TODAY, 1, 0, 1)


def on_shelf(desk: Desk, title: str, called: str, state: str = "in_stock") -> None:
    a_copy(desk.library, title, call_number=called, shelf_key=shelf_key(called), state=state)


def shelf_list(desk: Desk, first: str = "", last: str = "") -> list[str]:
    with desk.library.reading() as connection:
        made_between = report_kind("shelf_list").make_between
        assert made_between is not None
        return [str(row[2]) for row in made_between(connection, desk.policy, desk.today, first, last).rows]


def test_the_shelf_list_stands_as_the_shelf_and_the_odd_ones_last(desk: Desk) -> None:
    for called in ("I287.45/1234", "TP312A/1", "I287.45/2", "I287/9", "绘本", "", "TP312-43/1", "I287.45/2:2"):
        on_shelf(desk, called or "无", called)
    on_shelf(desk, "走了", "I287.45/3", state="withdrawn")
    report = made(desk, "shelf_list")
    assert [row[2] for row in report.rows] == [
        f"《{called}》"
        for called in ("I287/9", "I287.45/2", "I287.45/2:2", "I287.45/1234", "TP312A/1", "TP312-43/1", "无", "绘本")
    ]
    assert [row[0] for row in report.rows][::4] == ["I Literature", "T Industrial technology"]
    assert report.rows[-1][0] == "Without a class"
    assert "8 copies" in report.told


def test_the_shelf_list_goes_from_one_call_number_to_all_in_another(desk: Desk) -> None:
    for called in ("I247.5/1", "I28/1", "I287.45/2", "I3/1", "J2/1"):
        on_shelf(desk, called, called)
    assert shelf_list(desk, "i28", "Ｉ2") == ["《I28/1》", "《I287.45/2》"]
    assert shelf_list(desk, "I287.45/2", "") == ["《I287.45/2》", "《I3/1》", "《J2/1》"]
    assert shelf_list(desk, "", "I247.5/1") == ["《I247.5/1》"]
    assert shelf_list(desk, "Z", "A") == []


def test_the_shelf_list_says_what_is_on_loan_or_elsewhere(desk: Desk) -> None:
    lend(desk, "陈子墨", "草房子", grade=5)
    on_shelf(desk, "丢了", "I9/1", state="missing")
    assert {row[2]: row[-1] for row in made(desk, "shelf_list").rows} == {
        "《草房子》": "on loan",
        "《丢了》": "missing",
    }


def test_titles_on_one_place_of_the_shelf_are_listed_together(desk: Desk) -> None:
    with desk.library.writing(set_up_act(desk.library)) as writing:
        for name, class_number, book_number, call_number in (
            ("甲", "I287.45", "238", "I287.45/238"),
            ("乙", "ｉ28745", "0238", "ｉ28745/0238"),
            ("丙", "I287.45", "238:2", "I287.45/238:2"),
            ("丁", "B1", "", "B1"),
            ("戊", "B1", "", "B1"),
            ("己", "", "", "A1/Z763"),
            ("庚", "A1", "Z763", ""),
        ):
            values = {"class_number": class_number, "book_number": book_number, "call_number": call_number}
            writing.insert(titles, title=name, added_at=NOON, **values)
    report = made(desk, "duplicate_call_numbers")
    assert [row[:2] for row in report.rows] == [
        ("A1/Z763", "《己》"),
        ("A1/Z763", "《庚》"),
        ("I287.45/238", "《甲》"),
        ("I287.45/238", "《乙》"),
    ]
    assert "2 call numbers" in report.told


def test_reserved_call_numbers_are_listed_with_their_station(desk: Desk) -> None:
    claim_book_number(desk, "I287.45")
    assert made(desk, "reserved_call_numbers").rows == (("I287.45/1", "counter 1", TODAY, "12:00"),)


def test_a_report_nobody_knows_is_none() -> None:
    with pytest.raises(KeyError):
        report_kind("nothing")

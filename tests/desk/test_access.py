"""Who stands at the counter, who may pass a block, and how people come and go."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders import a_copy, a_patron

from deskcirc.desk.access import add_operator, change_pin, end_operator, first_operator, operators_of, who_may
from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.operators import Operator, Right, Role
from deskcirc.errors import LibraryFileError
from deskcirc.store.check import check_library


def the_operator(desk: Desk, name: str) -> Operator:
    return next(operator for operator in operators_of(desk) if operator.name == name)


def test_a_new_library_opens_with_its_librarian_at_the_counter(desk: Desk) -> None:
    assert first_operator(desk.library).role is Role.LIBRARIAN


def test_a_librarian_without_a_pin_opens_the_counter_before_a_helper(desk: Desk) -> None:
    add_operator(desk, "小帮手", Role.HELPER)
    assert first_operator(desk.library).role is Role.LIBRARIAN


def test_a_librarian_with_a_pin_leaves_the_counter_to_the_helper(desk: Desk) -> None:
    add_operator(desk, "小帮手", Role.HELPER)
    change_pin(desk, operators_of(desk)[0], "1234")
    assert first_operator(desk.library).name == "小帮手"


def test_where_everybody_has_a_pin_the_counter_opens_with_the_fewest_rights(desk: Desk) -> None:
    add_operator(desk, "小帮手", Role.HELPER, pin="1")
    add_operator(desk, "王老师", Role.TEACHER, pin="2")
    change_pin(desk, operators_of(desk)[0], "1234")
    assert first_operator(desk.library).name == "小帮手"


def test_a_helper_needs_the_pin_of_somebody_who_may(desk: Desk) -> None:
    add_operator(desk, "小帮手", Role.HELPER)
    add_operator(desk, "王老师", Role.TEACHER, pin="2580")
    change_pin(desk, operators_of(desk)[0], "1234")
    at_the_helper = replace(desk, operator=the_operator(desk, "小帮手"))
    assert who_may(at_the_helper, Right.OVERRIDE, "") is None
    assert who_may(at_the_helper, Right.OVERRIDE, "0000") is None
    passed_by = who_may(at_the_helper, Right.OVERRIDE, "2580")
    assert passed_by is not None
    assert passed_by.name == "王老师"
    assert who_may(at_the_helper, Right.SETTINGS, "2580") is None


def test_an_empty_pin_passes_nothing_even_where_a_librarian_has_none(desk: Desk) -> None:
    add_operator(desk, "小帮手", Role.HELPER)
    assert who_may(replace(desk, operator=the_operator(desk, "小帮手")), Right.OVERRIDE, "") is None


def test_a_pin_is_not_readable_in_the_library_file(desk: Desk) -> None:
    add_operator(desk, "王老师", Role.TEACHER, pin="258013")
    desk.library.checkpoint()
    assert b"258013" not in desk.library.path.read_bytes()


@pytest.mark.parametrize("name", ["", "   "])
def test_an_operator_needs_a_name(desk: Desk, name: str) -> None:
    assert add_operator(desk, name, Role.HELPER) != ""


def test_nobody_gets_the_name_of_somebody_who_works_or_worked_here(desk: Desk) -> None:
    """The journal knows people by their names: two of one name could not be told apart."""
    assert add_operator(desk, "王老师", Role.TEACHER) == ""
    assert "王老师" in add_operator(desk, " 王老师 ", Role.HELPER)
    assert end_operator(desk, the_operator(desk, "王老师")) == ""
    assert "王老师" in add_operator(desk, "王老师", Role.HELPER)


def test_an_operators_card_is_nobody_elses_code(desk: Desk) -> None:
    a_patron(desk.library, card="K77")
    a_copy(desk.library, barcode="B77", accession_number="A77")
    assert add_operator(desk, "甲", Role.HELPER, card="ｋ７７") != ""
    assert add_operator(desk, "乙", Role.HELPER, card="B77") != ""
    assert add_operator(desk, "丙", Role.HELPER, card="A77") != ""
    assert add_operator(desk, "丁", Role.HELPER, card="op1") == ""
    assert add_operator(desk, "戊", Role.HELPER, card="OP1") != ""
    assert list(check_library(desk.library)) == []


def test_the_last_librarian_stays_also_when_the_list_on_the_screen_is_old(desk: Desk) -> None:
    shown = operators_of(desk)[0]
    change_pin(desk, shown, "1234")
    assert end_operator(desk, shown) != ""
    assert len(operators_of(desk)) == 1


def test_a_librarian_goes_when_another_is_there(desk: Desk) -> None:
    add_operator(desk, "李老师", Role.LIBRARIAN)
    assert end_operator(desk, operators_of(desk)[0]) == ""
    assert [operator.name for operator in operators_of(desk)] == ["李老师"]


def test_the_card_of_who_has_gone_goes_to_who_comes_next(desk: Desk) -> None:
    add_operator(desk, "小帮手", Role.HELPER, card="OP1")
    end_operator(desk, the_operator(desk, "小帮手"))
    assert add_operator(desk, "新帮手", Role.HELPER, card="OP1") == ""
    assert list(check_library(desk.library)) == []


def test_the_last_librarian_stays_also_where_an_undo_would_take_them(desk: Desk) -> None:
    add_operator(desk, "王老师", Role.LIBRARIAN)
    added = desk.library.last_entry
    assert end_operator(desk, first_operator(desk.library)) == ""
    assert added is not None
    assert not undo_by_id(desk, added).done
    assert first_operator(desk.library).name == "王老师"


def test_a_library_without_any_operator_is_called_damaged(desk: Desk) -> None:
    with desk.library.reading() as connection:
        connection.exec_driver_sql("DELETE FROM operators")
        connection.exec_driver_sql("COMMIT")
    with pytest.raises(LibraryFileError, match="damaged"):
        first_operator(desk.library)

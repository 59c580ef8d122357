"""Editing classes: teacher, name, splitting, merging, ending, each with its way back."""

from __future__ import annotations

import pytest
from tests.builders import LIBRARIAN, NOON, a_patron, all_rows, the_patron

from deskcirc.desk.classes import change_class, end_class, move_pupils
from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.operators import Operator, Role
from deskcirc.errors import GoneError
from deskcirc.store.database import Library
from deskcirc.store.lookups.classes import ClassLine, class_lines


def lines(desk: Desk) -> tuple[ClassLine, ...]:
    with desk.library.reading() as connection:
        return class_lines(connection, desk.policy, desk.today)


def class_of(library: Library, grade: int, name: str = "陈子墨") -> tuple[int, int]:
    patron = a_patron(library, name, grade=grade)
    assert patron.class_id is not None
    return patron.id, patron.class_id


def test_a_class_has_a_teacher_and_may_have_its_own_name(desk: Desk, library: Library) -> None:
    patron, class_id = class_of(library, 3)
    before = all_rows(library)
    assert change_class(desk, class_id, "周老师", "向日葵班") == ""
    assert [(line.name, line.teacher) for line in lines(desk)] == [("向日葵班", "周老师")]
    assert the_patron(library, patron).class_name == "向日葵班"
    entry = desk.library.last_entry
    assert entry is not None
    assert undo_by_id(desk, entry).done
    assert all_rows(library) == before
    assert change_class(desk, class_id, "周" * 41, "") != ""


def test_a_class_is_split_by_moving_pupils_into_one_that_is_made_for_them(desk: Desk, library: Library) -> None:
    first, class_id = class_of(library, 3)
    second, _class_id = class_of(library, 3, "王欣怡")
    before = all_rows(library)
    assert move_pupils(desk, class_id, [second], "三（2）班") == ""
    assert [(line.name, line.pupils) for line in lines(desk)] == [("Grade 3, class 1", 1), ("Grade 3, class 2", 1)]
    assert the_patron(library, first).class_id == class_id
    entry = desk.library.last_entry
    assert entry is not None
    assert undo_by_id(desk, entry).done
    assert all_rows(library) == before


def test_a_class_ends_when_nobody_is_in_it_and_begins_again_when_somebody_comes(desk: Desk, library: Library) -> None:
    pupil, class_id = class_of(library, 3)
    assert "1" in end_class(desk, class_id)
    assert move_pupils(desk, class_id, [pupil], "302") == ""
    assert end_class(desk, class_id) == ""
    assert [line.name for line in lines(desk)] == ["Grade 3, class 2"]
    (other,) = [line.id for line in lines(desk)]
    assert move_pupils(desk, other, [pupil], "3a") == ""
    assert [line.name for line in lines(desk)] == ["Grade 3, class 1", "Grade 3, class 2"]


@pytest.mark.parametrize("label", ["食堂", "", "2班"])
def test_a_class_that_cannot_be_read_is_refused(desk: Desk, library: Library, label: str) -> None:
    pupil, class_id = class_of(library, 3)
    assert label in move_pupils(desk, class_id, [pupil], label)
    assert the_patron(library, pupil).class_id == class_id


def test_who_is_not_in_the_class_any_more_is_not_moved(desk: Desk, library: Library) -> None:
    _pupil, class_id = class_of(library, 3)
    other, _class_id = class_of(library, 4)
    with pytest.raises(GoneError):
        move_pupils(desk, class_id, [other], "302")
    with pytest.raises(GoneError):
        change_class(desk, 999, "", "")
    assert move_pupils(desk, class_id, [], "302") != ""


def test_only_the_librarian_changes_classes(library: Library) -> None:
    pupil, class_id = class_of(library, 3)
    helper = Desk(library, Operator(LIBRARIAN.id, "helper", Role.HELPER), "counter 1", NOON)
    before = all_rows(library)
    assert change_class(helper, class_id, "x", "") == end_class(helper, class_id) != ""
    assert move_pupils(helper, class_id, [pupil], "302") != ""
    assert all_rows(library) == before

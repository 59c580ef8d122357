"""What the board counts: the pupils' own loans, the corner apart, and what classes that left have forgotten."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import NOON, TODAY, a_copy, a_desk, a_patron, set_up_act

from deskcirc.desk.circulation import check_out
from deskcirc.domain.recall import Recall
from deskcirc.store.database import Library
from deskcirc.store.lookups.end_of_term import NO_CLASS, ClassDue, board, copies_wanted
from deskcirc.store.tables import classes, corners, loans


def the_board(library: Library) -> tuple[ClassDue, ...]:
    with library.reading() as connection:
        return board(connection, library.policy, TODAY, Recall())


def test_copies_of_the_corner_are_counted_apart_and_keep_the_class_from_being_through(library: Library) -> None:
    pupil = a_patron(library, "陈子墨", grade=5)
    the_class = a_patron(library, "五年级", category="class", grade=5)
    copies = [a_copy(library, f"故事{number}") for number in range(3)]
    with library.writing(set_up_act(library)) as writing:
        corner = writing.insert(corners, class_id=pupil.class_id, patron_id=the_class.id, target=50, opened_at=NOON)
        for copy in copies:
            writing.insert(loans, copy_id=copy.id, patron_id=the_class.id, lent_at=NOON, due=TODAY, corner_id=corner)
    (due,) = the_board(library)
    assert (due.pupils, due.copies, due.corner, due.in_class) == (0, 0, 3, 1)
    assert not due.is_clear
    assert replace(due, corner=0).is_clear
    with library.reading() as connection:
        wanted = copies_wanted(connection, library.policy, TODAY, Recall(), class_id=pupil.class_id)
    assert [copy.in_corner for copy in wanted] == [True] * 3


def test_a_class_that_has_left_is_on_the_board_as_long_as_it_has_something(library: Library) -> None:
    pupil = a_patron(library, "陈子墨", grade=6)
    a_patron(library, "李小", grade=1)
    copy = a_copy(library)
    check_out(a_desk(library), pupil, copy.id)
    with library.writing(set_up_act(library)) as writing:
        writing.update(classes, pupil.class_id or 0, ended=True)
    assert [(due.class_id, due.copies) for due in the_board(library)][1:] == [(pupil.class_id, 1)]
    with library.writing(set_up_act(library)) as writing:
        writing.update(loans, 1, returned_at=NOON)
    assert all(due.class_id != pupil.class_id for due in the_board(library))


def test_who_is_in_no_class_comes_last_and_only_with_something_out(library: Library) -> None:
    a_patron(library, "陈子墨", grade=5)
    teacher = a_patron(library, "王老师", category="teacher")
    assert NO_CLASS not in {due.class_id for due in the_board(library)}
    check_out(a_desk(library), teacher, a_copy(library).id)
    last = the_board(library)[-1]
    assert (last.class_id, last.pupils, last.copies) == (NO_CLASS, 1, 1)

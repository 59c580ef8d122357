"""Whoever may not do a thing may not take it back: every act, every role, out of the history too."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from tests.builders import LIBRARIAN, a_copy, all_rows, set_up_act

from deskcirc.desk.access import add_operator
from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.act_rights import EVERYBODYS, RIGHT_OF_ACT, right_to
from deskcirc.domain.changes import NOT_UNDOABLE, SECTION_ACTS, ActName
from deskcirc.domain.operators import Operator, Right, Role
from deskcirc.store.journal import Act
from deskcirc.store.tables import copies

ROLES = (Role.HELPER, Role.TEACHER, Role.LIBRARIAN)


def done_by_the_librarian(desk: Desk, act: ActName) -> tuple[int, int]:
    """A copy whose note was changed under the name of the act; the copy and the entry."""
    copy_id = a_copy(desk.library).id
    with desk.library.writing(Act(str(act), set_up_act(desk.library).at, LIBRARIAN.name, "", {})) as writing:
        writing.update(copies, copy_id, note="touched")
    with desk.library.reading() as connection:
        return copy_id, int(connection.exec_driver_sql("SELECT max(id) FROM journal").scalar_one())


def note_of(desk: Desk, copy_id: int) -> str:
    with desk.library.reading() as connection:
        return str(connection.execute(select(copies.c.note).where(copies.c.id == copy_id)).scalar_one())


@pytest.mark.parametrize("act", sorted(ActName))
def test_every_act_either_needs_a_right_or_is_said_to_be_everybodys(act: ActName) -> None:
    assert (act in RIGHT_OF_ACT) is not (act in EVERYBODYS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", sorted(set(ActName) - NOT_UNDOABLE))
def test_an_act_is_taken_back_by_whoever_may_do_it_and_by_nobody_else(desk: Desk, act: ActName, role: Role) -> None:
    copy_id, entry_id = done_by_the_librarian(desk, act)
    somebody = replace(desk, operator=Operator(9, "小明", role))
    before = all_rows(desk.library, without_journal=False)
    outcome = undo_by_id(somebody, entry_id)
    right = right_to(act)
    assert outcome.done is (right is None or somebody.operator.may(right))
    if outcome.done:
        assert note_of(desk, copy_id) == ""
    else:
        assert LIBRARIAN.name in outcome.sentence, "it says who may"
        assert all_rows(desk.library, without_journal=False) == before


def test_the_sentence_names_everybody_who_may(desk: Desk) -> None:
    add_operator(desk, "王老师", Role.LIBRARIAN)
    _copy, entry_id = done_by_the_librarian(desk, ActName.IMPORT)
    helper = replace(desk, operator=Operator(9, "小明", Role.HELPER))
    assert "Librarian, 王老师" in undo_by_id(helper, entry_id).sentence


def test_an_act_of_a_later_version_is_left_to_the_librarian() -> None:
    assert right_to("levitate") is Right.SETTINGS


EVERYBODY_WORKS_IN = {"labels", "counts", "scanning", "files", "resolving"}


@pytest.mark.parametrize("section", sorted(set(SECTION_ACTS) - EVERYBODY_WORKS_IN))
def test_what_a_section_takes_back_with_a_key_needs_a_right(section: str) -> None:
    assert SECTION_ACTS[section].isdisjoint(EVERYBODYS)

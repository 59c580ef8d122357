"""A pupil helper who is kept to one class corner: lends and takes back there, and meets a sentence everywhere else."""

from __future__ import annotations

import pytest
from tests.builders import a_copy, a_desk, set_up_act
from tests.corner_builders import a_corner, a_pupil_of, copies_of
from tests.ui.test_corners import Counter, outcome, part_of

from deskcirc.desk.access import add_operator, keep_to_corner, operators_of
from deskcirc.desk.corner_piles import fill_corner
from deskcirc.domain.corners import Corner
from deskcirc.domain.operators import Role
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.tables import operators


@pytest.fixture
def corner(library: Library) -> Corner:
    """The corner of a class with one copy of two in it, and its helper's card H1."""
    desk = a_desk(library)
    corner = a_corner(desk)
    fill_corner(desk, corner.id, [copies_of(library, 1)[0].id])
    a_copy(library, barcode="B90001")
    add_operator(desk, "李想", Role.HELPER, card="H1")
    helper = operators_of(desk)[-1]
    assert keep_to_corner(desk, helper, corner.class_id) == ""
    return corner


def test_the_helpers_card_opens_their_own_corner(library: Library, corner: Corner) -> None:
    shown = Counter(library).scan("H1")
    assert (outcome(shown), shown.tab, shown.operator.class_id) == ("operator", "classes", corner.class_id)
    opened = part_of(shown).corner
    assert opened is not None
    assert opened.id == corner.id
    assert part_of(shown).is_kept


def test_the_helper_lends_and_returns_in_the_corner_and_undoes_it(library: Library, corner: Corner) -> None:
    counter = Counter(library)
    pupil = a_pupil_of(a_desk(library), corner)
    counter.scan("H1")
    counter.scan(f"K{pupil.id:04}")
    assert outcome(counter.scan("B00001")) == "lent-in-corner"
    assert outcome(counter.scan("DC-UNDO")) == "undone"
    refused = counter.scan("DC-UNDO")
    assert (outcome(refused), refused.message.headline) == (
        "nothing-to-undo",
        "Somebody else did the last thing here, so 李想 cannot undo it.",
    )
    assert outcome(counter.scan("B90001")) == "refused"
    assert list(check_library(library)) == []


ELSEWHERE = ("DC-RETURNS", "DC-CHECKOUT", "DC-HISTORY", "DC-BOOKDROP", "DC-OVERRIDE", "DC-DAMAGED")


@pytest.mark.parametrize("command", ELSEWHERE)
def test_every_other_tab_answers_with_a_sentence(library: Library, corner: Corner, command: str) -> None:
    counter = Counter(library)
    counter.scan("H1")
    shown = counter.scan(command)
    assert (outcome(shown), shown.tab) == ("kept-to-corner", "classes")
    assert shown.message.headline == "李想 works at a class corner and nowhere else."
    assert shown.message.details[0].startswith("Somebody else must take over")


ACTS = ("tab:settings", "section:overview", "overview.open:1", "in:returns:damage", "corners.view:fill", "corners.list")


@pytest.mark.parametrize("act", ACTS)
def test_no_act_leads_out_of_the_corner(library: Library, corner: Corner, act: str) -> None:
    counter = Counter(library)
    counter.scan("H1")
    shown = counter.act(act)
    assert outcome(shown) == "kept-to-corner"
    opened = part_of(shown).corner
    assert opened is not None
    assert opened.id == corner.id


def test_a_class_without_an_open_corner_is_said(library: Library, corner: Corner) -> None:
    other = a_corner(a_desk(library), number=3)
    desk = a_desk(library)
    helper = operators_of(desk)[-1]
    with library.writing(set_up_act(library)) as writing:
        writing.update(operators, helper.id, class_id=None)
    counter = Counter(library)
    assert outcome(counter.act(f"in:classes:corners.look:{other.id}")) == "corner"
    counter.act("corners.close")
    keep_to_corner(desk, helper, other.class_id)
    counter = Counter(library)
    counter.scan("H1")
    assert outcome(counter.scan("B00001")) == "no-corner"


def test_only_a_helper_is_kept_to_a_corner_and_a_class_must_be_there(library: Library, corner: Corner) -> None:
    desk = a_desk(library)
    librarian, helper = operators_of(desk)
    assert keep_to_corner(desk, librarian, corner.class_id) == "Only a pupil helper can be kept to a class corner."
    assert keep_to_corner(desk, helper, 999) == "There is no such class at the school."
    counter = Counter(library)
    counter.act("tab:settings")
    assert outcome(counter.act(f"operator_class:{helper.id}", **{"class": ""})) == "saved"
    assert operators_of(desk)[-1].class_id is None


def test_a_copy_of_a_corner_says_so_in_returns_and_in_checkout(library: Library, corner: Corner) -> None:
    counter = Counter(library)
    told = counter.scan("B00001")
    assert told.message.headline.startswith("《第0本》 is on loan to Grade 4, class 2 (class corner), due ")
    counter.scan("DC-RETURNS")
    back = counter.scan("B00001")
    assert back.message.details[0] == "It stood in the class corner of Grade 4, class 2 and is taken out of it"

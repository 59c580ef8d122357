"""The new school year as one act: who moves, who comes, who goes, and everything back again by one undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import NOON, a_copy, a_desk, a_patron, all_rows, set_up_act, the_patron
from tests.corner_builders import a_corner
from tests.desk.any_sequence import sequences
from tests.domain.rosters import SEPTEMBER, key_of, roster, row

from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.holds import place_hold
from deskcirc.desk.roll_over import plan_year, roll_over
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.patrons import CardState, PatronState
from deskcirc.domain.roster import Decision, LineKind, RosterRow, Verdict
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.classes import class_lines
from deskcirc.store.lookups.holds import holds_of_patron
from deskcirc.store.lookups.loans import loans_of_patron
from deskcirc.store.lookups.patrons import patron_by_code
from deskcirc.store.lookups.roster import school_now
from deskcirc.store.tables import charges, classes

LABELS = ("一(1)班", "一(2)班", "二(1)班", "三(1)班", "六(1)班", "七(1)班")


def a_class(library: Library, label: str) -> int:
    year, number = key_of(label)
    with library.writing(set_up_act(library)) as writing:
        return writing.insert(classes, entry_year=year, number=number)


def undone(desk: Desk, entry_id: int | None) -> bool:
    assert entry_id is not None
    return undo_by_id(desk, entry_id).done


def test_loans_holds_and_cards_follow_who_moves_to_another_class(desk: Desk, library: Library) -> None:
    first, second = a_class(library, "三(1)班"), a_class(library, "三(2)班")
    chen = a_patron(library, number="1001", card="K1", class_id=first)
    a_patron(library, "王欣怡", number="1002", class_id=second)
    copy, wanted = a_copy(library), a_copy(library, "西游记")
    check_out(desk, chen, copy.id)
    check_out(desk, a_patron(library, "老师", category="teacher"), wanted.id)
    assert place_hold(desk, chen, wanted.title_id) == ""
    done = roll_over(desk, roster(row(2, "陈子墨", "1001", "三(2)班"), row(3, "王欣怡", "1002", "三(2)班")))
    assert done.plan.counts == {LineKind.MOVED: 1, LineKind.UNCHANGED: 1}
    moved = the_patron(library, chen.id)
    assert moved.class_id == second
    with library.reading() as connection:
        assert len(loans_of_patron(connection, chen.id, desk.policy, desk.today)) == 1
        assert len(holds_of_patron(connection, chen.id, desk.policy, desk.today)) == 1
        by_card = patron_by_code(connection, ["K1"], desk.policy, desk.today)
        assert by_card is not None
        assert by_card.card is CardState.VALID
        assert [line.id for line in class_lines(connection, desk.policy, desk.today)] == [second]  # the other ended
    assert list(check_library(library)) == []


def test_new_pupils_come_with_a_card_and_a_class_that_is_made_for_them(desk: Desk, library: Library) -> None:
    done = roll_over(desk, roster(row(2, "林小满", "2001", "一(1)班")))
    assert done.plan.new_classes == (key_of("一(1)班"),)
    with library.reading() as connection:
        found = patron_by_code(connection, ["2001"], desk.policy, SEPTEMBER)
    assert found is not None
    assert (found.name, found.class_name, found.grade) == ("林小满", "Grade 1, class 1", 1)


def test_who_has_gone_with_nothing_in_hand_leaves_and_their_hold_is_ended(desk: Desk, library: Library) -> None:
    last = a_class(library, "七(1)班")
    leaver = a_patron(library, number="0007", card="K7", class_id=last)
    late = a_patron(library, "周小雨", number="0008", class_id=last)
    owing = a_patron(library, "吴双", number="0009", class_id=last)
    copy, wanted = a_copy(library), a_copy(library, "西游记")
    check_out(desk, late, copy.id)
    check_out(desk, a_patron(library, "老师", category="teacher"), wanted.id)
    assert place_hold(desk, leaver, wanted.title_id) == ""
    with library.writing(set_up_act(library)) as writing:
        writing.insert(charges, patron_id=owing.id, kind="lost", amount=2500, raised_at=NOON)
    before = all_rows(library)
    done = roll_over(desk, roster())
    states = [the_patron(library, one.id).state for one in (leaver, late, owing)]
    assert states == [PatronState.LEFT, PatronState.ACTIVE, PatronState.ACTIVE]
    with library.reading() as connection:
        assert holds_of_patron(connection, leaver.id, desk.policy, desk.today) == ()
        stopped = patron_by_code(connection, ["K7"], desk.policy, desk.today)
    assert stopped is not None
    assert stopped.card is CardState.STOPPED
    assert list(check_library(library)) == []
    assert undone(desk, done.entry_id)
    assert all_rows(library) == before


def test_a_leaver_who_comes_back_has_a_valid_card_again(desk: Desk, library: Library) -> None:
    gone = a_patron(library, number="0007", card="K7", class_id=a_class(library, "七(1)班"))
    roll_over(desk, roster())
    roll_over(desk, roster(row(2, "陈子墨", "0007", "六(1)班")))
    back = the_patron(library, gone.id, SEPTEMBER)
    with library.reading() as connection:
        by_card = patron_by_code(connection, ["K7"], desk.policy, SEPTEMBER)
    assert by_card is not None
    assert (back.state, back.grade, by_card.card) == (PatronState.ACTIVE, 6, CardState.VALID)


def test_pupils_who_are_numbered_anew_may_exchange_their_numbers(desk: Desk, library: Library) -> None:
    room = a_class(library, "三(1)班")
    chen = a_patron(library, number="301", card="K1", class_id=room)
    wang = a_patron(library, "王欣怡", number="302", card="K2", class_id=room)
    anew = roster(row(2, "陈子墨", "302", "三(1)班"), row(3, "王欣怡", "301", "三(1)班"))
    planned = plan_year(desk, anew).plan
    decided = {line.key: line.proposal for line in planned.lines if line.proposal}
    assert len(decided) == 2
    before = all_rows(library)
    done = roll_over(desk, anew, decided)
    assert [the_patron(library, one.id).number for one in (chen, wang)] == ["302", "301"]
    assert done.kept_numbers == 0
    assert undone(desk, done.entry_id)
    assert all_rows(library) == before


def test_a_number_that_is_printed_on_somebodys_card_is_given_to_nobody_else(desk: Desk, library: Library) -> None:
    room = a_class(library, "三(1)班")
    chen = a_patron(library, number="301", card="301", class_id=room)
    wang = a_patron(library, "王欣怡", number="302", card="302", class_id=room)
    anew = roster(row(2, "陈子墨", "302", "三(1)班"), row(3, "王欣怡", "301", "三(1)班"))
    decided = {f"row:{place}": Decision(Verdict.SAME, one.id) for place, one in enumerate((chen, wang))}
    done = roll_over(desk, anew, decided)
    assert [the_patron(library, one.id).number for one in (chen, wang)] == ["301", "302"]
    assert done.kept_numbers == 2


def test_a_renamed_pupil_is_found_by_the_new_name(desk: Desk, library: Library) -> None:
    chen = a_patron(library, number="1001", class_id=a_class(library, "三(1)班"))
    roll_over(desk, roster(row(2, "陈子默", "1001", "三(1)班")), {"row:0": Decision(Verdict.SAME, chen.id)})
    assert the_patron(library, chen.id).name == "陈子默"


def test_a_roster_that_changes_nothing_leaves_no_entry(desk: Desk, library: Library) -> None:
    a_patron(library, number="1001", class_id=a_class(library, "三(1)班"))
    assert roll_over(desk, roster(row(2, "陈子墨", "1001", "三(1)班"))).entry_id is None


def test_what_was_lent_to_a_new_pupil_stands_in_the_way_of_undoing_the_year(desk: Desk, library: Library) -> None:
    done = roll_over(desk, roster(row(2, "林小满", "2001", "一(1)班")))
    with library.reading() as connection:
        new = patron_by_code(connection, ["2001"], desk.policy, desk.today)
    assert new is not None
    check_out(desk, new, a_copy(library).id)
    assert not undone(desk, done.entry_id)


names = st.sampled_from(["陈子墨", "王欣怡", "李浩然", "赵一诺", "张伟"])
numbers = st.sampled_from([f"S{number}" for number in range(8)])
rosters = st.lists(st.tuples(names, numbers, st.sampled_from([*LABELS, "", "食堂", "三(9)班"])), max_size=12)
verdicts = st.lists(st.sampled_from(["", "proposal", "same", "new", "out"]), min_size=12, max_size=12)


@sequences(60)
@given(
    known=st.lists(st.tuples(names, st.sampled_from(LABELS), st.booleans()), max_size=8), rows=rosters, words=verdicts
)
def test_whatever_the_roster_says_the_year_undone_is_as_before(
    template_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
    known: list[tuple[str, str, bool]],
    rows: list[tuple[str, str, str]],
    words: list[str],
) -> None:
    import shutil

    from deskcirc.store.database import open_library

    file = tmp_path_factory.mktemp("year") / "school.deskcirc"
    shutil.copyfile(template_file, file)
    with open_library(file) as library:
        desk = a_desk(library)
        rooms = {label: a_class(library, label) for label in {label for _name, label, _reads in known}}
        for place, (name, label, reads) in enumerate(known):
            patron = a_patron(library, name, number=f"S{place}", card=f"S{place}", class_id=rooms[label])
            if reads:
                check_out(desk, patron, a_copy(library, f"书{place}").id)
        wanted = roster(*(row(line, *cells) for line, cells in enumerate(rows, start=2)))
        before = all_rows(library)
        decisions = decided(desk, wanted.rows, words)
        done = roll_over(desk, wanted, decisions)
        assert list(check_library(library)) == []
        accounted = sum(count for kind, count in done.plan.counts.items() if kind is not LineKind.GONE)
        assert accounted == len(rows)
        if done.entry_id is not None:
            assert undone(desk, done.entry_id)
        assert all_rows(library) == before


def decided(desk: Desk, rows: tuple[RosterRow, ...], words: list[str]) -> dict[str, Decision]:
    made: dict[str, Decision] = {}
    for line, word in zip(plan_year(desk, roster(*rows)).plan.lines, words, strict=False):
        if word == "proposal" and line.proposal:
            made[line.key] = line.proposal
        elif word == "same" and line.candidates:
            made[line.key] = Decision(Verdict.SAME, line.candidates[-1].id)
        elif word in ("new", "out"):
            made[line.key] = Decision(Verdict(word))
    return made


def test_a_class_that_borrows_as_one_for_its_corner_is_no_pupil_and_has_never_gone(desk: Desk) -> None:
    corner = a_corner(desk)
    with desk.library.reading() as connection:
        (line,) = [line for line in class_lines(connection, desk.policy, desk.today) if line.id == corner.class_id]
        school = school_now(connection, desk.policy)
    assert line.pupils == 0
    assert school.patrons == ()
    planned = plan_year(desk, roster(row(2, "林小满", "2001", "一(1)班")))
    assert planned.plan.counts == {LineKind.NEW: 1}
    roll_over(desk, roster(row(2, "林小满", "2001", "一(1)班")))
    with desk.library.reading() as connection:
        still = [line.id for line in class_lines(connection, desk.policy, desk.today)]
    assert corner.class_id in still  # its corner is open, so it does not end

"""Book numbers while titles are catalogued: no two titles get the same one, saved or not, at one station or at two."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from tests.builders import OPENED, a_copy, a_desk, all_rows, change_setting, set_up_act
from tests.desk.any_sequence import library_like, sequences

from deskcirc.desk.book_numbers import (
    ClaimOutcome,
    book_number_trouble,
    claim_book_number,
    release_book_number,
    release_claims,
    release_claims_of_station,
    settle_book_number,
)
from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.call_numbers import call_number, shelf_key
from deskcirc.domain.changes import ActName, act_sentence
from deskcirc.domain.operators import Operator, Role
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, _engine
from deskcirc.store.lookups.book_numbers import claims_held
from deskcirc.store.tables import journal, titles
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Station


@pytest.fixture
def other(library: Library) -> Iterator[Desk]:
    """A second station on the same file, past the lock that keeps a second program out."""
    second = Library(library.path, _engine(library.path), None)
    yield a_desk(second, station="counter 2")
    second.close()


def a_title(library: Library, class_number: str, book_number: str, name: str = "草房子", **columns: Any) -> int:
    called = call_number(class_number, book_number)
    values = {"class_number": class_number, "book_number": book_number, "call_number": called, **columns}
    with library.writing(set_up_act(library)) as writing:
        return writing.insert(titles, title=name, added_at=OPENED, **values)


def save(desk: Desk, class_number: str, book_number: str, name: str = "新书") -> tuple[int, str]:
    """Save a new title as cataloguing does; returns its id and the trouble with its number."""
    with desk.library.writing(desk.act(ActName.CATALOGUE, title=name)) as writing:
        values = {"class_number": class_number, "book_number": book_number}
        called = call_number(class_number, book_number)
        title_id = writing.insert(titles, title=name, added_at=desk.now, call_number=called, **values)
        return title_id, settle_book_number(writing, title_id, class_number, book_number)


def held(desk: Desk) -> list[str]:
    with desk.library.reading() as connection:
        return [claim.call_number for claim in claims_held(connection)]


def trouble(desk: Desk, class_number: str, book_number: str, title_id: int | None = None) -> str:
    with desk.library.reading() as connection:
        return book_number_trouble(connection, desk.station, class_number, book_number, title_id)


def test_the_first_title_of_a_class_gets_one_the_next_one_more(desk: Desk) -> None:
    assert claim_book_number(desk, "I287.45") == ClaimOutcome("1")
    assert claim_book_number(desk, "I287.45") == ClaimOutcome("2")
    assert claim_book_number(desk, "I287.5") == ClaimOutcome("1")
    assert held(desk) == ["I287.45/1", "I287.45/2", "I287.5/1"]


def test_numbers_of_titles_and_of_copies_are_passed_over_however_they_are_written(desk: Desk) -> None:
    library = desk.library
    a_title(library, "I287.45", "238:2")
    a_title(library, "Ｉ28745", "239")
    a_title(library, "I287.45", "", call_number="I287.45/240")
    a_title(library, "I287.45", "241", ended=True)
    a_copy(library, "别的", call_number="i287.45/0242", shelf_key=shelf_key("i287.45/0242"))
    a_title(library, "I287.45", "Z763")
    a_title(library, "I287.4", "900")
    assert claim_book_number(desk, "i287.45 ").book_number == "243"


def test_a_library_that_fills_gaps_gives_the_lowest_free_number(desk: Desk) -> None:
    change_setting(desk.library, "fill_book_numbers", "true")
    a_title(desk.library, "I287.45", "1")
    a_title(desk.library, "I287.45", "4")
    assert [claim_book_number(desk, "I287.45").book_number for _ in range(3)] == ["2", "3", "5"]


def test_a_library_that_types_author_numbers_reserves_nothing(desk: Desk) -> None:
    change_setting(desk.library, "book_numbers", '"author"')
    assert claim_book_number(desk, "I287.45") == ClaimOutcome()
    assert held(desk) == []


@pytest.mark.parametrize("class_number", ["", "绘本", "L247", "247.5", "I287/"])
def test_without_a_class_number_no_book_number_is_given(desk: Desk, class_number: str) -> None:
    outcome = claim_book_number(desk, class_number)
    if class_number == "I287/":
        assert outcome.book_number == "1"
    else:
        assert not outcome.book_number
        assert "no class number" in outcome.refusal


def test_a_pupil_helper_reserves_nothing_and_releases_nobody_elses(desk: Desk) -> None:
    claim_book_number(desk, "I287.45")
    helper = Desk(desk.library, Operator(2, "小明", Role.HELPER), desk.station, desk.now)
    assert "librarian" in claim_book_number(helper, "I287.45").refusal
    assert "librarian" in release_claims(helper, [1])
    assert held(desk) == ["I287.45/1"]


def test_a_full_class_says_so(desk: Desk) -> None:
    a_title(desk.library, "I287.45", "99999")
    assert "99999" in claim_book_number(desk, "I287.45").refusal


def test_another_class_on_the_form_lets_the_old_number_go(desk: Desk) -> None:
    first = claim_book_number(desk, "I287.45").book_number
    second = claim_book_number(desk, "I287.5", instead_of=("I287.45", first)).book_number
    assert held(desk) == ["I287.5/1"]
    assert claim_book_number(desk, "I287.5", instead_of=("I287.5", second)).book_number == second
    assert held(desk) == ["I287.5/1"]
    assert claim_book_number(desk, "绘本", instead_of=("I287.5", second)).refusal
    assert held(desk) == ["I287.5/1"]  # the form may be mended yet


def test_a_saved_title_keeps_its_number_in_its_own_class(desk: Desk) -> None:
    title_id = a_title(desk.library, "I287.45", "7")
    assert claim_book_number(desk, "I287.45", title_id=title_id).book_number == "7"
    assert held(desk) == []
    assert claim_book_number(desk, "I287.5", title_id=title_id).book_number == "1"
    back = claim_book_number(desk, "I287.45", title_id=title_id, instead_of=("I287.5", "1"))
    assert back.book_number == "7"
    assert held(desk) == []


def test_a_form_keeps_its_number_where_its_new_class_has_none_to_give(desk: Desk) -> None:
    a_title(desk.library, "I287.5", "99999")
    number = claim_book_number(desk, "I287.45").book_number
    assert claim_book_number(desk, "I287.5", instead_of=("I287.45", number)).refusal
    assert held(desk) == ["I287.45/1"]


def test_the_history_tells_which_number_was_reserved_and_which_let_go(desk: Desk) -> None:
    title_id = a_title(desk.library, "I287.45", "7")
    claim_book_number(desk, "I287.5", title_id=title_id)
    claim_book_number(desk, "I247.5", title_id=title_id, instead_of=("I287.5", "1"))
    claim_book_number(desk, "I287.45", title_id=title_id, instead_of=("I247.5", "1"))
    with desk.library.reading() as connection:
        rows = connection.execute(select(journal.c.act, journal.c.subject).order_by(journal.c.id.desc()).limit(3)).all()
    assert [act_sentence(row.act, json.loads(row.subject)) for row in reversed(rows)] == [
        "Reserved the call number I287.5/1",
        "Reserved the call number I247.5/1",
        "Released the call number I247.5/1",
    ]


def test_a_number_let_go_is_given_again_a_number_used_never(desk: Desk) -> None:
    assert claim_book_number(desk, "I287.45").book_number == "1"
    assert release_book_number(desk, "I287.45", "1")
    assert not release_book_number(desk, "I287.45", "1")
    assert claim_book_number(desk, "I287.45").book_number == "1"
    title_id, said = save(desk, "I287.45", "1")
    assert said == ""
    assert held(desk) == []
    with desk.library.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT title_id FROM book_number_claims WHERE released_at IS NOT NULL ORDER BY id DESC"
        ).scalar()
    assert row == title_id
    assert claim_book_number(desk, "I287.45").book_number == "2"


def test_a_saved_volume_settles_the_number_of_its_title(desk: Desk) -> None:
    claim_book_number(desk, "I287.45")
    save(desk, "I287.45", "1:2")
    assert held(desk) == []


def test_a_call_number_that_another_title_has_is_named(desk: Desk) -> None:
    first = a_title(desk.library, "I287.45", "238", "草房子")
    assert "《草房子》" in trouble(desk, "ｉ287.45", "0238")
    assert "I287.45/238" in trouble(desk, "I287.45", "238")
    assert trouble(desk, "I287.45", "238", first) == ""
    assert trouble(desk, "I287.45", "238:2") == ""
    assert trouble(desk, "I287.45", "23") == ""
    assert trouble(desk, "I287.45", "") == ""
    _title_id, said = save(desk, "I287.45", "238")
    assert "《草房子》" in said


def test_a_call_number_reserved_at_another_station_is_named(desk: Desk, other: Desk) -> None:
    claim_book_number(other, "I287.45")
    assert "counter 2" in trouble(desk, "I28745", "1")
    assert "counter 2" in trouble(desk, "I287.45", "1:2")
    assert trouble(other, "I287.45", "1") == ""
    assert trouble(desk, "I287.45", "2") == ""


def test_saving_and_undoing_frees_the_number_at_once_and_leaves_the_library_as_it_was(desk: Desk) -> None:
    claim_book_number(desk, "I287.45")
    before = all_rows(desk.library)
    save(desk, "I287.45", "1")
    assert desk.library.last_entry is not None
    assert undo_by_id(desk, desk.library.last_entry).done
    after = all_rows(desk.library)
    assert {name for name in after if after[name] != before[name]} == {"book_number_claims"}
    assert held(desk) == []
    assert list(check_library(desk.library)) == []


def test_reserving_is_not_undone(desk: Desk) -> None:
    claim_book_number(desk, "I287.45")
    assert desk.library.last_entry is not None
    assert not undo_by_id(desk, desk.library.last_entry).done


def test_what_a_crashed_station_held_is_let_go_when_it_starts_again(desk: Desk, other: Desk) -> None:
    claim_book_number(desk, "I287.45")
    claim_book_number(other, "I287.45")
    Station(desk.library, desk.station).take(Input(desk.now, act="refresh"))
    assert held(desk) == ["I287.45/2"]
    assert release_claims_of_station(desk) == 0
    assert claim_book_number(desk, "I287.45").book_number == "3"


def test_the_librarian_lets_go_what_another_station_held(desk: Desk, other: Desk) -> None:
    claim_book_number(other, "I287.45")
    with desk.library.reading() as connection:
        (claim,) = claims_held(connection)
    assert (claim.station, claim.claimed_at) == ("counter 2", other.now)
    assert release_claims(desk, [claim.id]) == ""
    assert held(desk) == []
    assert "no more" not in trouble(desk, "I287.45", "1")


def test_two_stations_at_once_get_different_numbers(desk: Desk, other: Desk) -> None:
    with ThreadPoolExecutor(2) as pool:
        work = [pool.submit(lambda at: [claim_book_number(at, "I287.45").book_number for _ in range(20)], at)
                for at in (desk, other)]  # fmt: skip
        given = [number for each in work for number in each.result()]
    assert sorted(map(int, given)) == list(range(1, 41))
    assert list(check_library(desk.library)) == []


class _Form:
    """An unsaved title at a station: what it shows and what it holds."""

    def __init__(self, at: Desk) -> None:
        self.at, self.class_number, self.number = at, "", ""


STEPS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 2), st.sampled_from(["I287.45", "i28745", "I247.5", "leave", "save"])),
    max_size=25,
)


@sequences(40)
@given(STEPS, st.booleans())
def test_no_two_titles_ever_get_one_number_whatever_two_stations_do(
    template_file: Path,
    steps: list[tuple[int, int, str]],
    fill: bool,
) -> None:
    with library_like(template_file) as library:
        change_setting(library, "fill_book_numbers", "true" if fill else "false")
        second = Library(library.path, _engine(library.path), None)
        desks = a_desk(library), a_desk(second, station="counter 2")
        play(desks, steps)
        assert list(check_library(library)) == []
        second.close()


def play(desks: tuple[Desk, Desk], steps: list[tuple[int, int, str]]) -> None:
    """Three forms a station: classes are typed, forms left and saved; after each step all numbers differ."""
    forms = {(station, place): _Form(desks[station]) for station in range(2) for place in range(3)}
    saved: list[tuple[str, str]] = []
    for station, place, step in steps:
        form = forms[station, place]
        if step == "leave":
            if form.number:
                assert release_book_number(form.at, form.class_number, form.number)
            forms[station, place] = _Form(form.at)
        elif step == "save":
            if form.number:
                assert save(form.at, form.class_number, form.number)[1] == ""
                saved.append((form.class_number, form.number))
            forms[station, place] = _Form(form.at)
        else:
            before = (form.class_number, form.number) if form.number else None
            form.number = claim_book_number(form.at, step, instead_of=before).book_number
            form.class_number = step
        given = [(each.class_number, each.number) for each in forms.values() if each.number] + saved
        keys = [shelf_key(call_number(*pair)) for pair in given]
        assert len(set(keys)) == len(keys)
        assert len(held(desks[0])) == len(given) - len(saved)

"""The practice library: real stock, invented names, and a past that keeps every promise of the library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from deskcirc import paths
from deskcirc.desk.access import first_operator
from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.practice import first_day, make_practice_library
from deskcirc.desk.returning import CheckInKind, check_in
from deskcirc.domain.drafts import ReadRow
from deskcirc.domain.stocktake import Remark
from deskcirc.errors import ImportFileError
from deskcirc.exchange import Choices, read_rows
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.copies import copy_by_code, copy_by_id
from deskcirc.store.lookups.counted import count_sums, latest_lines
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.lookups.patrons import patron_by_code, search_patrons
from deskcirc.store.lookups.presence import missed_in
from deskcirc.store.lookups.stocktakes import running_stocktakes

NOW = datetime(2026, 3, 3, 4, 40, tzinfo=UTC)  # a Tuesday, 12:40 at school
STOCK = paths.resources() / "practice" / "rural_school.xlsx"


def the_rows() -> Iterator[ReadRow]:
    return read_rows(STOCK, Choices(on=NOW.date()))


@pytest.fixture(scope="module")
def practice_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("practice") / "practice.deskcirc"
    make_practice_library(path, the_rows(), NOW).close()
    return path


@pytest.fixture
def library(practice_file: Path, tmp_path: Path) -> Iterator[Library]:
    copied = tmp_path / "copy.deskcirc"
    copied.write_bytes(practice_file.read_bytes())
    with open_library(copied) as opened:
        yield opened


def asked(path: Path, question: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(question).fetchall()


def one(path: Path, question: str) -> int:
    ((number,),) = asked(path, question)
    return int(str(number))


def test_the_whole_stock_and_every_class_of_the_school_is_there(practice_file: Path) -> None:
    assert one(practice_file, "SELECT count(*) FROM titles WHERE added_at < '2026-03-01'") == 2661
    assert one(practice_file, "SELECT count(*) FROM copies WHERE state <> 'in_process'") == 9944
    the_class = "SELECT id FROM patron_categories WHERE code = 'class'"
    persons = f"SELECT count(*) FROM patrons WHERE category_id <> ({the_class})"
    assert one(practice_file, persons) == 334
    assert one(practice_file, "SELECT count(*) FROM classes") == 11
    assert one(practice_file, "SELECT count(DISTINCT accession_number) FROM copies WHERE state <> 'in_process'") == 9944


def test_no_name_of_the_roster_is_left(practice_file: Path) -> None:
    names = {str(name) for (name,) in asked(practice_file, "SELECT name FROM patrons UNION SELECT name FROM operators")}
    given = {row.draft.name for row in the_rows() if row.draft is not None and hasattr(row.draft, "name")}
    assert names & given == set()
    assert len(names) > 200


def test_the_past_breaks_no_promise_of_the_library(library: Library) -> None:
    assert list(check_library(library)) == []


def test_loans_were_made_on_school_days_only_and_none_lies_ahead(library: Library, practice_file: Path) -> None:
    instants = [datetime.fromisoformat(str(at)) for (at,) in asked(practice_file, "SELECT lent_at FROM loans")]
    assert len(instants) > 3000
    assert max(instants) <= NOW
    local = [library.policy.clock_of(at) for at in instants]
    assert min(local).date() == datetime(2025, 9, 1).date()  # noqa: DTZ001  a date of the school
    assert all(library.policy.open_days.is_open(at.date()) for at in local)
    assert all(8 <= at.hour < 13 for at in local)


def test_the_school_year_is_set_and_the_youngest_class_has_its_corner(library: Library, practice_file: Path) -> None:
    assert library.policy.open_days.is_set(NOW.date())
    assert one(practice_file, "SELECT count(*) FROM terms") == 6
    assert one(practice_file, "SELECT count(DISTINCT class_id) FROM rota_turns WHERE class_id IS NOT NULL") == 11
    in_corner = "SELECT count(*) FROM loans JOIN corners ON corners.id = corner_id WHERE returned_at IS NULL"
    assert one(practice_file, in_corner) == 50


def test_nobody_holds_more_than_their_limit(practice_file: Path) -> None:
    beyond = """SELECT patron_id FROM loans JOIN patrons ON patrons.id = patron_id WHERE returned_at IS NULL
                GROUP BY patron_id HAVING count(*) > max(patrons.loan_limit)"""
    assert asked(practice_file, beyond) == []


def test_there_is_something_of_everything_to_practise_on(practice_file: Path) -> None:
    still_out = "SELECT count(*) FROM loans WHERE returned_at IS NULL"
    assert one(practice_file, still_out) > 100
    assert one(practice_file, f"{still_out} AND due < '2026-03-03'") > 5
    assert one(practice_file, "SELECT count(*) FROM loans WHERE days_late > 0") > 50
    assert one(practice_file, "SELECT count(*) FROM loans WHERE renewals = 1") > 5
    assert one(practice_file, "SELECT count(*) FROM holds WHERE state = 'ready'") == 3
    assert one(practice_file, "SELECT count(*) FROM holds WHERE state = 'waiting'") == 5
    assert one(practice_file, "SELECT count(*) FROM copies WHERE damaged") > 3
    assert one(practice_file, "SELECT count(*) FROM copies WHERE awaits_shelving") > 3
    assert one(practice_file, "SELECT count(*) FROM in_house_uses") > 100
    assert one(practice_file, "SELECT count(*) FROM operators WHERE role = 'helper'") == 2


def test_one_copy_is_looked_for_one_is_lost_and_paid_for_and_one_is_missing(practice_file: Path) -> None:
    assert asked(practice_file, "SELECT state, way FROM losses ORDER BY id") == [("claimed", ""), ("lost", "price")]
    assert one(practice_file, "SELECT count(*) FROM payments WHERE kind = 'paid' AND amount > 0") == 1
    assert one(practice_file, "SELECT count(*) FROM copies WHERE state = 'missing'") == 1
    assert one(practice_file, "SELECT count(*) FROM loans WHERE claimed_at IS NOT NULL AND returned_at IS NULL") == 1


def test_a_count_is_half_done_with_a_few_of_each_matter(library: Library) -> None:
    with library.reading() as connection:
        (count,) = running_stocktakes(connection)
        sums = count_sums(connection, count.id)
        missed = missed_in(connection, count)
        wrong = {line.remark for line in latest_lines(connection, count.id, 999)}
    assert count.takes_scans
    assert 40 <= count.expected <= 400
    assert (sums.repeat, sums.on_loan, sums.unknown, sums.refused) == (1, 1, 2, 0)
    assert count.expected // 4 < sums.found < len(missed)
    assert wrong == {Remark.NOTHING, Remark.WRONG_SHELF, Remark.OUT_OF_ORDER}


def test_a_copy_on_loan_comes_back_and_goes_out_again_at_the_desk(library: Library, practice_file: Path) -> None:
    desk = Desk(library, first_operator(library), "counter", NOW + timedelta(minutes=1))
    lent = """SELECT copy_id FROM loans JOIN copies ON copies.id = copy_id
              WHERE returned_at IS NULL AND title_id NOT IN (SELECT title_id FROM holds)
              ORDER BY loans.id DESC LIMIT 1"""
    copy_id = one(practice_file, lent)
    assert check_in(desk, copy_id).kind is CheckInKind.RETURNED
    with library.reading() as connection:
        teacher = next(
            found for found in search_patrons(connection, "王", desk.policy, desk.today) if not found.class_name
        )
        assert copy_by_id(connection, copy_id) is not None
    assert check_out(desk, teacher, copy_id).kind is CheckoutKind.LENT


def test_the_same_seed_and_moment_make_the_same_library(tmp_path: Path) -> None:
    some = [*islice(the_rows(), 120), *islice(the_rows(), 400, 480)]
    dumps = []
    for name, seed in (("one", 7), ("two", 7), ("three", 8)):
        path = tmp_path / f"{name}.deskcirc"
        make_practice_library(path, some, NOW, seed).close()
        dumps.append(asked(path, "SELECT * FROM loans") + asked(path, "SELECT * FROM patrons"))
    assert dumps[0] == dumps[1]
    assert dumps[0] != dumps[2]


def test_a_young_school_year_has_the_spring_before_it() -> None:
    assert first_day(datetime(2026, 9, 8, tzinfo=UTC).date()).isoformat() == "2026-03-01"
    assert first_day(datetime(2026, 11, 22, tzinfo=UTC).date()).isoformat() == "2026-09-01"


def test_a_stock_that_cannot_be_read_leaves_no_file(tmp_path: Path) -> None:
    def broken() -> Iterator[ReadRow]:
        yield from islice(the_rows(), 10)
        raise ImportFileError("cut off")

    path = tmp_path / "practice.deskcirc"
    with pytest.raises(ImportFileError):
        make_practice_library(path, broken(), NOW)
    assert not path.exists()


def test_the_counter_names_a_pupil_two_copies_to_lend_and_one_to_return(library: Library) -> None:
    pupil, first, second, out = library.policy.practice_codes
    with library.reading() as connection:
        patron = patron_by_code(connection, [pupil], library.policy, NOW.date())
        lent = [copy_by_code(connection, [code]) for code in (first, second, out)]
        loans = [loan_of_copy(connection, copy.id, library.policy, NOW.date()) for copy in lent if copy]
    assert patron is not None
    assert [loan is not None for loan in loans] == [False, False, True]


def test_a_parcel_is_half_unpacked_and_a_withdrawal_waits_for_its_signature(practice_file: Path) -> None:
    assert asked(practice_file, "SELECT source, state FROM batches ORDER BY id") == [
        ("stock", "closed"),
        ("purchase", "open"),
    ]
    counted = "SELECT sum(arrived = 0), sum(0 < arrived AND arrived < expected) FROM delivery_lines"
    assert asked(practice_file, counted) == [(4, 1)]
    assert one(practice_file, "SELECT count(*) FROM copies WHERE wants_label AND state = 'in_process'") == 6
    assert asked(practice_file, "SELECT state FROM withdrawals") == [("proposed",)]


def test_no_book_of_the_parcel_is_worn_already(practice_file: Path) -> None:
    proposed = "FROM withdrawal_copies JOIN copies ON copies.id = withdrawal_copies.copy_id"
    assert one(practice_file, f"SELECT count(*) {proposed} WHERE copies.state = 'in_stock'") == 5
    assert one(practice_file, f"SELECT count(*) {proposed} WHERE copies.state <> 'in_stock'") == 0

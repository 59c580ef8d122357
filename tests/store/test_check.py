"""`check` names every way in which a library file can break its promises, and nothing in a whole one."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import a_copy, a_desk, a_patron, days_later

from deskcirc.desk.circulation import check_out
from deskcirc.desk.holds import place_hold
from deskcirc.desk.returning import check_in, mark_damaged, shelve_all
from deskcirc.desk.undo import undo_last
from deskcirc.domain.changes import ActName
from deskcirc.store.breach import Breach, Rule
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, open_library
from deskcirc.store.journal import GENESIS, Change, chained_hash
from deskcirc.store.tables import copies, number_series

ON_LOAN, ON_HOLD_SHELF, ON_TROLLEY, ON_SHELF, DAMAGED = 1, 2, 3, 4, 5


@pytest.fixture(scope="module")
def busy_file(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library after a day's work: one copy on loan, one kept, one on the trolley, one shelved, one damaged."""
    path = tmp_path_factory.mktemp("busy") / "busy.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        work(library)
    return path


def work(library: Library) -> None:
    reader, waiting = a_patron(library, "陈子墨", grade=5), a_patron(library, "林小雨", grade=3)
    made = [a_copy(library, f"第{number}本") for number in range(1, 6)]
    desk = a_desk(library)
    for copy in made[:3]:
        check_out(desk, reader, copy.id)
    assert place_hold(desk, waiting, made[1].title_id) == ""
    assert place_hold(desk, waiting, made[0].title_id) == ""
    shelve_all(desk)
    for copy in made[1:3]:
        check_in(days_later(desk, 1), copy.id)
    mark_damaged(days_later(desk, 1), DAMAGED, "封面脱落")
    check_out(days_later(desk, 1), reader, made[3].id)
    undo_last(days_later(desk, 1))


@pytest.fixture
def file(busy_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "damaged.deskcirc"
    shutil.copyfile(busy_file, path)
    return path


def damage(file: Path, *statements: str) -> None:
    """Write into the file behind the program's back, with everything that would refuse it switched off."""
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("PRAGMA ignore_check_constraints=ON")
        guards = raw.execute(
            "SELECT type, name FROM sqlite_master WHERE type = 'trigger' OR (type = 'index' AND sql LIKE '%UNIQUE%')"
        )
        for kind, name in guards.fetchall():
            raw.execute(f"DROP {kind} {name}")
        for statement in statements:
            raw.execute(statement)
        raw.commit()


def breaches(file: Path) -> list[Breach]:
    with open_library(file) as library:
        return list(check_library(library))


def named(file: Path, rule: Rule) -> Iterator[tuple[str, int]]:
    return ((breach.table, breach.row_id) for breach in breaches(file) if breach.rule is rule)


def test_a_library_in_use_breaks_no_promise(file: Path) -> None:
    assert breaches(file) == []


def test_a_new_library_breaks_no_promise(library: Library) -> None:
    assert list(check_library(library)) == []


OPEN_LOAN = (
    "lent_at, due, renewals, override_reason) VALUES ({copy}, 2, '2026-03-02T05:00:00.000+00:00', '2026-03-16', 0, '')"
)
CHARGE = (
    "INSERT INTO charges (patron_id, kind, amount, state, note, raised_at, settled_at, settled_note) "
    "VALUES (1, 'lost', {amount}, '{state}', '', '2026-03-02T05:00:00.000+00:00', {settled}, '')"
)
LEND = "INSERT INTO loans (copy_id, patron_id, " + OPEN_LOAN

CLEARED = "INSERT INTO clearances (number, patron_id, at, note) VALUES (1, 1, '2026-03-02T{hour}:00:00.000+00:00', '')"
TWO_CORNERS = (
    "INSERT INTO corners (class_id, patron_id, target, note, opened_at) "
    "SELECT 1, id, 50, '', '2026-03-02T05:00:00.000+00:00' FROM patrons"
)
LENT_ON = (
    "INSERT INTO corner_loans (corner_id, copy_id, loan_id, patron_id, lent_at, returned_at) "
    "VALUES (1, 1, 1, 1, '2026-03-02T05:00:00.000+00:00', {back})"
)
LENT_ON_TWICE = (
    "INSERT INTO corner_loans (corner_id, copy_id, loan_id, patron_id, lent_at) "
    "SELECT 1, 1, 1, id, '2026-03-02T05:00:00.000+00:00' FROM patrons"
)

BROKEN = [
    pytest.param(Rule.ONE_OPEN_LOAN, "loans", LEND.format(copy=ON_LOAN), id="a copy is on loan twice"),
    *(
        pytest.param(
            Rule.LOAN_AND_STATE,
            "loans",
            f"UPDATE copies SET state = '{state}' WHERE id = {ON_LOAN}",
            id=f"on loan and {state}",
        )
        for state in ("withdrawn", "lost", "missing", "in_repair", "in_process")
    ),
    pytest.param(
        Rule.LOAN_AND_TROLLEY,
        "loans",
        f"UPDATE copies SET awaits_shelving = 1 WHERE id = {ON_LOAN}",
        id="on loan and on the trolley",
    ),
    pytest.param(
        Rule.LOAN_TIMES,
        "loans",
        "UPDATE loans SET returned_at = '2026-03-01T00:00:00.000+00:00' WHERE id = 1",
        id="returned before lent",
    ),
    pytest.param(Rule.HOLD_AND_COPY, "holds", LEND.format(copy=ON_HOLD_SHELF), id="kept and on loan"),
    pytest.param(
        Rule.HOLD_AND_COPY, "holds", f"UPDATE copies SET state = 'lost' WHERE id = {ON_HOLD_SHELF}", id="kept and lost"
    ),
    pytest.param(
        Rule.HOLD_AND_COPY,
        "holds",
        f"UPDATE copies SET awaits_shelving = 1 WHERE id = {ON_HOLD_SHELF}",
        id="kept and on the trolley",
    ),
    pytest.param(
        Rule.HOLD_AND_COPY,
        "holds",
        f"UPDATE holds SET copy_id = {ON_SHELF} WHERE state = 'ready'",
        id="kept for another title",
    ),
    pytest.param(
        Rule.HOLD_AND_COPY,
        "holds",
        f"UPDATE holds SET title_id = 2, state = 'ready', shelf_number = 9, copy_id = {ON_HOLD_SHELF} "
        "WHERE state = 'waiting'",
        id="kept for two",
    ),
    pytest.param(
        Rule.HOLD_SHELF,
        "holds",
        f"UPDATE holds SET state = 'ready', shelf_number = 1, copy_id = {ON_SHELF} WHERE state = 'waiting'",
        id="one number of the hold shelf twice",
    ),
    pytest.param(
        Rule.HOLD_SHELF,
        "holds",
        "UPDATE holds SET shelf_number = NULL WHERE state = 'ready'",
        id="ready without a number",
    ),
    pytest.param(
        Rule.HOLD_SHELF, "holds", "UPDATE holds SET copy_id = NULL WHERE state = 'ready'", id="ready without a copy"
    ),
    pytest.param(
        Rule.HOLD_SHELF,
        "holds",
        "UPDATE holds SET shelf_number = 7 WHERE state = 'waiting'",
        id="a number of the hold shelf for who only waits",
    ),
    pytest.param(
        Rule.HOLD_AND_COPY,
        "holds",
        f"UPDATE holds SET wanted_copy_id = {ON_SHELF} WHERE state = 'ready'",
        id="kept for somebody who wants another very copy",
    ),
    pytest.param(
        Rule.LOAN_HERE,
        "loans",
        "UPDATE loans SET lending = 'in_house' WHERE returned_at IS NULL",
        id="read here and due in a fortnight",
    ),
    pytest.param(Rule.ONE_HOLD, "holds", "UPDATE holds SET title_id = 1", id="one patron twice in a queue"),
    pytest.param(Rule.MONEY, "titles", "UPDATE titles SET price = -1 WHERE id = 1", id="a title's price below zero"),
    pytest.param(Rule.MONEY, "copies", "UPDATE copies SET price = 12.5 WHERE id = 1", id="half a fen"),
    pytest.param(
        Rule.MONEY, "circulation_rules", "UPDATE circulation_rules SET fine = -5 WHERE id = 1", id="a fine below zero"
    ),
    pytest.param(
        Rule.MONEY, "charges", CHARGE.format(amount=-5, state="open", settled="NULL"), id="a charge below zero"
    ),
    pytest.param(
        Rule.CERTIFICATE,
        "clearances",
        CLEARED.format(hour="04"),
        id="a certificate whose number would be given again",
    ),
    pytest.param(Rule.CERTIFICATE, "loans", CLEARED.format(hour="06"), id="a certificate for who had a copy"),
    pytest.param(Rule.CORNER_AND_CLASS, "corners", TWO_CORNERS, id="two open corners of one class"),
    pytest.param(Rule.CORNER_AND_LOAN, "corner_loans", LENT_ON.format(back="NULL"), id="lent on without a corner"),
    pytest.param(Rule.CORNER_AND_LOAN, "corner_loans", LENT_ON_TWICE, id="lent on to two pupils"),
    pytest.param(
        Rule.LOAN_TIMES,
        "corner_loans",
        LENT_ON.format(back="'2026-03-01T00:00:00.000+00:00'"),
        id="back in its corner before it left",
    ),
    pytest.param(
        Rule.CHARGE_STATE,
        "charges",
        CHARGE.format(amount=5, state="paid", settled="NULL"),
        id="a charge paid on no day",
    ),
    pytest.param(
        Rule.CHARGE_STATE,
        "charges",
        CHARGE.format(amount=5, state="waived", settled="'2026-03-02T05:00:00.000+00:00'"),
        id="a charge waived without a reason",
    ),
    pytest.param(
        Rule.ONE_VALID_CARD, "cards", "UPDATE cards SET patron_id = 1 WHERE id = 2", id="a patron with two valid cards"
    ),
    pytest.param(Rule.ONE_CODE, "cards", "UPDATE cards SET code = 'B00003' WHERE id = 1", id="a card like a barcode"),
    pytest.param(
        Rule.ONE_CODE, "cards", "UPDATE cards SET code = 'A00003' WHERE id = 1", id="a card like an accession number"
    ),
    pytest.param(
        Rule.ONE_CODE, "operators", "UPDATE operators SET card = 'K0001'", id="an operator's card like a patron's"
    ),
    pytest.param(
        Rule.ONE_CODE,
        "copies",
        "UPDATE copies SET barcode = 'A00002' WHERE id = 1",
        id="a barcode like another's number",
    ),
    pytest.param(
        Rule.IMPORT_ADDS_UP,
        "imports",
        "INSERT INTO imports (at, file_name, digest, kind, rows_read, rows_added, rows_matched, rows_refused) "
        "VALUES ('2026-03-02T05:00:00.000+00:00', 'x.xlsx', '', '', 10, 5, 3, 1)",
        id="an import that lost a row",
    ),
    pytest.param(Rule.REFERENCE, "loans", "UPDATE loans SET patron_id = 99 WHERE id = 1", id="a loan of nobody"),
    pytest.param(Rule.TABLES, "", "SELECT 1", id="an index and the journal's triggers gone"),
    pytest.param(Rule.FILE, "", "UPDATE copies SET state = 'eaten' WHERE id = 3", id="a value no constraint allows"),
    pytest.param(
        Rule.JOURNAL_CHAIN,
        "journal",
        "UPDATE journal SET operator = 'somebody else' WHERE id = 3",
        id="an entry changed",
    ),
    pytest.param(
        Rule.JOURNAL_CHAIN,
        "journal",
        "UPDATE journal_changes SET after = before WHERE entry_id = 4",
        id="an image changed",
    ),
    pytest.param(
        Rule.JOURNAL_CHAIN, "journal", "DELETE FROM journal_changes WHERE entry_id = 3", id="images taken out"
    ),
    pytest.param(Rule.JOURNAL_CHAIN, "journal", "DELETE FROM journal WHERE id = 3", id="an entry taken out"),
    pytest.param(
        Rule.JOURNAL_IMAGE,
        "loans",
        "UPDATE loans SET due = '2027-01-01' WHERE id = 1",
        id="a row changed past the journal",
    ),
    pytest.param(Rule.JOURNAL_IMAGE, "loans", LEND.format(copy=ON_SHELF), id="a row added past the journal"),
    pytest.param(Rule.JOURNAL_IMAGE, "loans", "DELETE FROM loans WHERE id = 1", id="a row deleted past the journal"),
    pytest.param(
        Rule.JOURNAL_IMAGE,
        "loans",
        "DELETE FROM journal_changes WHERE entry_id = (SELECT max(id) FROM journal)",
        id="the journal cut off",
    ),
]


@pytest.mark.parametrize(("rule", "table", "statement"), BROKEN)
def test_a_broken_promise_is_named_with_its_table(file: Path, rule: Rule, table: str, statement: str) -> None:
    damage(file, statement)
    found = breaches(file)
    assert (rule, table) in {(breach.rule, breach.table) for breach in found}
    assert [breach for breach in found if "{" in breach.sentence or not breach.sentence] == []


def test_a_certificate_given_while_a_charge_was_open_is_named(file: Path) -> None:
    damage(file, CHARGE.format(amount=5, state="open", settled="NULL"), CLEARED.format(hour="06"))
    assert ("charges", 1) in set(named(file, Rule.CERTIFICATE))


def test_only_the_broken_row_is_named(file: Path) -> None:
    damage(file, "UPDATE loans SET due = '2027-01-01' WHERE id = 2")
    assert list(named(file, Rule.JOURNAL_IMAGE)) == [("loans", 2)]


def test_the_entry_that_was_changed_is_named_and_not_all_that_follow(file: Path) -> None:
    damage(file, "UPDATE journal SET station = 'elsewhere' WHERE id = 5")
    assert list(named(file, Rule.JOURNAL_CHAIN)) == [("journal", 5)]


def test_a_chain_forged_anew_from_one_entry_on_is_still_found_by_the_rows(file: Path) -> None:
    """Whoever knows the way can rewrite the chain to its end, but then has to make the rows lie too."""
    damage(
        file, "UPDATE journal_changes SET after = replace(after, '2026-03-16', '2026-09-16') WHERE table_name = 'loans'"
    )
    forge_hashes(file)
    assert list(named(file, Rule.JOURNAL_CHAIN)) == []
    assert ("loans", 1) in set(named(file, Rule.JOURNAL_IMAGE))


def forge_hashes(file: Path) -> None:
    with closing(sqlite3.connect(file)) as raw:
        raw.row_factory = sqlite3.Row
        previous = GENESIS
        for entry in raw.execute("SELECT * FROM journal ORDER BY id").fetchall():
            changes = raw.execute(
                "SELECT table_name, row_id, before, after FROM journal_changes WHERE entry_id = ? ORDER BY id",
                (entry["id"],),
            )
            previous = chained_hash(previous, dict(entry), [Change(*change) for change in changes])
            raw.execute("UPDATE journal SET hash = ? WHERE id = ?", (previous, entry["id"]))
        raw.commit()


def test_an_accession_number_given_to_a_second_copy_is_named(library: Library) -> None:
    first = a_copy(library, accession_number="0001001")
    with library.writing(a_desk(library).act(ActName.IMPORT)) as writing:
        writing.update(copies, first.id, accession_number="0001002")
    second = a_copy(library, "另一本", accession_number="0001001")
    found = [breach for breach in check_library(library) if breach.rule is Rule.ACCESSION_NUMBER]
    assert [(breach.table, breach.row_id) for breach in found] == [("copies", second.id)]
    assert "0001001" in found[0].sentence


def test_a_number_series_set_back_is_named(library: Library) -> None:
    for value in (50, 20):
        with library.writing(a_desk(library).act(ActName.IMPORT)) as writing:
            writing.update(number_series, 1, next=value)
    assert [breach.table for breach in check_library(library)] == ["number_series"]


def test_a_clock_that_went_back_unconfirmed_is_named(file: Path) -> None:
    damage(file, "UPDATE journal SET at = '2020-01-01T00:00:00.000+00:00' WHERE id = (SELECT max(id) FROM journal)")
    forge_hashes(file)
    assert [table for table, _row in named(file, Rule.JOURNAL_CLOCK)] == ["journal"]


def test_a_clock_that_a_person_allowed_to_go_back_is_no_breach(library: Library) -> None:
    reader, copy = a_patron(library), a_copy(library)
    check_out(a_desk(library), reader, copy.id)
    earlier = a_desk(library, a_desk(library).now - timedelta(days=3))
    library.clock_confirmed_at = earlier.now
    check_in(earlier, copy.id)
    assert list(check_library(library)) == []
    with library.reading() as connection:
        subjects = connection.exec_driver_sql("SELECT subject FROM journal ORDER BY id DESC LIMIT 1").scalar_one()
    assert json.loads(subjects)["clock_set_back"].startswith("2026-03-02T04:00")


@pytest.mark.parametrize("page", range(2, 60, 9))
def test_a_page_damaged_by_a_bad_stick_is_named_and_never_a_bug(file: Path, page: int) -> None:
    with file.open("r+b") as raw:
        raw.seek(4096 * page)
        raw.write(b"\xff" * 4096)
    assert Rule.FILE in {breach.rule for breach in breaches(file)}


def test_a_table_that_is_gone_is_named(file: Path) -> None:
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("DROP TABLE in_house_uses")
    assert Rule.TABLES in {breach.rule for breach in breaches(file)}


@pytest.mark.parametrize("nonsense", ["x'00ff'", "'nonsense'", "'[1]'", "5"])
@pytest.mark.parametrize(("table", "column"), [("journal", "subject"), ("journal", "at"), ("journal_changes", "after")])
def test_nonsense_in_the_journal_is_named_and_never_a_bug(file: Path, table: str, column: str, nonsense: str) -> None:
    with closing(sqlite3.connect(file)) as raw:
        raw.execute(f"DROP TRIGGER {table}_refuses_update")
        raw.execute(f"UPDATE {table} SET {column} = {nonsense} WHERE id = (SELECT max(id) FROM {table})")
        raw.commit()
    rules = {breach.rule for breach in breaches(file)}
    assert rules & {Rule.JOURNAL_CHAIN, Rule.JOURNAL_IMAGE, Rule.FILE}

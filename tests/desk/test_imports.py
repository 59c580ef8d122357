"""What an import promises: every row accounted for, nothing twice, nothing half-done, one undo for all of it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import a_desk
from tests.desk.any_sequence import library_like, sequences

from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.imports import ImportSource, ImportSummary, run_import
from deskcirc.desk.undo import UndoOutcome, undo_by_id
from deskcirc.domain.drafts import (
    CopyDraft,
    Draft,
    MarcDraft,
    Mark,
    Note,
    PatronDraft,
    ReadRow,
    Refusal,
    RefusalReason,
    TitleDraft,
)
from deskcirc.errors import CancelledError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.journal import Change, chained_hash
from deskcirc.store.lookups.copies import copies_by_isbn, copy_by_code
from deskcirc.store.lookups.patrons import patron_by_code, search_patrons

SOURCE = ImportSource("馆藏.xlsx", "0" * 64, "workbook")
ISBN = "9787806041574"
OTHER_ISBN = "9787101070927"


def rows_of(*drafts: Draft) -> list[ReadRow]:
    return [ReadRow(number, "书籍", "…", draft) for number, draft in enumerate(drafts, start=2)]


def taken(desk: Desk, *drafts: Draft) -> ImportSummary:
    summary = run_import(desk, rows_of(*drafts), SOURCE)
    assert summary.read == summary.added + summary.matched + summary.refused
    return summary


def table(library: Library, statement: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(library.path) as connection:
        return connection.execute(statement).fetchall()


def contents(library: Library, *without: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the journal, the number series and those named."""
    left_out = {"journal", "journal_changes", "number_series", "alembic_version", "title_search", *without}
    names = [str(name) for (name,) in table(library, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = [name for name in names if name not in left_out and not name.startswith("title_search_")]
    return {name: table(library, f"SELECT * FROM {name} ORDER BY id") for name in kept}


def undone(desk: Desk) -> UndoOutcome:
    """Take back the last import that still stands, as the history does."""
    standing = "act = 'import' AND id NOT IN (SELECT undoes FROM journal WHERE undoes IS NOT NULL)"
    ((entry,),) = table(desk.library, f"SELECT max(id) FROM journal WHERE {standing}")
    return undo_by_id(desk, int(str(entry)))


def copies_of(count: int, location: str = "") -> tuple[CopyDraft, ...]:
    return (CopyDraft(location=location),) * count


def marks(library: Library) -> list[tuple[object, ...]]:
    return table(library, "SELECT mark, value FROM notes ORDER BY id")


def test_a_row_brings_its_title_and_its_copies_with_numbers_of_their_own(desk: Desk, library: Library) -> None:
    draft = TitleDraft(
        "毛泽东诗词鉴赏", isbn=ISBN, isbn_valid=True, price=1680, class_number="A841.4", copies=copies_of(3, "1")
    )
    summary = taken(desk, draft)
    assert (summary.read, summary.added, summary.titles_added, summary.copies_added) == (1, 1, 1, 3)
    with library.reading() as connection:
        found = copies_by_isbn(connection, ISBN)
    assert [copy.accession_number for copy in found] == ["0000001", "0000002", "0000003"]
    assert {(copy.location, copy.price, copy.call_number) for copy in found} == {("1", 1680, "A841.4")}
    assert all(copy.shelf_key for copy in found)


def test_the_same_file_again_adds_nothing(desk: Desk, library: Library) -> None:
    drafts = (
        TitleDraft("红岩", isbn=ISBN, isbn_valid=True, copies=copies_of(4, "2")),
        TitleDraft("红岩", isbn=ISBN, isbn_valid=True, copies=copies_of(2, "3")),
        PatronDraft("陈子墨", number="20240101", class_label="二（1）班"),
    )
    assert taken(desk, *drafts).added == 3
    before = contents(library, "imports")
    again = taken(desk, *drafts)
    assert (again.added, again.matched) == (0, 3)
    assert contents(library, "imports") == before


def test_two_rows_of_one_title_bring_the_copies_of_both(desk: Desk) -> None:
    draft = TitleDraft("红岩", isbn=ISBN, isbn_valid=True, copies=copies_of(4, "2"))
    assert taken(desk, draft, draft).copies_added == 8


def test_a_longer_list_adds_only_the_copies_beyond_those_there(desk: Desk) -> None:
    draft = TitleDraft("红岩", isbn=ISBN, isbn_valid=True, copies=copies_of(4, "2"))
    taken(desk, draft)
    summary = taken(desk, replace(draft, copies=copies_of(6, "2")))
    assert (summary.added, summary.titles_added, summary.copies_added) == (1, 0, 2)


def test_width_case_blanks_and_brackets_make_no_other_title(desk: Desk) -> None:
    taken(desk, TitleDraft("《海底 两万里》", author="凡尔纳", publisher="ＡＢ社", copies=copies_of(1)))
    assert taken(desk, TitleDraft("海底两万里", author="凡尔纳", publisher="ab社", copies=copies_of(1))).matched == 1


def test_volumes_that_share_an_isbn_stay_two_titles_and_both_are_noted(desk: Desk, library: Library) -> None:
    first = TitleDraft("三国演义", volume="上", isbn=ISBN, isbn_valid=True)
    summary = taken(desk, first, replace(first, volume="下"))
    assert summary.titles_added == 2
    assert summary.notes[Mark.ISBN_REPEATED] == 2
    assert table(library, "SELECT title_id, mark, value FROM notes ORDER BY title_id") == [
        (1, "isbn-repeated", ISBN),
        (2, "isbn-repeated", ISBN),
    ]


def test_a_wrong_isbn_refuses_no_book_and_is_noted(desk: Desk, library: Library) -> None:
    row = ReadRow(
        2, "书籍", "…", TitleDraft("童话", isbn="1234567891011"), notes=(Note(Mark.ISBN_WRONG, "1234567891011"),)
    )
    summary = run_import(desk, [row, row], SOURCE)
    assert (summary.added, summary.matched, summary.refused) == (1, 1, 0)
    assert summary.remarks[0].number == 2
    assert marks(library) == [("isbn-wrong", "1234567891011")]


def test_a_number_given_is_kept_and_known_again(desk: Desk, library: Library) -> None:
    draft = TitleDraft("论语", copies=(CopyDraft("t002267", barcode="XZ000001", price=900),))
    assert taken(desk, draft).copies_added == 1
    assert taken(desk, draft).matched == 1
    with library.reading() as connection:
        by_number, by_barcode = copy_by_code(connection, ["T002267"]), copy_by_code(connection, ["XZ000001"])
    assert by_number == by_barcode
    assert by_number is not None
    assert by_number.price == 900


def test_a_number_on_another_title_gives_way_to_a_new_one_once(desk: Desk, library: Library) -> None:
    drafts = (TitleDraft("论语", copies=(CopyDraft("5"),)), TitleDraft("孟子", copies=(CopyDraft("5"),)))
    assert taken(desk, *drafts).notes[Mark.NUMBER_TAKEN] == 1
    assert taken(desk, *drafts).matched == 2
    assert table(library, "SELECT accession_number FROM copies ORDER BY id") == [("5",), ("0000001",)]
    assert marks(library) == [("number-taken", "5")]


def test_a_row_said_twice_in_one_file_is_one_copy_also_when_its_number_gave_way(desk: Desk) -> None:
    taken(desk, TitleDraft("论语", copies=(CopyDraft("5"),)))
    row = TitleDraft("孟子", copies=(CopyDraft("5"),))
    summary = taken(desk, row, row)
    assert (summary.added, summary.matched, summary.copies_added) == (1, 1, 1)


def test_a_copy_counted_and_a_copy_named_are_two_in_whatever_order_and_however_often(desk: Desk) -> None:
    counted, named = TitleDraft("论语", copies=copies_of(1)), TitleDraft("论语", copies=(CopyDraft("0000001"),))
    assert taken(desk, counted, named).copies_added == 2
    assert taken(desk, counted, named).copies_added == 0
    assert taken(desk, named, counted).copies_added == 0
    assert taken(desk, named, counted, counted).copies_added == 1


def test_a_barcode_that_is_a_card_is_dropped_and_noted(desk: Desk, library: Library) -> None:
    patron = PatronDraft("陈子墨", card="P001", category="学生")
    drafts = (patron, TitleDraft("论语", copies=(CopyDraft("7", barcode="p001"),)))
    taken(desk, *drafts)
    assert taken(desk, *drafts).matched == 2
    assert table(library, "SELECT accession_number, barcode FROM copies") == [("7", None)]
    assert marks(library) == [("barcode-taken", "P001")]


def test_numbers_given_step_over_those_in_use(desk: Desk, library: Library) -> None:
    taken(desk, TitleDraft("论语", copies=(CopyDraft("0000001"), CopyDraft("0000002"))))
    taken(desk, TitleDraft("孟子", copies=copies_of(1)))
    assert ("0000003",) in table(library, "SELECT accession_number FROM copies")


def test_a_record_without_holdings_brings_no_copy_unless_asked(desk: Desk) -> None:
    assert taken(desk, TitleDraft("论语")).copies_added == 0
    assert run_import(desk, rows_of(TitleDraft("孟子")), SOURCE, copies_when_none=1).copies_added == 1
    assert run_import(desk, rows_of(TitleDraft("论语")), SOURCE, copies_when_none=1).matched == 1


def test_a_marc_record_is_kept_octet_by_octet_and_once(desk: Desk, library: Library) -> None:
    first = MarcDraft("cnmarc", "iso2709", "gb18030", "题名".encode("gb18030"))
    draft = TitleDraft("题名", isbn=ISBN, isbn_valid=True, marc=first)
    taken(desk, draft)
    assert taken(desk, draft, replace(draft, marc=replace(first, octets=b"x"))).matched == 2
    assert table(library, "SELECT octets FROM marc_records ORDER BY id") == [("题名".encode("gb18030"),), (b"x",)]


def test_only_the_word_of_the_file_makes_a_reference_work(desk: Desk, library: Library) -> None:
    dictionary = TitleDraft("新华字典", class_number="H163", copies=copies_of(1))
    taken(desk, dictionary, replace(dictionary, title="辞海", item_type="工具书"))
    names = "SELECT item_types.code FROM copies JOIN item_types ON item_type_id = item_types.id ORDER BY copies.id"
    assert table(library, names) == [("general",), ("reference",)]


def test_a_pupil_of_the_roster_can_be_scanned_searched_and_stands_in_a_class(desk: Desk, library: Library) -> None:
    taken(
        desk,
        PatronDraft(
            "单小雨", number="２０２４０１", card="s-77", gender="female", class_label="三（2）班", loan_limit=5
        ),
    )
    with library.reading() as connection:
        by_number = patron_by_code(connection, ["202401"], desk.policy, desk.today)
        by_card = patron_by_code(connection, ["S-77"], desk.policy, desk.today)
        by_initials = search_patrons(connection, "sxy", desk.policy, desk.today)
    assert by_number is not None
    assert by_number == by_card == by_initials[0]
    assert (by_number.grade, by_number.loan_limit) == (3, 5)
    assert table(library, "SELECT entry_year, number FROM classes") == [(2023, 2)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("教师", "teacher"),
        ("语文老师", "teacher"),
        ("学生", "pupil"),
        ("职工", "staff"),
        ("后勤处", "staff"),
        ("", "pupil"),
    ],
)
def test_the_words_of_the_roster_choose_the_category(desk: Desk, library: Library, words: str, code: str) -> None:
    summary = taken(desk, PatronDraft("陈子墨", number="1", category=words))
    joined = "SELECT patron_categories.code FROM patrons JOIN patron_categories ON category_id = patron_categories.id"
    assert table(library, joined) == [(code,)]
    assert summary.notes[Mark.NO_CATEGORY] == (words == "")


def test_another_class_in_a_later_roster_is_noted_and_not_applied(desk: Desk, library: Library) -> None:
    pupil = PatronDraft("陈子墨", number="1", class_label="三（2）班")
    taken(desk, pupil)
    for _again in range(2):
        assert taken(desk, replace(pupil, class_label="四（2）班")).notes[Mark.PATRON_DIFFERS] == 1
    assert table(library, "SELECT entry_year, number FROM classes") == [(2023, 2)]
    assert marks(library) == [("patron-differs", "四（2）班")]


def test_a_number_or_card_of_somebody_else_or_of_a_copy_refuses_the_row(desk: Desk) -> None:
    taken(desk, PatronDraft("陈子墨", number="1", card="C1"), TitleDraft("论语", copies=(CopyDraft("77"),)))
    summary = taken(
        desk,
        PatronDraft("李一", number="1"),
        PatronDraft("李一", number="2", card="C1"),
        PatronDraft("李一", card="77"),
    )
    reasons = [(refusal.reason, refusal.value) for _row, refusal in summary.refusals]
    assert reasons == [
        (RefusalReason.PATRON_NUMBER_TAKEN, "1"),
        (RefusalReason.CARD_TAKEN, "C1"),
        (RefusalReason.CARD_TAKEN, "77"),
    ]
    assert summary.patrons_added == 0


def test_a_row_without_any_number_is_known_by_name_in_class_only(desk: Desk) -> None:
    taken(desk, PatronDraft("陈子墨", number="1", class_label="三（2）班"))
    summary = taken(
        desk, PatronDraft("陈子墨", class_label="三（2）班"), PatronDraft("陈子墨", class_label="三（3）班")
    )
    assert (summary.matched, summary.refused) == (1, 1)


def test_rows_that_could_not_be_read_are_counted_and_handed_to_the_error_file(desk: Desk) -> None:
    refusal = Refusal(RefusalReason.RECORD_CUT_OFF, "第 3 条")
    heard: list[tuple[int, Refusal]] = []
    rows = [*rows_of(TitleDraft("论语")), ReadRow(9, "@77", "01234nam", refusal=refusal)]
    summary = run_import(desk, rows, SOURCE, on_refused=lambda row, why: heard.append((row.number, why)))
    assert (summary.read, summary.added, summary.refused) == (2, 1, 1)
    assert heard == [(9, refusal)]


def test_a_dry_run_tells_the_same_figures_and_stores_nothing(desk: Desk, library: Library) -> None:
    rows = rows_of(
        TitleDraft("论语", copies=copies_of(2)), PatronDraft("陈子墨", number="1"), PatronDraft(" ", number="2")
    )
    before = contents(library)
    dry = run_import(desk, rows, SOURCE, dry_run=True)
    assert contents(library) == before
    assert run_import(desk, rows, SOURCE) == dry


def test_a_cancelled_import_leaves_nothing_half_done(desk: Desk, library: Library) -> None:
    before = contents(library)
    rows = rows_of(*(TitleDraft(f"第{number}册", copies=copies_of(2)) for number in range(3000)))
    seen: list[int] = []
    with pytest.raises(CancelledError):
        run_import(desk, rows, SOURCE, on_progress=seen.append, cancelled=lambda: len(seen) == 50)
    assert contents(library) == before
    assert seen == list(range(50, 2501, 50))


def test_one_undo_takes_the_whole_import_back(desk: Desk, library: Library) -> None:
    taken(desk, TitleDraft("论语", isbn=ISBN, isbn_valid=True, copies=copies_of(2, "1")))
    before = contents(library)
    taken(
        desk,
        TitleDraft("论语", isbn=ISBN, isbn_valid=True, copies=copies_of(5, "1")),
        TitleDraft("孟子", isbn=ISBN, isbn_valid=True, item_type="地图册", copies=copies_of(2, "9")),
        PatronDraft("陈子墨", number="1", class_label="三（2）班"),
    )
    outcome = undone(desk)
    assert outcome.done, outcome.sentence
    assert contents(library) == before
    taken(desk, TitleDraft("孟子", copies=copies_of(1)))
    assert table(library, "SELECT max(accession_number) FROM copies") == [("0000008",)], "numbers are given once"


def test_undo_is_refused_once_a_copy_of_the_import_was_lent(desk: Desk, library: Library) -> None:
    taken(desk, TitleDraft("论语", copies=(CopyDraft("7"),)), PatronDraft("陈子墨", number="1", category="教师"))
    with library.reading() as connection:
        patron, copy = patron_by_code(connection, ["1"], desk.policy, desk.today), copy_by_code(connection, ["7"])
    assert patron is not None
    assert copy is not None
    assert check_out(desk, patron, copy.id).kind is CheckoutKind.LENT
    before = contents(library)
    outcome = undone(desk)
    assert not outcome.done
    assert "馆藏.xlsx" in outcome.sentence
    assert contents(library) == before


def test_the_journal_holds_a_large_import_as_one_entry_in_its_chain(desk: Desk, library: Library) -> None:
    taken(desk, *(TitleDraft(f"第{number}册", copies=copies_of(1)) for number in range(4000)))
    columns = "at, act, operator, station, subject, undoes"
    rows = table(library, f"SELECT id, hash, {columns} FROM journal ORDER BY id")
    (_first, previous, *_told), (entry_id, stored, *told) = rows
    entry = dict(zip(columns.split(", "), told, strict=True))
    changes = [
        Change(*row)  # type: ignore[arg-type]
        for row in table(
            library,
            f"SELECT table_name, row_id, before, after FROM journal_changes WHERE entry_id = {entry_id} ORDER BY id",
        )
    ]
    assert json.loads(str(entry["subject"])) == {"added": 4000, "file": "馆藏.xlsx", "matched": 0, "refused": 0}
    assert len(changes) == 8004  # titles, copies, the import, its batch and the number series
    assert chained_hash(str(previous), entry, changes) == stored


codes = st.sampled_from(["", "", "1", "2", "0000001", "0000002", "P1"])
copy_drafts = st.builds(CopyDraft, accession_number=codes, barcode=codes, location=st.sampled_from(["", "1", "2"]))
title_drafts = st.builds(
    TitleDraft,
    title=st.sampled_from(["论语", "《论语》", "孟子"]),
    volume=st.sampled_from(["", "上"]),
    isbn=st.sampled_from(["", ISBN, OTHER_ISBN]),
    copies=st.lists(copy_drafts, max_size=3).map(tuple),
).map(lambda draft: replace(draft, isbn_valid=bool(draft.isbn)))
patron_drafts = st.builds(
    PatronDraft,
    name=st.sampled_from(["陈子墨", "李一", " "]),
    number=codes,
    card=codes,
    class_label=st.sampled_from(["", "三（2）班", "食堂"]),
)
files = st.lists(st.one_of(title_drafts, patron_drafts), max_size=12)


@sequences(40)
@given(earlier=files, file=files)
def test_any_file_imported_twice_is_as_imported_once_and_undone_as_never(
    template_file: Path, earlier: list[Draft], file: list[Draft]
) -> None:
    with library_like(template_file) as library:
        desk = a_desk(library)
        taken(desk, *earlier)
        before = contents(library)
        taken(desk, *file)
        after = contents(library, "imports")
        second = taken(desk, *file)
        assert contents(library, "imports") == after
        assert second.added == 0
        assert undone(desk).done
        assert undone(desk).done
        assert contents(library) == before
        assert list(check_library(library)) == []

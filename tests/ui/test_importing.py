"""A file goes in as its preview showed it: the figures add up, refused rows are kept, an undo takes it all back."""

from __future__ import annotations

import csv
import os
import shutil
from argparse import Namespace
from datetime import date
from pathlib import Path

import pytest
from tests.builders import TODAY

from deskcirc import paths
from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.drafts import Mark, TitleDraft
from deskcirc.errors import CancelledError, ImportFileError, LibraryFileError
from deskcirc.store.database import Library
from deskcirc.ui import import_words, importing

STOCK = "题名,责任者,ISBN,单价,册数\n小王子,圣埃克苏佩里,9787020042494,22.00,2\n,无名,,10,1\n草房子,曹文轩,123,abc,1\n"
FILES = Path(__file__).parents[1] / "files"


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    """A list of three rows: one good, one without a title, one with a doubtful ISBN and price."""
    file = tmp_path / "stock.csv"
    file.write_bytes(STOCK.encode("gb18030"))
    return file


def count(library: Library, table: str) -> int:
    with library.reading() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def command(library: Path, file: Path, **more: object) -> Namespace:
    return Namespace(**{"library": library, "file": file, "dry_run": False, "encoding": None, "refused": None} | more)


def test_every_row_is_added_matched_or_refused_and_the_refused_one_is_kept_beside_the_file(
    desk: Desk, stock: Path
) -> None:
    done = importing.import_file(desk, importing.preview(stock))
    assert (done.summary.read, done.summary.added, done.summary.matched, done.summary.refused) == (3, 2, 0, 1)
    assert done.error_files == (stock.with_name("stock-refused.csv"),)
    with done.error_files[0].open(encoding="utf-8-sig", newline="") as stream:
        header, row = csv.reader(stream)
    assert header[-5:] == ["题名", "责任者", "ISBN", "单价", "册数"]
    assert row[-4:] == ["无名", "", "10", "1"]
    assert "The row has no title." in row


def test_a_mended_error_file_goes_in_by_itself(desk: Desk, stock: Path) -> None:
    (refused,) = importing.import_file(desk, importing.preview(stock)).error_files
    mended = refused.with_name("mended.csv")
    mended.write_text(refused.read_text(encoding="utf-8-sig").replace(",无名", "无名的书,无名"), encoding="utf-8")
    done = importing.import_file(desk, importing.preview(mended))
    assert (done.summary.read, done.summary.added, done.summary.refused) == (1, 1, 0)


def test_a_file_of_a_person_is_never_written_over(desk: Desk, stock: Path) -> None:
    precious = stock.with_name("stock-refused.csv")
    precious.write_text("mine", encoding="utf-8")
    (written,) = importing.import_file(desk, importing.preview(stock)).error_files
    assert written.name == "stock-refused-2.csv"
    with pytest.raises(ImportFileError, match="already exists"):
        importing.import_file(desk, importing.preview(stock), refused_to=precious)
    assert precious.read_text(encoding="utf-8") == "mine"


def test_nothing_refused_leaves_no_error_file(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "good.csv"
    file.write_text("书名,作者\n草房子,曹文轩\n", encoding="utf-8")
    assert importing.import_file(desk, importing.preview(file)).error_files == ()
    assert sorted(each.name for each in tmp_path.glob("*.csv")) == ["good.csv"]


def test_a_stick_that_takes_no_file_gets_its_refused_rows_among_the_documents(
    desk: Desk, stock: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, stick = tmp_path / "documents", tmp_path / "stick"
    documents.mkdir()
    stick.mkdir()
    on_stick = Path(shutil.copy(stock, stick))
    stick.chmod(0o555)
    if os.access(stick, os.W_OK):
        pytest.skip(reason="root and Windows write into any folder")
    monkeypatch.setattr(paths, "documents_folder", lambda: documents)
    done = importing.import_file(desk, importing.preview(on_stick))
    assert done.error_files == (documents / "stock-refused.csv",)


def test_a_place_for_refused_rows_that_does_not_exist_is_told_before_anything_is_stored(
    desk: Desk, stock: Path, tmp_path: Path
) -> None:
    with pytest.raises(ImportFileError, match="no folder"):
        importing.import_file(desk, importing.preview(stock), refused_to=tmp_path / "missing" / "refused.csv")
    assert count(desk.library, "titles") == 0


def test_a_file_with_a_very_long_name_still_gets_an_error_file(desk: Desk, stock: Path) -> None:
    long = Path(shutil.move(stock, stock.with_name("图书清单" * 20 + ".csv")))
    (written,) = importing.import_file(desk, importing.preview(long)).error_files
    assert written.exists()


def test_a_dry_run_tells_the_same_figures_and_stores_nothing(desk: Desk, stock: Path) -> None:
    shown = importing.preview(stock)
    tried = importing.import_file(desk, shown, dry_run=True)
    assert (count(desk.library, "titles"), count(desk.library, "imports")) == (0, 0)
    assert tried.entry_id is None
    assert tried.error_files == ()
    done = importing.import_file(desk, shown)
    assert (done.summary.added, done.summary.refused, done.summary.notes) == (
        tried.summary.added,
        tried.summary.refused,
        tried.summary.notes,
    )


def test_a_dry_run_writes_the_refused_rows_where_it_is_told_to(desk: Desk, stock: Path, tmp_path: Path) -> None:
    done = importing.import_file(desk, importing.preview(stock), dry_run=True, refused_to=tmp_path / "look.csv")
    assert done.error_files == (tmp_path / "look.csv",)


def test_an_import_is_taken_back_as_one_act(desk: Desk, stock: Path) -> None:
    done = importing.import_file(desk, importing.preview(stock))
    assert count(desk.library, "titles") == 2
    assert done.entry_id is not None
    assert undo_by_id(desk, done.entry_id).done
    assert (count(desk.library, "titles"), count(desk.library, "copies")) == (0, 0)


def test_a_cancelled_import_stores_nothing(desk: Desk, stock: Path) -> None:
    with pytest.raises(CancelledError):
        importing.import_file(desk, importing.preview(stock), cancelled=lambda: True)
    assert (count(desk.library, "titles"), count(desk.library, "imports")) == (0, 0)
    assert not stock.with_name("stock-refused.csv").exists()


def test_the_first_rows_are_shown_as_they_will_be_read(stock: Path) -> None:
    shown = importing.preview(stock)
    rows = importing.first_rows(shown, shown.sheets[0], TODAY)
    assert [row.draft.title for row in rows if isinstance(row.draft, TitleDraft)] == ["小王子", "草房子"]
    assert [row.refusal.reason for row in rows if row.refusal] == ["no-title"]
    assert {note.mark for note in rows[2].notes} == {Mark.ISBN_WRONG, Mark.PRICE_UNREADABLE}


def test_each_sheet_shows_its_own_first_rows_and_can_be_left_out(desk: Desk, tmp_path: Path) -> None:
    file = Path(shutil.copy(paths.resources() / "practice" / "rural_school.xlsx", tmp_path))
    shown = importing.preview(file)
    for sheet in shown.sheets:
        assert {row.place for row in importing.first_rows(shown, sheet, TODAY)} == {sheet.name}
    readers = next(sheet for sheet in shown.sheets if sheet.plan.kind == "roster")
    for sheet in shown.sheets:
        if sheet.name != readers.name:
            shown = importing.without_sheet(shown, sheet.name)
    done = importing.import_file(desk, shown)
    assert done.summary.titles_added == 0
    assert done.summary.patrons_added > 300


def test_the_figures_of_the_summary_add_up_in_words(desk: Desk, stock: Path) -> None:
    done = importing.import_file(desk, importing.preview(stock))
    sentences = import_words.summary_sentences(done)
    assert sentences[0] == "3 rows read: 2 added, 0 already known, 1 refused."
    assert sentences[1] == "New in the library: 2 titles, 3 copies."
    assert "stock-refused.csv" in sentences[2]
    assert [number for number, _name in import_words.mark_lines(done.summary)] == [1, 1]


def test_every_doubt_has_a_name_for_the_summary() -> None:
    assert set(import_words.MARK_NAMES) == set(Mark)


def test_the_command_line_says_what_came_of_it_and_ends_with_one_when_rows_were_refused(
    library_file: Path, stock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert importing.import_from_command_line(command(library_file, stock)) == 1
    said = capsys.readouterr().out
    assert "encoding gb18030" in said
    assert "3 rows read: 2 added, 0 already known, 1 refused." in said
    assert "1 × ISBN with a wrong length or check digit" in said
    assert "Row 3: The row has no title. [无名 10 1]" in said


def test_the_same_file_again_adds_nothing(library_file: Path, stock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    importing.import_from_command_line(command(library_file, stock))
    capsys.readouterr()
    importing.import_from_command_line(command(library_file, stock))
    assert "3 rows read: 0 added, 2 already known, 1 refused." in capsys.readouterr().out


def test_a_dry_run_on_the_command_line_says_so(
    library_file: Path, stock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert importing.import_from_command_line(command(library_file, stock, dry_run=True)) == 1
    assert "Trial only; nothing was saved." in capsys.readouterr().out


def test_an_encoding_named_on_the_command_line_is_taken(library_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = FILES / "marc" / "pymarc_1251.dat"
    assert importing.import_from_command_line(command(library_file, file, encoding="cp1251", dry_run=True)) == 0
    assert "encoding cp1251" in capsys.readouterr().out


def test_a_library_that_does_not_exist_is_no_reason_to_make_one(tmp_path: Path, stock: Path) -> None:
    with pytest.raises(LibraryFileError) as told:
        importing.import_from_command_line(command(tmp_path / "none.deskcirc", stock))
    assert "deskcirc new" in told.value.remedy
    assert not (tmp_path / "none.deskcirc").exists()


def test_a_roster_takes_its_grades_from_the_day_of_the_import() -> None:
    file = FILES / "excel" / "rural_school_template.xlsx"
    shown = importing.preview(file)
    roster = next(sheet for sheet in shown.sheets if sheet.plan.kind == "roster")
    assert importing.first_rows(shown, roster, date(2026, 3, 2))

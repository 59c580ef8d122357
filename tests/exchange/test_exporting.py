"""What is exported is read back the same by our own import, in every format, and a file is whole or not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.test_marc_form import as_written, descriptions, told

from deskcirc import text
from deskcirc.domain.call_numbers import call_number
from deskcirc.domain.drafts import CopyDraft, TitleDraft
from deskcirc.errors import CancelledError
from deskcirc.exchange import EXPORTERS, ExportFacts, ExportFormat, export_stock, read_rows
from deskcirc.exchange.columns import TableKind, guess_plan
from deskcirc.exchange.exporting import ExportFileError
from deskcirc.exchange.grid import Grid, GridRow
from deskcirc.exchange.stock_table import TOLD, headings

FACTS = ExportFacts(date(2026, 11, 20), "TSG")
FORMATS = [exporter.format for exporter in EXPORTERS]
MARC = [ExportFormat.CNMARC, ExportFormat.CNMARC_GB18030]
CHARLOTTE = TitleDraft(
    "夏洛的网",
    author="（美）怀特著",
    isbn="9787532733415",
    isbn_valid=True,
    price=2600,
    class_number="I712.84",
    book_number="12",
    call_number="I712.84/12",
    copies=(CopyDraft("T0001", location="一楼", call_number="I712.84/12", price=2600),),
)

copy_numbers = st.lists(
    st.sampled_from(["T0001", "T0002", "0010201", "20295403", "12-15", "0012-0015", "A1"]), unique=True, max_size=4
)


@st.composite
def stocked(draw: st.DrawFn) -> TitleDraft:
    """A title of the library with its copies: every copy has a number, and a price where the title has one."""
    title = draw(descriptions())
    whole = title.call_number
    copies = tuple(
        CopyDraft(
            number,
            draw(st.sampled_from(["", f"6921{place}"])),
            draw(st.sampled_from(["", "一楼书库", "样本库", "0"])),
            draw(st.sampled_from([whole, whole, "Z1/2"] if whole else [""])),
            title.price if title.price is not None else draw(st.sampled_from([None, 999])),
            draw(st.sampled_from(["", "新华书店", "捐赠"])),
            draw(st.sampled_from([None, date(2024, 9, 1)])),
            draw(st.sampled_from(["", "封面破损"])),
            draw(st.sampled_from(["", "下册"])),
        )
        for place, number in enumerate(draw(copy_numbers))
    )
    return replace(title, copies=copies)


def exported(format_: ExportFormat, *titles: TitleDraft) -> tuple[TitleDraft, ...]:
    """What an import reads of an export of these titles, the rows of one title together."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "stock.file"
        export_stock(path, format_, enumerate(titles, 1), FACTS)
        found: list[TitleDraft] = []
        for row in read_rows(path):
            assert isinstance(row.draft, TitleDraft), row
            if found and replace(found[-1], copies=(), marc=None) == replace(row.draft, copies=(), marc=None):
                found[-1] = replace(found[-1], copies=(*found[-1].copies, *row.draft.copies))
            else:
                found.append(row.draft)
        return tuple(found)


def in_library(copy: CopyDraft, title: TitleDraft, format_: ExportFormat) -> CopyDraft:
    """The copy as the library has it: silent values are the title's; MARC 21 knows no copy without a barcode."""
    whole = title.call_number or call_number(title.class_number, title.book_number)
    filled = replace(
        copy, call_number=copy.call_number or whole, price=title.price if copy.price is None else copy.price
    )
    if format_ is ExportFormat.MARC21 and filled.barcode == filled.accession_number:
        return replace(filled, barcode="")
    return filled


@pytest.mark.parametrize("format_", FORMATS)
@settings(deadline=None, max_examples=60)
@given(title=stocked())
def test_a_title_with_its_copies_comes_back_the_same(format_: ExportFormat, title: TitleDraft) -> None:
    title = as_written(title, "marc21" if format_ is ExportFormat.MARC21 else "cnmarc")
    (read,) = exported(format_, title)
    assert told(read) == told(title)
    assert {in_library(copy, read, format_) for copy in read.copies} == {
        in_library(copy, title, format_) for copy in title.copies
    }
    assert len(read.copies) == len(title.copies)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_an_import_knows_every_heading_of_the_table_again(language: str) -> None:
    before = text.language()
    text.use_language(language)
    rows = [GridRow(1, tuple(headings())), GridRow(2, tuple("x" for _heading in TOLD))]
    text.use_language(before)
    plan = guess_plan(Grid("", rows))
    assert plan.kind is TableKind.STOCK
    assert plan.columns == tuple(TOLD)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_cancelled_export_leaves_the_file_that_was_there(tmp_path: Path, format_: ExportFormat) -> None:
    path = tmp_path / "stock.iso"
    path.write_bytes(b"before")

    def cancel(_count: int) -> None:
        raise CancelledError("")

    with pytest.raises(CancelledError):
        export_stock(path, format_, [(1, CHARLOTTE)], FACTS, cancel)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_gone_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ExportFileError) as trouble:
        export_stock(tmp_path / "gone" / "stock.iso", ExportFormat.CNMARC, [(1, CHARLOTTE)], FACTS)
    assert "stock.iso" in trouble.value.sentence
    assert trouble.value.remedy


@pytest.mark.parametrize("format_", MARC)
def test_a_record_too_long_for_marc_is_named_and_the_others_are_written(tmp_path: Path, format_: ExportFormat) -> None:
    long = replace(CHARLOTTE, title="长篇", summary="字" * 40_000, copies=())
    path = tmp_path / "stock.iso"
    summary = export_stock(path, format_, [(7, long), (8, CHARLOTTE)], FACTS)
    assert (summary.titles, summary.copies, summary.refused) == (1, 1, 1)
    assert [(one.title_id, one.title) for one in summary.unwritten] == [(7, "长篇")]
    assert "330" in summary.unwritten[0].reason
    assert [row.draft.title for row in read_rows(path) if isinstance(row.draft, TitleDraft)] == ["夏洛的网"]


def test_a_cell_that_a_spreadsheet_would_reckon_out_stays_a_text(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    export_stock(path, ExportFormat.CSV, [(1, replace(CHARLOTTE, title="=1+1", author="@x"))], FACTS)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    line = path.read_text("utf-8-sig").splitlines()[1]
    assert ",'=1+1," in line
    assert ",'@x," in line


@pytest.mark.parametrize("title", ["＝1＋1", "＋86", "－5℃的夏天", "＠所有人", "=1+1"])
def test_a_wide_sign_of_a_formula_is_led_by_an_apostrophe_that_reading_takes_off_again(
    tmp_path: Path, title: str
) -> None:
    path = tmp_path / "stock.csv"
    export_stock(path, ExportFormat.CSV, [(1, replace(CHARLOTTE, title=title))], FACTS)
    assert f"'{title}" in path.read_text("utf-8-sig")
    for format_ in (ExportFormat.WORKBOOK, ExportFormat.CSV):
        (read,) = exported(format_, TitleDraft(title))
        assert read.title == title


@pytest.mark.parametrize("format_", [ExportFormat.WORKBOOK, ExportFormat.CSV])
def test_a_cell_of_nothing_but_control_characters_is_left_empty(tmp_path: Path, format_: ExportFormat) -> None:
    title = TitleDraft("草房子", author="\x1d\x1e\x1f", publisher="\x00", copies=(CopyDraft("A1"),))
    export_stock(tmp_path / "stock", format_, [(1, title)], FACTS)
    assert (tmp_path / "stock").stat().st_size > 0


def test_a_title_that_begins_with_an_apostrophe_keeps_it(tmp_path: Path) -> None:
    for format_ in (ExportFormat.WORKBOOK, ExportFormat.CSV):
        (title,) = exported(format_, TitleDraft("'94中国发展报告"))
        assert title.title == "'94中国发展报告"

"""The stock leaves one library and comes into an empty one: the same titles, copies and MARC records arrive."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.builders import TODAY, a_desk, id_of, set_up_act
from tests.exchange.marc_samples import DREAM, FILES, LITTLE_PRINCE, iso2709

from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.stock_choice import StockChoice
from deskcirc.errors import CancelledError, DeskcircError, ImportFileError
from deskcirc.exchange import ExportFacts, ExportFormat
from deskcirc.exchange.exporting import ExportFileError, exporter_of
from deskcirc.exchange.marc_fields import Field, FieldList
from deskcirc.exchange.marc_form import fields_of
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.export import chosen_titles
from deskcirc.store.tables import copies, item_types, marc_records
from deskcirc.ui.exporting import export_file, summary_lines
from deskcirc.ui.importing import import_file, preview

EVERYTHING = StockChoice()
FACTS = ExportFacts(TODAY, "TSG")
FORMATS = list(ExportFormat)
SWEPT = os.environ.get("DESKCIRC_MARC_FILES", "")
NO_TITLES = {".gitattributes", "ATTRIBUTION.md", "Apache-2.0.txt", "pymarc_one.json"} | {
    *("pymarc_1251.dat", "traject_bad_utf_byte.utf8.marc"),  # their only record is refused
}
MARC_FILES = sorted(
    path
    for folder in (FILES, SWEPT)
    if folder
    for path in Path(folder).rglob("*")
    if path.is_file() and path.name not in NO_TITLES
)
LONGEST = 99_999
HOLDINGS = {"905", "906", "985", "986", "995", "852", "876", "949", "952", "999"}


def take_in(library: Library, file: Path) -> None:
    import_file(a_desk(library), preview(file))


def stock(library: Library) -> list[tuple[int, TitleDraft]]:
    with library.reading() as connection:
        return list(chosen_titles(connection, EVERYTHING))


def alike(title: TitleDraft) -> TitleDraft:
    """What has to be the same in both libraries: all but the octets of the record and the order of copies.

    A file in MARC 21 gives a copy that has no barcode of its own its number as barcode.
    """
    held = (
        replace(copy, barcode="" if copy.barcode == copy.accession_number else copy.barcode) for copy in title.copies
    )
    return replace(title, marc=None, copies=tuple(sorted(held, key=lambda copy: copy.accession_number)))


def round_trip(library: Library, empty: Path, format_: ExportFormat) -> list[tuple[int, TitleDraft]]:
    """What stands in an empty library after an export of this one was imported there."""
    exported = empty.with_name(f"stock{exporter_of(format_).suffix}")
    export_file(library, exported, format_, EVERYTHING, FACTS)
    with open_library(empty) as other:
        take_in(other, exported)
        return stock(other)


@pytest.fixture
def empty(template_file: Path, tmp_path: Path) -> Path:
    """Another library, new and closed."""
    folder = tmp_path / "other"
    folder.mkdir()
    return Path(shutil.copyfile(template_file, folder / "other.deskcirc"))


@pytest.fixture
def parcel(tmp_path: Path) -> Path:
    """A dealer's file in GB18030, with a field nobody knows."""
    own = ("979", "1 $q馆员的话$9x")
    path = tmp_path / "parcel.iso"
    path.write_bytes(iso2709([*DREAM, own]) + iso2709(LITTLE_PRINCE))
    return path


@pytest.mark.parametrize("format_", FORMATS)
def test_a_dealers_titles_arrive_in_another_library_as_they_left_this_one(
    library: Library, empty: Path, parcel: Path, format_: ExportFormat
) -> None:
    take_in(library, parcel)
    here = [alike(title) for _id, title in stock(library)]
    assert [len(title.copies) for title in here] == [3, 0]
    assert [alike(title) for _id, title in round_trip(library, empty, format_)] == here


@pytest.mark.parametrize("path", MARC_FILES, ids=lambda path: path.name)
def test_every_record_in_the_field_goes_out_as_it_came_in(
    library: Library, empty: Path, path: Path, tmp_path: Path
) -> None:
    try:
        take_in(library, Path(shutil.copy(path, tmp_path)))  # what is refused is written beside it
    except ImportFileError:
        assert not path.is_relative_to(FILES)
        pytest.skip("no MARC file, or none that can be read")
    here = stock(library)
    if not here:
        assert not path.is_relative_to(FILES)
        pytest.skip("no title in it")
    syntax = Counter(title.marc.syntax for _id, title in here if title.marc).most_common(1)[0][0]
    format_ = ExportFormat.MARC21 if syntax == "marc21" else ExportFormat.CNMARC
    there = round_trip(library, empty, format_)
    written = [(title_id, title) for title_id, title in here if not title.marc or len(title.marc.octets) < LONGEST]
    assert len(there) == len(written)
    # A title that several records told of is exported with the last one of them.
    single = {title_id for title_id, count in Counter(_records(library)).items() if count == 1}
    for (title_id, one), (_other_id, other) in zip(written, there, strict=True):
        if title_id in single:
            assert alike(other) == alike(one)
            assert bare(other) == bare(one) or (one.marc and one.marc.syntax != syntax)


def _records(library: Library) -> list[int]:
    with library.reading() as connection:
        return list(connection.execute(select(marc_records.c.title_id)).scalars())


def bare(title: TitleDraft) -> list[Field]:
    """The fields of the record kept with a title, but for those that name copies."""
    fields = fields_of(title.marc) if title.marc else None
    assert isinstance(fields, FieldList)
    return [field for field in fields.fields if field.tag not in HOLDINGS]


def test_only_the_class_that_was_chosen_leaves(library: Library, tmp_path: Path, parcel: Path) -> None:
    take_in(library, parcel)
    summary = export_file(library, tmp_path / "x.csv", ExportFormat.CSV, StockChoice(class_number="I5"), FACTS)
    assert (summary.titles, summary.copies) == (1, 0)


def test_a_choice_of_nothing_is_said_and_makes_no_file(library: Library, tmp_path: Path, parcel: Path) -> None:
    take_in(library, parcel)
    with pytest.raises(ExportFileError):
        export_file(library, tmp_path / "x.csv", ExportFormat.CSV, StockChoice(class_number="Z9"), FACTS)
    assert not (tmp_path / "x.csv").exists()


def test_the_library_itself_is_never_written_over(library: Library, parcel: Path) -> None:
    take_in(library, parcel)
    with pytest.raises(DeskcircError, match="is the file of a library"):
        export_file(library, library.path, ExportFormat.CSV, EVERYTHING, FACTS)
    assert len(stock(library)) == 2


def test_an_export_that_is_cancelled_leaves_no_file(library: Library, tmp_path: Path, parcel: Path) -> None:
    take_in(library, parcel)

    def cancel(_done: int, _total: int) -> None:
        raise CancelledError("")

    with pytest.raises(CancelledError):
        export_file(library, tmp_path / "out" / "x.iso", ExportFormat.CNMARC, EVERYTHING, FACTS, cancel)
    assert not (tmp_path / "out").exists()


def test_the_figures_of_an_export_are_told(library: Library, tmp_path: Path, parcel: Path) -> None:
    take_in(library, parcel)
    summary = export_file(library, tmp_path / "x.iso", ExportFormat.CNMARC, EVERYTHING, FACTS)
    assert list(summary_lines(summary)) == ["Written: 2 titles, 3 copies."]


@pytest.mark.parametrize("format_", FORMATS)
def test_copies_of_one_title_keep_each_its_own_item_type(
    library: Library, empty: Path, tmp_path: Path, format_: ExportFormat
) -> None:
    table = tmp_path / "stock.csv"
    numbers = (("A1", ""), ("A2", "教师用书"), ("A3", ""), ("A4", "工具书"))
    rows = (f"{number},夏洛的网,怀特,{kind}" for number, kind in numbers)
    table.write_text("\n".join(("登录号,题名,作者,文献类型", *rows)), encoding="utf-8")
    take_in(library, table)
    give_types(library, {"A3": "general"})
    here = types_of(library)
    assert len(set(here.values())) == 3
    round_trip(library, empty, format_)
    with open_library(empty) as other:
        assert types_of(other) == here


def give_types(library: Library, wanted: dict[str, str]) -> None:
    """Let copies be of other item types than their file said."""
    with library.writing(set_up_act(library)) as writing:
        for number, code in wanted.items():
            copy_id = writing.connection.execute(
                select(copies.c.id).where(copies.c.accession_number == number)
            ).scalar_one()
            writing.update(copies, copy_id, item_type_id=id_of(writing, item_types, code))


def types_of(library: Library) -> dict[str, str]:
    """The name of each copy's item type, by its accession number."""
    asked = select(copies.c.accession_number, item_types.c.name).select_from(copies.join(item_types))
    with library.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(asked)}


def test_a_title_that_two_files_told_of_goes_out_once_with_the_record_that_came_last(
    library: Library, empty: Path, tmp_path: Path
) -> None:
    for number, words in enumerate(("先来的", "后来的")):
        path = tmp_path / f"{number}.iso"
        path.write_bytes(iso2709([*LITTLE_PRINCE, ("979", f"1 $q{words}")]))
        take_in(library, path)
    assert len(_records(library)) == 2
    ((_id, title),) = round_trip(library, empty, ExportFormat.CNMARC)
    assert [field.value("q") for field in bare(title) if field.tag == "979"] == ["后来的"]


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("stock.xlsx", ExportFormat.CNMARC),
        ("stock.CSV", ExportFormat.MARC21),
        ("stock.iso", ExportFormat.WORKBOOK),
        ("stock.xlsx", ExportFormat.CSV),
    ],
)
def test_a_name_that_says_another_kind_of_file_is_refused_with_the_way_out(
    library: Library, tmp_path: Path, parcel: Path, name: str, format_: ExportFormat
) -> None:
    take_in(library, parcel)
    with pytest.raises(ExportFileError) as trouble:
        export_file(library, tmp_path / name, format_, EVERYTHING, FACTS)
    assert name in trouble.value.sentence
    assert trouble.value.remedy
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["stock.mrc", "stock.iso", "stock", "stock.2026-11-20"])
def test_a_name_that_says_nothing_else_is_taken_as_it_is(
    library: Library, tmp_path: Path, parcel: Path, name: str
) -> None:
    take_in(library, parcel)
    export_file(library, tmp_path / name, ExportFormat.CNMARC, EVERYTHING, FACTS)
    assert (tmp_path / name).exists()

"""Sheets in millimetres: where cells stand, which are skipped, and what a wrong file is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc import paths
from deskcirc.labels.sheets import SheetError, add_own_sheet, own_sheets_folder, read_sheet, sheet_of, usual_sheets

CARDS: dict[str, Any] = {"paper": [210, 297], "corner": [19.4, 13.5], "columns": 2, "rows": 5, "cell": [85.6, 54]}


def test_the_usual_sheets_can_all_be_read_and_the_cards_to_cut_come_first() -> None:
    sheets = usual_sheets()
    assert len(sheets) >= 10
    assert sheets[0].code == "cards_2x5"
    assert {(sheet.columns, sheet.rows) for sheet in sheets} >= {(2, 5), (3, 8), (4, 10), (5, 13), (1, 1)}
    assert next(sheet for sheet in sheets if sheet.code == "roll_50x30").paper[1] == 32.2


def test_cells_are_numbered_from_one_along_the_rows() -> None:
    sheet = sheet_of({**CARDS, "pitch": [86, 55], "corner": [19, 12]}, "own", "own.toml")
    assert (sheet.place(1).x, sheet.place(1).y) == (19, 12)
    assert (sheet.place(2).x, sheet.place(2).y) == (19 + 86, 12)
    assert (sheet.place(3).x, sheet.place(3).y) == (19, 12 + 55)
    with pytest.raises(IndexError):
        sheet.place(11)


@given(st.integers(0, 60), st.frozensets(st.integers(1, 10)))
def test_used_cells_are_left_out_on_the_first_page_only(count: int, skip: frozenset[int]) -> None:
    sheet = sheet_of(CARDS, "own", "own.toml")
    places = list(sheet.places(count, skip))
    assert len({(place.page, place.cell) for place in places}) == len(places) == count
    assert not any(place.page == 0 and place.cell in skip for place in places)
    full = [place for place in places if place.page]
    assert [place.cell for place in full] == [1 + number % 10 for number in range(len(full))]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"columns": 3}, "3 cells end 276.2 mm from the edge, but the paper has only 210 mm"),
        ({"rows": 6}, "6 cells end 337.5 mm from the edge, but the paper has only 297 mm"),
        ({"pitch": [80, 54]}, "the cells are 85.6 mm but the next one begins after 80 mm"),
        ({"columns": 0}, "“columns” must be a whole number from 1 to 100; it is 0"),
        ({"rows": 2.5}, "“rows” must be a whole number from 1 to 100; it is 2.5"),
        ({"columns": True}, "it is True"),
        ({"cell": [85.6]}, "“cell” must be two numbers"),
        ({"cell": [85.6, float("nan")]}, "it is [85.6, nan]"),
        ({"corner": [-1, 0]}, "“corner” must be two numbers of millimetres from 0"),
        ({"papper": [1, 2]}, "“papper” is not a key of a sheet"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused_with_the_number(change: dict[str, Any], told: str) -> None:
    with pytest.raises(SheetError) as refused:
        sheet_of({**CARDS, **change}, "own", "own.toml")
    assert told in refused.value.sentence
    assert refused.value.sentence.startswith("own.toml: ")


def test_a_missing_number_is_named() -> None:
    with pytest.raises(SheetError, match="“cell” is missing"):
        sheet_of({"paper": [210, 297], "corner": [0, 0], "columns": 1, "rows": 1}, "own", "own.toml")


def test_a_broken_file_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text("paper = [210, 297]\ncolumns = = 2\n", encoding="utf-8")
    with pytest.raises(SheetError, match="line 2"):
        read_sheet(file)
    file.write_bytes("name = 标签".encode("gbk"))
    with pytest.raises(SheetError, match=r"own\.toml could not be read"):
        read_sheet(file)
    with pytest.raises(SheetError, match="no such file"):
        read_sheet(tmp_path / "none.toml")


def test_the_schools_own_sheet_is_there_the_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "settings_folder", lambda: tmp_path / "settings")
    file = tmp_path / "小标签.toml"
    file.write_text(
        'name = "小标签"\npaper = [100, 60]\ncorner = [1, 1]\ncolumns = 2\nrows = 2\ncell = [48, 28]\n',
        encoding="utf-8",
    )
    assert add_own_sheet(file).name == "小标签"
    assert usual_sheets()[-1].code == "小标签"
    (own_sheets_folder() / "小标签.toml").write_text("spoilt", encoding="utf-8")
    assert usual_sheets()[-1].code != "小标签"


def test_a_definition_that_does_not_fit_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "settings_folder", lambda: tmp_path / "settings")
    file = tmp_path / "own.toml"
    file.write_text("paper = [100, 60]\ncorner = [1, 1]\ncolumns = 3\nrows = 2\ncell = [48, 28]\n", encoding="utf-8")
    with pytest.raises(SheetError, match="3 cells end 145 mm"):
        add_own_sheet(file)
    assert not own_sheets_folder().exists()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_example_of_the_manual_is_a_sheet(language: str, tmp_path: Path) -> None:
    manual = (paths.resources() / "manual" / f"{language}.md").read_text(encoding="utf-8")
    start = manual.rindex("\n\n", 0, manual.index("    paper = ")) + 2
    example = manual[start : manual.index("\n\n", start)]
    file = tmp_path / "example.toml"
    file.write_text("\n".join(line.removeprefix("    ") for line in example.splitlines()), encoding="utf-8")
    assert read_sheet(file).cells == 10


@pytest.mark.parametrize("content", ["x = " + "[" * 5000, "columns = " + "9" * 5000])
def test_brackets_and_digits_without_end_are_refused_with_a_sentence(tmp_path: Path, content: str) -> None:
    file = tmp_path / "sheet.toml"
    file.write_text(content)
    with pytest.raises(SheetError, match="could not be read"):
        read_sheet(file)

"""A large file is read by a process of its own, and nobody who takes its rows can tell, whatever becomes of it."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest
from tests.benchmarks.foreign_files import write_cnmarc

from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.title_search import search_text
from deskcirc.errors import ImportFileError
from deskcirc.exchange import Choices, read_rows, reading_ahead
from deskcirc.text import language, use_language


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A dealer's file that is worth a process."""
    file = tmp_path / "dealer.iso"
    write_cnmarc(file, 2400)
    assert file.stat().st_size > reading_ahead.WORTH_A_PROCESS
    return file


def test_the_rows_of_a_large_file_are_those_of_the_reader_itself(large: Path) -> None:
    with large.open("ab") as file:
        file.write(b"00200nam0 2200061   4500 cut off in the mid")
    ahead = list(reading_ahead.rows_of(large, Choices()))
    assert [replace(row, search=None) for row in ahead] == list(read_rows(large, Choices()))
    assert ahead[-1].refusal is not None
    titles = [row for row in ahead if isinstance(row.draft, TitleDraft)]
    assert all(row.search == search_text(row.draft) for row in titles if isinstance(row.draft, TitleDraft))


def test_its_words_come_in_the_language_of_the_screen(large: Path) -> None:
    with large.open("ab") as file:
        file.write(b"00200nam0 2200061   4500 cut off in the mid")
    before = language()
    use_language("zh_CN")
    try:
        last = list(reading_ahead.rows_of(large, Choices()))[-1]
        assert last.place.startswith("字节") or "字节" in last.place
    finally:
        use_language(before)


def test_a_file_that_is_none_is_refused_with_its_sentence(tmp_path: Path) -> None:
    file = tmp_path / "noise.iso"
    file.write_bytes(bytes(range(128, 256)) * 10_000)
    with pytest.raises(ImportFileError) as here:
        list(read_rows(file, Choices()))
    with pytest.raises(ImportFileError) as there:
        list(reading_ahead.rows_of(file, Choices()))
    assert (there.value.sentence, there.value.remedy) == (here.value.sentence, here.value.remedy)


def test_an_import_that_is_cancelled_leaves_no_process_behind(large: Path) -> None:
    rows = reading_ahead.rows_of(large, Choices())
    next(rows)
    assert len(multiprocessing.active_children()) == 1
    rows.close()
    assert multiprocessing.active_children() == []


def test_a_reading_process_that_is_killed_is_trouble_with_a_way_out(large: Path) -> None:
    rows = reading_ahead.rows_of(large, Choices())
    next(rows)
    for process in multiprocessing.active_children():
        process.kill()
        process.join()
    with pytest.raises(ImportFileError) as told:
        list(rows)
    assert told.value.remedy


def test_a_small_file_needs_no_process(tmp_path: Path) -> None:
    file = tmp_path / "few.iso"
    write_cnmarc(file, 3)
    rows = reading_ahead.rows_of(file, Choices())
    next(rows)
    assert multiprocessing.active_children() == []
    assert len(list(rows)) == 2

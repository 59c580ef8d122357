"""A dealer's file as it comes on a bad day: cut off in the middle, prices in words, loaded twice."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select
from tests.builders import a_desk
from tests.exchange.marc_samples import DREAM, LITTLE_PRINCE, iso2709

from deskcirc.domain.drafts import Mark
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.tables import copies, titles
from deskcirc.ui.import_words import FileImport
from deskcirc.ui.importing import import_file, preview

THIRD = (
    ("010", "  $a978-7-5327-3341-5$d二十六元整"),
    ("200", "1 $a夏洛的网$f（美）怀特著"),
    ("905", "  $bT0009$dI712.84$e12"),
)


def take_in(library: Library, file: Path) -> FileImport:
    return import_file(a_desk(library), preview(file))


def counted(library: Library) -> tuple[int, int]:
    with library.reading() as connection:
        held = [connection.execute(select(func.count()).select_from(one)).scalar_one() for one in (titles, copies)]
    return int(held[0]), int(held[1])


def test_what_stands_before_the_cut_comes_in_and_the_cut_record_is_named_and_kept(
    library: Library, tmp_path: Path
) -> None:
    whole = iso2709(DREAM) + iso2709(LITTLE_PRINCE)
    file = tmp_path / "parcel.iso"
    file.write_bytes(whole + iso2709(THIRD)[:90])
    done = take_in(library, file)
    summary = done.summary
    assert (summary.read, summary.added, summary.refused) == (3, 2, 1)
    ((row, refusal),) = summary.refusals
    assert row.number == 3
    assert refusal.sentence()
    assert [path.exists() for path in done.error_files] == [True]
    assert counted(library) == (2, 3)
    assert list(check_library(library)) == []


def test_a_price_in_words_is_kept_as_a_note_and_refuses_no_book(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "parcel.iso"
    file.write_bytes(iso2709(THIRD))
    summary = take_in(library, file).summary
    assert (summary.added, summary.notes[Mark.PRICE_UNREADABLE]) == (1, 1)
    with library.reading() as connection:
        (row,) = connection.execute(select(titles.c.price, titles.c.note))
    assert tuple(row) == (None, "二十六元整")


def test_the_same_parcel_loaded_twice_is_there_once(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "parcel.iso"
    file.write_bytes(iso2709(DREAM) + iso2709(THIRD))
    take_in(library, file)
    again = take_in(library, file).summary
    assert (again.added, again.matched) == (0, 2)
    assert counted(library) == (2, 4)

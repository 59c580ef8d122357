"""The files that came with the parcels of the scenarios: invented books, the same every time, written by the tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from tests.benchmarks.big_library import BookWords, words_of_books

from deskcirc.exchange.iso2709_writing import written
from deskcirc.exchange.marc_fields import Field, FieldList

FILES: Final = Path(__file__).parent / "files"
_LEADER: Final = "     nam0 22     3  450 "
_CLASSES: Final = ("I287.45", "I287.5", "Q95-49", "K109", "TP312", "I247.5")
_PER_TITLE: Final = 12


@dataclass(frozen=True, slots=True)
class Ordered:
    """One line of an order: the book, and how many copies of it."""

    book: BookWords
    copies: int


def order_of(titles: int) -> tuple[Ordered, ...]:
    """An order of so many titles, a dozen copies of each."""
    return tuple(Ordered(book, _PER_TITLE) for book in islice(words_of_books(titles), titles))


def isbn_of(line: int) -> str:
    """The ISBN of a line of the parcel of 600, the first is 1."""
    return order_of(line)[-1].book.isbn


def make_files(folder: Path) -> Path:
    """Everything that the scenarios load, in one folder: the committed files, and those that are made."""
    shutil.copytree(FILES, folder, dirs_exist_ok=True)
    whole = b"".join(written(_record(at, line), "gb18030") for at, line in enumerate(order_of(50), start=1))
    (folder / "parcel_of_600.iso").write_bytes(whole)
    (folder / "cut_off.iso").write_bytes(whole[: len(whole) // 3])
    _write_workbook(folder / "dealers_list.xlsx")
    _write_worded_prices(folder / "prices_in_words.csv")
    _write_scans_of_elsewhere(folder / "another_library.txt")
    return folder


def _write_scans_of_elsewhere(path: Path) -> None:
    """A handheld of another school: 5 000 codes nobody knows here, two that there are here, and a last line cut off."""
    lines = ["条码\t数量\t时间"]
    lines += [f"TS{n:06d}\t1\t2026-07-14 09:{n // 60 % 60:02}:{n % 60:02}" for n in range(5000)]
    lines += ["J00001\t3\t2026-07-14 11:00:00", "J00002\t0\t2026-07-14 11:00:05", "J000"]
    path.write_bytes("\n".join(lines).encode("utf-16-le"))


def _record(number: int, line: Ordered) -> FieldList:
    """A record as a dealer sells it: class and subject, the count of copies, no number of this library."""
    return FieldList(_LEADER, tuple(_fields(number, line)))


def _fields(number: int, line: Ordered) -> Iterator[Field]:
    book = line.book
    yield Field("001", "", f"{number:010d}")
    yield _field("010", a=book.isbn, d=f"CNY{book.price / 100:.2f}")
    yield _field("100", a=f"20260211d{book.year}    em y0chiy50      ea")
    yield _field("101", "0 ", a="chi")
    yield _field("102", a="CN", b="110000")
    yield _field("200", "1 ", a=f"{book.title}{number}", f=f"{book.author}著")
    yield _field("210", a="北京", c=book.publisher, d=book.year)
    yield _field("215", a="218页", d="21cm")
    yield _field("330", a="少年在山村与海边成长的故事")
    yield _field("606", "0 ", a="儿童文学", x="长篇小说", y="中国")
    yield _field("690", a=_CLASSES[number % len(_CLASSES)], v="5")
    yield _field("701", " 0", a=book.author, **{"4": "著"})
    yield _field("801", " 0", a="CN", b="SHUDIAN", c="20260211")
    yield _field("905", a="XX", f=str(line.copies))
    yield _field("979", a="书店自用")


def _field(tag: str, indicators: str = "  ", **parts: str) -> Field:
    return Field(tag, indicators, "", tuple(parts.items()))


def _write_workbook(path: Path) -> None:
    """A dealer's list as a workbook, twelve titles: a heading above the table, prices as numbers and as texts."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "书号", "书名", "作者", "出版社", "定价", "数量", "分类号"])
    for number, line in enumerate(order_of(62)[50:], start=1):
        words = line.book
        price = words.price / 100 if number % 2 else f"￥{words.price / 100:.2f}元"
        kind = _CLASSES[number % len(_CLASSES)]
        sheet.append([number, words.isbn, f"{words.title}{number}", words.author, words.publisher, price, 2, kind])
    book.save(path)


def _write_worded_prices(path: Path) -> None:
    """Prices that are no numbers, and one line without a title."""
    lines = [
        "书名,作者,出版社,ISBN,定价,册数",
        "面包与玫瑰,李想,接力出版社,,面议,2",
        "星空,王芳,接力出版社,,二十五元,1",
    ]
    lines += [",赵六,接力出版社,,12.00,1", "海浪,周海,接力出版社,,25.00元(含光盘),1"]
    path.write_text("\n".join(lines), encoding="utf-8")

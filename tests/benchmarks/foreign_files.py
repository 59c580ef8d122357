"""Files of other systems, as long as wanted: CNMARC in ISO 2709 and GBK, and a stock list as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.benchmarks.big_library import BookWords, words_of_books

_FIELD_END: Final = b"\x1e"
_RECORD_END: Final = b"\x1d"
_SUMMARY: Final = "本书以生动的语言讲述了少年在山村与海边的成长，插图丰富，适合小学中高年级学生课外阅读。"
_HEADERS: Final = (
    "条形码",
    "书名",
    "作者",
    "出版社",
    "出版日期",
    "ISBN",
    "定价",
    "分类号",
    "种次号",
    "页数",
    "馆藏地点",
    "备注",
)


def write_cnmarc(path: Path, records: int) -> None:
    """That many records, each with a copy in 905 and a summary, about 650 octets long."""
    with path.open("wb") as file:
        for number, words in enumerate(words_of_books(records), start=1):
            file.write(_record(list(_fields(number, words))))


def _fields(number: int, words: BookWords) -> Iterator[tuple[str, str]]:
    """Tags with indicators and subfields, `$` for the subfield mark."""
    yield "001", f"{number:010d}"
    yield "010", f"  $a{words.isbn}$dCNY{words.price / 100:.2f}"
    yield "100", f"  $a20260311d{words.year}    em y0chiy50      ea"
    yield "101", "0 $achi"
    yield "102", "  $aCN$b110000"
    yield "105", "  $ay   z   000yy"
    yield "200", f"1 $a{words.title}$9{words.title[:2]}$f{words.author}著"
    yield "210", f"  $a北京$c{words.publisher}$d{words.year}"
    yield "215", "  $a218页$c彩图$d21cm"
    yield "330", f"  $a{_SUMMARY}"
    yield "606", "0 $a儿童文学$x长篇小说$y中国$z当代"
    yield "690", f"  $a{words.class_number}$v5"
    yield "701", f" 0$a{words.author}$4著"
    yield "801", " 0$aCN$bPUL$c20260311"
    yield "905", f"  $aXX$bD{number:07d}$d{words.class_number}$e{words.book_number}$f1"


def _record(fields: Sequence[tuple[str, str]]) -> bytes:
    directory, body = b"", b""
    for tag, text in fields:
        data = text.replace("$", "\x1f").encode("gbk") + _FIELD_END
        directory += f"{tag}{len(data):04d}{len(body):05d}".encode()
        body += data
    base = 24 + len(directory) + 1
    leader = f"{base + len(body) + 1:05d}nam0 22{base:05d}   450 ".encode()
    return leader + directory + _FIELD_END + body + _RECORD_END


def write_workbook(path: Path, rows: int) -> None:
    """A stock list as schools keep it, one sheet, a copy a row."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("图书信息")
    sheet.append(_HEADERS)
    for number, words in enumerate(words_of_books(rows), start=1):
        bought = (f"D{number:07d}", words.title, words.author, words.publisher, words.year, words.isbn)
        sheet.append((*bought, words.price / 100, words.class_number, words.book_number, 218, "总馆"))
    workbook.save(path)

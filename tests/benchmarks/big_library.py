"""A library as large as the largest school's, made in a minute or two and kept beside the checkout for the next run.

The set-up goes the program's own way (`make_library`: migrations, rules, a hashed journal entry). The bulk is written
by plain `sqlite3` `executemany`, past the journal, because a million loans one by one would take an hour; its columns
are checked against `store.tables`, and the file must pass `foreign_key_check` at the end.

What is plausible in it: a quarter of the titles have several copies; some titles are lent a hundred times as often
as others; a copy is never lent twice at once; loans fall on school days of the eight years before `NOW`; one loan in
twelve comes back late; about one copy in thirty is out now; one loan in fifty was asked for by a hold.

What is not: pupils of eight years ago are the pupils of today, and only the last `journal_acts` acts (by default the
last school year's) stand in the journal, with true images and a true hash chain, for eight years of them would fill
gigabytes. So the indices of loans *and* journal have the depth of a real file.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table
from tests.benchmarks import past_loans
from tests.benchmarks.codes import NOW, barcode_of, card_of

from deskcirc.desk.practice_names import invented_name
from deskcirc.desk.set_up import make_library
from deskcirc.domain.call_numbers import shelf_key
from deskcirc.domain.pinyin import search_words
from deskcirc.store import migrate, tables
from deskcirc.store.columns import instant_text
from deskcirc.store.database import open_library

_SEED: Final = 20260311
_REVISION: Final = 4
_CLASSES: Final = ("I247.5", "I287.45", "I287.8", "G634.6", "K109", "Q95-49", "P1-49", "O1-49", "J228", "H194.1")
_FIRST_WORDS: Final = "海底两万里昆虫世界少年植物动物科学历史中国西游唐诗宋词成语童话安徒生格林小王子夏洛神秘岛城南旧事"
_LAST_WORDS: Final = ("的故事", "百科", "大全", "历险记", "入门", "选集", "图鉴", "之谜", "读本", "十讲", "日记")
_PUBLISHERS: Final = ("人民文学出版社", "少年儿童出版社", "浙江少年儿童出版社", "接力出版社", "商务印书馆")


@dataclass(frozen=True, slots=True)
class Size:
    """How many of everything."""

    titles: int
    copies: int
    patrons: int
    loans: int
    journal_acts: int


FULL: Final = Size(titles=60_000, copies=100_000, patrons=3_000, loans=1_000_000, journal_acts=250_000)
YOUNG: Final = Size(titles=60_000, copies=100_000, patrons=3_000, loans=10_000, journal_acts=20_000)
TINY: Final = Size(titles=300, copies=500, patrons=96, loans=1_500, journal_acts=400)
TINY_YOUNG: Final = Size(titles=300, copies=500, patrons=96, loans=150, journal_acts=100)


def big_library(folder: Path, size: Size) -> Path:
    """The library of that size in `folder`, made there unless an earlier run left it. Work on copies of it."""
    name = f"library-{size.copies}-{size.loans}-{size.journal_acts}-v{migrate.VERSION}.{_REVISION}.deskcirc"
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        for leftover in folder.glob(draft.name + "*"):
            leftover.unlink()
        make_big_library(draft, size)
        draft.rename(path)
    return path


def make_big_library(path: Path, size: Size) -> float:
    """Make the library at `path`; returns the seconds it took. Raises ValueError where its foreign keys do not hold."""
    began = time.perf_counter()
    make_library(path, "测速学校图书馆", NOW - timedelta(days=9 * 366)).close()
    dice = random.Random(_SEED)
    raw = sqlite3.connect(path, isolation_level=None)
    try:
        for pragma in ("journal_mode=MEMORY", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-200000"):
            raw.execute(f"PRAGMA {pragma}")
        raw.execute("BEGIN")
        _write(raw, size, dice)
        raw.execute("COMMIT")
        raw.execute("PRAGMA journal_mode=WAL")
        if broken := raw.execute("PRAGMA foreign_key_check").fetchmany(3):
            raise ValueError(f"foreign keys do not hold: {broken}")
    finally:
        raw.close()
    open_library(path).close()  # makes the index of titles, which the bulk went past
    return time.perf_counter() - began


def _write(raw: sqlite3.Connection, size: Size, dice: random.Random) -> None:
    fill(raw, tables.classes, _classes())
    fill(raw, tables.patrons, _patrons(size.patrons, dice))
    fill(raw, tables.cards, _cards(size.patrons))
    fill(
        raw,
        tables.locations,
        [{"id": 1, "code": "总馆", "name": "总馆"}, {"id": 2, "code": "绘本馆", "name": "绘本馆"}],
    )
    books = list(words_of_books(size.titles))
    fill(raw, tables.titles, _titles(books))
    call_numbers = [f"{book.class_number}/{book.book_number}" for book in books]
    fill(raw, tables.copies, _copies(call_numbers, size.copies, dice))
    plan = past_loans.Plan(size.loans, size.copies, size.patrons, NOW)
    lent = list(past_loans.throw(plan, dice))
    fill(raw, tables.loans, (past_loans.row_of_loan(loan) for loan in lent))
    fill(raw, tables.holds, _holds(raw, size, dice))
    journal = past_loans.PastJournal(raw, size.journal_acts)
    fill(raw, tables.journal, journal.entries(lent))
    fill(raw, tables.journal_changes, journal.changes)


def _holds(raw: sqlite3.Connection, size: Size, dice: random.Random) -> Iterator[dict[str, Any]]:
    """Holds that a loan fulfilled, and a patron waiting for every tenth title that is out."""
    for _hold in range(size.loans // 50):
        at = NOW - timedelta(minutes=dice.randrange(60 * 24 * 365 * past_loans.YEARS))
        who_and_what = {"title_id": dice.randint(1, size.titles), "patron_id": dice.randint(1, size.patrons)}
        ended = instant_text(at + timedelta(days=9))
        yield {**who_and_what, "placed_at": instant_text(at), "state": "fulfilled", "ended_at": ended}
    out = "SELECT DISTINCT title_id FROM copies JOIN loans ON copy_id = copies.id WHERE returned_at IS NULL"
    for (title,) in raw.execute(out).fetchall()[::10]:
        waiting = {"title_id": title, "patron_id": dice.randint(1, size.patrons)}
        yield {**waiting, "placed_at": instant_text(NOW - timedelta(days=1)), "state": "waiting"}


def fill(raw: sqlite3.Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows of plain SQLite values; columns not given take the table's defaults."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    defaults = {column.name: _default(column.default) for column in table.columns}
    if strange := set(first) - set(defaults):
        raise ValueError(f"{table.name} has no column {strange}")
    columns = list(defaults)
    statement = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    in_order: Iterator[Sequence[Any]] = (
        [row.get(column, defaults[column]) for column in columns] for row in chain([first], rows)
    )
    raw.executemany(statement, in_order)


def _default(default: Any) -> Any:
    return getattr(default, "arg", None)


def _classes() -> list[dict[str, Any]]:
    """Ten classes a year for the six years at school."""
    years = range(NOW.year - 6, NOW.year)
    return [
        {"id": 1 + 10 * at + number, "entry_year": year, "number": number + 1}
        for at, year in enumerate(years)
        for number in range(10)
    ]


def _patrons(count: int, dice: random.Random) -> Iterator[dict[str, Any]]:
    """Pupils, and one teacher in twenty-five (categories 1 and 2 of the set-up)."""
    for patron in range(1, count + 1):
        name, gender = invented_name(dice)
        teacher = patron % 25 == 0
        yield {
            "id": patron,
            "number": f"T{patron:04d}" if teacher else f"2{patron:07d}",
            "name": name,
            "search_words": search_words(name),
            "gender": gender,
            "category_id": 2 if teacher else 1,
            "class_id": None if teacher else 1 + patron % 60,
            "enrolled_at": instant_text(NOW - timedelta(days=900)),
        }


def _cards(patrons: int) -> Iterator[dict[str, Any]]:
    issued = instant_text(NOW - timedelta(days=900))
    return ({"id": n, "code": card_of(n), "patron_id": n, "issued_at": issued} for n in range(1, patrons + 1))


@dataclass(frozen=True, slots=True)
class BookWords:
    """What is printed in an invented book; the price in fen."""

    title: str
    volume: str
    author: str
    publisher: str
    year: str
    isbn: str
    price: int
    class_number: str
    book_number: str


def words_of_books(count: int) -> Iterator[BookWords]:
    """That many invented books, the same ones every time; their ISBNs are valid and no two alike."""
    dice = random.Random(_SEED)
    for number in range(count):
        start = dice.randrange(len(_FIRST_WORDS) - 4)
        yield BookWords(
            title=_FIRST_WORDS[start : start + dice.randint(2, 4)] + dice.choice(_LAST_WORDS),
            volume=f"第{dice.randint(1, 9)}册" if dice.random() < 0.1 else "",
            author=invented_name(dice)[0],
            publisher=dice.choice(_PUBLISHERS),
            year=str(dice.randint(1995, NOW.year)),
            isbn=_isbn(number),
            price=dice.randint(800, 6800),
            class_number=dice.choice(_CLASSES),
            book_number=str(dice.randint(1, 999)),
        )


def _isbn(number: int) -> str:
    digits = f"9787{number:08d}"
    return digits + str(-sum(int(digit) * (1, 3)[at % 2] for at, digit in enumerate(digits)) % 10)


def _titles(books: Sequence[BookWords]) -> Iterator[dict[str, Any]]:
    added = instant_text(NOW - timedelta(days=8 * 365))
    for title, book in enumerate(books, start=1):
        printed = {name: value for name, value in asdict(book).items() if name != "year"}
        call_number = f"{book.class_number}/{book.book_number}"
        cataloguing = {"call_number": call_number, "published": book.year, "isbn_valid": True}
        yield {**printed, **cataloguing, "id": title, "summary": book.title * 12, "added_at": added}


def _copies(call_numbers: Sequence[str], count: int, dice: random.Random) -> Iterator[dict[str, Any]]:
    """One copy of every title, the others spread so that favourites have many."""
    titles = len(call_numbers)
    weights = list(accumulate(1 / (place + 20) for place in range(titles)))
    extra = dice.choices(range(1, titles + 1), cum_weights=weights, k=count - titles)
    acquired = date(NOW.year - 8, 9, 1).isoformat()
    for copy, title in enumerate([*range(1, titles + 1), *extra], start=1):
        yield {
            "id": copy,
            "title_id": title,
            "accession_number": f"{copy:07d}",
            "barcode": barcode_of(copy),
            "item_type_id": 1,
            "location_id": 1 + copy % 2,
            "call_number": call_numbers[title - 1],
            "shelf_key": shelf_key(call_numbers[title - 1]),
            "price": dice.randint(800, 6800),
            "acquired": acquired,
            "added_at": instant_text(NOW - timedelta(days=8 * 365)),
        }

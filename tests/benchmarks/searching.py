"""Titles found by one to five characters, by initials and by pinyin, among 60 000 titles and among 600 000."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.big_library import fill, words_of_books
from tests.benchmarks.codes import NOW
from tests.benchmarks.figures import Figure, Goal, percentiles

from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.title_search import search_text, wanted
from deskcirc.store import migrate
from deskcirc.store.columns import instant_text
from deskcirc.store.database import open_library
from deskcirc.store.search import found_titles
from deskcirc.store.tables import titles

_GOAL: Final = 10.0  # milliseconds
_MATCH: Final = "SELECT rowid FROM title_search WHERE title_search MATCH ? ORDER BY rowid LIMIT 400"


def measure(keep: Path, sizes: Sequence[int], times: int) -> list[Figure]:
    """A figure for each size; the libraries hold nothing but titles and stay in `keep`."""
    return [_figure(_library_of_titles(keep, size), size, times) for size in sizes]


def _figure(path: Path, size: int, times: int) -> Figure:
    queries = list(_queries(times))
    with open_library(path, read_only=True) as library, library.reading() as connection:
        found_titles(connection, "的")
        ours = [_milliseconds(partial(found_titles, connection, query)) for query in queries]
    raw = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    asked = [expression.anywhere for query in queries if (expression := wanted(query)) is not None]
    limit = [_milliseconds(partial(_matched, raw, words)) for words in asked]
    raw.close()
    seen = percentiles(ours)
    what = f"search among {size:,} titles".replace(",", " ")
    goals = (Goal("p95", seen["p95"], _GOAL),)
    return Figure(what, "ms", seen, percentiles(limit), "bare FTS5 match", goals, "28–66 to pixels")


def _queries(count: int) -> Iterator[str]:
    """Pieces of titles that are there: one to five characters, initials, pinyin."""
    dice = random.Random(7)
    books = list(words_of_books(count))
    for number, book in enumerate(books):
        start = dice.randrange(max(1, len(book.title) - 2))
        piece = book.title[start : start + 1 + number % 5]
        text = search_text(TitleDraft(title=piece))
        yield (piece, piece, text.initials.partition(" ")[0], text.syllables.replace(" ", ""))[number % 4] or piece


def _matched(raw: sqlite3.Connection, words: str) -> list[Any]:
    return raw.execute(_MATCH, (words,)).fetchall()


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _library_of_titles(keep: Path, size: int) -> Path:
    path = keep / f"titles-{size}-v{migrate.VERSION}.deskcirc"
    if not path.exists():
        draft = path.with_suffix(".part")
        draft.unlink(missing_ok=True)
        migrate.upgrade(draft)
        raw = sqlite3.connect(draft)
        fill(raw, titles, _titles(size))
        raw.commit()
        raw.close()
        open_library(draft).close()  # makes the index
        draft.rename(path)
    return path


def _titles(size: int) -> Iterator[dict[str, Any]]:
    added = instant_text(NOW)
    for number, book in enumerate(words_of_books(size), start=1):
        words = {"title": book.title, "volume": book.volume, "author": book.author, "publisher": book.publisher}
        yield {**words, "id": number, "isbn": book.isbn, "isbn_valid": True, "added_at": added}

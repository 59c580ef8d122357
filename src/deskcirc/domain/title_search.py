"""Finding titles by a few characters, by pinyin, or by initials: the words that are indexed, and what a query asks.

FTS5's trigram tokenizer finds no word of two characters, so every Chinese character is a token of its own and several
are asked for as a phrase (measured: the project's limits, chapter 4). Pinyin is indexed as syllables; of the initials
every ending is a token, so that `fz` is the beginning of one in 草房子 too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from deskcirc.domain.drafts import SearchText, TitleDraft
from deskcirc.domain.pinyin import syllable_splits, title_syllables

_MOST_SYLLABLES: Final = 24
"""Nobody types more initials, and a title of a hundred characters need not have as many endings."""
_HEARD: Final = 400
"""Characters that are put into pinyin: a cell that a slip filled with a million would take a minute and a half."""
_TOKEN: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\W_\u2e80-\u9fff\uf900-\ufaff]+")
BEGINNINGS: Final = 4
"""Ranks below it are those of titles that begin with the query, or are it."""
_LATIN: Final = re.compile(r"[a-z]+")


class Wanted(NamedTuple):
    """A query: what FTS5 is asked for titles that begin with it, "" for nothing, and for all that answer it."""

    beginning: str
    anywhere: str


def search_text(title: TitleDraft) -> SearchText:
    """The words of a title to be indexed."""
    more = " ".join((title.subtitle, title.parallel_title, title.volume, title.series, title.set_name))
    syllables = title_syllables(title.title[:_HEARD])[:_MOST_SYLLABLES]
    of_author = _author_syllables(title.author)
    return SearchText(
        title=" ".join(tokens(title.title)),
        more=" ".join(tokens(more)),
        author=" ".join(tokens(f"{title.author} {title.other_authors}")),
        syllables=" ".join(syllables),
        initials=_endings(syllables),
        author_syllables=" ".join(of_author),
        author_initials="".join(syllable[0] for syllable in of_author),
    )


@lru_cache(maxsize=4096)
def _author_syllables(author: str) -> Sequence[str]:
    """An author comes again and again, a title hardly ever."""
    return tuple(title_syllables(author[:_HEARD])[:_MOST_SYLLABLES])


def tokens(text: str) -> list[str]:
    """Chinese characters one by one, other words whole, in small letters; signs count for nothing."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def wanted(query: str) -> Wanted | None:
    """What the query asks for; None where it holds nothing that could be asked.

    Its parts, Chinese and Latin ones, must all be there; a Latin part may be a word's beginning, pinyin or initials.
    """
    parts = list(_parts(query))
    if not parts:
        return None
    anywhere = " AND ".join(f"({' OR '.join(_answers(part, '{title more author}', ''))})" for part in parts)
    beginning = " OR ".join(_answers(parts[0], "title", "^ ")) if len(parts) == 1 else ""
    return Wanted(beginning, anywhere)


def ranking(query: str) -> Callable[[str, str, str], int]:
    """How well indexed titles answer the query, by their title, syllables and initials.

    The lowest is the best: 0 the title itself, 1 all its syllables or initials, 2 and 3 their beginnings, BEGINNINGS
    or more what contains the query, or has it elsewhere.
    """
    asked = " ".join(tokens(query))
    joined = asked.replace(" ", "")

    def rank(title: str, syllables: str, initials: str) -> int:
        if title.startswith(asked):
            return 0 if title == asked else 2
        if initials.startswith(joined):
            return 1 if initials.partition(" ")[0] == joined else 3
        spoken = syllables.replace(" ", "")
        if spoken.startswith(joined):
            return 1 if spoken == joined else 3
        return BEGINNINGS if asked in title else BEGINNINGS + 1

    return rank


def _parts(query: str) -> Iterator[list[str]]:
    """The query's tokens, neighbouring Chinese characters together."""
    for word in unicodedata.normalize("NFKC", query).casefold().split():
        run: list[str] = []
        for token in tokens(word):
            if token.isascii():
                if run:
                    yield run
                yield [token]
                run = []
            else:
                run.append(token)
        if run:
            yield run


def _answers(part: Sequence[str], columns: str, place: str) -> Iterator[str]:
    """Every way in which the part may be meant; `place` is "^ " for the beginning of a column."""
    phrase = " ".join(part)
    if not phrase.isascii():
        yield f'{columns} : {place}"{phrase}"'
        return
    yield f'{columns} : {place}"{phrase}" *'
    if not _LATIN.fullmatch(phrase):
        return
    yield f'{"initials" if place else "{initials author_initials}"} : {place}"{phrase}" *'
    for syllables in syllable_splits(phrase):
        yield f'{"syllables" if place else "{syllables author_syllables}"} : {place}"{" ".join(syllables)}" *'


def _endings(syllables: Sequence[str]) -> str:
    initials = "".join(syllable[0] for syllable in syllables)
    return " ".join(initials[start:] for start in range(len(initials)))

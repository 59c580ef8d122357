"""Which class a new title probably belongs to: what its own record says, and where titles like it stand here.

Like it are titles of its series or set, with ISBNs next to its own (a publisher numbers a series in a row), of its
author, and with words of its title; last, the names of the outline are looked for in the title. Weights were found by
leaving out each of the 2 490 classed titles of a rural primary school in turn: the true class number is among the
first three for 57 in a hundred, the true main class for 86, where 80 in a hundred have a class some other title has.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Final

from deskcirc.domain.call_numbers import class_number_is_well_formed, main_class, plain_class_number
from deskcirc.domain.classification import Outline
from deskcirc.domain.title_names import quoted
from deskcirc.domain.title_search import tokens
from deskcirc.text import gettext as _
from deskcirc.text import ngettext

ISBN_DISTANCE: Final = 100
"""How far apart the numbers of two ISBNs without their check digits may be to count as neighbours."""
_RECORD_WEIGHT: Final = 100.0
_SERIES_WEIGHT: Final = 4.0
_ISBN_WEIGHT: Final = 1.0
_AUTHOR_WEIGHT: Final = 0.6
_WORDS_WEIGHT: Final = 5.0
_NAME_WEIGHT: Final = 0.1
_SHARE_OF_MAIN_CLASS: Final = 0.05
_FEWEST_WORDS: Final = 4.0
"""Added to the words of a title, so that a title of one rare word in common is not taken for the same title."""
_MOST_BY_WORDS: Final = 25

_COUNTRY: Final = re.compile(r"^[\[(（〔【][^\])）〕】]{1,8}[\])）〕】]\s*")
_AFTER_AUTHOR: Final = re.compile(
    r"[,，、;；:：(（\[〔]|和(?=[\u4e00-\u9fff]{2})|(?<=[\u4e00-\u9fff.\s])(?:原著|编著|主编|改编|选编|绘著|著|编|译|绘|等|文|图)"
)
_NOBODY: Final = re.compile(r"本书|本丛书|编写组|编委会|编委|编辑部|委员会")
_SAY_NOTHING: Final = frozenset("的了与和之是在")
_NAME_PARTS: Final = re.compile(r"[、，,（）()~—\-\s]|和|与")


class Likeness(StrEnum):
    """What a title has in common with another one."""

    RECORD = "record"
    SERIES = "series"
    ISBN = "isbn"
    AUTHOR = "author"
    WORDS = "words"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Alike:
    """A title of the library that is like the new one; `distance` counts between two ISBNs."""

    title: str
    class_number: str
    distance: int = 0


@dataclass(frozen=True, slots=True)
class TitlesAlike:
    """What the library holds that is like a title, by what they have in common; how often each word pair stands."""

    series: Sequence[Alike] = ()
    isbn: Sequence[Alike] = ()
    author: Sequence[Alike] = ()
    words: Sequence[Alike] = ()
    titles: int = 0  # in the whole library
    pairs: Mapping[str, int] = field(default_factory=dict)  # titles that have the pair, as far as they were counted


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A class number and why it may be the one, in one line."""

    class_number: str
    why: str


def suggested_classes(
    outline: Outline, title: str, alike: TitlesAlike, from_record: str = "", most: int = 5
) -> tuple[Suggestion, ...]:
    """The likeliest classes of a title, the best first; `from_record` is the class number of its MARC field 690."""
    weights: dict[str, dict[Likeness, float]] = {}
    said: dict[tuple[str, Likeness], list[str]] = {}
    for likeness, class_number, weight, words in _evidence(outline, title, alike, from_record):
        number = plain_class_number(class_number)
        if class_number_is_well_formed(number):
            parts = weights.setdefault(number, {})
            parts[likeness] = parts.get(likeness, 0.0) + weight
            said.setdefault((number, likeness), []).append(words)
    totals = {number: sum(parts.values()) for number, parts in weights.items()}
    of_main: dict[str | None, float] = {}
    for number, total in totals.items():
        of_main[main_class(number)] = of_main.get(main_class(number), 0.0) + total
    shared = {number: total + _SHARE_OF_MAIN_CLASS * of_main[main_class(number)] for number, total in totals.items()}
    best = sorted(shared, key=lambda number: (-shared[number], number))[:most]
    return tuple(Suggestion(number, _whys(weights[number], number, said)) for number in best)


def word_pairs(title: str) -> tuple[str, ...]:
    """Two Chinese characters side by side, and words of three Latin letters or more, each once."""
    found = tokens(title)
    pairs = [
        f"{one} {other}"
        for one, other in pairwise(found)
        if not (one + other).isascii() and one not in _SAY_NOTHING and other not in _SAY_NOTHING
    ]
    return tuple(dict.fromkeys([*pairs, *(word for word in found if word.isascii() and len(word) > 2)]))


def first_author(statement: str) -> str:
    """The first name of a statement of responsibility, without country and verb: 曹文轩 of "[中国] 曹文轩著".

    A board that compiled the book is nobody: 本书编写组 stands on books of every class.
    """
    bare = _COUNTRY.sub("", statement.strip())
    name = _AFTER_AUTHOR.split(bare, maxsplit=1)[0].strip()
    return "" if _NOBODY.search(name) else name


def _evidence(
    outline: Outline, title: str, alike: TitlesAlike, from_record: str
) -> Iterator[tuple[Likeness, str, float, str]]:
    if from_record:
        yield Likeness.RECORD, from_record, _RECORD_WEIGHT, ""
    for each in alike.series:
        yield Likeness.SERIES, each.class_number, _SERIES_WEIGHT / math.sqrt(len(alike.series)), each.title
    for each in alike.isbn:
        weight = _ISBN_WEIGHT / (1 + each.distance / 10) / math.sqrt(len(alike.isbn))
        yield Likeness.ISBN, each.class_number, weight, each.title
    for each in alike.author:
        yield Likeness.AUTHOR, each.class_number, _AUTHOR_WEIGHT / math.sqrt(len(alike.author)), each.title
    yield from _by_words(title, alike)
    yield from _by_names(outline, title)


def _by_words(title: str, alike: TitlesAlike) -> Iterator[tuple[Likeness, str, float, str]]:
    """A word pair counts the more the rarer it is; the whole title against the whole of the other one."""
    rarity = {pair: math.log((alike.titles + 1) / (count + 1)) for pair, count in alike.pairs.items()}
    whole = sum(rarity.values())
    if whole <= 0:
        return
    scored = []
    for each in alike.words:
        theirs = word_pairs(each.title)
        common = sum(rarity.get(pair, 0.0) for pair in theirs)
        size = whole * math.sqrt(max(1, len(theirs)) / len(rarity))
        scored.append((common / (size + _FEWEST_WORDS), each))
    scored.sort(key=lambda pair: -pair[0])
    for likeness, each in scored[:_MOST_BY_WORDS]:
        yield Likeness.WORDS, each.class_number, _WORDS_WEIGHT * likeness * likeness, each.title


def _by_names(outline: Outline, title: str) -> Iterator[tuple[Likeness, str, float, str]]:
    for each in outline.classes:
        if each.class_number:
            for part in _NAME_PARTS.split(each.name_zh):
                if len(part) > 1 and part in title:
                    yield Likeness.NAME, each.class_number, _NAME_WEIGHT, each.name


def _whys(parts: Mapping[Likeness, float], number: str, said: Mapping[tuple[str, Likeness], Sequence[str]]) -> str:
    """The two reasons that count most."""
    strongest = sorted(parts, key=lambda likeness: -parts[likeness])[:2]
    return " · ".join(_why(likeness, said[number, likeness]) for likeness in strongest)


def _why(likeness: Likeness, titles: Sequence[str]) -> str:
    count = len(titles)
    if likeness is Likeness.RECORD:
        return _("the record that came with it says so")
    if likeness is Likeness.SERIES:
        return ngettext(
            "{count} title of the same series is here", "{count} titles of the same series are here", count
        ).format(count=count)
    if likeness is Likeness.ISBN:
        return ngettext(
            "{count} title with a neighbouring ISBN is here", "{count} titles with neighbouring ISBNs are here", count
        ).format(count=count)
    if likeness is Likeness.AUTHOR:
        return ngettext(
            "{count} title of the same author is here", "{count} titles of the same author are here", count
        ).format(count=count)
    if likeness is Likeness.WORDS:
        return _("its title is like {title}").format(title=quoted(titles[0]))
    return _("the title names it: {name}").format(name=titles[0])

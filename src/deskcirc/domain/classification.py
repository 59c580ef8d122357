"""The outline of the Chinese Library Classification as a tree: its classes, their names, what lies under what.

The outline ends where the full schedule, which may not be shipped, goes on. So a number is cut back, sign by sign, to
the longest beginning that has a name: I561.84 stands under I3/7, R711-62 under R71 or R7. Codes as the schedule writes
them: `I3/7` is a span of classes of one rank, `[C7]` an alternative that the schedule advises against, `{G5}` a mere
heading over several classes; spans and headings are no class numbers for a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from deskcirc.domain.call_numbers import class_number_is_well_formed, plain_class_number, shelf_key
from deskcirc.domain.pinyin import MatchRank, comparable, match_rank
from deskcirc.text import gettext as _
from deskcirc.text import language, marked

_SPAN: Final = re.compile(r"(.*)([0-9])/(?:.*)([0-9])")
_NOT_COUNTED: Final = str.maketrans("", "", ".[]{}")
_BESIDE: Final = frozenset({"A49"})
"""Stands beside the class its number begins with: 邓小平著作 after 毛泽东著作 A4, both right under A."""
_STEP: Final = " › "
_MOST_FOUND: Final = 60


MAIN_CLASS_NAMES: Final[Mapping[str, str]] = {
    "A": marked("Marxism, Leninism, Mao Zedong Thought, Deng Xiaoping Theory"),
    "B": marked("Philosophy, religion"),
    "C": marked("Social sciences (general)"),
    "D": marked("Politics, law"),
    "E": marked("Military science"),
    "F": marked("Economics"),
    "G": marked("Culture, science, education, sports"),
    "H": marked("Languages"),
    "I": marked("Literature"),
    "J": marked("Art"),
    "K": marked("History, geography"),
    "N": marked("Natural sciences (general)"),
    "O": marked("Mathematics, physics, chemistry"),
    "P": marked("Astronomy, earth sciences"),
    "Q": marked("Biological sciences"),
    "R": marked("Medicine, health"),
    "S": marked("Agricultural sciences"),
    "T": marked("Industrial technology"),
    "U": marked("Transport"),
    "V": marked("Aeronautics, astronautics"),
    "X": marked("Environment, safety"),
    "Z": marked("General works"),
}
"""The 22 main classes for lists and ledgers, which know no file; marked for translation."""


def main_class_name(letter: str) -> str:
    """The name of a main class in the language of the screen; "" for a letter that is none."""
    return _(MAIN_CLASS_NAMES[letter]) if letter in MAIN_CLASS_NAMES else ""


@dataclass(frozen=True, slots=True)
class OutlineClass:
    """One class of the outline; `code` as the schedule writes it, `pinyin` what `pinyin.search_words` makes of it."""

    code: str
    name_zh: str
    name_en: str
    pinyin: str = ""

    @property
    def class_number(self) -> str:
        """The number a title can bear; "" for a span of classes and for a heading."""
        return "" if self.is_span or self.is_heading else self.code.strip("[]")

    @property
    def is_span(self) -> bool:
        """Whether it stands for several numbers of one rank, as I3/7 for the literatures of I3 to I7."""
        return "/" in self.code

    @property
    def is_heading(self) -> bool:
        """Whether it only stands over classes of other numbers, as {G5}."""
        return self.code.startswith("{")

    @property
    def is_alternative(self) -> bool:
        """Whether the schedule would rather have its titles elsewhere, as [C7]."""
        return self.code.startswith("[")

    @property
    def name(self) -> str:
        """The name in the language of the screen."""
        return self.name_zh if language() == "zh_CN" else self.name_en or self.name_zh

    @property
    def words(self) -> str:
        """Code and name: "I2 中国文学"; a heading without its braces."""
        return f"{self.code.strip('{}')} {self.name}"


@dataclass(frozen=True, slots=True)
class Outline:
    """All classes in shelf order, and each beginning of a number with the class it belongs to. Made by `outline_of`."""

    classes: tuple[OutlineClass, ...] = ()
    _by_beginning: dict[str, OutlineClass] = field(default_factory=dict, repr=False)
    _parents: dict[str, OutlineClass] = field(default_factory=dict, repr=False)
    _children: dict[str, tuple[OutlineClass, ...]] = field(default_factory=dict, repr=False)

    @property
    def main_classes(self) -> tuple[OutlineClass, ...]:
        """The 22 main classes."""
        return self._children.get("", ())

    def by_code(self, code: str) -> OutlineClass | None:
        """The class the schedule writes just so; None for none."""
        return next((each for each in self.classes if each.code == code), None)

    def parent(self, known: OutlineClass) -> OutlineClass | None:
        """The class it lies in; None for a main class."""
        return self._parents.get(known.code)

    def children(self, known: OutlineClass) -> tuple[OutlineClass, ...]:
        """The classes right under it, in shelf order."""
        return self._children.get(known.code, ())

    def known_class(self, class_number: str) -> OutlineClass | None:
        """The deepest class of the outline that the number lies in; None where not even its letter is a main class."""
        wanted = _beginning(plain_class_number(class_number))
        return next(
            (known for end in range(len(wanted), 0, -1) if (known := self._by_beginning.get(wanted[:end]))),
            None,
        )

    def path(self, class_number: str) -> tuple[OutlineClass, ...]:
        """From the main class down to the deepest class that the number lies in; empty for none."""
        known = self.known_class(class_number)
        steps = []
        while known is not None:
            steps.append(known)
            known = self.parent(known)
        return tuple(reversed(steps))

    def path_words(self, class_number: str) -> str:
        """The path in words, "I 文学 › I2 中国文学 › I287 当代作品"; "" where nothing is known of the number."""
        return _STEP.join(each.words for each in self.path(class_number))

    def find(self, query: str) -> tuple[OutlineClass, ...]:
        """The classes that answer a number (its path, then what lies below) or words: Chinese, English or pinyin."""
        wanted = query.strip()
        if not wanted:
            return ()
        found = dict.fromkeys((*self._by_number(wanted), *self._by_words(wanted)))
        return tuple(found)[:_MOST_FOUND]

    def _by_number(self, wanted: str) -> Iterator[OutlineClass]:
        if not class_number_is_well_formed(plain_class_number(wanted)):
            return
        yield from reversed(self.path(plain_class_number(wanted)))
        beginning = _beginning(wanted)
        yield from (each for each in self.classes if _beginning(each.code).startswith(beginning))

    def _by_words(self, wanted: str) -> Iterator[OutlineClass]:
        typed, words = comparable(wanted), wanted.casefold().split()
        ranked = []
        for place, each in enumerate(self.classes):
            rank = match_rank(typed, each.name_zh, each.pinyin)
            if rank is not None:
                ranked.append((int(rank), place, each))
            elif len(wanted) > 1 and all(word in each.name_en.casefold() for word in words):
                ranked.append((len(MatchRank), place, each))
        yield from (each for _rank, _place, each in sorted(ranked))


def class_number_flaw(text: str) -> str:
    """What is odd about a class number, with the way out, as a sentence; "" for a well-formed one and for none at all.

    The check in use in Chinese libraries, see `call_numbers.class_number_is_well_formed`.
    """
    number = plain_class_number(text)
    if not number or class_number_is_well_formed(number):
        return ""
    letter, second = number.strip("[")[:1], number.strip("[")[1:2]
    if letter not in MAIN_CLASS_NAMES:
        words = _("{number} is no class number: one begins with a letter of the 22 main classes, A–K, N–V, X or Z.")
    elif second.isascii() and second.isalpha() and second != "a" and letter not in "TD":
        words = _("{number} is no class number: only T and D have a second letter, as TP and DF.")
    elif any(number.count(one) != number.count(other) for one, other in ("()", "[]", "<>")) or number.count('"') % 2:
        words = _("A bracket or quotation mark of {number} has no partner.")
    else:
        words = _('{number} is no class number: it has letters, digits and only the signs . - / : = + ( ) " " < > [ ].')
    return words.format(number=number[:40])


@dataclass(frozen=True, slots=True)
class ClassesInStock:
    """The class numbers of this library as written: how many titles each has, the newest of them, those used last."""

    titles: Mapping[str, int] = field(default_factory=dict)
    recent: tuple[str, ...] = ()
    examples: Mapping[str, str] = field(default_factory=dict)

    def often(self, most: int) -> tuple[str, ...]:
        """The classes with most titles; equal ones in shelf order."""
        return tuple(sorted(self.titles, key=lambda number: (-self.titles[number], shelf_key(number)))[:most])


def outline_of(classes: Iterable[OutlineClass]) -> Outline:
    """The tree of these classes; a code that comes twice counts once."""
    known = {each.code: each for each in sorted(classes, key=lambda each: (shelf_key(_stem(each.code)), each.code))}
    beginnings = {beginning: each for each in known.values() for beginning in _beginnings(each.code)}
    parents: dict[str, OutlineClass] = {}
    children: dict[str, list[OutlineClass]] = {}
    for each in known.values():
        parent = _parent(each, beginnings)
        if parent is not None:
            parents[each.code] = parent
        children.setdefault(parent.code if parent else "", []).append(each)
    below = {code: tuple(classes) for code, classes in children.items()}
    return Outline(tuple(known.values()), beginnings, parents, below)


def _parent(each: OutlineClass, beginnings: Mapping[str, OutlineClass]) -> OutlineClass | None:
    stem = _beginning(each.code)
    shorter = 1 if stem in _BESIDE else len(stem) - 1
    return next((beginnings[stem[:end]] for end in range(shorter, 0, -1) if stem[:end] in beginnings), None)


def _beginnings(code: str) -> Iterator[str]:
    """The beginnings of all numbers in the class; a span has one for each of its ranks."""
    span = _SPAN.fullmatch(code)
    if span is None:
        yield _beginning(code)
    else:
        stem, first, last = span.groups()
        yield from (f"{_beginning(stem)}{rank}" for rank in range(int(first), int(last) + 1))


def _stem(code: str) -> str:
    return code.strip("{}").partition("/")[0]


def _beginning(code: str) -> str:
    """As far as numbers are compared from the left: no dots, no brackets, a span by its first number."""
    return _stem(code).translate(_NOT_COUNTED).upper()

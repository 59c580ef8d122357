"""What a person sees who looks a class up: lines of the outline with the titles this library has in each.

Numbers of the library that go deeper than the outline (I561.84) stand as lines of their own under the class they
belong to, so that the next book of the kind gets the same number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from deskcirc.domain.call_numbers import class_number_is_well_formed, plain_class_number, shelf_form, shelf_key
from deskcirc.domain.classification import ClassesInStock, Outline, OutlineClass, class_number_flaw
from deskcirc.text import gettext as _

_MOST_OFTEN: Final = 5
_MOST_FOUND: Final = 80


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One line: a class of the outline, or a number of this library or of the person that goes deeper.

    `class_number` is what a title gets, "" where the line only stands over others; `titles` counts all below as well.
    """

    code: str
    name: str
    class_number: str
    titles: int = 0
    outlined: OutlineClass | None = None
    example: str = ""  # the newest title of this library that has just this number
    note: str = ""  # why it can't be used, or should rather not be


@dataclass(frozen=True, slots=True)
class ClassBrowser:
    """The outline and the stock side by side; made by `class_browser`."""

    outline: Outline
    stock: ClassesInStock
    _titles: Mapping[str, int] = field(default_factory=dict, repr=False)  # by code of the outline, all below counted
    _numbers: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)  # deeper ones, by code

    @property
    def main_lines(self) -> tuple[ClassLine, ...]:
        """The 22 main classes."""
        return tuple(self.line(each) for each in self.outline.main_classes)

    def lines_below(self, line: ClassLine) -> tuple[ClassLine, ...]:
        """The classes under a line, and the deeper numbers of this library, in shelf order."""
        if line.outlined is None:
            return ()
        below = [self.line(each) for each in self.outline.children(line.outlined)]
        below += [self.number_line(number) for number in self._numbers.get(line.outlined.code, ())]
        return tuple(sorted(below, key=lambda each: shelf_key(each.class_number or each.code.strip("{}"))))

    @property
    def recent_lines(self) -> tuple[ClassLine, ...]:
        """The classes given last in this library."""
        return tuple(self.number_line(number) for number in self.stock.recent)

    @property
    def often_lines(self) -> tuple[ClassLine, ...]:
        """The classes of this library with most titles."""
        return tuple(self.number_line(number) for number in self.stock.often(_MOST_OFTEN))

    def line(self, known: OutlineClass) -> ClassLine:
        """A class of the outline."""
        return ClassLine(
            code=known.code.strip("{}"),
            name=known.name,
            class_number=known.class_number,
            titles=self._titles.get(known.code, 0),
            outlined=known,
            example=self.stock.examples.get(known.class_number, ""),
            note=_note(known),
        )

    def number_line(self, number: str) -> ClassLine:
        """A number as it stands in this library, with the name of the class it lies in."""
        known = self.outline.known_class(number)
        outlined = known if known is not None and shelf_form(known.class_number) == shelf_form(number) else None
        name = known.name if known is not None else ""
        example = self.stock.examples.get(number, "")
        count = self.stock.titles.get(number, 0)
        return ClassLine(number, name, number, count, outlined, example, class_number_flaw(number))

    def find(self, query: str) -> tuple[ClassLine, ...]:
        """The lines that answer what was typed, a whole number first; none, and `empty_words`, where nothing does."""
        found = {line.code: line for line in self._found(query.strip())}
        return tuple(found.values())[:_MOST_FOUND]

    def empty_words(self, query: str) -> str:
        """What is said where nothing answers the query."""
        wanted = query.strip()
        if any(sign.isdigit() for sign in wanted):
            return class_number_flaw(wanted) or _("No class is known by that number.")
        words = _("No class answers “{words}”. Try a shorter word, its pinyin initials, or the beginning of a number.")
        return words.format(words=wanted[:40])

    def path_words(self, line: ClassLine) -> str:
        """Where the line stands, from its main class down."""
        path = self.outline.path_words(line.class_number or line.code)
        deeper = line.outlined is None and line.class_number
        return " › ".join(filter(None, (path, line.code if deeper else "")))

    def _found(self, wanted: str) -> Iterator[ClassLine]:
        number = plain_class_number(wanted)
        if class_number_is_well_formed(number) and any(sign.isdigit() for sign in number):
            yield self.number_line(number)
            form = shelf_form(number)
            deeper = (each for each in self.stock.titles if shelf_form(each).startswith(form))
            yield from (self.number_line(each) for each in sorted(deeper, key=shelf_key))
        yield from (self.line(each) for each in self.outline.find(wanted))


def class_browser(outline: Outline, stock: ClassesInStock) -> ClassBrowser:
    """The outline with the titles of this library counted into it."""
    titles: dict[str, int] = {}
    numbers: dict[str, list[str]] = {}
    for number, count in stock.titles.items():
        path = outline.path(number)
        for each in path:
            titles[each.code] = titles.get(each.code, 0) + count
        if path and shelf_form(path[-1].class_number) != shelf_form(number):
            numbers.setdefault(path[-1].code, []).append(number)
    return ClassBrowser(outline, stock, titles, {code: tuple(found) for code, found in numbers.items()})


def _note(known: OutlineClass) -> str:
    if known.is_span:
        return _("{code} stands for several classes: choose one below it, or type its whole number above.").format(
            code=known.code
        )
    if known.is_heading:
        return _("{code} is only a heading: choose a class below it.").format(code=known.code.strip("{}"))
    if known.is_alternative:
        return _("{code} is an alternative class: most libraries put such titles elsewhere.").format(code=known.code)
    return ""

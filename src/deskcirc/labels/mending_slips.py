"""Slips of a mending lesson: one a copy, to be cut, with its bars to scan and the task in words for pupils of eleven.

Slips are as high as their task needs and are never torn between two pages; the bars stand at the right, far enough from
those of the next slip that a gun reads one at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from deskcirc.domain.mending_lessons import LessonLine, MendingLesson
from deskcirc.labels.barcode import code128, fits_code128, module_for
from deskcirc.labels.paper import A4, Align, Bars, Box, Fill, Paper, Shape, Words
from deskcirc.labels.paragraph import at_most, broken_lines
from deskcirc.text import gettext as _
from deskcirc.text import ngettext

_EDGE, _TOP, _BOTTOM = 12.0, 8.0, 289.0  # millimetres: margins of the page
_SIDE: Final = 62.0  # what stands at the right: bars, minutes, materials
_LEFT: Final = A4[0] - 2 * _EDGE - _SIDE - 6
_RIGHT: Final = A4[0] - _EDGE - _SIDE
_TITLE, _TITLE_LEADING = 6.2, 7.6
_STEP, _STEP_LEADING, _STEP_GAP = 4.5, 5.9, 1.8
_NUMBER: Final = 8.0  # width of a step's number
_BARS: Final = 13.0
_MATERIAL: Final = 5.4
_FOOT: Final = 15.0
_WHITE: Final = 5.0  # above and below a slip
_TINT: Final = "#e8eef4"
_SCALES: Final = (1.0, 0.85, 0.7, 0.6, 0.5)  # of the steps' letters: the first with which a slip fits on a page


@dataclass(frozen=True, slots=True)
class _Slip:
    """One slip laid out: the lines of its title, of its damage and of each step."""

    line: LessonLine
    title: list[str]
    damage: list[str]
    steps: list[list[str]]
    scale: float

    @property
    def height(self) -> float:
        """In millimetres, with the white around it."""
        return max(self._left_height, self._side_height) + _FOOT + 2 * _WHITE

    @property
    def _left_height(self) -> float:
        lines = sum(len(step) for step in self.steps)
        words = (lines * _STEP_LEADING + len(self.steps) * _STEP_GAP) * self.scale
        return len(self.title) * _TITLE_LEADING + len(self.damage) * 5.2 + 3 + words

    @property
    def _side_height(self) -> float:
        return _BARS + 6 + 13 + 6 + len(self.line.task.materials) * _MATERIAL


def mending_slips(lesson: MendingLesson, lines: Sequence[LessonLine]) -> Paper:
    """The slips in the order given; a lesson without copies is a page that says so."""
    pages: list[list[Shape]] = [[]]
    y = _TOP
    for line in lines:
        slip = _laid_out(line)
        if y + slip.height > _BOTTOM and pages[-1]:
            pages.append([])
            y = _TOP
        pages[-1] += _slip(slip, lesson, y)
        y += slip.height
    if not lines:
        words = _("No copy is in this mending lesson yet.")
        pages[0].append(Words(_EDGE, 20, A4[0] - 2 * _EDGE, 10, words, 6, bold=True))
    return Paper(_("Mending slips {number}").format(number=lesson.number), tuple(tuple(page) for page in pages))


def _laid_out(line: LessonLine) -> _Slip:
    """The slip in letters as large as a page allows."""
    found = (_in_letters(line, scale) for scale in _SCALES)
    fits = next((slip for slip in found if slip.height <= _BOTTOM - _TOP), None)
    return fits or _in_letters(line, _SCALES[-1])


def _in_letters(line: LessonLine, scale: float) -> _Slip:
    room = (_LEFT - _NUMBER) * 0.95  # widths are reckoned, so a little is left
    return _Slip(
        line=line,
        title=at_most(line.copy.name, _LEFT * 0.95, _TITLE, 2),
        damage=at_most(line.damage_words, _LEFT * 0.95, 4.0, 3),
        steps=[broken_lines(step, room, _STEP * scale) for step in line.task.words],
        scale=scale,
    )


def _slip(slip: _Slip, lesson: MendingLesson, y: float) -> Iterator[Shape]:
    yield from _cut(y + slip.height)
    yield from _words(slip, y + _WHITE)
    yield from _side(slip.line, y + _WHITE)
    yield from _foot(slip.line, lesson, y + slip.height - _WHITE - _FOOT)


def _cut(y: float) -> Iterator[Shape]:
    """A line of dashes from edge to edge."""
    dashes = int(A4[0] // 5)
    for place in range(dashes):
        yield Box(place * 5.0 + 1, y, 2.5, 0, 0.12)


def _words(slip: _Slip, y: float) -> Iterator[Shape]:
    for text in slip.title:
        yield Words(_EDGE, y, _LEFT, _TITLE_LEADING, text, _TITLE, bold=True)
        y += _TITLE_LEADING
    for text in slip.damage:
        yield Words(_EDGE, y, _LEFT, 5.2, text, 4.0, grey=True)
        y += 5.2
    y += 3
    size, leading = _STEP * slip.scale, _STEP_LEADING * slip.scale
    for number, step in enumerate(slip.steps, 1):
        yield Words(_EDGE, y, _NUMBER, leading, f"{number}.", size, bold=True)
        for text in step:
            yield Words(_EDGE + _NUMBER, y, _LEFT - _NUMBER, leading, text, size)
            y += leading
        y += _STEP_GAP * slip.scale


def _side(line: LessonLine, y: float) -> Iterator[Shape]:
    code = line.copy.code
    if fits_code128(code) and (module := module_for(code, _SIDE)) is not None:
        yield Bars(_RIGHT, y, _SIDE, _BARS, module, code128(code))
    yield Words(_RIGHT, y + _BARS + 0.5, _SIDE, 4.5, code, 3.6, align=Align.CENTRE)
    y += _BARS + 7
    minutes = line.task.minutes
    yield Fill(_RIGHT + 1, y, _SIDE - 2, 10, _TINT, 2)
    words = ngettext("about {count} minute", "about {count} minutes", minutes).format(count=minutes)
    yield Words(_RIGHT + 1, y + 1, _SIDE - 2, 8, words, 5.6, bold=True, align=Align.CENTRE)
    y += 13
    if line.task.materials:
        yield Words(_RIGHT + 2, y, _SIDE - 4, 5, _("You need"), 3.8, bold=True)
    for place, material in enumerate(line.task.materials):
        top = y + 5.5 + place * _MATERIAL
        yield Box(_RIGHT + 2.4, top + 0.9, 3, 3, 0.2)
        yield Words(_RIGHT + 8, top, _SIDE - 10, 5, material, 4.0)


def _foot(line: LessonLine, lesson: MendingLesson, y: float) -> Iterator[Shape]:
    """Who mended it, to be filled in by hand; the name stands there already where it is known."""
    words = _("Mended by")
    yield Words(_EDGE, y + 5, 26, 7, words, 4.4, bold=True)
    yield Box(_EDGE + 27, y + 12, _LEFT - 30, 0, 0.2)
    if line.helper:
        yield Words(_EDGE + 28, y + 5, _LEFT - 32, 7, line.helper, 4.6)
    said = _("Lesson {number}").format(number=lesson.number)
    yield Words(_RIGHT, y + 5, _SIDE, 6, said, 3.4, align=Align.RIGHT, grey=True)

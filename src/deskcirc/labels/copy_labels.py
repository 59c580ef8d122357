"""Spine labels, barcode labels and labels of plain words on any sheet at any cell.

    LabelOrder(faces, kind=LabelKind.BOTH, look=PLAIN, done="", straight=False)

is what a section gives to its `paper`: the window asks for the sheet, the first cell and the kind, shows the pages and
prints them. `faces` are CopyFace (spine, barcode or both, cell beside cell; for BOTH the kind chosen last is proposed)
or TextFace (a few words, such as 注销 and a number). Where `done` names an act, the window asks afterwards whether the
labels came out right, and does the act with the value "copies", the ids of those that did, separated by blanks.
`straight` orders go to the printer without a second look: one label from the counter.

What a label can't hold is a Problem that names the copy; the others can be printed without it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from deskcirc.labels.label_faces import (
    LOWEST_BARCODE,
    LOWEST_WORDS,
    CopyFace,
    LabelLook,
    TextFace,
    barcode_label,
    bars_why_not,
    spine_label,
    spine_why_not,
    text_label,
)
from deskcirc.labels.paper import Box, Paper, Shape
from deskcirc.labels.sheets import Place, Sheet, SheetError
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext

PLAIN: Final = LabelLook()
"""The look proposed where nobody chose another."""


class LabelKind(StrEnum):
    """What is printed for a copy."""

    SPINE = "spine"
    BARCODE = "barcode"
    BOTH = "both"


KIND_WORDS: Final = {
    LabelKind.SPINE: marked("Spine labels"),
    LabelKind.BARCODE: marked("Barcode labels"),
    LabelKind.BOTH: marked("Spine and barcode labels side by side"),
}


Face = CopyFace | TextFace


@dataclass(frozen=True, slots=True)
class Problem:
    """A copy, or a shelf, by its number whose label can't be printed on this sheet, and why."""

    copy_id: int
    sentence: str


@dataclass(frozen=True, slots=True)
class LabelOrder:
    """Labels that somebody wants printed; on which sheet and from which cell on is asked before."""

    faces: tuple[Face, ...]
    kind: LabelKind = LabelKind.BOTH
    look: LabelLook = PLAIN
    done: str = ""
    straight: bool = False

    @property
    def of_copies(self) -> bool:
        """Whether these are labels of copies, and not of plain words; an order is of one sort."""
        return all(isinstance(face, CopyFace) for face in self.faces)

    @property
    def cells_a_face(self) -> int:
        """How many cells each face takes."""
        return 2 if self.kind is LabelKind.BOTH and self.of_copies else 1

    @property
    def memory(self) -> str:
        """Under which name a station remembers the sheet and the cell."""
        return self.kind.value if self.of_copies else "words"

    @property
    def name(self) -> str:
        """What is printed, as the title of a window."""
        if len(self.faces) == 1 and isinstance(self.faces[0], CopyFace):
            return _("Label of {code}").format(code=self.faces[0].code)
        return _(KIND_WORDS[self.kind]) if self.of_copies else _("Labels")

    @property
    def question(self) -> str:
        """How many there are, and what is to be chosen."""
        count = len(self.faces) * self.cells_a_face
        words = ngettext(
            "{count} label: which sheet is in the printer?", "{count} labels: which sheet is in the printer?", count
        )
        return words.format(count=count)

    def paper(self, sheet: Sheet, skip: Collection[int] = frozenset()) -> Paper:
        """The labels on a sheet, one a cell; the cells in `skip` are used up on the first page.

        Raises SheetError where the sheet is too small for any label, or with the first of `problems`.
        """
        for problem in self.problems(sheet):
            raise SheetError(problem.sentence, _("Choose a sheet with larger labels, or leave these copies out."))
        return _paper(self, sheet, skip)

    def problems(self, sheet: Sheet) -> tuple[Problem, ...]:
        """What can't be printed on this sheet; raises SheetError where its cells are too small for any label."""
        _check_cells(self, sheet)
        found = ((face, _why_not(self, face, sheet.cell)) for face in self.faces)
        return tuple(Problem(face.copy_id, sentence) for face, sentence in found if sentence)

    def without(self, copy_ids: Collection[int]) -> LabelOrder:
        """The same order without some of the copies."""
        return replace(self, faces=tuple(face for face in self.faces if face.copy_id not in copy_ids))

    def after(self, count: int) -> LabelOrder:
        """The same order from the face behind the first `count` on: what has to be printed again."""
        return replace(self, faces=self.faces[count:])


def _paper(order: LabelOrder, sheet: Sheet, skip: Collection[int]) -> Paper:
    pages: list[list[Shape]] = []
    places = sheet.places(len(order.faces) * order.cells_a_face, skip)
    for face in order.faces:
        for shapes in _labels(order, face, sheet, places):
            page, drawn = shapes
            while len(pages) <= page:
                pages.append([])
            pages[page] += drawn
    return Paper(order.name, tuple(tuple(page) for page in pages) or ((),), sheet.paper[0], sheet.paper[1])


def _labels(order: LabelOrder, face: Face, sheet: Sheet, places: Iterator[Place]) -> Iterator[tuple[int, list[Shape]]]:
    """The labels of a face, each with its page."""
    for kind in _kinds(order, face):
        place = next(places)
        drawn: list[Shape] = [Box(place.x, place.y, *sheet.cell, 0.1)] if sheet.cut else []
        if isinstance(face, TextFace):
            drawn += text_label(face, place, sheet.cell)
        elif kind is LabelKind.SPINE:
            drawn += spine_label(face, order.look, place, sheet.cell)
        else:
            drawn += barcode_label(face, order.look, place, sheet.cell)
        yield place.page, drawn


def _kinds(order: LabelOrder, face: Face) -> tuple[LabelKind, ...]:
    """The labels that a face gets, cell by cell."""
    if order.kind is LabelKind.BOTH and isinstance(face, CopyFace):
        return (LabelKind.SPINE, LabelKind.BARCODE)
    return (order.kind,)


def _why_not(order: LabelOrder, face: Face, cell: tuple[float, float]) -> str:
    if isinstance(face, TextFace):
        return ""
    kinds = _kinds(order, face)
    spine = spine_why_not(face, order.look, cell) if LabelKind.SPINE in kinds else ""
    return spine or (bars_why_not(face, order.look, cell) if LabelKind.BARCODE in kinds else "")


def _check_cells(order: LabelOrder, sheet: Sheet) -> None:
    least = LOWEST_WORDS if order.kind is LabelKind.SPINE or not order.of_copies else LOWEST_BARCODE
    if sheet.cell[1] < least:
        words = _("These labels need cells at least {least} mm high; those of this sheet are {height} mm.")
        numbers = {"least": f"{least:g}", "height": f"{sheet.cell[1]:g}"}
        raise SheetError(words.format(**numbers), _("Choose another sheet."))

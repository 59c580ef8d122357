"""What the section of class corners shows: the list of them, or one with its copies, its pile, or its past."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from deskcirc.desk.circulation import NO_OVERRIDE, Override
from deskcirc.desk.desk import Desk
from deskcirc.domain.corners import Corner, CornerCopy
from deskcirc.domain.operators import Right
from deskcirc.domain.patrons import Patron, SchoolClass
from deskcirc.labels.corner_list import Part
from deskcirc.store.lookups.corners import (
    CornerReader,
    Filling,
    all_corners,
    copies_in_corner,
    corner_by_id,
    fillings,
    places_and_types,
    readers_of_corner,
)
from deskcirc.store.lookups.patrons import school_classes
from deskcirc.ui.outcome import Tone


class View(StrEnum):
    """What of the section is on top, and so what a scan means there."""

    LIST = "list"
    INSIDE = "inside"
    FILL = "fill"
    BACK = "back"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class PileLine:
    """One copy of the pile as it was judged; `copy_id` is None for a code that nothing here is known by."""

    code: str
    copy_id: int | None
    title: str
    call_number: str
    verdict: str
    words: str
    tone: Tone
    damage: str | None = None
    seen: tuple[str, ...] = ()  # codes of kinds and severities
    passed: bool = False  # by an override


@dataclass(frozen=True, slots=True)
class CornersPart:
    """Everything the section shows; the pile is newest first."""

    view: View = View.LIST
    corners: tuple[Corner, ...] = ()
    without: tuple[SchoolClass, ...] = ()  # classes that have no open corner
    corner: Corner | None = None
    inside: tuple[CornerCopy, ...] = ()
    readers: tuple[CornerReader, ...] = ()
    fillings: tuple[Filling, ...] = ()
    pile: tuple[PileLine, ...] = ()
    written: tuple[PileLine, ...] = ()  # what of the pile was lent or taken back last: an undo puts it there again
    pupil: Patron | None = None
    pupil_at: datetime | None = None  # when something was done with the pupil last
    due: date | None = None  # of the sub-loans made from now on
    override: Override = NO_OVERRIDE
    sheet: tuple[Part, ...] = ()  # how the last pile came back, to print
    places: tuple[str, ...] = ()
    types: tuple[tuple[int, str], ...] = ()
    may_change: bool = False
    is_kept: bool = False  # the operator is a helper of this corner alone

    @property
    def fine(self) -> tuple[int, ...]:
        """Copies of the pile that would be lent, or taken back, in the order in which they were scanned."""
        fine = (line for line in reversed(self.pile) if line.tone is Tone.DONE)
        return tuple(line.copy_id for line in fine if line.copy_id is not None)

    @property
    def in_pile(self) -> tuple[int, ...]:
        """All copies of the pile."""
        return tuple(line.copy_id for line in self.pile if line.copy_id is not None)


def read_part(desk: Desk, part: CornersPart) -> CornersPart:
    """Read what is on top again; a corner whose opening was undone leaves the list on top."""
    may_change = desk.operator.may(Right.SCHOOL_YEAR)
    part = replace(part, may_change=may_change, is_kept=desk.operator.class_id is not None)
    with desk.library.reading() as connection:
        if part.corner is not None and part.view is not View.LIST:
            corner = corner_by_id(connection, part.corner.id, desk.policy, desk.today)
            if corner is not None:
                places, types = places_and_types(connection)
                inside = copies_in_corner(connection, corner.id, desk.policy)
                return replace(
                    _with_undone(part, {line.copy.id for line in inside}),
                    corner=corner,
                    inside=inside,
                    readers=readers_of_corner(connection, corner.id),
                    fillings=fillings(connection, corner.id, desk.policy),
                    places=places,
                    types=types,
                )
        corners = all_corners(connection, desk.policy, desk.today)
        taken = {corner.class_id for corner in corners if corner.is_open}
        classes = school_classes(connection, desk.policy, desk.today)
    without = tuple(each for each in classes if each.id not in taken)
    return replace(CornersPart(may_change=may_change, is_kept=part.is_kept), corners=corners, without=without)


def _with_undone(part: CornersPart, inside: set[int]) -> CornersPart:
    """The pile with what was written of it, where that was undone: fifty copies are not scanned once more."""
    there = [line.copy_id in inside for line in part.written]
    undone = (part.view is View.FILL and not any(there)) or (part.view is View.BACK and all(there))
    if not part.written or not undone:
        return part
    written = {line.copy_id for line in part.written}
    others = tuple(line for line in part.pile if line.copy_id not in written)
    return replace(part, pile=(*others, *part.written), written=())


def looked_at(part: CornersPart, corner: Corner, view: View = View.INSIDE) -> CornersPart:
    """The corner on top, with nothing left of what was looked at before."""
    return CornersPart(view=view, corner=corner, may_change=part.may_change, is_kept=part.is_kept)

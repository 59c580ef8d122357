"""The lists of the section "resolving": which columns each kind of matter has, and what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from deskcirc.domain.copies import Copy
from deskcirc.domain.count_findings import (
    DecisionLine,
    Double,
    FoundOtherwise,
    Misplaced,
    NotSeen,
    OnLoanHere,
    UnknownCode,
)
from deskcirc.domain.losses import SEARCHES_IN_VAIN
from deskcirc.domain.stocktake import DECISION_WORDS
from deskcirc.labels.count_lists import order_words
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tabs.stocktake.resolving_part import Line, Matter, OutOfOrder, ResolvingPart

_LIKELY: Final = 50
"""Per cent from which it pays to go and look at once."""


def columns_of(matter: Matter) -> Sequence[Column]:
    """The columns of the list, the tick first."""
    tick, title = Column("✓", 42), Column(_("Title"))
    call_number, place = Column(_("Call number"), 124, yields=True), Column(_("Stood on"), 120)
    barcode = Column(_("Barcode"), 100, yields=True)
    others: dict[Matter, Sequence[Column]] = {
        Matter.NOT_SEEN: (
            Column(_("Its place"), 120),
            call_number,
            title,
            Column(_("Chance"), 92, yields=True),
            Column(_("Last return"), 130, yields=True),
            Column(_("Times looked for"), 92, yields=True),
            barcode,
        ),
        Matter.ON_LOAN: (place, call_number, title, Column(_("Patron"), 150, yields=True), Column(_("Due"), 110)),
        Matter.FOUND: (place, call_number, title, Column(_("By the register"), 130), barcode),
        Matter.MISPLACED: (place, call_number, title, Column(_("Belongs to"), 130), barcode),
        Matter.ORDER: (Column(_("On shelf"), 120), call_number, title, Column(_("Where to"), 220, yields=True)),
        Matter.UNKNOWN: (
            Column(_("Code"), 140),
            Column(_("Stood on"), 120, yields=True),
            Column(_("May be")),
            Column(_("Photo"), 60, yields=True),
            Column(_("Seen by"), 110, yields=True),
        ),
        Matter.ALIKE: (call_number, title, Column(_("Seen on"), 220), barcode),
        Matter.KEPT: (place, call_number, title, Column(_("By the register"), 150), barcode),
        Matter.DECIDED: (
            Column(_("Decision"), 150),
            title,
            Column(_("Barcode"), 100, yields=True),
            Column(_("On"), 136, yields=True),
            Column(_("Decided by"), 100, yields=True),
            Column(_("Note"), 120, yields=True),
        ),
    }
    return (tick, *others[matter])


def cells_of(part: ResolvingPart, line: Line, *, ticked: bool) -> Sequence[Cell]:
    """What stands in a line."""
    tick = Cell("", Tone.DONE) if ticked else Cell("☐")
    return (tick, *_cells(part, line))


def _cells(part: ResolvingPart, line: Line) -> Sequence[Cell]:
    if isinstance(line, NotSeen):
        return _not_seen(part, line)
    if isinstance(line, OnLoanHere):
        patron = line.loan.holder if part.sees_patrons else "–"
        due = day_words(line.loan.due, part.today)
        return (Cell(line.place), *_names(line.copy), Cell(patron), Cell(due))
    if isinstance(line, FoundOtherwise):
        return (Cell(line.place), *_names(line.copy), Cell(line.why, Tone.LOOK), Cell(line.copy.code))
    if isinstance(line, Misplaced):
        tone = Tone.LOOK if line.other_location else None
        return (Cell(line.place), *_names(line.copy), Cell(line.belongs, tone), Cell(line.copy.code))
    if isinstance(line, OutOfOrder):
        move = line.move
        where = Cell(order_words(move))
        return (Cell(line.shelf.place), Cell(move.call_number or "–"), Cell(move.name), where)
    if isinstance(line, UnknownCode):
        return _unknown(line)
    if isinstance(line, Double):
        return (*_names(line.copy), Cell(_(", ").join(line.places)), Cell(line.copy.code))
    return _decided(part, line)


def _names(copy: Copy) -> tuple[Cell, Cell]:
    return Cell(copy.call_number or "–"), Cell(copy.name)


def _not_seen(part: ResolvingPart, found: NotSeen) -> Sequence[Cell]:
    back = "–" if found.last_returned_on is None else day_words(found.last_returned_on, part.today)
    times = ngettext("{count} time", "{count} times", found.searches).format(count=found.searches)
    tone = Tone.LOOK if found.searches >= SEARCHES_IN_VAIN else None
    return (
        Cell(found.place),
        *_names(found.copy),
        Cell(f"{found.chance} %", Tone.DONE if found.chance >= _LIKELY else None),
        Cell(back),
        Cell(times if found.searches else "–", tone),
        Cell(found.copy.code),
    )


def _unknown(line: UnknownCode) -> Sequence[Cell]:
    likely = next(iter(line.proposals), None)
    name = "–" if likely is None else f"{likely.copy.name} {likely.copy.code}"
    tone = Tone.DONE if likely is not None and likely.not_seen else None
    photo = Cell("✓" if line.photo_id is not None else "–")
    return (Cell(line.line.code), Cell(line.place), Cell(name, tone), photo, Cell(line.line.person or "–"))


def _decided(part: ResolvingPart, line: DecisionLine) -> Sequence[Cell]:
    decision, copy = line.decision, line.copy
    return (
        Cell(_(DECISION_WORDS[decision.kind])),
        Cell(copy.name if copy is not None else line.code),
        Cell(copy.code if copy is not None else line.code),
        Cell(day_words(part.day_of(decision.at), part.today)),
        Cell(decision.by or "–"),
        Cell(decision.note or "–"),
    )

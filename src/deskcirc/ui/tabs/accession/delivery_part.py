"""What the delivery check shows: the batch, the lines of its list, the last copy that came, and what is on no list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.batches import Batch
from deskcirc.domain.deliveries import DeliveryFigures, DeliveryLine, View, figures_of, matching_lines
from deskcirc.domain.drafts import MarcDraft, TitleDraft
from deskcirc.domain.operators import Right
from deskcirc.store.lookups.batches import open_batches
from deskcirc.store.lookups.deliveries import last_entry, lines_by_ids, lines_changed_after, lines_of_batch

MOST_SHOWN: Final = 300
"""So many lines stand on the screen, what was scanned last on top; the search finds the others."""
_READ_ANEW: Final = 200
NO_FIGURES: Final = DeliveryFigures()


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A scanned number that is on no line of the list, with what is known of it elsewhere."""

    number: str
    known: TitleDraft | None = None
    known_from: str = ""
    marc: MarcDraft | None = None
    editions: tuple[DeliveryLine, ...] = ()  # lines of the same book in another edition


@dataclass(frozen=True, slots=True)
class DeliveryPart:
    """Everything the section shows; `recent` are the lines scanned here, the last one first."""

    batches: tuple[Batch, ...] = ()
    batch: Batch | None = None
    lines: tuple[DeliveryLine, ...] = ()
    as_of: int = 0  # the journal entry up to which the lines are read
    figures: DeliveryFigures = NO_FIGURES
    view: View = View.ALL
    words: str = ""
    recent: tuple[int, ...] = ()
    last_count: int = 0  # copies counted by the last scan
    last_arrived: int = 0  # copies of its line that had arrived then
    unlisted: Unlisted | None = None
    may_change: bool = False

    @property
    def last(self) -> DeliveryLine | None:
        """The line that was scanned last."""
        return next((line for line in self.lines if self.recent and line.id == self.recent[0]), None)

    @property
    def found(self) -> tuple[DeliveryLine, ...]:
        """The lines of the chosen tile that answer the search, scanned ones first, then in the order of the list."""
        chosen = matching_lines(self.lines, self.words) if self.words else self.lines
        if self.view is not View.ALL:
            chosen = tuple(line for line in chosen if line.answers(self.view))
        place = {line_id: number for number, line_id in enumerate(self.recent)}
        first = sorted((line for line in chosen if line.id in place), key=lambda line: place[line.id])
        return (*first, *(line for line in chosen if line.id not in place))


def read_part(desk: Desk, part: DeliveryPart) -> DeliveryPart:
    """Read the batches and what changed in the lines; the only batch under way is chosen by itself."""
    with desk.library.reading() as connection:
        batches = open_batches(connection)
        here = [each for each in batches if part.batch is not None and each.id == part.batch.id]
        batch = here[0] if here else batches[0] if len(batches) == 1 and part.batch is None else None
        now = last_entry(connection)
        read = replace(part, batches=batches, batch=batch, may_change=desk.operator.may(Right.ACCESSION))
        if batch is None:
            return replace(read, lines=(), figures=NO_FIGURES, as_of=0)
        changed = lines_changed_after(connection, part.as_of) if now != part.as_of and part.as_of else frozenset()
        if not part.as_of or not here or len(changed) > _READ_ANEW:
            lines = lines_of_batch(connection, batch.id)
            return replace(read, lines=lines, figures=figures_of(lines), as_of=now)
        found = lines_by_ids(connection, sorted(changed)) if changed else {}
    return replace(_merged(read, changed, found, batch), as_of=now)


def with_batch(part: DeliveryPart, batch: Batch) -> DeliveryPart:
    """The part turned to a batch; what was scanned for another one is forgotten."""
    return DeliveryPart(batches=part.batches, batch=batch, may_change=part.may_change)


def scanned(part: DeliveryPart, line: DeliveryLine, count: int) -> DeliveryPart:
    """The part after copies of a line were counted."""
    recent = (line.id, *(each for each in part.recent if each != line.id))[:MOST_SHOWN]
    counted = replace(part, recent=recent, last_count=count, last_arrived=line.arrived)
    return replace(counted, unlisted=None, words="", view=View.ALL)


def _merged(
    part: DeliveryPart, changed: frozenset[int], found: Mapping[int, DeliveryLine], batch: Batch
) -> DeliveryPart:
    """The lines with those that changed put in their places; those that have gone are left out."""
    if not changed:
        return part
    come = {line_id: line for line_id, line in found.items() if line.batch_id == batch.id}
    gone = [line for line in part.lines if line.id in changed]
    figures = part.figures.changed(gone, come.values())
    if {line.id for line in gone} == come.keys():
        lines = tuple(come[line.id] if line.id in changed else line for line in part.lines)
    else:
        standing = (line for line in part.lines if line.id not in changed)
        lines = tuple(sorted((*standing, *come.values()), key=lambda line: (line.position, line.id)))
    return replace(part, lines=lines, figures=figures)

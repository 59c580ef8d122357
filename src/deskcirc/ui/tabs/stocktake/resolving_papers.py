"""The papers of the section "resolving": the second round, what to carry where, and the codes that nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.reading import silent
from deskcirc.domain.count_findings import Misplaced, NotSeen, ShelfMoves, UnknownCode, place_words
from deskcirc.domain.stocktake import Stocktake
from deskcirc.labels.count_lists import Beside, Walk, round_list, unknown_list, walk_list
from deskcirc.labels.paper import Paper, PaperToCome
from deskcirc.store.database import opened_beside
from deskcirc.store.lookups.count_findings import with_places
from deskcirc.store.lookups.search_places import neighbours_of
from deskcirc.store.lookups.shelves import all_shelves
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext
from deskcirc.ui.outcome import Message, Told, Tone
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.stocktake.large_counts import is_large
from deskcirc.ui.tabs.stocktake.resolving_findings import findings
from deskcirc.ui.tabs.stocktake.resolving_part import Matter, OutOfOrder, ResolvingPart, key_of
from deskcirc.ui.tabs.stocktake.resolving_reading import read_whole

OF_PAPER: Final[Mapping[str, tuple[Matter, ...]]] = {
    "print_round": (Matter.NOT_SEEN,),
    "print_walk": (Matter.MISPLACED, Matter.ORDER),
    "print_unknown": (Matter.UNKNOWN,),
}
"""The kinds of matters that stand on a paper, by the act that prints it."""
_NAMES: Final = {
    "print_round": marked("Second-round list"),
    "print_walk": marked("Walk list"),
    "print_unknown": marked("Unknown codes"),
}
_AT_ONCE: Final = 500
"""Copies whose neighbours are looked up between two words about how far it is."""
PAPER_OF: Final = {matter: act for act, matters in OF_PAPER.items() for matter in matters}
"""Which paper Ctrl+P prints under each kind."""


def printed(desk: Desk, part: ResolvingPart, act: str) -> Answer:
    """The paper of the act, of what is ticked or of the whole list; that of a large count is read beside the desk."""
    count = part.stocktake
    if count is None or not part.sees_all:
        return Answer(part, Message(Tone.LOOK, _("There is nothing to print here.")), Told("nothing"))
    if desk.beside is not None and is_large(count.copies):
        return _to_come(desk, part, count, act)
    paper = _MADE[act](desk, read_whole(desk, part, *OF_PAPER[act]), count)
    pages = ngettext("{count} page", "{count} pages", len(paper.pages)).format(count=len(paper.pages))
    return Answer(part, Message(Tone.DONE, f"{paper.name} · {pages}"), Told("printed"), paper=paper)


def _to_come(desk: Desk, part: ResolvingPart, count: Stocktake, act: str) -> Answer:
    """Ten thousand neighbours are looked up for a long second round: with progress, and a way to stop it."""
    if part.ticked and part.matter in OF_PAPER[act]:
        words = ngettext(
            "Reading {count} line for the paper …", "Reading {count} lines for the paper …", len(part.ticked)
        )
        said = words.format(count=len(part.ticked))
    else:
        said = _("Reading the whole list for the paper; tick some lines for a shorter one …")
    paper = PaperToCome(_(_NAMES[act]), partial(_read_alone, replace(desk, beside=None), part, count, act))
    return Answer(part, Message(Tone.READY, said), Told("reading"), paper=paper)


def _read_alone(
    desk: Desk, part: ResolvingPart, count: Stocktake, act: str, progress: Callable[[int, int], None]
) -> Paper:
    """The paper of what stands in the library now, by a connection of its own; ticks are those of the screen."""

    def told(done: int, total: int, _what: str = "") -> None:
        progress(done, total)

    with opened_beside(desk.library) as library:
        alone = replace(desk, library=library, progress=told)
        with library.reading() as connection:
            lines = findings(alone, connection, count, OF_PAPER[act], silent)
        return _MADE[act](alone, replace(part, lines=lines), count)


def _round(desk: Desk, part: ResolvingPart, count: Stocktake) -> Paper:
    """The order of the walk even where the screen shows the likeliest first: nobody walks to and fro."""
    found = [line for line in part.lines.get(Matter.NOT_SEEN, ()) if isinstance(line, NotSeen)]
    ticked = part.ticked if part.matter is Matter.NOT_SEEN else frozenset()
    wanted = [line for line in found if not ticked or key_of(line) in ticked]
    placed: list[NotSeen] = []
    with desk.library.reading() as connection:
        for start in range(0, len(wanted), _AT_ONCE):
            desk.progress(start, len(wanted), "")
            placed += with_places(connection, count.id, wanted[start : start + _AT_ONCE])
    return round_list(placed, _the_walk(desk, count))


def _walk(desk: Desk, part: ResolvingPart, count: Stocktake) -> Paper:
    misplaced = [line for line in part.lines.get(Matter.MISPLACED, ()) if isinstance(line, Misplaced)]
    beside: dict[int, Beside] = {}
    with desk.library.reading() as connection:
        ids = [line.copy.id for line in misplaced]
        for start in range(0, len(ids), _AT_ONCE):
            desk.progress(start, len(ids), "")
            beside |= neighbours_of(connection, ids[start : start + _AT_ONCE], seen_in=count.id)
    return walk_list(_shelves(part), misplaced, beside, _the_walk(desk, count))


def _shelves(part: ResolvingPart) -> list[ShelfMoves]:
    lines = [line for line in part.lines.get(Matter.ORDER, ()) if isinstance(line, OutOfOrder)]
    return list({id(line.shelf): line.shelf for line in lines}.values())


def _unknown(desk: Desk, part: ResolvingPart, count: Stocktake) -> Paper:
    found = [line for line in part.lines.get(Matter.UNKNOWN, ()) if isinstance(line, UnknownCode)]
    return unknown_list(found, _the_walk(desk, count))


def _the_walk(desk: Desk, count: Stocktake) -> Walk:
    """What every paper of this count is for, with all shelves in use."""
    with desk.library.reading() as connection:
        shelves = tuple(place_words(shelf, shelf.location) for shelf in all_shelves(connection))
    return Walk(count, desk.policy.library_name, desk.today, shelves)


_MADE: Final[Mapping[str, Callable[[Desk, ResolvingPart, Stocktake], Paper]]] = {
    "print_round": _round,
    "print_walk": _walk,
    "print_unknown": _unknown,
}

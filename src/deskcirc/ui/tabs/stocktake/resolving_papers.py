"""The papers of the section "resolving": the second round, what to carry where, and the codes that nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.count_findings import Misplaced, NotSeen, ShelfMoves, UnknownCode, place_words
from deskcirc.domain.stocktake import Stocktake
from deskcirc.labels.count_lists import Beside, round_list, unknown_list, walk_list
from deskcirc.labels.paper import Paper
from deskcirc.store.lookups.count_findings import with_places
from deskcirc.store.lookups.search_places import neighbours_of
from deskcirc.store.lookups.shelves import all_shelves
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.outcome import Message, Told, Tone
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.stocktake.resolving_part import Matter, OutOfOrder, ResolvingPart, key_of

OF_PAPER: Final[Mapping[str, tuple[Matter, ...]]] = {
    "print_round": (Matter.NOT_SEEN,),
    "print_walk": (Matter.MISPLACED, Matter.ORDER),
    "print_unknown": (Matter.UNKNOWN,),
}
"""The kinds of matters that stand on a paper, by the act that prints it."""
PAPER_OF: Final = {matter: act for act, matters in OF_PAPER.items() for matter in matters}
"""Which paper Ctrl+P prints under each kind."""


def printed(desk: Desk, part: ResolvingPart, act: str) -> Answer:
    """The paper of the act, of what is ticked or of the whole list."""
    if part.stocktake is None or not part.sees_all:
        return Answer(part, Message(Tone.LOOK, _("There is nothing to print here.")), Told("nothing"))
    paper = _MADE[act](desk, part, part.stocktake)
    pages = ngettext("{count} page", "{count} pages", len(paper.pages)).format(count=len(paper.pages))
    return Answer(part, Message(Tone.DONE, f"{paper.name} · {pages}"), Told("printed"), paper=paper)


def _round(desk: Desk, part: ResolvingPart, count: Stocktake) -> Paper:
    """The order of the walk even where the screen shows the likeliest first: nobody walks to and fro."""
    found = [line for line in part.lines.get(Matter.NOT_SEEN, ()) if isinstance(line, NotSeen)]
    ticked = part.ticked if part.matter is Matter.NOT_SEEN else frozenset()
    wanted = [line for line in found if not ticked or key_of(line) in ticked]
    with desk.library.reading() as connection:
        wanted = list(with_places(connection, count.id, wanted))
    return round_list(wanted, count, desk.policy.library_name, desk.today)


def _walk(desk: Desk, part: ResolvingPart, count: Stocktake) -> Paper:
    misplaced = [line for line in part.lines.get(Matter.MISPLACED, ()) if isinstance(line, Misplaced)]
    beside: dict[int, Beside] = {}
    with desk.library.reading() as connection:
        ids = [line.copy.id for line in misplaced]
        for start in range(0, len(ids), 500):
            beside |= neighbours_of(connection, ids[start : start + 500], seen_in=count.id)
    walk = _in_walking_order(desk)
    return walk_list(_shelves(part), misplaced, beside, count, desk.policy.library_name, desk.today, walk)


def _shelves(part: ResolvingPart) -> list[ShelfMoves]:
    lines = [line for line in part.lines.get(Matter.ORDER, ()) if isinstance(line, OutOfOrder)]
    return list({id(line.shelf): line.shelf for line in lines}.values())


def _unknown(desk: Desk, part: ResolvingPart, count: Stocktake) -> Paper:
    found = [line for line in part.lines.get(Matter.UNKNOWN, ()) if isinstance(line, UnknownCode)]
    return unknown_list(found, count, desk.policy.library_name, desk.today, _in_walking_order(desk))


def _in_walking_order(desk: Desk) -> tuple[str, ...]:
    """Every shelf in use, in words."""
    with desk.library.reading() as connection:
        return tuple(place_words(shelf, shelf.location) for shelf in all_shelves(connection))


_MADE: Final[Mapping[str, Callable[[Desk, ResolvingPart, Stocktake], Paper]]] = {
    "print_round": _round,
    "print_walk": _walk,
    "print_unknown": _unknown,
}

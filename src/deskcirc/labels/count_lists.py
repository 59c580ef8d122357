"""Papers of a count to walk with: the round for what was not seen, what to carry where, the codes that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from deskcirc.domain.code_misreads import MISREAD_WORDS
from deskcirc.domain.count_findings import NOWHERE, Misplaced, Move, NotSeen, ShelfMoves, UnknownCode
from deskcirc.domain.search_places import Neighbour
from deskcirc.domain.stocktake import Stocktake
from deskcirc.labels.paper import Paper
from deskcirc.labels.ticked_list import TickedLine, TickedList, ticked_paper
from deskcirc.text import full_date, ngettext
from deskcirc.text import gettext as _

Beside = tuple[Neighbour | None, Neighbour | None]


@dataclass(frozen=True, slots=True)
class Walk:
    """For which count, library and day a paper is; `shelves` are those in use, in words and in walking order."""

    stocktake: Stocktake
    library_name: str
    on: date
    shelves: tuple[str, ...] = ()

    def told(self, count: str) -> str:
        """The line under the title, with how many there are."""
        number = self.stocktake.number if self.stocktake.name else ""
        said = (self.library_name, self.stocktake.label, number, full_date(self.on), count)
        return " · ".join(part for part in said if part)

    def in_order(self, lines: Iterable[TickedLine]) -> tuple[TickedLine, ...]:
        """Shelf by shelf; rooms without a shelf, and shelves no longer in use, come after the others."""
        steps = {place: number for number, place in enumerate(self.shelves)}
        return tuple(sorted(lines, key=lambda line: (steps.get(line.group, len(steps)), line.group)))


def round_list(not_seen: Sequence[NotSeen], walk: Walk) -> Paper:
    """What was not seen, in the order of the walk, shelf by shelf, with every place to look at and its box.

    No patron is named on it: it is carried by whoever looks, and lies about afterwards.
    """
    count = ngettext("{count} copy", "{count} copies", len(not_seen)).format(count=len(not_seen))
    return ticked_paper(
        TickedList(
            name=_("Second-round list"),
            title=_("Copies that were not seen"),
            told=walk.told(count),
            hint=_("Tick each place that was looked at. A copy that is found is scanned, and leaves the list."),
            lines=tuple(_sought(each) for each in not_seen),
            empty=_("Every copy was seen: there is nothing to look for."),
        )
    )


def walk_list(
    moves: Sequence[ShelfMoves],
    misplaced: Sequence[Misplaced],
    beside: dict[int, Beside],
    walk: Walk,
) -> Paper:
    """What to take from where, and between which neighbours to put it, grouped by the shelf where one stands.

    `beside` are the neighbours of the place where a misplaced copy belongs, by the copy's number.
    """
    lines = walk.in_order((*_misplaced(misplaced, beside), *_moves(moves)))
    count = ngettext("{count} copy", "{count} copies", len(lines)).format(count=len(lines))
    return ticked_paper(
        TickedList(
            name=_("Walk list"),
            title=_("Copies to put in their places"),
            told=walk.told(count),
            hint=_("Go shelf by shelf. These are the fewest moves after which every shelf is in order."),
            lines=lines,
            empty=_("Every copy stands in its place."),
            signed=_("Put in order by ____________      Date ____________"),
        )
    )


def unknown_list(unknown: Sequence[UnknownCode], walk: Walk) -> Paper:
    """The codes that nobody knows, grouped by the place where each was scanned, with what each may be."""
    lines = walk.in_order(sorted(map(_unknown, unknown), key=lambda line: line.call_number))
    count = ngettext("{count} code", "{count} codes", len(lines)).format(count=len(lines))
    return ticked_paper(
        TickedList(
            name=_("Unknown codes"),
            title=_("Unknown codes"),
            told=walk.told(count),
            hint=_("Fetch the book and name it. Tick what it is, or write its title and accession number beside it."),
            lines=lines,
            empty=_("Every code is known."),
            signed=_("Named by ____________      Date ____________"),
        )
    )


def _sought(found: NotSeen) -> TickedLine:
    said = []
    if found.last_returned_on is not None:
        said.append(_("came back on {day}").format(day=full_date(found.last_returned_on)))
    if found.searches:
        words = ngettext("looked for once", "looked for {count} times", found.searches)
        said.append(words.format(count=found.searches))
    copy = found.copy
    whoever = found.last_patron
    places = tuple(place for place in found.places if not whoever or whoever not in place)
    places = places or (_("Its place: {place}").format(place=found.place),)
    return TickedLine(copy.call_number, copy.name, copy.code, " · ".join(said), places, found.place)


def _misplaced(misplaced: Sequence[Misplaced], beside: dict[int, Beside]) -> Iterator[TickedLine]:
    for each in misplaced:
        copy = each.copy
        told = put_words(each, beside.get(copy.id, (None, None)))
        yield TickedLine(copy.call_number, copy.name, copy.code, told, (), each.place)


def put_words(misplaced: Misplaced, beside: Beside) -> str:
    """Where a misplaced copy is to be put, in words: the shelf, and between which two."""
    before, after = (_named(each) for each in beside)
    belongs = misplaced.belongs
    if belongs == _(NOWHERE):
        return _beside_words(before, after) or _("Ask the librarian where it belongs")
    if before and after:
        words = _("Put it on {shelf}, between {before} and {after}")
        return words.format(shelf=belongs, before=before, after=after)
    if before:
        return _("Put it on {shelf}, after {before}").format(shelf=belongs, before=before)
    if after:
        return _("Put it on {shelf}, before {after}").format(shelf=belongs, after=after)
    return _("Put it on {shelf}").format(shelf=belongs)


def _moves(moves: Sequence[ShelfMoves]) -> Iterator[TickedLine]:
    for shelf in moves:
        for move in shelf.moves:
            yield TickedLine(move.call_number, move.name, move.code, order_words(move), (), shelf.place)


def order_words(move: Move) -> str:
    """Where a copy that stands out of order is to be put on its own shelf, in words."""
    left, right = _named(move.after), _named(move.before)  # it comes after the one and before the other
    return _beside_words(left, right) or _("Put it in its place")


def _beside_words(before: str, after: str) -> str:
    """Between which two it is to be put; "" where neither is known."""
    if before and after:
        return _("Put it between {before} and {after}").format(before=before, after=after)
    if before:
        return _("Put it after {before}").format(before=before)
    return _("Put it before {after}").format(after=after) if after else ""


def _named(neighbour: Neighbour | None) -> str:
    return "" if neighbour is None else neighbour.label


def _unknown(unknown: UnknownCode) -> TickedLine:
    told = [unknown.line.person] if unknown.line.person else []
    if unknown.repeats:
        words = ngettext("scanned again once", "scanned again {count} times", unknown.repeats)
        told.append(words.format(count=unknown.repeats))
    places = tuple(
        _("{title} {code}? ({why})").format(
            title=each.copy.name, code=each.copy.code, why=_(MISREAD_WORDS[each.misread])
        )
        for each in unknown.proposals
    )
    return TickedLine(unknown.line.code, "____________________", "", " · ".join(told), places, unknown.place)

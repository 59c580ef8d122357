"""Shelves with their labels as staff set them up: made many at once, named, put in order, their ranges proposed.

A code is given once: what an undo takes away, or what has ended, is passed over ever after, for the label may still
hang on its shelf; and nothing else in the library bears it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.giving_numbers import bearer_sentence, code_flaw, next_free
from deskcirc.desk.running_numbers import next_number, take_numbers
from deskcirc.domain.call_numbers import shelf_key
from deskcirc.domain.changes import ActName
from deskcirc.domain.numbering import Pattern, read_number
from deskcirc.domain.operators import Right
from deskcirc.domain.scanning import normal_code
from deskcirc.domain.shelves import ShelfGrid, ShelfRange, divide, moved, stock_for
from deskcirc.domain.stocktake import Shelf
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.numbering import all_locations, bearers_of
from deskcirc.store.lookups.shelf_stock import stock_by_location
from deskcirc.store.lookups.shelves import all_shelves, last_place, last_shelf_code, shelves_by_ids
from deskcirc.store.tables import shelves
from deskcirc.text import gettext as _
from deskcirc.text import ngettext

MOST: Final = 2000
"""Shelves made at once; more is a slip of the pen."""
MOST_COPIES: Final = 100_000
"""Of one shelf; a board holds some thirty."""
SHORTEST: Final = 3
"""Signs of a code: guns are set to leave out shorter ones, which dirt and creases look like."""
USUAL_FIRST: Final = "SH0001"


@dataclass(frozen=True, slots=True)
class ShelvesWanted:
    """Shelves to be made; `first_code` "" stands for the next ones, `location_id` None for no location."""

    grid: ShelfGrid
    location_id: int | None = None
    first_code: str = ""


@dataclass(frozen=True, slots=True)
class ShelfDraft:
    """What is said about a shelf; with `first_call_number` "" nobody knows what stands on it."""

    name: str = ""
    location_id: int | None = None
    first_call_number: str = ""


@dataclass(frozen=True, slots=True)
class ShelvesOutcome:
    """The shelves it was about as they stand now, or the sentence why nothing was done."""

    shelves: tuple[Shelf, ...] = ()
    why_not: str = ""

    @property
    def done(self) -> bool:
        """Whether it was done."""
        return not self.why_not


def may_not_change(desk: Desk) -> str:
    """Why this operator does not set up shelves; "" where they do."""
    if desk.operator.may(Right.STOCKTAKE):
        return ""
    return _("Only the librarian sets up shelves; everybody may print their labels.")


def proposed_code(desk: Desk) -> str:
    """The first code of the next shelves: the one behind those given so far."""
    with desk.library.reading() as connection:
        return _proposed_code(connection)


def make_shelves(desk: Desk, wanted: ShelvesWanted) -> ShelvesOutcome:
    """Make all shelves of a grid at the end of the walking order, with names and codes in a row."""
    if why_not := may_not_change(desk) or _grid_flaw(wanted.grid):
        return ShelvesOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.CHANGE_SHELVES)) as writing:
        why_not = place_flaw(writing.connection, wanted.location_id)
        codes, flaw = _codes(writing, wanted)
        if why_not or flaw:
            return ShelvesOutcome(why_not=why_not or flaw)
        place = 1 + last_place(writing.connection)
        rows = [
            {"code": code, "name": name, "location_id": wanted.location_id, "place": place + step}
            for step, (code, name) in enumerate(zip(codes, wanted.grid.names(), strict=True))
        ]
        ids = [writing.insert(shelves, **row) for row in rows]
        count = ngettext("{count} shelf made", "{count} shelves made", len(ids)).format(count=len(ids))
        writing.tell(what=f"{count} ({codes[0]}–{codes[-1]})" if len(ids) > 1 else f"{count} ({codes[0]})")
        return ShelvesOutcome(shelves_by_ids(writing.connection, ids))


def change_shelf(desk: Desk, shelf_id: int, draft: ShelfDraft) -> ShelvesOutcome:
    """Change name, location and what the shelf begins with. Raises GoneError for a shelf that is not there."""
    if why_not := may_not_change(desk) or draft_flaw(draft):
        return ShelvesOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.CHANGE_SHELVES)) as writing:
        shelf = _the_shelf(writing.connection, shelf_id)
        if why_not := place_flaw(writing.connection, draft.location_id):
            return ShelvesOutcome(why_not=why_not)
        writing.update(shelves, shelf.id, **row_of(draft))
        after = shelves_by_ids(writing.connection, [shelf_id])
        writing.tell(what=_what(shelf, after[0]))
        return ShelvesOutcome(after)


def begin_shelf(desk: Desk, shelf_id: int, call_number: str) -> ShelvesOutcome:
    """Say with which call number a shelf begins: that of the first book on it. Raises GoneError as `change_shelf`."""
    with desk.library.reading() as connection:
        shelf = _the_shelf(connection, shelf_id)
    return change_shelf(desk, shelf_id, ShelfDraft(shelf.name, shelf.location_id, call_number))


def end_shelf(desk: Desk, shelf_ids: Sequence[int]) -> ShelvesOutcome:
    """Use these shelves no longer; their codes stay theirs, and what stood on them falls to the shelf before.

    Raises GoneError where one of them is not there.
    """
    if why_not := may_not_change(desk):
        return ShelvesOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.CHANGE_SHELVES)) as writing:
        ending = [_the_shelf(writing.connection, shelf_id) for shelf_id in dict.fromkeys(shelf_ids)]
        if not ending:
            return ShelvesOutcome(why_not=_("Choose the shelves first."))
        for shelf in ending:
            writing.update(shelves, shelf.id, ended=True)
        writing.tell(what=_("{shelves} ended").format(shelves=_named(ending)))
        return ShelvesOutcome(tuple(ending))


def order_shelves(desk: Desk, shelf_ids: Sequence[int], before_id: int | None) -> ShelvesOutcome:
    """Put shelves, in their own order, before another one in the walking order, or at its end with None.

    Raises GoneError where one of them is not there.
    """
    if why_not := may_not_change(desk):
        return ShelvesOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.CHANGE_SHELVES)) as writing:
        known = all_shelves(writing.connection)
        ids = {shelf.id for shelf in known}
        if not ids.issuperset(shelf_ids) or (before_id is not None and before_id not in ids):
            raise GoneError
        after = moved(known, shelf_ids, before_id)
        if after == list(known):
            return ShelvesOutcome(known)
        places = sorted(shelf.place for shelf in known)
        if len(set(places)) < len(places):  # two of a file that somebody else wrote
            places = list(range(1, len(places) + 1))
        for shelf, place in zip(after, places, strict=True):
            writing.update(shelves, shelf.id, place=place)
        going = [shelf for shelf in after if shelf.id in set(shelf_ids)]
        writing.tell(what=_("{shelves} moved in the walking order").format(shelves=_named(going)))
        return ShelvesOutcome(all_shelves(writing.connection))


def propose_ranges(desk: Desk, location_id: int | None, capacity: int = 0) -> tuple[ShelfRange, ...]:
    """The stock of a location divided over its shelves in walking order; nothing is written.

    Evenly by number of copies, or each shelf filled up to `capacity` copies. Empty where there are no shelves.
    """
    with desk.library.reading() as connection:
        return _ranges(connection, location_id, capacity)


def take_ranges(desk: Desk, location_id: int | None, capacity: int = 0) -> ShelvesOutcome:
    """Let the shelves of a location begin where `propose_ranges` says."""
    if why_not := may_not_change(desk) or capacity_flaw(capacity):
        return ShelvesOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.CHANGE_SHELVES)) as writing:
        ranges = _ranges(writing.connection, location_id, capacity)
        if not any(each.stands for each in ranges):
            return ShelvesOutcome(why_not=_("No copy with a call number stands there, so nothing can be divided."))
        changed = [each for each in ranges if each.begins_anew]
        for each in changed:
            first = each.stands.call_number if each.stands else ""
            key = each.stands.key if each.stands else ""
            writing.update(shelves, each.shelf.id, first_call_number=first, first_key=key)
        words = ngettext("ranges of {count} shelf set", "ranges of {count} shelves set", len(changed))
        writing.tell(what=words.format(count=len(changed)))
        return ShelvesOutcome(shelves_by_ids(writing.connection, [each.shelf.id for each in changed]))


def capacity_flaw(capacity: int) -> str:
    """Why a shelf cannot hold so many copies; 0 stands for as many as come to it."""
    if 0 <= capacity <= MOST_COPIES:
        return ""
    return _("A shelf holds 1 to {most} copies.").format(most=f"{MOST_COPIES:,}")


def draft_flaw(draft: ShelfDraft) -> str:
    """Why a shelf cannot be called so; "" where it can."""
    return " ".join(too_long(draft.name, draft.first_call_number))


def row_of(draft: ShelfDraft) -> dict[str, Any]:
    """What the library file keeps of a draft."""
    first = " ".join(draft.first_call_number.split())
    key = shelf_key(first) if first else ""
    name = " ".join(draft.name.split())
    return {"name": name, "location_id": draft.location_id, "first_call_number": first, "first_key": key}


def place_flaw(connection: Connection, location_id: int | None) -> str:
    """Why no shelf can stand there; "" where it can."""
    if location_id is None or location_id in {each.id for each in all_locations(connection)}:
        return ""
    return _("There is no such place.")


def shelf_code_flaw(code: str) -> str:
    """Why a label cannot bear the code; "" where it can. `code` in its normal spelling."""
    if len(code) < SHORTEST:
        return _("The code “{code}” is too short for a scanner: it must have {least} signs at least.").format(
            code=code, least=SHORTEST
        )
    return code_flaw(code)


def keep_codes(writing: Writing, codes: Iterable[str]) -> None:
    """Let the codes of labels that a list brought never be given by counting up."""
    highest: dict[Pattern, int] = {}
    for code in codes:
        read = read_number(code)
        if read is not None:
            highest[read[0]] = max(read[1], highest.get(read[0], 0))
    for pattern, value in highest.items():
        if value >= next_number(writing.connection, _series(pattern)):
            take_numbers(writing, _series(pattern), 1, value)


def next_codes(writing: Writing, first_code: str, count: int) -> tuple[tuple[str, ...], str]:
    """So many codes in a row that nothing bears, taken for ever, from a first one on; or the sentence why not."""
    first = normal_code(first_code) or _proposed_code(writing.connection)
    read = read_number(first)
    if flaw := shelf_code_flaw(first):
        return (), flaw
    if read is None:
        words = _("{number} does not end in digits, so nothing can be counted up from it.")
        return (), words.format(number=first)
    pattern, value = read
    start = max(value, next_number(writing.connection, _series(pattern)), 1)
    found = next_free(writing.connection, pattern, start, count) if start <= pattern.highest else None
    if found is None:
        words = _("From {number} on no {count} codes in a row are left: begin with one that has more digits.")
        return (), words.format(number=first, count=count)
    take_numbers(writing, _series(pattern), count, found)
    return tuple(pattern.number(found + place) for place in range(count)), ""


def _codes(writing: Writing, wanted: ShelvesWanted) -> tuple[tuple[str, ...], str]:
    """The codes of a grid; where somebody typed a first one that something bears, that is said, not passed over."""
    typed = normal_code(wanted.first_code)
    for bearer in bearers_of(writing.connection, [typed]) if typed else ():
        return (), bearer_sentence(bearer)
    return next_codes(writing, typed, wanted.grid.count)


def _series(pattern: Pattern) -> str:
    return f"shelves:{pattern.prefix}:{pattern.width}"


def _proposed_code(connection: Connection) -> str:
    read = read_number(last_shelf_code(connection) or USUAL_FIRST) or read_number(USUAL_FIRST)
    pattern, value = read or (Pattern("SH", 4), 1)
    if last_shelf_code(connection):
        value = min(value + 1, pattern.highest)
    return pattern.number(max(value, min(next_number(connection, _series(pattern)), pattern.highest)))


def _ranges(connection: Connection, location_id: int | None, capacity: int) -> tuple[ShelfRange, ...]:
    known = all_shelves(connection)
    own = [shelf for shelf in known if shelf.location_id == location_id]
    return divide(own, stock_for(location_id, stock_by_location(connection), known), capacity)


def _grid_flaw(grid: ShelfGrid) -> str:
    if min(grid.rows, grid.bays, grid.boards, grid.first_row) < 0 or not 1 <= grid.count <= MOST:
        words = _(
            "So many shelves cannot be made at once: write how many rows, bays and boards, {most} shelves at most."
        )
        return words.format(most=MOST)
    return " ".join(too_long(grid.before))


def _the_shelf(connection: Connection, shelf_id: int) -> Shelf:
    found = next(iter(shelves_by_ids(connection, [shelf_id])), None)
    if found is None or found.ended:
        raise GoneError
    return found


def _named(some: Sequence[Shelf]) -> str:
    if len(some) == 1:
        return some[0].label
    words = ngettext("{count} shelf", "{count} shelves", len(some)).format(count=len(some))
    return _("{first} … {last} ({shelves})").format(first=some[0].label, last=some[-1].label, shelves=words)


def _what(before: Shelf, after: Shelf) -> str:
    if before.first_call_number != after.first_call_number and after.first_call_number:
        return _("{shelf} begins with {number}").format(shelf=after.label, number=after.first_call_number)
    if before.label != after.label:
        return _("{before} is called {after}").format(before=before.label, after=after.label)
    return _("{shelf} changed").format(shelf=after.label)

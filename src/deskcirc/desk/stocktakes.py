"""Counts of the shelves as staff open, pause and name them; counting itself is `counting`.

Opening makes a verified backup first, then freezes where every copy of the scope is: one act, a few dozen rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.running_numbers import next_number, take_numbers
from deskcirc.domain.changes import ActName
from deskcirc.domain.operators import Right
from deskcirc.domain.stocktake import FrozenGroups, Group, Scope, Stocktake, StocktakeState, frozen
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store import backup
from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.presence import over_the_counter_since
from deskcirc.store.lookups.shelves import shelves_by_ids
from deskcirc.store.lookups.stocktakes import all_stocktakes, groups_in_scope, running_stocktakes, stocktake_by_id
from deskcirc.store.tables import stocktake_blocks, stocktakes
from deskcirc.text import gettext as _

_ON_THE_TROLLEY: Final = timedelta(days=7)
_AFTER_ALL: Final = "\U0010ffff"  # "I" to "I" is the whole of class I: it follows all that begins with it


@dataclass(frozen=True, slots=True)
class StocktakeOrder:
    """A count as somebody wants it opened."""

    name: str = ""
    scope: Scope = field(default_factory=Scope)
    blind: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class StocktakeOutcome:
    """The count as it stands now, or the sentence why nothing was done."""

    stocktake: Stocktake | None = None
    why_not: str = ""

    @property
    def done(self) -> bool:
        """Whether it was done."""
        return not self.why_not


def may_not_decide(desk: Desk) -> str:
    """Why this operator does not open, decide and close counts, and who does; "" where they do."""
    if desk.operator.may(Right.STOCKTAKE):
        return ""
    return _(
        "Only the librarian opens, decides and closes a count; everybody may scan."
        " The librarian takes over by a click on the person at the top right."
    )


def weighed(desk: Desk, scope: Scope) -> tuple[dict[Group, int], str]:
    """What a count of this scope would expect if it were opened now, copies by their group, and "" or why it is not.

    Nothing is written.
    """
    if scope.class_from and scope.class_to and scope.class_from > scope.class_to + _AFTER_ALL:
        return {}, _("The first class stands after the last: exchange them.")
    with desk.library.reading() as connection:
        if why_not := counted_already(connection, scope):
            return {}, why_not
        groups = _freeze(desk, connection, scope).sums()
    return groups, "" if groups else _("No copy falls into this scope: choose another location, class or type.")


def open_stocktake(desk: Desk, order: StocktakeOrder) -> StocktakeOutcome:
    """Back the library up and open a count. Raises LibraryFileError where the backup cannot be made.

    A scope that holds no copy is refused, and so is a second open count of the very same scope: it would ask for
    every copy twice.
    """
    if why_not := may_not_decide(desk) or _too_long(order.name, order.note) or weighed(desk, order.scope)[1]:
        return StocktakeOutcome(why_not=why_not)
    kept = _back_up(desk)
    with desk.library.writing(desk.act(ActName.OPEN_STOCKTAKE)) as writing:
        if why_not := counted_already(writing.connection, order.scope):  # of two stations the other was faster
            return StocktakeOutcome(why_not=why_not)
        opened = open_in(desk, writing, order, kept.name)
        writing.tell(number=opened.number, name=opened.name, count=opened.copies, expected=opened.expected)
        return StocktakeOutcome(opened)


def open_in(desk: Desk, writing: Writing, order: StocktakeOrder, backup: str) -> Stocktake:
    """Open a count of a scope that is known to hold copies, within an act; `backup` is the file made before it."""
    groups = _freeze(desk, writing.connection, order.scope)
    year = desk.today.year
    (place,) = take_numbers(writing, _series(year), 1)
    sums = groups.sums()
    values = {
        "number": _number(year, place),
        "name": order.name.strip(),
        "scope": order.scope.stored(),
        "blind": order.blind,
        "note": order.note.strip(),
        "opened_at": desk.now,
        "opened_by": desk.operator.id,
        "state_at": desk.now,
        "state_by": desk.operator.id,
        "copies": sum(sums.values()),
        "expected": sums.get(Group.SHELF, 0),
        "backup": backup,
        "previous_id": _previous(writing.connection, order.scope),
    }
    stocktake_id = writing.insert(stocktakes, **values)
    rows = [{"stocktake_id": stocktake_id, "block": block, "groups": octets} for block, octets in groups.blocks.items()]
    writing.insert_many(stocktake_blocks, rows)
    return the_stocktake(writing.connection, stocktake_id)


def pause_stocktake(desk: Desk, stocktake_id: int) -> StocktakeOutcome:
    """No scan is counted until it is continued, after days or after another start. Raises GoneError for no count."""
    return _change_state(desk, stocktake_id, StocktakeState.OPEN, StocktakeState.PAUSED, _("paused"))


def continue_stocktake(desk: Desk, stocktake_id: int) -> StocktakeOutcome:
    """Scans are counted again. Raises GoneError for no count."""
    return _change_state(desk, stocktake_id, StocktakeState.PAUSED, StocktakeState.OPEN, _("continued"))


def rename_stocktake(desk: Desk, stocktake_id: int, name: str, note: str = "") -> StocktakeOutcome:
    """Give a count another name and note. Raises GoneError for no count."""
    if why_not := may_not_decide(desk) or _too_long(name, note):
        return StocktakeOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.CHANGE_STOCKTAKE)) as writing:
        stocktake = the_stocktake(writing.connection, stocktake_id)
        writing.update(stocktakes, stocktake.id, name=name.strip(), note=note.strip())
        writing.tell(number=stocktake.number, what=name.strip())
        return StocktakeOutcome(replace(stocktake, name=name.strip(), note=note.strip()))


def the_stocktake(connection: Connection, stocktake_id: int) -> Stocktake:
    """The count of this id. Raises GoneError where there is none."""
    stocktake = stocktake_by_id(connection, stocktake_id)
    if stocktake is None:
        raise GoneError
    return stocktake


def set_state(desk: Desk, writing: Writing, stocktake: Stocktake, state: StocktakeState, **values: object) -> Stocktake:
    """Move a count to another state, within an act, with whatever else changes of it by that."""
    moved = {"state": state.value, "state_at": desk.now, "state_by": desk.operator.id}
    writing.update(stocktakes, stocktake.id, **moved, **values)
    return the_stocktake(writing.connection, stocktake.id)


def counted_already(connection: Connection, scope: Scope) -> str:
    """Which running count asks for the very same copies, and what to do; "" where none does."""
    running = [each for each in running_stocktakes(connection) if each.scope == scope]
    if not running:
        return ""
    words = _("{count} counts the very same copies and is not closed yet: go on with it, or close it first.")
    return words.format(count=running[0].label)


def counted_twice(connection: Connection) -> str:
    """The same of any two running counts of one scope, which nothing may leave behind; "" where there are none."""
    known: set[Scope] = set()
    for each in running_stocktakes(connection):
        if each.scope in known:
            return counted_already(connection, each.scope)
        known.add(each.scope)
    return ""


def _change_state(
    desk: Desk, stocktake_id: int, before: StocktakeState, after: StocktakeState, what: str
) -> StocktakeOutcome:
    with desk.library.writing(desk.act(ActName.CHANGE_STOCKTAKE)) as writing:
        stocktake = the_stocktake(writing.connection, stocktake_id)
        if stocktake.state is after:
            return StocktakeOutcome(stocktake)
        if stocktake.state is not before:
            return StocktakeOutcome(stocktake, stocktake.why_no_scans)
        writing.tell(number=stocktake.number, what=what)
        return StocktakeOutcome(set_state(desk, writing, stocktake, after))


def _freeze(desk: Desk, connection: Connection, scope: Scope) -> FrozenGroups:
    """Where every copy is now. What came back over a week ago stands on its shelf, whoever forgot to say so.

    A library that never says "all shelved" would else miss nothing that was ever lent.
    """
    shelves = shelves_by_ids(connection, scope.shelves) if scope.shelves else ()
    groups = groups_in_scope(connection, scope, shelves)
    lately = over_the_counter_since(connection, desk.now - _ON_THE_TROLLEY)
    return frozen(
        (copy_id, Group.SHELF if group is Group.TROLLEY and copy_id not in lately else group)
        for copy_id, group in groups
    )


def _previous(connection: Connection, scope: Scope) -> int | None:
    """The last closed count of the same scope; where there is none, the last closed one at all."""
    closed = [each for each in all_stocktakes(connection) if each.state is StocktakeState.CLOSED]
    alike = [each for each in closed if each.scope == scope]
    return next((each.id for each in alike or closed), None)


def _back_up(desk: Desk) -> Path:
    """A verified copy beside the library, named after the count that is about to begin."""
    year = desk.today.year
    with desk.library.reading() as connection:
        number = _number(year, next_number(connection, _series(year)))
    return backup.back_up_before(desk.library.path, _("before the count {number}").format(number=number), desk.progress)


def _series(year: int) -> str:
    return f"stocktakes:{year}"


def _number(year: int, place: int) -> str:
    return _("S{year}-{number}").format(year=year, number=f"{place:02}")


def _too_long(*texts: str) -> str:
    return " ".join(too_long(*texts))

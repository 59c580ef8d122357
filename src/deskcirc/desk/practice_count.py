"""A count in the practice library, half done: two shelves scanned, two to come, and a few of each matter to resolve.

It counts one class of the stock that is neither large nor small, so that a newcomer sees the screens alive and can
finish it in an afternoon. Nothing but shelves and lines of the count is written: no copy becomes another one by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from deskcirc.desk.counting import CountOrder, count_in
from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktakes import StocktakeOrder, open_in
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.operators import Role
from deskcirc.domain.stocktake import Group, Scope, Shelf, Stocktake
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.operators import all_operators
from deskcirc.store.lookups.shelves import all_shelves
from deskcirc.store.lookups.stocktakes import groups_in_scope
from deskcirc.store.tables import shelves
from deskcirc.text import gettext as _

_LETTERS: Final = "ABCDEFGHIJKNOPQRSTUVXZ"
_WANTED: Final = 160
"""Copies, about as many as stand on four shelves."""
_SHELVES: Final = 4
_FEWEST: Final = 100
"""Copies of which a count is worth practising."""
_PLACES: Final = 30
"""Call numbers, at least, by which they are told apart on their shelves."""
_SINCE: Final = timedelta(days=1)
_SECONDS: Final = 4


@dataclass(frozen=True, slots=True)
class _Stock:
    """What is counted: copies in shelf order with where each is."""

    scope: Scope
    copies: tuple[Copy, ...]
    groups: dict[int, Group]

    def of(self, group: Group) -> list[Copy]:
        """Those of a group, in shelf order."""
        return [copy for copy in self.copies if self.groups[copy.id] is group]


def count_a_class(desk: Desk) -> None:
    """Open a count yesterday and go along half of its shelves this morning; a small stock is left alone."""
    opened = replace(desk, now=desk.now - _SINCE)
    stock = next(_fit(desk), None)
    if stock is None:
        return
    with desk.library.writing(desk.act(ActName.SET_UP, library=_("Practice library"))) as writing:
        _put_up_shelves(writing, stock)
        order = StocktakeOrder(_("Practice count of class {letter}").format(letter=stock.scope.class_from), stock.scope)
        stocktake = open_in(opened, writing, order, backup="")
        _scan_half(desk, writing, stocktake, stock)


def _fit(desk: Desk) -> Iterator[_Stock]:
    """The classes that can be counted, the one that comes nearest to what is wanted first."""
    found: dict[Scope, dict[int, Group]] = {}
    with desk.library.reading() as connection:
        for letter in _LETTERS:
            scope = Scope(class_from=letter, class_to=letter)
            found[scope] = dict(groups_in_scope(connection, scope))
    near = sorted(found, key=lambda scope: abs(len(found[scope]) - _WANTED))
    for scope in near:
        if len(found[scope]) < _FEWEST:
            continue
        stock = _stock(desk, scope, found[scope])
        if len({copy.shelf_key for copy in stock.of(Group.SHELF)}) >= _PLACES:
            yield stock


def _stock(desk: Desk, scope: Scope, groups: dict[int, Group]) -> _Stock:
    with desk.library.reading() as connection:
        found = [copy for copy_id in groups if (copy := copy_by_id(connection, copy_id)) is not None]
    return _Stock(scope, tuple(sorted(found, key=lambda copy: (copy.shelf_key, copy.id))), groups)


def _put_up_shelves(writing: Writing, stock: _Stock) -> None:
    """Each begins where a quarter of the call numbers ends."""
    firsts = list({copy.shelf_key: copy for copy in reversed(stock.of(Group.SHELF))}.values())[::-1]
    for number in range(_SHELVES):
        first = firsts[number * len(firsts) // _SHELVES]
        writing.insert(
            shelves,
            code=f"SH{number + 1:03}",
            name=_("Shelf {number}").format(number=number + 1),
            place=number + 1,
            first_call_number=first.call_number,
            first_key=first.shelf_key,
        )


def _scan_half(desk: Desk, writing: Writing, stocktake: Stocktake, stock: _Stock) -> None:
    """Two people, a shelf each: the first with what goes wrong in a count, the second until its middle."""
    standing = all_shelves(writing.connection)[:2]
    helpers = [each for each in all_operators(writing.connection) if each.role is Role.HELPER] or [desk.operator]
    at = desk.now - timedelta(hours=2)
    for number, (shelf, seen) in enumerate(zip(standing, _seen(stock, standing), strict=True)):
        person = helpers[number % len(helpers)].name
        for place, (code, copy_id, in_order) in enumerate(seen):
            when = at + timedelta(minutes=30 * number, seconds=_SECONDS * place)
            order = CountOrder(stocktake.id, code, copy_id, shelf=shelf, in_order=in_order, person=person, at=when)
            count_in(desk, writing, stocktake, order)


def _seen(stock: _Stock, standing: Sequence[Shelf]) -> Iterator[list[tuple[str, int | None, bool]]]:
    """Code, copy and whether it stands in order, from left to right, on the first shelf and on half of the second."""
    first, second = ([copy for copy in stock.of(Group.SHELF) if shelf.holds(copy.shelf_key)] for shelf in standing)
    lines = [_line(copy) for place, copy in enumerate(first) if place % 17 != 5]  # the others are not in their place
    lines.insert(9, _line(first[1]))  # scanned twice
    code, copy_id, _right = lines.pop()
    lines.insert(12, (code, copy_id, False))  # stands far before its place
    lines.insert(16, (second[-1].code, second[-1].id, True))  # belongs to the second shelf
    lines.insert(20, (_misread(first[3].code), None, True))
    lines.insert(24, ("9787500794332", None, True))  # the ISBN was scanned instead of the label
    out = stock.of(Group.ON_LOAN)
    lines += [_line(copy) for copy in out[:1]]  # stands here, though nobody noted that it came back
    yield lines
    yield [_line(copy) for copy in second[: len(second) // 2] if copy.state is CopyState.IN_STOCK]


def _line(copy: Copy) -> tuple[str, int | None, bool]:
    return copy.code, copy.id, True


def _misread(code: str) -> str:
    """The code as a scratched label reads: its last two signs the other way round, and one too many."""
    return f"{code[:-2]}{code[-1]}{code[-2]}9"

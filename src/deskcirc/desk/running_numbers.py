"""Numbers that run and are given once: of withdrawals, withdrawn copies, hand-overs; not even undo re-uses one.

They stand in `number_series` as the accession numbers do, one row a series, and the undo of an act leaves its `next`
where it is (`store.reversal`). Accession numbers ask more, for copies bear them and labels hold them: whether anything
has one already, which run is free, what is missing between two; that is `giving_numbers`, and `number_series` makes and
changes the series themselves. The numbers of batches are no series: each is the next after all batches of its year.
"""

from __future__ import annotations

from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.imports import number_series_of
from deskcirc.store.tables import number_series


def next_number(connection: Connection, series: str) -> int:
    """The number that the series gives next; 1 where it has given none."""
    known = number_series_of(connection, series)
    return known.next if known else 1


def take_numbers(writing: Writing, series: str, count: int, first: int | None = None) -> range:
    """Take `count` numbers off the series, beginning at `first` where that is higher than the next one."""
    known = number_series_of(writing.connection, series)
    begin = max(known.next if known else 1, first or 1)
    if known is None:
        # It belongs to no item type and no place and has ended, so that no copy is ever numbered from it.
        writing.insert(number_series, code=series, next=begin + count, ended=True)
    else:
        writing.update(number_series, known.id, next=begin + count)
    return range(begin, begin + count)

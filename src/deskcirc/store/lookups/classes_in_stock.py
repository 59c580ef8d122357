"""The CLC classes of this library's titles: how many each has, which were used last, and what titles alike have.

Not to be mixed up with `classes`, the school's own. Every query goes by an index or reads a limited number of rows.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from deskcirc.domain.classification import ClassesInStock
from deskcirc.store.tables import titles

_COUNTS = (
    select(titles.c.class_number, func.count().label("titles"))
    .where(titles.c.class_number != "")
    .group_by(titles.c.class_number)
)
_LATEST = select(titles.c.class_number).where(titles.c.class_number != "").order_by(titles.c.id.desc()).limit(200)
_MOST_RECENT = 8


def classes_in_stock(connection: Connection) -> ClassesInStock:
    """All class numbers with the number of their titles, and the last eight that were given."""
    counts = {row.class_number: int(row.titles) for row in connection.execute(_COUNTS)}
    recent = dict.fromkeys(connection.execute(_LATEST).scalars())
    return ClassesInStock(counts, tuple(recent)[:_MOST_RECENT])

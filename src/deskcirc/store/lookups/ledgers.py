"""The ledgers read from the rows that only the journal's acts write."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from deskcirc.domain.ledgers import Amount
from deskcirc.store.tables import copies


def holdings(connection: Connection) -> Amount:
    """Every copy that is not withdrawn, today; a copy without a price counts as nought fen."""
    counted = select(
        func.count(copies.c.title_id.distinct()), func.count(), func.coalesce(func.sum(copies.c.price), 0)
    ).where(copies.c.state != "withdrawn")
    return Amount(*connection.execute(counted).one())

"""What a whole set costs, of which a copy is one volume."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from deskcirc.domain.titles import TitleKind
from deskcirc.store.tables import copies, titles

_OF_COPY: Final = (
    select(titles.c.id, titles.c.title, titles.c.author, titles.c.volume, titles.c.set_name, titles.c.kind)
    .add_columns(titles.c.price)
    .select_from(copies.join(titles))
    .where(copies.c.id == bindparam("copy_id"))
)
_VOLUMES_OF_COPIES: Final = (
    select(copies.c.volume, func.max(copies.c.price).label("price"))
    .where(copies.c.title_id == bindparam("title_id"), copies.c.volume != "")
    .group_by(copies.c.volume)
)
_OF_SET: Final = select(titles.c.id, titles.c.price).where(
    titles.c.set_name == bindparam("set_name"), titles.c.kind == TitleKind.BOOK.value, ~titles.c.ended
)
_WITH_ITS_VOLUMES: Final = select(titles.c.id, titles.c.price).where(
    titles.c.title == bindparam("title"),
    titles.c.author == bindparam("author"),
    titles.c.volume != "",
    ~titles.c.ended,
)
_TITLE_OF_SET: Final = select(titles.c.price).where(
    titles.c.title == bindparam("set_name"), titles.c.kind == TitleKind.SET.value, titles.c.price > 0, ~titles.c.ended
)


def set_price_of(connection: Connection, copy_id: int) -> int | None:
    """The price in fen of the set the copy is a volume of; None for no set, and where a volume's price is not known.

    A set's own price goes before the sum of its volumes: it is what the dealer asks.
    """
    title = connection.execute(_OF_COPY, {"copy_id": copy_id}).one_or_none()
    if title is None:
        return None
    if title.kind == TitleKind.SET.value:
        volumes = connection.execute(_VOLUMES_OF_COPIES, {"title_id": title.id}).all()
        return title.price or _sum([row.price for row in volumes])
    if title.set_name:
        own = connection.execute(_TITLE_OF_SET, {"set_name": title.set_name}).scalars().first()
        return own or _sum([row.price for row in connection.execute(_OF_SET, {"set_name": title.set_name})])
    if title.volume:
        same = connection.execute(_WITH_ITS_VOLUMES, {"title": title.title, "author": title.author}).all()
        return _sum([row.price for row in same]) if len(same) > 1 else None
    volumes = connection.execute(_VOLUMES_OF_COPIES, {"title_id": title.id}).all()
    return _sum([row.price for row in volumes]) if len(volumes) > 1 else None


def _sum(prices: list[int | None]) -> int | None:
    known = [price for price in prices if price]
    return sum(known) if known and len(known) == len(prices) else None

"""What locations and item types are called, by their numbers; those that have ended too, for what was noted there."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, func, select

from deskcirc.store.tables import item_types, locations

_LOCATIONS: Final = select(locations.c.id, func.coalesce(func.nullif(locations.c.name, ""), locations.c.code)).order_by(
    locations.c.id
)
_ITEM_TYPES: Final = select(item_types.c.id, item_types.c.name).order_by(item_types.c.id)


def location_names(connection: Connection) -> dict[int, str]:
    """Every location's name, or its code where it has none, by its number."""
    return {row[0]: row[1] for row in connection.execute(_LOCATIONS)}


def item_type_names(connection: Connection) -> dict[int, str]:
    """Every item type's name by its number."""
    return {row[0]: row[1] for row in connection.execute(_ITEM_TYPES)}

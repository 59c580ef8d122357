"""The stored keys of the shelf order: whether they were made by the rules of this version, and making them anew.

A key is made from the call number and stored so that an index can hold it. When the rules change, `SHELF_KEY_VERSION`
rises; the file remembers which version its keys are of, the first one where it says nothing.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, select

from deskcirc.domain.call_numbers import SHELF_KEY_VERSION, shelf_key
from deskcirc.store.journal import Writing
from deskcirc.store.tables import copies, settings, shelves

_SETTING: Final = "shelf_key_version"
_FIRST_VERSION: Final = 1
_STORED = select(settings.c.id, settings.c.value).where(settings.c.name == bindparam("name"))
_KEYS = select(copies.c.id, copies.c.call_number, copies.c.shelf_key).order_by(copies.c.id)
_OF_SHELVES = select(shelves.c.id, shelves.c.first_call_number, shelves.c.first_key).where(
    shelves.c.first_call_number != ""
)


def shelf_keys_are_stale(connection: Connection) -> bool:
    """Whether the keys of this file were made by the rules of another version."""
    row = connection.execute(_STORED, {"name": _SETTING}).one_or_none()
    return (str(_FIRST_VERSION) if row is None else row.value) != str(SHELF_KEY_VERSION)


def remake_shelf_keys(writing: Writing) -> int:
    """Make the key of every copy, and of where every shelf begins, by the rules of this version.

    Returns how many became another.
    """
    changed = 0
    for row in writing.connection.execute(_KEYS).all():
        key = shelf_key(row.call_number)
        if key != row.shelf_key:
            changed += writing.update(copies, row.id, shelf_key=key)
    for row in writing.connection.execute(_OF_SHELVES).all():
        key = shelf_key(row.first_call_number)
        if key != row.first_key:
            changed += writing.update(shelves, row.id, first_key=key)
    stored = writing.connection.execute(_STORED, {"name": _SETTING}).one_or_none()
    if stored is None:
        writing.insert(settings, name=_SETTING, value=str(SHELF_KEY_VERSION))
    else:
        writing.update(settings, stored.id, value=str(SHELF_KEY_VERSION))
    return changed

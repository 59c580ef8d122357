"""Call numbers of copies: they follow their title's, and their keys on the shelf follow the rules of the order."""

from __future__ import annotations

from deskcirc.desk.desk import Desk
from deskcirc.domain.call_numbers import shelf_key
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import CopyState
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copies_of_title
from deskcirc.store.shelf_keys import remake_shelf_keys, shelf_keys_are_stale
from deskcirc.store.tables import copies

_GONE = frozenset({CopyState.WITHDRAWN, CopyState.LOST})


def call_number_follows(writing: Writing, title_id: int, before: str, after: str) -> int:
    """The copies of a title whose call number was `before` get `after`; returns how many changed.

    A copy with more behind it (:2 of a volume) keeps that; one with a call number of its own, or that is gone from the
    shelves, is left alone. A copy whose spine shows another number now is put on the list of labels to print.
    """
    changed = 0
    for copy in copies_of_title(writing.connection, title_id):
        if copy.state in _GONE or not _begins_with(copy.call_number, before):
            continue
        called = after + copy.call_number[len(before) :]
        values = {"call_number": called, "shelf_key": shelf_key(called), "wants_label": True}
        if called != copy.call_number:
            changed += writing.update(copies, copy.id, **values)
    return changed


def _begins_with(called: str, before: str) -> bool:
    """Whether the copy's call number is its title's, or an extension of it and not merely another longer number."""
    return called == before or (bool(before) and called.startswith(before) and called[len(before)] in ":-(=+ ")


def bring_shelf_keys_up_to_date(desk: Desk) -> int:
    """Put all copies into the shelf order of this version, if the file's is another's; returns how many moved."""
    with desk.library.reading() as connection:
        if not shelf_keys_are_stale(connection):
            return 0
    with desk.library.writing(desk.act(ActName.REMAKE_SHELF_KEYS)) as writing:
        moved = remake_shelf_keys(writing)
        writing.tell(count=moved)
    return moved

"""Which copies want a label: put on the list, taken off it again, printed."""

from __future__ import annotations

from collections.abc import Sequence

from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import CopyState
from deskcirc.domain.label_copies import LabelCopy
from deskcirc.domain.number_ranges import NumberRange
from deskcirc.store.lookups.labels import copies_numbered, label_copies
from deskcirc.store.tables import copies

_GONE = frozenset({CopyState.WITHDRAWN, CopyState.LOST})


def want_labels(desk: Desk, copy_ids: Sequence[int]) -> int:
    """Put copies on the list of labels to print, for theirs are missing or worn; returns how many were not on it."""
    return _mark(desk, ActName.WANT_LABELS, copy_ids, wanted=True)


def want_labels_of(desk: Desk, ranges: Sequence[NumberRange]) -> int:
    """Put all copies at hand with these accession numbers on the list; returns how many were not on it."""
    with desk.library.reading() as connection:
        found = copies_numbered(connection, ranges)
    return want_labels(desk, found)


def drop_labels(desk: Desk, copy_ids: Sequence[int]) -> int:
    """Take copies off the list, nothing being printed; returns how many were on it."""
    return _mark(desk, ActName.DROP_LABELS, copy_ids, wanted=False)


def labels_printed(desk: Desk, copy_ids: Sequence[int]) -> int:
    """The labels of these copies came out right: they want none any more; returns how many were on the list."""
    return _mark(desk, ActName.PRINT_LABELS, copy_ids, wanted=False)


def labels_wanted_of(desk: Desk, copy_ids: Sequence[int]) -> tuple[LabelCopy, ...]:
    """These copies as their labels show them, in the order given; who is gone for good is left out."""
    with desk.library.reading() as connection:
        return tuple(copy for copy in label_copies(connection, copy_ids) if copy.state not in _GONE)


def _mark(desk: Desk, act: ActName, copy_ids: Sequence[int], *, wanted: bool) -> int:
    with desk.library.writing(desk.act(act)) as writing:
        found = label_copies(writing.connection, copy_ids)
        changed = [copy for copy in found if copy.wants_label is not wanted and not (wanted and copy.state in _GONE)]
        for copy in changed:
            writing.update(copies, copy.id, wants_label=wanted)
        if len(changed) == 1:
            writing.tell(count=1, code=changed[0].code, title=changed[0].title)
        else:
            writing.tell(count=len(changed))
    return len(changed)

"""The delivery check at the desk: copies that came are counted on the lines of the dealer's list.

Each command is one entry of the journal, so that each scan can be taken back alone. Copies that stand on no list get
a line that expects none of them.
"""

from __future__ import annotations

from deskcirc.store.journal import Writing
from deskcirc.store.tables import delivery_lines


def settle_line(writing: Writing, line_id: int, title_id: int | None) -> None:
    """Say under which title a line was catalogued, in the cataloguer's own transaction. Raises LookupError for none."""
    writing.update(delivery_lines, line_id, title_id=title_id)

"""Counting the rows of a file that is taken in: read = added + matched + refused, in the table of imports and told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Final

from deskcirc.desk.importing_notes import KEPT
from deskcirc.domain.drafts import ReadRow, Refusal
from deskcirc.errors import CancelledError
from deskcirc.store.journal import Writing
from deskcirc.store.tables import imports

ROWS_BETWEEN_WORDS: Final = 50

OnProgress = Callable[[int], None]
OnRefused = Callable[[ReadRow, Refusal], None]


def told_rows(
    rows: Iterable[ReadRow], on_progress: OnProgress | None, cancelled: Callable[[], bool] | None, cancelled_words: str
) -> Iterator[ReadRow]:
    """The rows, while `on_progress` hears how many came; raises CancelledError with these words once `cancelled`."""

    def say(count: int) -> None:
        if cancelled is not None and cancelled():
            raise CancelledError(cancelled_words)
        if on_progress is not None:
            on_progress(count)

    count = 0
    for count, row in enumerate(rows, start=1):
        yield row
        if count % ROWS_BETWEEN_WORDS == 0:
            say(count)
    say(count)


class RowCount:
    """What became of the rows of one file; its line in the table of imports is written at once and filled at the end.

    Change `added` and `matched` as rows come; refused ones go through `refuse`.
    """

    def __init__(
        self, writing: Writing, at: datetime, file_name: str, digest: str, kind: str, on_refused: OnRefused | None
    ) -> None:
        nothing = dict.fromkeys(("rows_read", "rows_added", "rows_matched", "rows_refused"), 0)
        self._writing = writing
        self._on_refused = on_refused
        self.import_id = writing.insert(imports, at=at, file_name=file_name, digest=digest, kind=kind, **nothing)
        self.added = self.matched = self.refused = 0
        self.refusals: list[tuple[ReadRow, Refusal]] = []

    @property
    def read(self) -> int:
        """Rows that have come so far."""
        return self.added + self.matched + self.refused

    def refuse(self, row: ReadRow, refusal: Refusal) -> None:
        """Count a row that is not taken in, and hand it to whoever keeps such rows."""
        self.refused += 1
        if len(self.refusals) < KEPT:
            self.refusals.append((row, refusal))
        if self._on_refused is not None:
            self._on_refused(row, refusal)

    def finish(self) -> dict[str, int]:
        """Write the figures down; returns what was added, matched and refused by these names."""
        figures = {"added": self.added, "matched": self.matched, "refused": self.refused}
        counted = {f"rows_{name}": number for name, number in figures.items()}
        self._writing.update(imports, self.import_id, rows_read=self.read, **counted)
        return figures

"""Notes of an import: what was doubtful is kept beside its title, copy or patron, once however often it is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from deskcirc.desk.importing_codes import CodesInUse
from deskcirc.domain.drafts import Mark, Note, ReadRow
from deskcirc.store.bulk import Piles
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.imports import KnownCopy, KnownNote, known_notes
from deskcirc.store.tables import notes as notes_table

KEPT: Final = 200
_ABOUT_CODES: Final = frozenset({Mark.NUMBER_TAKEN.value, Mark.BARCODE_TAKEN.value})


@dataclass(frozen=True, slots=True)
class Remark:
    """A note with the row of the file it is about."""

    number: int
    place: str
    note: Note


class NoteTaker:
    """Counts every note of the file, keeps the first KEPT for the summary, and stores each where it is new."""

    def __init__(self, writing: Writing, piles: Piles, at: datetime, import_id: int) -> None:
        self._piles = piles
        self._at = at
        self._import_id = import_id
        self._made = set(known_notes(writing.connection))
        self._row = ReadRow(0, "", "")
        self.counts: Counter[Mark] = Counter()
        self.remarks: list[Remark] = []

    def begin(self, row: ReadRow) -> None:
        """The row that the next notes are about."""
        self._row = row

    def take(
        self,
        notes: Iterable[Note],
        *,
        title_id: int | None = None,
        copy_id: int | None = None,
        patron_id: int | None = None,
    ) -> None:
        """Keep the notes beside what they are about."""
        for note in notes:
            self.counts[note.mark] += 1
            if len(self.remarks) < KEPT:
                self.remarks.append(Remark(self._row.number, self._row.place, note))
            made = KnownNote(title_id, copy_id, patron_id, note.mark.value, note.value)
            if made not in self._made:
                self._made.add(made)
                self._store(made)

    def copies_renumbered(self, codes: CodesInUse) -> dict[tuple[int, str], KnownCopy]:
        """Copies that could not have the code their file gave them, by title and that code."""
        told = [note for note in self._made if note.mark in _ABOUT_CODES and note.copy_id is not None]
        wanted = {note.copy_id for note in told}
        found = {copy.id: copy for copy in codes.copies() if copy.id in wanted} if wanted else {}
        return {
            (found[note.copy_id].title_id, note.value): found[note.copy_id] for note in told if note.copy_id in found
        }

    def _store(self, note: KnownNote) -> None:
        self._piles.add(
            notes_table,
            title_id=note.title_id,
            copy_id=note.copy_id,
            patron_id=note.patron_id,
            import_id=self._import_id,
            mark=note.mark,
            value=note.value,
            at=self._at,
        )

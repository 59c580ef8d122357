"""Loading a dealer's list: every row becomes a line of the batch, is known from before, or is refused with its reason.

Rows are handed in by whoever read the file (`exchange` lies above the desk). A list is never expected twice without
somebody saying so: rows that stand in the batch already are matched, and a list that stands in another batch, told
by the digest of its file or by most of its rows, is taken in only where `again` says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from deskcirc.desk.batches import not_allowed, not_under_way, the_batch
from deskcirc.desk.deliveries import line_values
from deskcirc.desk.desk import Desk
from deskcirc.desk.importing_notes import KEPT, Remark
from deskcirc.desk.imports import ImportSource, ImportSummary
from deskcirc.desk.row_count import OnProgress, OnRefused, RowCount, told_rows
from deskcirc.domain.changes import ActName
from deskcirc.domain.deliveries import number_of
from deskcirc.domain.drafts import Mark, ReadRow, Refusal, RefusalReason, TitleDraft
from deskcirc.domain.pinyin import comparable
from deskcirc.store.bulk import Piles
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.deliveries import all_listed, last_position, lists_with_digest
from deskcirc.store.tables import delivery_lines
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _

_FEWEST_ALIKE = 3
_Key = tuple[str, str, str, int | None, int]


@dataclass(frozen=True, slots=True)
class LoadOutcome:
    """What became of a list: the rows as of any import, the copies it expects, and where it stands already.

    With `why_not` nothing was stored.
    """

    summary: ImportSummary = field(default_factory=ImportSummary)
    expected: int = 0
    seen: tuple[str, ...] = ()
    why_not: tuple[str, ...] = ()


class _RollBackError(Exception):
    """Ends a dry run, or a load that is refused; never leaves this module."""


def load_delivery(
    desk: Desk,
    batch_id: int,
    rows: Iterable[ReadRow],
    source: ImportSource,
    *,
    again: bool = False,
    dry_run: bool = False,
    copies_when_none: int = 1,
    on_progress: OnProgress | None = None,
    cancelled: Callable[[], bool] | None = None,
    on_refused: OnRefused | None = None,
) -> LoadOutcome:
    """Take a dealer's list into a batch, all of it or nothing; the arguments are those of `run_import`.

    Raises GoneError for no batch, CancelledError, and whatever reading the rows raises.
    """
    if why_not := not_allowed(desk):
        return LoadOutcome(why_not=why_not)
    outcome = LoadOutcome()
    with suppress(_RollBackError), desk.library.writing(desk.act(ActName.LOAD_DELIVERY)) as writing:
        batch = the_batch(writing, batch_id)
        if not batch.is_under_way:
            outcome = LoadOutcome(why_not=(not_under_way(batch),))
            raise _RollBackError
        intake = _Intake(desk, writing, batch_id, source, copies_when_none, on_refused)
        for row in told_rows(rows, on_progress, cancelled, _("Loading the list was cancelled; nothing was saved.")):
            intake.take(row)
        outcome = intake.finish(batch.number, again=again)
        if dry_run or outcome.why_not or not outcome.summary.added:
            raise _RollBackError
    return outcome


class _Intake:
    """One list under way: hands each row to the batch and counts what became of it."""

    def __init__(
        self,
        desk: Desk,
        writing: Writing,
        batch_id: int,
        source: ImportSource,
        copies_when_none: int,
        on_refused: OnRefused | None,
    ) -> None:
        self._writing, self._batch_id, self._source = writing, batch_id, source
        self._copies_when_none = copies_when_none
        self._seen = [
            _("This very file was loaded into batch {number} on {day}; its copies would be expected twice.").format(
                number=each.batch_number, day=day_words(desk.policy.day_of(each.at), desk.today)
            )
            for each in lists_with_digest(writing.connection, source.digest)
            if each.batch_id != batch_id
        ]
        self._known: dict[tuple[int, str], Counter[_Key]] = defaultdict(Counter)
        for listed in all_listed(writing.connection):
            self._known[listed.batch_id, listed.batch_number][_key(listed, listed.isbn, listed.expected)] += 1
        self._here: Counter[_Key] = Counter()
        for (known_id, _number), keys in self._known.items():
            if known_id == batch_id:
                self._here = Counter(keys)
        self._alike: Counter[tuple[int, str]] = Counter()
        self._count = RowCount(writing, desk.now, source.file_name, source.digest, source.kind, on_refused)
        self._piles = Piles(writing)
        self._position = last_position(writing.connection, batch_id)
        self._expected = 0
        self._marks: Counter[Mark] = Counter()
        self._remarks: list[Remark] = []

    def take(self, row: ReadRow) -> None:
        """Take in one row, or refuse it."""
        if row.refusal is not None:
            self._count.refuse(row, row.refusal)
        elif not isinstance(row.draft, TitleDraft) or not row.draft.title.strip():
            self._count.refuse(row, Refusal(RefusalReason.NO_TITLE))
        elif row.draft.marc is None and not row.draft.copies:
            # A record of a dealer says nothing of copies as a rule; a row of a table that has none says 0.
            self._count.refuse(row, Refusal(RefusalReason.NO_COPIES))
        else:
            self._take_line(row, row.draft)

    def finish(self, number: str, *, again: bool) -> LoadOutcome:
        """Write what is left and the figures; says where the list stands already."""
        self._piles.write()
        figures = self._count.finish()
        self._writing.tell(file=self._source.file_name, number=number, count=self._expected)
        summary = ImportSummary(
            read=self._count.read,
            **figures,
            notes=self._marks,
            remarks=tuple(self._remarks),
            refusals=tuple(self._count.refusals),
        )
        seen = tuple(self._seen or self._stands_in())
        return LoadOutcome(summary, self._expected, seen, seen if not again else ())

    def _take_line(self, row: ReadRow, draft: TitleDraft) -> None:
        count = len(draft.copies) or self._copies_when_none
        key = _key(draft, number_of(draft), count)
        for where, keys in self._known.items():
            if keys[key]:
                self._alike[where] += 1
        for note in row.notes:
            self._marks[note.mark] += 1
            if len(self._remarks) < KEPT:
                self._remarks.append(Remark(row.number, row.place, note))
        if self._here[key]:
            self._here[key] -= 1
            self._count.matched += 1
            return
        self._position += 1
        remark = " ".join(note.sentence() for note in row.notes)
        columns = {"position": self._position, "expected": count, "remark": remark, "import_id": self._count.import_id}
        self._piles.add(delivery_lines, batch_id=self._batch_id, **line_values(draft, draft.marc), **columns)
        self._count.added += 1
        self._expected += count

    def _stands_in(self) -> Iterable[str]:
        """A sentence for each other batch that holds most of these rows."""
        rows = self._count.added + self._count.matched
        for (batch_id, number), count in self._alike.items():
            if batch_id != self._batch_id and count * 2 > rows and count >= min(_FEWEST_ALIKE, rows):
                words = ngettext(
                    "{count} line of {all} stands in batch {number} already.",
                    "{count} lines of {all} stand in batch {number} already.",
                    count,
                )
                yield words.format(count=count, all=rows, number=number)


def _key(described: object, number: str, count: int) -> _Key:
    """What tells a line from another: an object with title, volume and price, its ISBN or ISSN, and its count."""
    title, volume, price = (getattr(described, name) for name in ("title", "volume", "price"))
    return number, comparable(title), comparable(volume), price, count

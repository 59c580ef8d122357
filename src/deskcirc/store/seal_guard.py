"""Nothing that stands in a sealed month changes any more: asked of every change before it is written.

Everything up to the last day of the last sealed month is closed, for what lies before it is its opening balance. What
counts are the facts of the ledgers alone: a copy of a sealed month is lent, moved and mended as ever, and its title's
description may be put right; a withdrawal of today is written beside it, not over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Table, text

from deskcirc.errors import SealedMonthError
from deskcirc.store.lookups.ledger_days import LEDGER_DAY, ledger_day, offset_of, utc_offset
from deskcirc.text import gettext as _

_COPY_FACTS: Final = ("accession_number", "title_id", "price", "batch_id", "source")
_BATCH_FACTS: Final = ("number", "source", "dealer", "donor", "invoice", "received")
_WITHDRAWAL_FACTS: Final = ("number", "reason", "document", "receiver", "approved_by", "approved_on", "state")
_LINE_FACTS: Final = ("withdrawal_id", "copy_id", "number", "price", "compensation", "ended")
_FACTS: Final = {
    "copies": (*_COPY_FACTS, "registered", "acquired", "added_at"),
    "batches": _BATCH_FACTS,
    "withdrawals": _WITHDRAWAL_FACTS,
    "withdrawal_copies": _LINE_FACTS,
}
_LAST_SEAL: Final = text("SELECT max(month) FROM ledger_seals")
_FIRST_DAY: Final = text(
    f"SELECT min({LEDGER_DAY}) FROM copies WHERE batch_id = :batch_id"  # noqa: S608  ours
    " AND batch_id IS NOT NULL"
)
_APPROVED: Final = text("SELECT number, approved_on FROM withdrawals WHERE id = :id AND state = 'approved'")
_Row = Mapping[str, Any] | None


class SealGuard:
    """Watches over one transaction; asks for the last seal once, and not before a ledger's table is written."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._asked = False
        self._last: date | None = None
        self._offset = timedelta()

    def look(self, table: Table, before: _Row, after: _Row) -> None:
        """Raise SealedMonthError where the change touches a fact of a sealed month; images as in the journal."""
        watch = self._watches.get(table.name)
        # A copy that goes to its shelf changes too: a scan must not pay for ledgers that it does not touch.
        if watch is None or _same(before, after, _FACTS[table.name]) or self._sealed_through() is None:
            return
        watch(self, before, after)

    def _sealed_through(self) -> date | None:
        if not self._asked:
            self._asked = True
            month = self._connection.execute(_LAST_SEAL).scalar()
            if month is not None:
                from deskcirc.domain.ledger_sums import month_span  # a counter without seals need not know the ledgers

                self._last, self._offset = month_span(month).last, utc_offset(self._connection)
        return self._last

    def _is_sealed(self, day: date | str | None) -> bool:
        return self._last is not None and day is not None and str(day) <= self._last.isoformat()

    def _copy(self, before: _Row, after: _Row) -> None:
        days = [self._day(row) for row in (before, after)]
        if not any(map(self._is_sealed, days)) or (days[0] == days[1] and _same(before, after, _COPY_FACTS)):
            return
        number = (before or after or {})["accession_number"]
        if before is None:
            raise self._closed(str(days[1]))
        raise self._refusal(_("copy {number}").format(number=number))

    def _day(self, row: _Row) -> date | None:
        if row is None:
            return None
        registered, acquired = (row[name] and date.fromisoformat(row[name]) for name in ("registered", "acquired"))
        return ledger_day(registered, acquired, datetime.fromisoformat(row["added_at"]), self._offset)

    def _batch(self, before: _Row, after: _Row) -> None:
        if before is None or _same(before, after, _BATCH_FACTS):
            return
        values = {"batch_id": before["id"], "offset": offset_of(self._offset)}
        if self._is_sealed(self._connection.execute(_FIRST_DAY, values).scalar()):
            raise self._refusal(_("batch {number}").format(number=before["number"]))

    def _withdrawal(self, before: _Row, after: _Row) -> None:
        days = [None if row is None else row["approved_on"] for row in (before, after)]
        if any(map(self._is_sealed, days)) and not _same(before, after, _WITHDRAWAL_FACTS):
            if before is None or days[0] is None:
                raise self._closed(str(days[1]))
            raise self._refusal(_("withdrawal {number}").format(number=before["number"]))

    def _line(self, before: _Row, after: _Row) -> None:
        if _same(before, after, _LINE_FACTS):
            return
        for withdrawal_id in {row["withdrawal_id"] for row in (before, after) if row is not None}:
            found = self._connection.execute(_APPROVED, {"id": withdrawal_id}).one_or_none()
            if found is not None and self._is_sealed(found.approved_on):
                raise self._refusal(_("withdrawal {number}").format(number=found.number))

    def _closed(self, day: str) -> SealedMonthError:
        return SealedMonthError(
            _("The ledgers are sealed up to {last}; nothing can be entered under {day}.").format(
                last=self._last, day=day
            ),
            _("Enter it under a day after that."),
        )

    def _refusal(self, what: str) -> SealedMonthError:
        sentence = _("The ledgers are sealed up to {last}, and {what} stands in them: it stays as it is.")
        return SealedMonthError(
            sentence.format(last=self._last, what=what),
            _("Put it right with an entry of today: withdraw what is wrong and register it anew."),
        )

    _watches: Final = {
        "copies": _copy,
        "batches": _batch,
        "withdrawals": _withdrawal,
        "withdrawal_copies": _line,
    }


def _same(before: _Row, after: _Row, names: tuple[str, ...]) -> bool:
    return before is not None and after is not None and all(before[name] == after[name] for name in names)

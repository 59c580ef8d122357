"""Any sequence of batches, registrations, withdrawals, seals and undoing: the ledgers balance and seals hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import NOON, a_desk, id_of
from tests.desk.any_sequence import library_like

from deskcirc.desk.desk import Desk
from deskcirc.desk.seals import month_to_seal, seal_month
from deskcirc.desk.undo import undo_by_id
from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, approve_withdrawal, propose
from deskcirc.domain.changes import ActName
from deskcirc.domain.ledger_sums import copies_behind, month_span
from deskcirc.domain.ledgers import Amount, Balance, LedgerLine, LedgerName, Span
from deskcirc.domain.rule_book import GENERAL
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.errors import SealedMonthError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.ledger_content import all_seals, read_content, sealed_content
from deskcirc.store.lookups.ledgers import copy_lines, read_ledger, read_stock
from deskcirc.store.tables import batches, copies, item_types, titles

CLASSES = ("I287.45", "TP312", "B-49", "", "没有", "Z228")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["batch", "copies", "copies", "old", "withdraw", "withdraw", "undo", "seal", "wait", "price"]),
        st.integers(0, 9),
        st.integers(1, 3),
    ),
    max_size=25,
)


class School:
    """A library on which the steps are done, its day going on."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.desk = a_desk(library, NOON)
        self.acts: list[int] = []
        self.sealed: dict[str, str] = {}

    def do(self, step: str, choice: int, count: int) -> None:
        """One step; what a sealed month forbids is refused as a whole."""
        if step == "wait":
            self.desk = a_desk(self.library, self.desk.now + timedelta(days=9 * count))
        elif step == "seal":
            self._seal()
        elif step == "undo":
            self._undo(choice)
        else:
            before = self.library.last_entry
            try:
                getattr(self, f"_{step}")(choice, count)
            except SealedMonthError:
                assert self.sealed
            if self.library.last_entry not in (None, before):
                self.acts.append(self.library.last_entry)

    def _seal(self) -> None:
        month = month_to_seal(self.desk)
        if month is not None and seal_month(self.desk, month).done:
            with self.library.reading() as connection:
                self.sealed[month] = sealed_content(connection, month) or ""

    def _undo(self, choice: int) -> None:
        if self.acts:
            try:
                undo_by_id(self.desk, self.acts[-1 - choice % len(self.acts)])
            except SealedMonthError:
                assert self.sealed

    def _batch(self, _choice: int, count: int) -> None:
        with self.library.writing(self.desk.act(ActName.OPEN_BATCH)) as writing:
            number = f"2026-{_highest(writing, batches):03}"
            day = self.desk.today - timedelta(days=count)
            writing.insert(batches, number=number, source="gift", received=day, opened_at=self.desk.now)

    def _copies(self, choice: int, count: int) -> None:
        with self.library.writing(self.desk.act(ActName.ADD_COPIES)) as writing:
            known = _highest(writing, titles) - 1
            new = choice % 3 == 0 or not known
            values = {"title": f"书{known + 1}", "added_at": NOON, "class_number": CLASSES[choice % 6]}
            title_id = writing.insert(titles, **values) if new else choice % known + 1
            batch_id = choice % _highest(writing, batches) or None
            rows = [self._row(writing, title_id, at) for at in range(count)]
            writing.insert_many(copies, [{**row, "batch_id": batch_id, "registered": self.desk.today} for row in rows])

    def _row(self, writing: Any, title_id: int, at: int) -> dict[str, Any]:
        number = f"T{_highest(writing, copies) + at:05}"
        type_id = id_of(writing, item_types, GENERAL)
        added = {"added_at": self.desk.now, "price": None if at == 2 else 1250 + at}
        return {"title_id": title_id, "accession_number": number, "item_type_id": type_id, **added}

    def _old(self, choice: int, count: int) -> None:
        with self.library.writing(self.desk.act(ActName.IMPORT)) as writing:
            title_id = writing.insert(titles, title="旧书", added_at=NOON, class_number=CLASSES[choice % 6])
            day = self.desk.today - timedelta(days=40 * choice - 60)
            rows = [self._row(writing, title_id, at) for at in range(count)]
            writing.insert_many(copies, [{**row, "acquired": day if choice else None} for row in rows])

    def _withdraw(self, choice: int, count: int) -> None:
        with self.library.reading() as connection:
            query = copies.select().where(copies.c.state == "in_stock").order_by(copies.c.id)
            there = [row["id"] for row in connection.execute(query).mappings()][choice : choice + count]
        if there:
            proposed = propose(self.desk, WithdrawalDraft(WithdrawalReason.WEEDED), there).withdrawal
            assert proposed is not None
            self.acts.append(self.library.last_entry or 0)
            approve_withdrawal(self.desk, proposed.id, Approval("2026-1", "校长", self.desk.today))

    def _price(self, choice: int, count: int) -> None:
        with self.library.writing(self.desk.act(ActName.SET_PRICE)) as writing:
            query = copies.select().where(copies.c.state != "withdrawn").order_by(copies.c.id)
            there = writing.connection.execute(query).mappings().all()
            for row in there[choice : choice + 1]:
                writing.update(copies, row["id"], price=100 * count)


def _highest(writing: Any, table: Any) -> int:
    return int(writing.connection.exec_driver_sql(f"SELECT coalesce(max(id), 0) + 1 FROM {table.name}").scalar_one())


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_after_any_sequence_the_ledgers_balance_and_sealed_months_stay_as_they_were(
    template_file: Path, steps: Sequence[tuple[str, int, int]]
) -> None:
    with library_like(template_file) as library:
        school = School(library)
        for step in steps:
            school.do(*step)
        _assert_ledgers_hold(school.desk)
        with library.reading() as connection:
            assert {seal.month: sealed_content(connection, seal.month) for seal in all_seals(connection)} == (
                school.sealed
            )
        assert list(check_library(library)) == []


def _assert_ledgers_hold(desk: Desk) -> None:
    spans = [Span(None, desk.today), Span(NOON.date(), NOON.date()), Span(date(2026, 3, 11), desk.today)]
    spans += [month_span("2026-03"), month_span("2026-04"), Span(date(2025, 1, 1), date(2025, 12, 31))]
    with desk.library.reading() as connection:
        stock = read_stock(connection)
        journal = balance_from_the_journal(connection)
        for span in spans:
            balance = read_ledger(connection, LedgerName.BALANCE, span, stock).balance
            assert balance.difference == Amount(), (span, balance)
            assert balance == journal(span), span
            _assert_ledgers_agree(connection, span, balance, stock)


def _assert_ledgers_agree(connection: Any, span: Span, balance: Balance, stock: Any) -> None:
    pages = {name: read_ledger(connection, name, span, stock) for name in LedgerName}
    came, gone = pages[LedgerName.CAME].lines, pages[LedgerName.GONE].lines
    assert tuple(sum(line.values[at] for line in came) for at in (4, 5, 6)) == balance.came.values  # type: ignore[misc]
    assert sum(line.values[at] for line in came for at in range(7, 13)) == balance.came.copies  # type: ignore[misc]
    assert [sum(line.values[at] for line in gone) for at in (3, 4)] == [balance.gone.copies, balance.gone.fen]  # type: ignore[misc]
    _assert_divisions_sum_up(pages[LedgerName.CLASSES].lines)
    classes = [line for line in pages[LedgerName.CLASSES].lines if line.key.startswith("class:")]
    assert tuple(sum(line.values[at] for line in classes) for at in range(2, 14)) == balance.values  # type: ignore[misc]
    for name, side, at in ((LedgerName.COPIES, balance.came, 6), (LedgerName.WITHDRAWN, balance.gone, 5)):
        lines = list(copy_lines(connection, name, pages[name].copies, span.last))
        assert (len(lines), sum(line.values[at] or 0 for line in lines)) == (side.copies, side.fen)  # type: ignore[misc]
    sides = {"opening": balance.opening, "came": balance.came, "gone": balance.gone, "held": balance.held}
    assert {part: len(copies_behind(stock, span, part)) for part in sides} == {
        part: amount.copies for part, amount in sides.items()
    }
    _assert_rows_follow(pages[LedgerName.BALANCE].lines, balance)


def _assert_divisions_sum_up(lines: Sequence[LedgerLine]) -> None:
    """A division is the sum of the main classes it stretches over."""
    for line in lines:
        if line.key.startswith("division:"):
            first, last = line.key[-3], line.key[-1]
            classes = [other.values[2:] for other in lines if "class:" in other.key and first <= other.key[-1] <= last]
            assert [sum(side) for side in zip(*classes, strict=True)] == list(line.values[2:])


def _assert_rows_follow(rows: Sequence[LedgerLine], balance: Balance) -> None:
    """The balance by months or years: it opens with what closed before it, and adds up to the whole."""
    of_rows = [Balance(*(Amount(*row.values[at : at + 3]) for at in (1, 4, 7, 10))) for row in rows]  # type: ignore[arg-type]
    for before, after in pairwise(of_rows):
        assert before.held == after.opening
    assert (of_rows[0].opening, of_rows[-1].held) == (balance.opening, balance.held)
    assert sum((row.came for row in of_rows), Amount()) == balance.came
    assert sum((row.gone for row in of_rows), Amount()) == balance.gone


def balance_from_the_journal(connection: Any) -> Callable[[Span], Balance]:
    """The balance reckoned from nothing but the journal's images, a day at a time: slow, and of another make."""
    rows: dict[str, dict[int, dict[str, Any]]] = {"copies": {}, "withdrawals": {}, "withdrawal_copies": {}}
    query = "SELECT table_name, row_id, after FROM journal_changes ORDER BY id"
    for table, row_id, after in connection.exec_driver_sql(query):
        if table in rows and after is None:
            rows[table].pop(row_id, None)
        elif table in rows:
            rows[table][row_id] = json.loads(after)
    moves = list(_moves(rows))

    def balance(span: Span) -> Balance:
        first = span.first or date.min
        before = _held(moves, first - timedelta(days=1)) if span.first else Amount()
        came = gone = Amount()
        for day in sorted({day for day, *_rest in moves if first <= day <= span.last}):
            arriving, leaving = _day(moves, day)
            came, gone = came + arriving, gone + leaving
        return Balance(before, came, gone, _held(moves, span.last))

    return balance


def _moves(rows: Mapping[str, Mapping[int, dict[str, Any]]]) -> Iterator[tuple[date, int, int, int]]:
    """Day, sign, title, fen."""
    for row in rows["copies"].values():
        added = row["added_at"][:10]  # noon in China is the same day in UTC
        day = row["registered"] or min(row["acquired"] or added, added)
        yield date.fromisoformat(day), 1, row["title_id"], row["price"] or 0
    for row in rows["withdrawal_copies"].values():
        withdrawal = rows["withdrawals"][row["withdrawal_id"]]
        if withdrawal["state"] == "approved" and not row["ended"]:
            title_id = rows["copies"][row["copy_id"]]["title_id"]
            yield date.fromisoformat(withdrawal["approved_on"]), -1, title_id, row["price"] or 0


def _held(moves: Sequence[tuple[date, int, int, int]], last: date) -> Amount:
    counts: dict[int, int] = {}
    for day, sign, title_id, _fen in moves:
        if day <= last:
            counts[title_id] = counts.get(title_id, 0) + sign
    fen = sum(sign * fen for day, sign, _title, fen in moves if day <= last)
    return Amount(sum(1 for count in counts.values() if count), sum(counts.values()), fen)


def _day(moves: Sequence[tuple[date, int, int, int]], day: date) -> tuple[Amount, Amount]:
    before = [(title_id, sign) for on, sign, title_id, _fen in moves if on < day]
    came = [(title_id, fen) for on, sign, title_id, fen in moves if on == day and sign > 0]
    gone = [(title_id, fen) for on, sign, title_id, fen in moves if on == day and sign < 0]
    held = {title_id: sum(sign for title, sign in before if title == title_id) for title_id, _fen in (*came, *gone)}
    new = {title_id for title_id, _fen in came if not held[title_id]}
    ended = {
        title_id
        for title_id, _fen in gone
        if held[title_id] + sum(title == title_id for title, _ in came) == sum(title == title_id for title, _ in gone)
    }
    arriving = Amount(len(new), len(came), sum(fen for _title, fen in came))
    return arriving, Amount(len(ended), len(gone), sum(fen for _title, fen in gone))


def test_a_sealed_month_reads_back_as_it_was_sealed(library: Library) -> None:
    school = School(library)
    for step in (("batch", 0, 1), ("copies", 1, 3), ("withdraw", 0, 1), ("wait", 0, 3), ("wait", 0, 3), ("seal", 0, 1)):
        school.do(*step)
    sealed = read_content(school.sealed["2026-03"])
    assert sealed.balance.held == Amount(1, 2, 1251)
    assert [line.values[1] for line in sealed.ledgers[LedgerName.COPIES]] == ["T00001", "T00002", "T00003"]
    assert [line.values[3] for line in sealed.ledgers[LedgerName.WITHDRAWN]] == ["T00001"]
    assert [line.key for line in sealed.ledgers[LedgerName.BALANCE]] == ["span:2026-03"]

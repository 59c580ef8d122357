"""A real school's stock, damaged, mended, lost, found, paid for, replaced and withdrawn at random for half a year.

Everything is done by scans and acts as the screen does it. Afterwards the library is sound, the ledgers are what the
journal says, the figures what a plain count says, and the box holds what came in less what went out. The data lies
beside the checkout and is not ours to ship.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

import pytest
from tests.builders import NOON, TODAY, a_desk, a_patron, set_up_act
from tests.desk.test_ledgers_any_sequence import balance_from_the_journal
from tests.scenarios.recount import losses_in, money_in, repairs_in, rows_of_the_journal

from deskcirc.domain.ledger_sums import month_span
from deskcirc.domain.ledgers import Amount, LedgerName, Span
from deskcirc.reports.cash_sheet import read_sheet
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.ledgers import read_ledger, read_stock
from deskcirc.store.tables import copies
from deskcirc.ui.importing import import_file, preview
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Shown, Station
from deskcirc.ui.tabs.repair.figures_reading import read_table

pytestmark = [pytest.mark.campaign, pytest.mark.timeout(3600)]
STOCK: Final = (
    Path(os.environ.get("DESKCIRC_SHARED", Path(__file__).parents[3] / "shared"))
    / "data/books/highschool_catalogue_sample_gbk.csv"
)
KINDS: Final = [
    "TORN",
    "COVER",
    "SPINE",
    "LABEL-GONE",
    "LOOSE-PAGES",
    "MOULD",
    "WRITTEN-IN",
    "PIECE-MISSING",
    "LIGHT",
    "HEAVY",
]
STEPS: Final = 500
AT_HAND: Final = 300
"""Copies that things happen to: few enough that much happens to one."""
_HAPPENS: Final = (
    *("lend",) * 4,
    *("back",) * 3,
    *("mend",) * 5,
    *("lose", "lose", "claim", "pay", "pay", "find", "make_good", "make_good", "wait"),
)


class HalfAYear:
    """Somebody at the counter for half a year."""

    def __init__(self, library: Library, seed: int) -> None:
        self.library, self.random = library, Random(seed)
        self.station, self.now = Station(library, "counter 1"), NOON
        self.codes = self._codes()
        self.cards = [f"K{number:04}" for number in range(1, 41)]

    def scan(self, code: str, tab: str = "") -> Shown:
        self.now += timedelta(seconds=4)
        return self.station.take(Input(self.now, scan=code, tab=tab))

    def do(self, act: str, tab: str = "repair", **values: str) -> Shown:
        self.now += timedelta(seconds=4)
        shown = self.station.take(Input(self.now, act=act, values=values, tab=tab))
        assert shown.told.outcome not in ("not-an-input", "clock"), (act, shown.message)
        assert shown.message.headline, act
        return shown

    def live(self) -> None:
        """Half a year."""
        for _step in range(STEPS):
            getattr(self, f"_{self.random.choice(_HAPPENS)}")()
        self.now += timedelta(days=1)
        self._withdraw()

    def _codes(self) -> list[str]:
        with self.library.reading() as connection:
            found = connection.exec_driver_sql("SELECT coalesce(barcode, accession_number) FROM copies ORDER BY id")
            return self.random.sample([str(code) for code in found.scalars()], AT_HAND)

    def _ids(self, query: str) -> list[int]:
        with self.library.reading() as connection:
            return [int(each) for each in connection.exec_driver_sql(query).scalars()]

    def _one(self, query: str) -> int | None:
        found = self._ids(query)
        return self.random.choice(found) if found else None

    def _wait(self) -> None:
        self.now += timedelta(days=self.random.randrange(1, 4))

    def _lend(self) -> None:
        self.scan(self.random.choice(self.cards), "checkout")
        for code in self.random.sample(self.codes, 2):
            shown = self.scan(code)
            if "overdue" in shown.told.reasons and self.random.random() < 0.3:
                self.do("override", "checkout")

    def _back(self) -> None:
        for code in self.random.sample(self.codes, 4):
            shown = self.scan(code, "returns")
            if self.random.random() < 0.3 and shown.told.outcome == "returned":
                self.scan(f"DC-{self.random.choice(KINDS)}")
            if self.random.random() < 0.1:
                self.scan("DC-UNDO")

    def _mend(self) -> None:
        self.do("section:queue")
        if self.random.random() < 0.3:
            self.scan(self.random.choice(self.cards))
        for code in self.random.sample(self.codes, 2):  # seen on the shelf
            self.scan(code)
            self.scan(f"DC-{self.random.choice(KINDS)}")
        waiting = self._one("SELECT copy_id FROM repairs WHERE ended_at IS NULL")
        code = self.random.choice(self.codes)
        shown = self.scan(code) if waiting is None or self.random.random() < 0.3 else self.do(f"queue.copy:{waiting}")
        if shown.told.outcome == "refused" and self.random.random() < 0.5:
            shown = self.scan("DC-YES")
        follows = self.random.random()
        if follows < 0.4:
            self.scan(f"DC-{self.random.choice(KINDS)}")
        elif follows < 0.5:
            self.scan("DC-BEYOND-REPAIR")
        elif follows < 0.6:
            self.do("queue.cancel", note="只是旧")
        elif follows < 0.7:
            self.scan("DC-UNDO")
        elif follows < 0.8:
            self.do("queue.duty:pays")
            repair_id = self._one("SELECT id FROM repairs WHERE patron_id IS NOT NULL AND duty = 'pays'")
            if repair_id is not None:
                self.do(f"money.damage:{repair_id}")
                self.do(f"money.charge_damage:{repair_id}", amount=f"{self.random.randrange(1, 900) / 100:.2f}")

    def _lose(self) -> None:
        of_loan = "SELECT copy_id FROM loans WHERE returned_at IS NULL"
        shelved = "SELECT id FROM copies WHERE state IN ('missing', 'in_stock') AND id % 97 = 1"
        copy_id = self._one(of_loan if self.random.random() < 0.8 else shelved)
        if copy_id is None:
            return
        way = self.random.choice(["price", "price", "price", "same_copy", "nothing"])
        amount = {"amount": f"{self.random.randrange(1, 9000) / 100:.2f}"} if self.random.random() < 0.5 else {}
        shown = self.do(f"losses.declare:{copy_id}", way=way, **amount)
        if shown.told.outcome == "lost" and self.random.random() < 0.1:
            self.scan("DC-UNDO")

    def _claim(self) -> None:
        loan_id = self._one("SELECT id FROM loans WHERE returned_at IS NULL")
        if loan_id is not None:
            self.do(f"losses.claim:{loan_id}")
        if self.random.random() < 0.5:
            self.do("losses.searched")
        claim_id = self._one("SELECT id FROM losses WHERE state = 'claimed'")
        if claim_id is not None and self.random.random() < 0.2:
            self.do(f"losses.end_claim:{claim_id}", note="在家里")

    def _pay(self) -> None:
        charge_id = self._one("SELECT id FROM charges WHERE state = 'open'")
        if charge_id is None:
            return
        amount = {"amount": f"{self.random.randrange(1, 3000) / 100:.2f}"} if self.random.random() < 0.5 else {}
        if self.do(f"money.pay:{charge_id}", **amount).told.outcome == "paid" and self.random.random() < 0.1:
            self.scan("DC-UNDO")
        if self.random.random() < 0.1:
            self.do(f"money.waive:{charge_id}", reason="家庭困难")
        payment_id = self._one("SELECT id FROM payments WHERE kind = 'paid'")
        if payment_id is not None and self.random.random() < 0.15:
            self.do(f"money.refund:{payment_id}", reason="校长同意")

    def _find(self) -> None:
        copy_id = self._one("SELECT copy_id FROM losses WHERE ended_at IS NULL")
        if copy_id is not None:
            in_returns = self.random.random() < 0.5
            self.do(f"return:{copy_id}", "returns") if in_returns else self.do(f"losses.found:{copy_id}")
            if self.random.random() < 0.15:
                self.scan("DC-UNDO")

    def _make_good(self) -> None:
        loss_id = self._one("SELECT id FROM losses WHERE state = 'lost'")
        if loss_id is None:
            return
        act = self.random.choice(
            [*["replace"] * 3, *["cancel", "nothing", "withdraw", "waive", "change", "hand_over", "batch"]]
        )
        if act == "batch":
            self._withdraw()
        elif act == "hand_over":
            self.do("hand_over.tick_all", "accession")
            self.do("hand_over.hand_over", "accession", receiver="李老师")
        else:
            words = {"note": "弄错了", "reason": "校长同意"}
            self.do(
                f"losses.{act}:{loss_id}", **words, **({"way": "price", "amount": "8.80"} if act == "change" else {})
            )

    def _withdraw(self) -> None:
        self.do("queue.withdraw_all")
        for batch_id in self._ids("SELECT id FROM withdrawals WHERE state = 'proposed'"):
            self.do(f"withdrawal.open:{batch_id}", "ledgers")
            shown = self.do("withdrawal.approve", "ledgers", document="报废", approved_by="王校长")
            if any(offer.act == "withdrawal.approve_rest" for offer in shown.state.offers):
                self.do("withdrawal.approve_rest", "ledgers")


@pytest.fixture
def school(library: Library) -> Library:
    """The stock of a high school, with prices for most of it, and four classes."""
    if not STOCK.exists():
        pytest.skip("the real data is not here")
    import_file(a_desk(library, NOON - timedelta(days=1)), preview(STOCK))
    chance = Random(5)
    with library.writing(set_up_act(library)) as writing:
        ids = writing.connection.execute(copies.select().with_only_columns(copies.c.id)).scalars().all()
        for copy_id in ids:
            writing.update(copies, copy_id, price=chance.choice([None, chance.randrange(100, 9900), 2000]))
    for number in range(1, 41):
        a_patron(library, f"学生{number}", card=f"K{number:04}", grade=1 + number % 4)
    return library


@pytest.mark.parametrize("seed", range(1, 4))
def test_after_half_a_year_of_damage_and_losses_everything_adds_up(school: Library, seed: int) -> None:
    year = HalfAYear(school, seed)
    year.live()
    last = (year.now + timedelta(hours=8)).date()
    assert [breach.sentence for breach in check_library(school)] == []
    rows = rows_of_the_journal(school)
    assert len(rows["repairs"]) > 100
    assert len(rows["losses"]) > 30
    assert {"replaced", "found"} <= {row["state"] for row in rows["losses"].values()}
    for span in spans(last):
        assert_ledgers_agree(school, span)
        assert_figures_agree(school, span, repairs_in(rows, span), "repair_flow")
        assert_figures_agree(school, span, losses_in(rows, span), "loss_flow")
        assert_money_agrees(school, span, money_in(rows, span))


def spans(last: date) -> list[Span]:
    """All of it, its months, and some single days."""
    months = [month_span(f"{day:%Y-%m}") for day in (TODAY + timedelta(days=30 * at) for at in range(6))]
    days = [Span(day, day) for day in (TODAY, TODAY + timedelta(days=9), last)]
    return [Span(TODAY, last), *months, *days]


def assert_ledgers_agree(library: Library, span: Span) -> None:
    with library.reading() as connection:
        balance = read_ledger(connection, LedgerName.BALANCE, span, read_stock(connection)).balance
        assert balance.difference == Amount()
        assert balance == balance_from_the_journal(connection)(span), span


def assert_figures_agree(library: Library, span: Span, counted: Counter[str], table: str) -> None:
    with library.reading() as connection:
        lines = read_table(connection, library.policy, table, span).lines
    said = {line.name: line.figures[0].value for line in lines}
    names = [name for name in counted if name != "unpriced"]
    assert {name: said.get(name, 0) for name in names} == {name: counted[name] for name in names}, span


def assert_money_agrees(library: Library, span: Span, counted: Counter[str]) -> None:
    assert span.first is not None
    with library.reading() as connection:
        lines = read_table(connection, library.policy, "loss_flow", span).lines
        sheet = read_sheet(connection, library.policy, span.first, span.last)
    said = {
        line.name: line.figures[1].value for line in lines if line.name.split("_")[0] in ("paid", "refunded", "waived")
    }
    assert said == {name: counted[name] for name in said}, span
    assert (sheet.came_in, sheet.went_out, sheet.closing) == tuple(
        counted[name] for name in ("in", "out", "in the box")
    )

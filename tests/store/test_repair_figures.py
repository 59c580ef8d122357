"""Figures of repairs, losses and classes agree with the same sums made in plain Python, row by row."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import NOON, TODAY, a_copy, a_desk, a_patron, set_up_act

from deskcirc.domain.class_figures import ClassRecord, class_table
from deskcirc.domain.figures import Figure, FigureTable
from deskcirc.domain.ledgers import Span
from deskcirc.domain.loss_figures import LossBook, LossFact, WayOut, loss_table
from deskcirc.domain.periods import period_of, periods, this_term
from deskcirc.domain.repair_figures import (
    RepairBook,
    damage_by_class,
    flow_table,
    kinds_table,
    materials_table,
    publishers_table,
    severity_table,
)
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.class_figures import class_records, copies_lent
from deskcirc.store.lookups.loss_figures import loss_facts, money_facts
from deskcirc.store.lookups.repair_figures import class_names, copies_held, copies_of_publisher, repair_facts
from deskcirc.store.tables import charges, loans, losses, payments, repairs, terms, titles

SPAN = Span(TODAY - timedelta(days=10), TODAY)
STATES = ("queued", "in_repair", "mended", "back", "beyond", "cancelled")
DAYS = st.sampled_from([-30, -12, -11, -10, -9, -3, -1, 0])
REPAIR = st.fixed_dictionaries(
    {
        "state": st.sampled_from(STATES),
        "kinds": st.sampled_from(["", "torn", "cover spine", "loose_pages"]),
        "severity": st.sampled_from(["light", "medium", "heavy"]),
        "days": st.lists(DAYS, min_size=4, max_size=4).map(sorted),
        "hour": st.sampled_from([0, 4, 15, 16, 23]),  # 16:00 UTC is the school's next day
        "patron": st.sampled_from([None, 1, 2, 3]),
        "minutes": st.sampled_from([None, 0, 5, 12]),
        "materials": st.sampled_from(["", "胶水", "胶水，书膜", "书膜、胶水,胶水"]),
        "duty": st.sampled_from(["", "mends", "pays", "nothing"]),
        "origin": st.sampled_from(["returns", "shelf"]),
        "helper": st.sampled_from([None, 1, 3]),
        "publisher": st.sampled_from(["", "人民出版社", "少儿出版社"]),
    }
)


def instant(day: int, hour: int) -> datetime:
    return (NOON + timedelta(days=day)).replace(hour=hour)


def local(at: datetime) -> date:
    """The school's day, reckoned without the program: eight hours ahead of UTC."""
    return (at + timedelta(hours=8)).date()


def row_of(drawn: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a repair as drawn: seen, begun, mended, ended, each if its state says so."""
    seen, begun, mended, ended = (instant(day, drawn["hour"]) for day in drawn["days"])
    state = drawn["state"]
    return {
        "state": state,
        "kinds": drawn["kinds"],
        "severity": drawn["severity"],
        "reported_at": seen,
        "started_at": begun if state != "queued" else None,
        "mended_at": mended if state in ("mended", "back") else None,
        "ended_at": ended if state in ("back", "beyond", "cancelled") else None,
        "patron_id": drawn["patron"],
        "helper_id": drawn["helper"],
        "minutes": drawn["minutes"] if state in ("mended", "back") else None,
        "materials": drawn["materials"] if state in ("mended", "back") else "",
        "duty": drawn["duty"],
        "origin": drawn["origin"],
    }


def three_readers(library: Library) -> None:
    """Patrons 1 and 2 in two classes, 3 in none."""
    a_patron(library, "陈子墨", grade=3)
    a_patron(library, "李想", grade=5)
    a_patron(library, "王老师")


def some_repairs(library: Library, drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Write them, each of a copy of its own; returns the rows as plain values with their publisher."""
    rows = []
    for each in drawn:
        copy = a_copy(library, "草房子")
        with library.writing(set_up_act(library)) as writing:
            writing.update(titles, copy.title_id, publisher=each["publisher"])
            row = row_of(each)
            writing.insert(repairs, copy_id=copy.id, **row)
        rows.append({**row, "copy_id": copy.id, "publisher": each["publisher"]})
    return rows


def inside(at: datetime | None) -> bool:
    return at is not None and SPAN.first is not None and SPAN.first <= local(at) <= SPAN.last


def lay_open(row: Mapping[str, Any], day: date) -> bool:
    """Whether it lay there when the day was over."""
    return local(row["reported_at"]) <= day and (row["ended_at"] is None or local(row["ended_at"]) > day)


def book_of(library: Library) -> RepairBook:
    with library.reading() as connection:
        facts = repair_facts(connection, library.policy, SPAN)
        names = class_names(connection, library.policy, SPAN.last)
        held = copies_held(connection, (fact.publisher for fact in facts))
    return RepairBook(SPAN, facts, names, held)


def numbers(table: FigureTable, column: int = 0) -> dict[str, int | None]:
    return {line.name: line.figures[column].value for line in table.lines}


def behind(table: FigureTable, name: str, column: int = 0) -> list[int]:
    line = table.line(name)
    return [] if line is None else sorted(line.figures[column].copies)


@settings(max_examples=40, deadline=None)
@given(drawn=st.lists(REPAIR, min_size=1, max_size=7))
def test_repairs_are_counted_as_counting_the_rows_one_by_one_does(
    template_file: Path, drawn: list[dict[str, Any]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(shutil.copyfile(template_file, Path(folder) / "any.deskcirc"))
        with open_library(file) as library:
            three_readers(library)
            rows = some_repairs(library, drawn)
            book = book_of(library)
    check_flow(book, rows)
    check_splits(book, rows)
    check_publishers_and_materials(book, rows)


def check_flow(book: RepairBook, rows: list[dict[str, Any]]) -> None:
    assert SPAN.first is not None
    before = SPAN.first - timedelta(days=1)
    expected = {
        "opening": [row["copy_id"] for row in rows if lay_open(row, before)],
        "came": [row["copy_id"] for row in rows if inside(row["reported_at"])],
        "open": [row["copy_id"] for row in rows if lay_open(row, SPAN.last)],
        "mended": [row["copy_id"] for row in rows if inside(row["mended_at"])],
    }
    for state in ("back", "beyond", "cancelled"):
        expected[state] = [row["copy_id"] for row in rows if row["state"] == state and inside(row["ended_at"])]
    table = flow_table(book)
    told = numbers(table)
    if not any(expected.values()):
        assert table.lines == ()
        return
    for name, copies in expected.items():
        assert told[name] == len(copies), name
        assert behind(table, name) == sorted(copies), name
    sums = {name: value or 0 for name, value in told.items()}
    ended = sums["back"] + sums["beyond"] + sums["cancelled"]
    assert sums["opening"] + sums["came"] - ended == sums["open"]
    assert sums["waiting"] + sums["begun"] + sums["dry"] == sums["open"]
    assert told["minutes"] == sum(row["minutes"] or 0 for row in rows if inside(row["mended_at"]))
    waits = sorted(
        (local(row["ended_at"]) - local(row["reported_at"])).days
        for row in rows
        if row["state"] == "back" and inside(row["ended_at"])
    )
    assert told["days"] == (waits[(len(waits) - 1) // 2] if waits else None)
    assert told["longest"] == (waits[-1] if waits else None)


def check_splits(book: RepairBook, rows: list[dict[str, Any]]) -> None:
    came = [row for row in rows if inside(row["reported_at"])]
    kinds = Counter(kind for row in came for kind in row["kinds"].split() or [""])
    severities = Counter(row["severity"] for row in came)
    for table, counts in ((kinds_table(book), kinds), (severity_table(book), severities)):
        assert {name: value for name, value in numbers(table).items() if value} == dict(counts)
    who = Counter({None: "-1", 3: "0"}.get(row["patron_id"], str(row["patron_id"])) for row in came)
    assert {name: value for name, value in numbers(damage_by_class(book)).items() if value} == dict(who)


def check_publishers_and_materials(book: RepairBook, rows: list[dict[str, Any]]) -> None:
    came = [row for row in rows if inside(row["reported_at"])]
    table = publishers_table(book)
    assert numbers(table) == dict(Counter(row["publisher"] for row in came))
    bound = Counter(row["publisher"] for row in came if {"spine", "cover", "loose_pages"} & set(row["kinds"].split()))
    held = Counter(row["publisher"] for row in rows)
    for name in numbers(table):
        assert numbers(table, 1)[name] == bound[name]
        assert numbers(table, 3)[name] == held[name]
        assert numbers(table, 4)[name] == 10_000 * bound[name] // held[name]
    used: Counter[str] = Counter()
    for row in rows:
        if inside(row["mended_at"]):
            used.update(name for name in ("胶水", "书膜") if name in row["materials"])
    assert numbers(materials_table(book)) == dict(used)


def loss(library: Library, price: int | None = 2500, **columns: Any) -> int:
    copy = a_copy(library, price=price)
    with library.writing(set_up_act(library)) as writing:
        writing.insert(losses, copy_id=copy.id, **{"reported_at": instant(-3, 4), **columns})
    return copy.id


def the_losses(library: Library, span: Span = SPAN) -> FigureTable:
    with library.reading() as connection:
        facts = loss_facts(connection, library.policy, span)
        return loss_table(LossBook(span, facts, money_facts(connection, library.policy, span)))


def test_losses_go_from_those_before_to_those_still_lost_with_their_price(library: Library) -> None:
    before = {"reported_at": instant(-40, 4), "lost_at": instant(-40, 4)}
    loss(library, 1000, **before)
    found = loss(library, 2000, **before, state="found", ended_at=instant(-2, 4))
    loss(library, 4000, **before, state="found", ended_at=instant(-20, 4))
    new = a_copy(library, added_at=instant(-1, 4))
    loss(library, 8000, lost_at=instant(-3, 4), state="replaced", replaced_by=new.id)
    loss(library, None, lost_at=instant(-3, 4))
    claim = loss(library, 500, claimed_at=instant(-4, 4), state="claimed")
    table = the_losses(library)
    told, worth = numbers(table), numbers(table, 1)
    assert (told["opening"], told["declared"], told["found"], told["replaced"], told["lost"]) == (2, 2, 1, 1, 2)
    assert (worth["opening"], worth["declared"], worth["found"], worth["lost"]) == (3000, 8000, 2000, 1000)
    assert told["unpriced"] == 1
    assert (told["claimed"], told["searched"], told["claims_found"]) == (1, 1, 0)
    assert behind(table, "found") == [found]
    assert behind(table, "searched") == [claim]


def test_money_taken_given_back_and_waived_is_told_apart(library: Library) -> None:
    reader = a_patron(library)
    lost = loss(library, lost_at=instant(-3, 4))
    common = {"patron_id": reader.id, "copy_id": lost, "raised_at": instant(-3, 4)}
    with library.writing(set_up_act(library)) as writing:
        paid = writing.insert(charges, kind="lost", amount=3000, paid=1000, loss_id=1, **common)
        writing.insert(
            payments, charge_id=paid, patron_id=reader.id, amount=1000, receipt="SK1", at=instant(-2, 4), kind="paid"
        )
        writing.insert(
            payments, charge_id=paid, patron_id=reader.id, amount=400, receipt="SK2", at=instant(-1, 4), kind="refunded"
        )
        gone = {"settled_at": instant(-1, 4), **common}
        writing.insert(charges, kind="lost", amount=700, state="waived", **gone)
        writing.insert(charges, kind="damaged", amount=250, state="paid", **gone)  # before payments were kept
        writing.insert(charges, kind="late", amount=90, state="paid", **gone)  # neither lost nor damaged
    told = numbers(the_losses(library), 1)
    assert (told["paid_lost"], told["refunded_lost"], told["waived_lost"]) == (1000, 400, 700)
    assert (told["paid_damaged"], told["waived_damaged"]) == (250, 0)


def lent(library: Library, patron_id: int, **columns: Any) -> int:
    copy = a_copy(library)
    row = {"lent_at": instant(-8, 4), "due": TODAY + timedelta(days=9), **columns}
    with library.writing(set_up_act(library)) as writing:
        return writing.insert(loans, copy_id=copy.id, patron_id=patron_id, **row)


def the_classes(library: Library, span: Span = SPAN) -> dict[int, ClassRecord]:
    with library.reading() as connection:
        return {record.class_id: record for record in class_records(connection, library.policy, span)}


def test_a_class_is_charged_with_what_is_late_lost_and_damaged_and_credited_with_what_it_mends(
    library: Library,
) -> None:
    three_readers(library)
    for _number in range(8):
        lent(library, 1)
    lent(library, 1, returned_at=instant(-1, 4), days_late=4, due=TODAY - timedelta(days=5))
    late = TODAY - timedelta(days=3)
    lent(library, 1, due=late)
    lent(library, 1, due=late, claimed_at=instant(-1, 4))  # said to be returned: counts for nothing
    ended = lent(library, 1, returned_at=instant(-1, 4), days_late=9, due=late)  # declared lost: no return
    lent(library, 3, due=late)  # of a teacher
    loss(library, lost_at=instant(-1, 4), patron_id=1, loan_id=ended)
    loss(library, lost_at=instant(-1, 4), patron_id=1, state="found", ended_at=instant(0, 4))
    for columns in (
        {"patron_id": 1, "origin": "returns"},
        {"patron_id": 1, "origin": "shelf"},  # nobody knows whose doing it was
        {"patron_id": 1, "origin": "returns", "duty": "nothing"},
        {"patron_id": 1, "origin": "shelf", "duty": "mends"},
        {"helper_id": 1, "state": "mended", "mended_at": instant(-1, 4)},
    ):
        copy = a_copy(library)
        with library.writing(set_up_act(library)) as writing:
            writing.insert(repairs, copy_id=copy.id, **{"reported_at": instant(-5, 4), **columns})
    record = the_classes(library)[1]
    assert (record.loans, record.late.value, record.still_out.value) == (12, 1, 1)
    assert record.days_late == 4 + library.policy.days_late(late, TODAY)
    assert (record.lost.value, record.damaged.value, record.mended.value) == (1, 2, 1)
    assert record.points == 1 + 1 + 1 + 2 - 1
    assert record.per_hundred == 3333  # 100 × 4 ÷ 12, in hundredths
    assert the_classes(library)[2].loans == 0
    with library.reading() as connection:
        assert len(copies_lent(connection, library.policy, SPAN, 1)) == 12


def test_what_was_late_and_out_at_the_end_of_a_past_period_counts_in_it(library: Library) -> None:
    three_readers(library)
    out = {"lent_at": instant(-60, 4), "due": TODAY - timedelta(days=40)}
    lent(library, 2, **out, returned_at=instant(-1, 4), days_late=30)
    past = Span(TODAY - timedelta(days=62), TODAY - timedelta(days=20))
    then = the_classes(library, past)[2]
    assert (then.still_out.value, then.late.value, then.loans) == (1, 0, 1)
    now = the_classes(library)[2]
    assert (now.still_out.value, now.late.value, now.loans) == (0, 1, 0)
    assert now.per_hundred is None


@pytest.mark.parametrize(("points", "loans_made", "shown"), [(1, 3, 3333), (2, 3, 6667), (-1, 8, -1250), (0, 5, 0)])
def test_points_for_every_hundred_loans_are_rounded_to_two_decimals(points: int, loans_made: int, shown: int) -> None:
    late, mended = Figure(max(0, points)), Figure(max(0, -points))
    record = ClassRecord(1, "三（1）班", loans_made, late=late, mended=mended)
    assert record.per_hundred == shown
    (line,) = class_table([record]).lines
    assert line.figures[-1].value == shown


def test_the_period_is_the_term_that_goes_on_and_without_terms_the_school_year(library: Library) -> None:
    assert this_term(library.policy, TODAY).span == Span(date(2025, 9, 1), date(2026, 8, 31))
    with library.writing(set_up_act(library)) as writing:
        writing.insert(terms, name="autumn", starts=date(2025, 9, 1), ends=date(2026, 1, 23))
        writing.insert(terms, name="spring", starts=date(2026, 2, 16), ends=date(2026, 7, 3))
    policy = a_desk(library).policy
    assert this_term(policy, TODAY).name == "spring"
    assert this_term(policy, TODAY).until(TODAY) == Span(date(2026, 2, 16), TODAY)
    assert [period.code for period in periods(policy, TODAY)][:3] == ["term:2", "term:1", "year:2025"]
    days = {"from": "2026-03-05", "to": "2026-03-04"}
    assert period_of(policy, TODAY, "days", days) is None
    assert period_of(policy, TODAY, "term:9", {}) is None


def test_a_publishers_copies_are_those_that_are_held(library: Library) -> None:
    kept, gone = a_copy(library), a_copy(library, state="withdrawn")
    with library.writing(set_up_act(library)) as writing:
        for copy in (kept, gone):
            writing.update(titles, copy.title_id, publisher="人民出版社")
    with library.reading() as connection:
        assert copies_of_publisher(connection, "人民出版社") == (kept.id,)
        assert copies_held(connection, ["人民出版社", "没有"]) == {"人民出版社": 1}


def test_what_is_replaced_and_found_on_one_day_counts_as_replaced() -> None:
    loss = LossFact(1, None, lost_on=TODAY, ways=((TODAY, WayOut.REPLACED), (TODAY, WayOut.FOUND)))
    assert loss.first_way == (TODAY, WayOut.REPLACED)

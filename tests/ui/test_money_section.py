"""Money under Repair: what is owed is found by scan and by words, paid, waived, given back, receipted and summed up."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.builders import a_copy, a_desk, a_patron, set_up_act
from tests.ui.at_section import Counter

from deskcirc.desk.charges import raise_charge
from deskcirc.desk.payments import pay_charge
from deskcirc.domain.charges import ChargeKind
from deskcirc.domain.operators import Role
from deskcirc.domain.pinyin import search_words
from deskcirc.labels.paper import Paper, Words
from deskcirc.store.database import Library
from deskcirc.store.tables import losses, terms
from deskcirc.ui.dialogs.payment import PaymentDialog
from deskcirc.ui.outcome import Tone
from deskcirc.ui.station import Shown
from deskcirc.ui.tabs.repair.money_page import MoneyPage
from deskcirc.ui.tabs.repair.money_part import MoneyPart, View
from deskcirc.ui.theme import Theme


@pytest.fixture
def counter(library: Library) -> Counter:
    """陈子墨 owes 10 and 5 yuan, 林小雨 owes 3; the first charge is about a copy."""
    chen, lin = (
        a_patron(library, name, grade=grade, search_words=search_words(name))
        for name, grade in (("陈子墨", 5), ("林小雨", 3))
    )
    copy = a_copy(library, "草房子")
    desk = a_desk(library)
    raise_charge(desk, chen.id, ChargeKind.LOST, 1000, copy_id=copy.id)
    raise_charge(desk, chen.id, ChargeKind.DAMAGED, 500, "封面")
    raise_charge(desk, lin.id, ChargeKind.LATE, 300)
    return Counter(library, "repair", "money")


def part_of(shown: Shown) -> MoneyPart:
    part = shown.state.parts["money"]  # type: ignore[attr-defined]
    assert isinstance(part, MoneyPart)
    return part


def paper_of(shown: Shown) -> list[str]:
    paper = shown.state.paper
    assert isinstance(paper, Paper)
    return [shape.text for page in paper.pages for shape in page if isinstance(shape, Words)]


def test_what_is_owed_is_listed_by_class_and_summed(counter: Counter) -> None:
    part = part_of(counter.act("money.view:owed"))
    assert [line.patron_name for line in part.owed] == ["林小雨", "陈子墨", "陈子墨"]
    assert part.owed_fen == 1800


@pytest.mark.parametrize(
    ("query", "charges"),
    [("czm", [1, 2]), ("chenzimo", [1, 2]), ("小雨", [3]), ("草房", [1]), ("封面", [2]), ("T000001", []), ("xyz", [])],
)
def test_charges_are_found_by_name_pinyin_title_and_note(counter: Counter, query: str, charges: list[int]) -> None:
    part = part_of(counter.act("money.search", query=query))
    assert [line.charge.id for line in part.owed] == charges


def test_a_card_shows_what_its_patron_owes_and_opens_their_page(counter: Counter) -> None:
    shown = counter.scan("K0001")
    assert "owes 15.00 yuan: 2 charges" in shown.message.headline
    assert [line.charge.id for line in part_of(shown).owed] == [1, 2]
    assert [offer.act for offer in shown.state.offers] == ["in:patrons:patron:1"]
    assert len(part_of(counter.act("money.everybody")).owed) == 3


def test_a_copy_finds_its_charge_and_one_nobody_owes_for_says_so(counter: Counter, library: Library) -> None:
    other = a_copy(library, "城南旧事")
    with library.reading() as connection:
        code = connection.exec_driver_sql("SELECT barcode FROM copies WHERE id = 1").scalar_one()
    shown = counter.scan(str(code))
    assert "10.00 yuan are owed for 《草房子》" in shown.message.headline
    assert (part_of(shown).chosen, part_of(shown).patron_id) == (1, 1)
    assert "Nothing is owed for" in counter.scan(other.barcode or other.accession_number).message.headline
    assert counter.scan("NOBODY").message.tone is Tone.LOOK


def test_a_part_is_paid_with_change_and_its_receipt_is_printed_once_as_the_original(counter: Counter) -> None:
    shown = counter.act("money.pay:1", amount="4", given="5", note="")
    assert shown.message.details == (
        "Receipt 2026-0001",
        "Given 5.00 yuan: 1.00 yuan change",
        "Still owed: 6.00 yuan",
    )
    offer = shown.state.offers[0]
    first = counter.act(offer.act)
    assert "RMB 肆元整" in paper_of(first)
    assert "A part; 6.00 yuan are left to pay." in paper_of(first)
    assert "duplicate" not in paper_of(first)
    assert "duplicate" not in paper_of(counter.act(first.state.offers[0].act))
    again = counter.act("money.receipts:1")
    assert "duplicate" in paper_of(again)
    assert again.state.offers == ()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"amount": "10.01"}, "Only 10.00 yuan are owed, not 10.01"),
        ({"amount": "viel"}, "“viel” is not an amount in yuan"),
        ({"amount": "10", "given": "5"}, "5.00 yuan are less than the 10.00 yuan"),
        ({"amount": "0"}, "10.00 yuan are owed"),
    ],
)
def test_wrong_amounts_are_refused_with_a_way_out(counter: Counter, values: dict[str, str], sentence: str) -> None:
    shown = counter.act("money.pay:1", **values)
    assert shown.message.tone is Tone.STOP
    assert sentence in shown.message.headline
    assert part_of(shown).owed_fen == 1800


def test_less_cash_than_is_owed_says_how_a_part_is_taken(counter: Counter) -> None:
    shown = counter.act("money.pay:1", amount="10", given="5")
    assert shown.message.details == ("To take a part of it, write that part as the amount.",)


def test_one_sum_pays_all_that_a_patron_owes_with_a_receipt_each(counter: Counter) -> None:
    counter.scan("K0001")
    shown = counter.act("money.pay_all", amount="", given="20")
    assert shown.message.details == ("Receipt 2026-0001, 2026-0002", "Given 20.00 yuan: 5.00 yuan change")
    assert part_of(shown).owed == ()
    assert len(paper_of(counter.act(shown.state.offers[0].act))) > 20


def test_a_payment_is_undone_by_the_counters_undo_and_its_number_stands_on_the_sheet(counter: Counter) -> None:
    counter.act("money.pay:1", amount="")
    counter.act("undo")
    shown = counter.act("money.view:sheet")
    sheet = part_of(shown).sheet
    assert sheet is not None
    assert (sheet.lines, sheet.closing, sheet.taken_back) == ((), 0, ("2026-0001",))
    assert part_of(counter.act("money.view:owed")).owed_fen == 1800
    assert counter.act("money.receipts:1").message.headline == "This payment was undone."


def test_the_rest_is_waived_with_a_reason_only(counter: Counter) -> None:
    assert counter.act("money.waive:1", reason=" ").message.tone is Tone.STOP
    assert counter.act("money.waive:1", reason="家庭困难").message.headline.startswith("10.00 yuan waived")


def test_a_part_that_was_paid_is_given_back_and_the_rest_is_owed_no_more(counter: Counter) -> None:
    counter.act("money.pay:1", amount="4")
    shown = counter.act("money.refund:1", amount="", reason="记错了")
    assert shown.message.details == ("Refund voucher 2026-0002", "6.00 yuan are owed no more.")
    assert part_of(counter.act("money.view:owed")).owed_fen == 800
    sheet = part_of(counter.act("money.view:sheet")).sheet
    assert sheet is not None
    assert (len(sheet.lines), sheet.closing) == (2, 0)


def test_money_is_given_back_in_part_with_a_voucher(counter: Counter) -> None:
    counter.act("money.pay:1", amount="")
    assert "Say why" in counter.act("money.refund:1", amount="4", reason="").message.headline
    shown = counter.act("money.refund:1", amount="4", reason="多收")
    assert shown.message.details == ("Refund voucher 2026-0002",)
    assert "Money received by (signature):" in paper_of(counter.act(shown.state.offers[0].act))
    lines = part_of(counter.act("money.view:payments")).payments
    assert [(line.came_in, line.went_out) for line in lines] == [(None, 400), (1000, None)]


def test_a_found_copy_is_refunded_without_a_reason(counter: Counter, library: Library) -> None:
    with library.writing(set_up_act(library)) as writing:
        row = {"copy_id": 1, "patron_id": 1, "reported_at": counter.now, "ended_at": counter.now}
        loss = writing.insert(losses, state="found", **row)
    raise_charge(a_desk(library, counter.now), 1, ChargeKind.LOST, 800, loss_id=loss)
    counter.act("money.pay:4", amount="")
    assert counter.act("money.refund:1", amount="").message.headline.startswith("8.00 yuan given back")


def test_the_sheet_of_a_day_and_of_a_term_open_with_what_was_in_the_box(counter: Counter, library: Library) -> None:
    day = counter.now.date()
    with library.writing(set_up_act(library)) as writing:
        writing.insert(terms, name="春", starts=day, ends=day + timedelta(days=100))
    counter.act("money.pay:1", amount="4")
    counter.now += timedelta(days=2)
    counter.act("money.pay:1", amount="")
    today = part_of(counter.act("money.day:today")).sheet
    assert today is not None
    assert (today.opening, today.came_in, today.closing) == (400, 600, 1000)
    before = part_of(counter.act("money.day:before")).sheet
    assert before is not None
    assert (before.opening, before.lines, before.closing) == (400, (), 400)
    term = part_of(counter.act("money.day:term")).sheet
    assert term is not None
    assert (term.opening, term.came_in, term.closing, len(term.lines)) == (0, 1000, 1000, 2)
    assert "In the box now" in paper_of(counter.act("money.print_sheet"))
    assert "earlier one first" in counter.act("money.sheet", first="2026-03-09", last="2026-03-02").message.headline


def test_the_sheet_is_saved_as_a_table(counter: Counter, tmp_path: Path) -> None:
    counter.act("money.pay:1", amount="4")
    counter.act("money.view:sheet")
    counter.act("money.save", file=str(tmp_path / "cash.csv"))
    with (tmp_path / "cash.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert any("2026-0001" in row and "4.00" in row for row in rows)
    counter.act("money.save", file=str(tmp_path / "cash.xlsx"))
    assert (tmp_path / "cash.xlsx").stat().st_size > 0


def test_a_helper_sees_no_money(counter: Counter, library: Library) -> None:
    pay_charge(a_desk(library, counter.now), 1, 100)
    counter.station.operator = replace(counter.station.operator, role=Role.HELPER)
    for act in ("money.view:owed", "money.view:payments", "money.view:sheet", "money.pay:1", "money.receipts:1"):
        part = part_of(counter.act(act))
        assert (part.owed, part.payments, part.sheet) == ((), (), None)
    for act in ("money.pay:1", "money.waive:1", "money.refund:1", "money.receipts:1", "money.print_sheet"):
        assert "Only the librarian" in counter.act(act).message.headline


def test_the_page_shows_each_side_and_weighs_its_buttons(qtbot: QtBot, counter: Counter) -> None:
    page = MoneyPage(Theme())
    qtbot.addWidget(page)
    acts: list[str] = []
    page.acted.connect(lambda act, _values: acts.append(act))
    page.show_state(part_of(counter.scan("K0001")))
    assert not page.pay_all.isHidden()
    assert page.owed.selected_line() is not None
    assert page.pay.isEnabled()
    page.pay.click()
    dialog = page.findChild(PaymentDialog) or next(iter(page.window().findChildren(PaymentDialog)))
    dialog.edit("given").setText("20")
    assert dialog.change.text() == "Change: 10.00 yuan"
    dialog.edit("amount").setText("12")
    assert dialog.change.text() == "Only 10.00 yuan are owed."
    dialog.edit("amount").setText("4")
    dialog.edit("given").setText("3")
    assert dialog.change.text() == "1.00 yuan are missing."
    dialog.edit("given").setText("")
    assert dialog.change.text() == "6.00 yuan are left to pay."
    dialog.accept()
    assert acts == ["pay:1"]
    counter.act("money.pay:1", amount="")
    page.show_state(part_of(counter.act("money.view:payments")))
    assert not page.refund.isEnabled()
    page.payments.select(0)
    assert page.refund.isEnabled()
    page.show_state(part_of(counter.act("money.view:sheet")))
    assert "now 10.00 yuan" in page.sheet.sums.text()


def test_an_empty_section_teaches(qtbot: QtBot, library: Library) -> None:
    counter = Counter(library, "repair", "money")
    page = MoneyPage(Theme())
    qtbot.addWidget(page)
    part = part_of(counter.act("money.view:owed"))
    page.show_state(part)
    assert (part.view, part.owed) == (View.OWED, ())


def test_the_cursor_stays_on_a_charge_of_which_a_part_was_paid(qtbot: QtBot, counter: Counter) -> None:
    page = MoneyPage(Theme())
    qtbot.addWidget(page)
    part = part_of(counter.act("money.view:owed"))
    page.show_state(part)
    for line in part.owed:  # the place of the charge does not matter
        page.owed.select([each.charge.id for each in part.owed].index(line.charge.id))
        page.show_state(part_of(counter.act(f"money.pay:{line.charge.id}", amount="1")))
        chosen = page.owed.selected_line()
        assert chosen is not None
        assert (chosen.charge.id, chosen.charge.received) == (line.charge.id, 100)
        assert page.pay.isEnabled()

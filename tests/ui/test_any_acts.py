"""Every act of every screen with any values in any order: a sentence for each, and a sound library."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import NOON, a_copy, a_desk, a_patron
from tests.delivery_builders import a_batch, a_list
from tests.desk.counts import a_count, a_shelf, scan

from deskcirc.desk.accession import CopyOrder, add_copies
from deskcirc.desk.charges import raise_charge
from deskcirc.desk.hand_over import hand_over
from deskcirc.desk.stocktake_closing import close_stocktake
from deskcirc.desk.withdrawal import WithdrawalDraft, propose
from deskcirc.domain.charges import ChargeKind
from deskcirc.domain.copies import Copy
from deskcirc.domain.operators import Role
from deskcirc.domain.stocktake import Scope
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, open_library
from deskcirc.ui.open_tabs import TABS
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Station

ACTS: Mapping[str, str] = {
    "checkout": (
        "class damage dismiss finder hold lend next override patron read_here renew_all return_and_lend print_label"
        " print_labels labels_printed want_labels"
    ),
    "returns": "bookdrop damage damage_tick dismiss next return shelved",
    "reading_room": "back class copy dismiss home next patron persons",
    "holds": "cancel dismiss end next patron place place_copy print title until up",
    "patrons": (
        "ask_lost claim lost loss_close"
        " ask_card ask_charge ask_edit ask_enrol ask_stop ask_suspend ask_waive card card_found card_lost card_with"
        " charge class confirm edit enrol enrol_with form_back form_close lift list more_done more_past paid patron"
        " print_card print_cards print_recall print_sheet resume rows search stop suspend take_back waive"
        " ask_pay ask_refund pay refund receipt receipts"
    ),
    "classes": (
        "overview.open overview.close overview.change overview.end overview.move corners.look corners.look_class"
        " corners.list corners.open corners.view corners.put_back corners.due corners.no_pupil corners.change"
        " corners.close corners.close_short corners.print corners.print_result corners.shelves corners.lend"
        " corners.override corners.drop corners.damage corners.return corners.take_back"
        " roll_over.choose"
        " roll_over.year roll_over.tile roll_over.decide roll_over.agree roll_over.do roll_over.undo_year"
        " roll_over.export roll_over.print roll_over.drop leavers.choose leavers.clear leavers.clear_class"
        " leavers.print leavers.print_class end_of_term.open end_of_term.close end_of_term.lists end_of_term.slips"
        " end_of_term.save end_of_term.amnesty lists.choose lists.print lists.save"
    ),
    "school_year": (
        "rules.new rules.change rules.copy rules.end rules.save rules.close_form rules.ask rules.who rules.which"
        " rules.clear rules.export rules.import rules.preset rules.take_over rules.drop_plan kinds.add_category"
        " kinds.rename_category kinds.end_category kinds.add_item_type kinds.rename_item_type kinds.end_item_type"
        " calendar.add_term calendar.change_term calendar.end_term calendar.mark calendar.clear calendar.add_hours"
        " calendar.end_hours calendar.end_amnesty calendar.move calendar.move_longer calendar.import calendar.official"
        " calendar.export calendar.take_back rota.plan rota.save_plan rota.drop_plan rota.example rota.import"
        " rota.import_yes rota.import_no rota.take_back rota.move rota.swap rota.end rota.pin rota.unpin rota.add"
        " rota.slot rota.end_slot rota.wish rota.end_wish rota.print rota.export preflight.run preflight.kind"
        " preflight.extend preflight.extend_all preflight.stock preflight.stock_all preflight.price preflight.price_all"
    ),
    "accession": (
        "batches.look batches.list batches.open batches.change batches.close batches.cancel batches.reopen"
        " delivery.choose delivery.count delivery.rest delivery.set delivery.price delivery.edition delivery.remark"
        " delivery.drop delivery.view delivery.find delivery.forget delivery.all delivery.check delivery.load"
        " delivery.print delivery.save delivery.extra"
        " labels.batch labels.place labels.order labels.numbers labels.add labels.drop labels.take_off labels.print"
        " cataloguing.find cataloguing.new cataloguing.open cataloguing.line cataloguing.instead cataloguing.edit"
        " cataloguing.save cataloguing.save_later cataloguing.save_waiting cataloguing.drop"
        " cataloguing.batch cataloguing.close cataloguing.further_isbn cataloguing.next_volume cataloguing.settle_class"
        " cataloguing.ask_class cataloguing.marc cataloguing.cover cataloguing.remove_cover to_complete.look"
        " cataloguing.show cataloguing.scan cataloguing.copies_look cataloguing.copies_register"
        " cataloguing.copies_again cataloguing.copies_start cataloguing.copies_label cataloguing.copies_change"
        " cataloguing.binding_look cataloguing.binding_tick cataloguing.binding_all cataloguing.binding_none"
        " cataloguing.binding_bind"
        " numbers.add numbers.change numbers.end numbers.explain numbers.find numbers.print numbers.save"
        " numbers.label numbers.copy"
        " hand_over.view hand_over.batch hand_over.tick hand_over.tick_all hand_over.tick_none hand_over.hand_over"
        " hand_over.print hand_over.announce hand_over.leave hand_over.leave_all hand_over.leave_none"
        " hand_over.print_news hand_over.news"
    ),
    "history": "more undo_entry",
    "ledgers": (
        "ledgers.choose ledgers.period ledgers.rows ledgers.open ledgers.back ledgers.print ledgers.save ledgers.seal"
        " withdrawal.view withdrawal.sort withdrawal.find withdrawal.mark withdrawal.mark_all withdrawal.mark_none"
        " withdrawal.copy withdrawal.open withdrawal.propose withdrawal.propose_empty withdrawal.start withdrawal.add"
        " withdrawal.remove withdrawal.pay withdrawal.change withdrawal.cancel withdrawal.approve"
        " withdrawal.approve_rest withdrawal.print withdrawal.save export.choose export.all"
    ),
    "repair": (
        "section:queue queue.show queue.sort queue.side queue.of_kind queue.pupils queue.close queue.no_helper"
        " queue.pile queue.print_sheet queue.withdraw_all queue.back_all queue.look queue.copy queue.take_in"
        " queue.helper queue.return queue.reopen queue.withdraw queue.step queue.mended queue.beyond queue.cancel"
        " queue.add queue.kind queue.severity queue.duty queue.note queue.work queue.due queue.assign queue.unassign"
        " queue.had queue.photo queue.remove_photo queue.label"
        " money.view money.search money.everybody money.pay money.pay_all money.waive money.refund money.receipts"
        " money.charge money.damage money.charge_damage money.receipt"
        " money.original money.sheet money.day money.day:term money.day:before money.print_sheet money.save"
        " lessons.view lessons.view:credits lessons.open lessons.prepare lessons.change lessons.period lessons.print"
        " lessons.print:slips lessons.save lessons.save:credits lessons.pupil lessons.not_finished lessons.close"
        " lessons.cancel lessons.put_back lessons.more lessons.out lessons.in lessons.aside lessons.swap lessons.remove"
        " losses.view losses.look losses.look_all losses.look_none losses.searched losses.print losses.print_missing"
        " losses.claim losses.end_claim losses.found losses.copy losses.missing losses.ask_lost losses.declare"
        " losses.declare_ticked losses.tick losses.tick_all losses.tick_none losses.plan losses.loss_close"
        " losses.ask_way losses.change losses.nothing losses.pay losses.waive losses.cancel losses.replace"
        " losses.withdraw losses.letter"
        " figures.choose figures.choose:late_and_lost_by_class figures.choose:loss_flow figures.period"
        " figures.period:days figures.open figures.back figures.print figures.save"
    ),
    "stocktake": (
        "section:counts section:scanning section:files section:resolving section:report"
        " files.choose files.try files.change files.load files.close files.look files.take_back files.save files.loaded"
        " files.taken_back"
        " counts.look counts.weigh counts.open counts.pause counts.continue counts.rename"
        " scanning.choose scanning.continue scanning.pause scanning.shelf scanning.location scanning.count"
        " scanning.match scanning.returned scanning.found scanning.damage scanning.person scanning.card"
        " scanning.print_sheet"
        " resolving.matter resolving.matter:unknown resolving.matter:decided resolving.count resolving.look"
        " resolving.tick resolving.tick_all resolving.tick_none resolving.by_chance resolving.no_match"
        " resolving.loss_close resolving.copy resolving.here resolving.photo resolving.remove_photo"
        " resolving.print_round resolving.print_walk resolving.print_unknown resolving.searched resolving.missing"
        " resolving.found resolving.returned resolving.moved resolving.relocated resolving.ask_lost resolving.declare"
        " resolving.damaged resolving.withdrawal resolving.set_aside resolving.match resolving.registered"
        " resolving.take_back resolving.returned_now resolving.found_now"
        " report.count report.table report.table:by_class report.close report.reopen report.void report.print"
        " report.save"
        " section:shelves shelves.look shelves.make shelves.change shelves.end shelves.move shelves.up shelves.down"
        " shelves.begin shelves.setting shelves.propose shelves.take shelves.leave shelves.print shelves.import"
        " shelves.import_yes shelves.save shelves.save_refused"
    ),
    "settings": "operator_add operator_class operator_end operator_pin set:hold_days set:leaver_stop_days",
}
"""By tab; what an act is done to is put behind it."""

LONG = "9" * 5000
SUBJECTS = st.one_of(
    st.sampled_from(["", "1", "2", "3", "7", "0", "-1", "9" * 18, LONG, "2026", "9999", "primary", "inside", "fill"]),
    st.sampled_from(
        [
            "back",
            "history",
            "same-name",
            "torn",
            "heavy",
            "mended",
            "pays",
            "1,2",
            "\x00",
            "\ud800",
            "moved",
            "card-expired",
        ]
    ),
)
DAYS = ("2026-03-02", "2026-03-20", "2026-07-04", "2026-02-29", "29.2.", "0000-01-01", "0001-01-01", "9999-12-31")
WORDS = st.one_of(
    st.sampled_from([*DAYS, "1", "2", "60", "-5", "9" * 18, "9" * 5000, "1e400", "nan", "12.50", "25:00", "12:10"]),
    st.sampled_from(["12:40", "C", "both", "A", "yes", "no", "class:1", "grade:3", "12345", "home", "block", "lost"]),
    st.sampled_from(["helper", "librarian", "陈子墨", "三（1）班", "2024级1班", "K0009", "\x00", "\ud800", "borrow"]),
    st.text(max_size=6),
)
FIELDS = (
    "title isbn other_isbns volume author publisher published class_number book_number queue picture width height"
    " activity amount capacity card category class closes code copy day ends every expires file finals"
    " first follows grade_from grade_to item_type keep key kind last leave_short lending lift loan_days"
    " loan_limit location months most name note number opens overdue_effect patron persons pin price"
    " pupils reason renewals return_by role room slot standing starts suspension_cap target teacher times"
    " until value verdict way"
    " given week weekday weekdays who with words source dealer donor invoice received fund discount paid"
    " isbn count remark again encoding title copies numbers next start labelling barcodes volumes series in_stock"
    " format location batch since from to line column materials minutes given query"
    " locations item_types shelves class_from class_to blind"
    " rows bays boards first_row before first_code asked sure clock"
)
LIKELY = {
    "class": "2024级1班",
    "name": "陈子墨",
    "category": "1",
    "starts": "2026-02-20",
    "ends": "2026-07-04",
    "first": "2026-03-03",
    "opens": "12:10",
    "closes": "12:40",
    "rows": "1",
    "bays": "2",
    "boards": "0",
    "who": "class:1",
    "week": "both",
    "weekday": "1",
    "slot": "1",
    "target": "10",
    "most": "2",
    "amount": "3.50",
    "until": "2026-05-01",
    "reason": "x",
    "source": "purchase",
    "dealer": "新华书店",
    "kind": "lost",
    "way": "price",
    "note": "x",
}
"""Values with which an act is likely to be done."""

_CODES = ("K0001", "K0002", "C0001", "B00001", "B00002", "B00003", "陈", "SH001", "X9999")
_COMMANDS = (
    "DC-UNDO DC-YES DC-OVERRIDE DC-CHOICE-1 DC-STOCKTAKE DC-REPAIR DC-TORN DC-HEAVY"
    " DC-MENDED DC-NOT-FINISHED DC-BEYOND-REPAIR DC-PILE"
)
SCANS = st.sampled_from((*_CODES, *_COMMANDS.split(), "DC-DAMAGED"))
LEAPS = st.sampled_from([3, 3, 3, 3, 70, 86_400, 30 * 86_400, -7_200])  # seconds
ROLES = st.sampled_from([(Role.LIBRARIAN, None), (Role.LIBRARIAN, None), (Role.HELPER, None), (Role.HELPER, 1)])


@st.composite
def acts(draw: st.DrawFn, folder: str) -> tuple[str, str, dict[str, str]]:
    """A tab, an act of it and its values, as a screen would send them or as nobody ever should."""
    tab = draw(st.sampled_from(sorted(ACTS)))
    act = draw(st.sampled_from(ACTS[tab].split()))
    subject = draw(st.none() | SUBJECTS)
    values = {
        **(LIKELY if draw(st.booleans()) else {}),
        **draw(st.dictionaries(st.sampled_from(FIELDS.split()), WORDS)),
    }
    if Path(values.get("file", "")).name not in ("", "\0"):
        values["file"] = str(Path(folder, "x.toml"))  # nothing is ever written beside the tests
    return tab, act if subject is None else f"{act}:{subject}", values


@pytest.fixture(scope="module")
def school_file(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one class with two pupils, and of three copies of two titles. Never written.

    A parcel is under way: its list is loaded, three copies are registered, one is handed over; one old copy shall go.
    """
    path = tmp_path_factory.mktemp("school") / "school.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        class_id = a_patron(library, grade=2).class_id
        a_patron(library, "李想", class_id=class_id)
        first = a_copy(library)
        a_copy(library, of=first)
        third = a_copy(library, "城南旧事")
        desk = a_desk(library)
        batch = a_batch(desk)
        a_list(desk, batch)
        new = add_copies(desk, CopyOrder(first.title_id, 3, 1, batch_id=batch.id))
        hand_over(desk, new.copy_ids[:1], "王老师")
        raise_charge(desk, 1, ChargeKind.LOST, 1000, copy_id=first.id)
        raise_charge(desk, 1, ChargeKind.LATE, 20)
        propose(desk, WithdrawalDraft(WithdrawalReason.WEEDED), [third.id])
        _count(library, first, third)
    return path


def _count(library: Library, *copies: Copy) -> None:
    """Two counts, one closed and one going on, with a few lines of each, one of them of a code nobody knows."""
    shelf = a_shelf(library)
    desk = a_desk(library)
    shut, going_on = a_count(desk, scope=Scope(item_types=(1,))), a_count(desk)
    for count, code in ((shut, copies[0]), (going_on, copies[0]), (going_on, copies[0]), (going_on, "X9999")):
        scan(desk, count, code, shelf=shelf)
    assert close_stocktake(desk, shut.id).done


def test_the_acts_of_every_tab_are_here() -> None:
    assert set(ACTS) == set(TABS)


@given(data=st.data(), role=ROLES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_act_of_any_screen_gets_a_sentence_and_leaves_a_sound_library(
    school_file: Path, data: st.DataObject, role: tuple[Role, int | None]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "school.deskcirc"
        shutil.copyfile(school_file, path)
        with open_library(path) as library:
            station, now = Station(library, "counter"), NOON
            station.operator = replace(station.operator, role=role[0], class_id=role[1])
            steps = data.draw(st.lists(st.tuples(LEAPS, SCANS | acts(folder)), max_size=25))
            for leap, step in steps:
                now += timedelta(seconds=leap)
                if isinstance(step, str):
                    shown = station.take(Input(now, scan=step))
                else:
                    shown = station.take(Input(now, act=step[1], values=step[2], tab=step[0]))
                assert shown.message.headline.encode()
                if shown.clock_is_wrong:
                    station.take(Input(now, act="confirm_clock"))
            assert [breach.sentence for breach in check_library(library)] == []

"""The Accession tab's batches and delivery check through the station: a parcel is scanned, counted, claimed, undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.builders import NOON, a_copy, all_rows
from tests.delivery_builders import (
    STRAW,
    TALES,
    UNKNOWN,
    a_batch,
    a_list,
    a_list_file,
    a_title,
    lines_in,
)

from deskcirc.desk.batch_stages import close_batch
from deskcirc.desk.desk import Desk
from deskcirc.domain.deliveries import View
from deskcirc.domain.operators import Role
from deskcirc.labels.paper import Paper, Words
from deskcirc.store.check import check_library
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.station import Shown, Station

Send = Callable[..., Shown]
PURCHASE = {"source": "purchase", "dealer": "新华书店", "received": "2026-03-02", "invoice": "F-17"}


@pytest.fixture
def station(desk: Desk) -> Station:
    """The librarian's station on a new library."""
    return Station(desk.library, "counter 1")


@pytest.fixture
def send(station: Station) -> Send:
    """Send acts and scans to the Accession tab, some seconds apart."""
    at = [NOON]

    def sent(scan: str = "", act: str = "", seconds: float = 5, **values: str) -> Shown:
        at[0] += timedelta(seconds=seconds)
        return station.take(Input(at[0], scan=scan, act=act, values=values, tab="accession"))

    return sent


@pytest.fixture
def checking(desk: Desk, send: Send) -> Send:
    """The delivery check of the usual list."""
    a_list(desk, a_batch(desk))
    send(act="section:delivery")
    return send


def part_of(shown: Shown, section: str = "delivery") -> Any:
    """What a section shows."""
    state: Any = shown.state
    return state.parts[section]


def told(shown: Shown) -> str:
    """The outcome for machines."""
    return shown.told.outcome


def test_a_batch_is_opened_with_its_number_and_its_sheet(send: Send) -> None:
    shown = send(act="batches.open", **PURCHASE, discount="七八折", paid="1,234.50")
    assert (told(shown), shown.message.tone) == ("batch-opened", Tone.DONE)
    assert "2026-001" in shown.message.headline
    stated = part_of(shown, "batches").contents.line.batch.stated
    assert (stated.discount, stated.paid) == (780, 123_450)
    again = send(act="batches.open", **PURCHASE)
    assert (told(again), again.message.tone) == ("batch-opened", Tone.LOOK)
    assert again.message.details == ("The same invoice of this dealer stands in batch 2026-001 already.",)
    undone = send(act="undo")
    assert told(undone) == "undone"
    assert part_of(undone, "batches").contents is None


def test_a_form_that_cannot_be_read_gets_every_sentence_at_once(send: Send) -> None:
    shown = send(act="batches.open", source="stolen", received="yesterday", discount="cheap", paid="much")
    assert told(shown) == "refused"
    assert len((shown.message.headline, *shown.message.details)) == 4


def test_closing_names_what_is_open_and_takes_a_reason(send: Send, desk: Desk) -> None:
    send(act="batches.open", **PURCHASE)
    refused = send(act="batches.close:1")
    assert (told(refused), refused.message.details) == ("refused", ("No copy is registered in this batch.",))
    closed = send(act="batches.close:1", reason="came empty")
    assert told(closed) == "batch-closed"
    assert told(send(act="batches.reopen:1")) == "batch-open"
    assert told(send(act="batches.cancel:1", reason="twice")) == "batch-cancelled"
    assert list(check_library(desk.library)) == []


def test_a_scan_counts_a_copy_until_the_line_is_complete_and_then_says_one_too_many(checking: Send) -> None:
    outcomes = [checking(STRAW) for _copy in range(4)]
    assert [told(shown) for shown in outcomes] == ["arrived", "arrived", "complete", "extra"]
    assert [shown.message.tone for shown in outcomes] == [Tone.DONE, Tone.DONE, Tone.DONE, Tone.STOP]
    assert "1 of 3" in outcomes[0].message.headline
    assert outcomes[3].message.details[0] == "4 came, 3 were expected."
    figures = part_of(outcomes[3]).figures
    assert (figures.arrived, figures.short, figures.extra) == (4, 5, 1)


def test_copies_of_one_book_follow_each_other_fast_and_only_a_held_trigger_is_a_repeat(checking: Send) -> None:
    assert told(checking(STRAW, seconds=5)) == "arrived"
    assert told(checking(STRAW, seconds=0.1)) == "repeat"
    assert told(checking(STRAW, seconds=0.8)) == "arrived"


@pytest.mark.parametrize("code", ["7534618134", "ISBN 978-7-5346-1813-0", STRAW + "51980", STRAW + " 02"])
def test_an_isbn_is_read_however_it_stands_on_the_copy(checking: Send, code: str) -> None:
    assert told(checking(code)) == "arrived"


def test_a_quantity_typed_after_the_scan_counts_the_others_and_undo_takes_it_back_alone(checking: Send) -> None:
    checking(STRAW)
    shown = checking("*3")
    assert (told(shown), part_of(shown).last.arrived) == ("complete", 3)
    assert told(checking("*3")) == "nothing"
    assert part_of(checking(act="undo")).last.arrived == 1
    assert part_of(checking(act="undo")).last.arrived == 0
    assert part_of(checking("×2")).last.arrived == 2


def test_the_undo_barcode_takes_back_the_last_scan(checking: Send) -> None:
    checking(STRAW)
    undone = checking("DC-UNDO")
    assert (told(undone), part_of(undone).figures.arrived) == ("undone", 0)


def test_volumes_that_share_an_isbn_are_chosen_by_number(checking: Send) -> None:
    asked = checking(TALES)
    assert told(asked) == "several"
    assert [choice.label for choice in asked.state.choices] == ["红楼梦 上册", "红楼梦 下册"]
    chosen = checking("DC-CHOICE-2")
    assert (told(chosen), part_of(chosen).last.name) == ("arrived", "红楼梦 下册")


@pytest.mark.parametrize("typed", ["少年百科", "百科", "snbk", "shaonian"])
def test_a_book_without_an_isbn_is_found_by_its_title_or_pinyin(checking: Send, typed: str) -> None:
    asked = checking(typed)
    assert [choice.label for choice in asked.state.choices] == ["少年百科"]
    assert told(checking("DC-CHOICE-1")) == "complete"


def test_the_price_on_the_copy_is_typed_and_compared(checking: Send) -> None:
    checking(STRAW)
    shown = checking("=24.80")
    assert told(shown) == "saved"
    assert part_of(shown).figures.price == 1
    line = part_of(shown).last
    for unclear in ("a lot", "3,50"):
        assert told(checking(act=f"delivery.price:{line.id}", price=unclear)) == "refused"
    assert part_of(checking(act=f"delivery.price:{line.id}", price="")).figures.price == 0


def test_a_book_on_no_list_is_counted_only_when_somebody_says_what_it_is(checking: Send, desk: Desk) -> None:
    asked = checking(UNKNOWN)
    assert (told(asked), asked.message.tone, asked.state.choices) == ("not-listed", Tone.STOP, ())
    assert told(checking(act="delivery.extra", title=" ")) == "refused"
    assert told(checking(act="delivery.extra", title="寄错的书", price="3,50")) == "refused"
    extra = checking(act="delivery.extra", title="寄错的书", price="19.8")
    assert told(extra) == "extra"
    line = part_of(extra).last
    assert (line.title, line.isbn, line.expected, line.price) == ("寄错的书", UNKNOWN, 0, 1980)
    assert told(checking(UNKNOWN)) == "extra"
    assert part_of(checking(act="undo")).last.arrived == 1
    assert list(check_library(desk.library)) == []


def test_another_edition_of_what_was_ordered_is_offered(checking: Send, desk: Desk) -> None:
    a_list(desk, a_batch(desk, "another dealer"), [a_title("草房子", UNKNOWN)], file="other.xlsx")
    checking(act="delivery.choose:1")
    asked = checking(UNKNOWN)
    assert [choice.act.partition(":")[0] for choice in asked.state.choices] == ["delivery.extra", "delivery.edition"]
    chosen = checking("DC-CHOICE-2")
    assert (told(chosen), part_of(chosen).last.isbn_found) == ("arrived", UNKNOWN)
    assert told(checking(UNKNOWN)) == "arrived"


def test_a_copy_of_the_library_is_no_book_of_the_parcel(checking: Send, desk: Desk) -> None:
    copy = a_copy(desk.library)
    assert told(checking(copy.code)) == "known-copy"


def test_the_tiles_filter_the_list_and_the_search_finds_a_line(checking: Send) -> None:
    checking(STRAW)
    short = checking(act="delivery.view:short")
    assert [line.name for line in part_of(short).found] == ["草房子", "红楼梦 上册", "红楼梦 下册", "少年百科"]
    arrived = checking(act=f"delivery.view:{View.ARRIVED}")
    assert [line.name for line in part_of(arrived).found] == ["草房子"]
    checking(act="delivery.view:all")
    assert [line.name for line in part_of(checking(act="delivery.find", words="hlm")).found] == [
        "红楼梦 上册",
        "红楼梦 下册",
    ]


def test_the_whole_parcel_is_checked_and_the_claims_are_printed_and_saved(
    checking: Send, desk: Desk, tmp_path: Path
) -> None:
    for _copy in range(4):
        checking(STRAW)
    checked = checking(act="delivery.check")
    assert (told(checked), checked.message.tone) == ("batch-checked", Tone.LOOK)
    assert checked.message.details[:2] == ("5 short", "1 extra")
    assert checked.state.offers[0].act.startswith("in:accession:cataloguing.batch:")
    paper = checking(act="delivery.print").state.paper
    assert isinstance(paper, Paper)
    printed = {shape.text for shape in paper.pages[0] if isinstance(shape, Words)}
    assert {"To: 新华书店", "short: 5 copies", "extra: 1 copy", "60.00", "22.00"} <= printed
    file = tmp_path / "claims.csv"
    assert told(checking(act="delivery.save", file=str(file))) == "saved"
    assert "红楼梦 下册" in file.read_text(encoding="utf-8-sig")
    everything = checking(act="delivery.all")
    assert (told(everything), part_of(everything).figures.short) == ("complete", 0)


def test_a_list_is_loaded_from_its_file_and_the_same_file_is_known_again(
    send: Send, desk: Desk, tmp_path: Path
) -> None:
    first, second = a_batch(desk), a_batch(desk, "another dealer")
    file = str(a_list_file(tmp_path))
    send(act="section:delivery")
    assert told(send(act="delivery.load", file=file)) == "not-an-input"  # two batches are open, none is chosen
    send(act=f"delivery.choose:{first.id}")
    loaded = send(act="delivery.load", file=file)
    assert (told(loaded), loaded.message.headline) == ("loaded", "2 lines loaded, 4 copies expected")
    assert told(send(act="delivery.load", file=file)) == "nothing"
    send(act=f"delivery.choose:{second.id}")
    refused = send(act="delivery.load", file=file)
    assert (told(refused), refused.message.headline) == (
        "trouble",
        "This very file was loaded into batch 2026-001 on Mon 2 Mar; its copies would be expected twice.",
    )
    assert lines_in(desk, second) == ()
    assert told(send(act="delivery.load", file=file, again="yes")) == "loaded"
    assert told(send(act="undo")) == "undone"
    assert lines_in(desk, second) == ()
    assert "面议" in lines_in(desk, first)[1].remark


def test_what_another_station_counts_is_seen_and_its_undo_too(checking: Send, desk: Desk) -> None:
    other = Station(desk.library, "counter 2")
    other.take(Input(NOON, act="in:accession:section:delivery"))
    other.take(Input(NOON + timedelta(seconds=30), scan=STRAW))
    assert part_of(checking(TALES, seconds=60)).figures.arrived == 1
    other.take(Input(NOON + timedelta(seconds=90), act="undo"))
    assert part_of(checking(act="dismiss", seconds=60)).figures.arrived == 0


def test_a_batch_closed_elsewhere_leaves_nothing_to_check(checking: Send, desk: Desk) -> None:
    before = all_rows(desk.library)
    close_batch(desk, 1, "a trial")
    assert told(checking(STRAW)) == "no-batch"
    assert told(checking(act="delivery.choose:1")) == "no-batch"
    assert told(checking(act="delivery.choose:99")) == "trouble"
    assert all_rows(desk.library) != before


def test_a_helper_counts_nothing(checking: Send, station: Station) -> None:
    station.operator = type(station.operator)(7, "Helper", Role.HELPER)
    assert told(checking(STRAW)) == "refused"


def test_a_book_scanned_among_the_batches_leads_to_the_delivery_check(send: Send, desk: Desk) -> None:
    a_list(desk, a_batch(desk))
    shown = send(STRAW)
    assert (told(shown), shown.state.offers[0].act) == ("not-here", "in:accession:section:delivery")
    assert shown.message.tone is Tone.LOOK
    assert told(send(act=shown.state.offers[0].act)) == ""
    assert told(send(STRAW)) == "arrived"

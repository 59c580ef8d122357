"""Scanning at the shelf: what each scan is said to be, and what is offered about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import NOON, a_copy, a_desk, a_patron, set_up_act, the_copy
from tests.desk.counts import a_copy_at, a_count, a_shelf
from tests.ui.at_shelf import Walker, opened, walker_desk

from deskcirc.desk.circulation import check_out
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.desk import Desk
from deskcirc.desk.losses import report_missing
from deskcirc.desk.repair import report_damage
from deskcirc.domain.copies import CopyState
from deskcirc.domain.operators import Role
from deskcirc.domain.repair import RepairOrigin
from deskcirc.domain.stocktake import Scope
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.counted import latest_lines
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.lookups.repairs import repair_queue
from deskcirc.store.tables import titles
from deskcirc.ui import theme
from deskcirc.ui.outcome import Tone
from deskcirc.ui.sounds import sound_file


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def test_a_scan_while_no_count_is_open_says_how_to_open_one(library: Library) -> None:
    copy = a_copy(library)
    shown = Walker(library).scan(copy.code)
    assert shown.message.tone is Tone.STOP
    assert "no count is open" in shown.message.headline
    assert shown.state.offers[0].act == "section:counts"


def test_a_shelf_then_its_books(library: Library, desk: Desk) -> None:
    shelf = a_shelf(library, "SH001", "I2/1", name="一号架")
    copy = a_copy_at(library, "I24/1")
    opened(desk, name="期末")
    walker = Walker(library)
    assert walker.scan(shelf.code).message.headline.startswith("一号架")
    shown = walker.scan(copy.code)
    assert (shown.message.tone, shown.told.outcome) == (Tone.DONE, "count-found")
    part = walker.part
    assert (part.sums.read, part.sums.found, part.place) == (1, 1, "一号架")
    assert part.here is not None
    assert (part.here.expected, part.here.found) == (1, 1)


def test_a_copy_of_another_shelf_is_said_to_belong_there(library: Library, desk: Desk) -> None:
    a_shelf(library, "SH001", "I2/1", place=1, name="一号架")
    a_shelf(library, "SH002", "I3/1", place=2, name="二号架")
    copy = a_copy_at(library, "I35/1")
    opened(desk)
    walker = Walker(library)
    walker.scan("SH001")
    shown = walker.scan(copy.code)
    assert shown.message.headline == "《草房子》 belongs to 二号架"
    assert (shown.message.tone, shown.message.shape) == (Tone.LOOK, "shelf")
    assert shown.told.reasons == ("wrong_shelf",)


def test_a_copy_out_of_order_is_named_with_its_neighbours(library: Library, desk: Desk) -> None:
    first, second, third, fourth = (a_copy_at(library, f"I24/{number}") for number in (1, 5, 9, 3))
    opened(desk)
    walker = Walker(library)
    for copy in (first, second, third):
        assert walker.scan(copy.code).message.tone is Tone.DONE
    shown = walker.scan(fourth.code)
    assert shown.message.headline == "《草房子》 belongs between I24/1 and I24/5"
    assert shown.told.reasons == ("out_of_order",)


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK], ids=lambda palette: str(palette.name))
def test_seven_outcomes_at_the_shelf_each_have_their_colour_and_their_sound(
    library: Library, desk: Desk, palette: theme.Palette
) -> None:
    a_shelf(library, "SH001", "I2/1", place=1)
    a_shelf(library, "SH002", "K1/1", place=2)
    found, early, lent, stray = (a_copy_at(library, number) for number in ("I24/5", "I24/1", "I24/7", "K2/1"))
    withdrawn = a_copy_at(library, "I24/9", state=CopyState.WITHDRAWN.value)
    check_out(desk, a_patron(library), lent.id)
    opened(desk)
    walker = Walker(library)
    walker.scan("SH001")
    codes = [each.code for each in (found, found, stray, early, lent, withdrawn)]
    said = [walker.scan(code).message for code in (*codes, "NOBODY1")]
    looks = theme.Theme(palette)
    assert len({looks.tone(each.tone, each.shape).solid for each in said}) == 7
    assert len({looks.tone(each.tone, each.shape).fill for each in said}) == 7
    heard = [sound_file(each.tone, each.shape) for each in said]
    assert len({file.read_bytes() for file in heard if file is not None}) == 7


def test_a_repeat_is_quiet_and_names_when_it_was_counted(library: Library, desk: Desk) -> None:
    first, second = a_copy(library), a_copy(library)
    opened(desk)
    walker = Walker(library)
    walker.scan(first.code)
    walker.scan(second.code)
    shown = walker.scan(first.code)
    assert (shown.message.tone, shown.told.outcome) == (Tone.REPEAT, "count-repeat")
    assert walker.part.sums.repeat == 1


@pytest.mark.parametrize("barcode", ["DC-CHOICE-1", "DC-YES"])
def test_a_copy_on_loan_is_returned_by_a_barcode(library: Library, desk: Desk, barcode: str) -> None:
    copy, patron = a_copy(library), a_patron(library)
    check_out(desk, patron, copy.id)
    a_copy(library)
    opened(desk)
    walker = Walker(library)
    shown = walker.scan(copy.code)
    assert shown.message.headline.startswith("《草房子》 is on loan to 陈子墨")
    shown = walker.scan(barcode)
    assert shown.message.headline == "《草房子》 is returned"
    with library.reading() as connection:
        assert loan_of_copy(connection, copy.id, library.policy, NOON.date()) is None
    assert list(check_library(library)) == []
    walker.scan("DC-UNDO")
    with library.reading() as connection:
        assert loan_of_copy(connection, copy.id, library.policy, NOON.date()) is not None


def test_a_copy_on_loan_that_is_scanned_again_is_offered_to_be_returned_again(library: Library, desk: Desk) -> None:
    copy, other = a_copy(library), a_copy(library)
    check_out(desk, a_patron(library), copy.id)
    opened(desk)
    walker = Walker(library)
    for code in (copy.code, other.code, copy.code):
        walker.scan(code)
    assert walker.scan("DC-YES").message.headline == "《草房子》 is returned"


def test_a_missing_copy_is_found_by_a_barcode_and_no_second_offer_stands_beside(library: Library, desk: Desk) -> None:
    copy = a_copy(library)
    report_missing(desk, copy.id)
    a_copy(library)
    opened(desk)
    walker = Walker(library)
    shown = walker.scan(copy.code)
    assert "was registered as missing" in shown.message.headline
    assert [offer.act for offer in shown.state.offers if offer.label] == [f"scanning.found:{copy.id}"]
    assert walker.scan("DC-CHOICE-1").message.headline == "《草房子》 is found"
    assert the_copy(library, copy.id).state is CopyState.IN_STOCK


def test_a_helper_takes_back_at_the_shelf_what_he_may_take_back_at_the_counter(library: Library, desk: Desk) -> None:
    copy = a_copy(library)
    check_out(desk, a_patron(library), copy.id)
    opened(desk)
    walker = Walker(library)
    walker.station.operator = replace(walker.station.operator, role=Role.HELPER)
    shown = walker.scan(copy.code)
    assert any("take 1" in each for each in shown.message.details)
    assert walker.scan("DC-CHOICE-1").message.headline == "《草房子》 is returned"
    assert list(check_library(library)) == []
    walker.scan("DC-UNDO")
    with library.reading() as connection:
        assert loan_of_copy(connection, copy.id, library.policy, NOON.date()) is not None


def test_a_helper_notes_what_only_the_librarian_decides(library: Library, desk: Desk) -> None:
    copy, other = a_copy(library), a_copy(library)
    report_missing(desk, copy.id)
    opened(desk)
    walker = Walker(library)
    helper = replace(walker.station.operator, role=Role.HELPER)
    librarian, walker.station.operator = walker.station.operator, helper
    shown = walker.scan(copy.code)
    assert "It is noted; the librarian decides." in shown.message.details
    assert all("found" not in offer.act for offer in shown.state.offers)
    walker.station.operator = librarian
    walker.scan(other.code)
    shown = walker.scan(copy.code)  # the librarian scans it again, and is offered what the helper was not
    assert walker.scan("DC-CHOICE-1").message.headline == "《草房子》 is found"
    assert the_copy(library, copy.id).state is CopyState.IN_STOCK


def test_a_damaged_copy_waits_for_repair_and_is_sent_there(library: Library, desk: Desk) -> None:
    copy = a_copy(library)
    report_damage(desk, copy.id, DamageReport())
    a_copy(library)
    opened(desk)
    assert "waits for repair" in Walker(library).scan(copy.code).message.headline


def test_an_unknown_code_is_kept_with_its_shelf(library: Library, desk: Desk) -> None:
    shelf = a_shelf(library, "SH001")
    a_copy(library)
    count = opened(desk)
    walker = Walker(library)
    walker.scan("SH001")
    shown = walker.scan("T9999")
    assert (shown.message.tone, shown.told.outcome) == (Tone.STOP, "count-unknown")
    with library.reading() as connection:
        (line,) = latest_lines(connection, count.id, 5)
    assert (line.code, line.shelf_id) == ("T9999", shelf.id)
    assert walker.scan("DC-NEXT").told.outcome == ""
    assert walker.scan("T9999").message.headline == "T9999 was noted already"


def test_an_isbn_is_matched_to_its_copy_by_a_barcode(library: Library, desk: Desk) -> None:
    copy = a_copy(library)
    with library.writing(set_up_act(library)) as writing:
        writing.update(titles, copy.title_id, isbn="9787302511625")
    opened(desk)
    walker = Walker(library)
    shown = walker.scan("978-7-302-51162-5")
    assert copy.code in shown.message.headline
    assert walker.scan("DC-YES").told.outcome == "count-matched"


@pytest.mark.parametrize("blind", [False, True])
def test_of_several_copies_of_an_isbn_those_not_counted_yet_come_first(
    library: Library, desk: Desk, blind: bool
) -> None:
    first = a_copy(library, call_number="I24/1")
    second = a_copy(library, of=first, call_number="I24/1")
    with library.writing(set_up_act(library)) as writing:
        writing.update(titles, first.title_id, isbn="9787302511625")
    opened(desk, blind=blind)
    walker = Walker(library)
    walker.scan(first.code)
    shown = walker.scan("978-7-302-51162-5")
    told = [(choice.label, choice.detail) for choice in shown.state.choices]
    if blind:
        assert told == [(first.code, "I24/1"), (second.code, "I24/1")]
    else:
        assert told == [(second.code, "I24/1 · not counted yet"), (first.code, "I24/1 · counted already")]
    assert walker.scan("DC-CHOICE-1").told.outcome == ("count-matched")


def test_damage_is_reported_from_the_shelf(library: Library, desk: Desk) -> None:
    copy = a_copy(library)
    opened(desk)
    walker = Walker(library)
    walker.scan(copy.code)
    walker.scan("DC-TORN")
    with library.reading() as connection:
        (repair,) = repair_queue(connection, library.policy, NOON.date())
    assert (repair.copy.id, repair.origin) == (copy.id, RepairOrigin.STOCKTAKE)


def test_the_next_scan_answers_the_question_of_damage(library: Library, desk: Desk) -> None:
    copy, other = a_copy(library), a_copy(library)
    opened(desk)
    walker = Walker(library)
    walker.scan(copy.code)
    shown = walker.act("scanning.damage")
    assert shown.state.ask is not None
    assert walker.scan(other.code).told.outcome == "count-found"
    with library.reading() as connection:
        assert [each.copy.id for each in repair_queue(connection, library.policy, NOON.date())] == [copy.id]


def test_a_blind_count_tells_that_the_gun_read_and_nothing_else(library: Library, desk: Desk) -> None:
    stands, out, missing = a_copy(library), a_copy(library), a_copy(library)
    check_out(desk, a_patron(library), out.id)
    report_missing(desk, missing.id)
    opened(desk, blind=True)
    walker = Walker(library)
    shown = [walker.scan(copy.code) for copy in (stands, out, missing)]
    assert [each.message.headline for each in shown] == ["《草房子》 is read"] * 3
    assert all(each.message.tone is Tone.DONE for each in shown)
    assert all(not [offer for offer in each.state.offers if offer.label] for each in shown)
    assert {line.result for line in walker.part.lines} == {"read"}
    assert walker.scan("T9999").message.tone is Tone.STOP


def test_a_copy_that_waits_for_repair_on_a_strange_shelf_says_nothing_about_its_order(
    library: Library, desk: Desk
) -> None:
    a_shelf(library, "SH001", "I2/1", place=1)
    a_shelf(library, "SH002", "I3/1", place=2)
    torn, first = a_copy_at(library, "I35/1"), a_copy_at(library, "I24/1")
    report_damage(desk, torn.id, DamageReport())
    opened(desk)
    walker = Walker(library)
    walker.scan("SH001")
    walker.scan(torn.code)
    assert walker.scan(first.code).told.reasons == ()


@pytest.mark.parametrize(
    ("state", "words", "tone"),
    [
        ("withdrawn", "is withdrawn: put it aside", Tone.STOP),
        ("in_process", "is not handed over yet", Tone.LOOK),
        ("lost", "was registered as lost", Tone.LOOK),
    ],
)
def test_what_the_register_knows_of_a_copy_is_said_at_the_shelf(
    library: Library, desk: Desk, state: str, words: str, tone: Tone
) -> None:
    copy = a_copy(library, state=state)
    a_copy(library)
    opened(desk)
    shown = Walker(library).scan(copy.code)
    assert words in shown.message.headline
    assert shown.message.tone is tone


def test_a_copy_out_of_the_scope_is_not_asked_for_and_a_new_one_neither(library: Library, desk: Desk) -> None:
    a_copy_at(library, "I24/1")
    other = a_copy_at(library, "K2/1")
    opened(desk, scope=Scope(class_from="I", class_to="I"))
    walker = Walker(library)
    new = a_copy_at(library, "I24/2", added_at=walker.now)
    assert "is not asked for" in walker.scan(other.code).message.headline
    walker.now += timedelta(minutes=1)
    assert "came into stock after" in walker.scan(new.code).message.headline
    assert walker.part.sums.elsewhere == 2


def test_the_first_scan_says_into_which_count_it_goes_and_the_next_ones_do_not(library: Library, desk: Desk) -> None:
    """The other count was closed before anybody opened this screen: nobody chose the one that is left."""
    shelf = a_shelf(library, "SH001", "I2/1", name="一号架")
    copies = [a_copy_at(library, f"I24/{number}") for number in (1, 2)]
    left = opened(desk, name="期末")
    said = f"Scans go into the count 期末 · {left.number}"
    walker = Walker(library)
    assert walker.scan(shelf.code).message.details[0] == said
    assert said not in walker.scan(copies[0].code).message.details
    assert said not in walker.scan(shelf.code).message.details
    other = a_count(walker_desk(walker), name="文学", scope=Scope(class_from="I", class_to="I"))
    chosen = walker.act(f"scanning.choose:{other.id}")
    assert chosen.message.headline.startswith("文学"), "whoever chooses a count is told at once"
    assert all("Scans go into" not in detail for detail in walker.scan(copies[1].code).message.details)

"""Resolving in plain Python: every kind of open matter is decided, walked, scanned and taken back."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import NOON, a_copy, a_desk, a_patron, days_later, the_copy
from tests.desk.counts import a_copy_at, a_count, a_shelf, missed, scan
from tests.ui.at_resolving import keys, part_of, three_not_seen, words_of
from tests.ui.at_section import Counter

from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.losses import report_missing
from deskcirc.domain.copies import CopyState
from deskcirc.domain.losses import LossWay
from deskcirc.domain.operators import Role
from deskcirc.domain.stocktake import Scope
from deskcirc.labels.paper import Paper, Words
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.ui.outcome import Tone
from deskcirc.ui.sections import SectionedState
from deskcirc.ui.tabs.stocktake.resolving_part import Matter, key_of
from deskcirc.ui.tabs.stocktake.resolving_words import empty_words, facts_of


@pytest.fixture
def desk(library: Library) -> Desk:
    return replace(a_desk(library), now=NOON - timedelta(hours=1))


@pytest.fixture
def counter(library: Library) -> Counter:
    return Counter(library, "stocktake", "resolving")


def test_without_a_count_the_section_teaches(counter: Counter, desk: Desk) -> None:
    shown = counter.act("resolving.tick_all")
    assert "No count is open" in empty_words(part_of(shown))
    assert "No count is open" in counter.scan(a_copy(desk.library).code).message.headline


def test_what_is_not_seen_is_found_by_scanning_it(counter: Counter, desk: Desk) -> None:
    count = three_not_seen(desk)
    assert keys(part_of(counter.act("resolving.tick_none")), Matter.NOT_SEEN) == [1, 2, 3]
    shown = counter.scan("B00002")
    assert shown.message.tone is Tone.DONE
    assert "2 copies are still not seen" in words_of(shown)
    assert keys(part_of(shown), Matter.NOT_SEEN) == [1, 3]
    assert missed(desk, count) == {1, 3}
    counter.scan("B00001")
    assert "Every copy was seen." in words_of(counter.scan("B00003"))
    assert "nothing is missed" in empty_words(part_of(counter.act("resolving.tick_none")))


def test_what_was_carried_forward_is_what_is_read_anew(counter: Counter, desk: Desk) -> None:
    three_not_seen(desk)
    carried = part_of(counter.scan("B00002"))
    read = part_of(Counter(desk.library, "stocktake", "resolving").act("resolving.tick_none"))
    assert keys(carried, Matter.NOT_SEEN) == keys(read, Matter.NOT_SEEN)
    assert carried.entry == read.entry


def test_where_to_look_is_known_of_the_copy_in_hand_and_stands_on_the_list_for_all(
    counter: Counter, desk: Desk
) -> None:
    three_not_seen(desk)
    part = part_of(counter.act("resolving.tick_none"))
    assert "between" not in " ".join(facts_of(part, part.shown[1]))
    looked = part_of(counter.act("resolving.look:2"))
    assert "between" in " ".join(facts_of(looked, looked.shown[1]))
    assert "between" not in " ".join(facts_of(looked, looked.shown[0]))
    assert part_of(counter.act("resolving.look:77")).placed is None
    paper = counter.act("resolving.print_round").state.paper
    assert isinstance(paper, Paper)
    words = [shape.text for page in paper.pages for shape in page if isinstance(shape, Words)]
    assert any("between" in each for each in words)


def test_what_the_page_looks_up_by_itself_leaves_what_was_said(counter: Counter, desk: Desk) -> None:
    three_not_seen(desk)
    done = counter.act("resolving.missing:1")
    assert done.message.tone is Tone.DONE
    assert counter.act("resolving.look:2").message == done.message
    assert counter.act("resolving.tick_none").message != done.message
    counter.act("resolving.missing:2")
    undone = counter.scan("DC-UNDO")
    assert "Undone" in undone.message.headline
    assert counter.act("resolving.look:2").message == undone.message
    assert counter.act("refresh").message == undone.message


def test_a_loan_of_another_counter_is_seen_at_the_next_input(counter: Counter, desk: Desk) -> None:
    three_not_seen(desk)
    counter.act("resolving.tick_none")
    check_out(replace(desk, now=counter.now), a_patron(desk.library), 1)
    assert keys(part_of(counter.scan("B00002")), Matter.NOT_SEEN) == [3]


def test_the_ticked_copies_are_missing_and_ctrl_z_takes_it_back(counter: Counter, desk: Desk) -> None:
    three_not_seen(desk)
    counter.act("resolving.tick:1")
    counter.act("resolving.tick:3")
    shown = counter.act("resolving.missing:2")
    assert shown.message.headline == "2 copies: missing"
    assert [the_copy(desk.library, number).state for number in (1, 2, 3)] == [
        CopyState.MISSING,
        CopyState.IN_STOCK,
        CopyState.MISSING,
    ]
    assert keys(part_of(shown), Matter.NOT_SEEN) == [2]
    assert part_of(shown).ticked == frozenset()
    undone = counter.act("undo")
    assert keys(part_of(undone), Matter.NOT_SEEN) == [1, 2, 3]
    assert not list(check_library(desk.library))


def test_what_was_looked_for_in_vain_stays_and_says_so(counter: Counter, desk: Desk) -> None:
    three_not_seen(desk)
    counter.act("resolving.tick_all")
    part = part_of(counter.act("resolving.searched"))
    assert keys(part, Matter.NOT_SEEN) == [1, 2, 3]
    assert all("Looked for in vain once" in facts_of(part, line) for line in part.lines[Matter.NOT_SEEN])


def test_lost_is_asked_as_in_losses(counter: Counter, desk: Desk) -> None:
    three_not_seen(desk)
    asked = part_of(counter.act("resolving.ask_lost:2")).asked
    assert asked is not None
    wrong = counter.act("resolving.declare", way="nonsense")
    assert part_of(wrong).asked is not None
    assert wrong.message.tone is Tone.STOP
    shown = counter.act("resolving.declare", way="nothing", note="三次未见")
    assert part_of(shown).asked is None
    assert the_copy(desk.library, 2).state is CopyState.LOST
    assert shown.message.headline == f"{the_copy(desk.library, 2).name}: declared lost"


def test_several_are_declared_lost_by_one_answer(counter: Counter, desk: Desk) -> None:
    three_not_seen(desk)
    counter.act("resolving.tick_all")
    asked = part_of(counter.act("resolving.ask_lost:2")).asked
    assert asked is not None
    assert asked.title == "Declare 3 copies lost"
    shown = counter.act("resolving.declare", way=LossWay.UNDECIDED.value)
    assert shown.message.headline == "3 copies: declared lost"
    assert {the_copy(desk.library, number).state for number in (1, 2, 3)} == {CopyState.LOST}


def test_what_is_not_seen_is_proposed_for_withdrawal(counter: Counter, desk: Desk) -> None:
    three_not_seen(desk)
    shown = counter.act("resolving.withdrawal:1", reason="lost")
    assert [offer.act for offer in shown.state.offers] == ["in:ledgers:section:withdrawal"]
    assert keys(part_of(shown), Matter.NOT_SEEN) == [2, 3]
    assert counter.act("resolving.withdrawal:2", reason="?").told.outcome == "not-an-input"


def test_what_lies_in_the_hand_is_here_without_a_scanner(counter: Counter, desk: Desk) -> None:
    count = three_not_seen(desk)
    counter.act("resolving.tick:1")
    counter.act("resolving.tick:2")
    assert counter.act("resolving.here:3").message.headline == "2 copies are here after all"
    counter.act("resolving.here:3")
    assert missed(desk, count) == set()


def test_the_likeliest_come_first_on_the_screen_but_not_on_the_walk(counter: Counter, desk: Desk) -> None:
    first, second = a_copy_at(desk.library, "I1"), a_copy_at(desk.library, "I2")
    count = a_count(desk)
    scan(desk, count, second.code[:-2] + "X2")
    part = part_of(counter.act("resolving.by_chance"))
    shown = counter.act("resolving.print_round")
    assert part.by_chance
    assert set(keys(part, Matter.NOT_SEEN)) == {first.id, second.id}
    assert isinstance(shown.state, SectionedState)
    assert isinstance(shown.state.paper, Paper)
    texts = [shape.text for shape in shown.state.paper.pages[0] if isinstance(shape, Words)]
    assert texts.index(first.code) < texts.index(second.code)


def test_a_copy_on_loan_that_stands_here_is_returned_by_this_evidence(counter: Counter, desk: Desk) -> None:
    copy = a_copy(desk.library)
    check_out(desk, a_patron(desk.library), copy.id)
    count = a_count(desk)
    scan(replace(desk, now=NOON), count, copy)
    part = part_of(counter.act("resolving.matter:on_loan"))
    (line,) = part.shown
    assert "On loan to" in " ".join(facts_of(part, line))
    shown = counter.act(f"resolving.returned:{copy.id}")
    assert shown.message.headline.endswith("returned")
    assert part_of(shown).shown == ()


def test_a_scan_offers_what_follows_from_it(counter: Counter, desk: Desk) -> None:
    copy, lost = a_copy(desk.library), a_copy(desk.library)
    check_out(desk, a_patron(desk.library), copy.id)
    assert report_missing(desk, lost.id) == ""
    a_count(desk)
    assert counter.scan(copy.code).message.tone is Tone.LOOK
    assert "returned" in counter.scan("DC-YES").message.headline
    counter.scan(lost.code)
    counter.scan("DC-YES")
    assert the_copy(desk.library, lost.id).state is CopyState.IN_STOCK


def test_a_missing_copy_that_turned_up_is_found_or_goes_to_repair(counter: Counter, desk: Desk) -> None:
    copies = [a_copy(desk.library), a_copy(desk.library)]
    for copy in copies:
        report_missing(desk, copy.id)
    count = a_count(desk)
    for copy in copies:
        scan(replace(desk, now=NOON), count, copy)
    counter.act("resolving.matter:found")
    counter.act(f"resolving.found:{copies[0].id}")
    assert the_copy(desk.library, copies[0].id).state is CopyState.IN_STOCK
    shown = counter.act(f"resolving.damaged:{copies[1].id}", seen="torn heavy", note="")
    assert shown.message.tone in (Tone.DONE, Tone.LOOK), words_of(shown)
    assert counter.act(f"resolving.damaged:{copies[1].id}", seen="nonsense").told.outcome == "not-an-input"


def test_a_misplaced_copy_is_put_back_or_belongs_here_now(counter: Counter, desk: Desk) -> None:
    a_shelf(desk.library, "SH001", "A1")
    there = a_shelf(desk.library, "SH002", "I1", place=2)
    copy = a_copy_at(desk.library, "B22/1")
    count = a_count(desk)
    scan(replace(desk, now=NOON), count, copy, shelf=there)
    part = part_of(counter.act("resolving.matter:misplaced"))
    assert keys(part, Matter.MISPLACED) == [copy.id]
    paper = counter.act("resolving.print_walk").state.paper
    assert isinstance(paper, Paper)
    assert any("Put it on" in shape.text for shape in paper.pages[0] if isinstance(shape, Words))
    assert part_of(counter.act(f"resolving.moved:{copy.id}")).shown == ()
    counter.act("resolving.matter:decided")
    (line,) = part_of(counter.act("resolving.tick_all")).shown
    counter.act(f"resolving.take_back:{key_of(line)}")
    assert keys(part_of(counter.act("resolving.matter:misplaced")), Matter.MISPLACED) == [copy.id]


def test_a_shelf_out_of_order_is_put_right_by_the_fewest_moves(counter: Counter, desk: Desk) -> None:
    shelf = a_shelf(desk.library, "SH001")
    copies = [a_copy_at(desk.library, f"I{number}") for number in (1, 2, 3, 4)]
    count = a_count(desk)
    for minute, place in enumerate((0, 3, 1, 2)):
        scan(replace(desk, now=NOON - timedelta(minutes=30 - minute)), count, copies[place], shelf=shelf)
    part = part_of(counter.act("resolving.matter:order"))
    assert keys(part, Matter.ORDER) == [copies[3].id]
    assert part_of(counter.act(f"resolving.moved:{copies[3].id}")).shown == ()


def test_an_unknown_code_is_named_by_the_next_copy_that_is_scanned(counter: Counter, desk: Desk) -> None:
    copy = a_copy(desk.library, barcode="B00021")
    count = a_count(desk)
    line = scan(replace(desk, now=NOON), count, "X77").line
    assert line is not None
    counter.act("resolving.matter:unknown")
    assert "Scan or type the copy" in counter.act(f"resolving.match:{line.id}").message.headline
    assert "no copy" in counter.scan("X78").message.headline
    shown = counter.scan("B00021")
    assert shown.message.headline == "X77: matched"
    assert part_of(shown).shown == ()
    assert missed(desk, count) == set()
    counter.act("undo")
    assert missed(desk, count) == {copy.id}


def test_a_likely_misread_is_taken_with_one_press(counter: Counter, desk: Desk) -> None:
    copy = a_copy(desk.library, barcode="B00021")
    line = scan(replace(desk, now=NOON), a_count(desk), "B00012").line
    assert line is not None
    part = part_of(counter.act("resolving.matter:unknown"))
    (unknown,) = part.shown
    assert [each.copy.id for each in unknown.proposals] == [copy.id]  # type: ignore[union-attr]
    counter.act(f"resolving.match:{line.id}", copy=str(copy.id))
    assert part_of(counter.act("resolving.tick_none")).shown == ()


def test_an_unknown_code_is_registered_in_accession_or_set_aside(counter: Counter, desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    ids = [line.id for code in ("X77", "X78") if (line := scan(replace(desk, now=NOON), count, code).line)]
    counter.act("resolving.matter:unknown")
    shown = counter.act(f"resolving.registered:{ids[0]}")
    assert [offer.act for offer in shown.state.offers] == ["in:accession:cataloguing.scan:X77"]
    a_copy(desk.library, barcode="X77")
    assert counter.act(f"resolving.registered:{ids[0]}").message.headline == "X77: registered"
    assert counter.act(f"resolving.set_aside:{ids[1]}").message.headline == "X78: set aside"
    assert part_of(counter.act("resolving.tick_none")).shown == ()


def test_a_photo_is_kept_and_a_damaged_one_gets_a_sentence(counter: Counter, desk: Desk, tmp_path: Path) -> None:
    a_copy(desk.library)
    line = scan(replace(desk, now=NOON), a_count(desk), "X77").line
    assert line is not None
    counter.act("resolving.matter:unknown")
    file = str(tmp_path / "book.jpg")
    refused = counter.act(f"resolving.photo:{line.id}", file=file, picture="", width="0", height="0")
    assert "book.jpg is no picture" in refused.message.headline
    picture = b64encode(b"x").decode()
    shown = counter.act(f"resolving.photo:{line.id}", file=file, picture=picture, width="3", height="4")
    assert shown.message.tone is Tone.DONE
    part = part_of(counter.act(f"resolving.look:{line.id}"))
    assert part.photo is not None
    assert part.photo.octets == b"x"
    assert part_of(counter.act(f"resolving.remove_photo:{line.id}")).photo is None


def test_a_blind_count_shows_a_helper_unknown_codes_and_nothing_else(counter: Counter, desk: Desk) -> None:
    three = [a_copy_at(desk.library, f"I{number}") for number in (1, 2, 3)]
    count = a_count(desk, blind=True)
    scan(replace(desk, now=NOON), count, "X77")
    counter.station.operator = replace(counter.station.operator, role=Role.HELPER)
    part = part_of(counter.act("resolving.matter:not_seen"))
    assert part.matter is Matter.UNKNOWN
    assert set(part.lines) == {Matter.UNKNOWN}
    assert all(not line.proposals for line in part.shown)  # type: ignore[union-attr]
    assert "not seen" not in words_of(counter.scan(three[0].code))
    assert counter.act("resolving.print_round").told.outcome == "nothing"


def test_a_blind_count_shows_the_librarian_everything(counter: Counter, desk: Desk) -> None:
    copy = a_copy_at(desk.library, "I1")
    a_count(desk, blind=True)
    assert keys(part_of(counter.act("resolving.tick_none")), Matter.NOT_SEEN) == [copy.id]
    assert "Every copy was seen." in words_of(counter.scan(copy.code))


def test_a_helper_sees_no_patron_and_takes_back_alone(counter: Counter, desk: Desk) -> None:
    copy = a_copy(desk.library)
    patron = a_patron(desk.library)
    check_out(days_later(desk, -20), patron, copy.id)
    scan(replace(desk, now=NOON), a_count(desk), copy)
    counter.station.operator = replace(counter.station.operator, role=Role.HELPER)
    part = part_of(counter.act("resolving.matter:on_loan"))
    said = " ".join(facts_of(part, part.shown[0]))
    assert "On loan since" in said
    assert "On loan to" not in said
    assert counter.act(f"resolving.returned:{copy.id}").told.outcome == "decided-returned"  # as at the counter


def test_a_decision_that_does_not_fit_the_list_is_no_act(counter: Counter, desk: Desk) -> None:
    three_not_seen(desk)
    for act in ("returned:1", "moved:1", "relocated:1", "found:1", "damaged:1", "levitate:1", "missing:x", "matter:?"):
        assert counter.act(f"resolving.{act}").told.outcome == "not-an-input"
    assert counter.act("resolving.missing:77").told.outcome == "nothing"
    assert counter.act("resolving.take_back:1").told.outcome == "nothing"


def test_two_counts_are_looked_at_one_at_a_time(counter: Counter, desk: Desk) -> None:
    three_not_seen(desk)
    other = a_count(desk, name="文学", scope=Scope(class_from="I287"))
    part = part_of(counter.act("resolving.tick_none"))
    assert [each.id for each in part.counts] == [other.id, 1]
    shown = part_of(counter.act("resolving.count:1"))
    assert shown.stocktake is not None
    assert shown.stocktake.name == "期末盘点"
    assert keys(shown, Matter.NOT_SEEN)

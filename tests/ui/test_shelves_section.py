"""The section of the shelves without a window: scans, acts, proposals, lists, and what the banner says of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.builders import a_copy, a_patron
from tests.desk.counts import a_copy_at, a_count, a_location, scan
from tests.ui.at_section import Counter

from deskcirc.desk.desk import Desk
from deskcirc.labels.shelf_labels import ShelfLabelOrder
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.ui.outcome import Tone
from deskcirc.ui.station import Shown
from deskcirc.ui.tabs.stocktake.shelves_part import ShelvesPart, flaw_words, told_of


class AtShelves(Counter):
    """A station that looks at the shelves."""

    def __init__(self, library: Library) -> None:
        super().__init__(library, "stocktake", "shelves")

    def make(self, **values: str) -> Shown:
        return self.act("shelves.make", **{"rows": "0", "bays": "3", "boards": "0", **values})


def part_of(shown: Shown) -> ShelvesPart:
    part = getattr(shown.state, "parts")["shelves"]  # noqa: B009  the state of a tab of sections
    assert isinstance(part, ShelvesPart)
    return part


@pytest.fixture
def counter(library: Library) -> AtShelves:
    return AtShelves(library)


def test_ninety_shelves_are_made_labelled_and_taken_back(counter: AtShelves) -> None:
    shown = counter.act("shelves.make", rows="3", bays="6", boards="5", first_row="1")
    assert shown.message.tone is Tone.DONE
    assert len(part_of(shown).lines) == 90
    assert shown.state.offers[0].barcode == "DC-YES"
    printed = counter.scan("DC-YES")
    order = printed.state.paper
    assert isinstance(order, ShelfLabelOrder)
    assert [face.code for face in order.faces][::89] == ["SH0001", "SH0090"]
    undone = counter.act("undo")
    assert part_of(undone).lines == ()
    assert part_of(undone).next_code == "SH0091"


def test_a_shelf_label_takes_the_shelf_in_hand_and_says_what_stands_there(counter: AtShelves, desk: Desk) -> None:
    copies = [a_copy_at(desk.library, f"I{number}/1") for number in (2, 3, 5)]
    counter.make(bays="2")
    counter.act("shelves.propose")
    counter.act("shelves.take")
    scan(desk, a_count(desk), copies[0], shelf=part_of(counter.act("section:shelves")).lines[1].shelf)
    shown = counter.scan("SH0002")
    (facts,) = shown.message.details
    assert "I3/1 – I5/1" in facts
    assert "2 copies" in facts
    assert "last counted" in facts
    assert part_of(shown).line is not None


def test_a_book_says_on_which_shelf_it_belongs_and_may_begin_the_one_in_hand(counter: AtShelves, desk: Desk) -> None:
    book = a_copy_at(desk.library, "I2/1")
    counter.make()
    assert counter.scan(book.code).told.outcome == "no-shelf"
    counter.scan("SH0002")
    assert "begins with this book" in counter.scan(book.code).state.offers[0].label
    begun = counter.scan("DC-YES")
    assert part_of(begun).lines[1].shelf.first_call_number == "I2/1"
    assert "Bay 2" in counter.scan(book.code).message.headline


def test_shelf_after_shelf_gets_its_first_book_by_scan_alone(counter: AtShelves, desk: Desk) -> None:
    books = [a_copy_at(desk.library, number) for number in ("B1/1", "I2/1", "A1/1")]
    counter.make()
    counter.act("shelves.setting")
    for number, book in enumerate(books, 1):
        counter.scan(f"SH{number:04}")
        shown = counter.scan(book.code)
    assert [line.shelf.first_call_number for line in part_of(shown).lines] == ["B1/1", "I2/1", "A1/1"]
    assert shown.message.tone is Tone.LOOK
    assert "comes before" in shown.message.details[0]
    assert "Bay 3" in flaw_words(part_of(shown))
    assert not list(check_library(desk.library))


def test_a_book_without_a_call_number_or_of_another_place_begins_no_shelf(counter: AtShelves, desk: Desk) -> None:
    here, there = a_location(desk.library, "A"), a_location(desk.library, "B")
    counter.make(location=str(here))
    counter.scan("SH0001")
    assert counter.act(f"shelves.begin:{a_copy(desk.library).id}").message.tone is Tone.STOP
    book = a_copy_at(desk.library, "I2/1", location_id=there)
    assert "another location" in counter.act(f"shelves.begin:{book.id}").message.headline


def test_ranges_are_shown_first_and_shown_anew_where_the_stock_has_changed_since(
    counter: AtShelves, desk: Desk
) -> None:
    for number in range(1, 7):
        a_copy_at(desk.library, f"I{number}/1")
    counter.make()
    shown = counter.act("shelves.propose", capacity="1")
    proposal = part_of(shown).proposal
    assert proposal is not None
    assert proposal.over == 3
    assert shown.message.tone is Tone.LOOK
    counter.act("shelves.propose")
    a_copy_at(desk.library, "A1/1")
    changed = counter.act("shelves.take")
    assert changed.told.outcome == "changed-since"
    taken = counter.act("shelves.take")
    assert [line.fill.copies if line.fill else 0 for line in part_of(taken).lines] == [2, 3, 2]
    assert "7 of 7 copies" in told_of(part_of(taken))
    undone = counter.act("undo")
    assert all(line.fill is None for line in part_of(undone).lines)


def test_shelves_move_by_keys_and_by_dragging(counter: AtShelves) -> None:
    ids = [line.shelf.id for line in part_of(counter.make()).lines]
    assert _order(counter.act(f"shelves.down:{ids[0]}")) == [ids[1], ids[0], ids[2]]
    assert _order(counter.act(f"shelves.up:{ids[0]}")) == ids
    assert _order(counter.act(f"shelves.up:{ids[0]}")) == ids
    assert _order(counter.act(f"shelves.down:{ids[2]}")) == ids
    assert _order(counter.act(f"shelves.move:{ids[2]}", before=str(ids[0]))) == [ids[2], *ids[:2]]
    assert _order(counter.act(f"shelves.move:{ids[2]},{ids[0]}", before="")) == [ids[1], ids[2], ids[0]]


def _order(shown: Shown) -> list[int]:
    return [line.shelf.id for line in part_of(shown).lines]


def test_a_shelf_is_changed_and_ended_and_its_label_is_known_ever_after(counter: AtShelves, desk: Desk) -> None:
    place = a_location(desk.library, "HALL2", "二楼")
    shelf_id = part_of(counter.make()).lines[0].shelf.id
    changed = counter.act(f"shelves.change:{shelf_id}", name="窗边", location=str(place), first="I2/1")
    assert part_of(changed).lines[0].shelf.location == "二楼"
    ended = counter.act(f"shelves.end:{shelf_id}")
    assert len(part_of(ended).lines) == 2
    assert "no longer" in counter.scan("SH0001").message.headline
    assert counter.act(f"shelves.change:{shelf_id}", name="x").told.outcome == "trouble"


def test_a_list_is_tried_taken_and_saved_and_its_refused_rows_are_kept(
    counter: AtShelves, desk: Desk, tmp_path: Path
) -> None:
    a_copy(desk.library, barcode="B77777")
    file = tmp_path / "架位.csv"
    file.write_text("架位号,名称,起始索书号\nSH0001,一,I2/1\nB77777,二,I3/1\n", encoding="gb18030")
    tried = counter.act("shelves.import", file=str(file))
    assert part_of(tried).lines == ()
    assert "2 rows = 1 newly made" in tried.message.headline
    taken = counter.act("shelves.import_yes")
    assert taken.message.tone is Tone.LOOK
    assert len(part_of(taken).lines) == 1
    counter.act("shelves.save_refused", file=str(tmp_path / "refused.csv"))
    assert "B77777" in (tmp_path / "refused.csv").read_text(encoding="utf-8-sig")
    counter.act("shelves.leave")
    counter.act("shelves.save", file=str(tmp_path / "all.xlsx"))
    again = counter.act("shelves.import", file=str(tmp_path / "all.xlsx"))
    assert "1 unchanged" in again.message.headline
    assert counter.act("shelves.import", file=str(tmp_path / "none.csv")).message.tone is Tone.STOP


def test_a_card_scanned_at_the_shelves_does_nothing(counter: AtShelves, desk: Desk) -> None:
    a_patron(desk.library, card="K9")
    assert counter.scan("K9").told.outcome == "unknown"


def test_labels_of_no_shelf_are_not_printed(counter: AtShelves) -> None:
    assert counter.act("shelves.print").state.paper is None

"""The list of labels to print: copies come onto it, go off it, and all of it can be taken back."""

from __future__ import annotations

from tests.builders import a_copy, a_desk, the_copy

from deskcirc.desk.desk import Desk
from deskcirc.desk.labels import drop_labels, labels_printed, labels_wanted_of, want_labels, want_labels_of
from deskcirc.desk.undo import undo_last
from deskcirc.domain.number_ranges import read_ranges
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.history import history
from deskcirc.store.lookups.labels import copies_wanting_labels


def listed(desk: Desk) -> list[str]:
    with desk.library.reading() as connection:
        return [copy.accession_number for copy in copies_wanting_labels(connection)]


def test_a_copy_whose_label_is_worn_comes_on_the_list_and_leaves_it_when_the_label_is_printed(library: Library) -> None:
    desk = a_desk(library)
    first, second = a_copy(library), a_copy(library, "城南旧事")
    assert want_labels(desk, [first.id, second.id]) == 2
    assert listed(desk) == ["A00001", "A00002"]
    assert labels_printed(desk, [first.id]) == 1
    assert listed(desk) == ["A00002"]
    assert list(check_library(library)) == []


def test_printing_many_labels_is_one_act_and_is_taken_back_as_one(library: Library) -> None:
    desk = a_desk(library)
    wanted = [a_copy(library).id for _number in range(5)]
    want_labels(desk, wanted)
    labels_printed(desk, wanted[:4])
    assert undo_last(desk, "labels").sentence == "Printed labels of 4 copies"
    assert len(listed(desk)) == 5
    assert undo_last(desk, "labels").done
    assert listed(desk) == []


def test_a_copy_taken_off_the_list_comes_back_by_undo(library: Library) -> None:
    desk = a_desk(library)
    copy = a_copy(library)
    want_labels(desk, [copy.id])
    assert drop_labels(desk, [copy.id]) == 1
    assert listed(desk) == []
    assert undo_last(desk, "labels").done
    assert listed(desk) == ["A00001"]


def test_what_changes_nothing_leaves_no_entry_in_the_history(library: Library) -> None:
    desk = a_desk(library)
    copy = a_copy(library)
    with library.reading() as connection:
        before = len(history(connection, most=100))
    assert labels_printed(desk, [copy.id]) == 0
    assert drop_labels(desk, [copy.id, 999]) == 0
    with library.reading() as connection:
        assert len(history(connection, most=100)) == before


def test_copies_gone_for_good_get_no_labels(library: Library) -> None:
    desk = a_desk(library)
    gone, lost = a_copy(library, state="withdrawn"), a_copy(library, state="lost", wants_label=True)
    assert want_labels(desk, [gone.id]) == 0
    assert listed(desk) == []
    assert labels_wanted_of(desk, [gone.id, lost.id]) == ()


def test_copies_are_put_on_the_list_by_ranges_of_their_numbers(library: Library) -> None:
    desk = a_desk(library)
    for _number in range(12):
        a_copy(library)
    a_copy(library, accession_number="A000035")  # another width: not between A00003 and A00005
    assert want_labels_of(desk, read_ranges("A00003–A00005, A00011").ranges) == 4
    assert listed(desk) == ["A00003", "A00004", "A00005", "A00011"]


def test_labels_come_in_the_order_asked_for_with_the_volume_of_the_copy_or_of_the_title(library: Library) -> None:
    desk = a_desk(library)
    first, second = a_copy(library), a_copy(library, "百科", volume="3", barcode=None)
    one, other = labels_wanted_of(desk, [second.id, first.id])
    assert (one.volume, one.code, other.volume, other.code) == ("3", "A00002", "", the_copy(library, first.id).code)


def test_a_copys_number_within_its_title_and_volume_stays_when_an_earlier_one_goes(library: Library) -> None:
    desk = a_desk(library)
    first = a_copy(library, state="withdrawn")
    second, volume = a_copy(library, of=first), a_copy(library, of=first, volume="下")
    third, other = a_copy(library, of=first), a_copy(library, "城南旧事")
    found = labels_wanted_of(desk, [second.id, volume.id, third.id, other.id])
    assert [each.copy_number for each in found] == [2, 1, 3, 1]

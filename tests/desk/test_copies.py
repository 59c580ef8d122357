"""Labels replaced and copies put right: the old label still finds its copy, and nothing else gets its code."""

from __future__ import annotations

import pytest
from tests.builders import a_copy, a_patron, all_rows, set_up_act, the_copy
from tests.desk.test_accession import a_place, a_type, an_order, is_whole, row_of

from deskcirc.desk.access import add_operator
from deskcirc.desk.accession import add_copies
from deskcirc.desk.cards import replace_card
from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.code_owner import is_code_free
from deskcirc.desk.copies import NEXT, CopyChange, change_copy, replace_label
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import identify
from deskcirc.desk.imports import ImportSource, run_import
from deskcirc.desk.undo import undo_by_id, undo_last
from deskcirc.domain.drafts import CopyDraft, ReadRow, TitleDraft
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.scanning import read_scan
from deskcirc.errors import GoneError
from deskcirc.store.lookups.roster import school_now
from deskcirc.store.tables import copies, copy_codes


def undo_the_last(desk: Desk) -> bool:
    return undo_by_id(desk, desk.library.last_entry or 0).done


def test_the_old_label_still_finds_the_copy_and_says_so(desk: Desk) -> None:
    copy = a_copy(desk.library, barcode="B00009")
    assert replace_label(desk, copy.id, "b00077", "磨损").barcode == "B00077"
    found = identify(desk, read_scan("B00009"))
    assert found.copy is not None
    assert found.copy.id == copy.id
    assert found.by_old_label
    now = identify(desk, read_scan("B00077"))
    assert now.copy == found.copy
    assert not now.by_old_label
    assert not identify(desk, read_scan(copy.accession_number)).by_old_label
    assert row_of(desk.library, copy.id).wants_label
    assert check_out(desk, a_patron(desk.library), found.copy.id).kind is CheckoutKind.LENT
    assert is_whole(desk.library)


def test_nothing_else_ever_gets_an_old_label(desk: Desk) -> None:
    copy, other = a_copy(desk.library, barcode="Q7"), a_copy(desk.library, "夏洛的网")
    replace_label(desk, copy.id, "Q8")
    assert "草房子" in replace_label(desk, other.id, "Q7").refusals[0]
    reader = a_patron(desk.library)
    assert "old label" in replace_card(desk, reader.id, "Q7")
    assert add_operator(desk, "王老师", Role.TEACHER, card="Q7")
    assert not add_copies(desk, an_order(desk, 1, start="Q7")).done
    assert not add_copies(desk, an_order(desk, 1, barcodes=("Q7",))).done
    assert is_whole(desk.library)


def test_an_import_knows_a_copy_by_its_old_label_and_gives_it_to_no_other(desk: Desk) -> None:
    source = ImportSource("书目.xlsx", "", "stock")
    rows = [ReadRow(2, "2", "", TitleDraft("草房子", copies=(CopyDraft(barcode="Q7"),)))]
    run_import(desk, rows, source)
    with desk.library.reading() as connection:
        (copy_id,) = connection.execute(copies.select().with_only_columns(copies.c.id)).scalars()
    replace_label(desk, copy_id, "Q8")
    again = run_import(desk, rows, source)
    assert again.copies_added == 0
    other = [ReadRow(2, "2", "", TitleDraft("夏洛的网", copies=(CopyDraft(barcode="Q7"),)))]
    run_import(desk, other, source)
    assert is_whole(desk.library)


def test_neither_a_form_nor_a_roster_gives_a_reader_an_old_label(desk: Desk) -> None:
    copy = a_copy(desk.library, barcode="Q7")
    replace_label(desk, copy.id, "Q8")
    with desk.library.reading() as connection:
        assert not is_code_free(desk, connection, "Q7")
        assert is_code_free(desk, connection, "Q9")
        school = school_now(connection, desk.policy, ["Q7", "Q8", "Q9"])
    assert school.other_codes == {"Q7", "Q8"}


def test_the_same_code_is_only_printed_again(desk: Desk) -> None:
    copy = a_copy(desk.library)
    before = row_of(desk.library, copy.id)
    assert replace_label(desk, copy.id).barcode == copy.barcode
    after = row_of(desk.library, copy.id)
    assert after.wants_label
    assert (after.barcode, after.accession_number) == (before.barcode, before.accession_number)


def test_a_copy_gets_back_a_label_it_bore_before(desk: Desk) -> None:
    copy = a_copy(desk.library, barcode="Q7")
    replace_label(desk, copy.id, "Q8")
    assert replace_label(desk, copy.id, "Q7").barcode == "Q7"
    assert replace_label(desk, copy.id, "Q9").barcode == "Q9"
    assert identify(desk, read_scan("Q8")).copy == the_copy(desk.library, copy.id)
    assert is_whole(desk.library)


def test_the_next_code_goes_on_with_the_schools_own_barcodes(desk: Desk) -> None:
    copy = a_copy(desk.library, barcode="TM0007")
    a_copy(desk.library, "夏洛的网", barcode="TM0041")
    assert replace_label(desk, copy.id, NEXT).barcode == "TM0042"


def test_where_the_barcode_is_the_number_the_next_code_is_the_number_with_a_mark(desk: Desk) -> None:
    copy_id = add_copies(desk, an_order(desk, 1)).copy_ids[0]
    assert replace_label(desk, copy_id, NEXT).barcode == "0000001-2"
    assert replace_label(desk, copy_id, NEXT).barcode == "0000001-3"
    assert identify(desk, read_scan("0000001")).copy == the_copy(desk.library, copy_id)
    assert is_whole(desk.library)


def test_a_label_replaced_is_taken_back_exactly(desk: Desk) -> None:
    copy = a_copy(desk.library, barcode="Q7")
    before = all_rows(desk.library)
    replace_label(desk, copy.id, "Q8")
    assert undo_the_last(desk)
    assert all_rows(desk.library) == before
    assert is_whole(desk.library)


@pytest.mark.parametrize(("code", "word"), [("  ", "missing"), ("甲", "Latin"), ("DC-NEXT", "command")])
def test_a_label_that_cannot_be_is_refused(desk: Desk, code: str, word: str) -> None:
    copy = a_copy(desk.library)
    before = all_rows(desk.library, without_journal=False)
    assert word in replace_label(desk, copy.id, code).refusals[0]
    assert all_rows(desk.library, without_journal=False) == before


def test_a_withdrawn_copy_gets_no_label_and_no_change(desk: Desk) -> None:
    copy = a_copy(desk.library, state="withdrawn")
    assert "withdrawn" in replace_label(desk, copy.id).refusals[0]
    assert "withdrawn" in change_copy(desk, [copy.id], CopyChange(price=100))[0]


def test_several_copies_are_put_right_in_one_act_and_taken_back_in_one(desk: Desk) -> None:
    ids = add_copies(desk, an_order(desk, 3)).copy_ids
    place, kind = a_place(desk.library), a_type(desk.library)
    before = all_rows(desk.library)
    assert change_copy(desk, ids, CopyChange(kind, place, 3300, "赠书章", "上册")) == ()
    for copy_id in ids:
        row = row_of(desk.library, copy_id)
        assert (row.item_type_id, row.location_id, row.price) == (kind, place, 3300)
        assert (row.note, row.volume) == ("赠书章", "上册")
    assert undo_the_last(desk)
    assert all_rows(desk.library) == before
    assert is_whole(desk.library)


def test_the_history_tells_what_became_different_only(desk: Desk) -> None:
    ids = add_copies(desk, an_order(desk, 2)).copy_ids
    change_copy(desk, ids, CopyChange(1, None, 2900, ""))
    outcome = undo_by_id(desk, desk.library.last_entry or 0)
    assert "0000001–0000002" in outcome.sentence
    assert "29.00" in outcome.sentence
    assert "type" not in outcome.sentence


def test_what_cannot_be_changed_is_said(desk: Desk) -> None:
    copy = a_copy(desk.library)
    for change in (CopyChange(), CopyChange(item_type_id=99), CopyChange(location_id=99), CopyChange(price=-1)):
        assert change_copy(desk, [copy.id], change)
    assert change_copy(desk, [copy.id], CopyChange(item_type_id=1))
    with pytest.raises(GoneError):
        change_copy(desk, [copy.id, 999], CopyChange(price=1))
    helper = Desk(desk.library, Operator(1, "小明", Role.HELPER), desk.station, desk.now)
    assert change_copy(helper, [copy.id], CopyChange(price=1))
    assert replace_label(helper, copy.id).refusals


def test_check_names_an_old_label_that_something_else_bears(desk: Desk) -> None:
    copy, other = a_copy(desk.library), a_copy(desk.library, "夏洛的网")
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.insert(copy_codes, code=other.barcode, copy_id=copy.id, ended_at=desk.now)
    assert not is_whole(desk.library)


@pytest.mark.parametrize("section", ["cataloguing", "numbers"])
def test_what_is_done_to_copies_in_a_section_is_the_first_that_undo_takes_back_there(desk: Desk, section: str) -> None:
    add_copies(desk, an_order(desk, 1))
    copy = a_copy(desk.library)
    before = all_rows(desk.library)
    change_copy(desk, [copy.id], CopyChange(price=1900))
    assert undo_last(desk, section).done
    assert all_rows(desk.library) == before
    replace_label(desk, copy.id, "Q0001")
    assert undo_last(desk, section).done
    assert all_rows(desk.library) == before

"""Number series: made, changed, ended, taken back without ever going back; and their gaps explained."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders import OPENED, a_patron, all_rows, set_up_act
from tests.desk.test_accession import a_place, a_title, a_type, an_order, is_whole, numbers, rows

from deskcirc.desk.accession import add_copies
from deskcirc.desk.desk import Desk
from deskcirc.desk.number_series import SeriesDraft, add_series, change_series, end_series, explain_gap
from deskcirc.desk.undo import undo_by_id, undo_last
from deskcirc.domain.numbering import NumberSeries
from deskcirc.domain.operators import Operator, Role
from deskcirc.errors import GoneError
from deskcirc.reports import report_kind
from deskcirc.store.lookups.number_gaps import SeriesFigures, loose_numbers, series_figures
from deskcirc.store.lookups.numbering import series_of_copies
from deskcirc.store.tables import copies, number_series

BOOKS = SeriesDraft("图书", "T002267")


def series(desk: Desk, name: str) -> NumberSeries:
    with desk.library.reading() as connection:
        return next(each for each in series_of_copies(connection, ended=True) if each.name == name)


def figures(desk: Desk, prefix: str = "") -> SeriesFigures:
    with desk.library.reading() as connection:
        found = series_figures(connection, desk.policy)
    return next(each for each in found if each.series.pattern.prefix == prefix)


def gaps(desk: Desk, prefix: str = "") -> list[tuple[str, str]]:
    return [(gap.run.label, gap.reason) for gap in figures(desk, prefix).gaps]


def imported(desk: Desk, *given: str) -> None:
    title_id = a_title(desk.library, "旧书")
    with desk.library.writing(set_up_act(desk.library)) as writing:
        shared = {"title_id": title_id, "item_type_id": 1, "added_at": OPENED}
        writing.insert_many(copies, [{**shared, "accession_number": number} for number in given])


def test_the_next_number_says_the_pattern_of_a_series(desk: Desk) -> None:
    kind, place = a_type(desk.library), a_place(desk.library)
    assert add_series(desk, BOOKS) == ()
    assert add_series(desk, SeriesDraft("教师用书", "d001669", kind, place)) == ()
    made = series(desk, "教师用书")
    assert (made.pattern.prefix, made.pattern.width, made.next) == ("D", 6, 1669)
    order = an_order(desk, 2, item_type_id=kind, location_id=place)
    assert numbers(add_copies(desk, order)) == ["D001669", "D001670"]
    assert is_whole(desk.library)


@pytest.mark.parametrize(
    ("draft", "word"),
    [
        (SeriesDraft("", "Q0001"), "name"),
        (SeriesDraft("图书", "Q0001"), "图书"),
        (SeriesDraft("长" * 41, "Q0001"), "40"),
        (SeriesDraft("期刊", ""), "missing"),
        (SeriesDraft("期刊", "QQ"), "digits"),
        (SeriesDraft("期刊", "刊01"), "Latin"),
        (SeriesDraft("期刊", "Q0000"), "Q0000"),
        (SeriesDraft("期刊", "T000001"), "图书"),
        (SeriesDraft("期刊", "K0500"), "陈子墨"),
        (SeriesDraft("期刊", "Q0001", 99), "item type"),
        (SeriesDraft("期刊", "Q0001", None, 99), "place"),
        (SeriesDraft("期刊", "B007"), "旧书"),
    ],
)
def test_a_series_that_would_cross_something_is_refused(desk: Desk, draft: SeriesDraft, word: str) -> None:
    add_series(desk, BOOKS)
    a_patron(desk.library, "陈子墨", card="K0001")
    imported(desk, "B007")
    before = all_rows(desk.library, without_journal=False)
    said = "\n".join(add_series(desk, draft))
    assert word in said
    assert all_rows(desk.library, without_journal=False) == before


def test_a_new_series_is_taken_back_while_it_has_given_nothing(desk: Desk) -> None:
    before = all_rows(desk.library)
    add_series(desk, BOOKS)
    assert undo_last(desk, "numbers").done
    assert all_rows(desk.library) == before
    add_series(desk, BOOKS)
    entry = desk.library.last_entry or 0
    add_copies(desk, an_order(desk, 2, start="T002267"))
    assert not undo_by_id(desk, entry).done
    assert is_whole(desk.library)


def test_a_change_of_a_series_is_taken_back_but_its_next_number_never_falls(desk: Desk) -> None:
    add_series(desk, BOOKS)
    assert change_series(desk, series(desk, "图书").id, SeriesDraft("中文图书", "T003000")) == ()
    change = desk.library.last_entry or 0
    add_copies(desk, an_order(desk, 5, series_id=series(desk, "中文图书").id))
    assert undo_by_id(desk, change).done
    assert series(desk, "图书").next == 3005
    assert is_whole(desk.library)


def test_a_pattern_taken_back_goes_on_from_the_higher_number(desk: Desk) -> None:
    add_series(desk, BOOKS)
    add_copies(desk, an_order(desk, 3, start="T002267"))
    change_series(desk, series(desk, "图书").id, SeriesDraft("图书", "Z0001"))
    assert undo_last(desk, "numbers").done
    assert series(desk, "图书").next_number == "T002270"
    assert is_whole(desk.library)


def test_an_ended_series_comes_back_only_while_no_other_has_its_numbers(desk: Desk) -> None:
    add_series(desk, BOOKS)
    assert end_series(desk, series(desk, "图书").id) == ()
    ending = desk.library.last_entry or 0
    assert add_series(desk, SeriesDraft("新书", "T005000")) == ()
    outcome = undo_by_id(desk, ending)
    assert not outcome.done
    assert "in common" in outcome.sentence
    assert is_whole(desk.library)


def test_a_next_number_set_lower_passes_over_what_was_given_and_taken_back(desk: Desk) -> None:
    add_series(desk, BOOKS)
    books = series(desk, "图书").id
    add_copies(desk, an_order(desk, 2, series_id=books))
    add_copies(desk, an_order(desk, 2, start="T009000"))  # a slip of the pen, taken back at once
    undo_by_id(desk, desk.library.last_entry or 0)
    assert series(desk, "图书").next == 9002
    assert change_series(desk, books, SeriesDraft("图书", "T008999")) == ()
    assert numbers(add_copies(desk, an_order(desk, 2, series_id=books))) == ["T009002", "T009003"]
    assert change_series(desk, books, SeriesDraft("图书", "T002268"))
    assert is_whole(desk.library)


def test_the_general_series_stays_and_what_is_gone_is_said(desk: Desk) -> None:
    general = series(desk, "")
    assert end_series(desk, general.id)
    with pytest.raises(GoneError):
        end_series(desk, 999)
    with pytest.raises(GoneError):
        change_series(desk, 999, BOOKS)


def test_only_a_librarian_changes_series_and_explains_gaps(desk: Desk) -> None:
    helper = Desk(desk.library, Operator(1, "小明", Role.HELPER), desk.station, desk.now)
    assert add_series(helper, BOOKS)
    assert change_series(helper, 1, BOOKS)
    assert end_series(helper, 1)
    assert explain_gap(helper, "0000001", "0000002", "x")


def test_every_missing_number_is_listed_with_its_reason(desk: Desk) -> None:
    order = an_order(desk, 2)
    add_copies(desk, order)  # 1, 2
    add_copies(desk, order)  # 3, 4
    undo_by_id(desk, desk.library.last_entry or 0)
    add_copies(desk, an_order(desk, 2, start="0000010"))
    found = gaps(desk)
    assert found[0] == ("0000003–0000004", "taken back")
    assert found[1][0] == "0000005–0000009"
    assert "0000010" in found[1][1]
    assert figures(desk).gaps[0].day == date(2026, 3, 2)
    assert figures(desk).unexplained == 0
    assert figures(desk).next_number == "0000012"


def test_the_holes_of_an_old_ledger_are_missing_until_somebody_explains_them(desk: Desk) -> None:
    imported(desk, "0010201", "0010202", "0010205", "0010206")
    assert gaps(desk) == [("0010203–0010204", "")]
    assert explain_gap(desk, "10203", "10204", "x")
    assert explain_gap(desk, "0010203", "0010204", " 2019年注销 ") == ()
    assert gaps(desk) == [("0010203–0010204", "2019年注销")]
    assert explain_gap(desk, "0010204", "", "丢失") == ()
    assert gaps(desk) == [("0010203", "2019年注销"), ("0010204", "丢失")]
    assert undo_last(desk, "numbers").done
    assert gaps(desk) == [("0010203–0010204", "2019年注销")]
    assert is_whole(desk.library)


def test_what_is_no_gap_is_not_explained(desk: Desk) -> None:
    imported(desk, "0000001", "0000003")
    for first, last, reason in (
        ("0000001", "0000003", "x"),
        ("0000002", "0000002", " "),
        ("0000002", "0000001", "x"),
        ("图书", "图书", "x"),
        ("0000002", "T000004", "x"),
        ("0000002", "", "长" * 201),
        ("", "", "x"),
    ):
        assert explain_gap(desk, first, last, reason)


def test_a_withdrawn_number_is_no_gap(desk: Desk) -> None:
    imported(desk, "0000001", "0000002", "0000003")
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.update(copies, 2, state="withdrawn")
    assert gaps(desk) == []


def test_a_stray_number_does_not_carry_the_series_away(desk: Desk) -> None:
    imported(desk, "0000001", "0000002", "9999999")
    assert numbers(add_copies(desk, an_order(desk, 1))) == ["0000003"]
    assert figures(desk).stray == 1
    assert figures(desk).gaps == ()


def test_numbers_that_no_series_counts_are_shown_too(desk: Desk) -> None:
    imported(desk, "XZ000007", "XZ000012", "0000001", "GIFT")
    with desk.library.reading() as connection:
        (loose,) = loose_numbers(connection)
    assert (loose.run.label, loose.used, loose.following) == ("XZ000007–XZ000012", 2, "XZ000013")


def test_raising_the_next_number_leaves_a_gap_with_its_reason_that_an_undo_keeps(desk: Desk) -> None:
    add_series(desk, BOOKS)
    books = series(desk, "图书").id
    add_copies(desk, an_order(desk, 1, series_id=books))
    kept = rows(desk.library, "number_series", "number_gaps")
    assert change_series(desk, books, SeriesDraft("图书", "T003000"), "号码机跳号") == ()
    assert gaps(desk, "T") == [("T002268–T002999", "号码机跳号")]
    assert undo_last(desk, "numbers").done
    assert rows(desk.library, "number_series", "number_gaps") == kept
    assert gaps(desk, "T") == [("T002268–T002999", "号码机跳号")]
    assert is_whole(desk.library)


def test_the_list_of_gaps_is_a_report(desk: Desk) -> None:
    imported(desk, "0000001", "0000004")
    with desk.library.reading() as connection:
        report = report_kind("number_gaps").make(connection, desk.policy, desk.today)
    assert report.rows[0][1:4] == ("0000002", "0000003", 2)
    assert "2" in report.told


def test_check_names_series_that_cross_or_stay_behind(desk: Desk) -> None:
    add_copies(desk, an_order(desk, 3))
    assert is_whole(desk.library)
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.insert(number_series, code="accession-9", prefix="0", width=6, next=1)
    assert not is_whole(desk.library)

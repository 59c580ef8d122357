"""The order form of copies: its words read, its answers, and the panel that paints it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot
from tests.builders import a_copy, change_setting
from tests.desk.test_accession import a_batch, a_place, a_series, a_title

from deskcirc.desk.accession import CopyOrder, add_copies
from deskcirc.desk.desk import Desk
from deskcirc.desk.giving_numbers import Labelling
from deskcirc.desk.identify import identify
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.scanning import read_scan
from deskcirc.errors import DeskcircError
from deskcirc.store.check import check_library
from deskcirc.ui.outcome import Tone, UnknownActError
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.accession import copies_part
from deskcirc.ui.tabs.accession.copies_panel import CopiesPanel
from deskcirc.ui.tabs.accession.copies_part import CopiesPart, order_in
from deskcirc.ui.theme import Theme


def shown(desk: Desk, title_id: int | None = None) -> CopiesPart:
    title = title_id or a_title(desk.library)
    return copies_part.refresh(desk, copies_part.first(), title)


def acted(desk: Desk, part: CopiesPart, act: str, **values: str) -> Answer:
    answer = copies_part.on_act(desk, part, act, values)
    return Answer(copies_part.refresh(desk, answer.part, answer.part.title_id), answer.message, offers=answer.offers)


def test_the_form_says_beforehand_which_numbers_it_would_give(desk: Desk) -> None:
    part = shown(desk)
    assert part.preview == "0000001"
    looked = acted(desk, part, "copies_look", count="5", start="T002267").part
    assert looked.preview == "T002267–T002271"
    assert acted(desk, looked, "copies_look", start="书1").part.order_flaws


def test_volumes_named_are_one_set_and_the_count_says_how_many_sets(desk: Desk) -> None:
    order, flaws = order_in({"count": "2", "volumes": "上册，下册", "item_type": "1"}, 7)
    assert not flaws
    assert order is not None
    assert (order.count, order.volumes) == (4, ("上册", "下册", "上册", "下册"))


def test_issues_of_a_magazine_are_magazines_and_the_next_book_is_a_book_again(desk: Desk) -> None:
    book, magazine = a_title(desk.library), a_title(desk.library, kind="magazine")
    years = a_title(desk.library, kind="bound_year")
    named = {each.name: str(each.id) for each in shown(desk, book).item_types}
    part = copies_part.refresh(desk, shown(desk, book), magazine)
    assert part.values["item_type"] == named["Loose magazine"]
    part = copies_part.refresh(desk, part, years)
    assert part.values["item_type"] == named["Bound magazines"]
    assert copies_part.refresh(desk, part, book).values["item_type"] == named["General"]


@pytest.mark.parametrize(
    "values",
    [
        {"count": "many"},
        {"count": "-1"},
        {"count": "9" * 5000},
        {"price": "gratis"},
        {"price": "3,50"},  # 3.50 of a comma keyboard, never 3 yuan
        {"item_type": ""},
    ],
)
def test_words_that_cannot_be_read_get_a_sentence(values: dict[str, str]) -> None:
    order, flaws = order_in({"item_type": "1", **values}, 7)
    assert order is None
    assert flaws


def test_registering_says_the_numbers_and_clears_what_was_for_this_title_only(desk: Desk) -> None:
    place, batch = a_place(desk.library), a_batch(desk.library)
    part = shown(desk)
    answer = acted(desk, part, "copies_register", count="3", location=str(place), batch=str(batch), volumes="上,下")
    assert answer.message is not None
    assert answer.message.tone is Tone.DONE
    assert "0000001–0000006" in answer.message.headline
    assert len(answer.part.lines) == 6
    again = copies_part.refresh(desk, answer.part, a_title(desk.library, "夏洛的网"))
    assert (again.values["location"], again.values["batch"]) == (str(place), str(batch))
    assert again.values["count"] == "1"
    assert not again.values.get("volumes")
    assert list(check_library(desk.library)) == []


def test_a_refusal_offers_the_next_free_start(desk: Desk) -> None:
    a_copy(desk.library, "夏洛的网", accession_number="T000002", barcode="9")
    answer = acted(desk, shown(desk), "copies_register", count="3", start="T000001")
    assert answer.message is not None
    assert answer.message.tone is Tone.STOP
    (offer,) = answer.offers
    assert offer.act == "cataloguing.copies_start:T000003"
    started = acted(desk, answer.part, "copies_start:T000003").part
    assert started.preview == "T000003–T000005"


def test_books_that_bear_numbers_taken_back_can_keep_them(desk: Desk) -> None:
    part = shown(desk)
    acted(desk, part, "copies_register", count="2")
    undo_by_id(desk, desk.library.last_entry or 0)
    answer = acted(desk, part, "copies_register", count="2", start="0000001")
    assert [offer.act for offer in answer.offers] == ["cataloguing.copies_start:0000003", "cataloguing.copies_again"]
    kept = acted(desk, answer.part, "copies_again")
    assert [line.number for line in kept.part.lines] == ["0000001", "0000002"]
    assert "again" not in kept.part.values


def test_labels_scanned_one_by_one_go_to_the_copies_in_turn(desk: Desk) -> None:
    part = acted(desk, shown(desk), "copies_look", count="2", labelling=Labelling.OWN.value).part
    for code in ("TM0004", "TM0009"):
        scan = read_scan(code)
        answer = copies_part.on_scan(part, scan, identify(desk, scan))
        assert answer is not None
        part = answer.part
    third = read_scan("TM0010")
    assert copies_part.on_scan(part, third, identify(desk, third)) is None
    done = acted(desk, part, "copies_register")
    assert [line.barcode for line in done.part.lines] == ["TM0004", "TM0009"]


def test_a_small_number_typed_into_the_scan_box_is_how_many_came(desk: Desk) -> None:
    add_copies(desk, CopyOrder(a_title(desk.library, "夏洛的网"), 3, 1))
    part, three = shown(desk), read_scan("3")
    answer = copies_part.on_scan(part, three, identify(desk, three))
    assert answer is not None
    assert answer.part.values["count"] == "3"
    assert [offer.act for offer in answer.offers] == ["cataloguing.copies_register"]
    done = acted(desk, answer.part, "copies_register")
    assert [line.number for line in done.part.lines] == ["0000004", "0000005", "0000006"]
    a_copy(desk.library, "城南旧事", barcode="3")
    assert copies_part.on_scan(part, three, identify(desk, three)) is None


def test_a_label_and_a_place_are_put_right_from_the_list(desk: Desk) -> None:
    part = acted(desk, shown(desk), "copies_register", count="2").part
    first, second = part.lines
    part = acted(desk, part, f"copies_label:{first.id}", code="next", reason="磨损").part
    assert part.lines[0].barcode == "0000001-2"
    place = a_place(desk.library)
    part = acted(desk, part, f"copies_change:{first.id},{second.id}", location=str(place), price="12.50").part
    assert {(line.location_id, line.price) for line in part.lines} == {(place, 1250)}
    refused = acted(desk, part, f"copies_change:{first.id}", price="3,50")
    assert refused.message is not None
    assert "3,50" in refused.message.headline
    assert acted(desk, part, f"copies_change:{first.id}", location="-").part.lines[0].location_id is None


HOSTILE = st.one_of(st.sampled_from(["", "1", "-1", "9" * 400, "\x00", "yes", "own", "T1", "上,下", "1e9"]), st.text())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        ["copies_look", "copies_register", "copies_again", "copies_start", "copies_label", "copies_change"]
    ),
    st.sampled_from(["", ":", ":1", ":1,2", ":x", ":" + "9" * 30, ":T000001"]),
    st.dictionaries(st.sampled_from([*copies_part.FIELDS, "code", "reason", "volume"]), HOSTILE),
)
def test_any_values_get_a_sentence(desk: Desk, act: str, subject: str, values: dict[str, str]) -> None:
    with desk.library.reading() as connection:
        title_id = connection.exec_driver_sql("SELECT min(id) FROM titles").scalar()
    part = shown(desk, title_id)
    with suppress(DeskcircError):
        acted(desk, part, act + subject, **values)
    assert list(check_library(desk.library)) == []


def test_an_act_of_nobody_is_not_known(desk: Desk) -> None:
    assert not copies_part.is_ours("save")
    with pytest.raises(UnknownActError):
        acted(desk, shown(desk), "copies_dance")


def test_the_panel_sends_the_form_as_it_stands(desk: Desk) -> None:
    a_series(desk.library, "T", name="图书")
    a_place(desk.library)
    change_setting(desk.library, "barcode_is_number", "true")
    panel = CopiesPanel(Theme())
    sent: list[tuple[str, dict[str, str]]] = []
    panel.acted.connect(lambda act, values: sent.append((act, values)))
    part = shown(desk)
    panel.show_state(part)
    assert panel.preview.text() == "0000001"
    for name, words in (("count", "4"), ("start", "T000010")):
        edit = panel.findChild(QLineEdit, name)
        assert edit is not None
        edit.setText(words)
    kinds = panel.findChild(QComboBox, "item_type")
    assert kinds is not None
    assert kinds.currentData() == part.values["item_type"]
    panel.register.click()
    act, values = sent[-1]
    answer = acted(desk, part, act, **values)
    panel.show_state(answer.part)
    assert [line.number for line in panel.copies.lines] == ["T000010", "T000011", "T000012", "T000013"]
    assert panel.grab().width() > 0


def test_the_start_that_is_offered_comes_into_the_field_that_was_typed_in(desk: Desk, qtbot: QtBot) -> None:
    a_copy(desk.library, "夏洛的网", accession_number="T000002", barcode="9")
    panel = CopiesPanel(Theme())
    qtbot.addWidget(panel)
    sent: list[tuple[str, dict[str, str]]] = []
    panel.acted.connect(lambda act, values: sent.append((act, values)))
    part = shown(desk)
    panel.show_state(part)
    panel.show()
    start = panel.findChild(QLineEdit, "start")
    assert start is not None
    panel.activateWindow()
    start.setFocus()
    qtbot.waitUntil(start.hasFocus)
    QTest.keyClicks(start, "T000002")
    panel.show_state(part)
    assert start.text() == "T000002", "what is being written stays"
    QTest.keyClick(start, Qt.Key.Key_Return)
    refused = acted(desk, part, sent[-1][0], **sent[-1][1])
    panel.show_state(refused.part)
    panel.show_state(acted(desk, refused.part, "copies_start:T000003").part)
    assert start.text() == "T000003"

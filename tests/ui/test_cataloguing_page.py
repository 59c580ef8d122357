"""Cataloguing on the screen: the fields, what stands beside them, and pictures of covers."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from deskcirc.domain.class_suggestions import Suggestion
from deskcirc.domain.classification import ClassesInStock
from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.title_checks import TitleDoubt
from deskcirc.domain.title_fields import FIELDS
from deskcirc.domain.title_form import texts_of
from deskcirc.domain.titles import Title
from deskcirc.exchange.clc_outline import outline
from deskcirc.ui.dialogs.class_choice import ClassDialog
from deskcirc.ui.focus import READS_MEANWHILE
from deskcirc.ui.pictures import COVER, kept_pixmap, picture_values
from deskcirc.ui.scan_box import ScanLine
from deskcirc.ui.tabs.accession.cataloguing_page import CataloguingPage
from deskcirc.ui.tabs.accession.cataloguing_part import CataloguingPart, FoundTitle, TitleForm, View, filled
from deskcirc.ui.tabs.accession.to_complete_page import ToCompletePage
from deskcirc.ui.tabs.accession.to_complete_state import IncompleteTitle, ToCompletePart
from deskcirc.ui.theme import Theme

BOOK = TitleDraft(title="草房子", author="曹文轩著", price=1800, isbn="9787534618727", isbn_valid=True)
TITLE = Title(7, BOOK, datetime(2026, 3, 2, tzinfo=UTC))


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[CataloguingPage]:
    made = CataloguingPage(Theme())
    qtbot.addWidget(made)
    made.resize(1130, 450)
    made.show()
    yield made
    made.close()


def a_form(**changes: object) -> CataloguingPart:
    part = filled(CataloguingPart(may_change=True), TitleForm(BOOK))
    return replace(part, **changes)  # type: ignore[arg-type]


def edit_of(page: CataloguingPage, name: str) -> QLineEdit:
    edit = page.sheet.form.fields.edits[name]
    assert isinstance(edit, QLineEdit)
    return edit


def test_an_empty_list_teaches_and_words_are_looked_up_when_they_stand_still(
    qtbot: QtBot, page: CataloguingPage
) -> None:
    page.show_state(CataloguingPart(may_change=True))
    with qtbot.waitSignal(page.acted) as caught:
        qtbot.keyClicks(page.words, "cfz")  # type: ignore[no-untyped-call]
    assert caught.args == ["find", {"words": "cfz"}]
    page.show_state(CataloguingPart(words="cfz", found=(FoundTitle(TITLE, 3),), may_change=True))
    qtbot.keyClick(page.words, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    with qtbot.waitSignal(page.acted) as caught:
        page.found.chosen.emit(page.found.selected_line())
    assert caught.args == ["open:7", {}]


def test_words_that_nothing_answers_become_the_title_of_a_new_form(qtbot: QtBot, page: CataloguingPage) -> None:
    page.show_state(CataloguingPart(words="根鸟", may_change=True))
    with qtbot.waitSignal(page.acted) as caught:
        page.new.click()
    assert caught.args == ["new", {"title": "根鸟"}]


def test_every_field_has_its_help_and_its_kind_of_line(qtbot: QtBot, page: CataloguingPage) -> None:
    page.show_state(a_form())
    fields = page.sheet.form.fields
    assert set(fields.edits) == {field.name for field in FIELDS}
    for field in FIELDS:
        assert fields.edits[field.name].toolTip()
        assert fields.edits[field.name].property(READS_MEANWHILE)
    assert isinstance(fields.edits["isbn"], ScanLine)
    assert not isinstance(fields.edits["title"], ScanLine)
    edit_of(page, "price").setFocus()
    qtbot.waitUntil(lambda: "25.00" in fields.help.text())


def test_the_form_hands_over_what_is_typed_and_saves_by_key(qtbot: QtBot, page: CataloguingPage) -> None:
    page.show_state(a_form())
    assert edit_of(page, "price").text() == "18.00"
    with qtbot.waitSignal(page.acted) as caught:
        edit_of(page, "publisher").insert("人民")
    assert caught.args[0] == "edit"
    with qtbot.waitSignal(page.acted) as caught:
        page.sheet.form.save.click()
    assert caught.args == ["save", {**texts_of(BOOK), "publisher": "人民", "edition": "1"}]


def test_saving_settles_a_class_that_was_just_typed(page: CataloguingPage) -> None:
    page.show_state(a_form())
    asked: list[str] = []
    page.acted.connect(lambda act, _values: asked.append(act))
    edit_of(page, "class_number").setText("I287")
    page.sheet.form.ask("save")
    assert asked == ["settle_class", "save"]


def test_what_the_desk_reads_again_never_overwrites_what_is_being_typed(qtbot: QtBot, page: CataloguingPage) -> None:
    state = a_form()
    page.show_state(state)
    edit_of(page, "publisher").setText("人民文学")
    page.show_state(replace(state, awaiting=3))
    assert edit_of(page, "publisher").text() == "人民文学"
    page.show_state(replace(state, edition=state.edition + 1))
    assert edit_of(page, "publisher").text() == ""


def test_return_goes_on_to_the_next_field(qtbot: QtBot, page: CataloguingPage) -> None:
    page.show_state(a_form())
    edit_of(page, "title").setFocus()
    qtbot.keyClick(edit_of(page, "title"), Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    qtbot.waitUntil(lambda: not edit_of(page, "title").hasFocus())


def test_a_title_that_is_there_can_be_opened_instead(qtbot: QtBot, page: CataloguingPage) -> None:
    doubt = TitleDoubt("same-work", "title", "There is already one", 7)
    page.show_state(a_form(doubts=(doubt,)))
    assert page.sheet.form.doubts.text() == "There is already one"
    with qtbot.waitSignal(page.acted) as caught:
        page.sheet.form.there.click()
    assert caught.args == ["instead:7", {}]


def test_a_suggested_class_is_taken_by_a_click_and_settled(qtbot: QtBot, page: CataloguingPage) -> None:
    page.show_state(a_form(suggested=(Suggestion("I287.45", "the same author"),)))
    with qtbot.waitSignal(page.acted, check_params_cb=lambda act, _values: act == "settle_class") as caught:
        page.sheet.form.fields.suggestions.taken.emit("I287.45")
    assert caught.args[1]["class_number"] == "I287.45"


def test_the_list_of_classes_opens_once_when_it_was_asked_for(qtbot: QtBot, page: CataloguingPage) -> None:
    page.show_state(a_form())
    stock = ClassesInStock({}, (), {})
    page.show_state(a_form(class_stock=stock))
    dialogs = page.window().findChildren(ClassDialog)
    assert len(dialogs) == 1
    page.show_state(a_form(class_stock=stock))
    assert len(page.window().findChildren(ClassDialog)) == 1
    dialogs[0].chosen.emit("I287")
    assert edit_of(page, "class_number").text() == "I287"
    dialogs[0].close()


def test_the_record_stands_beside_the_form_and_the_copies_behind_it(qtbot: QtBot, page: CataloguingPage) -> None:
    page.show_state(a_form(marc_shown=True, marc=("LDR x", "200 _1 ‡a 草房子")))
    assert "草房子" in page.sheet.form.marc.toPlainText()
    assert page.sheet.form.marc.isVisible()
    on_copies = a_form(view=View.COPIES, edition=9)
    form = replace(on_copies.form or TitleForm(), title_id=7)
    page.show_state(replace(on_copies, form=form))
    assert page.sheet.panel.isVisible()
    count = page.sheet.panel.findChild(QLineEdit, "count")
    assert count is not None
    qtbot.waitUntil(count.hasFocus)


def test_fields_that_are_folded_away_come_when_they_are_wanted(page: CataloguingPage) -> None:
    page.show_state(a_form())
    fields = page.sheet.form.fields
    assert not fields.edits["series"].isVisible()
    fields.begin_at("series")
    assert fields.edits["series"].isVisible()


def test_a_picture_is_made_small_upright_and_a_jpeg(tmp_path: Path) -> None:
    image = QImage(1200, 900, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    file = tmp_path / "封面.png"
    assert image.save(str(file))
    values = picture_values(file)
    octets = base64.b64decode(values["picture"])
    assert octets.startswith(b"\xff\xd8")
    assert (values["width"], values["height"]) == (str(COVER.width()), "270")
    pixmap = kept_pixmap(octets, 100)
    assert pixmap.height() == 100
    assert pixmap.toImage().pixelColor(5, 5).lightness() > 250
    assert COVER.height() == 480


@pytest.mark.parametrize("octets", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"x" * 200])
def test_a_file_that_is_no_picture_gives_none(tmp_path: Path, octets: bytes) -> None:
    file = tmp_path / "cover.png"
    file.write_bytes(octets)
    assert picture_values(file)["picture"] == ""
    assert picture_values(tmp_path / "nothing.png")["picture"] == ""


@pytest.mark.parametrize("part", [0.35, 0.6, 0.95])
def test_a_photo_that_ends_in_the_middle_is_refused(tmp_path: Path, part: float) -> None:
    image = QImage(900, 700, QImage.Format.Format_RGB32)
    for row in range(700):
        for column in range(0, 900, 3):
            image.setPixelColor(column, row, QColor((row * 7) % 255, (column * 5) % 255, (row * column) % 255))
    whole, cut = tmp_path / "whole.jpg", tmp_path / "cut.jpg"
    assert image.save(str(whole), quality=90)
    octets = whole.read_bytes()
    cut.write_bytes(octets[: int(len(octets) * part)])
    assert picture_values(whole)["picture"]
    assert picture_values(cut)["picture"] == ""


def test_a_picture_far_too_large_gives_none(tmp_path: Path) -> None:
    image = QImage(9000, 9000, QImage.Format.Format_Mono)
    image.fill(0)
    file = tmp_path / "plan.png"
    assert image.save(str(file))
    assert picture_values(file)["picture"] == ""


def test_what_is_to_complete_says_what_it_lacks_and_opens_in_the_form(qtbot: QtBot) -> None:
    page = ToCompletePage(Theme())
    qtbot.addWidget(page)
    page.show()
    line = IncompleteTitle(TITLE, 2)
    page.show_state(ToCompletePart("no_class", (("awaiting", 0), ("no_class", 1), ("no_price", 0)), (line,)))
    assert "1" in page.kinds["no_class"].text()
    model = page.titles.model()
    assert "class number" in model.index(0, 3).data()
    with qtbot.waitSignal(page.acted) as caught:
        page.open.click()
    assert caught.args == ["in:accession:cataloguing.open:7", {"queue": "no_class"}]
    with qtbot.waitSignal(page.acted) as caught:
        page.kinds["awaiting"].click()
    assert caught.args == ["look:awaiting", {}]


def test_return_in_the_order_form_registers_and_asks_for_nothing_behind_it(qtbot: QtBot, page: CataloguingPage) -> None:
    on_copies = a_form(view=View.COPIES)
    panel = replace(on_copies.panel, title_id=7, may_change=True)
    page.show_state(replace(on_copies, form=replace(on_copies.form or TitleForm(), title_id=7), panel=panel))
    count = page.sheet.panel.findChild(QLineEdit, "count")
    assert count is not None
    qtbot.waitUntil(count.hasFocus)
    asked: list[str] = []
    page.acted.connect(lambda act, _values: asked.append(act))
    count.setText("2")
    QTest.keyClick(count, Qt.Key.Key_Return)
    assert asked == ["copies_register"]


def test_the_list_leads_to_what_is_still_to_be_completed(qtbot: QtBot, page: CataloguingPage) -> None:
    page.show_state(CataloguingPart(may_change=True))
    assert not page.waiting.isVisible()
    page.show_state(CataloguingPart(may_change=True, awaiting=4))
    assert "4" in page.waiting.text()
    with qtbot.waitSignal(page.acted) as caught:
        page.waiting.click()
    assert caught.args == ["section:to_complete", {}]


def test_the_class_in_words_is_that_of_the_book_in_the_form_and_not_of_the_one_before(page: CataloguingPage) -> None:
    part = CataloguingPart()
    for number in ("I287.45", "K928.5"):
        part = filled(part, TitleForm(TitleDraft(title="草房子", class_number=number)))
        page.show_state(part)
    assert page.sheet.form.fields.call_number.toolTip() == outline().path_words("K928.5")


def test_a_picture_is_read_whatever_its_file_is_called_and_however_narrow_it_is(tmp_path: Path) -> None:
    image = QImage(3, 3000, QImage.Format.Format_RGB32)
    image.fill(0)
    plain = tmp_path / "tear.png"
    image.save(str(plain))
    halved = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe7\xa0.png"))  # half a character, as an unpacked archive has
    halved.write_bytes(plain.read_bytes())
    values = picture_values(halved)
    assert values["picture"]
    assert (values["width"], values["height"]) == ("1", "480")

"""The outcome banner: seen, told apart, never cut where it matters, never jumping."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontInfo
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from deskcirc.ui import messages
from deskcirc.ui.messages import Banner, Room
from deskcirc.ui.outcome import Message, Offer, Tone
from deskcirc.ui.text_lines import fitted_lines
from deskcirc.ui.theme import Theme

LONG_TITLE = "义务教育课程标准实验教科书配套阅读丛书·中国少年儿童百科全书·自然环境与科学技术卷(彩图注音修订版)" * 2


@pytest.fixture
def banner(qtbot: QtBot) -> Banner:
    """A banner as wide as the smallest screen."""
    made = Banner(Theme())
    qtbot.addWidget(made)
    made.resize(1342, made.height())
    made.show()
    return made


def test_the_headline_is_at_least_twenty_point(banner: Banner) -> None:
    assert QFontInfo(banner.headline_font()).pixelSize() * 72 / 96 >= 20


@pytest.mark.parametrize("tone", list(Tone))
def test_every_tone_looks_different(banner: Banner, tone: Tone, qtbot: QtBot) -> None:
    banner.show_message(Message(tone, "《草房子》"))
    mine = banner.grab().toImage()
    for other in set(Tone) - {tone}:
        banner.show_message(Message(other, "《草房子》"))
        assert banner.grab().toImage() != mine


def test_two_equal_messages_in_a_row_are_noticed(banner: Banner, qtbot: QtBot) -> None:
    same = Message(Tone.DONE, "Lent", ("due 7 December",))
    banner.show_message(same)
    qtbot.waitUntil(lambda: not banner.pulsing)
    calm = banner.grab().toImage()
    banner.show_message(same)
    assert banner.pulsing
    assert banner.grab().toImage() != calm
    qtbot.waitUntil(lambda: not banner.pulsing)
    assert banner.grab().toImage() == calm


def test_the_height_is_the_same_for_every_message(banner: Banner) -> None:
    heights = set()
    for details in ((), ("a",), ("a", "b", "c", "d", "e" * 500)):
        banner.show_message(Message(Tone.STOP, LONG_TITLE, details))
        heights.add(banner.height())
    assert len(heights) == 1


def test_a_screen_reader_hears_the_whole_message(banner: Banner) -> None:
    banner.show_message(Message(Tone.STOP, "Not lent", ("limit reached", "suspended")))
    assert banner.accessibleName() == "Not lent\nlimit reached\nsuspended"


def test_what_does_not_fit_can_be_read_by_resting_on_it(banner: Banner) -> None:
    banner.show_message(Message(Tone.STOP, "Not lent"))
    assert banner.toolTip() == ""
    banner.show_message(Message(Tone.STOP, f"《{LONG_TITLE}》 not lent", ("limit reached",)))
    assert LONG_TITLE in banner.toolTip()


def test_a_long_title_never_pushes_the_verdict_off_the_screen() -> None:
    sentence = f"不能借《{LONG_TITLE}》：本册今天只供馆内阅览"
    lines, cut = fitted_lines(sentence, Theme().font(messages.HEADLINE_PIXELS), 1100, 2)
    assert cut
    assert len(lines) == 2
    assert lines[-1].endswith("只供馆内阅览")


def test_a_sentence_is_broken_without_losing_a_character() -> None:
    sentence = "工具书不外借，请在阅览室使用，当日归还 reference works stay in the reading room"
    lines, cut = fitted_lines(sentence, Theme().font(17), 180, 20)
    assert not cut
    assert "".join(lines).replace(" ", "") == sentence.replace(" ", "")


def test_the_pulse_ends_by_itself(banner: Banner, qtbot: QtBot) -> None:
    spy = QSignalSpy(banner._pulse.timeout)
    banner.show_message(Message(Tone.DONE, "Lent"))
    assert spy.wait(2_000)


OFFERS = {
    "en": ("Take the batch in: open the delivery", "Print the labels of these copies", "Open the ledger", "Undo this"),
    "zh_CN": ("打开到货核对", "打印这些复本的标签", "打开总括登记账", "撤销这一步"),
}


@pytest.mark.parametrize("room", list(Room))
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_no_offer_is_cut_and_the_sentence_keeps_its_half(
    banner: Banner, qtbot: QtBot, room: Room, language: str, count: int
) -> None:
    banner.set_room(room)
    banner.show_message(
        Message(Tone.DONE, "《草房子》"), [Offer(f"act:{at}", OFFERS[language][at]) for at in range(count)]
    )
    buttons = [each for each in banner.findChildren(QPushButton) if each.isVisible()]
    assert buttons
    for button in buttons:
        assert button.width() >= button.sizeHint().width()
        assert button.height() >= button.sizeHint().height()
        corner = button.mapTo(banner, QPoint(0, 0))
        assert QRect(QPoint(0, 0), banner.size()).contains(QRect(corner, button.size()))
        assert corner.x() > banner.width() / 2
    heard: list[str] = []
    banner.acted.connect(heard.append)
    for button in buttons:
        if button.menu() is None:
            button.click()
        else:
            for action in button.menu().actions():
                action.trigger()
    assert heard == [f"act:{at}" for at in range(count)]


def test_a_wider_window_takes_offers_out_of_the_menu_again(banner: Banner) -> None:
    banner.set_room(Room.SLIM)
    banner.show_message(Message(Tone.DONE, "《草房子》"), [Offer(words, words) for words in OFFERS["en"]])
    few = sum(each.isVisible() for each in banner.findChildren(QPushButton))
    banner.resize(3840, banner.height())
    visible = [each.text() for each in banner.findChildren(QPushButton) if each.isVisible()]
    assert few < len(visible)
    assert visible == list(OFFERS["en"])

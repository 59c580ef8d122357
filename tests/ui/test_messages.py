"""The outcome banner: seen, told apart, never cut where it matters, never jumping."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from deskcirc.ui import messages
from deskcirc.ui.messages import Banner
from deskcirc.ui.outcome import Message, Tone
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

"""Guns and hands at one keyboard: every scan comes out whole, every key a person struck reaches its box."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.devices.keyboards import Window, after, gun, key, strokes

from deskcirc.devices.keystrokes import KeyKind, KeyPress, KeystrokeFramer, Replay, ScannerProfile

SILENT_GUNS = ScannerProfile(sends_end=False)

# Beats of guns as they were seen and reported: ms after each key, repeated.
GOOD_GUNS = {
    "even 1 ms": [1],
    "same instant": [0],
    "USB polling": [8, 8, 16, 8],
    "old PS/2 wedge": [12, 20, 15],
    "slow setting": [30],
    "at the limit": [35],
    "uneven": [1, 34, 2, 30, 0, 17],
}
BLUETOOTH_GUNS = {
    "even 150 ms": [150],
    "even 300 ms": [300],
    "jitter": [150, 290, 180, 240, 300],
    "in bunches": [5, 5, 280, 4, 6, 200],
    "radio wakes after the first letter": [390, 90, 100, 80, 90, 100, 85, 90],
}
HANDS = {
    "fast typist": [60, 90, 75, 120, 66],
    "rolls two keys": [90, 14, 110, 70, 22],
    "rolls three keys": [12, 25, 95, 10, 30, 80],
    "slow finder": [350, 600, 280, 900],
    "very fast": [40, 36, 45, 52],
}


@pytest.mark.parametrize("gaps", GOOD_GUNS.values(), ids=GOOD_GUNS)
@pytest.mark.parametrize("typing", [True, False], ids=["in a text box", "elsewhere"])
@pytest.mark.parametrize("timers", [True, False], ids=["timers fire", "busy window"])
@pytest.mark.parametrize("end", ["\r", "\t", "\r\n", "\t\r"], ids=["Enter", "Tab", "CR LF", "Tab Enter"])
def test_a_good_gun_is_read_whatever_has_the_focus(gaps: list[int], typing: bool, timers: bool, end: str) -> None:
    window = Window(typing=typing, timers=timers)
    first = strokes("T002267" + end, gaps)
    window.play([*first, *strokes("9787544253994" + end, gaps, after(first, 700))]).rest()
    assert (window.lines, window.text) == (["T002267", "9787544253994"], "")


@pytest.mark.parametrize("gaps", BLUETOOTH_GUNS.values(), ids=BLUETOOTH_GUNS)
def test_a_slow_bluetooth_gun_is_read_outside_text_boxes(gaps: list[int]) -> None:
    window = Window(typing=False).play(strokes("T002267\r", gaps))
    assert (window.lines, window.text) == (["T002267"], "")


def test_a_slow_bluetooth_gun_in_the_scan_box_writes_its_code_and_enter_there() -> None:
    window = Window(typing=True).play(strokes("T002267\r", BLUETOOTH_GUNS["jitter"]))
    assert (window.lines, window.text) == ([], "T002267\r")


@pytest.mark.parametrize("gaps", HANDS.values(), ids=HANDS)
@pytest.mark.parametrize("timers", [True, False], ids=["timers fire", "busy window"])
def test_a_person_writing_in_a_text_box_is_never_a_scanner(gaps: list[int], timers: bool) -> None:
    text = "tushuguan 2026, di 3 ban\rwang xiaoming\t12\b3"
    window = Window(timers=timers).play(strokes(text, gaps)).rest()
    assert (window.lines, window.text) == ([], text)


@pytest.mark.parametrize("pause", [30, 36, 500])
def test_two_codes_right_after_each_other_stay_two(pause: int) -> None:
    first = gun("T002267")
    window = Window().play([*first, *gun("T002268", start=after(first, pause))]).rest()
    assert (window.lines, window.text) == (["T002267", "T002268"], "")


@pytest.mark.parametrize("typing", [True, False])
@pytest.mark.parametrize("timers", [True, False])
def test_a_gun_without_enter_is_read_when_it_falls_silent(typing: bool, timers: bool) -> None:
    window = Window(typing=typing, timers=timers)
    first = gun("T002267", end="")
    window.play([*first, *gun("T002268", end="", start=after(first, 600))]).rest()
    assert (window.lines, window.text) == (["T002267", "T002268"], "")


def test_a_known_gun_without_enter_may_be_short_slow_and_quick_in_succession() -> None:
    window = Window(KeystrokeFramer(SILENT_GUNS), typing=False)
    first = gun("T002", end="")
    second = gun("T003", end="", start=after(first, 130))
    window.play([*first, *second, *gun("T004", gap=250, end="", start=after(second, 450))]).rest()
    assert (window.lines, window.text) == (["T002", "T003", "T004"], "")


def test_the_late_enter_of_a_gun_presses_no_button() -> None:
    scan = gun("T002267", end="")
    window = Window().play([*scan, key("\r", after(scan, 200))]).rest()
    assert (window.lines, window.text) == (["T002267"], "")
    window.play([key("\r", after(scan, 2000))])
    assert window.text == "\r"


def test_the_enter_of_a_person_after_a_scan_without_enter_reaches_its_box() -> None:
    scan = gun("T002267", end="")
    window = Window().play([*scan, *strokes("a\r", [60], after(scan, 150))]).rest()
    assert (window.lines, window.text) == (["T002267"], "a\r")


def test_a_hiccup_of_the_gun_does_not_break_a_scan() -> None:
    code = strokes("9787544", [8])
    window = Window().play([*code, *gun("253994", start=after(code, 100))]).rest()
    assert (window.lines, window.text) == (["9787544253994"], "")


def test_a_scan_while_a_person_types_leaves_the_text_and_is_whole() -> None:
    typed = strokes("wang xiao", HANDS["rolls two keys"])
    scan = gun("T002267", gap=4, start=after(typed, 90))
    window = Window().play([*typed, *scan, *strokes("ming", [80], after(scan, 120))]).rest()
    assert (window.lines, window.text) == (["T002267"], "wang xiaoming")


@pytest.mark.parametrize("first_in_this_tick", range(1, 7))
def test_a_scan_right_after_a_key_stays_whole_on_a_clock_that_ticks_every_16_milliseconds(
    first_in_this_tick: int,
) -> None:
    typed = strokes("\b", [90])
    begin = after(typed, 300)
    scan = gun("0021846", gap=0, start=begin)[:first_in_this_tick]
    scan += gun("0021846", gap=0, start=begin + 16)[first_in_this_tick:]
    window = Window().play([*typed, *scan]).rest()
    assert (window.lines, window.text) == (["0021846"], "\b")


@pytest.mark.parametrize("before", ["wang ", "\b", "\r"])
@pytest.mark.parametrize("rolled", ["x", "xy", "xyz"])
def test_a_scan_that_runs_into_struck_keys_leaves_them_to_the_person(before: str, rolled: str) -> None:
    typed = strokes(before, [90])
    typed += strokes(rolled, [20], after(typed, 90))
    window = Window().play([*typed, *gun("T002267", gap=4, start=after(typed, 25))]).rest()
    assert (window.lines, window.text) == (["T002267"], before + rolled)


def test_a_stray_key_before_a_scan_outside_text_boxes_stays_out_of_the_scan() -> None:
    window = Window(typing=False).play([key("a", 0), *gun("T002267", start=200)]).rest()
    assert (window.lines, window.text) == (["T002267"], "a")


@pytest.mark.parametrize("code", ["t002267", "Ｔ００２２６７", "图书T1", "DC-NEXT", "'; DROP TABLE"])
def test_caps_lock_full_width_and_odd_letters_come_through_as_typed(code: str) -> None:
    assert Window().play(gun(code)).lines == [code]


def test_the_shift_of_a_gun_is_no_part_of_its_code() -> None:
    assert Window().play(gun("⇧T⇧D0⇧-17", gap=5)).lines == ["TD0-17"]


def test_double_digits_that_x11_calls_auto_repeat_belong_to_the_scan() -> None:
    keys = [key(mark, at, auto_repeat=at in (4, 6)) for at, mark in zip(range(0, 18, 2), "T0022267\r", strict=True)]
    assert Window().play(keys).lines == ["T0022267"]


def test_a_key_held_down_is_no_scanner() -> None:
    held = [key("a", 0), *(key("a", 500 + 25 * count, auto_repeat=True) for count in range(60))]
    for typing in (True, False):
        window = Window(typing=typing).play([*held, key("\r", 2010)]).rest()
        assert (window.lines, window.text) == ([], "a" * 61 + "\r")


def test_the_blank_that_presses_a_button_does_not_wait() -> None:
    assert not KeystrokeFramer().feed(key(" ", 0), typing=False).eat


def test_single_keys_outside_text_boxes_reach_the_list_after_a_moment() -> None:
    window = Window(typing=False).play([key("w", 0), key("\b", 50), key("z", 100), key("\r", 1000)])
    assert (window.lines, window.text) == ([], "w\bz\r")


def test_a_person_who_looks_for_a_name_in_a_list_is_no_silent_gun() -> None:
    window = Window(typing=False).play(strokes("zhangsan", HANDS["fast typist"])).rest()
    assert (window.lines, window.text) == ([], "zhangsan")


def test_words_of_an_input_method_keep_their_place_among_the_keys() -> None:
    framer = KeystrokeFramer()
    assert framer.feed(key("3", 0), typing=True).eat
    assert framer.release() == (Replay((key("3", 0),)),)
    assert framer.deadline() is None


def test_held_keys_wait_no_longer_than_their_deadline() -> None:
    framer = KeystrokeFramer()
    framer.feed(key("3", 1000), typing=True)
    assert framer.deadline() == 1036
    assert framer.expire(1035) == ()
    assert framer.expire(1036) == (Replay((key("3", 1000),)),)
    framer.feed(key("3", 2000), typing=False)
    assert framer.deadline() == 2401


def test_the_callers_own_event_comes_back_with_a_replayed_key() -> None:
    framer, event = KeystrokeFramer(), object()
    framer.feed(KeyPress(KeyKind.TEXT, "a", 0, source=event), typing=True)
    (replay,) = framer.release()
    assert isinstance(replay, Replay)
    assert replay.keys[0].source is event


def test_alt_and_number_pad_is_told_once_a_scan_and_writes_nothing() -> None:
    digits = [KeyPress(KeyKind.ALT_DIGIT, mark, 6 * place) for place, mark in enumerate("00840048004900500055")]
    window = Window().play([*digits, key("\r", after(digits, 6))]).rest()
    assert (window.lines, window.text, window.alt_modes) == ([], "", 1)
    window.play(gun("T002267", start=after(digits, 900)))
    assert window.lines == ["T002267"]


@pytest.mark.parametrize("typing", [True, False])
def test_a_person_who_types_an_alt_code_is_left_alone(typing: bool) -> None:
    digits = [KeyPress(KeyKind.ALT_DIGIT, mark, 150 * place) for place, mark in enumerate("0176")]
    window = Window(typing=typing).play([*digits, key("\r", after(digits, 150))]).rest()
    assert (window.text, window.lines, window.alt_modes) == ("0176\r", [], 0)


def test_a_jammed_gun_gives_one_over_long_line_and_the_next_scan_is_good() -> None:
    jam = strokes("7" * 3000, [5])
    window = Window().play(jam).rest()
    assert [len(line) for line in window.lines] == [513]
    assert window.text == ""
    window.play(gun("T002267", start=after(jam, 1000)))
    assert window.lines[1:] == ["T002267"]


def test_a_clock_that_jumps_back_loses_no_key() -> None:
    window = Window(timers=False).play([key("a", 5000), key("b", 10), key("c", 20)]).rest()
    assert window.text == "abc"
    falling = [key(mark, 900 - 100 * place) for place, mark in enumerate("abcdefg\r")]
    window = Window(timers=False).play(falling).rest()
    assert (window.lines, window.text) == ([], "abcdefg\r")


codes = st.text(alphabet="ABCTtd0123456789-", min_size=4, max_size=20)


@given(st.lists(st.tuples(codes, st.integers(0, 600)), min_size=1, max_size=5), st.booleans(), st.booleans(), st.data())
def test_any_codes_at_scanner_speed_give_exactly_these_lines(
    scans: list[tuple[str, int]], typing: bool, timers: bool, data: st.DataObject
) -> None:
    keys: list[KeyPress] = []
    for code, pause in scans:
        gaps = data.draw(st.lists(st.integers(0, 35), min_size=len(code) + 1, max_size=len(code) + 1))
        end = data.draw(st.sampled_from("\r\t"))
        keys += strokes(code + end, gaps, after(keys, pause) if keys else 0)
    window = Window(typing=typing, timers=timers).play(keys).rest()
    assert (window.lines, window.text) == ([code for code, _ in scans], "")


@given(st.lists(st.tuples(codes.filter(lambda code: len(code) >= 6), st.integers(401, 900)), max_size=5), st.booleans())
def test_any_codes_without_an_end_give_exactly_these_lines(scans: list[tuple[str, int]], typing: bool) -> None:
    keys: list[KeyPress] = []
    for code, pause in scans:
        keys += strokes(code, [9, 30, 2], after(keys, pause) if keys else 0)
    window = Window(typing=typing).play(keys).rest()
    assert (window.lines, window.text) == ([code for code, _ in scans], "")


@st.composite
def human(draw: st.DrawFn) -> list[KeyPress]:
    """Hands: runs of one to three keys rolled over, then at least 36 ms of pause; any key may be Enter or Backspace."""
    keys: list[KeyPress] = []
    at = 0
    for run in draw(st.lists(st.text(alphabet="abz09 \r\t\b⇧", min_size=1, max_size=3), max_size=20)):
        for mark in run:
            keys.append(key(mark, at))
            at += draw(st.integers(10, 30))
        at += draw(st.integers(36, 2000))
    return keys


@given(human(), st.booleans())
def test_whatever_hands_do_in_a_text_box_every_key_arrives_once_and_in_order(
    keys: list[KeyPress], timers: bool
) -> None:
    window = Window(timers=timers).play(keys).rest()
    assert (window.lines, [each for each in window.written if each.text != "⇧"]) == (
        [],
        [each for each in keys if each.text != "⇧"],
    )


moves = st.tuples(st.sampled_from("aT0 \r\t\b⇧"), st.integers(0, 500), st.booleans(), st.booleans(), st.booleans())


@given(st.lists(moves, max_size=60))
def test_no_key_is_ever_doubled_or_reordered(played: Sequence[tuple[str, int, bool, bool, bool]]) -> None:
    window, at, fed = Window(), 0, []
    for mark, pause, typing, auto_repeat, release in played:
        at += pause
        fed.append(key(mark, at, auto_repeat))
        window.typing = typing
        window.play(fed[-1:])
        if release:
            window.release()
    window.rest()
    plain = [each for each in window.written if each.kind is not KeyKind.MODIFIER]
    places = [next(place for place, each in enumerate(fed) if each is written) for written in plain]
    assert places == sorted(set(places))
    lost = sum(len(each.text) for each in fed if each.kind in (KeyKind.TEXT, KeyKind.OTHER)) - sum(
        len(each.text) for each in plain if each.kind is not KeyKind.END
    )
    assert lost == sum(map(len, window.lines))


def test_a_person_types_a_whole_line_before_and_after_a_scan_and_nothing_mixes() -> None:
    before = strokes("sanguo yanyi\r", HANDS["fast typist"])
    scan = gun("9787544253994", start=after(before, 60))
    behind = strokes("luo guanzhong", HANDS["rolls three keys"], after(scan, 40))
    window = Window().play([*before, *scan, *behind]).rest()
    assert (window.lines, window.text) == (["9787544253994"], "sanguo yanyi\rluo guanzhong")

"""One normaliser: whatever comes in, the library knows a code by one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.scanning import (
    CodeShape,
    Command,
    Flaw,
    RepeatWindow,
    ScanKind,
    candidates,
    normal_code,
    read_scan,
)

any_text = st.text() | st.text(alphabet="]Cc0*- 9787XxISBNＴ０\u200b\t\x02、—")


@pytest.mark.parametrize(
    "line",
    [
        "T002267",
        " t002267 \r\n",
        "Ｔ００２２６７",
        "T 002 267",
        "T\t002267",
        "T002267\ufe0f",
        "]C0T002267",
        "*T002267*",
        "\ufeffT002267",
        "T0\u200b02267",
        "\x02T002267\x03",
    ],
)
def test_one_label_has_one_spelling_however_the_gun_sends_it(line: str) -> None:
    scan = read_scan(line)
    assert (scan.code, scan.kind, scan.original) == ("T002267", ScanKind.CODE, line)
    assert normal_code(line) == "T002267"


@pytest.mark.parametrize(
    "printed",
    [
        "9787544253994",
        "978-7-5442-5399-4",
        "978 7 5442 5399 4",
        "ISBN 978-7-5442-5399-4",
        "ISBN：978-7-5442-5399-4",
        "ＩＳＢＮ978—7—5442—5399—4",
        "7-5442-5399-6",
        "ISBN 7-5442-5399-6",
        "]E09787544253994",
    ],
)
def test_an_isbn_as_books_print_it_becomes_thirteen_digits(printed: str) -> None:
    scan = read_scan(printed)
    assert (scan.code, scan.kind, scan.isbn) == ("9787544253994", ScanKind.ISBN, "9787544253994")


def test_an_isbn_10_with_x_needs_no_hyphens() -> None:
    assert read_scan("080442957x").code == "9780804429573"


def test_a_bare_ten_digit_number_stays_a_card_but_may_still_be_an_isbn() -> None:
    scan = read_scan("7544253996")
    assert (scan.code, scan.kind, scan.isbn) == ("7544253996", ScanKind.CODE, "9787544253994")


def test_a_wrong_isbn_is_kept_as_a_code() -> None:
    scan = read_scan("9787544253995")
    assert (scan.code, scan.kind, scan.isbn) == ("9787544253995", ScanKind.CODE, "")


@pytest.mark.parametrize("command", [each for each in Command if each is not Command.CHOICE])
def test_each_command_barcode_is_known_in_any_case_and_behind_a_prefix(command: Command) -> None:
    shape = CodeShape(prefix_to_strip="#")
    for line in (command.value, command.value.lower(), f"#{command.value}", f"]C0{command.value}"):
        scan = read_scan(line, shape)
        assert (scan.kind, scan.command, scan.choice) == (ScanKind.COMMAND, command, 0)


def test_a_choice_barcode_carries_its_number() -> None:
    scan = read_scan("dc-choice-3")
    assert (scan.kind, scan.command, scan.choice) == (ScanKind.COMMAND, Command.CHOICE, 3)
    assert [read_scan(line).kind for line in ("DC-CHOICE", "DC-CHOICE-0", "DC-CHOICE-123")] == [ScanKind.CODE] * 3


@pytest.mark.parametrize("line", ["DC-FLY", "'; DROP TABLE copies; --", "王小明", "zhang san", "T-002267"])
def test_anything_else_that_can_be_read_is_a_code(line: str) -> None:
    scan = read_scan(line)
    assert (scan.kind, scan.command, scan.sentence()) == (ScanKind.CODE, None, "")


@pytest.mark.parametrize("line", ["", "  \t", "\r\n", "\u200b", "\x00\x00"])
def test_a_blank_line_is_empty(line: str) -> None:
    assert read_scan(line).kind is ScanKind.EMPTY


@pytest.mark.parametrize(
    ("line", "flaw"),
    [
        ("7" * 65, Flaw.TOO_LONG),
        ("T00\x072267", Flaw.CONTROL_CHARACTERS),
        ("T001\nT002", Flaw.CONTROL_CHARACTERS),
        ("T00😀2267", Flaw.ODD_CHARACTERS),
        ("T00\ud8002267", Flaw.ODD_CHARACTERS),
    ],
)
def test_a_line_no_label_can_hold_is_unreadable_and_its_sentence_can_be_shown(line: str, flaw: Flaw) -> None:
    scan = read_scan(line)
    assert (scan.kind, scan.flaw) == (ScanKind.UNREADABLE, flaw)
    assert scan.code in scan.sentence()
    assert len(scan.code) <= 24
    assert scan.code.isprintable()


def test_prefix_and_suffix_of_the_gun_are_stripped_once() -> None:
    shape = CodeShape(prefix_to_strip="a+", suffix_to_strip="$")
    assert read_scan("A+A+17$", shape).code == "A+17"
    assert read_scan("]C0a+T002267$\r", shape).code == "T002267"
    assert read_scan("a+978-7-5442-5399-4$", shape).kind is ScanKind.ISBN
    assert read_scan("A+$", shape).code == "A+$"


@given(any_text)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normal_code(normal_code(text)) == normal_code(text)


@given(any_text)
def test_a_stored_code_and_its_scan_agree(text: str) -> None:
    scan = read_scan(text)
    if scan.kind is not ScanKind.UNREADABLE:
        assert scan.code == normal_code(text)
        assert read_scan(scan.code).code == scan.code


@given(any_text, st.sampled_from(["", "T", "a+", "978"]), st.sampled_from(["", "$"]))
def test_every_line_gets_an_answer_that_can_be_stored(text: str, prefix: str, suffix: str) -> None:
    scan = read_scan(text, CodeShape(prefix, suffix))
    (scan.code + scan.original + scan.sentence()).encode()
    assert bool(scan.code) == (scan.kind is not ScanKind.EMPTY)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-", max_size=64))
def test_caps_lock_and_full_width_mean_the_same_code(text: str) -> None:
    full_width = "".join(chr(ord(mark) + 0xFEE0) for mark in text)
    assert normal_code(text) == normal_code(text.swapcase()) == normal_code(full_width)


def test_lost_zeros_and_lost_prefixes_are_tried_in_order() -> None:
    assert candidates("2267", ["T", "d"], 6) == ("2267", "002267", "T2267", "T002267", "D2267", "D002267")
    assert candidates("T2267", ["T"], 6) == ("T2267", "T002267")
    assert candidates("0010201") == ("0010201", "10201")
    assert candidates("000") == ("000", "0")
    assert candidates("ABC", ["T"]) == ("ABC", "TABC")
    assert candidates("") == ()


@given(
    st.text(alphabet="T0123456789-", max_size=12), st.lists(st.sampled_from(["T", "t", "", "D-"])), st.integers(0, 9)
)
def test_candidates_begin_with_the_code_and_hold_none_twice(code: str, prefixes: list[str], digits: int) -> None:
    found = candidates(code, prefixes, digits)
    assert found[:1] == ((code,) if code else ())
    assert len(set(found)) == len(found)


def test_a_held_trigger_stays_one_scan_and_a_later_scan_counts() -> None:
    window = RepeatWindow(2.0)
    assert [window.is_repeat("T1", at) for at in (10.0, 11.5, 13.0, 14.5, 16.5)] == [False, True, True, True, False]


def test_another_code_is_never_a_repeat() -> None:
    window = RepeatWindow(2.0)
    assert [window.is_repeat(code, 10.0) for code in ("T1", "T2", "T1", "T3")] == [False, False, True, False]


def test_the_next_patron_may_scan_the_same_copy_at_once() -> None:
    window = RepeatWindow(2.0)
    window.is_repeat("T1", 10.0)
    window.forget()
    assert not window.is_repeat("T1", 10.1)


def test_a_clock_set_back_does_not_swallow_scans() -> None:
    window = RepeatWindow(2.0)
    window.is_repeat("T1", 5000.0)
    assert not window.is_repeat("T1", 10.0)

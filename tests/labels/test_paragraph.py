"""Words in lines: however long they are, a paper is laid out at once."""

from __future__ import annotations

import pytest

from deskcirc.labels.paragraph import at_most, broken_lines, width_of


def test_words_break_at_blanks_and_between_chinese_letters() -> None:
    assert broken_lines("草房子和夏洛的网", 18, 4.0) == ["草房子和夏", "洛的网"]
    assert broken_lines("the old man and the sea", 24, 4.0) == ["the old man", "and the sea"]


def test_a_closing_mark_never_begins_a_line() -> None:
    assert broken_lines("草房子和夏，洛的网", 18, 4.0)[0] == "草房子和夏，"


def test_an_opening_mark_never_ends_a_line() -> None:
    assert broken_lines("放到某某《草房子》之后", 18, 4.0) == ["放到某某", "《草房子》", "之后"]


def test_what_does_not_fit_is_cut_by_an_ellipsis() -> None:
    assert at_most("草房子和夏洛的网", 18, 4.0, 1) == ["草房子和…"]
    assert at_most("草房子", 18, 4.0, 1) == ["草房子"]
    assert at_most("", 18, 4.0, 1) == at_most("草房子", 18, 4.0, 0) == []


@pytest.mark.timeout(20)
@pytest.mark.parametrize("letter", ["x", "，", "书", "e\u0301", "a "])
def test_a_text_of_hundred_thousands_of_letters_is_laid_out_at_once(letter: str) -> None:
    """A title into which a slip of the clipboard put a whole list stopped the bulletin for hours."""
    assert broken_lines(letter * 200_000, 60, 4.0)
    assert len(at_most(letter * 200_000, 60, 4.0, 2)) <= 2


def test_a_code_longer_than_a_line_is_broken_and_nothing_of_it_is_lost() -> None:
    call_number = "TP311.138SQ/1234567890-12/2486"
    lines = broken_lines(call_number, 26, 3.2)
    assert lines == ["TP311.138SQ/", "1234567890-12/", "2486"]
    code = "X" * 42
    assert "".join(broken_lines(code, 26, 3.2)) == code
    assert all(width_of(line, 3.2) <= 26 for line in (*lines, *broken_lines(code, 26, 3.2)))

"""Plain files: what they may say, every flaw with its line and its way out, and back again as written."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.errors import DeskcircError, ImportFileError, PlainFileError
from deskcirc.exchange.plain_file import MOST_BYTES, PlainFile, read_plain_file, read_plain_text
from deskcirc.exchange.plain_form import Key, Kind, PlainForm, TableForm
from deskcirc.exchange.plain_writing import plain_text, save_plain_text

FORM = PlainForm(
    "rules",
    "Lessons of the school",
    (
        TableForm("school", "The school", (Key("name", Kind.WORDS, "its name"),), repeated=False),
        TableForm(
            "lesson",
            "One table a lesson",
            (
                Key("title", Kind.WORDS, "what it is called", required=True),
                Key("days", Kind.NUMBER, "how many days", least=1, most=30),
                Key("price", Kind.MONEY, "what it costs"),
                Key("open", Kind.TRUTH, "whether anybody may come"),
                Key("first", Kind.DAY, "the first day"),
                Key("begins", Kind.CLOCK, "when"),
                Key("grades", Kind.NUMBERS, "who", least=1, most=12),
                Key("week", Kind.WORDS, "which week", choices=("A", "B")),
                Key("names", Kind.WORDS_LIST, "of whom"),
            ),
        ),
    ),
)
LESSON = """\
[[lesson]]
title = "书法"
"""


def read(text: str) -> PlainFile:
    return read_plain_text(text, "lessons.toml", FORM)


def flaws(text: str) -> tuple[tuple[str, str], ...]:
    with pytest.raises(PlainFileError) as caught:
        read(text)
    assert (caught.value.sentence, caught.value.remedy) == caught.value.flaws[0]
    return caught.value.flaws


def test_every_kind_of_value_is_read_as_the_program_knows_it() -> None:
    row = read(
        LESSON + 'days = 3\nprice = 0.10\nopen = true\nfirst = 2026-09-01\nbegins = "12:10"\ngrades = [1, 3]\n'
        'week = "A"\nnames = ["甲", "乙"]\n'
    ).rows("lesson")[0]
    assert (row.words("title"), row.number("days"), row.number("price"), row.truth("open")) == ("书法", 3, 10, True)
    assert (row.day("first"), row.number("begins"), row.numbers("grades")) == (date(2026, 9, 1), 730, (1, 3))
    assert (row.words("week"), row.values["names"]) == ("A", ("甲", "乙"))


def test_what_is_left_out_is_none_or_the_default() -> None:
    row = read(LESSON).rows("lesson")[0]
    assert (row.day("first"), row.number_or_none("days"), row.number("days", 7), row.numbers("grades")) == (
        None,
        None,
        7,
        (),
    )
    assert read("").rows("lesson") == ()


def test_times_are_read_as_people_write_them() -> None:
    for written in ("12:10:00", '"12:10"', '"12：10"'):
        assert read(LESSON + f"begins = {written}").rows("lesson")[0].number("begins") == 730
    assert flaws(LESSON + 'begins = "24:30"')


def test_a_misspelt_key_names_its_line_and_the_key_it_is_likeliest_to_be() -> None:
    sentence, way_out = flaws("# lessons\n" + LESSON + "dais = 3\n")[0]
    assert "lessons.toml, line 4" in sentence
    assert "dais" in sentence
    assert "“days”" in way_out


def test_a_misspelt_table_is_named_too() -> None:
    sentence, way_out = flaws(LESSON.replace("lesson", "lessen"))[0]
    assert "line 1" in sentence
    assert "“lesson”" in way_out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('days = "three"', "whole number"),
        ("days = 0", "1 to 30"),
        ("days = 31", "1 to 30"),
        ("days = true", "whole number"),
        ("days = 2.5", "whole number"),
        ("price = -1", "0.00 to 9999.99"),
        ("price = 0.001", "yuan"),
        ("price = nan", "yuan"),
        ("price = 1e400000", "0.00 to 9999.99"),
        ("first = 2026-09-01T10:00:00", "day"),
        ('first = "soon"', "day"),
        ('open = "yes"', "true or false"),
        ('week = "C"', "A, B"),
        ("grades = [1, 13]", "1 to 12"),
        ('grades = ["one"]', "whole number"),
        ("names = [1]", "quotation marks"),
    ],
)
def test_a_wrong_value_names_its_line_and_what_may_stand_there(line: str, said: str) -> None:
    ((sentence, _way_out),) = flaws(LESSON + "# a remark\n" + line)
    assert "line 4" in sentence
    assert line.split()[0] in sentence
    assert said in sentence


def test_a_missing_key_names_the_line_of_its_table() -> None:
    ((sentence, way_out),) = flaws(LESSON + "\n[[lesson]]\ndays = 3\n")
    assert "line 4" in sentence
    assert "title" in way_out


def test_all_flaws_are_told_at_once() -> None:
    assert len(flaws(LESSON + "days = 99\n[[lesson]]\nwek = 'A'\n")) == 3


def test_lines_are_counted_past_values_that_run_over_several() -> None:
    text = 'title = """a\n[[lesson]]\ndays = 3"""\ngrades = [1,\n  2, # ]\n]\ndays = 99\n'
    ((sentence, _way_out),) = flaws("[[lesson]]\n" + text)
    assert "line 8" in sentence


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[[lesson]]\ntitle = \n", 2, "key = 3"),
        ("[[lesson]]\ntitle = “书法”\n", 2, "input method"),
        ("[[lesson]]\ntitle ＝ 1\n", 2, "input method"),
        ("[[lesson]]\ntitle = 'a'\ntitle = 'b'\n", 3, "one of the two"),
        ("[[lesson\n", 1, "key = 3"),
    ],
)
def test_a_line_that_is_no_toml_is_named(text: str, line: int, said: str) -> None:
    ((sentence, way_out),) = flaws(text)
    assert f"line {line}:" in sentence
    assert said in way_out


def test_a_file_of_another_kind_is_told_as_such() -> None:
    ((sentence, _way_out),) = flaws('deskcirc = "calendar"\n[[day]]\nday = 2026-10-01\n')
    assert "a calendar" in sentence


def test_a_table_written_as_a_value_is_told() -> None:
    assert "[[lesson]]" in flaws("lesson = 3\n")[0][1]
    assert "[school]" in flaws("[[school]]\n[[school]]\n")[0][1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_is_read_in_the_encodings_of_editors(tmp_path: Path, encoding: str, end: str) -> None:
    file = tmp_path / "lessons.toml"
    file.write_bytes(LESSON.replace("\n", end).encode(encoding))
    assert read_plain_file(file, FORM).rows("lesson")[0].words("title") == "书法"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xff\x81\x30",
        b"#" * (MOST_BYTES + 1),
        b"a = " + b"[" * 100_000,
        b"a = " + b"9" * 9_999,
        b"a = 1e99999999999999999999",
    ],
)
def test_what_is_no_plain_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "lessons.toml"
    file.write_bytes(content)
    with pytest.raises(ImportFileError) as caught:
        read_plain_file(file, FORM)
    assert "lessons.toml" in caught.value.sentence
    assert caught.value.remedy


def test_signs_that_no_screen_shows_do_not_get_into_a_name() -> None:
    text = LESSON.replace("书法", "\\u0000书\\u202e\\u200b　法\\n")
    assert read_plain_text(text, "lessons.toml", FORM).rows("lesson")[0].words("title") == "书 法"


@pytest.mark.parametrize("price", ["1e999999", "-1e999999", "1e-999999", "nan", "inf"])
def test_money_beyond_all_reckoning_is_refused(price: str) -> None:
    with pytest.raises(PlainFileError) as caught:
        read_plain_text(LESSON + f"price = {price}\n", "lessons.toml", FORM)
    assert "“price” cannot be this" in caught.value.sentence


@pytest.mark.parametrize("name", ["/", "."])
def test_a_folder_is_no_file_to_write(name: str) -> None:
    with pytest.raises(DeskcircError):
        save_plain_text(Path(name), "")


def test_what_a_link_stands_for_is_written_and_a_device_never_replaced(tmp_path: Path) -> None:
    link, real = tmp_path / "link.toml", tmp_path / "real.toml"
    link.symlink_to(real)
    save_plain_text(link, "x")
    assert link.is_symlink()
    assert real.read_text() == "x"
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DeskcircError, match="no file"):
        save_plain_text(tmp_path / "pipe", "x")
    assert (tmp_path / "pipe").is_fifo()


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError):
        read_plain_file(tmp_path / "none.toml", FORM)


def test_what_is_written_explains_each_key_and_leaves_out_what_is_empty() -> None:
    text = plain_text(FORM, {"school": [{"name": "一小"}], "lesson": [{"title": "书法", "week": "", "price": 10}]})
    assert text.startswith('# Lessons of the school\ndeskcirc = "rules"\n')
    assert "#   days: how many days" in text
    assert "price = 0.10\n" in text
    assert "week =" not in text


PRINTABLE = st.characters(exclude_categories=["C", "Z"], include_characters=" ")
WORDS = st.text(PRINTABLE, max_size=30).map(lambda words: " ".join(words.split()))
LESSONS = st.fixed_dictionaries(
    {"title": WORDS.filter(bool)},
    optional={
        "days": st.integers(1, 30),
        "price": st.integers(0, 999_999),
        "open": st.booleans(),
        "first": st.dates(),
        "begins": st.integers(0, 1440),
        "grades": st.lists(st.integers(1, 12), min_size=1).map(tuple),
        "week": st.sampled_from("AB"),
        "names": st.lists(WORDS, min_size=1).map(tuple),
    },
)


@given(lessons=st.lists(LESSONS, max_size=4))
def test_what_is_written_is_read_back_the_same(lessons: list[dict[str, object]]) -> None:
    found = read(plain_text(FORM, {"lesson": lessons})).rows("lesson")
    assert [row.values for row in found] == lessons


@given(text=st.text(alphabet="[]{}\"'=#,\n a1.读“＝\\", max_size=60))
def test_any_text_is_read_or_refused_with_sentences(text: str) -> None:
    try:
        read(text)
    except DeskcircError as error:
        assert error.sentence.startswith("lessons.toml")  # noqa: PT017  it may also be read


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "规则.toml"
    save_plain_text(file, LESSON)
    assert file.read_text(encoding="utf-8") == LESSON
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(DeskcircError):
        save_plain_text(tmp_path / "none" / "规则.toml", LESSON)

"""The rota file: written and read back the same; each flaw named with its line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from deskcirc.domain.classes import FIVE_FOUR_THREE, SIX_THREE_THREE, Schooling
from deskcirc.domain.rota import Activity, Every, RotaClass, RotaDraft, Slot, Turn, Week, Wish
from deskcirc.errors import PlainFileError
from deskcirc.exchange.plain_file import read_plain_text
from deskcirc.exchange.rota_file import FORM, SchoolOn, read_rota_file, rota_of, rota_text
from deskcirc.text import use_language

SCHOOL = SchoolOn(
    (RotaClass(1, 2023, 1), RotaClass(2, 2023, 2), RotaClass(3, 2022, 1, own_name="小星星班")),
    date(2026, 3, 2),
    SIX_THREE_THREE,
)
SLOTS = (Slot(1, 730, 745), Slot(2, 745, 760, 2))
DRAFT = RotaDraft(
    SLOTS,
    (Wish(1), Wish(2, 1, 2, Activity.READ, frozenset({1, 3}), Every.SECOND_WEEK, 2)),
    (
        Turn(1, Week.A, 1, SLOTS[0], 1),
        Turn(2, Week.EVERY, 3, SLOTS[1], 3, pinned=True),
        Turn(3, Week.B, 5, SLOTS[0], grade=3, activity=Activity.READ),
    ),
)


def read(text: str) -> RotaDraft:
    return rota_of(read_plain_text(text, "rota.toml", FORM), SCHOOL)


def test_what_is_written_is_read_back_the_same(tmp_path: Path) -> None:
    file = tmp_path / "rota.toml"
    file.write_text(rota_text(DRAFT, SCHOOL), encoding="utf-8")
    assert read_rota_file(file, SCHOOL) == DRAFT


@pytest.mark.parametrize("schooling", [SIX_THREE_THREE, FIVE_FOUR_THREE, replace(SIX_THREE_THREE, first_grade=7)])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_rota_reads_the_same_after_the_first_of_september_and_in_another_language(
    schooling: Schooling, language: str
) -> None:
    classes = (*SCHOOL.classes, RotaClass(4, 2021, 0))
    turns = tuple(Turn(number, Week.EVERY, number, SLOTS[0], number) for number in range(1, 5))
    before = SchoolOn(classes, date(2026, 8, 31), schooling)
    after = SchoolOn(classes, date(2026, 9, 1), schooling)
    use_language(language)
    try:
        text = rota_text(RotaDraft(SLOTS, (), turns), before)
    finally:
        use_language("en")
    assert '"2023级2班"' in text
    assert rota_of(read_plain_text(text, "rota.toml", FORM), after).turns == turns
    assert f'class = "2022级1班" # {classes[2].own_name}' in text.replace("  #", " #")


HEAD = 'deskcirc = "rota"\n[[slot]]\nopens = "12:10"\ncloses = "12:25"\n[[turn]]\nweekday = 1\nat = "12:10"\n'


@pytest.mark.parametrize(
    ("written", "class_id"),
    [("三（2）班", 2), ("302", 2), ("3.2", 2), ("2023级2班", 2), ("三年级1班", 1), ("小星星班", 3), ("4(1)班", 3)],
)
def test_a_class_is_named_as_the_school_says_it(written: str, class_id: int) -> None:
    (turn,) = read(HEAD + f'class = "{written}"\n').turns
    assert turn.class_id == class_id


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEAD + 'class = "三（7）班"\n', "rota.toml, line 8: There is no class “三（7）班” here."),
        (HEAD + 'class = "食堂"\n', "rota.toml, line 8: There is no class “食堂” here."),
        (HEAD + "grade = 6\n", "rota.toml, line 8: There is no class in Grade 6."),
        (HEAD, "rota.toml, line 5: A turn needs either a class or a grade."),
        (
            HEAD.replace('at = "12:10"', 'at = "12:20"') + 'class = "302"\n',
            "rota.toml, line 7: No slot begins at 12:20.",
        ),
        (
            HEAD.replace('"12:25"', '"12:05"') + 'class = "302"\n',
            "rota.toml, line 4: A slot from 12:10 to 12:05 is none: it must end after it begins.",
        ),
        (
            HEAD + 'class = "302"\n[[turn]]\nweekday = 1\nat = "12:10"\nclass = "三（2）班"\nweek = "B"\n',
            "rota.toml, line 12: This turn stands in the file already.",
        ),
        (
            HEAD + 'class = "302"\n[[slot]]\nopens = "12:10"\ncloses = "12:30"\n',
            "rota.toml, line 10: A slot that begins at 12:10 stands here already.",
        ),
        (
            'deskcirc = "rota"\n[[wish]]\ngrade_from = 4\ngrade_to = 3\n',
            "rota.toml, line 4: The first grade comes after the last.",
        ),
    ],
)
def test_a_flaw_is_told_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(PlainFileError) as raised:
        read(text)
    assert [flaw for flaw, _way_out in raised.value.flaws] == [sentence]


def test_a_misspelt_key_and_every_other_flaw_are_told_at_once() -> None:
    with pytest.raises(PlainFileError) as raised:
        read(HEAD.replace("weekday = 1", "weekdy = 1") + 'class = "302"\n[[turn]]\nweekday = 9\nat = "12:10"\n')
    assert len(raised.value.flaws) >= 3
    assert raised.value.flaws[0][1] == "Did you mean “weekday”?"


def test_turns_of_classes_the_school_does_not_have_are_not_written() -> None:
    gone = RotaDraft(SLOTS, (), (Turn(1, Week.A, 1, SLOTS[0], 99),))
    assert read(rota_text(gone, SCHOOL)).turns == ()

"""School classes: a class is its year of entry and its number; the grade follows from the date.

Rosters write a class in a dozen ways (三（2）班, 302, 高一3班, 2024级2班, 五甲); `read_class` reads them. A school year
begins on 1 September (domain.md §7). Grades count the years of schooling, 1 to 12, so 初二 is grade 8 under 6-3-3.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from deskcirc.text import gettext as _
from deskcirc.text import marked

_CUT: Final = (9, 1)  # month and day on which everybody moves up
_HIGHEST_NUMBER: Final = 60


class Stage(StrEnum):
    """The school a grade belongs to."""

    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Schooling:
    """How many years each stage lasts, and in which grade pupils enter this school (1, 7 or 10 under 6-3-3)."""

    primary_years: int = 6
    junior_years: int = 3
    senior_years: int = 3
    first_grade: int = 1

    def before(self, stage: Stage) -> int:
        """The number of years that lie before `stage`."""
        if stage is Stage.JUNIOR:
            return self.primary_years
        return self.primary_years + self.junior_years if stage is Stage.SENIOR else 0

    def stage_of(self, grade: int) -> Stage:
        """The stage of a grade; Stage.UNKNOWN for a grade nobody is in (0 and below, or past the last)."""
        if not 1 <= grade <= self.before(Stage.SENIOR) + self.senior_years:
            return Stage.UNKNOWN
        if grade <= self.primary_years:
            return Stage.PRIMARY
        return Stage.JUNIOR if grade <= self.before(Stage.SENIOR) else Stage.SENIOR


SIX_THREE_THREE: Final = Schooling()
FIVE_FOUR_THREE: Final = Schooling(primary_years=5, junior_years=4)


@dataclass(frozen=True, slots=True)
class ClassLabel:
    """What a class label says: a year of entry or a grade (or neither: "2班"), a stage, and the class's number."""

    entry_year: int | None = None
    grade: int | None = None
    stage: Stage = Stage.UNKNOWN
    number: int | None = None

    def entry_year_on(self, day: date, schooling: Schooling = SIX_THREE_THREE) -> int | None:
        """The year in which the class entered the school, if the label was written on `day`; None if it can't say.

        A stage before the year (高2024级) moves the year back to the school's own first grade.
        """
        if self.grade is not None:
            return entry_year_for(self.grade, day, schooling)
        if self.entry_year is not None and self.stage is not Stage.UNKNOWN:
            return self.entry_year - max(0, schooling.before(self.stage) + 1 - schooling.first_grade)
        return self.entry_year


def school_year(day: date) -> int:
    """The year in which the school year of `day` began: 2024 from 1 September 2024 to 31 August 2025."""
    return day.year if (day.month, day.day) >= _CUT else day.year - 1


def entry_year_for(grade: int, on: date, schooling: Schooling = SIX_THREE_THREE) -> int:
    """The year in which those who are in `grade` on that day entered the school."""
    return school_year(on) - (grade - schooling.first_grade)


def grade_on(entry_year: int, day: date, schooling: Schooling = SIX_THREE_THREE) -> int:
    """The grade of those who entered in `entry_year`; below the first before they come, above the last when gone."""
    return school_year(day) - entry_year + schooling.first_grade


_GRADE_NAMES: Final = {
    Stage.PRIMARY: (
        marked("Grade 1"),
        marked("Grade 2"),
        marked("Grade 3"),
        marked("Grade 4"),
        marked("Grade 5"),
        marked("Grade 6"),
    ),
    Stage.JUNIOR: (marked("Junior 1"), marked("Junior 2"), marked("Junior 3"), marked("Junior 4")),
    Stage.SENIOR: (marked("Senior 1"), marked("Senior 2"), marked("Senior 3"), marked("Senior 4")),
}


def grade_name(grade: int, schooling: Schooling = SIX_THREE_THREE) -> str:
    """The grade as the school says it ("Grade 3" 三年级, "Junior 2" 初二); "" for a grade nobody is in."""
    stage = schooling.stage_of(grade)
    if stage is Stage.UNKNOWN:
        return ""
    names = _GRADE_NAMES[stage]
    place = grade - schooling.before(stage)
    return _(names[place - 1]) if place <= len(names) else str(grade)


def class_name(entry_year: int, number: int | None, day: date, schooling: Schooling = SIX_THREE_THREE) -> str:
    """The class as it is called on `day`: 三年级（2）班; by its year (2012级（2）班) once it has left the school."""
    grade = grade_name(grade_on(entry_year, day, schooling), schooling)
    if grade:
        return grade if number is None else _("{grade}, class {number}").format(grade=grade, number=number)
    if number is None:
        return _("Entry of {year}").format(year=entry_year)
    return _("Entry of {year}, class {number}").format(year=entry_year, number=number)


_SHORT_NAMES: Final = {
    Stage.PRIMARY: (marked("G1"), marked("G2"), marked("G3"), marked("G4"), marked("G5"), marked("G6")),
    Stage.JUNIOR: (marked("J1"), marked("J2"), marked("J3"), marked("J4")),
    Stage.SENIOR: (marked("S1"), marked("S2"), marked("S3"), marked("S4")),
}


def short_class_name(grade: int, number: int, schooling: Schooling = SIX_THREE_THREE) -> str:
    """The class as a timetable writes it: "G3 (2)" 三（2）班, "J1 (4)" 初一（4）班; "" for a grade nobody is in."""
    stage = schooling.stage_of(grade)
    if stage is Stage.UNKNOWN:
        return ""
    short = _(_SHORT_NAMES[stage][grade - schooling.before(stage) - 1])
    return _("{grade} ({number})").format(grade=short, number=number) if number else grade_name(grade, schooling)


_DIGITS: Final = {word: place for place, word in enumerate("零一二三四五六七八九十")}
_STEMS: Final = {stem: place for place, stem in enumerate("甲乙丙丁戊己庚辛壬癸", start=1)}
_STAGES: Final = {
    "小学": Stage.PRIMARY,
    "小": Stage.PRIMARY,
    "初中": Stage.JUNIOR,
    "初": Stage.JUNIOR,
    "高中": Stage.SENIOR,
    "高": Stage.SENIOR,
}
_N: Final = r"(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3}|[甲乙丙丁戊己庚辛壬癸]|[A-Z])"
_G: Final = r"(?P<grade>\d{1,2}|十[一二]|[一二三四五六七八九十])"
_S: Final = "(?P<stage>小学|初中|高中|小|初|高)"
_GAP: Final = r"[.\-_/、·]*"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"{_S}?(?P<entry>\d{{4}}|\d\d)[级級]{_GAP}{_N}?",
        rf"{_S}{_G}(?:年级|年級|年)?{_GAP}{_N}?",
        rf"{_G}(?:年级|年級|年){_GAP}{_N}?",
        rf"(?P<grade>[一二三四五六七八九]){_GAP}{_N}",
        rf"(?P<grade>\d{{1,2}})[.\-_/、·]+{_N}",
        r"(?P<grade>\d)(?P<number>[A-Z甲乙丙丁戊己庚辛壬癸])",
        r"(?P<entry>20\d\d|19\d\d)(?P<number>\d{1,2})?",
        r"(?P<grade>0?[1-9]|1[0-2])(?P<number>\d\d)",
        r"(?P<entry>[1-9]\d)(?P<number>\d\d)",
        r"(?P<grade>[1-9])(?P<number>[1-9])",
        _N,
    )
)


def read_class(text: str, schooling: Schooling = SIX_THREE_THREE) -> ClassLabel | None:
    """What the class label `text` says, None if it is no class label (教师, 食堂).

    A label that only gives the class's number ("2班") comes back without a grade; a bare year ("2024级") or grade
    ("一年级") without a number.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).upper().split())
    plain = re.sub(r"[(\[]", ".", re.sub(r"[)\]]", "", plain)).strip(".-_")
    plain = plain.removesuffix("班").rstrip(".")
    for form in _FORMS:
        match = form.fullmatch(plain)
        label = _label(match.groupdict(), schooling) if match else None
        if label:
            return label
    return None


def _label(parts: dict[str, str | None], schooling: Schooling) -> ClassLabel | None:
    number = _ordinal(parts["number"]) if parts["number"] else None
    if number is not None and not 1 <= number <= _HIGHEST_NUMBER:
        return None
    stage = _STAGES.get(parts.get("stage") or "", Stage.UNKNOWN)
    entry = parts.get("entry")
    if entry:
        return ClassLabel(entry_year=int(entry) if len(entry) == 4 else 2000 + int(entry), stage=stage, number=number)
    written = parts.get("grade")
    if not written:
        return ClassLabel(number=number)
    # 初二 counts from the stage's first year; 七年级 and 高中十一年级 count from the first year of all. In a school
    # that begins with the junior or the senior stage, 三（2）班 is that stage's third year.
    place = _ordinal(written)
    here = stage if stage is not Stage.UNKNOWN else schooling.stage_of(schooling.first_grade)
    grade = place if place > schooling.before(here) else place + schooling.before(here)
    found = schooling.stage_of(grade)
    if found is Stage.UNKNOWN or stage not in (Stage.UNKNOWN, found):
        return None
    return ClassLabel(grade=grade, stage=found, number=number)


def _ordinal(word: str) -> int:
    """12, 十二, 丙 or C as a number."""
    if word.isdecimal():
        return int(word)
    if word in _STEMS:
        return _STEMS[word]
    if word.isascii():
        return ord(word) - ord("A") + 1
    if "十" in word:
        tens, _ten, ones = word.partition("十")
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
    return int("".join(str(_DIGITS[digit]) for digit in word))

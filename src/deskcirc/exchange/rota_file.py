"""The rota as one readable file that a school can edit and mail to another: slots, wishes and turns.

Classes are written by the year they entered the school and their number (2023级2班), which stays the same after
1 September and in every language; a comment says what the school calls them on the day. Read is whatever the school
says (三（2）班, 302), looked up on the day of the import; a class the school doesn't have is a flaw with its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from deskcirc.domain.classes import Schooling, grade_name, read_class
from deskcirc.domain.opening import clock_words
from deskcirc.domain.rota import Activity, Every, RotaClass, RotaDraft, Slot, Turn, Week, Wish, span_words
from deskcirc.errors import PlainFileError
from deskcirc.exchange.plain_file import PlainFile, PlainRow, read_plain_file
from deskcirc.exchange.plain_form import Key, Kind, PlainForm, TableForm
from deskcirc.exchange.plain_writing import Noted, plain_text
from deskcirc.text import gettext as _
from deskcirc.text import marked

_ACTIVITIES: Final = tuple(each.value for each in Activity)
_ACTIVITY: Final = Key(
    "activity", Kind.WORDS, marked("borrow, or read in the library; borrow where it is left out"), choices=_ACTIVITIES
)
_SLOTS: Final = TableForm(
    "slot",
    marked("The slots of a day, each written once."),
    (
        Key("opens", Kind.CLOCK, marked("when it begins"), required=True),
        Key("closes", Kind.CLOCK, marked("when it ends"), required=True),
        Key("room", Kind.NUMBER, marked("how many classes may come at once; 1 where it is left out"), least=1, most=60),
    ),
)
_WISHES: Final = TableForm(
    "wish",
    marked("What the rota is made from; a rota that is written out below needs none."),
    (
        Key("grade_from", Kind.NUMBER, marked("the first grade, counted from primary school 1"), least=1, most=12),
        Key("grade_to", Kind.NUMBER, marked("the last grade; all grades where both are left out"), least=1, most=12),
        _ACTIVITY,
        Key(
            "weekdays", Kind.NUMBERS, marked("1 Monday to 7 Sunday; any open day where it is left out"), least=1, most=7
        ),
        Key("every", Kind.WORDS, marked("week or second_week"), choices=tuple(each.value for each in Every)),
        Key("times", Kind.NUMBER, marked("how many times in that week; 1 where it is left out"), least=1, most=10),
    ),
)
_TURNS: Final = TableForm(
    "turn",
    marked("Whose turn it is and when."),
    (
        Key("class", Kind.WORDS, marked("the class as the school calls it; or give a grade instead")),
        Key("grade", Kind.NUMBER, marked("a whole grade instead of a class"), least=1, most=12),
        Key("week", Kind.WORDS, marked("A or B; each week where it is left out"), choices=("A", "B")),
        Key("weekday", Kind.NUMBER, marked("1 Monday to 7 Sunday"), required=True, least=1, most=7),
        Key("at", Kind.CLOCK, marked("when the slot begins, as written above"), required=True),
        _ACTIVITY,
        Key("pinned", Kind.TRUTH, marked("true where the turn stays when the rota is made anew")),
    ),
)
FORM: Final = PlainForm(
    "rota",
    marked("The rota of the library: which class comes when, in week A and week B."),
    (_SLOTS, _WISHES, _TURNS),
)


@dataclass(frozen=True, slots=True)
class SchoolOn:
    """The classes a file may name, and what they are called on the day it is read or written."""

    classes: tuple[RotaClass, ...]
    day: date
    schooling: Schooling

    def called(self, class_id: int | None) -> str:
        """The class's name on the day."""
        return next(each.name_on(self.day, self.schooling) for each in self.classes if each.id == class_id)

    def written(self, class_id: int) -> Noted:
        """The class as a file names it: by its year and number, its name on the day beside it."""
        found = next(each for each in self.classes if each.id == class_id)
        number = f"{found.number}班" if found.number else ""
        return Noted(f"{found.entry_year}级{number}", self.called(class_id))

    def class_named(self, words: str) -> RotaClass | None:
        """The class that the words mean: by its own name, else by year or grade and number."""
        for each in self.classes:
            if words in (each.own_name, each.name_on(self.day, self.schooling)):
                return each
        label = read_class(words, self.schooling)
        year = label.entry_year_on(self.day, self.schooling) if label else None
        if label is None or year is None:
            return None
        wanted = (year, label.number or 0)
        return next((each for each in self.classes if (each.entry_year, each.number) == wanted), None)


def rota_text(draft: RotaDraft, school: SchoolOn) -> str:
    """The rota as the text of a file; turns of classes the school doesn't have are left out."""
    here = {each.id for each in school.classes}
    turns = [turn for turn in draft.turns if turn.class_id is None or turn.class_id in here]
    turns.sort(key=lambda turn: (turn.weekday, turn.slot.opens, turn.week, turn.grade or 0, turn.class_id or 0))
    rows = {
        "slot": [{"opens": each.opens, "closes": each.closes, "room": each.room} for each in draft.slots],
        "wish": [_wish_values(each) for each in draft.wishes],
        "turn": [_turn_values(each, school) for each in turns],
    }
    return plain_text(FORM, rows)


def read_rota_file(path: Path, school: SchoolOn) -> RotaDraft:
    """The rota of a file. Raises ImportFileError for one that can't be read, PlainFileError with every flaw."""
    return rota_of(read_plain_file(path, FORM), school)


def rota_of(file: PlainFile, school: SchoolOn) -> RotaDraft:
    """The rota that the file says. Raises PlainFileError with every flaw."""
    flaws: list[tuple[str, str]] = []
    slots = tuple(
        Slot(number, row.number("opens"), row.number("closes"), row.number("room", 1))
        for number, row in enumerate(file.rows("slot"), 1)
    )
    flaws += _slot_flaws(file, slots)
    wishes = tuple(_wish(row, number) for number, row in enumerate(file.rows("wish"), 1))
    for row, wish in zip(file.rows("wish"), wishes, strict=True):
        if wish.grade_from is not None and wish.grade_to is not None and wish.grade_from > wish.grade_to:
            flaws.append(row.flaw("grade_to", _("The first grade comes after the last."), ""))
    turns = []
    for number, row in enumerate(file.rows("turn"), 1):
        found = list(_turn_flaws(row, slots, school))
        if found:
            flaws += found
        else:
            turns.append(_turn(row, number, slots, school))
    flaws += _same_turns(file, turns) if not flaws else []
    if flaws:
        raise PlainFileError(flaws)
    return RotaDraft(slots, wishes, tuple(turns))


def _slot_flaws(file: PlainFile, slots: Sequence[Slot]) -> Iterator[tuple[str, str]]:
    for row, slot in zip(file.rows("slot"), slots, strict=True):
        if slot.opens >= slot.closes:
            facts = {"opens": clock_words(slot.opens), "closes": clock_words(slot.closes)}
            sentence = _("A slot from {opens} to {closes} is none: it must end after it begins.").format(**facts)
            yield row.flaw("closes", sentence, "")
    rows = dict(zip(slots, file.rows("slot"), strict=True))
    for one, other in combinations(slots, 2):
        if one.opens == other.opens:
            sentence = _("A slot that begins at {time} stands here already.").format(time=clock_words(one.opens))
            yield rows[other].flaw("opens", sentence, _("Write one of them, with more room."))


def _turn_flaws(row: PlainRow, slots: Sequence[Slot], school: SchoolOn) -> Iterator[tuple[str, str]]:
    words, grade = row.words("class"), row.number_or_none("grade")
    if bool(words) == (grade is not None):
        yield row.flaw("class", _("A turn needs either a class or a grade."), _("Write one of the two."))
    elif words and school.class_named(words) is None:
        names = _(", ").join(school.called(each.id) for each in school.classes[:4])
        way_out = _("The classes here are called {names} …").format(names=names) if names else ""
        yield row.flaw("class", _("There is no class “{name}” here.").format(name=words), way_out)
    elif grade is not None and not any(each.grade_on(school.day, school.schooling) == grade for each in school.classes):
        name = grade_name(grade, school.schooling) or str(grade)
        yield row.flaw("grade", _("There is no class in {grade}.").format(grade=name), "")
    if all(slot.opens != row.number("at") for slot in slots):
        sentence = _("No slot begins at {time}.").format(time=clock_words(row.number("at")))
        way_out = _("The slots here: {slots}.").format(slots=_(", ").join(span_words(slot) for slot in slots))
        yield row.flaw("at", sentence, way_out if slots else _("Write the slots first, each as [[slot]]."))


def _same_turns(file: PlainFile, turns: Sequence[Turn]) -> Iterator[tuple[str, str]]:
    seen: set[tuple[Any, ...]] = set()
    for row, turn in zip(file.rows("turn"), turns, strict=True):
        place = (turn.weekday, turn.slot.id, turn.class_id, turn.grade)
        if any((week, *place) in seen for week in turn.week.each):
            yield row.flaw("class", _("This turn stands in the file already."), _("Take one of the two out."))
        seen |= {(week, *place) for week in turn.week.each}


def _turn(row: PlainRow, number: int, slots: Sequence[Slot], school: SchoolOn) -> Turn:
    found = school.class_named(row.words("class")) if row.words("class") else None
    return Turn(
        id=number,
        week=Week(row.words("week")),
        weekday=row.number("weekday"),
        slot=next(slot for slot in slots if slot.opens == row.number("at")),
        class_id=found.id if found else None,
        grade=row.number_or_none("grade"),
        activity=Activity(row.words("activity", Activity.BORROW.value)),
        pinned=row.truth("pinned"),
    )


def _wish(row: PlainRow, number: int) -> Wish:
    return Wish(
        id=number,
        grade_from=row.number_or_none("grade_from"),
        grade_to=row.number_or_none("grade_to"),
        activity=Activity(row.words("activity", Activity.BORROW.value)),
        weekdays=frozenset(row.numbers("weekdays")),
        every=Every(row.words("every", Every.WEEK.value)),
        times=row.number("times", 1),
    )


def _wish_values(wish: Wish) -> dict[str, Any]:
    return {
        "grade_from": wish.grade_from,
        "grade_to": wish.grade_to,
        "activity": wish.activity.value,
        "weekdays": tuple(sorted(wish.weekdays)),
        "every": wish.every.value,
        "times": wish.times,
    }


def _turn_values(turn: Turn, school: SchoolOn) -> dict[str, Any]:
    return {
        "class": school.written(turn.class_id) if turn.class_id is not None else "",
        "grade": turn.grade,
        "week": turn.week.value,
        "weekday": turn.weekday,
        "at": turn.slot.opens,
        "activity": turn.activity.value,
        "pinned": turn.pinned or None,
    }

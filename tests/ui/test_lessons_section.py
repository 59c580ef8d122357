"""A mending lesson at the counter: prepared in one question, worked through by scan, closed with its credits."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.builders import NOON, a_copy, a_desk, a_patron, all_rows, the_copy
from tests.desk.mending_days import a_damaged
from tests.ui.at_section import Counter

from deskcirc.domain.copies import CopyState
from deskcirc.domain.mending_lessons import LessonState
from deskcirc.domain.repair import DamageKind, RepairState, Severity
from deskcirc.labels.paper import Paper, Words
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.station import Shown
from deskcirc.ui.tabs.repair.lessons_page import LessonsPage
from deskcirc.ui.tabs.repair.lessons_part import LessonsPart, View
from deskcirc.ui.theme import Theme


@pytest.fixture
def counter(library: Library) -> Counter:
    desk = a_desk(library)
    a_damaged(desk, "草房子")
    a_damaged(desk, "西游记", DamageKind.LABEL_GONE)
    a_damaged(desk, "水浒传", DamageKind.MOULD)
    a_patron(library, grade=3)
    a_patron(library, "李沐阳", grade=3)
    return Counter(library, "repair", "lessons")


def part_of(shown: Shown) -> LessonsPart:
    part = shown.state.parts["lessons"]  # type: ignore[attr-defined]
    assert isinstance(part, LessonsPart)
    return part


def said(shown: Shown) -> list[str]:
    paper = shown.state.paper
    assert isinstance(paper, Paper)
    return [shape.text for page in paper.pages for shape in page if isinstance(shape, Words)]


def prepared(counter: Counter, **values: str) -> Shown:
    grade = next(each.name for each in part_of(counter.act("refresh")).classes)
    asked = {"name": "修补课", "class": grade, "copies": "2", "minutes": "40", **values}
    counter.now += timedelta(seconds=3)
    return counter.station.take(Input(counter.now, act="lessons.prepare", values=asked))


def test_a_lesson_is_prepared_by_one_question_with_what_pupils_can_mend(counter: Counter) -> None:
    shown = prepared(counter, copies="5")
    assert shown.message.headline == "Lesson M2026-001 is prepared with 2 copies"
    assert shown.message.details[0].startswith("5 were asked for")
    assert [offer.act for offer in shown.state.offers] == ["lessons.print:slips", "lessons.print:materials"]
    part = part_of(shown)
    assert part.view is View.LESSON
    assert {line.copy.title for line in part.lines} == {"草房子", "西游记"}
    assert [pupil.name for pupil in part.pupils] == ["陈子墨", "李沐阳"]


def test_card_then_copy_then_copy_again_is_a_copy_mended(library: Library, counter: Counter) -> None:
    prepared(counter)
    assert counter.scan("K0001").message.headline.startswith("陈子墨")
    out = counter.scan("B00001")
    assert out.told.outcome == "out"
    assert "陈子墨" in out.message.headline
    assert any("about 6 minutes" in detail for detail in out.message.details)
    counter.now += timedelta(minutes=11)
    back = counter.scan("B00001")
    assert (back.message.tone, back.message.headline) == (Tone.DONE, "《草房子》 is mended")
    line = part_of(back).line_of(1)
    assert line is not None
    assert (line.state, line.minutes) == (RepairState.MENDED, 12)
    assert list(check_library(library)) == []


def test_the_copy_may_come_before_its_pupil_and_names_are_picked_or_typed(counter: Counter) -> None:
    prepared(counter)
    who = counter.scan("B00001")
    assert who.message.headline == "Who mends 《草房子》? Scan a card or pick a name"
    assert counter.act("lessons.pupil:2").told.outcome == "out"
    named = counter.scan("陈子墨")
    assert named.told.outcome == "pupil"
    line = part_of(counter.scan("B00002")).line_of(2)
    assert line is not None
    assert line.helper.startswith("陈子墨")


def test_a_copy_is_not_given_to_the_pupil_before(counter: Counter) -> None:
    prepared(counter)
    counter.scan("K0001")
    counter.scan("B00001")
    assert counter.scan("B00002").told.outcome == "who"


def test_what_was_not_finished_goes_back_by_its_barcode_and_comes_out_again(counter: Counter) -> None:
    prepared(counter)
    for code in ("K0001", "B00001"):
        counter.scan(code)
    back = counter.scan("B00001")
    assert back.told.outcome == "mended"
    aside = counter.scan("DC-NOT-FINISHED")
    assert aside.told.outcome == "not-finished"
    line = part_of(aside).line_of(1)
    assert line is not None
    assert (line.state, line.helper) == (RepairState.QUEUED, "")
    counter.scan("K0002")
    assert counter.scan("B00001").told.outcome == "out"
    assert counter.scan("DC-NOT-FINISHED").told.outcome == "not-finished"
    assert counter.scan("DC-UNDO").message.tone is Tone.DONE


def test_a_copy_that_is_not_in_the_lesson_ends_what_was_said_of_the_one_before(
    library: Library, counter: Counter
) -> None:
    prepared(counter)
    a_copy(library, "红楼梦")
    for code in ("K0001", "B00001", "B00001", "B00004"):
        shown = counter.scan(code)
    shown = counter.scan("DC-NOT-FINISHED")
    assert shown.told.outcome == "nothing"
    line = part_of(shown).line_of(1)
    assert line is not None
    assert line.state is RepairState.MENDED
    counter.scan("B00002")
    counter.scan("B00004")
    assert counter.scan("K0002").told.outcome == "pupil"


def test_undo_takes_back_each_scan(library: Library, counter: Counter) -> None:
    prepared(counter)
    before = all_rows(library)
    for code in ("K0001", "B00001", "B00001"):
        counter.scan(code)
    for _scan in range(2):
        assert counter.act("undo").message.tone is Tone.DONE
    assert all_rows(library) == before
    assert counter.act("undo").message.tone is Tone.DONE
    shown = counter.act("refresh")
    assert part_of(shown).view is View.ALL
    assert part_of(shown).lessons == ()


def test_closing_says_what_was_mended_and_whom_to_thank(library: Library, counter: Counter) -> None:
    prepared(counter)
    for code in ("K0001", "B00001", "B00001"):
        counter.scan(code)
    closed = counter.act("lessons.close")
    assert closed.message.headline == "1 of 2 copies mended"
    assert "1 back in the queue" in closed.message.details[0]
    assert "陈子墨" in closed.message.details[1]
    assert [offer.act for offer in closed.state.offers] == ["lessons.print:thanks", "lessons.put_back"]
    back = counter.act("lessons.put_back")
    assert back.message.headline == "1 copy goes back"
    credited = counter.act("lessons.view:credits")
    assert [(each.copies, each.minutes) for each in part_of(credited).credits] == [(1, 1)]
    assert list(check_library(library)) == []
    assert part_of(credited).lessons[0].state is LessonState.CLOSED


def test_a_copy_is_swapped_for_the_next_and_not_offered_again(library: Library, counter: Counter) -> None:
    a_damaged(a_desk(library), "三国演义")
    prepared(counter, copies="1")
    first = part_of(counter.act("refresh")).lines[0].repair_id
    second = part_of(counter.act(f"lessons.swap:{first}")).lines[0].repair_id
    third = part_of(counter.act(f"lessons.swap:{second}")).lines[0].repair_id
    assert len({first, second, third}) == 3
    assert counter.act(f"lessons.swap:{third}").told.outcome == "none"
    assert len(part_of(counter.act("lessons.more")).lines) == 1


def test_scanning_a_damaged_copy_takes_it_into_the_lesson(counter: Counter) -> None:
    prepared(counter, copies="1")
    taken = part_of(counter.act("refresh")).lines[0].copy.code
    other = "B00002" if taken == "B00001" else "B00001"
    added = counter.scan(other)
    assert added.told.outcome == "added"
    mould = counter.scan("B00003")
    assert (mould.told.outcome, mould.message.tone) == ("added", Tone.LOOK)
    assert "no work for pupils" in mould.message.details[1]
    assert len(part_of(mould).lines) == 3
    removed = counter.act("lessons.remove:3")
    assert removed.told.outcome == "removed"
    assert len(part_of(removed).lines) == 2


def test_a_copy_of_a_lesson_opens_it_and_a_sound_one_says_so(library: Library, counter: Counter) -> None:
    prepared(counter)
    again = Counter(library, "repair", "lessons")
    again.now = NOON + timedelta(minutes=5)
    assert part_of(again.scan("B00001")).view is View.LESSON
    a_copy(library, "红楼梦")
    sound = again.scan("B00004")
    assert sound.message.headline == "《红楼梦》 is not in the repair queue"
    assert [offer.act for offer in sound.state.offers] == ["in:repair:section:queue"]
    assert again.scan("B77777").told.outcome == "unknown"


def test_every_paper_of_a_lesson_is_printed(counter: Counter) -> None:
    assert counter.act("lessons.print:slips").told.outcome == "no-lesson"
    prepared(counter)
    for code in ("K0001", "B00001", "B00001"):
        counter.scan(code)
    slips = said(counter.act("lessons.print:slips"))
    assert "《西游记》" in slips
    assert "《草房子》" not in slips
    assert "the new label" in said(counter.act("lessons.print:materials"))
    assert "List for the teacher" in said(counter.act("lessons.print:teacher"))
    assert any("陈子墨" in text for text in said(counter.act("lessons.print:thanks")))
    assert any("陈子墨" in text for text in said(counter.act("lessons.print:credits")))
    assert any("陈子墨" in text for text in said(counter.act("lessons.print:credits_thanks")))


def test_lists_are_saved_as_workbooks(counter: Counter, tmp_path: Path) -> None:
    prepared(counter)
    for code in ("K0001", "B00001", "B00001"):
        counter.scan(code)
    for name in ("teacher", "materials", "credits"):
        file = tmp_path / f"{name}.xlsx"
        assert counter.act(f"lessons.save:{name}", file=str(file)).message.tone is Tone.DONE
        assert load_workbook(file).active is not None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"minutes": "0"}, "between 1 and 600"),
        ({"minutes": "lang"}, "no number"),
        ({"copies": "9999"}, "no number up to 200"),
        ({"day": "gestern"}, "no day"),
        ({"class": "九年级（99）班"}, "no class called"),
        ({"pupils": "-3"}, "no number"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_written(
    library: Library, counter: Counter, values: dict[str, str], words: str
) -> None:
    before = all_rows(library)
    shown = prepared(counter, **values)
    assert shown.message.tone is Tone.STOP
    assert words in shown.message.headline
    assert all_rows(library) == before


def test_an_empty_queue_still_makes_a_lesson_that_is_filled_by_scan(library: Library) -> None:
    counter = Counter(library, "repair", "lessons")
    shown = counter.act("lessons.prepare", copies="5")
    assert shown.message.headline == "Lesson M2026-001 is prepared; it has no copy yet"
    a_damaged(a_desk(library), "草房子", severity=Severity.MEDIUM)
    assert counter.scan("B00001").told.outcome == "added"


def test_the_page_shows_who_is_at_what(qtbot: QtBot, counter: Counter) -> None:
    page = LessonsPage(Theme())
    qtbot.addWidget(page)
    page.show_state(part_of(counter.act("refresh")))
    assert page.all.lines == ()
    prepared(counter)
    counter.scan("K0001")
    page.show_state(part_of(counter.act("refresh")))
    assert page.lesson.pupils.currentText() == "陈子墨"
    shown = counter.scan("B00001")
    page.show_state(part_of(shown))
    row = next(place for place, line in enumerate(page.lesson.lines.lines) if line.repair_id == 1)
    model = page.lesson.lines.model()
    texts = [model.index(row, column).data() for column in range(model.columnCount())]
    assert texts[0] == "《草房子》"
    assert texts[4].startswith("陈子墨")
    assert texts[5] == "at the table, 1 minute"
    asked: list[str] = []
    page.acted.connect(lambda act, _values: asked.append(act))
    page.lesson.lines.select(row)
    button: QPushButton = page.lesson.aside
    button.click()
    assert asked == ["aside:1"]
    page.show_state(part_of(counter.act("lessons.view:credits")))
    assert page.credits.lines.lines == ()


def test_the_barcodes_of_the_table_are_about_the_copy_of_the_lesson_not_one_left_in_the_queue(
    library: Library, counter: Counter
) -> None:
    counter.act("section:queue")
    counter.scan("B00003")  # 水浒传 stays in hand there
    counter.act("section:lessons")
    prepared(counter)
    for code in ("K0001", "B00001"):
        counter.scan(code)
    assert counter.scan("DC-COVER").told == counter.scan("DC-MEDIUM").told
    assert counter.scan("DC-MENDED").told.copy == "B00001"
    given_up = counter.scan("DC-BEYOND-REPAIR")
    assert (given_up.told.outcome, given_up.told.copy) == ("beyond-repair", "B00001")
    states = {line.copy.code: line.state for line in part_of(counter.act("refresh")).lines}
    assert states["B00001"] is RepairState.BEYOND
    assert the_copy(library, 3).state is CopyState.IN_REPAIR
    assert counter.scan("DC-BEYOND-REPAIR").told.outcome == "refused"
    assert list(check_library(library)) == []


def test_before_any_copy_of_the_lesson_the_barcodes_of_the_table_ask_for_it(counter: Counter) -> None:
    prepared(counter)
    for code in ("DC-TORN", "DC-MENDED", "DC-BEYOND-REPAIR"):
        assert counter.scan(code).told.outcome == "nothing"


def test_the_other_papers_of_a_lesson_are_offered_after_the_first_was_printed(counter: Counter) -> None:
    prepared(counter)
    counter.act("lessons.print:slips")
    offers = [each.act for each in counter.act("refresh").state.offers]
    assert offers == ["lessons.print:materials", "lessons.print:teacher"]


def test_a_lesson_of_no_name_and_class_does_not_say_its_number_twice(counter: Counter) -> None:
    lesson = part_of(prepared(counter, name="", **{"class": ""})).lesson
    assert lesson is not None
    assert lesson.label == "Mending lesson"

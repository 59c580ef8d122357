"""A roster is read as the school counts its grades: five years of primary school, a school from grade 10 on."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.builders import a_desk, change_setting
from tests.exchange.tables import text_table

from deskcirc.desk.imports import ImportSource, run_import
from deskcirc.domain.drafts import PatronDraft, ReadRow
from deskcirc.store.database import Library
from deskcirc.store.lookups.patrons import patron_by_code
from deskcirc.ui.importing import import_file, preview


@pytest.mark.parametrize(
    ("settings", "written", "grade", "name"),
    [
        ({}, "302", 3, "Grade 3, class 2"),
        ({"first_grade": "10", "last_grade": "12"}, "302", 12, "Senior 3, class 2"),
        ({"first_grade": "7", "last_grade": "9"}, "三（2）班", 9, "Junior 3, class 2"),
        ({"schooling": '"543"', "last_grade": "9"}, "初一（2）班", 6, "Junior 1, class 2"),
        ({"schooling": '"543"', "last_grade": "9"}, "九（2）班", 9, "Junior 4, class 2"),
    ],
)
def test_a_class_is_read_as_this_school_counts_its_grades(
    library: Library, tmp_path: Path, settings: dict[str, str], written: str, grade: int, name: str
) -> None:
    for setting, text in settings.items():
        change_setting(library, setting, text)
    file = text_table(tmp_path / "名单.csv", f"姓名,学号,班级\n陈子墨,1001,{written}\n")
    desk = a_desk(library)
    import_file(desk, preview(file))
    bare = ReadRow(3, "", "", PatronDraft("王欣怡", "1002", class_label=written))
    run_import(desk, [bare], ImportSource("名单.csv"))
    for number in ("1001", "1002"):
        with library.reading() as connection:
            found = patron_by_code(connection, [number], desk.policy, desk.today)
        assert found is not None
        assert (found.grade, found.class_name) == (grade, name)

"""Rows of a roster as patrons: pupils with their class, teachers with their category."""

from __future__ import annotations

import re
from typing import Final

from deskcirc.domain.classes import ClassLabel, read_class
from deskcirc.domain.dates import published_year, read_date
from deskcirc.domain.drafts import Mark, PatronDraft, ReadRow, RefusalReason
from deskcirc.exchange.choices import Choices
from deskcirc.exchange.header_words import Column
from deskcirc.exchange.rows import PlannedRow

_GENDERS: Final = {
    **dict.fromkeys(("男", "男生", "m", "male", "boy", "1"), "male"),
    **dict.fromkeys(("女", "女生", "f", "female", "girl", "2"), "female"),
}
_STAFF: Final = re.compile(
    r"教师|老师|教职工?|职工|员工|行政|后勤|校长|主任|工友|临聘|退休|.*(?:组|处|室|部|科)|teachers?|staff",
    re.IGNORECASE,
)
_OPEN: Final = frozenset(
    {"开通", "正常", "有效", "启用", "在用", "可借", "在读", "在校", "在职", "是", "1", "active", "open", "yes"}
)
_STOPPED: Final = frozenset({"暂停", "停借", "停用", "冻结", "禁借", "stopped", "suspended", "blocked"})
_LOST: Final = frozenset({"丢失", "遗失", "挂失", "lost"})
_LIMIT: Final = re.compile(r"(\d{1,3})(?:\.0+)?\s*[册本]?")


def read_roster_row(row: PlannedRow, choices: Choices) -> ReadRow:
    """The row as a PatronDraft, or refused with its reason."""
    refused = row.no_entry()
    if refused:
        return refused
    name = row.text(Column.NAME)
    if not name:
        return row.refused(RefusalReason.NO_NAME)
    number = row.text(Column.STUDENT_NUMBER) or row.text(Column.REGISTER_NUMBER)
    card = row.text(Column.CARD)
    if not number and not card:
        return row.refused(RefusalReason.NO_PATRON_NUMBER)
    label_text, label, category = _class_and_category(row, choices)
    expires = read_date(row.text(Column.EXPIRES))
    if expires is None and row.text(Column.EXPIRES):
        row.note(Mark.DATE_UNREADABLE, row.text(Column.EXPIRES))
    right = row.text(Column.LENDING_RIGHT).lower()
    draft = PatronDraft(
        name=name,
        number=number,
        card=card,
        gender=_GENDERS.get(row.text(Column.GENDER).lower(), ""),
        class_label=label_text,
        entry_year=_entry_year(row, label, choices),
        class_number=label.number if label else None,
        category=category,
        expires=expires,
        loan_limit=_limit(row),
        stopped=right in _STOPPED,
        card_lost=right in _LOST,
        note=_note(row),
    )
    return row.taken(draft)


def _class_and_category(row: PlannedRow, choices: Choices) -> tuple[str, ClassLabel | None, str]:
    """The class as written and as read, and the category's words; a unit like 教师 is a category, no class."""
    category = row.text(Column.CATEGORY)
    written = row.text(Column.CLASS) or row.text(Column.UNIT)
    label = read_class(written, choices.schooling)
    grade = row.text(Column.GRADE)
    if grade and (label is None or (label.grade is None and label.entry_year is None)):
        joined = f"{grade}{written}"
        label, written = read_class(joined, choices.schooling) or label, joined
    if label is None and written and _STAFF.fullmatch(written):
        return "", None, category or written
    if label is None and written:
        row.note(Mark.CLASS_UNREADABLE, written)
    if not written and not category:
        row.note(Mark.NO_CATEGORY, "")
    return written, label, category


def _entry_year(row: PlannedRow, label: ClassLabel | None, choices: Choices) -> int | None:
    """The year of entry: its own column's, the label's, or counted back from the grade."""
    written = published_year(row.text(Column.ENTRY_YEAR))
    if written is not None or label is None:
        return written
    if choices.on is None:
        return label.entry_year
    return label.entry_year_on(choices.on, choices.schooling)


def _limit(row: PlannedRow) -> int | None:
    """The limit written on the row itself; anything but a count is left to the circulation rules."""
    limit = _LIMIT.fullmatch(row.text(Column.LOAN_LIMIT))
    return int(limit.group(1)) if limit else None


def _note(row: PlannedRow) -> str:
    """The remark, and in the file's own words a lending right that is not simply open."""
    right = "" if row.text(Column.LENDING_RIGHT).lower() in _OPEN else row.headed(Column.LENDING_RIGHT)
    return "; ".join(part for part in (row.text(Column.NOTE), right) if part)

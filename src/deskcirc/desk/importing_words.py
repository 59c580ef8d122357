"""Words of foreign files for item types and patron categories."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from deskcirc.domain.rule_book import GENERAL, PUPIL, REFERENCE, TEACHER

# What schools and dealers write in a column 文献类型, tried in order; a guess from the class number would lock
# dictionaries away that the school lends, so only the file's own word counts.
_ITEM_TYPES: Final = (
    (re.compile(r"工具书|字典|词典|辞典|百科全书|参考书|reference"), REFERENCE),
    (re.compile(r"绘本|图画书|连环画|拼音读物|注音读物|picture ?books?"), "picture"),
    (re.compile(r"教参|教师用书|教学参考|teaching"), "teaching"),
    (re.compile(r"(?:期刊|杂志|报刊)?合订本|过刊|bound (?:magazines?|periodicals?)"), "bound_magazine"),
    (
        re.compile(r"现刊|(?:现期|单本)?(?:期刊|杂志|报刊)|(?:loose )?(?:magazines?|periodicals?|serials?)"),
        "loose_magazine",
    ),
    (
        re.compile(
            r"(?:普通|一般|中文|西文|外文|平装|精装)?(?:图书|书籍|专著)|普通|一般|general|books?|monographs?|text"
        ),
        GENERAL,
    ),
)
_CATEGORIES: Final = (
    (re.compile(r".*学生|学员|.*生|pupils?|students?"), PUPIL),
    (
        re.compile(r"教师|老师|教员|.*教师|.*老师|班主任|.*教研组|.*年级组|语文组|数学组|英语组|teachers?|faculty"),
        TEACHER,
    ),
    (
        re.compile(
            r"教?职工|教职员工?|职员|员工|行政.*|后勤.*|工友|临聘|退休|校长|主任|.*[处室部科组]|staff|employees?"
        ),
        "staff",
    ),
    (re.compile(r"班级|班级卡|class(?:es)?"), "class"),
    (re.compile(r"小?图书管理员|图书小?管理员|helpers?"), "helper"),
)
_LONGEST_TYPE: Final = 24


def item_type_code(words: str) -> str:
    """The code of the item type that the file's words mean; the words themselves where they name one of their own."""
    wanted = " ".join(unicodedata.normalize("NFKC", words).casefold().split())
    known = next((code for form, code in _ITEM_TYPES if form.fullmatch(wanted)), "")
    return known or (words.strip() if 0 < len(wanted) <= _LONGEST_TYPE else GENERAL)


def category_code(words: str) -> str | None:
    """The code of the patron category that the file's words mean; None where they mean none of ours."""
    wanted = " ".join(unicodedata.normalize("NFKC", words).casefold().split())
    return next((code for form, code in _CATEGORIES if form.fullmatch(wanted)), None)

"""Names out of a statement of responsibility ("（美）怀特著 ; 任溶溶译"), as the headings of MARC want them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from deskcirc.domain.pinyin import name_pinyin
from deskcirc.exchange.marc_values import has_chinese

_ROLES: Final = [
    "原著",
    "编著",
    "改编",
    "编译",
    "译注",
    "校注",
    "编注",
    "选编",
    "主编",
    "编写",
    "编绘",
    "编选",
    "撰文",
    "撰稿",
    "绘图",
    "绘画",
    "插图",
    "口述",
    "整理",
    "翻译",
    "创作",
    "摄影",
    "著",
    "编",
    "译",
    "绘",
    "注",
    "撰",
    "文",
    "图",
    "作",
    "选",
    "校",
    "画",
]
_ROLE: Final = re.compile(rf"(?<=.)[\s]*((?:{'|'.join(_ROLES)})(?:[、/·]?(?:{'|'.join(_ROLES)}))*)$")
_BETWEEN: Final = re.compile(r"\s*[;；,，、]\s*|\s+(?=[\u4e00-\u9fff])")
_COUNTRY: Final = re.compile(r"^[(\[（〔【［]([^)\]）〕】］]{1,12})[)\]）〕】］]\s*")
_AND_OTHERS: Final = re.compile(r"\s*(?:\[?等\]?|\[?et al\.?\]?)$")
_BODIES: Final = [
    "编委会",
    "委员会",
    "编写组",
    "课题组",
    "研究所",
    "研究院",
    "研究室",
    "教研室",
    "出版社",
    "公司",
    "协会",
    "学会",
    "中心",
    "大学",
    "学院",
    "学校",
    "中学",
    "小学",
    "编辑部",
    "工作室",
    "图书馆",
    "博物馆",
    "教育部",
    "教育局",
    "教育厅",
    "编译局",
    "电视台",
    "杂志社",
    "报社",
]
_BODY: Final = re.compile(rf"(?:{'|'.join(_BODIES)})$")
_LONGEST: Final = 20  # characters of a name; a longer text is a sentence


@dataclass(frozen=True, slots=True)
class Heading:
    """One name of a statement: a person, or a `body` such as 编写组; the role as the statement words it."""

    name: str
    role: str = ""
    country: str = ""
    body: bool = False

    def pinyin(self) -> str:
        """The name in pinyin with blanks, as dealers write it beside Chinese names; "" for a Latin name."""
        readings = name_pinyin(self.name) if has_chinese(self.name) else ()
        return readings[0].syllables if readings else ""


def headings(statement: str) -> tuple[Heading, ...]:
    """The names in the statement, in their order; none where it can't be told what is a name in it."""
    found: list[Heading] = []
    for part in re.split(r"\s*[;；]\s*", statement):
        role_found = _ROLE.search(_AND_OTHERS.sub("", part.strip()))
        role = role_found[1] if role_found else ""
        names = part.strip()[: role_found.start()] if role_found else part.strip()
        found += [made for one in _names(names) if (made := _heading(one, role)) is not None]
    distinct = {made.name: made for made in reversed(found)}
    return tuple(reversed(distinct.values()))


def _names(text: str) -> list[str]:
    """The names of one part; a Latin name keeps its comma ("White, E. B."), Chinese ones are parted at it."""
    bare = _AND_OTHERS.sub("", text)
    return _BETWEEN.split(bare) if has_chinese(bare) else [bare]


def _heading(text: str, role: str) -> Heading | None:
    country = _COUNTRY.match(text)
    name = _AND_OTHERS.sub("", text[country.end() :] if country else text).strip()
    if not name or len(name) > _LONGEST or any(sign in name for sign in "()（）[]《》:："):
        return None
    return Heading(name, role, country[1] if country else "", _BODY.search(name) is not None)

"""Readings of names and titles in pinyin, so that patrons are found, and titles sorted, by Latin keys alone.

pypinyin costs 50 MB and 0.15 s, so the first reading imports it and not the start; matching needs no pypinyin. It
reads a surname as the ordinary word (单 dan, 曾 ceng), hence the map of surnames here, common knowledge of the trade.
Both readings are kept, for people type either.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from typing import Final

_SURNAMES: Final[dict[str, tuple[str, ...]]] = {
    "万俟": ("mo qi",), "尉迟": ("yu chi",), "单于": ("chan yu",), "长孙": ("zhang sun",), "澹台": ("tan tai",),
    "令狐": ("ling hu",), "鲜于": ("xian yu",), "乐正": ("yue zheng",), "亓官": ("qi guan",), "宰父": ("zai fu",),
    "谷梁": ("gu liang",), "夹谷": ("jia gu",), "拓跋": ("tuo ba",), "贺若": ("he ruo",), "库狄": ("she di",),
    "单": ("shan",), "仇": ("qiu",), "曾": ("zeng",), "查": ("zha",), "盖": ("ge", "gai"), "解": ("xie",),
    "朴": ("piao",), "任": ("ren",), "华": ("hua",), "区": ("ou",), "乐": ("yue", "le"), "员": ("yun",),
    "覃": ("qin", "tan"), "翟": ("zhai", "di"), "缪": ("miao",), "褚": ("chu",), "那": ("na",), "宁": ("ning",),
    "葛": ("ge",), "费": ("fei",), "晁": ("chao",), "种": ("chong",), "繁": ("po",), "秘": ("bi",), "折": ("she",),
    "召": ("shao",), "洗": ("xian",), "尉": ("wei",), "卜": ("bu",), "柏": ("bai", "bo"), "车": ("che",),
    "宿": ("su",), "隗": ("wei", "kui"), "郇": ("xun", "huan"), "郗": ("xi", "chi"), "阚": ("kan",),
    "黑": ("he", "hei"), "盛": ("sheng",), "句": ("gou",), "纪": ("ji",), "能": ("nai",), "祭": ("zhai",),
    "牟": ("mu", "mou"), "莘": ("shen", "xin"), "幺": ("yao",), "燕": ("yan",), "应": ("ying",), "撒": ("sa",),
    "谌": ("chen", "shen"), "佴": ("nai",), "相": ("xiang",), "占": ("zhan",), "角": ("jue",), "薄": ("bo",),
    "晟": ("cheng",), "都": ("du",), "重": ("chong",), "藏": ("zang",), "贲": ("ben",), "隽": ("juan",),
    "颉": ("xie",), "冼": ("xian",), "仉": ("zhang",), "厍": ("she",), "要": ("yao",), "哈": ("ha",), "令": ("ling",),
}  # fmt: skip

_PARTS: Final = re.compile(r"[^\s·•・‧∙．.]+")
_LATIN: Final = re.compile(r"[a-z0-9]+")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
_SYLLABLE: Final = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    r"(?:a|o|e|ai|ei|ao|ou|an|en|ang|eng|er|i|ia|ie|iao|iu|ian|in|iang|ing|iong|ong"
    r"|u|ua|uo|uai|ui|uan|un|uang|ue|v|ve)"
)
_ENDS: Final = frozenset("aeiouvngr")
"""With one of these a syllable ends."""
_LONGEST_SYLLABLE: Final = 6  # letters: zhuang
_BLANK_IN_CHINESE: Final = re.compile(r"(?<=[\u2e80-\U0003ffff])\s+(?=[\u2e80-\U0003ffff])")
_NOT_COMPARED: Final = re.compile(r"[\s·•・‧∙．.'’\-]+")


@dataclass(frozen=True, slots=True)
class NamePinyin:
    """One reading of a name: its syllables with blanks between ("zhang xiao yu") and their first letters ("zxy")."""

    syllables: str
    initials: str


class MatchRank(IntEnum):
    """How well a patron's name answers what was typed; the lowest comes first in the list."""

    EXACT_NAME = 0
    NAME_PREFIX = 1
    SYLLABLES = 2  # the surname, or more, whole: "li" is 李 before it is 梁
    INITIALS_PREFIX = 3
    PINYIN_PREFIX = 4
    CONTAINED = 5


def name_pinyin(name: str) -> tuple[NamePinyin, ...]:
    """All readings of a name, the most likely first; empty for a name with nothing that can be read.

    A surname is read as a surname, its ordinary reading comes second. ü is written v and, as a reading of its own, u.
    The parts of a minority name (阿依古丽·买买提) and the words of a Latin one are read one after another; the blank
    that rosters put into short names (张　三) counts for nothing.
    """
    parts = _PARTS.findall(_BLANK_IN_CHINESE.sub("", _folded(name)))
    readings: list[list[str]] = []
    if len(parts) == 1:
        readings += _surname_readings(parts[0])
    readings.append([syllable for part in parts for syllable in _syllables(part)])
    readings += [_with_plain_u(reading) for reading in tuple(readings)]
    distinct = dict.fromkeys(tuple(reading) for reading in readings if reading)
    return tuple(NamePinyin(" ".join(words), "".join(word[0] for word in words)) for words in distinct)


def search_words(name: str) -> str:
    """The text to store and index beside a name: for each reading the joined syllables and the initials, in turn.

    Lower-case ASCII with single blanks ("zhangxiaoyu zxy"); what `matches_query` reads.
    """
    return " ".join(f"{reading.syllables.replace(' ', '')} {reading.initials}" for reading in name_pinyin(name))


def matches_query(query: str, name: str, words: str) -> MatchRank | None:
    """How well the name, with its `search_words`, answers the query; None where it does not.

    Case, blanks, dots between name parts, apostrophes and hyphens count for nothing, full-width letters are Latin
    ones, ü is v. An empty query matches nothing, and one letter is looked for at the beginnings only.
    """
    return match_rank(comparable(query), name, words)


def match_rank(wanted: str, name: str, words: str) -> MatchRank | None:
    """As `matches_query`, for a query that went through `comparable` once and is asked of many names."""
    written = comparable(name)
    if not wanted or (wanted not in words and wanted not in written):
        return None
    if written.startswith(wanted):
        return MatchRank.EXACT_NAME if written == wanted else MatchRank.NAME_PREFIX
    readings = words.split()
    if wanted[-1:] in _ENDS and any(
        _begins_whole(wanted, *reading) for reading in zip(readings[::2], readings[1::2], strict=False)
    ):
        return MatchRank.SYLLABLES
    if any(initials.startswith(wanted) for initials in readings[1::2]):
        return MatchRank.INITIALS_PREFIX
    if any(joined.startswith(wanted) for joined in readings[::2]):
        return MatchRank.PINYIN_PREFIX
    if len(wanted) == 1 and wanted.isascii():
        return None
    return MatchRank.CONTAINED if any(wanted in text for text in (written, *readings)) else None


def _begins_whole(wanted: str, joined: str, initials: str) -> bool:
    """Whether the query is the first syllables of a reading, none of them cut; the initials say where each begins."""
    if not joined.startswith(wanted):
        return False
    rest = joined[len(wanted) :]
    return any(
        _are_syllables(wanted, initials[:count]) and _are_syllables(rest, initials[count:])
        for count in range(1, len(initials) + 1)
    )


def _are_syllables(letters: str, initials: str) -> bool:
    if not initials:
        return not letters
    if len(initials) == 1:
        return letters[:1] == initials and _SYLLABLE.fullmatch(letters) is not None
    return letters[:1] == initials[0] and any(
        _SYLLABLE.fullmatch(letters[:end]) and _are_syllables(letters[end:], initials[1:])
        for end in range(1, min(len(letters), _LONGEST_SYLLABLE + 1))
        if letters[end] == initials[1]
    )


def title_syllables(title: str) -> list[str]:
    """The syllables of a title or of an author, as the ordinary words they are; numbers and Latin words whole."""
    return _syllables(_folded(title))


def syllable_splits(letters: str, most: int = 6) -> list[tuple[str, ...]]:
    """Ways to read small Latin letters as pinyin syllables, the last of which may be cut: caof is cao f.

    At most `most` of them, those with long syllables first: xian is 先 before it is 西安.
    """
    found: list[tuple[str, ...]] = []
    _split(letters, (), found, most)
    return found


def _split(rest: str, before: tuple[str, ...], found: list[tuple[str, ...]], most: int) -> None:
    if len(found) >= most:
        return
    if _begins_a_syllable(rest):
        found.append((*before, rest))
    for end in range(min(len(rest) - 1, _LONGEST_SYLLABLE), 0, -1):
        if _SYLLABLE.fullmatch(rest[:end]):
            _split(rest[end:], (*before, rest[:end]), found, most)


@cache
def _begins_a_syllable(letters: str) -> bool:
    return any(syllable.startswith(letters) for syllable in _all_syllables())


@cache
def _all_syllables() -> tuple[str, ...]:
    """Every combination of the pattern, some of which no word has: what is cut may be any of them."""
    initials = ["", *"bpmfdtnlgkhjqxrzcsyw", "zh", "ch", "sh"]
    finals = (
        *("a", "o", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "er", "i", "ia", "ie", "iao", "iu", "ian"),
        *("in", "iang", "ing", "iong", "ong", "u", "ua", "uo", "uai", "ui", "uan", "un", "uang", "ue", "v", "ve"),
    )
    return tuple(initial + final for initial in initials for final in finals)


def _surname_readings(name: str) -> list[list[str]]:
    """The readings of a name that begins with a surname of the map, the longer surname first."""
    return [
        [*reading.split(), *_syllables(name[length:])]
        for length in (2, 1)
        if len(name) > length or length == 1
        for reading in _SURNAMES.get(name[:length], ())
    ]


def _syllables(text: str) -> list[str]:
    """The words are told apart as pypinyin does it; each is then heard once, for titles are made of the same words."""
    from pypinyin.seg.simpleseg import seg

    return [syllable for word in seg(text) for syllable in _heard(word)]


@lru_cache(maxsize=1 << 14)
def _heard(word: str) -> tuple[str, ...]:
    from pypinyin import Style, lazy_pinyin

    return tuple(part for spoken in lazy_pinyin([word], style=Style.NORMAL) for part in _LATIN.findall(_ascii(spoken)))


def _with_plain_u(syllables: list[str]) -> list[str]:
    """lv, nv, lve, nve as people without a ü on the keyboard write them; a v of a Latin word stays."""
    return [re.sub(r"^([ln])v(?=e?$)", r"\1u", syllable) for syllable in syllables]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _ascii(text: str) -> str:
    """The letters without their accents (José, Ömer), ü as v; what has no Latin letter stays and is passed over."""
    if text.isascii():
        return text
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", text.replace("ü", "v")) if not unicodedata.combining(sign)
    )


def comparable(text: str) -> str:
    """The text as a query is compared with it: small Latin letters without accents, no blanks, dots or hyphens."""
    if _HAN.fullmatch(text):
        return text
    return _NOT_COMPARED.sub("", _ascii(_folded(text)))

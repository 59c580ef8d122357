"""Patrons are found by what people really type: surnames read as surnames, initials, v for ü."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from deskcirc.domain.pinyin import MatchRank, matches_query, name_pinyin, search_words, title_syllables


@pytest.mark.parametrize(
    ("name", "syllables", "initials"),
    [
        ("张小雨", "zhang xiao yu", "zxy"),
        ("单小雨", "shan xiao yu", "sxy"),
        ("仇英", "qiu ying", "qy"),
        ("曾文", "zeng wen", "zw"),
        ("查良", "zha liang", "zl"),
        ("盖文", "ge wen", "gw"),
        ("解晓东", "xie xiao dong", "xxd"),
        ("朴树", "piao shu", "ps"),
        ("区志", "ou zhi", "oz"),
        ("覃雨", "qin yu", "qy"),
        ("翟天", "zhai tian", "zt"),
        ("尉迟恭", "yu chi gong", "ycg"),
        ("万俟雨", "mo qi yu", "mqy"),
        ("欧阳娜", "ou yang na", "oyn"),
        ("单于飞", "chan yu fei", "cyf"),
        ("吕布", "lv bu", "lb"),
        ("张　三", "zhang san", "zs"),
        ("单 丽", "shan li", "sl"),
        ("阿依古丽·买买提", "a yi gu li mai mai ti", "ayglmmt"),
        ("John Smith", "john smith", "js"),
        ("José Ömer", "jose omer", "jo"),
        ("读者4167e1", "du zhe 4167e1", "dz4"),
    ],
)
def test_the_likeliest_reading_of_a_name_comes_first(name: str, syllables: str, initials: str) -> None:
    first = name_pinyin(name)[0]
    assert (first.syllables, first.initials) == (syllables, initials)


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("单小雨", ["shan xiao yu", "dan xiao yu"]),
        ("盖文", ["ge wen", "gai wen"]),
        ("吕布", ["lv bu", "lu bu"]),
        ("单于飞", ["chan yu fei", "shan yu fei"]),
        ("张小雨", ["zhang xiao yu"]),
        ("岳略", ["yue lve", "yue lue"]),
        ("", []),
        ("……", []),
    ],
)
def test_the_ordinary_reading_and_plain_u_stay_as_further_readings(name: str, readings: list[str]) -> None:
    assert [reading.syllables for reading in name_pinyin(name)] == readings


@pytest.mark.parametrize(
    ("query", "name", "rank"),
    [
        ("张小雨", "张小雨", MatchRank.EXACT_NAME),
        ("张 三", "张　三", MatchRank.EXACT_NAME),
        ("阿依古丽买买提", "阿依古丽·买买提", MatchRank.EXACT_NAME),
        ("john smith", "John Smith", MatchRank.EXACT_NAME),
        ("张小", "张小雨", MatchRank.NAME_PREFIX),
        ("zxy", "张小雨", MatchRank.INITIALS_PREFIX),
        ("ZX", "张小雨", MatchRank.INITIALS_PREFIX),
        ("ｚｘ", "张小雨", MatchRank.INITIALS_PREFIX),
        ("sxy", "单小雨", MatchRank.INITIALS_PREFIX),
        ("dxy", "单小雨", MatchRank.INITIALS_PREFIX),
        ("zhangxiao", "张小雨", MatchRank.SYLLABLES),
        ("zhang xiao y", "张小雨", MatchRank.PINYIN_PREFIX),
        ("lvb", "吕布", MatchRank.PINYIN_PREFIX),
        ("lub", "吕布", MatchRank.PINYIN_PREFIX),
        ("xi'an", "习安", MatchRank.SYLLABLES),
        ("xia", "习安", MatchRank.PINYIN_PREFIX),
        ("lü", "吕布", MatchRank.SYLLABLES),
        ("li", "李娜", MatchRank.SYLLABLES),
        ("li", "梁小雨", MatchRank.PINYIN_PREFIX),
        ("li", "林娜", MatchRank.PINYIN_PREFIX),
        ("lin", "林娜", MatchRank.SYLLABLES),
        ("fan", "方安", MatchRank.PINYIN_PREFIX),
        ("an", "安妮", MatchRank.SYLLABLES),
        ("sima", "司马光", MatchRank.SYLLABLES),
        ("雨", "张小雨", MatchRank.CONTAINED),
        ("xiaoyu", "张小雨", MatchRank.CONTAINED),
        ("xy", "张小雨", MatchRank.CONTAINED),
        ("y", "张小雨", None),
        ("李", "张小雨", None),
        ("", "张小雨", None),
        (" ", "张小雨", None),
    ],
)
def test_a_patron_answers_to_name_initials_and_pinyin(query: str, name: str, rank: MatchRank | None) -> None:
    assert matches_query(query, name, search_words(name)) is rank


def test_a_surname_typed_whole_comes_before_a_longer_one_that_begins_alike() -> None:
    names = ("梁小雨", "林娜", "李娜", "李雷")
    ranked = sorted(names, key=lambda name: (matches_query("li", name, search_words(name)) or 0, search_words(name)))
    assert ranked == ["李雷", "李娜", "梁小雨", "林娜"]


def test_words_to_index_hold_each_reading_and_its_initials_in_turn() -> None:
    assert search_words("单小雨") == "shanxiaoyu sxy danxiaoyu dxy"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=12))
def test_any_name_gives_words_of_small_letters_and_digits_and_answers_to_itself(name: str) -> None:
    words = search_words(name)
    assert all(sign.isdigit() or "a" <= sign <= "z" or sign == " " for sign in words)
    assert words.isascii()
    assert words == " ".join(words.split())
    assert matches_query(name, name, words) in (MatchRank.EXACT_NAME, None)
    for reading in name_pinyin(name):
        assert len(reading.syllables.split()) == len(reading.initials)
        rank = matches_query(reading.syllables, name, words)
        assert rank is not None or len(reading.syllables) == 1


def test_matching_needs_no_pinyin_library() -> None:
    code = (
        "import sys; from deskcirc.domain.pinyin import matches_query; "
        "matches_query('zxy', '张小雨', 'zhangxiaoyu zxy'); sys.exit('pypinyin' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.text(alphabet="中国的长大行乐重要银行音乐校长参差abé 12ü，·㐀", max_size=24))
def test_words_heard_one_by_one_are_read_as_the_whole_title_is(title: str) -> None:
    whole = lazy_pinyin(unicodedata.normalize("NFKC", title).casefold(), style=Style.NORMAL)
    spoken = " ".join(unicodedata.normalize("NFD", word.replace("ü", "v")).replace("\u0301", "") for word in whole)
    assert title_syllables(title) == re.findall("[a-z0-9]+", spoken)

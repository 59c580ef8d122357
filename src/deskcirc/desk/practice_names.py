"""Names of pupils and teachers who do not exist, for the practice library.

Made of the commonest surnames, weighted roughly as in the country, and of characters parents like to choose. Nothing
here comes from a list of persons. As in a real school, some names are borne by two.
"""

from __future__ import annotations

import random
from typing import Final, Literal

Gender = Literal["male", "female"]

_SURNAMES: Final = (
    ("王李张刘陈", 60),
    ("杨黄赵吴周", 24),
    ("徐孙马朱胡郭何林罗高", 12),
    ("郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余", 6),
    (
        "于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金贾韦夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴莫孔汤",
        2,
    ),
    ("单解查仇盖翟区", 1),
    (("欧阳", "上官", "司徒", "诸葛", "尉迟"), 1),
)
_FIRST: Final[dict[Gender, str]] = {
    "male": "子宇浩俊天嘉一志家文泽博梓晨明建思皓睿承景书逸柏远奕正伟向新",
    "female": "雨梓思欣诗佳若雅晓心语嘉一紫静可婉芷书梦依安慧乐舒清沐云映春",
}
_LAST: Final[dict[Gender, str]] = {
    "male": "轩宇涵然辰阳杰豪航鹏铭昊泽凡哲翔恒成安乐骏远霖谦朗楠松帆诚峰",
    "female": "涵萱怡彤琪瑶妍婷悦欣雯颖琳洁莹宁然晴蕾萍桐玥瑜月竹兰芸禾雪薇",
}
_ALONE: Final[dict[Gender, str]] = {
    "male": "浩宇鑫睿晨昊俊旭航宁阳霖畅越",
    "female": "悦欣琪妍瑶颖莹雪婷彤萱畅倩晴",
}
_ONE_CHARACTER_SHARE: Final = 0.15

_WEIGHTED_SURNAMES: Final = tuple((surname, weight) for group, weight in _SURNAMES for surname in group)


def invented_name(dice: random.Random) -> tuple[str, Gender]:
    """A name and a gender thrown with the dice; the same seed gives the same names on every machine.

    Characters early in their list are chosen more often, so that two in a school may well share a name.
    """
    gender: Gender = "female" if dice.random() < 0.5 else "male"
    surnames, weights = zip(*_WEIGHTED_SURNAMES, strict=True)
    surname: str = dice.choices(surnames, weights)[0]
    if len(surname) == 1 and dice.random() < _ONE_CHARACTER_SHARE:
        return surname + _liked(dice, _ALONE[gender]), gender
    first = _liked(dice, _FIRST[gender])
    return surname + first + _liked(dice, _LAST[gender].replace(first, "").replace(surname[-1], "")), gender


def _liked(dice: random.Random, characters: str) -> str:
    """One of the characters, the first about three times as often as the last."""
    weights = [3 * len(characters) - 2 * place for place in range(len(characters))]
    return dice.choices(characters, weights)[0]

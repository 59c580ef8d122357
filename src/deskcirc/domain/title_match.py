"""When two descriptions are of one title: by their ISBN, else by title, author and publisher.

Width, case, blanks and 《》 make no difference, nor the words a statement of responsibility ends with (著, 编著, 主编);
where one of the two says nothing of author or publisher, that says nothing against it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from deskcirc.domain.drafts import TitleDraft

_QUOTES: Final = {ord(sign): None for sign in "《》〈〉"}
_ROLE: Final = re.compile(r"(?:\[?[等]\]?)?(?:编著|编写|主编|编绘|编译|改编|选编|合著|译著|[著编写绘译撰])+$")
_COUNTRY: Final = re.compile(r"^[(（\[【〔][^)）\]】〕]{1,6}[)）\]】〕]")  # （美）, [英], （清）
_HOUSE: Final = re.compile(r"(?:有限)?(?:责任)?公司$")


def plain(text: str) -> str:
    """The text without what two people may write differently: width, case, blanks, 《》."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().translate(_QUOTES).split())


def author_core(author: str) -> str:
    """The first name of a statement of responsibility, without country, dynasty and role: 曹文轩 of `曹文轩 著`."""
    first = re.split(r"[;；,，、/]", unicodedata.normalize("NFKC", author))[0]
    return _ROLE.sub("", _COUNTRY.sub("", plain(first)))


def same_work(one: TitleDraft, other: TitleDraft) -> bool:
    """Whether two descriptions have title and part in common, and contradict each other in author or publisher in none.

    The number on the book is not looked at; of two valid ones that differ, two editions may bear one title.
    """
    if plain(one.title) != plain(other.title) or plain(one.volume) != plain(other.volume):
        return False
    authors = author_core(one.author), author_core(other.author)
    houses = tuple(_HOUSE.sub("", plain(each.publisher)) for each in (one, other))
    return _agree(*authors) and _agree(*houses)


def first_signs(title: str) -> tuple[str, ...]:
    """Every way in which a stored title may begin that `plain` makes the same as this one; for a search by index."""
    bare = plain(title)[:1]
    if not bare:
        return ()
    signs = {bare, bare.upper()}
    signs |= {chr(ord(sign) + 0xFEE0) for sign in tuple(signs) if "!" <= sign <= "~"}
    return tuple(sorted(signs | {"《", "〈"}))


def _agree(one: str, other: str) -> bool:
    return not one or not other or one == other

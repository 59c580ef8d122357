"""The new-book bulletin (新书通报): what is announced, and the same as words to paste into a message.

A Bulletin is a plain value; `labels.bulletin_pages` lays it out for the wall (A4) and for the class chat (pictures).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from deskcirc.domain.classification import main_class_name
from deskcirc.domain.stock_words import titles_and_copies
from deskcirc.domain.title_names import quoted
from deskcirc.text import gettext as _
from deskcirc.text import marked

_SENTENCE: Final = re.compile(r"[^。！？!?]*[。！？!?]?|.+")
_ONE_LINE: Final = 90  # characters of a summary that are read at all


class Grouping(StrEnum):
    """Under which headings the titles stand."""

    CLASS = "class"
    AUDIENCE = "audience"
    NONE = "none"


GROUPING_WORDS: Final = {
    Grouping.CLASS: marked("by class"),
    Grouping.AUDIENCE: marked("by audience"),
    Grouping.NONE: marked("in one list"),
}


@dataclass(frozen=True, slots=True)
class Announced:
    """One new title; `cover` is a JPEG or PNG, b"" where there is none."""

    title_id: int
    title: str
    author: str = ""
    publisher: str = ""
    year: int | None = None
    call_number: str = ""
    summary: str = ""
    audience: str = ""
    copies: int = 0
    cover: bytes = b""

    @property
    def letter(self) -> str:
        """Its main class; "" where it has none."""
        first = self.call_number[:1].upper()
        return first if "A" <= first <= "Z" else ""

    @property
    def made_by(self) -> str:
        """Author, publisher and year as one line."""
        return " · ".join(part for part in (self.author, self.publisher, str(self.year or "")) if part)


@dataclass(frozen=True, slots=True)
class BulletinGroup:
    """The titles under one heading; "" for none."""

    heading: str
    titles: tuple[Announced, ...]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """Everything the bulletin says; `about` is the line under the headline: how many, of when."""

    headline: str
    greeting: str
    library: str
    about: str
    groups: tuple[BulletinGroup, ...]


def first_sentence(summary: str) -> str:
    """The beginning of a summary as one short line; whole sentences, as many as are read at all."""
    plain = " ".join(summary.split())
    if len(plain) <= _ONE_LINE:
        return plain
    said = ""
    for sentence in _SENTENCE.findall(plain):
        if said and len(said + sentence) > _ONE_LINE:
            break
        said += sentence
    return said if len(said) <= _ONE_LINE else said[: _ONE_LINE - 1].rstrip("，,、；; ") + "…"


def grouped(titles: Iterable[Announced], by: Grouping) -> tuple[BulletinGroup, ...]:
    """The titles under their headings, in the order of the classes; what has no class or audience comes last."""
    if by is Grouping.NONE:
        everything = tuple(titles)
        return (BulletinGroup("", everything),) if everything else ()
    found: dict[str, list[Announced]] = {}
    for title in titles:
        found.setdefault(title.letter if by is Grouping.CLASS else title.audience.strip(), []).append(title)
    keys = sorted(found, key=lambda key: (not key, key))
    return tuple(BulletinGroup(_heading(key, by), tuple(found[key])) for key in keys)


def _heading(key: str, by: Grouping) -> str:
    if not key:
        return _("More new books")
    if by is Grouping.AUDIENCE:
        return key
    name = main_class_name(key)
    return f"{key} {name}" if name else key


def about_words(titles: Sequence[Announced], when: str) -> str:
    """How many titles and copies are announced, and of when."""
    copies = sum(title.copies for title in titles)
    return " · ".join(part for part in (when, titles_and_copies(len(titles), copies)) if part)


def bulletin_text(bulletin: Bulletin) -> str:
    """The bulletin as words to paste: one line a title, a blank line before each heading."""
    lines = [f"【{bulletin.headline}】", " · ".join(part for part in (bulletin.library, bulletin.about) if part)]
    if bulletin.greeting:
        lines += ["", bulletin.greeting]
    number = 0
    for group in bulletin.groups:
        lines.append("")
        if group.heading:
            lines.append(f"◆ {group.heading}")
        for title in group.titles:
            number += 1
            name = _("{number}. {title}").format(number=number, title=quoted(title.title))
            lines.append(" ".join(part for part in (name, title.made_by, _call_words(title.call_number)) if part))
            if title.summary:
                lines.append(f"   {title.summary}")
    return "\n".join(lines) + "\n"


def _call_words(call_number: str) -> str:
    return _("[{call_number}]").format(call_number=call_number) if call_number else ""


def only(groups: Iterable[BulletinGroup], chosen: Mapping[int, bool]) -> tuple[BulletinGroup, ...]:
    """The groups with the titles that are ticked; one that is left without titles is left out."""
    kept = (
        BulletinGroup(group.heading, tuple(title for title in group.titles if chosen.get(title.title_id, True)))
        for group in groups
    )
    return tuple(group for group in kept if group.titles)

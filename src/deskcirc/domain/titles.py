"""The title as the library describes it: what all copies of a book, a volume or a magazine share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, Final

from deskcirc.domain.drafts import TitleDraft
from deskcirc.text import marked


class TitleKind(StrEnum):
    """What a title is; a volume of a set that has its own description is a BOOK with its set's name."""

    BOOK = "book"
    SET = "set"
    MAGAZINE = "magazine"
    BOUND_YEAR = "bound_year"
    MEDIA = "media"


TITLE_KIND_WORDS: Final = {
    TitleKind.BOOK: marked("book"),
    TitleKind.SET: marked("set of volumes"),
    TitleKind.MAGAZINE: marked("magazine"),
    TitleKind.BOUND_YEAR: marked("bound year of a magazine"),
    TitleKind.MEDIA: marked("disc or other medium"),
}

AS_DESCRIBED: Final = (
    *("title", "subtitle", "parallel_title", "volume", "author", "other_authors", "edition", "place", "publisher"),
    *("published", "year", "isbn", "isbn_valid", "issn", "price", "pages", "size", "binding", "accompanying", "series"),
    *("language", "audience", "summary", "class_number", "book_number", "note", "kind", "set_name", "unified_number"),
)
"""What a row of titles holds just as a draft does; ISBNs beside the first, subjects and call number are folded."""
_described = attrgetter(*AS_DESCRIBED)


@dataclass(frozen=True, slots=True)
class Title:
    """A title of the library; its `description` has neither copies nor a MARC record.

    One that awaits cataloguing is in the queue of what is still to be completed.
    """

    id: int
    description: TitleDraft
    added_at: datetime
    awaits_cataloguing: bool = False
    ended: bool = False

    @property
    def name(self) -> str:
        """The title with its volume."""
        return " ".join(part for part in (self.description.title, self.description.volume) if part)


def stored_values(description: TitleDraft) -> dict[str, Any]:
    """The description as columns of the table of titles; the call number as the draft has it."""
    values: dict[str, Any] = dict(zip(AS_DESCRIBED, _described(description), strict=True))
    values.update(
        call_number=description.call_number,
        other_isbns=" ".join(description.other_isbns),
        subjects="; ".join(description.subjects),
    )
    return values

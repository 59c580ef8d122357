"""Suggesting the class of a title that is being catalogued, from its record and from what the library holds."""

from __future__ import annotations

from deskcirc.desk.desk import Desk
from deskcirc.domain.class_suggestions import Suggestion, suggested_classes
from deskcirc.domain.classification import Outline
from deskcirc.domain.drafts import TitleDraft
from deskcirc.store.lookups.classes_in_stock import titles_alike


def suggest_classes(
    desk: Desk, outline: Outline, description: TitleDraft, *, title_id: int | None = None, from_record: str = ""
) -> tuple[Suggestion, ...]:
    """The likeliest classes, the best first, each with its reason; none for a form that says nothing yet.

    `title_id` is the title itself where it is in the library already, `from_record` what its MARC field 690 says.
    """
    with desk.library.reading() as connection:
        alike = titles_alike(connection, description, title_id)
    return suggested_classes(outline, description.title, alike, from_record)

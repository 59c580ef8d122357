"""Class corners: opening one for a class, changing it, closing it."""

from __future__ import annotations

from dataclasses import dataclass

from deskcirc.desk.code_owner import code_owner, is_code_free
from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.corners import Corner
from deskcirc.domain.operators import Right
from deskcirc.domain.pinyin import search_words
from deskcirc.domain.scanning import normal_code
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.corners import (
    card_of,
    category_of_classes,
    class_called,
    corner_by_id,
    corner_of_class,
    patron_of_class,
)
from deskcirc.store.tables import cards, corners, patrons
from deskcirc.text import gettext as _
from deskcirc.text import ngettext


@dataclass(frozen=True, slots=True)
class CornerDraft:
    """What is asked before a corner is opened or changed; None as capacity where nobody has counted the places."""

    target: int
    capacity: int | None = None
    note: str = ""
    card: str = ""  # of the class, where it has none yet


@dataclass(frozen=True, slots=True)
class CornerOutcome:
    """The corner that was opened, changed or closed; else the sentence why not."""

    corner: Corner | None = None
    why_not: str = ""


def proposed_card(desk: Desk, class_id: int) -> str:
    """The code of the class's own card, or one that is free for it. Raises GoneError for no class."""
    with desk.library.reading() as connection:
        called = class_called(connection, class_id, desk.policy, desk.today)
        if called is None:
            raise GoneError
        patron_id = patron_of_class(connection, class_id)
        return (card_of(connection, patron_id) if patron_id else "") or called[1]


def open_corner(desk: Desk, class_id: int, draft: CornerDraft) -> CornerOutcome:
    """Open a corner for the class; the class becomes a patron, with a card, where it is none yet.

    Raises GoneError for a class that does not exist.
    """
    if why_not := _not_allowed(desk) or _bad_numbers(draft):
        return CornerOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.OPEN_CORNER)) as writing:
        called = class_called(writing.connection, class_id, desk.policy, desk.today)
        if called is None:
            raise GoneError
        if corner_of_class(writing.connection, class_id, desk.policy, desk.today) is not None:
            words = _("{name} has an open class corner already.")
            return CornerOutcome(why_not=words.format(name=called[0]))
        own = patron_of_class(writing.connection, class_id) or 0
        code = normal_code(draft.card)
        why_not = code_owner(desk, writing.connection, code, own) if code else ""
        category_id = category_of_classes(writing.connection)
        if category_id is None:
            why_not = _("There is no patron category for classes. Add one with the code “class” first.")
        if why_not or category_id is None:
            return CornerOutcome(why_not=why_not)
        patron_id = _the_class(desk, writing, class_id, called[0], category_id)
        _give_card(desk, writing, patron_id, normal_code(draft.card) or called[1])
        numbers = {"target": draft.target, "capacity": draft.capacity, "note": draft.note.strip()}
        corner_id = writing.insert(corners, class_id=class_id, patron_id=patron_id, opened_at=desk.now, **numbers)
        writing.tell(name=called[0])
        return CornerOutcome(corner_by_id(writing.connection, corner_id, desk.policy, desk.today))


def change_corner(desk: Desk, corner_id: int, draft: CornerDraft) -> CornerOutcome:
    """Give a corner another target, capacity or note. Raises GoneError for a corner that does not exist."""
    if why_not := _not_allowed(desk) or _bad_numbers(draft):
        return CornerOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.CHANGE_CORNER)) as writing:
        corner = _corner(desk, writing, corner_id)
        writing.update(corners, corner_id, target=draft.target, capacity=draft.capacity, note=draft.note.strip())
        writing.tell(name=corner.class_name)
        return CornerOutcome(corner_by_id(writing.connection, corner_id, desk.policy, desk.today))


def close_corner(desk: Desk, corner_id: int, *, leave_short: bool = False) -> CornerOutcome:
    """Close a corner; copies that are short stay on loan to the class only where that was decided (`leave_short`).

    Raises GoneError for a corner that does not exist.
    """
    if why_not := _not_allowed(desk):
        return CornerOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.CHANGE_CORNER)) as writing:
        corner = _corner(desk, writing, corner_id)
        if not corner.is_open:
            return CornerOutcome(why_not=_("The class corner of {name} is closed.").format(name=corner.class_name))
        if corner.held and not leave_short:
            words = ngettext(
                "{count} copy is still lent to the class corner of {name}.",
                "{count} copies are still lent to the class corner of {name}.",
                corner.held,
            )
            return CornerOutcome(why_not=words.format(count=corner.held, name=corner.class_name))
        writing.update(corners, corner_id, closed_at=desk.now)
        writing.tell(name=corner.class_name)
        return CornerOutcome(corner_by_id(writing.connection, corner_id, desk.policy, desk.today))


def _not_allowed(desk: Desk) -> str:
    if desk.operator.may(Right.SCHOOL_YEAR):
        return ""
    return _("Only the librarian opens, changes and closes class corners.")


def _bad_numbers(draft: CornerDraft) -> str:
    if draft.target < 0:
        return _("The target must be a number of copies.")
    if draft.capacity is not None and draft.capacity < 1:
        return _("The room must be a number of copies, or left empty.")
    if draft.capacity is not None and draft.capacity < draft.target:
        words = _("There is room for {capacity} copies, fewer than the target of {target}.")
        return words.format(capacity=draft.capacity, target=draft.target)
    return ""


def _the_class(desk: Desk, writing: Writing, class_id: int, name: str, category_id: int) -> int:
    """The class as a patron, known by the name it has today."""
    found = patron_of_class(writing.connection, class_id)
    words = {"name": name, "search_words": search_words(name)}
    if found is not None:
        writing.update(patrons, found, **words)
        return found
    return writing.insert(patrons, category_id=category_id, class_id=class_id, enrolled_at=desk.now, **words)


def _give_card(desk: Desk, writing: Writing, patron_id: int, code: str) -> None:
    """A card where the class has none; a proposed code that something else carries is left for the librarian."""
    connection = writing.connection
    if not card_of(connection, patron_id) and is_code_free(desk, connection, code):
        writing.insert(cards, code=code, patron_id=patron_id, issued_at=desk.now)


def _corner(desk: Desk, writing: Writing, corner_id: int) -> Corner:
    corner = corner_by_id(writing.connection, corner_id, desk.policy, desk.today)
    if corner is None:
        raise GoneError
    return corner

"""Describing titles: a new one is catalogued, a known one changed, a cover set; each is one act that undo takes back.

Only the librarian does it (Right.ACCESSION). A form that was read before somebody else changed the title is refused,
so that no station's work is lost under another's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from deskcirc.desk.book_numbers import book_number_trouble, settle_book_number
from deskcirc.desk.call_numbers import call_number_follows
from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.drafts import MarcDraft, TitleDraft
from deskcirc.domain.operators import Right
from deskcirc.domain.title_checks import ABOUT_OTHERS, KnownStock, TitleDoubt, doubts_about
from deskcirc.domain.title_fields import FIELDS
from deskcirc.domain.title_form import texts_of
from deskcirc.domain.title_names import quoted
from deskcirc.domain.titles import Title, stored_values
from deskcirc.errors import GoneError
from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.title_matches import cover_row, place_is_used, titles_like
from deskcirc.store.lookups.titles import record_row, title_by_id, titles_by_isbn
from deskcirc.store.stored_rows import stored_row
from deskcirc.store.tables import covers, delivery_lines, marc_records, titles
from deskcirc.text import gettext as _

LARGEST_COVER: Final = 200_000
"""Octets of a picture of 360 × 480 dots, made small; far more is none."""


_KNOWN_BY: Final = ("title", "volume", "author", "publisher", "isbn", "other_isbns")


@dataclass(frozen=True, slots=True)
class TitleSaved:
    """What came of a form: the title's id, or why not; and how many copies took over the new call number."""

    title_id: int | None = None
    why_not: str = ""
    copies_moved: int = 0


def not_allowed(desk: Desk) -> str:
    """The sentence for an operator who may not catalogue; "" for one who may."""
    return "" if desk.operator.may(Right.ACCESSION) else _("Only the librarian may describe titles.")


def save_title(
    desk: Desk,
    title_id: int | None,
    description: TitleDraft,
    *,
    read_as: TitleDraft | None = None,
    marc: MarcDraft | None = None,
    awaits_cataloguing: bool = False,
    delivery_line: int | None = None,
    shares_call_number: bool = False,
) -> TitleSaved:
    """Catalogue a new title, or change a known one; its copies that had its call number follow.

    `read_as` is the description that the form was filled from: if the library holds another one by now, nothing is
    saved. `marc` is the record to keep with it, edits merged into it already; None leaves what is kept. A
    `delivery_line` of a dealer's list remembers under which title it was catalogued. A call number that another title
    has, or another station has reserved, is refused unless it `shares_call_number`. Raises GoneError for no title.
    """
    if why_not := not_allowed(desk) or _flaw(description):
        return TitleSaved(why_not=why_not)
    name = ActName.CATALOGUE if title_id is None else ActName.CHANGE_TITLE
    with desk.library.writing(desk.act(name)) as writing:
        before = None if title_id is None else _title(writing.connection, title_id)
        if before is not None and read_as is not None and before.description != replace(read_as, marc=None, copies=()):
            return TitleSaved(why_not=_("Somebody else has changed this title meanwhile. Open it again to see how."))
        trouble = _call_number_trouble(desk, writing, before, description)
        if trouble and not shares_call_number:
            return TitleSaved(why_not=trouble)
        title_id, moved = _write(desk, writing, before, description, awaits=awaits_cataloguing)
        settle_book_number(writing, title_id, description.class_number, description.book_number)
        if marc is not None:
            _keep_record(writing, title_id, marc)
        if delivery_line is not None and stored_row(writing.connection, delivery_lines, delivery_line) is not None:
            writing.update(delivery_lines, delivery_line, title_id=title_id)
        writing.tell(
            title=quoted(description.title, description.volume),
            what="" if before is None else _difference(before, description, awaits_cataloguing, moved),
        )
    return TitleSaved(title_id, copies_moved=moved)


def _write(
    desk: Desk, writing: Writing, before: Title | None, description: TitleDraft, *, awaits: bool
) -> tuple[int, int]:
    """The title's row; returns its id and how many copies follow its call number."""
    values = {**stored_values(description), "awaits_cataloguing": awaits}
    if before is None:
        return writing.insert(titles, **values, added_at=desk.now), 0
    writing.update(titles, before.id, **values)
    old, new = before.description.call_number, description.call_number
    return before.id, call_number_follows(writing, before.id, old, new) if old != new else 0


def settle_line(desk: Desk, line_id: int, title_id: int) -> str:
    """A line of a dealer's list is of a title there is; returns "" or the sentence why not. Raises GoneError."""
    if why_not := not_allowed(desk):
        return why_not
    with desk.library.writing(desk.act(ActName.CATALOGUE)) as writing:
        title = _title(writing.connection, title_id)
        if stored_row(writing.connection, delivery_lines, line_id) is None:
            raise GoneError
        writing.update(delivery_lines, line_id, title_id=title_id)
        writing.tell(title=f"《{title.name}》")
    return ""


def doubts_about_title(
    desk: Desk,
    connection: Connection,
    description: TitleDraft,
    texts: Mapping[str, str],
    but: int | None = None,
    read_as: TitleDraft | None = None,
) -> tuple[TitleDoubt, ...]:
    """Everything doubtful about a description, held against the stock; `but` is the title itself, once `read_as`.

    Titles like it that stood there before are not named again while nobody changes what it is known by. A library
    that has switched entry checks off hears of other titles with the same number, words or place alone.
    """
    is_same = read_as is not None and all(getattr(description, name) == getattr(read_as, name) for name in _KNOWN_BY)
    same_isbn = titles_by_isbn(connection, description.isbn) if description.isbn_valid and not is_same else ()
    moved = read_as is None or read_as.call_number != description.call_number
    about = description.class_number, description.book_number
    stock = KnownStock(
        place_is_used=not description.place or place_is_used(connection, description.place),
        same_isbn=tuple(title for title in same_isbn if title.id != but),
        same_work=titles_like(connection, description, but) if description.title and not is_same else (),
        call_number_trouble=book_number_trouble(connection, desk.station, *about, but) if all(about) and moved else "",
        running_numbers=desk.policy.running_book_numbers,
    )
    doubts = doubts_about(description, texts, stock)
    return doubts if desk.policy.entry_checks else tuple(doubt for doubt in doubts if doubt.code in ABOUT_OTHERS)


def set_cover(desk: Desk, title_id: int, octets: bytes, width: int, height: int) -> str:
    """Keep a picture (JPEG or PNG, `width` × `height` dots) as the cover; returns "" or the sentence why not."""
    if why_not := not_allowed(desk):
        return why_not
    if not octets or len(octets) > LARGEST_COVER or width < 1 or height < 1:
        return _("This picture is too large to be kept as a cover.")
    with desk.library.writing(desk.act(ActName.SET_COVER)) as writing:
        title = _title(writing.connection, title_id)
        row_id = cover_row(writing.connection, title_id)
        values = {"octets": octets, "width": width, "height": height, "changed_at": desk.now, "ended": False}
        if row_id is None:
            writing.insert(covers, title_id=title_id, **values)
        else:
            writing.update(covers, row_id, **values)
        writing.tell(title=quoted(title.name))
    return ""


def remove_cover(desk: Desk, title_id: int) -> str:
    """Show no cover any more; the picture stays in the file. Returns "" or the sentence why not."""
    if why_not := not_allowed(desk):
        return why_not
    with desk.library.writing(desk.act(ActName.SET_COVER)) as writing:
        title = _title(writing.connection, title_id)
        row_id = cover_row(writing.connection, title_id)
        if row_id is not None:
            writing.update(covers, row_id, ended=True)
        writing.tell(title=quoted(title.name))
    return ""


def _flaw(description: TitleDraft) -> str:
    return "" if description.title.strip() else _("The title is missing: without one nobody finds the book.")


def _call_number_trouble(desk: Desk, writing: Writing, before: Title | None, description: TitleDraft) -> str:
    if not description.book_number or (before and before.description.call_number == description.call_number):
        return ""
    own = None if before is None else before.id
    about = description.class_number, description.book_number
    return book_number_trouble(writing.connection, desk.station, *about, own)


def _keep_record(writing: Writing, title_id: int, marc: MarcDraft) -> None:
    values = {"syntax": marc.syntax, "carrier": marc.carrier, "encoding": marc.encoding, "octets": marc.octets}
    row_id = record_row(writing.connection, title_id)
    if row_id is None:
        writing.insert(marc_records, title_id=title_id, **values)
    else:
        writing.update(marc_records, row_id, **values)


def _difference(before: Title, after: TitleDraft, awaits: bool, moved: int) -> str:
    """What became different, as the history tells it; long texts by their names alone."""
    old, new = texts_of(before.description), texts_of(after)
    changes = []
    for field in FIELDS:
        if old[field.name] != new[field.name]:
            told = _("{what} {before} → {after}") if field.kind != "lines" else "{what}"
            values = {"before": old[field.name] or "–", "after": new[field.name] or "–"}
            changes.append(told.format(what=_(field.label), **values))
    if before.awaits_cataloguing and not awaits:
        changes.append(_("completed"))
    elif awaits and not before.awaits_cataloguing:
        changes.append(_("to be completed later"))
    if moved:
        changes.append(_("{count} copies have the new call number").format(count=moved))
    return _(", ").join(changes) or _("its MARC record")


def _title(connection: Connection, title_id: int) -> Title:
    title = title_by_id(connection, title_id)
    if title is None:
        raise GoneError
    return title

"""Patrons: enrolling, changing what is known of them, stopping and suspending; each is one act.

Everything here is the librarian's (Right.PATRONS). A number or card that anything else in the library bears is
refused with the name of who or what bears it: a scan must mean one thing only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from deskcirc.desk.code_owner import code_owner
from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.classes import class_name, read_class
from deskcirc.domain.operators import Right
from deskcirc.domain.patron_form import PatronForm
from deskcirc.domain.patrons import Patron, PatronState, patron_label
from deskcirc.domain.pinyin import search_words
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.patron_cards import find_class, namesakes, open_categories
from deskcirc.store.lookups.patrons import patron_by_id, school_classes
from deskcirc.store.tables import cards, classes, patrons
from deskcirc.text import day_words
from deskcirc.text import gettext as _


class Doubt(StrEnum):
    """What a person is asked before a form is taken."""

    SAME_NAME = "same-name"
    NEW_CLASS = "new-class"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a form: the patron's id, or every reason why not, or what must be asked first."""

    patron_id: int | None = None
    refusals: tuple[str, ...] = ()
    same_name: tuple[Patron, ...] = ()  # who bears the name in that class already
    new_class: str = ""  # the class, as it will be called, that the library does not know yet


@dataclass(frozen=True, slots=True)
class _Place:
    """The class of a form: its row, or the year and number of one to be made, or why it is none."""

    class_id: int | None = None
    to_make: tuple[int, int] | None = None
    refusal: str = ""


def not_allowed(desk: Desk) -> str:
    """The sentence for an operator who may not change patrons; "" for one who may."""
    return "" if desk.operator.may(Right.PATRONS) else _("Only the librarian may change patrons and their cards.")


def enrol(desk: Desk, form: PatronForm, confirmed: frozenset[Doubt] = frozenset()) -> Taken:
    """Take somebody in, with a card: the one of the form, else the number itself, as a roster's import does."""
    if why_not := not_allowed(desk):
        return Taken(refusals=(why_not,))
    with desk.library.writing(desk.act(ActName.ENROL)) as writing:
        place = _place_of(desk, writing, form.class_label)
        asked = _asked(desk, writing, form, place, confirmed, own_id=0)
        if asked is not None:
            return asked
        class_id = _class_id(writing, place)
        patron_id = writing.insert(
            patrons, **_columns(form), class_id=class_id, number=form.number or form.card or None, enrolled_at=desk.now
        )
        if form.card or form.number:
            writing.insert(cards, code=form.card or form.number, patron_id=patron_id, issued_at=desk.now)
        writing.tell(patron=_label_of(desk, writing, patron_id), code=form.card or form.number)
    return Taken(patron_id)


def change_patron(desk: Desk, patron_id: int, form: PatronForm, confirmed: frozenset[Doubt] = frozenset()) -> Taken:
    """Change what is known of a patron; the card of the form is not looked at. Raises GoneError for no patron."""
    if why_not := not_allowed(desk):
        return Taken(refusals=(why_not,))
    with desk.library.writing(desk.act(ActName.CHANGE_PATRON)) as writing:
        before = _patron(desk, writing, patron_id)
        keeps_class = form.class_label == before.class_name
        place = _Place(before.class_id) if keeps_class else _place_of(desk, writing, form.class_label)
        asked = _asked(desk, writing, form, place, confirmed, own_id=patron_id)
        if asked is not None:
            return asked
        class_id = _class_id(writing, place)
        values = {**_columns(form), "class_id": class_id, "number": form.number or None}
        writing.update(patrons, patron_id, **values)
        after = _patron(desk, writing, patron_id)
        writing.tell(patron=before.label, what=_difference(before, after))
    return Taken(patron_id)


def stop_patron(desk: Desk, patron_id: int, reason: str) -> str:
    """Lend nothing more to the patron until they are resumed; returns "" or the sentence why not."""

    def stop(patron: Patron) -> tuple[str, dict[str, Any], str]:
        if patron.state is not PatronState.ACTIVE:
            return _("Lending to {patron} has been stopped already.").format(patron=patron.name), {}, ""
        what = _("lending stopped: {reason}").format(reason=reason.strip())
        return "", {"state": PatronState.STOPPED.value}, what

    return _("Say why lending is stopped.") if not reason.strip() else _change(desk, patron_id, stop)


def resume_patron(desk: Desk, patron_id: int) -> str:
    """Lend to a stopped patron again, or take back one who had left; returns "" or the sentence why not."""

    def resume(patron: Patron) -> tuple[str, dict[str, Any], str]:
        if patron.state is PatronState.ACTIVE:
            return _("Lending to {patron} has not been stopped.").format(patron=patron.name), {}, ""
        return "", {"state": PatronState.ACTIVE.value}, _("may borrow again")

    return _change(desk, patron_id, resume)


def suspend(desk: Desk, patron_id: int, until: date, reason: str) -> str:
    """Suspend lending up to and including a day; returns "" or the sentence why not. Raises GoneError for no patron."""
    if why_not := not_allowed(desk):
        return why_not
    if until < desk.today:
        return _("{day} has passed. A suspension ends today or later.").format(day=day_words(until, desk.today))
    if not reason.strip():
        return _("Say why lending is suspended.")
    with desk.library.writing(desk.act(ActName.SUSPEND)) as writing:
        patron = _patron(desk, writing, patron_id)
        writing.update(patrons, patron_id, suspended_until=until, suspension_reason=reason.strip())
        writing.tell(patron=patron.label, until=until.isoformat(), note=reason.strip())
    return ""


def lift_suspension(desk: Desk, patron_id: int) -> str:
    """End a suspension before its day; returns "" or the sentence why not. Raises GoneError for no patron."""
    if why_not := not_allowed(desk):
        return why_not
    with desk.library.writing(desk.act(ActName.LIFT_SUSPENSION)) as writing:
        patron = _patron(desk, writing, patron_id)
        if patron.suspended_until is None or patron.suspended_until < desk.today:
            return _("{patron} is not suspended.").format(patron=patron.name)
        writing.update(patrons, patron_id, suspended_until=None, suspension_reason="")
        writing.tell(patron=patron.label)
    return ""


def _change(desk: Desk, patron_id: int, decide: Callable[[Patron], tuple[str, dict[str, Any], str]]) -> str:
    """Write what `decide` makes of the patron: why not, or the columns, and the words for the history."""
    if why_not := not_allowed(desk):
        return why_not
    with desk.library.writing(desk.act(ActName.CHANGE_PATRON)) as writing:
        patron = _patron(desk, writing, patron_id)
        why_not, values, what = decide(patron)
        if not why_not:
            writing.update(patrons, patron_id, **values)
            writing.tell(patron=patron.label, what=what)
    return why_not


def _asked(
    desk: Desk, writing: Writing, form: PatronForm, place: _Place, confirmed: frozenset[Doubt], own_id: int
) -> Taken | None:
    """Every refusal, else what must be asked first, else None: the form may be taken."""
    connection = writing.connection
    refusals = [place.refusal]
    if form.category_id not in {category.id for category in open_categories(connection)}:
        refusals.append(_("There is no such patron category."))
    if not own_id and not form.number and not form.card:
        refusals.append(_("A number or a card is missing: without either nobody can be found by a scan."))
    for code in dict.fromkeys((form.number, "" if own_id else form.card)):
        refusals.append(code_owner(desk, connection, code, but=own_id) if code else "")
    kept = tuple(dict.fromkeys(refusal for refusal in refusals if refusal))
    if kept:
        return Taken(refusals=kept)
    if place.to_make is not None and Doubt.NEW_CLASS not in confirmed:
        year, number = place.to_make
        return Taken(new_class=class_name(year, number or None, desk.today, desk.policy.schooling))
    same = namesakes(connection, form.name, place.class_id, desk.policy, desk.today, but=own_id)
    if same and place.to_make is None and Doubt.SAME_NAME not in confirmed:
        return Taken(same_name=same)
    return None


def _place_of(desk: Desk, writing: Writing, label: str) -> _Place:
    if not label:
        return _Place()
    known = school_classes(writing.connection, desk.policy, desk.today)
    named = next((each.id for each in known if each.name == label), None)
    if named is not None:
        return _Place(named)
    read = read_class(label, desk.policy.schooling)
    year = read.entry_year_on(desk.today, desk.policy.schooling) if read else None
    if read is None:
        return _Place(refusal=_("“{text}” is no class. Write it like 三（2）班, 302 or 高一3班.").format(text=label))
    if year is None:
        return _Place(refusal=_("“{text}” names no grade. Write it like 三（2）班 or 302.").format(text=label))
    found = find_class(writing.connection, year, read.number or 0)
    if found is None:
        return _Place(to_make=(year, read.number or 0))
    if found.ended:
        name = class_name(year, read.number, desk.today, desk.policy.schooling)
        return _Place(refusal=_("{class_name} has left the school.").format(class_name=name))
    return _Place(found.id)


def _class_id(writing: Writing, place: _Place) -> int | None:
    if place.to_make is None:
        return place.class_id
    return writing.insert(classes, entry_year=place.to_make[0], number=place.to_make[1])


def _columns(form: PatronForm) -> dict[str, Any]:
    return {
        "name": form.name,
        "search_words": search_words(form.name),
        "category_id": form.category_id,
        "expires": form.expires,
        "loan_limit": form.loan_limit,
        "note": form.note,
    }


def _difference(before: Patron, after: Patron) -> str:
    """What became different, as the history tells it."""
    pairs = (
        (_("name"), before.name, after.name),
        (_("number"), before.number, after.number),
        (_("class"), before.class_name, after.class_name),
        (_("category"), before.category, after.category),
        (_("own limit"), _shown(before.loan_limit), _shown(after.loan_limit)),
        (_("last day"), _shown(before.expires), _shown(after.expires)),
        (_("note"), before.note, after.note),
    )
    changes = [
        _("{what} {before} → {after}").format(what=what, before=old or "–", after=new or "–")
        for what, old, new in pairs
        if old != new
    ]
    return _(", ").join(changes)


def _shown(value: date | int | None) -> str:
    return "" if value is None else str(value)


def _patron(desk: Desk, writing: Writing, patron_id: int) -> Patron:
    patron = patron_by_id(writing.connection, patron_id, desk.policy, desk.today)
    if patron is None:
        raise GoneError
    return patron


def _label_of(desk: Desk, writing: Writing, patron_id: int) -> str:
    patron = _patron(desk, writing, patron_id)
    return patron_label(patron.name, patron.class_name)

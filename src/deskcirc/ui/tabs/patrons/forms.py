"""The forms of the Patrons screen in plain Python: what is asked, what stands there already, why it was not taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from deskcirc.desk.cards import proposed_card
from deskcirc.desk.code_owner import code_owner
from deskcirc.desk.desk import Desk
from deskcirc.domain.charges import CHARGE_KIND_WORDS, ChargeKind
from deskcirc.domain.patrons import Patron
from deskcirc.domain.prices import format_fen
from deskcirc.store.lookups.patron_cards import Category, open_categories
from deskcirc.text import gettext as _

_USUAL_SUSPENSION = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing asked for; a `code` takes a scan, a `choice` has (value, words) to choose from."""

    name: str
    label: str
    kind: Literal["words", "code", "choice", "day"] = "words"
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form on the screen; `act` is what saving it asks for, `edition` rises when fields must be filled anew."""

    act: str
    title: str
    yes: str
    fields: tuple[FormField, ...]
    sentences: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    edition: int = 0

    @property
    def takes_code(self) -> bool:
        """Whether a scan fills one of its fields."""
        return any(field.kind == "code" for field in self.fields)

    def filled(self, values: Mapping[str, str]) -> Form:
        """The form with these values in its fields."""
        fields = tuple(replace(each, value=values.get(each.name, each.value)) for each in self.fields)
        return replace(self, fields=fields, edition=self.edition + 1)

    def refused(self, values: Mapping[str, str], refusals: Sequence[str]) -> Form:
        """The form as it was filled in, with why it was not taken."""
        return replace(self.filled(values), refusals=tuple(refusals))


def with_scan(desk: Desk, form: Form, code: str) -> Form:
    """The form with the scanned code in its field, or with who has that code already."""
    with desk.library.reading() as connection:
        taken = code_owner(desk, connection, code)
    if taken:
        return replace(form, refusals=(taken,))
    fields = tuple(replace(field, value=code) if field.kind == "code" else field for field in form.fields)
    return replace(form, fields=fields, refusals=(), edition=form.edition + 1)


def enrol_form(desk: Desk, class_name: str = "", category_id: int | None = None, card: str = "") -> Form:
    """Somebody new; the class and category looked at stand there already, and the next free card."""
    fields = (
        FormField("name", _("Name")),
        FormField("number", _("Number"), hint=_("as on the roster; may be empty")),
        FormField("card", _("Card"), "code", card or proposed_card(desk), hint=_("scan it; empty: the number is it")),
        *_about(desk, class_name, category_id),
    )
    return Form("enrol", _("Enrol a patron"), _("Enrol"), fields)


def edit_form(desk: Desk, patron: Patron) -> Form:
    """What is known of a patron, to be changed."""
    values = {
        "name": patron.name,
        "number": patron.number,
        "expires": patron.expires.isoformat() if patron.expires else "",
        "loan_limit": "" if patron.loan_limit is None else str(patron.loan_limit),
        "note": patron.note,
    }
    fields = (
        FormField("name", _("Name")),
        FormField("number", _("Number")),
        *_about(desk, patron.class_name, patron.category_id),
    )
    return Form("edit", _("Change {patron}").format(patron=patron.name), _("Save"), fields).filled(values)


def card_form(desk: Desk, patron: Patron) -> Form:
    """Another card for a patron; the next free code of the pattern in use stands there already."""
    sentences = (
        _("Scan the new card and it is done, or save this code and print a card with it."),
        _("The old card stays known and lends nothing more."),
        _("What is on loan stays on loan: it belongs to the person, not to the card."),
    )
    field = FormField("card", _("New card"), "code", proposed_card(desk, patron.id))
    title = _("Another card for {patron}").format(patron=patron.name)
    return Form("card", title, _("Give this card"), (field,), sentences)


def suspend_form(desk: Desk, patron: Patron) -> Form:
    """A suspension: until when, and why."""
    until = desk.policy.open_days.next_open_day(desk.today + _USUAL_SUSPENSION) or desk.today + _USUAL_SUSPENSION
    fields = (
        FormField("until", _("Up to and including"), "day", until.isoformat()),
        FormField("reason", _("Reason")),
    )
    sentences = (_("Returning is always possible; the reason is shown at the counter to the staff."),)
    return Form("suspend", _("Suspend lending to {patron}").format(patron=patron.name), _("Suspend"), fields, sentences)


def stop_form(patron: Patron) -> Form:
    """Stopping a patron: why."""
    sentences = (_("Nothing more is lent until you let the patron borrow again."),)
    fields = (FormField("reason", _("Reason")),)
    return Form("stop", _("Stop lending to {patron}").format(patron=patron.name), _("Stop"), fields, sentences)


def charge_form(patron: Patron) -> Form:
    """A charge: for what, how much."""
    kinds = tuple((kind.value, _(words)) for kind, words in CHARGE_KIND_WORDS.items())
    fields = (
        FormField("kind", _("For"), "choice", ChargeKind.LOST.value, kinds),
        FormField("amount", _("Yuan")),
        FormField("note", _("Note"), hint=_("the title, what happened")),
    )
    return Form("charge", _("Charge {patron}").format(patron=patron.name), _("Charge"), fields)


def pay_form(charge_id: int, about: str, owed: int) -> Form:
    """Money for a charge: how much of it, and the note that was handed over."""
    fields = (
        FormField("amount", _("Amount, in yuan; less for a part"), value=format_fen(owed)),
        FormField("given", _("Note or coins given (optional)")),
        FormField("note", _("Note on the receipt (optional)")),
    )
    return Form(f"pay:{charge_id}", _("Take money for a charge"), _("Take the money"), fields, (about,))


def refund_form(charge_id: int, about: str, kept: int, owed: int) -> Form:
    """Money given back: how much of `kept` fen, and why; `owed` fen are owed no more by it."""
    fields = (
        FormField("amount", _("Amount, in yuan; less for a part of it"), value=format_fen(kept)),
        FormField("reason", _("Reason (a found copy within the days needs none)")),
    )
    rest = _("The {amount} yuan still owed are owed no more by it.").format(amount=format_fen(owed)) if owed else ""
    return Form(f"refund:{charge_id}", _("Give money back"), _("Give back"), fields, tuple(filter(None, (about, rest))))


def waive_form(charge_id: int, about: str) -> Form:
    """Waiving a charge: why."""
    fields = (FormField("reason", _("Reason")),)
    return Form(f"waive:{charge_id}", _("Waive the charge"), _("Waive"), fields, (about,))


def _about(desk: Desk, class_name: str, category_id: int | None) -> tuple[FormField, ...]:
    with desk.library.reading() as connection:
        categories: Sequence[Category] = open_categories(connection)
    named = tuple((str(category.id), category.name) for category in categories)
    chosen = str(category_id) if category_id is not None else next((value for value, _words in named), "")
    return (
        FormField("class", _("Class"), value=class_name, hint=_("as the school writes it: 三（2）班, 302, 高一3班")),
        FormField("category", _("Category"), "choice", chosen, named),
        FormField("loan_limit", _("Own limit"), hint=_("copies at a time; empty: as the rule says")),
        FormField("expires", _("Last day"), hint=_("like 2027-06-30; empty: none")),
        FormField("note", _("Note"), hint=_("shown to the staff at the counter")),
    )

"""What a person fills in about a patron, as typed and as read: nothing is looked up here, only understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from deskcirc.domain.dates import read_date
from deskcirc.domain.scanning import ScanKind, normal_code, read_scan
from deskcirc.text import gettext as _

_MOST_COPIES = 999


@dataclass(frozen=True, slots=True)
class PatronForm:
    """A patron as filled in; `class_label` as the school writes classes, "" for somebody in none.

    `expires` is the last day of borrowing, `loan_limit` the patron's own limit in copies, both None for none.
    """

    name: str
    category_id: int
    number: str = ""
    card: str = ""
    class_label: str = ""
    expires: date | None = None
    loan_limit: int | None = None
    note: str = ""


def read_form(values: Mapping[str, str]) -> tuple[PatronForm, tuple[str, ...]]:
    """The form with every reason why what was typed cannot be taken; the category is given by its id."""
    refusals = []
    name = " ".join(values.get("name", "").split())
    if not name:
        refusals.append(_("The name is missing."))
    category = values.get("category", "")
    if not _is_number(category):
        refusals.append(_("The category is missing."))
    limit, day = values.get("loan_limit", "").strip(), values.get("expires", "").strip()
    expires = read_date(day) if day else None
    if day and expires is None:
        refusals.append(_("“{text}” is not a day. Write it like 2027-06-30.").format(text=day))
    if limit and not (_is_number(limit) and int(limit) <= _MOST_COPIES):
        refusals.append(_("“{text}” is not a number of copies.").format(text=limit))
        limit = ""
    for code in (values.get("number", ""), values.get("card", "")):
        if code.strip() and (why_not := code_flaw(code)):
            refusals.append(why_not)
    form = PatronForm(
        name=name,
        category_id=int(category) if _is_number(category) else 0,
        number=normal_code(values.get("number", "")),
        card=normal_code(values.get("card", "")),
        class_label=values.get("class", "").strip(),
        expires=expires,
        loan_limit=int(limit) if limit else None,
        note=values.get("note", "").strip(),
    )
    return form, tuple(refusals)


def code_flaw(text: str) -> str:
    """Why the text cannot be the code of a card or the number of a patron; "" where it can."""
    scan = read_scan(text)
    if scan.kind is ScanKind.EMPTY:
        return _("The code is missing.")
    if scan.kind is ScanKind.COMMAND:
        return _("{code} is a command of the counter.").format(code=scan.code)
    return scan.sentence()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10

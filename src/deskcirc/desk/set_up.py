"""A new library: its usual categories, item types and circulation rules, one operator, one number series.

The rules are those seen most often in primary schools (domain facts, chapter 7): pupils three copies for fourteen
days, teachers ten for sixty, reference works read in the room. They are a start, not a constant.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Final

from deskcirc import settings as known
from deskcirc.domain.changes import ActName
from deskcirc.domain.operators import Operator, Right, Role
from deskcirc.store.database import Library, create_library, damaged
from deskcirc.store.journal import Act, Writing
from deskcirc.store.lookups.operators import all_operators
from deskcirc.store.tables import (
    circulation_rules,
    item_types,
    number_series,
    operators,
    patron_categories,
    settings,
)
from deskcirc.text import gettext as _
from deskcirc.text import marked

PUPIL: Final = "pupil"
TEACHER: Final = "teacher"
GENERAL: Final = "general"
REFERENCE: Final = "reference"

CATEGORIES: Final = {
    PUPIL: marked("Pupil"),
    TEACHER: marked("Teacher"),
    "staff": marked("Staff"),
    "class": marked("Class"),
}
ITEM_TYPES: Final = {
    GENERAL: marked("General"),
    "picture": marked("Picture book"),
    REFERENCE: marked("Reference work"),
    "teaching": marked("Teaching reference"),
    "magazine": marked("Magazine"),
}

_ANYBODY: Final[dict[str, Any]] = {
    "loan_limit": 3,
    "loan_days": 14,
    "renewals": 1,
    "renewal_days": 14,
    "holds": 2,
    "overdue_effect": "block",
}
_RULES: Final[tuple[tuple[str | None, str | None, dict[str, Any]], ...]] = (
    (PUPIL, None, _ANYBODY),
    (TEACHER, None, {**_ANYBODY, "loan_limit": 10, "loan_days": 60, "renewals": 2, "renewal_days": 30, "holds": 5}),
    ("staff", None, {**_ANYBODY, "loan_limit": 5, "loan_days": 30, "renewal_days": 30}),
    ("class", None, {**_ANYBODY, "loan_limit": 100, "loan_days": 120, "overdue_effect": "none"}),
    (None, REFERENCE, {**_ANYBODY, "loan_days": 0, "renewals": 0, "renewal_days": 0, "lending": "in_house"}),
    (TEACHER, REFERENCE, {**_ANYBODY, "loan_days": 0, "renewals": 0, "renewal_days": 0, "lending": "same_day"}),
)


def make_library(path: Path, name: str, now: datetime) -> Library:
    """Make a library file with what every school needs; raises LibraryFileError where it can't be made."""
    library = create_library(path)
    try:
        act = Act(str(ActName.SET_UP), now, _("Librarian"), "", {"library": name})
        with library.writing(act) as writing:
            _fill(writing, name)
    except BaseException:
        library.close()
        path.unlink(missing_ok=True)
        raise
    return library


def _fill(writing: Writing, name: str) -> None:
    categories = {
        code: writing.insert(patron_categories, code=code, name=_(words)) for code, words in CATEGORIES.items()
    }
    types = {code: writing.insert(item_types, code=code, name=_(words)) for code, words in ITEM_TYPES.items()}
    for category, item_type, numbers in _RULES:
        writing.insert(
            circulation_rules,
            category_id=categories[category] if category else None,
            item_type_id=types[item_type] if item_type else None,
            **numbers,
        )
    writing.insert(operators, name=_("Librarian"), role=Role.LIBRARIAN.value)
    writing.insert(number_series, code="accession", width=7, next=1)
    writing.insert(settings, name=known.LIBRARY_NAME.name, value=known.LIBRARY_NAME.write(name))


def first_operator(library: Library) -> Operator:
    """Who stands at the counter when the program opens: of those without a PIN who may do most, listed first.

    A library whose every operator has a PIN starts with who may do least, and is changed over by PIN. Raises
    LibraryFileError where somebody has emptied the table of operators.
    """
    with library.reading() as connection:
        known_operators = all_operators(connection)
    if not known_operators:
        raise damaged()
    free = [operator for operator in known_operators if not operator.pin_hash]
    return max(free, key=_rights) if free else min(known_operators, key=_rights)


def _rights(operator: Operator) -> int:
    return sum(operator.may(right) for right in Right)

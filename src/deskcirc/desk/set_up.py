"""A new library: its usual categories, item types and circulation rules, one operator, one number series.

The rules are those seen most often in primary schools (domain facts, chapter 7): pupils three copies for fourteen
days, teachers ten for sixty, reference works read in the room. They are a start, not a constant.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from deskcirc import settings as known
from deskcirc.desk.rule_books import write_book
from deskcirc.domain.changes import ActName
from deskcirc.domain.operators import Role
from deskcirc.domain.rule_book import (
    CATEGORIES,
    ITEM_TYPES,
    PUPIL,
    REFERENCE,
    TEACHER,
    USUAL_RULE,
    RuleBook,
    WrittenKind,
    WrittenRule,
)
from deskcirc.domain.rules import Lending, OverdueEffect
from deskcirc.store.database import Library, create_library
from deskcirc.store.journal import Act, Writing
from deskcirc.store.tables import number_series, operators, settings
from deskcirc.text import gettext as _


def usual_book() -> RuleBook:
    """The rules of the preset for primary schools, in the language of the screen."""
    in_house = {"lending": Lending.IN_HOUSE, "loan_days": 0, "renewals": 0, "renewal_days": 0, "holds": 0}
    rules: tuple[tuple[str, str, dict[str, Any]], ...] = (
        (PUPIL, "", {}),
        (TEACHER, "", {"loan_limit": 10, "loan_days": 60, "renewals": 2, "renewal_days": 30, "holds": 5}),
        ("staff", "", {"loan_limit": 5, "loan_days": 30, "renewal_days": 30}),
        ("class", "", {"loan_limit": 100, "loan_days": 120, "overdue_effect": OverdueEffect.NONE}),
        ("helper", "", {"loan_limit": 5, "loan_days": 21, "holds": 3}),
        ("", REFERENCE, in_house),
        (TEACHER, REFERENCE, {**in_house, "lending": Lending.SAME_DAY, "loan_limit": 10}),
        ("", "bound_magazine", in_house),
        (PUPIL, "loose_magazine", {"type_limit": 1, "loan_days": 7, "renewals": 0, "renewal_days": 0, "holds": 0}),
        (PUPIL, "teaching", in_house),
    )
    return RuleBook(
        tuple(WrittenKind(code, _(words)) for code, words in CATEGORIES.items()),
        tuple(WrittenKind(code, _(words)) for code, words in ITEM_TYPES.items()),
        tuple(WrittenRule(category, item_type, replace(USUAL_RULE, **terms)) for category, item_type, terms in rules),
    )


def make_library(path: Path, name: str, now: datetime, book: RuleBook | None = None) -> Library:
    """Make a library file with what every school needs and this set of rules, the usual one where none is given.

    Raises LibraryFileError where it can't be made.
    """
    library = create_library(path)
    try:
        act = Act(str(ActName.SET_UP), now, _("Librarian"), "", {"library": name})
        with library.writing(act) as writing:
            _fill(writing, name, book or usual_book())
    except BaseException:
        library.close()
        path.unlink(missing_ok=True)
        raise
    return library


def _fill(writing: Writing, name: str, book: RuleBook) -> None:
    write_book(writing, book)
    writing.insert(operators, name=_("Librarian"), role=Role.LIBRARIAN.value)
    writing.insert(number_series, code="accession", width=7, next=1)
    writing.insert(settings, name=known.LIBRARY_NAME.name, value=known.LIBRARY_NAME.write(name))

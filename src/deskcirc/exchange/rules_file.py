"""The rules file: a school's categories, item types and circulation rules as one readable TOML file.

The presets in resources/rules are such files. Rules name categories and types by their codes or by their names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from deskcirc.domain.rule_book import (
    CATEGORIES,
    ITEM_TYPES,
    USUAL_RULE,
    KindOf,
    RuleBook,
    WrittenKind,
    WrittenRule,
    said_twice,
)
from deskcirc.domain.rules import BOUNDS, GRADES, Lending, OverdueEffect, flaws_of_rule
from deskcirc.errors import PlainFileError
from deskcirc.exchange.plain_file import PlainFile, PlainRow, read_plain_file, read_plain_text
from deskcirc.exchange.plain_form import Key, Kind, PlainForm, TableForm
from deskcirc.exchange.plain_writing import plain_text
from deskcirc.text import gettext as _
from deskcirc.text import marked

_LENDINGS: Final = tuple(lending.value for lending in Lending)
_EFFECTS: Final = tuple(effect.value for effect in OverdueEffect)
_KIND_KEYS: Final = (
    Key("code", Kind.WORDS, marked("what rules name it by; the same at every school that trades this file"), True),
    Key("name", Kind.WORDS, marked("what this school calls it"), True),
)


def _number(name: str, comment: str) -> Key:
    least, most = BOUNDS[name]
    return Key(name, Kind.MONEY if name == "fine" else Kind.NUMBER, comment, least=least, most=most)


def _grade(name: str, comment: str) -> Key:
    return Key(name, Kind.NUMBER, comment, least=GRADES[0], most=GRADES[1])


_RULE_KEYS: Final = (
    Key("category", Kind.WORDS, marked("patron category, by its code; any where this is left out")),
    _grade("grade_from", marked("first grade, 1 to 12; any where both are left out")),
    _grade("grade_to", marked("last grade")),
    Key("item_type", Kind.WORDS, marked("item type, by its code; any where this is left out")),
    Key(
        "lending",
        Kind.WORDS,
        marked("home = may be taken home, same_day = back the same day, in_house = for use in the library"),
        choices=_LENDINGS,
    ),
    _number("loan_limit", marked("how many copies in all")),
    _number("type_limit", marked("how many copies of one item type; no limit of its own where this is left out")),
    _number("loan_days", marked("for how many days")),
    _number("renewals", marked("how often it may be renewed")),
    _number("renewal_days", marked("for how many days from the day of renewal")),
    _number("holds", marked("how many holds at a time")),
    Key(
        "overdue_effect",
        Kind.WORDS,
        marked(
            "when late: none = nothing, block = no lending while late, suspend = suspended after it, fine = money a day"
        ),
        choices=_EFFECTS,
    ),
    _number("grace_days", marked("days late that count for nothing; whoever is later pays for all of them")),
    _number("suspension_days", marked("days suspended for each day late")),
    _number("suspension_cap", marked("days suspended at most; no limit where this is left out")),
    _number("fine", marked("yuan for each day late")),
    _number("loss_percent", marked("what a lost copy costs, in percent of its price")),
)
FORM: Final = PlainForm(
    "rules",
    marked(
        "Circulation rules of deskcirc. A line that begins with # is a remark. Of several rules that fit, the one that"
        " names the item type wins, then the one that names the category, then the one for fewer grades."
    ),
    (
        TableForm("category", marked("Patron categories"), _KIND_KEYS),
        TableForm("item_type", marked("Item types"), _KIND_KEYS),
        TableForm("rule", marked("Rules"), _RULE_KEYS),
    ),
)
_KINDS: Final = {KindOf.CATEGORY: CATEGORIES, KindOf.ITEM_TYPE: ITEM_TYPES}
_DEFAULTS: Final = replace(USUAL_RULE, loan_limit=0, loan_days=0, renewals=0, renewal_days=0, holds=0)
_ALWAYS: Final = frozenset(
    {"lending", "loan_limit", "loan_days", "renewals", "renewal_days", "holds", "overdue_effect", "loss_percent"}
)
_NUMBERS: Final = tuple(BOUNDS)


def read_rules_file(path: Path) -> RuleBook:
    """The set of rules in a file. Raises ImportFileError, or PlainFileError with every flaw and its line."""
    return _book(read_plain_file(path, FORM))


def read_rules_text(text: str, name: str) -> RuleBook:
    """The set of rules in the text of a file called `name`. Raises PlainFileError with every flaw and its line."""
    return _book(read_plain_text(text, name, FORM))


def rules_text(book: RuleBook) -> str:
    """The set as the text of a file, explained in the language of the screen; read again it is the same set."""
    return plain_text(
        FORM,
        {
            "category": [{"code": kind.code, "name": kind.name} for kind in book.categories],
            "item_type": [{"code": kind.code, "name": kind.name} for kind in book.item_types],
            "rule": [_row(written) for written in book.rules],
        },
    )


def _row(written: WrittenRule) -> dict[str, Any]:
    row: dict[str, Any] = {
        "category": written.category,
        "item_type": written.item_type,
        "grade_from": written.rule.grade_from,
        "grade_to": written.rule.grade_to,
    }
    for name, value in written.terms.items():
        if name in _ALWAYS or value != getattr(_DEFAULTS, name):
            row[name] = value
    return row


def _book(file: PlainFile) -> RuleBook:
    flaws: list[tuple[str, str]] = []
    kinds = {which: _kinds(file, which, flaws) for which in KindOf}
    rows = file.rows("rule")
    rules = tuple(_rule(row, kinds, flaws) for row in rows)
    book = RuleBook(kinds[KindOf.CATEGORY], kinds[KindOf.ITEM_TYPE], rules)
    twice = said_twice(book)
    for row, written in zip(rows, rules, strict=True):
        if written.subject in twice and next(each for each in rules if each.subject == written.subject) is not written:
            sentence = _("there is a rule for the same category, grades and item type further up.")
            flaws.append(row.flaw("", sentence, _("Keep one of the two.")))
    if flaws:
        raise PlainFileError(flaws)
    return book


def _kinds(file: PlainFile, which: KindOf, flaws: list[tuple[str, str]]) -> tuple[WrittenKind, ...]:
    """The categories or types the file lists, and the usual ones that its rules name without listing them."""
    found: dict[str, WrittenKind] = {}
    for row in file.rows(str(which)):
        kind = WrittenKind(row.words("code"), row.words("name"))
        if kind.code in found:
            sentence = _("the code “{code}” is given twice.").format(code=kind.code)
            flaws.append(row.flaw("code", sentence, _("Give each its own code.")))
        found[kind.code] = kind
    usual = _KINDS[which]
    names = {kind.name for kind in found.values()}
    for row in file.rows("rule"):
        code = row.words(str(which))
        if code in usual and code not in found and code not in names:
            found[code] = WrittenKind(code, _(usual[code]))
    return tuple(found.values())


def _rule(row: PlainRow, kinds: dict[KindOf, tuple[WrittenKind, ...]], flaws: list[tuple[str, str]]) -> WrittenRule:
    numbers = {name: row.number_or_none(name) for name in _NUMBERS}
    given: dict[str, Any] = {name: number for name, number in numbers.items() if number is not None}
    rule = replace(
        _DEFAULTS,
        grade_from=row.number_or_none("grade_from"),
        grade_to=row.number_or_none("grade_to"),
        lending=Lending(row.words("lending", Lending.HOME.value)),
        overdue_effect=OverdueEffect(row.words("overdue_effect", OverdueEffect.BLOCK.value)),
        **given,
    )
    missing = [name for name in _needed(rule.lending) if name not in given]
    for name in missing:
        sentence = _("“{key}” is missing in [[{table}]].").format(key=name, table="rule")
        flaws.append(
            row.flaw("", sentence, _("Add a line: {key} = … ({kind}).").format(key=name, kind=_(Kind.NUMBER.value)))
        )
    if not missing:
        flaws += [row.flaw("", flaw) for flaw in flaws_of_rule(rule)]
    codes = [_code(row, which, kinds[which], flaws) for which in KindOf]
    return WrittenRule(codes[0], codes[1], rule)


def _needed(lending: Lending) -> Iterator[str]:
    if lending is not Lending.IN_HOUSE:
        yield "loan_limit"
    if lending is Lending.HOME:
        yield "loan_days"


def _code(row: PlainRow, which: KindOf, kinds: Sequence[WrittenKind], flaws: list[tuple[str, str]]) -> str:
    """The code of what a rule names, by its code or its name; "" where it names nothing."""
    words = row.words(str(which))
    found = next((kind.code for kind in kinds if words in (kind.code, kind.name)), "")
    if words and not found:
        sentence = _("the file lists no [[{table}]] with the code “{code}”.").format(table=which, code=words)
        codes = ", ".join(dict.fromkeys((*(kind.code for kind in kinds), *_KINDS[which])))
        way_out = _("Add it to the list, or name one of these: {codes}.").format(codes=codes)
        flaws.append(row.flaw(str(which), sentence, way_out))
    return found

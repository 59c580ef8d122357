"""The rules file: what it says, every slip with its line, presets, and back again as written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc import paths, text
from deskcirc.desk.set_up import usual_book
from deskcirc.domain.rule_book import (
    CATEGORIES,
    ITEM_TYPES,
    USUAL_RULE,
    RuleBook,
    WrittenKind,
    WrittenRule,
    in_words_of_the_screen,
)
from deskcirc.domain.rules import BOUNDS, CirculationRule, Lending, OverdueEffect, flaws_of_rule
from deskcirc.errors import PlainFileError
from deskcirc.exchange.rules_file import FORM, read_rules_file, read_rules_text, rules_text
from deskcirc.ui.rule_names import PRESETS

PUPILS = """\
[[rule]]
category = "pupil"
loan_limit = 3
loan_days = 14
"""


def book_of(text: str) -> RuleBook:
    return read_rules_text(text, "rules.toml")


def flaws(text: str) -> list[str]:
    with pytest.raises(PlainFileError) as caught:
        book_of(text)
    return [f"{sentence} {way_out}" for sentence, way_out in caught.value.flaws]


def test_a_rule_says_what_it_says_and_nothing_else_is_guessed() -> None:
    (written,) = book_of(PUPILS).rules
    assert (written.category, written.item_type) == ("pupil", "")
    rule = written.rule
    assert (rule.loan_limit, rule.loan_days, rule.renewals, rule.holds) == (3, 14, 0, 0)
    assert (rule.lending, rule.overdue_effect, rule.loss_percent) == (Lending.HOME, OverdueEffect.BLOCK, 100)
    assert (rule.type_limit, rule.suspension_cap, rule.grade_from) == (None, None, None)


def test_usual_categories_need_no_list_of_their_own() -> None:
    assert book_of(PUPILS).categories == (WrittenKind("pupil", "Pupil"),)


def test_a_category_may_be_named_by_its_name() -> None:
    own = '[[category]]\ncode = "parents"\nname = "家长"\n'
    assert book_of(own + PUPILS.replace("pupil", "家长")).rules[0].category == "parents"


def test_money_is_written_in_yuan() -> None:
    written = book_of(PUPILS + 'overdue_effect = "fine"\nfine = 0.1\n').rules[0]
    assert written.rule.fine == 10


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("loan_dais = 14", ("line 5", "“loan_days”")),
        ("renewal_limit = 1", ("line 5", "not a key")),
        ('loan_limit = "three"', ("line 5",)),
        ('lending = "house"', ("line 5", "home, same_day, in_house")),
        ('item_type = "comics"', ("line 5", "[[item_type]]", "general")),
        ("grade_from = 13", ("line 5", "1 to 12")),
        ("fine = -0.1", ("line 5", "0.00 to 1000.00")),
        ("grade_from = 6\ngrade_to = 1", ("line 1", "upside down")),
        ('overdue_effect = "fine"', ("line 1", "charge of 0")),
        ("type_limit = 5", ("line 1", "higher")),
    ],
)
def test_a_slip_in_a_rule_names_its_line_and_the_way_out(line: str, said: tuple[str, ...]) -> None:
    text = PUPILS.replace("loan_limit = 3\n", "") if line.startswith("loan_limit") else PUPILS
    number = len(text.splitlines()) + 1
    (flaw, *_others) = flaws(text + line)
    assert all(part.replace("line 5", f"line {number}") in flaw for part in said), flaw


def test_limit_and_days_are_asked_for_where_copies_leave_the_room() -> None:
    assert len(flaws('[[rule]]\ncategory = "pupil"\n')) == 2
    assert book_of('[[rule]]\nlending = "in_house"\n').rules[0].rule.lending is Lending.IN_HOUSE


def test_two_rules_about_the_same_name_the_second() -> None:
    (flaw,) = flaws(PUPILS + PUPILS)
    assert "line 5" in flaw


def test_two_categories_of_one_code_name_the_second() -> None:
    category = '[[category]]\ncode = "pupil"\nname = "学生"\n'
    (flaw,) = flaws(category + category)
    assert "line 5" in flaw


def test_every_key_of_a_rule_is_explained_in_the_file() -> None:
    written = rules_text(usual_book())
    for table in FORM.tables:
        assert all(f"#   {key.name}: " in written for key in table.keys)


def test_the_file_is_explained_in_the_language_of_the_screen() -> None:
    text.use_language("zh_CN")
    try:
        chinese = rules_text(usual_book())
    finally:
        text.use_language("en")
    assert chinese != rules_text(usual_book())
    assert book_of(chinese).rules == usual_book().rules


PRINTABLE = st.characters(exclude_categories=["C", "Z"])
CODES = st.text(PRINTABLE, min_size=1, max_size=12)
NUMBERS = {name: st.integers(*bounds) for name, bounds in BOUNDS.items()}
OPTIONAL = {name: st.none() | NUMBERS[name] for name in ("type_limit", "suspension_cap")}
GRADE = st.none() | st.integers(1, 12)


@st.composite
def any_book(draw: st.DrawFn) -> RuleBook:
    categories = tuple(WrittenKind(code, draw(CODES)) for code in draw(st.lists(CODES, unique=True, max_size=3)))
    types = tuple(WrittenKind(code, draw(CODES)) for code in draw(st.lists(CODES, unique=True, max_size=3)))
    a_rule = st.builds(
        CirculationRule,
        id=st.just(0),
        category_id=st.none(),
        item_type_id=st.none(),
        grade_from=GRADE,
        grade_to=GRADE,
        lending=st.sampled_from(Lending),
        overdue_effect=st.sampled_from(OverdueEffect),
        **{**NUMBERS, **OPTIONAL},
    ).filter(lambda rule: not flaws_of_rule(rule))
    written = st.builds(
        WrittenRule,
        st.sampled_from(["", *(kind.code for kind in categories)]),
        st.sampled_from(["", *(kind.code for kind in types)]),
        a_rule,
    )
    rules = draw(st.lists(written, max_size=4, unique_by=lambda each: each.subject))
    return RuleBook(categories, types, tuple(rules))


@given(book=any_book())
def test_what_is_written_is_read_back_the_same(book: RuleBook) -> None:
    assert book_of(rules_text(book)) == book


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_a_rules_file_without_a_flaw(name: str) -> None:
    book = read_rules_file(paths.resources() / "rules" / f"{name}.toml")
    assert [kind.code for kind in book.categories] == list(CATEGORIES)
    assert [kind.code for kind in book.item_types] == list(ITEM_TYPES)
    assert not any(kind.name.isascii() for kind in (*book.categories, *book.item_types))
    assert {"pupil", "teacher", "staff", "class", "helper"} <= {written.category for written in book.rules}


def test_a_new_library_begins_with_the_preset_for_primary_schools() -> None:
    preset = read_rules_file(paths.resources() / "rules" / "primary.toml")
    assert in_words_of_the_screen(preset) == usual_book()


def test_rules_of_other_columns_are_told_by_all_their_flaws(tmp_path: Path) -> None:
    file = tmp_path / "规则.toml"
    file.write_bytes("[[rule]]\nlimit = 3\ndays = 14\n".encode("gb18030"))
    with pytest.raises(PlainFileError) as caught:
        read_rules_file(file)
    assert [("loan_limit" in flaw[1], "loan_days" in flaw[1]) for flaw in caught.value.flaws] == [
        (True, False),
        (False, True),
    ]


def test_no_rule_of_the_usual_set_makes_no_sense() -> None:
    assert not any(flaws_of_rule(written.rule) for written in usual_book().rules)
    assert not flaws_of_rule(replace(USUAL_RULE))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_file_in_the_manual_is_one(language: str) -> None:
    manual = (paths.resources() / "manual" / f"{language}.md").read_text(encoding="utf-8")
    begun = manual[manual.index('    deskcirc = "rules"') :]
    lines = [line[4:] for line in begun.split("\n\n    ") for line in ("    " + line).split("\n") if line[:4] == "    "]
    shown = "\n".join(lines[: 1 + next(place for place, line in enumerate(lines) if line.startswith("loss_percent"))])
    (written,) = book_of(shown).rules
    rule = written.rule
    assert (written.category, written.item_type, rule.type_limit, rule.fine) == ("pupil", "loose_magazine", 1, 10)
    assert set(shown.split()) >= {key.name for key in FORM.table("rule").keys}

"""Every sentence for people is there in Chinese, says what the English says, and none is left over."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

import translations

SOURCES = sorted((translations.ROOT / "src").rglob("*.py"))
# What the school library calls 无法修复, 报失, 逾期, 图书管理员, 免除 and 归架 has been called these as well.
OTHER_NAMES = ("修不了", "无法修补", "登记遗失", "超期", "图书馆老师", "减免", "免收", "归位", "回架")
SENTENCE_FUNCTIONS = {"_", "gettext", "ngettext", "marked", "marked_pair"}


@pytest.fixture(scope="module")
def in_the_sources() -> Catalog:
    return translations.sentences_of_the_sources()


@pytest.fixture(scope="module")
def in_chinese() -> Catalog:
    return translations.read_catalogue(translations.CATALOGUES / "zh_CN" / "LC_MESSAGES" / "deskcirc.po")


def test_every_sentence_has_a_chinese_translation(in_the_sources: Catalog, in_chinese: Catalog) -> None:
    missing = []
    for message in in_the_sources:
        translation = in_chinese.get(message.id, message.context) if message.id else None
        if message.id and (translation is None or translation.fuzzy or not translations.is_filled(translation.string)):
            missing.append(message.id)
    assert missing == [], f"{len(missing)} missing; `packaging/dev.py translations` enters them into the catalogue"


def test_the_catalogue_holds_no_sentence_the_sources_do_not_show(in_the_sources: Catalog, in_chinese: Catalog) -> None:
    assert [message.id for message in in_chinese if message.id and message.id not in in_the_sources] == []


def test_a_translation_fills_in_the_same_values(in_chinese: Catalog) -> None:
    wrong = []
    for message in in_chinese:
        original = message.id if isinstance(message.id, str) else message.id[-1]
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        for form in forms:
            if form and message.id and translations.placeholders(form) != translations.placeholders(original):
                wrong.append((original, form))
    assert wrong == []


def test_one_thing_has_one_name_in_chinese(in_chinese: Catalog) -> None:
    forms = [form for m in in_chinese for form in ((m.string,) if isinstance(m.string, str) else tuple(m.string or ()))]
    assert [form for form in forms if any(word in form for word in OTHER_NAMES)] == []


def test_a_sentence_is_written_out_where_it_is_marked() -> None:
    """One put together before it is looked up is in no catalogue: `_(f"…")`, `_("…" + name)`, `_("…".format(…))`."""
    assert [place for file in SOURCES for place in put_together(file.read_text(encoding="utf-8"), file)] == []


@pytest.mark.parametrize("call", ['_(f"{x} is due")', '_("due " + x)', '_("{x}".format(x=1))', '_("%s" % x)'])
def test_a_sentence_put_together_too_early_is_noticed(call: str) -> None:
    assert put_together(call, Path("example.py")) == ["example.py:1"]


def put_together(source: str, file: Path) -> list[str]:
    return [
        f"{file.name}:{node.lineno}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in SENTENCE_FUNCTIONS
        for argument in node.args
        if isinstance(argument, ast.JoinedStr | ast.BinOp)
        or (isinstance(argument, ast.Call) and ast.unparse(argument.func).endswith(".format"))
    ]

"""Refreshing a catalogue keeps what is translated, guesses nothing, and changes no line without need."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import translations


def sources(tmp_path: Path, text: str) -> Catalog:
    (tmp_path / "counter.py").write_text(text, encoding="utf-8")
    return translations.sentences_of_the_sources(tmp_path)


def chinese(text: str) -> Catalog:
    return read_po(text.splitlines(keepends=True), locale="zh_CN")


OLD = chinese('msgid "{title} is on loan"\nmsgstr "《{title}》已借出"\n\nmsgid "Gone"\nmsgstr "没有了"\n')


def test_a_translation_is_kept_a_new_sentence_is_empty_an_unused_one_is_dropped(tmp_path: Path) -> None:
    found = sources(tmp_path, '_("{title} is on loan")\nmarked("Due today")\nngettext("{n} loan", "{n} loans", n)\n')
    text, empty, dropped = translations.refreshed(found, OLD, "zh_CN")
    assert 'msgid "{title} is on loan"\nmsgstr "《{title}》已借出"' in text
    assert {message.id for message in empty} == {"Due today", ("{n} loan", "{n} loans")}
    assert [message.id for message in dropped] == ["Gone"]
    assert "没有了" not in text


def test_a_sentence_close_to_a_translated_one_is_not_guessed(tmp_path: Path) -> None:
    text, empty, _ = translations.refreshed(sources(tmp_path, '_("{title} is on loan.")'), OLD, "zh_CN")
    assert [message.id for message in empty] == ["{title} is on loan."]
    assert "fuzzy" not in text


def test_moving_lines_in_the_sources_changes_nothing(tmp_path: Path) -> None:
    before = translations.refreshed(sources(tmp_path, '_("A")\n_("B")\n'), OLD, "zh_CN")[0]
    after = translations.refreshed(sources(tmp_path, '\n\n_("B")\n\n\n_("A")\n'), OLD, "zh_CN")[0]
    assert before == after
    again = translations.refreshed(sources(tmp_path, '_("A")\n_("B")\n'), chinese(before), "zh_CN")[0]
    assert again == before


def test_the_values_of_a_sentence_are_its_names_in_braces() -> None:
    assert translations.placeholders("{count:d} of {title!s}, {{no}}") >= {"count", "title"}

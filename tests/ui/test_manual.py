"""The manual behind F1: both languages tell the same, its pictures are there, its plain files are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from deskcirc import paths, text
from deskcirc.domain.classes import SIX_THREE_THREE
from deskcirc.domain.rota import Every, RotaClass
from deskcirc.exchange import calendar_file, rota_file
from deskcirc.exchange.plain_file import read_plain_text
from deskcirc.ui.dialogs.manual import ManualDialog

PICTURE = re.compile(r"!\[[^\]]+\]\(([^)]+)\)")
LANGUAGES = sorted(text.LANGUAGES)


def manual(language: str) -> str:
    return (paths.resources() / "manual" / f"{language}.md").read_text(encoding="utf-8")


def example(language: str, kind: str) -> str:
    """The plain file of a kind that the manual shows."""
    words = manual(language)

    def lines() -> Iterator[str]:
        for line in words[words.index(f'    deskcirc = "{kind}"') :].split("\n"):
            if line and not line.startswith("    "):
                return
            yield line[4:]

    return "\n".join(lines())


@pytest.fixture
def in_chinese() -> Iterator[None]:
    before = text.language()
    text.use_language("zh_CN")
    yield
    text.use_language(before)


def test_both_languages_have_the_same_chapters_and_pictures() -> None:
    shapes = {(manual(each).count("\n## "), tuple(PICTURE.findall(manual(each)))) for each in LANGUAGES}
    assert len(shapes) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_there_and_small(language: str) -> None:
    sizes = {name: (paths.resources() / "manual" / name).stat().st_size for name in PICTURE.findall(manual(language))}
    assert sizes
    assert max(sizes.values()) < 150_000


@pytest.mark.usefixtures("in_chinese")
def test_pictures_are_shown_no_wider_than_the_page(qtbot: QtBot) -> None:
    dialog = ManualDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    shown = dialog.page.loadResource(2, "pictures/checkout.png")
    assert 0 < shown.deviceIndependentSize().width() <= dialog.page.viewport().width()
    assert not dialog.page.horizontalScrollBar().isVisible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calendar_in_the_manual_is_one(language: str) -> None:
    shown = example(language, "calendar")
    draft = calendar_file.calendar_of(read_plain_text(shown, "calendar.toml", calendar_file.FORM))
    assert [term.finals for term in draft.terms] == [date(2027, 6, 21)]
    assert (len(draft.days), len(draft.hours)) == (2, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rota_in_the_manual_is_one(language: str) -> None:
    school = rota_file.SchoolOn((RotaClass(1, 2023, 2),), date(2026, 3, 2), SIX_THREE_THREE)
    draft = rota_file.rota_of(read_plain_text(example(language, "rota"), "rota.toml", rota_file.FORM), school)
    assert [(turn.class_id, turn.pinned) for turn in draft.turns] == [(1, True)]
    assert [wish.every for wish in draft.wishes] == [Every.SECOND_WEEK]

"""What the command line says in Chinese when it is not understood, and its help."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskcirc import text
from deskcirc.cli import main


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A station nobody has set anything on: it speaks Chinese."""
    monkeypatch.setattr("deskcirc.paths.settings_folder", lambda: tmp_path)
    monkeypatch.setattr(text, "_language", text.language())
    monkeypatch.setattr(text, "_catalogue", text._catalogue)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new"], "还缺少：图书馆文件"),
        (["check", "学校.deskcirc", "多的"], "多余或不认识：多的"),
        (["practice", "学校.deskcirc", "--seed", "七"], "命令不完整，或者有不认识的内容"),
    ],
)
def test_what_is_wrong_with_a_command_is_said_in_chinese(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    shown = capsys.readouterr().err
    assert said in shown
    assert shown.startswith("用法：deskcirc")


def test_the_help_is_chinese_from_the_first_word_to_the_last(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["import", "--help"])
    shown = capsys.readouterr().out
    assert "usage" not in shown
    assert "show this" not in shown

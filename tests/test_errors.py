"""What the system refuses is said in the language of the screen."""

from __future__ import annotations

import errno
from collections.abc import Iterator

import pytest

from deskcirc import text
from deskcirc.errors import reason_of


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    before = text.language()
    text.use_language("zh_CN")
    yield
    text.use_language(before)


def test_a_common_reason_is_said_in_chinese() -> None:
    assert reason_of(OSError(errno.ENOSPC, "No space left on device")) == "磁盘已满"


def test_an_uncommon_reason_is_said_in_the_words_of_the_system() -> None:
    assert reason_of(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert reason_of(OSError("the archive is odd")) == "the archive is odd"

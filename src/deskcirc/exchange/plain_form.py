"""What a plain file may say: its tables, the keys of each, what each key means and which values it takes.

One form serves reading (checked), writing (with its comments) and the manual, so that the three never disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from deskcirc.text import marked


class Kind(Enum):
    """What a value is; the value of the member is what a person is told to write."""

    WORDS = marked("words in quotation marks")
    NUMBER = marked("a whole number")
    MONEY = marked("an amount in yuan such as 0.10")
    TRUTH = marked("true or false")
    DAY = marked("a day such as 2026-09-01")
    CLOCK = marked("a time such as 12:10")
    WORDS_LIST = marked('words in quotation marks, several as ["one", "two"]')
    NUMBERS = marked("whole numbers such as [1, 3]")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table; `comment` is marked for translation and explains it in the file.

    `least` and `most` bound numbers (also each of several), `choices` are the only words allowed where there are any.
    Amounts of money are in yuan in the file and in fen everywhere else; so are their bounds, in fen.
    """

    name: str
    kind: Kind
    comment: str
    required: bool = False
    least: int = 0
    most: int = 999_999
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableForm:
    """A table of the file: `[[name]]` once a line of ours, or a single `[name]`; `comment` stands before the first."""

    name: str
    comment: str
    keys: tuple[Key, ...]
    repeated: bool = True

    def key(self, name: str) -> Key:
        """The key of that name; raises KeyError where there is none."""
        return {key.name: key for key in self.keys}[name]


@dataclass(frozen=True, slots=True)
class PlainForm:
    """A kind of file: `kind` is written in its first line as `deskcirc = "rules"`, `heading` explains it."""

    kind: str
    heading: str
    tables: tuple[TableForm, ...]

    def table(self, name: str) -> TableForm:
        """The table of that name; raises KeyError where there is none."""
        return {table.name: table for table in self.tables}[name]


FILE_KINDS = {
    "rules": marked("circulation rules"),
    "calendar": marked("a calendar"),
    "rota": marked("a rota"),
}
"""The kinds of plain files there are, for the sentence that one was taken for another."""

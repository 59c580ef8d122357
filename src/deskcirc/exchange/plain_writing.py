"""Writing a plain file: its heading, a comment for every key, then the rows; in the language of the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeAlias

import tomlkit
from tomlkit.items import Item

from deskcirc.errors import DeskcircError, reason_of
from deskcirc.exchange.plain_form import Key, Kind, PlainForm, TableForm
from deskcirc.exchange.plain_values import yuan
from deskcirc.files import written_whole
from deskcirc.text import gettext as _

Values: TypeAlias = Mapping[str, Any]
"""One row by its keys: what `plain_values.checked` gives; a key with None, "" or () is left out."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A value with a comment behind it, for whoever reads the file."""

    value: Any
    comment: str


_SIGNS: Final = 110  # in a comment line; a Chinese sign counts for two


def plain_text(form: PlainForm, rows: Mapping[str, Sequence[Values]]) -> str:
    """The file's text, with `rows` by the names of the form's tables."""
    document = tomlkit.document()
    for line in _comment_lines(_(form.heading)):
        document.add(tomlkit.comment(line))
    document.add("deskcirc", tomlkit.string(form.kind))
    for table in form.tables:
        document.add(tomlkit.nl())
        for line in _explained(table):
            document.add(tomlkit.comment(line))
        document.add(tomlkit.nl())
        _add_rows(document, table, rows.get(table.name, ()))
    return document.as_string()


def save_plain_text(path: Path, text: str) -> None:
    """Write the file, all of it or none. Raises DeskcircError where the disk, the folder or the stick refuses."""
    if not path.name:
        raise DeskcircError(_("{name} is a folder.").format(name=path), _("Give the file a name."))
    try:
        with written_whole(path) as draft:
            draft.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DeskcircError(
            _("{name} cannot be written: {reason}.").format(name=path, reason=reason_of(error)),
            _("Choose another folder or stick and try again."),
        ) from error


def _explained(table: TableForm) -> list[str]:
    lines = _comment_lines(_(table.comment))
    for key in table.keys:
        lines += _comment_lines(f"  {key.name}: {_(key.comment)}")
    return lines


def _comment_lines(words: str) -> list[str]:
    """The words in lines of a readable length, broken at blanks and after Chinese commas and stops."""
    lines, line = [], ""
    for sign in " ".join(words.split()) if not words.startswith(" ") else words:
        line += sign
        if sign in " ，。；、" and sum(1 + (not each.isascii()) for each in line) >= _SIGNS:
            lines.append(line.rstrip())
            line = "    "
    return [*lines, line.rstrip()] if line.strip() else lines


def _add_rows(document: tomlkit.TOMLDocument, table: TableForm, rows: Sequence[Values]) -> None:
    made = [_row(table, values) for values in rows]
    if not made:
        return
    if not table.repeated:
        document.add(table.name, made[0])
        return
    several = tomlkit.aot()
    for row in made:
        several.append(row)
    document.add(table.name, several)


def _row(table: TableForm, values: Values) -> tomlkit.items.Table:
    row = tomlkit.table()
    for key in table.keys:
        value = values.get(key.name)
        if value is not None and value not in ("", ()):
            row.add(key.name, _written(key, value))
    return row


def _written(key: Key, value: Any) -> Item:
    if isinstance(value, Noted):
        return _written(key, value.value).comment(value.comment)
    if key.kind is Kind.MONEY:
        return tomlkit.value(yuan(value))
    if key.kind is Kind.CLOCK:
        return tomlkit.string(f"{value // 60:02}:{value % 60:02}")
    if isinstance(value, date):
        return tomlkit.date(value.isoformat())
    made: Item = tomlkit.item(list(value) if isinstance(value, tuple) else value)
    return made

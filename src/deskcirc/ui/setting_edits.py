"""One editor for one setting, made from what settings.py says of it: a box to tick, a list, a line, the weekdays."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from deskcirc import settings
from deskcirc.text import gettext as _
from deskcirc.text import marked

Setting: TypeAlias = settings.Setting[str] | settings.Setting[int] | settings.Setting[bool]
Value: TypeAlias = str | int | bool

_WEEKDAYS: Final = tuple(map(marked, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")))


class SettingEdit(QWidget):
    """`changed` carries the setting's name and the new value as the text a person would have typed."""

    changed = Signal(str, str)

    def __init__(self, setting: Setting, value: Value, offered: Sequence[str] = ()) -> None:
        """`offered` are values to choose from where any value goes, such as the ports found."""
        super().__init__()
        self._name = setting.name
        self._text = _as_text(value)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in _widgets(setting, value, offered, self._change):
            widget.setAccessibleName(_(setting.sentence))
            row.addWidget(widget)
        row.addStretch()

    def _change(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.changed.emit(self._name, text)


def stored_text(setting: Setting, text: str) -> str | None:
    """What a person typed, as a station setting is stored; None where it is no value of the setting."""
    written: str | None = json.dumps(text.strip(), ensure_ascii=False)
    if isinstance(setting.default, bool):
        written = text if text in ("true", "false") else None
    elif isinstance(setting.default, int):
        written = text.strip() if text.strip().isdecimal() and text.strip().isascii() else None
    return written if written is not None and setting.read({setting.name: written}) == json.loads(written) else None


def _widgets(
    setting: Setting, value: Value, offered: Sequence[str], change: Callable[[str], None]
) -> Sequence[QWidget]:
    if isinstance(value, bool):
        return [_tick(value, change)]
    if setting is settings.CLOSED_WEEKDAYS:
        return _weekdays(str(value), change)
    if setting.choices:
        return [_list([(str(each), _(words)) for each, words in setting.choices], str(value), change)]
    if offered:
        box = _list([(each, each) for each in dict.fromkeys((*offered, str(value)))], str(value), change)
        box.setEditable(True)
        edit = box.lineEdit()
        if edit is not None:
            edit.editingFinished.connect(lambda: change(box.currentText().strip()))
        return [box]
    line = QLineEdit(str(value))
    line.setMinimumWidth(110 if isinstance(value, int) else 260)
    line.setMaximumWidth(line.minimumWidth())
    line.editingFinished.connect(lambda: change(line.text()))
    return [line]


def _tick(value: bool, change: Callable[[str], None]) -> QCheckBox:
    box = QCheckBox(_("yes"))
    box.setChecked(value)
    box.toggled.connect(lambda on: change(_as_text(on)))
    return box


def _list(choices: Sequence[tuple[str, str]], value: str, change: Callable[[str], None]) -> QComboBox:
    box = QComboBox()
    for each, words in choices:
        box.addItem(words, each)
    box.setCurrentIndex(max(0, box.findData(value)))
    box.activated.connect(lambda place: change(str(box.itemData(place))))
    return box


def _weekdays(value: str, change: Callable[[str], None]) -> Sequence[QWidget]:
    boxes = [QCheckBox(_(day)) for day in _WEEKDAYS]

    def tell() -> None:
        change("".join(str(number) for number, box in enumerate(boxes, start=1) if box.isChecked()))

    for number, box in enumerate(boxes, start=1):
        box.setChecked(str(number) in value)
        box.toggled.connect(tell)
    return boxes


def _as_text(value: Value) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)

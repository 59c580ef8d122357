"""The Settings tab: what the library, this counter and the operators are set to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QListWidget, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from deskcirc import settings
from deskcirc.text import gettext as _
from deskcirc.ui.setting_edits import Setting, SettingEdit, Value
from deskcirc.ui.tab_page import Card, TabPage, label
from deskcirc.ui.tabs.settings.operators import OperatorsSection
from deskcirc.ui.tabs.settings.state import SettingsState
from deskcirc.ui.theme import Theme


class SettingsPage(TabPage):
    """Paints a SettingsState, and the station's own settings, which it asks the window to change."""

    def __init__(
        self, theme: Theme, stored: Callable[[], Mapping[str, str]], ports: Callable[[], Sequence[str]]
    ) -> None:
        """`stored` reads the station's settings as they are kept, `ports` the serial ports there are now."""
        super().__init__(theme)
        self._stored = stored
        self._ports = ports
        self._painted: SettingsState | None = None
        self.sections = QListWidget()
        self.sections.setFixedWidth(theme.px(200))
        self.sections.setAccessibleName(_("Settings"))
        self.operators = OperatorsSection(theme)
        self.operators.acted.connect(self.acted)
        self.library, self.counter = _scrolled(), _scrolled()
        self._stack = QStackedWidget()
        for words, section in (
            (_("This library"), self.library),
            (_("This counter"), self.counter),
            (_("Operators"), self.operators),
        ):
            self.sections.addItem(words)
            self._stack.addWidget(section)
        self.sections.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.sections.setCurrentRow(0)
        card = Card(theme)
        row = QHBoxLayout()
        row.addWidget(self.sections)
        row.addWidget(self._stack, 1)
        card.body.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def show_counter(self) -> None:
        """Bring the section of this counter to the top."""
        self.sections.setCurrentRow(self._stack.indexOf(self.counter))

    def show_state(self, state: object) -> None:
        """Paint every section anew where something changed."""
        if not isinstance(state, SettingsState):
            raise TypeError(state)
        before, self._painted = self._painted, state
        if before is None or (before.values, before.may_change) != (state.values, state.may_change):
            self.library.setWidget(self._library_form(state))
        self.counter.setWidget(self._counter_form())
        self.operators.show_operators(state.operators, state.classes, state.may_change)

    def _library_form(self, state: SettingsState) -> QWidget:
        form = _Form(self._theme, "" if state.may_change else _("Only the librarian may change these."))
        for setting in settings.LIBRARY_SETTINGS:
            form.add(setting, state.values.get(setting.name, setting.default), partial(self._change, "set:"))
        form.setEnabled(state.may_change)
        return form

    def _counter_form(self) -> QWidget:
        stored = self._stored()
        form = _Form(self._theme, _("These belong to this computer; a scan now shows what the scanner sends."))
        for setting in settings.STATION_SETTINGS:
            if setting is settings.LAST_LIBRARY:
                continue
            offered = ("", *self._ports()) if setting is settings.SERIAL_PORT else ()
            form.add(setting, setting.read(stored), partial(self._change, "window:set:"), offered)
        return form

    def _change(self, act: str, name: str, text: str) -> None:
        self.acted.emit(act + name, {"value": text})


class _Form(QWidget):
    """Settings one under the other: the sentence the librarian reads, and its editor."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        self._words_width = theme.px(310)
        self._rows = QFormLayout(self)
        self._rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._rows.setContentsMargins(theme.px(16), theme.px(6), theme.px(12), theme.px(6))
        self._rows.setHorizontalSpacing(theme.px(24))
        self._rows.setVerticalSpacing(theme.px(12))
        self._rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if words:
            self._rows.addRow(label("quiet", words))

    def add(
        self, setting: Setting, value: Value, changed: Callable[[str, str], None], offered: Sequence[str] = ()
    ) -> None:
        """One more setting with its value now."""
        edit = SettingEdit(setting, value, offered)
        edit.changed.connect(changed)
        words = label("", _(setting.sentence))
        words.setWordWrap(True)
        words.setMinimumWidth(self._words_width)
        words.setMaximumWidth(self._words_width)
        self._rows.addRow(words, edit)


def _scrolled() -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area

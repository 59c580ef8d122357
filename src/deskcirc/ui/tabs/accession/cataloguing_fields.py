"""The fields of a title's form: the everyday ones on top in two columns, the rest folded away, help for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from deskcirc.domain.class_suggestions import Suggestion
from deskcirc.domain.title_checks import TitleDoubt
from deskcirc.domain.title_fields import FIELDS, GROUP_WORDS, FieldGroup, FormField
from deskcirc.domain.titles import TITLE_KIND_WORDS
from deskcirc.exchange.clc_outline import outline
from deskcirc.text import gettext as _
from deskcirc.ui.focus import READS_MEANWHILE
from deskcirc.ui.scan_box import ScanLine
from deskcirc.ui.tab_page import label
from deskcirc.ui.theme import Theme

_ROWS_OF_LINES: Final = 3
_MOST_SUGGESTED: Final = 4
_AT_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TwoLines(QLabel):
    """A label of two lines at the most, one on a low screen: one that grows would make the whole page scroll."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self.setProperty("part", part)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        line = self.fontMetrics().lineSpacing()
        self.setMinimumHeight(line)
        self.setMaximumHeight(2 * line + 4)

    def hasHeightForWidth(self) -> bool:  # noqa: N802  Qt's name
        """Never: its words follow its height."""
        return False


class SuggestedClasses(QWidget):
    """Classes offered for a title that has none, each with its reason; `taken` carries the one that was clicked."""

    taken = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Suggestion, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_suggestions(self, suggested: tuple[Suggestion, ...]) -> None:
        """Offer these, the best first; nothing at all for none."""
        if suggested == self._shown:
            return
        self._shown = suggested
        while (old := self._row.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.deleteLater()
        self.setVisible(bool(suggested))
        self._row.addWidget(label("quiet", _("Suggested classes:")))
        for suggestion in suggested[:_MOST_SUGGESTED]:
            button = QPushButton(suggestion.class_number)
            button.setProperty("part", "link")
            button.setToolTip(suggestion.why)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self._take, suggestion.class_number))
            self._row.addWidget(button)
        if suggested:
            self._row.addWidget(label("quiet", f"{suggested[0].class_number}: {suggested[0].why}"))
        self._row.addStretch()

    def _take(self, class_number: str, _checked: bool = False) -> None:
        self.taken.emit(class_number)


class TitleFields(QWidget):
    """`edited` when a field was changed, `class_left` when the class number was left, `class_asked` for its list."""

    edited = Signal()
    class_left = Signal()
    class_asked = Signal()
    class_taken = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._filling = False
        self.edits: dict[str, QWidget] = {field.name: self._edit(field) for field in FIELDS}
        self._labels: dict[str, QLabel] = {}
        self._holders: dict[str, QWidget] = {}
        self._grids: dict[FieldGroup, QGridLayout] = {}
        self._columns = 0
        self.class_choice = QPushButton("…")
        self.class_choice.setToolTip(_("Look the class up in the outline of the classification"))
        self.class_choice.setAccessibleName(_("Choose a class"))
        self.class_choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.class_choice.clicked.connect(self.class_asked)
        self.suggestions = SuggestedClasses()
        self.suggestions.taken.connect(self.class_taken)
        self.call_number = label("quiet")
        self.call_number.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.help = TwoLines("quiet")
        self.more = QPushButton()
        self.more.setProperty("part", "link")
        self.more.setCheckable(True)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.toggled.connect(self._unfold)
        self._folded = QWidget()
        for field in FIELDS:
            words = label("quiet", _(field.label))
            words.setBuddy(self.edits[field.name])
            self._labels[field.name] = words
            self._holders[field.name] = self._holder(field)
        self._lay_out()
        self.set_columns(3)
        self._unfold(unfolded=False)

    def fill(self, texts: Mapping[str, str]) -> None:
        """Put these texts into the fields; a field that has its text already keeps its cursor."""
        self._filling = True
        for name, edit in self.edits.items():
            if _value(edit) != texts.get(name, ""):
                _fill(edit, texts.get(name, ""))
        self._filling = False

    def values(self) -> dict[str, str]:
        """What stands in the fields now."""
        return {name: _value(edit) for name, edit in self.edits.items()}

    def put(self, name: str, text: str) -> None:
        """Write into one field, as a person would."""
        _fill(self.edits[name], text)

    def begin_at(self, name: str) -> None:
        """Put the keyboard into a field, unfolding it where it is folded away."""
        edit = self.edits[name]
        if self._folded.isAncestorOf(edit):
            self.more.setChecked(True)
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(edit, QLineEdit):
            edit.selectAll()

    def show_doubts(self, doubts: Iterable[TitleDoubt], called: str) -> None:
        """Mark the fields that something is said about, and show the call number as the spine will have it."""
        said = {doubt.field: doubt.sentence for doubt in doubts}
        for field in FIELDS:
            marked = self._labels[field.name]
            part = "look" if field.name in said else "quiet"
            if marked.property("part") != part:
                marked.setProperty("part", part)
                marked.style().unpolish(marked)
                marked.style().polish(marked)
            marked.setToolTip(said.get(field.name, _(field.help)))
        number = _("Call number {number}").format(number=called) if called else ""
        path = outline().path_words(_value(self.edits["class_number"]))
        # The class itself; the way to it is long enough to push the columns of the form about.
        self.call_number.setText(" · ".join(filter(None, (number, path.rpartition(" › ")[2]))))
        self.call_number.setToolTip(path)
        self.call_number.setVisible(bool(number or path))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """The field that has the keyboard says what belongs into it; leaving the class settles it."""
        if event.type() == QEvent.Type.FocusIn:
            field = next((each for each in FIELDS if self.edits[each.name] is watched), None)
            if field is not None:
                marc = f"  ({field.marc})" if field.marc else ""
                self.help.setText(f"{_(field.label)}{marc}: {_(field.help)}")
        elif event.type() == QEvent.Type.FocusOut and watched is self.edits["class_number"]:
            self.class_left.emit()
        return False

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(self._theme.px(6))
        rows.addLayout(self._grid(FieldGroup.EVERYDAY))
        rows.addWidget(self.suggestions)
        rows.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        folded = QVBoxLayout(self._folded)
        folded.setContentsMargins(0, 0, 0, 0)
        for group in list(FieldGroup)[1:]:
            folded.addWidget(label("title", _(GROUP_WORDS[group])))
            folded.addLayout(self._grid(group))
        rows.addWidget(self._folded)
        rows.addStretch()

    def set_columns(self, columns: int) -> None:
        """Set the fields in so many columns: fewer where something stands beside the form."""
        if columns == self._columns:
            return
        self._columns = columns
        for group, grid in self._grids.items():
            self._fill_grid(grid, group)

    def _grid(self, group: FieldGroup) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.px(8))
        grid.setVerticalSpacing(self._theme.px(6))
        self._grids[group] = grid
        return grid

    def _fill_grid(self, grid: QGridLayout, group: FieldGroup) -> None:
        place = 0
        for field in (each for each in FIELDS if each.group is group):
            wide = field.kind == "lines"
            place += -place % self._columns if wide else 0
            row, column = divmod(place, self._columns)
            grid.addWidget(self._labels[field.name], row, 2 * column, _AT_RIGHT)
            grid.addWidget(self._holders[field.name], row, 2 * column + 1, 1, 2 * self._columns - 1 if wide else 1)
            place += self._columns if wide else 1
        if group is FieldGroup.EVERYDAY:
            row, column = divmod(place, self._columns)
            grid.addWidget(self.call_number, row, 2 * column + 1, 1, 2 * (self._columns - column) - 1)
        for column in range(3):
            grid.setColumnStretch(2 * column + 1, 1 if column < self._columns else 0)

    def _holder(self, field: FormField) -> QWidget:
        """The field's own widget, or the class number with the button behind it."""
        if field.name != "class_number":
            return self.edits[field.name]
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(4))
        row.addWidget(self.edits[field.name], 1)
        row.addWidget(self.class_choice)
        return both

    def _edit(self, field: FormField) -> QWidget:
        edit: QWidget
        if field.kind == "choice":
            edit = QComboBox()
            for kind, words in TITLE_KIND_WORDS.items():
                edit.addItem(_(words), kind.value)
            edit.activated.connect(self._tell)
        elif field.kind == "lines":
            edit = QPlainTextEdit()
            edit.setTabChangesFocus(True)
            edit.setFixedHeight(edit.fontMetrics().lineSpacing() * _ROWS_OF_LINES + self._theme.px(18))
            edit.textChanged.connect(self._tell)
        else:
            edit = ScanLine() if field.kind == "code" else QLineEdit()
            edit.setMaxLength(1000)
            edit.textChanged.connect(self._tell)
            edit.returnPressed.connect(self.focusNextChild)
        edit.setAccessibleName(_(field.label))
        edit.setAccessibleDescription(_(field.help))
        edit.setToolTip(_(field.help))
        edit.setProperty(READS_MEANWHILE, True)
        edit.installEventFilter(self)
        edit.setMinimumWidth(self._theme.px(90))
        return edit

    def _tell(self) -> None:
        if not self._filling:
            self.edited.emit()

    def _unfold(self, unfolded: bool) -> None:
        self._folded.setVisible(unfolded)
        self.more.setText(_("Fewer fields ▴") if unfolded else _("More fields: series, edition, subjects … ▾"))


def _fill(edit: QWidget, text: str) -> None:
    if isinstance(edit, QComboBox):
        edit.setCurrentIndex(max(0, edit.findData(text)))
    elif isinstance(edit, QPlainTextEdit):
        edit.setPlainText(text)
    elif isinstance(edit, QLineEdit):
        edit.setText(text)
        edit.setCursorPosition(0)


def _value(edit: QWidget) -> str:
    if isinstance(edit, QComboBox):
        return str(edit.currentData() or "")
    if isinstance(edit, QPlainTextEdit):
        return edit.toPlainText()
    return edit.text() if isinstance(edit, QLineEdit) else ""

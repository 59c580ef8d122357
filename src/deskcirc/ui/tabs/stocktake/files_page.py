"""Collector files on the screen: the files of the count with their sums, or the file that is being tried."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout

from deskcirc import paths
from deskcirc.domain.count_files import CountFile
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.file_choice import ask_file_to_open, ask_table_to_save
from deskcirc.ui.dialogs.file_drop import FileDrop
from deskcirc.ui.dialogs.question import QuestionDialog
from deskcirc.ui.elided import ElidedLabel
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.reading_sign import ReadingSign
from deskcirc.ui.scrolling import scrolled
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.stocktake.files_part import FilesPart
from deskcirc.ui.tabs.stocktake.files_trial import FileTrialPanel
from deskcirc.ui.tabs.stocktake.files_words import lines_words
from deskcirc.ui.tabs.stocktake.files_work import loading, taking_back
from deskcirc.ui.theme import Theme


class FilesPage(TabPage):
    """Paints a FilesPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = FilesPart()
        self.counts = QComboBox()
        self.counts.setAccessibleName(_("Count"))
        self.counts.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.counts.activated.connect(lambda _row: self.act(f"choose:{self.counts.currentData()}"))
        self.aside = ElidedLabel()
        self.files = LinesView[CountFile](theme, _columns(), self._cells)
        self.files.setAccessibleName(_("Collector files"))
        self.files.selectionModel().selectionChanged.connect(self._weigh)
        self.reading = ReadingSign(theme)
        self.stop = self.button(_("Cancel"), "stop")
        self.trial = FileTrialPanel(theme)
        self.trial.acted.connect(self.acted)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.files)
        self._stack.addWidget(scrolled(self.trial))
        FileDrop(self).dropped.connect(self.try_file)
        self._arrange(theme)

    def show_state(self, state: object) -> None:
        """Paint the files, or the trial of one."""
        if not isinstance(state, FilesPart):
            raise TypeError(state)
        self._part = state
        self._show_counts(state)
        self.reading.follow(state.trying)
        self.stop.setVisible(state.trying is not None)
        self.files.set_empty_words(_empty_words(state))
        self.files.show_lines(state.files)
        places = [place for place, file in enumerate(state.files) if file.id == state.chosen]
        if places:
            self.files.select(places[0])
        trying = state.trial is not None
        self._stack.setCurrentIndex(1 if trying else 0)
        self.trial.show_state(state)
        self.choose.setEnabled(state.stocktake is not None and state.trying is None)
        self.choose.setVisible(not trying)
        self.aside.setVisible(not trying)
        self.counts.setVisible(bool(state.counts) and not trying)
        for button in (self.take_in, self.put_aside):
            button.setVisible(trying)
        self.take_in.setEnabled(state.trial is not None and not state.trial.why_not and state.trying is None)
        self.to_counts.setVisible(state.stocktake is None)
        self._weigh()

    def try_file(self, file: Path) -> None:
        """See what would come of a file."""
        self.trial.device.setEditText("")
        self.trial.person.setEditText("")
        self.acted.emit("try", {"file": str(file)})

    def _show_counts(self, state: FilesPart) -> None:
        self.counts.clear()
        for count in state.counts:
            self.counts.addItem(count.named, count.id)
        if state.stocktake is not None:
            self.counts.setCurrentIndex(self.counts.findData(state.stocktake.id))
        standing = [file for file in state.files if not file.ended]
        number = len(standing)
        words = ngettext("{count} file counts, with {lines}", "{count} files count, with {lines}", number)
        lines = lines_words(sum(file.lines for file in standing))
        self.aside.setText(words.format(count=number, lines=lines) if standing else "")

    def _weigh(self, *_selected: object) -> None:
        file = self.files.selected_line() if self._part.trial is None else None
        self.take_back.setVisible(self._part.trial is None)
        self.take_back.setEnabled(file is not None and not file.ended)
        trial = self._part.trial
        sums = trial.sums if trial is not None else file.sums if file is not None else None
        self.save.setEnabled(sums is not None and bool(sums.unknown + sums.refused))

    def _arrange(self, theme: Theme) -> None:
        self.choose = self.plain_button(_("Choose a collector file …"), "import", main=True)
        self.choose.clicked.connect(self._ask_file)
        self.take_in = self.plain_button(_("Take it in"), "check", main=True)
        self.take_in.clicked.connect(self._take_in)
        self.put_aside = self.button(_("Put it aside"), "close")
        self.take_back = self.plain_button(_("Take back …"), "undo")
        self.take_back.clicked.connect(self._ask_take_back)
        self.save = self.plain_button(_("Save the lines that need a hand …"))
        self.save.clicked.connect(self._ask_save)
        self.to_counts = self.button(_("Open a count …"), "section:counts", "stocktake")
        head, foot = QHBoxLayout(), QHBoxLayout()
        for widget in (self.counts, self.to_counts):
            head.addWidget(widget)
        head.addWidget(self.aside, 1)
        head.addWidget(self.reading)
        head.addWidget(self.stop)
        head.addWidget(self.choose)
        for widget in (self.take_back, self.save):
            foot.addWidget(widget)
        foot.addStretch()
        for widget in (self.put_aside, self.take_in):
            foot.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)

    def _ask_file(self) -> None:
        kinds = [
            _("Files of scans") + " (*.txt *.csv *.tsv *.dat *.log *.xlsx *.xls *.ods)",
            _("All files") + " (*)",
        ]
        title = _("Choose the file that the handheld has written")
        ask_file_to_open(self.window(), title, paths.documents_folder(), kinds, self.try_file)

    def _take_in(self) -> None:
        trial = self._part.trial
        if trial is None:
            return
        if not self._part.doubtful:
            self._begin_loading()
            return
        dialog = QuestionDialog(
            _("Take {name} in all the same?").format(name=trial.file.name),
            list(self._part.warnings[:2]),
            (),
            _("Take it in"),
            self.window(),
        )
        dialog.answered.connect(lambda _values: self._begin_loading())
        _open(dialog)

    def _begin_loading(self) -> None:
        trial = self._part.trial
        if trial is not None:
            device, person = self.trial.device.currentText(), self.trial.person.currentText()
            self.acted.emit("window:work", {"work": loading(trial, device, person)})

    def _ask_take_back(self) -> None:
        file = self.files.selected_line()
        if file is None:
            return
        said = [
            ngettext("Its {lines} line no longer counts.", "Its {lines} lines no longer count.", file.lines).format(
                lines=f"{file.lines:,}"
            ),
            _("What other scans had counted twice because of it counts from them."),
        ]
        title = _("Take {name} back?").format(name=file.name)
        dialog = QuestionDialog(title, said, (), _("Take the file back"), self.window())
        dialog.answered.connect(lambda _values: self.acted.emit("window:work", {"work": taking_back(file)}))
        _open(dialog)

    def _ask_save(self) -> None:
        trial, file = self._part.trial, self.files.selected_line()
        if trial is None and file is None:
            return
        act = "save" if trial is not None or file is None else f"save:{file.id}"
        name = trial.file.name if trial is not None else file.name if file is not None else ""
        proposed = _("Lines of {name} that need a hand").format(name=Path(name).stem)

        def save(path: Path) -> None:
            self.acted.emit(act, {"file": str(path)})

        ask_table_to_save(self.window(), proposed, save)

    def _cells(self, file: CountFile) -> Sequence[Cell]:
        blind = self._part.is_blind
        sums = file.sums
        seen = (sums.found, sums.repeat, sums.on_loan, sums.elsewhere)
        state = _("taken back") if file.ended else day_words((file.loaded_at + self._part.utc_offset).date())
        return (
            Cell(file.name),
            Cell(file.device or "–"),
            Cell(file.person or file.loaded_by or "–"),
            Cell(state, Tone.REPEAT if file.ended else None),
            Cell(f"{file.lines:,}"),
            *(Cell("–" if blind else f"{count:,}") for count in seen),
            Cell(f"{sums.unknown:,}", Tone.STOP if sums.unknown and not file.ended else None),
            Cell(f"{sums.refused:,}", Tone.STOP if sums.refused and not file.ended else None),
        )


def _open(dialog: QuestionDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _columns() -> Sequence[Column]:
    return (
        Column(_("File")),
        Column(_("Handheld"), 110, yields=True),
        Column(_("Person"), 100, yields=True),
        Column(_("Taken in"), 136, yields=True),
        Column(_("Lines"), 60),
        Column(_("Found"), 60),
        Column(_("Twice"), 60),
        Column(_("On loan"), 60),
        Column(_("Elsewhere"), 60),
        Column(_("Unknown codes"), 60),
        Column(_("Not counted"), 60),
    )


def _empty_words(state: FilesPart) -> str:
    if state.stocktake is None:
        return _("No count is open. Open one first; then the files of handheld collectors are taken into it.")
    return _(
        "No collector file yet. A handheld keeps its scans until they are read from it:\n"
        "1. Scan the label of a shelf, then its books, shelf by shelf, also where no computer stands.\n"
        "2. Put the handheld into its cradle or on its cable: it comes up as a USB drive, or its own program"
        " saves a file.\n"
        "3. Drop that file here, or choose it. Text, CSV and Excel are read as they are, in any encoding.\n"
        "4. Look at what would come of it, and take it in.\n"
        "The same file twice, or a file that grows from day to day, does no harm: each copy counts once."
    )

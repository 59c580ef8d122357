"""Choosing a file in Qt's own dialog: the system's would eat the keys of a scan, in this one the scan goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from deskcirc import paths
from deskcirc.text import gettext as _

Then = Callable[[Path], None]
_UNFIT: Final = str.maketrans('\\/:*?"<>|', "_________")
"""What no name of a file may hold under Windows."""


def ask_file_to_open(
    parent: QWidget | None, title: str, folder: Path, filters: Sequence[str], then: Then
) -> QFileDialog:
    """Ask for a file that exists and hand it to `then`; `filters` as Qt writes them ("Tables (*.csv *.xlsx)")."""
    dialog = _dialog(parent, title, folder, filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Choose"))
    return _opened(dialog, then)


def ask_file_to_save(parent: QWidget | None, title: str, proposed: Path, filter_: str, then: Then) -> QFileDialog:
    """Ask under which name to save and hand it to `then`; a file that exists is asked about first."""
    dialog = _dialog(parent, title, proposed.parent, [filter_])
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(proposed.suffix.removeprefix("."))
    dialog.selectFile(proposed.name)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Save"))
    return _opened(dialog, then)


def ask_table_to_save(parent: QWidget | None, name: str, then: Then) -> QFileDialog:
    """Ask where to save a table, a workbook of this name if nobody says otherwise, and hand it to `then`."""
    proposed = paths.documents_folder() / f"{name.translate(_UNFIT)}.xlsx"
    return ask_file_to_save(parent, _("Save as a table"), proposed, _("Tables (*.xlsx *.csv)"), then)


def _dialog(parent: QWidget | None, title: str, folder: Path, filters: Sequence[str]) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilters(list(filters))
    _take_proposals_away(dialog)
    for label, words in (
        (QFileDialog.DialogLabel.LookIn, _("Folder:")),
        (QFileDialog.DialogLabel.FileName, _("File name:")),
        (QFileDialog.DialogLabel.FileType, _("Kind of file:")),
        (QFileDialog.DialogLabel.Reject, _("Cancel")),
    ):
        dialog.setLabelText(label, words)
    return dialog


def _take_proposals_away(dialog: QFileDialog) -> None:
    """No list of names comes up under the line while a path is typed in it.

    Such a list is a window of its own, to which Qt hands the keys while it is up: past the filter that holds each key
    for a moment to tell a gun from a person. A key struck meanwhile overtook the one that was held, and /tmp became
    /mtp (measured on X11). The folder's files stand in the dialog anyway.
    """
    for line in dialog.findChildren(QLineEdit):
        line.setCompleter(None)  # type: ignore[arg-type]  # none is what Qt takes it away by


def _opened(dialog: QFileDialog, then: Then) -> QFileDialog:
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.open()
    return dialog

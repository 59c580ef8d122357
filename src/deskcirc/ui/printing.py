"""Printing: the preview with its printers, the way into a PDF file, and what can be printed from the window.

`print_command_sheet` and `print_shelving_list` are what pages and menus call; anything else that becomes a
`labels.paper.Paper` goes through `print_paper` and gets preview, printer and PDF with it. For cards and labels
see `order_printing`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from deskcirc import paths
from deskcirc.errors import DeskcircError
from deskcirc.labels.command_sheet import OperatorCard, command_sheet
from deskcirc.labels.paper import Paper
from deskcirc.labels.shelving_list import ShelvingLine, shelving_list
from deskcirc.text import gettext as _
from deskcirc.text import in_a_row, ngettext
from deskcirc.ui.dialogs.file_choice import ask_file_to_save
from deskcirc.ui.dialogs.print_preview import PrintPreview
from deskcirc.ui.dialogs.room import resize_within_screen
from deskcirc.ui.long_saving import print_beside, write_pdf_beside
from deskcirc.ui.paper_painter import page_layout, paint, save_pdf

_MOST_PRINTS: Final = 30
_MOST_SHOWN: Final = 60
"""Pages of a preview, which Qt paints all at once; more than that are printed and saved beside the window."""
_UNFIT_FOR_A_NAME: Final = re.compile(r'[\\/:*?"<>|\s]+')


def print_command_sheet(parent: QWidget | None, cards: Sequence[OperatorCard] = ()) -> PrintDialog:
    """Show the sheet of command barcodes, ready to print."""
    return print_paper(parent, command_sheet(cards))


def print_shelving_list(
    parent: QWidget | None, lines: Sequence[ShelvingLine], library_name: str, on: date | None = None
) -> PrintDialog:
    """Show the list for the trolley, `lines` in shelf order, of the day `on` (today), ready to print."""
    return print_paper(parent, shelving_list(lines, library_name, on or datetime.now().astimezone().date()))


def print_paper(parent: QWidget | None, paper: Paper, printer: str = "") -> PrintDialog:
    """Show any paper, ready to print on that printer; the dialog is open and owned by `parent` when this comes back."""
    dialog = PrintDialog(paper, parent, printer)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def print_at_once(paper: Paper, printer: str = "") -> str | None:
    """Print without a look at the pages, on that printer or the usual one; returns its name, None where none is there.

    Raises DeskcircError where the printer does not take the pages.
    """
    names = QPrinterInfo.availablePrinterNames()
    name = printer if printer in names else QPrinterInfo.defaultPrinterName()
    if name not in names:
        return None
    paint(paper, _printer_for(paper, QPrinterInfo.printerInfo(name)))
    return name


class PrintDialog(QDialog):
    """The pages as they will come out, which printer, how many; or a PDF file instead.

    `printed` comes at the end, where something was printed or saved, with the printer's name ("" for a file).
    """

    printed = Signal(str)

    def __init__(self, paper: Paper, parent: QWidget | None = None, printer: str = "") -> None:
        super().__init__(parent)
        self.paper = paper
        self._on: str | None = None  # the printer it came out on, "" for a file, None for nothing yet
        self.setWindowTitle(paper.name)
        self._printer = _printer_for(paper, QPrinterInfo.defaultPrinter())
        shown = min(len(paper.pages), _MOST_SHOWN)
        self._preview = PrintPreview(self._printer, self._paint_preview, shown, self)
        self._said = QLabel()
        self._said.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setSpacing(10)
        layout.addLayout(self._head())
        layout.addWidget(self._preview, 1)
        layout.addWidget(self._said)
        layout.addLayout(self._foot())
        self._offer_printers(printer)
        if len(paper.pages) > shown:
            self._say(_("The preview shows the first {count} pages; all are printed.").format(count=shown), "quiet")
        self._fit_screen()
        self.finished.connect(self._tell_printed)

    def save_pdf_as(self, path: Path) -> None:
        """Write the pages into a PDF file and say where it is, or why not; very many of them with progress."""
        if len(self.paper.pages) > _MOST_SHOWN:
            write_pdf_beside(self, self.paper, path, lambda sentence, tone: self._told_of(sentence, tone, ""))
            return
        try:
            save_pdf(self.paper, str(path))
        except DeskcircError as trouble:
            self._say(in_a_row(trouble.sentence, trouble.remedy), "stop")
        else:
            self._on = self._on or ""
            self._say(_("Saved as {name}.").format(name=path), "done")

    def _head(self) -> QHBoxLayout:
        title = QLabel(self.paper.name)
        title.setProperty("part", "title")
        count = len(self.paper.pages)
        pages = QLabel(ngettext("{count} page", "{count} pages", count).format(count=count))
        pages.setProperty("part", "quiet")
        row = QHBoxLayout()
        row.addWidget(title)
        row.addStretch()
        row.addWidget(pages)
        return row

    def _foot(self) -> QHBoxLayout:
        self._printers = QComboBox()
        self._printers.setAccessibleName(_("Printer"))
        self._copies = QComboBox()
        self._copies.addItems([str(number) for number in range(1, _MOST_PRINTS + 1)])
        self._copies.setAccessibleName(_("Number of prints"))
        self._print = QPushButton(_("Print"))
        self._print.setProperty("part", "main")
        self._print.clicked.connect(self._print_now)
        pdf = QPushButton(_("Save as PDF …"), autoDefault=False)
        pdf.clicked.connect(self._ask_where)
        close = QPushButton(_("Close") + "  Esc", autoDefault=False)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(10)
        self._of_printers = (QLabel(_("Printer")), self._printers, QLabel(_("Prints")), self._copies)
        for widget in self._of_printers:
            row.addWidget(widget)
        row.addStretch()
        for button in (close, pdf, self._print):
            row.addWidget(button)
        return row

    def _offer_printers(self, wanted: str) -> None:
        names = QPrinterInfo.availablePrinterNames()
        self._printers.addItems(names)
        self._printers.setCurrentText(wanted if wanted in names else QPrinterInfo.defaultPrinterName())
        self._print.setEnabled(bool(names))
        self._print.setDefault(bool(names))
        for widget in self._of_printers:
            widget.setVisible(bool(names))
        if not names:
            self._say(_("No printer is set up on this computer. Save a PDF file and print it on another one."), "look")

    def _fit_screen(self) -> None:
        resize_within_screen(self, 1180, 1200)

    def _told_of(self, sentence: str, tone: str, printer: str) -> None:
        """How a long printing or saving ended."""
        if tone == "done":
            self._on = printer or self._on or ""
        self._say(sentence, tone)

    def _paint_preview(self, printer: QPrinter) -> None:
        paint(replace(self.paper, pages=self.paper.pages[:_MOST_SHOWN]), printer)

    def _print_now(self) -> None:
        printer = _printer_for(self.paper, QPrinterInfo.printerInfo(self._printers.currentText()))
        printer.setCopyCount(self._copies.currentIndex() + 1)
        if len(self.paper.pages) > _MOST_SHOWN:
            name = self._printers.currentText()
            print_beside(self, self.paper, printer, lambda sentence, tone: self._told_of(sentence, tone, name))
            return
        try:
            paint(self.paper, printer)
        except DeskcircError as trouble:
            self._say(in_a_row(trouble.sentence, trouble.remedy), "stop")
        else:
            self._on = self._printers.currentText()
            self.accept()

    def _tell_printed(self) -> None:
        if self._on is not None:
            self.printed.emit(self._on)

    def _ask_where(self) -> None:
        name = _UNFIT_FOR_A_NAME.sub("_", self.paper.name) + ".pdf"
        kind = _("PDF file (*.pdf)")
        ask_file_to_save(self, _("Save as PDF"), paths.documents_folder() / name, kind, self.save_pdf_as)

    def _say(self, sentence: str, part: str) -> None:
        self._said.setText(sentence)
        self._said.setProperty("part", part)
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)


def _printer_for(paper: Paper, info: QPrinterInfo) -> QPrinter:
    """A printer that takes the page as it is, edge to edge: nothing is scaled, a millimetre stays one."""
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    if info.isNull():
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setFullPage(True)
    printer.setPageLayout(page_layout(paper))
    printer.setDocName(paper.name)
    return printer

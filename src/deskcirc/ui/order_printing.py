"""Cards and labels on their way to paper: the sheet and its first cell, the pages, whether they came out right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QWidget

from deskcirc.domain.report import ReportFile
from deskcirc.errors import DeskcircError
from deskcirc.labels.cards import CardOrder, Order, Printable
from deskcirc.labels.copy_labels import LabelOrder
from deskcirc.labels.label_faces import CopyFace, TextFace
from deskcirc.labels.paper import Paper, PaperToCome
from deskcirc.ui.dialogs.came_out import CameOutDialog
from deskcirc.ui.dialogs.sheet_choice import SheetDialog
from deskcirc.ui.long_saving import make_beside, write_beside
from deskcirc.ui.printing import print_at_once, print_paper
from deskcirc.ui.sheet_memory import LastUse, SheetMemory, used_after

Doing: TypeAlias = Callable[[str, Mapping[str, str]], None]


def print_wanted(parent: QWidget | None, wanted: Printable, act: Doing | None = None) -> QDialog:
    """Show a paper, ready to print, or ask on which sheet cards or labels shall come; the dialog is open afterwards.

    A long table is written into its file, a long paper is read, each with progress.

    `act` does the act that an order of labels names for when they came out right.
    """
    if isinstance(wanted, Paper):
        return print_paper(parent, wanted)
    if isinstance(wanted, PaperToCome):
        return make_beside(parent, wanted, partial(print_paper, parent))
    if isinstance(wanted, ReportFile):
        return write_beside(parent, wanted)
    return _OrderPrinting(parent, wanted, act).dialog


class _OrderPrinting(QObject):
    """One order on its way; it lives as long as the window it is asked in."""

    def __init__(self, parent: QWidget | None, order: Order, act: Doing | None) -> None:
        super().__init__(parent)
        self._window, self._act = parent, act
        self._memory = SheetMemory()
        last = self._memory.last_use(order.memory)
        self.dialog = SheetDialog(order, parent, self._memory)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.page_wanted.connect(
            lambda page: print_paper(self.dialog, page, "" if last is None else last.printer)
        )
        self.dialog.chosen.connect(self._show_pages)
        self.dialog.at_once.connect(self._print)
        self.dialog.rejected.connect(self.deleteLater)
        self.dialog.open()

    def _settle(self) -> None:
        """Note what was chosen, for the dialog is gone when the pages are printed."""
        self._order, self._sheet, self._used = self.dialog.pages.order, self.dialog.sheet, self.dialog.picture.used
        last = self._memory.last_use(self._order.memory)
        self._printer = "" if last is None else last.printer

    def _show_pages(self, paper: Paper) -> None:
        self._settle()
        print_paper(self._window, paper, self._printer).printed.connect(self._note)

    def _print(self, paper: Paper) -> None:
        """One label goes to the printer at once; where that fails the pages are shown, which say why."""
        self._settle()
        try:
            printer = print_at_once(paper, self._printer)
        except DeskcircError:
            printer = None
        if printer is None:
            print_paper(self._window, paper, self._printer).printed.connect(self._note)
        else:
            self._note(printer)

    def _note(self, printer: str) -> None:
        """The cells are gone, whatever came out; then ask about what did."""
        order = self._order
        cells = len(order.cards) if isinstance(order, CardOrder) else len(order.faces) * order.cells_a_face
        used = used_after(self._sheet, self._used, cells)
        self._memory.note_use(order.memory, LastUse(self._sheet.code, used, printer or self._printer))
        if isinstance(order, LabelOrder) and order.done:
            if len(order.faces) == 1:  # one that spoilt is printed again with the same two keys
                self._do(order, 1)
            else:
                self._ask(order)

    def _ask(self, order: LabelOrder) -> None:
        dialog = CameOutDialog([_named(face) for face in order.faces], self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.answered.connect(lambda count, again: self._answered(order, count, again=again))
        dialog.open()

    def _answered(self, order: LabelOrder, count: int, *, again: bool) -> None:
        if count:
            self._do(order, count)
        if again:
            print_wanted(self._window, order.after(count), self._act)

    def _do(self, order: LabelOrder, count: int) -> None:
        ids = " ".join(str(face.copy_id) for face in order.faces[:count])
        if self._act is not None:
            self._act(order.done, {"copies": ids})


def _named(face: CopyFace | TextFace) -> str:
    return " ".join(face.lines) if isinstance(face, TextFace) else f"{face.code}  {face.title}"

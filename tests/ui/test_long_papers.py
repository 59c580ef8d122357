"""Papers of very many pages: the preview shows the first, the file is written beside the window and can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from deskcirc.domain.report import Report, ReportColumn, ReportFile
from deskcirc.labels.paper import Paper, PaperToCome, Words
from deskcirc.ui.dialogs.progress import ProgressDialog
from deskcirc.ui.dialogs.question import QuestionDialog
from deskcirc.ui.long_saving import write_beside
from deskcirc.ui.order_printing import print_wanted
from deskcirc.ui.printing import PrintDialog


def long_paper(pages: int) -> Paper:
    return Paper("账", tuple((Words(10, 10, 100, 8, f"{number}", 5),) for number in range(pages)))


def said(dialog: PrintDialog) -> str:
    return dialog._said.text()


def test_a_long_paper_is_saved_whole_though_only_its_first_pages_are_shown(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = PrintDialog(long_paper(70))
    qtbot.addWidget(dialog)
    assert "60" in said(dialog)
    dialog.save_pdf_as(tmp_path / "long.pdf")
    qtbot.waitUntil(lambda: "long.pdf" in said(dialog), timeout=20_000)
    assert (tmp_path / "long.pdf").read_bytes().count(b"/Type /Page\n") == 70


def test_a_long_pdf_that_is_stopped_leaves_nothing_behind(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = PrintDialog(long_paper(3000))
    qtbot.addWidget(dialog)
    dialog.save_pdf_as(tmp_path / "long.pdf")
    (progress,) = dialog.findChildren(ProgressDialog)
    progress.reject()
    qtbot.waitUntil(lambda: "60" not in said(dialog), timeout=20_000)
    assert list(tmp_path.iterdir()) == []


def test_a_long_table_is_written_beside_the_window_and_told_of(qtbot: QtBot, tmp_path: Path) -> None:
    rows = tuple((f"T{number:05}", number) for number in range(5000))
    report = Report("l", "账", "", (ReportColumn("号", 20), ReportColumn("数", 20)), rows)
    dialog = PrintDialog(long_paper(1))
    qtbot.addWidget(dialog)
    write_beside(dialog, ReportFile(lambda _progress: report, tmp_path / "long.csv"))
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QuestionDialog)), timeout=20_000)
    assert len((tmp_path / "long.csv").read_text("utf-8-sig").splitlines()) == 5001
    qtbot.waitUntil(lambda: not any(thread.name == "reading" for thread in threading.enumerate()), timeout=20_000)


def test_a_paper_that_is_still_to_be_read_is_read_beside_the_window_and_then_shown(qtbot: QtBot) -> None:
    window = PrintDialog(long_paper(1))
    qtbot.addWidget(window)
    threads: list[str] = []

    def make(progress: Callable[[int, int], None]) -> Paper:
        threads.append(threading.current_thread().name)
        progress(1, 2)
        return long_paper(3)

    assert isinstance(print_wanted(window, PaperToCome("账", make)), ProgressDialog)
    qtbot.waitUntil(lambda: bool(window.findChildren(PrintDialog)), timeout=20_000)
    assert len(window.findChildren(PrintDialog)[0].paper.pages) == 3
    assert threads == ["reading"]

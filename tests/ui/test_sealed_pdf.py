"""A sealed ledger is the same file whenever and by whichever process it is saved."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtWidgets import QApplication

from deskcirc.errors import CancelledError, DeskcircError
from deskcirc.labels.kept_dates import keep_dates
from deskcirc.labels.paper import Paper, Words
from deskcirc.ui.paper_painter import save_pdf

PROGRAM: Final = """
import sys
from datetime import UTC, datetime
from PySide6.QtWidgets import QApplication
from deskcirc.labels.paper import Paper, Words
from deskcirc.ui.paper_painter import save_pdf

application = QApplication([])
pages = tuple((Words(10, 10, 100, 8, f"总括登记账 {number}", 5),) for number in range(3))
save_pdf(Paper("总括登记账", pages, dated=datetime(2026, 4, 1, 4, tzinfo=UTC)), sys.argv[1])
"""


def test_two_processes_at_two_times_write_the_same_bytes(tmp_path: Path) -> None:
    files = [tmp_path / "first.pdf", tmp_path / "second.pdf"]
    for file in files:
        subprocess.run([sys.executable, "-c", PROGRAM, str(file)], check=True, timeout=120)
    first, second = (file.read_bytes() for file in files)
    assert first == second
    assert b"20260401" in first


def test_only_the_dates_of_the_file_are_written_over(qapp: QApplication, tmp_path: Path) -> None:
    file = tmp_path / "ledger.pdf"
    save_pdf(Paper("L", ((Words(10, 10, 50, 8, "A", 5),),), dated=datetime(2026, 4, 1, tzinfo=UTC)), str(file))
    before = file.read_bytes()
    keep_dates(file, datetime(2031, 12, 24, 1, 2, 3, tzinfo=UTC))
    assert file.read_bytes() != before
    assert len(file.read_bytes()) == len(before)
    keep_dates(file, datetime(2026, 4, 1, tzinfo=UTC))
    assert file.read_bytes() == before
    assert qapp is not None


@pytest.mark.usefixtures("qapp")
def test_a_pdf_that_is_cancelled_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "ledger.pdf"
    file.write_bytes(b"old")
    paper = Paper("L", tuple((Words(10, 10, 50, 8, "A", 5),) for _page in range(5)))

    def cancel(done: int, _total: int) -> None:
        if done == 3:
            raise CancelledError("")

    with pytest.raises(CancelledError):
        save_pdf(paper, str(file), cancel)
    assert file.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["ledger.pdf"]


@pytest.mark.usefixtures("qapp")
def test_a_folder_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DeskcircError):
        save_pdf(Paper("L", ((),)), str(tmp_path / "gone" / "ledger.pdf"))

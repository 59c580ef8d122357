"""Printed pages are read back from their pixels: every code, every line, at its size in millimetres."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.papers import bars_on, page_images, page_words

from deskcirc import text
from deskcirc.domain.scanning import Command, read_scan
from deskcirc.errors import DeskcircError
from deskcirc.labels.barcode import code128
from deskcirc.labels.command_sheet import CHOICES, COMMAND_CAPTIONS, OperatorCard, command_sheet
from deskcirc.labels.damage_sheet import DAMAGE_CAPTIONS, damage_sheet
from deskcirc.labels.paper import Bars, Paper
from deskcirc.labels.shelving_list import shelving_list
from deskcirc.ui.dialogs.pictures import save_pictures
from deskcirc.ui.paper_painter import coloured_image, save_pdf
from deskcirc.ui.printing import PrintDialog, print_command_sheet, print_shelving_list
from deskcirc.ui.tabs.returns.state import TrolleyLine

CODES = len(COMMAND_CAPTIONS) + CHOICES
"""Every command once, and the choice once a number."""
TROLLEY = [TrolleyLine(number, f"I287.45/{number}", f"小王子 {number}", "二楼") for number in range(1, 41)]


def test_every_command_is_read_back_from_the_printed_sheet(tmp_path: Path) -> None:
    save_pdf(
        command_sheet([OperatorCard("王老师", "OP-20240215"), OperatorCard("Li", "op 7")]), str(tmp_path / "s.pdf")
    )
    (image,) = page_images(tmp_path / "s.pdf")
    texts = [code.text for code in bars_on(image)]
    commands = [read_scan(each).command for each in texts]
    assert {command for command in commands if command} == {*COMMAND_CAPTIONS, Command.CHOICE}
    assert sorted(read_scan(each).choice for each in texts if read_scan(each).choice) == list(range(1, 10))
    assert {each for each in texts if read_scan(each).command is None} == {"OP-20240215", "op 7"}
    assert len(texts) == len(set(texts)) == CODES + 2


def test_every_damage_barcode_is_read_back_from_a_coarse_print_of_its_one_page(tmp_path: Path) -> None:
    save_pdf(damage_sheet(), str(tmp_path / "s.pdf"))
    (image,) = page_images(tmp_path / "s.pdf", dots=200)
    commands = {read_scan(code.text).command for code in bars_on(image, dots=200)}
    assert commands == {*DAMAGE_CAPTIONS, Command.UNDO, Command.YES, Command.NEXT}


def test_the_sheet_can_be_read_even_from_a_coarse_print(tmp_path: Path) -> None:
    save_pdf(command_sheet(), str(tmp_path / "s.pdf"))
    (image,) = page_images(tmp_path / "s.pdf", dots=200)
    assert len({code.text for code in bars_on(image, dots=200)}) == CODES


def test_the_captions_are_in_the_language_of_the_screen(tmp_path: Path) -> None:
    text.use_language("zh_CN")
    save_pdf(command_sheet(), str(tmp_path / "s.pdf"))
    (words,) = page_words(tmp_path / "s.pdf")
    assert all(caption in words for caption in ("撤销", "下一位读者", "借书", "还书", "破损"))


def test_bars_come_out_at_their_place_and_size(tmp_path: Path) -> None:
    widths = code128("T002267")
    paper = Paper("one", ((Bars(50, 100, 60, 12, 0.33, widths),),))
    save_pdf(paper, str(tmp_path / "one.pdf"))
    (image,) = page_images(tmp_path / "one.pdf", dots=600)
    (found,) = bars_on(image, dots=600)
    assert found.text == "T002267"
    assert (found.left + found.right) / 2 == pytest.approx(80, abs=0.4)
    assert found.top == pytest.approx(100, abs=0.4)
    assert found.bottom == pytest.approx(112, abs=0.4)
    assert found.right - found.left == pytest.approx(sum(widths) * 0.33, rel=0.06)


def test_the_shelving_list_holds_every_copy_of_the_trolley(tmp_path: Path) -> None:
    save_pdf(shelving_list(TROLLEY, "红星小学", date(2026, 11, 20)), str(tmp_path / "list.pdf"))
    pages = page_words(tmp_path / "list.pdf")
    assert len(pages) == 2
    assert [page.count("小王子") for page in pages] == [29, 11]
    assert all("红星小学" in page for page in pages)


def test_a_folder_that_takes_no_file_is_said_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(DeskcircError, match=r"s\.pdf could not be written: there is no such file or folder"):
        save_pdf(command_sheet(), str(tmp_path / "missing" / "s.pdf"))


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of a file's size there")
@pytest.mark.parametrize("missing", [1, 7, 100, 2_000, 9_000, 10**9])
def test_a_pdf_that_is_cut_off_by_a_full_disk_never_takes_the_place_of_a_whole_one(
    tmp_path: Path, missing: int
) -> None:
    import resource

    path = tmp_path / "s.pdf"
    save_pdf(command_sheet(), str(path))
    whole = path.read_bytes()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (max(0, len(whole) - missing), before[1]))
    try:
        with pytest.raises(DeskcircError, match=r"s\.pdf could not be written"):
            save_pdf(command_sheet(), str(path))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_bytes() == whole
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of a file's size there")
def test_a_bulletin_for_which_there_is_no_room_leaves_no_picture_behind(tmp_path: Path) -> None:
    import resource

    small, large = (coloured_image(command_sheet(), 0, dots) for dots in (20, 2000))
    (tmp_path / "one.png").write_bytes(b"an older one")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, before[1]))
    try:
        for pictures, name in (([large], "one.png"), ([small, large], "several.png")):
            with pytest.raises(DeskcircError, match=r"could not be written"):
                save_pictures(pictures, tmp_path / name)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("one.png", b"an older one")]


def test_no_paper_and_no_picture_is_saved_over_a_library(library_file: Path) -> None:
    before = library_file.read_bytes()
    with pytest.raises(DeskcircError, match="is the file of a library"):
        save_pdf(command_sheet(), str(library_file))
    with pytest.raises(DeskcircError, match="is the file of a library"):
        save_pictures([coloured_image(command_sheet(), 0, 20)], library_file)
    assert library_file.read_bytes() == before


def shown(dialog: PrintDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if not label.isHidden())


def button(dialog: PrintDialog, words: str) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if words in each.text())


@pytest.mark.skipif(bool(QPrinterInfo.availablePrinterNames()), reason="this computer has a printer")
def test_a_computer_without_a_printer_says_so_and_still_makes_a_pdf(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = print_command_sheet(None)
    qtbot.addWidget(dialog)
    assert "No printer" in shown(dialog)
    assert not button(dialog, "Print").isEnabled()
    button(dialog, "Save as PDF").click()
    chooser = dialog.findChild(QFileDialog)
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "sheet.pdf"))
    assert f"Saved as {tmp_path / 'sheet.pdf'}" in shown(dialog)
    assert len(page_images(tmp_path / "sheet.pdf")) == 1


def test_a_pdf_that_cannot_be_saved_is_told_in_the_dialog(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = print_shelving_list(None, TROLLEY, "红星小学")
    qtbot.addWidget(dialog)
    assert "2 pages" in shown(dialog)
    dialog.save_pdf_as(tmp_path / "missing" / "list.pdf")
    assert "list.pdf could not be written" in shown(dialog)

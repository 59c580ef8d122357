"""Reads painted paper back, as a scanner on the counter and an eye would."""

from __future__ import annotations

import subprocess
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import zxingcpp
from PIL import Image

DOTS_AN_INCH = 300


@dataclass(frozen=True, slots=True)
class ReadBars:
    """One barcode found on a page: its text and its box in millimetres."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def page_images(pdf: Path, dots: int = DOTS_AN_INCH) -> list[Image.Image]:
    """The pages as grey pictures."""
    subprocess.run(["pdftoppm", "-gray", "-r", str(dots), str(pdf), str(pdf.with_suffix(""))], check=True)
    return [Image.open(file) for file in sorted(pdf.parent.glob(f"{pdf.stem}-*.pgm"))]


def page_words(pdf: Path) -> Sequence[str]:
    """The words of each page; Qt's PDF files name digits and some Chinese characters only by their looks (NFKC)."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
    return unicodedata.normalize("NFKC", done.stdout).split("\f")[:-1]


def bars_on(image: Image.Image, dots: int = DOTS_AN_INCH) -> list[ReadBars]:
    """Every Code 128 on the page."""
    found = []
    for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)):
        corners = (
            code.position.top_left,
            code.position.top_right,
            code.position.bottom_left,
            code.position.bottom_right,
        )
        across = [corner.x * 25.4 / dots for corner in corners]
        down = [corner.y * 25.4 / dots for corner in corners]
        found.append(ReadBars(code.text, min(across), min(down), max(across), max(down)))
    return found

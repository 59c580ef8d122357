"""Reads painted paper back, as a scanner on the counter and an eye would."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import zxingcpp
from PIL import Image, ImageOps
from PySide6.QtGui import QImage

from deskcirc.labels.paper import Paper
from deskcirc.ui.paper_painter import page_image

DOTS_AN_INCH = 300
BARS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39])


@dataclass(frozen=True, slots=True)
class ReadBars:
    """One barcode found on a page: its text and its box in millimetres."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    symbology: str = ""


def page_images(pdf: Path, dots: int = DOTS_AN_INCH) -> list[Image.Image]:
    """The pages as grey pictures."""
    subprocess.run(["pdftoppm", "-gray", "-r", str(dots), str(pdf), str(pdf.with_suffix(""))], check=True)
    return [Image.open(file) for file in sorted(pdf.parent.glob(f"{pdf.stem}-*.pgm"))]


def page_words(pdf: Path) -> Sequence[str]:
    """The words of each page; Qt's PDF files name digits and some Chinese characters only by their looks (NFKC)."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
    return unicodedata.normalize("NFKC", done.stdout).split("\f")[:-1]


def page_sizes(pdf: Path) -> list[tuple[float, float]]:
    """Width and height of each page in millimetres, as a printer is told them."""
    done = subprocess.run(["pdfinfo", "-l", "9999", str(pdf)], check=True, capture_output=True, text=True)
    found = re.findall(r"size:\s+([0-9.]+) x ([0-9.]+) pts", done.stdout)
    return [(float(width) * 25.4 / 72, float(height) * 25.4 / 72) for width, height in found]


def bars_on(image: Image.Image, dots: int = DOTS_AN_INCH) -> list[ReadBars]:
    """Every Code 128 on the page."""
    found = []
    for code in zxingcpp.read_barcodes(image, formats=BARS):
        corners = (
            code.position.top_left,
            code.position.top_right,
            code.position.bottom_left,
            code.position.bottom_right,
        )
        across = [corner.x * 25.4 / dots for corner in corners]
        down = [corner.y * 25.4 / dots for corner in corners]
        found.append(ReadBars(code.text, min(across), min(down), max(across), max(down), code.format.name))
    return found


def painted(paper: Paper, dots: int = DOTS_AN_INCH, page: int = 0) -> Image.Image:
    """A page, black on white, as a printer of so many dots an inch would put it."""
    image = page_image(paper, page, dots)
    assert image.format() is QImage.Format.Format_Grayscale8
    size = (image.width(), image.height())
    return Image.frombytes("L", size, bytes(image.constBits()), "raw", "L", image.bytesPerLine())


def extent(image: Image.Image, dots: int = DOTS_AN_INCH) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all that is not white, in millimetres."""
    box = ImageOps.invert(image).point(lambda value: 255 if value > 100 else 0).getbbox()
    assert box is not None
    left, top, right, bottom = (edge * 25.4 / dots for edge in box)
    return left, top, right, bottom

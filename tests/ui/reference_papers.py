"""Pages kept as pictures: what was looked at and found good, compared where the same fonts are at hand.

`REFERENCE_PAPERS=new pytest tests/ui/test_reference_papers.py` paints the pictures anew: look at them before they are
committed. Letters of another font stand elsewhere, so a picture also says which font it was painted with.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest
from PIL import Image, ImageChops, ImageFilter
from PIL.PngImagePlugin import PngInfo
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF
from tests.ui.papers import painted

from deskcirc.labels.paper import Paper
from deskcirc.ui.theme import FAMILIES

FOLDER: Final = Path(__file__).resolve().parents[1] / "files" / "papers"
DOTS: Final = 96
LARGEST: Final = 60_000  # octets of a picture
_GREYS: Final = 16
_CLEARLY: Final = 90  # of 255 by which a dot differs, both pages being blurred by a dot
_SHARE: Final = 0.002  # of all dots may differ so
_SAMPLE: Final = "图书馆总括登记账 I287.47/12 T002267 "


def compare_with_reference(paper: Paper, name: str, page: int = 0) -> None:
    """Fail where a page looks otherwise than its picture; skip where the picture was painted with another font."""
    image = painted(paper, DOTS, page)
    file = FOLDER / f"{name}.png"
    if os.environ.get("REFERENCE_PAPERS") == "new":
        _keep(image, file)
    with Image.open(file) as reference:
        font = str(reference.info.get("font", ""))
        if font != _font():
            pytest.skip(f"{file.name} was painted with {font}, here is {_font()}")
        assert differing_share(image, reference.convert("L")) <= _SHARE


def differing_share(one: Image.Image, other: Image.Image) -> float:
    """The share of dots that clearly differ; pages of another size differ altogether."""
    if one.size != other.size:
        return 1.0
    blurred = [image.filter(ImageFilter.BoxBlur(1)) for image in (one, other)]
    histogram = ImageChops.difference(*blurred).histogram()
    return sum(histogram[_CLEARLY:]) / (one.width * one.height)


def _keep(image: Image.Image, file: Path) -> None:
    said = PngInfo()
    said.add_text("font", _font())
    file.parent.mkdir(exist_ok=True)
    image.quantize(_GREYS).save(file, optimize=True, pnginfo=said)


def _font() -> str:
    """The family that is taken here, with what it measures: another version of it may be cut otherwise."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(100)
    return f"{QFontInfo(font).family()} {QFontMetricsF(font).horizontalAdvance(_SAMPLE):.0f}"

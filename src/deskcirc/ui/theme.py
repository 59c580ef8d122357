"""How the window looks: two palettes, the sizes at 96 dots an inch, the font families, and the way to put them on.

Sizes are for a reader one arm's length from a 1366 × 768 screen: nothing under 14 px, the outcome at 28 px (21 pt).
A scale from 1.0 to 2.0 multiplies every size; the screen's own scaling comes on top of it and is Qt's affair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

from deskcirc.ui.outcome import Tone

FAMILIES: Final = (
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "PingFang SC",
)
"""Simplified Chinese faces first, by name: the system's default may be the Japanese face of the same font."""


@dataclass(frozen=True, slots=True)
class ToneColours:
    """The three colours of one outcome: letters, the ground they stand on, and the block that holds the shape."""

    ink: str
    fill: str
    solid: str


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour of one look, as `#rrggbb`; `on_accent` and `on_solid` are the letters on the strong colours.

    `shapes` are outcomes of a colour of their own within the family of their tone: whoever counts at a shelf tells a
    book on the wrong shelf, one out of order, one on loan, a withdrawn one and an unknown code apart without reading.
    """

    name: str
    ground: str
    paper: str
    stripe: str
    ink: str
    quiet: str
    line: str
    accent: str
    accent_soft: str
    on_accent: str
    on_solid: str
    tones: Mapping[Tone, ToneColours]
    shapes: Mapping[tuple[Tone, str], ToneColours]


LIGHT: Final = Palette(
    name="light",
    ground="#eef1f4",
    paper="#ffffff",
    stripe="#f5f8f9",
    ink="#17202b",
    quiet="#4f5b6b",
    line="#d3d9e0",
    accent="#0b6e4f",
    accent_soft="#e0f2e9",
    on_accent="#ffffff",
    on_solid="#ffffff",
    tones={
        Tone.READY: ToneColours(ink="#364152", fill="#e3e8ed", solid="#566274"),
        Tone.DONE: ToneColours(ink="#0a5639", fill="#d7f0e1", solid="#0b6e4f"),
        Tone.LOOK: ToneColours(ink="#694300", fill="#ffecbf", solid="#8f5b00"),
        Tone.STOP: ToneColours(ink="#8d1212", fill="#fde0dd", solid="#b3201b"),
        Tone.REPEAT: ToneColours(ink="#1c3f7d", fill="#dfe9fb", solid="#2b5ca8"),
        Tone.DEVICE: ToneColours(ink="#532a7d", fill="#eee2fa", solid="#6d3fa5"),
    },
    shapes={
        (Tone.LOOK, "shelf"): ToneColours(ink="#7c1658", fill="#fbe0f0", solid="#a32676"),
        (Tone.LOOK, "order"): ToneColours(ink="#07525c", fill="#cdeff2", solid="#0d6f7d"),
        (Tone.STOP, "help"): ToneColours(ink="#853100", fill="#ffdcc2", solid="#b84a00"),
    },
)

DARK: Final = Palette(
    name="dark",
    ground="#11161c",
    paper="#1a212a",
    stripe="#1f2731",
    ink="#e9eef3",
    quiet="#a9b5c3",
    line="#36414e",
    accent="#4fc78f",
    accent_soft="#17392b",
    on_accent="#06251a",
    on_solid="#0c1116",
    tones={
        Tone.READY: ToneColours(ink="#ccd5df", fill="#252e39", solid="#9aa7b6"),
        Tone.DONE: ToneColours(ink="#8ce3b8", fill="#12382a", solid="#4fc78f"),
        Tone.LOOK: ToneColours(ink="#ffd479", fill="#3b2c0c", solid="#f0b43c"),
        Tone.STOP: ToneColours(ink="#ffb3ad", fill="#451a1a", solid="#ff7d75"),
        Tone.REPEAT: ToneColours(ink="#b1cdff", fill="#1b2c4a", solid="#7fabf5"),
        Tone.DEVICE: ToneColours(ink="#dcc0fb", fill="#33214a", solid="#bd93ee"),
    },
    shapes={
        (Tone.LOOK, "shelf"): ToneColours(ink="#ffb3de", fill="#431a34", solid="#f27cc0"),
        (Tone.LOOK, "order"): ToneColours(ink="#8fe3ec", fill="#10363b", solid="#45c5d3"),
        (Tone.STOP, "help"): ToneColours(ink="#ffc199", fill="#472410", solid="#ff954f"),
    },
)

TONE_ICONS: Final[Mapping[Tone, str]] = {
    Tone.READY: "scan",
    Tone.DONE: "check",
    Tone.LOOK: "flag",
    Tone.STOP: "hand",
    Tone.REPEAT: "repeat",
    Tone.DEVICE: "plug",
}
"""A shape for each outcome, so that no outcome is told by its colour alone."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A palette and a scale; sizes are asked for in pixels at 96 dots an inch."""

    palette: Palette = LIGHT
    scale: float = 1.0

    def px(self, pixels: float) -> int:
        """`pixels` at this theme's scale, never under one."""
        return max(1, round(pixels * self.scale))

    def tone(self, tone: Tone, shape: str = "") -> ToneColours:
        """The colours of one outcome; of its shape, where that has its own."""
        return self.palette.shapes.get((tone, shape)) or self.palette.tones[tone]

    def font(self, pixels: float, *, bold: bool = False) -> QFont:
        """The window's font at `pixels`."""
        font = QFont()
        font.setFamilies(list(FAMILIES))
        font.setPixelSize(self.px(pixels))
        font.setBold(bold)
        return font


def chosen(look: str, scale_percent: int = 100) -> Theme:
    """The theme for a look (`light`, `dark`, anything else: as the desktop has it) and 100 to 200 percent."""
    scale = min(max(scale_percent, 100), 200) / 100
    if look == "dark" or (look != "light" and _desktop_is_dark()):
        return Theme(DARK, scale)
    return Theme(LIGHT, scale)


def _desktop_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def qt_palette(palette: Palette) -> QPalette:
    """The theme's colours in the roles of Qt's palette."""
    role = QPalette.ColorRole
    made = QPalette()
    for roles, colour in (
        ((role.Window, role.Button), palette.ground),
        ((role.Base, role.ToolTipBase), palette.paper),
        ((role.AlternateBase,), palette.stripe),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), palette.ink),
        ((role.PlaceholderText,), palette.quiet),
        ((role.Highlight, role.Link), palette.accent),
        ((role.HighlightedText,), palette.on_accent),
        ((role.Mid, role.Midlight, role.Dark), palette.line),
    ):
        for each in roles:
            made.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, each, QColor(palette.quiet))
    return made

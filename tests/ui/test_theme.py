"""The look: read at arm's length, told apart without colour, at every scale."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QListWidget, QListWidgetItem
from pytestqt.qtbot import QtBot

from deskcirc import paths
from deskcirc.ui import icons, theme
from deskcirc.ui.outcome import Tone
from deskcirc.ui.style_sheet import style_sheet


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2 reckons it; text wants 4.5 or more."""
    darker, lighter = sorted((_luminance(QColor(one)), _luminance(QColor(other))))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def icon_names() -> list[str]:
    """Every icon there is."""
    return sorted(file.stem for file in (paths.resources() / "icons").glob("*.svg"))


LOOKS = pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK], ids=lambda palette: str(palette.name))


@LOOKS
@pytest.mark.parametrize("ink", ["ink", "quiet", "accent"])
@pytest.mark.parametrize("sheet", ["ground", "paper", "stripe"])
def test_letters_stand_out_from_every_sheet(palette: theme.Palette, ink: str, sheet: str) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, sheet)) >= 4.5


@LOOKS
@pytest.mark.parametrize("tone", list(Tone))
def test_letters_and_shape_of_an_outcome_stand_out(palette: theme.Palette, tone: Tone) -> None:
    colours = palette.tones[tone]
    assert contrast(colours.ink, colours.fill) >= 4.5
    assert contrast(colours.ink, palette.paper) >= 4.5
    assert contrast(palette.on_solid, colours.solid) >= 4.5


@LOOKS
@pytest.mark.parametrize("outcome", list(theme.LIGHT.shapes), ids="-".join)
def test_letters_and_shape_of_an_outcome_with_a_colour_of_its_own_stand_out(
    palette: theme.Palette, outcome: tuple[Tone, str]
) -> None:
    colours = theme.Theme(palette).tone(*outcome)
    assert colours != palette.tones[outcome[0]]
    assert contrast(colours.ink, colours.fill) >= 4.5
    assert contrast(colours.ink, palette.paper) >= 4.5
    assert contrast(palette.on_solid, colours.solid) >= 4.5


@LOOKS
def test_letters_on_strong_and_selected_ground_stand_out(palette: theme.Palette) -> None:
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    assert contrast(palette.ink, palette.accent_soft) >= 4.5
    assert contrast(palette.paper, palette.ink) >= 4.5


def test_each_outcome_has_a_shape_of_its_own() -> None:
    shapes = [theme.TONE_ICONS[tone] for tone in Tone]
    assert len(set(shapes)) == len(Tone)
    assert set(shapes) <= set(icon_names())
    drawn = [icons.pixmap(shape, "#000000", 48).toImage() for shape in shapes]
    assert all(one != other for place, one in enumerate(drawn) for other in drawn[place + 1 :])


def test_every_icon_can_be_drawn_in_the_colour_asked_for() -> None:
    for name in icon_names():
        image = icons.pixmap(name, "#b3201b", 32).toImage()
        painted = {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255
        }
        assert painted == {QColor("#b3201b").name()}, name


@pytest.mark.parametrize(("percent", "pixels"), [(50, 15), (100, 15), (150, 22), (200, 30), (400, 30)])
def test_sizes_follow_the_scale_within_one_and_two(percent: int, pixels: int) -> None:
    assert theme.chosen("light", percent).px(15) == pixels


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK])
def test_the_tick_boxes_of_a_list_are_seen_on_its_ground(qtbot: QtBot, palette: theme.Palette) -> None:
    lines = QListWidget()
    qtbot.addWidget(lines)
    lines.setStyleSheet(style_sheet(theme.Theme(palette)))
    line = QListWidgetItem("")
    line.setCheckState(Qt.CheckState.Unchecked)
    lines.addItem(line)
    lines.resize(120, 60)
    lines.show()
    seen = lines.grab().toImage()
    middle = lines.visualItemRect(line).center().y()
    colours = {seen.pixelColor(x, middle).name() for x in range(3, 40)}
    assert max(contrast(each, palette.paper) for each in colours) >= 3


def test_the_sheet_is_complete_at_any_scale() -> None:
    for look in ("light", "dark"):
        for percent in (100, 125, 200):
            assert "$" not in style_sheet(theme.chosen(look, percent))


def test_simplified_chinese_faces_are_asked_for_by_name() -> None:
    assert theme.Theme().font(15).families() == list(theme.FAMILIES)

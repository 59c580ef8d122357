"""The Qt style sheet of a theme; widgets ask for a part in it by the dynamic property `part`."""

from __future__ import annotations

from string import Template
from typing import Final

from deskcirc import paths
from deskcirc.ui.theme import Theme

_SHEET: Final = Template("""
QWidget { color: $ink; font-size: ${p15}px; }
QMainWindow, QDialog, QWidget[part="ground"] { background: $ground; }
QWidget[part="header"] { background: $paper; border: none; border-bottom: 1px solid $line; }
QFrame[part="card"] { background: $paper; border: 1px solid $line; border-radius: ${p10}px; }
QLabel { background: transparent; border: none; }
QLabel[part="title"] { font-size: ${p18}px; font-weight: bold; }
QLabel[part="name"] { font-size: ${p24}px; font-weight: bold; }
QLabel[part="figure"] { font-size: ${p20}px; font-weight: bold; }
QLabel[part="initial"] { background: $accent_soft; color: $accent; border-radius: ${p26}px; font-size: ${p24}px;
    font-weight: bold; }
QLabel[part="quiet"] { color: $quiet; }
QLabel[part="look"] { color: $look_ink; font-weight: bold; }
QLabel[part="stop"] { color: $stop_ink; font-weight: bold; }
QLabel[part="done"] { color: $done_ink; font-weight: bold; }
QLabel[part="page"] { font-size: ${p28}px; font-weight: bold; }
QFrame[part="warning"] { background: $look_fill; border: 1px solid $look_solid; border-radius: ${p10}px; }
QFrame[part="turns"] { background: $accent_soft; border: none; border-radius: ${p10}px; }
QFrame[part="now"] { background: $accent_soft; border: none; border-radius: ${p10}px; }
QFrame[part="turns"] QLabel { color: $ink; font-size: ${p17}px; }
QFrame[part="warning"] QLabel { color: $look_ink; font-weight: bold; }

QTabBar { background: transparent; border: none; }
QTabBar::tab { background: transparent; color: $quiet; border: none; border-bottom: ${p4}px solid transparent;
    padding: ${p10}px ${p18}px ${p7}px ${p18}px; font-size: ${p17}px; }
QTabBar[tight="true"]::tab { padding: ${p10}px ${p14}px ${p7}px ${p14}px; font-size: ${p16}px; }
QTabBar[tight="most"]::tab { padding: ${p10}px ${p9}px ${p7}px ${p9}px; font-size: ${p16}px; }
QTabBar[tight="all"]::tab { padding: ${p10}px 1px ${p7}px 1px; font-size: ${p16}px; }
QTabBar::tab:selected { color: $accent; font-weight: bold; border-bottom-color: $accent; }
QTabBar::tab:hover:!selected { color: $ink; background: $stripe; }
QTabBar::tab:focus { color: $ink; }

QLineEdit, QPlainTextEdit, QComboBox, QDateEdit, QSpinBox, QDoubleSpinBox { background: $paper;
  border: 1px solid $quiet;
    border-radius: ${p6}px; padding: ${p6}px ${p10}px; min-height: ${p24}px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QPlainTextEdit { placeholder-text-color: $quiet; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus,
QDoubleSpinBox:focus {
    border: 2px solid $accent; padding: ${p5}px ${p9}px; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled { color: $quiet; border-color: $line;
    background: $ground; }
QCheckBox:disabled, QLabel:disabled { color: $quiet; }
QComboBox { combobox-popup: 0; }
QRadioButton::indicator { width: ${p12}px; height: ${p12}px; border: 2px solid $quiet; border-radius: ${p8}px;
    background: $paper; }
QRadioButton::indicator:checked { border-color: $accent; background: $accent; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: ${p28}px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url($icons/down.svg); width: ${p16}px; height: ${p16}px; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {
  subcontrol-origin: border; border: none; width: ${p28}px; }
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-position: top right; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-position: bottom right; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url($icons/up.svg); width: ${p16}px; height: ${p16}px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url($icons/down.svg); width: ${p16}px; height: ${p16}px; }
QComboBox QAbstractItemView { background: $paper; border: 1px solid $line; selection-background-color: $accent_soft;
    selection-color: $ink; }
QFrame[part="scan"] { background: $paper; border: 2px solid $quiet; border-radius: ${p10}px; }
QFrame[part="scan"][ready="true"] { border-color: $accent; }
QFrame[part="scan"][ready="false"] { border-color: $look_solid; }
QFrame[part="scan"] QLineEdit { border: none; background: transparent; font-size: ${p24}px; padding: 0; }
QLabel[part="ready"] { color: $accent; font-weight: bold; }
QLabel[part="not-ready"] { color: $look_ink; font-weight: bold; }

QPushButton { background: $paper; border: 1px solid $quiet; border-radius: ${p7}px; padding: ${p7}px ${p12}px;
    min-height: ${p22}px; }
QPushButton:hover { background: $stripe; border-color: $accent; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:focus { border: 2px solid $accent; padding: ${p6}px ${p11}px; }
QPushButton:checked { background: $accent_soft; border-color: $accent; }
QPushButton:disabled { color: $quiet; border-color: $line; background: $ground; }
QPushButton[part="main"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: bold; }
QPushButton[part="main"]:hover { border-color: $ink; }
QPushButton[part="main"]:focus { border: 2px solid $ink; }
QPushButton[part="main"]:disabled { background: $line; color: $quiet; border-color: $line; }
QPushButton[part="toggle"]:checked { background: $accent_soft; color: $accent; border-color: $accent; }
QPushButton[part="link"] { background: transparent; border: none; color: $accent; text-align: left;
    padding: ${p4}px; }
QPushButton[part="link"]:hover { text-decoration: underline; }
QPushButton[part="link"]:focus { border: 2px solid $accent; padding: ${p2}px; }
QPushButton[part="tile"] { font-size: ${p17}px; font-weight: bold; padding: ${p6}px; border-color: $line;
    min-height: ${p48}px; }
QPushButton[part="tile"]:checked { background: $accent_soft; border: 2px solid $accent; color: $accent; }
QPushButton[part="tile"][look="true"] { color: $look_ink; border-color: $look_solid; background: $look_fill; }
QPushButton[part="tile"][look="true"]:checked { border: 2px solid $look_solid; }
QPushButton[part="tick"] { text-align: left; padding: ${p4}px ${p6}px; border-color: $line; font-size: ${p14}px; }
QPushButton[part="tick"]:checked { background: $accent_soft; border: 2px solid $accent; color: $accent;
    font-weight: bold; }
QPushButton::menu-indicator { width: 0; }
QCheckBox { spacing: ${p8}px; }
QCheckBox::indicator, QListView::indicator { width: ${p18}px; height: ${p18}px; border: 2px solid $quiet;
    border-radius: ${p4}px; background: $paper; }
QListView::indicator { width: ${p16}px; height: ${p16}px; }
QCheckBox::indicator:checked, QListView::indicator:checked { background: $accent; border-color: $accent;
    image: url($icons/tick-$name.svg); }
QListView::indicator:disabled { border-color: $line; }
QCheckBox::indicator:focus, QCheckBox::indicator:hover { border-color: $accent; }
QMenu { background: $paper; border: 1px solid $line; padding: ${p6}px; }
QMenu::item { padding: ${p8}px ${p24}px; border-radius: ${p6}px; }
QMenu::item:selected { background: $accent_soft; color: $ink; }
QPushButton[part="choice"] { background: $paper; padding: ${p18}px; min-height: ${p190}px; border: 2px solid $line;
    border-radius: ${p12}px; }
QPushButton[part="choice"]:hover { border-color: $accent; background: $accent_soft; }
QPushButton[part="choice"]:focus { border: 3px solid $accent; padding: ${p17}px; }

QTableView, QListView, QTreeView { background: $paper; alternate-background-color: $stripe; border: 1px solid $paper;
    gridline-color: $line; selection-background-color: $accent_soft; selection-color: $ink; outline: none; }
QTableView::item, QListView::item, QTreeView::item { padding: 0 ${p6}px; border: none; }
QTreeView::item { min-height: ${p28}px; }
QListView::item { min-height: ${p36}px; }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected { background: $accent_soft; color: $ink; }
QTableView:focus, QListView:focus, QTreeView:focus { border: 1px solid $accent; }
QHeaderView { background: $paper; border: none; }
QHeaderView::section { background: $paper; color: $quiet; border: none; border-bottom: 1px solid $line;
    padding: ${p4}px ${p9}px; font-size: ${p14}px; }
QTableCornerButton::section { background: $paper; border: none; }
QProgressBar { background: $line; border: none; border-radius: ${p5}px; text-align: center;
    min-height: ${p10}px; max-height: ${p10}px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: ${p5}px; }
QStatusBar { background: $paper; border-top: 1px solid $line; color: $quiet; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $quiet; font-size: ${p14}px; padding: 0 ${p8}px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: ${p12}px; margin: 0; }
QScrollBar::handle:vertical { background: $quiet; border-radius: ${p4}px; min-height: ${p36}px; margin: ${p2}px; }
QScrollBar:horizontal { background: transparent; height: ${p12}px; margin: 0; }
QScrollBar::handle:horizontal { background: $quiet; border-radius: ${p4}px; min-width: ${p36}px; margin: ${p2}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: $ink; color: $paper; border: none; padding: ${p6}px; font-size: ${p15}px; }
""")

_SIZES: Final = (2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 20, 22, 24, 26, 28, 36, 48, 190)


def style_sheet(theme: Theme) -> str:
    """The whole sheet in the theme's colours and at its scale."""
    palette = theme.palette
    colours = {
        name: getattr(palette, name)
        for name in ("name", "ground", "paper", "stripe", "ink", "quiet", "line", "accent", "accent_soft", "on_accent")
    }
    for tone, shades in palette.tones.items():
        colours |= {f"{tone}_ink": shades.ink, f"{tone}_fill": shades.fill, f"{tone}_solid": shades.solid}
    colours["icons"] = (paths.resources() / "icons").as_posix()
    return _SHEET.substitute(colours, **{f"p{size}": str(theme.px(size)) for size in _SIZES})

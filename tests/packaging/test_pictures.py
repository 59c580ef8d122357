"""The manual shows only pictures that one command makes anew."""

from __future__ import annotations

import re

import pictures
from environment import ROOT

_SHOWN = re.compile(r"!\[[^]]*\]\((?:resources/manual/)?pictures/([a-z_]+)\.png\)")


def test_every_picture_that_is_shown_has_its_scene_and_every_scene_is_shown() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "resources" / "manual").glob("*.md"))]
    shown = {name for page in pages for name in _SHOWN.findall(page.read_text(encoding="utf-8"))}
    assert shown == set(pictures.SCENES)
    assert {picture.stem for picture in pictures.PICTURES.glob("*.png")} == shown

"""The build backend: setuptools', which also puts migrations/ and resources/ into the wheel, as `deskcirc/_shipped`.

The two folders lie outside src/ because they hold no code of the program; installed, they travel inside the package, so
that they are found wherever it is (a prefix, `--user`, `--target`). An editable install finds them in the checkout.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools.build_meta import (
    build_editable,
    build_sdist,
    build_wheel,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)
from setuptools.command.build_py import build_py

import translations

__all__ = [
    "BuildWithShippedFolders",
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

_ROOT = Path(__file__).resolve().parents[1]


class BuildWithShippedFolders(build_py):
    """setuptools' copying of the package, with the two folders beside src/ after it, the catalogues compiled."""

    def run(self) -> None:
        """Copy the package, then the folders; an editable install copies nothing."""
        super().run()
        if self.editable_mode:
            return
        shipped = Path(self.build_lib) / "deskcirc" / "_shipped"
        shutil.rmtree(shipped, ignore_errors=True)
        for folder in ("migrations", "resources"):
            leave_out = shutil.ignore_patterns("__pycache__", "*.po", "*.mo")
            shutil.copytree(_ROOT / folder, shipped / folder, ignore=leave_out)
        translations.compile_catalogues(_ROOT / "resources" / "translations", shipped / "resources" / "translations")

"""deskcirc: the circulation station on the counter of a school library.

The domain decides, the store remembers, the desk acts, the window shows. Imports go down only; the layers are
written in pyproject.toml and held by import-linter. Nothing here may import PySide6: the core installs and runs
without a window.
"""

__version__ = "0.1.0"

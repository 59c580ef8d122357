"""The settings of this station: read once, changed one at a time, kept in the person's own folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from deskcirc import settings
from deskcirc.errors import reason_of
from deskcirc.text import gettext as _
from deskcirc.ui.setting_edits import stored_text


class StationSettings:
    """The stored texts by name; `sentence` answers are "" for done, else why not."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stored: Mapping[str, str] = settings.load_station_settings(folder)

    @property
    def stored(self) -> Mapping[str, str]:
        """Every setting that was ever changed, as it is stored; settings.py reads them."""
        return self._stored

    def change(self, name: str, typed: str) -> str:
        """Change one setting to what a person typed or chose; returns "" or the sentence why not."""
        setting = next(each for each in settings.STATION_SETTINGS if each.name == name)
        written = stored_text(setting, typed)
        if written is None:
            words = _("“{text}” is not a value for “{setting}”.")
            return words.format(text=typed, setting=_(setting.sentence))
        return self._keep(name, written)

    def remember_library(self, file: Path) -> str:
        """Note the library opened last; returns "" or the sentence why not."""
        return self._keep(settings.LAST_LIBRARY.name, settings.LAST_LIBRARY.write(str(file.resolve())))

    def _keep(self, name: str, written: str) -> str:
        self._stored = {**self._stored, name: written}
        try:
            settings.save_station_settings(self._folder, self._stored)
        except OSError as error:
            words = _("The settings of this counter can't be saved ({reason}).")
            return words.format(reason=reason_of(error))
        return ""

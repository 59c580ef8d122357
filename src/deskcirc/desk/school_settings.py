"""Changing what the school has set."""

from __future__ import annotations

import json
import re
from typing import Final

from deskcirc import settings as known
from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.errors import GoneError
from deskcirc.store.lookups.policy import stored_setting_id, stored_settings
from deskcirc.store.tables import settings
from deskcirc.text import gettext as _

_WHOLE: Final = re.compile(r"-?[0-9]{1,9}")


def values_of(desk: Desk) -> dict[str, str | int | bool]:
    """Every setting of the library with its value, defaults included."""
    with desk.library.reading() as connection:
        stored = stored_settings(connection)
    return {setting.name: setting.read(stored) for setting in known.LIBRARY_SETTINGS}


def change_setting(desk: Desk, name: str, text: str) -> str:
    """Set one setting of the library from what was typed or chosen; returns "" or the sentence why not.

    Raises GoneError for a setting that does not exist.
    """
    setting = next((each for each in known.LIBRARY_SETTINGS if each.name == name), None)
    if setting is None:
        raise GoneError
    written = _written(setting, text)
    if written is None or setting.read({name: written}) != json.loads(written):
        return _("“{text}” is not a value for “{setting}”.").format(text=text, setting=_(setting.sentence))
    with desk.library.writing(desk.act(ActName.CHANGE_SETTING, setting=_(setting.sentence))) as writing:
        row_id = stored_setting_id(writing.connection, name)
        if row_id is None:
            writing.insert(settings, name=name, value=written)
        else:
            writing.update(settings, row_id, value=written)
    return ""


def _written(setting: known.Setting[str] | known.Setting[int] | known.Setting[bool], text: str) -> str | None:
    if isinstance(setting.default, bool):
        return {"true": "true", "false": "false"}.get(text)
    if isinstance(setting.default, int):
        return str(int(text)) if _WHOLE.fullmatch(text.strip()) else None
    return json.dumps(text.strip(), ensure_ascii=False)

"""How far the count has come, in the words that stand over its bar."""

from __future__ import annotations

from typing import Final

from deskcirc.domain.count_progress import CountProgress
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.tabs.stocktake.scanning_part import ScanningPart

_HOUR: Final = 60
_LONG: Final = 600  # minutes from which hours are enough


def progress_words(part: ScanningPart) -> str:
    """Found of expected, how long it still takes and how fast people are; a blind count tells the speed alone."""
    progress = part.progress
    if part.following is not None and progress is None and not part.is_blind:
        return _("Reading how far the count is …")
    if part.stocktake is None or progress is None:
        return ""
    if part.is_blind:
        return " · ".join(each for each in (_("blind count"), _speed(progress)) if each)
    return how_far(progress)


def how_far(progress: CountProgress) -> str:
    """Found of expected, how long it still takes and how fast people are."""
    words = ngettext("{found} of {expected} copy", "{found} of {expected} copies", progress.expected)
    found = words.format(found=progress.found, expected=progress.expected)
    return " · ".join(each for each in (found, left_words(progress.minutes_left), _speed(progress)) if each)


def _speed(progress: CountProgress) -> str:
    return _("{count} an hour").format(count=progress.per_hour) if progress.per_hour else ""


def left_words(minutes: int | None) -> str:
    """How long it still takes at this speed, counted in time spent scanning; "" while nobody can say, or at the end."""
    if not minutes:
        return ""
    if minutes < _HOUR:
        return ngettext("about {count} minute left", "about {count} minutes left", minutes).format(count=minutes)
    hours = minutes / _HOUR if minutes < _LONG else float(round(minutes / _HOUR))
    count = f"{hours:.1f}".removesuffix(".0")
    words = ngettext(
        "about {count} hour of scanning left", "about {count} hours of scanning left", 1 if count == "1" else 2
    )
    return words.format(count=count)

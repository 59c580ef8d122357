"""The sentences of the screen: GNU gettext over the catalogues in resources/translations.

English is the language of the sources and needs no catalogue; Simplified Chinese is the default on the screen.
Sentences are looked up when they are shown, so that the language can change without a restart.
"""

from __future__ import annotations

import gettext as _gnu
from datetime import date
from typing import Final

from deskcirc import paths

LANGUAGES: Final = {"zh_CN": "简体中文", "en": "English"}

_catalogue: _gnu.NullTranslations = _gnu.NullTranslations()
_language = "en"


def use_language(language: str) -> None:
    """Show every later sentence in `language`, a key of LANGUAGES; an unknown one falls back to English."""
    global _catalogue, _language  # noqa: PLW0603  one process shows one language
    _catalogue = _gnu.translation("deskcirc", paths.resources() / "translations", [language], fallback=True)
    _language = language if language in LANGUAGES else "en"


def language() -> str:
    """The language now shown, a key of LANGUAGES."""
    return _language


def gettext(sentence: str) -> str:
    """The sentence in the language of the screen; import it as `_` so that extraction finds the call."""
    return _catalogue.gettext(sentence)


def ngettext(one: str, many: str, count: int) -> str:
    """The sentence for `count` things, in the language of the screen."""
    return _catalogue.ngettext(one, many, count)


def in_a_row(*sentences: str) -> str:
    """The sentences as one text, with a blank between them where the language writes one; empty ones are left out."""
    text = ""
    for sentence in filter(None, sentences):
        text = gettext("{text} {sentence}").format(text=text, sentence=sentence) if text else sentence
    return text


def storable(text: str) -> str:
    """The text with a question mark for every lone surrogate: half a character that no file and no screen can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def marked(sentence: str) -> str:
    """Mark a sentence for translation where it is written down before the language is known."""
    return sentence


def marked_pair(one: str, many: str) -> tuple[str, str]:
    """Mark the sentences for one thing and for several, for `ngettext`, before the language is known."""
    return one, many


_WEEKDAYS: Final = (
    marked("Mon"),
    marked("Tue"),
    marked("Wed"),
    marked("Thu"),
    marked("Fri"),
    marked("Sat"),
    marked("Sun"),
)
_MONTHS: Final = (
    marked("Jan"),
    marked("Feb"),
    marked("Mar"),
    marked("Apr"),
    marked("May"),
    marked("Jun"),
    marked("Jul"),
    marked("Aug"),
    marked("Sep"),
    marked("Oct"),
    marked("Nov"),
    marked("Dec"),
)


def day_words(day: date, today: date | None = None) -> str:
    """A day as people say it: "Sun 6 Dec", with the year where it is not `today`'s."""
    words = {
        "weekday": gettext(_WEEKDAYS[day.weekday()]),
        "month_name": gettext(_MONTHS[day.month - 1]),
        "day": day.day,
        "year": day.year,
    }
    if today is None or day.year == today.year:
        return gettext("{weekday} {day} {month_name}").format(**words)
    return full_date(day)


def full_date(day: date) -> str:
    """A day with its year, as on a certificate: "30 Jun 2026" 2026年6月30日."""
    words = {"day": day.day, "month_name": gettext(_MONTHS[day.month - 1]), "year": day.year}
    return gettext("{day} {month_name} {year}").format(**words)


def weekday_words(weekday: int) -> str:
    """A weekday, 1 Monday to 7, by its short name."""
    return gettext(_WEEKDAYS[weekday - 1])


def month_words(month: date) -> str:
    """The month of a day with its year: "Sep 2026" 2026年9月."""
    return gettext("{month_name} {year}").format(month_name=gettext(_MONTHS[month.month - 1]), year=month.year)

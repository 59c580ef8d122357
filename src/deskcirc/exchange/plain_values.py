"""One value of a plain file checked against its key: the value as the program knows it, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from deskcirc.exchange.plain_form import Key, Kind
from deskcirc.text import gettext as _

_CLOCK: Final = re.compile(r"([01]?\d|2[0-4])[:：]([0-5]\d)")
_LONGEST: Final = 500  # characters of a text


class WrongValueError(ValueError):
    """The value is of another kind or out of range; the message says what may stand there."""


def checked(key: Key, value: Any) -> Any:
    """Words as str, numbers as int, money as fen, days as date, times as minutes after midnight, several as a tuple.

    Raises WrongValueError.
    """
    return _CHECKS[key.kind](key, value)


def _wrong(key: Key) -> WrongValueError:
    return WrongValueError(_("it takes {kind}").format(kind=_(key.kind.value)))


def _words(key: Key, value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong(key)
    words = "".join(sign for sign in " ".join(value.split()) if sign.isprintable())
    if key.choices and words not in key.choices:
        raise WrongValueError(_("it takes one of these: {choices}").format(choices=", ".join(key.choices)))
    if len(words) > _LONGEST:
        raise WrongValueError(_("it takes at most {count} characters").format(count=_LONGEST))
    if key.required and not words:
        raise WrongValueError(_("it may not be empty"))
    return words


def _number(key: Key, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(key)
    if not key.least <= value <= key.most:
        raise WrongValueError(_("it takes {least} to {most}").format(least=key.least, most=key.most))
    return value


def _money(key: Key, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        raise _wrong(key)
    if not Decimal(key.least) / 100 <= Decimal(value) <= Decimal(key.most) / 100:  # times 100 it might be too large
        bounds = {"least": yuan(key.least), "most": yuan(key.most)}
        raise WrongValueError(_("it takes {least} to {most}").format(**bounds))
    fen = Decimal(value) * 100
    if fen != int(fen):
        raise _wrong(key)
    return int(fen)


def yuan(fen: int) -> str:
    """The amount as a plain file writes it: `0.10`."""
    return f"{fen // 100}.{fen % 100:02}"


def _truth(key: Key, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _wrong(key)
    return value


def _day(key: Key, value: Any) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip().replace("/", "-"))
        except ValueError as error:
            raise _wrong(key) from error
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _wrong(key)
    return value


def _clock(key: Key, value: Any) -> int:
    if isinstance(value, time):
        return value.hour * 60 + value.minute
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise _wrong(key)
    minutes = int(found.group(1)) * 60 + int(found.group(2))
    if minutes > 24 * 60:
        raise _wrong(key)
    return minutes


def _words_list(key: Key, value: Any) -> tuple[str, ...]:
    return tuple(_words(key, each) for each in (value if isinstance(value, list) else [value]))


def _numbers(key: Key, value: Any) -> tuple[int, ...]:
    return tuple(_number(key, each) for each in (value if isinstance(value, list) else [value]))


_CHECKS: Final[dict[Kind, Callable[[Key, Any], Any]]] = {
    Kind.WORDS: _words,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.TRUTH: _truth,
    Kind.DAY: _day,
    Kind.CLOCK: _clock,
    Kind.WORDS_LIST: _words_list,
    Kind.NUMBERS: _numbers,
}

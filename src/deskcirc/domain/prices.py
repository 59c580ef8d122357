"""Prices as book dealers, catalogues and spreadsheets write them, read into integer fen.

Only yuan become money; another currency, several prices and words around the amount are kept as a note
(forms: domain.md §5, and the stock of real schools). Money is never a float.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

YUAN: Final = "CNY"

_WORDS: Final = {
    YUAN: "CNY RMB CNT CN ¥ 人民币 人民幣 元 圆 圓 块",
    "TWD": "NT$ NTD NTS NT TWD 新台币 新台幣 新臺幣 台币 台幣 臺幣",
    "HKD": "HK$ HKD HK 港币 港幣 港元",
    "MOP": "MOP 澳门币",
    "USD": "US$ USD $ 美元 美金",
    "JPY": "JPY JP¥ 円 日元 日圆 日圓",
    "EUR": "EUR € 欧元",
    "GBP": "GBP £ 英镑 英鎊",
    "KRW": "KRW ₩ 韩元",
    "SGD": "SGD S$ 新加坡元",
    "RUB": "RUB 卢布",
}
_CODES: Final = {word: code for code, words in _WORDS.items() for word in words.split()}
_WORD: Final = "|".join(re.escape(word) for word in sorted(_CODES, key=len, reverse=True))
# A code that is not listed (CAD, CHF, ...) is still a currency if three letters touch the amount.
_CURRENCY: Final = rf"(?:{_WORD}|(?<![A-Z])[A-Z]{{3}}(?![A-Z]))"
_AMOUNT: Final = re.compile(
    rf"(?P<before>{_CURRENCY})?[\s.:]*(?<![\d.-])(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    rf"\s*(?P<after>{_CURRENCY})?"
)
_YUAN_JIAO_FEN: Final = re.compile(r"(?:(\d{1,6})[元圆])?(?:(\d)角)?(?:(\d)分)?")
_USUAL: Final = re.compile(r"(?:CNY)?([0-9]{1,6})\.([0-9]{2})")  # as nearly every dealer writes it
_ASIDE: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_JAPANESE: Final = re.compile("税込|税抜|本体")
_DIGIT_BREAK: Final = re.compile(r"(?<=\d)。(?=\d)")

_WHOLE_YUAN: Final = ("", "整", "正")  # as bills end an amount

_MOST_YUAN: Final = 1_000_000  # above it a number is an ISBN or a card in the wrong column, no price


@dataclass(frozen=True, slots=True)
class Price:
    """One price: `fen` where it is in yuan, else None; `currency` an ISO code, "" where no amount was found.

    `note` keeps the words around the amount (全2册, 含光盘), and the whole text where `fen` cannot say everything:
    another currency, several prices, a fraction of a fen, nothing readable. It is "" for a plain price.
    """

    fen: int | None
    currency: str
    note: str


@dataclass(frozen=True, slots=True)
class _Amount:
    number: Decimal
    currency: str
    text: str


def read_price(text: str) -> Price:
    """The price in `text`; Price(None, "", "") if it is empty. A bare number is taken for yuan."""
    usual = _USUAL.fullmatch(text)
    if usual:
        return Price(int(usual[1]) * 100 + int(usual[2]), YUAN, "")
    written = " ".join(unicodedata.normalize("NFC", text).split())
    plain = _DIGIT_BREAK.sub(".", unicodedata.normalize("NFKC", written)).upper()
    if not plain:
        return Price(None, "", "")
    jiao = _YUAN_JIAO_FEN.fullmatch(plain.replace(" ", ""))
    if jiao and (jiao.group(2) or jiao.group(3)):
        yuan, tens, ones = (int(part or 0) for part in jiao.groups())
        return Price(yuan * 100 + tens * 10 + ones, YUAN, "")
    bare = _ASIDE.sub(" ", plain)
    amounts = _amounts(bare)
    chosen = _choose(amounts)
    if chosen is None or chosen.number >= _MOST_YUAN:
        return Price(None, "", written)
    currency = "JPY" if _JAPANESE.search(plain) else chosen.currency or YUAN
    if currency != YUAN:
        return Price(None, currency, written)
    fen = _fen(chosen.number)
    whole = len(amounts) > 1 or Decimal(fen) != chosen.number * 100
    return Price(fen, YUAN, written if whole else _remarks(plain, bare, chosen))


def typed_fen(text: str) -> int | None:
    """An amount of money that somebody typed (`2.5`, `3元5角`, `12元整`) in fen; None unless all of it was understood.

    In a catalogue words around a price are a note; where money changes hands `3,50` must not be taken for 3 yuan, nor
    `1e9` for one.
    """
    price = read_price(text)
    return price.fen if price.note in _WHOLE_YUAN else None


def format_fen(fen: int) -> str:
    """Fen as yuan with two decimals, without a currency sign: 1680 is "16.80"."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan}.{rest:02d}"


def _amounts(text: str) -> list[_Amount]:
    return [
        _Amount(
            Decimal(match["number"].replace(",", "")), _code(match["before"], match["after"]), match.group().strip()
        )
        for match in _AMOUNT.finditer(text)
    ]


def _code(before: str | None, after: str | None) -> str:
    """The currency of both sides: in `NTD800元` the 元 only says "money"."""
    codes = [_CODES.get(word, word) for word in (before, after) if word]
    return next((code for code in codes if code != YUAN), codes[0] if codes else "")


def _choose(amounts: list[_Amount]) -> _Amount | None:
    """The first amount in yuan; else the first in another currency; else the first bare number."""
    return next(
        (
            amount
            for wanted in (True, False)
            for amount in amounts
            if (amount.currency == YUAN) is wanted and (wanted or amount.currency)
        ),
        amounts[0] if amounts else None,
    )


def _fen(number: Decimal) -> int:
    return int((number * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _remarks(plain: str, bare: str, chosen: _Amount) -> str:
    asides = [aside.strip() for aside in _ASIDE.findall(plain) if aside.strip() not in _CODES]
    around = bare.replace(chosen.text, " ", 1).strip(" .,;:/·、")
    return " ".join(part for part in (around, *asides) if part)

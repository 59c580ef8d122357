"""Prices as they stand in real catalogues."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.prices import Price, format_fen, read_price, typed_fen


@pytest.mark.parametrize(
    ("written", "fen", "note"),
    [
        ("CNY18.00", 1800, ""),
        ("CNY 38.00", 3800, ""),
        ("0.38元", 38, ""),
        ("￥0.40", 40, ""),
        ("¥13.80", 1380, ""),
        ("3.95", 395, ""),
        ("5", 500, ""),
        ("28.80元", 2880, ""),
        ("２８．８０元", 2880, ""),
        ("CN15.00", 1500, ""),
        ("15RMB", 1500, ""),
        ("90(元)", 9000, ""),
        ("1,980.00", 198000, ""),
        ("1元2角", 120, ""),
        ("3角5分", 35, ""),
        ("CNY79.00 (含光盘)", 7900, "含光盘"),
        ("19.80元(全2册)", 1980, "全2册"),
        ("200.00元（全二册）", 20000, "全二册"),
        ("精装CNY50.00", 5000, "精装"),
        ("68.00元（有2020年7月34印本）", 6800, "有2020年7月34印本"),
        ("CNY23.00,CNY23(精装)", 2300, "CNY23.00,CNY23(精装)"),
        ("第一册:1.25元;第二册:1.20元", 125, "第一册:1.25元;第二册:1.20元"),
        ("88元,7.99英镑", 8800, "88元,7.99英镑"),
        ("7RMB×23", 700, "7RMB×23"),
        ("0.385元", 39, "0.385元"),
    ],
)
def test_yuan_are_read_to_the_fen_and_words_around_them_are_kept(written: str, fen: int, note: str) -> None:
    assert read_price(written) == Price(fen, "CNY", note)


@pytest.mark.parametrize(
    ("written", "currency"),
    [
        ("NT$220", "TWD"),
        ("NTD800元", "TWD"),
        ("臺幣1200圓", "TWD"),
        ("NT.280", "TWD"),
        ("160 TWD", "TWD"),
        ("HK$38", "HKD"),
        ("hkd 55", "HKD"),
        ("港币78", "HKD"),
        ("USD 9.99", "USD"),
        ("$24.99 USD", "USD"),
        ("34.99美元", "USD"),
        ("JPY 514", "JPY"),
        ("398円（税込）", "JPY"),
        ("¥650 （本体 ： ¥619）", "JPY"),
        ("GBP 24.00", "GBP"),
        ("EUR 50.84", "EUR"),
        ("CAD 30.99", "CAD"),
        ("(1)NT180 (2)同人志型态出版", "TWD"),
    ],
)
def test_other_currencies_are_named_and_never_become_fen(written: str, currency: str) -> None:
    assert read_price(written) == Price(None, currency, written)


@pytest.mark.parametrize("written", ["免费", "元", "-5", "9787208061644", "赠"])
def test_what_is_no_price_is_kept_as_a_note(written: str) -> None:
    assert read_price(written) == Price(None, "", written)


def test_an_empty_cell_is_no_price() -> None:
    assert read_price(" ") == Price(None, "", "")


@given(st.integers(0, 99_999_999))
def test_what_is_printed_is_read_back_to_the_fen(fen: int) -> None:
    assert read_price(format_fen(fen)).fen == fen
    assert read_price(f"CNY{format_fen(fen)}").fen == fen


def test_money_is_printed_with_two_decimals() -> None:
    assert [format_fen(fen) for fen in (1680, 5, 0, -105)] == ["16.80", "0.05", "0.00", "-1.05"]


@given(st.text())
def test_no_text_makes_reading_fail(text: str) -> None:
    price = read_price(text)
    assert price.fen is None or price.currency == "CNY"


def test_a_number_too_large_for_money_is_no_price_in_yuan_and_jiao_either() -> None:
    for digits in ("9" * 30, "9" * 5000):
        assert read_price(f"{digits}元5角").fen is None
    assert read_price("35元5角").fen == 3550


@pytest.mark.parametrize(
    "typed",
    ["3,50", "1e9", "1_0", "12.345", "0.001", "−5", "–5", "5-", "10/5", "1 000", "3块5", "八元", "NaN", "$5", ""],
)
def test_an_amount_typed_at_the_counter_that_is_not_clear_is_no_amount(typed: str) -> None:
    assert typed_fen(typed) is None


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("3.5", 350), ("１２．５", 1250), ("5元整", 500), ("3元5角", 350), ("¥1,000.00", 100_000), ("5块", 500)],
)
def test_an_amount_is_typed_as_bills_and_people_write_it(typed: str, fen: int) -> None:
    assert typed_fen(typed) == fen

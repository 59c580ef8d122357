"""Dates as they stand in real catalogues."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.dates import published_year, read_date


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2005", 2005),
        ("2010.0", 2010),
        ("1999.1", 1999),
        ("200710", 2007),
        ("1999重印", 1999),
        ("2009, 2015重印", 2009),
        ("c1998", 1998),
        ("[2008]", 2008),
        ("2012-05-01 00:00:00", 2012),
        ("2006-5", 2006),
        ("2010－02", 2010),
        ("２００５", 2005),
        ("1980年6月第1版", 1980),
        ("民82", 1993),
        ("民國76年初版", 1987),
        ("民国84[1995].6", 1995),
        ("二〇一二年", 2012),
        ("November 1985", 1985),
        ("41030", 2012),
    ],
)
def test_the_year_of_publication_is_the_first_year_written(written: str, year: int) -> None:
    assert published_year(written) == year


@pytest.mark.parametrize("written", ["", "不详", "87/09/01", "12345678", "99999", "123"])
def test_a_year_is_never_guessed(written: str) -> None:
    assert published_year(written) is None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2012-05-01 00:00:00", date(2012, 5, 1)),
        ("2012/5/1", date(2012, 5, 1)),
        ("2012.05.01", date(2012, 5, 1)),
        ("1993年01月15日", date(1993, 1, 15)),
        ("1999 年 09 月 15 日", date(1999, 9, 15)),
        ("20120501", date(2012, 5, 1)),
        ("200710", date(2007, 10, 1)),
        ("2001年3月", date(2001, 3, 1)),
        ("2006-5", date(2006, 5, 1)),
        ("1999.1", date(1999, 1, 1)),
        ("2005", date(2005, 1, 1)),
        ("1999重印", date(1999, 1, 1)),
        ("2019-00-00", date(2019, 1, 1)),
        ("5/31/2012", date(2012, 5, 31)),
        ("41030", date(2012, 5, 1)),
    ],
)
def test_a_day_is_read_as_far_as_it_is_known(written: str, day: date) -> None:
    assert read_date(written) == day


@pytest.mark.parametrize("written", ["", "昨天", "2012-02-30", "2012-13-01", "5/6/2012", "10000", "80000"])
def test_a_day_the_calendar_lacks_or_that_may_be_two_is_not_read(written: str) -> None:
    assert read_date(written) is None


@given(st.dates(min_value=date(1500, 1, 1), max_value=date(2099, 12, 31)))
def test_every_way_of_writing_a_day_gives_that_day(day: date) -> None:
    for written in (day.isoformat(), f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日", f"{day} 00:00:00"):
        assert read_date(written) == day
        assert published_year(written) == day.year


@given(st.text())
def test_no_text_makes_reading_fail(text: str) -> None:
    read_date(text)
    published_year(text)

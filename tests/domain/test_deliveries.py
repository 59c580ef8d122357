"""A delivery reckoned: what a scan means, which line it fills, what is claimed, and the draft that is kept whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.deliveries import (
    ClaimKind,
    DeliveryLine,
    View,
    claims_of,
    draft_of,
    figures_of,
    line_to_fill,
    lines_with,
    matching_lines,
    same_book,
    scanned_number,
    stored_draft,
    typed_price,
    typed_quantity,
)
from deskcirc.domain.drafts import CopyDraft, TitleDraft
from deskcirc.domain.scanning import read_scan

ISBN = "9787534618130"


def a_line(number: int = 1, title: str = "草房子", **columns: object) -> DeliveryLine:
    """A line that expects three copies at 22.00."""
    line = DeliveryLine(number, 1, number, title, "", "曹文轩", "", ISBN, 2200, 3)
    return replace(line, **columns)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("scanned", "number"),
    [
        (ISBN, ISBN),
        (ISBN + "51980", ISBN),
        (ISBN + " 51980", ISBN),
        (ISBN + "02", ISBN),
        ("978-7-5346-1813-0", ISBN),
        ("7534618134", ISBN),
        ("9771000123405", "1000-1239"),
        ("977100012340501", "1000-1239"),
        ("B00001", ""),
        ("草房子", ""),
        ("9787534618131", ""),
    ],
)
def test_the_bars_of_a_book_or_a_magazine_are_understood(scanned: str, number: str) -> None:
    assert scanned_number(read_scan(scanned)) == number


def test_quantity_and_price_are_told_from_codes() -> None:
    assert [typed_quantity(read_scan(text)) for text in ("*5", "×12", "5", "*", "*1234")] == [5, 12, None, None, None]
    prices = [typed_price(read_scan(text)) for text in ("=45", "¥45.80", "￥ 45.8", "45", "=4,5")]
    assert prices == ["45", "45.80", "45.8", "", ""]


def test_lines_of_one_description_are_filled_in_their_order_and_the_last_takes_the_extra() -> None:
    first, second = a_line(1), a_line(2)
    assert line_to_fill([first, second]) is first
    assert line_to_fill([replace(first, arrived=3), second]) is second
    assert line_to_fill([replace(first, arrived=3), full := replace(second, arrived=3)]) is full
    assert line_to_fill([first, replace(second, volume="下册")]) is None
    assert line_to_fill([]) is None


def test_a_line_is_found_by_its_isbn_and_by_that_of_the_edition_that_came() -> None:
    other = "9787544291170"
    lines = [a_line(1), a_line(2, "活着", isbn="", isbn_found=other), a_line(3, "无号", isbn="")]
    assert [line.id for line in lines_with(lines, ISBN)] == [1]
    assert [line.id for line in lines_with(lines, other)] == [2]
    assert lines_with(lines, "") == ()


@pytest.mark.parametrize("words", ["草房", "cfz", "caofang", "曹文轩", ISBN, " 草 房 子 "])
def test_a_line_is_found_by_words_pinyin_initials_author_and_isbn(words: str) -> None:
    lines = [a_line(1), DeliveryLine(2, 1, 2, "红楼梦", "", "", "", "", None, 1)]
    assert [line.id for line in matching_lines(lines, words)] == [1]


def test_another_edition_has_the_same_title_and_no_other_author() -> None:
    line = a_line()
    assert same_book(TitleDraft("草房子"), line)
    assert same_book(TitleDraft("《草房子》".strip("《》"), author="曹文轩 著"), line)
    assert not same_book(TitleDraft("草房子", author="别人"), line)
    assert not same_book(TitleDraft("草房子", volume="下册"), line)


def test_claims_come_kind_by_kind_with_their_amounts() -> None:
    lines = [
        a_line(1, arrived=1),
        a_line(2, arrived=5, price_found=2480),
        a_line(3, arrived=3, isbn_found="9787544291170"),
        a_line(4, "赠书", expected=0, arrived=1, price=None),
        a_line(5, arrived=3),
        a_line(6, arrived=3, price_found=2200),
    ]
    assert [(claim.kind, claim.line.id, claim.count, claim.amount) for claim in claims_of(lines)] == [
        (ClaimKind.SHORT, 1, 2, 4400),
        (ClaimKind.EXTRA, 2, 2, 4960),
        (ClaimKind.EXTRA, 4, 1, None),
        (ClaimKind.PRICE, 2, 5, 1400),
        (ClaimKind.EDITION, 3, 3, None),
    ]


COUNTS = st.integers(0, 20)
LINES = st.lists(st.builds(lambda e, a: a_line(expected=e, arrived=a), COUNTS, COUNTS), max_size=30)


@given(LINES)
def test_what_was_expected_and_what_arrived_differ_by_the_short_and_the_extra(lines: list[DeliveryLine]) -> None:
    figures = figures_of(lines)
    assert figures.expected - figures.short + figures.extra == figures.arrived
    assert figures.arrived == sum(line.arrived for line in lines if line.answers(View.ARRIVED))
    claimed = {kind: sum(claim.count for claim in claims_of(lines) if claim.kind is kind) for kind in ClaimKind}
    assert (claimed[ClaimKind.SHORT], claimed[ClaimKind.EXTRA]) == (figures.short, figures.extra)


TEXTS = st.text(max_size=8)
DRAFTS = st.builds(
    TitleDraft,
    title=TEXTS,
    volume=TEXTS,
    isbn=TEXTS,
    price=st.none() | st.integers(0, 10**6),
    year=st.none() | st.integers(1900, 2100),
    isbn_valid=st.booleans(),
    subjects=st.tuples() | st.tuples(TEXTS, TEXTS),
    other_isbns=st.tuples() | st.tuples(TEXTS),
    kind=st.sampled_from(["book", "set", "magazine"]),
    copies=st.lists(
        st.builds(CopyDraft, barcode=TEXTS, price=st.none() | st.integers(0, 99), acquired=st.none() | st.dates()),
        max_size=3,
    ).map(tuple),
)


@given(DRAFTS)
def test_a_draft_is_kept_whole(draft: TitleDraft) -> None:
    assert draft_of(stored_draft(draft)) == draft


def test_a_draft_of_an_older_version_is_read_with_what_it_lacks_left_silent() -> None:
    assert draft_of("{}") == TitleDraft("")
    told = '{"title": "草房子", "copies": [{"acquired": "2026-03-02"}]}'
    assert draft_of(told).copies[0].acquired == date(2026, 3, 2)

"""What a number tells, when two titles are one, what a form reads, and what is doubtful about it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.isbn_facts import facts_of_isbn, magazine_of
from deskcirc.domain.title_checks import KnownStock, doubts_about
from deskcirc.domain.title_form import read_title, texts_of, with_volume_raised
from deskcirc.domain.title_match import first_signs, plain, same_work
from deskcirc.domain.titles import Title

HOUSE = TitleDraft(
    title="草房子",
    author="曹文轩著",
    publisher="江苏少年儿童出版社",
    place="南京",
    published="2005.6",
    year=2005,
    isbn="9787534618727",
    isbn_valid=True,
    price=1800,
    class_number="I287.45",
    book_number="238",
    call_number="I287.45/238",
)
WORDS = st.text(max_size=12)
DESCRIPTIONS = st.builds(
    TitleDraft,
    title=st.text(min_size=1, max_size=12),
    subtitle=WORDS,
    volume=WORDS,
    author=WORDS,
    published=WORDS,
    year=st.none() | st.integers(1900, 2030),
    isbn=WORDS,
    isbn_valid=st.booleans(),
    other_isbns=st.lists(WORDS, max_size=3).map(tuple),
    issn=WORDS,
    price=st.none() | st.integers(0, 10**8),
    subjects=st.lists(WORDS, max_size=3).map(tuple),
    summary=WORDS,
    class_number=WORDS,
    book_number=WORDS,
    call_number=WORDS,
    note=WORDS,
    kind=st.sampled_from(["book", "set", "magazine"]),
)


def test_a_chinese_number_tells_country_language_and_publisher() -> None:
    facts = facts_of_isbn("9787020002207")
    assert facts is not None
    assert (facts.group, facts.publisher, facts.publisher_shown) == ("978-7", "978702", "978-7-02")
    assert (facts.country, facts.language) == ("China", "chi")


@pytest.mark.parametrize("number", ["", "9787020002208", "7020002207", "978702000220X"])
def test_what_is_no_number_tells_nothing(number: str) -> None:
    assert facts_of_isbn(number) is None


def test_the_bars_of_a_magazine_give_its_issn_and_the_issue() -> None:
    magazine = magazine_of("9771000123006")
    assert magazine is not None
    assert magazine.issn == "1000-1239"
    with_issue = magazine_of("977100012300603")
    assert with_issue is not None
    assert with_issue.issue == "03"
    assert magazine_of("9787020002207") is None
    assert magazine_of("9771000123007") is None


@given(DESCRIPTIONS)
def test_a_form_that_nobody_changed_reads_as_what_it_was_filled_from(description: TitleDraft) -> None:
    assert read_title(texts_of(description), description).description == description


@given(DESCRIPTIONS, st.dictionaries(st.sampled_from([*texts_of(HOUSE), "odd"]), st.text()))
def test_any_text_in_any_field_is_read(description: TitleDraft, typed: dict[str, str]) -> None:
    read = read_title(typed, description).description
    again = read_title(texts_of(read), read).description
    assert again == read


def test_what_was_typed_becomes_the_description() -> None:
    typed = {
        "title": " 根鸟 ",
        "published": "1999.1",
        "price": "CNY18.00 (含光盘)",
        "isbn": "978-7-02-000220-7",
        "other_isbns": "978-7-5346-1872-7；坏号",
        "subjects": "小说；儿童文学",
        "class_number": "I287.45",
        "book_number": "12",
    }
    read = read_title(typed)
    assert not read.refusals
    about = read.description
    assert (about.title, about.year, about.price, about.note) == ("根鸟", 1999, 1800, "含光盘")
    assert (about.isbn, about.isbn_valid) == ("9787020002207", True)
    assert about.other_isbns == ("9787534618727", "坏号")
    assert about.subjects == ("小说", "儿童文学")
    assert about.call_number == "I287.45/12"


def test_a_price_that_is_none_is_kept_as_a_note() -> None:
    read = read_title({"title": "根鸟", "price": "面议"}).description
    assert (read.price, read.note) == (None, "面议")


def test_only_the_title_must_be_there() -> None:
    assert read_title({}).refusals
    assert not read_title({"title": "根鸟"}).refusals


def test_a_call_number_of_its_own_stays_until_class_or_number_is_changed() -> None:
    kept = TitleDraft(title="根鸟", class_number="I287", book_number="3", call_number="I287/3:2")
    assert read_title({"price": "12"}, kept).description.call_number == "I287/3:2"
    assert read_title({"book_number": "4"}, kept).description.call_number == "I287/4"


@pytest.mark.parametrize(
    ("volume", "following"),
    [
        ("第三册", "第四册"),
        ("第3册 植物", "第4册 植物"),
        ("上册", "下册"),
        ("十", "十一"),
        ("第十九卷", "第二十卷"),
        ("09", "10"),
        ("特辑", "特辑"),
        ("", ""),
    ],
)
def test_the_next_volume_has_the_next_number(volume: str, following: str) -> None:
    described = TitleDraft(title="十万个为什么", volume=volume, isbn="1", class_number="Z228", book_number="5:2")
    raised = with_volume_raised(described)
    assert raised.volume == following
    assert (raised.set_name, raised.isbn, raised.book_number) == ("十万个为什么", "", "5:3")
    assert raised.call_number == "Z228/5:3"


def test_titles_are_the_same_however_they_are_written() -> None:
    written = TitleDraft(title="《草 房子》", author="(中) 曹文轩 编著", publisher="江苏少年儿童出版社有限公司")
    assert same_work(HOUSE, written)
    assert not same_work(HOUSE, TitleDraft(title="草房子", author="秦文君著"))
    assert not same_work(HOUSE, TitleDraft(title="草房子", volume="下册"))
    assert same_work(HOUSE, TitleDraft(title="草房子"))


@given(st.text(min_size=1, max_size=8))
def test_every_way_to_write_a_title_begins_with_one_of_its_first_signs(title: str) -> None:
    ascii_title = "".join(sign for sign in title if "!" <= sign <= "~")
    for written in (ascii_title, ascii_title.upper(), f"《{ascii_title}》"):
        if plain(written):
            assert written[0] in first_signs(ascii_title)


def test_a_title_in_order_raises_no_doubt() -> None:
    assert doubts_about(HOUSE, texts_of(HOUSE), KnownStock()) == ()


def test_every_doubt_has_its_field_and_its_sentence() -> None:
    typed = {
        "title": "草房子",
        "price": "面议",
        "place": "南就",
        "class_number": "第5类",
        "isbn": "9787020002208",
        "issn": "1234",
        "published": "近年",
    }
    other = Title(7, HOUSE, datetime(2026, 3, 2, tzinfo=UTC))
    read = read_title(typed).description
    doubts = doubts_about(read, typed, KnownStock(place_is_used=False, same_work=(other,)))
    assert [doubt.field for doubt in doubts] == [
        "title",
        "isbn",
        "issn",
        "price",
        "class_number",
        "place",
        "published",
    ]
    assert all(doubt.sentence for doubt in doubts)
    assert doubts[0].title_id == 7


@pytest.mark.parametrize(("typed", "codes"), [("5x.00", ["price"]), ("25.00元(含光盘)", []), ("25.00", [])])
def test_a_price_of_which_only_a_part_is_a_number_is_doubted(typed: str, codes: list[str]) -> None:
    texts = {**texts_of(HOUSE), "price": typed}
    doubts = doubts_about(read_title(texts).description, texts, KnownStock())
    assert [doubt.code for doubt in doubts] == codes


def test_volumes_of_a_set_may_share_a_number_and_no_two_titles_a_call_number() -> None:
    other = Title(
        7, TitleDraft(title="草房子", volume="上册", call_number="I287.45/238"), datetime(2026, 1, 1, tzinfo=UTC)
    )
    stock = KnownStock(same_isbn=(other,), call_number_trouble="taken")
    assert [doubt.code for doubt in doubts_about(HOUSE, {}, stock)] == ["call-number"]

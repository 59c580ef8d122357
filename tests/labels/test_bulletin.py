"""The new-book bulletin: every ticked title once, under its heading, on the wall, in the chat and as words."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.bulletin import (
    Announced,
    Bulletin,
    BulletinGroup,
    Grouping,
    about_words,
    bulletin_text,
    first_sentence,
    grouped,
    only,
)
from deskcirc.labels.bulletin_pages import bulletin_paper, bulletin_pictures
from deskcirc.labels.paper import Paper, Picture, Words

HOUSE = Announced(1, "草房子", "曹文轩", "人民文学出版社", 2021, "I287.47/238", "少年桑桑的六年。", "小学中年级", 3)
INSECTS = replace(HOUSE, title_id=2, title="昆虫记", call_number="Q96/3", audience="")
PLAIN = Announced(3, "无号书")


def of(*titles: Announced, by: Grouping = Grouping.CLASS, greeting: str = "欢迎借阅。") -> Bulletin:
    return Bulletin("新书通报", greeting, "第三小学图书馆", about_words(titles, "3月"), grouped(titles, by))


def said(*papers: Paper) -> list[str]:
    return [shape.text for paper in papers for page in paper.pages for shape in page if isinstance(shape, Words)]


def test_titles_stand_under_their_class_and_those_without_one_come_last() -> None:
    headings = [group.heading for group in grouped([PLAIN, INSECTS, HOUSE], Grouping.CLASS)]
    assert headings == ["I Literature", "Q Biological sciences", "More new books"]
    assert [group.heading for group in grouped([INSECTS, HOUSE], Grouping.AUDIENCE)] == ["小学中年级", "More new books"]
    assert grouped([HOUSE], Grouping.NONE) == (BulletinGroup("", (HOUSE,)),)
    assert grouped([], Grouping.NONE) == ()


def test_a_call_number_that_begins_with_no_letter_has_no_class() -> None:
    assert replace(HOUSE, call_number="绘本/3").letter == ""
    assert replace(HOUSE, call_number="i287").letter == "I"


def test_words_to_paste_name_every_title() -> None:
    text = bulletin_text(of(HOUSE, INSECTS))
    assert text.splitlines()[:2] == ["【新书通报】", "第三小学图书馆 · 3月 · 2 titles, 6 copies"]
    assert "1. 《草房子》 曹文轩 · 人民文学出版社 · 2021 [I287.47/238]" in text
    assert "2. 《昆虫记》" in text


def test_a_summary_is_cut_after_a_sentence() -> None:
    assert first_sentence("短。\n 好看。") == "短。 好看。"
    assert first_sentence("第一句话。" + "很长" * 60 + "。") == "第一句话。"
    assert first_sentence("长" * 300) == "长" * 89 + "…"


def test_what_is_not_ticked_is_left_out_with_its_empty_heading() -> None:
    groups = grouped([HOUSE, INSECTS], Grouping.CLASS)
    assert [group.heading for group in only(groups, {2: False})] == ["I Literature"]


def test_covers_are_shown_and_the_others_get_a_drawn_one() -> None:
    covered = replace(INSECTS, cover=b"\x89PNG")
    shapes = [shape for page in bulletin_paper(of(HOUSE, covered)).pages for shape in page]
    assert [shape.octets for shape in shapes if isinstance(shape, Picture)] == [b"\x89PNG"]


def test_a_bulletin_without_titles_says_so() -> None:
    assert "No title is ticked yet." in said(bulletin_paper(of()))


@given(
    count=st.integers(0, 40),
    by=st.sampled_from(Grouping),
    greeting=st.text("欢迎a \n", max_size=120),
    title=st.text("书abc《》 ", min_size=1, max_size=60),
)
def test_every_title_is_on_paper_and_in_a_picture_once_and_within_the_page(
    count: int, by: Grouping, greeting: str, title: str
) -> None:
    letters = "IQKZ"
    titles = [
        replace(HOUSE, title_id=at, title=title, call_number=f"{letters[at % 4]}{at}/1", audience=letters[at % 3])
        for at in range(count)
    ]
    bulletin = of(*titles, by=by, greeting=greeting)
    numbers = sorted(each.call_number for each in titles)
    papers = [(bulletin_paper(bulletin),), bulletin_pictures(bulletin)]
    for made in papers:
        assert sorted(text for text in said(*made) if text in set(numbers)) == numbers
        for paper in made:
            for page in paper.pages:
                assert all(shape.y + shape.height <= paper.height + 0.01 for shape in page)
                assert all(shape.x + shape.width <= paper.width + 0.01 and shape.x >= 0 for shape in page)

"""Papers of a count: grouped by where one stands, every line with its box, no patron on any of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.domain.facts import A_COPY

from deskcirc.domain.code_misreads import Misread
from deskcirc.domain.count_findings import NOWHERE, Misplaced, Move, NotSeen, Proposal, ShelfMoves, UnknownCode
from deskcirc.domain.search_places import Neighbour
from deskcirc.domain.stocktake import CountedLine, CountKind, Scope, Shelf, Stocktake, StocktakeState
from deskcirc.labels.count_lists import Walk, order_words, put_words, round_list, unknown_list, walk_list
from deskcirc.labels.paper import Box, Paper, Words

TODAY = date(2026, 7, 2)
NOW = datetime(2026, 7, 1, 3, tzinfo=UTC)
COUNT = Stocktake(1, "盘2026-01", "期末盘点", Scope(), False, StocktakeState.OPEN, NOW, "张老师", NOW, 9, 9)
A1, A2 = (Shelf(number, f"SH00{number}", f"A{number}", 1, "书库", number) for number in (1, 2))
LEFT, RIGHT = Neighbour("《城南旧事》", "I287.45/11"), Neighbour("《草房子》", "I287.45/13")


def words_of(paper: Paper) -> list[str]:
    return [shape.text for page in paper.pages for shape in page if isinstance(shape, Words)]


def boxes_of(paper: Paper) -> int:
    return sum(isinstance(shape, Box) and shape.height > 4 for page in paper.pages for shape in page)


def not_seen(number: int, shelf: Shelf = A1) -> NotSeen:
    copy = replace(A_COPY, id=number, call_number=f"I287.45/{number}", title=f"书{number}")
    places = ("其位置：书库 A1", "还书车", "陈子墨：书包、课桌、家里")
    return NotSeen(copy, shelf, "书库", places, searches=1, last_returned_on=date(2026, 6, 3), last_patron="陈子墨")


def line(code: str, scan_id: int = 1) -> CountedLine:
    return CountedLine(scan_id, 1, None, code, NOW, CountKind.UNKNOWN, person="小明")


@pytest.mark.parametrize("count", [0, 1, 9, 60])
def test_every_copy_that_was_not_seen_stands_under_its_shelf_with_a_box(count: int) -> None:
    found = [not_seen(number, A1 if number % 60 < 30 else A2) for number in range(count)]
    paper = round_list(found, Walk(COUNT, "第三小学图书馆", TODAY))
    words = words_of(paper)
    assert boxes_of(paper) == count
    assert [each for each in words if each.startswith("《")] == [f"《书{number}》" for number in range(count)]
    assert ("书库 A1" in words) is (count > 0)
    for page in paper.pages:
        assert all(shape.x + shape.width <= 205 and shape.y <= 288 for shape in page)


def test_a_shelf_is_named_again_on_the_next_page() -> None:
    paper = round_list([not_seen(number) for number in range(40)], Walk(COUNT, "", TODAY))
    assert words_of(paper).count("书库 A1") == len(paper.pages) > 1


def test_no_patron_is_named_on_the_round_list() -> None:
    assert not any("陈子墨" in each for each in words_of(round_list([not_seen(1)], Walk(COUNT, "", TODAY))))


def test_it_is_said_when_it_came_back_and_how_often_it_was_looked_for() -> None:
    assert "came back on 3 Jun 2026 · looked for once" in words_of(round_list([not_seen(1)], Walk(COUNT, "", TODAY)))


def test_the_walk_list_says_from_where_and_between_which_two() -> None:
    wrong = Misplaced(line("B1"), replace(A_COPY, id=7, title="走错"), "书库 A2", "书库 A1")
    move = Move(2, 8, "《乱序》", "B8", "I2/8", LEFT, RIGHT)
    moves = ShelfMoves("书库 A1", A1, "小明", 20, (move,))
    paper = walk_list([moves], [wrong], {7: (LEFT, RIGHT)}, Walk(COUNT, "", TODAY))
    words = words_of(paper)
    assert "Put it between 《城南旧事》 I287.45/11 and 《草房子》 I287.45/13" in words
    assert "Put it on 书库 A1, between 《城南旧事》 I287.45/11 and 《草房子》 I287.45/13" in words
    assert words.index("书库 A1") < words.index("《乱序》") < words.index("书库 A2") < words.index("《走错》")
    assert boxes_of(paper) == 2


def test_the_walk_goes_along_the_shelves_as_they_stand_not_as_they_are_spelled() -> None:
    shelves = [Shelf(number, f"SH{number:03}", f"{number}架", 1, "书库", number) for number in (2, 10)]
    walk = ["书库 2架", "书库 10架"]
    wrong = [Misplaced(line("B1"), replace(A_COPY, id=7, title="走错"), place, "书库 A1") for place in walk]
    moves = [
        ShelfMoves(place, shelf, "", 2, (Move(2, 8, "《乱序》", "B8", ""),))
        for place, shelf in zip(walk, shelves, strict=True)
    ]
    for paper in (
        walk_list(moves, wrong, {}, Walk(COUNT, "", TODAY, tuple(walk))),
        unknown_list([UnknownCode(line("X1"), place) for place in walk], Walk(COUNT, "", TODAY, tuple(walk))),
    ):
        assert [words for words in words_of(paper) if words in walk] == walk


def test_a_list_says_of_which_school_which_count_which_day_and_how_many() -> None:
    school = "新疆生产建设兵团第二师铁门关市第三十四团中心小学图书馆"
    count = replace(COUNT, name="2026年春季学期全馆图书清点（含各班图书角及教师阅览室）")
    paper = round_list([not_seen(number) for number in range(30)], Walk(count, school, TODAY))
    for page in paper.pages:
        told = "".join(shape.text for shape in page if isinstance(shape, Words) and shape.grey and shape.y < 35)
        assert told.replace(" ", "") == f"{school}·{count.name}·盘2026-01·2Jul2026·30copies"


def test_a_long_code_stands_whole_on_the_paper() -> None:
    code = "X" * 42
    words = words_of(unknown_list([UnknownCode(line(code), "A1")], Walk(COUNT, "", TODAY)))
    assert "".join(each for each in words if set(each) == {"X"}) == code


def test_a_very_long_name_of_a_shelf_heads_its_lines_whole() -> None:
    place = "二楼儿童阅览室（含绘本角、漫画角、连环画角及特藏）东侧靠窗第三排第二架自上而下第四层左起第一格"
    paper = unknown_list([UnknownCode(line("X1"), place)], Walk(COUNT, "", TODAY))
    assert place in "".join(words_of(paper))


def test_no_line_stands_alone_on_the_last_page() -> None:
    for count in range(10, 40):
        paper = round_list([not_seen(number) for number in range(count)], Walk(COUNT, "", TODAY))
        assert sum(isinstance(each, Words) and each.text.startswith("《") for each in paper.pages[-1]) > 1


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        (LEFT, None, "Put it after 《城南旧事》 I287.45/11"),
        (None, RIGHT, "Put it before 《草房子》 I287.45/13"),
        (None, None, "Put it in its place"),
    ],
)
def test_at_the_end_of_a_shelf_one_neighbour_is_enough(
    left: Neighbour | None, right: Neighbour | None, said: str
) -> None:
    shelf = ShelfMoves("A1", A1, "", 2, (Move(2, 8, "《乱序》", "B8", "", left, right),))
    assert said in words_of(walk_list([shelf], [], {}, Walk(COUNT, "", TODAY)))


def test_what_belongs_nowhere_by_the_register_is_put_beside_its_neighbours_or_asked_about() -> None:
    wrong = Misplaced(line("B1"), replace(A_COPY, id=7, title="走错"), "书库 A2", NOWHERE)
    assert put_words(wrong, (LEFT, RIGHT)) == "Put it between 《城南旧事》 I287.45/11 and 《草房子》 I287.45/13"
    assert put_words(wrong, (None, None)) == "Ask the librarian where it belongs"


def test_unknown_codes_stand_by_place_with_what_they_may_be() -> None:
    likely = Proposal(replace(A_COPY, title="也许", barcode="B00021"), Misread.SWAPPED, True)
    codes = [
        UnknownCode(line("B00012", 2), "A2", 2, proposals=(likely,)),
        UnknownCode(line("X1", 1), "A1"),
    ]
    words = words_of(unknown_list(codes, Walk(COUNT, "", TODAY)))
    assert words.index("X1") < words.index("B00012")
    assert "小明 · scanned again 2 times" in words
    assert "《也许》 B00021? (two digits swapped)" in words


def test_empty_lists_praise() -> None:
    assert "Every copy was seen: there is nothing to look for." in words_of(round_list([], Walk(COUNT, "", TODAY)))
    assert "Every copy stands in its place." in words_of(walk_list([], [], {}, Walk(COUNT, "", TODAY)))
    assert "Every code is known." in words_of(unknown_list([], Walk(COUNT, "", TODAY)))


def test_a_move_is_said_with_the_neighbours_it_has() -> None:
    move = Move(1, 1, "《丙》", "B1", "I287.45/12")
    assert [
        order_words(replace(move, after=after, before=before)) for after in (None, LEFT) for before in (None, RIGHT)
    ] == [
        "Put it in its place",
        "Put it before 《草房子》 I287.45/13",
        "Put it after 《城南旧事》 I287.45/11",
        "Put it between 《城南旧事》 I287.45/11 and 《草房子》 I287.45/13",
    ]

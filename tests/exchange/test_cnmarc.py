"""CNMARC: every field a station reads lands where the librarian looks for it, and every copy named becomes one."""

from __future__ import annotations

import pytest
from tests.exchange.marc_samples import DREAM

from deskcirc.domain.drafts import CopyDraft, MarcDraft, Mark, Note, TitleDraft
from deskcirc.exchange import cnmarc
from deskcirc.exchange.marc_fields import Field, FieldList

KEPT = MarcDraft("cnmarc", "iso2709", "utf-8", b"")
TITLE = ("200", "1 $a书名")


def fields_of(*lines: tuple[str, str]) -> FieldList:
    """Fields from lines with `$` before each code."""
    fields = []
    for tag, text in lines:
        head, *pieces = text.split("$")
        subfields = tuple((piece[0], piece[1:]) for piece in pieces)
        fields.append(Field(tag, head[:2], "" if subfields else text, subfields))
    return FieldList("00000nam0 2200000   450 ", tuple(fields))


def draft_of(*lines: tuple[str, str], notes: list[Note] | None = None) -> TitleDraft:
    draft = cnmarc.title_draft(fields_of(*lines), KEPT, notes if notes is not None else [])
    assert draft is not None
    return draft


def numbers(*lines: tuple[str, str]) -> list[str]:
    return [copy.accession_number for copy in draft_of(TITLE, *lines).copies]


def test_a_whole_description_fills_a_whole_title() -> None:
    notes: list[Note] = []
    draft = draft_of(*DREAM, notes=notes)
    call = "I242.4/12"
    assert draft == TitleDraft(
        title="红楼梦",
        subtitle="脂砚斋评本",
        volume="上册",
        author="曹雪芹著",
        other_authors="高鹗续",
        edition="3版",
        place="北京",
        publisher="人民文学出版社",
        published="2008.7",
        year=2008,
        isbn="9787020002207",
        isbn_valid=True,
        price=5970,
        pages="3册(1606页), 图",
        size="21cm",
        binding="平装",
        accompanying="1张光盘",
        series="中国古典文学读本丛书 ; 7",
        language="chi",
        audience="本书适合中学生阅读。",
        subjects=("章回小说-中国-清代",),
        summary="本书写贾、史、王、薛四大家族的兴衰。",
        class_number="I242.4",
        book_number="12",
        call_number=call,
        marc=KEPT,
        copies=tuple(CopyDraft(accession_number=f"001020{last}", location="XX", call_number=call) for last in "123"),
    )
    assert notes == []


def test_a_title_in_pinyin_before_the_chinese_one_is_left_out() -> None:
    assert draft_of(("200", "1 $aSHU MING DE PINGYIN$a书名")).title == "书名"


def test_two_works_in_one_volume_are_both_in_the_title() -> None:
    assert draft_of(("200", "1 $a呐喊$a彷徨$f鲁迅著")).title == "呐喊 ; 彷徨"


def test_number_and_name_of_the_part_come_together() -> None:
    assert draft_of(("200", "1 $a十万个为什么$h第三册$i植物")).volume == "第三册 植物"


def test_names_stand_in_when_there_is_no_statement_of_responsibility() -> None:
    draft = draft_of(TITLE, ("701", " 0$a林幼槐$4主编"), ("701", " 1$aRowling$bJoanne$4070"), ("702", " 0$a李玉民$4译"))
    assert draft.author == "林幼槐 主编 ; Rowling, Joanne"
    assert draft.other_authors == "李玉民 译"


def test_a_series_may_be_embedded_in_a_link() -> None:
    assert draft_of(TITLE, ("461", " 0$12001 $a图灵程序设计丛书")).series == "图灵程序设计丛书"


def test_other_titles_of_the_work_are_found_as_parallel_titles() -> None:
    draft = draft_of(("200", "1 $a书名$d= Title$e副书名"), ("510", "1 $aTitle$zeng"), ("517", "1 $a副书名"))
    assert draft.parallel_title == "Title"


def test_readership_and_language_come_from_the_codes_when_nothing_says_more() -> None:
    draft = draft_of(TITLE, ("100", "  $a20080101d2008    bf y0chiy50      ea"))
    assert (draft.audience, draft.language) == ("bf", "chi")


@pytest.mark.parametrize(
    ("lines", "isbn", "valid", "others", "marks"),
    [
        ((), "", False, (), []),
        ((("010", "  $a978-7-02-000220-7"),), "9787020002207", True, (), []),
        ((("010", "  $a7-02-000220-X"),), "9787020002207", True, (), []),
        ((("010", "  $a7-02-000220-1"),), "7020002201", False, (), [Mark.ISBN_WRONG]),
        ((("010", "  $z7-02-000220-1"),), "7020002201", False, (), [Mark.ISBN_WRONG]),
        (
            (("010", "  $a7-02-000220-1"), ("010", "  $a9787020002207")),
            "9787020002207",
            True,
            ("7020002201",),
            [Mark.ISBN_WRONG],
        ),
        ((("010", "  $a9787020002207"), ("010", "  $a9787544245180")), "9787020002207", True, ("9787544245180",), []),
        ((("010", "  $a9.78702E+12"),), "", False, (), [Mark.ISBN_RUINED]),
        ((("010", "  $dCNY3.00"), ("091", "  $aR10019·1234")), "", False, (), []),
    ],
)  # fmt: skip
def test_a_doubtful_isbn_is_kept_and_noted_and_never_costs_the_title(
    lines: tuple[tuple[str, str], ...], isbn: str, *, valid: bool, others: tuple[str, ...], marks: list[Mark]
) -> None:
    notes: list[Note] = []
    draft = draft_of(TITLE, *lines, notes=notes)
    assert (draft.isbn, draft.isbn_valid, draft.other_isbns) == (isbn, valid, others)
    assert [note.mark for note in notes] == marks


def test_the_book_number_in_use_before_the_isbn_has_a_place_of_its_own() -> None:
    draft = draft_of(TITLE, ("010", "  $dCNY3.00"), ("091", "  $aR10019·1234"), ("091", "  $a10019·1235"))
    assert (draft.isbn, draft.unified_number, draft.other_isbns) == ("", "R10019·1234", ("10019·1235",))


def test_a_volume_names_its_set_and_a_series_said_twice_is_no_set() -> None:
    linked = ("461", " 0$12001 $a红楼梦全集")
    assert draft_of(TITLE, ("225", "2 $a中国古典文学读本丛书"), linked).set_name == "红楼梦全集"
    assert draft_of(TITLE, ("225", "2 $a红楼梦全集"), linked).set_name == ""


@pytest.mark.parametrize(
    ("written", "fen", "note", "marks"),
    [
        ("CNY18.00", 1800, "", []),
        ("0.38元", 38, "", []),
        ("￥0.40", 40, "", []),
        ("0.17", 17, "", []),
        ("CNY79.00 (含光盘)", 7900, "CNY79.00 (含光盘)", []),
        ("29,50 EUR", None, "29,50 EUR", [Mark.PRICE_FOREIGN]),
        ("赠阅", None, "赠阅", [Mark.PRICE_UNREADABLE]),
    ],
)
def test_a_price_is_read_and_what_it_cannot_say_is_kept(
    written: str, fen: int | None, note: str, marks: list[Mark]
) -> None:
    notes: list[Note] = []
    draft = draft_of(TITLE, ("010", f"  $d{written}"), notes=notes)
    assert (draft.price, draft.note) == (fen, note)
    assert [one.mark for one in notes] == marks


def test_the_library_s_own_class_goes_before_the_dealer_s() -> None:
    draft = draft_of(TITLE, ("690", "  $aI247.5$v4"), ("905", "  $dI287.45$e238"))
    assert (draft.class_number, draft.book_number, draft.call_number) == ("I287.45", "238", "I287.45/238")
    assert draft.copies == ()


def test_an_odd_class_number_is_kept_and_noted() -> None:
    notes: list[Note] = []
    assert draft_of(TITLE, ("690", "  $a21.2"), notes=notes).class_number == "21.2"
    assert notes == [Note(Mark.CLASS_NUMBER_ODD, "21.2")]


def test_repeated_numbers_in_one_field_are_copies_of_one_shelf() -> None:
    copies = draft_of(TITLE, ("905", "  $aTSG$bD001669$bD001705$dI210.4$e6")).copies
    assert [copy.accession_number for copy in copies] == ["D001669", "D001705"]
    assert {(copy.location, copy.call_number) for copy in copies} == {("TSG", "I210.4/6")}


def test_a_number_first_and_its_class_last_still_belong_together() -> None:
    copies = draft_of(TITLE, ("905", "  $bD001669$bD001705$dI210.4$e6")).copies
    assert [copy.call_number for copy in copies] == ["I210.4/6", "I210.4/6"]


def test_groups_repeated_inside_one_field_keep_their_own_shelf_and_call_number() -> None:
    copies = draft_of(TITLE, ("905", "  $a1$bT002267$c0$sK86/1:0$f2$a2$bT002269$c三楼$sK86/1:1$f2")).copies
    assert copies == (
        CopyDraft(accession_number="T002267", location="1", call_number="K86/1:0"),
        CopyDraft(accession_number="T002269", location="三楼", call_number="K86/1:1"),
    )


def test_runs_are_expanded() -> None:
    assert numbers(("905", "  $aTSG$bD040394-5$b20295403-5408$dD2-6"))[:4] == [
        "D040394",
        "D040395",
        "20295403",
        "20295404",
    ]
    assert len(numbers(("905", "  $b0010201-10"))) == 10


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((("905", "  $aA$f3"),), ["", "", ""]),
        ((("905", "  $aA$f2"), ("905", "  $aB$f1册")), ["", "", ""]),
        ((("905", "  $aA$bT1$f2"), ("905", "  $aA$bT2$f2")), ["T1", "T2"]),
        ((("905", "  $aA$bT1$f3"),), ["T1", "", ""]),
        ((("905", "  $aA$f"),), []),
        ((("905", "  $aA$f0"),), []),
    ],
)
def test_copies_only_counted_come_without_a_number(lines: tuple[tuple[str, str], ...], expected: list[str]) -> None:
    assert numbers(*lines) == expected


def test_a_count_that_cannot_be_one_is_noted() -> None:
    notes: list[Note] = []
    assert draft_of(TITLE, ("905", "  $aA$f20120530"), notes=notes).copies == ()
    assert notes == [Note(Mark.COUNT_UNREADABLE, "20120530")]


def test_985_tells_more_of_the_copies_that_905_numbers() -> None:
    copies = draft_of(
        TITLE,
        ("905", "  $b20295403-5405$dD2-6$e8$f"),
        ("985", "  $a202954035$b样本书库$d0.38$h20295403$l书店$m订购$a202954044$b二楼$d0.38$h20295404"),
    ).copies
    assert [(copy.accession_number, copy.barcode, copy.location) for copy in copies] == [
        ("20295403", "202954035", "样本书库"),
        ("20295404", "202954044", "二楼"),
        ("20295405", "", ""),
    ]
    assert {copy.call_number for copy in copies} == {"D2-6/8"}
    assert (copies[0].price, copies[0].source) == (38, "订购 书店")


def test_906_and_986_of_one_copy_are_one_copy() -> None:
    copies = draft_of(TITLE, ("906", "  $a总馆$h0001234$d12.50"), ("986", "  $a阅览室$h0001234$d12.50")).copies
    assert copies == (CopyDraft(accession_number="0001234", location="阅览室", price=1250),)


def test_a_class_in_906_is_not_taken_for_a_price() -> None:
    copies = draft_of(TITLE, ("906", "  $a211260$b1683011$dF124$e26$rCNY")).copies
    assert copies == (CopyDraft(accession_number="1683011", location="211260", call_number="F124/26"),)


def test_995_of_unimarc_is_a_copy() -> None:
    copies = draft_of(TITLE, ("995", "  $bBIB$cBIB$eJeunesse$f3003$j12$kR ROW$52019-03-01$uabîmé")).copies
    assert (copies[0].barcode, copies[0].accession_number, copies[0].location) == ("3003", "12", "Jeunesse")
    assert copies[0].acquired is not None
    assert copies[0].acquired.isoformat() == "2019-03-01"


def test_no_title_means_no_draft() -> None:
    assert cnmarc.title_draft(fields_of(("200", "1 $f著者"), ("690", "  $aK")), KEPT, []) is None


@pytest.mark.parametrize(
    ("line", "syntax"),
    [(("801", " 0$aCN"), "cnmarc"), (("690", "  $aK86"), "cnmarc"), (("801", " 0$aFR"), "unimarc")],
)
def test_the_chinese_member_of_the_family_is_told_from_the_others(line: tuple[str, str], syntax: str) -> None:
    assert cnmarc.syntax_of(fields_of(("200", "1 $aTitre"), line)) == syntax

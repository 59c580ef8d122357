"""A description becomes MARC and is read back the same; an edit changes what it means and nothing beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.marc_samples import DREAM
from tests.exchange.test_cnmarc import fields_of as cnmarc_fields

from deskcirc.domain.call_numbers import call_number
from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.titles import AS_DESCRIBED
from deskcirc.exchange.marc_fields import FieldList
from deskcirc.exchange.marc_form import described, fields_of, form_fields, marc_lines, marc_of, merged

CNMARC, MARC21 = "cnmarc", "marc21"
NAMES = (*AS_DESCRIBED, "other_isbns", "subjects", "call_number", "item_type")

_WORDS = [
    "红楼梦",
    "上册",
    "小学生",
    "北京",
    "Harry",
    "数学A版",
    "2008.7",
    "李明著",
    "（美）怀特",
    "第3卷",
    "=",
    "甲、乙",
    "21cm",
]
words = st.one_of(st.just(""), st.sampled_from(_WORDS), st.text("红楼梦ab3 。—", min_size=1, max_size=9))
tidy = words.map(lambda text: " ".join(text.split()))
isbns = st.sampled_from(["9787020002207", "9787500162087", "9787115250247", "9780439064873"])


@st.composite
def descriptions(draw: st.DrawFn) -> TitleDraft:
    """Titles as a form gives them: tidy texts, call numbers that follow from class and book number."""
    numbers = draw(st.lists(isbns, unique=True, max_size=3))
    class_number, book_number = draw(st.sampled_from([("", ""), ("I287.45", ""), ("I287.45", "238:2"), ("TP312", "7")]))
    year = draw(st.sampled_from(["", "2008", "2008.7", "1999重印"]))
    return TitleDraft(
        title=draw(tidy.filter(lambda text: bool(text.strip(" /:;,=.")))),
        subtitle=draw(tidy),
        volume=draw(st.sampled_from(["", "上册", "第三册 植物", "2"])),
        author=draw(st.sampled_from(["", "曹雪芹著", "(美) E.B.怀特著", "张三, 李四编", "Rowling", "本书编写组编"])),
        other_authors=draw(st.sampled_from(["", "高鹗续", "任溶溶译", "任溶溶译 ; 王五绘"])),
        edition=draw(st.sampled_from(["", "3版", "2版 (修订本)"])),
        place=draw(st.sampled_from(["", "北京", "London"])),
        publisher=draw(tidy),
        published=year,
        year=int(year[:4]) if year else None,
        isbn=numbers[0] if numbers else "",
        isbn_valid=bool(numbers),
        other_isbns=tuple(numbers[1:]),
        issn=draw(st.sampled_from(["", "1000-1239"])),
        price=draw(st.one_of(st.none(), st.integers(0, 99_999))),
        pages=draw(st.sampled_from(["", "235页", "3册(1606页), 图"])),
        size=draw(st.sampled_from(["", "21cm", "32开"])),
        binding=draw(st.sampled_from(["", "精装"])),
        accompanying=draw(st.sampled_from(["", "光盘1张", "光盘1张 ; 手册1本"])),
        series=draw(st.sampled_from(["", "中国古典文学读本丛书", "中国古典文学读本丛书 ; 7"])),
        language=draw(st.sampled_from(["", "chi", "eng"])),
        audience=draw(st.sampled_from(["", "小学中高年级学生", "d"])),
        subjects=tuple(draw(st.lists(st.sampled_from(["童话-作品集-丹麦-近代", "植物", "儿童小说"]), unique=True))),
        summary=draw(st.sampled_from(["", "本书写兴衰。", "一段。\n又一段。"])),
        class_number=class_number,
        book_number=book_number,
        call_number=call_number(class_number, book_number) if book_number else "",
        item_type=draw(st.sampled_from(["", "连环画"])),
        note=draw(st.sampled_from(["", "馆藏有缺页", "馆藏有缺页\n赠送"])),
        kind=draw(st.sampled_from(["book", "set", "magazine", "bound_year", "media"])),
        set_name=draw(st.sampled_from(["", "红楼梦全集"])),
        unified_number=draw(st.sampled_from(["", "10019·3456"])),
    )


def told(draft: TitleDraft) -> dict[str, object]:
    """All that describes the title."""
    return {name: getattr(draft, name) for name in NAMES}


def as_written(draft: TitleDraft, syntax: str) -> TitleDraft:
    """The description without what this dialect can't say, so that the rest must come back."""
    if draft.kind == "set" and draft.set_name and syntax == CNMARC:
        draft = replace(draft, set_name="")
    if syntax == CNMARC:
        return draft
    return replace(
        draft,
        title=draft.title.strip(" /:;,=."),
        subtitle=draft.subtitle.strip(" /:;,=."),
        publisher=draft.publisher.strip(" /:;,=."),
        call_number=draft.call_number,
    )


@pytest.mark.parametrize("syntax", [CNMARC, MARC21])
@given(draft=descriptions())
def test_what_the_form_says_is_read_back_from_its_record(syntax: str, draft: TitleDraft) -> None:
    draft = as_written(draft, syntax)
    read = described(form_fields(draft, syntax=syntax))
    assert read is not None
    assert told(read) == told(draft)


OWN = ("979", "1 $q馆员的话$9x")
KEPT_CNMARC = cnmarc_fields(*DREAM, OWN)
KEPT_MARC21 = cnmarc_fields(
    ("001", "ocm7"),
    ("008", "080101s2008    cc            000 1 chi d"),
    ("020", "  $a9787020002207 (pbk.) :$cCNY59.70"),
    ("100", "1 $a曹雪芹,$d1717-1763."),
    ("245", "10$a红楼梦 :$b脂砚斋评本 /$c曹雪芹著 ; 高鹗续."),
    ("260", "  $a北京 :$b人民文学出版社,$c2008."),
    ("300", "  $a1606 p. ;$c21 cm."),
    ("650", " 0$a章回小说$z中国."),
    OWN,
)


def edited(draft: TitleDraft, other: TitleDraft, chosen: set[str]) -> TitleDraft:
    """The draft with some of its values taken from another one."""
    changes = {name: getattr(other, name) for name in chosen}
    if "isbn" in chosen or "other_isbns" in chosen:
        changes.update(isbn=other.isbn, isbn_valid=other.isbn_valid, other_isbns=other.other_isbns)
    if chosen & {"class_number", "book_number", "call_number"}:
        changes.update({name: getattr(other, name) for name in ("class_number", "book_number", "call_number")})
    if "published" in chosen:
        changes["year"] = other.year
    if chosen & {"author", "other_authors"}:
        changes.update(author=other.author, other_authors=other.other_authors)
    return replace(draft, **changes)


EDITABLE = sorted({*NAMES} - {"year", "isbn_valid", "kind", "set_name", "parallel_title"})


@pytest.mark.parametrize("kept", [KEPT_CNMARC, KEPT_MARC21], ids=[CNMARC, MARC21])
@given(other=descriptions(), chosen=st.sets(st.sampled_from(EDITABLE), min_size=1, max_size=4))
def test_an_edit_is_read_back_and_nothing_else_of_the_title_changes(
    kept: FieldList, other: TitleDraft, chosen: set[str]
) -> None:
    before = described(kept)
    assert before is not None
    after = edited(before, as_written(other, MARC21 if "245" in kept else CNMARC), chosen)
    result = merged(kept, before, after)
    read = described(result)
    assert read is not None
    assert_same_description(read, after)
    assert result.all("979") == kept.all("979")


def assert_same_description(read: TitleDraft, wanted: TitleDraft) -> None:
    """All values alike; subjects and the lines of the note in any order."""
    one, other = told(read), told(wanted)
    for values in (one, other):
        values["subjects"] = sorted(values["subjects"])  # type: ignore[call-overload]
        values["note"] = sorted(str(values["note"]).split("\n"))
    assert one == other


@pytest.mark.parametrize("kept", [KEPT_CNMARC, KEPT_MARC21], ids=[CNMARC, MARC21])
def test_a_form_in_which_nothing_was_changed_gives_back_the_very_record(kept: FieldList) -> None:
    before = described(kept)
    assert before is not None
    assert merged(kept, before, before) is kept


def changed_tags(old: FieldList, new: FieldList) -> set[str]:
    """The tags of the fields that differ, were added or are gone."""
    return {one.tag for one in {*old.fields} ^ {*new.fields}}


@pytest.mark.parametrize(
    ("edit", "tags"),
    [
        ({"title": "石头记"}, {"200"}),
        ({"subtitle": "影印本"}, {"200"}),
        ({"author": "曹雪芹, 无名氏著"}, {"200", "701"}),
        ({"publisher": "作家出版社"}, {"210"}),
        ({"published": "2009", "year": 2009}, {"210", "100"}),
        ({"price": 6000}, {"010"}),
        ({"isbn": "9787115250247"}, {"010"}),
        ({"subjects": ("章回小说-中国-清代", "植物")}, {"606"}),
        ({"summary": ""}, {"330"}),
        ({"class_number": "I242.47", "call_number": "I242.47/12"}, {"690", "905"}),
        ({"series": "中国古典文学读本丛书 ; 8"}, {"225"}),
        ({"volume": "下册"}, {"200"}),
    ],
)
def test_an_edit_touches_the_fields_that_say_it_and_no_others(edit: dict[str, object], tags: set[str]) -> None:
    before = described(KEPT_CNMARC)
    assert before is not None
    result = merged(KEPT_CNMARC, before, replace(before, **edit))  # type: ignore[arg-type]
    assert changed_tags(KEPT_CNMARC, result) == tags


def test_the_pinyin_of_a_title_follows_the_title() -> None:
    before = described(KEPT_CNMARC)
    assert before is not None
    result = merged(KEPT_CNMARC, before, replace(before, title="石头记"))
    assert result.value("200", "9") == "shi tou ji"


def test_the_punctuation_of_a_marc_21_record_stays_where_it_stands() -> None:
    before = described(KEPT_MARC21)
    assert before is not None
    result = merged(KEPT_MARC21, before, replace(before, title="石头记", publisher="作家出版社"))
    assert result.all("245")[0].subfields[0] == ("a", "石头记 :")
    assert result.all("260")[0].subfields[1] == ("b", "作家出版社,")


def test_an_author_gets_a_heading_with_country_pinyin_and_role() -> None:
    fields = form_fields(TitleDraft(title="夏洛的网", author="（美）怀特著", other_authors="任溶溶译"))
    (author,), (translator,) = fields.all("701"), fields.all("702")
    assert author.subfields == (("c", "(美)"), ("a", "怀特"), ("9", "huai te"), ("4", "著"))
    assert translator.subfields == (("a", "任溶溶"), ("9", "ren rong rong"), ("4", "译"))


def test_a_kept_record_is_read_back_from_what_the_library_keeps() -> None:
    marc = marc_of(KEPT_CNMARC)
    assert (marc.syntax, marc.carrier, marc.encoding) == (CNMARC, "iso2709", "utf-8")
    again = fields_of(marc)
    assert again is not None
    assert marc_lines(again)[1:] == marc_lines(KEPT_CNMARC)[1:]  # lengths in the leader are told anew


def test_the_record_is_shown_as_librarians_read_it() -> None:
    lines = marc_lines(KEPT_CNMARC)
    assert lines[0].startswith("LDR    ")
    assert "001    0001" in lines
    assert "210 __ ‡a 北京 ‡c 人民文学出版社 ‡d 2008.7" in lines

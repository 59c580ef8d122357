"""MARC 21: titles from abroad, in the script that stands on the book."""

from __future__ import annotations

import pytest
from tests.exchange.test_cnmarc import fields_of

from deskcirc.domain.drafts import CopyDraft, MarcDraft, Note, TitleDraft
from deskcirc.exchange import marc21
from deskcirc.exchange.marc_values import unbracketed

KEPT = MarcDraft("marc21", "iso2709", "utf-8", b"")
TITLE = ("245", "10$aSummerland /$cMichael Chabon.")


def draft_of(*lines: tuple[str, str]) -> TitleDraft:
    notes: list[Note] = []
    draft = marc21.title_draft(fields_of(*lines), KEPT, notes)
    assert draft is not None
    return draft


def test_a_description_loses_its_library_punctuation() -> None:
    draft = draft_of(
        ("008", "020805s2002    nyu    j      000 1 eng  "),
        ("020", "  $a0786808772 (pbk.) :$cUSD6.99"),
        ("100", "1 $aChabon, Michael."),
        ("245", "14$aThe amazing adventures of Kavalier and Clay :$ba novel /$cMichael Chabon ; edited by A. B."),
        ("250", "  $a1st ed."),
        ("260", "  $aNew York :$bMiramax Books,$cc2002."),
        ("300", "  $a500 p. :$bill. ;$c22 cm. +$e1 map"),
        ("490", "1 $aBest books ;$v5"),
        ("500", "  $aA note."),
        ("520", "  $aA summary."),
        ("521", "1 $a9-12"),
        ("650", " 1$aBaseball$vFiction."),
        ("092", "  $aFIC$bCHA"),
    )
    assert draft == TitleDraft(
        title="The amazing adventures of Kavalier and Clay",
        subtitle="a novel",
        author="Michael Chabon",
        other_authors="edited by A. B.",
        edition="1st ed.",
        place="New York",
        publisher="Miramax Books",
        published="c2002",
        year=2002,
        isbn="9780786808779",
        isbn_valid=True,
        pages="500 p., ill.",
        size="22 cm.",
        accompanying="1 map",
        series="Best books ; 5",
        language="eng",
        audience="9-12",
        subjects=("Baseball-Fiction",),
        summary="A summary.",
        call_number="FIC CHA",
        note="A note.\nUSD6.99",
        marc=KEPT,
    )


def test_the_original_script_is_the_title_and_the_romanised_one_finds_it_too() -> None:
    draft = draft_of(
        ("245", "10$6880-01$aHong lou meng /$cCao Xueqin zhu."),
        ("260", "  $6880-02$aBeijing :$bRen min wen xue chu ban she,$c2008."),
        ("880", "10$6245-01/$1$a红楼梦 /$c曹雪芹著."),
        ("880", "  $6260-02/$1$a北京 :$b人民文学出版社,$c2008."),
    )
    assert (draft.title, draft.parallel_title, draft.author) == ("红楼梦", "Hong lou meng", "曹雪芹著")
    assert (draft.place, draft.publisher) == ("北京", "人民文学出版社")


def test_an_original_script_that_lost_characters_gives_way_to_the_romanised_field() -> None:
    draft = draft_of(("245", "10$6880-01$aHong lou meng"), ("880", "10$6245-01/$1$a红\ufffd梦"))
    assert draft.title == "Hong lou meng"


def test_a_title_in_two_languages_has_a_parallel_title() -> None:
    draft = draft_of(("245", "10$a小王子 =$bLe petit prince /$cSaint-Exupéry."), ("246", "31$aPetit prince"))
    assert (draft.title, draft.subtitle, draft.parallel_title) == ("小王子", "", "Le petit prince ; Petit prince")


def test_names_stand_in_when_245_names_nobody() -> None:
    draft = draft_of(
        ("245", "10$aFallen hearts."), ("100", "1 $aAndrews, V. C."), ("700", "1 $aNeiderman, Andrew,$eed.")
    )
    assert (draft.title, draft.author, draft.other_authors) == ("Fallen hearts", "Andrews, V. C.", "Neiderman, Andrew")


def test_the_264_of_publication_is_preferred_to_that_of_copyright() -> None:
    draft = draft_of(TITLE, ("264", " 4$c©2013"), ("264", " 1$aAtlanta :$bPeachtree,$c2014."))
    assert (draft.place, draft.publisher, draft.year) == ("Atlanta", "Peachtree", 2014)


def test_chinese_class_numbers_are_taken_and_others_are_not() -> None:
    assert draft_of(TITLE, ("082", "00$a813"), ("084", "  $aI712.45$2clc")).class_number == "I712.45"
    assert draft_of(TITLE, ("082", "00$a813"), ("050", "00$aPS3553")).class_number == ""


@pytest.mark.parametrize(
    ("line", "copy"),
    [
        (
            ("852", "  $aCT$bMAIN$cGEN$hE$iSEU$p2200001741$9CNY7.99"),
            CopyDraft(barcode="2200001741", location="GEN", call_number="E SEU", price=799),
        ),
        (
            ("876", "  $a1203$p3301$lStacks$c12.50元$d20120501"),
            CopyDraft(accession_number="1203", barcode="3301", location="Stacks", price=1250),
        ),
        (
            ("952", "  $aMAIN$bMAIN$cADULT$p39999000001$oFIC CHA$i77"),
            CopyDraft(accession_number="77", barcode="39999000001", location="ADULT", call_number="FIC CHA"),
        ),
        (
            ("949", "  $aML 394$wLC$i30007006006562$lHUNT-CIRC$mHUNT"),
            CopyDraft(barcode="30007006006562", location="HUNT-CIRC", call_number="ML 394"),
        ),
    ],
)
def test_holdings_whose_meaning_is_clear_become_copies(line: tuple[str, str], copy: CopyDraft) -> None:
    (found,) = draft_of(TITLE, line).copies
    assert (found.accession_number, found.barcode, found.location, found.call_number, found.price) == (
        copy.accession_number,
        copy.barcode,
        copy.location,
        copy.call_number,
        copy.price,
    )


@pytest.mark.parametrize(
    "line",
    [
        ("852", "  $aDLC$bc-GenColl$hQA76"),
        ("949", "  $aWN801$hJUV$i71018"),
        ("952", "  $bUniversity of Pennsylvania$pA note"),
        ("876", "  $a1203"),
    ],
)
def test_holdings_without_a_clear_barcode_become_none(line: tuple[str, str]) -> None:
    assert draft_of(TITLE, line).copies == ()


@pytest.mark.parametrize(
    ("written", "read"),
    [("(pbk.)", "pbk."), ("pbk.)", "pbk."), ("平装(无盘)", "平装(无盘)"), ("(精) (盒)", "(精) (盒)"), ("", "")],
)
def test_brackets_around_a_whole_binding_go_and_those_within_stay(written: str, read: str) -> None:
    assert unbracketed(written) == read

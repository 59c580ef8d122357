"""MARC in XML in all its wrappings; a broken description costs itself, an unsafe file is refused whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.marc_samples import written

from deskcirc.domain.drafts import Mark, ReadRow, RefusalReason, TitleDraft
from deskcirc.errors import ImportFileError
from deskcirc.exchange.marc import describe, read_marc, sniff

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SLIM = 'xmlns="http://www.loc.gov/MARC21/slim"'


def description(title: str, extra: str = "") -> str:
    return (
        "<record><leader>00000nam0 2200000   450 </leader><controlfield tag='001'>1</controlfield>"
        f"<datafield tag='200' ind1='1' ind2=' '><subfield code='a'>{title}</subfield></datafield>{extra}</record>"
    )


def collection(*descriptions: str) -> str:
    return f"{HEAD}<collection {SLIM}>{''.join(descriptions)}</collection>"


def rows_of(folder: Path, text: str, encoding: str = "utf-8") -> list[ReadRow]:
    return list(read_marc(written(folder, text.encode(encoding), "sample.xml")))


def titles(rows: list[ReadRow]) -> list[str]:
    return [row.draft.title for row in rows if isinstance(row.draft, TitleDraft)]


def test_a_prefix_makes_no_difference(tmp_path: Path) -> None:
    plain = description("红楼梦")
    prefixed = plain.replace("</", "</marc:").replace("<record", "<marc:record").replace("<leader", "<marc:leader")
    prefixed = prefixed.replace("<controlfield", "<marc:controlfield").replace("<datafield", "<marc:datafield")
    prefixed = prefixed.replace("<subfield", "<marc:subfield")
    assert titles(rows_of(tmp_path, collection(plain, prefixed))) == ["红楼梦", "红楼梦"]


def test_a_wrapping_with_elements_of_the_same_name_is_seen_through(tmp_path: Path) -> None:
    wrapped = "".join(f"<record><recordData>{description(t)}</recordData></record>" for t in ("红楼梦", "小王子"))
    text = f"{HEAD}<searchRetrieveResponse><records>{wrapped}</records></searchRetrieveResponse>"
    rows = rows_of(tmp_path, text)
    assert titles(rows) == ["红楼梦", "小王子"]
    assert isinstance(rows[1].draft, TitleDraft)
    assert rows[1].draft.marc is not None
    assert rows[1].draft.marc.octets == description("小王子").encode()
    assert rows[1].place == f"byte {text.encode().index(description('小王子').encode())}"


def test_aleph_s_form_is_read(tmp_path: Path) -> None:
    text = (
        "<find-doc><record><metadata><oai_marc><fixfield id='LDR'>^^^^^nam0^2200313^^^450^</fixfield>"
        "<fixfield id='001'>1</fixfield><varfield id='200' i1='1' i2=' '><subfield label='a'>\n  红楼梦\n</subfield>"
        "</varfield></oai_marc></metadata></record></find-doc>"
    )
    assert titles(rows_of(tmp_path, text)) == ["红楼梦"]


@pytest.mark.parametrize(
    "broken",
    [
        "<datafield ind1=' ' ind2=' '><subfield code='a'>no tag</subfield></datafield>",
        "<datafield tag='010' ind1=' ' ind2=' '><subfields code='a'>7</subfields></datafield>",
        "<datafield tag='010' ind1=' ' ind2=' '><subfield>no code</subfield></datafield>",
        "<datafield tag='010' ind1=' ' ind2=' '></datafield>",
    ],
)
def test_a_broken_field_costs_that_field_only(tmp_path: Path, broken: str) -> None:
    rows = rows_of(tmp_path, collection(description("红楼梦", broken), description("小王子")))
    assert titles(rows) == ["红楼梦", "小王子"]
    assert [note.mark for note in rows[0].notes][:1] == [Mark.RECORD_MENDED]
    assert rows[1].notes == ()


@pytest.mark.parametrize("broken", ["</datafeld>", "<subfield code='a'>", "<a b=c/>", "a < b"])
def test_broken_xml_costs_that_title_only(tmp_path: Path, broken: str) -> None:
    rows = rows_of(tmp_path, collection(description("红楼梦"), description("坏", broken), description("小王子")))
    assert titles(rows) == ["红楼梦", "小王子"]
    assert rows[1].refusal is not None
    assert rows[1].refusal.reason is RefusalReason.RECORD_UNREADABLE
    assert "坏" in rows[1].original


def test_bare_ampersands_and_names_of_html_are_mended(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, collection(description("AT&T &eacute;t&eacute; &amp; R&D &nosuch; &#20013;")))
    assert titles(rows) == ["AT&T été & R&D &nosuch; 中"]
    assert Mark.RECORD_MENDED in {note.mark for note in rows[0].notes}


def test_characters_that_xml_forbids_are_lost_and_said_so(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, collection(description("红楼梦", "<controlfield tag='005'>a\x0bb</controlfield>")))
    assert titles(rows) == ["红楼梦"]
    assert [(note.mark, note.value) for note in rows[0].notes] == [(Mark.CHARACTERS_LOST, "005")]


def test_a_file_cut_off_keeps_what_came_before(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, collection(description("红楼梦"), description("小王子"))[:-70])
    assert titles(rows) == ["红楼梦"]
    assert rows[1].refusal is not None
    assert rows[1].refusal.reason is RefusalReason.RECORD_CUT_OFF


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("declared", ["UTF-8", "GBK", "gb2312", "nonsense"])
def test_the_encoding_is_seen_and_not_believed(tmp_path: Path, encoding: str, declared: str) -> None:
    text = collection(description("红楼梦与朝花夕拾")).replace("UTF-8", declared)
    rows = rows_of(tmp_path, text, encoding)
    assert titles(rows) == ["红楼梦与朝花夕拾"]
    assert isinstance(rows[0].draft, TitleDraft)
    assert rows[0].draft.marc is not None
    plain = "utf-16-le" if encoding == "utf-16" else encoding.removesuffix("-sig")
    assert rows[0].draft.marc.octets == description("红楼梦与朝花夕拾").encode(plain)


def test_a_latin_file_that_says_so_is_read_so(tmp_path: Path) -> None:
    text = collection(description("Été")).replace("UTF-8", "iso-8859-1")
    assert titles(rows_of(tmp_path, text, "latin-1")) == ["Été"]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declaration", [BOMB, OUTSIDE, '<!DOCTYPE x SYSTEM "marc.dtd">'])
def test_a_file_with_declarations_of_its_own_is_refused(tmp_path: Path, declaration: str) -> None:
    path = written(tmp_path, collection(description("&b;")).replace(HEAD, HEAD + declaration).encode())
    with pytest.raises(ImportFileError, match="document type or entities"):
        read_marc(path)


def test_a_declaration_hidden_further_down_does_nothing(tmp_path: Path) -> None:
    late = '<!ENTITY nosuch "swollen">'
    rows = rows_of(tmp_path, collection(description("红楼梦"), " " * 70_000, late, description("a &nosuch; b")))
    assert titles(rows) == ["红楼梦", "a &nosuch; b"]


def test_comments_and_quoted_markup_are_no_descriptions(tmp_path: Path) -> None:
    hidden = f"<!-- {description('a comment')} --><note><![CDATA[{description('quoted')}]]></note>"
    rows = rows_of(tmp_path, collection(hidden, description("红楼梦")))
    assert titles(rows) == ["红楼梦"]


def test_xml_of_other_kinds_is_no_marc(tmp_path: Path) -> None:
    assert sniff(b"<?xml version='1.0'?><html><table><record/></table></html>") is None
    empty = written(tmp_path, f"{HEAD}<collection {SLIM}></collection>".encode())
    with pytest.raises(ImportFileError):
        list(read_marc(empty))
    with pytest.raises(ImportFileError):
        describe(empty)

"""Real dealers' files as parcels, by the acts that the screen uses: counted, catalogued, registered, handed over.

Afterwards the ledgers balance from the rows and from the journal's images alone, the library is sound, and its stock
comes into an empty library as it left this one. The data lies beside the checkout and is not ours to ship.
"""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from openpyxl import Workbook
from tests.builders import NOON, TODAY, a_desk
from tests.desk.test_ledgers_any_sequence import balance_from_the_journal
from tests.ui.test_exporting import alike

from deskcirc.domain.call_numbers import call_number
from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.ledger_sums import month_span
from deskcirc.domain.ledgers import Amount, LedgerName, Span
from deskcirc.domain.stock_choice import StockChoice
from deskcirc.exchange import ExportFacts, ExportFormat
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.export import chosen_titles
from deskcirc.store.lookups.ledgers import read_ledger, read_stock
from deskcirc.ui.exporting import export_file
from deskcirc.ui.importing import import_file, preview
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Shown, Station

pytestmark = [pytest.mark.campaign, pytest.mark.timeout(3600)]
DATA = Path(os.environ.get("DESKCIRC_SHARED", Path(__file__).parents[3] / "shared")) / "data"
NAMES = [
    *("marc/cnmarc/cbip_3rec_gbk.iso", "marc/cnmarc/dp2_sru_bnu_cnmarcxml.xml", "marc/cnmarc/zju_aleph_oai_marc.xml"),
    *("marc/cnmarc/dp2issue200_985.txt", "marc/cnmarc/dp2issue305_middle_school_905.txt"),
    *("marc/cnmarc/dp2issue645_905b_repeated.txt", "marc/cnmarc/nlc_web_copy_paste.txt"),
    *("books/highschool_catalogue_sample_gbk.csv", "books/douban_books_detail_6k.csv"),
]
SEVERAL = 3
"""Other titles that a doubt may name before a person would give up; the form is saved then."""


@dataclass
class Librarian:
    """Somebody at the Accession screen who does what it offers, a second for each act."""

    station: Station
    now: datetime = NOON
    refused: list[str] = field(default_factory=list)

    def do(self, act: str, tab: str = "accession", **values: str) -> Shown:
        """One act of the screen."""
        self.now += timedelta(seconds=0.1)  # a parcel of thousands fits into one day
        return self.station.take(Input(self.now, act=act, values=values, tab=tab))

    def catalogue(self, line: int) -> None:
        """A line of the list, from the form to its copies; of a title that is there, further copies."""
        shown = self.do(f"cataloguing.line:{line}")
        for _time in range(SEVERAL):
            if shown.told.outcome in ("title", "saved", "trouble", "refused", "gone"):
                break
            instead = [offer.act for offer in shown.state.offers if "instead" in offer.act]
            is_same = {"same-work", "same-isbn"} & set(shown.told.reasons)
            shown = self.do(instead[0]) if instead and is_same else self.do("cataloguing.save")
        added = self.do("cataloguing.copies_register")
        if added.told.outcome != "registered":
            self.refused.append(f"{line}: {shown.message.headline} / {added.message}")


def the_file(name: str, folder: Path) -> Path:
    """The file as a dealer sends it: the titles of a web site as a workbook."""
    source = DATA / name
    if not source.exists():
        pytest.skip("the real data is not here")
    if "douban" not in name:
        return source
    book = Workbook(write_only=True)
    sheet = book.create_sheet("发货清单")
    sheet.append(["书名", "作者", "出版社", "出版日期", "ISBN", "定价", "册数", "页数", "装帧", "丛书"])
    with source.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            what = (row[name] for name in ("Title", "author", "publisher", "pub_year", "isbn", "price"))
            sheet.append([*what, 1 + int(row["ID"]) % 3, row["pages"], row["binding"], row["series"]])
    book.save(folder / "dealer.xlsx")
    return folder / "dealer.xlsx"


@pytest.mark.parametrize("name", NAMES)
def test_a_real_list_becomes_stock_and_leaves_as_it_is(library: Library, tmp_path: Path, name: str) -> None:
    librarian = Librarian(Station(library, "counter 1"))
    librarian.do("batches.open", source="purchase", dealer="求知书社")
    librarian.do("delivery.choose:1")
    loaded = librarian.do("delivery.load", file=str(the_file(name, tmp_path)))
    assert loaded.told.outcome != "trouble", loaded.message.headline
    assert librarian.do("delivery.all").told.outcome == "complete"
    for line in lines_of(library):
        librarian.catalogue(line)
    assert librarian.refused == []
    librarian.do("hand_over.tick_all")
    assert librarian.do("hand_over.hand_over", receiver="李老师").told.outcome == "handed-over"
    assert librarian.do("batches.close:1").told.outcome == "batch-closed"
    assert arrived(library) == count(library, "copies WHERE state = 'in_stock'")
    assert_ledgers_balance(library)
    assert [breach.sentence for breach in check_library(library)] == []
    for format_ in (ExportFormat.CNMARC, ExportFormat.MARC21, ExportFormat.WORKBOOK):
        assert_same_elsewhere(library, tmp_path, format_)


def lines_of(library: Library) -> list[int]:
    with library.reading() as connection:
        return list(connection.exec_driver_sql("SELECT id FROM delivery_lines ORDER BY id").scalars())


def count(library: Library, what: str) -> int:
    with library.reading() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {what}").scalar_one())


def arrived(library: Library) -> int:
    with library.reading() as connection:
        return int(connection.exec_driver_sql("SELECT sum(arrived) FROM delivery_lines").scalar_one())


def assert_ledgers_balance(library: Library) -> None:
    """Opening + in − out = closing, from the rows as from the journal's images."""
    with library.reading() as connection:
        stock = read_stock(connection)
        journal = balance_from_the_journal(connection)
        for span in (Span(None, TODAY), month_span("2026-03"), month_span("2026-02"), month_span("2026-04")):
            balance = read_ledger(connection, LedgerName.BALANCE, span, stock).balance
            assert balance.difference == Amount()
            assert balance == journal(span)
        assert balance.opening == balance.held


def assert_same_elsewhere(library: Library, folder: Path, format_: ExportFormat) -> None:
    """An export of everything makes the same stock in an empty library."""
    exported, other_file = folder / f"stock.{format_.value}", folder / f"other-{format_.value}.deskcirc"
    summary = export_file(library, exported, format_, StockChoice(), ExportFacts(TODAY, "TSG"))
    assert summary.refused == 0
    template = library.path.with_name("template.deskcirc")
    shutil.copyfile(template, other_file)
    with open_library(other_file) as other:
        import_file(a_desk(other), preview(exported))
        there = stock(other)
    said = WHAT_IT_SAYS[format_]
    pairs = [(said(one), said(two)) for one, two in zip(stock(library), there, strict=True)]
    assert [different(one, two) for one, two in pairs if one != two] == []


def as_cnmarc(title: TitleDraft) -> TitleDraft:
    """What CNMARC tells: the type of an import's copies is that of the record, whatever they were registered as."""
    return replace(title, item_type="")


def as_marc21(title: TitleDraft) -> TitleDraft:
    """What MARC 21 tells: names as one statement without ISBD's marks around it, no number beside another spine."""
    names = " ; ".join(filter(None, (title.author, title.other_authors))).removeprefix("by ").rstrip(" .,;")
    is_own = title.call_number == call_number(title.class_number, title.book_number)
    number = title.book_number if is_own else ""
    return replace(title, author=names, other_authors="", book_number=number, item_type="")


WHAT_IT_SAYS: Final[Mapping[ExportFormat, Callable[[TitleDraft], TitleDraft]]] = {
    ExportFormat.CNMARC: as_cnmarc,
    ExportFormat.MARC21: as_marc21,
    ExportFormat.WORKBOOK: lambda title: title,
}


def different(one: TitleDraft, two: TitleDraft) -> list[str]:
    """In what two descriptions differ."""
    values = [(each.name, getattr(one, each.name), getattr(two, each.name)) for each in fields(TitleDraft)]
    return [one.title, *(f"{name}: {before!r} → {after!r}" for name, before, after in values if before != after)]


@pytest.fixture
def library(template_file: Path, tmp_path: Path) -> Iterator[Library]:
    """A new library, and beside it another one for what comes back."""
    shutil.copyfile(template_file, tmp_path / "template.deskcirc")
    with open_library(Path(shutil.copyfile(template_file, tmp_path / "school.deskcirc"))) as opened:
        yield opened


def stock(library: Library) -> list[TitleDraft]:
    """Every title but for its record, which a format may write in another way; copies in the order of numbers."""
    with library.reading() as connection:
        return [alike(title) for _id, title in chosen_titles(connection, StockChoice())]

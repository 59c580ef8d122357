"""A delivery compared with the dealer's list: what is expected, what came, what is short, extra or not as listed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from deskcirc.domain.call_numbers import call_number
from deskcirc.domain.drafts import CopyDraft, MarcDraft, TitleDraft
from deskcirc.domain.isbn import read_isbn, read_issn
from deskcirc.domain.pinyin import comparable, title_syllables
from deskcirc.domain.scanning import Scan
from deskcirc.text import marked

MOST_AT_ONCE: Final = 999
"""So many copies of one line are counted at once at the most: a larger number is a slip of the keyboard."""
_WITH_ADD_ON: Final = re.compile(r"(97[789][0-9]{10})([0-9]{2}|[0-9]{5})")
_MAGAZINE: Final = re.compile(r"977([0-9]{7})[0-9]{3}")
_QUANTITY: Final = re.compile(r"[*×X]([0-9]{1,3})")
_PRICE: Final = re.compile(r"[=¥￥]\s*([0-9]{1,5}(?:\.[0-9]{1,2})?)")
_SILENT: Final = TitleDraft("")
_SILENT_COPY: Final = CopyDraft()


class View(StrEnum):
    """Which lines of a delivery are looked at; the tiles of the screen."""

    ALL = "all"
    ARRIVED = "arrived"
    SHORT = "short"
    EXTRA = "extra"
    PRICE = "price"
    EDITION = "edition"


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One line of the dealer's list; prices in fen. One that stands on no list is expected 0 times."""

    id: int
    batch_id: int
    position: int
    title: str
    volume: str
    author: str
    publisher: str
    isbn: str  # or the ISSN of a magazine
    price: int | None
    expected: int
    arrived: int = 0
    price_found: int | None = None
    isbn_found: str = ""
    remark: str = ""
    title_id: int | None = None

    @property
    def name(self) -> str:
        """The title with its volume."""
        return " ".join(part for part in (self.title, self.volume) if part)

    @property
    def short(self) -> int:
        """How many copies are still to come."""
        return max(0, self.expected - self.arrived)

    @property
    def extra(self) -> int:
        """How many copies came too many."""
        return max(0, self.arrived - self.expected)

    @property
    def price_differs(self) -> bool:
        """Whether another price stands on the copies than on the list."""
        return self.price_found is not None and self.price_found != self.price

    @property
    def price_to_pay(self) -> int | None:
        """The price on the copy where somebody looked, else that of the list."""
        return self.price if self.price_found is None else self.price_found

    def answers(self, view: View) -> bool:
        """Whether it belongs to what is looked at."""
        return _ANSWERS[view](self)


_ANSWERS: Final[Mapping[View, Callable[[DeliveryLine], bool]]] = {
    View.ALL: lambda _line: True,
    View.ARRIVED: lambda line: line.arrived > 0,
    View.SHORT: lambda line: line.arrived < line.expected,
    View.EXTRA: lambda line: line.arrived > line.expected,
    View.PRICE: lambda line: line.price_differs,
    View.EDITION: lambda line: bool(line.isbn_found),
}


@dataclass(frozen=True, slots=True)
class LoadedLine:
    """A line with everything the list says of it: the description with its copies, and the dealer's MARC record."""

    line: DeliveryLine
    description: TitleDraft
    marc: MarcDraft | None = None


@dataclass(frozen=True, slots=True)
class DeliveryFigures:
    """A delivery in copies; `price` and `edition` count lines, `value` is that of what arrived, in fen."""

    lines: int = 0
    expected: int = 0
    arrived: int = 0
    short: int = 0
    extra: int = 0
    price: int = 0
    edition: int = 0
    value: int = 0

    def changed(self, gone: Iterable[DeliveryLine], come: Iterable[DeliveryLine]) -> DeliveryFigures:
        """The figures after some lines took the place of others; a list of thousands is not reckoned anew at a scan."""
        less, more = figures_of(gone), figures_of(come)
        return DeliveryFigures(
            *(
                getattr(self, each.name) - getattr(less, each.name) + getattr(more, each.name)
                for each in fields(DeliveryFigures)
            )
        )


class ClaimKind(StrEnum):
    """What is claimed from the dealer."""

    SHORT = "short"
    EXTRA = "extra"
    PRICE = "price"
    EDITION = "edition"


CLAIM_WORDS: Final = {
    ClaimKind.SHORT: marked("short"),
    ClaimKind.EXTRA: marked("extra"),
    ClaimKind.PRICE: marked("price differs"),
    ClaimKind.EDITION: marked("other edition"),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One complaint about a line: how many copies, and the amount at list price in fen; None where no price is known.

    The amount of a price that differs is what the copies cost more than listed, below nought where they cost less.
    """

    kind: ClaimKind
    line: DeliveryLine
    count: int
    amount: int | None


def line_draft(loaded: LoadedLine) -> tuple[TitleDraft, MarcDraft | None]:
    """What cataloguing begins with: the description, with the price and the ISBN found on the copy, and the record."""
    draft, line = loaded.description, loaded.line
    if line.price_found is not None:
        draft = replace(draft, price=line.price_found)
    if line.isbn_found:
        draft = replace(draft, isbn=line.isbn_found, isbn_valid=True)
    return listed(draft), loaded.marc


def listed(draft: TitleDraft) -> TitleDraft:
    """A description of a list as a title has it: without copies, its class on the spine where no number follows it."""
    called = draft.call_number or call_number(draft.class_number, draft.book_number)
    return replace(draft, copies=(), marc=None, call_number=called)


def number_of(draft: TitleDraft) -> str:
    """What the bars on a copy say of a title: its ISBN, or the ISSN of a magazine."""
    return draft.isbn or draft.issn


def scanned_number(scan: Scan) -> str:
    """The ISBN or ISSN a scan means, the price behind it left out; "" where it means neither."""
    with_add_on = _WITH_ADD_ON.fullmatch(scan.code)
    digits = with_add_on[1] if with_add_on else scan.isbn or scan.code
    magazine = _MAGAZINE.fullmatch(digits)
    if magazine:
        return _issn(magazine[1])
    isbn = read_isbn(digits)
    return isbn.value if isbn.valid else read_issn(scan.code)


def typed_quantity(scan: Scan) -> int | None:
    """The count of "*5" or "×5", as typed after a scan; None for anything else."""
    found = _QUANTITY.fullmatch(scan.code)
    return int(found[1]) if found else None


def typed_price(scan: Scan) -> str:
    """The amount of "=45" or "¥45.80", as typed after a scan; "" for anything else."""
    found = _PRICE.fullmatch(" ".join(scan.original.split()))
    return found[1] if found else ""


def lines_with(lines: Iterable[DeliveryLine], number: str) -> tuple[DeliveryLine, ...]:
    """The lines that a scanned number may mean, by the list, or by what was found on a copy before."""
    return tuple(line for line in lines if number and number in (line.isbn, line.isbn_found))


def line_to_fill(lines: Sequence[DeliveryLine]) -> DeliveryLine | None:
    """The line a copy counts for: lines of one description are filled in their order, the last takes what is extra.

    None where the lines are of different volumes or titles, and only a person can say which came.
    """
    if not lines or len({(comparable(line.title), comparable(line.volume)) for line in lines}) > 1:
        return None
    return next((line for line in lines if line.short), lines[-1])


def same_book(one: TitleDraft, line: DeliveryLine) -> bool:
    """Whether a book is the line's in another edition: the same title, and no other author."""
    if comparable(one.title) != comparable(line.title) or comparable(one.volume) != comparable(line.volume):
        return False
    names = {comparable(name)[:2] for name in (one.author, line.author) if name}
    return len(names) < 2


def figures_of(lines: Iterable[DeliveryLine]) -> DeliveryFigures:
    """All lines of a delivery in figures."""
    every = tuple(lines)
    return DeliveryFigures(
        lines=len(every),
        expected=sum(line.expected for line in every),
        arrived=sum(line.arrived for line in every),
        short=sum(line.short for line in every),
        extra=sum(line.extra for line in every),
        price=sum(line.price_differs for line in every),
        edition=sum(bool(line.isbn_found) for line in every),
        value=sum(line.arrived * (line.price_to_pay or 0) for line in every),
    )


def matching_lines(lines: Iterable[DeliveryLine], words: str) -> tuple[DeliveryLine, ...]:
    """The lines whose title, author or number contains the words, or whose title has them as pinyin or initials."""
    wanted = comparable(words)
    if not wanted:
        return tuple(lines)
    latin = wanted.isascii() and wanted.isalpha()
    return tuple(line for line in lines if _contains(line, wanted) or (latin and _sounds(line.title, wanted)))


def claims_of(lines: Iterable[DeliveryLine]) -> tuple[Claim, ...]:
    """Everything to be claimed, kind by kind, in the order of the list."""
    every = tuple(lines)
    return tuple(claim for kind in ClaimKind for line in every for claim in _claims(kind, line))


def stored_draft(draft: TitleDraft) -> str:
    """The description as JSON, what it is silent about left out; the MARC record is kept beside it."""
    told = {
        name: value
        for name, value in asdict(draft).items()
        if name not in ("marc", "copies") and value != getattr(_SILENT, name)
    }
    told["copies"] = [_told_copy(copy) for copy in draft.copies]
    return json.dumps(told, ensure_ascii=False)


def draft_of(stored: str, marc: MarcDraft | None = None) -> TitleDraft:
    """The description that `stored_draft` wrote."""
    told = json.loads(stored)
    copies = tuple(_copy_of(copy) for copy in told.pop("copies", ()))
    for name in ("other_isbns", "subjects"):
        told[name] = tuple(told.get(name, ()))
    return TitleDraft(**{"title": "", **told, "copies": copies, "marc": marc})


def _issn(seven: str) -> str:
    """The ISSN of the seven digits that the bars of a magazine hold; its own check digit is reckoned anew."""
    rest = -sum(int(digit) * weight for digit, weight in zip(seven, range(8, 1, -1), strict=True)) % 11
    return f"{seven[:4]}-{seven[4:]}{'X' if rest == 10 else rest}"


def _contains(line: DeliveryLine, wanted: str) -> bool:
    return any(wanted in comparable(words) for words in (line.name, line.author, line.isbn, line.isbn_found))


@lru_cache(maxsize=20_000)
def _readings(title: str) -> tuple[str, str]:
    syllables = title_syllables(title)
    return "".join(syllables), "".join(syllable[:1] for syllable in syllables)


def _sounds(title: str, wanted: str) -> bool:
    return any(wanted in reading for reading in _readings(title))


def _claims(kind: ClaimKind, line: DeliveryLine) -> Iterator[Claim]:
    if kind is ClaimKind.SHORT and line.short:
        yield Claim(kind, line, line.short, _times(line.short, line.price))
    elif kind is ClaimKind.EXTRA and line.extra:
        yield Claim(kind, line, line.extra, _times(line.extra, line.price_to_pay))
    elif kind is ClaimKind.PRICE and line.price_differs and line.arrived:
        more = None if line.price is None or line.price_found is None else line.price_found - line.price
        yield Claim(kind, line, line.arrived, _times(line.arrived, more))
    elif kind is ClaimKind.EDITION and line.isbn_found:
        yield Claim(kind, line, line.arrived, None)


def _times(count: int, fen: int | None) -> int | None:
    return None if fen is None else count * fen


def _told_copy(copy: CopyDraft) -> dict[str, Any]:
    told = {name: value for name, value in asdict(copy).items() if value != getattr(_SILENT_COPY, name)}
    if copy.acquired is not None:
        told["acquired"] = copy.acquired.isoformat()
    return told


def _copy_of(told: dict[str, Any]) -> CopyDraft:
    acquired = told.get("acquired")
    return CopyDraft(**{**told, "acquired": None if acquired is None else date.fromisoformat(acquired)})

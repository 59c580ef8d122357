"""What is doubtful about a title before it is saved; a doubt is said once and may be passed, it never blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from deskcirc.domain.book_numbers import book_number_flaw
from deskcirc.domain.call_numbers import class_number_is_well_formed
from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.isbn import read_issn
from deskcirc.domain.prices import format_fen, read_price
from deskcirc.domain.rules import CirculationRule
from deskcirc.domain.title_match import plain
from deskcirc.domain.title_names import quoted
from deskcirc.domain.titles import Title
from deskcirc.text import gettext as _

USUAL_PLACES: Final = frozenset(
    [
        "北京",
        "上海",
        "天津",
        "重庆",
        "广州",
        "深圳",
        "武汉",
        "南京",
        "成都",
        "西安",
        "沈阳",
        "长春",
        "哈尔滨",
        "大连",
        "济南",
        "青岛",
        "郑州",
        "石家庄",
        "太原",
        "合肥",
        "南昌",
        "长沙",
        "杭州",
        "福州",
        "厦门",
        "南宁",
        "海口",
        "贵阳",
        "昆明",
        "拉萨",
        "兰州",
        "西宁",
        "银川",
        "乌鲁木齐",
        "呼和浩特",
        "苏州",
        "桂林",
        "延吉",
        "香港",
        "澳门",
        "台北",
    ]
)
"""Where most Chinese publishers sit: the capitals of the provinces and a few cities besides."""


ABOUT_OTHERS: Final = frozenset({"same-isbn", "same-work", "call-number"})
"""Doubts that point to what is there already; they are said while somebody still types."""


@dataclass(frozen=True, slots=True)
class TitleDoubt:
    """One doubt: its name, the field it is about, what is said, and another title that it points to."""

    code: str
    field: str
    sentence: str
    title_id: int | None = None


@dataclass(frozen=True, slots=True)
class KnownStock:
    """What the library has that a new description is held against.

    `same_isbn` and `same_work` are other titles; `call_number_trouble` says who has or reserves the call number.
    """

    place_is_used: bool = True
    same_isbn: tuple[Title, ...] = ()
    same_work: tuple[Title, ...] = ()
    call_number_trouble: str = ""
    running_numbers: bool = True


def doubts_about(description: TitleDraft, texts: Mapping[str, str], stock: KnownStock) -> tuple[TitleDoubt, ...]:
    """Every doubt; `texts` are the fields as typed, for what could not be read into the description."""
    found = (check(description, texts, stock) for check in _CHECKS)
    return tuple(doubt for doubts in found for doubt in doubts)


def price_is_odd(_read: TitleDraft, texts: Mapping[str, str], _stock: KnownStock) -> tuple[TitleDoubt, ...]:
    """A price that cannot be read, one in another currency, or one of which only a part is a number."""
    text = texts.get("price", "").strip()
    price = read_price(text)
    if not text or (price.fen is not None and price.note != text):
        return ()
    if price.fen is not None:
        read_as = _("The price {text} would be read as {amount} yuan. Write it like 25.00.")
        return (TitleDoubt("price", "price", read_as.format(text=text, amount=format_fen(price.fen))),)
    sentence = _("The price {text} cannot be read as yuan. Write it like 25.00; else it is kept as a note.")
    if price.currency:
        sentence = _("The price {text} is not in yuan; it is kept as a note.")
    return (TitleDoubt("price", "price", sentence.format(text=text)),)


def place_is_new(read: TitleDraft, _texts: Mapping[str, str], stock: KnownStock) -> tuple[TitleDoubt, ...]:
    """A place that no title has yet is often a slip."""
    if not read.place or stock.place_is_used or read.place in USUAL_PLACES:
        return ()
    sentence = _("No title was published in {place} so far. Is it a new place?").format(place=read.place)
    return (TitleDoubt("place", "place", sentence),)


def class_number_is_odd(read: TitleDraft, _texts: Mapping[str, str], _stock: KnownStock) -> tuple[TitleDoubt, ...]:
    """Not of the form of the Chinese Library Classification: the book would stand behind all others."""
    if not read.class_number or class_number_is_well_formed(read.class_number):
        return ()
    sentence = _("{number} is not a class number of the CLC, such as I287.45. The book would stand behind all others.")
    return (TitleDoubt("class", "class_number", sentence.format(number=read.class_number)),)


def number_is_wrong(read: TitleDraft, _texts: Mapping[str, str], _stock: KnownStock) -> tuple[TitleDoubt, ...]:
    """Misprints are real, so a wrong number is said and never refused."""
    doubts = []
    if read.isbn and not read.isbn_valid:
        sentence = _("The ISBN {number} has a wrong length or check digit. Scan the book to mend it, or keep it so.")
        doubts.append(TitleDoubt("isbn", "isbn", sentence.format(number=read.isbn)))
    if read.issn and not read_issn(read.issn):
        sentence = _("The ISSN {number} has a wrong length or check digit.").format(number=read.issn)
        doubts.append(TitleDoubt("issn", "issn", sentence))
    return tuple(doubts)


def date_has_no_year(read: TitleDraft, _texts: Mapping[str, str], _stock: KnownStock) -> tuple[TitleDoubt, ...]:
    """Lists by age need the year."""
    if not read.published or read.year is not None:
        return ()
    return (TitleDoubt("date", "published", _("{text} names no year.").format(text=read.published)),)


def title_is_there(read: TitleDraft, _texts: Mapping[str, str], stock: KnownStock) -> tuple[TitleDoubt, ...]:
    """Another title with the same number, else with the same title, author and publisher."""
    doubts = []
    for other in stock.same_isbn:
        if plain(other.description.volume) == plain(read.volume):
            sentence = _("There is already {title} with this ISBN. Add copies to it instead.")
            doubts.append(TitleDoubt("same-isbn", "isbn", sentence.format(title=said_of(other)), other.id))
    named = {doubt.title_id for doubt in doubts}
    for other in stock.same_work:
        if other.id not in named:
            sentence = _("There is already {title}. If it is the same edition, add copies to it instead.")
            doubts.append(TitleDoubt("same-work", "title", sentence.format(title=said_of(other)), other.id))
    return tuple(doubts)


def book_number_is_odd(read: TitleDraft, _texts: Mapping[str, str], stock: KnownStock) -> tuple[TitleDoubt, ...]:
    """Not of the kind the library uses, or one call number for two titles."""
    flaw = book_number_flaw(read.book_number, running=stock.running_numbers)
    doubts = [TitleDoubt("book-number", "book_number", flaw)] if flaw else []
    if stock.call_number_trouble:
        doubts.append(TitleDoubt("call-number", "book_number", stock.call_number_trouble))
    return tuple(doubts)


def item_type_doubt(rules: tuple[CirculationRule, ...], item_type_id: int, name: str) -> TitleDoubt | None:
    """That no circulation rule lends this type, home or here: nobody could have copies of it."""
    lent = any(rule.item_type_id in (None, item_type_id) for rule in rules)
    if lent:
        return None
    sentence = _("No circulation rule lends {item_type}: nobody could borrow these copies.").format(item_type=name)
    return TitleDoubt("item-type", "item_type", sentence)


def said_of(title: Title) -> str:
    """A title in a sentence: its name, author, publisher and date."""
    about = title.description
    parts = (about.author, about.publisher, about.published)
    told = _(", ").join(part for part in parts if part)
    return quoted(title.name) + (f" ({told})" if told else "")


_Check = Callable[[TitleDraft, Mapping[str, str], KnownStock], tuple[TitleDoubt, ...]]
_CHECKS: Final[tuple[_Check, ...]] = (
    title_is_there,
    number_is_wrong,
    price_is_odd,
    class_number_is_odd,
    book_number_is_odd,
    place_is_new,
    date_has_no_year,
)

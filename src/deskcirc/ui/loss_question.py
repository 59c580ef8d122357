"""What is asked before a copy is declared lost: how it is made good, what it costs, a note; wherever it is asked.

A price that is not known is asked for: no copy is ever taken to cost nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from deskcirc.desk.charges import MOST_FEN, read_fen
from deskcirc.desk.desk import Desk
from deskcirc.domain.copies import Copy
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.losses import LOSS_WAY_WORDS, Loss, LossWay, what_is_owed
from deskcirc.domain.prices import format_fen
from deskcirc.store.lookups.losses import loss_percent_of
from deskcirc.store.lookups.set_prices import set_price_of
from deskcirc.text import day_words
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class Way:
    """One way to make it good: `amount` as proposed in yuan, "" to be asked for, None where no money is owed."""

    way: LossWay
    words: str
    amount: str | None = None
    told: str = ""  # how the amount comes about, or what follows


@dataclass(frozen=True, slots=True)
class LossQuestion:
    """The question; the act `act` answers it with "way", "amount" in yuan and "note".

    `edition` rises when the desk says why not: what was typed stays on the screen.
    """

    act: str
    title: str
    sentences: tuple[str, ...]
    ways: tuple[Way, ...]
    chosen: LossWay
    yes: str
    note: str = ""
    refusal: str = ""

    def refused(self, sentence: str) -> LossQuestion:
        """The same question with the reason why the answer was not taken."""
        return replace(self, refusal=sentence)


@dataclass(frozen=True, slots=True)
class LossAnswer:
    """How it is made good, what is owed in fen, None for no money or for what the rules have it, and a note."""

    way: LossWay
    amount: int | None
    note: str


def ask_loss(desk: Desk, copy: Copy, act: str, loan: OpenLoan | None = None) -> LossQuestion:
    """Ask how a copy is made good that is declared lost; `loan` of whoever has it."""
    patron_id = None if loan is None else loan.patron_id
    sentences = []
    if loan is not None:
        words = _("{patron} has had it since {day}.")
        sentences.append(words.format(patron=loan.holder, day=day_words(loan.lent_on, desk.today)))
        sentences.append(_("The loan ends with it. If the copy turns up, one scan takes everything back."))
    else:
        sentences.append(_("Nobody has it on loan. If it turns up, one scan takes everything back."))
    ways = _ways(desk, copy, patron_id)
    chosen = _usual(desk, ways) if loan is not None else LossWay.NOTHING
    title = _("Declare {title} lost").format(title=copy.name)
    return LossQuestion(act, title, tuple(sentences), ways, chosen, _("Declare it lost"))


def ask_way(desk: Desk, loss: Loss, act: str) -> LossQuestion:
    """Ask anew how a loss is made good."""
    ways = _ways(desk, loss.copy, loss.patron_id)
    if loss.owed:
        owed = format_fen(loss.owed + loss.paid)
        ways = tuple(replace(each, amount=owed) if each.way is loss.way else each for each in ways)
    title = _("How is {title} made good?").format(title=loss.copy.name)
    sentences = (loss.patron,) if loss.patron else ()
    return LossQuestion(act, title, sentences, ways, loss.way, _("Save"), loss.note)


def read_answer(values: Mapping[str, str]) -> LossAnswer | str:
    """The answer as it was given, or the sentence why it can't be taken; without any "amount", as the rules have it."""
    word = values.get("way")
    if word is None or word not in set(LossWay):
        return _("Choose how it is made good.")
    way, note = LossWay(word), values.get("note", "").strip()
    if not way.is_money or "amount" not in values:
        return LossAnswer(way, None, note)
    text = values.get("amount", "").strip()
    if not text:
        return _("The price is not known: write what it costs.")
    amount = read_fen(text)
    if amount is None:
        return _("“{text}” is not an amount in yuan.").format(text=text[:20])
    if not 0 < amount <= MOST_FEN:
        return _("A charge lies between 0.01 and {most} yuan.").format(most=format_fen(MOST_FEN))
    return LossAnswer(way, amount, note)


def _ways(desk: Desk, copy: Copy, patron_id: int | None) -> tuple[Way, ...]:
    with desk.library.reading() as connection:
        percent = loss_percent_of(connection, patron_id, copy.item_type_id, desk.policy, desk.today)
        set_price = set_price_of(connection, copy.id)
    ways = []
    for way in (LossWay.PRICE, LossWay.SAME_COPY, LossWay.SET_PRICE, LossWay.NOTHING, LossWay.UNDECIDED):
        if way.is_money and patron_id is None:
            continue
        if way is LossWay.SET_PRICE and set_price is None:
            continue
        ways.append(_way(way, copy.price, percent, set_price))
    return tuple(ways)


def _way(way: LossWay, price: int | None, percent: int, set_price: int | None) -> Way:
    words = _(LOSS_WAY_WORDS[way])
    if not way.is_money:
        told = {
            LossWay.SAME_COPY: _("Nothing is charged while the same book is waited for."),
            LossWay.NOTHING: _("The copy is lost; nobody owes anything."),
            LossWay.UNDECIDED: _("The copy is lost; how it is made good is decided later."),
        }
        return Way(way, words, None, told[way])
    owed = what_is_owed(price, percent, way, set_price)
    amount = "" if owed.amount is None else format_fen(owed.amount)
    return Way(way, words, amount, owed.words)


def _usual(desk: Desk, ways: tuple[Way, ...]) -> LossWay:
    """Its price; the price of the set where the school asks for that and the copy is of one."""
    whole = desk.policy.set_costs_whole and any(each.way is LossWay.SET_PRICE for each in ways)
    return LossWay.SET_PRICE if whole else LossWay.PRICE

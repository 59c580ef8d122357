"""Money in plain Python: what is owed is paid, waived or given back, receipts are printed, cash sheets are drawn up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from deskcirc.desk.charges import read_fen, settle_charge
from deskcirc.desk.damage_charges import charge_for_damage
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.charges import ChargeState
from deskcirc.domain.dates import read_date
from deskcirc.domain.operators import Right
from deskcirc.domain.prices import format_fen
from deskcirc.domain.scanning import Scan
from deskcirc.domain.terms import term_on
from deskcirc.labels.cash_sheet import cash_paper
from deskcirc.reports.cash_sheet import cash_report
from deskcirc.store.lookups.payments import OpenChargeLine
from deskcirc.store.lookups.repairs import repair_by_id
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.paying import (
    Paid,
    charge_of_payment,
    give_money_back,
    receipts_on_paper,
    receipts_wanted,
    take_money,
)
from deskcirc.ui.report_saving import saved_report
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.repair.money_part import Damage, MoneyPart, View, read_part

CALM: Final = marked("Money: scan a card or a copy to see what is owed for it")
"""What the banner says while nothing else is to be said."""
_LONGEST_QUERY: Final = 60
_MOST_DAYS: Final = 3660


def first() -> MoneyPart:
    """The section before anything is read."""
    return MoneyPart()


def refresh(desk: Desk, part: MoneyPart) -> MoneyPart:
    """Read everything again."""
    return read_part(desk, part)


def on_next(part: MoneyPart) -> MoneyPart:
    """The list of everybody again."""
    return replace(part, patron_id=None, patron="", chosen=None, query="", damage=None)


def on_scan(desk: Desk, part: MoneyPart, scan: Scan, found: Identified) -> Answer:
    """A card shows what its patron owes, a copy the charge about it."""
    if found.patron is not None:
        patron = found.patron
        shown = read_part(desk, replace(on_next(part), view=View.OWED, patron_id=patron.id, patron=patron.label))
        offers = (Offer(f"in:patrons:patron:{patron.id}", _("Open their page")),)
        return Answer(shown, _told_owed(shown), Told("patron", patron=patron.label), offers)
    if found.copy is None:
        headline = _("{code} is no copy and no card of this library").format(code=scan.code)
        return Answer(part, Message(Tone.LOOK, headline), Told("unknown", scan.code))
    copy = found.copy
    everything = read_part(desk, replace(on_next(part), view=View.OWED))
    line = next((each for each in everything.all_owed if each.charge.copy_id == copy.id), None)
    if line is None:
        headline = _("Nothing is owed for {title}").format(title=copy.name)
        return Answer(everything, Message(Tone.LOOK, headline, (copy.code,)), Told("nothing-owed", copy.code))
    patron_id = line.charge.patron_id
    shown = replace(everything, patron_id=patron_id, patron=line.patron, chosen=line.charge.id)
    headline = _("{amount} yuan are owed for {title}").format(amount=format_fen(line.charge.owed), title=copy.name)
    offers = (Offer(f"in:patrons:patron:{patron_id}", _("Open their page")),)
    return Answer(shown, Message(Tone.DONE, headline, (line.patron,)), Told("charge", copy.code, copy.title), offers)


def on_act(desk: Desk, part: MoneyPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the page: views and searching, paying, waiving, giving back, receipts, and everything of the sheet."""
    verb, _colon, subject = act.partition(":")
    if verb == "view" and subject in set(View):
        return Answer(replace(part, view=View(subject)))
    if act == "search":
        query = values.get("query", "")[:_LONGEST_QUERY]
        return Answer(replace(part, view=View.OWED, query=query, patron_id=None, patron="", chosen=None))
    if act == "everybody":
        return Answer(on_next(part))
    if verb in _ACTS and not desk.operator.may(Right.PATRONS):
        return Answer(part, Message(Tone.STOP, _("Only the librarian sees what is owed and paid.")), Told("refused"))
    if verb in _ACTS:
        return _ACTS[verb](desk, part, act, values)
    return _of_sheet(desk, part, act, values)


def _pay(desk: Desk, part: MoneyPart, act: str, values: Mapping[str, str]) -> Answer:
    return _paid(part, take_money(desk, (number_in(act),), values))


def _pay_all(desk: Desk, part: MoneyPart, act: str, values: Mapping[str, str]) -> Answer:
    """One sum for everything that the patron on the screen owes, the oldest charge first."""
    if part.patron_id is None:
        raise UnknownActError(act)
    owed = read_part(desk, replace(part, view=View.OWED)).owed
    charges = sorted(line.charge.id for line in owed)
    return _paid(part, take_money(desk, charges, values))


def _paid(part: MoneyPart, paid: Paid) -> Answer:
    if not paid.payments:
        return Answer(part, paid.message, Told("refused"))
    offers = (Offer(f"money.receipts:{paid.ids}", _("Print the receipt")),)
    return Answer(replace(part, chosen=None), paid.message, Told("paid", patron=paid.payments[0].patron), offers)


def _waive(desk: Desk, part: MoneyPart, act: str, values: Mapping[str, str]) -> Answer:
    line = _line(desk, part, number_in(act))
    why_not = settle_charge(desk, number_in(act), ChargeState.WAIVED, values.get("reason", ""))
    if why_not:
        return Answer(part, Message(Tone.STOP, why_not), Told("refused"))
    owed = format_fen(line.charge.owed) if line else ""
    headline = _("{amount} yuan waived: {patron}").format(amount=owed, patron=line.patron if line else "")
    return Answer(replace(part, chosen=None), Message(Tone.DONE, headline), Told("waived"))


def _refund(desk: Desk, part: MoneyPart, act: str, values: Mapping[str, str]) -> Answer:
    """Give money back for the charge that a payment was for."""
    charge = charge_of_payment(desk, number_in(act))
    if charge is None:
        return _undone(part)
    paid = give_money_back(desk, charge.id, values)
    if not paid.payments:
        return Answer(part, paid.message, Told("refused"))
    offers = (Offer(f"money.receipts:{paid.ids}", _("Print the voucher")),)
    return Answer(part, paid.message, Told("refunded", patron=paid.payments[0].patron), offers)


def _charge(desk: Desk, part: MoneyPart, act: str, _values: Mapping[str, str]) -> Answer:
    """The charge on top, among all that its patron owes: other sections lead here."""
    line = _line(desk, part, number_in(act))
    if line is None:
        return Answer(part, Message(Tone.LOOK, _("This charge has already been settled.")), Told("gone"))
    patron_id = line.charge.patron_id
    shown = replace(on_next(part), view=View.OWED, patron_id=patron_id, patron=line.patron, chosen=line.charge.id)
    read = read_part(desk, shown)
    return Answer(read, _told_owed(read), Told("charge", patron=line.patron))


def _damage(desk: Desk, part: MoneyPart, act: str, _values: Mapping[str, str]) -> Answer:
    """A damage that its patron pays for: what it costs is asked next."""
    with desk.library.reading() as connection:
        repair = repair_by_id(connection, number_in(act), desk.policy, desk.today)
    if repair is None or repair.patron_id is None:
        return Answer(part, Message(Tone.LOOK, _("Nobody is known to pay for this damage.")), Told("nobody"))
    about = f"{repair.copy.name} · {repair.damage_words}"
    damage = Damage(repair.id, repair.patron, about, repair.copy.price)
    shown = replace(on_next(part), view=View.OWED, patron_id=repair.patron_id, patron=repair.patron, damage=damage)
    headline = _("Say what {patron} pays for {title}").format(patron=repair.patron, title=repair.copy.name)
    return Answer(read_part(desk, shown), Message(Tone.LOOK, headline, (repair.damage_words,)), Told("damage"))


def _charge_damage(desk: Desk, part: MoneyPart, act: str, values: Mapping[str, str]) -> Answer:
    text = values.get("amount", "")
    amount = read_fen(text)
    if amount is None:
        why_not = _("“{text}” is not an amount in yuan.").format(text=text[:_LONGEST_QUERY])
    else:
        why_not = charge_for_damage(desk, number_in(act), amount, values.get("note", ""))
    if why_not:
        return Answer(part, Message(Tone.STOP, why_not), Told("refused"))
    headline = _("{amount} yuan charged: {patron}").format(amount=format_fen(amount or 0), patron=part.patron)
    return Answer(replace(part, damage=None), Message(Tone.DONE, headline), Told("charged", patron=part.patron))


def _receipts(desk: Desk, part: MoneyPart, act: str, _values: Mapping[str, str]) -> Answer:
    """Print them; what was printed before, or is of another day, says that it is a copy; "original:" never does."""
    wanted = receipts_wanted(act)
    again = frozenset() if act.startswith("original:") else _copies(desk, part, wanted)
    paper = receipts_on_paper(desk, wanted, again)
    if paper is None:
        return _undone(part)
    message = Message(Tone.DONE, paper.name)
    offers: tuple[Offer, ...] = ()
    if not again:
        ids = act.partition(":")[2]
        offers = (Offer(f"money.original:{ids}", _("It did not come out: print it again")),)
    return Answer(replace(part, printed=part.printed | set(wanted)), message, Told("printed"), offers, paper=paper)


def _copies(desk: Desk, part: MoneyPart, wanted: tuple[int, ...]) -> frozenset[int]:
    known = read_part(desk, replace(part, view=View.PAYMENTS)).payments
    fresh = {line.payment.id for line in known if line.at.date() == desk.today}
    return frozenset(each for each in wanted if each in part.printed or each not in fresh)


def _undone(part: MoneyPart) -> Answer:
    return Answer(part, Message(Tone.LOOK, _("This payment was undone.")), Told("gone"))


def _line(desk: Desk, part: MoneyPart, charge_id: int) -> OpenChargeLine | None:
    every = read_part(desk, replace(part, view=View.OWED)).all_owed
    return next((line for line in every if line.charge.id == charge_id), None)


def _told_owed(part: MoneyPart) -> Message:
    if not part.may_change:
        return Message(Tone.LOOK, _("Only the librarian sees what is owed and paid."))
    if not part.owed:
        return Message(Tone.DONE, _("{patron} owes nothing").format(patron=part.patron))
    words = ngettext(
        "{patron} owes {amount} yuan: {count} charge", "{patron} owes {amount} yuan: {count} charges", len(part.owed)
    )
    said = words.format(patron=part.patron, amount=format_fen(part.owed_fen), count=len(part.owed))
    return Message(Tone.LOOK, said)


def _of_sheet(desk: Desk, part: MoneyPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts "sheet" with "first" and "last", "day:before", "day:after", "day:today", "day:term"; printing and saving."""
    if act == "sheet":
        return _between(part, values)
    if act in _DAYS:
        begin, end = _DAYS[act](desk, part)
        return Answer(replace(part, view=View.SHEET, first=begin, last=end))
    sheet = read_part(desk, replace(part, view=View.SHEET)).sheet
    if act not in ("print_sheet", "save"):
        raise UnknownActError(act)
    if sheet is None:
        return Answer(part, Message(Tone.STOP, _("Only the librarian sees what is owed and paid.")), Told("refused"))
    if act == "save":
        return saved_report(part, cash_report(sheet, desk.policy), act, values)
    paper = cash_paper(sheet, desk.policy.library_name)
    return Answer(part, Message(Tone.DONE, paper.name), Told("printed"), paper=paper)


def _between(part: MoneyPart, values: Mapping[str, str]) -> Answer:
    days = [read_date(values.get(name, "")) for name in ("first", "last")]
    begin, end = days
    if begin is None or end is None or begin > end or (end - begin).days > _MOST_DAYS or end.year >= date.max.year:
        sentence = _("Write two days, the earlier one first: 2026-03-02.")
        return Answer(part, Message(Tone.STOP, sentence), Told("refused"))
    return Answer(replace(part, view=View.SHEET, first=begin, last=end))


def _moved(desk: Desk, part: MoneyPart, days: int) -> tuple[date, date]:
    """The day before or after the one that is looked at; never later than today."""
    day = (part.first or desk.today) if days < 0 else (part.last or desk.today)
    moved = min(day + timedelta(days=days), desk.today) if day.year > 1 else day
    return moved, moved


def _term(desk: Desk, _part: MoneyPart) -> tuple[date, date]:
    """The term so far; where no term is set for today, the year so far."""
    term = term_on(desk.policy.terms, desk.today)
    return (term.starts if term else date(desk.today.year, 1, 1)), desk.today


_DAYS: Final[Mapping[str, Callable[[Desk, MoneyPart], tuple[date, date]]]] = {
    "day:before": lambda desk, part: _moved(desk, part, -1),
    "day:after": lambda desk, part: _moved(desk, part, 1),
    "day:today": lambda desk, _part: (desk.today, desk.today),
    "day:term": _term,
}
_ACTS: Final[Mapping[str, Callable[[Desk, MoneyPart, str, Mapping[str, str]], Answer]]] = {
    "pay": _pay,
    "pay_all": _pay_all,
    "waive": _waive,
    "refund": _refund,
    "receipts": _receipts,
    "receipt": _receipts,
    "charge": _charge,
    "damage": _damage,
    "charge_damage": _charge_damage,
    "original": _receipts,
}

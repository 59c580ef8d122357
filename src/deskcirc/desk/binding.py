"""Binding (合订): loose issues of a magazine leave the books, and one copy of its bound years comes into them.

Every issue stands in the accession ledger, for no copy is without a number: so each goes out under a withdrawal number
of its own, by an approved batch whose document names the bound copy, and opening + in - out = closing stays true by
construction. The bound copy comes in by the year's batch of what was bound here. All of it is one act.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskcirc.desk.accession import CopyOrder, not_allowed, plan_in, register_in
from deskcirc.desk.batches import running_batch
from deskcirc.desk.desk import Desk
from deskcirc.desk.giving_numbers import Labelling
from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, withdraw_in
from deskcirc.domain.batches import BatchSource
from deskcirc.domain.binding import read_issue, volume_words, why_not_bound, why_not_together
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import bound_words
from deskcirc.domain.title_names import quoted
from deskcirc.domain.titles import Title, TitleKind, stored_values
from deskcirc.domain.typed_words import too_long
from deskcirc.domain.withdrawal import LastCopies, WithdrawalReason
from deskcirc.errors import GoneError
from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copy_lines import CopyLine, copy_lines
from deskcirc.store.lookups.title_matches import bound_years_of
from deskcirc.store.lookups.titles import title_by_id
from deskcirc.store.lookups.withdrawals import last_copies, standing_of
from deskcirc.store.tables import copies, titles
from deskcirc.text import gettext as _
from deskcirc.text import ngettext


@dataclass(frozen=True, slots=True)
class BindingOrder:
    """Issues of the magazine `title_id` to bind into one copy.

    `volume` "" is what the issues make; `price` (fen) None is that of the issues together and the `cost` (fen) of the
    binding; `start` "" takes the next accession number, and `labelling` None follows the school's setting.
    """

    title_id: int
    copy_ids: tuple[int, ...]
    item_type_id: int
    volume: str = ""
    location_id: int | None = None
    price: int | None = None
    cost: int = 0
    start: str = ""
    labelling: Labelling | None = None
    barcode: str = ""
    label: bool = True
    in_stock: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class BindingPlan:
    """What binding would do now, or every reason why not; `price` is None where it is not known, in fen."""

    volume: str = ""
    price: int | None = None
    number: str = ""
    refusals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IssuesBound:
    """The bound copy with its title; or, with nothing done, every reason why not.

    `withdrawal` is the number of the batch that the issues left the books with; `last` says who still waits for the
    magazine where none of its issues is left.
    """

    copy_id: int | None = None
    title_id: int | None = None
    number: str = ""
    volume: str = ""
    withdrawal: str = ""
    last: tuple[LastCopies, ...] = ()
    refusals: tuple[str, ...] = ()
    entry_id: int | None = None


def plan_binding(desk: Desk, order: BindingOrder) -> BindingPlan:
    """What the order would make now; writes nothing. Raises GoneError for no title."""
    with desk.library.reading() as connection:
        return _planned(desk, connection, order)


def bind_issues(desk: Desk, order: BindingOrder) -> IssuesBound:
    """Bind the issues, all of them or none. Raises GoneError for a title that is not there."""
    if refused := not_allowed(desk):
        return IssuesBound(refusals=refused)
    with desk.library.writing(desk.act(ActName.BIND_ISSUES)) as writing:
        plan = _planned(desk, writing.connection, order)
        if plan.refusals:
            return IssuesBound(refusals=plan.refusals)
        magazine = _title(writing.connection, order.title_id)
        issues = list(dict.fromkeys(order.copy_ids))
        last = last_copies(writing.connection, issues, desk.policy, desk.today)
        title_id = _bound_title(desk, writing, magazine)
        batch_id = running_batch(desk, writing, BatchSource.BINDING)
        made = _copy_order(order, title_id, plan)
        added = register_in(desk, writing, replace(made, batch_id=batch_id))
        (copy_id,), (number,) = added.copy_ids, added.numbers
        withdrawal = _withdrawn(desk, writing, issues, number, quoted(magazine.name, plan.volume))
        for each in issues:
            writing.update(copies, each, bound_into=copy_id)
        writing.tell(count=len(issues), title=quoted(magazine.name), number=number)
    done = IssuesBound(copy_id, title_id, number, plan.volume, withdrawal, last)
    return replace(done, entry_id=desk.library.last_entry)


def _planned(desk: Desk, connection: Connection, order: BindingOrder) -> BindingPlan:
    magazine = _title(connection, order.title_id)
    lines = copy_lines(connection, list(dict.fromkeys(order.copy_ids)))
    volume = order.volume.strip() or volume_words(read_issue(line.volume) for line in lines if line.volume.strip())
    price = _price(order, lines)
    refusals = [*_not_bindable(desk, connection, magazine, lines), *too_long(order.volume, order.note)]
    if price is None and lines:
        unknown = sum(1 for line in lines if line.price is None)
        words = ngettext(
            "The price of {count} issue is not known: write down the price of the bound copy.",
            "The prices of {count} issues are not known: write down the price of the bound copy.",
            unknown,
        )
        refusals.append(words.format(count=unknown))
    if order.cost < 0:
        refusals.append(_("The binding cannot cost less than nothing."))
    planned = BindingPlan(volume, price)
    # Numbers are looked for as for a copy of the magazine: the title of the bound years may not be there yet.
    numbered = plan_in(desk, connection, _copy_order(order, magazine.id, planned))
    refusals += numbered.refusals
    return replace(planned, number="".join(numbered.numbers[:1]), refusals=tuple(dict.fromkeys(refusals)))


def _not_bindable(desk: Desk, connection: Connection, magazine: Title, lines: tuple[CopyLine, ...]) -> tuple[str, ...]:
    if magazine.description.kind != TitleKind.MAGAZINE:
        words = _("{title} is no magazine: only the issues of a magazine are bound.")
        return (words.format(title=quoted(magazine.name)),)
    refusals = []
    for line in lines:
        standing = standing_of(connection, line.id, desk.policy, desk.today)
        for reason in why_not_bound(standing, magazine.id, line.volume) if standing else ():
            named = f"{line.number} {line.volume}".strip()
            refusals.append(_("{issue}: {reason}").format(issue=named, reason=reason))
    return (*why_not_together([(line.number, line.volume) for line in lines]), *refusals)


def _price(order: BindingOrder, lines: tuple[CopyLine, ...]) -> int | None:
    if order.price is not None:
        return order.price
    prices = [line.price for line in lines]
    return None if None in prices else sum(price or 0 for price in prices) + order.cost


def _copy_order(order: BindingOrder, title_id: int, plan: BindingPlan) -> CopyOrder:
    return CopyOrder(
        title_id,
        1,
        order.item_type_id,
        location_id=order.location_id,
        price=plan.price,
        volumes=(plan.volume,),
        start=order.start,
        labelling=order.labelling,
        barcodes=(order.barcode,) if order.barcode.strip() else (),
        in_stock=order.in_stock,
        note=order.note,
        label=order.label,
    )


def _bound_title(desk: Desk, writing: Writing, magazine: Title) -> int:
    """The title of the magazine's bound years, described as the magazine is; it is made with the first binding."""
    known = bound_years_of(writing.connection, magazine.description)
    if known is not None:
        return known.id
    description = replace(magazine.description, kind=TitleKind.BOUND_YEAR.value, price=None)
    return writing.insert(titles, **stored_values(description), added_at=desk.now)


def _withdrawn(desk: Desk, writing: Writing, issues: list[int], number: str, name: str) -> str:
    document = bound_words(number)
    draft = WithdrawalDraft(WithdrawalReason.OTHER, note=name)
    approval = Approval(document, desk.operator.name, desk.today)
    return withdraw_in(desk, writing, issues, draft, approval, document).number


def _title(connection: Connection, title_id: int) -> Title:
    found = title_by_id(connection, title_id)
    if found is None:
        raise GoneError
    return found

"""The reading room: visits counted, copies given for reading here, and taken home from there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from deskcirc.desk.circulation import leave_place, read_facts, take_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import FoundOutcome, as_found, found_in, is_missed
from deskcirc.desk.holds import fulfil
from deskcirc.domain.calendar import DueDate
from deskcirc.domain.changes import ActName
from deskcirc.domain.checkout_facts import Block
from deskcirc.domain.copies import Copy
from deskcirc.domain.on_site import decide_on_site, decide_taking_out
from deskcirc.domain.patrons import Patron
from deskcirc.domain.rules import Lending
from deskcirc.domain.visits import visit_period
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.lookups.patrons import patron_by_id, school_classes
from deskcirc.store.lookups.visits import is_class_card, visit_by_id, visit_of_class, visit_of_patron
from deskcirc.store.tables import loans, visits
from deskcirc.text import gettext as _
from deskcirc.text import ngettext


@dataclass(frozen=True, slots=True)
class VisitOutcome:
    """A visit: counted now, or counted already at `at` in the same period; `persons` is more than one for a class."""

    who: str
    counted: bool
    visit_id: int
    at: datetime
    persons: int = 1
    is_class: bool = False


@dataclass(frozen=True, slots=True)
class OnSiteOutcome:
    """Whether the copy is read here now, or was taken home; else every reason why not."""

    copy: Copy
    patron: Patron
    blocks: tuple[Block, ...] = ()
    due: DueDate | None = None
    warnings: tuple[str, ...] = ()
    already: bool = False  # this patron reads it here since before
    found: FoundOutcome | None = None  # it was lost or looked for

    @property
    def done(self) -> bool:
        """Whether nothing stood in the way."""
        return not self.blocks


def period_now(desk: Desk) -> tuple[datetime, datetime]:
    """From when to before when a visit of now is counted once."""
    begins, ends = visit_period(desk.policy.minute_of(desk.now), desk.policy.open_days.periods_on(desk.today))
    return desk.midnight + timedelta(minutes=begins), desk.midnight + timedelta(minutes=ends)


def count_visit(desk: Desk, patron: Patron) -> VisitOutcome:
    """Count that somebody came; a class card stands for the whole class. Once in a period of the opening hours."""
    with desk.library.reading() as connection:
        whole_class = patron.class_id if is_class_card(connection, patron.category_id) else None
    if whole_class is not None:
        return count_class(desk, whole_class)
    start, end = period_now(desk)
    with desk.library.writing(desk.act(ActName.VISIT)) as writing:
        before = visit_of_patron(writing.connection, patron.id, start, end)
        if before is not None:
            return VisitOutcome(patron.label, counted=False, visit_id=before.id, at=before.at)
        visit_id = writing.insert(visits, at=desk.now, patron_id=patron.id, counted_by=desk.operator.id)
        writing.tell(who=patron.label)
        return VisitOutcome(patron.label, counted=True, visit_id=visit_id, at=desk.now)


def count_class(desk: Desk, class_id: int, persons: int = 0) -> VisitOutcome:
    """Count a whole class, as many persons as are in it where nothing else is said. Raises GoneError for no class."""
    start, end = period_now(desk)
    with desk.library.writing(desk.act(ActName.VISIT)) as writing:
        connection = writing.connection
        listed = school_classes(connection, desk.policy, desk.today)
        found = next((each for each in listed if each.id == class_id), None)
        if found is None:
            raise GoneError
        before = visit_of_class(connection, class_id, start, end)
        if before is not None:
            return VisitOutcome(found.name, False, before.id, before.at, before.persons, is_class=True)
        came = persons if persons > 0 else max(found.patrons, 1)
        visit_id = writing.insert(visits, at=desk.now, class_id=class_id, persons=came, counted_by=desk.operator.id)
        writing.tell(who=_class_words(found.name, came))
        return VisitOutcome(found.name, True, visit_id, desk.now, came, is_class=True)


def change_persons(desk: Desk, visit_id: int, persons: int) -> str:
    """Say how many of a class came; returns "" or the sentence why not."""
    if persons < 1:
        return _("At least one person comes on a visit; undo it if nobody came.")
    with desk.library.writing(desk.act(ActName.VISIT)) as writing:
        visit = visit_by_id(writing.connection, visit_id)
        if visit is None or visit.class_id is None:
            return _("This is not the visit of a class.")
        writing.update(visits, visit_id, persons=persons)
        listed = school_classes(writing.connection, desk.policy, desk.today)
        name = next((each.name for each in listed if each.id == visit.class_id), "")
        writing.tell(who=_class_words(name, persons))
    return ""


def lend_on_site(desk: Desk, patron: Patron, copy_id: int) -> OnSiteOutcome:
    """Give the copy to the patron for reading here, to be back today; limits of loans do not count.

    Raises GoneError for a patron or copy that does not exist.
    """
    with desk.library.writing(desk.act(ActName.LEND_ON_SITE)) as writing:
        facts = read_facts(desk, writing.connection, patron, copy_id)
        missed = is_missed(facts.copy, facts.loan_of_copy)
        facts = as_found(facts) if missed else facts
        own = facts.loan_of_copy
        if own is not None and own.patron_id == patron.id:
            return OnSiteOutcome(facts.copy, facts.patron, due=DueDate(own.due), already=True)
        blocks = decide_on_site(facts)
        if blocks:
            return OnSiteOutcome(facts.copy, facts.patron, blocks)
        found = _find(desk, writing, copy_id) if missed else None
        writing.insert(
            loans,
            copy_id=copy_id,
            patron_id=patron.id,
            rule_id=facts.rule.id if facts.rule else None,
            lent_at=desk.now,
            lent_by=desk.operator.id,
            due=desk.today,
            lending=Lending.IN_HOUSE.value,
        )
        leave_place(desk, writing, facts.copy)
        if any(hold.is_ready and hold.copy_id == copy_id for hold in facts.holds):
            fulfil(desk, writing, facts.holds, patron.id, copy_id)  # what was kept for them is in their hands
        writing.tell(title=facts.copy.name, code=facts.copy.code, patron=facts.patron.label)
        said = found.said if found else ()
        return OnSiteOutcome(facts.copy, facts.patron, due=DueDate(desk.today), warnings=said, found=found)


def _find(desk: Desk, writing: Writing, copy_id: int) -> FoundOutcome:
    copy = copy_by_id(writing.connection, copy_id)
    if copy is None:
        raise GoneError
    return found_in(desk, writing, copy, send_on=False)


def take_home(desk: Desk, copy_id: int) -> OnSiteOutcome | None:
    """Turn the reading here of the copy into a loan home of the same patron; None where nobody reads it here.

    It is the same loan; limits, terms and holds count now as for any checkout.
    """
    with desk.library.writing(desk.act(ActName.SWITCH_TO_HOME)) as writing:
        loan = loan_of_copy(writing.connection, copy_id, desk.policy, desk.today)
        patron = None if loan is None else patron_by_id(writing.connection, loan.patron_id, desk.policy, desk.today)
        if loan is None or patron is None or loan.lending is Lending.HOME:
            return None
        facts = read_facts(desk, writing.connection, patron, copy_id)
        decision = decide_taking_out(facts, home=True)
        if decision.blocks or decision.due is None:
            return OnSiteOutcome(facts.copy, facts.patron, decision.blocks, warnings=decision.warnings)
        take_out(desk, writing, facts, decision.due.date)
        return OnSiteOutcome(facts.copy, facts.patron, due=decision.due, warnings=decision.warnings)


def _class_words(name: str, persons: int) -> str:
    return ngettext("{name}, {count} person", "{name}, {count} persons", persons).format(name=name, count=persons)

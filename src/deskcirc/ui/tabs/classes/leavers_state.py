"""Leavers in plain Python: who still has something, clearing by scan or a class at once, the certificates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from deskcirc.desk.clearance import ClearanceOutcome, clear_class, clear_leaver
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.leaver_days import is_leaver, leavers_stop_day
from deskcirc.domain.operators import Right
from deskcirc.domain.patrons import Patron, PatronState
from deskcirc.domain.scanning import Scan
from deskcirc.labels.certificate import Clearance, clearance_paper
from deskcirc.labels.paper import Paper
from deskcirc.store.lookups.classes import ClassLine, class_lines
from deskcirc.store.lookups.clearance import Certificate, LeaverLine, certificates, leaver_lines
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer

_NAMED: Final = 8


@dataclass(frozen=True, slots=True)
class LeaversPart:
    """Everything the section shows: all classes, those that leave first, and the pupils of the chosen one."""

    classes: tuple[ClassLine, ...] = ()
    last_grade: int = 0
    chosen_id: int | None = None
    pupils: tuple[LeaverLine, ...] = ()
    marked_id: int | None = None
    stops: date | None = None  # the first day on which leavers borrow nothing; None where no finals are set
    may_change: bool = False

    @property
    def chosen(self) -> ClassLine | None:
        """The class whose pupils are listed."""
        return next((line for line in self.classes if line.id == self.chosen_id), None)


def first() -> LeaversPart:
    """The section before anything is read."""
    return LeaversPart()


def refresh(desk: Desk, part: LeaversPart) -> LeaversPart:
    """Read the classes and the pupils of the chosen one again."""
    policy, today = desk.policy, desk.today
    with desk.library.reading() as connection:
        read = class_lines(connection, policy, today)
        classes = tuple(sorted(read, key=lambda line: (-line.grade, line.number, line.id)))
        here = any(line.id == part.chosen_id for line in classes)
        chosen_id = part.chosen_id if here else next((line.id for line in classes), None)
        pupils = () if chosen_id is None else leaver_lines(connection, chosen_id)
    return replace(
        part,
        classes=classes,
        last_grade=policy.last_grade,
        chosen_id=chosen_id,
        pupils=pupils,
        stops=leavers_stop_day(policy.terms, today, policy.leaver_stop_days),
        may_change=desk.operator.may(Right.SCHOOL_YEAR),
    )


def on_scan(desk: Desk, part: LeaversPart, scan: Scan, found: Identified) -> Answer:
    """The card of a leaver clears them; anybody else's is asked about first."""
    patron = found.patron
    if patron is None:
        headline = _("{code} is not the card of a pupil").format(code=scan.code)
        return Answer(part, Message(Tone.LOOK, headline), Told("not-a-patron"))
    if patron.state is PatronState.LEFT:
        return _left_already(desk, part, patron)
    if not is_leaver(patron.grade, desk.policy.last_grade):
        headline = _("{patron} is not in the last grade").format(patron=patron.label)
        offer = Offer(f"leavers.clear:{patron.id}", _("Leaves all the same: clear"))
        shown = _marked(part, patron)
        return Answer(shown, Message(Tone.LOOK, headline), Told("no-leaver", patron=patron.name), offers=(offer,))
    return _clear(desk, part, patron)


def on_act(desk: Desk, part: LeaversPart, act: str, _values: Mapping[str, str]) -> Answer:
    """Acts of the page: "choose:CLASS", "clear:PATRON", "clear_class", "print:PATRON", "print_class"."""
    verb = act.partition(":")[0]
    if verb == "choose":
        return Answer(replace(part, chosen_id=number_in(act), marked_id=None))
    if verb == "print":
        return _print(desk, part, [number_in(act)])
    if act == "print_class":
        return _print(desk, part, [line.id for line in part.pupils if line.certificate is not None])
    if verb == "clear":
        with desk.library.reading() as connection:
            patron = patron_by_id(connection, number_in(act), desk.policy, desk.today)
        if patron is None or patron.state is PatronState.LEFT:
            return Answer(part, Message(Tone.LOOK, _("Who was chosen has left already.")), Told("left"))
        return _clear(desk, part, patron)
    if act == "clear_class":
        return _clear_class(desk, part)
    raise UnknownActError(act)


def _clear(desk: Desk, part: LeaversPart, patron: Patron) -> Answer:
    shown = _marked(part, patron)
    if not desk.operator.may(Right.SCHOOL_YEAR):
        return _not_allowed(shown)
    outcome = clear_leaver(desk, patron.id)
    for refused in outcome.refused:
        headline = _("{patron} cannot leave yet").format(patron=patron.label)
        told = Told("not-cleared", patron=patron.name, reasons=("open",))
        return Answer(shown, Message(Tone.STOP, headline, refused.reasons), told)
    headline = _("{patron} is cleared: certificate {number}").format(
        patron=patron.label, number=_number(outcome.certificates[0])
    )
    offer = Offer(f"leavers.print:{patron.id}", _("Print the certificate"))
    return Answer(shown, Message(Tone.DONE, headline), Told("cleared", patron=patron.name), offers=(offer,))


def _clear_class(desk: Desk, part: LeaversPart) -> Answer:
    chosen = part.chosen
    if chosen is None:
        return Answer(part)
    if not desk.operator.may(Right.SCHOOL_YEAR):
        return _not_allowed(part)
    outcome = clear_class(desk, chosen.id, chosen.name)
    count = len(outcome.certificates)
    if not count:
        headline = _("Nobody in {name} could be cleared").format(name=chosen.name)
        return Answer(part, Message(Tone.STOP, headline, _refusals(outcome)), Told("not-cleared"))
    headline = ngettext("{count} of {name} cleared", "{count} of {name} cleared", count).format(
        count=count, name=chosen.name
    )
    tone = Tone.LOOK if outcome.refused else Tone.DONE
    offers = (Offer("leavers.print_class", _("Print the certificates")),)
    return Answer(part, Message(tone, headline, _refusals(outcome)), Told("cleared"), offers=offers)


def _refusals(outcome: ClearanceOutcome) -> tuple[str, ...]:
    """Who stays, in one line; the list below says what each of them has."""
    if not outcome.refused:
        return ()
    names = _(", ").join(one.patron.name for one in outcome.refused[:_NAMED])
    more = len(outcome.refused) - _NAMED
    said = _("Not yet: {names}").format(names=names)
    return (said, _("… and {count} more").format(count=more)) if more > 0 else (said,)


def _left_already(desk: Desk, part: LeaversPart, patron: Patron) -> Answer:
    with desk.library.reading() as connection:
        given = certificates(connection, desk.policy, [patron.id])
    headline = _("{patron} has left already").format(patron=patron.name)
    if not given:
        return Answer(part, Message(Tone.LOOK, headline), Told("left", patron=patron.name))
    day = desk.policy.day_of(given[0].at).isoformat()
    words = _("Certificate {number} of {day}").format(number=_number(given[0]), day=day)
    offer = Offer(f"leavers.print:{patron.id}", _("Print the certificate"))
    return Answer(
        _marked(part, patron), Message(Tone.LOOK, headline, (words,)), Told("left", patron=patron.name), offers=(offer,)
    )


def _print(desk: Desk, part: LeaversPart, patron_ids: Sequence[int]) -> Answer:
    """The newest certificate of each, in the order of the list."""
    with desk.library.reading() as connection:
        given = certificates(connection, desk.policy, patron_ids) if patron_ids else ()
    newest: dict[int, Certificate] = {}
    for certificate in given:
        newest.setdefault(certificate.patron_id, certificate)
    if not newest:
        return Answer(part, Message(Tone.LOOK, _("There is no certificate to print yet.")), Told("nothing"))
    return Answer(part, told=Told("printed"), paper=_paper(desk, sorted(newest.values(), key=lambda one: one.number)))


def _paper(desk: Desk, given: Sequence[Certificate]) -> Paper:
    made = [
        Clearance(
            number=_number(one),
            name=one.name,
            class_name=one.class_name,
            patron_number=one.patron_number,
            on=desk.policy.day_of(one.at),
            cleared_by=one.cleared_by,
        )
        for one in given
    ]
    return clearance_paper(made, desk.policy.library_name)


def _number(certificate: Certificate) -> str:
    return f"{certificate.number:04}"


def _marked(part: LeaversPart, patron: Patron) -> LeaversPart:
    return replace(part, chosen_id=patron.class_id or part.chosen_id, marked_id=patron.id)


def _not_allowed(part: LeaversPart) -> Answer:
    return Answer(part, Message(Tone.STOP, _("Only the librarian may do this.")), Told("refused"))

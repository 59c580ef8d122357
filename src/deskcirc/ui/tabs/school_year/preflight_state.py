"""The preflight in plain Python: what the counter would refuse today, by kind, each with the way to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.desk.mending import extend_cards, put_into_stock, set_price
from deskcirc.desk.preflight import preflight
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.operators import Right
from deskcirc.domain.preflight import Finding, Preflight, PreflightCode, Subject
from deskcirc.domain.prices import typed_fen
from deskcirc.domain.scanning import Scan
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.school_year.preflight_words import kind_of, urgency


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of finding and how many there are."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class PreflightPart:
    """Everything the section shows; `after` is the last act that the report takes in."""

    report: Preflight | None = None
    at: str = ""  # wall clock, hh:mm
    after: int | None = None
    code: str = ""
    may_change: bool = False

    @property
    def kinds(self) -> tuple[KindLine, ...]:
        """The kinds found, the most urgent first."""
        if self.report is None:
            return ()
        counted = [KindLine(code, len(self.report.of(code))) for code in self.report.codes]
        return tuple(sorted(counted, key=lambda line: urgency(line.code)))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the kind that is looked at."""
        return () if self.report is None else self.report.of(self.code)


def first() -> PreflightPart:
    """The section before anything was tried."""
    return PreflightPart()


def refresh(desk: Desk, part: PreflightPart) -> PreflightPart:
    """Try everything again where something was done since, and at the first look."""
    part = replace(part, may_change=desk.operator.may(Right.SCHOOL_YEAR))
    if part.report is not None and part.after == desk.library.last_entry:
        return part
    return _run(desk, part)


def on_scan(_desk: Desk, part: PreflightPart, scan: Scan, found: Identified) -> Answer:
    """A card or a copy shows what is found of it."""
    subject_id = found.patron.id if found.patron is not None else found.copy.id if found.copy is not None else None
    about = Subject.PATRON if found.patron is not None else Subject.COPY
    findings = () if part.report is None else part.report.findings
    named = [each for each in findings if each.subject is about and each.subject_id == subject_id]
    if subject_id is None or not named:
        calm = Message(Tone.DONE, _("{code}: nothing against it today").format(code=scan.code))
        return Answer(part, calm, Told("preflight-none", copy=scan.code))
    sentences = tuple(each.sentence for each in named)
    shown = replace(part, code=named[0].code)
    return Answer(shown, Message(Tone.LOOK, named[0].label, sentences), Told("preflight", copy=scan.code))


def on_act(desk: Desk, part: PreflightPart, act: str, values: Mapping[str, str]) -> Answer:
    """An act of the page: "run", "kind:CODE", and the fixes of `preflight_words`."""
    verb, _colon, subject = act.partition(":")
    if verb == "run":
        return Answer(_run(desk, part))
    if verb == "kind":
        return Answer(replace(part, code=subject))
    if verb not in ("extend", "extend_all", "stock", "stock_all", "price", "price_all"):
        raise UnknownActError(act)
    if not desk.operator.may(Right.SCHOOL_YEAR):
        return Answer(part, Message(Tone.STOP, _("Only the librarian may do this.")), Told("refused"))
    why_not = _mend(desk, part, act, values)
    if why_not:
        return Answer(part, Message(Tone.STOP, why_not), Told("refused"))
    return Answer(_run(desk, part), Message(Tone.DONE, _("Mended")), Told("mended"))


def _run(desk: Desk, part: PreflightPart) -> PreflightPart:
    report = preflight(desk)
    at = desk.policy.clock_of(desk.now).strftime("%H:%M")
    part = replace(part, report=report, at=at, after=desk.library.last_entry)
    codes = [line.code for line in part.kinds]
    return part if part.code in codes else replace(part, code=codes[0] if codes else "")


def _mend(desk: Desk, part: PreflightPart, act: str, values: Mapping[str, str]) -> str:
    verb = act.partition(":")[0]
    if verb.startswith("extend"):
        until = _day_in(values.get("day", ""))
        if until is None:
            return _("“{text}” is no day.").format(text=values.get("day", ""))
        return extend_cards(desk, _ids(part, act, BlockCode.CARD_EXPIRED), until)
    if verb.startswith("stock"):
        return put_into_stock(desk, _ids(part, act, BlockCode.COPY_IN_PROCESS))
    price = typed_fen(values.get("price", ""))
    if price is None:
        return _("“{text}” is no price in yuan.").format(text=values.get("price", ""))
    return set_price(desk, _ids(part, act, PreflightCode.NO_PRICE), price)


def _ids(part: PreflightPart, act: str, code: str) -> tuple[int, ...]:
    """The one that the act names, or all that were found."""
    if not act.partition(":")[0].endswith("_all"):
        return (number_in(act),)
    return () if part.report is None else tuple(finding.subject_id for finding in part.report.of(code))


def _day_in(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def title_of(code: str) -> str:
    """The kind's title in the language of the screen."""
    return _(kind_of(code).title)

"""Closing a count: what is not seen is marked missing, the report is frozen and sealed; reopened or void, all is back.

Every step is one act. Only copies that stand as the closing left them are put back: what somebody did since stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from deskcirc.desk.count_decisions import decide_in
from deskcirc.desk.count_reversal import reverse_in
from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_reports import Closing, report_now
from deskcirc.desk.stocktakes import counted_already, may_not_decide, set_state, the_stocktake
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import CopyState
from deskcirc.domain.stocktake import Decision, DecisionKind, Stocktake, StocktakeState
from deskcirc.domain.stocktake_report import MissingLine, StocktakeReport, seal_of
from deskcirc.domain.typed_words import too_long
from deskcirc.store.columns import instant_text
from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.count_decisions import decisions_of
from deskcirc.store.lookups.stocktake_report import kept_report
from deskcirc.text import day_words, marked_pair, ngettext
from deskcirc.text import gettext as _

_MANY = 10
"""Where more than one copy in so many is not seen, people have most likely not finished."""
_NAMED = 6
"""Shelves named in the question; of more only the number is said."""
_LEFT_OPEN = (
    marked_pair(
        "Left as it is: {count} on loan that stood on a shelf.",
        "Left as they are: {count} on loan that stood on a shelf.",
    ),
    marked_pair(
        "Left as it is: {count} found that is still registered as missing or lost.",
        "Left as they are: {count} found that are still registered as missing or lost.",
    ),
    marked_pair(
        "Left as it is: {count} that stood in a wrong place.", "Left as they are: {count} that stood in a wrong place."
    ),
    marked_pair("Left as it is: {count} unknown code.", "Left as they are: {count} unknown codes."),
)


@dataclass(frozen=True, slots=True)
class ClosingQuestion:
    """What the closing would do now. `to_mark` copies become missing by it; what is open besides is left as it is.

    A copy not seen that somebody registered as missing or lost outside of this count is none of them.
    """

    report: StocktakeReport
    to_mark: int
    on_loan_here: int
    unknown: int
    misplaced: int
    found_again: int

    @property
    def sentences(self) -> tuple[str, ...]:
        """The question in words: first what happens, then what is left undecided."""
        total = self.report.total
        found = ngettext(
            "{found} of {expected} copy was found.", "{found} of {expected} copies were found.", total.expected.copies
        )
        said = [found.format(found=total.found.copies, expected=total.expected.copies), self._marking()]
        if self.to_mark * _MANY > total.expected.copies:
            said.append(_("More than one in {number} was not seen: is everything counted?").format(number=_MANY))
        said += self._left_out()
        said += [ngettext(one, many, count).format(count=count) for count, (one, many) in self._open() if count]
        said.append(_("The report is signed and sealed. Nothing is deleted, and the count can be opened again."))
        return tuple(said)

    def _marking(self) -> str:
        if not self.to_mark:
            return _("No copy is marked missing by the closing: all others are decided.")
        return ngettext(
            "{count} copy was not seen and nobody has decided about it: it is marked missing.",
            "{count} copies were not seen and nobody has decided about them: they are marked missing.",
            self.to_mark,
        ).format(count=self.to_mark)

    def _left_out(self) -> Iterable[str]:
        """The shelves of which not one copy was found: most likely nobody went there."""
        names = [line.words for line in self.report.by_shelf if line.words and not line.tally.found.copies]
        if not names or not self.to_mark:
            return
        shown = " · ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
        yield ngettext(
            "On {count} shelf nothing was found: {shelves}. Was it forgotten?",
            "On {count} shelves nothing was found: {shelves}. Were they forgotten?",
            len(names),
        ).format(count=len(names), shelves=shown)

    def _open(self) -> Iterable[tuple[int, tuple[str, str]]]:
        return zip((self.on_loan_here, self.found_again, self.misplaced, self.unknown), _LEFT_OPEN, strict=True)


@dataclass(frozen=True, slots=True)
class ClosingOutcome:
    """The count as it stands now, the report that was frozen, how many copies were marked or put back; or why not.

    `stayed` are the sentences of decisions that could not be taken back, for somebody touched the copy since.
    """

    stocktake: Stocktake | None = None
    report: StocktakeReport | None = None
    seal: str = ""
    count: int = 0
    stayed: tuple[str, ...] = ()
    why_not: str = ""

    @property
    def done(self) -> bool:
        """Whether it was done."""
        return not self.why_not


class _NotClosedError(Exception):
    """Something stands in the way that was found while writing: all of it is rolled back."""


def question_of(report: StocktakeReport) -> ClosingQuestion:
    """The numbers that the question before the closing names, by the report as it is now."""
    return ClosingQuestion(
        report=report,
        to_mark=sum(not line.decided and _is_marked(line) for line in report.missing),
        on_loan_here=sum(not line.decided for line in report.on_loan_here),
        unknown=sum(not line.decided for line in report.unknown),
        misplaced=sum(not line.decided for line in report.misplaced),
        found_again=sum(not line.decided for line in report.found_again),
    )


def close_stocktake(desk: Desk, stocktake_id: int, *, note: str = "", asked: int | None = None) -> ClosingOutcome:
    """Mark missing what was not seen, freeze the report and seal it, in one act. Raises GoneError for no count.

    `asked` is how many copies the question named: where they are others by now, nothing is done and the number is
    asked again. Of two stations that close at once the second hears who closed.
    """
    if long := too_long(note):
        return ClosingOutcome(why_not=long[0])
    try:
        with desk.library.writing(desk.act(ActName.CLOSE_STOCKTAKE)) as writing:
            stocktake = the_stocktake(writing.connection, stocktake_id)
            if why_not := _why_not_closed(desk, writing.connection, stocktake):
                return ClosingOutcome(stocktake, why_not=why_not)
            return _closed(desk, writing, stocktake, note.strip(), asked)
    except _NotClosedError as no:
        return ClosingOutcome(stocktake, why_not=str(no))


def reopen_stocktake(desk: Desk, stocktake_id: int, note: str) -> ClosingOutcome:
    """Open a closed count again: what its closing decided is taken back, and the next closing makes a new report.

    The old report stays in the history. While another count of the very same scope runs it is refused, as a second one
    is at the opening. Raises GoneError for no count.
    """
    if why_not := _not_without_reason(desk, note, _("Say why the count is opened again: it stands in the history.")):
        return ClosingOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.REOPEN_STOCKTAKE)) as writing:
        stocktake = the_stocktake(writing.connection, stocktake_id)
        if stocktake.state is not StocktakeState.CLOSED:
            return ClosingOutcome(stocktake, why_not=_not_to_reopen(stocktake))
        if why_not := counted_already(writing.connection, stocktake.scope):
            return ClosingOutcome(stocktake, why_not=why_not)
        made = [each for each in _standing(writing.connection, stocktake) if each.at_closing]
        count, stayed = _taken_back(desk, writing, made)
        values = {"closed_at": None, "report": None, "seal": ""}
        writing.tell(number=stocktake.number, note=note.strip(), count=count, seal=stocktake.seal)
        return ClosingOutcome(
            set_state(desk, writing, stocktake, StocktakeState.OPEN, **values), count=count, stayed=stayed
        )


def void_stocktake(desk: Desk, stocktake_id: int, note: str) -> ClosingOutcome:
    """Declare a count void: every decision of it is taken back, as far as nobody touched the copy since.

    What was scanned in it stays readable. Raises GoneError for no count.
    """
    if why_not := _not_without_reason(desk, note, _("Say why the count is void: it stands in the history.")):
        return ClosingOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.VOID_STOCKTAKE)) as writing:
        stocktake = the_stocktake(writing.connection, stocktake_id)
        if stocktake.state is StocktakeState.VOID:
            return ClosingOutcome(stocktake, why_not=_("{count} is void already.").format(count=stocktake.label))
        count, stayed = _taken_back(desk, writing, _standing(writing.connection, stocktake))
        writing.tell(number=stocktake.number, note=note.strip(), count=count)
        return ClosingOutcome(set_state(desk, writing, stocktake, StocktakeState.VOID), count=count, stayed=stayed)


def _closed(desk: Desk, writing: Writing, stocktake: Stocktake, note: str, asked: int | None) -> ClosingOutcome:
    connection = writing.connection
    closing = Closing(instant_text(desk.now), desk.operator.name, note)
    report = report_now(desk, connection, stocktake, closing)
    marked = [line.copy_id for line in report.missing if not line.decided and _is_marked(line)]
    if asked is not None and asked != len(marked):
        raise _NotClosedError(_asked_again(asked, len(marked)))
    if marked:
        decided = decide_in(desk, writing, stocktake, DecisionKind.MISSING, copy_ids=marked, note=note, at_closing=True)
        if decided.refused or decided.why_not:
            raise _NotClosedError(" ".join(dict.fromkeys(why for _copy_id, why in decided.refused)) or decided.why_not)
        report = replace(report, missing=tuple(_as_marked(line, set(marked)) for line in report.missing))
    stored = report.stored()
    values = {"closed_at": desk.now, "report": stored, "seal": seal_of(stored)}
    shown = set_state(desk, writing, stocktake, StocktakeState.CLOSED, **values)
    total = report.total
    writing.tell(number=stocktake.number, found=total.found.copies, missing=total.missing.copies, seal=shown.seal)
    return ClosingOutcome(shown, report, shown.seal, len(marked))


def _is_marked(line: MissingLine) -> bool:
    """Whether the closing marks it missing: what is registered as missing, lost or withdrawn already is left so."""
    return line.state == CopyState.IN_STOCK.value


def _as_marked(line: MissingLine, marked: set[int]) -> MissingLine:
    if line.copy_id not in marked:
        return line
    return replace(line, decided=DecisionKind.MISSING.value, at_closing=True, state=CopyState.MISSING.value)


def _asked_again(asked: int, now: int) -> str:
    words = ngettext(
        "Meanwhile somebody went on counting: {now} copy is not seen now, not {asked}. Look once more.",
        "Meanwhile somebody went on counting: {now} copies are not seen now, not {asked}. Look once more.",
        now,
    )
    return words.format(now=now, asked=asked)


def _why_not_closed(desk: Desk, connection: Connection, stocktake: Stocktake) -> str:
    if why_not := may_not_decide(desk):
        return why_not
    if stocktake.runs:
        return ""
    if stocktake.state is StocktakeState.VOID:
        return _("{count} was declared void: open another count.").format(count=stocktake.label)
    kept = kept_report(connection, stocktake.id)
    day = day_words(desk.policy.day_of(stocktake.state_at), desk.today)
    words = _("{count} was closed already, {day}, by {operator}: look at its report, or open it again there.")
    return words.format(count=stocktake.label, day=day, operator=(kept.by if kept else "") or "–")


def _not_to_reopen(stocktake: Stocktake) -> str:
    if stocktake.state is StocktakeState.VOID:
        return _("{count} was declared void: open another count.").format(count=stocktake.label)
    return _("{count} is not closed: go on counting.").format(count=stocktake.label)


def _not_without_reason(desk: Desk, note: str, asks: str) -> str:
    if why_not := may_not_decide(desk):
        return why_not
    return next(iter(too_long(note)), "") if note.strip() else asks


def _standing(connection: Connection, stocktake: Stocktake) -> list[Decision]:
    """What stands, the last first: what was decided upon another decision is taken back before it."""
    return list(reversed(decisions_of(connection, stocktake.id, standing=True)))


def _taken_back(desk: Desk, writing: Writing, decisions: Sequence[Decision]) -> tuple[int, tuple[str, ...]]:
    """How many were taken back, and the sentences of those that could not be."""
    answers: list[str] = []
    for decision in decisions:
        desk.progress(len(answers), len(decisions), _("Taking the decisions back"))
        answers.append(reverse_in(desk, writing, decision))
    stayed = tuple(answer for answer in answers if answer)
    return len(answers) - len(stayed), stayed

"""What is said about collector files: their sums in a sentence, and the list of the lines that need a hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from deskcirc.desk.count_files import FileTrial, TriedLine
from deskcirc.domain.collector_files import LINE_FAULT_SENTENCES
from deskcirc.domain.policy import Policy
from deskcirc.domain.report import Report, ReportColumn
from deskcirc.domain.stocktake import COUNT_KIND_WORDS, CountKind, CountSums, Remark
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext

PROBLEMS: Final = (CountKind.UNKNOWN, CountKind.REFUSED)
_SAMPLED: Final = (*PROBLEMS, CountKind.ON_LOAN, CountKind.ELSEWHERE, CountKind.REPEAT, CountKind.FOUND)
_OF_EACH: Final = 40
_REASONS: Final = {
    Remark.WITHDRAWN: marked("the copy is withdrawn"),
    Remark.TOO_EARLY: marked("scanned before the count was opened"),
    Remark.CARD: marked("the card of a person"),
    Remark.UNREADABLE: marked("no code that can be read"),
    Remark.NO_QUANTITY: marked("no quantity, or 0"),
}


def sums_sentence(sums: CountSums, *, blind: bool) -> str:
    """How many lines were read and what they are; in a blind count only what needs a hand now."""
    if not blind:
        return sums.sentence()
    read = lines_words(sums.read)
    words = _("{read}, of them {unknown} unknown and {refused} not counted")
    return words.format(read=read, unknown=sums.unknown, refused=sums.refused)


def lines_words(count: int) -> str:
    """So many lines."""
    return ngettext("{count} line", "{count} lines", count).format(count=f"{count:,}")


def reason_words(each: TriedLine) -> str:
    """Why a line is not counted; of an unknown code that nobody knows it."""
    if each.counted.kind is CountKind.UNKNOWN:
        return _("no copy bears this code")
    if each.line.fault is not None:
        return _(LINE_FAULT_SENTENCES[each.line.fault])
    return _(_REASONS.get(each.counted.remark, marked("not counted")))


def samples(trial: FileTrial, *, blind: bool) -> tuple[TriedLine, ...]:
    """Some lines of each kind, those that need a hand first; in a blind count none but those."""
    kinds = PROBLEMS if blind else _SAMPLED
    return tuple(each for kind in kinds for each in trial.of_kind(kind)[:_OF_EACH])


def kind_words(each: TriedLine) -> str:
    """What a line would be, with the reason where it needs a hand."""
    kind = _(COUNT_KIND_WORDS[each.counted.kind])
    if each.counted.kind not in PROBLEMS or each.counted.kind is CountKind.UNKNOWN:
        return kind
    return _("{kind}: {reason}").format(kind=kind, reason=reason_words(each))


def problem_report(name: str, count: str, lines: Iterable[TriedLine], policy: Policy) -> Report:
    """The unknown and refused lines of a file, to be looked through: line, code, shelf, time and reason."""
    found = sorted((each for each in lines if each.counted.kind in PROBLEMS), key=lambda each: each.counted.line or 0)
    rows = tuple(
        (
            each.counted.line,
            each.counted.code,
            _(COUNT_KIND_WORDS[each.counted.kind]),
            reason_words(each),
            each.shelf,
            f"{policy.clock_of(each.counted.at):%Y-%m-%d %H:%M}",
            each.counted.person,
            each.line.text,
        )
        for each in found
    )
    columns = (
        ReportColumn(_("Line"), 14),
        ReportColumn(_("Code"), 34),
        ReportColumn(_("What it is"), 22),
        ReportColumn(_("Reason"), 44),
        ReportColumn(_("On shelf"), 20),
        ReportColumn(_("Scanned"), 30),
        ReportColumn(_("Person"), 20),
        ReportColumn(_("As it stands in the file"), 50),
    )
    title = _("Lines of {name} that need a hand").format(name=name)
    return Report("count_file_problems", title, count, columns, rows, empty=_("Every line was counted."))

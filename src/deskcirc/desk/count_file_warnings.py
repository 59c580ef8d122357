"""What a person should look at before a collector file is taken in: each thing in a sentence with its way out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from deskcirc.desk.count_files import FileTrial, TriedLine
from deskcirc.domain.policy import Policy
from deskcirc.domain.stocktake import CountKind, Remark
from deskcirc.text import day_words, marked, ngettext
from deskcirc.text import gettext as _

_FEW: Final = 5
_FOREIGN_FROM: Final = 30  # per cent of unknown codes from which a file is asked about
_ELSEWHERE_FROM: Final = 50  # per cent of copies of no concern from which another count may be meant
_SHOWN: Final = 3
_LINES: Final = {
    Remark.UNREADABLE: marked("Lines without a code that can be read: {count}."),
    Remark.CARD: marked("Lines that are the card of a person: {count}."),
    Remark.NO_QUANTITY: marked("Lines without a quantity, or with 0: {count}."),
    Remark.WITHDRAWN: marked("Lines of copies that are withdrawn: {count}."),
    Remark.QUANTITY: marked("Lines with a quantity above one, whose copy counts once: {count}."),
}


def warnings_of(trial: FileTrial, policy: Policy) -> tuple[str, ...]:
    """All that is odd about the file, the most urgent first."""
    return (*_about_codes(trial), *_about_times(trial, policy), *_about_lines(trial), *trial.file.flaws)


def looks_foreign(trial: FileTrial) -> bool:
    """Whether so many of its codes are unknown that it may be another library's."""
    return trial.sums.unknown >= _FEW and _share(trial.sums.unknown, trial) >= _FOREIGN_FROM


def looks_misplaced(trial: FileTrial) -> bool:
    """Whether so much of it is not asked for that another count may be meant; a blind count does not say so."""
    elsewhere = trial.sums.elsewhere
    return not trial.stocktake.blind and elsewhere >= _FEW and _share(elsewhere, trial) >= _ELSEWHERE_FROM


def counts_nothing(trial: FileTrial) -> bool:
    """Whether no line of it would be counted: a clock that is wrong, as a rule."""
    return trial.sums.read > 0 and trial.sums.refused == trial.sums.read


def _share(lines: int, trial: FileTrial) -> int:
    return round(100 * lines / max(trial.sums.read, 1))


def _about_codes(trial: FileTrial) -> Iterator[str]:
    if looks_foreign(trial):
        words = _("{share} % of the codes are unknown: is this file from another library, or is a wrong column chosen?")
        yield words.format(share=_share(trial.sums.unknown, trial))
    if looks_misplaced(trial):
        words = _(
            "{share} % of the lines are of copies that {count} does not ask for: is another count meant?"
            " Then put the file aside and choose that count first."
        )
        yield words.format(share=_share(trial.sums.elsewhere, trial), count=trial.stocktake.label)
    for earlier in trial.contained:
        words = ngettext(
            "It begins with the {count} line of {name}, which was taken in already: that counts once.",
            "It begins with the {count} lines of {name}, which was taken in already: they count once.",
            earlier.lines,
        )
        yield words.format(count=f"{earlier.lines:,}", name=earlier.name)
    known = {each.line.shelf_code for each in trial.lines if each.counted.shelf_id is not None}
    shelves = sorted({each.line.shelf_code for each in trial.lines if each.line.shelf_code} - known)
    if shelves:
        shown = _(", ").join(shelves[:_SHOWN]) + ("…" if len(shelves) > _SHOWN else "")
        yield _("Shelves that are not known: {codes}. Their copies count without a shelf.").format(codes=shown)


def _about_times(trial: FileTrial, policy: Policy) -> Iterator[str]:
    early = _with_remark(trial, Remark.TOO_EARLY)
    if early:
        opened = day_words(policy.day_of(trial.stocktake.opened_at))
        words = ngettext(
            "{count} line is from before the opening on {day} and is not counted. If the handheld's clock is wrong,"
            " say what it shows now, or leave its times aside.",
            "{count} lines are from before the opening on {day} and are not counted. If the handheld's clock is wrong,"
            " say what it shows now, or leave its times aside.",
            len(early),
        )
        yield words.format(count=f"{len(early):,}", day=opened)
    ahead = _with_remark(trial, Remark.IN_FUTURE)
    if ahead:
        words = ngettext(
            "{count} line bears a time that has not come yet: the handheld's clock is ahead.",
            "{count} lines bear times that have not come yet: the handheld's clock is ahead.",
            len(ahead),
        )
        yield words.format(count=f"{len(ahead):,}")
    untimed = sum(each.line.at is None for each in trial.lines)
    if untimed and trial.file.timed:
        words = ngettext(
            "{count} line bears no time that can be read.", "{count} lines bear no time that can be read.", untimed
        )
        yield words.format(count=f"{untimed:,}")


def _about_lines(trial: FileTrial) -> Iterator[str]:
    for remark, words in _LINES.items():
        found = _with_remark(trial, remark)
        if found:
            yield _(words).format(count=f"{len(found):,}")


def _with_remark(trial: FileTrial, remark: Remark) -> list[TriedLine]:
    return [each for each in trial.lines if each.counted.remark is remark and each.counted.kind is not CountKind.REPEAT]

"""Lists of shelves in and out of files: tried before they are taken, saved as a table, refused rows kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from deskcirc.desk.desk import Desk
from deskcirc.desk.shelf_lists import ListTrial, take_shelf_list, try_shelf_list
from deskcirc.domain.report import Kind, Report, ReportColumn
from deskcirc.domain.shelf_lists import RowFate, RowOutcome
from deskcirc.exchange.shelf_list import CODE, FIRST, LOCATION, NAME, read_shelf_list
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError, file_in
from deskcirc.ui.report_saving import saved_report
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.stocktake.shelves_part import ShelvesPart, told_of


def on_act(desk: Desk, part: ShelvesPart, act: str, values: Mapping[str, str]) -> Answer:
    """ "import" and "save" with their file, "import_yes", "save_refused" with its file.

    Raises UnknownActError for others, ImportFileError for a file that is no such list, ReportFileError for one that
    cannot be written.
    """
    if act == "import":
        trial = try_shelf_list(desk, read_shelf_list(file_in(act, values)))
        return _tried(replace(part, trial=trial, proposal=None), trial)
    if act == "import_yes":
        return _taken(desk, part)
    if act == "save":
        return saved_report(part, shelves_report(part), act, values)
    if act == "save_refused":
        return saved_report(part, refused_report(part.trial), act, values)
    raise UnknownActError(act)


def _tried(part: ShelvesPart, trial: ListTrial) -> Answer:
    details = (_("Nothing is written yet."), *trial.file.problems)
    if trial.why_not or not trial.does_something:
        details = tuple(filter(None, (trial.why_not or _("There is nothing to take in."), *trial.file.problems)))
    tone = Tone.LOOK if trial.sums.refused or trial.why_not or not trial.does_something else Tone.READY
    headline = _("{name}: {sums}").format(name=trial.file.name, sums=trial.sums.sentence())
    return Answer(part, Message(tone, headline, details), Told("tried"))


def _taken(desk: Desk, part: ShelvesPart) -> Answer:
    if part.trial is None:
        return Answer(part, Message(Tone.LOOK, _("No list was read.")), Told("nothing"))
    done = take_shelf_list(desk, part.trial.file)
    if done.why_not or not done.does_something:
        why_not = done.why_not or _("There is nothing to take in.")
        return Answer(part, Message(Tone.STOP, why_not), Told("refused"))
    headline = _("Taken in: {sums}").format(sums=done.sums.sentence())
    left = _("The refused rows stay here: save them, mend them, and import them again.")
    after = replace(part, trial=replace(done, outcomes=_refused(done)) if done.sums.refused else None)
    tone = Tone.LOOK if done.sums.refused else Tone.DONE
    return Answer(after, Message(tone, headline, (left,) if done.sums.refused else ()), Told("changed"))


def _refused(trial: ListTrial) -> tuple[RowOutcome, ...]:
    return tuple(each for each in trial.outcomes if each.fate is RowFate.REFUSED)


def shelves_report(part: ShelvesPart) -> Report:
    """All shelves in walking order; an import knows its headings again."""
    rows = tuple(
        (
            line.shelf.code,
            line.shelf.name,
            line.shelf.location,
            line.shelf.first_call_number,
            line.fill.last_call_number if line.fill else "",
            line.fill.copies if line.fill else None,
            line.counted,
        )
        for line in part.lines
    )
    columns = (
        ReportColumn(_(CODE), 24),
        ReportColumn(_(NAME), 36),
        ReportColumn(_(LOCATION), 28),
        ReportColumn(_(FIRST), 34),
        ReportColumn(_("Last call number"), 34),
        ReportColumn(_("Copies"), 16, Kind.NUMBER),
        ReportColumn(_("Last counted"), 24, Kind.DAY),
    )
    return Report("shelves", _("Shelves"), told_of(part), columns, rows)


def refused_report(trial: ListTrial | None) -> Report:
    """The rows of a list that were refused, each with its number and the reason."""
    refused = [] if trial is None else [each for each in trial.outcomes if each.fate is RowFate.REFUSED]
    rows = tuple(
        (each.row.code, each.row.name, each.row.location, each.row.call_number, each.row.number, each.sentence)
        for each in refused
    )
    columns = (
        ReportColumn(_(CODE), 24),
        ReportColumn(_(NAME), 36),
        ReportColumn(_(LOCATION), 28),
        ReportColumn(_(FIRST), 34),
        ReportColumn(_("Row"), 12, Kind.NUMBER),
        ReportColumn(_("Why it was refused"), 60),
    )
    return Report("refused_shelves", _("Refused rows"), trial.file.name if trial else "", columns, rows)

"""The tables and lists of a count's report, each as a `Report`: shown, printed and saved as every list is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from deskcirc.domain.classification import main_class_name
from deskcirc.domain.copies import COPY_STATE_WORDS, CopyState
from deskcirc.domain.report import Kind, Report, ReportColumn, Value
from deskcirc.domain.stocktake import COUNT_KIND_WORDS, DECISION_WORDS, GROUP_WORDS, DecisionKind, Group, Remark
from deskcirc.domain.stocktake_report import (
    Comparison,
    MissingLine,
    SeenLine,
    StocktakeReport,
    TableLine,
    Tally,
    UnknownLine,
    Worth,
)
from deskcirc.text import gettext as _
from deskcirc.text import in_a_row, marked

TABLES: Final = {
    "totals": marked("Totals"),
    "by_class": marked("By main class"),
    "by_location": marked("By location"),
    "by_shelf": marked("By shelf"),
    "by_item_type": marked("By item type"),
    "lines": marked("Lines read"),
    "people": marked("By person"),
    "files": marked("Collector files"),
    "comparison": marked("Beside the last count"),
    "missing": marked("Not seen"),
    "found_again": marked("Found again"),
    "on_loan_here": marked("On loan, yet here"),
    "misplaced": marked("In a wrong place"),
    "unknown": marked("Unknown codes"),
}
"""What a report holds, in the order of the screen and of the paper; the lists have a line for each copy or code."""
LISTS: Final = ("missing", "found_again", "on_loan_here", "misplaced", "unknown")
_NAMELESS: Final[Mapping[str, str]] = {
    "by_class": marked("no class"),
    "by_location": marked("no location"),
    "by_shelf": marked("no labelled shelf"),
    "by_item_type": marked("no item type"),
}
_HEADINGS: Final[Mapping[str, str]] = {
    "by_class": marked("Main class"),
    "by_location": marked("Location"),
    "by_shelf": marked("On shelf"),
    "by_item_type": marked("Item type"),
}
_ALSO_FOUND: Final = marked("“Found” also counts copies that were not expected on a shelf, such as those found again.")
_WAS: Final[Mapping[str, str]] = {
    Remark.WAS_LOST: marked("was lost:"),
    Remark.WAS_MISSING: marked("was missing:"),
}


def report_table(report: StocktakeReport, name: str) -> Report:
    """One table or list of the report. Raises KeyError for a name that TABLES does not have."""
    columns, rows, empty = _MAKERS[name](report)
    notes = (_(_ALSO_FOUND),) if name in ("lines", "people") and report.sums.found > report.seen else ()
    told = f"{report.head.label} · {report.head.number}" if report.head.name else report.head.number
    file = f"stocktake_{name}"
    return Report(
        file, _(TABLES[name]), f"{report.head.library} · {told}", tuple(columns), tuple(rows), False, empty, notes
    )


def rate_words(rate: int | None) -> str:
    """A share in hundredths of a percent, as `Tally.rate` gives it, as people read it."""
    return "–" if rate is None else f"{rate // 100}.{rate % 100:02} %"


def bar_values(report: StocktakeReport, name: str) -> tuple[tuple[str, int], ...]:
    """What a picture of the table shows, in words and numbers: copies not seen, or lines by person, the most first."""
    if name == "people":
        pairs = [(line.person or _("nobody named"), line.lines) for line in report.people]
    elif name in _NAMELESS:
        pairs = [(_named(name, line), line.tally.missing.copies) for line in getattr(report, name)]
    else:
        return ()
    return tuple(sorted((pair for pair in pairs if pair[1]), key=lambda pair: -pair[1]))


_Made = tuple[Sequence[ReportColumn], Iterable[tuple[Value, ...]], str]


def _worth_columns(heading: str) -> tuple[ReportColumn, ...]:
    return (
        ReportColumn(heading, 60),
        ReportColumn(_("Copies"), 24, Kind.NUMBER),
        ReportColumn(_("Share (%)"), 24, Kind.SHARE),
        ReportColumn(_("Value (yuan)"), 32, Kind.MONEY),
        ReportColumn(_("Without a price"), 30, Kind.NUMBER),
    )


def _totals(report: StocktakeReport) -> _Made:
    total = report.total

    def row(words: str, worth: Worth, *, share: bool = True) -> tuple[Value, ...]:
        return (words, worth.copies, _share(total, worth) if share else None, worth.fen, worth.unpriced)

    rows = [
        row(_("To be found on shelves"), total.expected),
        row(_("Found"), total.found),
        (_("– seen at a shelf"), report.seen, None, None, None),
        (_("– known by lending and returning"), total.found.copies - report.seen, None, None, None),
        row(_("Not seen"), total.missing),
    ]
    if total.gone.copies:
        rows.append(row(_("Left the stock since the opening"), total.gone))
    for line in report.groups:
        words = _("Accounted for: {group}").format(group=_(GROUP_WORDS[Group(line.group)]))
        rows.append(row(words, line.worth, share=False))
    rows.append((_("All copies of the scope"), report.copies, None, None, None))
    return _worth_columns(_("Copies of the count")), rows, ""


def _share(total: Tally, worth: Worth) -> int | None:
    """What part of the expected copies these are, in hundredths of a percent: the shares of a tally make 100.00.

    Each is rounded down, so that nobody reads 100.00 of a count that missed a copy; what is missed takes the rest.
    """
    if not total.expected.copies:
        return None

    def part(copies: int) -> int:
        return copies * 10_000 // total.expected.copies

    if worth is total.missing and worth.copies:
        return 10_000 - part(total.found.copies) - part(total.gone.copies)
    if worth is total.gone and not total.missing.copies:
        return 10_000 - part(total.found.copies)
    return part(worth.copies)


def _tally_table(name: str) -> Callable[[StocktakeReport], _Made]:
    def made(report: StocktakeReport) -> _Made:
        lines: Sequence[TableLine] = getattr(report, name)
        columns = (
            ReportColumn(_(_HEADINGS[name]), 50),
            ReportColumn(_("To be found"), 20, Kind.NUMBER),
            ReportColumn(_("Found"), 20, Kind.NUMBER),
            ReportColumn(_("Not seen"), 20, Kind.NUMBER),
            ReportColumn(_("Found (%)"), 20, Kind.SHARE),
            ReportColumn(_("Expected (yuan)"), 25, Kind.MONEY),
            ReportColumn(_("Not seen (yuan)"), 25, Kind.MONEY),
        )
        empty = _("No shelf says what stands on it: give shelves their ranges in the section Shelves.")
        return columns, (_tally_row(name, line) for line in lines), empty if name == "by_shelf" else ""

    return made


def _tally_row(name: str, line: TableLine) -> tuple[Value, ...]:
    tally = line.tally
    counts = (tally.expected.copies, tally.found.copies, tally.missing.copies, tally.rate)
    return (_named(name, line), *counts, tally.expected.fen, tally.missing.fen)


def _named(name: str, line: TableLine) -> str:
    if name == "by_class" and line.code:
        return f"{line.code} {main_class_name(line.code)}".strip()
    return line.words or (_(_NAMELESS[name]) if not line.code else line.code)


def _lines(report: StocktakeReport) -> _Made:
    headings = (_(words) for words in COUNT_KIND_WORDS.values())
    columns = [ReportColumn(words[:1].upper() + words[1:], 25, Kind.NUMBER) for words in headings]
    row = tuple(getattr(report.sums, kind.value) for kind in COUNT_KIND_WORDS)
    return [*columns, ReportColumn(_("Lines in all"), 30, Kind.NUMBER)], [(*row, report.sums.read)], ""


def _people(report: StocktakeReport) -> _Made:
    columns = (
        ReportColumn(_("Person"), 60),
        ReportColumn(_("Lines read"), 30, Kind.NUMBER),
        ReportColumn(_("Found"), 30, Kind.NUMBER),
        ReportColumn(_("Found (yuan)"), 30, Kind.MONEY),
        ReportColumn(_("Hours at work"), 30, Kind.SHARE),
        ReportColumn(_("Lines an hour"), 30, Kind.NUMBER),
    )
    rows = (
        (
            line.person or _("nobody named"),
            line.lines,
            line.found,
            line.fen,
            line.minutes * 100 // 60,
            line.lines * 60 // line.minutes if line.minutes else None,
        )
        for line in report.people
    )
    return columns, rows, _("Nobody has scanned yet.")


def _files(report: StocktakeReport) -> _Made:
    columns = (
        ReportColumn(_("File"), 60),
        ReportColumn(_("Device"), 30),
        ReportColumn(_("Person"), 30),
        ReportColumn(_("Lines"), 20, Kind.NUMBER),
        ReportColumn("SHA-256", 40),
    )
    rows = ((line.name, line.device, line.person, line.lines, line.sha256[:16]) for line in report.files)
    return columns, rows, _("No file of a handheld was loaded.")


def _compared(report: StocktakeReport) -> _Made:
    found = report.comparison
    columns = (
        ReportColumn(_("Copies"), 90),
        ReportColumn(_("Then"), 45, Kind.NUMBER),
        ReportColumn(_("Now"), 45, Kind.NUMBER),
    )
    empty = _("No count was closed before this one was opened: the next one is compared with this.")
    return columns, [] if found is None else _comparison_rows(report, found), empty


def _comparison_rows(report: StocktakeReport, found: Comparison) -> list[tuple[Value, ...]]:
    then, now = map(rate_words, _rates(found))
    return [
        (_("Count"), found.name or found.number, report.head.label),
        (_("To be found on shelves"), found.expected_then, report.total.expected.copies),
        (_("Share found"), then, now),
        (_("Not seen"), found.missing_then, report.total.missing.copies),
        (_("– not seen then, found now"), None, found.found_now),
        (_("– not seen then, and not now either"), None, found.missing_again),
        (_("– not seen then, no longer of this count"), None, found.left),
        (_("– not seen for the first time"), None, found.missing_anew),
    ]


def _rates(found: Comparison) -> tuple[int | None, int | None]:
    return found.rate_then, found.rate_now


def _missing(report: StocktakeReport) -> _Made:
    columns = (
        ReportColumn(_("Accession number"), 26),
        ReportColumn(_("Title"), 54),
        ReportColumn(_("Call number"), 30),
        ReportColumn(_("Its place"), 34),
        ReportColumn(_("Decided"), 24),
        ReportColumn(_("Price (yuan)"), 20, Kind.MONEY),
    )
    rows = (
        (line.number, line.title, line.call_number, _place(line), missing_words(line), line.price)
        for line in report.missing
    )
    return columns, rows, _("Every copy that had to stand on a shelf was found.")


def _place(line: MissingLine) -> str:
    return line.shelf if not line.location else f"{line.location} {line.shelf}".strip()


def missing_words(line: MissingLine) -> str:
    """What became of a copy that was not seen, in words."""
    if line.decided:
        return _(DECISION_WORDS[DecisionKind(line.decided)])
    state = CopyState(line.state)
    return _("not seen yet") if state is CopyState.IN_STOCK else _(COPY_STATE_WORDS[state])


def _seen_list(name: str, empty: str) -> Callable[[StocktakeReport], _Made]:
    def made(report: StocktakeReport) -> _Made:
        lines: Sequence[SeenLine] = getattr(report, name)
        columns = (
            ReportColumn(_("Accession number"), 26),
            ReportColumn(_("Title"), 54),
            ReportColumn(_("Call number"), 28),
            ReportColumn(_("Stood at"), 30),
            ReportColumn(_("Belongs to"), 30),
            ReportColumn(_("Decided"), 26),
        )
        return columns, (_seen_row(line) for line in lines), _(empty)

    return made


def _seen_row(line: SeenLine) -> tuple[Value, ...]:
    was = _(_WAS[line.remark]) if line.remark in _WAS else ""
    return (line.number, line.title, line.call_number, line.place, line.belongs, in_a_row(was, _decided(line.decided)))


def _unknown(report: StocktakeReport) -> _Made:
    columns = (
        ReportColumn(_("Code"), 40),
        ReportColumn(_("Stood at"), 40),
        ReportColumn(_("When"), 34),
        ReportColumn(_("Person"), 26),
        ReportColumn(_("Decided"), 40),
    )
    return columns, (_unknown_row(report, line) for line in report.unknown), _("No unknown code was scanned.")


def _unknown_row(report: StocktakeReport, line: UnknownLine) -> tuple[Value, ...]:
    at = report.head.local(line.at)
    decided = f"{_decided(line.decided)} {line.copy}".strip()
    return (line.code, line.place, f"{at:%Y-%m-%d %H:%M}" if at else "", line.person, decided)


def _decided(kind: str) -> str:
    return _(DECISION_WORDS[DecisionKind(kind)]) if kind else _("undecided")


_MAKERS: Final[Mapping[str, Callable[[StocktakeReport], _Made]]] = {
    "totals": _totals,
    **{name: _tally_table(name) for name in _NAMELESS},
    "lines": _lines,
    "people": _people,
    "files": _files,
    "comparison": _compared,
    "missing": _missing,
    "found_again": _seen_list("found_again", marked("Nothing that was lost or missing before was found.")),
    "on_loan_here": _seen_list("on_loan_here", marked("Nothing on loan stood on a shelf.")),
    "misplaced": _seen_list("misplaced", marked("Everything stood in its place.")),
    "unknown": _unknown,
}
